"""What the catalogue page shows: invented people and figures, in French as a firm's data are."""

import datetime as dt
from decimal import Decimal
from typing import Any

TOKENS = [
    *("ground", "surface", "raised", "sunken", "hover", "mark", "line", "line-strong", "edge"),
    *("ink", "ink-2", "ink-3", "accent", "accent-tint", "accent-line"),
    *("private", "private-tint", "danger", "danger-tint", "warn", "warn-tint", "ok", "ok-tint"),
    *("chart-1", "chart-2", "chart-3", "chart-4", "chart-5"),
]

CHIPS: list[dict[str, Any]] = [
    {"label": "Conseiller : Claire Vasseur", "url": "#outils", "on": True},
    {"label": "Mot clé", "url": "#outils"},
    {"label": "Avec suggestion", "url": "#outils", "count": 8},
]

TABS: list[dict[str, Any]] = [
    {
        "title": "Dossier",
        "entries": [
            {"url": "#navigation", "label": "Général", "current": True},
            {"url": "#navigation", "label": "Coordonnées"},
            {"url": "#navigation", "label": "Suivi", "count": 41},
        ],
    },
    {
        "title": "Patrimoine",
        "entries": [{"url": "#navigation", "label": "Comptes", "count": 7}],
    },
]
TREE: list[dict[str, Any]] = [
    {"url": "#navigation", "label": "Contacts récents", "icon": "history"},
    {
        "url": "#navigation",
        "label": "Clients",
        "count": "1 284",
        "current": True,
        "entries": [{"url": "#navigation", "label": "Île-de-France", "count": 402}],
    },
    {"url": "#navigation", "label": "Prospects", "count": 216, "drop": True},
]

COLUMNS = [
    {"label": "Nom", "url": "#tableau", "sort": "ascending"},
    {"label": "Code", "url": "#tableau"},
    {"label": "Dernier échange", "url": "#tableau", "numeric": True},
    {"label": "Encours", "url": "#tableau", "numeric": True},
]
ROWS: list[dict[str, Any]] = [
    {"name": "Abadie", "first_name": "Solange", "code": "A0412", "date": dt.date(2026, 11, 12)}
    | {"total": Decimal("412806.15")},
    {"name": "Andrieux-Coste", "first_name": "Mireille", "code": "A0103", "private": True}
    | {"date": dt.date(2026, 11, 19), "total": Decimal("2314977.48"), "picked": True},
    {"name": "Atelier Brunel SARL", "organisation": True, "code": "B0220"}
    | {"date": dt.date(2026, 10, 5), "total": Decimal(640000)},
    {"name": "Blot", "first_name": "Raymonde", "code": "A0044", "deceased": "Décédée"}
    | {"date": dt.date(2026, 11, 4), "total": Decimal("151300.44"), "hover": True},
    {"name": "Bonnefoy", "first_name": "Lazare", "code": "A0733", "deleted": True}
    | {"date": dt.date(2026, 10, 30), "total": Decimal("782019.87")},
]

FIGURES: list[dict[str, Any]] = [
    {"label": "Total", "value": "3 806 214,62 €", "change": "+ 6,3 %", "note": "sur deux ans"},
    {"label": "Nue-propriété, hors total", "value": "480 500,00 €"},
    {"label": "Versements de l’année", "value": "24 000,00 €"}
    | {"change": "− 12 000,00 €", "down": True, "note": "sur un an"},
    {"label": "Comptes", "value": "7"},
]

FOLDER_MENU: list[dict[str, Any]] = [
    {"entries": [{"url": "#menus", "icon": "merge", "label": "Fusionner avec un autre contact"}]},
    {
        "title": "Recueil d’Informations Client",
        "entries": [
            {"url": "#menus", "icon": "printer", "label": "Imprimer prérempli"},
            {"url": "#menus", "icon": "upload", "label": "Mettre à jour à partir du Recueil"},
        ],
    },
    {
        "line": True,
        "entries": [
            {"url": "#menus", "icon": "convert", "label": "Transformer en personne morale"},
            {"url": "#menus", "icon": "trash", "label": "Supprimer", "danger": True},
        ],
    },
]

SEARCH_GROUPS: list[dict[str, Any]] = [
    {
        "title": "Contacts",
        "entries": [
            {"url": "#menus", "name": "Castaing-Moreau", "first_name": "Hélène"}
            | {"label": "Hélène Castaing-Moreau", "note": "Bordeaux"},
            {"url": "#menus", "name": "Castaing & Fils", "organisation": True}
            | {"label": "Castaing & Fils", "note": "Bordeaux"},
        ],
    },
    {"title": "Comptes", "entries": [], "none": "Aucun compte"},
]

ERRORS = [{"url": "#champs", "label": "IBAN"}, {"url": "#champs", "label": "Date de naissance"}]

SUGGESTIONS = [{"label": "Hélène Castaing", "score": 92}, {"label": "Marc Dupré", "score": 78}]

PLAN = [
    {"label": "Commune de naissance", "before": "", "after": "Angers"}
    | {"fate": "filled", "words": "Complété"},
    {"label": "Téléphone mobile", "before": "06 71 20 44 18", "after": "06 12 45 78 09"}
    | {"fate": "moved", "words": "Remplacé"},
    {"label": "Date de naissance", "before": "07/08/1962", "after": "07/08/1962"}
    | {"fate": "refused", "words": "Refusé, la cible a le sien"},
    {"label": "Situation familiale", "before": "Marié(e)", "after": "Marié(e)"}
    | {"fate": "kept", "words": "Conservé"},
]
PLAN_COUNTS = [
    {"label": "Comptes", "source": 2, "target": 3, "result": 4, "note": "Un compte commun"},
    {"label": "Mots-clés", "source": 0, "target": 1, "result": 1, "note": ""},
]

TIMELINE: list[dict[str, Any]] = [
    {
        "icon": "edit",
        "who": "Claire Vasseur",
        "text": "a modifié 2 champs dans Coordonnées",
        "when": "Aujourd’hui, 10 h 42",
        "changes": [
            {"label": "Téléphone mobile", "before": "06 71 20 44 18", "after": "06 12 45 78 09"},
            {"label": "Commune", "before": "", "after": "Bordeaux"},
        ],
    },
    {"icon": "merge", "who": "Marc Tessier", "text": "a fusionné H. Moreau dans ce dossier"}
    | {"when": "18/11/2026, 17 h 05"},
    {"icon": "download", "text": "L’import de la nuit a reçu 3 valorisations"}
    | {"when": "17/11/2026, 4 h 10"},
]

TODO: list[dict[str, Any]] = [
    {"icon": "user", "what": "Nouveaux clients détectés (14)", "when": "depuis le 21/11"}
    | {"detail": "Assurvia 9, Banque Tolbiac 5 · 8 ont une suggestion"},
    {"icon": "alert", "what": "Import Financière Orsel suspendu", "when": "cette nuit"}
    | {"detail": "31 comptes de moins que le dernier fichier complet.", "warn": True},
]

_VALUES = "2000 2040 1980 2110 2150 2390 2420 2370 2510 2570"
CURVE = [
    (dt.date(2024 + month // 12, month % 12 + 1, 1), Decimal(value) * 1000)
    for month, value in zip(range(0, 30, 3), _VALUES.split(), strict=True)
]
SHARES = [
    ("Assurance vie", Decimal("1740000.00")),
    ("Comptes-titres", Decimal("951000.50")),
    ("PER", Decimal("640800.12")),
    ("SCPI", Decimal("304500.00")),
    ("Liquidités", Decimal("90000.00")),
    ("Fonds en euros", Decimal("79914.00")),
]

EMPTY: list[dict[str, Any]] = [
    {
        "icon": "users",
        "title": "Aucun contact ne correspond",
        "text": "Trois filtres sont actifs. Sans « Mot clé : Golf », il y en a 12.",
        "actions": [
            {"url": "#vides", "label": "Retirer « Golf »"},
            {"url": "#vides", "label": "Retirer tous les filtres", "quiet": True},
        ],
    },
    {
        "icon": "check",
        "title": "Toutes les alertes sont traitées",
        "text": "Le prochain import passe cette nuit vers 4 h.",
        "actions": [{"url": "#vides", "label": "Revenir à l’accueil"}],
    },
    {
        "icon": "upload",
        "title": "Le cabinet n’a pas encore de contact",
        "text": "Commencez par les utilisateurs, puis importez votre ancienne base.",
        "actions": [{"url": "#vides", "label": "Importer des contacts", "primary": True}],
    },
]
