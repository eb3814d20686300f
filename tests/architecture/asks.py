"""What the matrix sends to one address."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Ask:
    """One address of a route; `keys` are kinds of private_world.Secret, or values as they stand.

    In `posts` and `queries`, `{contact}` and the like stand for the private folder's keys.
    """

    keys: dict[str, Any] = field(default_factory=dict)
    queries: tuple[str, ...] = ("",)
    posts: tuple[dict[str, str], ...] = ({},)
