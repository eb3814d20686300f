"""The summary of a folder, on two pages of paper."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from accounts.queries import folder
from contacts.models import Contact, Email, PostalAddress, Telephone
from contacts.queries import follow_ups, summary
from contacts.queries.ages import age
from contacts.queries.coordinates import rows_of
from contacts.queries.relations import Relation
from contacts.views.folder import FolderView
from users.http import SignedIn

NOTES = 5


class FolderSummary(FolderView):
    template_name = "accounts/summary/show.html"

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        today = timezone.localdate()
        relations = summary.close_to(self.contact, request.user)
        return self.show(
            today=today,
            facts=summary.facts(self.contact),
            people=[(one, _age(one, today)) for one in relations],
            addresses=rows_of(self.contact, PostalAddress),
            telephones=rows_of(self.contact, Telephone),
            emails=rows_of(self.contact, Email),
            notes=follow_ups.page(self.contact, size=NOTES).rows,
            **self._accounts(today),
        )

    def _accounts(self, today: dt.date) -> dict[str, Any]:
        """Return what the page of accounts shows of today's."""
        found, _shares = folder.lines(self.contact, user=self.request.user, today=today)
        lines = [replace(one, co_owners=_printed(one.co_owners)) for one in found]
        still_open = folder.open_at(lines, today)
        counted = folder.counted(still_open)
        return {
            "lines": lines,
            "groups": folder.by_right(still_open),
            "families": folder.by_family(still_open),
            "shown_total": folder.total(counted),
            "shown_other_totals": folder.other_totals(counted),
            "asked": None,
        }


def _printed(owners: Sequence[Contact]) -> list[Contact]:
    """Leave out private folders, which are printed in no other's."""
    return [owner for owner in owners if not owner.is_private]


def _age(relation: Relation, today: dt.date) -> int | None:
    """Return how old somebody who lives is, where the date of birth is known."""
    born = relation.birth_date
    return age(born, today) if born and not relation.death_date else None
