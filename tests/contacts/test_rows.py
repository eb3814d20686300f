"""Counts of rows that no page sends (contacts/forms/rows.py)."""

import pytest
from django.urls import reverse
from lxml import html

from contacts.models import Email

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(sign_in, adviser, person):
    """Give a function that posts Coordonnées with one e-mail that exists, and counts as given."""
    contact = person()
    email = Email.objects.create(contact=contact, address="a@example.org", key="a@example.org")
    address = reverse("contacts:contact-coordinates", args=[contact.pk])
    client = sign_in(adviser)
    typed = {f"{name}-{count}_FORMS": "0" for name in SETS for count in ("TOTAL", "INITIAL")}
    typed |= {"version": contact.version, "emails-0-id": email.pk}
    typed |= {"emails-0-address": "a@example.org", "emails-0-use": "personal"}

    def post(total, initial):
        counts = {"emails-TOTAL_FORMS": total, "emails-INITIAL_FORMS": initial}
        return client.post(address, typed | counts)

    return post


SETS = ("emails", "telephones", "addresses")


@pytest.mark.on_sqlite
@pytest.mark.security(63)
@pytest.mark.parametrize(
    ("total", "initial"),
    [("1000000000", "1"), ("101", "1"), ("1", "0"), ("1", "2"), ("-1", "-1"), ("1", "x")],
)
def test_forged_count_is_refused_whole(page, total, initial):
    answer = page(total, initial)
    assert answer.status_code == 422
    assert "Ces lignes n’ont pas pu être lues" in answer.content.decode()
    assert list(Email.objects.values_list("address", flat=True)) == ["a@example.org"]


def test_count_of_the_page_itself_is_taken(page):
    assert page("1", "1").status_code == 302


@pytest.mark.on_sqlite
def test_refused_rows_are_named_once_in_the_order_of_the_page(sign_in, adviser, person):
    contact = person()
    typed = {f"{name}-{count}_FORMS": "0" for name in SETS for count in ("TOTAL", "INITIAL")}
    typed |= {f"{name}-TOTAL_FORMS": "1" for name in SETS} | {"version": contact.version}
    typed |= {"emails-0-address": "a@b", "emails-0-use": "personal"}
    typed |= {"telephones-0-number": "06 12", "telephones-0-use": "personal"}
    typed |= {"addresses-0-post_code": "123", "addresses-0-use": "personal"}
    address = reverse("contacts:contact-coordinates", args=[contact.pk])
    answer = sign_in(adviser).post(address, typed)
    (summary,) = html.fromstring(answer.content).xpath("//*[@data-error-summary]")
    assert " ".join(summary.text_content().split()) == (
        "Rien n’est enregistré. 5 champs sont à revoir : "
        "Adresse (ligne 1) Code postal Numéro Type de ligne E-mail"
    )
