"""The page of a file: what its rows write, what is wrong with them, and nothing that is hidden."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from contacts.models import Keyword, ListValue
from imports.enums import ContactImportState, IssueCode, Outcome
from tests.imports.contact_import_pages.conftest import words

ROWS = "//table[contains(@class, 'import-rows')]/tbody/tr"
CAUSES = "//*[contains(@class, 'causes__what')]"


def page(one, query=""):
    return reverse("imports:contact-import-show", args=[one.pk]) + query


def whole(one):
    """Return where the page asks for its rows once it stands."""
    return page(one, "?rows=all")


def updated(contact, **values):
    return {"label": str(contact), "outcome": Outcome.UPDATED, "contact": contact.pk} | values


def test_each_row_says_what_it_writes(sent, sign_in, adviser, person):
    baker = ListValue.objects.create(firm_list="profession", label="Boulanger")
    golf = Keyword.objects.create(label="Golf")
    values = {
        "before": {"profession": None, "note": "Ancienne", "keywords": [], "lead_adviser": None},
        "after": {
            "profession": baker.pk,
            "note": "",
            "keywords": [golf.pk],
            "lead_adviser": adviser.pk,
        },
    }
    one = sent(
        [
            {
                "label": "MARTIN Luc",
                "after": {
                    "last_name": "Martin",
                    "birth_date": "1970-04-12",
                    "spouse_last_name": "Petit",
                },
            },
            updated(person("Moreau", "Anne"), **values),
        ]
    )
    assert words(sign_in(adviser).get(whole(one)), ROWS) == [
        "MARTIN Luc ligne 3 Créé Nom Martin Date de naissance 12/04/1970 Conjoint : Nom Petit",
        (
            "Anne Moreau ligne 4 Mis à jour Profession Boulanger Conseiller principal adviser "
            "Mots clés Golf Note Ancienne vide"
        ),
    ]


@pytest.mark.security(1)
def test_a_row_about_somebody_who_is_seen_no_more_tells_nothing(sent, sign_in, adviser, person):
    """Hidden since, deleted since, back since, or never there: to be analysed again."""
    hidden = person("Moreau", "Anne", by=sent.colleague, is_private=True)
    values = {"before": {"note": "Secret"}, "after": {"note": "Autre"}}
    one = sent(
        [
            updated(hidden, **values),
            updated(hidden, **values) | {"contact": 10**6},
            updated(person("Petit"), **values) | {"outcome": Outcome.DELETED},
        ]
    )
    client = sign_in(adviser)
    assert words(client.get(whole(one)), ROWS) == [
        "Anne Moreau ligne 3 À analyser de nouveau",
        "Anne Moreau ligne 4 À analyser de nouveau",
        "Anne Petit ligne 5 À analyser de nouveau",
    ]
    row = client.get(reverse("imports:contact-import-row", args=[one.pk, 3]))
    assert "Secret" not in row.text


@pytest.mark.security(1)
def test_the_number_of_a_spouse_who_is_seen_no_more_is_not_told(sent, sign_in, adviser, person):
    person("Moreau", "Paul", by=sent.colleague, is_private=True, client_number="P-1")
    person("Moreau", "Luc", client_number="L-1")
    wife, other = person("Moreau", "Anne"), person("Moreau", "Zoé")
    one = sent(
        [
            updated(wife, before={"spouse_client_number": "P-1"}, after={"note": "A"}),
            updated(wife, **number("P-1")),
            updated(other, **number("L-1")),
        ]
    )
    assert words(sign_in(adviser).get(whole(one)), ROWS + "//dd") == ["A", "N-2", "L-1 N-2"]


def number(before):
    return {"before": {"spouse_client_number": before}, "after": {"spouse_client_number": "N-2"}}


@pytest.mark.plays(
    "imports/queries/contact_import/causes.py::causes",
    "imports/queries/contact_import/showing.py::narrowed",
    "imports/queries/contact_import/showing.py::shown",
)
def test_causes_are_counted_and_lead_to_their_rows(sent, sign_in, adviser):
    wrong = (IssueCode.LIST, "PROFESSION", "Boulangr")
    one = sent(
        [
            {"outcome": Outcome.REFUSED, "issues": [wrong, (IssueCode.AMBIGUOUS, "", "Anne, Zoé")]},
            {"outcome": Outcome.REFUSED, "issues": [wrong]},
            {"issues": [(IssueCode.POST_CODE, "Adresse domicile Commune", "Pari")]},
        ]
    )
    client = sign_in(adviser)
    answer = client.get(page(one))
    assert words(answer, CAUSES) == [
        (
            "PROFESSION « Boulangr » n’est pas dans la liste : choisissez une valeur qui y figure. "
            "2 lignes , PROFESSION Boulangr"
        ),
        "Plusieurs contacts répondent à cette ligne : donnez le code dossier du bon. 1 ligne ,",
        (
            "Adresse domicile Commune Commune inconnue pour ce code postal : vérifiez l’une et "
            "l’autre. 1 ligne , Adresse domicile Commune"
        ),
    ]
    # Who it might be is named nowhere.
    assert "Zoé" not in answer.text
    rows = client.get(page(one, "?code=C_LIST&column=PROFESSION&text=Boulangr"))
    assert len(words(rows, ROWS)) == 2
    # What narrows the rows is said, and taken away.
    (chip,) = html.fromstring(rows.content).xpath("//*[contains(@class, 'chip--on')]")
    assert " ".join(chip.text_content().split()) == (
        "PROFESSION : « Boulangr » n’est pas dans la liste : choisissez une valeur qui y figure. "
        "(retirer ce filtre)"
    )
    assert chip.get("href") == page(one, "?rows=all#rows")
    assert len(words(client.get(page(one, "?code=x")), ROWS)) == 3


def test_causes_are_paged_both_ways(sent, sign_in, adviser):
    issues = [(IssueCode.LIST, "PROFESSION", f"Mot {n:02}") for n in range(13)]
    one = sent([{"outcome": Outcome.REFUSED, "issues": issues}])
    client = sign_in(adviser)
    ways = "//*[@id='causes']/p/a"
    assert words(client.get(page(one)), ways) == ["Voir les causes suivantes"]
    last = client.get(page(one, "?causes=12"))
    assert words(last, ways) == ["Voir les causes précédentes"]
    (back,) = html.fromstring(last.content).xpath("//*[@class='causes__form']//*[@name='back']")
    assert back.get("value") == "?causes=12"
    # Once those of the last page are put right, the first ones come.
    assert len(words(client.get(page(one, "?causes=24")), CAUSES)) == 12


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_the_rows(sent, sign_in, adviser, person, rows):
    baker = ListValue.objects.create(firm_list="profession", label="Boulanger")
    one = sent(
        [
            updated(
                person(f"Moreau {n}"),
                before={"profession": None, "lead_adviser": adviser.pk},
                after={"profession": baker.pk, "lead_adviser": None},
                issues=[(IssueCode.LIST, "PROFESSION", f"Mot {n}")],
            )
            for n in range(rows)
        ]
    )
    client = sign_in(adviser)
    counted = []
    for address in (page(one), whole(one)):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counted.append(len(asked))
    assert counted == [7, 12]


def test_a_page_begins_with_what_is_to_be_looked_at(sent, sign_in, adviser):
    """The rows come once it stands: all of them, or those that were asked for."""
    one = sent([{"issues": [(IssueCode.LIST, "PROFESSION", "Boulangr")]}])
    client = sign_in(adviser)
    first = client.get(page(one))
    assert (len(words(first, CAUSES)), words(first, ROWS)) == (1, [])
    assert words(first, f"//*[@id='whole'][@hx-get='{whole(one)}']/p/a") == ["Voir les lignes"]
    part = client.get(whole(one), headers={"HX-Request": "true"})
    assert len(words(part, "//*[@id='whole']" + ROWS)) == 1
    assert "<html" not in part.text
    for query in ("?rows=all", "?outcome=new", "?code=C_LIST", "?after=2"):
        assert len(words(client.get(page(one, query)), "//*[@id='whole']" + ROWS)) == 1


def test_rows_are_paged_and_narrowed_by_outcome(sent, sign_in, adviser):
    one = sent([{"label": f"M{n}"} for n in range(21)] + [{"outcome": Outcome.UNCHANGED}])
    client = sign_in(adviser)
    first = client.get(page(one, "?outcome=new"))
    assert len(words(first, ROWS)) == 20
    assert words(first, "//*[@class='chips']/a") == ["Créés 21 (retirer ce filtre)", "Inchangés 1"]
    assert words(client.get(page(one, "?outcome=new&after=22")), ROWS) == ["M20 ligne 23 Créé"]


def test_nobody_else_knows_of_a_file(sent, sign_in, adviser, administrator, assistant):
    one = sent([{"outcome": Outcome.REFUSED}])
    for somebody in (administrator, assistant):
        client = sign_in(somebody)
        assert client.get(page(one)).status_code == 404
        rejects = client.get(reverse("imports:contact-import-rejects", args=[one.pk]))
        assert rejects.status_code == 404
        assert (
            client.get(reverse("imports:contact-import-row", args=[one.pk, 3])).status_code == 404
        )
        assert b"clients.xlsx" not in client.get(reverse("imports:contact-import-list")).content
    adviser.groups.clear()
    assert sign_in(adviser).get(page(one)).status_code == 403


def test_the_list_says_where_each_file_stands(sent, sign_in, adviser, colleague):
    sent(by=colleague, name="autre.csv")
    sent(name="neuf.csv")
    sent([{}], name="lu.csv")
    sent(
        [{}],
        name="fait.csv",
        state=ContactImportState.IMPORTED,
        imported_at="2026-11-29T10:00:00Z",
    )
    answer = sign_in(adviser).get(reverse("imports:contact-import-list"))
    assert [line.split(" ")[0] for line in words(answer, "//tbody/tr")] == [
        "fait.csv",
        "lu.csv",
        "neuf.csv",
    ]
    assert words(answer, "//tbody/tr/td[1]") == ["Importé le 29/11/2026", "Analysé", "Chargé"]
