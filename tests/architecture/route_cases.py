"""What the matrix asks of each route: the routes of the whole site, listed.

Whoever adds a route adds its line: which keys of the private folder its address takes, and what
could be typed or posted to find the folder out. `NOT_ASKED` holds those that no folder reaches,
with the reason.
"""

from tests.architecture import (
    account_cases,
    compliance_cases,
    import_cases,
    mass_cases,
    search_cases,
    to_do_cases,
    wealth_cases,
)
from tests.architecture.asks import Ask
from tests.architecture.contact_import_cases import ROUTES as OF_CONTACT_IMPORTS

# The models that the administration may hold: none of them hangs on a contact.
ADMIN_MODELS = (
    *("accounts_custodian", "accounts_product", "users_user", "users_profile"),
    # The journals of private folders given, and of accounts: people and reasons.
    *("contacts_orphanassignment", "users_accountevent"),
    *("imports_importrun", "imports_refusedform", "searches_export"),
    *("axes_accessattempt", "axes_accesslog", "axes_accessfailurelog"),
)
ADMIN_PAGES = (
    *("index", "app_list", "autocomplete", "jsi18n", "view_on_site"),
    *("password_change", "password_change_done", "auth_user_password_change"),
)
NOT_ASKED = {
    "login": "before anybody is known",
    "logout": "ends the session",
    "admin:login": "before anybody is known",
    "admin:logout": "ends the session",
    "catalogue": "samples only, under DEBUG or DEMO",
}

CONTACT = {"pk": "contact"}
TYPED = (
    *("?q=", "?q=z", "?q=zo", "?q=zor", "?q=zorglubine", "?q=Philom%C3%A8ne", "?q=Z-SECRET"),
    *("?q=zorglubine@example.org", "?q=0612777888", "?q=PRIV-777", "?q=CO-1"),
)
OPEN = {"pk": "open_contact"}
SEARCHES = ("search", "contact_search", "account_search", "owner_search")
# A line of each window of alerts, linked to the private folder or given to it.
LINKED = {
    "line": "{client_line}",
    "c{client_line}-version": "0",
    "c{client_line}-action": "link",
    "c{client_line}-contact": "{contact}",
}
OWNED = {
    "line": "{account_line}",
    "a{account_line}-version": "0",
    "a{account_line}-action": "add",
    "a{account_line}-contact": "{contact}",
}

CONVERTED = {"legal_name": "Chez Louise", "category": "{category}", "version": "0"}
UNNAMED = CONVERTED | {"legal_name": ""}

# A search in whose conditions the private folder is named, in each way in which one may name it.
SOUGHT = {"on": "contacts", "node": "0_0", "0_0-op": "contains", "0_0-value": "zorglubine"}
OF_OWNER = {"on": "accounts", "node": "0_0", "0_0-is_a": "rows", "0_0-link": "owners"}

ROUTES: dict[str, list[Ask]] = {
    **OF_CONTACT_IMPORTS,
    "home": [Ask()],
    "session-stay": [Ask()],
    # What somebody is told of a contact that went out of their sight: by its own key, and only
    # theirs (tests/architecture/test_lost_sight.py plays the exception itself).
    "lost-sight-dismiss": [Ask({"pk": "lost_sight"})],
    "own-account": [Ask()],
    "password-confirm": [Ask({"pk": "password_event"})],
    "search": [Ask(queries=TYPED)],
    "searches:search-create": [
        Ask(
            queries=("?on=contacts", "?on=accounts", "?on=x"),
            posts=(
                SOUGHT | {"0_0-field": "name", "0_0-was": "name"},
                OF_OWNER | {"based_on": "{search}"},
            ),
        )
    ],
    "searches:search-show": [
        Ask({"search": "search"}),
        Ask(
            {"search": "contact_search"},
            queries=(
                *("", "?after={contact}", "?before={contact}", "?count=exact"),
                *("?sort=-total_value", "?sort=last_name&after={contact}"),
            ),
        ),
        Ask(
            {"search": "account_search"},
            queries=(
                *("", "?after={account}", "?before={account}", "?count=exact"),
                *("?sort=-last_value", "?sort=label&before={account}"),
            ),
        ),
        Ask({"search": "owner_search"}, queries=("", "?after={account}", "?before={account}")),
    ],
    "searches:search-conditions": [Ask({"search": key}) for key in SEARCHES],
    "searches:search-pictures": [Ask({"search": key}) for key in SEARCHES],
    "searches:search-columns": [
        Ask({"search": name}, posts=({"column": "town"}, {"column": "label"}, {"act": "save"}))
        for name in SEARCHES
    ],
    "searches:search-sort": [
        Ask({"search": name}, posts=({"sort": "-number"}, {"sort": "-last_value"}))
        for name in ("search", "account_search")
    ],
    "searches:result-columns": [
        Ask({"on": on}, posts=({"column": "label"}, {"act": "save", "version": "0"}))
        for on in ("contacts", "accounts")
    ],
    "searches:search-why": [
        Ask({"search": "search"}),
        Ask({"search": "contact_search"}, queries=TYPED),
        Ask({"search": "owner_search"}, queries=TYPED),
    ],
    "searches:search-why-row": [
        Ask({"search": "contact_search", "key": key}) for key in ("contact", "open_contact")
    ]
    + [Ask({"search": "owner_search", "key": key}) for key in ("account", "shared")]
    + [Ask({"search": "account_search", "key": "shared"})]
    + [Ask({"search": "search", "key": "open_contact"})],
    "searches:search-list": [Ask(queries=TYPED)],
    "searches:search-keep": [
        Ask({"search": key}, posts=({"name": "Golf", "reach": "chosen", "readers": "{adviser}"},))
        for key in ("search", "contact_search")
    ],
    "searches:search-replace": [
        Ask({"search": key}, posts=({"version": "0"},)) for key in ("search", "contact_search")
    ],
    "searches:search-pin": [
        Ask({"search": "search"}, posts=({"pinned": "1"},)),
        Ask({"search": "contact_search"}, posts=({"pinned": "1"}, {"pinned": "0"})),
    ],
    **{
        # The key of what is made counts on after the walk: deeds copy, and ask without.
        f"searches:search-{act}": [
            Ask({"search": key}, posts=() if act in {"without", "copy"} else ({},))
            for key in ("contact_search", "account_search")
        ]
        for act in ("without", "copy", "delete", "restore", "take-over")
    },
    "searches:search-export": [
        Ask({"search": "search"}),
        Ask(
            {"search": "contact_search"},
            queries=("", "?contact={contact}", "?contact={contact}&contact={open_contact}"),
            posts=({"all": "1"}, {"contact": "{contact}"}, {"format": "x"}),
        ),
        Ask({"search": "account_search"}, queries=("", "?account={account}&account={shared}")),
        Ask(
            {"search": "owner_search"},
            queries=("", "?account={account}&account={shared}"),
            posts=({"all": "1"}, {"account": "{account}", "order": "-last_value"}),
        ),
    ],
    # Of somebody who sees the folder, and who alone knows of it.
    "searches:export-list": [Ask()],
    "searches:export-fetch": [Ask({"pk": "export"})],
    "searches:export-again": [Ask({"pk": "export"})],
    "searches:search-compose": [
        Ask(
            posts=(
                *(SOUGHT | {"0_0-field": name, "0_0-was": name} for name in ("name", "note")),
                SOUGHT | {"0_0-field": "last_name", "0_0-was": "last_name", "do": "count"},
                # By another search that one does not know, by its key and by its name.
                SOUGHT | {"0_0-is_a": "search", "0_0-search": "{search}", "do": "count"},
                SOUGHT | {"0_0-is_a": "search", "0_0-find": "zorglubine", "0_0-denied": "1"},
                # An owner by its key, as a search that somebody shared names one, or by a search.
                OF_OWNER | {"do": "add-condition:0_0"},
                SOUGHT
                | {"on": "accounts", "0_0-field": "number", "0_0-was": "number"}
                | {"0_0-value": "PRIV-777"},
            )
        )
    ],
    **mass_cases.ROUTES,
    **to_do_cases.ROUTES,
    "contacts:contact-list": [
        Ask(
            queries=(
                *TYPED,
                *("?sort=folder_code", "?sort=folder_code&down=1", "?sort=town", "?down=1"),
                *("?sort=total_value&down=1", "?sort=profession", "?sort=age", "?kind=person"),
                "?keyword={keyword}",
                "?adviser={adviser}",
                "?category={category}",
                "?after=zorglubine&after_pk={contact}",
            )
        )
    ],
    # After the list, whose place it leads back to.
    "searches:export-contacts": [
        Ask(
            queries=(
                *("?contact={contact}", "?contact={contact}&contact={open_contact}"),
                *("", "?back=%3Fq%3Dzorglubine", "?back=%3Fcategory%3D{category}"),
            ),
            posts=({"contact": "{contact}"}, {"format": "x", "back": "?q=zorglubine"}),
        )
    ],
    "contacts:recent-list": [Ask(queries=("", "?deed=opened", "?deed=created"))],
    "services:columns": [
        Ask(posts=({"column": "client_number"}, {"act": "save", "version": "0"})),
        Ask({"category": "category"}),
    ],
    "services:categories": [Ask(posts=({"act": "up:{category}"},))],
    "services:category-create": [Ask()],
    "services:category-change": [Ask({"pk": "category"})],
    "services:category-delete": [Ask({"pk": "category"})],
    "services:keywords": [Ask(posts=({"act": "add", "label": "Golf"}, {"act": "up:{keyword}"}))],
    "services:keyword-delete": [Ask({"pk": "keyword"})],
    "services:list": [Ask({"firm_list": "profession"})],
    "services:list-delete": [Ask({"firm_list": "profession", "pk": "keyword"})],
    "contacts:contact-add": [Ask()],
    "contacts:contact-create": [
        Ask({"kind": "person"}, posts=({"last_name": "Zorglubine"},)),
        Ask({"kind": "organisation"}),
    ],
    "contacts:contact-likely": [
        Ask(
            {"kind": "person"},
            queries=("?last_name=Zorglubine&first_name=Philom%C3%A8ne&birth_date=09/03/1961",),
        ),
        Ask({"kind": "organisation"}, queries=("?legal_name=Zorglubine",)),
    ],
    "contacts:choices": [
        Ask({"source": source}, queries=TYPED)
        for source in (
            *("personnes", "categories", "profession", "mots-cles", "produits", "x"),
            *("champs-contacts", "depositaires", "devises"),
        )
    ],
    "contacts:proposals": [
        Ask({"source": one}, queries=TYPED) for one in ("codes-postaux", "communes", "x")
    ],
    "contacts:contacts-delete": [
        Ask(queries=("?contact={contact}",), posts=({"contact": "{contact}"},))
    ],
    "contacts:contact-delete": [Ask(CONTACT)],
    "contacts:contacts-merge": [
        Ask(queries=("?contact={contact}", "?contact={contact}&contact={open_contact}"))
    ],
    "contacts:contact-merge-choose": [
        Ask({"source": "contact"}),
        Ask({"source": "open_contact"}, queries=TYPED),
    ],
    "contacts:contact-merge": [
        Ask({"source": "contact", "target": "open_contact"}, posts=({"shown": "x"},)),
        Ask({"source": "open_contact", "target": "contact"}, posts=({"shown": "x"},)),
        Ask({"source": "open_contact", "target": "other_contact"}, posts=({"shown": "x"},)),
    ],
    "contacts:duplicate-list": [
        Ask(queries=("", "?show=apart", "?after=99-{contact}-{contact}", "?after=x"))
    ],
    # The key of the job that is made counts on after the walk: a deed plays it (deeds.py).
    "contacts:duplicate-search": [Ask(posts=())],
    "contacts:duplicate-apart": [
        Ask({"first": "open_contact", "second": "contact"}),
        Ask({"first": "contact", "second": "other_contact"}),
        Ask({"first": "open_contact", "second": "other_contact"}),
    ],
    "contacts:duplicate-together": [
        Ask({"first": "open_contact", "second": "contact"}),
        Ask({"first": "contact", "second": "other_contact"}),
        Ask({"first": "open_contact", "second": "other_contact"}),
    ],
    "contacts:contacts-convert": [
        Ask(queries=("?contact={contact}", "?contact={contact}&contact={open_contact}"))
    ],
    "contacts:contact-convert": [
        Ask(CONTACT, posts=(CONVERTED,)),
        # The open contact is asked too: whose spouse is private.
        Ask(OPEN, posts=(CONVERTED, CONVERTED | {"version": "9"})),
    ],
    "accounts:organisation-create": [
        Ask(CONTACT, posts=(CONVERTED,)),
        Ask(
            OPEN,
            # The key of what is made tells how many there are: it is not made.
            posts=tuple(UNNAMED | {"account": kind} for kind in ("{shared}", "{account}")),
        ),
    ],
    "contacts:merge-list": [Ask(queries=("", "?before={merge}", "?before=x"))],
    "contacts:change-list": [
        Ask(queries=("", "?before={merge}", "?before=x", "?kind=merge&before={merge}", "?kind=x"))
    ],
    "contacts:change-undo": [
        Ask({"pk": "merge"}, posts=({}, {"shown": "x"})),
        Ask({"pk": "category_change"}, ("", "?only={contact}", "?only=x")),
        # What somebody did at once to rows that they see and to some of the folder's.
        Ask({"pk": "deletion"}, ("", "?only={deleted}")),
        Ask({"pk": "handed_over"}, ("", "?only={contact}")),
        Ask({"pk": "ticked"}, ("", "?only={contact}")),
        Ask({"pk": "row_deletion"}, ("", "?only={contact}")),
        Ask({"pk": "clients_treated"}, ("", "?only={deleted}")),
        Ask({"pk": "accounts_treated"}, ("", "?only={deleted}")),
        Ask({"pk": "owners_changed"}, ("", "?only={account}")),
    ],
    # Of somebody who sees the folder, and who alone knows of it.
    "jobs:job-list": [Ask(queries=("", "?before={job}", "?before=x"))],
    "jobs:job-show": [Ask({"pk": "job"})],
    "jobs:job-progress": [Ask({"pk": "job"})],
    "jobs:job-cancel": [Ask({"pk": "job"})],
    "jobs:job-resume": [Ask({"pk": "job"})],
    "services": [Ask()],
    "services-personalisation": [Ask()],
    "contacts:contact-general": [
        Ask(CONTACT, posts=({}, {"last_name": "X", "version": "1", "keywords": "{keyword}"})),
        Ask({"pk": "merged"}),
        Ask(OPEN, posts=({}, {"last_name": "", "version": "0"})),
    ],
    "contacts:contact-coordinates": [Ask(CONTACT), Ask(OPEN)],
    "contacts:contact-history": [
        Ask(CONTACT),
        Ask(OPEN, queries=("", "?field=relationship.kind", "?by={adviser}")),
    ],
    "accounts:deleted": [
        Ask(
            queries=("", "?q=zorg", "?q=PRIV-777"),
            posts=(
                {"contact": "{contact}"},
                {
                    "contact": "{contact}",
                    "account": "{account}",
                    "choice-account-{account}": "stay",
                },
            ),
        )
    ],
    **account_cases.ROUTES,
    **wealth_cases.ROUTES,
    **compliance_cases.ROUTES,
    # The open contact is asked too: whose spouse is private.
    "contacts:contact-couple": [Ask(CONTACT), Ask(OPEN)],
    "contacts:contact-relations": [Ask(CONTACT), Ask(OPEN)],
    "contacts:relation-choose": [Ask(CONTACT), Ask(OPEN, queries=TYPED)],
    "contacts:relation-add": [
        Ask(CONTACT | {"other": "open_contact"}, posts=({"kind": "child"},)),
        Ask(OPEN | {"other": "contact"}, posts=({"kind": "child"},)),
    ],
    "contacts:relation-add-person": [
        Ask(CONTACT),
        Ask(OPEN, posts=({"kind": "spouse", "last_name": "Zorglubine"},)),
    ],
    "contacts:relation-change": [
        Ask(key | {"relation": "relation"}, posts=({"kind": "child", "version": "0"},))
        for key in (CONTACT, OPEN)
    ],
    "contacts:relation-end": [
        Ask(key | {"relation": "relation"}, posts=({"on": "01/01/2026"},))
        for key in (CONTACT, OPEN)
    ],
    "contacts:relation-remove": [Ask(key | {"relation": "relation"}) for key in (CONTACT, OPEN)],
    "contacts:relation-open-folder": [
        Ask(key | {"relation": "relation"}) for key in (CONTACT, OPEN)
    ],
    "contacts:contact-follow-ups": [
        Ask(CONTACT, posts=({"kind": "call", "date": "01/01/2026", "text": "x"},)),
        Ask(OPEN, queries=TYPED),
    ],
    "contacts:follow-up-change": [
        Ask(key | {"note": "follow_up"}, posts=({"kind": "call", "text": "x"},))
        for key in (CONTACT, OPEN)
    ],
    "contacts:follow-up-delete": [
        Ask(key | {"note": "follow_up"}, posts=({"version": "0"},)) for key in (CONTACT, OPEN)
    ],
    "documents:form-blank": [Ask({"kind": kind}) for kind in ("person", "organisation", "x")],
    # The key of what is printed of the open contact counts on after the walk: it is not printed.
    "documents:form-print": [Ask(CONTACT), Ask(OPEN, posts=())],
    "documents:document-list": [
        Ask(CONTACT),
        Ask(OPEN, queries=("", "?after={told_document}", "?before={told_document}", "?after=x")),
    ],
    **{
        f"documents:document-{act}": [
            Ask(CONTACT | {"document": "document"}),
            Ask(OPEN | {"document": "document"}),
            # A form of the public spouse, with facts of the private folder in it.
            Ask(OPEN | {"document": "told_document"}),
        ]
        for act in ("fetch", "delete")
    },
    "alerts:clients": [
        Ask(
            posts=(
                {"line": "{client_line}", "c{client_line}-action": "add", "save": "1"},
                {"line": "{client_line}", "c{client_line}-search": "zorg", "refresh": "1"},
                {"line": "{client_line}", "take": "{client_line}:{contact}"},
                {"line": "{client_line}", "c{client_line}-action": "ignore", "refresh": "1"},
                LINKED | {"save": "1"},
                LINKED | {"refresh": "1", "edit": "{client_line}"},
                LINKED | {"refuse": "{client_line}:{contact}"},
                LINKED | {"revive": "{client_line}:{contact}"},
                LINKED | {"reopen": "{client_line}"},
                LINKED | {"save": "1", "rest": "{client_line}:0", "added_all": "1"},
                LINKED | {"apart": "{client_line}"},
                # A line that all see, of the same client as the folder's.
                {"line": "1000", "c1000-version": "0", "apart": "1000"},
                {
                    "line": "1000",
                    "c1000-version": "0",
                    "c1000-action": "ignore",
                    "c1000-also": "{client_line}:0",
                    "save": "1",
                },
            ),
            queries=("", "?custodian={contact}", "?after={client_line}", "?before={client_line}"),
        )
    ],
    "alerts:accounts": [
        Ask(
            posts=(
                {"line": "{account_line}", "a{account_line}-action": "add", "save": "1"},
                {"line": "{account_line}", "take": "{account_line}:{contact}"},
                OWNED | {"save": "1"},
                OWNED | {"refresh": "1"},
                OWNED | {"reopen": "{account_line}"},
                OWNED | {"save": "1", "rest": "{account_line}:0"},
                {
                    "line": "{account_line}",
                    "a{account_line}-version": "0",
                    "a{account_line}-action": "link",
                    "a{account_line}-existing": "{account}",
                    "save": "1",
                },
            ),
            queries=("", "?custodian={contact}", "?after={account_line}"),
        )
    ],
    "alerts:ownerless": [Ask(queries=("", "?after=2950", "?after=x"))],
    "alerts:ownerless-give": [
        Ask({"pk": "ownerless"}, queries=TYPED, posts=({"contact": "{open_contact}"},)),
        Ask({"pk": "open_ownerless"}, queries=TYPED, posts=({"contact": "{contact}"},)),
    ],
    "imports:fact-find-create": [Ask()],
    "imports:fact-find-received": [Ask({"pk": "received_form"}), Ask({"pk": "decided_form"})],
    "imports:fact-find-update": [Ask(key, posts=({},)) for key in (CONTACT, OPEN)],
    "imports:fact-find-compare": [
        Ask(key | {"form": "received_form"}, posts=({"take": "tit_nom", "shown": "x"}, {}))
        for key in (CONTACT, OPEN)
    ],
    **import_cases.ROUTES,
    "alerts:client-reopen": [Ask({"pk": "client_line"})],
    "alerts:account-reopen": [Ask({"pk": "account_line"})],
}
for name, asks in search_cases.ROUTES.items():
    ROUTES[name] = [*ROUTES.get(name, ()), *asks]
