"""axe and the width of a telephone, on every page that an address leads to."""

import pytest
from django.urls import reverse

from accounts.models import Custodian, Product
from imports.models import ImportRun
from searches.models import Export
from tests.architecture import route_cases
from tests.architecture.private_world import build_firm, build_secret
from tests.architecture.routes import all_routes
from tests.browser.conftest import NARROW
from tests.conftest import CAST
from users.models import Profile, User

MODELS = {
    "users_user": User,
    "users_profile": Profile,
    "accounts_custodian": Custodian,
    "accounts_product": Product,
}

# What is done with a file of contacts, or shown within its page.
OF_A_FILE = (
    *("add", "analyse", "cancel", "choose", "correct", "discard", "model", "progress"),
    *("rejects", "rows", "undo"),
)
# Not pages: what htmx puts in one, what a form alone asks, what is downloaded.
NO_PAGES = {
    *("alerts:account-reopen", "alerts:client-reopen"),
    *("contacts:contact-likely", "contacts:choices", "contacts:follow-up-calendar"),
    *("contacts:to-do-tick", "contacts:to-do-reopen", "contacts:to-do-postpone"),
    *("imports:run-decide", "imports:run-rejects", "imports:run-report", "imports:feed-model"),
    *("imports:account-import-decide", "imports:account-model", "contacts:proposals"),
    *(f"imports:contact-import-{act}" for act in OF_A_FILE),
    *("imports:profile-export", "imports:profile-force", "imports:profile-import"),
    # What leads to a page, or is asked by a button.
    *("contacts:contact-add", "lost-sight-dismiss", "password-confirm", "session-stay"),
    *("contacts:contacts-convert", "contacts:contacts-merge", "contacts:relation-open-folder"),
    *("contacts:duplicate-apart", "contacts:duplicate-together", "contacts:duplicate-search"),
    *("jobs:job-progress", "jobs:job-cancel", "jobs:job-resume", "searches:search-compose"),
    *("searches:search-replace", "searches:search-without", "searches:search-pin"),
    *("searches:search-copy", "searches:search-delete", "searches:search-restore"),
    *("searches:search-take-over", "searches:search-sort", "wealth:row-delete"),
    *("compliance:row-delete", "compliance:profile-delete"),
    *("searches:export-fetch", "searches:export-again"),
    *("documents:form-blank", "documents:form-print", "documents:document-fetch"),
    # The firm has no profession that could go.
    "services:list-delete",
}
# Of the administration, what it refuses everybody is no page: these are there.
ADMIN_PAGES = {
    *("admin:index", "admin:app_list", "admin:auth_user_password_change"),
    *("admin:users_user_changelist", "admin:users_user_add", "admin:users_user_change"),
    *("admin:users_user_history", "admin:users_user_deactivate", "admin:users_profile_changelist"),
    *("admin:users_profile_add", "admin:users_profile_change", "admin:users_profile_history"),
    *("admin:accounts_custodian_changelist", "admin:accounts_custodian_change"),
    *("admin:accounts_product_changelist", "admin:accounts_product_change"),
    *("admin:contacts_orphanassignment_changelist", "admin:contacts_orphanassignment_add"),
    *("admin:imports_importrun_changelist", "admin:imports_importrun_change"),
    "admin:imports_refusedform_changelist",
    *("admin:searches_export_changelist", "admin:searches_export_change"),
}


@pytest.fixture
def firm(request):
    firm = build_firm({name: request.getfixturevalue(name) for name in CAST})
    # Somebody who may do all of it, and is assigned to the private folder too.
    adviser = firm.cast["adviser"]
    adviser.is_staff = adviser.is_superuser = True
    adviser.save()
    return firm


def addresses(firm):
    """Give each route with all that may be asked of it."""
    words = build_secret(firm).keys | {"category": firm.category.pk, "keyword": firm.keyword.pk}
    words["adviser"] = firm.cast["adviser"].pk
    for name, listed in route_cases.ROUTES.items():
        yield (
            name,
            [
                reverse(name, kwargs={key: words.get(kind, kind) for key, kind in ask.keys.items()})
                + query.format(**words)
                for ask in listed
                for query in ask.queries
            ],
        )
    for route in all_routes():
        if route.name.startswith("admin:") and route.name not in route_cases.NOT_ASKED:
            yield route.name, [of_a_row(route)]


def of_a_row(route):
    """Put the key of a row in an address of the administration that needs one."""
    app, model, *_ = *route.name.removeprefix("admin:").split("_"), "", ""
    of_app = {"auth": User, "imports": ImportRun, "searches": Export}
    model = of_app.get(app) or MODELS.get(f"{app}_{model}")
    # Of the users, somebody else: one's own password is changed in Mon compte.
    rows = model.objects.of_night() if model is ImportRun else model and model.objects.all()
    row = rows.last() if model else None
    return route.address.replace("/x/", f"/{row.pk}/") if row else route.address


def is_page(page, address):
    answer = page.request.get(address, max_redirects=0)
    return answer.status == 200 and "<html" in answer.text()[:200]


def open_first(page, name, asked):
    """Open the first of these addresses that is a page, and return it."""
    if name in NO_PAGES or name.startswith(("admin:", "searches:")):
        # Asked without being opened: what they answer is a complaint to a browser.
        asked = [address for address in asked if is_page(page, address)]
    for address in asked:
        answer = page.goto(address)
        direct = answer.status == 200 and not answer.request.redirected_from
        if direct and "<html" in answer.text()[:200]:
            return address
    return None


def faults(page, axe_complaints):
    found = axe_complaints(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than a telephone")
    return found


def test_axe_finds_nothing_and_everything_fits(page_of, firm, axe_complaints):
    page = page_of(firm.cast["adviser"], NARROW)
    shown, found, no_pages = set(), {}, set()
    for name, asked in addresses(firm):
        address = open_first(page, name, asked)
        if address is None:
            no_pages.add(name)
            continue
        shown.add(name)
        found[address] = faults(page, axe_complaints)
    assert {address: faults for address, faults in found.items() if faults} == {}
    assert {name for name in no_pages if not name.startswith("admin:")} == NO_PAGES
    assert shown >= ADMIN_PAGES
