"""Address books: what people say of somebody, under the heads of the O2S workbook."""

import pytest

from imports.records import Code
from tests.imports.contact_files.files import refusal, table, text
from text import vcards

PERSON = {"Type de Personne (PM / PP / TC)": "PP"}


def told(path):
    """Return what stands in each row by its head, and what is said of the file."""
    read = table(path)
    rows = [
        {head: cell for head, cell in zip(read.heads, row.cells, strict=True) if cell}
        for row in read.rows
    ]
    return read.kind, rows, read.left


def card(*lines, version="3.0"):
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def cards(path, *content, encoding="utf-8"):
    path.write_bytes("".join(content).encode(encoding))
    return path


APPLE = card(
    "N:Durand;Léa;Marie;Mme;",
    "FN:Mme Léa Durand",
    "ORG:Horizon\\, SA;Achats;",
    "TITLE:Architecte",
    "item1.EMAIL;type=INTERNET;type=WORK:lea@horizon.fr",
    "item1.X-ABLabel:Bureau",
    "EMAIL;type=INTERNET;type=HOME;type=pref:lea@web.fr",
    "TEL;type=CELL;type=VOICE;type=pref:+33 6 12 34 56 78",
    "TEL;type=HOME;type=FAX:01 42 00 00 00",
    "TEL;type=WORK:01 69 85 41 75",
    "TEL:01 42 12 99 58",
    "item2.ADR;type=HOME:;;58 rue des Flandres\\nBât. F;Nanterre;;92000;Fr",
    " ance",
    "BDAY;value=date:1970-04-12",
    "NOTE:un\\; deux\\ntrois \\\\ quatre",
    "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ",
    " AAAA",
    "URL:https://horizon.fr",
)


def test_a_card_of_an_iphone(tmp_path):
    kind, (row,), left = told(cards(tmp_path / "a.vcf", APPLE))
    assert kind == "vcard"
    assert row == PERSON | {
        "Client Titre": "Madame",
        "Client Nom": "Durand",
        "Client Prénom": "Léa",
        "Client Date de naissance": "12/04/1970",
        "Profession (libellé)": "Architecte",
        "Societe": "Horizon, SA",
        "Societe (bureau)": "Achats",
        "Note": "un; deux\ntrois \\ quatre",
        "Adresse domicile (ligne 1)": "58 rue des Flandres",
        "Adresse domicile (ligne 2)": "Bât. F",
        "Adresse domicile Code postal": "92000",
        "Adresse domicile Commune": "Nanterre",
        "Adresse domicile Pays": "France",
        "Téléphone (domicile)": "01 42 12 99 58",
        "Téléphone (mobile)": "+33 6 12 34 56 78",
        "Téléphone (bureau)": "01 69 85 41 75",
        "Télécopie (domicile)": "01 42 00 00 00",
        "Email (personnel)": "lea@web.fr",
        "Email (professionnel)": "lea@horizon.fr",
    }
    assert left == ["Non lu : photos (1), sites (1), autres prénoms (1)."]


@pytest.mark.parametrize("charset", ["UTF-8", "ISO-8859-1"])
def test_a_card_of_outlook_quoted_printable(tmp_path, charset):
    name = "=C3=A9" if charset == "UTF-8" else "=E9"
    quoted = f";CHARSET={charset};ENCODING=QUOTED-PRINTABLE"
    lines = (
        f"N;LANGUAGE=fr{quoted}:Lef{name}vre;L{name}a",
        f"NOTE{quoted}:une note=0D=0A=",
        f"qui dure, =3D {name}",
        "TEL;HOME;VOICE:01 42 12 99 58",
        "TEL;CELL;VOICE:06 89 54 12 75",
        f"ADR;WORK;PREF{quoted}:;;58 rue d{name};Nanterre;;92000;",
    )
    _, (row,), _ = told(cards(tmp_path / "a.vcf", card(*lines, version="2.1")))
    assert row == PERSON | {
        "Client Nom": "Lefévre",
        "Client Prénom": "Léa",
        "Note": "une note\nqui dure, = é",
        "Téléphone (domicile)": "01 42 12 99 58",
        "Téléphone (mobile)": "06 89 54 12 75",
        "Adresse professionnelle (ligne 1)": "58 rue dé",
        "Adresse professionnelle Code postal": "92000",
        "Adresse professionnelle Commune": "Nanterre",
    }


def test_a_card_of_version_4(tmp_path):
    lines = (
        "FN:Léa Durand",
        "N:Durand;Léa;;;",
        'TEL;VALUE=uri;PREF=1;TYPE="voice,work":tel:+33-1-42-12-99-58',
        "TEL;TYPE=voice:0612345678",
        'ADR;TYPE=home;LABEL="58 rue; X":;;58 rue X;Paris;;75001;France',
        "BDAY:19700412T000000Z",
        "EMAIL:lea@web.fr",
    )
    _, (row,), left = told(cards(tmp_path / "a.vcf", card(*lines, version="4.0")))
    assert row["Téléphone (bureau)"] == "+33-1-42-12-99-58"
    assert row["Téléphone (mobile)"] == "0612345678"
    assert row["Adresse domicile (ligne 1)"] == "58 rue X"
    assert (row["Client Date de naissance"], row["Email (personnel)"]) == (
        "12/04/1970",
        "lea@web.fr",
    )
    assert left == []


def test_an_organisation_is_one(tmp_path):
    lines = ("N:;;;;", "FN:Horizon", "ORG:Horizon;Achats", "TEL;HOME:0142129958", "EMAIL:a@b.fr")
    marked = ("N:Hôtel du Port;;;;", "FN:Hôtel du Port", "ORG:Hôtel du Port", "X-ABShowAs:COMPANY")
    _, rows, _ = told(cards(tmp_path / "a.vcf", card(*lines), card(*marked)))
    assert rows == [
        {
            "Type de Personne (PM / PP / TC)": "PM",
            "Client Nom": "Horizon",
            "Téléphone (bureau)": "0142129958",
            "Email (professionnel)": "a@b.fr",
        },
        {"Type de Personne (PM / PP / TC)": "PM", "Client Nom": "Hôtel du Port"},
    ]


def test_what_has_no_place_is_told(tmp_path):
    lines = (
        "FN:Léa Durand",
        "TEL;CELL:0611111111",
        "TEL;CELL:0622222222",
        *(f"EMAIL;HOME:{letter}@web.fr" for letter in "abc"),
        "BDAY:--0412",
        "NICKNAME:Loulou",
    )
    _, (row,), left = told(cards(tmp_path / "a.vcf", card(*lines)))
    assert row == PERSON | {
        "Client Nom": "Léa Durand",
        "Téléphone (mobile)": "0611111111",
        "Email (personnel)": "a@web.fr",
        "Email (autre)": "b@web.fr",
    }
    (sentence,) = left
    assert sentence == (
        "Non lu : surnoms (1), anniversaires sans année (1), adresses e-mail en plus (1),"
        " numéros de téléphone en plus (1)."
    )


def test_a_card_that_is_cut_is_told_and_one_within_another_is_left(tmp_path):
    agent = ("BEGIN:VCARD", "N:Agent;X", "END:VCARD")
    whole = card("N:Durand;Léa", "AGENT:", *agent, "TEL;CELL:0611111111")
    path = cards(tmp_path / "a.vcf", whole, "BEGIN:VCARD\r\nN:Dupont;Max\r\n")
    rows = list(table(path).rows)
    assert [(row.line, row.problem) for row in rows] == [
        (1, None),
        (10, Code.R_COLUMN_COUNT),
    ]
    assert "Agent" not in rows[0].cells


def test_cards_that_we_write_are_read(tmp_path):
    street = "58 rue des Flandres, bâtiment « Œillet » ; cour, au fond à gauche de la porte cochère"
    written = vcards.card(
        [
            ("N", ["Lefèvre", "Léa", "", "Maître", ""]),
            ("FN", ["Maître Léa Lefèvre"]),
            ("ORG", ["Horizon; Fils", "Achats"]),
            ("BDAY", ["1970-04-12"]),
            ("TEL;TYPE=VOICE,WORK,PREF", ["0142129958,12"]),
            ("ADR;TYPE=HOME", ["", "Bât. F", street, "Nanterre", "", "92000", "France"]),
        ]
    )
    _, (row,), left = told(cards(tmp_path / "a.vcf", written))
    assert (row["Client Autre titre"], row["Client Nom"]) == ("Maître", "Lefèvre")
    assert (row["Societe"], row["Societe (bureau)"]) == ("Horizon; Fils", "Achats")
    assert row["Téléphone (bureau)"] == "0142129958,12"
    assert row["Adresse domicile (ligne 1)"] == street
    assert row["Adresse domicile (ligne 2)"] == "Bât. F"
    assert left == []


def test_cards_have_limits(tmp_path):
    path = cards(tmp_path / "a.vcf", *[card("N:A;B")] * 3)
    assert refusal(path, lines=2).code == Code.F_SIZE
    path = cards(tmp_path / "b.vcf", card("NOTE:" + "x" * 200))
    assert refusal(path, cell_bytes=100).code == Code.F_SIZE


GOOGLE = (
    "First Name,Middle Name,Last Name,Name Prefix,Organization Name,Organization Title,"
    "Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,"
    "Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,"
    "Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,"
    "Address 1 - Extended Address,Website 1 - Label,Website 1 - Value"
)
OLD_GOOGLE = (
    "Name,Given Name,Family Name,Birthday,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
    "Phone 1 - Type,Phone 1 - Value,Organization 1 - Name"
)


def test_google_of_today(tmp_path):
    line = (
        'Léa,Marie,Durand,Dr,Horizon,Architecte,,1970-04-12,"un\ndeux",,* myContacts,* Work,'
        "lea@horizon.fr ::: l@h.fr,,lea@web.fr,Mobile,0612345678,Domicile,0142129958,Home,"
        '"tout","58 rue X\nBât. F",Nanterre,,,92000,France,,,https://h.fr'
    )
    kind, rows, left = told(text(tmp_path / "a.csv", GOOGLE, line, ",,,,Horizon,,,,,,,,,,,Work,01"))
    assert kind == "google"
    assert rows[0] == PERSON | {
        "Client Titre": "Autre",
        "Client Autre titre": "Dr",
        "Client Nom": "Durand",
        "Client Prénom": "Léa",
        "Client Date de naissance": "12/04/1970",
        "Profession (libellé)": "Architecte",
        "Societe": "Horizon",
        "Note": "un\ndeux",
        "Adresse domicile (ligne 1)": "58 rue X",
        "Adresse domicile (ligne 2)": "Bât. F",
        "Adresse domicile Code postal": "92000",
        "Adresse domicile Commune": "Nanterre",
        "Adresse domicile Pays": "France",
        "Téléphone (domicile)": "0142129958",
        "Téléphone (mobile)": "0612345678",
        "Email (personnel)": "lea@web.fr",
        "Email (professionnel)": "lea@horizon.fr",
        "Email (autre)": "l@h.fr",
    }
    assert rows[1] == {
        "Type de Personne (PM / PP / TC)": "PM",
        "Client Nom": "Horizon",
        "Téléphone (bureau)": "01",
    }
    assert left == ["Non lu : « Website 1 - Value » (1), autres prénoms (1)."]


def test_google_of_before(tmp_path):
    line = "Léa Durand,Léa,Durand,--04-12,,* My Contacts,* Home,lea@web.fr,Work Fax,0142129958,"
    kind, rows, left = told(text(tmp_path / "a.csv", OLD_GOOGLE, line))
    assert kind == "google"
    assert rows == [
        PERSON
        | {
            "Client Nom": "Durand",
            "Client Prénom": "Léa",
            "Télécopie (bureau)": "0142129958",
            "Email (personnel)": "lea@web.fr",
        }
    ]
    assert left == ["Non lu : anniversaires sans année (1)."]


OUTLOOK = (
    '"Titre","Prénom","Deuxième prénom","Nom","Suffixe","Société","Service","Titre","Rue (bureau)",'
    '"Rue (bureau) 2","Ville (bureau)","Dép/Région (bureau)","Code postal (bureau)",'
    '"Pays/Région (bureau)","Rue (domicile)","Ville (domicile)","Code postal (domicile)",'
    '"Télécopie (bureau)","Téléphone (bureau)","Téléphone 2 (bureau)","Téléphone (domicile)",'
    '"Tél. mobile","Adresse de messagerie","Type de messagerie",'
    '"Nom complet de l\'adresse de messagerie","Adresse de messagerie 2","Anniversaire",'
    '"Catégories","Notes","Priorité"'
)


def test_outlook_in_french(tmp_path):
    line = (
        '"Mme","Léa","","Durand","","Horizon","Achats","Architecte","58 rue X","Bât. F","Nanterre",'
        '"","92000","France","1 rue Y","Paris","75001","0101010101","0102020202","0103030303",'
        '"0142129958","0612345678","lea@horizon.fr","SMTP","Léa","lea@web.fr","12/04/1970",'
        '"Clients","note","Normale"'
    )
    path = text(tmp_path / "a.csv", OUTLOOK, line, encoding="cp1252")
    kind, rows, left = told(path)
    assert kind == "outlook"
    assert rows == [
        PERSON
        | {
            "Client Titre": "Madame",
            "Client Nom": "Durand",
            "Client Prénom": "Léa",
            "Client Date de naissance": "12/04/1970",
            "Profession (libellé)": "Architecte",
            "Societe": "Horizon",
            "Societe (bureau)": "Achats",
            "Note": "note",
            "Adresse domicile (ligne 1)": "1 rue Y",
            "Adresse domicile Code postal": "75001",
            "Adresse domicile Commune": "Paris",
            "Adresse professionnelle (ligne 1)": "58 rue X",
            "Adresse professionnelle (ligne 2)": "Bât. F",
            "Adresse professionnelle Code postal": "92000",
            "Adresse professionnelle Commune": "Nanterre",
            "Adresse professionnelle Pays": "France",
            "Téléphone (domicile)": "0142129958",
            "Téléphone (mobile)": "0612345678",
            "Téléphone (bureau)": "0102020202",
            "Télécopie (bureau)": "0101010101",
            "Email (personnel)": "lea@horizon.fr",
            "Email (autre)": "lea@web.fr",
        }
    ]
    assert left == ["Non lu : « Catégories » (1), numéros de téléphone en plus (1)."]


def test_outlook_in_english_never_guesses_a_day(tmp_path):
    heads = "First Name,Last Name,Home Street,Home City,Mobile Phone,E-mail Address,Birthday"
    lines = ("A,B,1 x,Paris,06,a@b.fr,4/12/1970", "C,D,,,,,4/25/1970", "E,F,,,,,0/0/00")
    kind, rows, left = told(text(tmp_path / "a.csv", heads, *lines))
    assert kind == "outlook"
    assert [row.get("Client Date de naissance") for row in rows] == [None, "25/04/1970", None]
    assert rows[0]["Adresse domicile (ligne 1)"] == "1 x"
    assert left == ["Non lu : dates de naissance à deux lectures (jour et mois) (1)."]


def test_a_few_english_heads_make_no_outlook(tmp_path):
    assert (
        table(text(tmp_path / "a.csv", "First Name,Last Name,Email Address,City")).kind == "unknown"
    )
