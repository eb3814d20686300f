"""Communes and post codes, as people write them (text/data/communes.tsv.gz)."""

import gzip

import pytest

from text import communes
from text.normalise import folded


def written(found):
    return [(one.code, one.name) for one in found]


@pytest.mark.parametrize(
    ("post_code", "found"),
    [
        ("76600", [("76351", "Le Havre")]),
        # One town each on an envelope, whatever their districts.
        ("75116", [("75056", "Paris")]),
        ("69003", [("69123", "Lyon")]),
        ("13008", [("13055", "Marseille")]),
        # The largest first, and what is part of them left out.
        (
            "49110",
            [
                ("49023", "Beaupréau-en-Mauges"),
                ("49244", "Mauges-sur-Loire"),
                ("49218", "Montrevault-sur-Èvre"),
            ],
        ),
        ("20000", [("2A004", "Ajaccio")]),
        ("97400", [("97411", "Saint-Denis")]),
        ("97133", [("97701", "Saint-Barthélemy")]),
        ("98714", [("98735", "Papeete")]),
        ("98000", [("99138", "Monaco")]),
        ("75380", []),
        ("7660", []),
        ("", []),
    ],
)
def test_a_post_code_has_its_communes(post_code, found):
    assert written(communes.communes_of(post_code)) == found


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Le Havre", "76351"),
        ("HAVRE", "76351"),
        ("HAVRE (LE)", "76351"),
        ("vitry s/ seine", "94081"),
        ("St-Étienne", "42218"),
        ("STE FOY LES LYON", "69202"),
        ("l'hay les roses", "94038"),
        ("L’HAŸ-LES-ROSES", "94038"),
        ("Boulogne-Billancourt Cedex", "92012"),
        ("PARIS", "75056"),
        ("Paris 1er", "75101"),
        ("PARIS 08", "75108"),
        ("Paris 16e arrondissement", "75116"),
        ("lyon 3eme", "69383"),
        ("Marseille 8", "13208"),
        ("Saint-Denis (93)", "97411"),
    ],
)
def test_a_name_is_known_however_it_is_written(name, code):
    assert communes.named(name)[0].code == code


@pytest.mark.parametrize(
    ("name", "department", "code"),
    [
        ("Saint-Denis", "93", "93066"),
        ("st denis", "974", "97411"),
        ("Bastia", "2b", "2B033"),
        ("Monaco", "999", "99138"),
        # Part of a commune of today, and the commune of today that has the name of a part.
        ("Bâgé-la-Ville", "01", "01025"),
        ("Beaupréau", "49", "49023"),
        ("Annecy", "74", "74010"),
        # Departments of before 1968, and no department.
        ("Nanterre", "75", None),
        ("Nanterre", "", None),
        ("Nulle-Part", "33", None),
    ],
)
def test_one_commune_of_a_department_is_found(name, department, code):
    found = communes.find(name, department)
    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("code", "town", "department"),
    [
        ("75120", "Paris", "75"),
        ("69383", "Lyon", "69"),
        ("13205", "Marseille", "13"),
        ("2A004", "Ajaccio", "2A"),
        ("97411", "Saint-Denis", "974"),
        # Part of a commune of today, under its own name.
        ("49313", "Saint-Pierre-Montlimart", "49"),
    ],
)
def test_a_code_says_the_town_and_its_department(code, town, department):
    known = communes.with_code(code)
    assert (communes.town_of(known), communes.department_of(code)) == (town, department)


@pytest.mark.parametrize(("code", "department"), [("99352", "99"), ("75050", ""), ("", "")])
def test_of_a_code_that_no_commune_has_abroad_is_all_that_is_known(code, department):
    assert communes.with_code(code) is None
    assert communes.department_of(code) == department


@pytest.mark.parametrize(
    ("name", "post_codes"),
    [
        ("Montpellier", ("34000", "34070", "34080", "34090")),
        ("paris 16", ("75016", "75116")),
        # Of a commune that is part of another one: those of the whole.
        ("Saint-Pierre-Montlimart", ("49110", "49270", "49600")),
    ],
)
def test_a_commune_has_its_post_codes(name, post_codes):
    (commune,) = communes.named(name)
    assert communes.post_codes(commune) == post_codes


@pytest.mark.parametrize(
    ("post_code", "town"),
    [
        ("75016", "Paris"),
        ("75016", "PARIS 16"),
        ("75380", "PARIS CEDEX 08"),
        ("92919", "Paris La Défense Cedex"),
        ("76600", "HAVRE (LE)"),
        ("94240", "LHAY LES ROSES"),
        ("59491", "VILLENEUVE D ASCQ"),
        ("93200", "Saint-Denis (93)"),
        ("49110", "St Pierre Montlimart"),
        ("97133", "ST BARTHELEMY"),
        ("98000", "MONACO"),
        # What cannot be told.
        ("", "Paris"),
        ("33000", ""),
        ("1000", "Bruxelles"),
    ],
)
def test_a_town_of_its_post_code_is_known(post_code, town):
    assert communes.is_known(post_code, town)


@pytest.mark.parametrize(
    ("post_code", "town"),
    [
        ("33000", "Lyon"),
        ("75015", "Paris 16e"),
        ("33999", "Bordeaux"),
        ("75016", "Pariss"),
        ("49110", "Saumur"),
    ],
)
def test_another_town_is_not(post_code, town):
    assert not communes.is_known(post_code, town)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("st ger", ["Saint-Germain-en-Laye", "Saint-Germain-lès-Arpajon"]),
        ("hav", ["Le Havre", "Haveluy"]),
        # The one that is called so stands before larger ones that begin so.
        ("lyons", ["Lyons-la-Forêt"]),
        ("clermont", ["Clermont", "Clermont"]),
        ("Nulle-Part", []),
        ("", []),
        ("-", []),
    ],
)
def test_what_is_typed_finds_large_communes_first(typed, found):
    assert [one.name for one in communes.beginning_with(typed, 2)] == found


def test_every_row_is_whole_and_its_key_is_that_of_its_name():
    text = gzip.decompress(communes.DATA.read_bytes()).decode()
    rows = [row.split("\t") for row in text.splitlines()]
    assert len(rows) == 37_517
    assert {len(row) for row in rows} == {4}
    codes = {row[0] for row in rows}
    assert [row for row in rows if row[3] and row[3] not in codes] == []
    keys = communes._table().keys
    assert [pair for pair in zip(keys, rows, strict=True) if pair[0] != folded(pair[1][1])] == []


def test_no_two_communes_of_a_department_have_the_same_name():
    table = communes._table()
    places = map(table.commune, range(len(table.rows)))
    named = {
        (key, one.department, one.part_of or one.code)
        for key, one in zip(table.keys, places, strict=True)
    }
    assert len(named) == len({place[:2] for place in named})


def test_data_stay_small_and_name_their_licence():
    folder = communes.DATA.parent
    assert communes.DATA.stat().st_size < 500_000
    told = (folder / "LICENCES.md").read_text("utf-8")
    for path in folder.iterdir():
        assert path.suffix == ".md" or f"`{path.name}`" in told
    assert "Licence Ouverte" in told
