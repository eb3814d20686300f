"""What the matrix asks of the pages of contact imports."""

from tests.architecture.asks import Ask

# Files of contacts: of the folder's people, and an outsider's with a row about the folder.
FILES = ("sent_file", "file")
MEANT = {"code": "C_LIST", "column": "PROFESSION", "text": "Boulangr", "meant": "1"}

ROUTES: dict[str, list[Ask]] = {
    "imports:contact-import-list": [Ask(queries=("", "?before={file}"))],
    "imports:contact-import-model": [Ask()],
    "imports:contact-import-rejects": [Ask({"pk": key}) for key in FILES],
    "imports:contact-import-show": [
        Ask(
            {"pk": key},
            queries=(
                *("", "?rows=all", "?outcome=updated"),
                *("?code=C_LIST&column=PROFESSION", "?after=2"),
            ),
        )
        for key in FILES
    ],
    "imports:contact-import-progress": [Ask({"pk": key}) for key in FILES],
    "imports:contact-import-row": [
        Ask({"pk": key, "line": line}) for key in FILES for line in ("2", "3", "4")
    ],
    "imports:contact-import-rows": [
        Ask(
            {"pk": key},
            posts=({"cell-4-1": "Z-SECRET"}, {"cell-2-0": "Martin"}, {"choice-5": "create"}, {}),
        )
        for key in FILES
    ],
    "imports:contact-import-choose": [
        Ask({"pk": key}, posts=({"outcome": "double", "choice": "update"},)) for key in FILES
    ],
    "imports:contact-import-correct": [
        Ask({"pk": key}, posts=(MEANT, MEANT | {"column": "x"})) for key in FILES
    ],
    "imports:contact-import-add": [Ask({"pk": key}, posts=(MEANT,)) for key in FILES],
    "imports:contact-import-analyse": [
        Ask({"pk": key}, posts=({"mode": "add"}, {"mode": "add", "match_by": "name"}))
        for key in FILES
    ],
    "imports:contact-import-confirm": [
        Ask({"pk": key}, posts=({"version": "9"}, {"version": "0"})) for key in FILES
    ],
    "imports:contact-import-undo": [Ask({"pk": key}) for key in FILES],
    "imports:contact-import-cancel": [Ask({"pk": key}) for key in FILES],
    "imports:contact-import-discard": [Ask({"pk": "sent_file"})],
}
