"""`Créer un contact`: a form that came back becomes a folder, its family and all that it says."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from lxml import html

from compliance.models import Consent, FinancialYear, InvestorProfile
from contacts.actions.undoing import undo
from contacts.enums import ChangeKind, RelationKind
from contacts.errors import CannotUndo
from contacts.models import Change, Contact, FollowUp, RelatedPerson, Relationship
from imports.enums import DocumentKind
from imports.models import Document, ReceivedForm
from tests.imports.received.conftest import fields_of, form_of, form_on
from wealth.models import DeclaredAsset, Income, Property

pytestmark = pytest.mark.django_db

HOLDER = {
    "tit_civilite": "MME",
    "tit_nom": "Lefèvre-Œuvrard",
    "tit_prenoms": "Anne, Marie",
    "tit_naissance_date": "24/07/1968",
    "tit_email": "anne@lefevre.fr",
    "tit_tel_mobile": "06 12 34 56 78",
    "adr_ligne1": "3 rue des Lilas",
    "adr_cp": "35000",
    "adr_ville": "Rennes",
}
SPOUSE = {
    "fam_situation": "MARIE",
    "fam_depuis": "12/06/1995",
    "cjt_nom": "Œuvrard",
    "cjt_prenoms": "Paul",
    "cjt_naissance_date": "03/02/1966",
    "cjt_email": "paul@oeuvrard.fr",
    "rev_pensions_conjoint": "18 000",
}
FAMILY = {
    "enf1_prenom": "Łucja",
    "enf1_naissance": "05/05/1999",
    "enf1_charge": "OUI",
    "immo1_type": "RP",
    "immo1_valeur": "450 000",
    "fin1_type": "LIVRET_A",
    "fin1_valeur": "22950",
    "rev_salaires_titulaire": "48 500,50",
    "prof_risque": "3",
    "rgpd_information": "OUI",
}
ALL = HOLDER | SPOUSE | FAMILY


def test_all_that_the_form_says_becomes_folders(
    adviser, dropped, create, received_forms, django_capture_on_commit_callbacks
):
    page = dropped(adviser, ALL)

    with django_capture_on_commit_callbacks(execute=True):
        answer = create(adviser, page)

    contact = Contact.objects.get(name="Lefèvre-Œuvrard")
    spouse = Contact.objects.get(name="Œuvrard")
    assert answer["Location"] == reverse("contacts:contact-general", args=[contact.pk])
    assert (contact.lead_adviser, contact.is_private) == (adviser, False)
    assert contact.category.default_for == "person"
    details = contact.person
    assert (details.title, details.first_name) == ("mrs", "Anne")
    assert details.other_first_names == "Marie"
    assert (details.birth_date, contact.birth_date) == (dt.date(1968, 7, 24),) * 2
    assert details.marital_status == "married"
    assert details.marriage_date == dt.date(1995, 6, 12)
    assert [row.address for row in contact.emails.all()] == ["anne@lefevre.fr"]
    assert [row.number for row in contact.telephones.all()] == ["+33612345678"]
    assert [str(row) for row in contact.addresses.all()] == ["3 rue des Lilas, 35000 Rennes"]
    assert contact.town == "Rennes"
    # The spouse's folder says of the couple what the other one's says.
    assert (spouse.first_name, spouse.birth_date) == ("Paul", dt.date(1966, 2, 3))
    assert spouse.person.marital_status == "married"
    assert spouse.person.marriage_date == dt.date(1995, 6, 12)
    assert [row.address for row in spouse.emails.all()] == ["paul@oeuvrard.fr"]
    couple = Relationship.objects.get(kind=RelationKind.SPOUSE)
    assert {couple.contact, couple.other_contact} == {contact, spouse}
    child = Relationship.objects.get(kind=RelationKind.CHILD)
    assert (child.contact, child.is_dependent) == (contact, "yes")
    assert str(child.other_person) == "Łucja Lefèvre-Œuvrard"
    (home,) = Property.objects.all()
    assert (home.contact, home.kind, home.value) == (contact, "RP", Decimal(450_000))
    (savings,) = DeclaredAsset.objects.all()
    assert (savings.contact, savings.kind, savings.value) == (contact, "LIVRET_A", Decimal(22_950))
    incomes = {row.contact: row.annual_amount for row in Income.objects.all()}
    assert incomes == {contact: Decimal("48500.50"), spouse: Decimal(18_000)}
    (profile,) = InvestorProfile.objects.all()
    assert (profile.contact, str(profile.risk_level)) == (contact, "3")
    (consent,) = Consent.objects.all()
    assert (consent.contact, consent.kind, consent.is_given) == (contact, "notice", True)
    # The file itself is kept, and tells of the spouse.
    (document,) = Document.objects.all()
    assert (document.contact, document.kind) == (contact, DocumentKind.RECEIVED)
    assert [row.contact for row in document.subjects.all()] == [spouse]
    assert list(received_forms.iterdir()) == []
    form = ReceivedForm.objects.get()
    assert (form.contact, form.file) == (contact, "")
    assert form.decided_at


def test_history_says_by_which_form(adviser, dropped, create):
    create(adviser, dropped(adviser, HOLDER))

    contact = Contact.objects.get()
    today = dt.datetime.now().strftime("%d/%m/%Y")
    reasons = {row.history_change_reason for row in contact.history.all()}
    reasons |= {row.history_change_reason for row in contact.person.history.all()}
    assert reasons == {f"Recueil RIC-PP/1 reçu le {today}"}


def test_the_same_form_twice_makes_nothing_twice(adviser, dropped, sign_in):
    page = dropped(adviser, HOLDER)
    client = sign_in(adviser)
    fields = fields_of(client.get(page))

    first, second = client.post(page, fields), client.post(page, fields)
    later = client.post(page, {key: value for key, value in fields.items() if key != "form_token"})

    contact = Contact.objects.get()
    assert first["Location"] == second["Location"] == later["Location"]
    assert client.get(page)["Location"] == reverse("contacts:contact-general", args=[contact.pk])


def test_who_it_is_about_is_asked_for_where_the_name_is_missing(adviser, dropped, create):
    page = dropped(adviser, {"tit_prenoms": "Anne"})

    refused = create(adviser, page)

    assert refused.status_code == 422
    assert errors_of(refused) == {
        "tit_nom": "Écrivez le nom\u202f: sans lui, personne ne peut être ajouté."
    }
    assert not Contact.objects.exists()
    assert create(adviser, page, tit_nom="Moreau").status_code == 302
    assert str(Contact.objects.get()) == "Anne Moreau"


def errors_of(page):
    document = html.fromstring(page.content)
    return {
        div.get("id").removeprefix("id_").removesuffix("_error"): " ".join(
            div.text_content().split(" ")
        ).strip()
        for div in document.xpath("//form[@id='create']//div[@class='field field--error']/div[@id]")
    }


def test_a_spouse_without_a_name_is_asked_for(adviser, dropped, create):
    page = dropped(adviser, HOLDER | {"cjt_email": "paul@oeuvrard.fr"})

    assert set(errors_of(create(adviser, page))) == {"cjt_nom"}
    assert not Contact.objects.exists()
    # Nothing said of a spouse, nobody asked for.
    assert create(adviser, page, cjt_email="").status_code == 302
    assert Contact.objects.count() == 1


def test_doubtful_answers_stand_open_with_their_sentence_and_are_corrected(
    adviser, dropped, create, sign_in
):
    values = HOLDER | {"tit_naissance_date": "24/7/68", "adr_cp": "Bretagne!"}
    page = dropped(adviser, values)

    shown = sign_in(adviser).get(page)

    doubts = {
        "tit_naissance_date": (
            "«\u202f24/7/68\u202f»\u202f: écrivez l’année en quatre chiffres\u202f: 24/07/1938."
        ),
        "adr_cp": "«\u202fBretagne!\u202f» n’est pas un code postal.",
    }
    assert errors_of(shown) == doubts
    assert errors_of(create(adviser, page)) == doubts
    assert not Contact.objects.exists()
    assert create(adviser, page, tit_naissance_date="24/07/1968", adr_cp="").status_code == 302
    contact = Contact.objects.get()
    assert contact.birth_date == dt.date(1968, 7, 24)
    assert contact.addresses.get().post_code == ""


@pytest.mark.parametrize(
    ("name", "said", "words"),
    [
        ("adr_cp", "1000", "01000\u202f? Un code postal français a cinq chiffres."),
        ("tit_naissance_pays", "Syldavie", "n’est pas un pays de la liste"),
        ("tit_nationalite", "Syldave", "n’est pas une nationalité de la liste"),
        ("cjt_nationalite", "Syldave", "n’est pas une nationalité de la liste"),
        ("tit_capacite", "CURA", "n’est pas dans la liste"),
        ("fam_lieu", "Nantes", "le lieu d’un mariage ou d’un PACS seulement"),
    ],
)
def test_what_no_folder_takes_is_told_with_the_other_doubts(
    adviser, dropped, create, sign_in, name, said, words
):
    values = {"tit_naissance_date": "24/7/68", "cjt_nom": "Martin", name: said}
    page = dropped(adviser, HOLDER | values)

    for answer in (sign_in(adviser).get(page), create(adviser, page)):
        told = errors_of(answer)
        assert told.keys() == {"tit_naissance_date", name}
        assert words in told[name]
    # Both are mended in one round, and nothing of the trial stays.
    assert not Contact.objects.exists()
    assert create(adviser, page, tit_naissance_date="24/07/1968", **{name: ""}).status_code == 302


def test_post_code_of_another_country_has_the_digits_of_there(adviser, dropped, create):
    page = dropped(adviser, HOLDER | {"adr_cp": "1000", "adr_pays": "Belgique"})

    assert create(adviser, page).status_code == 302
    assert Contact.objects.get().addresses.get().post_code == "1000"


def test_what_no_folder_takes_of_a_firm_is_told_at_once(adviser, dropped, sign_in):
    values = {"soc_denomination": "Chais Moreau", "soc_resid_fiscale_pays": "Syldavie"}
    values |= {"rep_nom": "Moreau", "rep_naissance_pays": "Syldavie", "adr_cp": "3300"}
    page = dropped(adviser, values, template="RIC-PM")

    told = errors_of(sign_in(adviser).get(page))

    assert told.keys() == {"soc_resid_fiscale_pays", "rep_naissance_pays", "adr_cp"}


def test_any_answer_can_be_corrected(adviser, dropped, create):
    create(adviser, dropped(adviser, HOLDER), tit_nom="Moreau", tit_civilite="M", adr_ville="")

    contact = Contact.objects.get()
    assert (contact.name, contact.person.title, contact.town) == ("Moreau", "mr", "")


def test_an_answer_that_no_folder_takes_is_left_out_only_once_that_is_said(
    adviser, dropped, create, sign_in
):
    page = dropped(
        adviser, HOLDER | {"tit_naissance_pays": "Atlantide", "tit_nationalite": "Atlante"}
    )
    client = sign_in(adviser)

    refused = client.post(page, fields_of(client.get(page)))

    assert refused.status_code == 422
    assert set(errors_of(refused)) == {"tit_naissance_pays", "tit_nationalite"}
    assert not Contact.objects.exists()
    (button,) = form_on(refused).xpath(".//button[@name='without']")
    assert button.text_content().strip() == "Créer sans ces réponses"
    # What is corrected meanwhile is taken.
    sent = fields_of(refused) | {"without": button.get("value"), "tit_naissance_pays": "Belgique"}
    assert client.post(page, sent).status_code == 302
    contact = Contact.objects.get()
    assert (contact.person.birth_country, contact.person.nationality) == ("BE", "")
    # What was left out is said with the document, and why.
    (left_out,) = [line for line in report_of(client, contact) if "repris" in line]
    assert left_out.startswith("Nationalité(s) : « Atlante » n’a pas été repris. « Atlante » ")


def report_of(client, contact):
    """Return what the only document of a folder says of its reading."""
    page = client.get(reverse("documents:document-list", args=[contact.pk]))
    (row,) = page.context["documents"]
    return [line.replace("\u202f", " ") for line in row["report"]]


def test_likely_contacts_are_shown_and_hidden_ones_are_not(
    adviser, colleague, person, dropped, sign_in, manager
):
    born = dt.date(1968, 7, 24)
    names = {"last_name": "Lefèvre-Œuvrard", "first_name": "Anne", "birth_date": born}
    known = person(**names)
    person(**names, is_private=True, by=manager)

    page = sign_in(adviser).get(dropped(adviser, HOLDER))

    links = html.fromstring(page.content).xpath("//form[@id='create']//ul//a/@href")
    update = reverse("imports:fact-find-compare", args=[known.pk, ReceivedForm.objects.get().pk])
    assert links == [reverse("contacts:contact-general", args=[known.pk]), update]
    assert sign_in(adviser).get(update).status_code == 200


def test_a_form_printed_for_a_contact_leads_to_its_update(adviser, person, issued, send, sign_in):
    contact = person("Lefèvre-Œuvrard", "Anne")
    person("Lefèvre-Œuvrard", "Anne")
    issue, _copy = issued(contact, {"tit_nom": "Lefèvre-Œuvrard"}, by=adviser)

    page = send(adviser, form_of(HOLDER, issue.ref))["Location"]

    updates = html.fromstring(sign_in(adviser).get(page).content).xpath(
        "//form[@id='create']//a[contains(@class, 'btn')]/@href"
    )
    received = ReceivedForm.objects.get()
    address = reverse("imports:fact-find-compare", args=[contact.pk, received.pk])
    assert [one for one in updates if "recueil" in one] == [address]


@pytest.mark.security(15)
def test_the_mail_of_a_hidden_folder_says_nothing(adviser, manager, person, dropped, sign_in):
    """A form that names its e-mail, telephone and names reads as one that names nobody's."""
    client = sign_in(adviser)
    before = shape(client.get(dropped(adviser, HOLDER)))
    ReceivedForm.objects.all().delete()
    hidden = person("Lefèvre-Œuvrard", "Anne", dt.date(1968, 7, 24), by=manager, is_private=True)
    hidden.emails.create(address="anne@lefevre.fr", key="anne@lefevre.fr", preferred=True)

    after = shape(sign_in(adviser).get(dropped(adviser, HOLDER)))

    assert after == before


def shape(page):
    """Return a page without what is drawn anew each time."""
    text = re.sub(r'(csrfmiddlewaretoken|form_token)" value="[^"]+"', "", page.content.decode())
    return re.sub(r"\d\d/\d\d/\d{4}, \d{1,2}\s?h\s?\d\d", "", text)


def test_the_whole_is_taken_back_at_once(adviser, dropped, create, sign_in):
    folder = create(adviser, dropped(adviser, ALL))["Location"]
    change = Change.objects.get(kind=ChangeKind.FACT_FIND_CREATION)
    undo = reverse("contacts:change-undo", args=[change.pk])
    assert undo in sign_in(adviser).get(folder).content.decode()
    listed = sign_in(adviser).get(reverse("contacts:change-list")).content.decode()
    assert "Créé à partir d’un Recueil" in listed

    sign_in(adviser).post(undo)

    assert not Contact.objects.exists()
    assert Contact.deleted.count() == 2


def test_what_was_touched_since_is_not_taken_back(adviser, dropped, create):
    create(adviser, dropped(adviser, ALL))
    change = Change.objects.get(kind=ChangeKind.FACT_FIND_CREATION)
    spouse = Contact.objects.get(name="Œuvrard")
    note = FollowUp.objects.create(
        contact=spouse, date=dt.date(2026, 11, 29), text="Appel", author=adviser
    )

    with pytest.raises(CannotUndo):
        undo(change=change, by=adviser)
    note.delete()
    email = spouse.emails.get()
    email.address = "p@oeuvrard.fr"
    email.save()
    with pytest.raises(CannotUndo):
        undo(change=change, by=adviser)

    assert Contact.objects.count() == 2


def test_a_file_that_was_taken_before_says_when_and_where(
    adviser, colleague, dropped, create, sign_in
):
    create(adviser, dropped(adviser, HOLDER))
    contact = Contact.objects.get()

    page = sign_in(adviser).get(dropped(adviser, HOLDER)).content.decode()

    day = dt.datetime.now().strftime("%d/%m/%Y")
    assert f"Ce Recueil a déjà été importé le {day}" in page
    # Into a folder that one does not see, nobody imported anything.
    contact.is_private = True
    contact.save()
    page = sign_in(colleague).get(dropped(colleague, HOLDER)).content.decode()
    assert "déjà été importé" not in page


FIRM = {
    "soc_denomination": "Chais Moreau",
    "soc_forme": "SAS",
    "soc_siren": "732 829 320",
    "soc_email": "contact@chais-moreau.fr",
    "rep_nom": "Moreau",
    "rep_prenoms": "Jean",
    "rep_fonction": "Président",
    "rep_email": "jean@chais-moreau.fr",
    "be1_nom": "Moreau",
    "be1_prenom": "Jean",
    "be1_pct": "60",
    "asso1_nom": "Holding Moreau",
    "asso1_pct": "40",
    "cpt_ca_n": "1 200 000",
    "cpt_resultat_n": "-35 000",
}


def test_an_organisation_comes_with_its_representative_owners_and_figures(adviser, dropped, create):
    create(adviser, dropped(adviser, FIRM, template="RIC-PM"))

    firm = Contact.objects.get(name="Chais Moreau")
    head = Contact.objects.get(name="Moreau")
    assert (firm.kind, firm.organisation.legal_form) == ("organisation", "SAS / SASU")
    assert firm.organisation.siren == "732829320"
    assert firm.category.default_for == "organisation"
    assert [row.address for row in firm.emails.all()] == ["contact@chais-moreau.fr"]
    assert (head.first_name, head.emails.get().address) == ("Jean", "jean@chais-moreau.fr")
    relation = Relationship.objects.get(kind=RelationKind.REPRESENTATIVE)
    assert (relation.contact, relation.other_contact) == (firm, head)
    assert relation.note == "Président"
    owner = firm.beneficial_owners.get()
    assert (owner.last_name, owner.first_name, owner.share) == ("Moreau", "Jean", Decimal(60))
    assert [row.name for row in firm.shareholders.all()] == ["Holding Moreau"]
    (year,) = FinancialYear.objects.all()
    last = dt.date.today().year - 1
    assert (year.contact, year.year) == (firm, last)
    assert (year.revenue, year.net_income) == (Decimal(1_200_000), Decimal(-35_000))


def test_nothing_is_made_where_the_form_is_gone(adviser, colleague, dropped, sign_in):
    page = dropped(adviser, HOLDER)
    fields = fields_of(sign_in(adviser).get(page))

    assert sign_in(colleague).post(page, fields).status_code == 404
    ReceivedForm.objects.all().delete()
    assert sign_in(adviser).post(page, fields).status_code == 404
    assert not Contact.objects.exists()
    assert not RelatedPerson.objects.exists()
