"""What a deletion entails beyond the contact itself; upper apps register theirs when they start."""

from collections.abc import Callable, Collection, Sequence

from users.models import User

# From the keys of contacts to sentences, counting what the user sees and nothing else.
Consequence = Callable[[Collection[int], User], Sequence[str]]

_CONSEQUENCES: list[Consequence] = []


def register_consequence(consequence: Consequence) -> None:
    """Have this asked before every deletion of contacts."""
    if consequence not in _CONSEQUENCES:
        _CONSEQUENCES.append(consequence)


def consequences(contact_ids: Collection[int], user: User) -> list[str]:
    """Return what follows if these contacts are deleted, in the words of the one who asks."""
    return [sentence for ask in _CONSEQUENCES for sentence in ask(contact_ids, user)]
