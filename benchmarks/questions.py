"""Twelve searches, and the SQL that somebody who knows the tables would write for each.

One for each kind of condition, quantifier and mixture (`searches.querying`). The SQL is written
twice, as it is fastest: a page looks related rows up one by one in the order of the list, a count
reads them once as sets. It asks the rule of private folders too, and runs on both databases.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import Custodian
from contacts.models import Category, Keyword
from contacts.queries.listing import branches
from searches.models import SavedSearch
from searches.querying.operators import Unit, anniversaries, later
from users.models import User

PAGE = 51
# The columns that the list of contacts shows unless a firm chose others, and those of accounts.
CONTACT_COLUMNS = (
    *("pk", "kind", "name", "first_name", "is_private", "birth_date", "folder_code"),
    *("lead_adviser", "town", "figures__last_contact", "figures__total_value"),
)
ACCOUNT_COLUMNS = (
    *("pk", "product__name", "product__custodian__name"),
    *("last_value", "last_valued_on", "last_currency"),
)
_CONTACTS = """
    SELECT c.id, c.kind, c.name, c.first_name, c.is_private, c.birth_date, c.folder_code,
           c.lead_adviser_id, c.town, f.last_contact, f.total_value, c.sort_name
    FROM contacts_contact c LEFT JOIN contacts_contactfigures f ON f.contact_id = c.id"""
_ACCOUNTS = """
    SELECT a.id, p.name, d.name, a.last_value, a.last_valued_on, a.last_currency, a.number
    FROM accounts_account a JOIN accounts_product p ON p.id = a.product_id
    JOIN accounts_custodian d ON d.id = p.custodian_id"""
_GRANT = "FROM contacts_privatefoldergrant g WHERE g.user_id = %(user)s"
_STANDS = "a.deleted_at IS NULL AND NOT a.is_provisional"
_OWNED = f"""accounts_ownership o JOIN accounts_account a ON a.id = o.account_id AND {_STANDS}
    JOIN accounts_product p ON p.id = a.product_id"""


@dataclass(frozen=True)
class Question:
    """A search as it is stored, and which rows it finds, for a page and for a count."""

    stored: Mapping[str, Any]
    for_page: str
    for_count: str
    values: Mapping[str, Any]

    @property
    def on(self) -> str:
        on: str = self.stored["on"]
        return on

    @property
    def is_of_contacts(self) -> bool:
        return self.on == "contacts"

    @property
    def columns(self) -> Sequence[str]:
        return CONTACT_COLUMNS if self.is_of_contacts else ACCOUNT_COLUMNS

    @property
    def page_sql(self) -> str:
        if self.is_of_contacts:
            rows, seen, order = _CONTACTS, seen_sql("c"), "c.sort_name, c.id"
        else:
            owners = f"o.account_id = a.id AND {seen_sql('c')}"
            seen, order = f"{_STANDS} AND {_exists(_OWNERS, owners)}", "a.number, a.id"
            rows = _ACCOUNTS
        return f"{rows} WHERE {seen} AND {self.for_page} ORDER BY {order} LIMIT {PAGE}"

    @property
    def keys_sql(self) -> str:
        if self.is_of_contacts:
            figures = "JOIN contacts_contactfigures f ON f.contact_id = c.id"
            rows = (
                f"SELECT c.id FROM contacts_contact c {figures if 'f.' in self.for_count else ''}"
            )
            return f"{rows} WHERE {seen_sql('c', by_sets=True)} AND {self.for_count}"
        owned = f"SELECT o.account_id FROM {_OWNERS} WHERE {seen_sql('c', by_sets=True)}"
        seen = f"{_STANDS} AND a.id IN ({owned})"
        return f"SELECT a.id FROM accounts_account a WHERE {seen} AND {self.for_count}"

    @property
    def count_sql(self) -> str:
        return f"SELECT COUNT(*) FROM ({self.keys_sql}) found"


_OWNERS = "accounts_ownership o JOIN contacts_contact c ON c.id = o.contact_id"


def seen_sql(alias: str, *, by_sets: bool = False) -> str:
    """Return the rule of private folders as it is fastest: for each row, or from all grants."""
    of_row = f"(SELECT g.id {_GRANT} AND g.content_object_id = {alias}.id LIMIT 1) IS NOT NULL"
    among = f"{alias}.id IN (SELECT g.content_object_id {_GRANT})"
    granted = among if by_sets else of_row
    return f"{alias}.deleted_at IS NULL AND (NOT {alias}.is_private OR {granted})"


def _exists(rows: str, where: str) -> str:
    return f"EXISTS (SELECT 1 FROM {rows} WHERE {where})"


def _hangs(rows: str, where: str) -> tuple[str, str]:
    """Return that rows with a key to the contact are there: for each row, or as a set."""
    alias = rows.split()[1]
    keys = f"SELECT {alias}.contact_id FROM {rows} WHERE {where}"
    return _exists(rows, f"{alias}.contact_id = c.id AND {where}"), f"c.id IN ({keys})"


def _married(where: str) -> tuple[str, str]:
    """Return that the other end of a marriage is so, whichever end is written first."""
    ends = (("contact_id", "other_contact_id"), ("other_contact_id", "contact_id"))
    one_by_one, sets = [], []
    for near, far in ends:
        rows = (
            f"contacts_relationship r JOIN contacts_contact s ON s.id = r.{far}"
            " JOIN contacts_persondetails d ON d.contact_id = s.id"
        )
        kind = f"r.kind = 'spouse' AND r.ended_on IS NULL AND {where}"
        one_by_one.append(_exists(rows, f"r.{near} = c.id AND {kind} AND {seen_sql('s')}"))
        sets.append(f"SELECT r.{near} FROM {rows} WHERE {kind} AND {seen_sql('s', by_sets=True)}")
    return f"({' OR '.join(one_by_one)})", f"c.id IN ({' UNION '.join(sets)})"


# Month and day as one number: 1129.
_BIRTHDAY = {
    "postgresql": "date_part('month', c.birth_date) * 100 + date_part('day', c.birth_date)",
    "sqlite": "CAST(strftime('%%m%%d', c.birth_date) AS INTEGER)",
}
_BORN = "d.birth_date > %(born_after)s AND d.birth_date <= %(born_until)s AND d.death_date IS NULL"


class Questions:
    """The twelve, with the keys and days of one base, asked with the eyes of one reader."""

    def __init__(self, user: User) -> None:
        self.custodian = Custodian.objects.get(code="ASSURVIA").pk
        self.clients = Category.objects.get(name="Clients").pk
        self.partners = Category.objects.get(name="Partenaires").pk
        keywords = dict(Keyword.objects.values_list("label", "pk"))
        self.golf, self.retired = keywords["Golf"], keywords["Retraite"]
        self.user = user
        self.today = timezone.localdate()
        self.in_branch = f"c.category_id IN ({_listed(branches()[self.clients])})"
        self.values = self._keys() | self._days()

    def _keys(self) -> dict[str, Any]:
        names = ("custodian", "partners", "golf", "retired")
        return {name: getattr(self, name) for name in names} | {"user": self.user.pk}

    def _days(self) -> dict[str, Any]:
        return {
            "today": self.today,
            "month_ago": later(self.today, -1, Unit.MONTH),
            "half_a_year_ago": later(self.today, -6, Unit.MONTH),
            # Of 60 to 70 years: not yet 71.
            "born_after": later(self.today, -71, Unit.YEAR),
            "born_until": later(self.today, -60, Unit.YEAR),
        }

    def all(self) -> dict[str, Question]:
        written = {
            "text": self._text,
            "anniversary": self._anniversary,
            "branch": self._branch,
            "assigned": self._assigned,
            "coordinates": self._coordinates,
            "spouse": self._spouse,
            "none_in_search": self._none_in_search,
            "every": self._every,
            "at_least": self._at_least,
            "either_related": self._either_related,
            "column_or_related": self._column_or_related,
            "accounts": self._accounts,
        }
        return {name: write() for name, write in written.items()}

    def _question(
        self, where: Mapping[str, Any], for_page: str, for_count: str, on: str = "contacts"
    ) -> Question:
        return Question({"v": 1, "on": on, "where": where}, for_page, for_count, self.values)

    def _text(self) -> Question:
        """A text of the row, and nothing said in rows of which there may be many.

        Of names that follow one another in the list: a page walks through most of it.
        """
        stored = [{"f": "name", "op": "contains", "v": "mar"}, {"f": "email", "op": "empty"}]
        none = _exists("contacts_email e", "e.contact_id = c.id")
        sql = f"lower(c.name) LIKE '%%mar%%' AND NOT {none}"
        return self._question({"all": stored}, sql, sql)

    def _anniversary(self) -> Question:
        stored = [
            {"f": "birth_date", "op": "anniversary_within", "n": 30, "unit": "day"},
            {"f": "last_contact", "op": "older_than", "n": 6, "unit": "month"},
        ]
        days = anniversaries(self.today, later(self.today, 30, Unit.DAY))
        birthdays = _listed(month * 100 + day for month, day in days)
        birthday = f"{_BIRTHDAY[connection.vendor]} IN ({birthdays})"
        sql = f"{birthday} AND f.last_contact < %(half_a_year_ago)s"
        return self._question({"all": stored}, sql, sql)

    def _branch(self) -> Question:
        golf = {"f": "keywords", "op": "has", "v": [self.golf]}
        one_by_one, sets = _hangs("contacts_contactkeyword k", "k.keyword_id = %(golf)s")
        return self._question(
            {"all": [self._of_branch, golf]},
            f"{self.in_branch} AND {one_by_one}",
            f"{self.in_branch} AND {sets}",
        )

    @property
    def _of_branch(self) -> Mapping[str, Any]:
        return {"f": "category", "op": "in_branch", "v": [self.clients]}

    def _assigned(self) -> Question:
        """Whoever is assigned, a keyword that is not there, and a kept total."""
        stored = [
            {"f": "assigned", "op": "is", "v": [self.user.pk]},
            {"f": "keywords", "op": "has_none", "v": [self.retired]},
            {"f": "total_value", "op": "over", "v": "500000"},
        ]
        one_by_one, _sets = _hangs("contacts_contactkeyword k", "k.keyword_id = %(retired)s")
        people = "%(user)s IN (c.lead_adviser_id, c.second_adviser_id, c.assistant_id)"
        sql = f"{people} AND f.total_value > 500000 AND NOT {one_by_one}"
        return self._question({"all": stored}, sql, sql)

    def _coordinates(self) -> Question:
        mobile = {"f": "line", "op": "is", "v": ["mobile"]}
        paris = [{"f": "post_code", "op": "begins", "v": "75"}, {"f": "preferred", "op": "yes"}]
        stored = [
            {"rel": "telephones", "quant": "any", "where": {"all": [mobile]}},
            {"rel": "addresses", "quant": "any", "where": {"all": paris}},
        ]
        telephones = _hangs("contacts_telephone t", "t.line = 'mobile'")
        addresses = _hangs("contacts_postaladdress p", "p.post_code LIKE '75%%' AND p.preferred")
        return self._question({"all": stored}, *_both(telephones, addresses))

    def _spouse(self) -> Question:
        aged = {"f": "age", "op": "between", "v": [60, 70]}
        stored = [{"rel": "spouse", "quant": "any", "where": {"all": [aged]}}]
        return self._question({"all": stored}, *_married(_BORN))

    def _none_in_search(self) -> Question:
        """No row of such, among those that another search finds."""
        other = {"v": 1, "on": "contacts", "where": {"all": [self._of_branch]}}
        kept = SavedSearch.objects.create(owner=self.user, on="contacts", stored=other, name="C")
        none_there = {"rel": "accounts", "quant": "none", "where": self._there}
        stored = [{"in_search": kept.pk}, none_there]
        none = _exists(_OWNED, "o.contact_id = c.id AND p.custodian_id = %(custodian)s")
        sql = f"{self.in_branch} AND NOT {none}"
        return self._question({"all": stored}, sql, sql)

    @property
    def _there(self) -> Mapping[str, Any]:
        return {"all": [{"f": "custodian", "op": "is", "v": [self.custodian]}]}

    def _every(self) -> Question:
        over = {"all": [{"f": "last_value", "op": "over", "v": "250000"}]}
        stored = [{"rel": "accounts", "quant": "all", "where": over}]
        is_over = "CASE WHEN a.last_value > 250000 THEN 1 ELSE 0 END"
        of_row = f"SELECT MIN({is_over}) FROM {_OWNED} WHERE o.contact_id = c.id"
        sets = f"SELECT o.contact_id FROM {_OWNED} GROUP BY o.contact_id HAVING MIN({is_over}) = 1"
        return self._question({"all": stored}, f"({of_row}) = 1", f"c.id IN ({sets})")

    def _at_least(self) -> Question:
        """Several conditions on the same row, and how many rows there are."""
        over = {"f": "last_value", "op": "over", "v": "100000"}
        where = {"all": [*self._there["all"], over]}
        stored = [{"rel": "accounts", "quant": "at_least", "n": 2, "where": where}]
        such = "p.custodian_id = %(custodian)s AND a.last_value > 100000"
        number = "COUNT(DISTINCT o.account_id)"
        of_row = f"SELECT {number} FROM {_OWNED} WHERE o.contact_id = c.id AND {such}"
        sets = f"SELECT o.contact_id FROM {_OWNED} WHERE {such} GROUP BY o.contact_id"
        return self._question(
            {"all": stored}, f"({of_row}) >= 2", f"c.id IN ({sets} HAVING {number} >= 2)"
        )

    def _either_related(self) -> Question:
        over = {"f": "last_value", "op": "over", "v": "450000"}
        in_paris = {"f": "town", "op": "begins", "v": "paris"}
        stored = [
            {"rel": "accounts", "quant": "any", "where": {"all": [*self._there["all"], over]}},
            {"rel": "spouse", "quant": "any", "where": {"all": [in_paris]}},
        ]
        such = "p.custodian_id = %(custodian)s AND a.last_value > 450000"
        return self._question(
            {"any": stored},
            *_either(_hangs(_OWNED, such), _married("lower(s.town) LIKE 'paris%%'")),
        )

    def _column_or_related(self) -> Question:
        met = [
            {"f": "kind", "op": "is", "v": ["meeting"]},
            {"f": "date", "op": "within_last", "n": 1, "unit": "month"},
        ]
        stored = [
            {"f": "category", "op": "is", "v": [self.partners]},
            {"rel": "follow_ups", "quant": "any", "where": {"all": met}},
        ]
        since = "n.kind = 'meeting' AND n.date BETWEEN %(month_ago)s AND %(today)s"
        partner = "c.category_id = %(partners)s"
        return self._question(
            {"any": stored}, *_either((partner, partner), _hangs("contacts_followup n", since))
        )

    def _accounts(self) -> Question:
        """Accounts by their owners and their values."""
        worth = [
            {"f": "value", "op": "over", "v": "300000"},
            {"f": "date", "op": "within_last", "n": 6, "unit": "month"},
        ]
        sixties = {"f": "age", "op": "between", "v": [60, 70]}
        stored = [
            {"rel": "valuations", "quant": "any", "where": {"all": worth}},
            {"rel": "owners", "quant": "any", "where": {"all": [sixties]}},
        ]
        since = "v.value > 300000 AND v.date BETWEEN %(half_a_year_ago)s AND %(today)s"
        people = f"{_OWNERS} JOIN contacts_persondetails d ON d.contact_id = c.id"
        valued = _exists("accounts_valuation v", f"v.account_id = a.id AND {since}")
        owned = _exists(people, f"o.account_id = a.id AND {seen_sql('c')} AND {_BORN}")
        values = f"SELECT v.account_id FROM accounts_valuation v WHERE {since}"
        owners = (
            f"SELECT o.account_id FROM {people} WHERE {seen_sql('c', by_sets=True)} AND {_BORN}"
        )
        sets = f"a.id IN ({values}) AND a.id IN ({owners})"
        return self._question({"all": stored}, f"{valued} AND {owned}", sets, on="accounts")


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(keys)))


def _both(one: tuple[str, str], other: tuple[str, str]) -> tuple[str, str]:
    return f"{one[0]} AND {other[0]}", f"{one[1]} AND {other[1]}"


def _either(one: tuple[str, str], other: tuple[str, str]) -> tuple[str, str]:
    return f"({one[0]} OR {other[0]})", f"({one[1]} OR {other[1]})"
