import pytest

from text.articles import with_article


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("Âge", "l’âge"),
        ("Catégorie", "la catégorie"),
        ("Nom de naissance", "le nom de naissance"),
        ("Mots clés", "les mots clés"),
        ("SIREN", "le SIREN"),
        ("LEI", "le LEI"),
        ("E-mail préféré", "l’e-mail préféré"),
        ("Encours", "l’encours"),
        ("ISIN ou code", "l’ISIN ou code"),
        ("Pièce d’identité : expire le", "«\u202fPièce d’identité : expire le\u202f»"),
        ("Créé le", "«\u202fCréé le\u202f»"),
        ("", "«\u202f\u202f»"),
    ],
)
def test_a_label_is_named_with_its_article(label, named):
    assert with_article(label) == named
