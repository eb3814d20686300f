"""A page that begins at a hidden row's key is the page that begins at a key never used."""

import re

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tests.architecture import tree
from tests.architecture.private_world import build_secret
from tests.architecture.probe import TOKEN, each_outsider, log_in

pytestmark = pytest.mark.django_db

# A junior sees contacts of their own alone.
OUTSIDERS = ("colleague", "manager", "administrator")
# Each view that reads where its page begins, with the addresses that a hidden row's key makes.
PAGED = {
    "accounts/views/account.py": [],  # dates of the values of an account that one sees
    "alerts/views/ownerless.py": [("alerts:ownerless", "?after={ownerless}")],
    "alerts/views/alert_list.py": [
        (name, f"?only={only}&{side}={{{line}}}")
        for name, line in (("alerts:clients", "client_line"), ("alerts:accounts", "account_line"))
        for only in ("all", "with", "without")
        for side in ("after", "before")
    ],
    "imports/views/contact_import_list.py": [
        ("imports:contact-import-list", "?before={sent_file}"),
    ],
    "imports/views/contact_import_show.py": [],  # lines of one's own file
    "contacts/views/duplicates.py": [
        ("contacts:duplicate-list", "?after={score}-{contact}-{merged}"),
        ("contacts:duplicate-list", "?after={score}-{other_contact}-{contact}"),
        ("contacts:duplicate-list", "?show=apart&before={contact}"),
    ],
    "contacts/views/follow_ups.py": [
        ("contacts:contact-follow-ups", f"?{side}=2026-10-30&{side}_pk={{follow_up}}")
        for side in ("after", "before")
    ],
    "contacts/views/history.py": [
        (
            "contacts:contact-history",
            f"?moment={moment}T10:00:00%2B00:00&source=contact&key={{contact}}",
        )
        for moment in ("2026-10-30", "2099-10-30")
    ],
    "contacts/views/listing.py": [
        ("contacts:contact-list", f"?sort={sort}&{side}={value}&{side}_pk={{contact}}")
        for sort, value in (("name", "zorglubine"), ("client_number", ""), ("total_value", "1"))
        for side in ("after", "before")
    ],
    "contacts/views/to_dos.py": [
        (
            "contacts:to-do-list",
            f"?{show}{side}=2026-11-20&{side}_hour=00:00&{side}_pk={{follow_up}}",
        )
        for show in ("", "show=lost&")
        for side in ("after", "before")
    ],
    "contacts/views/recent_changes.py": [
        ("contacts:merge-list", "?before={merge}"),
        ("contacts:change-list", "?before={merge}"),
    ],
    "imports/views/documents.py": [
        ("documents:document-list", f"?{side}={{told_document}}") for side in ("after", "before")
    ],
    "imports/views/runs.py": [],  # runs are everybody's who may read them
    "searches/views/place.py": [
        ("searches:search-show", f"?sort={sort}&{side}={{{hidden}}}")
        for hidden, sorts in (
            ("contact", ("", "-town", "-total_value", "last_name")),
            ("account", ("", "-label", "last_value", "custodian")),
        )
        for sort in sorts
        for side in ("after", "before")
    ],
}
OF_FOLDER = {
    *("contacts:contact-follow-ups", "contacts:contact-history", "documents:document-list"),
}
# Whose results of contacts, or of accounts, the folder is among.
SEARCHED = {"{contact}": "contact_search", "{account}": "account_search"}
SIZES = (
    "accounts.queries.account.VALUES_ON_A_PAGE",
    "alerts.queries.alert_list.SHOWN",
    "alerts.views.ownerless.SHOWN",
    "contacts.history.timeline.PAGE",
    "contacts.queries.duplicates.pairs.PAGE",
    "contacts.queries.follow_ups.PAGE",
    "contacts.queries.listing.PAGE",
    "contacts.queries.to_dos.PAGE",
    "contacts.views.recent_changes.PAGE",
    "imports.queries.documents.PAGE",
    "searches.queries.results.PAGE",
)


def test_every_view_that_reads_an_anchor_is_walked():
    reads = re.compile(r"""["'](before|after|moment)(_pk)?["']""")
    found = {
        str(path.relative_to(tree.ROOT))
        for path in tree.files("*/views/*.py")
        if reads.search(path.read_text("utf-8"))
    }
    # What two versions or two contacts said is no page.
    assert found - {"contacts/views/merge_preview.py"} == PAGED.keys()


def addresses(firm, keys):
    for asked in PAGED.values():
        for name, query in asked:
            args = [firm.open_contact.pk] if name in OF_FOLDER else []
            if name == "searches:search-show":
                args = [keys[SEARCHED[query.rpartition("=")[2]]]]
            yield reverse(name, args=args) + query.format(**keys)


def answers(user, asked):
    client = log_in(user)  # anew, since a session remembers the list that one was on
    found = {address: client.get(address) for address in asked}
    return {
        address: (page.status_code, TOKEN.sub(rb"\1", page.content))
        for address, page in found.items()
    }


@pytest.mark.security(61)
@pytest.mark.parametrize("name", each_outsider(OUTSIDERS))
def test_a_hidden_anchor_answers_as_one_never_used(firm, monkeypatch, name):
    """In the same firm without the folder, its keys are of nothing; a row makes a page."""
    for size in SIZES:
        monkeypatch.setattr(size, 1)
    # Historique says in which minute somebody looked: both firms are asked in the same one.
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    user = firm.cast[name]
    # The folder is opened once before, since a page tells who opened it.
    log_in(user).get(reverse("contacts:contact-general", args=[firm.open_contact.pk]))
    with transaction.atomic():
        keys = build_secret(firm).keys | {"score": 90}
        asked = list(addresses(firm, keys))
        hidden = answers(user, asked)
        transaction.set_rollback(True)
    unused = answers(user, asked)
    assert {address for address, page in hidden.items() if page != unused[address]} == set()
    assert {status for status, _body in unused.values()} == {200}
