"""Profil d'investisseur: dated versions, of which the latest counts and none changes."""

import datetime as dt
from copy import copy

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from compliance.actions.profiles import delete_profile
from compliance.models import InvestmentProject, InvestorProfile, ProductExperience
from compliance.queries import coherence, profiles
from contacts.errors import EditConflict
from contacts.models import Change
from persistence.models import save_as

TODAY = timezone.localdate()


def at(name, contact, *keys):
    return reverse(f"compliance:{name}", args=[contact.pk, *keys])


def test_new_profile_begins_as_the_latest_and_the_earlier_one_stays(
    person, adviser, sign_in, profile
):
    contact = person()
    old = profile(
        contact,
        "2025-03-01",
        risk_level="2",
        loss_capacity="10",
        experiences={"scpi": {"knowledge": "2", "operations": "1", "is_held": "no"}},
    )
    client = sign_in(adviser)
    form = client.get(at("profile-add", contact)).context["form"]
    assert form["dated_on"].value() == TODAY
    assert (form["risk_level"].value(), form["scpi_knowledge"].value()) == ("2", "2")
    # Asked of whom lost before, and who wishes for it.
    unasked = {name for name in form.fields if getattr(form.fields[name], "is_out_of_sight", False)}
    shares = {"taxonomy_share", "sfdr_share", "adverse_impacts"}
    assert unasked == {"past_losses_share"} | shares
    given = {
        "version": 0,
        "dated_on": TODAY.strftime("%d/%m/%Y"),
        "risk_level": "4",
        "loss_capacity": "25",
        "scpi_knowledge": "3",
        "scpi_operations": "1",
        "scpi_is_held": "yes",
        "crypto_knowledge": "0",
        "actions_operations": "2",
    }
    answer = client.post(at("profile-add", contact), given)
    assert (answer.status_code, answer.url) == (302, at("folder-profile", contact))
    new = profiles.latest(contact)
    assert (new.dated_on, new.risk_level, new.created_by) == (TODAY, "4", adviser)
    said = {
        row.product: (row.knowledge, row.operations, row.is_held) for row in new.experiences.all()
    }
    assert said == {"scpi": ("3", "1", "yes"), "crypto": ("0", "", ""), "actions": ("", "2", "")}
    assert InvestorProfile.objects.get(pk=old.pk).risk_level == "2"
    [experience] = ProductExperience.objects.filter(profile=old)
    assert experience.knowledge == "2"
    page = client.get(at("folder-profile", contact))
    assert (page.context["profile"], page.context["versions"]) == (new, [new, old])


def test_earlier_version_is_read_as_it_was(person, adviser, sign_in, profile):
    contact = person()
    old = profile(
        contact,
        "2024-03-01",
        risk_level="5",
        loss_capacity="0",
        past_losses_share="12.50",
        experiences={"crypto": {"knowledge": "3"}},
    )
    profile(contact, "2026-01-01", risk_level="3")
    page = sign_in(adviser).get(at("profile-show", contact, old.pk))
    assert page.context["profile"] == old
    assert not page.context["is_latest"]
    assert (page.context["doubts"], page.context["is_out_of_date"]) == ([], False)
    body = page.content.decode()
    assert "Version antérieure" in body
    assert ("Offensif" in body, "12,50\u202f%" in body, "Crypto-actifs" in body) == (True,) * 3


def test_page_is_of_its_folder_alone(person, adviser, colleague, sign_in, profile):
    """And offers nothing to who may only read; what the folder's own project says is compared."""
    contact, other = person(), person("Petit")
    mine, theirs = profile(contact, by=colleague, risk_level="5"), profile(other)
    save_as(InvestmentProject(contact=other, horizon="M2"), adviser)
    client = sign_in(adviser)
    assert client.get(at("profile-show", contact, theirs.pk)).status_code == 404
    assert client.get(at("profile-change", contact, theirs.pk)).status_code == 404
    assert client.post(at("profile-delete", contact, theirs.pk)).status_code == 404
    assert client.get(at("folder-profile", contact)).context["doubts"] == []
    save_as(InvestmentProject(contact=contact, horizon="M2"), adviser)
    [doubt] = client.get(at("folder-profile", contact)).context["doubts"]
    assert "un horizon de moins de 2 ans" in doubt
    for group in colleague.groups.all():
        rights = group.permissions.filter(codename="change_other_advisers_contacts")
        group.permissions.remove(*rights)
    client = sign_in(colleague)
    page = client.get(at("folder-profile", contact))
    assert (page.context["first_steps"], page.context["may_correct"]) == ([], False)
    blocks = [[label for label, _text in facts] for _title, facts in page.context["blocks"]]
    assert blocks == [["Profil souhaité"], [], []]
    assert client.get(at("profile-add", contact)).status_code == 403
    assert client.get(at("profile-change", contact, mine.pk)).status_code == 403
    assert client.post(at("profile-delete", contact, mine.pk)).status_code == 403
    assert InvestorProfile.objects.count() == 2


def test_version_is_corrected_by_its_author_on_its_day_alone(
    person, adviser, assistant, sign_in, profile
):
    contact = person(assistant=assistant)
    mine = profile(contact, risk_level="2", experiences={"scpi": {"knowledge": "1"}})
    change = at("profile-change", contact, mine.pk)
    assert sign_in(assistant).get(change).status_code == 403
    client = sign_in(adviser)
    assert client.get(change).status_code == 200
    given = {"version": 0, "dated_on": "01/01/2026", "risk_level": "3", "crypto_knowledge": "1"}
    refused = client.post(change, given | {"dated_on": "02/01/2026", "risk_level": "9"})
    # The page is still headed by what is saved.
    assert (refused.status_code, refused.context["standing"].dated_on.day) == (422, 1)
    assert client.post(change, given).status_code == 302
    [row] = InvestorProfile.objects.all()
    assert (row.pk, row.risk_level) == (mine.pk, "3")
    assert [one.product for one in row.experiences.all()] == ["crypto"]
    yesterday = timezone.now() - dt.timedelta(days=1)
    QuerySet(InvestorProfile).filter(pk=mine.pk).update(created_at=yesterday)
    assert client.get(change).status_code == 403
    assert client.post(change, given).status_code == 403
    assert client.post(at("profile-delete", contact, mine.pk)).status_code == 403
    assert "Corriger" not in client.get(at("folder-profile", contact)).content.decode()


def test_deleted_version_comes_back_whole(person, adviser, sign_in, profile):
    contact = person()
    mine = profile(contact, risk_level="2", experiences={"scpi": {"knowledge": "1"}})
    client = sign_in(adviser)
    answer = client.post(at("profile-delete", contact, mine.pk), follow=True)
    assert "Supprimé\u202f: Profil d’investisseur du 01/01/2026." in answer.content.decode()
    assert not InvestorProfile.objects.exists()
    assert not ProductExperience.objects.exists()
    change = Change.objects.get(kind="row_deletion")
    assert reverse("contacts:change-undo", args=[change.pk]) in answer.content.decode()
    assert client.post(reverse("contacts:change-undo", args=[change.pk])).status_code == 302
    [back] = InvestorProfile.objects.all()
    assert (back.pk, back.risk_level, back.created_by) == (mine.pk, "2", adviser)
    assert [one.knowledge for one in back.experiences.all()] == ["1"]


def test_version_deleted_meanwhile_is_an_edit_conflict(person, adviser, profile):
    mine = profile(person())
    delete_profile(profile=copy(mine), version=0, by=adviser)
    with pytest.raises(EditConflict):
        delete_profile(profile=mine, version=1, by=adviser)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"dated_on": ""}, "dated_on"),
        ({"dated_on": "01/02/2126"}, "dated_on"),
        ({"taxonomy_share": "101"}, "taxonomy_share"),
        ({"past_losses_share": "-1"}, "past_losses_share"),
        ({"risk_level": "9"}, "risk_level"),
        ({"scpi_knowledge": "9"}, "scpi_knowledge"),
    ],
)
def test_refused_profile_keeps_what_was_typed(person, adviser, sign_in, given, field):
    contact = person()
    typed = {"version": 0, "dated_on": "01/02/2026", "crypto_operations": "2"} | given
    answer = sign_in(adviser).post(at("profile-add", contact), typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert answer.context["form"]["crypto_operations"].value() == "2"
    assert not InvestorProfile.objects.exists()


def test_version_saved_meanwhile_is_shown_and_nothing_is_lost(person, adviser, sign_in, profile):
    contact = person()
    client = sign_in(adviser)
    page = client.get(at("profile-add", contact))
    opened = page.context["opened"]
    client.post(
        at("profile-add", contact), {"version": 0, "dated_on": "01/02/2026", "risk_level": "5"}
    )
    typed = {"version": 0, "opened": opened, "dated_on": "02/02/2026", "risk_level": "1"}
    answer = client.post(at("profile-add", contact), typed)
    assert answer.status_code == 422
    assert answer.context["edit_conflict"].disputed
    assert answer.context["form"]["risk_level"].value() == "1"
    assert InvestorProfile.objects.count() == 1


OFFENSIVE = "Le profil « Offensif »"
DYNAMIC = "Le profil « Dynamique »"


@pytest.mark.parametrize(
    ("values", "experiences", "horizon", "told"),
    [
        ({"risk_level": "3", "loss_capacity": "10"}, {}, "", []),
        (
            {"risk_level": "3", "loss_capacity": "0", "reaction": "VEND", "past_losses_share": 20},
            {"scpi": {"knowledge": "0"}, "crypto": {"knowledge": "", "is_held": "yes"}},
            "M2",
            [],
        ),
        ({"risk_level": "5", "loss_capacity": "25", "past_losses": "yes"}, {}, "2_5", []),
        ({"risk_level": "4", "past_losses": "no"}, {"scpi": {"knowledge": "2"}}, "", []),
        ({"sustainability": "OUI", "taxonomy_share": 5, "adverse_impacts": "yes"}, {}, "", []),
        (
            {"risk_level": "4", "loss_capacity": "0"},
            {},
            "",
            [f"{DYNAMIC} ne va pas avec la perte maximale « Aucune perte »."],
        ),
        (
            {"risk_level": "5", "loss_capacity": "10", "reaction": "VEND"},
            {},
            "",
            [
                f"{OFFENSIVE} ne va pas avec la perte maximale « Jusqu’à 10 % ».",
                f"{OFFENSIVE} ne va pas avec la réaction « Vendre tout ».",
            ],
        ),
        (
            {"sustainability": "NEUTRE", "taxonomy_share": 5},
            {"scpi": {"knowledge": "0", "is_held": "yes"}},
            "",
            [
                "SCPI, OPCI : détenu ou pratiqué, sans aucune connaissance.",
                "Des préférences de durabilité sont indiquées alors qu’aucune n’est souhaitée.",
            ],
        ),
        (
            {"sustainability": "NON", "adverse_impacts": "yes"},
            {"scpi": {"knowledge": "0", "operations": "1"}},
            "",
            [
                "SCPI, OPCI : détenu ou pratiqué, sans aucune connaissance.",
                "Des préférences de durabilité sont indiquées alors qu’aucune n’est souhaitée.",
            ],
        ),
        (
            {},
            {"scpi": {"knowledge": "0", "operations": "2"}},
            "",
            ["SCPI, OPCI : détenu ou pratiqué, sans aucune connaissance."],
        ),
        (
            {"risk_level": "5", "loss_capacity": "0"},
            {},
            "",
            [f"{OFFENSIVE} ne va pas avec la perte maximale « Aucune perte »."],
        ),
        (
            {"risk_level": "4", "reaction": "VEND"},
            {},
            "",
            [f"{DYNAMIC} ne va pas avec la réaction « Vendre tout »."],
        ),
        (
            {"risk_level": "4", "loss_capacity": "50"},
            {},
            "M2",
            [f"{DYNAMIC} ne va pas avec un horizon de moins de 2 ans."],
        ),
        (
            {"risk_level": "5", "loss_capacity": "100"},
            {"crypto": {"knowledge": "0", "operations": "3"}},
            "P8",
            [
                f"{OFFENSIVE} est choisi sans connaissance moyenne ou bonne d’aucun produit.",
                "Crypto-actifs : détenu ou pratiqué, sans aucune connaissance.",
            ],
        ),
        (
            {
                "past_losses": "no",
                "past_losses_share": 20,
                "sustainability": "NON",
                "sfdr_share": 5,
            },
            {"scpi": {"knowledge": "0"}},
            "",
            [
                "Une ampleur des pertes est indiquée alors qu’aucune n’a été subie.",
                "Des préférences de durabilité sont indiquées alors qu’aucune n’est souhaitée.",
            ],
        ),
    ],
)
def test_what_does_not_go_together_is_told(person, profile, values, experiences, horizon, told):
    row = profile(person(), experiences=experiences, **values)
    found = coherence.doubts(InvestorProfile.objects.get(pk=row.pk), horizon)
    assert [words.replace("\u202f", " ") for words in found] == told


@pytest.mark.parametrize(
    ("day", "today", "old"),
    [
        ("2025-03-01", "2026-03-01", False),
        ("2025-03-01", "2026-03-02", True),
        ("2024-02-29", "2025-02-28", False),
        ("2024-02-29", "2025-03-01", True),
        ("2025-12-31", "2026-12-30", False),
    ],
)
def test_profile_of_more_than_twelve_months_is_to_be_updated(day, today, old):
    row = InvestorProfile(dated_on=dt.date.fromisoformat(day))
    assert profiles.is_out_of_date(row, dt.date.fromisoformat(today)) is old


@pytest.mark.parametrize("number", [1, 3])
def test_profile_page_takes_the_same_queries_for_one_and_three(
    person, adviser, sign_in, profile, number, django_assert_num_queries
):
    contact = person()
    for year in range(number):
        profile(contact, f"202{year}-01-01", experiences={"scpi": {"knowledge": "1"}})
    client = sign_in(adviser)
    with django_assert_num_queries(QUERIES):
        client.get(at("folder-profile", contact))


QUERIES = 9


def test_what_nobody_said_of_a_profile_is_not_read_as_no(person, adviser, sign_in, profile):
    contact = person()
    profile(
        contact,
        "2026-03-01",
        sustainability="OUI",
        experiences={"scpi": {"knowledge": "2"}, "crypto": {"is_held": "no"}},
    )

    page = sign_in(adviser).get(at("folder-profile", contact))

    read = dict(fact for _title, facts in page.context["blocks"] for fact in facts)
    assert list(read.values()) == ["Oui, je souhaite les exprimer"]
    held = {row["product"]: row["cells"][-1][1] for row in page.context["experiences"]}
    assert held == {"SCPI, OPCI": "", "Crypto-actifs": "Non"}
