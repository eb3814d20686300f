"""The folder's page Historique."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from contacts import history
from contacts.forms.combobox import Combobox
from contacts.forms.inputs import LARGEST_KEY
from contacts.models import Visit
from contacts.views.folder import FolderView
from look.layout import Helper
from users.http import SignedIn
from users.models import User

LOOKED = 12


class FilterForm(forms.Form):
    """What the address may hold; anything else is dropped."""

    field = forms.ChoiceField(required=False, label=_("Field"), widget=Combobox)
    by = forms.ChoiceField(required=False, label=_("Person"), widget=Combobox)
    moment = forms.CharField(required=False)
    source = forms.SlugField(required=False)
    key = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)
    helper = Helper("field", "by")


class FolderHistory(FolderView):
    tab = "contacts:contact-history"
    template_name = "contacts/history/show.html"

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        folders = history.folders_read_with(self.contact, request.user)
        people = history.people(folders)
        form = FilterForm(request.GET)
        form.fields["field"].choices = [("", ""), *_fields()]  # type: ignore[attr-defined]
        form.fields["by"].choices = [("", ""), *((str(one.pk), str(one)) for one in people)]  # type: ignore[attr-defined]
        form.is_valid()
        filters = _filters(form.cleaned_data)
        found = history.page(folders, request.user, filters, known=people)
        visits = Visit.objects.filter(contact__in=folders, opened_at__isnull=False)
        return self.show(
            form=form,
            entries=found.entries,
            next_url=_next_url(form.cleaned_data, found.after),
            visits=visits.select_related("user")
            .only("opened_at", *(f"user__{name}" for name in history.NAMES[User]))
            .order_by("-opened_at")[:LOOKED],
            is_filtered=bool(form.cleaned_data.get("field") or form.cleaned_data.get("by")),
        )


def _fields() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the fields of each sort of row, in the words of the screen."""
    return [
        (
            str(source.model._meta.verbose_name),
            [(f"{source.name}.{one.name}", str(one.verbose_name)) for one in source.fields],
        )
        for source in history.sources()
        if source.fields
    ]


def _filters(cleaned: dict[str, Any]) -> history.Filters:
    source, _dot, name = (cleaned.get("field") or "").partition(".")
    moment = parse_datetime(cleaned.get("moment") or "") if _is_moment(cleaned) else None
    key = cleaned.get("key")
    after = (moment, cleaned.get("source") or "", key) if moment and key else None
    by = cleaned.get("by")
    return history.Filters(source, name, int(by) if by else None, after)


def _is_moment(cleaned: dict[str, Any]) -> bool:
    try:
        moment = parse_datetime(cleaned.get("moment") or "")
    except ValueError:
        return False
    return moment is not None and moment.tzinfo is not None


def _next_url(cleaned: dict[str, Any], after: history.Anchor | None) -> str:
    if after is None:
        return ""
    moment, source, key = after
    parts = {"field": cleaned.get("field"), "by": cleaned.get("by")}
    parts |= {"moment": moment.isoformat(), "source": source, "key": key}
    return "?" + urlencode({name: value for name, value in parts.items() if value})
