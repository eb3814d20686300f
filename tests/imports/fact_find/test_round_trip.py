"""What was typed is what is read, whichever program the client has."""

import pytest

from tests.imports.fact_find.fillers import CANNOT, FILLERS

pytestmark = [pytest.mark.pure, pytest.mark.slow]

FILLED = {
    "tit_civilite": "MME",
    "tit_nom": "Lefèvre-Œuvrard",
    "tit_prenoms": "Łucja Ștefania Öztürk-Ağça",
    "adr_ville": "L’Haÿ-les-Roses, « le bourg »",
    "adr_ligne1": '12 "bis" rue de l\'Église (ﬁn) \\ cour',
    "fam_situation": "PACSE",
    "fam_contrat": "NON",
    "fam_ddv": "OUI",
    "rev_salaires_titulaire": "48 500,50 €",
    "prof_perte_max": "25",
    "obj_commentaire": "Acheter à Łódź :\nune maison, ≈ 300 m²\n\nOu rien.",
}


@pytest.mark.parametrize("filler", FILLERS)
def test_what_was_typed_is_what_is_read(filler, blank, read_bytes, tmp_path):
    values = {name: value for name, value in FILLED.items() if name not in CANNOT.get(filler, ())}

    reading = read_bytes(FILLERS[filler](blank, values, tmp_path))

    assert (reading.reason, reading.doubts) == (None, {})
    assert reading.texts == values
