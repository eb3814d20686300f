"""RIC-PP: a person, the spouse, five children, what they own and owe, their aims and profile."""

from imports.fact_find.definition import lists
from imports.fact_find.definition.parts import (
    address,
    consents,
    coordinates,
    employment,
    held_assets,
    identity,
    tax_and_exposure,
)
from imports.fact_find.definition.questions import (
    amount,
    check,
    choice,
    date,
    decimal,
    integer,
    long_text,
    numbered,
    percentage,
    radio,
    text,
)
from imports.fact_find.schema import Fields, Form, Row, Section, Table, Ticks

INCOMES = {
    "salaires": "Salaires et traitements nets",
    "bnc_bic": "Bénéfices BIC, BNC, BA",
    "pensions": "Pensions et retraites",
    "fonciers": "Revenus fonciers",
    "capitaux": "Revenus de capitaux mobiliers",
    "autres": "Autres revenus",
}
EXPENSES = {
    "loyer": "Loyer",
    "credits": "Remboursements de crédits",
    "pension_alim": "Pension alimentaire versée",
    "impots": "Impôts et taxes",
    "courantes": "Charges courantes",
}
AIMS = {
    "precaution": "Constituer une épargne de précaution",
    "retraite": "Préparer la retraite",
    "transmission": "Transmettre un patrimoine",
    "protection": "Protéger les proches, prévoyance",
    "fiscalite": "Optimiser la fiscalité",
    "revenus": "Percevoir des revenus complémentaires",
    "valorisation": "Valoriser un capital",
    "immobilier": "Financer un projet immobilier",
    "etudes": "Financer les études des enfants",
    "cession": "Céder ou transmettre une entreprise",
}
PRODUCTS = {
    "fonds_euros": "Fonds en euros",
    "obligations": "Obligations",
    "actions": "Actions, OPC actions",
    "scpi": "SCPI, OPCI",
    "struct": "Produits structurés",
    "fcpr": "Non coté (FCPR, FIP, FCPI)",
    "derives": "Dérivés, produits à levier",
    "crypto": "Crypto-actifs",
}
ORIGINS = {
    "epargne": "Épargne, revenus",
    "succession": "Succession",
    "donation": "Donation",
    "cession_immo": "Cession immobilière",
    "cession_ent": "Cession d’entreprise ou de titres",
    "rachat": "Rachat, réinvestissement",
    "indemnite": "Indemnités",
    "jeux": "Gains aux jeux",
    "autre": "Autre",
}


def _family() -> Section:
    fields = (
        choice(
            "fam_situation", "Situation de famille", "family.status", lists.MARITAL_STATUSES, span=4
        ),
        date("fam_depuis", "Depuis le (JJ/MM/AAAA)", "family.since", span=3),
        text("fam_lieu", "Lieu (ville, pays)", "family.place", limit=80, span=5),
        choice(
            "fam_regime",
            "Régime matrimonial ou convention de PACS",
            "family.regime",
            lists.MATRIMONIAL_REGIMES,
            span=5,
        ),
        radio("fam_contrat", "Contrat notarié", "family.contract", span=3),
        integer("fam_nb_enfants", "Nombre d’enfants", "family.children", limit=2, high=20, span=2),
        integer("fam_nb_charge", "dont à charge", "family.dependants", limit=2, high=20, span=2),
    )
    acts = (
        check("fam_ddv", "Donation au dernier vivant", "family.gift_to_survivor"),
        check("fam_testament", "Testament", "family.will"),
        check("fam_donations", "Donations déjà consenties", "family.gifts"),
    )
    return Section("Situation familiale", (Fields(fields), Ticks(acts)))


def _children() -> Section:
    def child(row: int) -> Fields:
        return Fields(
            (
                text(f"enf{row}_nom", "Nom", "child.name", limit=80, row=row),
                text(f"enf{row}_prenom", "Prénom", "child.first_name", limit=80, row=row),
                date(f"enf{row}_naissance", "Né(e) le", "child.birth_date", row=row),
                choice(
                    f"enf{row}_lien", "Issu(e) de", "child.filiation", lists.FILIATIONS, row=row
                ),
                check(f"enf{row}_charge", "À charge", "child.dependent", row=row),
                check(f"enf{row}_handicap", "Handicap", "child.disability", row=row),
            )
        )

    head = ("", "Nom", "Prénom", "Né(e) le", "Issu(e) de", "À charge", "Handicap")
    return Section(
        "Enfants et personnes à charge",
        (numbered(5, head, (4, 25, 21, 15, 19, 8, 8), child),),
        "La case Handicap est une donnée sensible : ne la cochez que si vous acceptez qu’elle soit "
        "traitée (partie 15).",
    )


def _income() -> Section:
    rows = tuple(
        Row(
            label,
            (
                amount(
                    f"rev_{key}_titulaire",
                    label,
                    f"income.{key}.contact",
                    question=f"{label}, titulaire (€ par an)",
                ),
                amount(
                    f"rev_{key}_conjoint",
                    label,
                    f"income.{key}.spouse",
                    question=f"{label}, conjoint (€ par an)",
                ),
            ),
        )
        for key, label in INCOMES.items()
    )
    expenses = tuple(
        Row(
            label,
            (
                amount(
                    f"chg_{key}_foyer",
                    label,
                    f"expense.{key}",
                    question=f"{label}, foyer (€ par an)",
                ),
            ),
        )
        for key, label in EXPENSES.items()
    )
    tax = (
        amount("fisc_rfr", "Revenu fiscal de référence (€)", "tax.reference_income", span=3),
        decimal("fisc_parts", "Nombre de parts", "tax.shares", high=20, span=2),
        choice("fisc_tmi", "Tranche marginale", "tax.marginal_rate", lists.TAX_RATES, span=2),
        radio("fisc_ifi", "Assujetti à l’IFI", "tax.wealth_tax", span=3),
        amount("fisc_capacite_epargne", "Épargne/mois (€)", "tax.monthly_saving", span=2),
    )
    return Section(
        "Revenus et charges du foyer",
        (
            Table(("Revenus annuels", "Titulaire (€)", "Conjoint (€)"), (50, 25, 25), rows),
            Table(("Charges annuelles", "Foyer (€)"), (50, 50), expenses),
            Fields(tax),
        ),
        "Montants annuels en euros.",
    )


def _property() -> Section:
    def asset(row: int) -> Fields:
        return Fields(
            (
                choice(f"immo{row}_type", "Nature", "property.kind", lists.PROPERTY_KINDS, row=row),
                text(
                    f"immo{row}_designation",
                    "Désignation, ville",
                    "property.label",
                    limit=120,
                    row=row,
                ),
                choice(
                    f"immo{row}_detenteur", "Détenteur", "property.holder", lists.HOLDERS, row=row
                ),
                choice(f"immo{row}_droit", "Droit", "property.right", lists.RIGHTS, row=row),
                amount(f"immo{row}_valeur", "Valeur (€)", "property.value", row=row),
                amount(f"immo{row}_crd", "Capital dû (€)", "property.outstanding", row=row),
                amount(f"immo{row}_loyer", "Loyer par an (€)", "property.rent", row=row),
            )
        )

    head = (
        "",
        "Nature",
        "Désignation, ville",
        "Détenteur",
        "Droit",
        "Valeur (€)",
        "Capital dû (€)",
        "Loyer/an (€)",
    )
    return Section(
        "Patrimoine immobilier", (numbered(5, head, (3, 18, 18, 12, 14, 12, 12, 11), asset),)
    )


def _investments() -> Section:
    def asset(row: int) -> Fields:
        return held_assets(
            row,
            choice(f"fin{row}_detenteur", "Détenteur", "asset.holder", lists.HOLDERS, row=row),
            date(f"fin{row}_ouverture", "Ouvert le", "asset.opened", row=row),
            amount(f"fin{row}_valeur", "Valeur (€)", "asset.value", row=row),
        )

    head = ("", "Nature", "Établissement", "Détenteur", "Ouvert le", "Valeur (€)")
    return Section(
        "Patrimoine financier et professionnel",
        (numbered(8, head, (4, 25, 25, 15, 15, 16), asset),),
    )


def _debts() -> Section:
    def debt(row: int) -> Fields:
        return Fields(
            (
                choice(f"pas{row}_type", "Nature", "debt.kind", lists.LOAN_KINDS, row=row),
                text(f"pas{row}_organisme", "Organisme", "debt.lender", limit=80, row=row),
                amount(f"pas{row}_capital", "Capital restant dû (€)", "debt.outstanding", row=row),
                amount(f"pas{row}_mensualite", "Mensualité (€)", "debt.payment", row=row),
                percentage(f"pas{row}_taux", "Taux (%)", "debt.rate", high=25, row=row),
                date(f"pas{row}_fin", "Échéance", "debt.end", row=row),
            )
        )

    head = ("", "Nature", "Organisme", "Restant dû (€)", "Mensualité (€)", "Taux (%)", "Échéance")
    return Section(
        "Passif", (numbered(4, head, (4, 24, 22, 15, 13, 8, 14), debt),), "Emprunts en cours."
    )


def _aims() -> Section:
    rows = tuple(
        choice(f"obj_{key}", label, f"aim.{key}.priority", lists.PRIORITIES, span=4)
        for key, label in AIMS.items()
    )
    rest = (
        choice("obj_horizon", "Horizon de placement", "aim.horizon", lists.HORIZONS, span=4),
        amount("obj_montant", "Montant envisagé (€)", "aim.amount", span=4),
        amount("obj_liquidite", "Besoin à moins de 2 ans (€)", "aim.liquidity", span=4),
        long_text("obj_commentaire", "Projets et commentaires", "aim.comment", limit=2000, span=12),
    )
    return Section("Objectifs", (Fields(rows, "Priorité de chacun"), Fields(rest, "Projet")))


def _knowledge() -> Table:
    rows = tuple(
        Row(
            label,
            (
                choice(
                    f"prof_{key}_connaissance",
                    label,
                    f"profile.{key}.knowledge",
                    lists.KNOWLEDGE,
                    question=f"{label} : connaissance",
                ),
                choice(
                    f"prof_{key}_operations",
                    label,
                    f"profile.{key}.operations",
                    lists.OPERATIONS,
                    question=f"{label} : opérations",
                ),
                check(
                    f"prof_{key}_detenu", label, f"profile.{key}.held", question=f"{label} : détenu"
                ),
            ),
        )
        for key, label in PRODUCTS.items()
    )
    head = ("Connaissance et expérience", "Connaissance", "Opérations", "Détenu")
    return Table(head, (37, 25, 28, 10), rows)


def _experience() -> Fields:
    fields = (
        radio(
            "prof_formation",
            "Études ou expérience professionnelle en finance",
            "profile.finance_background",
            span=6,
        ),
        choice(
            "prof_gestion", "Mode de gestion", "profile.management", lists.MANAGEMENT_MODES, span=6
        ),
        radio(
            "prof_pertes_subies",
            "Pertes déjà subies sur des placements",
            "profile.past_losses",
            span=6,
        ),
        percentage("prof_pertes_pct", "Si oui, ampleur (%)", "profile.past_losses_share", span=6),
    )
    return Fields(fields, "Expérience")


def _risk() -> Fields:
    fields = (
        radio(
            "prof_perte_max",
            "Perte maximale acceptable sur le capital investi",
            "profile.loss_capacity",
            lists.LOSSES,
            span=12,
        ),
        radio(
            "prof_reaction",
            "Réaction à une baisse de 20 % en quelques mois",
            "profile.reaction",
            lists.REACTIONS,
            span=12,
        ),
        radio("prof_risque", "Profil souhaité", "profile.risk", lists.RISK_LEVELS, span=12),
    )
    return Fields(fields, "Risque")


def _sustainability() -> Fields:
    fields = (
        radio(
            "prof_esg",
            "Préférences de durabilité",
            "profile.sustainability",
            lists.SUSTAINABILITY,
            span=12,
        ),
        percentage(
            "prof_esg_taxo_min",
            "Part minimale alignée sur la taxonomie (%)",
            "profile.taxonomy_share",
            span=6,
        ),
        percentage(
            "prof_esg_sfdr_min",
            "Part minimale d’investissement durable, SFDR (%)",
            "profile.sfdr_share",
            span=6,
        ),
    )
    return Fields(fields, "Durabilité")


def _profile() -> Section:
    impact = (
        check(
            "prof_esg_pai",
            "Je souhaite la prise en compte des incidences négatives (PAI)",
            "profile.adverse_impacts",
        ),
    )
    return Section(
        "Profil d’investisseur",
        (_knowledge(), _experience(), _risk(), _sustainability(), Ticks(impact, columns=1)),
    )


def _origin() -> Section:
    ticks = tuple(check(f"ori_{key}", label, f"origin.{key}") for key, label in ORIGINS.items())
    rest = (
        amount("ori_montant", "Montant des fonds (€)", "origin.amount", span=4),
        text(
            "ori_etab",
            "Établissement et pays de provenance",
            "origin.institution",
            limit=120,
            span=8,
        ),
        long_text(
            "ori_detail",
            "Précisions (dates, nature, justificatifs joints)",
            "origin.detail",
            limit=1000,
            span=12,
        ),
    )
    return Section("Origine des fonds et relation d’affaires", (Ticks(ticks), Fields(rest)))


PERSON = Form(
    "RIC-PP",
    1,
    "Recueil d’Information Client",
    "Personne physique",
    (
        Section("Titulaire", (Fields(identity("tit", "contact", required=True)),)),
        Section(
            "Coordonnées",
            (
                Fields(
                    (
                        *address("Adresse (n° et voie)"),
                        *coordinates("tit", "contact"),
                        choice(
                            "adr_logement",
                            "Occupation du logement",
                            "contact.housing",
                            lists.HOUSING,
                            span=6,
                        ),
                    )
                ),
            ),
        ),
        _family(),
        Section(
            "Conjoint, partenaire ou concubin",
            (Fields((*identity("cjt", "spouse"), *coordinates("cjt", "spouse"))),),
        ),
        _children(),
        Section(
            "Situation professionnelle",
            (employment("tit", "contact"), employment("cjt", "spouse")),
        ),
        _income(),
        _property(),
        _investments(),
        _debts(),
        _aims(),
        _profile(),
        _origin(),
        Section(
            "Résidence fiscale, FATCA, CRS et personnes politiquement exposées",
            (tax_and_exposure("tit", "contact"), tax_and_exposure("cjt", "spouse")),
        ),
        consents("Données personnelles et signature"),
    ),
)
