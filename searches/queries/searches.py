"""Which searches exist for a reader, and what those ask that a search refers to."""

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from searches.enums import Reach
from searches.errors import SearchRefused
from searches.models import SavedSearch
from searches.querying.schema import Group, InSearch, nodes, read
from users.models import User

# How deep searches may refer to others.
MOST_REFERRED = 3


def of(user: User) -> Q:
    """Return which searches, or exports, are the user's own and exist for them.

    What was asked before somebody else set the password may name a private folder: until it is
    confirmed who logs in, it is not there, as the folder is not (adr 0013).
    """
    if not user.hides_private_folders:
        return Q(owner=user)
    return Q(owner=user, asked_at__gte=user.password_set_at or timezone.now())


def known_to(user: User) -> QuerySet[SavedSearch]:
    """Return the user's own, and those kept by others that are public or for the user."""
    chosen = SavedSearch.readers.through.objects.filter(user=user).values("savedsearch")
    shared = Q(reach=Reach.PUBLIC) | Q(reach=Reach.CHOSEN, pk__in=chosen)
    return SavedSearch.objects.filter(of(user) | shared, deleted_at=None)


def kept(user: User) -> QuerySet[SavedSearch]:
    """Return those known to the user that have a name, in the order of their names."""
    return known_to(user).exclude(name="").order_by("name", "pk")


def names_known_to(user: User, on: str) -> dict[int, str]:
    """Return the searches that the user may refer to, by their keys."""
    return dict(kept(user).filter(on=on).values_list("pk", "name"))


def conditions_of(where: Group, user: User, *, own: int | None = None) -> dict[int, Group]:
    """Return what those ask that a search refers to, and those that these refer to.

    Those that do not exist for the user are left out. `SearchRefused` when they stand too deep, or
    refer to each other or to `own`, the key of the search itself, in a circle.
    """
    found: dict[int, Group] = {}
    wanted = referred(where)
    for _deep in range(MOST_REFERRED):
        if wanted <= found.keys():
            break
        rows = kept(user).filter(pk__in=wanted - found.keys())
        level = {row.pk: read(row.stored).where for row in rows}
        found |= level
        wanted = set().union(*map(referred, level.values()))
    if wanted - found.keys() and kept(user).filter(pk__in=wanted).exists():
        raise SearchRefused(
            _("Searches refer to others at most %(n)s deep: take one away.") % {"n": MOST_REFERRED}
        )
    _refuse_circles(where, found, own)
    return found


def referred(where: Group) -> set[int]:
    """Return the keys of the searches that these conditions name."""
    return {node.search for node in nodes(where) if isinstance(node, InSearch)}


def _refuse_circles(where: Group, found: Mapping[int, Group], own: int | None) -> None:
    def follow(keys: Iterable[int], above: frozenset[int | None]) -> None:
        for key in keys:
            if key in above:
                raise SearchRefused(_("A search cannot refer to itself, nor in a circle."))
            if key in found:
                follow(referred(found[key]), above | {key})

    follow(referred(where), frozenset({own}))
