"""The contact's page Patrimoine > Comptes."""

from django.http import HttpResponse
from django.utils import timezone

from accounts.queries import curve, folder
from contacts.views.folder import FolderView
from users.http import SignedIn


class FolderAccounts(FolderView):
    tab = "accounts:folder-accounts"
    template_name = "accounts/account/folder.html"

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        today = timezone.localdate()
        lines, shares = folder.lines(self.contact, user=request.user, today=today)
        still_open = [line for line in lines if line.account.closed_on is None]
        closed = [line for line in lines if line.account.closed_on is not None]
        wants_closed = "closed" in request.GET
        points = curve.monthly(self.contact.pk, lines, shares, today=today)
        groups = folder.by_right(still_open)
        return self.show(
            lines=lines,
            groups=folder.by_right(closed) if wants_closed else groups,
            wants_closed=wants_closed,
            open_count=len(still_open),
            closed_count=len(closed),
            total=folder.total(folder.counted(still_open)),
            shown_total=folder.total(folder.counted(closed if wants_closed else still_open)),
            bare=next((group for group in groups if group.is_apart), None),
            families=folder.by_family(still_open),
            points=points,
            change=curve.change(points),
        )
