"""What the matrix asks of the pages of Conformité."""

from tests.architecture.asks import Ask

CONTACT = {"pk": "contact"}
OPEN = {"pk": "open_contact"}
# A row of each list.
ROWS = [
    {"rows": "objectifs", "row": "objective"},
    {"rows": "projet", "row": "project"},
    {"rows": "origines", "row": "origin"},
    {"rows": "residences", "row": "residence"},
    {"rows": "consentements", "row": "consent"},
    {"rows": "beneficiaires", "row": "owner"},
    {"rows": "associes", "row": "shareholder"},
    {"rows": "exercices", "row": "year"},
]
TYPED = {"kind": "cession", "country": "VA", "year": "2025", "last_name": "x", "name": "x"}
PAGES = ("objectives", "funds", "taxes", "consents", "profile")
DATED = {"dated_on": "29/10/2026"}
VERSIONS = [
    key | {"profile": version}
    for key in (CONTACT, OPEN)
    for version in ("profile", "earlier_profile")
]

ROUTES = {
    **{f"compliance:folder-{name}": [Ask(CONTACT), Ask(OPEN)] for name in PAGES},
    **{
        f"compliance:folder-{name}": [Ask({"pk": "company"}), Ask(CONTACT), Ask(OPEN)]
        for name in ("owners", "years")
    },
    "compliance:profile-add": [Ask(key, posts=({}, DATED)) for key in (CONTACT, OPEN)],
    "compliance:profile-show": [Ask(keys) for keys in VERSIONS],
    "compliance:profile-change": [Ask(keys, posts=({}, DATED)) for keys in VERSIONS],
    "compliance:profile-delete": [Ask(keys, posts=({},)) for keys in VERSIONS],
    "compliance:tax-change": [
        Ask(key, posts=({}, {"tax_residence": "VA"})) for key in (CONTACT, OPEN)
    ],
    "compliance:row-add": [
        Ask(key | {"rows": rows}, posts=({}, TYPED))
        for rows in (*(row["rows"] for row in ROWS), "x")
        for key in (CONTACT, OPEN)
    ],
    "compliance:row-change": [
        Ask(key | row, posts=({}, TYPED)) for row in ROWS for key in (CONTACT, OPEN)
    ],
    "compliance:row-delete": [
        Ask(key | row, posts=({"opened": "{{}}"},)) for row in ROWS for key in (CONTACT, OPEN)
    ],
}
