"""Heads of other programs, and the columns of the workbook that they stand for."""

import pytest

from contacts.workbook import COLUMNS
from imports.queries.contact_import import mapping

OF_A_CRM = ["Civilité", "Nom", "Prénom", "Né(e) le", "E-mail", "Tél. portable", "CP", "Ville"]


@pytest.mark.pure
def test_heads_of_another_program_find_their_columns():
    assert mapping.proposed([*OF_A_CRM, "Professsion", "Score interne"]) == {
        "Civilité": "Client Titre",
        "Nom": "Client Nom",
        "Prénom": "Client Prénom",
        "Né(e) le": "Client Date de naissance",
        "E-mail": "Email (personnel)",
        "Tél. portable": "Téléphone (mobile)",
        "CP": "Adresse domicile Code postal",
        "Ville": "Adresse domicile Commune",
        "Professsion": "PROFESSION",
    }


@pytest.mark.pure
def test_no_column_is_proposed_twice():
    assert mapping.proposed(["Client Nom", "Nom", "Mail", "Email"]) == {
        "Mail": "Email (personnel)",
    }


@pytest.mark.pure
def test_usual_words_lead_to_columns():
    assert set(mapping._USUAL) <= COLUMNS.keys()


def test_what_was_said_of_the_same_heads_is_remembered_for_its_sender(sent, adviser, colleague):
    sent(heads=OF_A_CRM, mapping={"Nom": "Client Nom"})
    sent(heads=OF_A_CRM, mapping={"Nom": "Client Nom de naissance"})
    sent(heads=OF_A_CRM)
    sent(heads=["Nom"], mapping={"Nom": "Note"})
    assert mapping.remembered(OF_A_CRM, adviser) == {"Nom": "Client Nom de naissance"}
    assert mapping.remembered(OF_A_CRM, colleague) == {}
