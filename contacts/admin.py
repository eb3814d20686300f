"""What the administration knows of contacts: how many folders nobody can open, and no more."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts import rights
from contacts.actions.handover import assign_orphan
from contacts.errors import NobodyToTake
from contacts.models import OrphanAssignment
from contacts.queries.orphans import orphans
from users.admin import Journal
from users.models import User


class OrphanForm(forms.ModelForm):
    """To whom, and why. Which folder, nobody is told."""

    class Meta:
        model = OrphanAssignment
        fields = ("assigned_to", "reason")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        people = User.objects.assignable().exclude(pk=by.pk)
        self.fields["assigned_to"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """Give the folder here, where a refusal can still be said on the form."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            self.instance = assign_orphan(
                to=cleaned["assigned_to"], reason=cleaned["reason"], by=self.by
            )
        except NobodyToTake as error:
            raise forms.ValidationError(str(error)) from error
        return cleaned


@admin.register(OrphanAssignment)
class OrphanAdmin(Journal):
    """The journal of folders given, and how many wait."""

    change_list_template = "admin/contacts/orphanassignment/change_list.html"
    list_display = ("assigned_at", "assigned_to", "assigned_by", "reason")
    list_display_links = None
    list_select_related = ("assigned_to", "assigned_by")
    ordering = ("-assigned_at", "-pk")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(rights.ASSIGN_ORPHANS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **kwargs: Any,
    ) -> Any:
        """Return the form for this person, who is not among those offered."""
        by = User.objects.get(username=request.user.get_username())

        class Form(OrphanForm):
            def __init__(self, *args: Any, **more: Any) -> None:
                super().__init__(*args, by=by, **more)

        return Form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": ["assigned_to", "reason"]})]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Do nothing: the action has saved it."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        count = orphans().count()
        told = ngettext(
            "%(n)s private folder has nobody active left.",
            "%(n)s private folders have nobody active left.",
            count,
        ) % {"n": count}
        told = told if count else _("Every private folder has somebody active.")
        context = {"orphan_count": count, "told": told, "title": _("Private folders")}
        return super().changelist_view(request, context | (extra_context or {}))
