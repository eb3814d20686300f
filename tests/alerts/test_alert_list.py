"""The two windows and Accueil, as a person uses them without any script."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import Account, Ownership, Product
from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.detection import Owner
from alerts.enums import Action
from alerts.forms.lines import ClientForm
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from alerts.queries.candidates import candidates
from contacts.models import Contact
from tests.alerts.conftest import BORN, JEAN, typed, window

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(night):
    night(("AV-1", JEAN), ("AV-2", JEAN))
    return DetectedClient.objects.get()


@pytest.mark.security(9)
@pytest.mark.parametrize("known_by", ["best match", "owner"])
@pytest.mark.parametrize("who", ["colleague", "junior", "manager"])
def test_a_private_line_leaves_no_trace_for_outsiders(
    night, person, adviser, sign_in, request, known_by, who
):
    """security.md 9: the pages are those of a firm that the night told nothing."""
    secret = person("Lemercier", "Jean-Baptiste", BORN, is_private=True)
    client = sign_in(request.getfixturevalue(who))
    addresses = ["/", window("clients"), window("accounts")]
    before = [without_tokens(client.get(address)) for address in addresses]
    night(("AV-1", JEAN if known_by == "best match" else None))
    if known_by == "owner":
        DetectedAccount.objects.update(owner=secret, client=None)
        DetectedClient.objects.all().delete()
    assert [without_tokens(client.get(address)) for address in addresses] == before
    shown = [
        sign_in(adviser).get(window(name)).context["lines"] for name in ("clients", "accounts")
    ]
    assert [len(lines) for lines in shown] == [known_by == "best match", 1]


def without_tokens(page):
    """Return status and body, without what differs on each page."""
    body = page.content.decode()
    body = re.sub(
        r'((?:csrfmiddlewaretoken|form_token)" value=|X-CSRFToken": ?)"[^"]+"', r"\1", body
    )
    return page.status_code, re.sub(r'nonce="[^"]*"', "", body)


def test_a_suggestion_stands_with_its_score_and_reason(night, person, adviser, sign_in):
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    night(("AV-1", JEAN))
    page = sign_in(adviser).get(window())
    (shown,) = page.context["lines"]
    assert [one.contact for one in shown.suggestions] == [jean]
    assert shown.ready == jean.pk
    html = page.content.decode()
    assert f'<option value="{jean.pk}" selected>Jean-Baptiste Lemercier</option>' in html
    assert '<option value="postpone" selected>Reporter</option>' in html
    assert "Nom, prénom, date de naissance" in html


def test_a_suggestion_that_one_does_not_see_is_not_shown(night, person, junior, sign_in):
    person("Lemercier", "Jean-Baptiste", BORN)
    night(("AV-1", JEAN))
    (shown,) = sign_in(junior).get(window()).context["lines"]
    assert shown.suggestions == []
    assert shown.ready is None


def test_one_click_takes_a_contact_and_saves_nothing(line, person, adviser, sign_in):
    jean = person("Moreau", "Anne")
    client = sign_in(adviser)
    found = client.post(window(), typed(line, button="refresh", **{f"c{line.pk}-search": "mor"}))
    assert found.context["lines"][0].found == [jean]
    taken = client.post(window(), typed(line, button="take", value=f"{line.pk}:{jean.pk}"))
    form = taken.context["lines"][0].form
    assert (form["action"].value(), form["contact"].value()) == ("link", str(jean.pk))
    assert not PartnerLink.objects.exists()
    choice = {f"c{line.pk}-action": "link", f"c{line.pk}-contact": jean.pk}
    assert client.post(window(), typed(line, **choice)).status_code == 302
    assert PartnerLink.objects.get().contact == jean
    assert "associé à Anne Moreau." in client.get(window()).content.decode()


def test_a_line_is_edited_and_added_with_another_adviser(line, adviser, colleague, sign_in):
    client = sign_in(adviser)
    page = client.post(window(), typed(line, button="edit", value=str(line.pk)))
    form = page.context["lines"][0].form
    assert form["opened"].value() == "1"
    shown = [form[name].value() for name in ("title", "last_name", "birth_date", "adviser")]
    assert shown == ["mr", "Lemercier", "07/08/1962", str(adviser.pk)]
    corrected = {
        f"c{line.pk}-action": "add",
        f"c{line.pk}-title": "mr",
        f"c{line.pk}-last_name": "Lemercier",
        f"c{line.pk}-first_name": "Jean",
        f"c{line.pk}-birth_date": "07/08/1962",
        f"c{line.pk}-town": "Angers",
        f"c{line.pk}-adviser": colleague.pk,
    }
    wrong = client.post(window(), typed(line, **corrected | {f"c{line.pk}-last_name": ""}))
    assert wrong.status_code == 422
    assert "Indiquez le nom." in wrong.content.decode()
    assert not Contact.objects.exists()
    assert client.post(window(), typed(line, **corrected)).status_code == 302
    contact = Contact.objects.get()
    assert (str(contact), contact.lead_adviser, contact.birth_date) == (
        "Jean Lemercier",
        colleague,
        BORN,
    )


def test_words_beside_a_line_to_be_added_stand_apart(line, adviser, sign_in):
    adding = typed(line, button="refresh", **{f"c{line.pk}-action": "add"})
    page = strip_tags(sign_in(adviser).post(window(), adding).content.decode())
    assert "Aucun contact ressemblant Sera ajouté" in page


def test_linking_to_nobody_is_refused_beside_the_line(line, adviser, sign_in):
    page = sign_in(adviser).post(window(), typed(line, **{f"c{line.pk}-action": "link"}))
    assert page.status_code == 422
    assert "Choisissez le contact à associer" in page.content.decode()


def test_adding_all_asks_once_about_lookalikes(night, person, adviser, sign_in):
    person("Lemercier", "Jean-Baptiste", BORN)
    night(("AV-1", JEAN), ("AV-9", None))
    lines = list(DetectedClient.objects.all())
    client = sign_in(adviser)
    page = client.post(window(), typed(*lines, button="add_all"))
    assert {one.form["action"].value() for one in page.context["lines"]} == {"add"}
    adding = {f"c{line.pk}-action": "add" for line in lines} | {"added_all": "1"}
    asked = client.post(window(), typed(*lines, **adding))
    assert [one["label"] for one in asked.context["doubtful"]] == ["Jean-Baptiste Lemercier"]
    assert Contact.objects.count() == 1
    adding |= {f"c{one.pk}-shown": one.candidates for one in asked.context["lines"]}
    client.post(window(), typed(*lines, **adding, confirmed="1"))
    assert Contact.objects.count() == 3


def test_hiding_lasts_for_the_session(line, night, adviser, sign_in):
    client = sign_in(adviser)
    client.post(window(), typed(line, button="hide"))
    assert "Nouveaux clients détectés (0)" in client.get("/").content.decode()
    assert client.get(window()).context["lines"] == []
    client.logout()
    assert "Nouveaux clients détectés (1)" in sign_in(adviser).get("/").content.decode()


def test_refusing_a_contact_leaves_the_line_without_it(night, person, adviser, sign_in):
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    night(("AV-1", JEAN))
    line = DetectedClient.objects.get()
    page = sign_in(adviser).post(
        window(), typed(line, button="refuse", value=f"{line.pk}:{jean.pk}")
    )
    assert page.context["lines"][0].suggestions == []
    line.refresh_from_db()
    assert (line.best_contact, line.best_score) == (None, 0)


def test_an_account_gets_another_owner_by_search(line, person, adviser, sign_in):
    anne = person("Moreau", "Anne")
    one, two = DetectedAccount.objects.order_by("pk")
    client = sign_in(adviser)
    adding = {f"a{one.pk}-action": "add"}
    refused = client.post(window("accounts"), typed(one, two, **adding))
    assert refused.status_code == 422
    assert "Traitez d’abord le client, ou choisissez un propriétaire." in refused.content.decode()
    found = client.post(
        window("accounts"), typed(one, two, button="refresh", **{f"a{one.pk}-search": "moreau"})
    )
    assert found.context["lines"][0].found == [anne]
    seen = client.post(
        window("accounts"), typed(one, two, button="take", value=f"{one.pk}:{anne.pk}")
    )
    assert seen.context["lines"][0].form["contact"].value() == str(anne.pk)
    adding |= {f"a{one.pk}-contact": anne.pk, f"a{two.pk}-action": "ignore"}
    assert client.post(window("accounts"), typed(one, two, **adding)).status_code == 302
    assert Ownership.objects.get().contact == anne
    assert Account.objects.get().number == "AV-1"
    page = client.get(reverse("accounts:folder-accounts", args=[anne.pk])).content.decode()
    assert "AV-1" in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("clients", 20), ("accounts", 15)])
def test_a_window_asks_as_much_for_one_line_as_for_three(
    night, person, adviser, sign_in, django_assert_num_queries, count, name, queries
):
    for at in range(count):
        person(f"Moreau{at}", "Anne", BORN)
    night(*((f"AV-{at}", Owner(f"Moreau{at}", "Anne", BORN)) for at in range(count)))
    client = sign_in(adviser)
    with django_assert_num_queries(queries):
        page = client.get(window(name))
    assert len(page.context["lines"]) == count


def born(at):
    return dt.date(1950 + at, 8, 20)


def many(night, number):
    night(*((f"AV-{at:03}", Owner(f"Moreau{at:03}", "Anne", born(at))) for at in range(number)))
    return list(DetectedClient.objects.order_by("last_name"))


def shown(page):
    return [one.client.last_name for one in page.context["lines"]]


def test_pages_go_on_from_the_last_line_and_come_back(night, adviser, sign_in, monkeypatch):
    monkeypatch.setattr("alerts.queries.alert_list.SHOWN", 2)
    lines = many(night, 5)
    client = sign_in(adviser)
    page = client.get(window())
    assert shown(page) == ["Moreau000", "Moreau001"]
    assert (page.context["edges"].before, page.context["edges"].after) == (None, lines[1].pk)
    page = client.get(window(), {"after": lines[1].pk})
    assert shown(page) == ["Moreau002", "Moreau003"]
    assert (page.context["edges"].before, page.context["edges"].after) == (lines[2].pk, lines[3].pk)
    page = client.get(window(), {"after": lines[3].pk})
    assert shown(page) == ["Moreau004"]
    assert page.context["edges"].after is None
    page = client.get(window(), {"before": lines[4].pk})
    assert shown(page) == ["Moreau002", "Moreau003"]
    page = client.get(window(), {"before": lines[2].pk})
    assert shown(page) == ["Moreau000", "Moreau001"]
    assert page.context["edges"].before is None
    # Nonsense in the address is as if absent.
    page = client.get(window(), {"only": "x", "after": "9" * 30, "before": "é"})
    assert shown(page) == ["Moreau000", "Moreau001"]


def test_what_was_typed_on_another_page_is_saved(night, adviser, sign_in, monkeypatch):
    monkeypatch.setattr("alerts.queries.alert_list.SHOWN", 1)
    one, two = many(night, 2)
    client = sign_in(adviser)
    choice = {f"c{one.pk}-action": "ignore"}
    page = client.post(f"{window()}?after={one.pk}", typed(one, button="refresh", **choice))
    assert shown(page) == ["Moreau001"]
    carried = dict(page.context["carried"])
    assert carried[f"c{one.pk}-action"] == "ignore"
    both = typed(two, **carried) | {"line": [one.pk, two.pk], f"c{two.pk}-action": "ignore"}
    assert client.post(f"{window()}?after={one.pk}", both).status_code == 302
    assert {line.state for line in DetectedClient.objects.all()} == {"ignored"}


def test_adding_all_adds_the_lines_of_every_page(night, person, adviser, sign_in, monkeypatch):
    monkeypatch.setattr("alerts.queries.alert_list.SHOWN", 1)
    person("Moreau002", "Anne", born(2))
    lines = many(night, 3)
    client = sign_in(adviser)
    page = client.post(window(), typed(lines[0], button="add_all"))
    assert page.context["rest_count"] == 2
    assert "2 lignes des autres pages seront ajoutées aussi." in page.content.decode()
    adding = {f"c{lines[0].pk}-action": "add", "added_all": "1", "rest": page.context["rest"]}
    asked = client.post(window(), typed(lines[0], **adding))
    assert [one["label"] for one in asked.context["doubtful"]] == ["Anne Moreau002"]
    assert Contact.objects.count() == 1
    client.post(window(), typed(lines[0], **adding, confirmed="1"))
    assert Contact.objects.count() == 4


def test_filters_keep_what_they_say(night, person, adviser, junior, sign_in):
    person("Moreau000", "Anne", born(0))
    many(night, 2)
    night(("AV-9", Owner("Petit", "Léa", dt.date(2020, 2, 29))))
    client = sign_in(adviser)

    def only(name):
        return shown(client.get(window(), {"only": name}))

    assert only("all") == ["Moreau000", "Moreau001", "Petit"]
    assert only("with") == ["Moreau000"]
    assert only("without") == ["Moreau001", "Petit"]
    assert only("minors") == ["Petit"]
    told = {one["name"]: one["count"] for one in client.get(window()).context["chips"]}
    assert told == {"all": 3, "with": 1, "without": 2, "minors": 1}
    client = sign_in(junior)
    assert only("with") == []


def test_data_corrected_and_postponed_come_back(line, adviser, colleague, sign_in):
    corrected = {
        f"c{line.pk}-last_name": "Lemercier",
        f"c{line.pk}-birth_town": "Nantes",
        f"c{line.pk}-adviser": colleague.pk,
    }
    client = sign_in(adviser)
    assert client.post(window(), typed(line, **corrected)).status_code == 302
    line.refresh_from_db()
    page = client.post(window(), typed(line, button="edit", value=str(line.pk)))
    form = page.context["lines"][0].form
    names = ("last_name", "birth_town", "adviser")
    assert [form[name].value() for name in names] == ["Lemercier", "Nantes", str(colleague.pk)]
    # Saved again as it stands, nothing changes.
    client.post(window(), typed(line))
    assert DetectedClient.objects.get().version == line.version


def test_the_window_of_accounts_pages_by_its_last_line(night, adviser, sign_in, monkeypatch):
    monkeypatch.setattr("alerts.queries.alert_list.SHOWN", 2)
    many(night, 5)
    keys = list(DetectedAccount.objects.order_by("pk").values_list("pk", flat=True))
    client = sign_in(adviser)

    def page_of(**edge):
        context = client.get(window("accounts"), edge).context
        edges = context["edges"]
        return [keys.index(one.pk) for one in context["lines"]], (edges.before, edges.after)

    assert page_of() == ([0, 1], (None, keys[1]))
    assert page_of(after=keys[1]) == ([2, 3], (keys[2], keys[3]))
    assert page_of(after=keys[3]) == ([4], (keys[4], None))
    assert page_of(before=keys[4]) == ([2, 3], (keys[2], keys[3]))
    assert page_of(before=keys[2]) == ([0, 1], (None, keys[1]))


@pytest.mark.parametrize("name", ["clients", "accounts"])
def test_lines_of_one_custodian(night, other_custodian, adviser, sign_in, name):
    night(("AV-1", JEAN), ("AV-2", Owner("Moreau", "Anne", BORN)))
    account = Account.everything.get(number="AV-2")
    account.product = other_custodian
    account.save()
    client = sign_in(adviser)
    page = client.get(window(name))
    assert [str(one) for one in page.context["custodians"]] == ["Assurvia", "Banque du Port"]
    chosen = other_custodian.custodian_id
    page = client.get(window(name), {"custodian": chosen})
    (one,) = page.context["lines"]
    assert str(one) == ("Anne Moreau" if name == "clients" else "AV-2")
    assert page.context["chips"][0]["count"] == 1
    assert page.context["total"] == 2
    saved = client.post(f"{window(name)}?only=all", {"custodian": chosen, "save": "1"})
    assert saved.url == f"{window(name)}?only=all&custodian={chosen}"
    assert client.get(window(name), {"custodian": "9" * 30}).context["asked"].custodian is None


def test_a_custodian_known_by_a_private_line_alone_is_not_offered(
    night, person, other_custodian, adviser, colleague, sign_in
):
    person("Lemercier", "Jean-Baptiste", BORN, is_private=True)
    night(("AV-1", JEAN), ("AV-9", None))
    account = Account.everything.get(number="AV-1")
    account.product = other_custodian
    account.save()
    for name in ("clients", "accounts"):
        held = sign_in(colleague).get(window(name)).context["custodians"]
        assert [str(one) for one in held] == ["Assurvia"]
        assert len(sign_in(adviser).get(window(name)).context["custodians"]) == 2


def test_a_page_opened_everywhere_with_choices_of_others_is_taken(line, night, adviser, sign_in):
    """More than Django's own limit of fields: a page of 100 opened lines, and 1 000 carried."""
    fields = [*ClientForm.EDITED, "adviser", "opened", "version", "action", "contact", "search"]
    absent = {f"c{pk}-{name}": "" for pk in range(900_000, 901_100) for name in fields}
    data = typed(line, button="refresh") | absent
    data["line"] = [line.pk, *range(900_000, 901_100)]
    assert len(absent) > 15_000
    assert sign_in(adviser).post(window(), data).status_code == 200


def test_a_refusal_of_another_page_is_named_in_french(line, adviser, sign_in, monkeypatch):
    monkeypatch.setattr("alerts.queries.alert_list.SHOWN", 1)
    one, two = DetectedAccount.objects.order_by("pk")
    adding = {f"a{one.pk}-action": "add", "rest": f"{two.pk}:0"}
    page = sign_in(adviser).post(window("accounts"), typed(one, **adding))
    assert page.status_code == 422
    assert [told["label"] for told in page.context["wrong"]] == [
        "AV-1",
        "AV-2\u202f: Traitez d’abord le client, ou choisissez un propriétaire.",
    ]


@pytest.mark.parametrize("name", ["clients", "accounts"])
def test_home_is_current_on_the_windows(adviser, sign_in, name):
    page = sign_in(adviser).get(window(name)).content.decode()
    (current,) = re.findall(r'<a[^>]*aria-current="page"[^>]*>(.*?)</a>', page, re.DOTALL)
    assert "Accueil" in current


@pytest.mark.security(10)
@pytest.mark.parametrize("name", ["clients", "accounts"])
@pytest.mark.parametrize("action", ["add", "ignore", "link"])
def test_a_forged_decision_on_a_private_line_is_as_on_no_line(
    night, person, adviser, colleague, sign_in, name, action
):
    secret = person("Lemercier", "Jean-Baptiste", BORN, is_private=True)
    night(("AV-1", JEAN))
    model = DetectedClient if name == "clients" else DetectedAccount
    line, letter = model.objects.get(), name[0]
    client = sign_in(colleague)

    def post(pk):
        data = {"line": pk, f"{letter}{pk}-version": 0, f"{letter}{pk}-action": action}
        data |= {f"{letter}{pk}-contact": secret.pk, "save": "1"}
        page = client.post(window(name), data)
        return page.status_code, [str(one) for one in page.context["messages"]]

    assert post(line.pk) == post(999_999)
    line.refresh_from_db()
    assert (line.state, line.version) == ("pending", 0)
    assert not Ownership.objects.exists()


def test_a_value_is_told_in_its_currency(line, adviser, sign_in):
    account = Account.everything.get(number="AV-1")
    account.last_currency, account.last_value, account.last_valued_on = "USD", 1000, BORN
    account.save()
    client = sign_in(adviser)
    for name in ("clients", "accounts"):
        page = client.get(window(name)).content.decode()
        assert "1\u202f000,00 USD" in page
        assert "1\u202f000,00\u202f€" not in page


@pytest.mark.usefixtures("line")
@pytest.mark.parametrize("name", ["clients", "accounts"])
def test_an_opening_date_that_is_not_told_is_said(adviser, sign_in, name):
    first, second = Account.everything.order_by("number")
    first.opened_on = BORN
    first.save()
    said = "Date d’ouverture non communiquée"
    client = sign_in(adviser)
    assert client.get(window(name)).content.decode().count(said) == 1
    second.opened_on = BORN
    second.save()
    assert said not in client.get(window(name)).content.decode()


def test_hidden_clients_are_not_to_treat_first(line, adviser, sign_in):
    client = sign_in(adviser)
    assert client.get(window("accounts")).context["clients"] == 1
    client.post(window(), {"hide": "1"})
    assert client.get(window("accounts")).context["clients"] == 0


def test_who_owns_or_was_decided_is_named_to_who_sees_the_contact(
    night, person, adviser, junior, sign_in
):
    jean = person("Zola", "Emile")
    night(("AV-1", JEAN), ("AV-2", None))
    named = DetectedClient.objects.get(last_name="LEMERCIER")
    decision = ClientDecision(named.pk, 0, Action.LINK, contact_id=jean.pk)
    treat_clients(decisions=[decision], by=adviser)
    owned = DetectedAccount.objects.get(account__number="AV-1")
    assert owned.owner == jean
    shown = {}
    for user in (adviser, junior):
        client = sign_in(user)
        (decided,) = client.get(window()).context["decided"]
        lines = client.get(window("accounts")).context["lines"]
        (line,) = [line for line in lines if line.detected == owned]
        offered = line.form.fields["contact"].choices.labels
        shown[user] = (decided.told, line.owner, str(jean.pk) in offered)
    assert shown == {adviser: (jean, jean, True), junior: (None, None, False)}


@pytest.mark.security(9)
def test_who_has_the_same_number_is_proposed_to_who_sees_them(
    night, person, product, adviser, colleague
):
    night(("C95", JEAN))
    secret = person("Zola", "Jean-Baptiste", is_private=True)
    other = Product.objects.create(custodian=product.custodian, code="P2", name="Autre")
    account = Account.everything.create(product=other, number="C95")
    Ownership.objects.create(account=account, contact=secret)
    line = DetectedClient.objects.get()
    proposed = [candidates(user, [[line]]).get(line.pk, []) for user in (adviser, colleague)]
    assert [[one.contact for one in found] for found in proposed] == [[secret], []]
