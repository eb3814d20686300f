"""Joint holders: two people of one line, added or linked, related, and owners of its accounts."""

import pytest
from django.urls import reverse

from accounts.models import Account, Ownership
from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.detection import Owner, detect
from alerts.actions.joint import SecondHolder
from alerts.actions.reopening import reopen_client
from alerts.enums import Action
from alerts.errors import Incomplete
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from contacts.actions.deletion import delete
from contacts.actions.merging import merge, plan_merge
from contacts.enums import RelationKind
from contacts.models import Category, Contact, PersonDetails, Relationship
from persistence.models import save_as
from tests.alerts.conftest import typed, window
from tests.alerts.joint import BORN, HALVES, PAIR, SHE_BORN, accept, filled, owned, told
from tests.factories import CompanyFactory


@pytest.fixture
def line(night):
    night(("AV-1", PAIR))
    return DetectedClient.objects.get()


@pytest.mark.django_db
class TestAdding:
    def test_two_contacts_their_relation_and_both_owners(self, line, adviser, sign_in):
        client = sign_in(adviser)
        page = client.post(window(), filled(line), follow=True)
        assert told(page) == [
            "Paul et Marie Dupont\u202f: les deux titulaires sont Paul DUPONT et Marie DUPONT."
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
        assert [form[name].value() for name in names] == ["mr", "Dupont", "Paul", "12/04/1970"]
        seconds = [form[f"second_{name}"].value() for name in names]
        assert seconds == ["mrs", "Dupont", "Marie", ""]
        assert (form["second"].value(), form["relation"].value()) == ("add", "spouse")
        assert not Contact.objects.exists()

    def test_one_person_only(self, line, adviser, sign_in):
        client = sign_in(adviser)
        data = filled(line, second="none", second_last_name="", second_first_name="")
        assert client.post(window(), data).status_code == 302
        accept(client)
        assert owned() == [("AV-1", "Paul", None)]
        assert not Relationship.objects.exists()

    def test_search_of_a_holder_offers_people_alone(self, line, person, adviser, sign_in):
        anne = person("Castaing")
        CompanyFactory(by=adviser, legal_name="Castaing et Fils")
        looked = {"search": "castaing", "second_search": "castaing"}
        data = filled(line, **looked) | {"refresh": "1"}
        del data["save"]
        shown = sign_in(adviser).post(window(), data).context["lines"][0]
        assert (list(shown.found), list(shown.found_second)) == ([anne], [anne])

    def test_no_relation(self, line, adviser, sign_in):
        sign_in(adviser).post(window(), filled(line, relation=""))
        assert Contact.objects.count() == 2
        assert not Relationship.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"second_first_name": ""}, "Second titulaire\u202f: indiquez le prénom."),
            ({"second_last_name": ""}, "Second titulaire\u202f: indiquez le nom."),
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
        assert names == ["Dupont Paul", "Martin Anne"]

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
        firm = CompanyFactory(
            by=adviser, legal_name="SCI DES LICES", category=Category.objects.get(name="Clients")
        )
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

    def test_second_owner_who_is_not_shown_is_not_taken_away(
        self, line, paul, marie, adviser, junior, sign_in
    ):
        self.link(line, paul, marie, adviser)
        paul.lead_adviser = junior
        save_as(paul, adviser)
        account = DetectedAccount.objects.get()
        assert (account.owner, account.second_owner) == (paul, marie)
        client = sign_in(junior)
        choices = client.get(window("accounts")).context["lines"][0].form.fields["second_contact"]
        assert str(marie.pk) not in choices.choices.labels
        prefix = f"a{account.pk}-"
        shown = {f"{prefix}contact": paul.pk, f"{prefix}contact_was": paul.pk}
        asked = {f"{prefix}action": "add", f"{prefix}second_contact": ""}
        page = client.post(window("accounts"), typed(account, **shown, **asked))
        assert page.status_code == 422
        assert "Choisissez un propriétaire que vous pouvez modifier." in page.content.decode()
        assert owned() == []

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
        assert (line.state, line.second_contact) == ("pending", None)

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
