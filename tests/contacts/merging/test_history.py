"""What each reader learns of a merge from Historique, after it and after its undoing."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db.models import F, QuerySet
from django.urls import reverse

from accounts.models import Account, Custodian, Ownership, Product
from contacts import history
from contacts.actions.deletion import delete
from contacts.actions.merging import undo
from contacts.actions.reactivation import reactivate
from contacts.models import Contact, FollowUp, Relationship
from persistence.models import save_as

pytestmark = pytest.mark.django_db
MERGED, UNDONE = "Fusion de deux contacts", "Fusion annulée"


@pytest.fixture
def told(sign_in):
    """Read a folder's Historique: `told(contact, adviser)` gives what, why, and the changes."""

    def told(contact, user):
        page = sign_in(user).get(reverse("contacts:contact-history", args=[contact.pk]))
        return [
            (one.text, one.reason, [(each.label, each.before, each.after) for each in one.changes])
            for one in page.context["entries"]
        ]

    return told


@pytest.fixture
def both(person, reach, adviser):
    """A public source and a private target, which have in common what a merge would add up."""
    source, target = person("D.", note="Une note"), person("Dubois", is_private=True)
    product = Product.objects.create(
        custodian=Custodian.objects.create(code="A", name="Assurvia"), code="H", name="Horizon"
    )
    account = Account(product=product, number="AV-1")
    save_as(account, adviser)
    for contact in (source, target):
        reach(contact, f"{contact.name.lower()}@a.fr".replace("..", "."), "+33612345678")
        row = Ownership(account=account, contact=contact, right="full", share=Decimal(50))
        save_as(row, adviser)
    return source, target


def an_hour_ago():
    """Have all that was written be of another save than what follows."""
    for source in history.sources():
        earlier = F("history_date") - dt.timedelta(hours=1)
        QuerySet(source.history.model).update(history_date=earlier)


def back_from_deletion(contact, by):
    delete(contact_ids=[contact.pk], by=by)
    reactivate(contact_ids=[contact.pk], choices={}, by=by)


@pytest.mark.security(12, 19)
def test_source_of_an_undone_merge_says_what_a_deletion_would(
    both, merge_now, told, adviser, colleague, manager
):
    source, target = both
    an_hour_ago()
    before = told(source, colleague)
    undo(merge=merge_now(source, target), by=adviser)
    as_merged = told(source, colleague)
    assert as_merged == [
        ("a réactivé ce dossier", "", []),
        ("a supprimé ce dossier", "", []),
        *before,
    ]
    # Who sees both is told what it was.
    own = told(source, adviser)
    assert ("a réactivé ce dossier", UNDONE, []) in own
    assert ("a fusionné ce dossier dans un autre", MERGED, []) in own
    gave_way = ("a modifié l’e-mail d.@a.fr", MERGED, [("Préféré", "Oui", "Non")])
    assert gave_way in own
    # A deletion that was taken back reads the same.
    back_from_deletion(source, manager)
    assert told(source, colleague)[:2] == as_merged[:2]


@pytest.mark.security(12, 19)
def test_no_row_of_an_undone_merge_shortens_the_page(
    both, merge_now, adviser, colleague, sign_in, monkeypatch
):
    """What is left out is left out before the page is cut, not after."""
    source, target = both
    note = FollowUp(contact=source, date="2026-03-01", text="Appel", author=adviser)
    save_as(note, adviser)
    an_hour_ago()
    undo(merge=merge_now(source, target), by=adviser)
    monkeypatch.setattr("contacts.history.timeline.PAGE", 3)
    page = sign_in(colleague).get(reverse("contacts:contact-history", args=[source.pk]))
    assert [one.text for one in page.context["entries"]][:3] == [
        "a réactivé ce dossier",
        "a supprimé ce dossier",
        "a ajouté une fiche de suivi\u202f: Appel",
    ]


@pytest.mark.security(12, 19)
def test_target_says_what_changed_and_not_that_a_hidden_folder_came(
    person, merge_now, told, adviser, colleague
):
    source, target, third = person("D.", is_private=True, note="Une note"), person(), person("Blot")
    for contact, note in ((source, "Étude"), (target, "")):
        row = Relationship(kind="notary", contact=contact, other_contact=third, note=note)
        save_as(row, adviser)
    an_hour_ago()
    done = merge_now(source, target)
    target = Contact.objects.get(pk=target.pk)
    target.is_private = False
    save_as(target, adviser)
    completed = "a modifié la relation Notaire, Anne Moreau – Anne Blot"
    filled = ("Note", "", "Une note")
    for user, reason in ((colleague, ""), (adviser, MERGED)):
        seen = {text: (why, changes) for text, why, changes in told(target, user) if why or changes}
        assert seen[completed] == (reason, [("Précision", "", "Étude")])
        (said,) = [one for one in told(target, user) if filled in one[2]]
        assert said[:2] == ("a modifié ce dossier", reason)
        # From the other end, too.
        (theirs,) = [one for one in told(third, user) if one[0] == completed]
        assert theirs == (completed, reason, [("Précision", "", "Étude")])
    undo(merge=done, by=adviser)
    target = Contact.objects.get(pk=target.pk)
    assert not any(why for _text, why, _changes in told(third, colleague))
    assert any(why == UNDONE for _text, why, _changes in told(target, adviser))


@pytest.mark.security(12)
def test_known_and_unknown_merges_of_one_folder_are_told_apart(
    person, merge_now, told, adviser, colleague
):
    source, known = person("D.", note="Une note"), person("Dubois")
    hidden = person("Blot", is_private=True)
    for target in (hidden, known, hidden):
        undo(merge=merge_now(source, target), by=adviser)
        source = Contact.objects.get(pk=source.pk)
    assert [(text, why) for text, why, _changes in told(source, colleague)] == [
        ("a réactivé ce dossier", ""),
        ("a supprimé ce dossier", ""),
        ("a réactivé ce dossier", UNDONE),
        ("a fusionné ce dossier dans un autre", MERGED),
        ("a réactivé ce dossier", ""),
        ("a supprimé ce dossier", ""),
        ("a créé ce dossier", ""),
    ]


def test_merged_folder_is_read_in_the_target(person, merge_now, told, adviser):
    source, target = person("D."), person("Dubois")
    merge_now(source, target)
    assert told(target, adviser)[0] == ("a fusionné un contact dans celui-ci", MERGED, [])


def test_undone_merge_of_archived_fields_deletes_no_folder(
    person, organisation, convert_now, merge_now, told, adviser
):
    source = convert_now(person("Dubois", "Jean"), legal_name="Dubois SARL")
    target = organisation("Dubois")
    undo(merge=merge_now(source, target), by=adviser)
    assert "a supprimé ce dossier" not in [text for text, _why, _changes in told(target, adviser)]
