"""Where each page of an import of contacts leads: to what is not read, not done, or refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from imports.enums import IssueCode, Outcome, RowChoice
from imports.models import ContactImport
from tests.imports.contact_import_pages.conftest import words
from tests.imports.contact_import_pages.test_show import page, whole
from tests.jobs.conftest import work_off

LIST = reverse("imports:contact-import-list")
VANISHES = [(IssueCode.VANISHES, "Dossier privé", "")]


def links(answer, path):
    found = html.fromstring(answer.content).xpath(f"{path}//a")
    return [(" ".join(each.text_content().split()), each.get("href")) for each in found]


def confirmed(client, one):
    return client.get(reverse("imports:contact-import-confirm", args=[one.pk]))


def test_unknown_columns_lead_to_where_they_are_told(sent, sign_in, adviser):
    one = sent([{}], heads=["Client Nom", "Client Prénom", "Yacht", "Golf"], left=["Une feuille"])
    answer = sign_in(adviser).get(whole(one))
    told = "Les colonnes Yacht, Golf, inconnues : dites plus bas ce qu’elles remplissent."
    assert links(answer, "//div[contains(@class, 'message--warn')]") == [(told, "#import-heads")]
    assert len(html.fromstring(answer.content).xpath("//details//*[@id='import-heads']")) == 1
    assert words(answer, "//div[contains(@class, 'message--warn')]//li") == [told, "Une feuille"]


def test_one_button_of_the_analysis_is_the_primary_one(sent, sign_in, adviser):
    issues = [(IssueCode.LIST, "PROFESSION", "Boulangr")]
    one = sent([{"outcome": Outcome.REFUSED, "issues": issues}])
    answer = sign_in(adviser).get(whole(one))
    assert words(answer, "//main//*[contains(@class, 'btn-primary')]") == ["Importer"]
    assert "Relire ces lignes" in words(answer, "//main//button")


def test_what_is_not_done_leads_to_its_rows(sent, sign_in, adviser):
    one = sent(
        [
            {},
            {"outcome": Outcome.REFUSED},
            {"outcome": Outcome.DOUBLE},
            {"outcome": Outcome.DOUBLE, "choice": RowChoice.LEAVE},
        ]
    )
    assert links(confirmed(sign_in(adviser), one), "//div[contains(@class, 'message--warn')]") == [
        ("1 ligne refusée", page(one, "?outcome=refused#rows")),
        (
            "1 ligne sur un contact supprimé ou un doublon probable, dont rien n’est décidé",
            page(one, "?outcome=double#rows"),
        ),
        ("1 ligne que vous laissez de côté", page(one, "?outcome=double#rows")),
    ]


@pytest.mark.parametrize(
    ("row", "vanishes"),
    [
        ({}, True),
        ({"outcome": Outcome.DOUBLE, "choice": RowChoice.CREATE}, True),
        ({"outcome": Outcome.DOUBLE}, False),
        ({"outcome": Outcome.DOUBLE, "choice": RowChoice.LEAVE}, False),
        ({"outcome": Outcome.REFUSED}, False),
    ],
)
def test_only_a_row_that_is_imported_takes_its_folder_out_of_sight(
    sent, sign_in, adviser, row, vanishes
):
    one = sent([{}, {"issues": VANISHES} | row])
    assert ("devient privé sans vous" in confirmed(sign_in(adviser), one).text) == vanishes


def test_a_file_that_cannot_be_read_says_so_and_leads_to_another(sign_in, adviser):
    client = sign_in(adviser)
    client.post(LIST, {"file": SimpleUploadedFile("a.xlsx", b"\x89PNG")})
    one = ContactImport.objects.get()
    options = {"mode": "update", "match_by": "both", "refuse": "good"}
    client.post(reverse("imports:contact-import-analyse", args=[one.pk]), options)
    work_off()
    answer = client.get(page(one))
    assert "abîmé" in words(answer, "//div[contains(@class, 'message--danger')]")[0]
    assert links(answer, "//main/div[@class='toolbar']") == [("Envoyer un autre fichier", LIST)]
    assert words(client.get(LIST), "//tbody//td[1]") == ["Non lu"]
