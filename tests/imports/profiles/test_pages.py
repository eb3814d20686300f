"""The pages of import profiles: described on a sample, tried, saved, taken along."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from lxml import html

from imports import rights
from imports.actions import profiles as actions
from imports.actions.profile_samples import clear_samples
from imports.feeds.profiled import schema
from imports.models import ImportProfile, ImportProfileVersion, ImportRun, ProfileSample
from imports.models.profile import KEPT_FOR
from tests.conftest import CAST
from tests.imports.profiles.test_reading import GOOD, HEAD, PROFILE, TITLES

pytestmark = pytest.mark.django_db
NEW = reverse("imports:profile-create")
LIST = reverse("imports:profile-list")
TEXT = TITLES + HEAD + "\n" + GOOD + "\n" + GOOD.replace("20261031", "20261331") + "\n"
NIR = "269054958815780"


def sample(text=TEXT, name="etat.csv"):
    return SimpleUploadedFile(name, text.encode("cp1252"))


def typed(profile=PROFILE, **others):
    """Return the fields of the page that describes a profile."""
    told = schema.written(profile)
    rows = [
        {
            "head": head,
            "field": LABELS[field],
            "optional": "on" if field in profile.optional and not rank else "",
            "words": ""
            if rank
            else "\n".join(f"{a} = {b}" for a, b in profile.values.get(field, {}).items()),
        }
        for field, heads in profile.columns.items()
        for rank, head in enumerate(heads)
    ]
    plain = ("name", "partner", "encoding", "separator", "decimal", "dates", "skip", "sheet")
    return {
        **{name: told[name] for name in (*plain, "lines")},
        **{f"constant_{name}": value for name, value in profile.constants.items()},
        "c-TOTAL_FORMS": str(len(rows)),
        "c-INITIAL_FORMS": "0",
        **{f"c-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()},
        **others,
    }


LABELS = {
    "number": "Numéro de compte / contrat",
    "title": "Titre",
    "last_name": "Nom",
    "birth_date": "Date de naissance",
    "product_code": "Identifiant du produit",
    "situation_on": "Date de situation",
    "value": "Evaluation (fonds en euros ou situation consolidée)",
}


@pytest.fixture
def signed_in(sign_in, administrator):
    return sign_in(administrator)


@pytest.fixture
def samples(settings, tmp_path):
    settings.PROFILE_SAMPLES = tmp_path / "samples"
    return lambda: list(Path(settings.PROFILE_SAMPLES).iterdir())


def test_a_sample_is_shown_without_a_complaint_about_what_is_not_typed_yet(signed_in, samples):
    blank = {"name": "", "partner": "", "skip": "x"}
    shown = signed_in.post(NEW, typed(act="show", sample=sample(), **blank))
    assert (shown.status_code, list(shown.context["form"].errors)) == (200, ["skip"])
    saved = signed_in.post(NEW, typed(act="save", **blank))
    assert list(saved.context["form"].errors) == ["name", "partner", "skip"]


def test_the_browser_offers_the_files_that_a_profile_reads(signed_in):
    page = html.fromstring(signed_in.get(NEW).content)
    assert page.xpath("//input[@type='file']/@accept") == [".xlsx,.xls,.csv,.tsv,.txt,.dat"]


def test_a_profile_is_described_on_a_sample_tried_and_saved(
    signed_in, samples, administrator, django_capture_on_commit_callbacks
):
    page = signed_in.post(NEW, typed(act="show", sample=sample()))
    look = page.context["shown"].look
    first = page.context["columns"][0]
    assert (page.status_code, first["column"].field, first["row"].field) == (
        *(200, "number", LABELS["number"]),
    )
    read = {
        one["column"].head: [(cell["value"], cell["why"]) for cell in one["samples"]]
        for one in page.context["columns"]
        if "column" in one
    }
    assert read["Civilité"] == [("Monsieur", None)]
    (good, none), (blank, why) = read["Arrêté au"]
    assert (str(good), none, blank) == ("2026-10-31", None, None)
    assert why.startswith("Cette date")
    assert [number for number, _ in look.lines] == [4, 5]
    assert "ABÉGUILÉ" in page.content.decode()
    assert not ImportProfile.objects.exists()

    page = signed_in.post(NEW, typed(act="try"))
    assert page.context["tried"]["found"].lines == 1
    (cause,) = page.context["tried"]["causes"]
    assert (cause["code"], cause["column"], cause["count"], cause["lines"]) == (
        *("R_DATE", "Date de situation", 1, "5"),
    )
    assert (ImportRun.objects.count(), len(samples())) == (0, 1)

    with django_capture_on_commit_callbacks(execute=True):
        assert signed_in.post(NEW, typed(act="save")).headers["Location"] == LIST
    version = ImportProfileVersion.objects.get()
    assert (version.value, version.number, version.made_by) == (PROFILE, 1, administrator)
    assert (samples(), ProfileSample.objects.count()) == ([], 0)
    assert "ABÉGUILÉ" not in json.dumps(version.definition, ensure_ascii=False)


def test_letters_that_are_not_the_partner_s_show_at_once(signed_in, samples):
    data = TEXT.encode("cp850")
    page = signed_in.post(NEW, typed(act="show", sample=SimpleUploadedFile("a.csv", data)))
    assert page.context["shown"].look.columns[0].head != "N° contrat"
    live = signed_in.post(NEW, typed(encoding="cp850"), headers={"HX-Request": "true"})
    assert live.context["shown"].look.columns[0].head == "N° contrat"
    assert "<html" not in live.content.decode()


def test_social_security_numbers_of_a_sample_are_never_shown(signed_in, samples):
    text = TEXT.replace("ABÉGUILÉ", NIR).replace("Nom\n", "N° sécu\n").replace("Conseil", "SECRET")
    page = signed_in.post(NEW, typed(act="show", sample=sample(text))).content.decode()
    assert NIR not in page
    assert "SECRET" not in page


def test_what_lacks_is_said_and_nothing_saved(signed_in):
    page = signed_in.post(
        NEW, typed(act="save", constant_custodian_code="", constant_custodian_name="")
    )
    assert page.status_code == 422
    assert page.context["shown"].flaws == [
        "Aucune colonne ne remplit encore Identifiant du dépositaire ou Nom du dépositaire."
    ]
    page = signed_in.post(NEW, typed(act="save") | {"c-0-field": "Poids", "c-3-words": "MR"})
    assert page.context["shown"].flaws == [
        "Aucun champ ne s’appelle ainsi\u202f: choisissez-en un dans la liste.",
        "Écrivez un de leurs mots par ligne, puis = et le nôtre\u202f: MR = Monsieur",
    ]
    assert signed_in.post(NEW, {"act": "save"}).status_code == 422
    forged = signed_in.post(NEW, typed(act="save") | {"c-TOTAL_FORMS": "251"})
    assert (forged.status_code, forged.context["shown"].rows) == (422, [])
    assert not ImportProfile.objects.exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Le fichier est vide."),
        (b"PK\x03\x04" + b"x" * 50, "Le fichier ne peut pas être ouvert"),
        (b"<html><body>", "C’est une page"),
    ],
)
def test_a_sample_that_is_no_file_of_a_partner_is_refused_in_words(signed_in, samples, data, why):
    page = signed_in.post(NEW, typed(act="try", sample=SimpleUploadedFile("a.csv", data)))
    assert page.status_code == 200
    assert page.context["shown"].refusal.startswith(why)


def test_a_sample_is_its_sender_s_alone_and_gone_after_a_day(
    signed_in, samples, sign_in, hire, administrator
):
    signed_in.post(NEW, typed(act="show", sample=sample()))
    other = sign_in(hire("other", CAST["administrator"], is_superuser=True))
    assert other.get(NEW).context["shown"].sample is None
    signed_in = sign_in(administrator)
    assert signed_in.get(NEW).context["shown"].sample.name == "etat.csv"
    assert clear_samples() == 0
    ProfileSample.objects.update(at=timezone.now() - KEPT_FOR)
    assert clear_samples() == 1
    signed_in.post(NEW, typed(act="show", sample=sample()))
    signed_in.post(NEW, typed(act="forget"))
    assert not ProfileSample.objects.exists()


def test_a_saved_profile_is_a_new_version_and_the_second_of_two_is_told(signed_in, administrator):
    first = actions.make(definition=PROFILE, by=administrator)
    page = reverse("imports:profile-change", args=[first.profile_id])
    assert signed_in.get(page).context["form"].initial["name"] == "Situations"
    assert signed_in.post(page, typed(act="save", version="1", skip="3")).status_code == 302
    late = signed_in.post(page, typed(act="save", version="1", skip="4"))
    assert late.status_code == 409
    endless = "9" * 5_000
    assert signed_in.post(page, typed(act="save", version=endless)).status_code == 409
    force = reverse("imports:profile-force", args=[first.profile_id])
    assert signed_in.post(force, {"act": "withdraw", "version": endless}).status_code == 302
    assert [version.value.skip for version in ImportProfileVersion.objects.order_by("pk")] == [2, 3]
    shown = signed_in.get(reverse("imports:profile-version", args=[first.profile_id, 1]))
    assert (shown.context["profile"], len(shown.context["versions"])) == (PROFILE, 2)
    assert words_of(shown, "Titre") == ["MR = Monsieur", "mme. = Madame"]
    assert signed_in.post(NEW, typed(act="save")).status_code == 409


def words_of(page, field):
    """Return the words of a column, each as a line of its own."""
    (cell,) = html.fromstring(page.content).xpath(f"//tr[th='{field}']/td[last()]")
    return [text.strip() for text in cell.itertext()]


def test_a_profile_goes_to_another_firm_and_waits_there(signed_in, administrator):
    first = actions.make(definition=PROFILE, by=administrator)
    data = signed_in.get(reverse("imports:profile-export", args=[first.profile_id, 1])).content
    take_in = reverse("imports:profile-import")
    twice = signed_in.post(take_in, {"file": SimpleUploadedFile("a.json", data)})
    assert (twice.status_code, twice.context["refusals"]) == (
        *(422, ["Un autre profil de ce partenaire porte ce nom."]),
    )
    ImportProfile.objects.all().delete()
    assert signed_in.post(take_in, {"file": SimpleUploadedFile("a.json", data)}).status_code == 302
    made = ImportProfileVersion.objects.get()
    assert (made.value, made.is_in_force, made.profile.is_in_force) == (PROFILE, False, False)
    for wrong in (b"[" * 1000, b"{}", b" " * 300_000):
        answer = signed_in.post(take_in, {"file": SimpleUploadedFile("a.json", wrong)})
        assert (answer.status_code, len(answer.context["refusals"])) == (422, 1)
    assert signed_in.post(take_in).status_code == 422


def test_the_night_reads_by_what_is_in_force_and_says_which_version(
    signed_in, administrator, night, inbox
):
    first = actions.make(definition=PROFILE, by=administrator)
    (inbox / "nacre").mkdir()
    force = reverse("imports:profile-force", args=[first.profile_id])
    answers = []
    for at, act in enumerate(["", "withdraw", "force"]):
        if act:
            signed_in.post(force, {"act": act, "version": str(at)})
        text = "Nacre\nVie\n" + HEAD + "\n" + GOOD.replace("1234.50", f"{at + 1}.00") + "\n"
        (inbox / "nacre" / f"{at}.csv").write_text(text, encoding="cp1252")
        night("--partner=nacre")
        run = ImportRun.objects.latest("pk")
        answers.append((run.code, run.profile_version and run.profile_version.number))
    assert answers == [("", 1), ("F_HEADER", None), ("", 3)]
    page = signed_in.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "Situations, version 3" in page
    told = first.profile.versions.order_by("number").values_list("is_in_force", "made_by")
    assert list(told) == [(flag, administrator.pk) for flag in (True, False, True)]


def test_a_number_that_may_not_be_kept_leaves_the_partner_s_own_file(administrator, night, inbox):
    head, line = HEAD.replace("Nom", "N° sécu").replace(";", "|"), GOOD.replace(";", "|")
    actions.make(
        definition=schema.read(schema.written(PROFILE) | {"separator": "|"}), by=administrator
    )
    (inbox / "nacre").mkdir()
    text = TITLES + head + "\n" + line.replace("Conseil & Fils", "12 34") + "\n"
    (inbox / "nacre" / "a.csv").write_text(text, encoding="cp1252")
    night("--partner=nacre")
    run = ImportRun.objects.get()
    assert run.counts["warned"] == {"R_FORBIDDEN_NIR": 1}
    (kept,) = inbox.glob("nacre/done/*/*/a.csv")
    assert "12 34" not in kept.read_text(encoding="cp1252")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_once_for_any_number(
    signed_in, administrator, count, django_assert_num_queries
):
    for number in range(count):
        name = {"name": f"P{number}"}
        told = schema.read(schema.written(PROFILE) | name)
        actions.make(definition=told, by=administrator)
    with django_assert_num_queries(LIST_QUERIES):
        page = signed_in.get(LIST)
    assert len(page.context["versions"]) == count


LIST_QUERIES = 3


def test_whoever_lacks_the_right_is_refused(sign_in, manager, administrator):
    version = actions.make(definition=PROFILE, by=administrator)
    both = [version.profile_id, 1]
    signed_in = sign_in(manager)
    assert not manager.has_perm(rights.PROFILES)
    gets = [
        LIST,
        NEW,
        *(reverse(f"imports:profile-{name}", args=both) for name in ("version", "export")),
        reverse("imports:profile-change", args=both[:1]),
    ]
    posts = [
        NEW,
        reverse("imports:profile-import"),
        *(reverse(f"imports:profile-{name}", args=both[:1]) for name in ("change", "force")),
    ]
    assert {signed_in.get(address).status_code for address in gets} == {403}
    assert {signed_in.post(address, typed(act="save")).status_code for address in posts} == {403}
    assert ImportProfileVersion.objects.count() == 1
