"""Joint holders: two people of one line, added or linked, related, and owners of its accounts."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Account, Ownership
from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.detection import Owner, detect
from alerts.actions.joint import SecondHolder
from alerts.actions.refusals import refuse_contact
from alerts.actions.reopening import reopen_client
from alerts.enums import Action, Holder
from alerts.errors import Incomplete
from alerts.models import DetectedAccount, DetectedClient, PartnerLink, Suggestion
from contacts.actions.contacts import create
from contacts.actions.deletion import delete
from contacts.actions.merging import merge, plan_merge
from contacts.enums import RelationKind
from contacts.models import Category, Contact, OrganisationDetails, PersonDetails, Relationship
from contacts.titles import Named, holders, named_twice
from tests.alerts.conftest import typed, window

BORN = dt.date(1970, 4, 12)
SHE_BORN = dt.date(1972, 9, 3)
PAIR = Owner(
    "DUPONT", "Paul et Marie", BORN, title="M. et Mme", line_1="3 quai Nord", post_code="29200"
)
HALVES = [("AV-1", "Marie", Decimal(50)), ("AV-1", "Paul", Decimal(50))]


@pytest.mark.parametrize(
    ("title", "name", "first_name", "first", "second"),
    [
        ("M. et Mme", "DUPONT", "Paul", ("M.", "DUPONT", "Paul"), ("Mme", "DUPONT", "")),
        (
            "M. et Mme",
            "DUPONT",
            "Paul et Marie",
            ("M.", "DUPONT", "Paul"),
            ("Mme", "DUPONT", "Marie"),
        ),
        ("M. ou Mme", "PAUL DUPONT", "", ("M.", "PAUL DUPONT", ""), ("Mme", "", "")),
        ("M. et Mme", "Paul DUPONT", "", ("M.", "DUPONT", "Paul"), ("Mme", "DUPONT", "")),
        ("Mme et Mme", "Le Goff", "", ("Mme", "Le Goff", ""), ("Mme", "", "")),
        (
            "M. ou Mme",
            "DUPONT PAUL OU MME MARTIN ANNE",
            "",
            ("M.", "DUPONT PAUL", ""),
            ("Mme", "MARTIN ANNE", ""),
        ),
        (
            "M. ou Mme",
            "DUPONT Paul ou Mme MARTIN Anne",
            "",
            ("M.", "DUPONT", "Paul"),
            ("Mme", "MARTIN", "Anne"),
        ),
    ],
)
def test_two_holders_are_read_as_far_as_they_are_sure(title, name, first_name, first, second):
    def named(title, last_name, first_name):
        return Named(title, last_name, "", first_name)

    assert holders(title, name, first_name) == (named(*first), named(*second))


def test_birth_name_of_the_second_holder_is_hers():
    _paul, anne = holders("M. ou Mme", "DUPONT Paul ou Mme DUPONT Anne née MARTIN", "")
    assert anne == Named("Mme", "DUPONT", "MARTIN", "Anne")


@pytest.mark.parametrize(
    ("title", "name", "read"),
    [
        (
            "",
            "M. DUPONT PAUL OU MME MARTIN ANNE",
            ("M. ou Mme", "DUPONT PAUL OU MME MARTIN ANNE"),
        ),
        ("Monsieur", "DUPONT ET MLLE MARTIN", ("M. et Mlle", "DUPONT ET MLLE MARTIN")),
        ("", "DUPONT ET MME MARTIN", None),
        ("", "M. et Mme DUPONT", None),
        ("Monsieur", "DUPONT", None),
        ("Monsieur", "DUPONT OU M MARTIN OU MME LEROY", None),
    ],
)
def test_two_names_are_told_by_their_own_titles(title, name, read):
    assert named_twice(title, name) == read


@pytest.fixture
def line(night):
    night(("AV-1", PAIR))
    return DetectedClient.objects.get()


def filled(line, **changed):
    """Return what the browser sends of a line whose two holders are written."""
    fields = {
        "action": "add",
        "opened": "1",
        "title": "mr",
        "last_name": "DUPONT",
        "first_name": "Paul",
        "birth_date": "12/04/1970",
        "line_1": "3 quai Nord",
        "post_code": "29200",
        "second": "add",
        "second_title": "mrs",
        "second_last_name": "DUPONT",
        "second_first_name": "Marie",
        "second_birth_date": "03/09/1972",
        "second_birth_name": "Le Goff",
        "relation": "spouse",
    } | changed
    return typed(line) | {f"c{line.pk}-{name}": value for name, value in fields.items()}


def accept(client, *lines):
    data = typed(*(lines or DetectedAccount.objects.all()))
    data |= {name: "add" for name in data if name.endswith("-action")}
    return client.post(window("accounts"), data, follow=True)


def owned():
    rows = Ownership.objects.order_by("account", "contact__first_name")
    return list(rows.values_list("account__number", "contact__first_name", "share"))


def told(page):
    return [str(one) for one in page.context["messages"]]


@pytest.mark.django_db
class TestAdding:
    def test_two_contacts_their_relation_and_both_owners(self, line, adviser, sign_in):
        client = sign_in(adviser)
        page = client.post(window(), filled(line), follow=True)
        assert told(page) == [
            "Paul et Marie DUPONT\u202f: les deux titulaires sont Paul DUPONT et Marie DUPONT."
        ]
        paul, marie = Contact.objects.order_by("-first_name")
        details = PersonDetails.objects.order_by("-first_name")
        columns = ("title", "last_name", "birth_name", "first_name", "birth_date")
        assert list(details.values_list(*columns)) == [
            ("mr", "DUPONT", "", "Paul", BORN),
            ("mrs", "DUPONT", "Le Goff", "Marie", SHE_BORN),
        ]
        assert [str(one.addresses.get()) for one in (paul, marie)] == ["3 quai Nord, 29200"] * 2
        assert {one.lead_adviser for one in (paul, marie)} == {adviser}
        row = Relationship.objects.get()
        assert (row.contact, row.kind, row.other_contact) == (paul, "spouse", marie)
        assert row.history.count() == 1
        link = PartnerLink.objects.get()
        assert (link.contact, link.second_contact) == (paul, marie)
        page = accept(client)
        assert told(page) == ["Le compte AV-1 est ajouté à Paul DUPONT et Marie DUPONT."]
        assert owned() == HALVES
        assert Ownership.history.filter(history_user=adviser).count() == 2

    def test_the_second_click_makes_nothing(self, line, adviser, sign_in):
        client = sign_in(adviser)
        data = filled(line)
        client.post(window(), data)
        assert client.post(window(), data).status_code == 302
        assert Contact.objects.count() == 2
        assert Relationship.objects.count() == 1

    def test_ajouter_asks_for_the_two_before_it_saves(self, line, adviser, sign_in):
        client = sign_in(adviser)
        page = client.post(window(), typed(line, **{f"c{line.pk}-action": "add"}))
        assert page.status_code == 422
        assert "vérifiez l’un et l’autre" in page.content.decode()
        form = page.context["lines"][0].form
        names = ("title", "last_name", "first_name", "birth_date")
        assert [form[name].value() for name in names] == ["mr", "DUPONT", "Paul", "12/04/1970"]
        seconds = [form[f"second_{name}"].value() for name in names]
        assert seconds == ["mrs", "DUPONT", "Marie", ""]
        assert (form["second"].value(), form["relation"].value()) == ("add", "spouse")
        assert not Contact.objects.exists()

    def test_one_person_only(self, line, adviser, sign_in):
        client = sign_in(adviser)
        data = filled(line, second="none", second_last_name="", second_first_name="")
        assert client.post(window(), data).status_code == 302
        accept(client)
        assert owned() == [("AV-1", "Paul", None)]
        assert not Relationship.objects.exists()

    def test_no_relation(self, line, adviser, sign_in):
        sign_in(adviser).post(window(), filled(line, relation=""))
        assert Contact.objects.count() == 2
        assert not Relationship.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"second_first_name": ""}, "Indiquez le prénom."),
            ({"second_last_name": ""}, "Indiquez le nom."),
            ({"first_name": ""}, "Indiquez le prénom."),
            ({"second_birth_date": "3/9/72"}, "Écrivez l’année en quatre chiffres"),
            ({"second": ""}, "vérifiez l’un et l’autre"),
            ({"second": "link"}, "Choisissez le contact du second titulaire."),
            ({"second": "nobody"}, "Sélectionnez un choix valide"),
            ({"relation": "child"}, "Sélectionnez un choix valide"),
            (
                {
                    "second_first_name": "Paul",
                    "second_birth_date": "12/04/1970",
                },
                "Les deux titulaires sont la même personne.",
            ),
            ({"second_first_name": "Marie et Anne"}, "indiquez son nom et son prénom"),
        ],
    )
    def test_half_of_it_saves_nothing(self, line, adviser, sign_in, changed, message):
        page = sign_in(adviser).post(window(), filled(line, **changed))
        assert page.status_code == 422
        assert message in page.content.decode()
        assert page.context["lines"][0].form["second_birth_name"].value() == "Le Goff"
        assert not Contact.objects.exists()
        assert not PartnerLink.objects.exists()

    def test_postponed_keeps_what_was_written_of_both(self, line, adviser, sign_in):
        client = sign_in(adviser)
        data = filled(line, action="postpone", second_first_name="Marie-Anne")
        assert client.post(window(), data).status_code == 302
        page = client.post(window(), typed(line, button="edit", value=line.pk))
        form = page.context["lines"][0].form
        assert form["second_first_name"].value() == "Marie-Anne"
        assert form["second_birth_date"].value() == "03/09/1972"
        assert form["first_name"].value() == "Paul"

    def test_two_names_each_with_a_title_are_two_people(self, night, adviser, sign_in):
        night(("AV-1", Owner("M. DUPONT PAUL OU MME MARTIN ANNE")))
        line = DetectedClient.objects.get()
        client = sign_in(adviser)
        assert "<strong>Cotitulaires</strong> (M. ou Mme)" in client.get(window()).content.decode()
        page = client.post(window(), typed(line, **{f"c{line.pk}-action": "add"}))
        form = page.context["lines"][0].form
        names = [form[name].value() for name in ("last_name", "second_last_name")]
        assert names == ["DUPONT PAUL", "MARTIN ANNE"]

    def test_several_lines_of_one_pair_are_one_decision(self, line, seen, adviser, sign_in):
        detect(partner="beta", seen=[seen("BV-1", PAIR)])
        other = DetectedClient.objects.get(partner="beta")
        data = filled(line, also=f"{other.pk}:{other.version}")
        assert sign_in(adviser).post(window(), data).status_code == 302
        assert Contact.objects.count() == 2
        links = PartnerLink.objects.order_by("partner")
        assert [str(one.second_contact) for one in links] == ["Marie DUPONT"] * 2


@pytest.mark.django_db
class TestLinking:
    @pytest.fixture
    def paul(self, person):
        return person("Dupont", "Paul", BORN)

    @pytest.fixture
    def marie(self, person):
        return person("Dupont", "Marie", SHE_BORN)

    def test_two_that_exist_in_order_and_later_accounts_of_both(
        self, line, paul, marie, adviser, sign_in, night
    ):
        client = sign_in(adviser)
        data = filled(line, action="link", contact=paul.pk, second="link", second_contact=marie.pk)
        assert client.post(window(), data | {f"c{line.pk}-relation": ""}).status_code == 302
        assert Contact.objects.count() == 2
        assert not Relationship.objects.exists()
        night(("AV-2", PAIR))
        assert not DetectedClient.objects.filter(state="pending").exists()
        later = DetectedAccount.objects.get(account__number="AV-2")
        assert (later.owner, later.second_owner) == (paul, marie)
        accept(client)
        assert owned() == [*HALVES, *(("AV-2", *rest) for _number, *rest in HALVES)]

    def test_one_that_exists_and_a_new_one(self, line, paul, adviser, sign_in):
        client = sign_in(adviser)
        data = filled(line, action="link", contact=paul.pk)
        assert client.post(window(), data).status_code == 302
        assert Contact.objects.count() == 2
        link = PartnerLink.objects.get()
        assert (link.contact, link.second_contact.first_name) == (paul, "Marie")
        assert Relationship.objects.get().contact == paul

    def test_a_new_one_and_one_that_exists(self, line, marie, adviser, sign_in):
        data = filled(line, second="link", second_contact=marie.pk)
        client = sign_in(adviser)
        assert client.post(window(), data).status_code == 302
        link = PartnerLink.objects.get()
        assert (link.contact.first_name, link.second_contact) == ("Paul", marie)

    def test_relation_that_stands_is_kept(self, line, paul, marie, adviser):
        row = Relationship(contact=paul, kind="spouse", other_contact=marie)
        row.save()
        self.link(line, paul, marie, adviser)
        assert Relationship.objects.get() == row

    def link(self, line, first, second, by, relation=RelationKind.SPOUSE):
        holder = SecondHolder(Action.LINK, second.pk, relation=relation)
        decision = ClientDecision(
            line.pk, line.version, Action.LINK, contact_id=first.pk, second=holder
        )
        return treat_clients(decisions=[decision], by=by)

    def test_relation_that_cannot_be_is_refused_in_words(
        self, line, paul, marie, person, adviser, sign_in
    ):
        row = Relationship(contact=paul, kind="spouse", other_contact=person("Blot", "Anne"))
        row.save()
        data = filled(line, action="link", contact=paul.pk, second="link", second_contact=marie.pk)
        page = sign_in(adviser).post(window(), data)
        assert page.status_code == 422
        assert "est déjà en couple avec Anne Blot" in page.content.decode()
        assert "Aucune relation" in page.content.decode()
        assert not PartnerLink.objects.exists()

    def test_the_same_contact_twice_is_refused(self, line, paul, adviser):
        with pytest.raises(Incomplete, match="la même personne"):
            self.link(line, paul, paul, adviser)
        assert not PartnerLink.objects.exists()

    def test_an_organisation_is_no_joint_holder(self, line, paul, adviser):
        details = OrganisationDetails(legal_name="SCI DES LICES")
        contact = Contact(category=Category.objects.get(name="Clients"))
        firm = create(contact=contact, details=details, by=adviser)
        with pytest.raises(Incomplete, match="personnes physiques"):
            self.link(line, paul, firm, adviser, relation=None)
        assert not PartnerLink.objects.exists()

    @pytest.mark.security(10)
    def test_somebody_gone_or_hidden_is_refused_as_one_who_never_was(
        self, line, paul, marie, person, adviser, colleague, sign_in
    ):
        secret = person("Dupont", "Marie", is_private=True)
        merged = person("Dupont", "Maria")
        delete(contact_ids=[marie.pk], by=adviser)
        shown = plan_merge(source=merged, target=paul, by=adviser).digest
        merge(source=merged, target=paul, shown=shown, by=adviser)
        paul_first = {"action": "link", "contact": paul.pk, "second": "link"}
        said, refused = set(), set()
        for key in (marie.pk, merged.pk, secret.pk, 999_999):
            data = filled(line, **paul_first, second_contact=key)
            page = sign_in(colleague).post(window(), data)
            errors = page.context["lines"][0].form.errors["second_contact"]
            said.add((page.status_code, str(errors).replace(str(key), "KEY")))
            with pytest.raises(Incomplete) as caught:
                self.link(line, paul, Contact(pk=key), colleague)
            refused.add(str(caught.value))
        assert len(said) == 1
        assert {status for status, _errors in said} == {422}
        assert refused == {"Choisissez le contact à associer, parmi ceux que vous pouvez modifier."}
        assert not PartnerLink.objects.exists()

    def test_a_second_holder_of_a_line_of_one_is_refused(self, night, paul, marie, adviser):
        night(("AV-7", Owner("MOREAU", "Jean", BORN)))
        with pytest.raises(Incomplete, match="un seul titulaire"):
            self.link(DetectedClient.objects.get(), paul, marie, adviser)

    def test_survivor_of_a_merge_owns_once(self, line, paul, marie, night, adviser, sign_in):
        self.link(line, paul, marie, adviser, relation=None)
        shown = plan_merge(source=marie, target=paul, by=adviser).digest
        merge(source=marie, target=paul, shown=shown, by=adviser)
        night(("AV-2", PAIR))
        accept(sign_in(adviser))
        assert owned() == [("AV-1", "Paul", None), ("AV-2", "Paul", None)]

    def test_link_to_two_of_whom_one_is_deleted_decides_nothing(
        self, line, paul, marie, night, adviser
    ):
        self.link(line, paul, marie, adviser)
        delete(contact_ids=[marie.pk], by=adviser)
        night(("AV-2", PAIR))
        later = DetectedAccount.objects.get(account__number="AV-2")
        assert (later.owner, later.second_owner, later.client) == (None, None, line)

    def test_second_owner_is_taken_away_or_changed_in_the_accounts(
        self, line, paul, marie, person, adviser, sign_in
    ):
        self.link(line, paul, marie, adviser)
        client = sign_in(adviser)
        account = DetectedAccount.objects.get()
        form = client.get(window("accounts")).context["lines"][0].form
        assert [form[name].value() for name in ("contact", "second_contact")] == [
            paul.pk,
            marie.pk,
        ]
        prefix = f"a{account.pk}-"
        shown = {f"{prefix}contact": paul.pk, f"{prefix}contact_was": paul.pk}
        alone = {f"{prefix}action": "add", f"{prefix}second_contact": ""}
        assert client.post(window("accounts"), typed(account, **shown, **alone)).status_code == 302
        assert owned() == [("AV-1", "Paul", None)]

    def test_reopened_account_is_nobodys(self, line, paul, marie, adviser, sign_in):
        self.link(line, paul, marie, adviser)
        client = sign_in(adviser)
        accept(client)
        url = reverse("alerts:account-reopen", args=[DetectedAccount.objects.get().pk])
        client.post(url)
        assert owned() == []
        assert Account.everything.get().is_provisional


@pytest.mark.django_db
class TestReopening:
    def test_what_was_made_is_undone(self, line, adviser, sign_in):
        sign_in(adviser).post(window(), filled(line))
        assert reopen_client(client_id=line.pk, by=adviser)[1:] == [
            "La relation entre les deux est retirée.",
            "Le contact Paul DUPONT est supprimé.",
            "Le contact Marie DUPONT est supprimé.",
        ]
        assert not Contact.objects.exists()
        assert not Relationship.objects.exists()
        assert not PartnerLink.objects.exists()
        assert list(DetectedAccount.objects.values_list("owner", "second_owner")) == [(None, None)]
        line.refresh_from_db()
        assert (line.state, line.second_contact, line.made) == ("pending", None, {})

    def test_what_changed_since_stays(self, line, adviser, sign_in):
        client = sign_in(adviser)
        client.post(window(), filled(line))
        accept(client)
        words = reopen_client(client_id=line.pk, by=adviser)
        assert words[2:] == [
            "Le contact Paul DUPONT reste\u202f: il a changé depuis, ou il est utilisé.",
            "Le contact Marie DUPONT reste\u202f: il a changé depuis, ou il est utilisé.",
        ]
        assert Contact.objects.count() == 2

    def test_who_was_linked_stays_and_their_relation_goes(self, line, person, adviser, sign_in):
        paul, marie = person("Dupont", "Paul", BORN), person("Dupont", "Marie")
        data = filled(line, action="link", contact=paul.pk, second="link", second_contact=marie.pk)
        sign_in(adviser).post(window(), data)
        assert Relationship.objects.count() == 1
        assert len(reopen_client(client_id=line.pk, by=adviser)) == 2
        assert not Relationship.objects.exists()
        assert Contact.objects.count() == 2


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


@pytest.mark.django_db
class TestSuggestions:
    def test_each_holder_has_their_own(self, night, person, adviser, sign_in):
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

    def test_whom_somebody_refuses_as_one_holder_may_be_the_other(
        self, night, person, adviser, sign_in
    ):
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
    def test_line_is_hidden_by_either_holder(
        self, night, person, adviser, colleague, manager, sign_in, of
    ):
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
    def test_account_of_two_is_hidden_by_a_private_second_owner(
        self, line, person, adviser, colleague, night, sign_in
    ):
        paul, marie = person("Dupont", "Paul"), person("Dupont", "Marie", is_private=True)
        holder = SecondHolder(Action.LINK, marie.pk)
        decision = ClientDecision(
            line.pk, line.version, Action.LINK, contact_id=paul.pk, second=holder
        )
        treat_clients(decisions=[decision], by=adviser)
        night(("AV-2", PAIR))
        page = sign_in(colleague).get(window("accounts"))
        assert page.context["total"] == 0
        assert page.context["decided"] == []
        assert sign_in(colleague).get(window()).context["decided"] == []
        assert sign_in(adviser).get(window("accounts")).context["total"] == 2

    def test_who_was_written_is_looked_for_before_it_is_added(self, line, person, adviser, sign_in):
        marie = person("Dupont", "Marie", SHE_BORN)
        client = sign_in(adviser)
        page = client.post(window(), filled(line))
        assert [one["label"] for one in page.context["doubtful"]] == ["Paul et Marie DUPONT"]
        (shown,) = page.context["lines"]
        assert [(one.contact, one.score) for one in shown.seconds] == [(marie, 92)]
        assert Contact.objects.count() == 1
        data = filled(line, shown=shown.candidates)
        assert client.post(window(), data).status_code == 302
        assert Contact.objects.count() == 3

    @pytest.mark.security(10)
    def test_private_folder_of_the_second_holder_is_not_told(
        self, line, person, adviser, colleague, sign_in
    ):
        person("Dupont", "Marie", SHE_BORN, is_private=True)
        page = sign_in(colleague).post(window(), filled(line), follow=True)
        assert len(told(page)) == 1
        assert Contact.objects.visible_to(colleague).count() == 2


@pytest.mark.django_db
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
    with django_assert_num_queries(17):
        page = client.post(window(), data)
    assert len(page.context["lines"]) == count
