"""What is said of each code, in French."""
# ruff: noqa: E501 - sentences stand whole

import pytest
from django.utils import translation

from imports.enums import IssueCode
from imports.queries.contact_import.messages import sentence
from tests.imports.contact_import.conftest import KEYS

TOLD = {
    IssueCode.REQUIRED: "Une valeur est attendue ici : remplissez la cellule.",
    IssueCode.TOO_LONG: "« x » dépasse la longueur permise : raccourcissez.",
    IssueCode.LIST: "« x » n’est pas dans la liste : choisissez une valeur qui y figure.",
    IssueCode.CATEGORY: (
        "« x » n’est le nom d’aucune catégorie : choisissez-en une qui existe, précédée "
        "de celles du dessus (Clients/Paris)."
    ),
    IssueCode.PERSON: (
        "« x » n’est le nom d’aucun utilisateur actif : choisissez qui suit le contact, "
        "ou videz la cellule."
    ),
    IssueCode.KEYWORD: "« x » n’est pas un mot clé du cabinet : choisissez-en un qui l’est.",
    IssueCode.DATE: "« x » n’est pas une date qui existe : écrivez-la comme 24/07/1938.",
    IssueCode.NUMBER: "« x » n’est pas un nombre : écrivez des chiffres seuls, comme 1 250,50.",
    IssueCode.FORMAT: "« x » ne s’écrit pas ainsi : vérifiez sur l’original et corrigez.",
    IssueCode.MANGLED: (
        "« x » a perdu des chiffres dans le tableur : écrivez de nouveau la valeur, dans une "
        "cellule au format Texte."
    ),
    IssueCode.KIND: (
        "Cette valeur ne va pas avec ce type de personne : videz la cellule, ou corrigez "
        "le type (PP ou PM)."
    ),
    IssueCode.TC: (
        "Le type de personne TC n’est pas repris, car O2S ne dit pas ce qu’il désigne : "
        "écrivez PP pour une personne physique, PM pour une personne morale."
    ),
    IssueCode.ERASE: (
        "Cette colonne ne peut pas être effacée : mettez une valeur à la place de "
        "#SUPPR#, ou videz la cellule pour ne rien changer."
    ),
    IssueCode.RULE: "Cette valeur ne va pas avec une autre de la ligne : corrigez l’une ou l’autre.",
    IssueCode.NUMBER_TAKEN: "Ce numéro client est déjà utilisé : donnez-en un autre, ou videz la cellule.",
    IssueCode.AMBIGUOUS: "Plusieurs contacts répondent à cette ligne : donnez le code dossier du bon.",
    IssueCode.TWICE: "Le même contact figure sur une autre ligne du fichier : gardez l’une des deux.",
    IssueCode.RIGHT: (
        "Vous ne pouvez pas écrire ceci : demandez au conseiller principal, ou laissez la"
        " ligne de côté."
    ),
    IssueCode.SPOUSE: (
        "Le conjoint ne peut pas être écrit comme le dit la ligne : vérifiez qui est le "
        "conjoint de qui, ou videz les colonnes du conjoint."
    ),
    IssueCode.KNOWN: (
        "Ce contact existe déjà, et cet import ne fait qu’ajouter : pour le mettre à "
        "jour, analysez de nouveau en ajoutant et mettant à jour."
    ),
    IssueCode.ZERO: (
        "« x » a perdu son premier zéro dans le tableur : il est remis. À vérifier si l’adresse "
        "n’est pas en France."
    ),
    IssueCode.POST_CODE: "Commune inconnue pour ce code postal : vérifiez l’une et l’autre.",
    IssueCode.VANISHES: (
        "La ligne rend le dossier privé sans vous : une fois importé, vous ne le verrez "
        "plus. Ajoutez-vous à ses intervenants pour le garder sous les yeux."
    ),
}


@pytest.mark.pure
def test_every_code_is_told():
    assert TOLD.keys() == set(IssueCode)


@pytest.mark.pure
@pytest.mark.parametrize("code", IssueCode)
def test_a_code_says_what_is_wrong_and_what_to_do(code):
    with translation.override("fr"):
        assert sentence(code, "x") == TOLD[code]


@pytest.mark.pure
def test_of_a_text_that_is_not_known_the_value_is_told():
    with translation.override("fr"):
        assert sentence(IssueCode.LIST, "").startswith("Cette valeur n’est pas dans la liste")


@pytest.mark.parametrize(
    ("code", "key", "text", "told"),
    [
        (
            IssueCode.DATE,
            "birth_date",
            "31/02/1970",
            "« 31/02/1970 » : Ce n’est pas une date. Écrivez-la ainsi : 24/07/1938.",
        ),
        (
            IssueCode.DATE,
            "birth_date",
            "01/01/1850",
            "« 01/01/1850 » : Cette date remonte à plus de 130 ans. Vérifiez l’année.",
        ),
        (IssueCode.NUMBER, "income_tax_rate", "120", "« 120 » : Indiquez un taux de 0 à 100."),
        (
            IssueCode.FORMAT,
            "siret",
            "123456789",
            "123456789 n’est pas un SIREN : neuf chiffres, dont le dernier vérifie les autres.",
        ),
        (
            IssueCode.FORMAT,
            "email_personal",
            "anne",
            "« anne » : Ce n’est pas une adresse e-mail. Écrivez-la en entier : nom@exemple.fr.",
        ),
        (
            IssueCode.FORMAT,
            "telephone_mobile",
            "061234567",
            "« 061234567 » : Il manque un chiffre : un numéro français en a dix, 06 12 34 56 78.",
        ),
        (
            IssueCode.FORMAT,
            "tax_number",
            "12",
            "12 n’est pas un numéro fiscal français : treize chiffres, dont les trois derniers contrôlent les autres.",
        ),
        (
            IssueCode.FORMAT,
            "address_personal_post_code",
            "7500",
            "« 7500 » : 07500 ? Un code postal français a cinq chiffres.",
        ),
        # No form is sent so, or lets one type such a value.
        (
            IssueCode.FORMAT,
            "last_name",
            "Mor\ufffdau",
            "« Mor\ufffdau » ne s’écrit pas ainsi : vérifiez sur l’original et corrigez.",
        ),
        (
            IssueCode.LIST,
            "profession",
            "Pilote",
            "« Pilote » n’est pas dans la liste : choisissez une valeur qui y figure.",
        ),
    ],
)
def test_a_text_is_refused_in_the_words_of_the_form(code, key, text, told):
    with translation.override("fr"):
        assert sentence(code, text, KEYS[key]).replace("\u202f", " ").replace("\xa0", " ") == told
