"""What a private folder must not tell, where no one page's tests prove the whole line.

The firm is asked with the folder and without it; a third person's answers show that the
comparison can fail. The lines are those of docs/security.md.
"""

import datetime as dt
from decimal import Decimal
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.urls import reverse

from accounts.actions.valuations import add_valuation
from contacts.actions.columns import compose
from contacts.columns import AT_MOST, OFFERED
from contacts.models import Contact, ListColumns
from contacts.queries import column_values, listing
from tests.architecture import route_cases
from tests.architecture.private_world import DAY, MARKS, build_secret, person
from tests.architecture.probe import TOKEN, each_outsider, log_in
from tests.contacts.pages import posted

pytestmark = pytest.mark.django_db

# Those who see others' contacts.
OUTSIDERS = ("colleague", "manager", "administrator")


def in_both_firms(firm, ask):
    """Return what `ask()` gives in the firm with the folder, and in the same firm without it."""
    with transaction.atomic():
        build_secret(firm)
        with_folder = ask()
        transaction.set_rollback(True)
    return with_folder, ask()


def body(answer):
    return answer.status_code, TOKEN.sub(rb"\1", answer.content)


INDEXED = ("name", *(key for key, entry in OFFERED.items() if entry.sort))


def walked(user, sort, descending):
    """Read the whole list page by page; return each page's rows, values and count."""
    pages, after = [], None
    while True:
        filters = listing.Filters(sort=sort, descending=descending)
        page = listing.page(user, filters, after=after)
        pages.append((page.count, [(row["pk"], row["sort_value"]) for row in page.rows]))
        after = page.after
        if after is None:
            return pages


@pytest.mark.security(1, 31)
@pytest.mark.parametrize("name", each_outsider(OUTSIDERS))
def test_every_sort_gives_the_same_pages(firm, monkeypatch, name):
    """One row to a page: a hidden row would shift those after it."""
    monkeypatch.setattr(listing, "PAGE", 1)

    def ask():
        return {
            (sort, down): walked(firm.cast[name], sort, down)
            for sort in (("name", *OFFERED) if name == "colleague" else INDEXED)
            for down in (False, True)
        }

    with_folder, without = in_both_firms(firm, ask)
    assert with_folder == without
    assert {len(pages) for pages in without.values()} == {3}
    told, untold = in_both_firms(firm, lambda: walked(firm.cast["assistant"], "name", False))
    assert (len(told), len(untold)) == (4, 3)


@pytest.mark.security(1)
@pytest.mark.parametrize("name", each_outsider(OUTSIDERS))
def test_every_column_says_the_same(firm, name):
    keys = list(OFFERED)
    sets = [keys[start : start + AT_MOST] for start in range(0, len(keys), AT_MOST)]

    def ask():
        found, client = {}, log_in(firm.cast[name])
        for chosen in sets:
            with transaction.atomic():
                compose(category=None, keys=chosen, version=0, by=firm.cast["manager"])
                found[chosen[0]] = body(client.get(reverse("contacts:contact-list")))
                transaction.set_rollback(True)
        return found

    with_folder, without = in_both_firms(firm, ask)
    assert {key for key, page in with_folder.items() if page != without[key]} == set()
    assert {status for status, _page in without.values()} == {200}
    assert not ListColumns.objects.exists()
    assert set(column_values.values([firm.open_contact.pk], OFFERED.values())) == {
        firm.open_contact.pk
    }


@pytest.mark.security(7, 60)
def test_odd_cents_of_a_shared_account_tell_nothing(firm):
    """What an owner has is the value times the share, whoever else owns."""
    day, value = DAY + dt.timedelta(days=1), Decimal("10000.01")
    add_valuation(account=firm.shared, date=day, value=value, by=firm.cast["colleague"])
    client, key = log_in(firm.cast["colleague"]), firm.open_contact.pk
    pages = [
        reverse("accounts:account-show", args=[key, firm.shared.pk]),
        reverse("accounts:folder-accounts", args=[key]),
        reverse("accounts:folder-summary", args=[key]),
    ]
    with_folder, without = in_both_firms(firm, lambda: [body(client.get(page)) for page in pages])
    assert with_folder == without


# The letters that somebody types first, of names, e-mail, telephone, code and account.
TYPED = ("z", "zo", "zor", "phi", "0612", "z-s", "priv-777")


def boxes(firm, text):
    """Give each box in which contacts are searched: address, and data when it is posted."""
    of_open = [firm.open_contact.pk]
    for name, key, keys in (
        ("search", "q", []),
        ("contacts:contact-list", "q", []),
        ("contacts:contact-merge-choose", "q", of_open),
        ("contacts:relation-choose", "q", of_open),
        ("contacts:contact-follow-ups", "q", of_open),
        ("accounts:deleted", "q", []),
        ("contacts:contact-likely", "last_name", ["person"]),
    ):
        yield reverse(name, args=keys), {key: text}, None
    standing = {"owner-TOTAL_FORMS": "1", "owner-INITIAL_FORMS": "0", "search": text}
    yield reverse("accounts:account-add", args=of_open), {}, standing


def looked_up(firm, user, texts):
    client = log_in(user)
    found = {}
    for text in texts:
        for address, asked, data in boxes(firm, text):
            answer = (
                client.get(address, asked, headers={"HX-Request": "true"})
                if data is None
                else client.post(address, data)
            )
            found[address, text] = body(answer)
    return found


@pytest.mark.security(2)
@pytest.mark.parametrize("name", each_outsider(OUTSIDERS))
def test_every_search_gives_the_same_in_the_same_order(firm, name):
    """More namesakes than a box shows stand around the folder: it would push one out."""
    for letter in "abcdefhijklm":
        last = f"Zor{letter}"
        person(last, "Philomène", by=firm.cast["colleague"], folder_code=f"Z-{letter}")
    user = firm.cast[name]
    typed = TYPED if name == "colleague" else ["zor"]
    with_folder, without = in_both_firms(firm, lambda: looked_up(firm, user, typed))
    assert {asked for asked, page in with_folder.items() if page != without[asked]} == set()
    # The boxes are real: each shows a namesake, and the folder to its assistant.
    box = reverse("search"), "zor"
    assert b"Zora" in without[box][1]
    assistant = firm.cast["assistant"]
    seen, unseen = in_both_firms(firm, lambda: looked_up(firm, assistant, ["zor"])[box][1])
    assert [b"Zorglubine" in page for page in (seen, unseen)] == [True, False]


def general(client, contact, **changed):
    """Save Général as a browser would, with these fields changed."""
    address = reverse("contacts:contact-general", args=[contact])
    fields = posted(client.get(address)) | {name: [value] for name, value in changed.items()}
    fields = {name: values for name, values in fields.items() if values != [None]}
    return client.post(address, fields)


@pytest.mark.security(3)
@pytest.mark.parametrize("name", each_outsider(OUTSIDERS))
def test_who_opened_it_while_public_remembers_nothing(firm, name):
    """Recents, Accueil and every list are those of somebody who never opened the folder."""
    user, adviser = firm.cast[name], firm.cast["adviser"]
    client, lead = log_in(user), log_in(adviser)
    pages = [reverse("home"), *(reverse("contacts:recent-list") + deed for deed in DEEDS)]
    client.get(reverse("contacts:contact-general", args=[firm.open_contact.pk]))
    before = [body(client.get(page)) for page in pages]
    public = person("Zorglubine", "Philomène", by=adviser)
    address = reverse("contacts:contact-general", args=[public.pk])
    assert general(client, public.pk, note="Lu par un collègue").status_code == 302
    assert b"Zorglubine" in client.get(pages[1]).content
    assert b"Zorglubine" in client.get(reverse("contacts:recent-list") + "?deed=changed").content
    assert general(lead, public.pk, is_private="on").status_code == 302
    assert [body(client.get(page)) for page in pages] == before
    assert client.get(address).status_code == 404
    assert Contact.objects.get(pk=public.pk).is_private


DEEDS = ("", "?deed=opened", "?deed=changed", "?deed=created")


class _Addresses(HTMLParser):
    """Collects what a page would ask the server for."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            asks_the_site = not (value or "").startswith(("mailto:", "tel:"))
            if name in {"href", "src", "action", "hx-get", "hx-post"} and asks_the_site:
                self.found.append(value or "")


@pytest.mark.on_sqlite
@pytest.mark.slow
@pytest.mark.security(20, 25)
def test_addresses_files_headers_and_logs_carry_no_word_of_it(
    firm, caplog, mailoutbox, monkeypatch
):
    """Even for those who see it: an address ends up in journals and in what a browser keeps.

    What a page itself says is kept nowhere.
    """
    monkeypatch.setattr(listing, "PAGE", 1)
    caplog.set_level("INFO")
    secret = build_secret(firm)
    client = log_in(firm.cast["adviser"])
    told, stored = [], []
    for name, listed in route_cases.ROUTES.items():
        for ask in listed:
            keys = {key: secret.keys.get(kind, kind) for key, kind in ask.keys.items()}
            keys |= {key: firm.category.pk for key, kind in keys.items() if kind == "category"}
            keys |= {key: firm.keyword.pk for key, kind in keys.items() if kind == "keyword"}
            address = reverse(name, kwargs=keys)
            for answer in (client.get(address), client.post(address)):
                headers = " ".join(f"{key}: {value}" for key, value in answer.items())
                if not {"no-store", "private"} <= set(answer["Cache-Control"].split(", ")):
                    stored.append(address)
                page = _Addresses()
                if answer["Content-Type"].startswith("text/html"):
                    page.feed(answer.content.decode())
                beside = unquote(" ".join([headers, *page.found]))
                told += [(address, mark) for mark in MARKS if mark.lower() in beside.lower()]
    assert (told, stored) == ([], [])
    assert not [record for record in caplog.records if holds_a_mark(record.getMessage())]
    assert mailoutbox == []


def holds_a_mark(text):
    return any(mark in text for mark in MARKS)


@pytest.mark.security(22)
def test_a_right_taken_away_acts_on_the_next_request(firm):
    """In a session that goes on: no answer remembers what one could do a moment before."""
    client = log_in(firm.cast["colleague"])
    theirs = person("Abadie", "Anne", by=firm.cast["adviser"])
    page = reverse("contacts:contact-general", args=[theirs.pk])
    profile = firm.cast["colleague"].groups.get()

    def shown():
        listed = client.get(reverse("contacts:contact-list"))
        names = {row["name"] for row in listed.context["page"].rows}
        return client.get(page).status_code, "Abadie" in names

    see = Permission.objects.get(codename="see_other_advisers_contacts")
    change = Permission.objects.get(codename="change_other_advisers_contacts")
    assert shown() == (200, True)
    profile.permissions.remove(see)
    assert shown() == (404, False)
    assert general_refused(client, page) == 404
    profile.permissions.add(see)
    profile.permissions.remove(change)
    assert shown() == (200, True)
    assert general_refused(client, page) == 403
    profile.permissions.add(change)
    assert general(client, theirs.pk, note="De retour").status_code == 302


def general_refused(client, page):
    return client.post(page, {"last_name": "X", "version": "0"}).status_code


@pytest.mark.security(22, 24)
def test_who_is_assigned_or_not_any_more_acts_on_the_next_request(firm):
    contact = person("Zorglubine", "Philomène", by=firm.cast["adviser"], is_private=True)
    lead, colleague = log_in(firm.cast["adviser"]), log_in(firm.cast["colleague"])
    page = reverse("contacts:contact-general", args=[contact.pk])
    assert colleague.get(page).status_code == 404
    assert general(lead, contact.pk, assistant=firm.cast["colleague"].pk).status_code == 302
    assert colleague.get(page).status_code == 200
    firm.cast["adviser"].groups.add(Group.objects.get(name="Manager"))
    given = {"assistant": "", "reason": "Il ne suit plus ce client"}
    assert general(lead, contact.pk, **given).status_code == 302
    assert colleague.get(page).status_code == 404


@pytest.mark.security(24)
def test_last_person_is_not_taken_off_a_private_folder(firm):
    contact = person("Zorglubine", "Philomène", by=firm.cast["adviser"], is_private=True)
    client = log_in(firm.cast["adviser"])
    answer = general(client, contact.pk, lead_adviser="")
    assert answer.status_code == 422
    contact.refresh_from_db()
    assert (contact.lead_adviser, contact.is_private) == (firm.cast["adviser"], True)
    # Public first, then nobody's: that is nobody's secret any more.
    assert general(client, contact.pk, is_private=None).status_code == 302
