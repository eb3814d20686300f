"""Who each of two joint holders may be, and whom a private folder hides their line from."""

import pytest

from accounts.actions.accounts import Owner as OwnerOf
from accounts.actions.accounts import open_account
from accounts.models import Account, Product
from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.detection import Owner
from alerts.actions.joint import SecondHolder
from alerts.actions.refusals import refuse_contact
from alerts.actions.rematching import match_again
from alerts.enums import Action, Holder
from alerts.models import DetectedClient, PartnerLink, Suggestion
from contacts.models import Contact
from tests.alerts.conftest import typed, window
from tests.alerts.joint import BORN, PAIR, SHE_BORN, filled, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(night):
    night(("AV-1", PAIR))
    return DetectedClient.objects.get()


def known_pair(first, second, by):
    """Say that somebody linked this pair before, by a key that has no date of birth."""
    PartnerLink.objects.create(
        partner="assurvia",
        owner_key="unsure|dupont|paul et marie|29200|joint",
        contact=first,
        second_contact=second,
        decided_by=by,
    )


UNSURE = Owner("DUPONT", "Paul et Marie", title="M. et Mme", post_code="29200")


def test_each_holder_has_their_own(night, person, adviser, sign_in):
    paul, marie = person("Dupont", "Paul"), person("Dupont", "Marie")
    known_pair(paul, marie, adviser)
    night(("AV-1", UNSURE))
    line = DetectedClient.objects.get()
    assert (line.best_contact, line.second_best_contact) == (paul, marie)
    rows = Suggestion.objects.order_by("holder").values_list("holder", "contact", "score")
    assert list(rows) == [(1, paul.pk, 90), (2, marie.pk, 90)]
    client = sign_in(adviser)
    page = client.post(window(), typed(line, button="edit", value=line.pk))
    (shown,) = page.context["lines"]
    assert [one.contact for one in shown.suggestions] == [paul]
    assert [one.contact for one in shown.seconds] == [marie]
    taken = filled(line) | {"take_second": f"{line.pk}:{marie.pk}"}
    del taken["save"]
    form = client.post(window(), taken).context["lines"][0].form
    assert [form[name].value() for name in ("second", "second_contact")] == [
        "link",
        str(marie.pk),
    ]


def test_whom_somebody_refuses_as_one_holder_may_be_the_other(night, person, adviser, sign_in):
    paul, marie = person("Dupont", "Paul"), person("Dupont", "Marie")
    known_pair(paul, marie, adviser)
    night(("AV-1", UNSURE))
    line = DetectedClient.objects.get()
    data = typed(line) | {"refuse_second": f"{line.pk}:{marie.pk}"}
    del data["save"]
    sign_in(adviser).post(window(), data)
    line.refresh_from_db()
    assert (line.best_contact, line.best_score) == (paul, 90)
    assert line.second_best_contact is None
    refused = Suggestion.objects.get(refused_by=adviser)
    assert (refused.contact, refused.holder) == (marie, 2)


@pytest.mark.security(10)
@pytest.mark.parametrize("of", ["first", "second"])
def test_line_is_hidden_by_either_holder(night, person, adviser, colleague, manager, sign_in, of):
    paul = person("Dupont", "Paul", is_private=of == "first")
    marie = person("Dupont", "Marie", is_private=of == "second")
    known_pair(paul, marie, adviser)
    night(("AV-1", UNSURE))
    line = DetectedClient.objects.get()
    for who in (colleague, manager):
        client = sign_in(who)
        assert client.get(window()).context["total"] == 0
        assert client.get(window("accounts")).context["total"] == 0
        assert "Nouveaux clients détectés (0)" in client.get("/").content.decode()
        late = client.post(window(), filled(line))
        assert "Déjà traité" not in late.content.decode()
    assert not PartnerLink.objects.exclude(second_contact=marie).exists()
    assert sign_in(adviser).get(window()).context["total"] == 1
    assert refuse_contact(
        client_id=line.pk,
        contact_id=(paul if of == "first" else marie).pk,
        holder=Holder[of.upper()],
        by=adviser,
    )
    assert sign_in(colleague).get(window()).context["total"] == 1


@pytest.mark.security(10)
def test_night_asks_again_who_each_of_two_waiting_holders_is(
    night, person, adviser, colleague, sign_in
):
    night(("AV-1", UNSURE))
    assert sign_in(colleague).get(window()).context["total"] == 1
    paul, marie = person("Dupont", "Paul"), person("Dupont", "Marie", is_private=True)
    known_pair(paul, marie, adviser)
    match_again()
    match_again()
    rows = Suggestion.objects.order_by("holder").values_list("holder", "contact", "score")
    assert list(rows) == [(1, paul.pk, 90), (2, marie.pk, 90)]
    line = DetectedClient.objects.get()
    assert (line.best_contact, line.second_best_contact) == (paul, marie)
    assert sign_in(colleague).get(window()).context["total"] == 0


@pytest.mark.security(10)
def test_account_of_two_is_hidden_by_a_private_second_owner(
    line, person, adviser, colleague, night, sign_in
):
    paul, marie = person("Dupont", "Paul"), person("Dupont", "Marie", is_private=True)
    holder = SecondHolder(Action.LINK, marie.pk)
    decision = ClientDecision(line.pk, line.version, Action.LINK, contact_id=paul.pk, second=holder)
    treat_clients(decisions=[decision], by=adviser)
    night(("AV-2", PAIR))
    page = sign_in(colleague).get(window("accounts"))
    assert page.context["total"] == 0
    assert page.context["decided"] == []
    assert sign_in(colleague).get(window()).context["decided"] == []
    assert sign_in(adviser).get(window("accounts")).context["total"] == 2


def test_who_was_written_is_looked_for_before_it_is_added(line, person, adviser, sign_in):
    marie = person("Dupont", "Marie", SHE_BORN)
    client = sign_in(adviser)
    page = client.post(window(), filled(line))
    assert [one["label"] for one in page.context["doubtful"]] == ["Paul et Marie Dupont"]
    (shown,) = page.context["lines"]
    assert [(one.contact, one.score) for one in shown.seconds] == [(marie, 92)]
    assert Contact.objects.count() == 1
    data = filled(line, shown=shown.candidates)
    assert client.post(window(), data).status_code == 302
    assert Contact.objects.count() == 3


@pytest.mark.security(10)
def test_private_folder_of_the_second_holder_is_not_told(line, person, adviser, colleague, sign_in):
    person("Dupont", "Marie", SHE_BORN, is_private=True)
    page = sign_in(colleague).post(window(), filled(line), follow=True)
    assert len(told(page)) == 1
    assert Contact.objects.visible_to(colleague).count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_window_asks_as_much_for_one_pair_as_for_three(
    night, person, adviser, sign_in, django_assert_num_queries, count
):
    person("Dupont", "Marie", SHE_BORN)
    night(
        *(
            (f"AV-{at}", Owner(f"DUPONT{at}", "Paul et Marie", BORN, title="M. et Mme"))
            for at in range(count)
        )
    )
    lines = DetectedClient.objects.order_by("pk")
    data = {}
    for line in lines:
        fields = filled(line)
        data |= {name: value for name, value in fields.items() if name not in {"save", "line"}}
    data |= {"line": [line.pk for line in lines], "refresh": "1"}
    client = sign_in(adviser)
    with django_assert_num_queries(25):
        page = client.post(window(), data)
    assert len(page.context["lines"]) == count


@pytest.fixture
def owners_of_another(night, person, product, adviser):
    """Give people who own the number of the pair's contract, as another product's."""

    def owners_of_another(*first_names):
        owners = [person("Dupont", first_name) for first_name in first_names]
        other = Product.objects.create(custodian=product.custodian, code="CT", name="Titres")
        parts = [OwnerOf(owner) for owner in owners]
        account = Account(product=other, number="AV-1")
        open_account(account=account, owners=parts, by=adviser)
        night(("AV-1", UNSURE))
        return owners

    return owners_of_another


def kept():
    rows = Suggestion.objects.order_by("holder", "contact")
    return list(rows.values_list("holder", "contact", "score"))


def test_best_of_the_first_holder_is_not_proposed_as_the_second(owners_of_another):
    """`Paul Marie` may be either by the contract and the name."""
    (either,) = owners_of_another("Paul Marie")
    assert kept() == [(1, either.pk, 95)]
    line = DetectedClient.objects.get()
    assert (line.best_contact, line.second_best_contact) == (either, None)


def test_who_may_be_either_holder_is_kept_as_both_by_the_end_of_the_night(owners_of_another):
    paul, either = owners_of_another("Paul", "Paul Marie")
    found = [(1, paul.pk, 95), (1, either.pk, 95), (2, either.pk, 95)]
    assert kept() == found
    Suggestion.objects.filter(holder=Holder.SECOND).delete()
    match_again()
    assert kept() == found
