"""Twelve searches over hand-written SQL that finds the same rows, and as the base grows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection

from benchmarks.asking import busiest_adviser
from benchmarks.figures import Figure
from benchmarks.questions import Question, Questions
from benchmarks.samples import REPETITIONS, Act, Sample, alternate
from contacts.queries.listing import PAGE as SHOWN
from searches.columns import FIRST, Sort
from searches.models import SavedSearch
from searches.queries import results
from searches.queries.asking import Asking
from searches.queries.counting import Counting
from users.models import User

SIZES = (10_000, 100_000)
WRITES = True
OVER_SQL, GROWTH = 3, 2
# Milliseconds.
ON_SQLITE = 5_000
AT_MOST = 10


def measure() -> dict[str, Sample]:
    user = busiest_adviser()
    asked = {name: Asked(each, user) for name, each in Questions(user).all().items()}
    acts: dict[str, Act] = {}
    for name, each in asked.items():
        each.must_agree(name)
        acts |= {f"{name}_page": each.page, f"{name}_page_floor": each.page_by_hand}
        acts |= {f"{name}_count": each.count, f"{name}_count_floor": each.count_by_hand}
    found = alternate(acts, repetitions=min(AT_MOST, REPETITIONS))
    for name, each in asked.items():
        facts = {"rows": each.count(), "database": connection.vendor}
        found[f"{name}_page"].facts = found[f"{name}_count"].facts = facts
    return found


class Asked:
    """A question asked in the product, as a request does, and by hand."""

    def __init__(self, question: Question, user: User) -> None:
        self.question, self.user = question, user
        self.saved = SavedSearch(owner=user, on=question.on, stored=question.stored)
        # The page counts first, which is measured apart.
        self.known = self.count()

    def page(self) -> list[int]:
        asking = Asking(self.saved, self.user)
        first = Sort(FIRST[asking.on])
        page = results.page(asking, self.question.columns, first, count=self.known)
        return [row["pk"] for row in page.rows]

    def page_by_hand(self) -> list[int]:
        return [row[0] for row in self._run(self.question.page_sql)][:SHOWN]

    def count(self) -> int | None:
        asking = Asking(self.saved, self.user)
        counting = Counting(self.user, asking.on, asking.searches)
        return counting.exact(asking.search.where)

    def count_by_hand(self) -> int:
        [[number]] = self._run(self.question.count_sql)
        return int(number)

    def must_agree(self, name: str) -> None:
        """Stop unless both find the same rows, in the same order."""
        by_hand = {row[0] for row in self._run(self.question.keys_sql)}
        rows = Asking(self.saved, self.user).rows(by_sets=True)
        if set(rows.values_list("pk", flat=True)) != by_hand or self.known != len(by_hand):
            raise RuntimeError(f"{name}: the SQL written by hand finds other rows")
        if self.page() != self.page_by_hand():
            raise RuntimeError(f"{name}: the SQL written by hand gives another page")

    def _run(self, sql: str) -> Sequence[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, self.question.values)
            return cursor.fetchall()


def figures(found: Mapping[int, Mapping[str, Sample]]) -> Iterator[Figure]:
    small, large = found[min(found)], found[max(found)]
    pages, counts = _named(large, "page"), _named(large, "count")
    # What one waits for is all that is promised of SQLite.
    if next(iter(pages.values())).facts["database"] == "sqlite":
        yield _slowest({n: one for n, one in large.items() if not n.endswith("_floor")})
        return
    yield _worst("search_page_vs_sql", pages, _named(large, "page_floor"), OVER_SQL)
    yield _worst("search_count_vs_sql", counts, _named(large, "count_floor"), OVER_SQL)
    yield _worst("search_growth", pages, _named(small, "page"), GROWTH)


def _named(samples: Mapping[str, Sample], what: str) -> dict[str, Sample]:
    """Return those of one kind, by the names of their searches."""
    end = f"_{what}"
    return {name.removesuffix(end): one for name, one in samples.items() if name.endswith(end)}


def _worst(
    figure: str, ours: Mapping[str, Sample], floors: Mapping[str, Sample], goal: float
) -> Figure:
    """Return the search whose ratio of medians is the highest, with those of all beside it."""
    ratios = {name: one.median / floors[name].median for name, one in ours.items()}
    worst = max(ratios, key=lambda name: ratios[name])
    return Figure(
        name=figure,
        value=ours[worst].median,
        unit="ms, median",
        floor=floors[worst].median,
        goal=goal,
        facts={
            "worst": worst,
            "queries": ours[worst].queries,
            "rows": {name: one.facts["rows"] for name, one in ours.items()},
            "ratios": {name: round(ratio, 2) for name, ratio in ratios.items()},
            "medians": {name: round(one.median, 1) for name, one in ours.items()},
        },
    )


def _slowest(samples: Mapping[str, Sample]) -> Figure:
    slowest = max(samples, key=lambda name: max(samples[name].times))
    medians = {name: round(one.median, 1) for name, one in samples.items()}
    return Figure(
        name="search_slowest",
        value=max(samples[slowest].times),
        unit="ms, slowest",
        goal=ON_SQLITE,
        facts={"slowest": slowest, "medians": medians},
    )
