"""`manage.py check_figures` finds what is wrong in the base, and writes it anew when asked."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account
from contacts.models import ContactFigures


def test_right_figures_are_said_to_be_right(person, hold, capsys):
    hold("A", "10.00", person("Moreau"), person("Castaing"))
    call_command("check_figures")
    assert "fausses : 0." in capsys.readouterr().out.replace("\u202f", " ")


@pytest.mark.plays(
    "accounts/queries/checks.py::wrong_last_values", "accounts/queries/checks.py::contacts_by_lot"
)
def test_wrong_figures_are_counted_then_repaired(person, hold):
    anne, luc, zoe = person("Moreau"), person("Castaing"), person("Zola")
    account = hold("A", "10.00", anne, luc)
    ContactFigures.objects.filter(contact=anne).update(total_value=7)
    ContactFigures.objects.filter(contact=zoe).delete()
    Account.everything.filter(pk=account.pk).keep_last_value(
        value=Decimal(3), date=account.last_valued_on
    )
    with pytest.raises(CommandError) as told:
        call_command("check_figures")
    assert told.value.returncode == 1
    assert ContactFigures.objects.get(contact=anne).total_value == 7
    call_command("check_figures", repair=True)
    call_command("check_figures")
    assert Account.objects.get().last_value == 10
    sums = ContactFigures.objects.order_by("contact__sort_name").values_list(
        "total_value", flat=True
    )
    assert list(sums) == [5, 5, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_check_takes_the_same_queries(person, hold, count, django_assert_num_queries):
    for number in range(count):
        hold(f"A{number}", "10.00", person(f"M{number}"))
    with django_assert_num_queries(6):
        call_command("check_figures")
