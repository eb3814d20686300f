"""Since when somebody is an administrator: a new one confirms nobody for seven days."""

from django.db import transaction
from django.utils import timezone

from users.models import AccountEvent, User
from users.queries.administrators import administrators


@transaction.atomic
def follow_administrators(*, by: User | None = None) -> None:
    """Say of those who became administrators since when, and of the others nothing.

    To be called after whatever gives rights or takes them: profiles, a profile's rights, accounts.
    """
    now = timezone.now()
    current = administrators()
    new = list(current.filter(administrator_since__isnull=True).values_list("pk", flat=True))
    User.objects.filter(pk__in=new).update(administrator_since=now)
    gone = User.objects.filter(administrator_since__isnull=False)
    gone.exclude(pk__in=current.values("pk")).update(administrator_since=None)
    if by is not None:
        AccountEvent.objects.bulk_create(
            AccountEvent(account_id=key, by=by, kind=AccountEvent.Kind.ADMINISTRATOR, at=now)
            for key in new
        )
