"""The catalogue of a contact's fields; a test shows that no field of the models is missing.

`general` says how Général lays them out and what each must satisfy, `catalogue` describes each
once, `showing` writes its values as people read them.
"""

from contacts.fields.catalogue import ENTRIES, MANY, MODELS, Entry, Shape, label_of, shape_of
from contacts.fields.general import BLOCKS, CHECKS, COUNTRIES, SHORTEST, Block, Field, names
from contacts.fields.showing import text, written

__all__ = [
    "BLOCKS",
    "CHECKS",
    "COUNTRIES",
    "ENTRIES",
    "MANY",
    "MODELS",
    "SHORTEST",
    "Block",
    "Entry",
    "Field",
    "Shape",
    "label_of",
    "names",
    "shape_of",
    "text",
    "written",
]
