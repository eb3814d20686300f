"""What somebody is to somebody else, in words for a man, a woman, or who is neither told."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from contacts.enums import MaritalStatus, RelationKind, Title

Words = str | Promise
FEMININE = {Title.MRS, Title.MISS}

# For a man, for a woman; the kind's own label when the title tells neither.
_GENDERED: dict[RelationKind, tuple[Words, Words]] = {
    RelationKind.SPOUSE: (pgettext_lazy("man", "Spouse"), pgettext_lazy("woman", "Spouse")),
    RelationKind.EX_SPOUSE: (
        pgettext_lazy("man", "Former spouse"),
        pgettext_lazy("woman", "Former spouse"),
    ),
    RelationKind.CHILD: (pgettext_lazy("man", "Child"), pgettext_lazy("woman", "Child")),
    RelationKind.PARENT: (pgettext_lazy("man", "Parent"), pgettext_lazy("woman", "Parent")),
    RelationKind.SIBLING: (pgettext_lazy("man", "Sibling"), pgettext_lazy("woman", "Sibling")),
    RelationKind.GRANDCHILD: (
        pgettext_lazy("man", "Grandchild"),
        pgettext_lazy("woman", "Grandchild"),
    ),
    RelationKind.GRANDPARENT: (
        pgettext_lazy("man", "Grandparent"),
        pgettext_lazy("woman", "Grandparent"),
    ),
    RelationKind.STEPCHILD: (
        pgettext_lazy("man", "Child of the spouse"),
        pgettext_lazy("woman", "Child of the spouse"),
    ),
    RelationKind.STEPPARENT: (
        pgettext_lazy("man", "Spouse of the parent"),
        pgettext_lazy("woman", "Spouse of the parent"),
    ),
    RelationKind.NEPHEW: (pgettext_lazy("man", "Nephew"), pgettext_lazy("woman", "Nephew")),
    RelationKind.UNCLE: (pgettext_lazy("man", "Uncle"), pgettext_lazy("woman", "Uncle")),
    RelationKind.COUSIN: (pgettext_lazy("man", "Cousin"), pgettext_lazy("woman", "Cousin")),
    RelationKind.DIRECTOR: (pgettext_lazy("man", "Director"), pgettext_lazy("woman", "Director")),
    RelationKind.PARTNER: (pgettext_lazy("man", "Partner"), pgettext_lazy("woman", "Partner")),
    RelationKind.REPRESENTATIVE: (
        pgettext_lazy("man", "Legal representative"),
        pgettext_lazy("woman", "Legal representative"),
    ),
    RelationKind.REPRESENTED: (
        pgettext_lazy("man", "Represented"),
        pgettext_lazy("woman", "Represented"),
    ),
    RelationKind.LAWYER: (pgettext_lazy("man", "Lawyer"), pgettext_lazy("woman", "Lawyer")),
    RelationKind.GUARDIAN: (pgettext_lazy("man", "Guardian"), pgettext_lazy("woman", "Guardian")),
    RelationKind.CURATOR: (pgettext_lazy("man", "Curator"), pgettext_lazy("woman", "Curator")),
    RelationKind.EMPLOYEE: (pgettext_lazy("man", "Employee"), pgettext_lazy("woman", "Employee")),
}
_IN_COUPLE: dict[str, tuple[Words, Words]] = {
    MaritalStatus.MARRIED: (pgettext_lazy("man", "Husband"), pgettext_lazy("woman", "Wife")),
    MaritalStatus.PACS: (
        pgettext_lazy("man", "Civil partner"),
        pgettext_lazy("woman", "Civil partner"),
    ),
    MaritalStatus.COHABITING: (
        pgettext_lazy("man", "Cohabiting partner"),
        pgettext_lazy("woman", "Cohabiting partner"),
    ),
}


def relation_label(
    kind: RelationKind, title: str = "", *, status: str = "", ended: bool = False
) -> str:
    """Return what somebody with this title is: `status` is the couple's, `ended` makes it past.

    A spouse of the past is a former one, whatever the situation of today.
    """
    if kind == RelationKind.SPOUSE and ended:
        kind = RelationKind.EX_SPOUSE
    pair = _IN_COUPLE.get(status) if kind == RelationKind.SPOUSE else None
    pair = pair or _GENDERED.get(kind)
    if pair is None or title not in {Title.MR, *FEMININE}:
        return str(kind.label)
    return str(pair[title in FEMININE])
