"""Every form and every text of the site, whoever wrote it (docs/security.md 30, 32, 33)."""

import ast
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.urls import resolve, reverse
from lxml import html

from accounts.models import Account, Custodian, Product
from alerts.models import DetectedClient
from contacts.actions.contacts import update
from contacts.models import (
    Category,
    Contact,
    Email,
    FollowUp,
    Keyword,
    PersonDetails,
    PostalAddress,
    Relationship,
)
from imports.models import ImportRun
from tests.architecture import route_cases, tree
from tests.architecture.private_world import HIDDEN_LINE, build_secret
from tests.architecture.probe import answer, log_in
from text.normalise import stored_text

pytestmark = pytest.mark.django_db

# What no form shows to these people, and what the rows behind the forms hold.
BESIDE = {
    "is_private": "on",
    "is_provisional": "on",
    "deleted_at": "2026-01-01",
    "deleted_by": "1",
    "merged_into": "1",
    "created_by": "1",
    "author": "1",
    "sort_name": "a",
    "lead_adviser_sort": "a",
    "total_value": "1000000",
    "is_staff": "on",
    "is_superuser": "on",
    "user_permissions": "1",
    "pk": "1",
    "id": "1",
    "namesake": "9",
    "state": "done",
    "score": "100",
}


def pages(firm, secret):
    """Give an address of each listed route, of folders that everybody sees where there is one."""
    words = secret.keys | {"category": firm.category.pk, "keyword": firm.keyword.pk}
    for name, listed in route_cases.ROUTES.items():
        for ask in listed:
            keys = {key: words.get(kind, kind) for key, kind in ask.keys.items()}
            yield name, reverse(name, kwargs=keys)


def is_a_page(answer):
    """Tell pages from refusals, files, and the empty answers that some fragments are."""
    return (
        answer.status_code == 200
        and answer["Content-Type"].startswith("text/html")
        and answer.content.strip() != b""
    )


def forms_of(page, address):
    """Return each posted form as a browser would send it, by where it goes and its button."""
    document = html.fromstring(page.content)
    for form in document.forms:
        if form.method == "POST" and form.action != reverse("logout"):
            fields = {}
            for key, value in form.form_values():
                fields.setdefault(key, []).append(value)
            buttons = list(form.xpath(".//button[@name]")) or [None]
            for button in buttons:
                pressed = {} if button is None else {button.get("name"): [button.get("value", "")]}
                yield form.action or address, fields | pressed, pressed


def shared_names(page):
    return set(html.fromstring(page.content).xpath("//@name"))


class Forms:
    """The forms met: one stands on many pages, of many rows, and with each of its buttons."""

    def __init__(self):
        self.met = set()

    def is_new(self, action, fields, pressed):
        """Tell whether no form of this view had these fields yet, and was sent by this button."""
        view = resolve(urlsplit(action).path)
        words = {key: word for key, word in view.kwargs.items() if not str(word).isdigit()}
        form = view.view_name, repr(words), tuple(sorted(fields)), repr(pressed)
        is_new = form not in self.met
        self.met.add(form)
        return is_new


@pytest.mark.slow
@pytest.mark.security(30)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("assistant", marks=pytest.mark.on_sqlite),
        pytest.param("manager", marks=pytest.mark.on_postgresql),
    ],
)
def test_fields_beside_those_of_any_form_write_nothing_more(firm, name):
    """Each form of the site is sent as it stands, then with what it does not show."""
    secret = build_secret(firm)
    client = log_in(firm.cast[name])
    differing, sent, forms = set(), 0, Forms()
    for route, address in pages(firm, secret):
        page = client.get(address)
        if not is_a_page(page):
            continue
        shown = shared_names(page)
        beside = {key: value for key, value in BESIDE.items() if key not in shown}
        for action, fields, pressed in forms_of(page, address):
            if not forms.is_new(action, fields, pressed):
                continue
            plain = answer(client, "post", action, fields, htmx=False)
            forged = answer(client, "post", action, fields | beside, htmx=False)
            sent += bool(plain.writes)
            if (plain.status, plain.writes) != (forged.status, forged.writes):
                differing.add((route, action))
    assert differing == set()
    assert sent > FORMS_THAT_WRITE


FORMS_THAT_WRITE = 8
# Written in every field of every form: digits that are no number, one that nobody can read, and
# counts of rows that no page sent.
FORGED = ("²³", "9" * 5_000, "a\x00b")
COUNTS = {"TOTAL_FORMS": ("1000000000", "-1", "²"), "INITIAL_FORMS": ("0", "1000000000", "")}
KEPT = {"csrfmiddlewaretoken", "version", "opened", "shown"}
# A page of the largest folder is 400 kB: what is posted must not make one grow.
HEAVY = 600_000


def forgeries(fields):
    """Give what to post in place of these fields, everything forged at once, then each count."""
    typed = [key for key in fields if key not in KEPT and not key.endswith("_FORMS")]
    for text in FORGED:
        yield fields | {key: [text] for key in typed}
    for key in fields:
        for text in COUNTS.get(key.rpartition("-")[2], ()):
            yield fields | {key: [text]}


# PostgreSQL refuses what SQLite takes: a NUL in a text, a number that no column holds.
@pytest.mark.on_postgresql
@pytest.mark.slow
@pytest.mark.security(63)
def test_no_forged_field_and_no_forged_count_is_an_error(firm):
    """Each form of the site, its fields and its counts of rows forged: refused, and no more."""
    secret = build_secret(firm)
    firm.cast["adviser"].groups.add(Group.objects.get(name="Manager"))
    client = log_in(firm.cast["adviser"])
    client.raise_request_exception = False
    failed, forged_counts, forms = set(), 0, Forms()
    for route, address in pages(firm, secret):
        page = client.get(address)
        if not is_a_page(page):
            continue
        for action, fields, pressed in forms_of(page, address):
            for forged in forgeries(fields) if forms.is_new(action, fields, pressed) else ():
                with transaction.atomic():
                    refused = client.post(action, forged)
                    transaction.set_rollback(True)
                odd = {key: value[0][:20] for key, value in forged.items() if value != fields[key]}
                if refused.status_code >= 500 or len(refused.content) > HEAVY:
                    failed.add((route, action, str(odd)[:200]))
                forged_counts += any(key.endswith("_FORMS") for key in odd)
    assert failed == set()
    assert forged_counts > SETS_OF_ROWS


SETS_OF_ROWS = 30
ODD = {
    "percent": "%",
    "underscore": "_",
    "backslash": "\\",
    "nul": "\x00",
    "long": "a" * 10_000,
    "quote": "'\"",
    "formula": "(((|&!:*",
}
BOXES = [
    ("search", "q", None),
    ("contacts:contact-list", "q", None),
    ("contacts:contact-merge-choose", "q", "open"),
    ("contacts:relation-choose", "q", "open"),
    ("contacts:contact-follow-ups", "q", "open"),
    ("contacts:contact-likely", "last_name", "person"),
    ("accounts:deleted", "q", None),
    ("accounts:account-add", "search", "open"),
    ("alerts:clients", "search", "line"),
]


@pytest.mark.security(32)
@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text_finds_nobody_in_any_search_box(firm, text):
    """`%` and `_` are letters: they are no joker that lists everybody.

    What no text may hold, and what is too long for one, is no filter of the list.
    """
    dropped = {"contacts:contact-list"} if text in {ODD["nul"], ODD["long"]} else set()
    build_secret(firm)
    line = HIDDEN_LINE
    # A manager who is assigned to the folder: every box, the folder's alert too.
    firm.cast["adviser"].groups.add(Group.objects.get(name="Manager"))
    client = log_in(firm.cast["adviser"])
    for name, key, kind in BOXES:
        keys = {"open": [firm.open_contact.pk], "person": ["person"]}.get(kind, [])
        address = reverse(name, args=keys)
        if kind == "line":
            data = {"line": line, f"c{line}-action": "link", f"c{line}-{key}": text}
            found = client.post(address, data | {"refresh": "1", f"c{line}-version": "0"})
        elif name == "accounts:account-add":
            data = {"owner-TOTAL_FORMS": "1", "owner-INITIAL_FORMS": "0", key: text}
            found = client.post(address, data)
        else:
            found = client.get(address, {key: text}, headers={"HX-Request": "true"})
        assert found.status_code == 200, name
        assert (b"Lucie" in found.content) == (name in dropped), name


BAD = """<script>alert(1)</script><img src=x onerror="alert(2)">'"&{{ 7|add:7 }}"""
# Each text of the firm that somebody may write, or a partner's file may bring.
WRITTEN = {
    Contact: ("name", "first_name", "note", "town", "folder_code"),
    PersonDetails: ("last_name", "first_name", "birth_name", "employer", "profession_label"),
    PostalAddress: ("line_1", "town"),
    Email: ("address",),
    Category: ("name",),
    Keyword: ("label",),
    FollowUp: ("text",),
    Relationship: ("note",),
    Account: ("number", "label"),
    Custodian: ("name",),
    Product: ("name",),
    DetectedClient: ("last_name", "first_name", "line_1", "town"),
    ImportRun: ("file_name",),
    get_user_model(): ("last_name", "first_name"),
}


def write_everywhere():
    """Put the markup in each text, below every form and action, a letter apart where unique."""
    for model, names in WRITTEN.items():
        for row in QuerySet(model):
            for name in names:
                room = model._meta.get_field(name).max_length or 1_000
                QuerySet(model).filter(pk=row.pk).update(**{name: f"{BAD}{row.pk}"[-room:]})


@pytest.mark.on_sqlite
@pytest.mark.slow
@pytest.mark.security(33)
@pytest.mark.parametrize("name", ["adviser", "administrator"])
def test_markup_in_any_text_is_shown_as_text_on_every_page(firm, name):
    secret = build_secret(firm)
    write_everywhere()
    client = log_in(firm.cast[name])
    met, live = set(), set()
    administered = ("accounts_custodian", "accounts_product", "users_user", "imports_importrun")
    addresses = [address for _name, address in pages(firm, secret)]
    addresses += [reverse(f"admin:{model}_changelist") for model in administered]
    for address in addresses:
        page = client.get(address)
        if not is_a_page(page):
            continue
        document = html.fromstring(page.content)
        if document.xpath("//script[contains(., 'alert')] | //@onerror | //img[@src='x']"):
            live.add(address)
        if b"alert(2)" in page.content:
            met.add(address)
        if b"alert(2)" in page.content and "14" in document.xpath("string(//title)"):
            live.add(address)
    assert live == set()
    assert len(met) > PAGES_WITH_TEXTS


PAGES_WITH_TEXTS = 20


# Letters of other scripts, marks of direction, accents apart, signs, one letter and 150.
ODD_NAMES = {
    "open_contact": ("O’Brien-d'Ày", "He\u0301le\u0300ne 🙂"),
    "other_contact": ("محمد\u200f العلي", "N"),
    "later_contact": ("Ÿ" + "ma" * 74, "É"),
}


def name_them(firm, names):
    """Give these contacts their names, through the forms' own action."""
    for who, (last_name, first_name) in names.items():
        contact = Contact.objects.get(pk=getattr(firm, who).pk)
        details = PersonDetails.objects.get(contact=contact)
        details.last_name, details.first_name = map(stored_text, (last_name, first_name))
        ticked = list(contact.keywords.all())
        version, by = contact.version, firm.cast["colleague"]
        update(contact=contact, details=details, keywords=ticked, version=version, by=by)


@pytest.mark.on_sqlite
@pytest.mark.slow
@pytest.mark.security(53)
def test_odd_names_are_shown_exactly_on_every_page_that_shows_a_name(firm):
    """Each page that said a plain name says the odd one as it is stored, letter by letter."""
    secret = build_secret(firm)
    plain = {who: (f"Plain{who}", f"First{who}") for who in ODD_NAMES}
    name_them(firm, plain)
    client = log_in(firm.cast["adviser"])
    shown = {}
    for _name, address in pages(firm, secret):
        page = client.get(address)
        if is_a_page(page):
            shown[address] = [
                (who, place)
                for who, name in plain.items()
                for place in (0, 1)
                if name[place] in page.content.decode()
            ]
    name_them(firm, ODD_NAMES)
    wrong = set()
    for address in filter(shown.get, shown):
        page = unescape(client.get(address).content.decode())
        for who, place in shown[address]:
            if stored_text(ODD_NAMES[who][place]) not in page:
                wrong.add((address, who, place))
    assert wrong == set()
    assert len([address for address in shown if shown[address]]) > PAGES_WITH_TEXTS


@pytest.mark.on_sqlite
@pytest.mark.security(63)
def test_every_set_of_rows_has_an_absolute_limit():
    """Django's own is a thousand more than the most that it keeps."""
    unbounded, sets = [], 0
    for path in tree.sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("formset_factory"):
                sets += 1
                if not {"absolute_max", "formset"} <= {word.arg for word in node.keywords}:
                    unbounded.append((tree.name(path), node.lineno))
    assert unbounded == []
    assert sets > 1
