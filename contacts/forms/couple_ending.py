"""What Général asks when a situation ends a couple: whether its relation ends, and when."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from contacts.actions.couple_ending import SHARED, Ending, may_follow
from contacts.enums import MaritalStatus
from contacts.forms.dates import past_date
from contacts.models import Contact, Relationship
from contacts.queries.relations import death_date, read_from, spouses
from users.models import User

ENDS, ENDED_ON, OTHER_DIED_ON = "couple_ends", "ended_on", "other_died_on"
NAMES = (ENDS, ENDED_ON, OTHER_DIED_ON)


def offer_to_end(form: Any, contact: Contact, user: User) -> None:
    """Add the questions for the one couple that the user sees this person in, if there is one."""
    rows = spouses(contact, user)
    if len(rows) != 1:
        return
    form.couple = rows[0]
    other = read_from(contact, rows[0]).other
    form.may_follow = may_follow(other, user)
    form.fields[ENDS] = forms.ChoiceField(
        label=_("Relation with %(other)s") % {"other": other},
        choices=[("", ""), (_end(rows[0]), _("End it")), ("no", _("Leave it as it is"))],
        required=False,
        help_text="" if form.may_follow else left_words(other),
    )
    form.fields[ENDED_ON] = past_date(_("Relation ended on"))
    form.other_born = other.birth_date
    if form.may_follow and death_date(other) is None:
        form.fields[OTHER_DIED_ON] = past_date(_("Date of death of %(other)s") % {"other": other})


def _end(row: Relationship) -> str:
    """Return what the answer posts: the relation it is about, which may be another by then."""
    return f"end-{row.pk}"


def says_end(value: str | None) -> bool:
    return (value or "").startswith("end-")


def left_words(other: object) -> str:
    return _("The folder of %(other)s is not yours to change: it stays as it is.") % {
        "other": other
    }


def check(form: Any) -> None:
    """Ask for an answer when the situation changes to one that ends the couple."""
    told = form.cleaned_data
    if told.get("marital_status") not in MaritalStatus.ending():
        return
    died = _died(form)
    if not says_end(told.get(ENDS)):
        if told.get(ENDED_ON) or died:
            form.add_error(ENDS, _("A date is typed: end this relation, or clear the date."))
        elif "marital_status" in form.changed_data and not (told.get(ENDS) or ENDS in form.errors):
            form.add_error(ENDS, _("Say whether this relation ends."))
        return
    if died and form.other_born and died < form.other_born:
        form.add_error(OTHER_DIED_ON, _("This date is before the date of birth."))
    elif not (told.get(ENDED_ON) or died) and not {ENDED_ON, OTHER_DIED_ON} & form.errors.keys():
        form.add_error(ENDED_ON, _("Say since when."))


def _died(form: Any) -> Any:
    """Return the date of death typed; it is asked of a widow's or widower's spouse only."""
    told = form.cleaned_data
    is_widowed = told.get("marital_status") == MaritalStatus.WIDOWED
    return told.get(OTHER_DIED_ON) if is_widowed else None


def ending(form: Any) -> Ending | None:
    """Return what this valid form asks to end."""
    row: Relationship | None = getattr(form, "couple", None)
    told = form.cleaned_data
    if row is None or not says_end(told.get(ENDS)):
        return None
    if told["marital_status"] not in MaritalStatus.ending():
        return None
    died = _died(form)
    return Ending(row, told.get(ENDED_ON) or died, died)


def leaves_other(form: Any) -> bool:
    """Say whether the other side should follow, and is not the user's to change."""
    status = form.cleaned_data["marital_status"]
    return not form.may_follow and (status in SHARED or status == MaritalStatus.WIDOWED)


def names_another(form: Any, posted: str) -> bool:
    """Say whether the relation that the page asked to end is not there to end any more."""
    is_ending = form.cleaned_data.get("marital_status") in MaritalStatus.ending()
    return is_ending and says_end(posted) and getattr(form, "couple", None) is None
