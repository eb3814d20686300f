"""The summary of a folder in a real browser: on the screen, and printed as a PDF."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.actions.accounts import Owner, open_account
from accounts.actions.valuations import add_valuation
from accounts.enums import Family
from accounts.models import Account, Custodian, Product
from contacts.actions import follow_ups, relations
from contacts.actions.coordinates import save_coordinates
from contacts.enums import MaritalStatus, RelationKind, Title
from contacts.models import Email, FollowUp, PostalAddress, RelatedPerson, Telephone
from tests.factories import PersonFactory

SAID = "Point sur la succession et sur la clause bénéficiaire, à relire avec le notaire. "

# What the margins leave of A4.
PAPER = 688


def write_family(contact, by):
    for kind, title, first_name, born in (
        (RelationKind.SPOUSE, Title.MR, "Luc", dt.date(1958, 3, 2)),
        (RelationKind.CHILD, Title.MRS, "Jeanne", dt.date(1988, 7, 14)),
        (RelationKind.CHILD, Title.MR, "Paul", dt.date(1991, 1, 30)),
    ):
        somebody = RelatedPerson(
            title=title, last_name="Castaing", first_name=first_name, birth_date=born
        )
        relations.add(contact=contact, kind=kind, other=somebody, by=by)


def write_coordinates(contact, by):
    rows = [
        Telephone(number="+33612457801"),
        Telephone(number="+33556457802", line="landline"),
        Email(address="helene.castaing@example.org"),
        PostalAddress(line_1="12 quai des Chartrons", post_code="33000", town="Bordeaux"),
    ]
    save_coordinates(contact=contact, saved=rows, removed=[], version=contact.version, by=by)


def write_accounts(contact, by, names):
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    families = [Family.LIFE_INSURANCE, Family.SECURITIES, Family.SCPI]
    for number, name in enumerate(names):
        product = Product.objects.create(
            custodian=custodian, code=str(number), name=name, family=families[number % 3]
        )
        account = open_account(
            account=Account(product=product, number=f"AV-44109{number}"),
            owners=[Owner(contact)],
            by=by,
        )
        value = Decimal(100_000 + number)
        add_valuation(account=account, date=timezone.localdate(), value=value, by=by)


def write_notes(contact, by, texts):
    for number, text in enumerate(texts):
        day = dt.date(2026, 1, 1) + dt.timedelta(days=number)
        follow_ups.write(note=FollowUp(contact=contact, kind="meeting", date=day, text=text), by=by)


def make_folder(by, *, accounts, texts, **details):
    folder = PersonFactory(
        **{"last_name": "Castaing", "first_name": "Hélène", "by": by} | details,
        title=Title.MRS,
        birth_name="Moreau",
        birth_date=dt.date(1960, 5, 4),
        birth_town="Bordeaux",
        marital_status=MaritalStatus.MARRIED,
        children_count=2,
    )
    write_family(folder, by)
    write_coordinates(folder, by)
    write_accounts(folder, by, accounts)
    write_notes(folder, by, texts)
    return folder


@pytest.fixture
def helene(adviser):
    """An ordinary folder: a family, six accounts, and more notes than are printed."""
    accounts = [f"Horizon Multisupport {number}" for number in range(6)]
    texts = [f"Note {number}. {SAID * 30}" for number in range(40)]
    return make_folder(adviser, accounts=accounts, texts=texts)


def at(folder):
    return reverse("accounts:folder-summary", args=[folder.pk])


def printed(page):
    """Return the text of each page of the PDF."""
    pdf = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    # The font has narrow spaces and breaks of lines of its own.
    return [" ".join(page.extract_text().split()) for page in pdf.pages]


def test_ordinary_folder_is_two_pages_of_paper(page_of, helene, adviser):
    page = page_of(adviser, dark=True)
    page.goto(at(helene))
    first, second = printed(page)
    assert "Hélène Castaing" in first
    assert "Conjoint et enfants" in first
    assert "06 12 45 78 01" in first
    assert "600 015,00 €" in first + second
    assert "Note 39." in first + second
    assert "Note 35." in second
    assert "Note 34." not in first + second
    assert "Page 1 / 2" in first
    assert "Page 2 / 2" in second
    assert "Retour au dossier" not in first
    assert "Services" not in first + second


def test_heads_of_a_long_table_stand_on_each_page(page_of, adviser):
    names = [f"Horizon Multisupport {number}" for number in range(60)]
    page = page_of(adviser)
    page.goto(at(make_folder(adviser, accounts=names, texts=[])))
    assert ["Part du contact" in text for text in printed(page)] == [True, True, True]


def test_long_words_fit_on_the_paper(page_of, adviser):
    word = "Wolfeschlegelsteinhausenbergerdorff" * 3
    long = {"last_name": word, "first_name": word}
    folder = make_folder(adviser, accounts=[word], texts=[word * 9], note=word * 2, **long)
    QuerySet(RelatedPerson).update(**long)
    QuerySet(Account).update(number=word[:50], label=word[:50])
    QuerySet(Custodian).update(name=word[:88])
    page = page_of(adviser, {"width": PAPER, "height": 900})
    page.emulate_media(media="print")
    page.goto(at(folder))
    assert page.evaluate("document.documentElement.scrollWidth") == PAPER
    assert len(printed(page)) == 2


def test_button_prints_the_page(page_of, helene, adviser):
    page = page_of(adviser)
    page.add_init_script("window.print = () => { document.title = 'printed'; }")
    page.goto(reverse("contacts:contact-general", args=[helene.pk]))
    page.get_by_text("Actions", exact=True).click()
    page.get_by_role("link", name="Imprimer la fiche").click()
    page.get_by_role("button", name="Imprimer").click()
    assert page.title() == "printed"
