"""The model of an FP1 workbook, for a partner to fill in: in French, whoever asks for it."""

import io
from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from imports.feeds.fp1.tables import COLUMNS, KEYS, Role
from text.spreadsheet_text import AS_TEXTS, MADE

NAME = "modele_fp1.xlsx"
_GUIDE = "Lisez-moi"
_ROWS = 5_000
_WIDTH = 18
_GUIDE_WIDTH = 110
_EXPLAINED = """\
FP1 : un client par ligne de « clients », un compte ou contrat par ligne de « comptes »,
une ligne de « titulaires » pour chaque client de chaque compte.
Gardez les noms des colonnes tels quels. Leur ordre est libre, une colonne inutile peut être
supprimée, une colonne inconnue est laissée de côté.
Dates : AAAA-MM-JJ. Montants : chiffres et point décimal, sans espace.
Devises : trois lettres ISO 4217.
Les références (ref_client, ref_compte) sont celles du partenaire, toujours les mêmes d’un
fichier à l’autre, au format Texte pour garder leurs zéros.
Aucun numéro de sécurité sociale : il serait effacé avant toute lecture.
Un compte absent n’est pas un compte clôturé : donnez date_cloture."""
_LISTS: Mapping[str, Sequence[str]] = {
    "type_personne": ("PP", "PM"),
    "civilite": ("M.", "Mme", "Mlle"),
    "role": tuple(Role),
    "devise": ("EUR", "USD", "CHF", "GBP"),
}
_COMMENTS: Mapping[str, str] = {
    "ref_client": "Obligatoire. Numéro du client chez le partenaire, une seule ligne par client.",
    "type_personne": "PP (personne physique) ou PM (personne morale).",
    "nom_naissance": "Nom de naissance. Un nom au moins est obligatoire pour une PP.",
    "nom_usage": "Nom d’usage, s’il est différent.",
    "prenoms": "Prénoms, séparés par des espaces.",
    "date_naissance": "AAAA-MM-JJ, année sur quatre chiffres.",
    "raison_sociale": "Obligatoire pour une PM.",
    "ref_client_precedente": "Ancien numéro du client, s’il en a changé.",
    "ref_compte": "Obligatoire. Numéro du compte ou contrat chez le partenaire.",
    "produit": "Nom du produit ; à défaut type_compte est repris.",
    "date_effet": "AAAA-MM-JJ.",
    "encours": "Valeur du compte à date_encours, point décimal : 1400.82.",
    "date_encours": "AAAA-MM-JJ. Obligatoire avec encours.",
    "devise": "Trois lettres ISO 4217 ; vide : EUR.",
    "ref_compte_precedente": "Ancien numéro du compte, s’il en a changé.",
    "role": "Obligatoire. Ce que le client est pour ce compte.",
    "quote_part": "En pour cent : 50 pour la moitié.",
    "rang": "1 pour le premier titulaire.",
}


def workbook() -> bytes:
    written = io.BytesIO()
    with Workbook(written, AS_TEXTS | {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        head = book.add_format({"bold": True, "bg_color": "#EEF2F7", "border": 1})
        key = book.add_format({"bold": True, "bg_color": "#DCE6F5", "border": 1})
        text = book.add_format({"num_format": "@"})
        for table, columns in COLUMNS.items():
            sheet = book.add_worksheet(f"{table}s")
            sheet.freeze_panes(1, 0)
            for at, name in enumerate(columns):
                sheet.set_column(at, at, _WIDTH, text)
                _write_head(sheet, at, name, key if name in KEYS[table] else head)
        guide = book.add_worksheet(_GUIDE)
        guide.set_column(0, 0, _GUIDE_WIDTH)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for at, line in enumerate(_EXPLAINED.splitlines()):
            guide.write_string(at, 0, line, wrapped)
    return written.getvalue()


def _write_head(sheet: Worksheet, at: int, name: str, how: Format) -> None:
    sheet.write_string(0, at, name, how)
    if comment := _COMMENTS.get(name):
        sheet.write_comment(0, at, comment)
    if choices := _LISTS.get(name):
        sheet.data_validation(
            1, at, _ROWS, at, {"validate": "list", "source": list(choices), "ignore_blank": True}
        )
