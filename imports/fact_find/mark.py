"""The mark of a printed copy: which form, which issue, and proof that it is ours.

The signature protects the identity alone: values are meant to change.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass

NAME = "ric_meta"
BLANK = "-"
_SCHEME = "RIC1"
_SALT = b"imports.fact_find.mark"
_SIGNED = 18
_SHAPE = re.compile(r"RIC1\|(RIC-[A-Z]{2})/(\d{1,4})\|([-\w]{1,64})\|([-\w]{24})", re.ASCII)
_IDENTITY = re.compile(r"RIC-[A-Z]{2}/\d{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Mark:
    """`ref` is the random key of what was printed, or BLANK; never a contact's number."""

    template: str
    version: int
    ref: str
    signature: str = ""

    @property
    def identity(self) -> str:
        return f"{self.template}/{self.version}"

    def signed(self, key: bytes) -> str:
        """Return the text that a copy carries."""
        return f"{_SCHEME}|{self.identity}|{self.ref}|{self._signature(key)}"

    def is_ours(self, keys: Sequence[bytes]) -> bool:
        """Tell whether one of our keys signed it: the present one, or those before it."""
        return any(hmac.compare_digest(self._signature(key), self.signature) for key in keys)

    def _signature(self, key: bytes) -> str:
        secret = hashlib.sha256(_SALT + key).digest()
        text = f"{_SCHEME}|{self.identity}|{self.ref}".encode()
        digest = hmac.new(secret, text, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:_SIGNED]).decode()


def parse(text: str) -> Mark | None:
    """Return the mark that this text is, or None."""
    if not (match := _SHAPE.fullmatch(text)):
        return None
    template, version, ref, signature = match.groups()
    return Mark(template, int(version), ref, signature)


def is_identity(text: str) -> bool:
    """Tell whether a text names one of our forms and its version."""
    return _IDENTITY.fullmatch(text) is not None
