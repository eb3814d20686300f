"""`Mettre à jour`: a form that came back beside the folder, and what is taken of it."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from lxml import html

from contacts.enums import FollowUpKind, RelationKind
from contacts.models import Change, FollowUp, Relationship
from imports.actions.documents import keep_document
from imports.enums import DocumentKind
from imports.models import Document, ReceivedForm
from tests.factories import CompanyFactory, PersonFactory
from tests.imports.received.conftest import form_of, page_of, token
from wealth.models import Debt

pytestmark = pytest.mark.django_db


def lines(answer):
    """Return what each line of the page says, and whether it is ticked."""
    rows = html.fromstring(answer.content).xpath("//tr[th[contains(@class, 'head')]]")
    return {
        row.xpath("th")[0].text_content().strip(): (
            [" ".join(cell.text_content().split()) for cell in row.xpath("td")[1:]],
            bool(row.xpath(".//input[@name='take'][@checked]")),
        )
        for row in rows
    }


def test_a_form_that_is_sent_leads_to_the_three_columns(adviser, contact, send, printed, sign_in):
    issue = printed(contact)
    content = form_of(issue.values | {"tit_employeur": "Durand"}, issue.ref)

    answer = send(adviser, content, to=reverse("imports:fact-find-update", args=[contact.pk]))

    form = ReceivedForm.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page_of(contact, form))
    assert lines(sign_in(adviser).get(answer["Location"])) == {
        "Employeur ou société": (["Dupont", "Dupont", "Durand"], True)
    }


def test_a_file_that_is_no_form_is_refused_in_the_folder(adviser, contact, send):
    answer = send(adviser, b"x", to=reverse("imports:fact-find-update", args=[contact.pk]))

    assert answer.status_code == 422
    assert "n’est pas un PDF" in answer.content.decode()
    assert not ReceivedForm.objects.exists()


def test_only_what_differs_is_shown_and_each_sort_is_said(contact, printed, came, sign_in, adviser):
    issue = printed(contact)
    person = contact.person
    person.business_sector = "Pierre"
    person.save()
    form = came({"tit_employeur": "", "tit_secteur": "Acier", "tit_profession": "Notaire"}, issue)

    assert lines(sign_in(adviser).get(page_of(contact, form))) == {
        "Profession exercée (ou dernière)": (["rien", "rien", "Notaire"], True),
        "Employeur ou société": (["Dupont", "Dupont", "Vidé"], False),
        "Secteur d’activité": (
            ["Bois", "Pierre", "Acier Modifié dans le dossier depuis l’impression"],
            False,
        ),
    }


def test_a_blank_form_has_no_printed_column(contact, came, sign_in, adviser):
    form = came({"tit_employeur": "Durand", "tit_profession": "Notaire"})

    assert lines(sign_in(adviser).get(page_of(contact, form))) == {
        "Profession exercée (ou dernière)": (["rien", "Notaire"], True),
        "Employeur ou société": (["Dupont", "Durand Le dossier dit autre chose"], False),
    }


def test_what_is_ticked_is_taken_with_a_note_and_the_form_itself(
    contact, printed, came, take, adviser, received_forms
):
    form = came({"tit_employeur": "Durand", "tit_secteur": "Acier"}, printed(contact))

    answer = take(contact, form, "tit_employeur", note="on")

    contact.person.refresh_from_db()
    assert (contact.person.employer, contact.person.business_sector) == ("Durand", "Bois")
    (message,) = answer.context["messages"]
    assert str(message) == "1 réponse reprise du Recueil."
    note = FollowUp.objects.get()
    day = timezone.localdate().strftime("%d/%m/%Y")
    assert (note.kind, note.author, note.contact) == (FollowUpKind.UPDATE, adviser, contact)
    assert note.text.replace("\u202f", " ") == (
        f"Recueil RIC-PP/1 reçu le {day} : 1 réponse reprise.\n\nSituation professionnelle\n"
        "Employeur ou société : Dupont → Durand"
    )
    document = Document.objects.get()
    assert (document.contact, document.kind, document.name) == (contact, "received", "recueil.pdf")
    form.refresh_from_db()
    assert (form.contact, form.decided_at is not None, form.file) == (contact, True, "")


def test_without_a_note_none_is_written(contact, printed, came, take):
    take(contact, came({"tit_employeur": "Durand"}, printed(contact)), "tit_employeur")

    assert not FollowUp.objects.exists()


def test_all_of_it_is_undone_at_once_with_its_note(contact, printed, came, take, sign_in, adviser):
    form = came({"tit_employeur": "Durand"}, printed(contact))
    take(contact, form, "tit_employeur", note="on")

    sign_in(adviser).post(reverse("contacts:change-undo", args=[Change.objects.get().pk]))

    contact.person.refresh_from_db()
    assert contact.person.employer == "Dupont"
    assert not FollowUp.objects.exists()


def test_a_folder_that_changed_since_it_was_shown_is_shown_again(
    contact, printed, came, take, sign_in, adviser
):
    form = came({"tit_employeur": "Durand"}, printed(contact))
    shown = token(sign_in(adviser).get(page_of(contact, form)))
    person = contact.person
    person.employer = "Martin"
    person.save()

    answer = take(contact, form, "tit_employeur", shown=shown)

    assert answer.status_code == 409
    assert lines(answer) == {
        "Employeur ou société": (
            ["Dupont", "Martin", "Durand Modifié dans le dossier depuis l’impression"],
            False,
        )
    }
    person.refresh_from_db()
    assert person.employer == "Martin"


def test_a_doubtful_answer_is_corrected_on_the_spot(contact, printed, came, take, sign_in, adviser):
    form = came({"fisc_rfr": "125k"}, printed(contact))
    page = lines(sign_in(adviser).get(page_of(contact, form)))
    assert page["Revenu fiscal de référence (€)"][1] is False

    again = take(contact, form, "fisc_rfr", **{"text-fisc_rfr": "beaucoup"})
    assert again.status_code == 422
    assert "« beaucoup »" in again.content.decode().replace("\u202f", " ")

    take(contact, form, "fisc_rfr", **{"text-fisc_rfr": "125 000"})
    contact.person.refresh_from_db()
    assert contact.person.reference_tax_income == 125_000


def test_an_answer_that_no_folder_takes_is_said_before_and_corrected(
    contact, printed, came, take, sign_in, adviser
):
    form = came({"tit_naissance_pays": "Syldavie"}, printed(contact))
    (line,) = lines(sign_in(adviser).get(page_of(contact, form))).values()
    assert "n’est pas un pays de la liste" in line[0][2]
    assert line[1] is False

    take(contact, form, "tit_naissance_pays", **{"text-tit_naissance_pays": "belgique"})

    contact.person.refresh_from_db()
    assert contact.person.birth_country == "BE"


def test_nothing_ticked_is_said(contact, printed, came, take):
    answer = take(contact, came({"tit_employeur": "Durand"}, printed(contact)))

    assert answer.status_code == 422
    assert "Cochez ce qui est à reprendre du Recueil." in answer.content.decode()


@pytest.mark.parametrize(
    ("button", "ticked"), [("every", [True, True, False]), ("none", [False, False, True])]
)
def test_a_button_ticks_a_whole_group_without_a_script(
    contact, printed, came, sign_in, adviser, button, ticked
):
    form = came(
        {"tit_employeur": "", "tit_secteur": "Acier", "adr_ville": "Brest"}, printed(contact)
    )
    client = sign_in(adviser)
    sent = {"take": ["tit_secteur"], button: "employment"}
    if button == "none":
        sent["take"].append("adr_ville")

    answer = client.post(page_of(contact, form), sent)

    told = lines(answer)
    labels = ["Employeur ou société", "Secteur d’activité", "Ville"]
    assert [told[label][1] for label in labels] == ticked
    assert not Change.objects.exists()


def test_a_form_that_says_nothing_new_can_be_kept(contact, printed, came, take, sign_in, adviser):
    form = came({}, printed(contact))
    answer = sign_in(adviser).get(page_of(contact, form))
    assert lines(answer) == {}
    assert "Le dossier dit déjà tout ce que dit ce Recueil." in answer.content.decode()

    take(contact, form)

    assert Document.objects.get().contact == contact
    assert not Change.objects.exists()


def test_an_imported_form_is_said_to_be_with_its_day(
    contact, printed, came, take, sign_in, adviser
):
    issue = printed(contact)
    form = came({"tit_employeur": "Durand"}, issue)
    take(contact, form, "tit_employeur")
    again = came({"tit_employeur": "Durand", "tit_secteur": "Acier"}, issue)
    again.sha256 = Document.objects.get().sha256
    again.save()
    day = timezone.localdate().strftime("%d/%m/%Y")

    answer = sign_in(adviser).get(page_of(contact, again))
    assert f"Ce Recueil a déjà été importé le {day}" in answer.content.decode()
    back = sign_in(adviser).get(page_of(contact, form), follow=True)
    assert [str(message) for message in back.context["messages"]] == [
        f"Ce Recueil a été importé le {day}."
    ]


def test_a_form_printed_for_another_contact_leads_to_that_one(
    contact, printed, came, sign_in, adviser
):
    other = PersonFactory(by=adviser, last_name="Durand", first_name="Paul")
    form = came({"tit_employeur": "X"}, printed(other))

    answer = sign_in(adviser).get(page_of(contact, form))

    assert answer.status_code == 422
    page = html.fromstring(answer.content)
    assert "rempli pour un autre contact" in page.text_content()
    assert page_of(other, form) in page.xpath("//main//a/@href")


@pytest.mark.security(15)
def test_a_form_printed_for_a_hidden_folder_is_no_form(contact, printed, came, sign_in, adviser):
    other = PersonFactory(by=adviser, last_name="Durand")
    form = came({"tit_employeur": "X"}, printed(other))
    hide(other, adviser)

    assert sign_in(adviser).get(page_of(contact, form)).status_code == 404


def hide(contact, user):
    """Take a folder out of the user's sight."""
    contact.lead_adviser = type(user).objects.night()
    contact.is_private = True
    contact.save()


def test_a_form_of_the_other_kind_of_contact_is_refused(adviser, came, sign_in):
    company = CompanyFactory(by=adviser)

    answer = sign_in(adviser).get(page_of(company, came({"tit_nom": "X"})))

    assert answer.status_code == 422
    assert "celui d’une personne physique" in answer.content.decode()


def test_who_may_only_see_the_folder_may_not(contact, came, sign_in, manager, adviser):
    right = Permission.objects.get(codename="change_other_advisers_contacts")
    adviser.groups.get().permissions.remove(right)
    theirs = PersonFactory(by=manager)
    form = came({"tit_nom": "X"})
    client = sign_in(adviser)

    update = reverse("imports:fact-find-update", args=[theirs.pk])
    assert client.get(update).status_code == client.get(page_of(theirs, form)).status_code == 403


def test_another_user_s_form_is_none(contact, came, sign_in, colleague):
    form = came({"tit_nom": "X"})

    assert sign_in(colleague).get(page_of(contact, form)).status_code == 404


@pytest.mark.security(5)
def test_what_was_printed_of_a_spouse_who_is_hidden_now_is_neither_shown_nor_taken(
    contact, printed, came, take, sign_in, adviser
):
    spouse = PersonFactory(by=adviser, last_name="Zorglub", first_name="Paul", employer="Secret")
    Relationship.objects.create(contact=contact, kind=RelationKind.SPOUSE, other_contact=spouse)
    issue = printed(contact)
    document = Document(contact=contact, kind=DocumentKind.PRINTED, name="x.pdf", issue=issue)
    keep_document(document=document, content=b"x", tells_of=[spouse], by=adviser)
    form = came({"cjt_employeur": "Autre", "enf1_nom": "Y", "tit_employeur": "Durand"}, issue)
    hide(spouse, adviser)

    page = sign_in(adviser).get(page_of(contact, form))

    assert list(lines(page)) == ["Employeur ou société"]
    text = page.content.decode()
    assert "Zorglub" not in text
    assert "Secret" not in text
    take(contact, form, "tit_employeur", "cjt_employeur")
    spouse.person.refresh_from_db()
    assert spouse.person.employer == "Secret"


def test_a_row_that_came_since_is_no_line_of_the_form(
    contact, printed, came, take, sign_in, adviser
):
    Debt.objects.create(contact=contact, kind="PRO", lender="Banque", outstanding=9)
    issue = printed(contact)
    Debt.objects.create(contact=contact, kind="CONSO", lender="Nouveau")
    form = came({"pas1_capital": "7", "pas2_organisme": "Prêtor"}, issue)

    # What the folder has there is named beside the number of the line.
    page = lines(sign_in(adviser).get(page_of(contact, form)))
    assert [" ".join(label.split()) for label in page] == [
        "1. Capital restant dû (€) Crédit professionnel Banque",
        "2. Organisme",
    ]

    take(contact, form, "pas1_capital", "pas2_organisme")

    rows = Debt.objects.order_by("pk").values_list("kind", "lender", "outstanding")
    assert list(rows) == [
        ("PRO", "Banque", 7),
        ("CONSO", "Nouveau", None),
        ("AUTRE", "Prêtor", None),
    ]


def test_a_longer_list_of_changes_costs_no_more(
    contact, printed, came, sign_in, adviser, django_assert_num_queries
):
    issue = printed(contact)
    one = came({"tit_employeur": "Durand"}, issue)
    three = came({"tit_employeur": "A", "tit_secteur": "B", "tit_profession": "C"}, issue)
    client = sign_in(adviser)
    client.get(page_of(contact, one))

    with django_assert_num_queries(PAGE):
        client.get(page_of(contact, one))
    with django_assert_num_queries(PAGE):
        client.get(page_of(contact, three))


PAGE = 28


def test_a_situation_that_ends_a_couple_says_what_is_left_to_do(
    contact, husband, printed, came, take
):
    form = came({"fam_situation": "DIVORCE"}, printed(contact))

    answer = take(contact, form, "fam_situation")

    told = [str(message).replace("\u202f", " ") for message in answer.context["messages"]]
    assert told == [
        "1 réponse reprise du Recueil.",
        "La relation avec Paul Moreau reste ouverte : terminez-la dans Relations.",
    ]


def test_another_spouse_than_the_one_there_is_not_ticked(
    contact, husband, printed, came, sign_in, adviser
):
    form = came({"cjt_prenoms": "Karim", "cjt_naissance_date": "03/03/1975"}, printed(contact))

    told = lines(sign_in(adviser).get(page_of(contact, form)))

    assert [is_ticked for _cells, is_ticked in told.values()] == [False, False]
    for cells, _is_ticked in told.values():
        assert "Peut-être une autre personne" in cells[-1]


@pytest.mark.security(33)
def test_markup_in_a_form_is_text_wherever_it_is_shown(contact, came, take, sign_in, adviser):
    script, picture = '"><script>alert(1)</script>', "<img src=x onerror=alert(1)>"
    said = {"tit_nom": "Moreau", "tit_employeur": script, "fisc_rfr": picture}
    form, again = came(said), came(said)
    for one in (form, again):
        one.name = f"{script}.pdf"
        one.save()
    client = sign_in(adviser)
    pages = [
        client.get(reverse("imports:fact-find-received", args=[form.pk])),
        client.get(page_of(contact, form)),
        take(contact, form, "tit_employeur", note="on"),
        client.get(reverse("contacts:contact-follow-ups", args=[contact.pk])),
        client.get(reverse("documents:document-list", args=[contact.pk])),
        client.get(reverse("contacts:contact-history", args=[contact.pk])),
    ]
    for page in pages:
        assert page.status_code == 200
        text = page.content.decode()
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
