"""The INSEE code of the commune where somebody was born, beside what people write of it.

Only what is written decides: a commune that is found for its name and its department gives its
code, a code that somebody typed stays, and one that no longer goes with the rest is told.
"""

from typing import Any

from django.utils.translation import gettext as _

from contacts.models import PersonDetails, RelatedPerson
from text import communes

WRITTEN = ("birth_town", "birth_department")


def follow(form: Any) -> None:
    """Give the code of what was typed, unless the code itself was."""
    typed = set(form.changed_data)
    code = form.cleaned_data.get("birth_commune")
    if "birth_commune" in form.errors or (code and "birth_commune" in typed):
        return
    if not typed.isdisjoint(WRITTEN):
        found = communes.find(*(form.cleaned_data.get(name) or "" for name in WRITTEN))
        form.cleaned_data["birth_commune"] = found.code if found else ""


def note(person: PersonDetails | RelatedPerson) -> str:
    """Say what is to be checked of a code that is kept, or "" where it goes with the rest."""
    if not person.birth_commune:
        return ""
    known = communes.with_code(person.birth_commune)
    if known is None:
        return _("To check: no commune has this code today.")
    written = communes.named(person.birth_town, person.birth_department)
    codes = {known.code, communes.whole(known).code if communes.is_district(known) else ""}
    if not codes.isdisjoint(one.code for one in written):
        return ""
    return _("To check: this is the code of %(town)s (%(department)s).") % {
        "town": known.name,
        "department": known.department,
    }
