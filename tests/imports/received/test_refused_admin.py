"""What the administration is told of files that were refused."""

import pytest
from django.urls import reverse
from lxml import html

from imports.fact_find.reasons import Reason
from imports.models import RefusedForm
from imports.queries.fact_find_messages import REASONS

pytestmark = pytest.mark.django_db
LIST = reverse("admin:imports_refusedform_changelist")


@pytest.fixture
def refused(adviser):
    def refused(reason=Reason.EMPTY, **values):
        facts = {"size": 215_000, "sha256": "f" * 64, "seconds": 0.314, "by": adviser}
        return RefusedForm.objects.create(code=reason, **(facts | values))

    return refused


def rows(page):
    """Return the texts of the list's cells, without the moment."""
    found = html.fromstring(page.text).xpath("//table[@id='result_list']/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row][1:] for row in found]


def test_administrators_read_who_why_how_large_and_how_long(
    adviser, administrator, refused, sign_in
):
    refused()
    refused(Reason.TOO_BIG, size=9_437_184, seconds=0, sha256="")

    page = sign_in(administrator).get(LIST)

    assert rows(page) == [
        ["adviser", "plus de 8 Mo", "9 Mo", "0,00 s"],
        ["adviser", "rien de saisi", "210 ko", "0,31 s"],
    ]
    assert "f" * 64 not in page.text


@pytest.mark.security(21)
def test_of_a_form_that_is_none_of_the_firms_neither_size_nor_duration_is_told(
    administrator, refused, sign_in
):
    """One that was printed for a folder hidden from its sender is read whole, then refused so."""
    one = refused(Reason.UNKNOWN_FORM)
    client = sign_in(administrator)

    page = client.get(LIST)

    assert rows(page)[0][1:] == ["pas un Recueil du cabinet", "-", "-"]
    alone = client.get(reverse("admin:imports_refusedform_change", args=[one.pk])).text
    assert [text for text in (page.text, alone) if "210" in text or "0,31" in text] == []


def test_list_is_filtered_by_reason(administrator, refused, sign_in):
    for reason in Reason:
        refused(reason)

    page = sign_in(administrator).get(LIST, {"code": Reason.BAD_SIGNATURE})

    assert [row[1] for row in rows(page)] == ["marque non signée par le cabinet"]


def test_it_is_read_only_and_for_administrators(adviser, administrator, manager, refused, sign_in):
    one = reverse("admin:imports_refusedform_change", args=[refused().pk])
    client = sign_in(administrator)

    assert client.get(one).status_code == 200
    assert client.post(one, {"code": "x"}).status_code == 403
    assert client.post(one.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:imports_refusedform_add")).status_code == 403
    assert RefusedForm.objects.get().code == Reason.EMPTY
    assert [sign_in(user).get(LIST).status_code for user in (adviser, manager)] == [302, 302]


@pytest.mark.pure
def test_each_reason_has_its_few_words():
    assert set(REASONS) == set(Reason)


@pytest.mark.parametrize("count", [1, 3])
def test_list_reads_its_rows_at_once(
    administrator, refused, sign_in, count, django_assert_num_queries
):
    for _n in range(count):
        refused()
    client = sign_in(administrator)
    client.get(LIST)

    with django_assert_num_queries(5):
        client.get(LIST)
