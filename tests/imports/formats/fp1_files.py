"""The same FP1 data as text, as JSON lines and as a workbook."""

import csv
import json

import xlsxwriter

TABLES = {
    "client": (
        {
            "ref_client": "C-1",
            "type_personne": "PP",
            "civilite": "Mme",
            "nom_naissance": "MARTIN",
            "nom_usage": "MOREAU",
            "prenoms": "Anne",
            "date_naissance": "1970-04-12",
            "code_postal": "35000",
            "ville": "Rennes",
            "pays": "FR",
        },
        {"ref_client": "C-2", "type_personne": "PM", "raison_sociale": "Les Ajoncs"}
        | {"forme_juridique": "SCI", "siren": "732829320"},
        {"ref_client": "C-3", "type_personne": "PP", "civilite": "M.", "nom_naissance": "PETIT"}
        | {"prenoms": "Luc", "date_naissance": "1962-01-30"},
    ),
    "compte": (
        {"ref_compte": "000123", "type_compte": "ASSURANCE_VIE", "produit": "Horizon"}
        | {"date_effet": "2011-05-06", "devise": "EUR"}
        | {"encours": "1400.82", "date_encours": "2026-10-30"},
        {"ref_compte": "B-2", "type_compte": "CTO", "encours": "-12.5"}
        | {"date_encours": "2026-10-29", "devise": "USD", "ref_compte_precedente": "A-2"},
        {"ref_compte": "B-3", "produit": "Horizon", "date_cloture": "2026-09-01"},
    ),
    "titulaire": (
        {"ref_compte": "B-2", "ref_client": "C-2", "role": "NU_PROPRIETAIRE", "quote_part": "50"},
        {"ref_compte": "000123", "ref_client": "C-1", "role": "TITULAIRE", "rang": "1"},
        {"ref_compte": "B-2", "ref_client": "C-1", "role": "USUFRUITIER", "quote_part": "100"},
        {"ref_compte": "B-2", "ref_client": "C-2", "role": "MANDATAIRE"},
    ),
}


def columns_of(rows):
    return list(dict.fromkeys(name for row in rows for name in row))


def write_csv(path, tables, *, encoding="utf-8-sig", separator=";"):
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        for rows in tables.values():
            columns = columns_of(rows)
            writer.writerow(columns)
            writer.writerows([row.get(name, "") for name in columns] for row in rows)


def write_json(path, tables):
    lines = [json.dumps({"type": kind} | row) for kind, rows in tables.items() for row in rows]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def write_workbook(path, tables):
    with xlsxwriter.Workbook(path) as book:
        for kind, rows in tables.items():
            sheet, columns = book.add_worksheet(f"{kind}s"), columns_of(rows)
            sheet.write_row(0, 0, columns)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, [row.get(name, "") for name in columns])


WRITERS = {"fp1.csv": write_csv, "fp1.jsonl": write_json, "fp1.xlsx": write_workbook}


def changed(kind, at, **said):
    """Return the tables with some cells of one line changed; None takes a cell away."""
    rows = [dict(row) for row in TABLES[kind]]
    rows[at] = {name: cell for name, cell in (rows[at] | said).items() if cell is not None}
    return TABLES | {kind: tuple(rows)}
