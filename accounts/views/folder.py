"""The contact's page Patrimoine > Comptes."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rights
from accounts.queries import curve, folder
from accounts.queries.shares import WHOLE
from accounts.views.account import asked_date
from contacts.views.folder import FolderView
from users.http import SignedIn


class FolderAccounts(FolderView):
    tab = "accounts:folder-accounts"
    template_name = "accounts/account/folder.html"

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        today = timezone.localdate()
        form, asked = asked_date(request)
        date = asked or today
        lines, shares = folder.lines(self.contact, user=request.user, today=today, at=asked)
        still_open, closed = folder.open_at(lines, date), folder.closed_at(lines, date)
        wants_closed = "closed" in request.GET
        shown = folder.counted(closed if wants_closed else still_open)
        points = curve.monthly(self.contact.pk, lines, shares, today=today)
        groups = folder.by_right(still_open)
        return self.show(
            lines=lines,
            is_shared=any(line.share != WHOLE for line in lines),
            groups=folder.by_right(closed) if wants_closed else groups,
            wants_closed=wants_closed,
            open_count=len(still_open),
            closed_count=len(closed),
            total=folder.total(folder.counted(still_open)),
            other_totals=folder.other_totals(folder.counted(still_open)),
            shown_total=folder.total(shown),
            shown_other_totals=folder.other_totals(shown),
            bare=next((group for group in groups if group.is_apart), None),
            families=folder.by_family(still_open),
            points=points,
            change=curve.change(points),
            form=form,
            asked=asked,
            may_add=self._may_add(),
            first_steps=self._first_steps(),
        )

    def _may_add(self) -> bool:
        return self.may_change and self.request.user.has_perm(rights.ADD)

    def _first_steps(self) -> list[dict[str, Any]]:
        """Return what an empty page offers."""
        address = reverse("accounts:account-add", args=[self.contact.pk])
        return [{"url": address, "label": _("Add an account")}] if self._may_add() else []
