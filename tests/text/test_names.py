import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.names import usual_case, usual_first_name
from text.normalise import name_key


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("MOREAU", "Moreau"),
        ("JEAN-PAUL", "Jean-Paul"),
        ("MARIE CLAIRE", "Marie Claire"),
        ("ÉLÉONORE", "Éléonore"),
        ("LE GOFF", "Le Goff"),
        ("DE LA TOUR DU PIN", "de La Tour du Pin"),
        ("PINEL DES ROCHES", "Pinel des Roches"),
        ("D'ORMESSON", "d'Ormesson"),
        ("D’ARC", "d’Arc"),
        ("L'HOSTIS", "L'Hostis"),
        ("O'BRIEN", "O'Brien"),
        ("M'BAREK", "M'Barek"),
        ("N’GUESSAN", "N’Guessan"),
        # Never Mcdonald; but nobody knows of Macdonald, and Macron is no son of Ron.
        ("MCDONALD", "McDonald"),
        ("MACDONALD", "Macdonald"),
        ("MACRON", "Macron"),
        ("MCA", "Mca"),
        # A particle without a name after it is a name.
        ("DE", "De"),
        ("LE DU", "Le Du"),
        ("SAINT-EXUPÉRY DE", "Saint-Exupéry de"),
        ("DU", "Du"),
        # Initials and ranks.
        ("JP", "JP"),
        ("J. PAUL", "J. Paul"),
        ("NG", "NG"),
        ("MOREAU III", "Moreau III"),
        ("Y", "Y"),
        # Who writes small letters means them.
        ("Moreau", "Moreau"),
        ("moreau", "moreau"),
        ("McDONALD", "McDONALD"),
        ("Anne LE GOFF", "Anne LE GOFF"),
        ("", ""),
    ],
)
def test_names_in_capitals_are_written_as_usual(written, usual):
    assert usual_case(written) == usual


@pytest.mark.parametrize(
    ("written", "usual"),
    [("JEAN-PAUL", "Jean-Paul"), ("D'ARTAGNAN", "D'Artagnan"), ("JP", "JP"), ("Anne", "Anne")],
)
def test_first_names_have_no_particle(written, usual):
    assert usual_first_name(written) == usual


@given(st.text(alphabet=st.characters(categories=("Lu", "Ll", "Zs", "Pd", "Po")), max_size=30))
def test_a_name_keeps_its_key_and_is_written_once(name):
    for cased in (usual_case, usual_first_name):
        usual = cased(name)
        assert name_key(usual) == name_key(name)
        assert cased(usual) == usual
