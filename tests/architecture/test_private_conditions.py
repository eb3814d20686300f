"""Whatever a search asks, the private folder is in nothing that it finds, counts, sums or tells.

Conditions of every kind, on what the folder says and on the rows that hang on it, are asked in the
firm with the folder and in the same firm without it: what is found, counted, summed, drawn, told
and taken away must be the same, by as many statements.
"""

import itertools

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.exports import ListedAccounts
from contacts.exports.cards import Cards
from contacts.exports.listed import ListedContacts
from contacts.exports.o2s import WorkbookOfO2S
from contacts.fields import Shape
from searches.columns import FIRST, OFFERED, Sort
from searches.models import SavedSearch
from searches.queries.asking import Asking
from searches.queries.counting import Counting
from searches.queries.facts import facts_of
from searches.queries.matching import matching, today
from searches.queries.pictures import Pictures
from searches.queries.results import ordered_keys
from searches.queries.totals import SUMMED, totals
from searches.querying.operators import operators_of
from searches.querying.schema import read
from searches.querying.vocabulary import ASKED_OF, SUBJECTS, Place
from tests.architecture.private_world import (
    BORN,
    DAY,
    FIRST_NAME,
    HIDDEN_CONTACT,
    MARKS,
    NAME,
    NEXT,
    OUTSIDERS,
    build_secret,
)
from tests.architecture.probe import SOAK, each_outsider
from users.models import User

pytestmark = pytest.mark.django_db

QUANTIFIERS = ({"quant": "any"}, {"quant": "none"}, {"quant": "all"}, {"quant": "at_least", "n": 2})
# What the folder and its rows say, and those whom everybody sees do not.
SAID = [
    {"f": "name", "op": "contains", "v": [NAME]},
    {"f": "name", "op": "not_contains", "v": ["Marchand"]},
    {"f": "first_name", "op": "is", "v": [FIRST_NAME]},
    {"f": "birth_date", "op": "on", "v": [BORN.isoformat()]},
    {"f": "number", "op": "begins", "v": ["PRIV"]},
    {"f": "last_value", "op": "over", "v": ["700000"]},
    {"f": "total_value", "op": "over", "v": ["500"]},
    {"f": "value", "op": "at_most", "v": ["1000.01"]},
    {"f": "share", "op": "equals", "v": ["50"]},
    {"f": "last_contact", "op": "on", "v": [DAY.isoformat()]},
    {"f": "text", "op": "contains", "v": [NAME]},
    {"f": "is_private", "op": "yes"},
    {"f": "contact", "op": "is", "v": [HIDDEN_CONTACT]},
    {"f": "contact", "op": "is_not", "v": [HIDDEN_CONTACT]},
]
# A search has at most 200 conditions, and what hangs on rows counts as one too.
ASKED_AT_ONCE = 60
# Relations are many and alike.
ASKED_OF_FAMILY = {"spouse", "cousin", "child"}


# Of all rows there are: the rule is asked of their readers, not of the search.
EVERY_KEY = [*range(2_500, 6_000), 9_000, *range(NEXT, NEXT + 300)]
# One of the folder's own people, from whom a password not confirmed hides it.
PARTNER = "partner"
# The colleague asks on both databases; the others tell nothing that the matrix does not.
READERS = (
    ("colleague", *each_outsider(OUTSIDERS[1:]), pytest.param(PARTNER, marks=pytest.mark.on_sqlite))
    if SOAK
    else ("colleague", pytest.param(PARTNER, marks=pytest.mark.on_sqlite))
)


def _all_there(place):
    """Return the fields and the links of a place, and of the row behind it."""
    fields, links = dict(place.subject.fields), dict(place.subject.links)
    if place._behind:
        behind_fields, behind_links = _all_there(place._behind)
        fields, links = behind_fields | fields, behind_links | links
    return fields, links


def _is_askable(said, fields):
    asked = fields.get(said["f"])
    is_number = asked is not None and asked.shape is Shape.TELEPHONE
    return asked is not None and not is_number and said["op"] in operators_of(asked)


def conditions(place, quantifiers=QUANTIFIERS):
    """Give what may be asked of rows at a place, and of those that hang on them, two levels deep.

    The second level is asked of fewer fields, since there are many ways to it.
    """
    fields, links = _all_there(place)
    yield from (said for said in SAID if _is_askable(said, fields))
    for key, link in links.items():
        inside = Place(SUBJECTS[link.subject])
        if link.subject == "contacts" and key not in ASKED_OF_FAMILY:
            continue
        if quantifiers == QUANTIFIERS:
            asked = conditions(inside, QUANTIFIERS[:2])
        else:
            known = _all_there(inside)[0]
            asked = [said for said in SAID[:1] + SAID[4:6] if _is_askable(said, known)]
        yield {"rel": key, **quantifiers[0], "where": {"all": []}}
        for where, quantifier in itertools.product(list(asked), quantifiers):
            yield {"rel": key, **quantifier, "where": {"all": [where]}}


def asked_of(on):
    return list(conditions(Place(SUBJECTS[on])))


def search(on, *parts, how="all"):
    return read({"v": 1, "on": on, "where": {how: list(parts)}})


def questions(user):
    """Return, as SQL, each condition as a page and as a count ask it."""
    now = today()
    for on in ASKED_OF:
        for condition in asked_of(on):
            asked = search(on, condition)
            for by_sets in (False, True):
                rows = matching(asked, user, now, by_sets=by_sets).order_by("pk")
                yield on, str(condition), by_sets, rows.values("pk").query.sql_with_params()


def each_found(asked):
    """Return the keys that each finds."""
    found = {}
    with connection.cursor() as cursor:
        for on, condition, by_sets, sql in asked:
            cursor.execute(*sql)
            found[on, condition, by_sets] = [key for (key,) in cursor.fetchall()]
    return found


def everything(user, now):
    """Return whatever else is told of what a search finds: of each with its name."""
    told = {}
    for on in ASKED_OF:
        parts = asked_of(on)
        saved = SavedSearch(owner=user, on=on)
        saved.stored = {"v": 1, "on": on, "where": {"any": parts[:15]}}
        asking = Asking(saved, user)
        told |= {(on, name): value for name, value in _told(on, asking, user, now)}
        for at in range(0, len(parts), ASKED_AT_ONCE):
            asked = search(on, *parts[at : at + ASKED_AT_ONCE], how="any")
            told[on, "why", at] = lambda asked=asked: facts_of(asked, EVERY_KEY, user, now, {})
    return {name: _with_statements(value) for name, value in told.items()}


def _told(on, asking, user, now):
    counting = Counting(user, on, {})
    where = asking.search.where
    yield "count", lambda: counting.total(where)
    yield "exact", lambda: counting.exact(where)
    yield "each", lambda: list(counting.left_by_each(where.parts[:20], seconds=60.0))
    summed = [{**OFFERED[on], FIRST[on].key: FIRST[on]}[key] for key in SUMMED[on]]
    yield "totals", lambda: totals(asking, summed)

    def pictures():
        return Pictures(on, asking.rows(by_sets=True), user, now)

    yield "splits", lambda: list(pictures().splits())
    yield "curve", lambda: pictures().points()
    for column in OFFERED[on].values():
        if column.sort or on == "contacts":
            sort = Sort(column, descending=True)
            yield f"by {column.key}", lambda sort=sort: ordered_keys(on, asking.rows(), sort)
    shown = list(OFFERED[on].values())
    readers = [ListedAccounts(user, [FIRST[on], *shown])]
    if on == "contacts":
        readers = [ListedContacts(user, shown), WorkbookOfO2S(user), Cards(user)]
    for reader in readers:
        yield (
            type(reader).__name__,
            lambda reader=reader: (
                [list(row) for row in reader.read(EVERY_KEY)],
                sorted(reader.told),
                sorted(reader.told_accounts),
            ),
        )


def _with_statements(value):
    with CaptureQueriesContext(connection) as captured:
        given = value()
    return given, len(captured)


def reset_partner(firm):
    """Return the partner with the colleague's rights."""
    partner = User.objects.get(pk=firm.reset.account.pk)
    partner.groups.set(firm.cast["colleague"].groups.all())
    assert partner.hides_private_folders
    return partner


def reader_of(firm, name):
    return reset_partner(firm) if name == PARTNER else firm.cast[name]


def in_both_firms(firm, user, ask):
    """Return what is asked in the firm with the folder, and in the same firm without it."""
    now = today()
    with transaction.atomic():
        build_secret(firm)
        given = ask(User.objects.get(pk=user.pk), now)
        transaction.set_rollback(True)
    return given, ask(User.objects.get(pk=user.pk), now)


@pytest.mark.slow
@pytest.mark.security(1, 7, 31)
@pytest.mark.parametrize("name", READERS)
def test_no_condition_tells_of_a_hidden_folder(firm, name):
    asked = list(questions(reader_of(firm, name)))
    with transaction.atomic():
        build_secret(firm)
        given = each_found(asked)
        transaction.set_rollback(True)
    without = each_found(asked)
    assert {each: keys for each, keys in given.items() if keys != without[each]} == {}
    assert {each for each, keys in given.items() if keys != given[*each[:2], False]} == set()
    assert sum(map(bool, given.values())) > len(given) // 4


@pytest.mark.security(1, 7, 13, 31, 60)
@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_nothing_told_of_what_is_found_tells_of_a_hidden_folder(firm, name):
    given, without = in_both_firms(firm, reader_of(firm, name), everything)
    assert {asked: told for asked, told in given.items() if told != without[asked]} == {}
    assert [
        asked for asked, told in given.items() if any(mark in str(told) for mark in MARKS)
    ] == []


@pytest.mark.security(28)
def test_the_assistant_is_told(firm):
    """These tests can fail: nearly all of it differs for somebody assigned to the folder."""
    user = firm.cast["assistant"]
    given, without = in_both_firms(firm, user, everything)
    differing = {asked[1] for asked, told in given.items() if told != without[asked]}
    assert differing >= {"count", "exact", "totals", "splits", "curve", "by town"}
    assert differing >= {"ListedAccounts", "ListedContacts", "WorkbookOfO2S", "Cards"}
