"""Who opened, changed or created which folder: Contacts récents, and who looked at a folder."""

from django.utils import timezone

from contacts.enums import VisitKind
from contacts.models import Contact, Visit
from users.models import NIGHT, User

KEPT_FOR_EACH = 500


def record_visit(*, contact: Contact, deed: VisitKind = VisitKind.OPENED, by: User) -> None:
    """Remember that the user did this with the folder just now.

    A folder that they knew already, as most are, takes one statement.
    """
    if by.username == NIGHT:
        return
    now = timezone.now()
    moments = {f"{deed}_at": now, "last_at": now}
    if Visit.objects.filter(user=by, contact=contact).update(**moments):
        return
    Visit.objects.bulk_create(
        [Visit(user=by, contact=contact, **moments)],
        update_conflicts=True,
        unique_fields=["user", "contact"],
        update_fields=moments,
    )


def forget_oldest(user: User) -> None:
    """Keep the newest folders of a user, and let the others go."""
    mine = Visit.objects.filter(user=user).order_by("-last_at")
    first_too_many = mine.values_list("last_at", flat=True)[KEPT_FOR_EACH : KEPT_FOR_EACH + 1]
    for moment in first_too_many:
        mine.filter(last_at__lte=moment).delete()
