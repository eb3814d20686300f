"""RIC-PM: an organisation, who directs, controls and owns it, its figures and its aims."""

from imports.fact_find.definition import lists
from imports.fact_find.definition.parts import address, consents, held_assets, identity
from imports.fact_find.definition.questions import (
    COUNTRY,
    amount,
    check,
    choice,
    date,
    day_and_month,
    email,
    integer,
    lei,
    long_text,
    numbered,
    percentage,
    radio,
    siren,
    siret,
    telephone,
    text,
)
from imports.fact_find.schema import Fields, Form, Row, Section, Table

FIGURES = {
    "ca": "Chiffre d’affaires",
    "resultat": "Résultat net",
    "bilan": "Total de bilan",
    "fonds_propres": "Fonds propres",
    "treso": "Trésorerie disponible",
    "dettes": "Endettement",
}
YEARS = {"n": "N", "n1": "N-1", "n2": "N-2"}


def _organisation() -> Section:
    at = "organisation"
    fields = (
        text(
            "soc_denomination",
            "Dénomination sociale",
            f"{at}.name",
            limit=120,
            span=8,
            required=True,
        ),
        text("soc_sigle", "Sigle ou enseigne", f"{at}.trade_name", limit=80, span=4),
        choice("soc_forme", "Forme juridique", f"{at}.legal_form", lists.LEGAL_FORMS, span=4),
        siren("soc_siren", "SIREN", f"{at}.siren", span=4),
        siret("soc_siret", "SIRET du siège", f"{at}.siret", span=4),
        lei("soc_lei", "LEI", f"{at}.lei", span=4),
        text("soc_naf", "Code NAF ou APE", f"{at}.activity_code", limit=6, span=4),
        text("soc_rcs", "Ville du RCS, ou RNA", f"{at}.registry", limit=80, span=4),
        date("soc_creation", "Créée le (JJ/MM/AAAA)", f"{at}.created", span=4, not_in_future=True),
        amount("soc_capital", "Capital social (€)", f"{at}.capital", span=4),
        integer("soc_effectif", "Effectif", f"{at}.headcount", limit=7, span=4),
        text("soc_activite", "Activité, objet social", f"{at}.activity", limit=200, span=12),
        choice("soc_regime_fiscal", "Régime fiscal", f"{at}.tax_regime", lists.TAX_REGIMES, span=4),
        day_and_month("soc_cloture", "Clôture de l’exercice (JJ/MM)", f"{at}.year_end", span=4),
        choice(
            "soc_categorie_mif",
            "Catégorie MIF 2",
            f"{at}.client_category",
            lists.CLIENT_CATEGORIES,
            span=4,
        ),
    )
    return Section("Personne morale", (Fields(fields),))


def _seat() -> Section:
    fields = (
        *address("Adresse du siège"),
        email("soc_email", "Adresse e-mail", "organisation.email", span=8),
        telephone("soc_tel", "Téléphone", "organisation.telephone", span=4),
    )
    return Section("Siège et coordonnées", (Fields(fields),))


def _representative() -> Section:
    fields = (
        *identity("rep", "representative"),
        text("rep_fonction", "Fonction", "representative.function", limit=80, span=5),
        email("rep_email", "Adresse e-mail", "representative.email", span=4),
        telephone("rep_tel", "Téléphone", "representative.mobile", span=3),
    )
    return Section("Représentant légal", (Fields(fields),))


def _owners() -> Section:
    def owner(row: int) -> Fields:
        return Fields(
            (
                text(f"be{row}_nom", "Nom", "owner.name", limit=80, row=row),
                text(f"be{row}_prenom", "Prénom", "owner.first_name", limit=80, row=row),
                date(
                    f"be{row}_naissance",
                    "Né(e) le",
                    "owner.birth_date",
                    row=row,
                    not_in_future=True,
                ),
                text(f"be{row}_pays", "Pays de résidence", "owner.country", limit=COUNTRY, row=row),
                percentage(f"be{row}_pct", "Part détenue (%)", "owner.share", row=row),
                choice(f"be{row}_controle", "Contrôle", "owner.control", lists.CONTROLS, row=row),
                check(f"be{row}_ppe", "PPE", "owner.exposed", row=row),
            )
        )

    head = ("", "Nom", "Prénom", "Né(e) le", "Pays de résidence", "Part (%)", "Contrôle", "PPE")
    return Section(
        "Bénéficiaires effectifs",
        (numbered(4, head, (4, 20, 17, 13, 17, 8, 16, 5), owner),),
        "Qui détient plus de 25 % du capital ou des droits de vote, ou exerce un contrôle. "
        "PPE : personne politiquement exposée.",
    )


def _shareholders() -> Section:
    def holder(row: int) -> Fields:
        return Fields(
            (
                text(
                    f"asso{row}_nom", "Nom ou dénomination", "shareholder.name", limit=120, row=row
                ),
                percentage(f"asso{row}_pct", "Part du capital (%)", "shareholder.share", row=row),
                choice(f"asso{row}_droit", "Droit", "shareholder.right", lists.RIGHTS, row=row),
                integer(
                    f"asso{row}_parts", "Nombre de parts", "shareholder.units", limit=9, row=row
                ),
            )
        )

    head = ("", "Nom ou dénomination", "Capital (%)", "Droit", "Parts")
    return Section(
        "Associés et répartition du capital", (numbered(4, head, (4, 42, 14, 24, 16), holder),)
    )


def _figures() -> Section:
    rows = tuple(
        Row(
            label,
            tuple(
                amount(
                    f"cpt_{key}_{year}",
                    label,
                    f"figures.{key}.{year}",
                    low=-(10**12),
                    question=f"{label}, exercice {said} (€)",
                )
                for year, said in YEARS.items()
            ),
        )
        for key, label in FIGURES.items()
    )
    head = ("Derniers exercices", "N (€)", "N-1 (€)", "N-2 (€)")
    return Section("Données financières", (Table(head, (34, 22, 22, 22), rows),))


def _investments() -> Section:
    def asset(row: int) -> Fields:
        return held_assets(row, amount(f"fin{row}_valeur", "Valeur (€)", "asset.value", row=row))

    head = ("", "Nature", "Établissement", "Valeur (€)")
    return Section("Placements de la société", (numbered(4, head, (4, 36, 38, 22), asset),))


def _compliance() -> Section:
    at = "organisation"
    fields = (
        text(
            "soc_resid_fiscale_pays",
            "Pays de résidence fiscale",
            f"{at}.tax_residence1.country",
            limit=COUNTRY,
            span=6,
        ),
        text(
            "soc_nif",
            "N° fiscal ou TVA intracommunautaire",
            f"{at}.tax_residence1.number",
            limit=30,
            span=6,
        ),
        choice(
            "soc_fatca_statut",
            "Statut FATCA, CRS",
            f"{at}.fatca_status",
            lists.FATCA_STATUSES,
            span=6,
        ),
        text("soc_giin", "GIIN", f"{at}.giin", limit=19, span=6),
        radio("soc_us", "Entité américaine", f"{at}.us_entity", span=6),
        radio("soc_ppe", "Dirigeant ou bénéficiaire effectif PPE", f"{at}.exposed", span=6),
        amount("ori_montant", "Montant des fonds (€)", "origin.amount", span=4),
        long_text(
            "ori_detail",
            "Origine des fonds (activité, cession, apport…)",
            "origin.detail",
            limit=1000,
            span=12,
        ),
    )
    return Section("Conformité : FATCA, CRS, origine des fonds, PPE", (Fields(fields),))


def _aims() -> Section:
    fields = (
        choice("obj_horizon", "Horizon", "aim.horizon", lists.HORIZONS, span=4),
        amount("obj_montant", "Montant (€)", "aim.amount", span=4),
        choice(
            "prof_perte_max",
            "Perte maximale acceptable",
            "profile.loss_capacity",
            lists.LOSSES,
            span=4,
        ),
        long_text("obj_commentaire", "Commentaires", "aim.comment", limit=2000, span=12),
    )
    return Section("Objectifs et profil", (Fields(fields),))


ORGANISATION = Form(
    "RIC-PM",
    1,
    "Recueil d’Information Client",
    "Personne morale",
    (
        _organisation(),
        _seat(),
        _representative(),
        _owners(),
        _shareholders(),
        _figures(),
        _investments(),
        _compliance(),
        _aims(),
        consents("Données personnelles et signature"),
    ),
)
