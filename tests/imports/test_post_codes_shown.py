"""A post code keeps its zero from a partner's file to every screen and back out."""

import csv

import pytest
from django.urls import reverse
from lxml import html

from alerts.actions.clients import ClientDecision, treat_clients
from alerts.enums import Action
from alerts.models import DetectedClient
from contacts.models import Category, Contact, ListColumns
from tests.imports.conftest import LINE

pytestmark = pytest.mark.django_db


@pytest.mark.security(57)
@pytest.mark.parametrize(
    ("name", "cell"), [("a.csv", "01000"), ("a.xlsx", "01000"), ("a.xlsx", 1000)]
)
def test_zero_is_kept_from_the_file_to_the_screens(night, put, inbox, adviser, sign_in, name, cell):
    place = {"post_code": cell, "town": "Bourg-en-Bresse", "country": "FR"}
    put(
        name,
        LINE | place,
        LINE | place | {"number": "AV-2", "value": "x"},
        LINE | place | {"number": "AV-3"},
    )
    assert night()[0] == 1
    line = DetectedClient.objects.get()
    client = sign_in(adviser)
    window = client.post(
        reverse("alerts:clients"),
        {"line": line.pk, "edit": line.pk, f"c{line.pk}-version": line.version},
    )
    page = html.fromstring(window.content.decode())
    assert page.xpath(f"//input[@name='c{line.pk}-post_code']/@value") == ["01000"]
    treat_clients(decisions=[ClientDecision(line.pk, line.version, Action.ADD)], by=adviser)
    contact = Contact.objects.get()
    folder = client.get(reverse("contacts:contact-coordinates", args=[contact.pk]))
    page = html.fromstring(folder.content.decode())
    assert page.xpath("//input[@name='addresses-0-post_code']/@value") == ["01000"]
    ListColumns.objects.create(
        category=Category.objects.get(name="Clients"), columns=["name", "post_code"]
    )
    listed = client.get(reverse("contacts:contact-list"), {"category": contact.category_id})
    assert "01000" in html.fromstring(listed.content.decode()).xpath("//tbody//td/text()")
    (rejects,) = inbox.rglob("*.rejets.csv")
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["Adresse domicile (code postal)"] for row in rows] == [str(cell)]
