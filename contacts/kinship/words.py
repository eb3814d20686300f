"""What somebody is to somebody else, in words for a man, a woman, or who is neither told."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from contacts.enums import MaritalStatus, RelationKind, Title

Words = str | Promise
FEMININE = {Title.MRS, Title.MISS}

_IN_COUPLE: dict[str, Words] = {
    MaritalStatus.MARRIED: pgettext_lazy("gender", "Husband / Wife"),
    MaritalStatus.PACS: pgettext_lazy("gender", "Civil partner"),
    MaritalStatus.COHABITING: pgettext_lazy("gender", "Cohabiting partner"),
}


def relation_label(
    kind: RelationKind, title: str = "", *, status: str = "", ended: bool = False
) -> str:
    """Return what somebody with this title is: `status` is the couple's, `ended` makes it past.

    A spouse of the past is a former one, whatever the situation of today.
    """
    if kind == RelationKind.SPOUSE and ended:
        kind = RelationKind.EX_SPOUSE
    words = kind.row.gendered
    if kind == RelationKind.SPOUSE:
        words = _IN_COUPLE.get(status, words)
    if not words or title not in {Title.MR, *FEMININE}:
        return str(kind.label)
    # One word, or a man's and a woman's.
    return str(words).split(" / ")[-1 if title in FEMININE else 0]
