from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts import scoring
from contacts.scoring import Description, Reason, Score, choose, listed, score

BORN = date(1980, 3, 12)
SWAPPED = date(1980, 12, 3)
ANNE = Description(name="Dupont", first_name="Anne", birth_date=BORN, is_organisation=False)
FIRM = Description(name="Atelier du Lac", is_organisation=True)
VETOES = frozenset(Reason) - frozenset(scoring.POINTS)


def numbers(*pairs):
    return frozenset(pairs)


EVIDENCE = [
    (
        replace(ANNE, client_numbers=numbers(("p1", "12"))),
        replace(ANNE, name="Leroy", first_name="Zoé", client_numbers=numbers(("p1", "12"))),
        100,
        Reason.ALREADY_LINKED,
    ),
    (
        Description(former_numbers=numbers(("p1", "12"))),
        Description(client_numbers=numbers(("p1", "12"))),
        98,
        Reason.FORMER_NUMBER,
    ),
    (replace(FIRM, siren="732829320"), replace(FIRM, siren="732829320"), 97, Reason.LEGAL_NUMBER),
    (replace(FIRM, lei="L1"), Description(lei="L1"), 97, Reason.LEGAL_NUMBER),
    (
        replace(ANNE, birth_name="Le Goff", first_name="Marie Anne", birth_place="ST DENIS (93)"),
        replace(ANNE, name="X", birth_name="LE GOFF", birth_place="Saint-Denis"),
        97,
        Reason.CIVIL_STATUS,
    ),
    (
        Description(contracts=numbers(("p1", "C1"))),
        Description(contracts=numbers(("p1", "C1"))),
        95,
        Reason.CONTRACT,
    ),
    (ANNE, replace(ANNE, name="Mme DUPONT"), 92, Reason.NAME_AND_BIRTH),
    (
        replace(ANNE, name="de la Tour d’Auvergne"),
        replace(ANNE, name="AUVERGNE TOUR"),
        92,
        Reason.NAME_AND_BIRTH,
    ),
    (
        replace(ANNE, first_name="Jean-Pierre"),
        replace(ANNE, first_name="JEAN PIERRE MARIE"),
        92,
        Reason.NAME_AND_BIRTH,
    ),
    (
        Description(decided_keys=frozenset({"p1|dupont|anne|75001"})),
        Description(decided_keys=frozenset({"p1|dupont|anne|75001"})),
        90,
        Reason.DECIDED_BEFORE,
    ),
    (
        replace(ANNE, name="Martin"),
        replace(ANNE, birth_name="Martin"),
        88,
        Reason.BIRTH_NAME_USED,
    ),
    (
        replace(ANNE, name="Quentel"),
        replace(ANNE, name="LE GOFF QUENTEL"),
        85,
        Reason.HALF_OF_NAME,
    ),
    (ANNE, replace(ANNE, name="Duponnt"), 82, Reason.CLOSE_NAME_AND_BIRTH),
    (
        replace(ANNE, first_name="Jean-Pierre"),
        replace(ANNE, first_name="J.-P."),
        78,
        Reason.SHORT_FIRST_NAME,
    ),
    (
        Description(name="Dupont", emails=frozenset({"a@exemple.fr"})),
        Description(name="Duponnt", emails=frozenset({"a@exemple.fr", "b@exemple.fr"})),
        80,
        Reason.EMAIL_AND_NAME,
    ),
    (
        Description(name="Le Goff", emails=frozenset({"a@exemple.fr"})),
        Description(birth_name="LEGOFF", emails=frozenset({"a@exemple.fr"})),
        80,
        Reason.EMAIL_AND_SAME_NAME,
    ),
    (
        Description(name="Dupont", mobiles=frozenset({"+33612345678"})),
        Description(name="Duponnt", mobiles=frozenset({"+33612345678"})),
        75,
        Reason.MOBILE_AND_NAME,
    ),
    (
        Description(name="Dupont", mobiles=frozenset({"+33612345678"})),
        Description(name="Dupont", mobiles=frozenset({"+33612345678"})),
        75,
        Reason.MOBILE_AND_SAME_NAME,
    ),
    (ANNE, replace(ANNE, birth_date=SWAPPED), 72, Reason.SWAPPED_BIRTH),
    (
        replace(ANNE, post_code="01000"),
        replace(ANNE, post_code="01000", birth_date=None),
        60,
        Reason.NAME_AND_POST_CODE,
    ),
    (
        replace(FIRM, post_code="01000"),
        replace(FIRM, name="ATELIER DU LAC", post_code="01000"),
        60,
        Reason.LEGAL_NAME_AND_POST_CODE,
    ),
    (
        Description(name="Dupont", emails=frozenset({"a@exemple.fr"})),
        Description(name="Leroy", emails=frozenset({"a@exemple.fr"})),
        40,
        Reason.EMAIL,
    ),
    (
        Description(mobiles=frozenset({"+33612345678"})),
        Description(mobiles=frozenset({"+33612345678"})),
        30,
        Reason.MOBILE,
    ),
]


@pytest.mark.parametrize(("one", "other", "points", "reason"), EVIDENCE)
def test_each_line_of_the_table(one, other, points, reason):
    assert score(one, other) == Score(points, (reason,))


def test_each_evidence_has_its_line_above():
    assert {line[3] for line in EVIDENCE} | {Reason.SAME_BIRTH_NAME} == set(scoring.POINTS)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Le Goff", "LEGOFF"),
        ("Le Goff", "GOFF"),
        ("O'Brien", "OBRIEN"),
        ("de La Tour", "Latour"),
        ("de La Tour", "DE LATOUR"),
        ("d’Aubrac", "DAUBRAC"),
        ("Saint-Martin", "ST MARTIN"),
        ("Saint-Martin", "SAINTMARTIN"),
        ("Sainte-Marie", "Ste Marie"),
        ("de Saint-Exupéry", "SAINTEXUPERY"),
        ("Martin Dupont", "Dupont-Martin"),
        ("Mme Quentel", "QUENTEL"),
    ],
)
def test_signs_and_particles_of_a_surname_do_not_count(name, other):
    expected = Score(92, (Reason.NAME_AND_BIRTH,))
    assert score(replace(ANNE, name=name), replace(ANNE, name=other)) == expected


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Quentel", "Quentel-Riou"),
        ("Riou", "QUENTEL RIOU"),
        ("Le Goff", "Riou-Legoff"),
        ("St Martin", "Riou de Saint-Martin"),
    ],
)
def test_a_whole_half_of_a_double_surname(name, other):
    expected = Score(85, (Reason.HALF_OF_NAME,))
    assert score(replace(ANNE, name=name), replace(ANNE, name=other)) == expected


@pytest.mark.parametrize(
    ("name", "other", "points"),
    [("Martin", "Saint-Martin", 0), ("Riou", "d’Ourio", 0), ("M'Barek", "Barek", 82)],
)
def test_a_part_of_a_surname_that_is_no_whole_one_is_no_half(name, other, points):
    assert score(replace(ANNE, name=name), replace(ANNE, name=other)).points == points


@pytest.mark.parametrize("first_name", ["Jeanpierre", "JEAN PIERRE", "Jean Pierre Marie"])
def test_signs_of_a_first_name_do_not_count(first_name):
    anne = replace(ANNE, first_name="Jean-Pierre")
    assert score(anne, replace(anne, first_name=first_name)).points == 92


@pytest.mark.parametrize("first_name", ["J.-P.", "J.P.", "J P", "JP", "J.", "Jean", "Pierre"])
def test_a_first_name_cut_short_is_proposed(first_name):
    anne = replace(ANNE, first_name="Jean-Pierre")
    expected = Score(78, (Reason.SHORT_FIRST_NAME,))
    assert score(anne, replace(anne, first_name=first_name)) == expected
    assert score(anne, replace(anne, first_name=first_name, name="Leroy")).points == 0


def test_twins_with_half_a_first_name_in_common_are_two():
    anne = replace(ANNE, first_name="Jean-Pierre")
    assert score(anne, replace(anne, first_name="Jean-Paul")).points == 0


def test_the_same_birth_name_is_said_where_the_usage_names_differ():
    one = replace(ANNE, birth_name="Le Goff")
    found = score(one, replace(one, name="Martin", birth_name="LEGOFF"))
    assert found == Score(92, (Reason.NAME_AND_BIRTH, Reason.SAME_BIRTH_NAME))
    assert Reason.SAME_BIRTH_NAME not in score(one, one).reasons


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("S.C.I. Les Tilleuls", "SCI LES TILLEULS"),
        ("SCI Les Tilleuls", "Les Tilleuls (S.C.I.)"),
        ("Dupont & Fils SARL", "SARL Dupont et Fils"),
        ("Mr Bricolage", "MR BRICOLAGE"),
    ],
)
def test_signs_and_place_of_the_legal_form_do_not_count(name, other):
    firm = replace(FIRM, post_code="01000")
    assert score(replace(firm, name=name), replace(firm, name=other)).points == 60


def test_no_title_is_taken_off_an_organisation():
    firm = replace(FIRM, name="M Capital", post_code="01000")
    assert score(firm, replace(firm, name="Capital")).points == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ANNE, replace(ANNE, name="Leroy")),
        (ANNE, replace(ANNE, birth_date=None)),
        (replace(ANNE, first_name=""), replace(ANNE, first_name="")),
        (replace(ANNE, name=""), replace(ANNE, name="")),
        (replace(ANNE, first_name="Paul Marie"), replace(ANNE, first_name="Luc Marie")),
        (
            replace(ANNE, client_numbers=numbers(("p1", "12"))),
            replace(ANNE, name="Leroy", client_numbers=numbers(("p2", "12"))),
        ),
        (FIRM, FIRM),
        (Description(), Description()),
    ],
)
def test_what_proves_nothing(one, other):
    assert score(one, other) == Score(0)


@pytest.mark.parametrize(
    ("one", "other", "veto"),
    [
        ({}, {"birth_date": date(1981, 3, 12)}, Reason.OTHER_BIRTH_DATE),
        ({"siren": "732829320"}, {"siren": "552100554"}, Reason.OTHER_SIREN),
        ({}, {"is_organisation": True}, Reason.OTHER_KIND),
        ({}, {"first_name": "Bernard"}, Reason.OTHER_FIRST_NAMES),
        ({"key": "contact-7"}, {"refused": frozenset({"contact-7"})}, Reason.REFUSED),
    ],
)
def test_a_veto_keeps_any_evidence_low(one, other, veto):
    shared = {"contracts": numbers(("p1", "C1")), "emails": frozenset({"a@exemple.fr"})}
    found = score(replace(ANNE, **shared, **one), replace(ANNE, **shared, **other))
    assert (found.points, found.vetoed, found.reasons[-1]) == (30, True, veto)
    assert found.reasons[0] == Reason.CONTRACT


def test_each_veto_is_tried_above():
    assert len(VETOES) == 5


def test_a_date_that_is_not_sure_vetoes_nothing():
    other = replace(ANNE, birth_date=date(1981, 3, 12), emails=frozenset({"a@exemple.fr"}))
    anne = replace(ANNE, emails=other.emails)
    assert score(anne, replace(other, birth_date_sure=False)).points == 80
    assert score(anne, other).points == 30


@pytest.mark.parametrize("first_name", ["A.", "Ane", "Anne-Marie", "Marie Anne", ""])
def test_first_names_that_may_be_the_same_veto_nothing(first_name):
    assert not score(ANNE, replace(ANNE, first_name=first_name)).vetoed


def test_a_couple_that_shares_everything_but_the_first_name_is_two():
    shared = {"emails": frozenset({"a@exemple.fr"}), "mobiles": frozenset({"+33612345678"})}
    found = score(
        replace(ANNE, birth_date=None, **shared),
        replace(ANNE, birth_date=None, first_name="Luc", **shared),
    )
    assert found.points == 30
    assert found.reasons == (
        Reason.EMAIL_AND_SAME_NAME,
        Reason.MOBILE_AND_SAME_NAME,
        Reason.OTHER_FIRST_NAMES,
    )


def test_several_reasons_are_told_the_strongest_first():
    anne = replace(ANNE, emails=frozenset({"a@exemple.fr"}), contracts=numbers(("p1", "C1")))
    assert score(anne, anne) == Score(
        95, (Reason.CONTRACT, Reason.NAME_AND_BIRTH, Reason.EMAIL_AND_SAME_NAME)
    )


@pytest.mark.parametrize(
    ("points", "chosen"),
    [
        ({}, None),
        ({1: 92}, 1),
        ({1: 90}, 1),
        ({1: 89}, None),
        ({1: 92, 2: 92}, None),
        ({1: 92, 2: 88}, None),
        ({1: 97, 2: 92}, None),
        ({1: 98, 2: 92}, 1),
        ({1: 82, 2: 92}, 2),
        ({1: 98, 2: 100}, 2),
        ({1: 100, 2: 100}, None),
    ],
)
def test_the_candidate_that_is_filled_in(points, chosen):
    assert choose({key: Score(value) for key, value in points.items()}) == chosen


def test_candidates_are_listed_from_70_the_best_first():
    scores = {3: Score(70), 1: Score(69), 2: Score(92), 4: Score(70)}
    assert listed(scores) == [(2, Score(92)), (3, Score(70)), (4, Score(70))]


NAMES = st.sampled_from(
    ["", "Dupont", "DUPONT", "Duponnt", "Martin", "Le Goff", "Goff", "Mme", "Zoë", "'"]
)
FIRST_NAMES = st.sampled_from(
    ["", "Anne", "A.", "Jean-Pierre", "Jean Pierre", "Pierre", "Luc Marie", "Paul, Marie"]
)
PAIRS = st.frozensets(st.tuples(st.just("p1"), st.sampled_from("123")), max_size=2)
KEYS = st.sampled_from(["", "a", "b"])
DESCRIPTIONS = st.builds(
    Description,
    name=NAMES,
    birth_name=NAMES,
    first_name=FIRST_NAMES,
    birth_date=st.sampled_from([None, BORN, SWAPPED, date(1981, 3, 12)]),
    birth_date_sure=st.booleans(),
    birth_place=st.sampled_from(["", "Paris 12e", "PARIS", "Paris 20e Arrondissement"]),
    post_code=st.sampled_from(["", "01000"]),
    emails=st.frozensets(KEYS),
    mobiles=st.frozensets(KEYS),
    is_organisation=st.sampled_from([None, True, False]),
    siren=KEYS,
    client_numbers=PAIRS,
    former_numbers=PAIRS,
    contracts=PAIRS,
    key=KEYS,
    refused=st.frozensets(KEYS),
)
SCORES = st.dictionaries(st.integers(), st.builds(Score, points=st.integers(0, 100)))


@given(DESCRIPTIONS, DESCRIPTIONS)
def test_a_score_is_the_same_both_ways(one, other):
    assert score(one, other) == score(other, one)


@given(st.text(), st.text(), st.text(), st.text())
def test_any_names_score_the_same_both_ways(name, other_name, first_name, other_first_name):
    one = replace(ANNE, name=name, first_name=first_name)
    other = replace(ANNE, name=other_name, first_name=other_first_name)
    assert score(one, other) == score(other, one)


@given(DESCRIPTIONS, DESCRIPTIONS)
def test_points_follow_from_the_reasons(one, other):
    found = score(one, other)
    best = max((scoring.POINTS.get(reason, 0) for reason in found.reasons), default=0)
    assert found.vetoed == (not VETOES.isdisjoint(found.reasons))
    assert found.points == (min(best, 30) if found.vetoed else best)


@given(DESCRIPTIONS, DESCRIPTIONS)
def test_one_more_thing_in_common_never_lowers_a_score(one, other):
    more = numbers(("p9", "C9"))
    richer = (
        replace(one, contracts=one.contracts | more),
        replace(other, contracts=other.contracts | more),
    )
    assert score(*richer).points >= score(one, other).points


@given(DESCRIPTIONS, DESCRIPTIONS)
def test_case_never_changes_a_score(one, other):
    shouted = replace(
        other,
        name=other.name.upper(),
        birth_name=other.birth_name.upper(),
        first_name=other.first_name.upper(),
        birth_place=other.birth_place.upper(),
    )
    assert score(one, shouted) == score(one, other)


@given(SCORES)
def test_the_order_of_candidates_never_changes_the_choice(scores):
    backwards = dict(reversed(scores.items()))
    assert choose(scores) == choose(backwards)
    assert listed(scores) == listed(backwards)
    if choose(scores) is not None:
        assert scores[choose(scores)].points == max(found.points for found in scores.values())
