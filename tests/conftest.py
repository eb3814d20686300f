"""What every test may ask for: the cast of users, and a database that threads can share."""

import gc
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group, update_last_login
from django.db import connections
from django.test import TransactionTestCase, override_settings
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from o2s_contacts.sessions import SessionStore
from tests import bases
from tests.architecture import playing
from tests.client import FormClient
from tests.factories import CompanyFactory, PersonFactory
from users.receivers import OPENED_AT

# How busy the machine is decides nothing: examples have no deadline, and may be slow to make.
hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def pytest_configure(config):
    """Compile the catalogue when it is older than its source: screens are tested in French."""
    if hasattr(config, "workerinput"):
        return
    for source in LOCALE.glob("*/LC_MESSAGES/django.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(compiled))


# What a test asks for, itself or through its fixtures, to reach the database.
OF_THE_DATABASE = {"db", "transactional_db", "django_db_setup"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what no database can change: once is enough for it (scripts/run_tests.py).

    What takes long goes first: at the end, nobody could take over half of it.
    """
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    for item in items:
        if not item.get_closest_marker("django_db") and OF_THE_DATABASE.isdisjoint(
            item.fixturenames
        ):
            item.add_marker("pure")


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Let the collector pass over what lives as long as the process (pages: a tenth less CPU)."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        gc.enable()


@pytest.fixture(scope="session")
def worker(request):
    """Return the name of this process among those that share the tests."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, tmp_path_factory, worker):
    """Copy a migrated database instead of migrating one (tests/bases.py).

    SQLite's is a file: in memory all threads share one connection, and a live server's requests
    one transaction.
    """
    with django_db_blocker.unblock():
        if connections["default"].vendor == "sqlite":
            bases.use_sqlite(tmp_path_factory.mktemp("database"))
            yield
        else:
            with bases.use_postgresql(worker), pytest.MonkeyPatch.context() as patch:
                # What a test has committed goes away after it.
                patch.setattr(
                    TransactionTestCase, "_fixture_teardown", lambda _case: bases.restore_rows()
                )
                yield


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server):
    """Start the server once the database is the copy.

    Started before, it takes SQLite's for one in memory, which all its threads share: each that
    ends then closes the connection of those that are at work, and Python dies of it.
    """
    return live_server


FAST_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _fast():
    """Spare each test what a firm pays once: slow passwords, and an index of the static files."""
    with override_settings(PASSWORD_HASHERS=FAST_HASHERS, WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(scope="session", autouse=True)
def _documents_of_tests(tmp_path_factory):
    """Keep the files of folders away from those of whoever runs the tests."""
    places = {
        name: tmp_path_factory.mktemp(name.lower())
        for name in (
            *("ACCOUNT_IMPORTS", "CONTACT_IMPORTS", "DOCUMENTS", "PROFILE_SAMPLES"),
            "RECEIVED_FORMS",
        )
    }
    with override_settings(**places):
        yield


@pytest.fixture(autouse=True)
def _plays(request):
    """Hold a test to the functions that it says it plays (tests/architecture/playing.py).

    On one database: none changes which ones a test runs, and to look slows it down.
    """
    said = {key for mark in request.node.iter_markers("plays") for key in mark.args}
    looked_on = "postgresql" if request.node.get_closest_marker("on_postgresql") else "sqlite"
    if not said or connections["default"].vendor != looked_on:
        yield
        return
    with playing.missed(said) as missed:
        yield
    assert missed == set(), "this test does not play what it says"


PASSWORD = "a-password-of-tests-only"
# The cast of every test about who may do what: identifiant and profile.
CAST = {
    "adviser": "Conseiller",
    "assistant": "Assistant",
    "colleague": "Conseiller",
    "junior": "Conseiller junior",
    "manager": "Manager",
    "administrator": "Administrateur",
}


@pytest.fixture
def hire(db, django_user_model):
    """Make a user of the firm: `hire("durand", "Conseiller")`."""

    def hire(identifiant, profile, **fields):
        user = django_user_model.objects.create_user(
            username=identifiant, password=PASSWORD, **fields
        )
        user.groups.add(Group.objects.get(name=profile))
        return user

    return hire


@pytest.fixture
def adviser(hire):
    return hire("adviser", CAST["adviser"])


@pytest.fixture
def assistant(hire):
    return hire("assistant", CAST["assistant"])


@pytest.fixture
def colleague(hire):
    return hire("colleague", CAST["colleague"])


@pytest.fixture
def junior(hire):
    return hire("junior", CAST["junior"])


@pytest.fixture
def manager(hire):
    return hire("manager", CAST["manager"])


@pytest.fixture
def administrator(hire):
    """An administrator who is a superuser too: the one to whom nothing private may show."""
    return hire("administrator", CAST["administrator"], is_staff=True, is_superuser=True)


def open_session(user):
    """Return the key of a session as a login leaves it, without what else a login does.

    Twelve statements of the journal, of the old session and of what may be forgotten: the tests of
    the login log in by its form.
    """
    session = SessionStore()
    opened = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
        HASH_SESSION_KEY: user.get_session_auth_hash(),
        OPENED_AT: timezone.now().timestamp(),
    }
    session.update(opened)
    session.create_model_instance(opened).save(force_insert=True)
    update_last_login(None, user)
    return session.session_key


@pytest.fixture
def client():
    return FormClient()


@pytest.fixture
def sign_in(client):
    """Give a client in which this user is logged in."""

    def sign_in(user):
        client.cookies[settings.SESSION_COOKIE_NAME] = open_session(user)
        return client

    return sign_in


@pytest.fixture
def person(adviser):
    """Add a person, led by the adviser unless said otherwise: `person("Moreau", by=colleague)`."""

    def person(last_name="Moreau", first_name="Anne", birth_date=None, by=None, **values):
        names = {"last_name": last_name, "first_name": first_name, "birth_date": birth_date}
        return PersonFactory(by=by or adviser, **names, **values)

    return person


@pytest.fixture
def organisation(adviser):
    """Add an organisation, led by the adviser: `organisation("Chais Moreau SAS")`."""

    def organisation(legal_name="Chais Moreau SAS", by=None, **values):
        return CompanyFactory(by=by or adviser, legal_name=legal_name, **values)

    return organisation
