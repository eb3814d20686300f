"""The lines of `Nouveaux clients détectés` as the window shows them, each with its form."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from alerts.actions.outcomes import treated_by
from alerts.enums import Action, State
from alerts.forms.lines import ClientForm
from alerts.models import DetectedClient
from alerts.queries.deleted import deleted_matches
from alerts.queries.lines import with_client_details
from alerts.queries.pending import decided_clients, pending_clients
from alerts.queries.windows import client_filters, of_custodian, page
from alerts.views.choices import hidden, offer, typed_contacts
from alerts.views.window import Shown, asked_of, typed_elsewhere
from contacts.forms.inputs import Offered
from contacts.forms.people import assignable
from contacts.models import Contact
from contacts.queries.duplicates.likely import Likely
from contacts.scoring import READY, TOO_CLOSE
from users.http import SignedIn


@dataclass(frozen=True)
class Line:
    client: DetectedClient
    form: ClientForm
    found: list[Contact]
    # Somebody whom the firm deleted, and who may be brought back for this line.
    deleted: Likely | None = None
    # Why what is typed here was not saved: somebody came first.
    late: str = ""

    def __str__(self) -> str:
        return str(self.client)

    @property
    def pk(self) -> int:
        return self.client.pk

    @property
    def is_late(self) -> bool:
        return self.client.state != State.PENDING

    @property
    def suggestions(self) -> list[Any]:
        return self.client.shown  # type: ignore[attr-defined]

    @property
    def fate(self) -> str:
        """Return what saving would do with the line as it stands."""
        action = str(self.form["action"].value())
        return "" if action == Action.LINK and not self.chosen else action

    @property
    def chosen(self) -> str:
        choices = dict(self.form.fields["contact"].choices)  # type: ignore[attr-defined]
        value = str(self.form["contact"].value() or "")
        return str(choices[value]) if value and value in choices else ""


def waiting(request: SignedIn) -> QuerySet[DetectedClient]:
    return pending_clients(request.user).exclude(pk__in=hidden(request, "clients"))


def shown_lines(request: SignedIn, data: QueryDict | None) -> Shown[Line]:
    rules = client_filters(request.user, timezone.localdate())
    asked = asked_of(request, rules)
    within = of_custodian(request.user, DetectedClient, asked.custodian)
    full = with_client_details(request.user, waiting(request))
    found, edges = page(request.user, full, rules[asked.only] & within, asked)
    return Shown(late_lines(request, data, found) + lines_of(request, data, found), asked, edges)


def late_lines(
    request: SignedIn, data: QueryDict | None, found: Iterable[DetectedClient]
) -> list[Line]:
    """Return the lines that somebody treated since, each with all that was typed for it."""
    keys = typed_elsewhere(data, "c", [one.pk for one in found])
    if not keys:
        return []
    # Who decided about a hidden folder is not told: the line is gone.
    rows = decided_clients(request.user).filter(pk__in=keys).order_by("pk")
    full = with_client_details(request.user, rows.select_related("decided_by"))
    lines = lines_of(request, data, full)
    return [replace(line, late=treated_by(line.client)) for line in lines]


def lines_of(
    request: SignedIn, data: QueryDict | None, found: Iterable[DetectedClient]
) -> list[Line]:
    advisers = assignable(blank="---------")
    typed = typed_contacts(request.user, data)
    clients = list(found)
    gone = deleted_matches(request.user, clients) if clients else {}
    lines = [_line(request, data, client, advisers, typed) for client in clients]
    return [replace(line, deleted=gone.get(line.pk)) for line in lines]


def _line(
    request: SignedIn,
    data: QueryDict | None,
    client: DetectedClient,
    advisers: Offered,
    typed: dict[int, Contact],
) -> Line:
    suggestions = client.shown  # type: ignore[attr-defined]
    prefix = f"c{client.pk}"
    # A line that came since the page was opened has nothing typed.
    is_typed = data is not None and f"{prefix}-version" in data
    form = ClientForm(
        data if is_typed else None,
        prefix=prefix,
        client=client,
        advisers=advisers,
        initial={
            "version": client.version,
            "contact": _ready(suggestions),
            "adviser": str(client.edits.get("adviser", request.user.pk)),
        },
    )
    found = offer(form, request.user, [one.contact for one in suggestions], typed)
    return Line(client, form, found)


def _ready(suggestions: list[Any]) -> int | None:
    """Return the contact that stands ready: sure enough, and no other is nearly as good."""
    points = [one.score for one in suggestions]
    is_ready = points and points[0] >= READY
    is_alone = len(points) == 1 or (is_ready and points[0] - points[1] > TOO_CLOSE)
    return suggestions[0].contact_id if is_ready and is_alone else None
