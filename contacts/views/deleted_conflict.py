"""A form saved after somebody deleted, or merged, what it is about: nothing typed is lost."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django import forms
from django.db.models import Model
from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from contacts.models import Contact
from contacts.views.edit_conflict import label
from users.http import SignedIn

# Said by the page's own button, beside what was typed.
BRING_BACK = "bring_back"
NOT_TYPED = {"csrfmiddlewaretoken", BRING_BACK}
DELETED, MERGED = 410, 409


@dataclass(frozen=True)
class Typed:
    """One thing that was typed, in the words of its form; `changed`: not what stood there."""

    label: str
    value: str
    changed: bool = True


@dataclass(frozen=True)
class Gone:
    """What went away, and what the person may do: `survivor` is where a merged contact went.

    `needs_choice`: it cannot come back before somebody who may reactivate settles what happened
    since, as `may_settle` says of this person. `undelete_url`: where a POST brings it back.
    """

    what: Model
    survivor: Contact | None = None
    may_bring_back: bool = False
    needs_choice: bool = False
    may_settle: bool = False
    undelete_url: str = ""
    # What a sentence calls it, where its own name would not do; and the folder that it was in.
    called: str = ""
    folder: Contact | None = None

    @property
    def words(self) -> str:
        return self.called or str(self.what)


def page(request: SignedIn, gone: Gone, typed: Sequence[Typed]) -> HttpResponse:
    """Say who did it and when, and give back all that was typed."""
    context = {
        "gone": gone,
        "changed": [one for one in typed if one.changed],
        "standing": [one for one in typed if not one.changed],
        "as_text": "\n".join(f"{one.label} : {one.value}" for one in typed),
        "posted": _posted(request) if typed and gone.may_bring_back else [],
        "bring_back": BRING_BACK,
        "is_form": bool(request.POST),
    }
    status = MERGED if gone.survivor else DELETED
    return render(request, "contacts/contact/gone.html", context, status=status)


def _posted(request: SignedIn) -> list[tuple[str, str]]:
    """Return what would post the same form again."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in NOT_TYPED
        for value in values
    ]


def read(page: Iterable[BaseForm | BaseFormSet], *, new: bool = False) -> list[Typed]:
    """Return what these bound forms hold, field by field; blank ones only where blanked.

    `new`: nothing stood there before, or it is not known.
    """
    found = []
    for form in _single(page):
        for bound in form:
            changed = new or bound.name in form.changed_data
            value = "" if bound.is_hidden else _shown(bound)
            if value or (changed and not new and not bound.is_hidden):
                found.append(Typed(str(bound.label), value, changed))
    return found


def _single(page: Iterable[BaseForm | BaseFormSet]) -> Iterator[BaseForm]:
    """Go through rows too, but for those that nobody filled."""
    for one in page:
        if isinstance(one, BaseFormSet):
            yield from (row for row in one.forms if row in one.initial_forms or row.has_changed())
        else:
            yield one


def _shown(bound: BoundField) -> str:
    given = bound.data
    if isinstance(bound.field, forms.BooleanField):
        return _("Yes") if given else ""
    values = given if isinstance(given, list) else [given or ""]
    return ", ".join(label(bound, value) for value in values if value)
