from django.conf import settings
from django.http import HttpRequest


def firm(request: HttpRequest) -> dict[str, object]:
    """What the bar at the top of every page shows."""
    user = getattr(request, "user", None)
    return {
        "firm_name": settings.FIRM_NAME,
        "may_administer": bool(user and user.is_authenticated and user.is_staff),
    }
