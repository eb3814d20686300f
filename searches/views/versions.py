"""What was changed of a kept search, by whom and when, told to its owner alone."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from searches.enums import Reach
from searches.models import SavedSearch, SearchVersion
from searches.queries.keeping import versions_of
from searches.views.sentences import sentences
from users.models import User


@dataclass(frozen=True)
class VersionRow:
    """A change in the words of the screen."""

    who: str
    when: dt.datetime
    changes: list[str]


def told_versions(search: SavedSearch, owner: User) -> list[VersionRow]:
    """Return the changes of a search, the newest first; none to whom it is not sure that owns it.

    What it asked before may name a private folder (`searches.queries.searches.of`).
    """
    if owner.hides_private_folders:
        return []
    versions = versions_of(search)
    asked = dict(zip(versions, sentences(versions, owner), strict=True))
    keys = {key for version in versions for key in version.readers}
    people = dict(User.objects.names_of(User.objects.filter(pk__in=keys))) if keys else {}
    befores = [*versions[1:], None][: len(versions)]
    return [
        VersionRow(
            str(version.by), version.at, list(_changes(before, version, asked[version], people))
        )
        for version, before in zip(versions, befores, strict=True)
    ]


def _changes(
    before: SearchVersion | None, now: SearchVersion, asked: str, people: Mapping[int, str]
) -> Iterator[str]:
    if before is None or before.name != now.name:
        yield _("Name: %(name)s") % {"name": now.name}
    if before is None or (before.reach, before.readers) != (now.reach, now.readers):
        reach = str(Reach(now.reach).label)
        names = ", ".join(people[key] for key in now.readers if key in people)
        told = f"{reach} ({names})" if names else reach
        yield _("Who may open it: %(reach)s") % {"reach": told}
    if before is None or before.stored != now.stored:
        yield _("Conditions: %(sentence)s") % {"sentence": asked}
