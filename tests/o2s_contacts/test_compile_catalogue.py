import gettext

import pytest
from django.core.management import CommandError, call_command

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
)
DONE = 'msgid "Save"\nmsgstr "Enregistrer"\n\n'
PLURAL = 'msgid "%d row"\nmsgid_plural "%d rows"\nmsgstr[0] "%d ligne"\nmsgstr[1] "%d lignes"\n\n'


@pytest.fixture
def catalogue(tmp_path, settings):
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    settings.LOCALE_PATHS = [tmp_path]
    return folder / "django.po"


def test_compiled_catalogue_is_read_by_python(catalogue):
    catalogue.write_text(HEADER + DONE + PLURAL, "utf-8")
    call_command("compile_catalogue")
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        french = gettext.GNUTranslations(compiled)
    assert french.gettext("Save") == "Enregistrer"
    assert [french.ngettext("%d row", "%d rows", n) for n in (0, 1, 2)] == [
        "%d ligne",
        "%d ligne",
        "%d lignes",
    ]


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "Delete"\nmsgstr ""\n',
        '#, fuzzy\nmsgid "Delete"\nmsgstr "Supprimer"\n',
        'msgid "Delete"\nmsgid_plural "Deletes"\nmsgstr[0] "Supprimer"\nmsgstr[1] ""\n',
    ],
)
def test_check_refuses_what_would_show_in_english(catalogue, entry):
    catalogue.write_text(HEADER + DONE + entry, "utf-8")
    with pytest.raises(CommandError, match=r"lacks the translation of: Delete$"):
        call_command("compile_catalogue", check=True)


def test_check_writes_nothing(catalogue):
    catalogue.write_text(HEADER + DONE, "utf-8")
    call_command("compile_catalogue", check=True)
    assert not catalogue.with_suffix(".mo").exists()
