"""The people of the firm: their profiles, what they may do and why, and their leaving."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions.assignment import ROLES
from contacts.actions.handover import deactivate, reactivate
from contacts.errors import NobodyToTake
from o2s_contacts import rights
from users.admin import DeclaredLookups
from users.models import NIGHT, User

LABELS = {
    "lead_adviser": gettext_lazy("Contacts they lead go to"),
    "second_adviser": gettext_lazy("Contacts they follow as second adviser go to"),
    "assistant": gettext_lazy("Contacts they assist go to"),
}


class LeavingForm(forms.Form):
    """Who takes over, in each role, from somebody who leaves."""

    def __init__(self, *args: Any, leaver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = User.objects.assignable().exclude(pk=leaver.pk)
        for role in ROLES:
            self.fields[role] = forms.ModelChoiceField(others, label=LABELS[role])


class PersonAdmin(DeclaredLookups, UserAdmin):
    change_form_template = "admin/users/user/change_form.html"
    list_display = ("username", "last_name", "first_name", "profiles", "is_active")
    list_filter = ("is_active", "groups")
    actions = None
    readonly_fields = ("is_active", "what_for", "last_login", "date_joined")
    # A handful of profiles: boxes say at a glance which ones.
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Person"), {"fields": ("last_name", "first_name", "email")}),
        (gettext_lazy("Profiles"), {"fields": ("is_active", "groups", "is_staff", "is_superuser")}),
        (gettext_lazy("Rights, and where each comes from"), {"fields": ("what_for",)}),
        (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        people = super().get_queryset(request).exclude(username=NIGHT)
        return people.prefetch_related("groups")

    @admin.display(description=gettext_lazy("Profiles"))
    def profiles(self, person: User) -> str:
        return ", ".join(group.name for group in person.groups.all())

    @admin.display(description=gettext_lazy("Rights"))
    def what_for(self, person: User) -> SafeString | str:
        """List every right the person has, with the profiles that give it."""
        origins = rights.origins(person)
        held = [right for right in rights.every_right() if right.name in origins]
        if not held:
            return _("None: this person sees and does nothing yet.")
        rows = format_html_join(
            "",
            "<li>{}<br><small>{}</small></li>",
            ((right.label, ", ".join(origins[right.name])) for right in held),
        )
        return format_html("<ul>{}</ul>", rows)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Show the profiles under the firm's word for them, as boxes."""
        kwargs |= {
            "widget": forms.CheckboxSelectMultiple(),
            "label": _("Profiles"),
            "help_text": "",
        }
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Only a superuser makes superusers, or opens the administration to somebody."""
        fields = super().get_readonly_fields(request, obj)
        closed = () if request.user.is_superuser else ("is_staff", "is_superuser")
        return (*fields, *closed)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Leave superusers to superusers: who sets their password could log in as them."""
        allowed = super().has_change_permission(request, obj)
        return allowed and not (obj and obj.is_superuser and not request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Say no: history names people for ever, and they hand their contacts over instead."""
        return False

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<path:key>/desactiver/", wrap(self.leaving), name="users_user_deactivate"),
            path("<path:key>/reactiver/", wrap(self.returning), name="users_user_reactivate"),
            *super().get_urls(),
        ]

    def _person(self, request: HttpRequest, key: str) -> User:
        person = self.get_object(request, unquote(key))
        if person is None:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        return person

    def leaving(self, request: HttpRequest, key: str) -> HttpResponse:
        """Ask who takes over, then close the account."""
        person = self._person(request, key)
        form = LeavingForm(request.POST or None, leaver=person)
        if request.method == "POST" and form.is_valid():
            try:
                deactivate(leaver=person, successors=form.cleaned_data, by=_actor(request))
            except NobodyToTake as error:
                form.add_error(None, str(error))
            else:
                text = _("%(person)s is deactivated. Contacts were handed over.")
                self.log_change(request, person, _("Deactivated, contacts handed over"))
                messages.success(request, text % {"person": person})
                return redirect("admin:users_user_changelist")
        context = self.admin_site.each_context(request) | {
            "form": form,
            "person": person,
            "opts": self.opts,
            "title": _("Deactivate %(person)s") % {"person": person},
        }
        refused = request.method == "POST"
        template = "admin/users/user/deactivate.html"
        return render(request, template, context, status=422 if refused else 200)

    def returning(self, request: HttpRequest, key: str) -> HttpResponse:
        """Open the account again; contacts handed over stay where they are."""
        person = self._person(request, key)
        if request.method == "POST":
            reactivate(person=person)
            self.log_change(request, person, _("Reactivated"))
            messages.success(request, _("%(person)s is active again.") % {"person": person})
        return redirect(reverse("admin:users_user_change", args=[person.pk]))


def _actor(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
