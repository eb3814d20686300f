"""SIREN, SIRET and LEI as people write them, and what is none."""

import pytest

from text import company_numbers as numbers

LEI = "529900T8BM49AURSDO55"


@pytest.mark.parametrize(
    ("text", "is_one", "stored"),
    [
        ("732 829 320", numbers.is_siren, "732829320"),
        ("732.829.320-00074", numbers.is_siret, "73282932000074"),
        # La Poste's establishments follow a rule of their own.
        ("35600000049837", numbers.is_siret, "35600000049837"),
        (LEI.lower(), numbers.is_lei, LEI),
    ],
)
def test_a_number_is_stored_without_what_people_write_between(text, is_one, stored):
    assert numbers.parse(text, is_one) == stored


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        *(("", each) for each in (numbers.is_siren, numbers.is_siret, numbers.is_lei)),
        ("732829321", numbers.is_siren),
        ("000000000", numbers.is_siren),
        ("٧٣٢٨٢٩٣٢٠", numbers.is_siren),
        ("73282932000075", numbers.is_siret),
        ("00000000000018", numbers.is_siret),
        (f"{LEI[:-1]}9", numbers.is_lei),
    ],
)
def test_what_does_not_check_is_no_number(text, is_one):
    with pytest.raises(numbers.NotACompanyNumberError):
        numbers.parse(text, is_one)
