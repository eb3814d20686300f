"""Keeping: a search gets a name and its readers, is changed by its owner, and deleted."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from searches import rights
from searches.enums import Reach
from searches.errors import EditConflict, SearchRefused
from searches.models import SavedSearch, SearchPin, SearchVersion
from searches.queries.keeping import narrower
from searches.queries.searches import conditions_of, referred
from searches.querying.schema import read
from text.formats import quoted_fr
from users.models import User

LONGEST_NAME = 200


@transaction.atomic
def keep(
    *, search: SavedSearch, name: str, reach: str, readers: Collection[User] = (), by: User
) -> SavedSearch:
    """Give a name to what its owner asked, and say who may open it."""
    return share(
        search=search, name=name, reach=reach, readers=readers, version=search.version, by=by
    )


@transaction.atomic
def share(
    *,
    search: SavedSearch,
    name: str,
    reach: str,
    readers: Collection[User] = (),
    version: int,
    by: User,
) -> SavedSearch:
    """Change the name of a kept search and for whom it is."""
    for_whom = [reader for reader in readers if reader != by] if reach == Reach.CHOSEN else []
    _refuse_reach(search, reach, for_whom, by)
    _refuse_narrower(search.stored, reach, [reader.pk for reader in for_whom], by)
    changed = _write(search, version, by, name=name, reach=reach)
    changed.readers.set(for_whom)
    _tell(changed, by)
    return changed


def _refuse_reach(search: SavedSearch, reach: str, readers: Sequence[User], by: User) -> None:
    """What is public already stays so when its owner has lost the right since."""
    may_publish = by.has_perm(rights.MAKE_PUBLIC) or search.reach == Reach.PUBLIC
    if reach == Reach.PUBLIC and not may_publish:
        raise SearchRefused(_("Your profile does not let you make searches public."))
    if reach == Reach.CHOSEN and not readers:
        raise SearchRefused(_("Choose at least one other person."))


def _refuse_narrower(stored: Any, reach: str, readers: Collection[int], by: User) -> None:
    """Refuse to share what names a search that its readers do not find."""
    names = [search.name for search in narrower(referred(read(stored).where), reach, readers, by)]
    if names:
        told = ", ".join(quoted_fr(name) for name in names)
        raise SearchRefused(
            _("It refers to what its readers cannot open: %(names)s. Share that first.")
            % {"names": told}
        )


@transaction.atomic
def save_conditions(
    *, search: SavedSearch, asked: SavedSearch, version: int, by: User
) -> SavedSearch:
    """Have a kept search ask what another one asks, with its columns and order."""
    if asked.on != search.on:
        raise SearchRefused(_("This asks something else: save it as a new search."))
    conditions_of(read(asked.stored).where, by, own=search.pk)
    readers = list(search.readers.values_list("pk", flat=True))
    _refuse_narrower(asked.stored, search.reach, readers, by)
    values = {"stored": asked.stored, "columns": asked.columns, "sort": asked.sort}
    changed = _write(search, version, by, **values)
    _tell(changed, by)
    return changed


def _write(search: SavedSearch, version: int, by: User, **values: Any) -> SavedSearch:
    """Write what its owner changed, unless it was changed since that version of it."""
    _hold_own(by)
    own = SavedSearch.objects.filter(pk=search.pk, owner=by, deleted_at=None)
    try:
        with transaction.atomic():
            written = own.filter(version=version).update(version=F("version") + 1, **values)
    except IntegrityError as error:
        raise SearchRefused(_("You have a search of this name: choose another name.")) from error
    if not written:
        raise EditConflict(_("It was changed since you opened it."))
    return own.get()


def _hold_own(by: User) -> None:
    """Let nobody else name or pin a search of this person's until the transaction ends."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)


def _tell(search: SavedSearch, by: User) -> None:
    """Note what a search is from now on."""
    SearchVersion.objects.create(
        search=search,
        by=by,
        name=search.name,
        stored=search.stored,
        reach=search.reach,
        readers=sorted(search.readers.values_list("pk", flat=True)),
    )


@transaction.atomic
def copy_search(*, search: SavedSearch, by: User) -> SavedSearch:
    """Make a private search of one's own of one that one may open."""
    _hold_own(by)
    copied = SavedSearch.objects.create(
        owner=by,
        name=_free_name(search.name, by),
        on=search.on,
        stored=search.stored,
        columns=search.columns,
        sort=search.sort,
    )
    _tell(copied, by)
    return copied


def _free_name(name: str, by: User) -> str:
    """Return the name, or the first of `name (2)`, `name (3)` that its owner, held, has not."""
    taken = set(
        SavedSearch.objects.filter(owner=by, deleted_at=None)
        .exclude(name="")
        .values_list("name", flat=True)
    )
    number, free = 1, name
    while free in taken:
        number += 1
        end = f" ({number})"
        free = name[: LONGEST_NAME - len(end)] + end
    return free


@transaction.atomic
def delete_search(*, search: SavedSearch, by: User) -> None:
    """Take a kept search away; its owner may bring it back for a while."""
    own = SavedSearch.objects.filter(pk=search.pk, owner=by)
    own.update(deleted_at=timezone.now(), version=F("version") + 1)


@transaction.atomic
def restore_search(*, search: SavedSearch, by: User) -> SavedSearch:
    """Bring a deleted search back, under a free name when its own is taken since."""
    _hold_own(by)
    deleted = SavedSearch.objects.select_for_update().get(pk=search.pk, owner=by)
    if deleted.deleted_at is None:
        return deleted
    deleted.name, deleted.deleted_at = _free_name(deleted.name, by), None
    deleted.save(update_fields=["name", "deleted_at"])
    return deleted


@transaction.atomic
def take_over(*, search: SavedSearch, by: User) -> SavedSearch:
    """Make somebody the owner of a public search whose owner is gone from the firm.

    What it was before is not handed over: it may have been private then.
    """
    _hold_own(by)
    left = (
        SavedSearch.objects.select_for_update(of=("self",))
        .select_related("owner")
        .get(pk=search.pk)
    )
    if left.owner.is_active or left.reach != Reach.PUBLIC or left.deleted_at:
        raise SearchRefused(_("Only a public search of somebody who left can be taken over."))
    left.owner, left.name, left.version = by, _free_name(left.name, by), left.version + 1
    left.save(update_fields=["owner", "name", "version"])
    left.versions.all().delete()
    _tell(left, by)
    return left


@transaction.atomic
def pin(*, search: SavedSearch, pinned: bool, by: User) -> None:
    """Put a search on one's own pages, or take it away from them."""
    # In two windows at once the second waits, and counts the first one's too.
    _hold_own(by)
    if pinned:
        SearchPin.objects.get_or_create(user=by, search=search)
    else:
        SearchPin.objects.filter(user=by, search=search).delete()
    by.has_pins = SearchPin.objects.filter(user=by).exists()
    by.save(update_fields=["has_pins"])
