"""The columns that a reader chose for the results of somebody else's search, in their session."""

from collections.abc import Sequence

from searches.models import SavedSearch
from users.http import SignedIn

_KEY = "result_columns"
# Of how many searches at once.
_AT_MOST = 20


def chosen_columns(request: SignedIn, search: SavedSearch) -> list[str]:
    """Return what was chosen in this session, or nothing."""
    session = getattr(request, "session", {})
    return list(session.get(_KEY, {}).get(str(search.pk), ()))


def choose_columns(request: SignedIn, search: SavedSearch, keys: Sequence[str]) -> None:
    """Keep what was chosen until the session ends; nothing: what the search has itself."""
    kept = dict(request.session.get(_KEY, {}))
    kept.pop(str(search.pk), None)
    if keys:
        kept[str(search.pk)] = list(keys)
    request.session[_KEY] = dict(list(kept.items())[-_AT_MOST:])
