"""The builder: a search as plain fields of a form, read back, and changed button by button."""

import json

import pytest
from django.http import QueryDict
from django.utils.choices import flatten_choices
from hypothesis import HealthCheck, given, settings

from accounts.models import Custodian
from contacts.models import Keyword, ListValue
from searches.errors import SearchRefused
from searches.forms.builder import Builder
from searches.forms.choices import field_choices
from searches.forms.conditions import ConditionForm
from searches.forms.flattening import flatten
from searches.querying.operators import OPERATORS, Takes
from searches.querying.schema import MOST_CONDITIONS, MOST_VALUES, read
from searches.querying.vocabulary import SUBJECTS
from tests.searches.test_agreement import SOAK, World, searches

pytestmark = pytest.mark.django_db


def said_once(stored):
    """Return a search without the values that a list says twice: one ticks a value once."""
    if isinstance(stored, list):
        return [said_once(part) for part in stored]
    if not isinstance(stored, dict):
        return stored
    parts = {name: said_once(part) for name, part in stored.items()}
    if isinstance(parts.get("v"), list) and OPERATORS[parts["op"]].takes is Takes.MANY:
        parts["v"] = list(dict.fromkeys(parts["v"]))
    return parts


@pytest.mark.on_sqlite
def test_a_search_comes_back_from_its_fields(manager, junior):
    world = World(0, [manager, junior])

    @settings(
        max_examples=1_000 if SOAK else 40,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(searches(world))
    def agree(stored):
        for search in map(said_once, stored):
            builder = Builder(flatten(search), manager, search["on"], {1: "Retraités"})
            assert builder.errors == []
            assert builder.is_complete
            assert read(builder.stored()) == read(search)

    agree()


# -- making one, button by button


def searched(*parts, on="contacts", how="all"):
    return {"v": 1, "on": on, "where": {how: list(parts)}}


def fields_of(builder):
    """Return what the page of a builder would post: the fields of its forms as they stand."""
    data = builder.root and builder.data.copy()
    data.pop("do", None)
    for part in builder.parts:
        if isinstance(part.form, ConditionForm):
            data[f"{part.path}-was"] = part.form["field"].data or ""
    return data


def pressed(user, act, data=None, on="contacts", **typed):
    data = QueryDict(mutable=True) if data is None else data.copy()
    data.update({name.replace("__", "-"): value for name, value in typed.items()})
    data["do"] = act
    return Builder(data, user, on)


def test_nothing_yet_asks_for_all(adviser):
    builder = Builder(QueryDict(), adviser, "contacts")
    assert builder.stored() == searched()
    assert builder.is_complete


def test_a_condition_is_made_step_by_step(adviser):
    builder = pressed(adviser, "add-condition:0")
    assert [part.path for part in builder.parts] == ["0", "0_0"]
    assert (builder.focus, builder.is_complete, builder.errors) == ("0_0-field", False, [])
    assert builder.stored() == searched()
    builder = pressed(adviser, "", fields_of(builder), **{"0_0__field": "age"})
    form = builder.parts[1].form
    assert (builder.focus, form.op, list(form.fields)) == (
        "0_0-op",
        "between",
        ["field", "op", "value", "to"],
    )
    assert builder.parts[1].is_incomplete
    typed = {"0_0__value": "60", "0_0__to": "70"}
    builder = pressed(adviser, "", fields_of(builder), **typed)
    assert builder.stored() == searched({"f": "age", "op": "between", "v": [60, 70]})
    assert builder.is_complete
    builder = pressed(adviser, "", fields_of(builder), **{"0_0__op": "over"})
    assert builder.stored() == searched({"f": "age", "op": "over", "v": [60]})
    builder = pressed(adviser, "", fields_of(builder), **{"0_0__field": "total_value"})
    assert builder.parts[1].is_incomplete, "a figure of one field says nothing of another"
    assert builder.parts[1].form.op == "over"


def test_groups_and_rows_are_added_and_taken_away(adviser):
    data = flatten(searched({"f": "is_private", "op": "no"}, {"f": "note", "op": "empty"}))
    builder = pressed(adviser, "add-rows:0", data)
    assert builder.focus == "0_2-link"
    rows = {"rel": "accounts", "quant": "any", "where": {"all": []}}
    assert builder.stored()["where"]["all"][2] == rows
    builder = pressed(adviser, "add-group:0_2", fields_of(builder))
    assert [part.path for part in builder.parts][3:] == ["0_2", "0_2_0", "0_2_0_0"]
    assert builder.focus == "0_2_0_0-field"
    builder = pressed(adviser, "remove:0_2", fields_of(builder))
    assert [part.path for part in builder.parts] == ["0", "0_0", "0_1"]
    assert builder.focus == "add-0"
    builder = pressed(adviser, "remove:0_0", fields_of(builder))
    assert [part.path for part in builder.parts] == ["0", "0_1"], "what stays keeps its place"
    builder = pressed(adviser, "add-condition:0", fields_of(builder))
    assert [part.path for part in builder.parts] == ["0", "0_1", "0_2"]


def test_how_conditions_are_joined_is_said_once(adviser):
    data = flatten(searched({"f": "is_private", "op": "no"}, {"f": "note", "op": "empty"}))
    builder = pressed(adviser, "", data, **{"0__how": "none"})
    assert list(builder.stored()["where"]) == ["none"]
    assert builder.root.form.joined == "ni"


def test_rows_of_at_least_n_ask_for_the_number(adviser):
    rows = {"rel": "accounts", "quant": "any", "where": {"all": []}}
    builder = pressed(adviser, "", flatten(searched(rows)), **{"0_0__quant": "at_least"})
    assert builder.stored() == searched(rows | {"quant": "at_least", "n": 2})
    builder = pressed(adviser, "", fields_of(builder), **{"0_0__n": "0"})
    assert len(builder.errors) == 1
    assert builder.stored() == searched()


def test_no_group_is_offered_deeper_than_four(adviser):
    deep = {"all": [{"all": [{"all": [{"all": []}]}]}]}
    builder = Builder(flatten({"v": 1, "on": "contacts", "where": deep}), adviser, "contacts")
    assert [part.takes_groups for part in builder.parts] == [True, True, True, False]
    builder = pressed(adviser, "add-group:0_0_0_0", fields_of(builder))
    with pytest.raises(SearchRefused):
        builder.stored()
    said = "Les groupes s’emboîtent sur 4 niveaux au plus\u202f: retirez-en un."
    assert builder.errors == [said]


# -- the control of each shape

CONTROLS = {
    ("name", "contains"): ["value"],
    ("town", "is"): ["lines"],
    ("note", "contains"): ["value"],
    ("email", "begins"): ["value"],
    ("telephone_mobile", "is"): ["lines"],
    ("birth_department", "is"): ["lines"],
    ("birth_date", "between"): ["value", "to"],
    ("birth_date", "anniversary_within"): ["n", "unit"],
    ("updated_at", "older_than"): ["n", "unit"],
    ("total_value", "over"): ["value"],
    ("income_tax_rate", "at_most"): ["value"],
    ("children_count", "equals"): ["value"],
    ("age", "under"): ["value"],
    ("marital_status", "is"): [],
    ("nationality", "is_not"): ["add"],
    ("profession", "is"): ["add"],
    ("lead_adviser", "is"): [],
    ("category", "in_branch"): [],
    ("keywords", "has_all"): [],
    ("is_private", "yes"): [],
    ("other_totals", "not_empty"): [],
}


@pytest.mark.parametrize(("asked", "controls"), CONTROLS.items())
def test_each_shape_has_its_control(adviser, asked, controls):
    for at in range(9):
        ListValue.objects.create(firm_list="profession", label=f"Métier {at}", position=at)
    field, op = asked
    typed = {"0_0__field": field, "0_0__was": field, "0_0__op": op}
    form = pressed(adviser, "", QueryDict("node=0_0", mutable=True), **typed).parts[1].form
    assert [name for name in form.fields if name not in {"field", "op"}] == controls


def test_few_values_are_ticked_and_more_are_searched(adviser):
    keywords = [Keyword.objects.create(label=f"Mot {at}", position=at) for at in range(9)]
    asked = {"f": "keywords", "op": "has", "v": [keywords[0].pk]}
    form = Builder(flatten(searched(asked)), adviser, "contacts").parts[1].form
    assert [tick.label for tick in form.ticks] == ["Mot 0"]
    data = flatten(searched(asked))
    builder = pressed(adviser, "", data, **{"0_0__add": str(keywords[4].pk)})
    both = [keywords[0].pk, keywords[4].pk]
    assert builder.stored() == searched(asked | {"v": both})
    assert builder.focus == "0_0-add"
    keywords[8].delete()
    form = Builder(flatten(searched(asked)), adviser, "contacts").parts[1].form
    assert [tick.label for tick in form.ticks if tick.is_on] == ["Mot 0"]
    assert len(form.ticks) == 8


def test_a_typed_word_chooses_without_a_script(adviser):
    for at in range(40):
        Custodian.objects.create(code=str(at), name=f"Dépositaire {at:02}")
    rare = Custodian.objects.create(code="A", name="Assurvia")
    data = flatten(searched({"f": "custodian", "op": "is", "v": [1]}, on="accounts"))
    data.setlist("0_0-values", [])
    builder = pressed(adviser, "", data, "accounts", **{"0_0__add_search": "assur"})
    assert builder.stored()["where"] == {"all": [{"f": "custodian", "op": "is", "v": [rare.pk]}]}
    builder = pressed(adviser, "", data, "accounts", **{"0_0__add_search": "Dépositaire 1"})
    assert builder.errors == [
        "«\u202fDépositaire 1\u202f» correspond à plusieurs choix\u202f: choisissez le bon."
    ]


def test_owners_are_found_by_the_reader_s_own_search(person, adviser, colleague):
    secret = person("Zorglubine", "Luce", is_private=True)
    data = flatten(searched({"rel": "owners", "quant": "any", "where": {"all": []}}, on="accounts"))
    data.appendlist("node", "0_0_0")
    typed = {"0_0_0__field": "contact", "0_0_0__was": "contact", "0_0_0__add": "zorgl"}

    def offered(user, **more):
        builder = pressed(user, "", data, "accounts", **typed, **more)
        return [(tick.label, tick.is_gone) for tick in builder.parts[2].form.ticks]

    assert offered(adviser) == [("Luce Zorglubine", False)]
    assert offered(colleague) == []
    # Named in a search that somebody else made, it is as one that never was.
    data.setlist("0_0_0-values", [str(secret.pk)])
    assert offered(adviser) == [("Luce Zorglubine", False)]
    assert offered(colleague) == [(str(secret.pk), True)]
    data.setlist("0_0_0-values", ["999999"])
    assert offered(colleague) == [("999999", True)]


# -- what is gone


def test_what_is_gone_is_kept_said_and_can_be_replaced(adviser):
    gone = {"f": "shoe_size", "op": "over", "v": ["42"]}
    rows = {"rel": "pets", "quant": "any", "where": {"all": []}}
    search = searched(gone, rows, {"f": "keywords", "op": "has", "v": [999_999]})
    builder = Builder(flatten(search), adviser, "contacts")
    assert builder.stored() == search
    assert [part.path for part in builder.gone] == ["0_0", "0_1", "0_2"]
    assert builder.parts[1].form.name == "shoe_size"
    builder = pressed(adviser, "replace:0_0", fields_of(builder))
    assert builder.parts[1].is_a == "condition"
    assert builder.parts[1].is_incomplete
    assert [part.path for part in builder.gone] == ["0_1", "0_2"]


def test_another_search_that_is_not_there_is_gone(adviser):
    search = searched({"in_search": 7})
    assert Builder(flatten(search), adviser, "contacts", {7: "Retraités"}).gone == []
    builder = Builder(flatten(search), adviser, "contacts")
    assert [part.path for part in builder.gone] == ["0_0"]
    # Its number is not drawn: it may be somebody's private one by now.
    assert builder.data["0_0-search"] == "0"
    assert builder.stored() == searched()
    again = Builder(builder.data, adviser, "contacts")
    assert [part.path for part in again.gone] == ["0_0"]


def test_another_search_is_referred_to(adviser):
    builder = pressed(adviser, "add-search:0")
    assert (builder.parts[1].is_incomplete, builder.focus) == (True, "0_0-search")
    data = fields_of(builder)
    data.update({"0_0-search": "7", "0_0-denied": "1"})
    builder = Builder(data, adviser, "contacts", {7: "Retraités"})
    assert builder.stored() == searched({"in_search": 7, "denied": True})
    assert [label for _pk, label in builder.parts[1].form.fields["search"].choices] == [
        "",
        "Retraités",
    ]


def test_of_many_searches_one_is_found_by_its_name(adviser):
    names = {pk: f"Requête {pk}" for pk in range(1, 32)} | {40: "Noël"}
    builder = pressed(adviser, "add-search:0")
    data = fields_of(builder)

    def offered(**typed):
        data.update({f"0_0-{name}": value for name, value in typed.items()})
        part = Builder(data, adviser, "contacts", names).parts[1]
        return [label for pk, label in part.form.fields["search"].choices if pk], part.stored

    assert offered() == ([], None)
    assert offered(find="requete 3") == (["Requête 3", "Requête 30", "Requête 31"], None)
    assert offered(find="NOEL") == (["Noël"], {"in_search": 40})
    assert offered(find="", search="7") == (["Requête 7"], {"in_search": 7})


# -- bad input


def wrong(user, **typed):
    """Return what is said of one condition, and what is asked in spite of it."""
    data = QueryDict("node=0_0&node=0_1&0_1-field=note&0_1-was=note&0_1-op=empty", mutable=True)
    data["0_0-was"] = typed.get("0_0__field", "")
    builder = pressed(user, "", data, **typed)
    assert builder.stored() == searched({"f": "note", "op": "empty"})
    return builder.errors


@pytest.mark.security(31)
@pytest.mark.parametrize(
    "typed",
    [
        {"field": "birth_date", "op": "on", "value": "31/02/2026"},
        {"field": "birth_date", "op": "on", "value": "1/1/26"},
        {"field": "birth_date", "op": "between", "value": "02/01/2000", "to": "01/01/2000"},
        {"field": "birth_date", "op": "within_next", "n": "100000", "unit": "day"},
        {"field": "birth_date", "op": "within_next", "n": "9" * 5_000, "unit": "day"},
        {"field": "birth_date", "op": "within_next", "n": "3", "unit": "century"},
        {"field": "age", "op": "over", "value": "60,5"},
        {"field": "age", "op": "over", "value": "NaN"},
        {"field": "total_value", "op": "over", "value": "9" * 400},
        {"field": "total_value", "op": "contains", "value": "1"},
        {"field": "name", "op": "contains", "value": "a\0b"},
        {"field": "name", "op": "contains", "value": "a" * 201},
        {"field": "contact__lead_adviser__password", "op": "is", "value": "x"},
        {"field": "name", "op": "raw_sql", "value": "x"},
        {"field": "marital_status", "op": "is", "values": "a" * 201},
        {"field": "keywords", "op": "has", "values": "1 OR 1=1"},
        {"field": "keywords", "op": "has", "values": "9" * 30},
        {"field": "profession", "op": "is", "values": "-1"},
        {"is_a": "rows", "link": "grants"},
        {"is_a": "rows", "link": "accounts", "quant": "most"},
        {"is_a": "group", "how": "xor"},
        {"is_a": "gone", "stored_text": "[" * 5_000},
        # Read at once, and not by the pages that show it.
        {"is_a": "gone", "stored_text": f'{{"f": "x", "op": "is", "v": {"[" * 60 + "]" * 60}}}'},
        {"is_a": "gone", "stored_text": '{"f": "name", "op": "contains", "v": "x"}'},
        {"is_a": "search", "search": "1; DROP"},
    ],
    ids=lambda typed: "-".join(str(value)[:12] for value in typed.values()),
)
def test_what_is_wrong_is_said_and_not_asked(adviser, typed):
    assert wrong(adviser, **{f"0_0__{name}": value for name, value in typed.items()})


def test_ten_thousand_pasted_values_are_refused_in_words(adviser):
    lines = "\n".join(map(str, range(10_000)))
    typed = {"0_0__field": "post_code", "0_0__op": "is", "0_0__lines": lines}
    [said] = wrong(adviser, **typed)
    assert said.startswith("Une liste a 1000 valeurs au plus\u202f; celle-ci en a 10000")


def test_ten_thousand_ticks_are_not_drawn(adviser, django_assert_max_num_queries):
    data = flatten(searched({"f": "keywords", "op": "has", "v": [1]}))
    data.setlist("0_0-values", list(map(str, range(1, 10_001))))
    builder = Builder(data, adviser, "contacts")
    assert len(builder.errors) == 1
    assert len(builder.parts[1].form.ticks) == MOST_VALUES


def test_too_many_conditions_are_drawn_and_refused_in_words(adviser):
    data = flatten(searched(*[{"f": "note", "op": "empty"}] * MOST_CONDITIONS))
    builder = Builder(data, adviser, "contacts")
    assert builder.errors == []
    builder = pressed(adviser, "add-condition:0", data, **{"0_200__field": "note"})
    builder = pressed(adviser, "", fields_of(builder), **{"0_200__op": "empty"})
    assert len(builder.parts) == 202
    assert len(builder.errors) == 1
    with pytest.raises(SearchRefused):
        builder.stored()


def test_paths_that_hang_on_nothing_are_no_nodes(adviser):
    nodes = ("1", "0_1_2", "0_x", "0_0_" + "0_" * 30 + "0", "../0", "0_0", "0_0_0", "0_9999")
    data = QueryDict(mutable=True)
    data.setlist("node", nodes)
    builder = Builder(data, adviser, "contacts")
    assert [part.path for part in builder.parts] == ["0", "0_0"]
    for act in ("add-condition:7", "remove:0", "remove:", "add-group:../0", "drop-table:0", ":"):
        assert len(pressed(adviser, act, data).parts) == 2


def test_thousands_of_nodes_are_not_drawn(adviser):
    data = QueryDict(mutable=True)
    data.setlist("node", [f"0_{at}" for at in range(999)])
    assert len(Builder(data, adviser, "contacts").parts) <= 2 * MOST_CONDITIONS + 1


def test_gone_conditions_are_plain_json(adviser):
    stored = json.dumps({"f": "x" * 10_000, "op": "is"})
    builder = pressed(
        adviser,
        "",
        QueryDict("node=0_0", mutable=True),
        **{"0_0__is_a": "gone", "0_0__stored_text": stored},
    )
    assert builder.gone
    assert builder.errors == []


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_two_fields_are_offered_under_one_name(subject):
    labels = [label for _key, label in flatten_choices(field_choices(subject))]
    assert len(labels) == len(set(labels))
