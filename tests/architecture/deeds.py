"""What somebody who does not see the private folder may write around it, as a browser would."""

import re
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from contacts.models import Category, Change, FollowUp
from searches.models import Export
from tests.architecture.private_world import FIRST_LINE, LAST_LINE, Firm
from tests.contacts.pages import posted

Deed = Callable[[Client, Firm], Any]


def _keys(firm: Firm, *names: str) -> list[int]:
    """Return the keys of what the firm calls so: `open_contact`, `shared`."""
    return [getattr(firm, name).pk for name in names]


def post(route: str, *names: str, **typed: Any) -> Deed:
    """Press the one button of a page."""

    def deed(client: Client, firm: Firm) -> Any:
        data = {name: value(firm) if callable(value) else value for name, value in typed.items()}
        return client.post(reverse(route, args=_keys(firm, *names)), data)

    return deed


def save(route: str, *names: str, **typed: Any) -> Deed:
    """Open a page, type into its form and save what it holds."""

    def deed(client: Client, firm: Firm) -> Any:
        address = reverse(route, args=_keys(firm, *names))
        data = {name: value(firm) if callable(value) else value for name, value in typed.items()}
        return client.post(address, posted(client.get(address)) | data)

    return deed


def both(*deeds: Deed) -> Deed:
    """Do one after the other; the answer is the last one's."""

    def deed(client: Client, firm: Firm) -> Any:
        return [one(client, firm) for one in deeds][-1]

    return deed


def late(client: Client, firm: Firm) -> Any:
    """Save Général from a page that was opened before somebody else saved it."""
    address = reverse("contacts:contact-general", args=[firm.open_contact.pk])
    opened = posted(client.get(address))
    client.post(address, opened | {"note": "D’abord"})
    return client.post(address, opened | {"note": "Ensuite"})


def brought_back(client: Client, firm: Firm) -> Any:
    deleted = post("contacts:contacts-delete", contact=OPEN)(client, firm)
    (message,) = get_messages(deleted.wsgi_request)
    return client.post(re.search(r"undo=(\S+)", message.extra_tags or "")[1])


def merge(client: Client, firm: Firm) -> Any:
    keys = {"source": firm.other_contact.pk, "target": firm.open_contact.pk}
    address = reverse("contacts:contact-merge", kwargs=keys)
    return client.post(address, {"shown": client.get(address).context["plan"].digest})


def merge_undone(client: Client, firm: Firm) -> Any:
    merge(client, firm)
    last = Change.objects.get(source=firm.other_contact)
    address = reverse("contacts:change-undo", args=[last.pk])
    return client.post(address, {"shown": client.get(address).context["plan"].digest})


def undone(name: str) -> Deed:
    """Undo what was done at once, twice, and read what is said of it."""

    def deed(client: Client, firm: Firm) -> Any:
        both(*[post("contacts:change-undo", name)] * 2)(client, firm)
        return client.get(reverse("contacts:change-list"))

    return deed


def confirmed(route: str, *names: str, **typed: Any) -> Deed:
    """Read the plan of a change of chosen contacts, then confirm it."""

    def deed(client: Client, firm: Firm) -> Any:
        planned = post(route, *names, **typed)(client, firm)
        shown = planned.context["plan"].token
        return post(route, *names, **typed, shown=shown)(client, firm)

    return deed


def owners_changed(client: Client, firm: Firm) -> Any:
    """Give all accounts that a search finds to another contact, as the page shows it before."""
    address = reverse("searches:search-owners", args=[firm.owner_search.pk])
    typed = {"all": "1", "owner-TOTAL_FORMS": "1", "owner-INITIAL_FORMS": "0"}
    typed |= {"owner-0-contact": str(firm.later_contact.pk), "owner-0-right": "full"}
    planned = client.post(address, typed)
    return client.post(address, typed | {"save": "1", "token": planned.context["plan"].token})


def asked(client: Client, firm: Firm) -> Any:
    """Ask what the folder says of itself, and look at what is found."""
    typed = {"on": "contacts", "do": "show", "node": ["0", "0_0"], "0-is_a": "group"}
    typed |= {"0-how": "all", "0_0-is_a": "condition", "0_0-field": "last_name"}
    typed |= {"0_0-was": "last_name", "0_0-op": "contains", "0_0-value": "orglub"}
    shown = client.post(reverse("searches:search-create"), typed)
    assert shown.status_code == HTTPStatus.FOUND, shown.content.decode()
    return client.get(shown.headers["Location"])


def taken_away(format_: str, *names: str, **typed: str) -> Deed:
    """Have a file made, and fetch it."""

    def deed(client: Client, firm: Firm) -> Any:
        post("searches:search-export", *names, format=format_, **typed)(client, firm)
        made = Export.objects.latest("pk")
        return client.get(reverse("searches:export-fetch", args=[made.pk]))

    return deed


def follow_up_changed(client: Client, firm: Firm) -> Any:
    NOTED(client, firm)
    note = FollowUp.objects.get(contact=firm.open_contact)
    address = reverse("contacts:follow-up-change", args=[firm.open_contact.pk, note.pk])
    return client.post(address, posted(client.get(address)) | {"text": "Rappelé"})


def declared(client: Client, firm: Firm) -> Any:
    address = reverse("wealth:row-add", args=[firm.open_contact.pk, "immobilier"])
    opened = {"version": firm.open_contact.version, "opened": "{}"}
    return client.post(address, HOME | opened)


def property_deleted(client: Client, firm: Firm) -> Any:
    """Delete what was just declared, take it back, and read what is said of it."""
    declared(client, firm)
    row = firm.open_contact.properties.get()
    names = [firm.open_contact.pk, "immobilier", row.pk]
    opened = client.get(reverse("wealth:row-change", args=names)).context["opened"]
    deleted = client.post(reverse("wealth:row-delete", args=names), {"opened": opened})
    (*_said, message) = get_messages(deleted.wsgi_request)
    client.post(re.search(r"undo=(\S+)", message.extra_tags or "")[1])
    return client.get(reverse("contacts:change-list"))


def moved(firm: Firm) -> int:
    return Category.objects.get(name="Prospects").pk


def of_firm(name: str, firm: Firm) -> int:
    return getattr(firm, name).pk


def of_cast(name: str, firm: Firm) -> int:
    return firm.cast[name].pk


OPEN = partial(of_firm, "open_contact")
KEYWORD = partial(of_firm, "keyword")
COLLEAGUE, MANAGER = (partial(of_cast, name) for name in ("colleague", "manager"))
NOTED = post(
    "contacts:contact-follow-ups", "open_contact", kind="call", date="20/11/2026", text="Appelé"
)
GENERAL = ("contacts:contact-general", "open_contact")
HOME = {"kind": "RP", "holder": "TIT", "right": "full", "value": "1000"}
SHARED = ("open_contact", "shared")


def treat(kind: str, letter: str, line: int, **typed: Any) -> Deed:
    chosen = {f"{letter}{line}-{name}": value for name, value in typed.items()}
    version = {f"{letter}{line}-version": "0"}
    return post(f"alerts:{kind}", line=line, save="1", **version, **chosen)


LINKED = treat("clients", "c", FIRST_LINE, action="link", contact=OPEN)

# Each with the statuses that it may end in: what is refused is compared too.
DEEDS: dict[str, tuple[Deed, int]] = {
    "note": (save(*GENERAL, note="Vu ce jour"), 302),
    "late": (late, 422),
    "divorced": (save(*GENERAL, marital_status="divorced"), 302),
    "spouse": (post("contacts:relation-add", "open_contact", "other_contact", kind="spouse"), 302),
    "cousin": (post("contacts:relation-add", "open_contact", "later_contact", kind="cousin"), 302),
    "child": (
        post(
            "contacts:relation-add-person",
            "open_contact",
            kind="child",
            last_name="Marchand",
            first_name="Zoé",
        ),
        302,
    ),
    "e-mail": (
        save(
            "contacts:contact-coordinates",
            "open_contact",
            **{"emails-TOTAL_FORMS": "1", "emails-0-address": "louise@example.org"},
        ),
        302,
    ),
    "noted": (NOTED, 302),
    "noted again": (follow_up_changed, 302),
    "moved": (post("contacts:contacts-regroup", contact=OPEN, category=moved, dropped="1"), 302),
    "ticked": (confirmed("contacts:contacts-keywords", contact=OPEN, add=KEYWORD), 302),
    "handed over": (
        confirmed("contacts:contacts-people", contact=OPEN, leaver=COLLEAGUE, taker=MANAGER),
        302,
    ),
    "found, ticked": (
        confirmed("searches:search-keywords", "contact_search", all="1", add=KEYWORD),
        302,
    ),
    "found, handed over": (
        confirmed(
            "searches:search-people",
            "contact_search",
            all="1",
            leaver=COLLEAGUE,
            taker=MANAGER,
        ),
        302,
    ),
    "found, moved": (
        confirmed("searches:search-categorise", "contact_search", all="1", category=moved),
        302,
    ),
    "found, deleted": (
        confirmed("searches:search-delete-contacts", "contact_search", all="1"),
        302,
    ),
    "found, given": (owners_changed, 302),
    "asked": (asked, 200),
    "taken away": (taken_away("csv", "contact_search", all="1"), 200),
    "accounts taken away": (taken_away("csv", "owner_search", all="1"), 200),
    "copied": (post("searches:search-copy", "referring_search"), 302),
    "asked without": (post("searches:search-without", "referring_search"), 302),
    "accounts asked without": (post("searches:search-without", "account_search"), 302),
    "accounts copied": (post("searches:search-copy", "account_search"), 302),
    "kept": (
        post(
            "searches:search-keep",
            "contact_search",
            name="Golf",
            reach="private",
            version="0",
            do="sure",
        ),
        302,
    ),
    "ticks undone": (undone("ticked"), 200),
    "taken back": (undone("handed_over"), 200),
    "deleted": (post("contacts:contacts-delete", contact=OPEN), 302),
    "brought back": (brought_back, 302),
    "merged": (merge, 302),
    "merge undone": (merge_undone, 302),
    "converted": (save("contacts:contact-convert", "open_contact", legal_name="Louise"), 302),
    "company": (
        save("accounts:organisation-create", "open_contact", legal_name="Chez Louise"),
        302,
    ),
    "apart": (post("contacts:duplicate-apart", "open_contact", "other_contact"), 302),
    "searched": (post("contacts:duplicate-search"), 302),
    "together": (
        both(
            post("contacts:duplicate-apart", "open_contact", "other_contact"),
            post("contacts:duplicate-together", "open_contact", "other_contact"),
        ),
        302,
    ),
    "account": (
        save(
            "accounts:account-add",
            "open_contact",
            product=partial(of_firm, "product"),
            number="CO-2",
            save="1",
            value="1 000,01",
            valued_on="20/11/2026",
        ),
        302,
    ),
    "label": (save("accounts:account-change", *SHARED, label="Retraite", save="1"), 302),
    "value": (
        post("accounts:valuation-add", *SHARED, date="19/11/2026", value="1000,01"),
        302,
    ),
    "deletion undone": (undone("deletion"), 200),
    "clients reopened": (undone("clients_treated"), 200),
    "accounts reopened": (undone("accounts_treated"), 200),
    "owners given back": (undone("owners_changed"), 200),
    "account deleted": (post("accounts:account-delete", *SHARED), 302),
    "property declared": (declared, 302),
    "property deleted": (property_deleted, 200),
    "linked": (LINKED, 302),
    "linked, reopened": (
        both(LINKED, post("alerts:clients", line=FIRST_LINE, reopen=FIRST_LINE)),
        200,
    ),
    "added": (treat("clients", "c", LAST_LINE, action="add"), 302),
    "ignored": (treat("clients", "c", LAST_LINE, action="ignore"), 302),
    "owner": (treat("accounts", "a", FIRST_LINE, action="add", contact=OPEN), 302),
    "number": (
        treat(
            "accounts",
            "a",
            FIRST_LINE,
            action="link",
            existing=partial(of_firm, "shared"),
            contact=OPEN,
        ),
        302,
    ),
}
