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
from alerts.actions.refusals import set_apart
from alerts.enums import Action
from alerts.models import DetectedClient, PartnerLink
from contacts.actions.contacts import create
from contacts.actions.deletion import delete
from contacts.models import Category, Contact, PersonDetails
from imports.models import ImportRun
from tests.imports.conftest import LINE, SECRET

STRANGER = {"last_name": "ZWINGLIB", "first_name": "Séraphine", "birth_date": "01/02/1962"}
HIDDEN, NEW = LINE | SECRET, LINE | STRANGER
# Named without a date of birth; and of two.
UNSURE = HIDDEN | {"first_name": "", "birth_date": ""}
PUBLIC = LINE | {"last_name": "PUBLICAN", "first_name": "Jean"}
TWO = PUBLIC | {"title": "Monsieur et Madame", "first_name": "Jean et Philomène"}
UNSURE_TWO = TWO | {"birth_date": ""}
# Says nothing new to anybody.
KNOWN = LINE | {"number": "AV-0"}
OF_FOLDER = {"birth_date": dt.date(1961, 3, 9)}
DOLLARS = {"currency": "USD", "last_currency": "USD"}
LATER = ("AV-OWNED", "AV-OWNED-TOO", "AV-FORMER-OWNER", "AV-FORMER-NUMBER", "AV-WAITING")
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
        # What a night brings between the files: of a folder in its world alone.
        self.later = [KNOWN] * (len(LATER) + 1)

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

    def bring(self, *lines, partner="assurvia"):
        run = self.send(self.sender, *lines, partner=partner)
        run = self.decide(self.sender, run, "analyse")
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
                page = client.post(window, data, follow=True)
                if page.status_code == 422:  # what asks for more waits on: of two, who each is
                    wrong = [line.form for line in page.context["lines"] if line.form.errors]
                    data |= {form.add_prefix("action"): [Action.POSTPONE] for form in wrong}
                    page = client.post(window, data, follow=True)
                self.read.append((window, _plain(page)))
        self.look()

    def journey(self):
        """Send lines, let a night pass, send them again, decide, and send others."""
        self.put("first.csv", KNOWN, UNSURE | {"number": "AV-UNSURE"})
        self.put("first.csv", KNOWN, partner="banque")
        self.night()
        custodian = Product.objects.get(code="HM").custodian
        Product.objects.create(custodian=custodian, code="ZZ", name="Zénith")
        self.public = Folder(self, "Publican", "Jean", dt.date(1970, 4, 12), is_private=False)
        self.shared = self.public.own("AV-SHARED")
        yield
        self.public.own_publicly()
        self.bring(*LINES)
        self.bring(*LINES_OF_BANK, partner="banque")
        self.put("later.csv", *self.later, partner="banque")
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
    """A folder, private or not, and what hangs on it."""

    def __init__(
        self, world, last="Zorglub", first="Philomène", born=dt.date(1961, 3, 9), *, is_private=True
    ):
        self.world, self.by = world, world.owner if is_private else world.sender
        details = PersonDetails(last_name=last, first_name=first, birth_date=born)
        category = Category.objects.get(name="Clients")
        contact = Contact(category=category, is_private=is_private)
        self.contact = create(contact=contact, details=details, by=self.by)

    def own(self, number, *before, code="HM", **fields):
        """Own an account, which had other numbers before."""
        account = Account(product=Product.objects.get(code=code), number=number, **fields)
        open_account(account=account, owners=[Owner(self.contact)], by=self.by)
        Valuation.objects.create(account=account, date=dt.date(2026, 9, 30), value=Decimal(7))
        for former in before:
            FormerNumber.objects.create(account=account, product=account.product, number=former)
        return account

    def owned(self, number):
        """Let an account be nobody's that was the folder's."""
        Ownership.objects.filter(account=self.own(number)).delete()

    def own_all(self):
        """Own what the lines name, in all the ways in which an account may be known."""
        self.own("AV-OWNED")
        # As in a base that was brought from elsewhere: nothing tells of before.
        Ownership.history.filter(account=self.own("AV-OWNED-TOO")).delete()
        self.own("AV-DOLLARS", **DOLLARS)
        self.owned("AV-FORMER-OWNER")
        self.own("00123")
        self.own("NOW 00456", "00456")
        self.own("NOW AV-FORMER", "AV-FORMER-NUMBER", "AV-FORMER-TOO")
        self.own("NOW AV-FORMER-DOLLARS", "AV-FORMER-DOLLARS", **DOLLARS)
        self.own("AV-OTHER-PRODUCT", code="ZZ")
        for number in ("789", "AV-TAKEN", "AV-TAKEN-TOO", "AV-SECOND"):
            self.own(number)
        self.own("NOW 987", "987")
        # What another owns too is no secret.
        Ownership.objects.create(account=self.world.shared, contact=self.contact).delete()
        gone = Folder(self.world, "Zorglub", "Anselme")
        gone.owned("AV-GONE")
        delete(contact_ids=[gone.contact.pk], by=self.by)
        later = [HIDDEN | {"number": number, "value": "99"} for number in LATER]
        self.world.later = [*later, HIDDEN | {"number": "AV-LATER", "client_number": "K9"}]

    def own_publicly(self):
        """Own what the sender may know, beside what the folder has under such numbers."""
        for number in ("00789", "00987"):
            self.own(number)
        self.own("NOW AV-TAKEN", "AV-TAKEN")
        self.own("NOW AV-TAKEN-TOO", "AV-TAKEN-TOO", **DOLLARS)
        self.own("AV-SECOND", "AV-SECOND-BEFORE")

    def wait(self):
        """Let the night bring lines of the folder's owner, which wait for who sees it."""
        numbered = HIDDEN | {"client_number": "K1", "number": "AV-WAITING-TOO"}
        bring(self.world, HIDDEN | {"number": "AV-WAITING"}, numbered)
        bring(self.world, HIDDEN | {"number": "AV-BANK-0"}, partner="banque")
        line = DetectedClient.objects.get(partner="banque", **OF_FOLDER)
        assert set_apart(client_id=line.pk, by=self.by) == line

    def link(self):
        """Let who sees the folder decide that it is whom the partner means, alone or of two."""
        bring(self.world, TWO | {"number": "AV-TWO"}, UNSURE_TWO | {"number": "AV-TWO-UNSURE"})
        of_two = DetectedClient.objects.filter(last_name="PUBLICAN")
        for line in of_two.union(DetectedClient.objects.filter(**OF_FOLDER)):
            self._decide(line)
        bring(self.world, HIDDEN | {"number": "AV-SURE"}, TWO | {"number": "AV-TWO-SURE"})
        assert not of_two.exclude(second_best_contact=self.contact).exists()

    def _decide(self, line):
        contacts = {"contact": self.contact}
        if line.is_joint:
            contacts = {"contact": self.world.public.contact, "second_contact": self.contact}
        of = {"partner": line.partner, "owner_key": line.owner_key}
        PartnerLink.objects.create(**of, **contacts, decided_by=self.by)


def bring(world, *lines, partner="assurvia"):
    world.put("before.csv", *lines, partner=partner)
    world.night()


def bring_nothing(world, *sizes, partner="assurvia"):
    """Let nights bring as many lines as elsewhere, which say nothing new."""
    for size in sizes:
        repeated = KNOWN | {"label": f"Repeated {ImportRun.objects.count()}"}
        bring(world, *[repeated] * size, partner=partner)


def nothing(world):
    bring_nothing(world, 2)
    bring_nothing(world, 1, partner="banque")
    bring_nothing(world, 2, 2)


def waiting(world):
    folder = Folder(world)
    folder.own_all()
    folder.wait()
    bring_nothing(world, 2, 2)


def linked(world):
    folder = Folder(world)
    folder.wait()
    folder.link()
    folder.own_all()


# Of the folder's own owner, of a stranger and of others, under its numbers and others.
LINES = (
    *(HIDDEN | {"number": f"AV-{name}"} for name in ("OWNED", "WAITING", "FORMER-NUMBER", "NEW")),
    *(NEW | {"number": f"AV-{name}"} for name in ("OWNED-TOO", "WAITING-TOO", "FORMER-OWNER")),
    *(NEW | {"number": f"AV-{name}"} for name in ("DOLLARS", "GONE", "SHARED", "SURE", "TWO-SURE")),
    NEW | {"number": "123"},
    HIDDEN | {"number": "456"},
    UNSURE | {"number": "AV-OTHER-PRODUCT"},
    # A number that the folder's account had before, beside another of that account.
    NEW | {"number": "AV-FORMER-DOLLARS"},
    NEW | {"number": "AV-FORMER-TOO", "value": "2"},
    NEW | {"number": "NOW AV-FORMER", "value": "3"},
    # Numbers that the folder has, and by which files speak of what the sender may know.
    *(NEW | {"number": number} for number in ("789", "987", "AV-TAKEN-TOO")),
    *(NEW | {"number": number} for number in ("AV-TAKEN", "AV-SECOND")),
    *(NEW | {"number": name, "value": "2"} for name in ("NOW AV-TAKEN", "AV-SECOND-BEFORE")),
    TWO | {"number": "AV-TWO-TOO"},
    UNSURE_TWO | {"number": "AV-TWO-UNSURE-TOO"},
    HIDDEN | {"number": "AV-10", "client_number": "K1"},
    NEW | {"number": "AV-11", "client_number": "K1"},
    HIDDEN | {"number": "AV-12", "value": "x"},
)
LINES_OF_BANK = (
    HIDDEN | {"number": "AV-BANK"},
    HIDDEN | {"number": "AV-13", "client_number": "K9"},
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


@pytest.mark.slow
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
