"""What the matrix asks of the pages of what clients declare."""

from tests.architecture.asks import Ask

CONTACT = {"pk": "contact"}
OPEN = {"pk": "open_contact"}
# A row of each list of what clients declare.
DECLARED = [
    {"rows": "immobilier", "row": "property"},
    {"rows": "placements", "row": "asset"},
    {"rows": "emprunts", "row": "debt"},
    {"rows": "revenus", "row": "income"},
    {"rows": "charges", "row": "expense"},
]

ROUTES = {
    **{
        f"wealth:folder-{name}": [Ask(CONTACT), Ask(OPEN)]
        for name in ("properties", "assets", "debts", "budget", "household")
    },
    "wealth:row-add": [
        Ask(key | {"rows": rows}, posts=({}, {"kind": "AUTRE", "account": "{account}"}))
        for rows in ("immobilier", "placements", "emprunts", "revenus", "charges", "x")
        for key in (CONTACT, OPEN)
    ],
    "wealth:row-change": [
        Ask(key | row, posts=({}, {"kind": "AUTRE", "account": "{account}"}))
        for row in DECLARED
        for key in (CONTACT, OPEN)
    ],
    "wealth:row-delete": [
        Ask(key | row, posts=({"opened": "{{}}"},)) for row in DECLARED for key in (CONTACT, OPEN)
    ],
}
