"""What a relation says of a child: whose they are, whether dependent, whether disabled."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import fields as account_fields
from contacts.enums import RelationKind
from contacts.fields import ENTRIES
from contacts.forms.relations import RelationForm
from contacts.models import RelatedPerson, Relationship
from contacts.queries.relations import relations_of
from searches.querying.vocabulary import SUBJECTS
from tests.contacts.pages import posted

TOLD = {"filiation": "TIT", "is_dependent": "yes", "has_disability": "yes"}
TOLD_IN_HISTORY = {("Issu(e) de", "Titulaire seul"), ("À charge", "Oui"), ("Handicap", "Oui")}
NOTHING = dict.fromkeys(TOLD, "")


def at(name, *keys):
    return reverse(f"contacts:{name}", args=keys)


def said(row):
    row.refresh_from_db()
    return {name: getattr(row, name) for name in TOLD}


def of_the_child(contact, by):
    return [words for one in relations_of(contact, by) for words in one.of_the_child]


def test_it_is_told_of_a_child_and_read_and_changed_from_both_sides(person, adviser, sign_in):
    mother, child = person("Abadie", "Léa"), person("Abadie", "Zoé")
    client = sign_in(adviser)
    page = at("relation-add", mother.pk, child.pk)
    assert client.post(page, {"kind": "child"} | TOLD).status_code == 302
    row = Relationship.objects.get()
    assert said(row) == TOLD
    read = ["Issu(e) de\u202f: Titulaire seul", "À charge", "Handicap"]
    assert of_the_child(mother, adviser) == read
    assert " · ".join(read) in client.get(at("contact-relations", mother.pk)).content.decode()
    assert of_the_child(child, adviser)[0] == "Issu(e) de\u202f: Titulaire seul (Léa Abadie)"
    change = at("relation-change", child.pk, row.pk)
    shown = client.get(change)
    assert "Titulaire seul (Léa Abadie)" in shown.content.decode()
    given = posted(shown)
    assert {name: given[name] for name in TOLD} == {name: [value] for name, value in TOLD.items()}
    assert (
        client.post(change, given | {"filiation": "ADOPT", "is_dependent": "no"}).status_code == 302
    )
    assert said(row) == {"filiation": "ADOPT", "is_dependent": "no", "has_disability": "yes"}
    assert (row.kind, row.contact, row.other_contact) == ("child", mother, child)
    assert of_the_child(mother, adviser) == ["Issu(e) de\u202f: Adoption", "Handicap"]


def test_it_is_told_of_a_child_without_a_folder(person, adviser, sign_in):
    contact = person("Abadie")
    given = {"kind": "child", "last_name": "Abadie", "first_name": "Zoé"} | TOLD
    assert sign_in(adviser).post(at("relation-add-person", contact.pk), given).status_code == 302
    assert said(Relationship.objects.get()) == TOLD


@pytest.mark.parametrize("kind", ["sibling", "stepchild", "grandchild"])
def test_it_is_kept_of_no_other_relation(person, add, adviser, sign_in, kind):
    contact, other = person("Abadie"), person("Blot")
    row = add(contact, "child", other, **TOLD)
    given = posted(sign_in(adviser).get(at("relation-change", contact.pk, row.pk)))
    answer = sign_in(adviser).post(
        at("relation-change", contact.pk, row.pk), given | {"kind": kind}
    )
    assert answer.status_code == 302
    assert said(row) == NOTHING


def test_a_parent_without_a_folder_is_nobody_whose_child_it_is_told_of(person, add):
    child = person("Abadie")
    row = add(child, "parent", RelatedPerson(last_name="Blot"), **TOLD)
    assert (row.kind, said(row)) == ("parent", NOTHING)


def asked(contact, other, **initial):
    form = RelationForm(contact=contact, other=other, parents=[], initial=initial)
    return {name: form.fields[name] for name in TOLD if name in form.fields}


def test_it_is_asked_of_children_alone(person, organisation):
    contact, other = person("Abadie"), person("Blot")
    assert asked(contact, organisation("Blot SA")) == {}
    for kind, hidden in (("child", False), ("parent", False), ("sibling", True), ("", False)):
        fields = asked(contact, other, kind=kind).values()
        assert {field.is_out_of_sight for field in fields} == {hidden}
        assert {field.asked_for for field in fields} == {"child parent"}
    of_person = asked(contact, RelatedPerson(contact=contact)).values()
    assert {field.asked_for for field in of_person} == {"child"}


@pytest.mark.parametrize("name", TOLD)
def test_the_database_keeps_it_of_a_child_alone(person, relate, name):
    contact, other = person("Abadie"), person("Blot")
    with pytest.raises(IntegrityError), transaction.atomic():
        relate(contact, RelationKind.SIBLING, other, **{name: TOLD[name]})
    assert relate(contact, RelationKind.CHILD, other, **{name: TOLD[name]}).pk


def test_no_list_search_or_file_has_what_is_said_of_a_childs_health():
    described = [*ENTRIES.values(), *account_fields.FIELDS]
    described += [asked.described for one in SUBJECTS.values() for asked in one.fields.values()]
    assert {field.name for field in described if field.model is Relationship} == set()


@pytest.mark.security(19)
def test_history_tells_it_to_who_sees_both_ends(person, add, adviser, colleague, sign_in):
    mother, child = person("Abadie"), person("Blot", is_private=True)
    add(mother, "child", child, **TOLD)

    def told(by):
        page = sign_in(by).get(at("contact-history", mother.pk))
        changes = [change for entry in page.context["entries"] for change in entry.changes]
        return {(str(change.label), change.after) for change in changes} & TOLD_IN_HISTORY

    assert told(adviser) == TOLD_IN_HISTORY
    assert told(colleague) == set()
