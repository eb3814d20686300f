"""What somebody did that can be undone, as one reader may know it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from contacts import extensions
from contacts.enums import ChangeKind
from contacts.models import Change, ChangeSubject, Contact
from persistence.journal.recording import undoable_since
from persistence.models import SoftDeletable
from users.models import User


@dataclass(frozen=True)
class Subject:
    """What a change is about, as a line names it; without an address it leads nowhere."""

    name: str
    about: str = ""
    url: str = ""
    is_private: bool = False


@dataclass(frozen=True)
class Entry:
    """What a reader is told of a change: of the rows that they see now, and of no other.

    `into`: where the subject went, at the end of `what`.
    """

    what: str
    subject: Subject
    others: int = 0
    into: Subject | None = None


class ChangeReader(Protocol):
    """How the changes of one kind are read: which exist for a user, and what is told of these."""

    @property
    def right(self) -> str:
        """Return the right that listing and undoing them asks of a profile, if any."""

    def known_to(self, user: User) -> Q: ...

    def entries(self, changes: Sequence[Change], user: User) -> Mapping[int, Entry]: ...


@dataclass(frozen=True)
class OwnChanges:
    """Changes that exist for who made them, as long as they see a row that these are about.

    `rows`: those that a user may see and put back; `what`: what was done, the same of each change
    or told by change.
    """

    kind: ChangeKind
    rows: Callable[[User], QuerySet[Any]]
    subjects: Callable[[Sequence[Any], User], Mapping[int, Subject]]
    what: Promise | Callable[[Sequence[Change]], Mapping[int, str]]
    # The column that holds the moment of the change, in rows that stand as it left them: they
    # are told of as long as it can be undone.
    moment: str = ""
    right: str = ""

    def known_to(self, user: User) -> Q:
        mine = ChangeSubject.objects.filter(change__kind=self.kind, change__by=user)
        if self.moment:
            mine = mine.filter(change__at__gte=undoable_since())
        return Q(by=user, pk__in=self._seen(mine, user).values("change"))

    def entries(self, changes: Sequence[Change], user: User) -> dict[int, Entry]:
        subjects = self._seen(ChangeSubject.objects.filter(change__in=changes), user)
        counted = subjects.values("change").annotate(count=Count("key"), first=Min("key"))
        firsts = self.rows(user).in_bulk([row["first"] for row in counted])
        told = self.subjects(list(firsts.values()), user)
        what = self.what(changes) if callable(self.what) else {}
        return {
            row["change"]: Entry(
                what.get(row["change"], str(self.what)), told[row["first"]], row["count"] - 1
            )
            for row in counted
            if row["first"] in told
        }

    def _seen(self, subjects: QuerySet[ChangeSubject], user: User) -> QuerySet[ChangeSubject]:
        rows = self.rows(user).order_by().filter(pk=OuterRef("key"))
        if self.moment:
            rows = rows.filter(**{self.moment: OuterRef("change__at")})
        return subjects.filter(Exists(rows))


def contact_subjects(contacts: Sequence[Contact], _user: User) -> dict[int, Subject]:
    return {contact.pk: contact_subject(contact) for contact in contacts}


def contact_subject(contact: Contact) -> Subject:
    is_gone = contact.deleted_at is not None
    url = "" if is_gone else reverse("contacts:contact-general", args=[contact.pk])
    return Subject(str(contact), "", url, contact.is_private)


def _readers() -> dict[str, ChangeReader]:
    return {kind: it for extension in extensions.every() for kind, it in extension.changes.items()}


def kinds_for(user: User) -> list[ChangeKind]:
    """Return the kinds of change that the user may undo, in their order."""
    rights = {kind: reader.right for kind, reader in _readers().items()}
    return [
        kind
        for kind in ChangeKind
        if kind in rights and (not rights[kind] or user.has_perm(rights[kind]))
    ]


def changes_known_to(user: User, kinds: Collection[str] = ChangeKind.values) -> QuerySet[Change]:
    """Return the changes of these kinds that exist for the user, newest first."""
    known = Q(pk__in=())
    for kind, reader in _readers().items():
        if kind in kinds:
            known |= Q(kind=kind) & reader.known_to(user)
    rows = Change.objects.filter(known).order_by("-pk")
    return rows.select_related("source", "target", "by", "undone_by")


def is_undone_own(pk: int, user: User) -> bool:
    """Tell whether it is a change that the user made and that is undone; of its rows, nothing."""
    return Change.objects.filter(pk=pk, by=user, undone_at__isnull=False).exists()


def goes_back_in_parts(kind: str) -> bool:
    """Tell whether each row says itself that it stands: those hidden now can go back later.

    The change is marked as undone all the same: nothing tells whether there is such a row.
    """
    return bool(getattr(_readers()[kind], "moment", ""))


def entries(changes: Sequence[Change], user: User) -> dict[int, Entry]:
    """Return what the user is told of these changes, by key; as many queries as kinds need."""
    told: dict[int, Entry] = {}
    for kind, reader in _readers().items():
        if mine := [change for change in changes if change.kind == kind]:
            told |= reader.entries(mine, user)
    return told


def undo_url(kind: ChangeKind, deleted: SoftDeletable) -> str:
    """Return the address that brings this row back alone, of what was deleted with it."""
    changes = Change.objects.filter(kind=kind, by=deleted.deleted_by_id, subjects__key=deleted.pk)
    change = changes.order_by("pk").last()
    if change is None:
        return ""
    query = {"only": deleted.pk} if change.subjects.count() > 1 else {}
    return reverse("contacts:change-undo", args=[change.pk], query=query)
