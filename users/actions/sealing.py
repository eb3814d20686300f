"""What was typed when a session ended, sealed on the server for its user alone.

The key is in a cookie of that browser and nowhere else: without it nobody reads a form, not from
the database nor with the secret key. Another's login there, or leaving, destroys it.
"""

import datetime as dt
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.db import models, transaction
from django.http import QueryDict
from django.utils import timezone

from users.models import SealedForm, User

COOKIE = "sealed_form"
LIFE = dt.timedelta(hours=1)
LARGEST, LONGEST_ADDRESS = 256 * 1024, 2_000
# More than anybody has open at once; what is older gives way.
MOST = 10


def browser_of(key: str) -> str:
    """Return what the rows of a browser's key are found by."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def seal(*, typed: QueryDict, address: str, key: str, user_id: int) -> str:
    """Keep a form for its user, under the browser's key or a new one; return the key.

    Empty when it is not kept: nobody works under that account, or it is too large.
    """
    text = typed.urlencode()
    if len(text) > LARGEST or len(address) > LONGEST_ADDRESS:
        return ""
    if not User.objects.filter(pk=user_id, is_active=True).exists():
        return ""
    if not key or not standing(key).filter(user_id=user_id).exists():
        key = Fernet.generate_key().decode()
    content = Fernet(key.encode()).encrypt(text.encode()).decode()
    SealedForm.objects.update_or_create(
        browser=browser_of(key),
        address=address,
        defaults={"user_id": user_id, "content": content, "sealed_at": timezone.now()},
    )
    newest = SealedForm.objects.filter(user_id=user_id).order_by("-sealed_at", "-pk")
    kept = list(newest.values_list("pk", flat=True)[:MOST])
    SealedForm.objects.filter(user_id=user_id).exclude(pk__in=kept).delete()
    return key


def standing(key: str) -> models.QuerySet[SealedForm]:
    """Return the forms of this browser that can still be given back."""
    since = timezone.now() - LIFE
    return SealedForm.objects.filter(browser=browser_of(key), sealed_at__gt=since)


def unseal(*, address: str, key: str, user: User) -> QueryDict | None:
    """Return what this user typed at this address in this browser."""
    row = standing(key).filter(user=user, address=address).first()
    if row is None:
        return None
    try:
        text = Fernet(key.encode()).decrypt(row.content.encode())
    except (InvalidToken, ValueError):
        return None
    return QueryDict(text.decode())


def destroy(*, key: str, but_of: User | None = None, address: str = "") -> None:
    """Destroy what a browser's key opens: all of it, another's, or one address's."""
    rows = SealedForm.objects.filter(browser=browser_of(key))
    if address:
        rows = rows.filter(address=address)
    if but_of is not None:
        rows = rows.exclude(user=but_of)
    rows.delete()
