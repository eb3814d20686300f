"""What the printed summary of a folder says of the contact: who it is, and who is close to it."""

from collections.abc import Mapping, Sequence

from contacts.enums import Kind, RelationKind
from contacts.fields import ENTRIES
from contacts.fields.shapes import Words
from contacts.models import Contact
from contacts.queries import column_values
from contacts.queries.relations import Relation, relations_of
from users.models import User

_FOLLOWED = (
    *("category", "lead_adviser", "second_adviser", "assistant", "client_since"),
    *("folder_code", "client_number", "keywords", "note"),
)
# Keys of the catalogue; the name heads the page.
_FACTS: Mapping[str, Sequence[str]] = {
    Kind.PERSON: (
        *("title", "birth_name", "other_first_names", "birth_date", "birth_town", "age"),
        *("death_date", "nationality", "marital_status", "matrimonial_regime"),
        *("children_count", "dependants_count", "profession", *_FOLLOWED),
    ),
    Kind.ORGANISATION: (
        *("trade_name", "legal_form", "siren", "siret", "naf_code", "founded_on", "capital"),
        *("representative", "activity", *_FOLLOWED),
    ),
}
_CLOSE: Mapping[str, Sequence[RelationKind]] = {
    Kind.PERSON: (RelationKind.SPOUSE, RelationKind.CHILD, RelationKind.STEPCHILD),
    Kind.ORGANISATION: (
        RelationKind.DIRECTOR,
        RelationKind.PARTNER,
        RelationKind.BENEFICIAL_OWNER,
    ),
}


def facts(contact: Contact) -> list[tuple[Words, str]]:
    """Return what is known of the contact, each fact with its label."""
    entries = [ENTRIES[key] for key in _FACTS[contact.kind]]
    texts = column_values.texts([contact.pk], entries)[contact.pk]
    return [(entry.label, text) for entry, text in zip(entries, texts, strict=True) if text]


def close_to(contact: Contact, user: User) -> list[Relation]:
    """Return the spouse and children of a person, or who directs and owns an organisation.

    Paper goes where the rule does not reach: a private folder is printed in no other's.
    """
    return [
        one
        for one in relations_of(contact, user)
        if one.kind in _CLOSE[contact.kind]
        and (one.is_open and not one.is_archived)
        and not (one.folder and one.folder.is_private)
    ]
