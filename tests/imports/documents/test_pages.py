"""Documents in Suivi: what stands there, opening it, taking it out and back."""

from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts.actions.assignment import follow_assignments
from contacts.models import Change
from imports.enums import DocumentKind
from imports.fact_find.reasons import Remark
from imports.fact_find.values import Doubt
from imports.models import Document, ReceivedForm
from imports.queries import documents as queries
from imports.queries.fact_find.reports import report_on
from imports.queries.fact_find_messages import doubt, remark
from persistence.models import save_as

pytestmark = pytest.mark.django_db


def suivi(contact):
    return reverse("contacts:contact-follow-ups", args=[contact.pk])


def listed(contact):
    return reverse("documents:document-list", args=[contact.pk])


def fetched(document, name="document-fetch"):
    return reverse(f"documents:{name}", args=[document.contact_id, document.pk])


def listed_names(page):
    return [row["document"].name for row in page.context["documents"]]


def answered(client, document):
    return client.get(fetched(document)).status_code


def test_suivi_shows_the_newest_documents_and_leads_to_all(
    keep, person, adviser, sign_in, monkeypatch
):
    monkeypatch.setattr(queries, "SHOWN", 2)
    anne = person()
    for name in ("one.pdf", "two.pdf", "three.pdf"):
        keep(anne, name, kind=DocumentKind.PRINTED)
    page = sign_in(adviser).get(suivi(anne)).content.decode()
    assert "Imprimé" in page
    assert page.index("three.pdf") < page.index("two.pdf")
    assert "one.pdf" not in page
    assert f'href="{listed(anne)}"' in page


def test_list_goes_on_page_by_page(keep, person, adviser, sign_in, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    anne = person()
    rows = [keep(anne, f"{n}.pdf") for n in range(3)]
    client = sign_in(adviser)
    first = client.get(listed(anne))
    assert listed_names(first) == ["2.pdf", "1.pdf"]
    assert first.context["next_url"] == f"?after={rows[1].pk}"
    last = client.get(listed(anne) + first.context["next_url"])
    assert listed_names(last) == ["0.pdf"]
    assert last.context["previous_url"] == f"?before={rows[0].pk}"


@pytest.mark.parametrize("count", [1, 3])
def test_list_reads_its_rows_at_once(
    keep, person, adviser, sign_in, count, django_assert_num_queries
):
    anne = person()
    for _n in range(count):
        keep(anne)
    client = sign_in(adviser)
    client.get(listed(anne))
    with django_assert_num_queries(7):
        client.get(listed(anne))


@pytest.mark.security(37)
def test_file_is_taken_away_and_never_opened_in_the_page(keep, person, adviser, sign_in):
    document = keep(person(), "Recueil d’Anne.pdf", content=b"%PDF-1.7 <script>")
    answer = sign_in(adviser).get(fetched(document))
    assert answer.content == b"%PDF-1.7 <script>"
    assert answer["Content-Type"] == "application/pdf"
    name = quote("Recueil d’Anne.pdf")
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))


@pytest.mark.security(13)
def test_file_is_asked_for_through_the_rule_each_time(keep, person, adviser, colleague, sign_in):
    anne, paul = person(), person("Moreau", "Paul")
    document = keep(anne, "couple.pdf", tells_of=[paul])
    client = sign_in(colleague)
    assert answered(client, document) == 200
    paul.is_private = True
    save_as(paul, adviser)
    follow_assignments([paul])
    assert answered(client, document) == 404
    assert "couple.pdf" not in client.get(suivi(anne)).content.decode()
    history = client.get(reverse("contacts:contact-history", args=[anne.pk])).content.decode()
    assert "couple.pdf" not in history
    assert "couple.pdf" in (
        sign_in(adviser).get(reverse("contacts:contact-history", args=[anne.pk])).content.decode()
    )


def test_document_of_another_folder_is_not_found_under_this_one(keep, person, adviser, sign_in):
    anne, document = person(), keep(person("Autre"))
    address = reverse("documents:document-fetch", args=[anne.pk, document.pk])
    assert sign_in(adviser).get(address).status_code == 404


def test_file_that_is_gone_is_said_to_be(keep, person, adviser, sign_in, files):
    document = keep(person())
    (files / document.file).unlink()
    page = sign_in(adviser).get(fetched(document), follow=True).content.decode()
    assert "Ce fichier n’est plus là\u202f: prévenez l’administrateur." in page


def test_deleted_document_leaves_its_folder_and_comes_back(keep, person, adviser, sign_in, files):
    document = keep(person(), "recueil.pdf")
    client = sign_in(adviser)
    assert "recueil.pdf" in client.get(fetched(document, "document-delete")).content.decode()
    gone = client.post(fetched(document, "document-delete"), follow=True).content.decode()
    assert "Le document est supprimé." in gone
    assert answered(client, document) == 404
    change = Change.objects.get()
    undo = reverse("contacts:change-undo", args=[change.pk])
    assert f'action="{undo}"' in gone
    recent = client.get(reverse("contacts:change-list")).content.decode()
    assert "Document supprimé" in recent
    back = client.post(undo, follow=True)
    assert back.redirect_chain == [(suivi(document.contact), 302)]
    assert "Le document est de retour." in back.content.decode()
    assert answered(client, document) == 200


def test_deletion_is_taken_back_by_whom_it_exists_for(keep, person, adviser, colleague, sign_in):
    document = keep(person())
    sign_in(adviser).post(fetched(document, "document-delete"))
    undo = reverse("contacts:change-undo", args=[Change.objects.get().pk])
    assert sign_in(colleague).post(undo).status_code == 404
    assert Document.objects.count() == 0


def test_whoever_only_sees_the_folder_reads_and_does_not_delete(keep, person, colleague, sign_in):
    document = keep(person(), "recueil.pdf")
    for profile in colleague.groups.all():
        profile.permissions.remove(
            *profile.permissions.filter(codename="change_other_advisers_contacts")
        )
    client = sign_in(colleague)
    assert answered(client, document) == 200
    for address in (suivi(document.contact), listed(document.contact)):
        page = client.get(address).content.decode()
        assert "recueil.pdf" in page
        assert fetched(document, "document-delete") not in page
    assert client.get(fetched(document, "document-delete")).status_code == 403
    assert client.post(fetched(document, "document-delete")).status_code == 403
    assert Document.objects.count() == 1


def test_history_tells_what_came_and_went(keep, person, adviser, sign_in):
    anne = person()
    document = keep(anne, "came.pdf")
    client = sign_in(adviser)
    client.post(fetched(document, "document-delete"))
    page = client.get(reverse("contacts:contact-history", args=[anne.pk])).content.decode()
    assert "a ajouté le document came.pdf" in page
    assert "a supprimé le document came.pdf" in page


def test_document_that_came_back_tells_what_was_read_of_it(keep, person, adviser, sign_in):
    texts = {"tit_nom": "Moreau", "tit_naissance_date": "31/02/1980", "tit_email": ""}
    received = ReceivedForm(
        form="RIC-PP",
        version=1,
        received_at=timezone.now(),
        answers={
            "texts": texts,
            "doubts": {"fam_contrat": "two_answers"},
            "remarks": ["annotations"],
        },
    )
    anne = person()
    keep(anne, "rendu.pdf", report=report_on(received))
    keep(anne, "imprime.pdf")
    rows = sign_in(adviser).get(listed(anne)).context["documents"]
    assert [(row["document"].name, row["report"]) for row in rows] == [
        ("imprime.pdf", []),
        (
            "rendu.pdf",
            [
                "2 réponses ont été lues.",
                "Contrat notarié\u202f: Deux réponses sont cochées. Choisissez-en une.",
                f"Né(e) le (JJ/MM/AAAA)\u202f: {doubt(Doubt.NO_DATE, '31/02/1980')}",
                remark(Remark.ANNOTATIONS),
            ],
        ),
    ]
    assert "2 réponses ont été lues." in sign_in(adviser).get(suivi(anne)).content.decode()
