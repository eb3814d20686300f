"""What the matrix asks of the pages of accounts that stand in a folder."""

from tests.architecture.asks import Ask

CONTACT = {"pk": "contact"}
OPEN = {"pk": "open_contact"}
OWN = CONTACT | {"account": "account"}
SHARED = OPEN | {"account": "shared"}
OWNED_BY_SECRET = {
    "product": "1",
    "number": "PRIV-777",
    "owner-TOTAL_FORMS": "1",
    "owner-INITIAL_FORMS": "0",
    "owner-0-contact": "{contact}",
    "owner-0-right": "full",
    "save": "1",
}
OWNED_BY_OPEN = OWNED_BY_SECRET | {"owner-0-contact": "{open_contact}", "owner-0-share": "40"}

ROUTES: dict[str, list[Ask]] = {
    "accounts:folder-accounts": [
        Ask(CONTACT),
        Ask(OPEN, queries=("", "?at=01/01/2026", "?closed=1", "?at=x")),
    ],
    "accounts:folder-summary": [Ask(CONTACT), Ask(OPEN)],
    "accounts:account-add": [
        Ask(CONTACT, posts=({}, OWNED_BY_SECRET)),
        Ask(OPEN, posts=({}, OWNED_BY_SECRET, OWNED_BY_SECRET | {"search": "zorg", "save": ""})),
    ],
    "accounts:account-show": [
        Ask(OWN),
        Ask(SHARED, queries=("", "?at=01/01/2026", "?before=2027-01-01", "?after=2020-01-01")),
        Ask(OPEN | {"account": "account"}),
    ],
    "accounts:account-change": [
        Ask(OWN),
        Ask(
            SHARED,
            posts=(
                {},
                OWNED_BY_SECRET | {"label": "X", "version": "9"},
                # What is saved writes the hidden owner's figures too: only refusals are compared.
                OWNED_BY_OPEN | {"label": "X", "version": "1"},
            ),
        ),
    ],
    "accounts:account-delete": [Ask(OWN), Ask(SHARED, posts=())],
    "accounts:valuation-add": [
        Ask(OWN),
        Ask(SHARED, posts=({}, {"date": "20/11/2026", "value": "12"})),
    ],
    "accounts:valuation-change": [
        Ask(OWN | {"value": "valuation"}),
        Ask(SHARED | {"value": "valuation"}),
    ],
}
