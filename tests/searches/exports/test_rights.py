"""Whose a file is, until when, and that nothing goes out that its maker may not see any more."""

import datetime as dt
import os
import stat

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from accounts.exports import ListedAccounts
from accounts.models import Account, Custodian, Ownership, Product
from contacts import rights
from contacts.actions.assignment import follow_assignments
from contacts.models import Relationship
from persistence.models import save_as
from searches.actions.exports import take_away
from searches.columns import FIRST, OFFERED
from searches.models import Export
from searches.views.export_rows import export_rows
from tests.searches.exports.conftest import body, lines, said
from text.formats import moment_fr

pytestmark = pytest.mark.django_db
CHANGED = (
    "Ce que vous pouvez voir a changé depuis que ce fichier a été préparé\u202f:"
    " préparez l’export de nouveau."
)
GONE = "Ce fichier n’est plus là\u202f: préparez l’export de nouveau."


def forbid(user):
    right = Permission.objects.get(codename=rights.EXPORT.partition(".")[2])
    for profile in user.groups.all():
        profile.permissions.remove(right)


def make_private(contact, by):
    contact.refresh_from_db()
    contact.is_private = True
    save_as(contact, by)
    follow_assignments([contact])


@pytest.mark.security(13)
def test_nothing_of_a_hidden_folder_stands_in_any_format(
    adviser, colleague, person, search, export, fetch
):
    person("Moreau")
    private = person("Zorglubine", "Philomène", is_private=True)
    for form in ("csv", "xlsx", "o2s", "vcf"):
        for user, count in ((colleague, 1), (adviser, 2)):
            ticks = {"contact": [private.pk, *_others(private)]}
            made = export(user, search(by=user), form, **ticks)
            assert made.count == count
            assert (private.pk in Export.objects.get(pk=made.pk).told["contacts"]) == (count == 2)
    whole = export(colleague, search(by=colleague))
    assert [row[0] for row in lines(fetch(colleague, whole))] == ["Nom", "Moreau"]


def _others(contact):
    return type(contact).objects.exclude(pk=contact.pk).values_list("pk", flat=True)


@pytest.mark.security(13)
@pytest.mark.parametrize("form", ["csv", "o2s"])
def test_file_made_before_a_folder_became_private_is_not_given(
    form, adviser, colleague, person, search, export, fetch
):
    contact = person("Moreau")
    made = export(colleague, search(by=colleague), form)
    assert body(fetch(colleague, made))
    make_private(contact, adviser)
    refused = fetch(colleague, made)
    assert (refused.status_code, said(refused)) == (302, [CHANGED])
    # Nor does the night keep it.
    call_command("clear_expired")
    assert Export.objects.get(pk=made.pk).state == "gone"


@pytest.mark.security(13)
def test_whoever_a_row_names_must_still_be_seen(adviser, colleague, person, search, export, fetch):
    """The owner of an account, and the spouse in the workbook of O2S."""
    contact, spouse = person("Moreau"), person("Lafleur", client_number="777")
    save_as(Relationship(contact=contact, other_contact=spouse, kind="spouse"), adviser)
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="HM", name="Horizon")
    account = Account(product=product, number="CO-1")
    account.save()
    for owner in (contact, spouse):
        Ownership(account=account, contact=owner).save()
    one = {"contact": [contact.pk]}
    files = [
        export(colleague, search(by=colleague), "o2s", **one),
        export(colleague, search(on="accounts", by=colleague)),
    ]
    plain = export(colleague, search(by=colleague), "csv", **one)
    make_private(spouse, adviser)
    assert [said(fetch(colleague, made)) for made in files] == [[CHANGED], [CHANGED]]
    assert body(fetch(colleague, plain))


@pytest.mark.security(13, 27)
def test_ticked_folders_that_one_does_not_see_are_not_counted(adviser, colleague, person, sign_in):
    keys = [person("Moreau").pk, person("Zorglubine", is_private=True).pk, 999_999]
    address = reverse("searches:export-contacts")
    for user, count in ((colleague, "1 contact"), (adviser, "2 contacts")):
        page = sign_in(user).get(address, {"contact": keys})
        assert page.context["wanted"].count == count


@pytest.mark.security(13)
def test_account_that_one_sees_no_more_does_not_go_out(
    adviser, colleague, person, search, export, fetch
):
    """Also where the file names no owner of it."""
    contact = person("Moreau")
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="HM", name="Horizon")
    account = Account(product=product, number="CO-1")
    account.save()
    Ownership(account=account, contact=contact).save()
    asked = search(on="accounts", by=colleague)
    asked.columns = ["label"]
    asked.save()
    made = export(colleague, asked)
    assert Export.objects.get(pk=made.pk).told == {"contacts": [], "accounts": [account.pk]}
    assert lines(fetch(colleague, made))[1][0] == "CO-1"
    make_private(contact, adviser)
    assert said(fetch(colleague, made)) == [CHANGED]


@pytest.mark.security(13)
def test_accounts_that_one_does_not_see_are_not_read(adviser, colleague, person):
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="HM", name="Horizon")
    account = Account(product=product, number="PRIV-777")
    account.save()
    Ownership(account=account, contact=person("Zorglubine", is_private=True)).save()
    shown = [FIRST["accounts"], OFFERED["accounts"]["owners"]]
    for user, rows in ((colleague, []), (adviser, [["PRIV-777", "Anne Zorglubine"]])):
        reader = ListedAccounts(user, shown)
        assert list(reader.read([account.pk])) == rows
        assert len(reader.told_accounts) == len(reader.told) == len(rows)


@pytest.mark.security(13)
def test_deleted_contact_does_not_go_out(adviser, person, search, export, fetch):
    contact = person("Moreau")
    made = export(adviser, search())
    contact.refresh_from_db()
    contact.deleted_at, contact.deleted_by = timezone.now(), adviser
    save_as(contact, adviser)
    assert said(fetch(adviser, made)) == [CHANGED]


def test_again_takes_away_what_there_is_now(
    adviser, colleague, person, search, export, sign_in, fetch
):
    contact, _other = person("Moreau"), person("Autre")
    made = export(colleague, search(by=colleague))
    make_private(contact, adviser)
    again = reverse("searches:export-again", args=[made.pk])
    assert sign_in(adviser).post(again).status_code == 404
    answer = sign_in(colleague).post(again)
    assert said(answer) == ["1 contact est prêt."]
    newest = Export.objects.order_by("-pk").first()
    assert [row[0] for row in lines(fetch(colleague, newest))] == ["Nom", "Autre"]


def test_file_is_its_makers_alone(adviser, manager, administrator, person, search, export, fetch):
    person()
    made = export(adviser, search())
    for other in (manager, administrator):
        assert fetch(other, made).status_code == 404
        assert export_rows(other) == []
    assert [row.export.pk for row in export_rows(adviser)] == [made.pk]


def test_right_is_asked_at_each_step(adviser, person, search, export, fetch, sign_in):
    person()
    found = search()
    made = export(adviser, found)
    forbid(adviser)
    adviser = type(adviser).objects.get(pk=adviser.pk)
    assert fetch(adviser, made).status_code == 403
    client = sign_in(adviser)
    of_search = reverse("searches:search-export", args=[found.pk])
    for address in (of_search, reverse("searches:export-contacts")):
        assert client.get(address).status_code == 403
        assert client.post(address, {"format": "csv"}).status_code == 403
    again = reverse("searches:export-again", args=[made.pk])
    assert client.post(again).status_code == 403
    assert client.get(reverse("searches:export-list")).status_code == 403
    assert reverse("searches:export-contacts") not in client.get("/contacts/").text
    with pytest.raises(PermissionDenied):
        take_away(export=Export(on="contacts", format="csv", asked={"list": {}}), by=adviser)
    assert Export.objects.count() == 1
    # The night takes away what its maker may not fetch any more.
    call_command("clear_expired")
    assert Export.objects.get().state == "gone"


def test_file_is_kept_for_seven_days(adviser, person, search, export, fetch, folder, sign_in):
    person()
    made = export(adviser, search())
    (kept,) = folder.iterdir()
    Export.objects.update(made_at=timezone.now() - dt.timedelta(days=6, hours=23))
    call_command("clear_expired")
    assert body(fetch(adviser, made))
    # Said to the minute: that day begins as one on which it can be fetched.
    [row] = export_rows(adviser)
    assert row.until == row.export.made_at + dt.timedelta(days=7)
    page = html.fromstring(sign_in(adviser).get(reverse("searches:export-list")).content.decode())
    moment = moment_fr(timezone.localtime(row.until))
    assert f"jusqu’au {moment}" in page.text_content()
    Export.objects.update(made_at=timezone.now() - dt.timedelta(days=7))
    # Before the night has come, too.
    assert said(fetch(adviser, made)) == [GONE]
    assert [row.state for row in export_rows(adviser)] == ["supprimé"]
    call_command("clear_expired")
    assert not kept.exists()
    row = Export.objects.get()
    assert (row.state, row.file, row.told, row.count) == ("gone", "", {}, 1)
    assert said(fetch(adviser, made)) == [GONE]


def test_file_is_read_by_nobody_else_on_the_server(adviser, person, search, export, folder):
    person()
    for form in ("csv", "xlsx", "o2s"):
        export(adviser, search(), form)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = list(folder.iterdir())
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert sorted(len(path.name) for path in files) == [32, 32, 32]


def test_what_was_left_half_written_is_swept(adviser, person, search, export, folder):
    person()
    export(adviser, search())
    left = folder / "half-x"
    left.mkdir()
    (left / "file").write_text("MOREAU")
    orphan = folder / ("0" * 32)
    orphan.write_text("MOREAU")
    call_command("clear_expired")
    assert left.exists()
    assert orphan.exists()
    old = timezone.now().timestamp() - 25 * 3_600
    for path in folder.iterdir():
        os.utime(path, (old, old))
    call_command("clear_expired")
    assert [path.name for path in folder.iterdir()] == [Export.objects.get().file]


def test_administrators_see_who_when_and_how_many(
    adviser, administrator, person, search, export, sign_in
):
    person("Moreau")
    export(adviser, search({"f": "name", "op": "contains", "v": "moreau"}))
    client = sign_in(administrator)
    page = client.get(reverse("admin:searches_export_changelist"))
    row = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "adviser" in row
    assert "CSV, pour tout tableur" in row
    assert "Moreau" not in page.text
    assert "moreau" not in page.text
    assert Export.objects.get().file not in page.text
    assert "href" not in row
    one = reverse("admin:searches_export_change", args=[Export.objects.get().pk])
    shown = client.get(one).text
    assert "moreau" not in shown
    assert Export.objects.get().file not in shown
    assert client.post(one, {"count": "9"}).status_code == 403
    assert sign_in(adviser).get(one).status_code in {302, 403}


@pytest.mark.security(13)
def test_what_was_asked_is_said_with_todays_eyes(adviser, colleague, person, search, export):
    contact = person("Moreau", client_number="1")
    named = {
        "rel": "spouse",
        "quant": "none",
        "where": {"all": [{"f": "name", "op": "contains", "v": "x"}]},
    }
    export(colleague, search(named, by=colleague))
    owner = {
        "rel": "owners",
        "quant": "any",
        "where": {"all": [{"f": "contact", "op": "is", "v": [contact.pk]}]},
    }
    export(colleague, search(owner, on="accounts", by=colleague))
    words = " ".join(part.text for part in export_rows(colleague)[0].what)
    assert "Anne Moreau" in words
    make_private(contact, adviser)
    words = " ".join(part.text for row in export_rows(colleague) for part in row.what)
    assert "Moreau" not in words


def test_what_cannot_be_read_any_more_is_listed_without_words(
    adviser, person, search, export, sign_in
):
    person()
    made = export(adviser, search())
    made.asked["search"]["v"] = 99
    made.save()
    assert [(row.export, row.what) for row in export_rows(adviser)] == [(made, ())]
    assert sign_in(adviser).get(reverse("searches:export-list")).status_code == 200


def test_what_was_asked_reads_as_it_does_above_the_results(
    adviser, person, search, export, sign_in
):
    name = {"f": "name", "op": "contains", "v": "x"}
    export(adviser, search({"rel": "spouse", "quant": "none", "where": {"all": [name, name]}}))
    page = html.fromstring(sign_in(adviser).get(reverse("searches:export-list")).content)
    [told] = page.xpath("//tbody//th")
    words = "".join(told.itertext()).strip()
    assert "(le nom contient «\u202fx\u202f» et le nom contient «\u202fx\u202f»)" in words


@pytest.mark.parametrize("rows", [1, 3])
def test_so_many_queries_for_any_number_of_exports(rows, adviser, person, search, export, sign_in):
    person()
    for _row in range(rows):
        export(adviser, search({"f": "lead_adviser", "op": "is", "v": [adviser.pk]}))
        posted = {"format": "csv", "back": f"?adviser={adviser.pk}"}
        sign_in(adviser).post(reverse("searches:export-contacts"), posted)
    with CaptureQueriesContext(connection) as queries:
        shown = export_rows(adviser)
    assert len(shown) == 2 * rows
    assert len(queries) == 3
