"""What the matrix asks of searches that exist for others alone, or that refer to one which does."""

from collections import defaultdict

from tests.architecture.asks import Ask

ROW = {"contact": "{open_contact}"}
# What each page of a search is sent, so that it would do something if the search were there.
POSTED: dict[str, dict[str, str]] = {
    "show": {},
    "keep": {"name": "Golf", "reach": "private", "version": "0"},
    "replace": {"version": "0"},
    "without": {},
    "pin": {"pinned": "1"},
    "copy": {},
    "delete": {},
    "restore": {},
    "take-over": {},
    "pictures": {},
    "owners": {"all": "1"},
    "columns": {"act": "save", "version": "0"},
    "sort": {"sort": "-town"},
    "why": {},
    "categorise": ROW | {"category": "{category}", "shown": "x"},
    "keywords": {"all": "1", "asked": "1", "add": "{keyword}", "shown": "x"},
    "people": ROW | {"leaver": "{adviser}", "taker": "{adviser}", "shown": "x"},
    "delete-contacts": {"all": "1", "shown": "x"},
    "export": {"all": "1", "format": "x"},
}
HIDDEN = ("search", "chosen_search", "narrowed_search", "deleted_search", "referring_search")
# What these make has a key that counts on after the walk: deeds do them.
MAKING = {("without", "referring_search"), ("copy", "referring_search")}
QUERIES = {"show": "?count=exact&after={contact}", "why": "?q=zorg"}

NEW_OWNER = {
    "owner-TOTAL_FORMS": "1",
    "owner-INITIAL_FORMS": "0",
    "owner-0-contact": "{contact}",
    "owner-0-right": "full",
}
OWNERS = [
    # All that a search finds, where the folder's account is among them, and by its key.
    Ask(
        {"search": "account_search"},
        queries=("?all=1", "?account={account}", "?account={account}&account={shared}"),
        posts=(
            {"all": "1", "take": "{contact}"},
            {"all": "1", "search": "zorglubine", "refresh": "1"},
            NEW_OWNER | {"all": "1", "owner-0-contact": "{open_contact}"},
            NEW_OWNER | {"all": "1", "save": "1"},
            NEW_OWNER | {"account": "{account}", "owner-0-contact": "{open_contact}"},
        ),
    ),
    # It names nobody, so that it runs for everybody.
    Ask(
        {"search": "owner_search"},
        queries=("?all=1", "?account={account}&account={shared}"),
        posts=(
            NEW_OWNER | {"all": "1", "owner-0-contact": "{open_contact}"},
            NEW_OWNER | {"all": "1", "owner-0-contact": "{open_contact}", "save": "1"},
            NEW_OWNER | {"account": "{shared}", "owner-0-contact": "{other_contact}"},
            NEW_OWNER | {"account": "{shared}", "save": "1"},
        ),
    ),
    Ask({"search": "contact_search"}, queries=("?all=1",)),
]


def routes() -> dict[str, list[Ask]]:
    found = defaultdict(list)
    for act, posted in POSTED.items():
        for kind in HIDDEN:
            queries = ("?all=1", QUERIES.get(act, "?contact={open_contact}"))
            posts = () if (act, kind) in MAKING else (posted,)
            found[f"searches:search-{act}"].append(Ask({"search": kind}, queries, posts))
    found["searches:search-owners"] += OWNERS
    for kind in HIDDEN:
        asked = Ask({"search": kind, "key": "open_contact"})
        found["searches:search-why-row"].append(asked)
    return found


ROUTES = routes()
