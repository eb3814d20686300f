"""What taking all contacts away as CSV costs over `COPY … TO` of the same, and its memory."""

import resource
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings

from benchmarks.asking import busiest_adviser
from benchmarks.figures import Figure
from benchmarks.questions import seen_sql
from benchmarks.samples import REPETITIONS, Sample, milliseconds
from searches.actions.exports import take_away
from searches.enums import ExportState, Format
from searches.models import Export
from users.models import User

SIZES = (100_000,)
WRITES = True
OVER_COPY, PEAK_MB = 8, 200
AT_MOST = 3
# With name and first name, twenty.
COLUMNS = (
    *("folder_code", "town", "birth_date", "lead_adviser", "keywords", "last_contact"),
    *("total_value", "account_count", "category", "relation_since", "title", "birth_name"),
    *("nationality", "marital_status", "profession", "email", "telephone", "post_code"),
)
_FLOOR = """
    SELECT c.name, c.first_name, c.folder_code, c.town, c.birth_date,
           u.first_name || ' ' || u.last_name, k.labels, f.last_contact, f.total_value,
           f.account_count, g.name, c.relation_since, d.title, d.birth_name, d.nationality,
           d.marital_status, v.label, e.address, t.number, a.post_code
    FROM contacts_contact c
    JOIN contacts_category g ON g.id = c.category_id
    LEFT JOIN contacts_contactfigures f ON f.contact_id = c.id
    LEFT JOIN contacts_persondetails d ON d.contact_id = c.id
    LEFT JOIN contacts_listvalue v ON v.id = d.profession_id
    LEFT JOIN users_user u ON u.id = c.lead_adviser_id
    LEFT JOIN contacts_email e ON e.contact_id = c.id AND e.preferred
    LEFT JOIN contacts_telephone t ON t.contact_id = c.id AND t.preferred
    LEFT JOIN contacts_postaladdress a ON a.contact_id = c.id AND a.preferred
    LEFT JOIN (SELECT x.contact_id, string_agg(w.label, ', ' ORDER BY w.position) AS labels
               FROM contacts_contactkeyword x JOIN contacts_keyword w ON w.id = x.keyword_id
               GROUP BY x.contact_id) k ON k.contact_id = c.id"""
EVERYBODY = {"v": 1, "on": "contacts", "where": {"all": []}}


def measure() -> dict[str, Sample]:
    user = busiest_adviser()
    user.groups.add(Group.objects.get(name="Administrateur"))
    found = {"export": Sample([]), "floor": Sample([])}
    with tempfile.TemporaryDirectory(prefix="o2s-bench-") as name:
        folder = Path(name)
        for _ in range(min(AT_MOST, REPETITIONS)):
            with override_settings(EXPORTS=folder):
                _take(found["export"], user)
            # SQLite has no such statement.
            if connection.vendor == "postgresql":
                _copy(found["floor"], user, folder / "floor.csv")
    return found


def _take(sample: Sample, user: User) -> None:
    """Have the worker make the file, as for whoever asks for more than a few rows."""
    asked = {"search": EVERYBODY, "columns": list(COLUMNS)}
    export = Export(on="contacts", format=Format.CSV, asked=asked)

    def act() -> None:
        take_away(export=export, by=user)
        call_command("run_jobs", batch=True)

    sample.times.append(milliseconds(act))
    export.refresh_from_db()
    if export.state != ExportState.READY:
        raise RuntimeError(f"The export is {export.state}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sample.facts = {"peak_mb": round(peak), "rows": export.count}


def _copy(sample: Sample, user: User, path: Path) -> None:
    rows = f"{_FLOOR} WHERE {seen_sql('c', by_sets=True)} ORDER BY c.sort_name, c.id"
    copy = f"COPY ({rows % {'user': user.pk}}) TO STDOUT (FORMAT csv, DELIMITER ';', HEADER)"

    def act() -> None:
        with connection.cursor() as cursor, path.open("wb") as file, cursor.copy(copy) as lines:
            file.writelines(lines)

    sample.times.append(milliseconds(act))


def figures(found: Mapping[int, Mapping[str, Sample]]) -> Iterator[Figure]:
    export, floor = found[max(found)]["export"], found[max(found)]["floor"]
    if floor.times:
        facts = export.facts | {"columns": len(COLUMNS) + 2, "repetitions": len(export.times)}
        name = "export_vs_copy"
        yield Figure(name, export.median, "ms, median", floor.median, OVER_COPY, facts)
    yield Figure("export_peak_mb", export.facts["peak_mb"], "MB", goal=PEAK_MB)
