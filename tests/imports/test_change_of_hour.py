"""The nights in which the hour changes: files in their true order, counted to the right night."""

import datetime as dt
import os
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import Valuation
from imports.models import ImportRun
from imports.queries.freshness import freshness, last_night
from tests.imports.conftest import LINE

PARIS = ZoneInfo("Europe/Paris")
# In autumn the clock shows 02:00 to 03:00 twice, in spring never. Of each: the evening before,
# when the night began, when each of two files was written (the later one shows the earlier hour
# in autumn), when they are read, and the day.
AUTUMN = ("2026-10-24T21:50Z", "2026-10-24T23:30Z", "2026-10-25T00:50Z", "2026-10-25T01:10Z")
SPRING = ("2026-03-28T22:50Z", "2026-03-29T00:30Z", "2026-03-29T00:59Z", "2026-03-29T01:01Z")


@pytest.mark.security(52)
@pytest.mark.django_db
@pytest.mark.parametrize("moments", [AUTUMN, SPRING], ids=["autumn", "spring"])
def test_files_of_a_night_in_which_the_hour_changes(put, night, monkeypatch, moments):
    before, begun, first, second = map(dt.datetime.fromisoformat, moments)
    clock = [before]
    monkeypatch.setattr(timezone, "now", lambda: clock[0])
    day = f"{before.astimezone(PARIS):%d/%m/%Y}"
    put("evening.csv", LINE | {"situation_on": day, "value": "1,01"})
    assert night()[0] == 0
    clock[0] = begun
    # Named against their order, and the second corrects what the first says of that day.
    for name, written, value in (("z.csv", first, "100,03"), ("a.csv", second, "200,07")):
        path = put(name, LINE | {"situation_on": day, "value": value})
        os.utime(path, (written.timestamp(),) * 2)
    clock[0] = second + dt.timedelta(minutes=9)
    assert night()[0] == 0
    names = ImportRun.objects.order_by("pk").values_list("file_name", flat=True)
    assert list(names) == ["evening.csv", "z.csv", "a.csv"]
    assert str(Valuation.objects.get().value) == "200.07"
    # The evening before is another night; midnight was one offset ago.
    assert last_night().files == {"done": 2}
    clock[0] += dt.timedelta(days=1)
    assert [(one.days, one.is_late) for one in freshness()] == [(1, False)]
