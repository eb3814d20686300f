"""Search as one types finds names, numbers and relatives in any writing, wherever one types."""

from itertools import permutations

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts.actions import relations
from contacts.actions.coordinates import save_coordinates
from contacts.actions.couple import save_couple
from contacts.actions.related_people import open_folder
from contacts.enums import RelationKind
from contacts.models import FollowUp, RelatedPerson, Telephone
from contacts.queries.listing import Filters, filtered
from contacts.queries.search import matches
from contacts.queries.search_results import grouped
from text import normalise

NAMES = {
    "O’Brien": ["obrien", "o'brien", "O Brien", "brien"],
    "Le Goff": ["legoff", "LE GOFF", "le-goff", "goff"],
    "de La Tour": ["latour", "la tour", "delatour", "de latour"],
    "Saint-Martin": ["saintmartin", "st martin", "stmartin", "ste martin", "saint martin"],
    "STE MARIE": ["sainte marie", "saintemarie", "st-marie"],
    "SAINTJEAN": ["saint jean", "st jean", "stjean"],
    "Amblard": ["amblrad", "mablard", "amblard"],
    "d’Aubrac": ["daubrac", "d aubrac", "aubrac"],
    "M'Barek": ["m'barek", "mbarek", "m barek", "barek"],
}
LEGAL_NAMES = {
    "S.C.I. Les Tilleuls": ["sci les tilleuls", "S.C.I les tilleuls", "scilestilleuls"],
    "Moreau & Fils": ["moreau et fils", "Moreau & Fils", "et fils", "moreau fils"],
    "Dupont et Cie": ["dupont & cie"],
    "Mr Bricolage": ["mr bricolage", "bricolage", "mrbric"],
}


@pytest.mark.parametrize(
    ("name", "query"), [(name, query) for name, queries in NAMES.items() for query in queries]
)
def test_person_is_found_in_any_writing_of_the_name(person, adviser, name, query):
    contact = person(name, "Anne")
    person("Durand", "Luc")
    assert matches(adviser, query) == [contact]
    assert matches(adviser, f"anne {query}") == [contact]


@pytest.mark.parametrize(
    ("name", "query"),
    [(name, query) for name, queries in LEGAL_NAMES.items() for query in queries],
)
def test_organisation_is_found_in_any_writing_of_the_name(organisation, adviser, name, query):
    company = organisation(name)
    organisation("Durand SA")
    assert matches(adviser, query) == [company]


LETTERS = "aeéilmnoœrst"
word = st.text(LETTERS, min_size=2, max_size=6)
names = st.lists(word, min_size=1, max_size=4).flatmap(
    lambda words: st.lists(
        st.sampled_from((" ", "-", "'", "’", " - ")), min_size=len(words), max_size=len(words)
    ).map(lambda signs: "".join(a + b for a, b in zip(words, signs, strict=True)).strip(" -'’"))
)


@settings(deadline=None)
@given(names, st.sampled_from(("", " ", "-", "'")))
def test_a_name_is_found_with_any_signs_between_its_words(name, sign):
    written = name
    for other in "-'’":
        written = written.replace(other, " ")
    typed = sign.join(written.split())
    text = normalise.search_names(name)
    assert all(word in text for word in normalise.search_words(typed))


@settings(deadline=None)
@given(
    country=st.sampled_from(("33", "32", "41", "262")),
    number=st.from_regex(r"[1-9][0-9]{8}", fullmatch=True),
    sign=st.sampled_from((" ", ".", "-", "/", "")),
    start=st.sampled_from(("+{} ", "+{} (0)", "(+{}) ", "00{} ", "0")),
    label=st.sampled_from(("", "Tél. ", "Mobile : ")),
)
def test_a_stored_number_is_found_in_each_of_its_writings(country, number, sign, start, label):
    spelt = sign.join((number[:1], number[1:3], number[3:5], number[5:7], number[7:]))
    (found,) = normalise.search_words(f"{label}{start.format(country)}{spelt}")
    assert f"{found}." in normalise.search_telephone(f"+{country}{number}")


@pytest.fixture
def reach(adviser):
    def reach(contact, *rows):
        save_coordinates(
            contact=contact, saved=rows, removed=[], version=contact.version, by=adviser
        )
        return contact

    return reach


@pytest.mark.parametrize(
    ("stored", "query"),
    [
        *(
            ("+33639987707", query)
            for query in (
                "06-39-98-77-07",
                "06/39/98/77/07",
                "06.39.98.77.07",
                "+33 (0)6 39 98 77 07",
                "+33 06 39 98 77 07",
                "(+33) 6 39 98 77 07",
                "0033 6 39 98 77 07",
                "Tél. 06 39 98 77 07",
                "tel : 06 39 98 77 07",
                "39 98 77 07",
                "987707",
                "06 39 98",
                "0639",
            )
        ),
        ("+32470123456", "0470 12 34 56"),
        ("+32470123456", "+32 (0)470/12.34.56"),
        ("+262692123456", "0692 12 34 56"),
    ],
)
def test_telephone_is_found_in_any_writing(person, adviser, reach, stored, query):
    contact = reach(person("Moreau"), Telephone(number=stored))
    # Whose numbers hold each pair of its digits, in another order.
    others = ("".join(pairs) for pairs in permutations(("39", "98", "77", "07")))
    for digits in [one for one in others if one[:2] != "39" and "987707" not in one][:12]:
        reach(person("Autre"), Telephone(number=f"+336{digits}"))
    assert matches(adviser, query) == [contact]
    ((found,),) = grouped(adviser, query).values()
    assert (found.contact, found.by) == (contact, "telephone")


def test_numbers_that_end_so_come_first(person, adviser, reach):
    inside = reach(person("Abadie"), Telephone(number="+33698770712"))
    ends = reach(person("Zola"), Telephone(number="+33639987707"))
    assert matches(adviser, "98 77 07") == [ends, inside]


def test_swapped_letters_come_after_the_exact_ones(person, adviser):
    swapped = person("Amblard", "Anne")
    exact = person("Zamblrad", "Luc")
    assert matches(adviser, "amblrad") == [exact, swapped]
    assert matches(adviser, "anne amblrad") == [swapped]
    assert matches(adviser, "mablard") == [swapped]
    assert matches(adviser, "mablrda") == matches(adviser, "mab") == []


def test_numbers_of_a_company_are_found(organisation, adviser):
    company = organisation(siren="732829320", siret="73282932000074")
    for query, told in (("732 829 320 00074", "73282932000074"), ("732.829.320", "732829320")):
        assert [
            (by, [(one.contact, one.note) for one in rows])
            for by, rows in grouped(adviser, query).items()
        ] == [("siren", [(company, told)])]


def test_codes_are_found_with_or_without_their_signs(person, adviser):
    contact = person(folder_code="AB-0412/7", client_number="12 345 678")
    for query in ("ab04127", "AB-0412", "ab 0412 7", "12345678", "12 345 678", "12-345-678"):
        assert [one.contact for one in grouped(adviser, query)["code"]] == [contact], query


def test_match_by_birth_name_is_said(person, adviser):
    contact = person("Dupont", birth_name="Le Goff", title="mrs")
    ((found,),) = grouped(adviser, "legoff").values()
    assert (found.contact, found.by, found.note) == (contact, "name", "née Le Goff")


@pytest.fixture
def child(person, adviser):
    """Give a child who has no folder, of a contact: `child("Le Bihan", "Zoé", is_private=True)`."""

    def child(last_name, first_name, parent=None, **fields):
        who = RelatedPerson(last_name=last_name, first_name=first_name)
        parent = parent or person("Moreau", **fields)
        relations.add(contact=parent, kind=RelationKind.CHILD, other=who, by=adviser)
        return parent, who

    return child


def test_child_without_a_folder_leads_to_the_folder_it_hangs_on(child, sign_in, adviser):
    parent, _who = child("Le Bihan", "Zoé")
    (group,) = sign_in(adviser).get(reverse("search"), {"q": "zoe lebihan"}).context["groups"]
    (entry,) = group["entries"]
    assert (str(group["title"]), entry["label"], entry["note"], entry["url"]) == (
        "Proches sans dossier",
        "Anne Moreau",
        "Zoé Le Bihan",
        reverse("contacts:contact-general", args=[parent.pk]),
    )


@pytest.mark.security(2)
def test_child_of_a_hidden_folder_leads_nowhere(child, adviser, colleague, administrator):
    parent, _who = child("Le Bihan", "Zoé", is_private=True)
    assert matches(adviser, "lebihan") == [parent]
    assert matches(colleague, "lebihan") == matches(administrator, "lebihan") == []
    assert list(filtered(colleague, Filters(text="lebihan"))) == []


def test_text_follows_who_hangs_on_the_folder(child, person, adviser):
    parent, who = child("Le Bihan", "Zoé")
    other = person("Riou")
    row = parent.relationships.get()
    who.last_name = "Kermarec"
    relations.change(
        contact=parent,
        row=row,
        kind=RelationKind.CHILD,
        terms=relations.NO_TERMS,
        person=who,
        version=row.version,
        by=adviser,
    )
    assert (matches(adviser, "lebihan"), matches(adviser, "kermarec")) == ([], [parent])
    relations.add(contact=other, kind=RelationKind.CHILD, other=who, by=adviser)
    relations.remove(contact=parent, row=parent.relationships.get(), by=adviser)
    assert matches(adviser, "kermarec") == [other]
    relations.remove(contact=other, row=other.relationships.get(), by=adviser)
    assert matches(adviser, "kermarec") == []


def test_text_follows_a_spouse_and_a_folder_opened(person, adviser):
    contact = person("Moreau", marital_status="married")
    spouse = RelatedPerson(contact=contact, last_name="Le Bihan", first_name="Luc")
    couple = {"details": contact.person, "spouse": spouse, "by": adviser}
    save_couple(contact=contact, row=None, version=contact.version, **couple)
    assert matches(adviser, "lebihan") == [contact]
    spouse.last_name = "Kermarec"
    row = contact.relationships.get()
    save_couple(contact=contact, row=row, version=contact.version, **couple)
    assert (matches(adviser, "lebihan"), matches(adviser, "kermarec")) == ([], [contact])
    opened = open_folder(person=spouse, by=adviser)
    assert matches(adviser, "kermarec") == [opened]


def test_list_finds_what_search_finds(person, child, adviser, reach):
    contact = reach(person("Le Goff"), Telephone(number="+33639987707"))
    parent, _who = child("Le Bihan", "Zoé")
    for query, expected in (
        ("legoff", contact),
        ("Tél. 06-39-98-77-07", contact),
        ("zoe lebihan", parent),
    ):
        assert list(filtered(adviser, Filters(text=query))) == [expected], query


def test_target_of_a_merge_is_found_as_in_search(person, sign_in, adviser, reach):
    source, target = person("Moreau"), reach(person("Le Goff"), Telephone(number="+33639987707"))
    address = reverse("contacts:contact-merge-choose", args=[source.pk])
    for query in ("legoff", "Tél. 06/39/98/77/07"):
        found = sign_in(adviser).get(address, {"q": query}).context["found"]
        assert [one["contact"] for one in found] == [target], query


def test_note_is_found_by_a_telephone_in_it(person, adviser):
    texts = ["Rappeler au 06.39.98.77.07", "Vu le 3 juin 2024"]
    rows = [FollowUp(search_text=normalise.search_text(text)) for text in texts]
    for query, expected in (("+33 6 39 98 77 07", 0), ("0639987707", 0), ("3 juin", 1)):
        words = normalise.search_words(query)
        found = [at for at, row in enumerate(rows) if all(one in row.search_text for one in words)]
        assert found == [expected], query


@pytest.mark.parametrize("number", [1, 3])
def test_search_takes_the_same_queries(child, sign_in, adviser, number, django_assert_num_queries):
    for _position in range(number):
        child("Le Bihan", "Zoé")
    client = sign_in(adviser)
    with django_assert_num_queries(13):
        (group,) = client.get(reverse("search"), {"q": "lebihan"}).context["groups"]
    assert len(group["entries"]) == number
