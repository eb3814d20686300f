"""A search as a French sentence that reads aloud, in parts: what joins is strong.

Of a value that is gone the sentence says so; of what the reader may not see it says the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext, pgettext_lazy

from contacts import fields
from contacts.fields import Shape
from contacts.fields.shapes import Words
from searches.querying.operators import OPERATORS, Takes, Unit
from searches.querying.schema import (
    Condition,
    Group,
    How,
    InSearch,
    Node,
    Quantifier,
    Rows,
    Search,
    Vanished,
)
from searches.querying.vocabulary import SUBJECTS, Asked, Link, Place
from text.articles import with_article
from text.formats import date_fr, euros

# The name of a key that a field is compared with, as the reader may know it; "" when it is gone.
Label = Callable[[Asked, Any], str]
# Of a long list of values, how many are named.
SHOWN = 5
_KEYED = {Shape.LIST, Shape.USER, Shape.CATEGORY, Shape.KEYWORDS, Shape.LINK}


@dataclass(frozen=True)
class Part:
    """Some words; what joins conditions is strong."""

    text: str
    is_strong: bool = False


def sentence(search: Search, label: Label, searches: Mapping[int, str] | None = None) -> list[Part]:
    """Return what a search asks, its first word a capital, without a full stop.

    `searches`: the names of those that the reader may refer to, by their keys.
    """
    subject = _("Contacts") if search.on == "contacts" else _("Accounts")
    words = _Words(label, searches or {})
    return [Part(subject), *words.joined(search.where, Place(SUBJECTS[search.on]), relative=True)]


def told(
    node: Node, place: Place, label: Label, searches: Mapping[int, str] | None = None
) -> list[Part]:
    """Return what one node asks of the rows at a place; of a group, what joins its parts alone."""
    if isinstance(node, Group):
        return [Part(str(_JOINED[node.how]))]
    return list(_Words(label, searches or {}).said(node, place, relative=False))


def counted(link: Link, count: int) -> str:
    """Return so many rows of a link by their word: aucun compte, 3 comptes."""
    noun = _NOUNS.get(link.key, _RELATION)
    words = {"kind": str(link.label), "n": count}
    return str((noun.several if count else noun.none) % words)


def value_text(asked: Asked, value: Any, label: Label) -> str:
    """Return a value of a field in the words of the screen."""
    if asked.shape in _KEYED:
        return label(asked, value) or str(_GONE)
    if asked.shape is Shape.MOMENT:
        return date_fr(value)
    if asked.shape is Shape.AGE:
        return span(value, Unit.YEAR)
    return fields.text(asked.described, value)


def text(parts: Sequence[Part]) -> str:
    return " ".join(part.text for part in parts).replace("( ", "(").replace(" )", ")")


# What a comparison says of a field, of any gender and in the singular.
_PHRASES: Mapping[str, Words] = {
    "contains": pgettext_lazy("sentence", "%(field)s contains “%(value)s”"),
    "not_contains": pgettext_lazy("sentence", "%(field)s does not contain “%(value)s”"),
    "begins": pgettext_lazy("sentence", "%(field)s begins with “%(value)s”"),
    "is": pgettext_lazy("sentence", "%(field)s is %(value)s"),
    "is_not": pgettext_lazy("sentence", "%(field)s is not %(value)s"),
    "in_branch": pgettext_lazy("sentence", "%(field)s is %(value)s or below"),
    "not_in_branch": pgettext_lazy("sentence", "%(field)s is not %(value)s nor below"),
    "on": pgettext_lazy("sentence", "%(field)s is on %(value)s"),
    "before": pgettext_lazy("sentence", "%(field)s is before %(value)s"),
    "after": pgettext_lazy("sentence", "%(field)s is after %(value)s"),
    "within_next": pgettext_lazy("sentence", "%(field)s comes within %(value)s"),
    "within_last": pgettext_lazy("sentence", "%(field)s is less than %(value)s ago"),
    "older_than": pgettext_lazy("sentence", "%(field)s is more than %(value)s ago"),
    "anniversary_within": pgettext_lazy(
        "sentence", "%(field)s has its anniversary within %(value)s"
    ),
    "equals": pgettext_lazy("sentence", "%(field)s equals %(value)s"),
    "differs": pgettext_lazy("sentence", "%(field)s does not equal %(value)s"),
    "over": pgettext_lazy("sentence", "%(field)s is over %(value)s"),
    "under": pgettext_lazy("sentence", "%(field)s is under %(value)s"),
    "at_least": pgettext_lazy("sentence", "%(field)s is at least %(value)s"),
    "at_most": pgettext_lazy("sentence", "%(field)s is at most %(value)s"),
    "between": pgettext_lazy("sentence", "%(field)s is between %(value)s"),
    "yes": pgettext_lazy("sentence", "%(field)s is yes"),
    "no": pgettext_lazy("sentence", "%(field)s is no"),
    "has": pgettext_lazy("sentence", "%(field)s include %(value)s"),
    "has_all": pgettext_lazy("sentence", "%(field)s all include %(value)s"),
    "has_none": pgettext_lazy("sentence", "%(field)s do not include %(value)s"),
    "empty": pgettext_lazy("sentence", "%(field)s is missing"),
    "not_empty": pgettext_lazy("sentence", "%(field)s is not missing"),
}
# Keywords are many.
_OF_MANY: Mapping[str, Words] = {
    "empty": pgettext_lazy("sentence", "%(field)s are missing"),
    "not_empty": pgettext_lazy("sentence", "%(field)s are not missing"),
}
# What is said or denied of a row, by its subject and field, reads as people say it.
_YES_NO: Mapping[tuple[str, str], Mapping[str, Words]] = {
    ("contacts", "is_private"): {
        "yes": pgettext_lazy("sentence", "the folder is private"),
        "no": pgettext_lazy("sentence", "the folder is not private"),
    },
    ("valuations", "is_consolidated"): {
        "yes": pgettext_lazy("sentence", "the valuation is consolidated"),
        "no": pgettext_lazy("sentence", "the valuation is not consolidated"),
    },
    ("holdings", "is_euro_fund"): {
        "yes": pgettext_lazy("sentence", "the holding is a euro fund"),
        "no": pgettext_lazy("sentence", "the holding is not a euro fund"),
    },
    ("emails", "preferred"): {
        "yes": pgettext_lazy("sentence", "the e-mail is the preferred one"),
        "no": pgettext_lazy("sentence", "the e-mail is not the preferred one"),
    },
    ("telephones", "preferred"): {
        "yes": pgettext_lazy("sentence", "the telephone is the preferred one"),
        "no": pgettext_lazy("sentence", "the telephone is not the preferred one"),
    },
    ("addresses", "preferred"): {
        "yes": pgettext_lazy("sentence", "the address is the preferred one"),
        "no": pgettext_lazy("sentence", "the address is not the preferred one"),
    },
    ("consents", "is_given"): {
        "yes": pgettext_lazy("sentence", "the consent is given"),
        "no": pgettext_lazy("sentence", "the consent is withdrawn"),
    },
    ("funds_origins", "savings"): {
        "yes": pgettext_lazy("sentence", "the funds come from savings or income"),
        "no": pgettext_lazy("sentence", "the funds do not come from savings or income"),
    },
    ("funds_origins", "inheritance"): {
        "yes": pgettext_lazy("sentence", "the funds come from an inheritance"),
        "no": pgettext_lazy("sentence", "the funds do not come from an inheritance"),
    },
    ("funds_origins", "gift"): {
        "yes": pgettext_lazy("sentence", "the funds come from a gift"),
        "no": pgettext_lazy("sentence", "the funds do not come from a gift"),
    },
    ("funds_origins", "property_sale"): {
        "yes": pgettext_lazy("sentence", "the funds come from the sale of a property"),
        "no": pgettext_lazy("sentence", "the funds do not come from the sale of a property"),
    },
    ("funds_origins", "business_sale"): {
        "yes": pgettext_lazy("sentence", "the funds come from a business that was sold"),
        "no": pgettext_lazy("sentence", "the funds do not come from a business that was sold"),
    },
    ("funds_origins", "surrender"): {
        "yes": pgettext_lazy("sentence", "the funds come from a surrender or reinvestment"),
        "no": pgettext_lazy("sentence", "the funds do not come from a surrender or reinvestment"),
    },
    ("funds_origins", "compensation"): {
        "yes": pgettext_lazy("sentence", "the funds come from compensation"),
        "no": pgettext_lazy("sentence", "the funds do not come from compensation"),
    },
    ("funds_origins", "gambling"): {
        "yes": pgettext_lazy("sentence", "the funds come from gambling wins"),
        "no": pgettext_lazy("sentence", "the funds do not come from gambling wins"),
    },
    ("funds_origins", "other"): {
        "yes": pgettext_lazy("sentence", "the funds come from another origin"),
        "no": pgettext_lazy("sentence", "the funds do not come from another origin"),
    },
}


@dataclass(frozen=True)
class _Noun:
    """Rows by their word: one, none, several."""

    one: Words
    none: Words
    several: Words


_NOUNS: Mapping[str, _Noun] = {
    "accounts": _Noun(
        gettext_lazy("one account"),
        gettext_lazy("no account"),
        ngettext_lazy("%(n)s account", "%(n)s accounts", "n"),
    ),
    "owners": _Noun(
        gettext_lazy("one owner"),
        gettext_lazy("no owner"),
        ngettext_lazy("%(n)s owner", "%(n)s owners", "n"),
    ),
    "valuations": _Noun(
        gettext_lazy("one valuation"),
        gettext_lazy("no valuation"),
        ngettext_lazy("%(n)s valuation", "%(n)s valuations", "n"),
    ),
    "holdings": _Noun(
        gettext_lazy("one holding"),
        gettext_lazy("no holding"),
        ngettext_lazy("%(n)s holding", "%(n)s holdings", "n"),
    ),
    "emails": _Noun(
        gettext_lazy("one e-mail"),
        gettext_lazy("no e-mail"),
        ngettext_lazy("%(n)s e-mail", "%(n)s e-mails", "n"),
    ),
    "telephones": _Noun(
        gettext_lazy("one telephone"),
        gettext_lazy("no telephone"),
        ngettext_lazy("%(n)s telephone", "%(n)s telephones", "n"),
    ),
    "addresses": _Noun(
        gettext_lazy("one address"),
        gettext_lazy("no address"),
        ngettext_lazy("%(n)s address", "%(n)s addresses", "n"),
    ),
    "follow_ups": _Noun(
        gettext_lazy("one follow-up note"),
        gettext_lazy("no follow-up note"),
        ngettext_lazy("%(n)s follow-up note", "%(n)s follow-up notes", "n"),
    ),
    "properties": _Noun(
        gettext_lazy("one property"),
        gettext_lazy("no property"),
        ngettext_lazy("%(n)s property", "%(n)s properties", "n"),
    ),
    "declared_assets": _Noun(
        gettext_lazy("one declared investment"),
        gettext_lazy("no declared investment"),
        ngettext_lazy("%(n)s declared investment", "%(n)s declared investments", "n"),
    ),
    "debts": _Noun(
        gettext_lazy("one debt"),
        gettext_lazy("no debt"),
        ngettext_lazy("%(n)s debt", "%(n)s debts", "n"),
    ),
    "incomes": _Noun(
        gettext_lazy("one income"),
        gettext_lazy("no income"),
        ngettext_lazy("%(n)s income", "%(n)s incomes", "n"),
    ),
    "expenses": _Noun(
        gettext_lazy("one expense"),
        gettext_lazy("no expense"),
        ngettext_lazy("%(n)s expense", "%(n)s expenses", "n"),
    ),
    "investor_profile": _Noun(
        gettext_lazy("one investor profile"),
        gettext_lazy("no investor profile"),
        ngettext_lazy("%(n)s investor profile", "%(n)s investor profiles", "n"),
    ),
    "product_experiences": _Noun(
        gettext_lazy("one experience of a product"),
        gettext_lazy("no experience of a product"),
        ngettext_lazy("%(n)s experience of a product", "%(n)s experiences of products", "n"),
    ),
    "objectives": _Noun(
        gettext_lazy("one objective"),
        gettext_lazy("no objective"),
        ngettext_lazy("%(n)s objective", "%(n)s objectives", "n"),
    ),
    "investment_project": _Noun(
        gettext_lazy("one investment project"),
        gettext_lazy("no investment project"),
        ngettext_lazy("%(n)s investment project", "%(n)s investment projects", "n"),
    ),
    "funds_origins": _Noun(
        gettext_lazy("one origin of funds"),
        gettext_lazy("no origin of funds"),
        ngettext_lazy("%(n)s origin of funds", "%(n)s origins of funds", "n"),
    ),
    "tax_residences": _Noun(
        gettext_lazy("one further tax residence"),
        gettext_lazy("no further tax residence"),
        ngettext_lazy("%(n)s further tax residence", "%(n)s further tax residences", "n"),
    ),
    "consents": _Noun(
        gettext_lazy("one consent"),
        gettext_lazy("no consent"),
        ngettext_lazy("%(n)s consent", "%(n)s consents", "n"),
    ),
    "beneficial_owners": _Noun(
        gettext_lazy("one declared beneficial owner"),
        gettext_lazy("no declared beneficial owner"),
        ngettext_lazy("%(n)s declared beneficial owner", "%(n)s declared beneficial owners", "n"),
    ),
    "shareholders": _Noun(
        gettext_lazy("one shareholder"),
        gettext_lazy("no shareholder"),
        ngettext_lazy("%(n)s shareholder", "%(n)s shareholders", "n"),
    ),
    "financial_years": _Noun(
        gettext_lazy("one financial year"),
        gettext_lazy("no financial year"),
        ngettext_lazy("%(n)s financial year", "%(n)s financial years", "n"),
    ),
}
_RELATION = _Noun(
    gettext_lazy("one relation “%(kind)s”"),
    gettext_lazy("no relation “%(kind)s”"),
    ngettext_lazy("%(n)s relation “%(kind)s”", "%(n)s relations “%(kind)s”", "n"),
)


_JOINED: Mapping[How, Words] = {
    How.ALL: pgettext_lazy("reason", "All of this holds"),
    How.ANY: pgettext_lazy("reason", "At least one of these holds"),
    How.NONE: pgettext_lazy("reason", "None of this holds"),
}


def span(n: int, unit: Unit) -> str:
    """Return a length of time: 30 jours, 3 mois."""
    words = {
        Unit.DAY: ngettext("%(n)s day", "%(n)s days", n),
        Unit.WEEK: ngettext("%(n)s week", "%(n)s weeks", n),
        Unit.MONTH: ngettext("%(n)s month", "%(n)s months", n),
        Unit.YEAR: ngettext("%(n)s year", "%(n)s years", n),
    }
    return words[unit] % {"n": n}


@dataclass(frozen=True)
class _Words:
    """How one reader is told."""

    label: Label
    searches: Mapping[int, str]

    def joined(self, group: Group, place: Place, *, relative: bool = False) -> Iterator[Part]:
        """Say the parts of a group with what joins them; `relative`, as what is said of a noun."""
        if group.how is How.NONE and group.parts:
            yield Part(pgettext("sentence", "of whom nothing of this holds:"), is_strong=True)
            relative = False
        joint = _("or") if group.how is not How.ALL else _("and")
        opened = ""
        for before, part in pairwise((None, *group.parts)):
            if before is not None:
                yield Part(joint, is_strong=True)
            opening = _opening(part) if relative else ""
            if opening and opening != opened:
                yield Part(opening, is_strong=True)
            opened = opening
            yield from self.said(part, place, relative=relative)

    def said(self, node: Node | None, place: Place, *, relative: bool) -> Iterator[Part]:
        match node:
            case Condition():
                yield Part(self._condition(node, place))
            case Rows():
                yield from self._rows(node, place, relative=relative)
            case Group():
                yield from self._apart(node, place)
            case InSearch(search, denied):
                name = self.searches.get(search, str(_GONE))
                words = (
                    _("not in the search “%(name)s”") if denied else _("in the search “%(name)s”")
                )
                yield Part(words % {"name": name})
            case Vanished():
                yield Part(pgettext("sentence", "(a condition on what no longer exists)"))

    def _apart(self, group: Group, place: Place) -> Iterator[Part]:
        yield Part("(")
        yield from self.joined(group, place)
        yield Part(")")

    def _condition(self, condition: Condition, place: Place) -> str:
        found = place.of_field(condition.field)
        assert found is not None  # noqa: S101 - the schema has read it
        asked, holder = found
        phrases = _OF_MANY if asked.shape is Shape.KEYWORDS else {}
        if asked.shape is Shape.YES_NO:
            phrases = _YES_NO.get((holder.subject.key, asked.key), {})
        words = phrases.get(condition.op) or _PHRASES[condition.op]
        field = with_article(str(asked.label))
        return str(words) % {"field": field, "value": self._values(asked, condition)}

    def _rows(self, rows: Rows, place: Place, *, relative: bool) -> Iterator[Part]:
        found = place.of_link(rows.link)
        assert found is not None  # noqa: S101 - the schema has read it
        link = found[0]
        words = {"kind": str(link.label), "n": rows.n}
        noun = _NOUNS.get(rows.link, _RELATION)
        several = rows.quantifier is Quantifier.AT_LEAST
        told = (
            noun.none
            if rows.quantifier is Quantifier.NONE
            else noun.several
            if several
            else noun.one
        )
        text = str(told % words)
        if rows.quantifier is not Quantifier.NONE:
            text = _("at least %(rows)s") % {"rows": text}
        if rows.quantifier is Quantifier.ALL:
            text = _("%(rows)s, and only such as") % {"rows": text}
        yield Part(text if relative else pgettext("sentence", "with %(rows)s") % {"rows": text})
        if rows.where.parts:
            yield from self._apart(rows.where, Place(SUBJECTS[link.subject]))

    # -- values

    def _values(self, asked: Asked, condition: Condition) -> str:
        takes = OPERATORS[condition.op].takes
        if takes is Takes.NOTHING:
            return ""
        if takes is Takes.SPAN:
            return span(condition.n, condition.unit)
        values = [self._value(asked, value) for value in condition.values]
        both = _("%(first)s and %(second)s")
        together = takes is Takes.PAIR or condition.op == "has_all"
        return _listed(values, both if together else _("%(first)s or %(second)s"))

    def _value(self, asked: Asked, value: Any) -> str:
        """Say a whole amount without cents."""
        if asked.shape is Shape.AMOUNT and value == int(value):
            return euros(value, 0)
        return value_text(asked, value, self.label)


_GONE = gettext_lazy("(no longer exists)")
_IN = gettext_lazy("in the search “%(name)s”")
_NOT_IN = gettext_lazy("not in the search “%(name)s”")


def _opening(node: Node | None) -> str:
    """Return what introduces a part said of a noun: dont, qui ont, qui sont."""
    match node:
        case Rows(quantifier=Quantifier.NONE):
            return pgettext("sentence", "who have, not one,")
        case Rows():
            return pgettext("sentence", "who have")
        case InSearch():
            return pgettext("sentence", "who are")
        case Condition():
            return pgettext("sentence", "of whom")
    return pgettext("sentence", "such that")


def _listed(values: Sequence[str], last: str) -> str:
    """Return `a, b ou c`; of a long list its beginning and how many more there are."""
    shown = [str(value) for value in values[:SHOWN]]
    if len(values) > SHOWN:
        rest = len(values) - SHOWN
        shown.append(ngettext("%(n)s other", "%(n)s others", rest) % {"n": rest})
    if len(shown) == 1:
        return shown[0]
    return last % {"first": ", ".join(shown[:-1]), "second": shown[-1]}
