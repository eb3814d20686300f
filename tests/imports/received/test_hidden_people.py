"""A form that came back tells of others too: what of it is told to whom, and where."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from lxml import html

from contacts.actions.assignment import follow_assignments
from contacts.actions.undoing import undo
from contacts.enums import RelationKind
from contacts.errors import CannotUndo
from contacts.models import Change, Contact, FollowUp, Relationship
from imports.actions.documents import keep_document
from imports.actions.fact_find.creation import Accepted, create_from_form
from imports.enums import DocumentKind
from imports.fact_find.values import answer
from imports.models import Document, FormIssue, ReceivedForm
from imports.queries.fact_find.facts import facts_of, form_for
from imports.queries.fact_find.received import taken_before
from tests.factories import CompanyFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.DOCUMENTS = tmp_path / "documents"


@pytest.fixture
def printed(adviser):
    """Print a form for a contact as its page does, without drawing it."""

    def printed(contact):
        facts = facts_of(contact, adviser)
        issue = FormIssue.objects.create(
            ref=f"{FormIssue.objects.count() + 1:032x}",
            form="RIC-PP" if contact.is_person else "RIC-PM",
            version=1,
            contact=contact,
            issued_by=adviser,
            values=facts.values,
            rows=facts.rows,
            years=facts.years,
        )
        document = Document(
            contact=contact, kind=DocumentKind.PRINTED, name="imprime.pdf", issue=issue
        )
        keep_document(document=document, content=b"x", tells_of=facts.told, by=adviser)
        return issue

    return printed


@pytest.fixture
def came(adviser, received_forms):
    """Let a form come back with these answers beside those printed in it."""

    def came(texts, issue=None, *, form="RIC-PP", by=adviser):
        received_forms.mkdir(exist_ok=True)
        name = f"{ReceivedForm.objects.count():032x}"
        (received_forms / name).write_bytes(b"%PDF-recueil")
        said = (issue.values if issue else {}) | texts
        return ReceivedForm.objects.create(
            uploader=by,
            file=name,
            name="recueil.pdf",
            size=12,
            sha256=name * 2,
            form=form,
            version=1,
            issue=issue,
            answers={"texts": said, "doubts": {}, "remarks": []},
        )

    return came


def page_of(contact, form):
    return reverse("imports:fact-find-compare", args=[contact.pk, form.pk])


@pytest.fixture
def take(sign_in, adviser):
    """Take answers as the page offers them."""

    def take(contact, form, *names, by=adviser, **more):
        client, page = sign_in(by), page_of(contact, form)
        (shown,) = html.fromstring(client.get(page).content).xpath("//input[@name='shown']")
        sent = {"take": list(names), "shown": shown.get("value")} | more
        assert client.post(page, sent).status_code == 302

    return take


@pytest.fixture
def changes_all(colleague):
    """Let the colleague change the folders of others too."""
    right = Permission.objects.get(codename="change_other_advisers_contacts")
    colleague.user_permissions.add(right)
    return colleague


def hide(contact, keeper):
    """Make a folder private, of somebody else's alone."""
    contact.refresh_from_db()
    contact.lead_adviser, contact.is_private = keeper, True
    contact.save()


def related(contact, other, kind=RelationKind.SPOUSE, **values):
    return Relationship.objects.create(contact=contact, kind=kind, other_contact=other, **values)


@pytest.mark.security(5, 19)
def test_note_holds_what_was_written_in_its_own_folder_alone(adviser, came, take):
    """Of a spouse with a folder, and of a child with one, their folders have notes of their own."""
    anne = PersonFactory(by=adviser, last_name="Moreau", first_name="Anne")
    spouse = PersonFactory(by=adviser, last_name="Zorglub", first_name="Paul", is_private=True)
    child = PersonFactory(by=adviser, last_name="Zorglub", first_name="Léa", is_private=True)
    related(anne, spouse)
    related(anne, child, RelationKind.CHILD)
    form = came(
        {
            "tit_employeur": "Durand",
            "cjt_employeur": "Secret SA",
            "rev_salaires_conjoint": "77 777",
            "enf1_prenom": "Léa",
            "enf1_nom": "Secrète",
            "enf1_lien": "COMMUN",
        }
    )

    take(
        anne,
        form,
        *("tit_employeur", "cjt_employeur", "rev_salaires_conjoint"),
        *("enf1_nom", "enf1_lien"),
        note="on",
    )

    texts = {note.contact: note.text for note in FollowUp.objects.all()}
    assert texts.keys() == {anne, spouse, child}
    assert "Durand" in texts[anne]
    assert [word for word in ("Secr", "77", "Enfant", "nion") if word in texts[anne]] == []
    assert "Secret SA" in texts[spouse]
    assert "77" in texts[spouse]
    assert "Secrète" in texts[child]
    assert "Durand" not in texts[spouse] + texts[child]
    assert "1 réponse" in texts[anne]


@pytest.mark.security(14)
@pytest.mark.parametrize("is_private", [True, False])
def test_form_that_tells_of_a_spouse_is_theirs_too_whatever_is_taken(
    is_private, adviser, manager, colleague, came, take
):
    """A blank one as well, in which the client wrote what the spouse's folder says already."""
    anne = PersonFactory(by=adviser, last_name="Moreau")
    paul = PersonFactory(by=adviser, last_name="Zorglub", first_name="Paul", is_private=is_private)
    related(anne, paul)
    said = {"cjt_nom": "Zorglub", "cjt_prenoms": "Paul", "tit_employeur": "Durand"}
    take(anne, came(said), "tit_employeur")
    take(anne, came({"tit_employeur": "Martin"}), "tit_employeur")

    if not is_private:
        hide(paul, manager)

    told, other = Document.objects.order_by("pk")
    assert list(Document.objects.visible_to(colleague)) == [other]
    assert told.subjects.get().contact == paul


TWO_SPOUSES = "deux conjoints"


@pytest.mark.security(14)
@pytest.mark.parametrize("kind", [RelationKind.SPOUSE, RelationKind.CHILD])
def test_form_about_somebody_near_is_of_each_whom_the_answer_may_be_about(
    kind, adviser, colleague, came, take, sign_in
):
    """Of two spouses, and of a child who died, the form that is printed tells nothing."""
    anne = PersonFactory(by=adviser, last_name="Moreau")
    seen = PersonFactory(by=adviser, last_name="Public")
    hidden = PersonFactory(by=adviser, last_name="Zorglub", is_private=True)
    hidden.person.death_date = "2020-01-01" if kind == RelationKind.CHILD else None
    hidden.person.save()
    related(anne, seen, kind)
    related(anne, hidden, kind)
    about = "cjt_nom" if kind == RelationKind.SPOUSE else "enf1_prenom"

    take(anne, came({about: "Zorglub", "tit_employeur": "Durand"}), "tit_employeur")
    take(anne, came({"tit_employeur": "Martin"}), "tit_employeur")

    told, other = Document.objects.order_by("pk")
    assert {row.contact for row in told.subjects.all()} == {seen, hidden}
    assert list(Document.objects.visible_to(colleague)) == [other]
    client = sign_in(colleague)
    assert "Zorglub" not in client.get(reverse("documents:document-list", args=[anne.pk])).text
    fetch = reverse("documents:document-fetch", args=[anne.pk, told.pk])
    assert client.get(fetch).status_code == 404


@pytest.mark.security(14)
def test_why_an_answer_about_a_spouse_was_not_taken_is_not_kept(adviser, came, take, sign_in):
    """It depends on whom the importer sees: the page says it to them, the document to nobody."""
    anne = PersonFactory(by=adviser, last_name="Moreau")
    for name in ("Public", "Zorglub"):
        related(anne, PersonFactory(by=adviser, last_name=name))
    form = came({"cjt_nom": "Autre", "tit_employeur": "Durand"})
    assert TWO_SPOUSES in sign_in(adviser).get(page_of(anne, form)).text

    take(anne, form, "tit_employeur")

    left_out = {name: why for name, _text, why in Document.objects.get().report["left_out"]}
    assert left_out["cjt_nom"] == ""


@pytest.mark.security(5)
def test_representative_who_is_hidden_now_is_neither_shown_nor_taken(
    adviser, manager, printed, came, sign_in
):
    firm = CompanyFactory(by=adviser)
    head = PersonFactory(by=adviser, last_name="Zorglub", first_name="Paul")
    related(firm, head, RelationKind.REPRESENTATIVE, note="Président")
    issue = printed(firm)
    form = came({"rep_nom": "Autre", "soc_sigle": "CM"}, issue, form="RIC-PM")
    hide(head, manager)

    page = sign_in(adviser).get(page_of(firm, form))

    assert "Zorglub" not in page.content.decode()
    assert b'id="take-soc_sigle"' in page.content
    assert b'id="take-rep_nom"' not in page.content


@pytest.mark.security(6)
def test_undo_leaves_a_relation_with_a_folder_that_is_hidden_now(
    adviser, manager, printed, came, take, sign_in
):
    anne = PersonFactory(by=adviser, last_name="Moreau")
    kept = PersonFactory(by=adviser, last_name="Moreau", first_name="Léa")
    gone = PersonFactory(by=adviser, last_name="Moreau", first_name="Tom")
    row = related(anne, kept, RelationKind.CHILD)
    related(anne, gone, RelationKind.CHILD)
    form = came(
        {
            "enf1_lien": "COMMUN",
            **dict.fromkeys(("enf2_nom", "enf2_prenom"), ""),
            "tit_employeur": "Durand",
        },
        printed(anne),
    )
    take(anne, form, "enf1_lien", "enf2_nom", "enf2_prenom", "tit_employeur")
    assert Relationship.objects.get() == row
    hide(kept, manager)
    hide(gone, manager)

    page = reverse("contacts:change-undo", args=[Change.objects.get().pk])
    shown = sign_in(adviser).post(page, follow=True)

    *_taken, message = shown.context["messages"]
    assert str(message) == "Ce qui venait du Recueil est annulé."
    anne.person.refresh_from_db()
    row.refresh_from_db()
    assert anne.person.employer == ""
    assert row.filiation == "COMMUN"
    assert Relationship.objects.get() == row


@pytest.mark.parametrize("is_hidden", [True, False])
def test_import_is_told_as_undone_only_if_nothing_of_it_stands(
    is_hidden, adviser, colleague, came, take, sign_in
):
    """What stays in the folder of a spouse whom the one who undid does not see is there still."""
    anne = PersonFactory(by=adviser, last_name="Moreau")
    paul = PersonFactory(by=adviser, last_name="Zorglub", first_name="Paul")
    related(anne, paul)
    form = came({"tit_employeur": "Durand", "cjt_employeur": "Martin"})
    take(anne, form, "tit_employeur", "cjt_employeur")
    if is_hidden:
        hide(paul, colleague)
        follow_assignments([paul])

    undo(change=Change.objects.get(), by=adviser)

    anne.person.refresh_from_db()
    paul.person.refresh_from_db()
    left = "Martin" if is_hidden else ""
    assert (anne.person.employer, paul.person.employer) == ("", left)
    documents = reverse("documents:document-list", args=[anne.pk])
    assert Document.objects.visible_to(colleague).exists()
    assert ("annulé" in sign_in(colleague).get(documents).text) != is_hidden
    again = came({"tit_employeur": "Durand"}, by=colleague)
    again.sha256 = Document.objects.get().sha256
    assert (taken_before(again, colleague).undone_at is None) == is_hidden


@pytest.mark.security(14)
def test_private_second_spouse_changes_nothing_of_what_is_printed(adviser, colleague):
    """Whoever prints: those who see the copy would miss the spouse whom they see."""
    anne = PersonFactory(by=adviser, last_name="Moreau")
    for name, is_private in (("Public", False), ("Zorglub", True)):
        other = PersonFactory(by=adviser, last_name=name, is_private=is_private)
        related(anne, other)

    mine, theirs = (facts_of(anne, user) for user in (adviser, colleague))

    assert mine == theirs
    assert mine.values["cjt_nom"] == "Public"


@pytest.mark.security(5)
def test_form_taken_into_a_folder_that_is_hidden_now_is_none(adviser, manager, came, take, sign_in):
    anne = PersonFactory(by=adviser, last_name="Moreau")
    other = PersonFactory(by=adviser, last_name="Durand")
    form = came({"tit_employeur": "Durand"})
    take(anne, form, "tit_employeur")
    hide(anne, manager)

    client = sign_in(adviser)
    assert client.get(page_of(other, form)).status_code == 404
    received = reverse("imports:fact-find-received", args=[form.pk])
    assert client.get(received).status_code == 404


@pytest.mark.security(12)
@pytest.mark.parametrize("is_touched", [False, True])
def test_creation_is_taken_back_whole_or_not_at_all(is_touched, adviser, manager, came):
    """One by one, whether it goes would tell what happened to the one who is hidden since."""
    texts = {"tit_nom": "Moreau", "cjt_nom": "Zorglub", "cjt_prenoms": "Paul"}
    fields = form_for(PersonFactory(by=adviser)).fields
    answers = {name: answer(fields[name], text, today=None) for name, text in texts.items()}
    anne, _change = create_from_form(received=came(texts), accepted=Accepted(answers), by=adviser)
    paul = Contact.objects.get(name="Zorglub")
    if is_touched:
        FollowUp.objects.create(contact=paul, date=paul.created_at, text="Vu", author=manager)
    hide(paul, manager)

    with pytest.raises(CannotUndo, match="changé"):
        undo(change=Change.objects.get(), only=anne.pk, by=adviser)

    assert Contact.objects.filter(pk=anne.pk).exists()


@pytest.mark.security(20)
def test_name_of_a_file_that_is_taken_away_names_no_private_folder(adviser, sign_in):
    """Downloads are listed where the rule is not asked."""
    anne = PersonFactory(by=adviser, last_name="Moreau")
    paul = PersonFactory(by=adviser, last_name="Zorglub", is_private=True)
    client = sign_in(adviser)
    for contact, tells_of in ((paul, []), (anne, [paul]), (anne, [])):
        document = Document(contact=contact, kind=DocumentKind.RECEIVED, name="Zorglub.pdf")
        keep_document(document=document, content=b"%PDF", tells_of=tells_of, by=adviser)
    names = [
        client.get(reverse("documents:document-fetch", args=[one.contact_id, one.pk]))[
            "Content-Disposition"
        ]
        for one in Document.objects.order_by("pk")
    ]
    day = timezone.localdate().isoformat()
    secret = f'attachment; filename="Recueil {day}.pdf"'
    assert names == [secret, secret, 'attachment; filename="Zorglub.pdf"']
