"""One folder read to be printed: its rows, and whom of those near it a reader may be told of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contacts.enums import RelationKind
from contacts.errors import ContactGone
from contacts.models import Contact, Email, ListValue, PostalAddress, Relationship, Telephone
from contacts.queries.relations import End, Relation, read_from, with_ends
from contacts.visibility import is_visible
from users.models import User

# Words of the firm's own lists that a form has codes for.
_LISTED = ("legal_capacity_id", "professional_status_id", "profession_id")


@dataclass
class Folder:
    """`spouse`, `children` and `representative` are those that may be told of to `reader`.

    `told`: the folders of others whose facts are read. `printed`: keys of the rows that stood in
    the lines of a form that came back, by the first word of their targets: they keep a line.
    """

    contact: Contact
    reader: User
    spouse: End | None = None
    children: Sequence[Relation] = ()
    representative: Relation | None = None
    email_rows: Mapping[int, Sequence[Email]] = field(default_factory=dict)
    number_rows: Mapping[int, Sequence[Telephone]] = field(default_factory=dict)
    address_rows: Sequence[PostalAddress] = ()
    words: dict[int, str] = field(default_factory=dict)
    printed: Mapping[str, Collection[int]] = field(default_factory=dict)

    @property
    def told(self) -> list[Contact]:
        near = [self.spouse, *(one.other for one in self.children)]
        if self.representative is not None:
            near.append(self.representative.other)
        return [end for end in near if isinstance(end, Contact)]

    @property
    def spouse_folder(self) -> Contact | None:
        return self.spouse if isinstance(self.spouse, Contact) else None

    def rows(self, model: Any, contacts: Collection[int] = ()) -> Any:
        """Return the rows of a model that hang on this folder, or on these, for its reader."""
        keys = contacts or [self.contact.pk]
        return model.objects.filter(is_visible(self.reader, "contact"), contact__in=keys)

    def in_lines(self, target: str, keyed: Iterable[tuple[int, Any]], room: int) -> list[Any]:
        """Return what fits on the form of these rows, by their keys: those printed go before."""
        printed = self.printed.get(target, ())
        found = sorted(keyed, key=lambda pair: pair[0] not in printed)
        return [row for _key, row in found[:room]]

    def word(self, key: int | None) -> str:
        """Return a word of the firm's own lists; "" for none."""
        return self.words.get(key, "") if key else ""

    @property
    def couple(self) -> list[int]:
        """Return the keys of the folder and of the spouse's."""
        return [one.pk for one in (self.contact, self.spouse_folder) if one is not None]


def read_folder(
    contact: Contact,
    user: User,
    *,
    goes_out: bool,
    printed: Mapping[str, Collection[int]],
) -> Folder:
    """Read a folder with its reader's eyes, in a fixed number of queries.

    `goes_out`: printed, so that nobody else's private folder is told of, whoever prints.
    """
    seen = Contact.objects.visible_to(user).select_related("person", "organisation")
    kept = seen.filter(pk=contact.pk).first()
    if kept is None:
        raise ContactGone
    folder = Folder(kept, user, printed=printed)
    _add_relations(folder, user, goes_out=goes_out)
    reached = [kept.pk, *(one.pk for one in folder.told)]
    folder.email_rows = _by_contact(folder.rows(Email, reached))
    folder.number_rows = _by_contact(folder.rows(Telephone, reached))
    folder.address_rows = list(folder.rows(PostalAddress).order_by("-preferred", "pk"))
    folder.words = _words(folder)
    return folder


def _add_relations(folder: Folder, user: User, *, goes_out: bool) -> None:
    contact = folder.contact
    rows = with_ends(Relationship.objects.visible_to(user).of(contact).open()).order_by("pk")
    found = [read_from(contact, row) for row in rows]
    told = [one for one in found if not one.is_archived and not (goes_out and _is_private(one))]
    spouses = [one.other for one in told if one.kind == RelationKind.SPOUSE]
    # Of two, nobody can say which one is meant; a private one takes no part in what goes out.
    if len(spouses) == 1:
        folder.spouse = spouses[0]
    printed = folder.printed.get(RelationKind.CHILD, ())
    children = [
        one
        for one in told
        if one.kind == RelationKind.CHILD and (one.death_date is None or one.row.pk in printed)
    ]
    folder.children = sorted(children, key=lambda one: (one.birth_date is None, one.birth_date))
    representing = (one for one in told if one.kind == RelationKind.REPRESENTATIVE)
    folder.representative = next(representing, None)


def _is_private(relation: Relation) -> bool:
    return relation.folder is not None and relation.folder.is_private


def _by_contact(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("-preferred", "pk"):
        found[row.contact_id].append(row)
    return found


def _words(folder: Folder) -> dict[int, str]:
    """Return the firm's words by their keys, of all the people of the form."""
    people = [folder.contact, *folder.told]
    details = [one.person for one in people if one.is_person]
    keys = {getattr(one, name) for one in details for name in _LISTED}
    values = ListValue.objects.filter(pk__in=keys - {None})
    return dict(values.values_list("pk", "label"))
