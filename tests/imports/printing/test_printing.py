"""Printing forms: what goes out, what is remembered of it, and to whom."""

import re
from io import BytesIO

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from contacts.models import RelatedPerson
from imports.fact_find.mark import BLANK, NAME, parse
from imports.fact_find.prefilling import FIRM
from imports.models import Document, FormIssue
from imports.queries.fact_find.signing import known_keys

pytestmark = pytest.mark.django_db

ENTRY = "Imprimer le Recueil d’Information Client prérempli"
PAGES = (
    *("contact-general", "contact-coordinates", "contact-relations", "contact-follow-ups"),
    "contact-history",
)


def address(contact):
    return reverse("documents:form-print", args=[contact.pk])


def fields(content):
    """Return what stands in each field of a form."""
    form = PdfReader(BytesIO(content), strict=True).root_object["/AcroForm"]
    found = (one.get_object() for one in form["/Fields"])
    return {one["/T"]: str(one.get("/V", "")).removeprefix("/") for one in found}


def filled(content):
    unsaid = {"", "NR", "Off"}
    said = fields(content)
    return {
        name: text for name, text in said.items() if name not in {NAME, FIRM} and text not in unsaid
    }


def test_printed_form_is_taken_away_and_remembered(person, adviser, sign_in):
    anne = person("Lefèvre-Œuvrard", "Łucja", birth_name="50 € / an")
    answer = sign_in(adviser).post(address(anne), follow=True)
    values = {
        "tit_nom": "Lefèvre-Œuvrard",
        "tit_nom_naissance": "50 € / an",
        "tit_prenoms": "Łucja",
    }
    issue, document = FormIssue.objects.get(), Document.objects.get()
    assert filled(answer.content) == issue.values == values
    assert (issue.contact, issue.issued_by, issue.form, issue.version) == (
        anne,
        adviser,
        "RIC-PP",
        1,
    )
    assert (document.contact, document.kind, document.issue) == (anne, "printed", issue)
    assert (document.added_by, document.size) == (adviser, len(answer.content))
    assert document.name == f"Recueil Łucja Lefèvre-Œuvrard {timezone.localdate()}.pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Recueil%20%C5%81")


def test_mark_names_the_issue_and_proves_that_it_is_ours(person, adviser, sign_in):
    answer = sign_in(adviser).post(address(person()), follow=True)
    mark = parse(fields(answer.content)[NAME])
    assert (mark.identity, mark.ref) == ("RIC-PP/1", FormIssue.objects.get().ref)
    assert mark.is_ours(known_keys())


def test_name_of_the_file_holds_no_sign_that_a_system_refuses(organisation, adviser, sign_in):
    sign_in(adviser).post(address(organisation('A/B : "C" <D>\\')))
    assert Document.objects.get().name == f"Recueil A B C D {timezone.localdate()}.pdf"


def test_two_clicks_print_once(person, adviser, sign_in):
    anne, client = person(), sign_in(adviser)
    page = client.get(reverse("contacts:contact-general", args=[anne.pk])).content.decode()
    menu = page[page.index("folderhead__more") : page.index("</header>", page.index(ENTRY))]
    (token,) = re.findall(r'name="form_token" value="([^"]+)"', menu)
    first = client.post(address(anne), {"form_token": token})
    second = client.post(address(anne), {"form_token": token})
    assert first["Location"] == second["Location"]
    assert (FormIssue.objects.count(), Document.objects.count()) == (1, 1)
    client.post(address(anne))
    assert FormIssue.objects.count() == 2


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_folder_prints_it_for_whoever_sees_it(person, colleague, sign_in, name):
    anne = person()
    for profile in colleague.groups.all():
        profile.permissions.remove(
            *profile.permissions.filter(codename="change_other_advisers_contacts")
        )
    client = sign_in(colleague)
    page = client.get(reverse(f"contacts:{name}", args=[anne.pk])).content.decode()
    assert f'formaction="{address(anne)}"' in page
    assert reverse("contacts:contact-delete", args=[anne.pk]) not in page
    assert client.post(address(anne)).status_code == 302


def test_hidden_folder_prints_nothing(person, colleague, sign_in):
    assert sign_in(colleague).post(address(person(is_private=True))).status_code == 404
    assert FormIssue.objects.count() == 0
    assert sign_in(colleague).get(address(person())).status_code == 405


@pytest.mark.security(14)
def test_form_of_a_public_folder_holds_nothing_of_its_private_spouse(
    person, related, adviser, colleague, sign_in
):
    """Neither when the spouse's own adviser prints it."""
    anne = person("Marchand", "Louise", marital_status="married")
    related(anne, person("Zorglubine", "Philomène", is_private=True))
    said = {"tit_nom": "Marchand", "tit_prenoms": "Louise", "fam_situation": "MARIE"}
    for user in (adviser, colleague):
        answer = sign_in(user).post(address(anne), follow=True)
        assert filled(answer.content) == said
    assert [issue.values for issue in FormIssue.objects.all()] == [said, said]
    assert [one.subjects.count() for one in Document.objects.all()] == [0, 0]


def test_form_with_the_spouse_is_theirs_too(person, related, adviser, sign_in):
    anne, paul = person("Moreau"), person("Moreau", "Paul")
    related(anne, paul)
    related(anne, RelatedPerson(last_name="Moreau", first_name="Zoé"), "child")
    sign_in(adviser).post(address(anne))
    document = Document.objects.get()
    assert [one.contact for one in document.subjects.all()] == [paul]
    assert sorted(document.issue.rows) == ["asset", "child", "debt", "property"]


def test_history_tells_that_it_was_printed(person, adviser, sign_in):
    anne, client = person(), sign_in(adviser)
    client.post(address(anne))
    page = client.get(reverse("contacts:contact-history", args=[anne.pk])).content.decode()
    assert "a imprimé le Recueil d’Information Client" in page


@pytest.mark.parametrize(
    ("kind", "identity", "name"),
    [
        ("person", "RIC-PP/1", "Recueil vierge, personne physique.pdf"),
        ("organisation", "RIC-PM/1", "Recueil vierge, personne morale.pdf"),
    ],
)
def test_contacts_page_prints_blank_forms(adviser, sign_in, kind, identity, name):
    client, blank = sign_in(adviser), reverse("documents:form-blank", args=[kind])
    assert f'href="{blank}"' in client.get(reverse("contacts:contact-list")).content.decode()
    with override_settings(FIRM_NAME="Cabinet Œuvrard"):
        answer = client.get(blank)
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert filled(answer.content) == {}
    assert fields(answer.content)[FIRM] == "Cabinet Œuvrard"
    mark = parse(fields(answer.content)[NAME])
    assert (mark.identity, mark.ref, mark.is_ours(known_keys())) == (identity, BLANK, True)
    assert FormIssue.objects.count() == 0


def test_firm_that_gave_no_name_prints_none(adviser, sign_in, settings):
    settings.FIRM_NAME = settings.PRODUCT_NAME
    answer = sign_in(adviser).get(reverse("documents:form-blank", args=["person"]))
    assert fields(answer.content)[FIRM] == ""
