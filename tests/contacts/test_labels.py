"""No English name of a column reaches a screen: what is shown of a field has its French."""

import pytest
from django.utils.functional import Promise
from django.utils.translation import override

from contacts import history
from contacts.fields import ENTRIES

# Words that are the same in both languages.
SAME = {
    *("Adoption", "Assistant", "Capital", "Code", "Date", "E-mail", "GIIN", "LEI", "Mobile"),
    *("Note", "Parent", "Profession", "Relation", "SIREN", "SIRET", "Situation"),
    *("2 - Important", "Direct", "Indirect", "LDDS", "LEP", "Livret A / Livret Bleu"),
    *("PEA / PEA-PME", "PEL / CEL", "PER / Madelin / PERP", "SCPI / OPCI"),
}


def of_catalogue():
    for entry in ENTRIES.values():
        for words in (entry.label, entry.column_head, entry.group, *entry.choices.values()):
            yield entry.key, words


def of_history():
    for source in history.sources():
        for field in source.fields:
            labels = [label for _value, label in field.flatchoices or ()]
            for words in (field.verbose_name, *labels):
                yield f"{source.name}.{field.name}", words


def in_language(code, words):
    with override(code):
        return str(words)


@pytest.mark.parametrize("told", [of_catalogue, of_history])
def test_what_is_shown_of_a_field_has_its_french(told):
    english, found = {}, list(told())
    for place, words in found:
        text = in_language("en", words)
        is_french = text in SAME or in_language("fr", words) != text
        if not (isinstance(words, Promise) and is_french):
            english[place] = text
    assert english == {}
    assert len(found) > 200
