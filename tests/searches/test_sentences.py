"""Searches as sentences that read aloud."""

import pytest

from contacts.fields import Shape
from searches.querying.schema import Condition, read
from searches.querying.sentences import Part, sentence, text, told
from searches.querying.vocabulary import SUBJECTS, Place

NAMES = {
    "category": {1: "Clients"},
    "user": {3: "Marc Tessier"},
    "keywords": {4: "VIP", 5: "Newsletter"},
    "custodian": {12: "Assurvia"},
}
SEARCHES = {31: "Grands comptes"}


def label(asked, value):
    kind = asked.key if asked.key in NAMES else asked.shape
    return NAMES.get(kind, {}).get(value, "")


def said(*parts, on="contacts", how="all"):
    search = read({"v": 1, "on": on, "where": {how: list(parts)}})
    return text(sentence(search, label, SEARCHES)).replace("\u202f", " ")


AGE = {"f": "age", "op": "between", "v": [60, 70]}
TESSIER = {"f": "lead_adviser", "op": "is", "v": [3]}
TWO_ACCOUNTS = {
    "rel": "accounts",
    "quant": "at_least",
    "n": 2,
    "where": {
        "all": [
            {"f": "custodian", "op": "is", "v": [12]},
            {"f": "last_value", "op": "over", "v": "100000"},
        ]
    },
}


def test_the_example_of_the_specification_reads_aloud():
    assert said(TESSIER, AGE, TWO_ACCOUNTS) == (
        "Contacts dont le conseiller principal est Marc Tessier et l’âge est entre 60 ans et 70 ans"
        " et qui ont au moins 2 comptes (le dépositaire est Assurvia et la dernière situation"
        " dépasse 100 000 €)"
    )


def test_only_cents_that_there_are_are_said():
    between = {"f": "total_value", "op": "between", "v": ["-1000", "1000.50"]}
    assert said(between) == "Contacts dont l’encours est entre −1 000 € et 1 000,50 €"


def test_what_joins_is_strong():
    search = read({"v": 1, "on": "contacts", "where": {"any": [AGE, TESSIER]}})
    strong = [part.text for part in sentence(search, label, SEARCHES) if part.is_strong]
    assert strong == ["dont", "ou"]
    assert sentence(search, label, SEARCHES)[0] == Part("Contacts")


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (
            {"f": "keywords", "op": "has", "v": [4, 5]},
            "dont les mots clés comprennent VIP ou Newsletter",
        ),
        (
            {"f": "keywords", "op": "has_all", "v": [4, 5]},
            "dont les mots clés comprennent VIP et Newsletter",
        ),
        (
            {"f": "keywords", "op": "has_none", "v": [4]},
            "dont les mots clés ne comprennent pas VIP",
        ),
        ({"f": "keywords", "op": "empty"}, "dont les mots clés manquent"),
        ({"f": "profession", "op": "empty"}, "dont la profession manque"),
        ({"f": "town", "op": "not_empty"}, "dont la commune ne manque pas"),
        (
            {"f": "category", "op": "in_branch", "v": [1]},
            "dont la catégorie est Clients ou au-dessous",
        ),
        ({"f": "category", "op": "is", "v": [99]}, "dont la catégorie est (n’existe plus)"),
        ({"f": "name", "op": "contains", "v": "lero"}, "dont le nom contient « lero »"),
        ({"f": "is_private", "op": "yes"}, "dont le dossier est privé"),
        ({"f": "is_private", "op": "no"}, "dont le dossier n’est pas privé"),
        (
            {"f": "birth_date", "op": "anniversary_within", "n": 30, "unit": "day"},
            "dont la date de naissance a son anniversaire d’ici 30 jours",
        ),
        (
            {"f": "last_contact", "op": "older_than", "n": 6, "unit": "month"},
            "dont le dernier contact remonte à plus de 6 mois",
        ),
        (
            {"f": "identity_expires_on", "op": "within_next", "n": 1, "unit": "year"},
            "dont « Pièce d’identité : expire le » arrive d’ici 1 an",
        ),
        ({"rel": "accounts", "quant": "none", "where": {"all": []}}, "qui n’ont aucun compte"),
        ({"rel": "accounts", "quant": "any", "where": {"all": []}}, "qui ont au moins un compte"),
        (
            {"rel": "child", "quant": "any", "where": {"all": [AGE]}},
            "qui ont au moins une relation « Enfant » (l’âge est entre 60 ans et 70 ans)",
        ),
        ({"in_search": 31}, "qui sont dans la requête « Grands comptes »"),
        (
            {"in_search": 32, "denied": True},
            "qui sont hors de la requête « (n’existe plus) »",
        ),
        (
            {"none": [AGE, TESSIER]},
            (
                "tels que (rien de ceci n’est vrai : l’âge est entre 60 ans et 70 ans ou"
                " le conseiller principal est Marc Tessier)"
            ),
        ),
        (
            {"f": "shoe_size", "op": "is", "v": ["44"]},
            "tels que (une condition sur ce qui n’existe plus)",
        ),
        (
            {"f": "birth_country", "op": "is", "v": ["FR", "BE", "DE", "ES", "IT", "PT", "US"]},
            (
                "dont le pays de naissance est France, Belgique, Allemagne, Espagne, Italie ou 2"
                " autres"
            ),
        ),
    ],
)
def test_each_condition_is_said(part, told):
    assert said(part) == f"Contacts {told}"


def test_a_search_of_everybody_says_whom():
    assert said() == "Contacts"
    assert said(on="accounts") == "Comptes"


def test_owners_of_accounts_are_said():
    owner = {"rel": "owners", "quant": "any", "where": {"all": [TESSIER]}}
    assert said(owner, on="accounts") == (
        "Comptes qui ont au moins un propriétaire (le conseiller principal est Marc Tessier)"
    )


def test_what_is_yes_or_no_reads_as_people_say_it():
    fields = [
        (subject.key, key)
        for subject in SUBJECTS.values()
        for key, asked in subject.fields.items()
        if asked.shape is Shape.YES_NO
    ]
    assert len(fields) == 16
    for subject, key in fields:
        for op in ("yes", "no"):
            condition = Condition(key, op, ())
            [part] = told(condition, Place(SUBJECTS[subject]), label)
            assert not part.text.endswith(("oui", "non"))
