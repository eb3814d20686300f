"""Questions that both forms ask, or one form of two persons."""

from collections.abc import Iterator

from imports.fact_find.definition import lists
from imports.fact_find.definition.questions import (
    COUNTRY,
    check,
    choice,
    date,
    email,
    integer,
    post_code,
    radio,
    tax_number,
    telephone,
    text,
)
from imports.fact_find.schema import Field, Fields, Section, Ticks


def identity(prefix: str, target: str, *, required: bool = False) -> tuple[Field, ...]:
    """Return who somebody is; `required`: the name is."""
    return (
        *_names(prefix, target, required=required),
        *_birth(prefix, target),
        *_standing(prefix, target),
    )


def _names(prefix: str, target: str, *, required: bool) -> Iterator[Field]:
    yield choice(f"{prefix}_civilite", "Civilité", f"{target}.title", lists.CIVILITIES, span=2)
    yield text(
        f"{prefix}_nom", "Nom d’usage", f"{target}.name", limit=80, span=5, required=required
    )
    yield text(
        f"{prefix}_nom_naissance", "Nom de naissance", f"{target}.birth_name", limit=80, span=5
    )
    yield text(
        f"{prefix}_prenoms",
        "Prénoms (le premier est le prénom usuel)",
        f"{target}.first_names",
        limit=120,
        span=6,
    )


def _birth(prefix: str, target: str) -> Iterator[Field]:
    at = f"{prefix}_naissance"
    yield date(
        f"{at}_date", "Né(e) le (JJ/MM/AAAA)", f"{target}.birth_date", span=3, not_in_future=True
    )
    yield text(
        f"{at}_cp", "Code postal ou dép. de naiss.", f"{target}.birth_post_code", limit=5, span=3
    )
    yield text(f"{at}_ville", "Ville de naissance", f"{target}.birth_town", limit=80, span=3)
    yield text(f"{at}_pays", "Pays de naissance", f"{target}.birth_country", limit=COUNTRY, span=3)


def _standing(prefix: str, target: str) -> Iterator[Field]:
    yield text(
        f"{prefix}_nationalite", "Nationalité(s)", f"{target}.nationalities", limit=80, span=3
    )
    yield choice(
        f"{prefix}_capacite",
        "Capacité juridique",
        f"{target}.legal_capacity",
        lists.LEGAL_CAPACITIES,
        span=3,
    )


def address(label: str) -> tuple[Field, ...]:
    return (
        text("adr_ligne1", label, "address.line1", limit=100, span=7),
        text("adr_ligne2", "Complément", "address.line2", limit=100, span=5),
        post_code("adr_cp", "Code postal", "address.post_code", span=2),
        text("adr_ville", "Ville", "address.town", limit=80, span=5),
        text("adr_pays", "Pays", "address.country", limit=COUNTRY, span=5),
    )


def coordinates(prefix: str, target: str) -> tuple[Field, ...]:
    return (
        email(f"{prefix}_email", "Adresse e-mail", f"{target}.email", span=6),
        telephone(f"{prefix}_tel_mobile", "Téléphone mobile", f"{target}.mobile", span=3),
        telephone(f"{prefix}_tel_fixe", "Téléphone fixe", f"{target}.landline", span=3),
    )


def employment(prefix: str, target: str) -> Fields:
    at = f"{target}.employment"
    fields = (
        choice(
            f"{prefix}_statut_pro",
            "Statut professionnel",
            f"{at}.status",
            lists.EMPLOYMENT_STATUSES,
            span=4,
        ),
        choice(
            f"{prefix}_csp",
            "Catégorie socioprofessionnelle",
            f"{at}.category",
            lists.SOCIAL_CATEGORIES,
            span=5,
        ),
        date(f"{prefix}_pro_depuis", "Depuis le (JJ/MM/AAAA)", f"{at}.since", span=3),
        text(
            f"{prefix}_profession",
            "Profession exercée (ou dernière)",
            f"{at}.occupation",
            limit=100,
            span=6,
        ),
        text(f"{prefix}_employeur", "Employeur ou société", f"{at}.employer", limit=120, span=6),
        text(f"{prefix}_secteur", "Secteur d’activité", f"{at}.sector", limit=80, span=6),
        integer(
            f"{prefix}_retraite_age",
            "Âge de départ à la retraite envisagé",
            f"{target}.retirement_age",
            limit=2,
            low=50,
            high=75,
            span=6,
        ),
    )
    return Fields(fields, OF_WHOM[target])


OF_WHOM = {"contact": "Titulaire", "spouse": "Conjoint, partenaire ou concubin"}


def tax_and_exposure(prefix: str, target: str) -> Fields:
    first, second = (f"{target}.tax_residence{n}" for n in (1, 2))
    fields = (
        text(
            f"{prefix}_resid_fiscale_pays",
            "Pays de résidence fiscale",
            f"{first}.country",
            limit=COUNTRY,
            span=6,
        ),
        tax_number(f"{prefix}_nif", "N° fiscal (13 chiffres en France)", f"{first}.number", span=6),
        text(
            f"{prefix}_resid_fiscale2_pays",
            "Autre pays de résidence fiscale",
            f"{second}.country",
            limit=COUNTRY,
            span=6,
        ),
        tax_number(f"{prefix}_nif2", "N° fiscal dans cet autre pays", f"{second}.number", span=6),
        radio(
            f"{prefix}_us_person",
            "«\u00a0US Person\u00a0» (citoyen, résident ou né aux États-Unis)",
            f"{target}.us_person",
            span=8,
        ),
        text(f"{prefix}_us_tin", "Si oui, TIN américain", f"{target}.us_tin", limit=11, span=4),
        radio(
            f"{prefix}_ppe",
            "Personne politiquement exposée (ou l’ayant été depuis moins d’un an)",
            f"{target}.exposed",
            span=8,
        ),
        choice(
            f"{prefix}_ppe_lien",
            "Si oui, à quel titre",
            f"{target}.exposed_as",
            lists.EXPOSURES,
            span=4,
        ),
        text(
            f"{prefix}_ppe_fonction",
            "Fonction, pays et date de fin de la fonction",
            f"{target}.exposed_function",
            limit=160,
            span=12,
        ),
    )
    return Fields(fields, OF_WHOM[target])


def consents(title: str) -> Section:
    return Section(
        title,
        (
            Ticks(
                (
                    check(
                        "rgpd_information",
                        "J’ai pris connaissance de la notice d’information sur mes données.",
                        "consent.notice",
                    ),
                    check(
                        "rgpd_prospection",
                        "J’accepte de recevoir des informations commerciales par e-mail ou SMS.",
                        "consent.marketing",
                    ),
                    check(
                        "rgpd_sante",
                        "J’accepte le traitement des données sensibles que j’ai indiquées.",
                        "consent.sensitive",
                    ),
                    check(
                        "rgpd_refus",
                        "Je refuse de communiquer tout ou partie des informations demandées.",
                        "consent.refusal",
                    ),
                ),
                columns=1,
            ),
            Fields(
                (
                    text("sig_lieu", "Fait à", "signature.place", limit=80, span=5),
                    date("sig_date", "Le (JJ/MM/AAAA)", "signature.date", span=3),
                )
            ),
        ),
        "Vos réponses servent à vous conseiller selon votre situation. Vous pouvez les consulter, "
        "les corriger ou demander leur effacement auprès de votre conseiller.",
    )


def held_assets(row: int, *fields: Field) -> Fields:
    """Return what is asked of each investment, with what one form asks besides."""
    return Fields(
        (
            choice(f"fin{row}_type", "Nature", "asset.kind", lists.ASSET_KINDS, row=row),
            text(
                f"fin{row}_etablissement", "Établissement", "asset.institution", limit=80, row=row
            ),
            *fields,
        )
    )
