"""Lines that the partner's last file had: unread where what they told stands."""

import csv
import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection, models, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts.actions.accounts import value_account
from accounts.actions.renumbering import give_numbers_back, renumber_accounts
from accounts.actions.valuations import correct_valuation, delete_valuation
from accounts.models import Account, Custodian, Holding, Product, Valuation
from contacts.models import scratch
from imports.feeds.o2s_accounts import HEADERS
from imports.models import ImportRun, LastFile, Reject
from imports.pipeline import lines
from imports.pipeline.lines import digest_of
from imports.records import FileRefused
from tests.imports.conftest import LINE
from tests.imports.test_night import EURO, FUND
from tests.imports.test_night_in_bulk import FILE, OTHER, told
from users.models import User

pytestmark = pytest.mark.django_db
OCTOBER, MARCH = dt.date(2026, 10, 30), dt.date(2026, 3, 31)
LAST = LINE | {"number": "AV-99"}


def at(number, value, **more):
    return LINE | {"number": number, "value": value} | more


def read():
    """Return the number of each line that the last night read in full."""
    found = scratch.rows("SELECT number FROM night_line ORDER BY line")
    return [number for (number,) in found]


def valued():
    rows = Valuation.objects.filter(account__namesake=0)
    return {(row.account.number, str(row.date)): str(row.value) for row in rows}


def test_of_two_like_files_only_what_differs_is_read(night, put):
    put("a.csv", at("AV-1", "10"), FUND, EURO, at("AV-3", "30", situation_on="31/03/2026"))
    night()
    before = list(Valuation.objects.order_by("pk").values())
    put("b.csv", at("AV-3", "31", situation_on="31/03/2026"), EURO, FUND, at("AV-1", "10"))
    status, said = night()
    assert (status, read()) == (0, ["AV-3"])
    assert "lignes lues 4, comptes 3 dont nouveaux 0, valeurs 3" in said
    assert ImportRun.objects.latest("pk").business_date == OCTOBER
    assert valued()["AV-3", "2026-03-31"] == "31.00"
    assert list(Valuation.objects.exclude(account__number="AV-3").order_by("pk").values()) == [
        row for row in before if row["value"] != 30
    ]


def test_workbooks_are_known_again_too(night, put):
    put("a.xlsx", at("AV-1", 10.5), at("AV-2", 20))
    night()
    put("b.xlsx", at("AV-1", 10.5), at("AV-2", 21))
    assert night()[0] == 0
    assert read() == ["AV-2"]
    assert set(valued().values()) == {"10.50", "21.00"}


def test_one_changed_holding_has_the_whole_account_read(night, put):
    put("a.csv", FUND, EURO, LAST)
    night()
    put("b.csv", FUND, EURO | {"value": "501"}, LAST)
    assert night()[0] == 0
    assert sorted(read()) == ["AV-2", "AV-2"]
    assert valued()["AV-2", "2026-10-30"] == "1551.00"
    assert Holding.objects.count() == 2


def test_what_changed_nothing_of_a_value_is_known_from_then_on(night, put):
    put("a.csv", at("AV-1", "10"))
    night()
    put("b.csv", at("AV-1", "10", town="Brest"))
    night()
    assert read() == ["AV-1"]
    put("c.csv", at("AV-1", "10", town="Brest"), LAST)
    night()
    assert read() == ["AV-99"]
    put("d.csv", at("AV-1", "10", town="Brest"), LAST, FUND)
    night()
    assert read() == ["AV-2"]


def test_a_line_without_a_situation_is_read_each_night(night, put):
    nothing = {"value": "", "situation_on": ""}
    put("a.csv", LINE | nothing, LAST)
    night()
    assert len(LastFile.objects.digests("assurvia")) == 1
    put("b.csv", LINE | nothing, LAST, FUND)
    assert night()[0] == 0
    assert read() == ["AV-1", "AV-2"]


def test_a_namesake_is_not_the_account_that_files_speak_of(night, put):
    put("a.csv", at("AV-1", "10"))
    night()
    one = Account.everything.get()
    Account(product=one.product, number=one.number, namesake=1).save()
    put("b.csv", at("AV-1", "10"), LAST)
    night()
    assert read() == ["AV-99"]


def test_a_holding_that_is_gone_has_the_account_read(night, put):
    put("a.csv", FUND, EURO, LAST)
    night()
    put("b.csv", FUND, LAST)
    assert night()[0] == 0
    assert read() == ["AV-2"]
    assert valued()["AV-2", "2026-10-30"] == "1050.00"


def test_a_line_that_comes_twice_is_told_once(night, put):
    put("a.csv", FUND, FUND, LAST)
    night()
    put("b.csv", FUND, FUND, LAST, at("AV-3", "1"))
    assert night()[0] == 0
    assert valued()["AV-2", "2026-10-30"] == "1050.00"
    assert Holding.objects.count() == 1


def corrected(adviser):
    correct_valuation(
        valuation=Valuation.objects.get(account__number="AV-1"),
        date=OCTOBER,
        value=Decimal(7),
        by=adviser,
    )


def deleted(adviser):
    delete_valuation(valuation=Valuation.objects.get(account__number="AV-1"), by=adviser)


def valued_anew(adviser):
    account = Account.everything.get(number="AV-1")
    value_account(account=account, date=OCTOBER, value=Decimal(7), by=adviser)


@pytest.mark.parametrize("act", [corrected, deleted, valued_anew])
def test_what_a_person_changed_is_told_again_as_by_any_file(night, put, adviser, act):
    put("a.csv", at("AV-1", "10"), LAST)
    night()
    act(adviser)
    assert valued().get(("AV-1", "2026-10-30")) != "10.00"
    put("b.csv", at("AV-1", "10"), LAST, at("AV-3", "1"))
    assert night()[0] == 0
    assert read() == ["AV-1", "AV-3"]
    assert valued()["AV-1", "2026-10-30"] == "10.00"


def test_a_last_value_that_is_behind_is_put_right(night, put):
    put("a.csv", at("AV-1", "10"), LAST)
    night()
    one = Account.everything.filter(number="AV-1")
    for value, date in ((Decimal(7), OCTOBER), (Decimal(10), MARCH), (None, None)):
        one.keep_last_value(value=value, date=date)
        put(f"{value}.csv", at("AV-1", "10"), LAST, at("AV-3", str(value or 0)))
        assert night()[0] == 0
        assert read() == ["AV-1", "AV-3"]
        assert list(one.values_list("last_value", "last_valued_on")) == [(10, OCTOBER)]


def test_a_value_changed_while_the_night_writes_stays(night, put):
    """The file says the same of it by other lines: nothing but these is to be written."""
    put("a.csv", at("AV-1", "10"))
    night()
    people = models.QuerySet(Valuation).filter(account__number="AV-1")

    def meanwhile(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if "CREATE TEMPORARY TABLE night_value" in sql:
            people.update(value=7, lines_digest=None)
        return result

    put("b.csv", at("AV-1", "10", town="Brest"))
    with connection.execute_wrapper(meanwhile):
        assert night()[0] == 0
    assert list(people.values_list("value", "lines_digest")) == [(7, None)]


def test_two_names_of_a_product_that_were_two_products_are_judged_together(night, put):
    """Of one number each owner had a contract of their own; now both lines are of one contract."""
    coded = at("N", "10", product_name="", last_name="DURAND")
    named = at("N", "20", product_code="", product_name="Vie", situation_on="31/03/2026")
    first = Product.objects.create(
        custodian=Custodian.objects.create(code="ASV", name="Assurvia"), code="HM", name="Vie"
    )
    other = Product.objects.create(custodian=first.custodian, code="X", name="Contrat")
    put("a.csv", named)
    night()

    def renamed(one, two):
        for product, name in ((first, one), (other, two)):
            Product.objects.filter(pk=product.pk).update(name=name)

    renamed("Contrat", "Vie")
    put("b.csv", coded, named)
    assert night()[0] == 0
    renamed("Vie", "Contrat")
    put("c.csv", coded, named, LAST | {"product_code": "PEA", "product_name": "PEA"})
    assert night()[0] == 1
    assert set(Reject.objects.values_list("number", flat=True)) == {"N"}


def test_saving_some_columns_of_a_value_forgets_its_lines(night, put):
    put("a.csv", at("AV-1", "10"))
    night()
    row = Valuation.objects.get()
    assert row.lines_digest is not None
    row.value = Decimal(3)
    row.save(update_fields=["value"])
    row.refresh_from_db()
    assert (row.value, row.lines_digest) == (3, None)


def test_what_another_partner_told_since_is_told_again(night, put):
    put("a.csv", at("AV-1", "10"), LAST)
    night()
    put("x.csv", at("AV-1", "11"), partner="orsel")
    night()
    assert valued()["AV-1", "2026-10-30"] == "11.00"
    put("b.csv", at("AV-1", "10"), LAST, at("AV-3", "1"))
    assert night()[0] == 0
    assert valued()["AV-1", "2026-10-30"] == "10.00"


def test_a_custodian_renamed_since_has_its_lines_set_aside(night, put):
    put("a.csv", at("AV-1", "10"))
    night()
    Custodian.objects.update(name="Autre")
    put("b.csv", at("AV-1", "10"), at("AV-3", "1"))
    assert night()[0] == 1
    assert set(Reject.objects.values_list("number", "code")) == {
        ("AV-1", "R_CUSTODIAN"),
        ("AV-3", "R_CUSTODIAN"),
    }


def test_a_bad_line_sets_aside_the_lines_of_its_number_that_come_again(night, put):
    put("a.csv", at("AV-1", "10"), LAST)
    night()
    bad = at("AV-1", "x", product_code="PEA", product_name="PEA")
    put("b.csv", at("AV-1", "10"), bad, LAST)
    assert night()[0] == 1
    assert list(Reject.objects.order_by("line").values_list("line", "number", "code")) == [
        (2, "AV-1", "R_CONTRACT_INCOMPLETE"),
        (3, "AV-1", "R_AMOUNT"),
    ]


def test_lines_set_aside_are_read_again(night, put):
    put("a.csv", at("AV-1", "10"), at("AV-1", "11"), LAST)
    assert night()[0] == 1
    assert len(LastFile.objects.digests("assurvia")) == 1
    put("b.csv", at("AV-1", "10"), LAST, at("AV-3", "1"))
    assert night()[0] == 0
    assert valued()["AV-1", "2026-10-30"] == "10.00"


def test_owners_who_disagree_across_dates_are_seen(night, put):
    early = {"situation_on": "31/03/2026"}
    put("a.csv", at("AV-1", "10"), at("AV-1", "9", **early))
    night()
    put("b.csv", at("AV-1", "10"), at("AV-1", "9", last_name="PETIT", **early))
    assert night()[0] == 1
    assert Reject.objects.filter(code="R_DUP_KEY_DIFFERENT", number="AV-1").exists()
    assert Reject.objects.count() == 2


def test_an_account_of_two_numbers_is_read(night, put, adviser):
    put("a.csv", at("AV-1", "10"))
    night()
    put("b.csv", at("AV-2", "20"))
    night()
    one, two = (Account.everything.get(number=number) for number in ("AV-1", "AV-2"))
    numbers = {two.pk: one.pk}
    told = Valuation.objects.get(account=two).lines_digest
    taken = renumber_accounts(numbers=numbers, by=adviser)
    assert valued()["AV-2", "2026-10-30"] == "20.00"
    assert Valuation.objects.get(account=one).lines_digest == told
    put("c.csv", at("AV-2", "20"), at("AV-1", "10"))
    assert night()[0] == 1
    assert read() == ["AV-2", "AV-1"]
    assert Reject.objects.get().number == "AV-1"
    give_numbers_back(taken=taken, numbers=numbers, by=adviser)
    assert set(valued().values()) == {"10.00", "20.00"}
    put("d.csv", at("AV-2", "20"), at("AV-1", "10"), LAST)
    assert night()[0] == 0
    assert valued() | {("AV-99", "2026-10-30"): ""} == {
        ("AV-1", "2026-10-30"): "10.00",
        ("AV-2", "2026-10-30"): "20.00",
        ("AV-99", "2026-10-30"): "",
    }


def test_columns_in_another_order_are_read(night, put, inbox):
    put("a.csv", at("AV-1", "10", units="3"))
    night()
    swapped = dict(HEADERS) | {"value": HEADERS["units"], "units": HEADERS["value"]}
    path = put("b.csv", LAST)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(swapped.values())
        line = at("AV-1", "10", units="3")
        writer.writerow([line.get(field, "") for field in HEADERS])
    assert night()[0] == 0
    assert valued()["AV-1", "2026-10-30"] == "3.00"


def test_mended_lines_are_not_the_last_whole_file(night, put):
    put("a.csv", at("AV-1", "10"), LAST)
    night()
    kept = LastFile.objects.get().digests
    put("a.csv.rejets.csv", at("AV-3", "1"))
    assert night()[0] == 0
    assert bytes(LastFile.objects.get().digests) == bytes(kept)


def test_a_suspended_file_is_not_the_last_one(night, put):
    put("a.csv", at("AV-1", "10"))
    night()
    kept = LastFile.objects.get().digests
    put("b.csv", at("AV-1", "8", situation_on="31/03/2026"))
    assert night()[0] == 1
    assert ImportRun.objects.latest("pk").state == "suspended"
    assert bytes(LastFile.objects.get().digests) == bytes(kept)


def test_a_file_that_changed_between_its_two_passes_is_refused():
    scratch.create(lines.TABLE, lines.COLUMNS)
    with pytest.raises(FileRefused) as refused:
        lines.put_down_more(iter([]), lines.Counted(), 1)
    assert refused.value.code == "F_UNREADABLE"


POOL = (
    *FILE,
    LINE | {"address_1": "7 rue Neuve"},
    LINE | {"value": "1 400,83"},
    LINE | {"value": "1400,82"},
    LINE | {"situation_on": "31/03/2026"},
    LINE | {"first_name": "Jeanne", "situation_on": "31/03/2026"},
    LINE | {"product_code": "PEA", "product_name": "PEA"},
    LINE | {"product_code": "PEA", "product_name": "PEA", "value": "x"},
    FUND | {"units": "11"},
    EURO | {"value": "501"},
    FUND | {"number": ""},
    EURO | {"number": "", "last_name": "", "first_name": "", "birth_date": ""},
    LINE | {"number": ""},
    OTHER | {"number": "0012", "value": "3"},
    OTHER | {"number": "12", "value": "4"},
    OTHER | {"number": "AV-11", "value": "1"},
    OTHER | {"number": "AV-12", "value": "2"},
)


def renamed(adviser):
    Custodian.objects.filter(code="ASV").update(name="Assurvia Vie")


def gone(adviser):
    models.QuerySet(Account).filter(number="AV-11").delete()


def renumbered(adviser):
    rows = {row.number: row.pk for row in Account.everything.filter(number__in=["AV-11", "AV-12"])}
    if len(rows) == 2:
        renumber_accounts(numbers={rows["AV-12"]: rows["AV-11"]}, by=adviser)


def every_value_corrected(adviser):
    for row in Valuation.objects.filter(account__number__in=["AV-1", "AV-11"]):
        correct_valuation(valuation=row, date=row.date, value=row.value + 1, by=adviser)


def behind(adviser):
    Account.everything.filter(number__in=["AV-1", "AV-12"]).keep_last_value(value=7, date=OCTOBER)


ACTS = (None, None, behind, renamed, gone, renumbered, every_value_corrected)
files = st.lists(st.integers(0, len(POOL) - 1), min_size=1, max_size=12)


def test_whatever_is_left_unread_nothing_else_comes_of_it(night, put, adviser):
    """The same nights with and without a memory of the last file leave the same base."""
    User.objects.night()
    count = iter(range(900))

    def nights(steps, *, forgetful):
        found = []
        with transaction.atomic():
            for chosen, act, partner in steps:
                if forgetful:
                    LastFile.objects.all().delete()
                put(f"{next(count)}.csv", *(POOL[at] for at in chosen), partner=partner)
                night()
                found.append((told(), digests(), outcomes()))
                if act:
                    act(adviser)
            transaction.set_rollback(True)
        return found

    @settings(max_examples=25, deadline=None, database=None)
    @given(
        st.lists(
            st.tuples(files, st.sampled_from(ACTS), st.sampled_from(["assurvia"] * 3 + ["orsel"])),
            min_size=2,
            max_size=4,
        )
    )
    def same(steps):
        assert nights(steps, forgetful=False) == nights(steps, forgetful=True)

    same()


def digests():
    columns = ("account__number", "account__product__code", "date", "lines_digest")
    return sorted(Valuation.objects.values_list(*columns), key=repr)


def outcomes():
    runs = ImportRun.objects.order_by("pk").values_list("state", "code", "counts", "business_date")
    rejects = Reject.objects.order_by("run", "line")
    return list(runs), list(rejects.values_list("line", "column", "code", "params", "raw"))


@settings(max_examples=30, deadline=None, database=None)
@given(groups=st.lists(st.lists(st.integers(0, 2**62 - 1), min_size=1, max_size=5), max_size=4))
@example(groups=[[2**62 - 1, 2**62 - 1, 5]])
def test_both_databases_add_digests_up_in_any_order(groups):
    columns = {"name": "integer", "digest": "bigint"}
    scratch.create("night_test", columns)
    rows = [(name, one) for name, group in enumerate(groups) for one in group]
    scratch.fill("night_test", columns, reversed(rows))
    found = dict(scratch.rows(f"SELECT name, {digest_of('digest')} FROM night_test GROUP BY name"))
    half = 2**31 - 1
    assert found == {
        name: (sum(one >> 31 for one in group) & half) << 31
        | sum(one & half for one in group) & half
        for name, group in enumerate(groups)
    }
