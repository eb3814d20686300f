"""Everything that a user reads has its French, in French typography."""

import re

import polib
import pytest

from tests.architecture import messages, tree
from tests.architecture.messages import Message, NotLiteralError

CATALOGUE = tree.ROOT / "locale/fr/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sdif]|\{(\w*)\}")
NARROW_SPACE = "\u202f"
# A colon inside a time, an address or an example is not punctuation: these end a word.
UNSPACED = re.compile(
    rf"[^\s{NARROW_SPACE}?!.…:/({{][;:?!](?:\s|$)|[ \u00a0][;:?!](?:\s|$)"
    rf"|«(?!{NARROW_SPACE})|(?<!{NARROW_SPACE})»"
)


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(CATALOGUE), check_for_duplicates=True)


def used():
    """Return every message asked for, with the file that asks."""
    found = {}
    for path in tree.sources():
        for message in messages.of_module(path.read_text("utf-8")):
            found.setdefault(message, tree.name(path))
    for pattern in ("templates/*.html", "templates/*.txt"):
        for path in tree.files(pattern):
            for message in messages.of_template(path.read_text("utf-8")):
                found.setdefault(message, tree.name(path))
    return found


def translated(catalogue):
    """Return what the catalogue holds in full and for certain."""
    return {
        Message(entry.msgctxt, entry.msgid, entry.msgid_plural or None)
        for entry in catalogue
        if entry.translated() and not entry.fuzzy and not entry.obsolete
    }


def french(catalogue):
    for entry in catalogue:
        if not entry.obsolete:
            for text in [entry.msgstr, *entry.msgstr_plural.values()]:
                yield entry, text


def test_every_message_has_its_french(catalogue):
    known = translated(catalogue)
    asked = used()
    assert len(asked) > 50
    assert {message.msgid: place for message, place in asked.items() if message not in known} == {}


def test_french_keeps_the_placeholders(catalogue):
    wrong = [
        entry.msgid
        for entry, text in french(catalogue)
        if text
        and not set(PLACEHOLDER.findall(text))
        <= set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
    ]
    assert wrong == []


def test_french_is_typographic(catalogue):
    assert [text for _, text in french(catalogue) if "'" in text] == []
    assert [text for _, text in french(catalogue) if UNSPACED.search(text)] == []


def test_french_is_calm(catalogue):
    loud = [text for _, text in french(catalogue) if "!" in text or "veuillez" in text.lower()]
    assert loud == []


def test_messages_of_a_module_are_found():
    source = (
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        'a = _("One " "text")\n'
        'b = ngettext("%d row", "%d rows", n) % n\n'
        'c = pgettext("month", "May")\n'
        'd = other("Not this")\n'
    )
    assert set(messages.of_module(source)) == {
        Message(None, "One text"),
        Message(None, "%d row", "%d rows"),
        Message("month", "May"),
    }


def test_computed_message_is_refused():
    source = 'from django.utils.translation import gettext as _\na = _(f"{x} rows")\n'
    with pytest.raises(NotLiteralError):
        list(messages.of_module(source))


def test_messages_of_a_template_are_found():
    source = (
        "{% translate \"Don't\" %} {% translate 'May' context 'month' %}{{ _('Here') }}"
        "{% blocktranslate count n=rows|length trimmed %}\n  {{ n }} row\n"
        "{% plural %}\n  {{ n }} rows\n{% endblocktranslate %}"
        '{% include "x.html" with label=_("Label") %}'
    )
    assert set(messages.of_template(source)) == {
        Message(None, "Don't"),
        Message("month", "May"),
        Message(None, "Here"),
        Message(None, "%(n)s row", "%(n)s rows"),
        Message(None, "Label"),
    }


@pytest.mark.parametrize("text", ["Quoi ?", "Nom :", "un; deux", "« mot »", "«mot»"])
def test_a_missing_narrow_space_is_found(text):
    assert UNSPACED.search(text.replace(" ?", "?").replace(" :", ":"))


@pytest.mark.parametrize(
    "text",
    [f"Quoi{NARROW_SPACE}?", "à 12:30", f"«{NARROW_SPACE}mot{NARROW_SPACE}»", "01:02:03", "(?)"],
)
def test_right_typography_passes(text):
    assert UNSPACED.search(text) is None


def test_untranslated_and_fuzzy_messages_are_not_known():
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="done", msgstr="fait"))
    catalogue.append(polib.POEntry(msgid="empty", msgstr=""))
    catalogue.append(polib.POEntry(msgid="guessed", msgstr="deviné", flags=["fuzzy"]))
    catalogue.append(
        polib.POEntry(msgid="half", msgid_plural="halves", msgstr_plural={0: "moitié", 1: ""})
    )
    assert translated(catalogue) == {Message(None, "done")}


def test_no_contact_is_named_after_a_word_that_elides(catalogue):
    """Whoever is called Antoine would be asked about « de Antoine »."""
    elided = re.compile(r"\b(?:[Dd]e|[Qq]ue|[Ll]e) %\((?:contact|source|target|names|people)\)s")
    assert [text for _entry, text in french(catalogue) if elided.search(text)] == []
