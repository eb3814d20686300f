"""The exports that a profile describes, in the demo's inbox: read by the night as they come."""

from decimal import Decimal

import pytest
from django.db.models import Sum

from accounts.models import Valuation
from alerts.models import DetectedAccount, DetectedClient
from demo import partners
from imports.feeds import formats
from imports.feeds.profiled import schema
from imports.models import ImportRun

PROFILES = [profile for profile, *_ in partners.FILES]


@pytest.mark.pure
@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.partner)
def test_a_profile_says_nothing_wrong_and_comes_back_from_its_file(profile):
    assert schema.flaws(profile) == []
    assert schema.loaded(schema.dumped(profile)) == profile


@pytest.mark.pure
def test_each_file_is_one_profile_s_alone(tmp_path):
    found = [formats.of(path, PROFILES).profile for path in partners.write(tmp_path)]
    assert found == PROFILES
    first = [path.read_bytes() for path in partners.write(tmp_path)]
    assert first == [path.read_bytes() for path in partners.write(tmp_path)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("partner", "lines", "accounts", "skipped"),
    [("nacre-vie", 6, 6, 1), ("plateforme-boreal", 12, 6, 0), ("banque-lugdunum", 6, 6, 0)],
)
def test_a_night_reads_them(night, inbox, administrator, partner, lines, accounts, skipped):
    partners.describe(administrator)
    partners.write(inbox)
    assert night(f"--partner={partner}")[0] == 0
    run = ImportRun.objects.get()
    version = run.profile_version
    assert (run.partner, run.state, version.profile.partner) == (partner, "done", partner)
    assert version.number == 1
    told = run.counts | {"skipped": run.counts.get("skipped", 0)}
    assert [told[name] for name in ("lines", "accounts", "rejects", "skipped")] == [
        *(lines, accounts, 0, skipped),
    ]
    assert DetectedAccount.objects.count() == DetectedClient.objects.count() == accounts
    total = Valuation.objects.aggregate(Sum("value"))["value__sum"]
    assert total > Decimal(30_000)
