"""The French article of what a label names: "Âge" -> "l’âge", "Mots clés" -> "les mots clés".

A label is no sentence: whoever builds one from it needs to know whether it begins with a
feminine, a masculine or a plural word. Pure.
"""

from text.normalise import folded

_FEMININE = frozenset(
    (
        *("adresse", "campagne", "capacite", "categorie", "civilite", "classification"),
        *("commune", "convention", "date", "denomination", "derniere", "designation", "devise"),
        *("donation", "echeance", "fiche", "forme", "mensualite", "nationalite", "nature"),
        *("note", "origine", "part", "piece", "profession", "qualification", "residence"),
        *("situation", "societe", "telecopie", "valeur", "zone"),
    )
)
_MASCULINE = frozenset(
    (
        *("age", "assistant", "auteur", "autre", "capital", "code", "conseiller", "cours"),
        *("departement", "depositaire", "dernier", "detenteur", "dossier", "droit", "e-mail"),
        *("encours", "etablissement", "isin", "lei", "libelle", "lieu", "loyer", "montant"),
        *("nif", "nom", "nombre", "numero", "organisme", "patrimoine", "pays", "prenom"),
        *("produit", "proprietaire", "regime", "representant", "siren", "siret", "statut"),
        *("taux", "telephone", "texte", "type", "usage"),
    )
)
_PLURAL = frozenset(("mots",))
_VOWELS = "aeiouyhœæ"


def with_article(label: str) -> str:
    """Return the label as a sentence names it; quoted where it is no noun of the catalogue."""
    first, *_rest = label.split() or [""]
    word = folded(first) if first != "E-mail" else "e-mail"
    if ":" in label or word not in _FEMININE | _MASCULINE | _PLURAL:
        return f"«\u202f{label}\u202f»"
    name = label if first.isupper() and len(first) > 1 else label[0].lower() + label[1:]
    if word in _PLURAL:
        return f"les {name}"
    if word[0] in _VOWELS:
        return f"l’{name}"
    return f"{'la' if word in _FEMININE else 'le'} {name}"
