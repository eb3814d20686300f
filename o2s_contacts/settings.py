"""Settings, from the environment (see docs/deployment.md for each variable)."""

import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from o2s_contacts import environment

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env")

TESTING = "pytest" in sys.modules
DEBUG = environment.flag("DEBUG")
DEMO = environment.demo(debug=DEBUG)
# Whoever builds files, or only reads the code (mypy's plugin), needs no secret of a real firm.
BUILDERS = {"build_bootstrap", "collectstatic", "compile_catalogue", "makemessages"}
BUILDING = "mypy" in sys.modules or not BUILDERS.isdisjoint(sys.argv[1:2])
_IN_SERVICE = not (DEBUG or TESTING or BUILDING)

SECRET_KEY = environment.secret_key(required=_IN_SERVICE)
# Keys of before, the last first: what they signed, printed forms too, is known again.
SECRET_KEY_FALLBACKS = environment.env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = environment.allowed_hosts(demo=DEMO, required=_IN_SERVICE)
CSRF_TRUSTED_ORIGINS = environment.env.list("CSRF_TRUSTED_ORIGINS", default=[])
PRODUCT_NAME = "O2S Contacts"
FIRM_NAME = environment.env.str("FIRM_NAME", "Hautefeuille Patrimoine" if DEMO else PRODUCT_NAME)

DATABASES = {"default": environment.database(BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The firm of the demo, which nothing else loads or imports.
_DEMO_APPS = ["demo.apps.DemoConfig"] if DEMO else []
INSTALLED_APPS = [
    *_DEMO_APPS,
    "o2s_contacts.apps.ProjectConfig",
    "imports.apps.ImportsConfig",
    "alerts.apps.AlertsConfig",
    "searches.apps.SearchesConfig",
    "wealth.apps.WealthConfig",
    "compliance.apps.ComplianceConfig",
    "accounts.apps.AccountsConfig",
    "contacts.apps.ContactsConfig",
    "jobs.apps.JobsConfig",
    "users.apps.UsersConfig",
    "o2s_contacts.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_countries",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "lucide",
    "guardian",
    "simple_history",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "o2s_contacts.request_log.RequestNumberMiddleware",
    "o2s_contacts.proxies.TrustedProxiesMiddleware",
    "o2s_contacts.proxies.LoopbackOnlyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page is closed to the anonymous; the few open ones say so with login_not_required.
    "o2s_contacts.session_end.SignedInMiddleware",
    "o2s_contacts.middleware.OwnPasswordMiddleware",
    "o2s_contacts.middleware.NeverStoredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    # Asks the view itself, within the transaction of what the form does: after all others.
    "o2s_contacts.one_effect.OneEffectMiddleware",
]

ROOT_URLCONF = "o2s_contacts.urls"
WSGI_APPLICATION = "o2s_contacts.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "o2s_contacts.context_processors.firm",
                *(["demo.people.demo_logins"] if DEMO else []),
            ],
            "builtins": [
                "o2s_contacts.templatetags.look",
                "django.templatetags.i18n",
                "crispy_forms.templatetags.crispy_forms_tags",
            ],
        },
    }
]

AUTH_USER_MODEL = "users.User"
# Guardian's own backend is left out on purpose: it opens every object to superusers.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # which asks for that backend
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

# A pair of user and address is locked, not the firm behind one address (security.md line 39).
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
# A try while locked is not heard, so it does not prolong the lock either.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HANDLER = "o2s_contacts.login_throttle.ThrottlingHandler"
AXES_ENABLE_ACCESS_FAILURE_LOG = True
# How long it is kept who logged in, and who could not; `manage.py clear_expired` takes the rest.
LOGIN_JOURNAL_DAYS = environment.env.int("LOGIN_JOURNAL_DAYS", 180)
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_VERBOSE = False

GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
SIMPLE_HISTORY_REVERT_DISABLED = True

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
# Built files (the part of Bootstrap that is used) stand beside our own, outside the repository.
BUILT_STATIC_DIR = BASE_DIR / "var" / "static"
BUILT_STATIC_DIR.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", BUILT_STATIC_DIR]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

FORM_RENDERER = "o2s_contacts.controls.Controls"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "o2s_contacts.sessions"
MESSAGE_STORAGE = "o2s_contacts.one_effect.Messages"
# From the last request on; o2s_contacts.sessions says how it is counted.
SESSION_COOKIE_AGE = environment.idle_seconds()
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# The demo serves the loopback, where there is no certificate.
_HTTPS = not (DEBUG or TESTING or DEMO)
SECURE_SSL_REDIRECT = _HTTPS
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_HSTS_PRELOAD = _HTTPS
# Headers that tell of the visitor are believed from proxies that the firm named, and from nobody.
TRUSTED_PROXIES = environment.trusted_proxies(demo=DEMO)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS and TRUSTED_PROXIES else None
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"private": {"()": "o2s_contacts.request_log.PrivateFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "private"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Its own handlers print messages whole, or mail them.
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # A page that is not there is no fault.
        "django.request": {"level": "ERROR"},
        # The journal of logins stands in the database (LOGIN_JOURNAL_DAYS).
        "axes": {"level": "CRITICAL"},
        # That a worker ends because it was told to.
        "django_tasks_db": {"level": "ERROR"},
    },
}

# The windows of alerts send a page of 100 lines, each opened in full (15 fields), with all that was
# typed on the pages before: room for 1 300 such lines, where Django's own 1 000 would be 66.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# No page takes more than one file, and none a large one.
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["o2s_contacts.uploads.BoundedUploadHandler"]

# Background work (docs/adr/0016): the queue, and in seconds how often a worker looks and shows how
# far it is, gives a sign of life and looks for jobs without one; after which silence it counts as
# gone; and how long a search for such may have waited for SQLite's one writer.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
JOB_LOOK_SECONDS, JOB_BEAT_SECONDS, JOB_SWEEP_SECONDS = 1, 5, 60
JOB_SILENT_SECONDS, JOB_PATIENCE_SECONDS = 30, 1

# How long what somebody did can be undone.
UNDO_DAYS = environment.env.int("UNDO_DAYS", 30)

# Where files wait that somebody takes away: theirs alone, and never served as they stand.
EXPORTS = Path(environment.env.str("EXPORTS", str(BASE_DIR / "var" / "exports")))
EXPORT_DAYS = 7

# Where the files of folders are kept, printed and received: never served as they stand.
DOCUMENTS = Path(environment.env.str("DOCUMENTS", str(BASE_DIR / "var" / "documents")))

# Where forms that came back wait for a decision, for a day: their sender's alone.
RECEIVED_FORMS = Path(
    environment.env.str("RECEIVED_FORMS", str(BASE_DIR / "var" / "received_forms"))
)

# Where files of contacts wait for their import, for a week: their sender's alone.
CONTACT_IMPORTS = Path(
    environment.env.str("CONTACT_IMPORTS", str(BASE_DIR / "var" / "contact_imports"))
)

# Where files of accounts that somebody sent wait for their import, for a week: their own alone.
ACCOUNT_IMPORTS = Path(
    environment.env.str("ACCOUNT_IMPORTS", str(BASE_DIR / "var" / "account_imports"))
)

# Where samples of partners' files wait while somebody describes them, for a day: theirs alone.
PROFILE_SAMPLES = Path(
    environment.env.str("PROFILE_SAMPLES", str(BASE_DIR / "var" / "profile_samples"))
)

INBOX = Path(environment.env.str("INBOX", str(BASE_DIR / "var" / "inbox")))
FEED_LIMITS = {
    "bytes": 100_000_000,
    "lines": 500_000,
    "columns": 200,
    "cell_bytes": 65_536,
    "unpacked_bytes": 500_000_000,
    "unpacked_ratio": 100,
}
