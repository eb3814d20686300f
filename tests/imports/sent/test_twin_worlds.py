"""What a sender can find out: the same with a private folder and, in a twin world, without it.

In each pair of worlds the same person sends the same files, decides the same, and reads all that
there is to read. Both must look alike to the letter.
"""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse
from lxml import html

from accounts.actions.accounts import Owner, open_account
from accounts.models import Account, FormerNumber, Ownership, Product, Valuation
from alerts.models import DetectedClient, PartnerLink
from contacts.actions.contacts import create
from contacts.models import Category, Contact, PersonDetails
from imports.models import ImportRun
from tests.imports.conftest import LINE, SECRET

STRANGER = {"last_name": "ZWINGLIB", "first_name": "Séraphine", "birth_date": "01/02/1962"}
HIDDEN, NEW = LINE | SECRET, LINE | STRANGER
# What differs from one moment, and from one row's key, to the next.
_TAG, _KEY = re.compile(r"<[^>]*>"), re.compile(r"\d+")
_PASSING = re.compile(
    r"\d+\u202fh\u202f\d+|\d\d:\d\d(:\d\d)?|il y a [^<]*|(?:&lt;\s)?\d+\s(?:ms|s)\b|nonce-[\w-]+"
)
_TOKEN = re.compile(
    r'(csrf\w*|nonce|token|submission|version)[^>]*?(value|content)="[^"]*"', re.IGNORECASE
)


class World:
    """What somebody does with the same files in either world, and all that they read meanwhile."""

    def __init__(self, send, decide, sign_in, night, put, owner, sender):
        self.send, self.decide, self.sign_in, self.night, self.put = (
            *(send, decide, sign_in, night, put),
        )
        self.owner, self.sender, self.read = owner, sender, []

    def look(self, *paths):
        """Read these pages, or what a file that one sent leaves to look at."""
        run = ImportRun.objects.filter(sent_by=self.sender).latest("pk")
        client = self.sign_in(self.sender)
        windows = map(reverse, ("alerts:clients", "alerts:accounts", "imports:runs"))
        of_run = (reverse(f"imports:{name}", args=[run.pk]) for name in ("run", "run-rejects"))
        for path in paths or ("/", *windows, *of_run):
            self.read.append((path, _plain(client.get(path, follow=True))))

    def look_around(self):
        """Read whatever else may tell of what one has."""
        names = ("alerts:ownerless", "accounts:deleted", "contacts:duplicate-list")
        pages = [*map(reverse, names), reverse("imports:account-import"), "/contacts/"]
        pages += [f"{reverse('alerts:clients')}?only={only}" for only in ("with", "without")]
        pages += [f"/search/?q={text}" for text in ("AV-", "00123", "Zorglub")]
        for contact in Contact.objects.visible_to(self.sender).order_by("sort_name", "pk"):
            own = f"/contacts/{contact.pk}/comptes/"
            accounts = Account.objects.filter(owners=contact).order_by("number", "pk")
            pages += [own, *(f"{own}{account.pk}/" for account in accounts[:5])]
            pages.append(f"/contacts/{contact.pk}/historique/")
        self.look(*pages)
        on_accounts = {"on": "accounts", "do": "show"}
        asked = self.sign_in(self.sender).post(
            reverse("searches:search-create"), on_accounts, follow=True
        )
        self.read.append(("accounts", _plain(asked)))

    def bring(self, *lines):
        run = self.decide(self.sender, self.send(self.sender, *lines), "analyse")
        self.look(*(reverse(f"imports:{name}", args=[run.pk]) for name in ("run", "run-report")))
        self.read.append(("told", str(run.told)))
        run = self.decide(self.sender, run, "import")
        self.read.append(("state", f"{run.state} {run.code}"))
        self.look()

    def add_all(self):
        """Add every client that one sees, then every account."""
        client = self.sign_in(self.sender)
        for window in map(reverse, ("alerts:clients", "alerts:accounts")):
            page = html.fromstring(client.get(window).content.decode())
            for form in page.xpath("//form[.//input[@name='line']]"):
                data = {"save": "1"}
                for name, value in form.form_values():
                    said = "add" if name.endswith("-action") else value
                    data.setdefault(name, []).append(said)
                self.read.append((window, _plain(client.post(window, data, follow=True))))
        self.look()

    def journey(self):
        """Send lines, let a night pass, send them again, decide, and send others."""
        self.put("first.csv", LINE | {"number": "AV-0"})
        self.night()
        custodian = Product.objects.get(code="HM").custodian
        Product.objects.create(custodian=custodian, code="ZZ", name="Zénith")
        yield
        self.bring(*LINES)
        self.night()
        self.look()
        self.bring(*(line | {"value": "11", "situation_on": "15/11/2026"} for line in LINES))
        self.add_all()
        self.look_around()
        more = (line | {"number": f"{line['number']}-2"} for line in LINES[:1] + LINES[4:5])
        self.bring(LINES[0] | {"value": "12"}, *more, *LINES[-3:])
        self.add_all()
        yield


def _plain(page):
    """Return what a page says, without what passes and without the keys of rows."""
    text = page.content.decode()
    text = _TOKEN.sub("", text)
    text = _TAG.sub(lambda tag: _KEY.sub("#", tag.group()), text)
    return f"{page.status_code}\n{_PASSING.sub('…', text)}"


# -- what there is of the folder: each on a number of its own


class Folder:
    """A private folder, and what hangs on it."""

    def __init__(self, world):
        self.world, self.by = world, world.owner
        details = PersonDetails(
            last_name="Zorglub", first_name="Philomène", birth_date=dt.date(1961, 3, 9)
        )
        category = Category.objects.get(name="Clients")
        contact = Contact(category=category, is_private=True)
        self.contact = create(contact=contact, details=details, by=self.by)

    def own(self, number, code="HM", **fields):
        account = Account(product=Product.objects.get(code=code), number=number, **fields)
        open_account(account=account, owners=[Owner(self.contact)], by=self.by)
        Valuation.objects.create(account=account, date=dt.date(2026, 9, 30), value=Decimal(7))
        return account

    def own_all(self):
        """Own what the lines name, in all the ways in which an account may be known."""
        self.own("AV-OWNED")
        self.own("AV-OWNED-TOO")
        self.own("AV-DOLLARS", currency="USD", last_currency="USD")
        Ownership.objects.filter(account=self.own("AV-FORMER-OWNER")).delete()
        self.own("00123")
        for number in ("00456", "AV-FORMER-NUMBER"):
            account = self.own(f"NOW {number}")
            FormerNumber.objects.create(account=account, product=account.product, number=number)
        self.own("AV-OTHER-PRODUCT", code="ZZ")

    def wait(self):
        """Let the night bring lines of the folder's owner, which wait for who sees it."""
        numbered = HIDDEN | {"client_number": "K1", "number": "AV-WAITING-TOO"}
        self.world.put("before.csv", HIDDEN | {"number": "AV-WAITING"}, numbered)
        self.world.night()

    def link(self):
        for line in DetectedClient.objects.filter(last_name="ZORGLUB"):
            PartnerLink.objects.create(
                partner="assurvia",
                owner_key=line.owner_key,
                contact=self.contact,
                decided_by=self.by,
            )


def nothing(world):
    """Let the night bring as many lines as elsewhere, which say nothing new."""
    world.put("before.csv", *[LINE | {"number": "AV-0"}] * 2)
    world.night()


def waiting(world):
    folder = Folder(world)
    folder.own_all()
    folder.wait()


def linked(world):
    folder = Folder(world)
    folder.wait()
    folder.link()
    folder.own_all()


# Of the folder's own owner and of a stranger, under its numbers and others; one is set aside.
LINES = (
    *(HIDDEN | {"number": f"AV-{name}"} for name in ("OWNED", "WAITING", "FORMER-NUMBER", "NEW")),
    *(NEW | {"number": f"AV-{name}"} for name in ("OWNED-TOO", "WAITING-TOO", "FORMER-OWNER")),
    *(NEW | {"number": f"AV-{name}"} for name in ("DOLLARS", "OTHER-PRODUCT")),
    NEW | {"number": "123"},
    HIDDEN | {"number": "456"},
    HIDDEN | {"number": "AV-10", "client_number": "K1"},
    NEW | {"number": "AV-11", "client_number": "K1"},
    HIDDEN | {"number": "AV-12", "value": "x"},
)


@pytest.fixture
def world(send, decide, sign_in, night, put, adviser, manager):
    """Play a journey in a world of its own; give all that the sender read."""

    def world(of_folder):
        played = World(send, decide, sign_in, night, put, adviser, manager)
        with transaction.atomic():
            # The product is there whether the folder is or not.
            journey = played.journey()
            next(journey)
            of_folder(played)
            next(journey)
            transaction.set_rollback(True)
        return played.read

    return world


@pytest.mark.security(9)
def test_a_sender_finds_out_nothing_of_a_hidden_folder(world):
    without = world(nothing)
    # What was sent is there to be read, and was decided.
    (found,) = [said for path, said in without if path == "accounts"]
    assert {"AV-OWNED", "AV-WAITING-TOO", "123"} <= {cell.strip() for cell in _TAG.split(found)}
    for of_folder in (waiting, linked):
        found = world(of_folder)
        assert len(found) == len(without)
        told = [
            (of_folder.__name__, path, *set(said.splitlines()) ^ set(expected.splitlines()))
            for (path, said), (_path, expected) in zip(found, without, strict=True)
            if said != expected
        ]
        assert told == []
