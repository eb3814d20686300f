"""The keys that prove a printed form to be the firm's: made from SECRET_KEY, and from those before.

A firm that changes its SECRET_KEY puts the old one into SECRET_KEY_FALLBACKS, or the forms that
its clients still hold are refused.
"""

from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT = "imports.fact_find.mark"


def signing_key() -> bytes:
    """Return the key that signs what is printed now."""
    return _derived(settings.SECRET_KEY)


def known_keys() -> list[bytes]:
    """Return the keys that may have signed a form that comes back, the present one first."""
    return [_derived(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _derived(secret: str) -> bytes:
    return salted_hmac(_SALT, "key", secret=secret, algorithm="sha256").digest()
