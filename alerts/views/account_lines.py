"""The lines of `Liste des nouveaux comptes importés` as shown, each with its form."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.http import QueryDict

from accounts import rights as accounts_rights
from accounts.models import Account
from alerts.actions.outcomes import treated_by
from alerts.enums import State
from alerts.forms.lines import AccountForm, JointAccountForm
from alerts.models import DetectedAccount
from alerts.queries.alert_list import account_filters, of_custodian, page
from alerts.queries.candidates import candidates
from alerts.queries.existing import Sought, existing_accounts
from alerts.queries.lines import with_account_details
from alerts.queries.pending import decided_accounts, pending_accounts
from alerts.views.alert_list import Shown, asked_of, typed_elsewhere
from alerts.views.contact_choices import hidden, offer, typed_contacts
from contacts.forms.inputs import key
from contacts.models import Contact
from users.http import SignedIn


@dataclass(frozen=True)
class Line:
    detected: DetectedAccount
    form: AccountForm
    found: list[Contact]
    owner: Contact | None
    # Why what is typed here was not saved: somebody came first.
    late: str = ""

    def __str__(self) -> str:
        return self.detected.account.number

    @property
    def pk(self) -> int:
        return self.detected.pk

    @property
    def is_late(self) -> bool:
        return self.detected.state != State.PENDING


def waiting(request: SignedIn) -> QuerySet[DetectedAccount]:
    return pending_accounts(request.user).exclude(pk__in=hidden(request, "accounts"))


def kept_lines(request: SignedIn) -> QuerySet[DetectedAccount]:
    """Return the lines that the filter of the window keeps, on all its pages."""
    rules = account_filters()
    asked = asked_of(request, rules)
    within = of_custodian(request.user, DetectedAccount, asked.custodian)
    return waiting(request).filter(rules[asked.only] & within)


def shown_lines(request: SignedIn, data: QueryDict | None) -> Shown[Line]:
    rules = account_filters()
    asked = asked_of(request, rules)
    within = of_custodian(request.user, DetectedAccount, asked.custodian)
    full = with_account_details(waiting(request))
    found, edges = page(request.user, full, rules[asked.only] & within, asked)
    lines = late_lines(request, data, found) + lines_of(request, data, found)
    return Shown(lines, asked, edges, rules)


def late_lines(
    request: SignedIn, data: QueryDict | None, found: Sequence[DetectedAccount]
) -> list[Line]:
    """Return the lines that somebody treated since, each with all that was typed for it."""
    keys = typed_elsewhere(data, "a", [one.pk for one in found])
    if not keys:
        return []
    # Who decided about a hidden folder is not told: the line is gone.
    rows = decided_accounts(request.user).filter(pk__in=keys).order_by("pk")
    full = with_account_details(rows.select_related("decided_by"))
    lines = lines_of(request, data, list(full))
    return [replace(line, late=treated_by(line.detected)) for line in lines]


def lines_of(
    request: SignedIn, data: QueryDict | None, shown: Sequence[DetectedAccount]
) -> list[Line]:
    typed = typed_contacts(request.user, data)
    owners = {pk for one in shown for pk in _known(one) if pk}
    visible = Contact.objects.visible_to(request.user).in_bulk(owners)
    clients = {one.client.pk: one.client for one in shown if one.client}
    likely = candidates(request.user, [[client] for client in clients.values()])
    lines = []
    for one in shown:
        known = [visible[pk] for pk in _known(one) if pk in visible]
        maybe = [found.contact for found in likely.get(one.client_id or 0, ())]
        lines.append(_line(request, data, one, typed, [*known, *maybe]))
    may_link = request.user.has_perm(accounts_rights.CHANGE)
    sought = {line.detected: _sought(line) for line in lines}
    existing = existing_accounts(request.user, sought) if may_link and lines else {}
    for line in lines:
        offered = [(str(one.pk), _told(one)) for one in existing.get(line.pk, ())]
        line.form.offer_existing(offered, may_link=may_link)
    return lines


def _sought(line: Line) -> Sought:
    """Look among the accounts of whoever may own this one, and by the number typed."""
    contacts = [str(value) for value, _label in line.form.fields["contact"].choices]  # type: ignore[attr-defined]
    return Sought(
        owners=[int(value) for value in contacts if value],
        number="".join(str(line.form["search"].value() or "").replace("\0", "").split())[:50],
        chosen=key(str(line.form["existing"].value() or "")),
    )


def _told(account: Account) -> str:
    """Return number and product; never the owners, who may be hidden."""
    return f"{account.number} ({account.product})"


def _known(detected: DetectedAccount) -> list[int | None]:
    """Return whom the line and its client name as owners, the first one first."""
    client = detected.client
    of_client = [client.contact_id, client.second_contact_id] if client else []
    return list(dict.fromkeys((detected.owner_id, detected.second_owner_id, *of_client)))


def _second(detected: DetectedAccount) -> int | None:
    """Return the second of two owners: by a link decided before, or as the client's."""
    client = detected.client
    return detected.second_owner_id or (client.second_contact_id if client else None)


def _line(
    request: SignedIn,
    data: QueryDict | None,
    detected: DetectedAccount,
    typed: dict[int, Contact],
    proposed: Sequence[Contact],
) -> Line:
    prefix = f"a{detected.pk}"
    is_typed = data is not None and f"{prefix}-version" in data
    is_joint = _second(detected) is not None
    form = (JointAccountForm if is_joint else AccountForm)(
        data if is_typed else None,
        prefix=prefix,
        initial={
            "version": detected.version,
            "contact": detected.owner_id,
            "second_contact": _second(detected),
        },
    )
    found = offer(form, request.user, proposed, typed)
    if is_joint:
        offer(form, request.user, [*proposed, *found], typed, of="second_")
    owner = next((one for one in proposed if one.pk == detected.owner_id), None)
    return Line(detected, form, found, owner)
