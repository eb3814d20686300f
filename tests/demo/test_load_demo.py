from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError
from django.db.models import Count, F, QuerySet, Sum
from stdnum.fr import siren, siret

from accounts.models import Account, Custodian, Ownership
from contacts.fields import ENTRIES
from contacts.models import (
    Category,
    Contact,
    ContactFigures,
    Email,
    Keyword,
    OrganisationDetails,
    PersonDetails,
    PostalAddress,
    PrivateFolderGrant,
    Relationship,
    Telephone,
)
from demo import people, wealth
from users.models import User

pytestmark = pytest.mark.django_db

FICTION = ("+3363998", "+3319900", "+3326191", "+3335301", "+3346571", "+3353649")


def test_forty_contacts_stand_in_their_categories(demo):
    counted = Counter(
        (contact.category.parent or contact.category).name
        for contact in Contact.objects.select_related("category__parent")
    )
    assert counted == {
        "Clients": 21,
        "Prospects": 8,
        "Anciens clients": 3,
        "Sociétés": 4,
        "Partenaires": 2,
        "Notaires et experts": 2,
    }
    top = Category.objects.filter(parent=None).order_by("position").values_list("name", flat=True)
    assert list(top) == [
        "Clients",
        "Prospects",
        "Anciens clients",
        "Sociétés",
        "Partenaires",
        "Notaires et experts",
    ]
    under_clients = Category.objects.filter(parent__name="Clients").order_by("position")
    assert [category.name for category in under_clients] == [
        "Île-de-France",
        "Grand Ouest",
        "Sud-Est",
    ]


def test_kinds_deleted_and_private_are_counted(demo):
    assert PersonDetails.objects.filter(contact__deleted_at=None).count() == 34
    assert OrganisationDetails.objects.count() == 6
    assert Contact.deleted.count() == 1
    private = Contact.objects.filter(is_private=True)
    assert private.count() == 3
    granted = PrivateFolderGrant.objects.values("content_object").distinct()
    assert granted.count() == 3


def test_administrator_does_not_see_private_folders(demo):
    administrator = User.objects.get(username="administrateur")
    assert Contact.objects.visible_to(administrator).count() == 37


def test_nobody_real_can_be_reached(demo):
    addresses = Email.objects.values_list("address", flat=True)
    assert {address.split("@")[1] for address in addresses} == {"example.org", "example.net"}
    numbers = list(Telephone.objects.values_list("number", flat=True))
    assert numbers
    assert [number for number in numbers if not number.startswith(FICTION)] == []


def test_companies_have_numbers_that_check(demo):
    for details in OrganisationDetails.objects.all():
        assert siren.is_valid(details.siren)
        assert siret.is_valid(details.siret)
        assert details.siret.startswith(details.siren)


def test_what_clients_told_of_themselves_passes_the_checks_of_the_screen(demo):
    told = [*PersonDetails.objects.all(), *OrganisationDetails.objects.all()]
    checked = Counter()
    for row in told:
        for entry in ENTRIES.values():
            value = getattr(row, entry.name, None) if entry.model is type(row) else None
            if value not in {None, ""}:
                checked[entry.key] += 1
                for check in entry.checks:
                    check(value)
                for first, _words in filter(None, [entry.follows]):
                    assert getattr(row, first) is None or getattr(row, first) <= value
    assert min(checked[key] for key in ("tax_shares", "retirement_age")) > 0
    counted = PersonDetails.objects.filter(dependants_count__gt=F("children_count"))
    assert not counted.exists()
    children = Relationship.objects.filter(kind="child")
    assert children.filter(is_dependent="yes").exists()
    assert children.filter(filiation="COMMUN").exists()


def test_families_share_name_address_and_telephone(demo):
    shared = (
        PostalAddress.objects.values("line_1", "post_code", "contact__name")
        .annotate(people=Count("contact"))
        .filter(people__gt=1)
    )
    assert shared
    for home in shared:
        members = Contact.everything.filter(
            name=home["contact__name"], addresses__line_1=home["line_1"]
        )
        lines = Telephone.objects.filter(contact__in=members, line="landline")
        assert lines.values("number").distinct().count() == 1


def test_accounts_have_two_years_of_monthly_values(demo):
    assert Account.objects.count() == 90
    assert {custodian.name for custodian in Custodian.objects.all()} == {
        "Assurvia",
        "Banque Tolbiac",
        "Financière Orsel",
    }
    days = wealth.dates()
    assert (days[0], days[-2], days[-1]) == (
        date(2024, 12, 31),
        date(2026, 10, 31),
        date(2026, 11, 23),
    )
    long_open = Account.objects.filter(closed_on=None, opened_on__lt=days[0]).exclude(
        product__code="SCPI"
    )
    assert long_open.count() > 40
    for account in long_open:
        dated = list(account.valuations.order_by("date").values_list("date", "value"))
        assert [day for day, _ in dated] == days
        assert dated[-1] == (account.last_valued_on, account.last_value)


def test_accounts_are_owned_alone_by_halves_and_divided(demo):
    owned = Counter(
        tuple(sorted((one.right, one.share) for one in account.ownerships.all()))
        for account in Account.objects.prefetch_related("ownerships")
    )
    assert set(owned) == {
        (("full", None),),
        (("full", Decimal(50)), ("full", Decimal(50))),
        (("bare", Decimal(100)), ("usufruct", Decimal(100))),
    }
    assert sum(owned.values()) == 90


def test_figures_of_contacts_add_up_to_the_open_accounts(demo):
    held = Account.objects.filter(closed_on=None).aggregate(sum=Sum("last_value"))["sum"]
    assert held > 1_000_000
    figures = ContactFigures.objects.all()
    parts = sum(figures.values_list("total_value", flat=True))
    # Each part is rounded by itself: half a cent at most for each.
    assert abs(parts - held) <= Ownership.objects.count() * Decimal("0.005")
    assert not figures.filter(
        account_count__gt=0, contact__category__name__in=["Prospects", "Partenaires"]
    )


def test_everybody_logs_in_with_the_public_password(demo, rf):
    assert User.objects.count() == len(people.COLLEAGUES) == 8
    for colleague in people.COLLEAGUES:
        user = authenticate(rf.post("/"), username=colleague.username, password=people.PASSWORD)
        assert user is not None
        assert [group.name for group in user.groups.all()] == [colleague.profile]
        assert f"{colleague.username} " in demo.said
    assert [user.username for user in User.objects.filter(is_staff=True)] == ["administrateur"]


def test_loading_again_changes_nothing(demo, load_firm):
    before = set(Contact.everything.values_list("pk", "version", "updated_at"))
    assert load_firm("--if-empty") == demo.said
    assert set(Contact.everything.values_list("pk", "version", "updated_at")) == before
    with pytest.raises(CommandError, match="not empty"):
        load_firm()
    assert User.objects.count() == 8


def test_a_firm_of_an_older_version_is_found_by_its_names_again(demo, load_firm):
    before = dict(Contact.everything.values_list("pk", "sort_name"))
    QuerySet(Contact).update(sort_name="of an older version")
    load_firm("--if-empty")
    assert dict(Contact.everything.values_list("pk", "sort_name")) == before


def test_keywords_are_those_of_the_firm(demo):
    assert set(Keyword.objects.values_list("label", flat=True)) == {
        "Dirigeant",
        "Golf",
        "ISF-IFI",
        "Notaire",
        "Profession libérale",
        "Retraite",
        "Transmission",
        "Trésorerie",
        "Viticulteur",
    }
