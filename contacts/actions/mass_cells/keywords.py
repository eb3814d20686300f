"""The keywords of contacts: all that are to be ticked."""

from collections import defaultdict

from contacts.actions.mass_cells.cells import CellsOfMany
from contacts.models import ContactKeyword
from persistence.journal.steps import Step, removed_rows
from persistence.many_keys import among

KEY = "keywords"
TICK = ("contact_id", "keyword_id")


def keyword_changes(cells: CellsOfMany) -> tuple[Step, list[ContactKeyword]]:
    """Return the step that takes away what is ticked no more, and what is to be ticked."""
    wanted = {key: own[KEY] for key, own in cells.items() if KEY in own}
    ticked: dict[int, dict[int, ContactKeyword]] = defaultdict(dict)
    if wanted:
        for row in ContactKeyword.objects.filter(contact__in=among(wanted)).order_by("pk"):
            ticked[row.contact_id][row.keyword_id] = row
    gone = [
        row
        for contact, keywords in wanted.items()
        for keyword, row in ticked[contact].items()
        if keyword not in keywords
    ]
    added = [
        ContactKeyword(contact_id=contact, keyword_id=keyword)
        for contact, keywords in wanted.items()
        for keyword in keywords
        if keyword not in ticked[contact]
    ]
    return removed_rows(ContactKeyword._meta.label, gone, TICK), added
