import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from benchmarks import registry
from benchmarks.figures import Figure, line
from benchmarks.samples import Sample
from tests import bases

ROOT = Path(__file__).resolve().parents[2]
SHAPE = {
    "name": str,
    "value": float | int,
    "unit": str,
    "floor": float | int,
    "ratio": float | int,
    "goal": float | int,
    "holds": bool,
    "median": float,
    "p95": float,
    "repetitions": int,
    "queries": int,
    "machine": str,
    "python": str,
    "django": str,
    "database": str,
    "load": float,
    "on": str,
}
PAGES = [
    *("list_growth", "list_next_growth", "folder_growth", "accounts_growth", "alerts_growth"),
    *("home_growth", "search_growth", "search_rare_growth", "empty_vs_django", "list_vs_empty"),
    *("accounts_vs_empty", "home_vs_empty", "search_vs_empty", "alerts_vs_empty"),
    "alerts_save_5_vs_sql",
]
ACTING = ["owner_change_vs_sql", "reassign_vs_sql"]
# SQLite promises what one waits for, and has no COPY.
SEARCHES = {
    "postgresql": [
        *("search_page_vs_sql", "search_count_vs_sql", "search_growth"),
        *(*ACTING, "export_vs_copy", "export_peak_mb"),
    ],
    "sqlite": ["search_slowest", *ACTING, "export_peak_mb"],
}
UNDOS = ["contacts_undo_vs_import", "contacts_undo_vs_update", "contacts_import_peak_mb"]
WORKBOOKS = {
    "postgresql": ["contacts_import_vs_copy", "contacts_update_vs_copy", *UNDOS],
    "sqlite": UNDOS,
}
# The last is a number of queries, which has no floor.
FOLDER = [
    *("tabs_growth", "general_vs_empty", "coordinates_vs_empty", "history_vs_empty"),
    *("sort_computed_vs_name", "tabs_queries"),
]


def bench(folder, **settings):
    tiny = {"SIZES": "60", "REPETITIONS": "1", "LINES": "5", "BENCH_FOLDER": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "benchmarks"],
        cwd=ROOT,
        env=os.environ | tiny | settings,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.on_sqlite
@pytest.mark.slow
@pytest.mark.django_db
def test_pages_are_measured_on_a_tiny_base_with_all_that_a_line_says(tmp_path):
    settings = {"DATABASE": connection.vendor, "BENCH_MIGRATED": bases.migrated(connection.vendor)}
    done = bench(tmp_path, ONLY="pages,folder", **settings)
    lines = [json.loads(text) for text in done.stdout.splitlines()]
    assert [one["name"] for one in lines] == PAGES + FOLDER, done.stderr
    asked = lines[-1]
    assert (asked["holds"], asked["queries_constant"]) == (True, True), asked
    for one in lines[:-1]:
        assert {key for key, kind in SHAPE.items() if not isinstance(one.get(key), kind)} == set()
        assert one["ratio"] == pytest.approx(one["value"] / one["floor"], rel=0.01)
        assert one["holds"] == (one["ratio"] <= one["goal"])
        assert one["repetitions"] == 1
    assert done.returncode == (0 if all(one["holds"] for one in lines) else 1)


@pytest.mark.slow
@pytest.mark.django_db
def test_searches_find_what_the_sql_written_by_hand_finds(tmp_path):
    """It stops where they differ; what is measured of sixty contacts says nothing."""
    vendor = connection.vendor
    settings = {"DATABASE": vendor, "BENCH_MIGRATED": bases.migrated(vendor)}
    done = bench(tmp_path, ONLY="searches", **settings)
    lines = [json.loads(text) for text in done.stdout.splitlines()]
    assert [one["name"] for one in lines] == SEARCHES[vendor], done.stderr


@pytest.mark.on_sqlite
@pytest.mark.slow
@pytest.mark.django_db
def test_files_of_contacts_are_measured_as_they_are_read_and_imported(tmp_path):
    vendor = connection.vendor
    settings = {"DATABASE": vendor, "BENCH_MIGRATED": bases.migrated(vendor), "ROWS": "20"}
    done = bench(tmp_path, ONLY="workbooks", **settings)
    found = {one["name"]: one for one in map(json.loads, done.stdout.splitlines())}
    analysed = ["analysis_vs_read", "analysis_page_vs_empty", "workbook_peak_mb"]
    assert list(found) == [*analysed, *WORKBOOKS[vendor]], done.stderr
    imported, updated = (found[f"contacts_undo_vs_{name}"] for name in ("import", "update"))
    # Each row is somebody new, then each contact is changed.
    assert (imported["rows"], imported["new"]) == (20, 20)
    assert updated["rows"] == updated["updated"]


def test_unknown_part_is_refused_with_those_there_are(tmp_path):
    done = bench(tmp_path, ONLY="pages,nothing")
    assert done.returncode == 1
    assert done.stderr == f"ONLY=nothing: the parts are {', '.join(registry.names())}.\n"


@pytest.mark.parametrize(
    ("count", "median", "p95"), [(1, 1, 1), (20, 10.5, 19), (40, 20.5, 38), (100, 50.5, 95)]
)
def test_percentiles_are_those_of_nearest_rank(count, median, p95):
    sample = Sample([float(number) for number in range(count, 0, -1)])
    assert (sample.median, sample.p95) == (median, p95)


def test_goal_is_compared_with_the_ratio_or_without_a_floor_with_the_value():
    assert json.loads(line(Figure("a", 13, "ms", floor=10, goal=1.3), {}))["holds"] is True
    assert json.loads(line(Figure("a", 13.1, "ms", floor=10, goal=1.3), {}))["holds"] is False
    assert json.loads(line(Figure("a", 401, "MB", goal=400), {}))["holds"] is False
    assert json.loads(line(Figure("a", 401, "MB"), {}))["holds"] is True
