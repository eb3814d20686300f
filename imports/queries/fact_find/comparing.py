"""A form that came back beside what was printed in it and what the folder says today."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from contacts.models import Contact, Relationship
from contacts.queries.relations import read_from, with_ends
from imports.enums import DocumentKind
from imports.fact_find import manifest
from imports.fact_find.comparison import (
    OTHERS,
    Change,
    Difference,
    Line,
    differences,
    line_of,
    of_gone_rows,
)
from imports.fact_find.schema import Field
from imports.fact_find.values import Doubt, answer
from imports.models import Document, FormIssue, ReceivedForm
from imports.queries.fact_find.alike import alike
from imports.queries.fact_find.facts import facts_of
from imports.queries.fact_find.received import signed_on, years_of
from text.normalise import folded
from users.models import User

Texts = Mapping[str, str]
Rows = Mapping[str, Sequence[int | None]]


@dataclass(frozen=True)
class Comparison:
    """`differences` stand in the order of the form; `today` is what a form printed now would say.

    `rows` are those in its lines. `withheld`: what was printed told of somebody who is hidden.
    """

    received: ReceivedForm
    contact: Contact
    questions: Mapping[str, Field]
    today: Texts
    rows: Rows
    # The calendar years of an organisation's figures, by the ends of their targets.
    years: Mapping[str, int]
    differences: Sequence[Difference]
    withheld: bool
    # The folders of others of whom the form may say something, whether it is taken or not.
    told: frozenset[int]

    @property
    def token(self) -> str:
        """Name what is compared, in one word: another one when the folder changed since."""
        shown = [(one.field.name, one.today, one.printed) for one in self.differences]
        facts = json.dumps([self.contact.pk, self.received.pk, shown])
        return hashlib.sha256(facts.encode()).hexdigest()

    @property
    def whole_rows(self) -> list[frozenset[str]]:
        """Return the answers that make a row again, all of them or none."""
        rows: dict[Line, set[str]] = defaultdict(set)
        for one in self.differences:
            if one.change is Change.GONE:
                rows[line_of(one.field)].add(one.field.name)
        return [frozenset(names) for names in rows.values()]

    @property
    def signed_on(self) -> date:
        """Return the day beside the signature, or that on which the form came."""
        texts, came = self.received.answers["texts"], timezone.localdate(self.received.received_at)
        signed = {
            name: answer(one, texts.get(name, ""), today=came)
            for name, one in self.questions.items()
            if one.target == "signature.date"
        }
        return signed_on(self.received, signed)


def compare(received: ReceivedForm, contact: Contact, user: User) -> Comparison:
    """Say what a form says that the folder does not, as far as this user sees either."""
    questions = manifest.questions(received.form, received.version)
    issue = received.issue if received.issue and received.issue.contact_id == contact.pk else None
    withheld = issue is not None and _tells_of_hidden(issue, user)
    asked = {name: one for name, one in questions.items() if is_asked(one, withheld=withheld)}
    answers, lines = received.answers, LineMatching(asked)
    said = {name: alike(one, answers["texts"].get(name, "")) for name, one in asked.items()}
    printed = issue.rows if issue else {}
    facts, years = facts_of(contact, user, goes_out=False, printed=printed), years_of(received)
    rows = lines.matched(said, facts.values, facts.rows, printed)
    today = lines.placed(facts.values, facts.rows, rows)
    today |= lines.of_years(facts.values, facts.years, years)
    found = differences(
        asked,
        issue.values if issue else None,
        today,
        said,
        doubts={name: Doubt(code) for name, code in answers["doubts"].items()},
        on=timezone.localdate(),
    )
    if issue is not None:
        gone = lines.gone(rows, facts.rows)
        found = of_gone_rows(found, asked, issue.values, said, gone, on=timezone.localdate())
    tells = any(said[name] and one.person in OTHERS for name, one in asked.items())
    told = _folders_of_others(contact, user) if tells else frozenset[int]()
    return Comparison(received, contact, questions, today, rows, years, found, withheld, told)


def _folders_of_others(contact: Contact, user: User) -> frozenset[int]:
    """Return the folders that an answer about others may be about, as far as the user sees.

    More than what is printed: each of two spouses, a second representative, a child who died.
    """
    rows = with_ends(Relationship.objects.visible_to(user).of(contact).open())
    near = (read_from(contact, row) for row in rows)
    return frozenset(one.folder.pk for one in near if one.kind in OTHERS and one.folder)


def _tells_of_hidden(issue: FormIssue, user: User) -> bool:
    """Tell whether a folder that the user does not see stood in the printed form."""
    printed = Document.everything.filter(issue=issue, kind=DocumentKind.PRINTED)
    return printed.exclude(pk__in=Document.everything.visible_to(user).values("pk")).exists()


def is_asked(question: Field, *, withheld: bool) -> bool:
    """Tell whether a question is about the folder, and about nobody who is hidden."""
    is_signature = question.subject == "signature"
    return not is_signature and not (withheld and question.person in OTHERS)


# What tells one row of a list from another, by the ends of its targets.
ALIKE = {
    "child": ("first_name",),
    "property": ("kind", "label"),
    "asset": ("kind", "institution"),
    "debt": ("kind", "lender"),
    "owner": ("name", "first_name"),
    "shareholder": ("name",),
}


@dataclass(frozen=True)
class LineMatching:
    """The rows of a folder in the lines of a form: one of its own, or one printed now."""

    questions: Mapping[str, Field]

    @cached_property
    def names(self) -> dict[tuple[str, int], str]:
        return {(one.target, one.row): name for name, one in self.questions.items()}

    def matched(self, said: Texts, today: Texts, now: Rows, printed: Rows) -> Rows:
        """Return the row of each line: the one printed there, or one that says the same."""
        lines: dict[str, list[int | None]] = {}
        for word, ends in ALIKE.items():
            printed_keys = list(printed.get(word, ()))
            count = max(
                (one.row for one in self.questions.values() if one.subject == word), default=0
            )
            keys = [*printed_keys, *[None] * (count - len(printed_keys))]
            free = {
                self._words(word, ends, today, line): key
                for line, key in enumerate(now.get(word, ()), start=1)
                if key not in printed_keys
            }
            for line in range(len(printed_keys) + 1, count + 1):
                words = self._words(word, ends, said, line)
                keys[line - 1] = free.pop(words, None) if any(words) else None
            lines[word] = keys
        return lines

    def _words(self, word: str, ends: Sequence[str], texts: Texts, line: int) -> tuple[str, ...]:
        names = (self.names.get((f"{word}.{end}", line), "") for end in ends)
        return tuple(folded(texts.get(name, "")) for name in names)

    @staticmethod
    def gone(rows: Rows, now: Rows) -> set[Line]:
        """Return the lines whose row is no longer there, as far as the user sees."""
        return {
            (word, line)
            for word, keys in rows.items()
            for line, key in enumerate(keys, start=1)
            if key is not None and key not in now.get(word, ())
        }

    def placed(self, today: Texts, now: Rows, rows: Rows) -> dict[str, str]:
        """Return what the folder says today, each row in its line, others empty."""
        texts = {}
        for name, one in self.questions.items():
            if one.subject in rows and one.row:
                key, standing = rows[one.subject][one.row - 1], list(now.get(one.subject, ()))
                line = standing.index(key) + 1 if key in standing else 0
                texts[name] = today.get(self.names.get((one.target, line), ""), "")
            else:
                texts[name] = today.get(name, "")
        return texts

    def of_years(
        self, today: Texts, now: Mapping[str, int], asked: Mapping[str, int]
    ) -> dict[str, str]:
        """Return the figures that the folder has today of the years that the form asks about."""
        ends = {year: end for end, year in now.items()}
        texts = {}
        for name, one in self.questions.items():
            if one.subject == "figures":
                held = ends.get(asked[one.end], "")
                target = f"{one.target.removesuffix(one.end)}{held}"
                texts[name] = today.get(self.names.get((target, 0), ""), "")
        return texts
