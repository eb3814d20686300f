"""A line that was printed and whose row was deleted since: all of it makes a row again, or none."""

from datetime import date

import pytest
from lxml import html

from contacts.actions.undoing import undo
from contacts.models import Change, RelatedPerson, Relationship
from tests.imports.received.conftest import page_of
from wealth.models import Debt

pytestmark = pytest.mark.django_db
WORDS = "Cette ligne n’est plus dans le dossier\u202f: reprenez toutes ses réponses, ou aucune."
LINE = ("pas1_type", "pas1_organisme", "pas1_capital")


@pytest.fixture
def loan(contact):
    return Debt.objects.create(contact=contact, kind="PRO", lender="Banque", outstanding=9)


@pytest.fixture
def gone(contact, loan, printed):
    """Print the loan, with another one, and delete it."""
    Debt.objects.create(contact=contact, kind="CONSO", lender="Prêtor", outstanding=5)
    issue = printed(contact)
    loan.delete()
    return issue


def offered(page):
    """Return the answers that may be taken: whether they are ticked, and what is said of them."""
    rows = html.fromstring(page.content).xpath("//tr[.//input[@name='take']]")
    return {
        row.xpath(".//input[@name='take']")[0].get("value"): (
            bool(row.xpath(".//input[@name='take'][@checked]")),
            "".join(row.xpath(".//p[@class='field__error']//text()")).strip(),
        )
        for row in rows
    }


@pytest.mark.parametrize("said", [{"pas1_capital": "7"}, {"pas1_mensualite": "100"}])
def test_whole_row_is_offered_and_nothing_of_it_is_ticked(
    contact, gone, came, sign_in, adviser, said
):
    """A cell that was empty when it was printed does not come back by itself either."""
    page = sign_in(adviser).get(page_of(contact, came(said, gone)))

    assert offered(page) == dict.fromkeys({*LINE, *said}, (False, WORDS))


def test_row_that_is_gone_and_of_which_nothing_changed_is_not_offered(
    contact, gone, came, sign_in, adviser
):
    form = came({"pas2_capital": "4", "pas1_capital": ""}, gone)

    assert offered(sign_in(adviser).get(page_of(contact, form))) == {"pas2_capital": (True, "")}


def test_half_a_row_is_refused_and_writes_nothing(contact, gone, came, take):
    form = came({"pas1_capital": "7", "pas2_capital": "4"}, gone)

    refused = take(contact, form, "pas1_capital", "pas2_capital")

    assert refused.status_code == 422
    assert offered(refused)["pas1_capital"] == (True, WORDS)
    assert list(Debt.objects.values_list("lender", "outstanding")) == [("Prêtor", 5)]
    assert not Change.objects.exists()


def test_whole_row_is_written_and_taken_back(contact, gone, came, take, adviser):
    take(contact, came({"pas1_capital": "7"}, gone), *LINE)

    told = Debt.objects.order_by("pk").values_list("kind", "lender", "outstanding")
    assert list(told) == [("CONSO", "Prêtor", 5), ("PRO", "Banque", 7)]
    undo(change=Change.objects.get(), by=adviser)
    assert Debt.objects.get().lender == "Prêtor"


def test_child_who_is_no_longer_told_of_comes_back_whole(contact, printed, came, take):
    person = RelatedPerson.objects.create(contact=contact, last_name="Moreau", first_name="Léa")
    row = Relationship.objects.create(contact=contact, kind="child", other_person=person)
    issue = printed(contact)
    row.delete()
    person.delete()
    form = came({"enf1_charge": "OUI"}, issue)

    assert take(contact, form, "enf1_charge").status_code == 422
    assert not Relationship.objects.exists()
    take(contact, form, "enf1_nom", "enf1_prenom", "enf1_charge")
    child = Relationship.objects.get()
    assert (str(child.other_person), child.is_dependent) == ("Léa Moreau", "yes")


@pytest.fixture
def children(contact):
    """Tell of five children, and hold the relation with the youngest, whose line is the last."""
    rows = []
    for year in range(2001, 2006):
        person = RelatedPerson.objects.create(
            contact=contact, last_name="Moreau", first_name="Léa", birth_date=date(year, 1, 1)
        )
        rows.append(Relationship.objects.create(contact=contact, kind="child", other_person=person))
    return rows


@pytest.mark.parametrize("what", ["died", "elder"])
def test_child_who_is_still_in_the_folder_is_not_gone(
    what, contact, children, printed, came, take, sign_in, adviser
):
    """One who died, or whom an elder one told of since pushes down, keeps the line."""
    issue, row = printed(contact), children[-1]
    if what == "died":
        row.other_person.death_date = date(2026, 1, 1)
        row.other_person.save()
    else:
        elder = RelatedPerson.objects.create(
            contact=contact, last_name="Moreau", first_name="Tom", birth_date=date(2000, 1, 1)
        )
        Relationship.objects.create(contact=contact, kind="child", other_person=elder)
    form = came({"enf5_charge": "OUI"}, issue)

    assert offered(sign_in(adviser).get(page_of(contact, form))) == {"enf5_charge": (True, "")}
    count = Relationship.objects.count()
    take(contact, form, "enf5_charge")
    row.refresh_from_db()
    assert (row.is_dependent, Relationship.objects.count()) == ("yes", count)


def test_row_after_one_that_came_back_is_not_gone(contact, printed, came, sign_in, adviser):
    """Four debts are asked about: an older one that was deleted and is back pushes none out."""
    rows = [
        Debt.objects.create(contact=contact, kind="PRO", lender=name, outstanding=9)
        for name in "ABCDE"
    ]
    back = rows[0].pk
    rows[0].delete()
    issue = printed(contact)
    Debt.objects.create(pk=back, contact=contact, kind="PRO", lender="A", outstanding=9)

    page = sign_in(adviser).get(page_of(contact, came({"pas4_capital": "7"}, issue)))

    assert offered(page) == {"pas4_capital": (True, "")}


def test_line_without_its_doubtful_answer_can_be_taken(contact, gone, came, take):
    form = came({"pas1_capital": "7", "pas1_fin": "31/02/2030"}, gone)

    take(contact, form, *LINE)

    assert list(Debt.objects.filter(lender="Banque").values_list("outstanding", "ends_on")) == [
        (7, None)
    ]
