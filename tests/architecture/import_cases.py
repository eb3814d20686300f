"""What the matrix asks of files that came in, at night or sent by somebody."""

from tests.architecture.asks import Ask

RUNS = ("run", "waiting_run", "sent_run")
ROUTES = {
    "imports:runs": [Ask(queries=("", "?partner=assurvia", "?state=done"))],
    "imports:feed-model": [Ask()],
    "imports:profile-list": [Ask()],
    "imports:profile-create": [Ask(posts=({"act": "save", "name": "x"},))],
    "imports:profile-import": [Ask(posts=({},))],
    "imports:profile-change": [Ask({"pk": "import_profile"}, posts=({"act": "show"},))],
    "imports:profile-force": [
        Ask({"pk": "import_profile"}, posts=({"act": "withdraw", "version": "{import_version}"},))
    ],
    "imports:profile-version": [Ask({"pk": "import_profile", "number": "import_version"})],
    "imports:profile-export": [Ask({"pk": "import_profile", "number": "import_version"})],
    "imports:account-import": [Ask(posts=({"partner": "assurvia"}, {"new_partner": "x"}))],
    "imports:account-model": [Ask()],
    "imports:account-import-decide": [
        Ask({"pk": kind}, posts=({}, {"analyse": "1"}, {"import": "1"}, {"refuse": "1"}))
        for kind in ("waiting_run", "sent_run")
    ],
    "imports:run": [Ask({"pk": kind}) for kind in RUNS],
    "imports:run-report": [Ask({"pk": kind}) for kind in RUNS],
    "imports:run-rejects": [Ask({"pk": kind}) for kind in RUNS],
    "imports:run-decide": [
        Ask({"pk": kind}, posts=({"confirm": "1"}, {"refuse": "1"})) for kind in RUNS
    ],
}
