"""The catalogue of a contact's fields; a test shows that no field of the models is missing.

`shapes` says what any field is, `general` how Général lays them out, `catalogue` describes each
once, `showing` writes its values as people read them.
"""

from contacts.fields.catalogue import ENTRIES, MANY, MODELS, Entry, names
from contacts.fields.general import BLOCKS, RELATED_PERSON, SHORTEST
from contacts.fields.shapes import (
    ANY,
    LINKED,
    OLDEST_OF_ORGANISATIONS,
    OLDEST_OF_PERSONS,
    Block,
    Field,
    Shape,
    describe,
    description,
)
from contacts.fields.showing import text, text_of
