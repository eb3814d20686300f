"""What is wrong with an import profile, in words."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from imports.feeds.profiled.schema import Flaw, Wrong
from imports.records import HEADERS

_TOLD: Mapping[Wrong, str] = {
    Wrong.TOO_LARGE: gettext_noop("This file is too large for a profile."),
    Wrong.NOT_JSON: gettext_noop("This file is no JSON, or is damaged."),
    Wrong.NOT_A_PROFILE: gettext_noop("This file is no import profile."),
    Wrong.NEWER: gettext_noop("This profile was made by another version of the program."),
    Wrong.UNKNOWN_ENTRY: gettext_noop("The entry %(value)s is unknown."),
    Wrong.UNKNOWN_FIELD: gettext_noop("Entry %(entry)s: the field %(value)s is unknown."),
    Wrong.TYPE: gettext_noop("Entry %(entry)s: this is not the kind of value that is expected."),
    Wrong.NOT_LISTED: gettext_noop("Entry %(entry)s: %(value)s is none of the choices."),
    Wrong.TOO_LONG: gettext_noop("Entry %(entry)s: at most %(value)s characters."),
    Wrong.TOO_MANY: gettext_noop("%(field)s: at most %(value)s."),
    Wrong.UNPRINTABLE: gettext_noop("Entry %(entry)s: a character in it cannot be seen."),
    Wrong.NAME_MISSING: gettext_noop("Give the profile a name."),
    Wrong.PARTNER_MISSING: gettext_noop("Name the partner’s folder."),
    Wrong.PARTNER_PATH: gettext_noop("The partner’s folder is one name, without /."),
    Wrong.COLUMN_MISSING: gettext_noop("No column fills %(field)s yet."),
    Wrong.HEAD_TWICE: gettext_noop("%(field)s: the header %(value)s fills something else already."),
    Wrong.HEAD_BLANK: gettext_noop("%(field)s: a header needs a letter or a digit."),
    Wrong.WORD_TWICE: gettext_noop("%(field)s: the word %(value)s is there twice."),
    Wrong.NIR: gettext_noop("%(field)s: social security numbers are never read nor kept."),
    Wrong.CONSTANT_AND_COLUMN: gettext_noop(
        "%(field)s: a column fills it, so that it cannot be the same on every line."
    ),
    Wrong.CONSTANT_REFUSED: gettext_noop("%(field)s: %(value)s is not possible here."),
    Wrong.NOT_CONSTANT: gettext_noop("%(field)s cannot be the same on every line."),
    Wrong.HOLDING_COLUMN: gettext_noop("%(field)s: only where one line is a holding."),
    Wrong.HOLDING_MISSING: gettext_noop("One line is a holding: no column fills %(field)s yet."),
    Wrong.WITHOUT_COLUMN: gettext_noop("%(field)s: no column fills it."),
}
# Either of two fields will do.
_OR = {
    "custodian_code": "custodian_name",
    "product_code": "product_name",
    "holding_code": "holding_name",
}
_EITHER = {Wrong.COLUMN_MISSING, Wrong.HOLDING_MISSING}


def told(flaw: Flaw) -> str:
    words = {"entry": flaw.entry, "field": _field(flaw), "value": flaw.value}
    return translation.gettext(_TOLD[flaw.wrong]) % words


def _field(flaw: Flaw) -> str:
    named = HEADERS.get(flaw.field, flaw.field)
    if flaw.wrong in _EITHER and flaw.field in _OR:
        other = HEADERS[_OR[flaw.field]]
        return _("%(one)s or %(other)s") % {"one": named, "other": other}
    return named
