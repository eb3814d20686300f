"""Which columns of the workbook the heads of another file stand for: remembered, or proposed."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from contacts.workbook import COLUMNS
from imports.feeds.text import header_key
from imports.models import ContactImport
from users.models import User

# How much of a head must be that of a known one.
_NEARLY = 0.86
# What other programs call the columns of the workbook.
_USUAL: Mapping[str, Sequence[str]] = {
    "Type de contact": ("categorie", "statut", "groupe"),
    "Code dossier": ("code", "dossier", "reference", "ref", "id", "identifiant"),
    "Numéro client": ("numclient", "nclient", "noclient", "numero"),
    "Client Titre": ("titre", "civilite", "civ"),
    "Client Nom": (
        *("nom", "lastname", "nomusage", "nomdusage", "nomdefamille", "raisonsociale"),
        *("denomination", "societe", "entreprise", "name"),
    ),
    "Client Prénom": ("prenom", "prenoms", "firstname"),
    "Client Date de naissance": ("datedenaissance", "naissance", "datenaissance", "nele"),
    "Client Nom de naissance": ("nomdenaissance", "nomdejeunefille", "nomnaissance"),
    "Client Commune de naissance": ("lieudenaissance", "villedenaissance"),
    "Situation de famille": ("situationfamiliale", "situationmatrimoniale", "situation"),
    "Régime matrimonial": ("regime",),
    "PROFESSION": ("metier", "csp"),
    "Profession (libellé)": ("professionlibelle", "emploi", "fonction", "poste"),
    "Societe": ("employeur",),
    "Conseiller principal – Nom prénom": ("conseiller", "conseillerprincipal", "gestionnaire"),
    "Assistant – Nom prénom": ("assistante",),
    "Origine du contact": ("origine", "provenance", "source"),
    "Mots clés": ("tags", "etiquettes", "motcle"),
    "Note": ("notes", "commentaire", "commentaires", "remarques", "observations"),
    "Adresse domicile (ligne 1)": ("adresse", "adresse1", "rue", "adressepersonnelle", "address"),
    "Adresse domicile (ligne 2)": ("adresse2", "complement", "complementadresse"),
    "Adresse domicile Code postal": ("codepostal", "cp", "zip", "postalcode"),
    "Adresse domicile Commune": ("ville", "commune", "city", "localite"),
    "Adresse domicile Pays": ("pays", "country"),
    "Téléphone (domicile)": ("telephone", "tel", "telephonefixe", "fixe", "teldomicile", "phone"),
    "Téléphone (mobile)": ("mobile", "portable", "telephoneportable", "telmobile", "telportable"),
    "Téléphone (bureau)": ("telephonepro", "telbureau", "telephoneprofessionnel", "telpro"),
    "Email (personnel)": (
        "email",
        "mail",
        "courriel",
        "emailperso",
        "adresseemail",
        "emailadresse",
    ),
    "Email (professionnel)": ("emailpro", "mailpro", "emailprofessionnel"),
    "Client personne morale – SIRET": ("siret", "siren"),
    "Client personne morale – Code NAF": ("naf", "ape", "codeape", "codenaf"),
    "Nombre d’enfants": ("enfants", "nbenfants"),
    "Date d’entrée en relation": ("datedentree", "clientdepuis"),
}
_KEYS: Mapping[str, str] = {header_key(column): column for column in COLUMNS} | {
    key: column for column, keys in _USUAL.items() for key in keys
}


def column_called(text: str) -> str:
    """Return the column of the workbook that is written so; "" when none is."""
    return next((one for one in COLUMNS if header_key(one) == header_key(text)), "")


def proposed(heads: Sequence[str]) -> dict[str, str]:
    """Return the columns that these heads most likely stand for, each column once.

    Heads that are columns already stand for themselves.
    """
    found: dict[str, str] = {}
    taken = set(heads) & COLUMNS.keys()
    for exactly in (True, False):
        for head in heads:
            column = "" if head in COLUMNS or head in found else _likely(head, exactly=exactly)
            if column and column not in taken:
                found[head] = column
                taken.add(column)
    return found


def _likely(head: str, *, exactly: bool) -> str:
    key = header_key(head)
    if exactly:
        return _KEYS.get(key, "")
    near = get_close_matches(key, _KEYS, n=1, cutoff=_NEARLY)
    return _KEYS[near[0]] if near else ""


def remembered(heads: Sequence[str], user: User) -> dict[str, str]:
    """Return what the user said last of a file with the same heads; nothing of another's."""
    mine = ContactImport.objects.visible_to(user).filter(heads=list(heads))
    last = mine.exclude(mapping={}).order_by("-pk").values_list("mapping", flat=True).first()
    return dict(last or {})
