"""A form saved after somebody deleted, or merged, what it is about: nothing typed is lost."""

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from accounts.actions.deletion import delete_account
from accounts.models import Account, Product, Valuation
from contacts.actions import follow_ups, relations
from contacts.actions.assignment import follow_assignments
from contacts.actions.deletion import delete
from contacts.actions.merging import merge, plan_merge
from contacts.enums import RelationKind
from contacts.models import Contact, Email, FollowUp
from tests.contacts.pages import posted


@pytest.fixture
def anne(person):
    """Give a contact whose folder has every page."""
    contact = person("Moreau")
    QuerySet(type(contact.person)).filter(contact=contact).update(marital_status="married")
    return contact


def delete_now(*contacts, by):
    change = delete(contact_ids=[one.pk for one in contacts], by=by)
    assert change.subjects.count() == len(contacts)


def own(name):
    return lambda anne, **_made: reverse(name, args=[anne.pk])


def of(name, key):
    return lambda anne, **made: reverse(name, args=[anne.pk, made[key].pk])


# Every form of a folder: its address, what is typed, and how the page shows it.
FORMS = {
    "general": (own("contacts:contact-general"), {"note": "Tapé ici"}, "Tapé ici"),
    "coordinates": (
        own("contacts:contact-coordinates"),
        {"emails-0-address": "tape@example.fr"},
        "tape@example.fr",
    ),
    "couple": (own("contacts:contact-couple"), {"marriage_place": "Tapé ici"}, "Tapé ici"),
    "relation": (
        of("contacts:relation-add", "other"),
        {"kind": "notary", "note": "Tapé ici"},
        "Notaire",
    ),
    "relative": (
        own("contacts:relation-add-person"),
        {"kind": "child", "last_name": "Tapé ici"},
        "Tapé ici",
    ),
    "relation change": (
        of("contacts:relation-change", "relation"),
        {"note": "Tapé ici"},
        "Tapé ici",
    ),
    "relation end": (of("contacts:relation-end", "relation"), {"on": "02/03/2026"}, "02/03/2026"),
    "note": (
        own("contacts:contact-follow-ups"),
        {"kind": "letter", "date": "02/03/2026", "text": "Tapé ici"},
        "Courrier",
    ),
    "note change": (
        of("contacts:follow-up-change", "note"),
        {"text": "Tapé <b>ici</b>"},
        "Tapé &lt;b&gt;ici&lt;/b&gt;",
    ),
    "conversion": (
        own("contacts:contact-convert"),
        {"legal_name": "Tapé ici"},
        "Tapé ici",
    ),
    "account": (
        own("accounts:account-add"),
        {"number": "TAPE-1", "owner-0-share": "40", "save": "1"},
        "Anne Moreau, Pleine propriété, 40 %",
    ),
    "account change": (
        of("accounts:account-change", "account"),
        {"label": "Tapé ici", "save": "1"},
        "Tapé ici",
    ),
    "value": (
        of("accounts:valuation-add", "account"),
        {"date": "02/03/2026", "value": "1234,56"},
        "1234,56",
    ),
}


@pytest.fixture
def made(anne, person, hold, adviser):
    other = person("Dupré")
    row = relations.add(
        contact=anne,
        kind=RelationKind.CHILD,
        other=other,
        terms=relations.Terms(),
        by=adviser,
    )
    note = FollowUp(contact=anne, kind="call", date=dt.date(2026, 1, 2), text="Appel")
    return {
        "other": person("Notaire"),
        "relation": row,
        "note": follow_ups.write(note=note, by=adviser),
        "account": hold("AV-1", None, anne),
    }


def filled(client, address, typed):
    """Open the form, as it will be posted once these fields were typed into."""
    fields = posted(client.get(address)) | {name: [value] for name, value in typed.items()}
    return fields | ({"product": Product.objects.get().pk} if "number" in typed else {})


def again(answer):
    """Return what the page's button posts."""
    hidden = r'<input type="hidden" name="([^"]+)" value="([^"]*)">'
    found = re.findall(hidden, answer.content.decode())
    fields = {}
    for name, value in found:
        fields.setdefault(name, []).append(html.unescape(value))
    return fields | {"bring_back": "1"}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_back_what_was_typed(anne, made, adviser, manager, sign_in, form):
    address, typed, shown = FORMS[form]
    url = address(anne, **made)
    client = sign_in(adviser)
    fields = filled(client, url, typed)
    delete_now(anne, by=manager)
    versions = Contact.everything.get(pk=anne.pk).version
    answer = client.post(url, fields)
    text = answer.content.decode()
    assert answer.status_code == 410
    assert "manager a supprimé Anne Moreau (" in text
    assert shown in text.replace("\u202f", " ").replace("\xa0", " ")
    # The adviser may not reactivate: no button, and what the button posts does nothing.
    assert "Réactiver et enregistrer" not in text
    assert client.post(url, fields | {"bring_back": "1"}).status_code == 410
    assert Contact.everything.get(pk=anne.pk).version == versions
    assert list(Contact.deleted.values_list("pk", flat=True)) == [anne.pk]
    # Opening the page is another thing: the folder is not there.
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_who_may_reactivates_and_saves_at_once(anne, made, adviser, manager, sign_in, form):
    address, typed, _shown = FORMS[form]
    url = address(anne, **made)
    client = sign_in(manager)
    fields = filled(client, url, typed)
    delete_now(anne, by=adviser)
    offered = client.post(url, fields)
    assert "Réactiver et enregistrer" in offered.content.decode()
    answer = client.post(url, again(offered), follow=True)
    text = answer.content.decode()
    assert "Contact Anne Moreau réactivé" in text
    assert not Contact.deleted.exists()
    # A conversion says what will follow of the folder as it stands: it asks to look again.
    assert answer.status_code == (422 if form == "conversion" else 200)
    assert form != "conversion" or "Tapé ici" in text


def test_reactivated_folder_holds_what_was_typed(anne, made, adviser, manager, sign_in):
    client = sign_in(manager)
    pages = [FORMS[name] for name in ("general", "coordinates", "note change", "value")]
    opened = [(url := page[0](anne, **made), filled(client, url, page[1])) for page in pages]
    for url, fields in opened:
        delete_now(anne, by=adviser)
        assert client.post(url, again(client.post(url, fields))).status_code == 302
    anne.refresh_from_db()
    assert (anne.note, anne.deleted_at) == ("Tapé ici", None)
    assert Email.objects.get(contact=anne).address == "tape@example.fr"
    assert FollowUp.objects.get(contact=anne).text == "Tapé <b>ici</b>"
    assert str(Valuation.objects.get().value) == "1234.56"


def test_what_one_did_not_touch_stands_apart(anne, adviser, manager, sign_in):
    client, url = sign_in(adviser), reverse("contacts:contact-general", args=[anne.pk])
    fields = filled(client, url, {"note": "Tapé ici", "first_name": ""})
    delete_now(anne, by=manager)
    page = client.post(url, fields).context
    assert [(one.label, one.value) for one in page["changed"]] == [
        ("Note", "Tapé ici"),
        ("Prénom", ""),
    ]
    assert ("Nom", "Moreau") in [(one.label, one.value) for one in page["standing"]]
    assert "csrfmiddlewaretoken" not in page["as_text"]


def just_before_saving(do):
    """Do something once the form is judged, as the transaction that saves it begins."""
    todo = [do]

    def when(execute, sql, *given):
        if sql.startswith("SAVEPOINT") and todo:
            todo.pop()()
        return execute(sql, *given)

    return connection.execute_wrapper(when)


@pytest.mark.parametrize("form", ["general", "coordinates", "couple"])
def test_deletion_at_the_last_moment_loses_nothing_either(
    anne, made, adviser, manager, sign_in, form
):
    address, typed, shown = FORMS[form]
    client, url = sign_in(adviser), address(anne, **made)
    fields = filled(client, url, typed)
    with just_before_saving(lambda: delete_now(anne, by=manager)):
        answer = client.post(url, fields)
    assert (answer.status_code, shown in answer.content.decode()) == (410, True)


@pytest.mark.security(4, 18)
@pytest.mark.parametrize("form", FORMS)
def test_hidden_folder_deleted_is_as_one_that_never_was(
    anne, made, adviser, colleague, administrator, sign_in, form
):
    address, typed, _shown = FORMS[form]
    url = address(anne, **made)
    kept = filled(sign_in(adviser), url, typed)
    fields = kept | {"bring_back": "1"}
    never = url.replace(f"/contacts/{anne.pk}/", f"/contacts/{anne.pk + 900}/")
    QuerySet(Contact).filter(pk=anne.pk).update(is_private=True)
    follow_assignments([Contact.objects.get(pk=anne.pk)])
    delete_now(anne, by=adviser)
    # Whoever deleted it may bring it back; asked without that, the page gives back what was typed.
    assert sign_in(adviser).post(url, kept).status_code == 410
    for stranger in (colleague, administrator):
        client = sign_in(stranger)
        hidden, unknown = client.post(url, fields), client.post(never, fields)
        assert (hidden.status_code, unknown.status_code) == (404, 404)
        assert without_token(hidden) == without_token(unknown)
    assert Contact.deleted.filter(pk=anne.pk).exists()


def without_token(answer):
    return re.sub(rb'name="(csrfmiddlewaretoken|form_token)" value="[^"]+"', b"", answer.content)


def test_who_may_not_see_others_contacts_learns_nothing(anne, adviser, junior, sign_in):
    url = reverse("contacts:contact-general", args=[anne.pk])
    delete_now(anne, by=adviser)
    assert sign_in(junior).post(url, {"note": "x"}).status_code == 404


def test_what_stands_in_the_way_is_said_and_nothing_comes_back(person, adviser, manager, sign_in):
    contact = person("Moreau", client_number="98567")
    client, url = sign_in(manager), reverse("contacts:contact-general", args=[contact.pk])
    fields = filled(client, url, {"note": "Tapé ici"})
    delete_now(contact, by=adviser)
    person("Zeller", client_number="98567")
    answer = client.post(url, fields | {"bring_back": "1"})
    assert answer.status_code == 410
    text = answer.content.decode()
    assert "Tapé ici" in text
    assert "Un choix est nécessaire" in text
    assert Contact.deleted.get() == contact
    # Once it is made on the page that is named, the same button saves.
    chosen = {"contact": contact.pk, f"choice-number-{contact.pk}": "without"}
    assert f'href="{reverse("accounts:deleted")}"' in text
    assert client.post(reverse("accounts:deleted"), chosen).status_code == 302
    assert client.post(url, again(answer) | {"client_number": ""}).status_code == 302
    assert Contact.objects.get(pk=contact.pk).note == "Tapé ici"


def merge_now(source, target, by):
    shown = plan_merge(source=source, target=target, by=by).digest
    merge(source=source, target=target, shown=shown, by=by)


@pytest.mark.parametrize("form", ["general", "coordinates", "note", "value", "relation"])
def test_form_of_a_merged_folder_is_shown_with_the_survivor(
    anne, made, person, adviser, manager, sign_in, form
):
    address, typed, shown = FORMS[form]
    url, target = address(anne, **made), person("Cible")
    client = sign_in(manager)
    fields = filled(client, url, typed)
    merge_now(Contact.objects.get(pk=anne.pk), target, adviser)
    answer = client.post(url, fields | {"bring_back": "1"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "adviser a fusionné Anne Moreau dans Anne Cible (" in text
    assert f'href="{reverse("contacts:contact-general", args=[target.pk])}"' in text
    assert shown in text
    assert "Réactiver" not in text
    assert Contact.deleted.filter(pk=anne.pk).exists()
    # A survivor that one does not see is not told of, nor is the merge.
    QuerySet(Contact).filter(pk=target.pk).update(is_private=True)
    assert client.post(url, fields).status_code == 404


@pytest.mark.parametrize("form", ["account change", "value"])
def test_form_of_a_deleted_account_is_given_back_and_saved(
    anne, made, adviser, manager, sign_in, form
):
    address, typed, shown = FORMS[form]
    url = address(anne, **made)
    client = sign_in(manager)
    fields = filled(client, url, typed)
    delete_account(account=made["account"], by=adviser)
    answer = client.post(url, fields)
    text = answer.content.decode()
    assert (answer.status_code, shown in text) == (410, True)
    assert "adviser a supprimé le compte AV-1 (" in text
    assert client.get(url).status_code == 404
    assert client.post(url, again(answer)).status_code == 302
    account = Account.objects.get(number="AV-1")
    assert (account.label, str(account.last_value)) in {("Tapé ici", "None"), ("", "1234.56")}


def test_deleted_account_needs_the_right_to_come_back(anne, made, adviser, manager, sign_in):
    address, typed, _shown = FORMS["value"]
    client, url = sign_in(adviser), address(anne, **made)
    fields = filled(client, url, typed)
    delete_account(account=made["account"], by=manager)
    answer = client.post(url, fields | {"bring_back": "1"})
    assert (answer.status_code, "Réactiver" in answer.content.decode()) == (410, False)
    assert not Account.objects.exists()
