"""How Général stands: a section for each block of the catalogue, of the form that holds it."""

from typing import Any

from contacts import fields
from contacts.forms.couple_ending import NAMES
from contacts.forms.edit_conflict import Forms
from contacts.models import Contact
from look.layout import Field, Helper, PrivateBox, Section


def _section(block: fields.Block) -> Helper:
    """Lay a block out; a title says it all where there is one field below it."""
    is_alone, drawn = len(block.fields) == 1, []
    for field in block.fields:
        kind = PrivateBox if field.name == "is_private" else Field
        drawn.append(kind(field.name, width=field.width, is_unlabelled=is_alone))
        if field.name == "marital_status":
            # What a situation asks of the couple comes right after it.
            drawn.append(Field(*NAMES, width=field.width))
    return Helper(Section(block.title, *drawn, css_id=f"block-{block.slug}"), hidden=False)


_SECTIONS = {
    kind: [(block.fields[0].model, _section(block)) for block in blocks]
    for kind, blocks in fields.BLOCKS.items()
}


def sections(kind: str, page: Forms) -> list[tuple[Any, Helper]]:
    """Return the blocks of Général in order, each as its form and how that is laid out."""
    return [
        (page["own" if model is Contact else "details"], helper)
        for model, helper in _SECTIONS[kind]
    ]
