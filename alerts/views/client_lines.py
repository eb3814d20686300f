"""The lines of `Nouveaux clients détectés` as the window shows them, with what was typed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from alerts.actions.clients import HOLDERS
from alerts.actions.identity import identity_of
from alerts.actions.outcomes import treated_by
from alerts.enums import Action, Holder, State
from alerts.forms.joint import SECOND_PREFIX, JointForm, form_of, said_of_two
from alerts.forms.lines import NOBODY, ClientForm, LineForm, versions_text
from alerts.models import DetectedClient
from alerts.queries.alert_list import client_filters, of_custodian, page
from alerts.queries.candidates import Candidate, candidates, ready
from alerts.queries.deleted import deleted_matches
from alerts.queries.groups import Versions, fullest, grouped, versions_by_group
from alerts.queries.lines import Held, held_by_clients
from alerts.queries.pending import decided_clients, pending_clients
from alerts.queries.since_matching import lines_to_compare
from alerts.views.alert_list import Shown, asked_of, typed_elsewhere
from alerts.views.contact_choices import choices, hidden, offer, typed_contacts
from contacts.forms.combobox import Offered
from contacts.forms.people import assignable
from contacts.models import Contact
from contacts.queries.duplicates.likely import Likely
from contacts.queries.search_results import told_birth_name
from text.titles import JOINT
from users.http import SignedIn
from users.models import User


@dataclass(frozen=True, kw_only=True)
class Line:
    """One client, with the lines of all the partners who sent it, the first of them first.

    While nobody typed anything it has no form: a hundred would take longer than all their rows.
    """

    lines: Sequence[DetectedClient]
    # What each of the lines holds, by its key.
    accounts: Mapping[int, Sequence[Held]]
    suggestions: Sequence[Candidate]
    # Of two holders: who the second one may be.
    seconds: Sequence[Candidate] = ()
    # Somebody whom the firm deleted, and who may be brought back for this line.
    deleted: Likely | None = None
    # Why what is typed here was not saved: somebody came first.
    late: str = ""
    form: ClientForm | None = None
    # What its controls are drawn by meanwhile.
    form_class: ClassVar = LineForm

    def __str__(self) -> str:
        return str(self.client)

    @property
    def client(self) -> DetectedClient:
        return self.lines[0]

    @property
    def pk(self) -> int:
        return self.client.pk

    @property
    def told_birth_name(self) -> str:
        if not (self.client.birth_name or self.client.is_joint):
            return ""
        said = identity_of(self.client)
        return told_birth_name(said.birth_name, said.title) if said.birth_name else ""

    @property
    def is_late(self) -> bool:
        return self.client.state != State.PENDING

    @property
    def is_of_several(self) -> bool:
        return len(self.lines) > 1

    @property
    def also(self) -> str:
        """Return the lines that other partners sent, each with its version."""
        return versions_text({line.pk: line.version for line in self.lines[1:]})

    @property
    def is_joint(self) -> bool:
        return fullest(self.lines).is_joint

    @property
    def ready(self) -> int | None:
        return ready(self.suggestions)

    @property
    def offered(self) -> list[tuple[str, str]]:
        return [NOBODY, *choices(_contacts(self.suggestions))]

    @property
    def candidates(self) -> str:
        """Return whom the page shows, for `was_shown`; of the second holder apart."""
        return " ".join((*_tokens(self.suggestions), *_tokens(self.seconds, "2:")))


@dataclass(frozen=True, kw_only=True)
class TypedLine(Line):
    """A client for whom something was typed, and whom its searches found."""

    form: ClientForm
    found: Sequence[Contact]
    found_second: Sequence[Contact]

    @property
    def is_as_shown(self) -> bool:
        """Tell whether the form speaks of all the partners' lines that there are."""
        return self.form.others.keys() == {line.pk for line in self.lines[1:]}

    @property
    def doubts(self) -> set[str]:
        """Return whom those may be who would be added."""
        second = self.form.chosen_second if isinstance(self.form, JointForm) else ""
        action = self.form.cleaned_data["action"]
        doubts = _tokens(self.suggestions) if action == Action.ADD else []
        if action in HOLDERS and second == Action.ADD:
            doubts += _tokens(self.seconds, "2:")
        return set(doubts)

    def was_shown(self, data: QueryDict) -> bool:
        """Tell whether all whom the client may be stood on the page that the request came from."""
        shown = data.get(f"{self.form.prefix}-shown", "").split()
        return self.doubts <= {*shown}


def _tokens(found: Iterable[Candidate], of: str = "") -> list[str]:
    return [f"{of}{one.contact_id}" for one in found]


def waiting(request: SignedIn) -> QuerySet[DetectedClient]:
    return pending_clients(request.user).exclude(pk__in=hidden(request, "clients"))


def groups_of(request: SignedIn, lines: Iterable[DetectedClient]) -> list[list[DetectedClient]]:
    """Return the clients of these lines, each with all that waits of it."""
    return grouped(waiting(request), [line.identity_key for line in lines])


def _filters(request: SignedIn) -> dict[str, Q]:
    """Return the filters; a suggestion is one that the page would show now."""
    groups = groups_of(request, lines_to_compare(request.user))
    firsts, seconds = _suggestions(request.user, groups, None)
    suggested = {
        group[0].identity_key
        for group in groups
        if firsts.get(group[0].pk) or seconds.get(group[0].pk)
    }
    return client_filters(request.user, timezone.localdate(), suggested)


def _suggestions(
    user: User, groups: Sequence[Sequence[DetectedClient]], data: QueryDict | None
) -> tuple[dict[int, list[Candidate]], dict[int, list[Candidate]]]:
    """Return who each client may be, and of those with two holders who the second one may be."""
    joint = [group for group in groups if fullest(group).is_joint]
    firsts, seconds = said_of_two(data, joint)
    return (
        candidates(user, groups, typed=firsts) if groups else {},
        candidates(user, joint, Holder.SECOND, seconds) if joint else {},
    )


def kept_groups(request: SignedIn) -> list[Versions]:
    """Return the clients that the filter of the window keeps, on all its pages."""
    rules = _filters(request)
    asked = asked_of(request, rules)
    within = of_custodian(request.user, DetectedClient, asked.custodian)
    kept = waiting(request).order_by().filter(rules[asked.only] & within)
    # Of two holders somebody says whom to add.
    kept = kept.exclude(title__in=JOINT)
    return versions_by_group(waiting(request).filter(identity_key__in=kept.values("identity_key")))


def as_now(request: SignedIn, pks: Collection[int]) -> dict[str, str]:
    """Return what the form of these lines holds of their versions, as they stand."""
    rows = waiting(request).order_by()
    mine = rows.filter(pk__in=pks).values("identity_key")
    fields = {}
    for versions in versions_by_group(rows.filter(identity_key__in=mine)):
        for pk in versions.keys() & {*pks}:
            fields[f"c{pk}-version"] = str(versions[pk])
            others = {key: version for key, version in versions.items() if key != pk}
            fields[f"c{pk}-also"] = versions_text(others)
    return fields


def shown_lines(request: SignedIn, data: QueryDict | None) -> Shown[Line]:
    rules = _filters(request)
    asked = asked_of(request, rules)
    within = of_custodian(request.user, DetectedClient, asked.custodian)
    named = waiting(request).only("identity_key")
    found, edges = page(request.user, named, rules[asked.only] & within, asked)
    groups = groups_of(request, found)
    late = late_lines(request, data, [group[0] for group in groups])
    return Shown(late + lines_of(request, data, groups), asked, edges, rules)


def late_lines(
    request: SignedIn, data: QueryDict | None, found: Iterable[DetectedClient]
) -> list[Line]:
    """Return the lines that somebody treated since, each with all that was typed for it."""
    keys = typed_elsewhere(data, "c", [one.pk for one in found])
    if not keys:
        return []
    # Who decided about a hidden folder is not told: the line is gone.
    rows = decided_clients(request.user).filter(pk__in=keys).order_by("pk")
    lines = lines_of(request, data, [[one] for one in rows.select_related("decided_by")])
    return [replace(line, late=treated_by(line.client)) for line in lines]


def lines_of(
    request: SignedIn, data: QueryDict | None, groups: Sequence[Sequence[DetectedClient]]
) -> list[Line]:
    if not groups:
        return []
    likely, others = _suggestions(request.user, groups, data)
    gone = deleted_matches(request.user, [group[0] for group in groups])
    accounts = held_by_clients(request.user, [line.pk for group in groups for line in group])
    lines = [
        Line(
            lines=group,
            accounts=accounts,
            suggestions=likely.get(group[0].pk, []),
            seconds=others.get(group[0].pk, []),
            deleted=gone.get(group[0].pk),
        )
        for group in groups
    ]
    # A line that came since the page was opened has nothing typed.
    typed = [line for line in lines if data is not None and f"c{line.pk}-version" in data]
    with_forms = _typed_lines(request, data, typed) if data is not None and typed else {}
    return [with_forms.get(line.pk, line) for line in lines]


def _typed_lines(request: SignedIn, data: QueryDict, lines: Iterable[Line]) -> dict[int, TypedLine]:
    user, contacts = request.user, typed_contacts(request.user, data)
    chosen = {value for name, value in data.items() if name.endswith("-adviser")}
    proposed = {fullest(line.lines).edits.get("adviser") for line in lines}
    advisers = assignable(asked={user.pk, *chosen, *proposed})
    return {line.pk: _typed_line(user, data, line, advisers, contacts) for line in lines}


def _typed_line(
    user: User, data: QueryDict, line: Line, advisers: Offered, contacts: dict[int, Contact]
) -> TypedLine:
    client = fullest(line.lines)
    form = form_of(client)(
        data,
        prefix=f"c{line.pk}",
        client=client,
        advisers=advisers,
        initial={
            "version": line.client.version,
            "also": line.also,
            "contact": line.ready,
            "adviser": str(client.edits.get("adviser", user.pk)),
        },
    )
    found = offer(form, user, _contacts(line.suggestions), contacts)
    found_second: Sequence[Contact] = ()
    if form.is_joint:
        found_second = offer(form, user, _contacts(line.seconds), contacts, of=SECOND_PREFIX)
    known = vars(line) | {"form": form, "found": found, "found_second": found_second}
    return TypedLine(**known)


def _contacts(found: Iterable[Candidate]) -> list[Contact]:
    return [candidate.contact for candidate in found]
