"""What the matrix asks of changes of many contacts, chosen in the list or by a search."""

from tests.architecture.asks import Ask

MOVED = {"contact": "{contact}", "category": "{category}"}
TICKED = {"contact": "{contact}", "asked": "1", "add": "{keyword}"}
GIVEN = {"contact": "{contact}", "leaver": "{adviser}", "taker": "{adviser}"}
GONE = {"contact": "{contact}"}
BOTH = "?contact={contact}&contact={open_contact}"


def _of_list(answers: dict[str, str], *others: dict[str, str]) -> list[Ask]:
    posts = (answers, answers | {"contact": "{open_contact}"}, answers | {"shown": "x"}, *others)
    posts += (answers | {"part": "plan"},)
    return [Ask(queries=("?contact={contact}", BOTH), posts=posts)]


def _of_search(answers: dict[str, str]) -> list[Ask]:
    posts = (answers, answers | {"all": "1"}, answers | {"shown": "x"})
    return [Ask({"search": "contact_search"}, queries=("?all=1", "", BOTH), posts=posts)]


ROUTES: dict[str, list[Ask]] = {
    "contacts:contacts-regroup": _of_list(MOVED, MOVED | {"dropped": "1"}),
    "contacts:contacts-keywords": _of_list(TICKED),
    "contacts:contacts-people": _of_list(GIVEN),
    "searches:search-categorise": _of_search(MOVED),
    "searches:search-keywords": _of_search(TICKED),
    "searches:search-people": _of_search(GIVEN),
    "searches:search-delete-contacts": _of_search(GONE),
}
