"""A row that both have is completed column by column, and what the target cannot take is named."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from contacts.actions.merging import plan_merge, plan_undo, undo
from contacts.changes import FieldOutcome, RowsBack
from contacts.enums import RelationKind
from contacts.models import Contact, PostalAddress, RelatedPerson, Relationship
from contacts.queries.relations import relations_of

pytestmark = pytest.mark.django_db
SINCE, BORN = dt.date(2020, 2, 1), dt.date(2010, 5, 4)
NARROW = "\u202f"


def relate(kind, contact, **columns):
    row = Relationship(kind=kind, contact=contact, **columns)
    row.save()
    return row


def child_of(contact, first_name="Juliette", about=None, **columns):
    person = RelatedPerson(contact=contact, last_name="D.", first_name=first_name, **(about or {}))
    person.save()
    return relate(RelationKind.CHILD, contact, other_person=person, **columns)


def changed(source, target, by):
    """What the preview says of each row: title, then (column, source, target, result, fate)."""
    plan = plan_merge(source=source, target=target, by=by)
    return {
        row.title: [(one.label, one.source, one.target, one.result, one.fate) for one in row.fields]
        for row in plan.changed
    }


@pytest.fixture
def partners(person, organisation):
    """Both are partners of one company; the source's row says how much, since when, and what."""
    source, target, company = person("D."), person("Dubois"), organisation("Horizon")
    said = {"share": Decimal(30), "started_on": SINCE, "note": "Gérant"}
    relate(RelationKind.PARTNER, company, other_contact=source, **said)
    own = relate(RelationKind.PARTNER, company, other_contact=target)
    return source, target, own


def test_relation_of_both_is_completed_column_by_column(partners, merge_now, adviser):
    source, target, own = partners
    assert changed(source, target, adviser) == {
        "Participation, Horizon": [
            ("Part (%)", f"30{NARROW}%", "", f"30{NARROW}%", FieldOutcome.FILLED),
            ("Depuis le", "01/02/2020", "", "01/02/2020", FieldOutcome.FILLED),
            ("Précision", "Gérant", "", "Gérant", FieldOutcome.FILLED),
        ]
    }
    (row,) = plan_merge(source=source, target=target, by=adviser).rows
    assert (row.source, row.target, row.result, row.note) == (1, 1, 1, "1 est complétée")
    merge_now(source, target)
    own.refresh_from_db()
    assert (own.share, own.started_on, own.note) == (Decimal(30), SINCE, "Gérant")
    record = own.history.first()
    assert (record.history_change_reason, record.history_user, record.share) == (
        "Fusion de deux contacts",
        adviser,
        Decimal(30),
    )


def test_column_that_the_target_has_is_refused(partners, adviser):
    source, target, own = partners
    own.share, own.note = Decimal(50), "Gérant"
    own.save()
    assert changed(source, target, adviser)["Participation, Horizon"] == [
        ("Part (%)", f"30{NARROW}%", f"50{NARROW}%", f"50{NARROW}%", FieldOutcome.REFUSED),
        ("Depuis le", "01/02/2020", "", "01/02/2020", FieldOutcome.FILLED),
    ]


def test_undo_empties_what_was_filled_and_keeps_what_was_changed_since(
    partners, merge_now, adviser
):
    source, target, own = partners
    done = merge_now(source, target)
    own.refresh_from_db()
    own.note = "Cogérant"
    own.save()
    plan = plan_undo(merge=done, by=adviser)
    assert plan.rows == [RowsBack("Relations, champs complétés", 1, 1)]
    undo(merge=done, shown=plan.digest, by=adviser)
    own.refresh_from_db()
    assert (own.share, own.started_on, own.note) == (None, None, "Cogérant")
    (theirs,) = Relationship.objects.of(source)
    assert (theirs.share, theirs.started_on, theirs.note) == (Decimal(30), SINCE, "Gérant")


def test_undo_beside_a_row_that_is_gone(partners, merge_now, adviser):
    source, target, own = partners
    done = merge_now(source, target)
    own.delete()
    plan = plan_undo(merge=done, by=adviser)
    assert plan.rows == []
    undo(merge=done, shown=plan.digest, by=adviser)
    assert Relationship.objects.get().other_contact == source


def test_whoever_has_a_completed_relation_open_is_told(partners, merge_now):
    source, target, own = partners
    merge_now(source, target)
    own.refresh_from_db()
    assert own.version == 1


def test_row_with_a_hidden_end_is_not_completed(person, merge_now, adviser, colleague):
    source, target = person("D."), person("Dubois")
    hidden = person("Blot", by=colleague, is_private=True)
    relate(RelationKind.NOTARY, source, other_contact=hidden, note="Étude", started_on=SINCE)
    own = relate(RelationKind.NOTARY, target, other_contact=hidden)
    plan = plan_merge(source=source, target=target, by=adviser)
    assert (plan.rows, plan.changed) == ([], [])
    merge_now(source, target)
    own.refresh_from_db()
    assert (own.note, own.started_on) == ("", None)


def test_child_of_both_is_one_and_completed(person, merge_now, adviser):
    source, target = person("D."), person("Dubois")
    child_of(source, about={"birth_date": BORN, "birth_town": "Angers"}, note="Aînée")
    own = child_of(target)
    twin = child_of(target, "Léo", about={"birth_date": BORN})
    other = child_of(source, "Léo", about={"birth_date": dt.date(2012, 1, 1)})
    assert changed(source, target, adviser) == {
        "Enfant, Juliette D.": [
            ("Précision", "Aînée", "", "Aînée", FieldOutcome.FILLED),
            ("Date de naissance", "04/05/2010", "", "04/05/2010", FieldOutcome.FILLED),
            ("Commune de naissance", "Angers", "", "Angers", FieldOutcome.FILLED),
        ]
    }
    before = own.other_person
    done = merge_now(source, target)
    before.refresh_from_db()
    assert (before.birth_date, before.birth_town) == (BORN, "Angers")
    assert set(Relationship.objects.visible_to(adviser).of(target)) == {own, twin, other}
    plan = plan_undo(merge=done, by=adviser)
    assert plan.rows == [
        RowsBack("Relations", 1, 0),
        RowsBack("Personnes sans dossier, champs complétés", 1, 0),
        RowsBack("Relations, champs complétés", 1, 0),
    ]
    undo(merge=done, by=adviser)
    before.refresh_from_db()
    assert (before.birth_date, before.birth_town) == (None, "")


def test_child_of_a_hidden_folder_says_nothing_of_itself(person, merge_now, adviser, colleague):
    """The target's Juliette hangs on a hidden folder: the source's is nobody's double."""
    source, target = person("D."), person("Dubois")
    hidden = person("Blot", by=colleague, is_private=True)
    theirs = child_of(hidden)
    relate(RelationKind.CHILD, target, other_person=theirs.other_person)
    seen = child_of(source)
    (row,) = plan_merge(source=source, target=target, by=adviser).rows
    assert (row.source, row.target, row.result, row.note) == (1, 0, 1, "")
    merge_now(source, target)
    assert list(Relationship.objects.visible_to(adviser).of(target)) == [seen]


def test_person_who_hangs_on_another_folder_is_not_written(person, merge_now):
    source, target, mother = person("D."), person("Dubois"), person("Blot")
    child_of(source, about={"birth_town": "Angers"}, note="Aînée")
    theirs = child_of(mother).other_person
    own = relate(RelationKind.CHILD, target, other_person=theirs)
    merge_now(source, target)
    own.refresh_from_db()
    theirs.refresh_from_db()
    assert (own.note, theirs.birth_town) == ("Aînée", "")


def test_death_and_document_of_a_person_are_not_mixed(person, adviser):
    source, target = person("D."), person("Dubois")
    child_of(
        source,
        about={
            "death_date": dt.date(2000, 1, 1),
            "identity_document": "passport",
            "identity_number": "123",
        },
    )
    child_of(target, about={"birth_date": BORN, "identity_document": "identity_card"})
    assert [
        (one[0], one[4]) for one in changed(source, target, adviser)["Enfant, Juliette D."]
    ] == [
        ("Date de décès", FieldOutcome.REFUSED),
        ("Pièce d’identité", FieldOutcome.REFUSED),
        ("Numéro de la pièce d’identité", FieldOutcome.REFUSED),
    ]


def test_what_is_said_of_a_child_is_completed_and_given_back(person, merge_now, adviser):
    source, target = person("D."), person("Dubois")
    child_of(source, filiation="COMMUN", is_dependent="yes", has_disability="yes")
    own = child_of(target, is_dependent="no")
    leo = child_of(source, "Léo", filiation="ADOPT")
    assert changed(source, target, adviser) == {
        "Enfant, Juliette D.": [
            ("Issu(e) de", "L’union actuelle", "", "L’union actuelle", FieldOutcome.FILLED),
            ("À charge", "Oui", "Non", "Non", FieldOutcome.REFUSED),
            ("Handicap", "Oui", "", "Oui", FieldOutcome.FILLED),
        ]
    }
    done = merge_now(source, target)

    def told(row):
        row.refresh_from_db()
        return row.contact, row.filiation, row.is_dependent, row.has_disability

    assert (told(own), told(leo)) == (
        (target, "COMMUN", "no", "yes"),
        (target, "ADOPT", "", ""),
    )
    undo(merge=done, by=adviser)
    assert (told(own), told(leo)) == ((target, "", "no", ""), (source, "ADOPT", "", ""))


def test_other_parent_is_the_targets_own_person(person, merge_now, adviser):
    source, target = person("D."), person("Dubois")
    mothers = []
    for contact in (source, target):
        mother = RelatedPerson(contact=contact, last_name="Blot", first_name="Marie")
        mother.save()
        relate(RelationKind.SPOUSE, contact, other_person=mother)
        mothers.append(mother)
    child_of(source, other_parent=mothers[0])
    own = child_of(target)
    leo = child_of(source, "Léo", other_parent=mothers[0])
    assert changed(source, target, adviser) == {
        "Enfant, Juliette D.": [
            ("Autre parent", "Marie Blot", "", "Marie Blot", FieldOutcome.FILLED)
        ]
    }
    done = merge_now(source, target)
    for row in (own, leo):
        row.refresh_from_db()
        assert row.other_parent == mothers[1]
    assert list(RelatedPerson.objects.filter(contact=source, first_name="Marie")) == [mothers[0]]
    undo(merge=done, by=adviser)
    own.refresh_from_db()
    leo.refresh_from_db()
    assert (own.other_parent, leo.other_parent, leo.contact) == (None, mothers[0], source)


def test_other_parent_who_is_the_sources_alone_comes_with_the_row(person, merge_now):
    source, target = person("D."), person("Dubois")
    mother = RelatedPerson(contact=source, last_name="Blot", first_name="Marie")
    mother.save()
    child_of(source, other_parent=mother)
    own = child_of(target)
    merge_now(source, target)
    own.refresh_from_db()
    mother.refresh_from_db()
    assert (own.other_parent, mother.contact) == (mother, target)


def test_past_relation_takes_its_beginning(person, merge_now, adviser):
    source, target, third = person("D."), person("Dubois"), person("Blot")
    ended = {"other_contact": third, "ended_on": dt.date(2024, 1, 1)}
    relate(RelationKind.NOTARY, source, started_on=SINCE, **ended)
    own = relate(RelationKind.NOTARY, target, **ended)
    other = relate(RelationKind.LAWYER, source, started_on=SINCE, **ended)
    relate(RelationKind.LAWYER, target, started_on=dt.date(2021, 1, 1), **ended)
    merge_now(source, target)
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.started_on, other.contact) == (SINCE, target)


def test_second_spouse_is_refused_by_name(person, merge_now, adviser):
    source, target = person("D."), person("Dubois")
    hers, his = person("Blot"), person("Castaing")
    hers_row = relate(RelationKind.SPOUSE, source, other_contact=hers, note="Mariage")
    own = relate(RelationKind.SPOUSE, target, other_contact=his)
    plan = plan_merge(source=source, target=target, by=adviser)
    (row,) = plan.changed
    (one,) = row.fields
    assert row.title == "Conjoint(e), Anne Blot"
    assert (one.label, one.source, one.target, one.result, one.fate, one.words) == (
        "Relation",
        "Anne Blot",
        "Anne Castaing",
        "Anne Castaing",
        FieldOutcome.REFUSED,
        "Refusé, la cible est déjà en couple",
    )
    assert plan.rows[0].note == "1 est refusée"
    done = merge_now(source, target)
    assert list(Relationship.objects.visible_to(adviser).of(target)) == [own]
    hers_row.refresh_from_db()
    assert hers_row.contact == source
    undo(merge=done, by=adviser)
    assert list(Relationship.objects.visible_to(adviser).of(source)) == [hers_row]


def test_what_a_refused_couple_says_is_not_said_of_the_targets(person, merge_now, adviser):
    couple = {
        "marital_status": "married",
        "marriage_date": SINCE,
        "matrimonial_regime": "separation",
    }
    source = person("D.", **couple)
    target = person("Dubois", marital_status="married")
    relate(RelationKind.SPOUSE, source, other_contact=person("Blot"))
    own = relate(RelationKind.SPOUSE, target, other_contact=person("Castaing"))
    told = {one.name: one for one in plan_merge(source=source, target=target, by=adviser).fields}
    assert (told["marriage_date"].fate, told["marriage_date"].words) == (
        FieldOutcome.REFUSED,
        "Va avec un autre conjoint",
    )
    own.delete()
    merge_now(source, target)
    assert Contact.objects.get(pk=target.pk).person.marriage_date == SINCE


def test_document_of_another_sort_is_not_completed(person, adviser):
    source = person(
        "D.",
        identity_document="passport",
        identity_number="123",
        identity_expires_on=dt.date(2030, 1, 1),
    )
    target = person("Dubois", identity_document="identity_card")
    told = {one.name: one for one in plan_merge(source=source, target=target, by=adviser).fields}
    for name in ("identity_number", "identity_expires_on"):
        assert (told[name].fate, told[name].words) == (
            FieldOutcome.REFUSED,
            "Va avec une autre pièce d’identité",
        )


@pytest.mark.parametrize(
    ("first", "theirs", "own", "told", "words"),
    [
        ("children_count", 3, 1, {"dependants_count": 3}, "Va avec un autre nombre d’enfants"),
        (
            *("marital_status", "cohabiting", "married"),
            {"marital_since": SINCE},
            "Va avec une autre situation",
        ),
        (
            *("is_pep", "yes", "no"),
            {"pep_link": "DIRECT", "pep_function": "Maire"},
            "Va avec une autre réponse",
        ),
    ],
)
def test_what_goes_with_another_answer_is_not_said_of_the_targets(
    person, merge_now, adviser, first, theirs, own, told, words
):
    source = person("D.", **{first: theirs}, **told)
    target, blank = person("Dubois", **{first: own}), person("Duval")
    changes = {one.name: one for one in plan_merge(source=source, target=target, by=adviser).fields}
    assert {name: (changes[name].fate, changes[name].words) for name in told} == dict.fromkeys(
        told, (FieldOutcome.REFUSED, words)
    )
    merge_now(source, blank)
    details = Contact.objects.get(pk=blank.pk).person
    assert {name: getattr(details, name) for name in told} == told


@pytest.mark.security(12)
def test_second_spouse_through_a_hidden_one_is_to_check_for_who_sees_both(
    person, merge_now, adviser, assistant, sign_in
):
    source, target = person("D."), person("Dubois", marital_status="married")
    hidden = person("Castaing", by=assistant, is_private=True)
    relate(RelationKind.SPOUSE, source, other_contact=person("Blot"))
    relate(RelationKind.SPOUSE, target, other_contact=hidden)
    plan = plan_merge(source=source, target=target, by=adviser)
    assert (plan.changed, plan.rows[0].note) == ([], "")
    merge_now(source, target)
    assert [one.to_check for one in relations_of(target, adviser)] == [False]
    assert [one.to_check for one in relations_of(target, assistant)] == [True, True]
    for user, badges, is_told in ((assistant, 3, True), (adviser, 0, False)):
        client = sign_in(user)
        relations = client.get(reverse("contacts:contact-relations", args=[target.pk]))
        assert relations.content.decode().count("À vérifier") == badges
        couple = client.get(reverse("contacts:contact-couple", args=[target.pk]))
        assert couple.context["to_check"] is is_told
        assert ("À vérifier" in couple.content.decode()) is is_told


def test_relation_the_other_way_round_is_refused_by_name(person, merge_now, adviser):
    source, target, third = person("D."), person("Dubois"), person("Blot")
    relate(RelationKind.NOTARY, source, other_contact=third, note="Étude")
    own = relate(RelationKind.NOTARY, third, other_contact=target)
    assert changed(source, target, adviser) == {
        "Notaire, Anne Blot": [
            (
                "Relation",
                "Notaire",
                "Client de son étude",
                "Client de son étude",
                FieldOutcome.REFUSED,
            )
        ]
    }
    merge_now(source, target)
    own.refresh_from_db()
    assert own.note == ""


def test_address_of_both_is_completed(person, merge_now, adviser):
    source, target = person("D."), person("Dubois")

    def at(contact, line_1, **columns):
        row = PostalAddress(contact=contact, line_1=line_1, **columns)
        row.save()
        return row

    at(source, "12, rue Haute", line_2="Bât. B", post_code="49000", town="Angers")
    away = at(source, "3 quai Bas", post_code="44000", town="Nantes")
    nameless = at(source, "", town="Angers")
    own = at(target, "12 rue haute", town="ANGERS")
    other = at(target, "3 quai Bas", post_code="49000", town="Angers")
    bare = at(target, "", post_code="49000")
    assert changed(source, target, adviser) == {
        "Adresses, 12 rue haute, ANGERS": [
            ("Adresse (ligne 2)", "Bât. B", "", "Bât. B", FieldOutcome.FILLED),
            ("Code postal", "49000", "", "49000", FieldOutcome.FILLED),
        ]
    }
    done = merge_now(source, target)
    own.refresh_from_db()
    assert (own.line_2, own.post_code, own.town) == ("Bât. B", "49000", "ANGERS")
    assert set(PostalAddress.objects.filter(contact=target)) == {own, other, bare, away, nameless}
    assert plan_undo(merge=done, by=adviser).rows == [
        RowsBack("Adresses, champs complétés", 1, 0),
        RowsBack("Adresses", 2, 0),
    ]
    undo(merge=done, by=adviser)
    own.refresh_from_db()
    assert (own.line_2, own.post_code, own.town) == ("", "", "ANGERS")


def test_page_says_each_column_and_counts_the_rows(partners, sign_in, adviser):
    source, target, _own = partners
    page = sign_in(adviser).get(reverse("contacts:contact-merge", args=[source.pk, target.pk]))
    (group,) = page.context["row_groups"]
    assert (group["title"], group["count"]) == ("Participation, Horizon", 3)
    assert page.context["state"].endswith("0 ligne reprise, 1 ligne complétée")
    assert "Ligne par ligne" in page.content.decode()


def test_plan_asks_as_many_queries_for_one_completed_relation_as_for_three(
    person, adviser, django_assert_num_queries
):
    few, many, target = person("A"), person("B"), person("C")
    for place in range(3):
        third = person(f"T{place}")
        relate(RelationKind.NOTARY, target, other_contact=third)
        for source in (few, many)[place > 0 :]:
            relate(RelationKind.NOTARY, source, other_contact=third, note="Étude")
    plan_merge(source=few, target=target, by=adviser)  # what a person may do is asked once
    for source, completed in ((few, 1), (many, 3)):
        with django_assert_num_queries(PLAN):
            plan = plan_merge(source=source, target=target, by=adviser)
        assert len(plan.changed) == completed


PLAN = 37
