"""The pages of Conformité that list rows, each with what is its own."""

import datetime as dt

import pytest
from django.urls import reverse

from compliance.models import (
    BeneficialOwner,
    Consent,
    FinancialYear,
    FundsOrigin,
    InvestmentProject,
    Objective,
    Shareholder,
    TaxResidence,
)
from contacts.actions.folder_rows import delete_row, save_row
from contacts.errors import RowRefused
from contacts.models import Change, Contact, PersonDetails, Relationship
from persistence.models import save_as


def at(name, contact, *keys):
    return reverse(f"compliance:{name}", args=[contact.pk, *keys])


def cells(page, place=0):
    return [[cell.text for cell in line.cells] for line in page.context["lists"][place].lines]


def add(client, contact, slug, **given):
    return client.post(at("row-add", contact, slug), {"version": version(contact), **given})


def version(contact):
    return Contact.objects.get(pk=contact.pk).version


def test_objectives_stand_by_priority_and_one_of_a_kind(person, adviser, sign_in):
    contact, client = person(), sign_in(adviser)
    for kind, priority in (("etudes", "0"), ("retraite", "2"), ("transmission", "1")):
        assert add(client, contact, "objectifs", kind=kind, priority=priority).status_code == 302
    page = client.get(at("folder-objectives", contact))
    assert cells(page) == [
        ["Transmettre un patrimoine", "1 - Prioritaire"],
        ["Préparer la retraite", "2 - Important"],
        ["Financer les études des enfants", "Sans objet"],
    ]
    again = add(client, contact, "objectifs", kind="retraite", priority="1")
    assert again.status_code == 422
    assert Objective.objects.count() == 3


def test_folder_has_one_project_that_says_something(person, adviser, sign_in):
    contact, client = person(), sign_in(adviser)
    add_url = reverse("compliance:row-add", args=[contact.pk, "projet"])
    assert add_url in client.get(at("folder-objectives", contact)).content.decode()
    assert add(client, contact, "projet").status_code == 422
    given = {"horizon": "5_8", "amount": "250 000", "comment": "Une ligne\r\nUne autre"}
    assert add(client, contact, "projet", **given).status_code == 302
    row = InvestmentProject.objects.get()
    assert (row.horizon, row.amount, row.comment) == ("5_8", 250_000, "Une ligne\nUne autre")
    refused = add(client, contact, "projet", horizon="M2")
    assert refused.status_code == 422
    assert "Le dossier a déjà un projet" in refused.content.decode()
    assert InvestmentProject.objects.get().horizon == "5_8"
    # Another one is not offered either.
    assert add_url not in client.get(at("folder-objectives", contact)).content.decode()


def test_deleted_project_stays_deleted_beside_another(person, adviser, sign_in):
    contact, client = person(), sign_in(adviser)
    add(client, contact, "projet", horizon="5_8")
    deleted = InvestmentProject.objects.get()
    change = delete_row(row=deleted, version=version(contact), by=adviser)
    add(client, contact, "projet", horizon="M2")
    undone = client.post(reverse("contacts:change-undo", args=[change.pk]), follow=True)
    assert "reste supprimé" in undone.content.decode()
    assert InvestmentProject.objects.get().horizon == "M2"


def test_second_project_is_refused_by_the_action(person, adviser):
    contact = person()
    save_row(row=InvestmentProject(contact=contact, horizon="5_8"), version=0, by=adviser)
    with pytest.raises(RowRefused):
        save_row(row=InvestmentProject(contact=contact, horizon="M2"), version=1, by=adviser)


def test_origin_of_funds_is_told_in_words(person, adviser, sign_in):
    contact, client = person(), sign_in(adviser)
    assert add(client, contact, "origines", dated_on="01/02/2026").status_code == 422
    first = {"dated_on": "01/02/2026", "inheritance": "on", "gift": "on", "amount": "1000"}
    second = {"dated_on": "03/02/2026", "detail": "Cession de parts"}
    assert add(client, contact, "origines", **first).status_code == 302
    assert add(client, contact, "origines", **second).status_code == 302
    assert cells(client.get(at("folder-funds", contact))) == [
        ["03/02/2026", "", "", "", "Cession de parts"],
        ["01/02/2026", "1\u202f000,00\u202f€", "Succession, Donation", "", ""],
    ]


def test_first_residence_is_that_of_general_and_the_others_are_rows(person, adviser, sign_in):
    contact, client = person(), sign_in(adviser)
    given = {"version": 0, "tax_residence": "FR", "us_person": "no", "is_pep": "yes",
             "pep_link": "DIRECT", "pep_function": "Maire"}  # fmt: skip
    assert client.post(at("tax-change", contact), given).status_code == 302
    details = PersonDetails.objects.get(contact=contact)
    assert (details.tax_residence, details.is_pep, details.pep_function) == ("FR", "yes", "Maire")
    assert details.last_name == contact.name
    twice = add(client, contact, "residences", country="FR")
    assert twice.status_code == 422
    assert twice.context["form"].errors.keys() == {"country"}
    assert add(client, contact, "residences", country="CH", number="X-1").status_code == 302
    assert add(client, contact, "residences", country="CH", number="X-2").status_code == 422
    page = client.get(at("folder-taxes", contact))
    assert cells(page) == [["Suisse", "X-1"]]
    assert {str(label): text for label, text in page.context["facts"]} == {
        "Résidence fiscale": "France",
        "US Person": "Non",
        "PPE": "Oui",
        "PPE à quel titre": "La personne elle-même",
        "PPE, fonction, pays et date de fin": "Maire",
    }


def test_consent_is_never_written_over_and_the_latest_stands(person, adviser, sign_in):
    contact, client = person(), sign_in(adviser)
    given = {"kind": "marketing", "is_given": "on", "dated_on": "01/02/2026", "source": "RIC v1"}
    assert add(client, contact, "consentements", **given).status_code == 302
    row = Consent.objects.get()
    change = at("row-change", contact, "consentements", row.pk)
    page = client.get(change)
    assert "Gardé tel qu’il a été écrit." in page.content.decode()
    client.post(change, {"version": version(contact), "kind": "notice", "dated_on": "02/02/2026"})
    row.refresh_from_db()
    assert (row.kind, row.is_given, row.dated_on) == ("marketing", True, dt.date(2026, 2, 1))
    taken = {
        "kind": "marketing",
        "is_given": "False",
        "dated_on": "05/02/2026",
        "source": "Courriel",
    }
    assert add(client, contact, "consentements", **taken).status_code == 302
    page = client.get(at("folder-consents", contact))
    said = {str(each.label): each.consent for each in page.context["standing"]}
    standing = said.pop("Informations commerciales par voie électronique")
    assert (standing.is_given, standing.source) == (False, "Courriel")
    assert list(said.values()) == [None, None, None]
    assert [line[2] for line in cells(page)] == ["Retiré", "Donné"]
    form = client.get(at("row-add", contact, "consentements")).content.decode()
    assert '<option value="True" selected>Donné</option>' in form
    assert '<option value="False">Retiré</option>' in form


def test_deleted_consent_comes_back(person, adviser, sign_in):
    contact, client = person(), sign_in(adviser)
    add(client, contact, "consentements", kind="notice", is_given="on", dated_on="01/02/2026")
    row = Consent.objects.get()
    opened = client.get(at("row-change", contact, "consentements", row.pk)).context["opened"]
    delete = at("row-delete", contact, "consentements", row.pk)
    assert client.post(delete, {"opened": opened}).status_code == 302
    assert not Consent.objects.exists()
    change = Change.objects.get()
    client.post(reverse("contacts:change-undo", args=[change.pk]))
    assert Consent.objects.get().pk == row.pk


def test_owners_stand_beside_the_contacts_that_are(
    organisation, person, adviser, colleague, sign_in
):
    contact, client = organisation(), sign_in(adviser)
    known = person("Moreau", "Anne")
    hidden = person("Secret", "Luc", by=colleague, lead_adviser=colleague, is_private=True)
    for other in (known, hidden):
        row = Relationship(kind="beneficial_owner", contact=contact, other_contact=other, share=60)
        save_as(row, adviser)
    for name, share in (("Petit", 60), ("Grand", 50)):
        save_as(BeneficialOwner(contact=contact, last_name=name, share=share), adviser)
    save_as(Shareholder(contact=contact, name="Holding A", share=100), adviser)
    page = client.get(at("folder-owners", contact))
    assert [line[0] for line in cells(page)] == ["Petit", "Grand"]
    assert [relation.other for relation in page.context["related"]] == [known]
    assert page.context["is_above_whole"]
    assert "Secret" not in page.content.decode()


def test_years_stand_side_by_side_with_their_change(organisation, adviser, sign_in):
    contact, client = organisation(), sign_in(adviser)
    given = {"year": "2024", "revenue": "100000", "net_income": "-5000"}
    assert add(client, contact, "exercices", **given).status_code == 302
    later = {"year": "2025", "revenue": "112500", "net_income": "7000"}
    assert add(client, contact, "exercices", **later).status_code == 302
    assert add(client, contact, "exercices", year="2025").status_code == 422
    assert add(client, contact, "exercices", year="2023", revenue="-1").status_code == 422
    page = client.get(at("folder-years", contact))
    assert [year.year for year in page.context["years"]] == [2025, 2024]
    figures = {str(figure.label): figure for figure in page.context["figures"]}
    assert figures.keys() == {"Chiffre d’affaires", "Résultat net"}
    revenue, income = figures.values()
    assert [text for _year, text in revenue.cells] == [
        "112\u202f500,00\u202f€",
        "100\u202f000,00\u202f€",
    ]
    assert (revenue.change, income.change) == (12.5, None)
    assert "2025" in page.content.decode()
    assert FinancialYear.objects.count() == 2


@pytest.mark.parametrize("name", ["folder-owners", "folder-years"])
def test_pages_of_organisations_are_not_there_for_a_person(
    person, organisation, adviser, sign_in, name
):
    client = sign_in(adviser)
    assert client.get(at(name, person())).status_code == 404
    assert client.get(at(name, organisation())).status_code == 200


def test_each_tab_is_there_for_the_kind_that_has_it(person, organisation, adviser, sign_in):
    client = sign_in(adviser)
    common = [
        "Profil d’investisseur",
        "Objectifs",
        "Origine des fonds",
        "Résidences fiscales et PPE",
        "Consentements",
    ]
    for contact, more in (
        (person(), []),
        (organisation(), ["Bénéficiaires effectifs", "Données financières"]),
    ):
        page = client.get(at("folder-profile", contact))
        [group] = [group for group in page.context["tabs"] if str(group["title"]) == "Conformité"]
        assert [str(entry["label"]) for entry in group["entries"]] == common + more


ROWS = {
    "folder-objectives": lambda n: Objective(
        kind=["retraite", "etudes", "revenus"][n], priority="1"
    ),
    "folder-funds": lambda n: FundsOrigin(dated_on=dt.date(2026, 1, 1 + n), gift=True),
    "folder-taxes": lambda n: TaxResidence(country=["CH", "BE", "LU"][n]),
    "folder-consents": lambda n: Consent(kind="notice", dated_on=dt.date(2026, 1, 1 + n)),
    "folder-owners": lambda n: BeneficialOwner(last_name=f"P{n}"),
    "folder-years": lambda n: FinancialYear(year=2020 + n, revenue=1000),
}
QUERIES = {
    "folder-objectives": 8,
    "folder-funds": 7,
    "folder-taxes": 7,
    "folder-consents": 7,
    "folder-owners": 9,
    "folder-years": 7,
}


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_the_same_queries_for_one_and_three(
    organisation, adviser, sign_in, name, number, django_assert_num_queries
):
    contact = organisation()
    for at_ in range(number):
        row = ROWS[name](at_)
        row.contact = contact
        save_as(row, adviser)
    client = sign_in(adviser)
    with django_assert_num_queries(QUERIES[name]):
        client.get(at(name, contact))


@pytest.mark.parametrize(("said", "told"), [("", ""), ("no", "Non"), ("yes", "Oui")])
def test_exposure_of_an_owner_is_told_as_it_was_said(organisation, adviser, sign_in, said, told):
    contact, client = organisation(), sign_in(adviser)

    assert add(client, contact, "beneficiaires", last_name="Moreau", is_pep=said).status_code == 302

    [line] = cells(client.get(at("folder-owners", contact)))
    assert line[-1] == told
