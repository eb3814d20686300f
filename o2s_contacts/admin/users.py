"""The people of the firm: their profiles, what they may do and why, and their leaving."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts import rights as contact_rights
from contacts.actions.handover import deactivate, reactivate
from contacts.actions.passwords import set_password
from contacts.errors import NobodyToTake
from contacts.people import ROLES
from o2s_contacts import rights
from users.actions import accounts
from users.actions.administrators import follow_administrators
from users.admin import DeclaredLookups, Journal
from users.models import NIGHT, AccountEvent, User
from users.queries.administrators import is_administrator

LABELS = {
    "lead_adviser": gettext_lazy("Contacts they lead go to"),
    "second_adviser": gettext_lazy("Contacts they follow as second adviser go to"),
    "assistant": gettext_lazy("Contacts they assist go to"),
}


class LeavingForm(forms.Form):
    """Who takes over, in each role, from somebody who leaves; and their private folders, or not."""

    private_to = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        label=gettext_lazy("Private folders that nobody else can open go to"),
        empty_label=gettext_lazy("Nobody yet: they wait among the private folders"),
    )
    reason = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("Reason, for private folders")
    )

    def __init__(self, *args: Any, leaver: User, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = User.objects.assignable().exclude(pk=leaver.pk)
        if by.has_perm(contact_rights.ASSIGN):
            for role in ROLES:
                self.fields[role] = forms.ModelChoiceField(others, label=LABELS[role])
        if by.has_perm(contact_rights.ASSIGN_ORPHANS):
            takers: Any = self.fields["private_to"]
            takers.queryset = others.exclude(pk=by.pk)
        else:
            del self.fields["private_to"], self.fields["reason"]
        self.order_fields([*ROLES, "private_to", "reason"])

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if self.cleaned_data.get("private_to") and not reason:
            raise forms.ValidationError(_("Say why: the others of the administration read it."))
        return reason

    @property
    def successors(self) -> dict[str, User | None]:
        return {role: self.cleaned_data.get(role) for role in ROLES}


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
        held = [right for right in rights.every_right() if right in origins]
        if not held:
            return _("None: this person sees and does nothing yet.")
        rows = format_html_join(
            "",
            "<li>{}<br><small>{}</small></li>",
            ((right.label, ", ".join(origins[right])) for right in held),
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

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 - Django's name
        form_url: str = "",
    ) -> HttpResponse:
        """Set somebody else's password; one's own is changed with the old one, in Mon compte."""
        person = self._person(request, id)
        actor = _actor(request)
        if person == actor:
            return redirect("own-account")
        form = SetPasswordForm(person, request.POST if request.method == "POST" else None)
        if form.is_valid():
            set_password(account=person, password=form.cleaned_data["new_password1"], by=actor)
            self.log_change(request, person, _("Password set"))
            text = _("%(person)s must change this password when logging in.")
            messages.success(request, text % {"person": person})
            return redirect("admin:users_user_change", person.pk)
        title = _("Set the password of %(person)s") % {"person": person}
        return self._page(request, "password", person, form, title)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Note who made the account: the first password is changed at the first login."""
        actor = _actor(request)
        # Whoever became an administrator by another way is nobody's doing here.
        follow_administrators()
        if not change:
            obj.created_by = obj.password_set_by = actor
            obj.password_set_at = timezone.now()
            obj.must_change_password = True
        super().save_model(request, obj, form, change)
        if not change:
            accounts.note(account=obj, kind=AccountEvent.Kind.CREATED, by=actor)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        super().save_related(request, form, formsets, change)
        follow_administrators(by=_actor(request))

    def _person(self, request: HttpRequest, key: str) -> User:
        person = self.get_object(request, unquote(key))
        if person is None:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        return person

    def _page(
        self, request: HttpRequest, name: str, person: User, form: forms.Form, title: str
    ) -> HttpResponse:
        own = {"form": form, "person": person, "opts": self.opts, "title": title}
        context = self.admin_site.each_context(request) | own
        status = 422 if request.method == "POST" else 200
        return render(request, f"admin/users/user/{name}.html", context, status=status)

    def leaving(self, request: HttpRequest, key: str) -> HttpResponse:
        """Ask who takes over, then close the account."""
        person = self._person(request, key)
        actor = _actor(request)
        posted = request.POST if request.method == "POST" else None
        form = LeavingForm(posted, leaver=person, by=actor)
        if form.is_valid():
            try:
                deactivate(
                    leaver=person,
                    successors=form.successors,
                    private_to=form.cleaned_data.get("private_to"),
                    reason=form.cleaned_data.get("reason", ""),
                    by=actor,
                )
            except NobodyToTake as error:
                form.add_error(None, str(error))
            else:
                text = _("%(person)s is deactivated. Contacts were handed over.")
                self.log_change(request, person, _("Deactivated, contacts handed over"))
                messages.success(request, text % {"person": person})
                return redirect("admin:users_user_changelist")
        title = _("Deactivate %(person)s") % {"person": person}
        return self._page(request, "deactivate", person, form, title)

    def returning(self, request: HttpRequest, key: str) -> HttpResponse:
        """Open the account again; contacts handed over stay where they are."""
        person = self._person(request, key)
        if request.method == "POST":
            reactivate(person=person, by=_actor(request))
            self.log_change(request, person, _("Reactivated"))
            messages.success(request, _("%(person)s is active again.") % {"person": person})
        return redirect(reverse("admin:users_user_change", args=[person.pk]))


def _actor(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class AccountEventAdmin(Journal):
    """The journal of accounts: what administrators did to them."""

    list_display = ("at", "what_happened")
    list_display_links = None
    list_select_related = ("account", "by")
    ordering = ("-at", "-pk")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"title": _("Journal of accounts")} | (extra_context or {})
        return super().changelist_view(request, context)

    @admin.display(description=gettext_lazy("Event"))
    def what_happened(self, event: AccountEvent) -> str:
        return str(event)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and is_administrator(request.user)
