"""`Associer` of a detected account: the account that exists takes its number, values and nights."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.actions.accounts import Owner as AccountOwner
from accounts.actions.accounts import open_account
from accounts.actions.valuations import add_valuation
from accounts.models import Account, FormerNumber, Holding, Valuation
from alerts.actions.accounts import AccountDecision, treat_accounts
from alerts.actions.reopening import reopen_account
from alerts.enums import Action
from alerts.errors import Incomplete
from alerts.models import DetectedAccount
from alerts.queries.existing import Sought, existing_accounts
from alerts.queries.pending import decided_accounts
from tests.alerts.conftest import BORN, JEAN
from users.models import User

pytestmark = pytest.mark.django_db
JUNE, JULY, AUGUST = (dt.date(2026, month, 30) for month in (6, 7, 8))


@pytest.fixture
def opened(product, adviser):
    """Open an account with values: `opened("OLD-1", owner, {JUNE: "100.00"})`."""

    def opened(number, *owners, values=None, of=product):
        account = open_account(
            account=Account(product=of, number=number),
            owners=[AccountOwner(one) for one in owners],
            by=adviser,
        )
        bring(account, values or {})
        return account

    return opened


def bring(account, values):
    """Bring values as the night does, without history, each with a holding."""
    for date, value in values.items():
        (row,) = Valuation.objects.bulk_create([Valuation(account=account, date=date, value=value)])
        Holding.objects.create(valuation=row, name=f"Fonds {value}", value=value)
        newest = account.valuations.order_by("-date").first()
        Account.everything.filter(pk=account.pk).keep_last_value(
            value=newest.value, date=newest.date
        )


def detect_new(night, values):
    night(("NEW-1", JEAN))
    detected = DetectedAccount.objects.select_related("account").get()
    bring(detected.account, values)
    return detected


@pytest.fixture
def line(night):
    """Detect the account NEW-1 of Jean, worth something in July and August."""
    return detect_new(night, {JULY: Decimal("250.00"), AUGUST: Decimal("260.00")})


def link(line, account, by):
    decision = AccountDecision(line.pk, line.version, Action.LINK, account_id=account.pk)
    (outcome,) = treat_accounts(decisions=[decision], by=by)
    line.refresh_from_db()
    return outcome


def values_of(account):
    rows = Valuation.objects.filter(account=account).order_by("date")
    return {row.date: (row.value, [held.name for held in row.holdings.all()]) for row in rows}


def euros(amount):
    return Decimal(f"{amount}.00"), [f"Fonds {amount}.00"]


def test_the_account_takes_number_values_and_holdings(line, opened, person, adviser):
    jean = person("Lemercier", "Jean-Baptiste")
    account = opened("OLD-1", jean, values={JUNE: Decimal("240.00")})
    outcome = link(line, account, adviser)
    assert outcome.told == "Le compte OLD-1 porte désormais le numéro NEW-1."
    (standing,) = Account.objects.all()
    assert (standing.pk, standing.number, standing.namesake) == (account.pk, "NEW-1", 0)
    assert values_of(standing) == {JUNE: euros(240), JULY: euros(250), AUGUST: euros(260)}
    assert (standing.last_value, standing.last_valued_on) == (Decimal("260.00"), AUGUST)
    jean.figures.refresh_from_db()
    assert (jean.figures.total_value, jean.figures.account_count) == (Decimal("260.00"), 1)
    numbers = standing.history.order_by("history_id").values_list("number", "history_user")
    assert list(numbers) == [("OLD-1", adviser.pk), ("NEW-1", adviser.pk)]
    assert FormerNumber.objects.values_list("number", "account").get() == ("OLD-1", account.pk)
    assert (line.state, line.linked, line.decided_by) == ("linked", account, adviser)
    assert not Account.everything.get(pk=line.account_id).valuations.exists()


def test_of_one_date_the_later_value_to_come_stays(opened, night, person, adviser):
    account = opened("OLD-1", person("Lemercier", "Jean-Baptiste"))
    bring(account, {AUGUST: Decimal("999.00")})
    line = detect_new(night, {JULY: Decimal("250.00"), AUGUST: Decimal("260.00")})
    bring(account, {JULY: Decimal("111.00")})
    outcome = link(line, account, adviser)
    assert outcome.told == (
        "Le compte OLD-1 porte désormais le numéro NEW-1."
        " 1 valeur d’une date que les deux avaient est remplacée par celle arrivée après."
        " 1 valeur d’une date que les deux avaient reste comme elle était."
    )
    assert values_of(account) == {JULY: euros(111), AUGUST: euros(260)}
    kept = Valuation.history.filter(account_id=account.pk).order_by("history_id")
    assert list(kept.values_list("value", "history_type", "history_user")) == [
        (Decimal("999.00"), "+", User.objects.night().pk),
        (Decimal("260.00"), "~", adviser.pk),
    ]


def test_what_a_person_wrote_is_not_replaced(opened, night, person, adviser):
    account = opened("OLD-1", person("Lemercier", "Jean-Baptiste"))
    add_valuation(account=account, date=JULY, value=Decimal("1.00"), by=adviser)
    line = detect_new(night, {JULY: Decimal("250.00")})
    link(line, account, adviser)
    assert [row.value for row in account.valuations.all()] == [Decimal("1.00")]


def tables():
    return [
        list(Account.everything.order_by("pk").values_list("pk", "number", "namesake", "product")),
        list(Account.everything.order_by("pk").values_list("last_value", "last_valued_on")),
        [values_of(account) for account in Account.everything.order_by("pk")],
        list(DetectedAccount.objects.values("state", "owner", "linked", "decided_by")),
        list(FormerNumber.objects.all()),
    ]


def test_reopening_puts_all_back(opened, night, person, adviser):
    jean = person("Lemercier", "Jean-Baptiste")
    account = opened("OLD-1", jean, values={JUNE: Decimal("240.00"), JULY: Decimal("111.00")})
    line = detect_new(night, {JULY: Decimal("250.00"), AUGUST: Decimal("260.00")})
    before = tables()
    link(line, account, adviser)
    assert tables() != before
    told = reopen_account(account_id=line.pk, by=adviser)
    assert told == ["Le compte NEW-1 est de nouveau à traiter."]
    assert tables() == before
    jean.figures.refresh_from_db()
    assert jean.figures.total_value == Decimal("111.00")


def test_a_renumbered_account_changed_since_stays(line, opened, person, adviser):
    account = opened("OLD-1", person("Lemercier", "Jean-Baptiste"))
    link(line, account, adviser)
    add_valuation(account=account, date=JUNE, value=Decimal("5.00"), by=adviser)
    before = tables()
    told = reopen_account(account_id=line.pk, by=adviser)
    assert told == ["Le compte NEW-1 a changé depuis\u202f: il reste."]
    assert tables() == before


def test_an_old_number_taken_since_keeps_the_link(line, opened, person, adviser):
    jean = person("Lemercier", "Jean-Baptiste")
    link(line, opened("OLD-1", jean), adviser)
    opened("OLD-1", jean)
    assert "reste" in reopen_account(account_id=line.pk, by=adviser)[0]


@pytest.mark.parametrize("who", ["junior", "colleague"])
def test_an_account_that_one_may_not_change_is_never_linked(
    line, opened, person, adviser, request, who
):
    secret = person("Zola", "Anne", is_private=True)
    account = opened("OLD-1", secret)
    user = request.getfixturevalue(who)
    before = tables()
    with pytest.raises(Incomplete) as refusal:
        link(line, account, user)
    assert list(refusal.value.told) == [line.pk]
    assert tables() == before
    sought = {line: Sought(owners=[secret.pk], number="OLD-1", chosen=account.pk)}
    assert existing_accounts(user, sought) == {line.pk: []}
    assert existing_accounts(adviser, sought) == {line.pk: [account]}


def test_neither_another_custodian_nor_twice_the_same(
    line, night, opened, other_custodian, person, adviser
):
    jean = person("Lemercier", "Jean-Baptiste")
    elsewhere, account = opened("CT-1", jean, of=other_custodian), opened("OLD-1", jean)
    with pytest.raises(Incomplete):
        link(line, elsewhere, adviser)
    night(("NEW-2", JEAN))
    both = [
        AccountDecision(one.pk, one.version, Action.LINK, account_id=account.pk)
        for one in DetectedAccount.objects.order_by("pk")
    ]
    with pytest.raises(Incomplete) as refusal:
        treat_accounts(decisions=both, by=adviser)
    assert refusal.value.told == {both[1].pk: "Ce compte est déjà choisi pour une autre ligne."}
    assert Account.objects.filter(number="OLD-1").exists()


@pytest.mark.plays(
    "alerts/views/accounts.py::_refused", "alerts/queries/decisions.py::former_numbers"
)
def test_a_hidden_co_owner_is_not_disclosed(line, opened, person, adviser, colleague, sign_in):
    anne, secret = person("Moreau"), person("Zola", "Emile", is_private=True)
    account = opened("OLD-1", anne, secret)
    client = sign_in(colleague)
    typed = {"line": line.pk, f"a{line.pk}-version": 0, f"a{line.pk}-action": "link"}
    page = client.post(
        reverse("alerts:accounts"), typed | {f"a{line.pk}-contact": anne.pk, "refresh": "1"}
    )
    assert "OLD-1 (Horizon Multisupport)" in page.content.decode()
    assert "Zola" not in page.content.decode()
    refused = client.post(reverse("alerts:accounts"), typed | {"save": "1"})
    assert refused.status_code == 422
    assert "Choisissez le compte de ce dépositaire" in refused.content.decode()
    chosen = typed | {f"a{line.pk}-existing": account.pk, "save": "1"}
    pages = [client.post(reverse("alerts:accounts"), chosen, follow=True) for _click in (1, 2)]
    told = [[str(one) for one in page.context["messages"]] for page in pages]
    assert told == [["Le compte OLD-1 porte désormais le numéro NEW-1."]] * 2
    assert "OLD-1 → NEW-1" in pages[0].content.decode()
    account.refresh_from_db()
    assert (account.number, account.version) == ("NEW-1", 1)


def test_without_the_right_associer_is_not_there(line, adviser, hire, sign_in):
    assert "link" in dict(action_choices(sign_in(adviser)))
    bare = hire("bare", "Conseiller")
    bare.groups.get().permissions.filter(codename="change_accounts").delete()
    assert "link" not in dict(action_choices(sign_in(bare)))


def action_choices(client):
    (shown,) = client.get(reverse("alerts:accounts")).context["lines"]
    return shown.form.fields["action"].choices


@pytest.mark.parametrize("count", [1, 3])
def test_links_take_as_many_statements_for_one_as_for_three(
    opened, night, person, adviser, django_assert_num_queries, count
):
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    accounts = [opened(f"OLD-{at}", jean, values={JUNE: Decimal("1.00")}) for at in range(count)]
    night(*((f"NEW-{at}", JEAN) for at in range(count)))
    lines = DetectedAccount.objects.select_related("account").order_by("pk")
    for detected in lines:
        bring(detected.account, {JUNE: Decimal("2.00"), JULY: Decimal("3.00")})
    decisions = [
        AccountDecision(line.pk, line.version, Action.LINK, account_id=account.pk)
        for line, account in zip(lines, accounts, strict=True)
    ]
    with django_assert_num_queries(45, exact=False):
        treat_accounts(decisions=decisions, by=adviser)
    assert Account.objects.filter(number__startswith="NEW").count() == count
    assert {row.value for row in Valuation.objects.filter(account__in=accounts)} == {2, 3}


@pytest.mark.security(9)
def test_a_hidden_co_owner_finds_no_account(line, opened, person, adviser, colleague):
    anne, secret = person("Moreau"), person("Zola", "Emile", is_private=True)
    account = opened("OLD-1", anne, secret)
    sought = {line: Sought(owners=[secret.pk])}
    assert existing_accounts(adviser, sought) == {line.pk: [account]}
    assert existing_accounts(colleague, sought) == {line.pk: []}


@pytest.mark.security(10)
def test_a_line_linked_to_an_account_of_a_hidden_folder_is_no_decision(
    line, opened, person, adviser, colleague, sign_in
):
    link(line, opened("OLD-1", person("Zola", "Emile", is_private=True)), adviser)
    assert list(decided_accounts(adviser)) == [line]
    assert list(decided_accounts(colleague)) == []
    reopened = reverse("alerts:account-reopen", args=[line.pk])
    assert sign_in(colleague).post(reopened).status_code == 404
