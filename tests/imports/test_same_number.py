"""A contract's number that the custodian has under another product tells whose it may be."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from accounts.models import Account, Custodian, Ownership, Product
from alerts.models import DetectedClient, Suggestion
from tests.alerts.conftest import typed, window
from tests.factories import PersonFactory

FILE = Path(__file__).with_name("cases") / "files" / "contrat95.csv"

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(adviser):
    """Give the number C95 of a product to a contact: `owner(code="ZZ9", is_private=True)`."""

    def owner(code="ZZ9", product="P2", number="C95", *, is_provisional=False, **fields):
        contact = PersonFactory(
            by=adviser, last_name="Deshoulieres", birth_date=dt.date(1950, 1, 2), **fields
        )
        told = {"name": "ASSUREUR ZZ" if code == "ZZ9" else code}
        custodian, _ = Custodian.objects.get_or_create(code=code, defaults=told)
        sold = Product.objects.create(custodian=custodian, code=product, name=f"P {product}")
        account = Account.everything.create(
            product=sold, number=number, currency="EUR", is_provisional=is_provisional
        )
        Ownership.objects.create(account=account, contact=contact)
        return contact

    return owner


@pytest.fixture
def drop(inbox):
    return lambda: shutil.copyfile(FILE, inbox / "assurvia" / "contrat95.csv")


def test_the_owner_is_suggested(owner, drop, night, adviser, sign_in):
    contact = owner()
    drop()
    assert night()[0] == 0
    found = Suggestion.objects.values_list("contact", "score", "reasons")
    assert list(found) == [(contact.pk, 95, ["contract"])]
    page = sign_in(adviser).get(window())
    (line,) = page.context["lines"]
    assert [(one.contact, one.score) for one in line.suggestions] == [(contact, 95)]
    assert "même numéro de contrat" in page.content.decode().lower()
    assert line.ready == contact.pk


@pytest.mark.parametrize(
    "other",
    [{"code": "ZZ8"}, {"number": "C96"}, {"is_provisional": True}],
    ids=["custodian", "number", "provisional"],
)
def test_what_is_another_contract_suggests_nobody(owner, drop, night, other):
    owner(**other)
    drop()
    assert night()[0] == 0
    assert not Suggestion.objects.exists()


def test_two_owners_are_two_suggestions_and_none_is_filled_in(owner, drop, night, adviser, sign_in):
    contacts = {owner(), owner(product="P3")}
    drop()
    assert night()[0] == 0
    (line,) = sign_in(adviser).get(window()).context["lines"]
    assert {one.contact for one in line.suggestions} == contacts
    assert line.ready is None


@pytest.mark.security(9)
def test_a_private_owner_s_line_is_for_who_sees_the_folder(
    owner, drop, night, adviser, manager, sign_in
):
    contact = owner(is_private=True)
    drop()
    assert night()[0] == 0
    assert DetectedClient.objects.get().best_contact == contact
    assert sign_in(manager).get(window()).context["lines"] == []
    assert len(sign_in(adviser).get(window()).context["lines"]) == 1


def suggested(page):
    return [(one.contact, one.score) for line in page.context["lines"] for one in line.suggestions]


@pytest.mark.security(9)
def test_an_owner_since_is_suggested_to_who_sees_the_folder(
    owner, drop, night, adviser, manager, sign_in
):
    drop()
    assert night()[0] == 0
    contact, secret = owner(), owner(product="P3", is_private=True)
    assert suggested(sign_in(manager).get(window())) == [(contact, 95)]
    assert suggested(sign_in(adviser).get(window())) == [(contact, 95), (secret, 95)]


@pytest.mark.parametrize(
    "other",
    [{"code": "ZZ8"}, {"number": "C96"}, {"is_provisional": True}],
    ids=["custodian", "number", "provisional"],
)
def test_what_is_another_contract_since_suggests_nobody(
    owner, drop, night, adviser, sign_in, other
):
    drop()
    assert night()[0] == 0
    owner(**other)
    assert suggested(sign_in(adviser).get(window())) == []


def test_an_owner_since_is_told_before_ajouter_saves(owner, drop, night, adviser, sign_in):
    drop()
    assert night()[0] == 0
    line = DetectedClient.objects.get()
    client = sign_in(adviser)
    asked = typed(line, **{f"c{line.pk}-action": "add", f"c{line.pk}-shown": ""})
    owner()
    page = client.post(window(), asked)
    assert [one["url"] for one in page.context["doubtful"]] == [f"#c{line.pk}"]
    assert DetectedClient.objects.get().state == "pending"
