"""Administration > Profils utilisateur > Gestion des profils > a profile > Gestion des droits."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2s_contacts import rights
from users.actions.administrators import follow_administrators
from users.admin import DeclaredLookups
from users.models import Profile, User


def _boxes(section: rights.Section) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=cast("str", section.title),
        required=False,
        choices=lambda: [(right, right.label) for right in rights.rights_of(section)],
        widget=forms.CheckboxSelectMultiple,
    )


class ProfileForm(forms.ModelForm):
    """A profile's name, and a box for each right, section by section."""

    class Meta:
        model = Profile
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = rights.names_of(self.instance) if self.instance.pk else set()
        for section in rights.SECTIONS:
            offered = set(rights.rights_of(section))
            self.fields[section.slug].initial = sorted(held & offered)

    def chosen(self) -> set[str]:
        return {name for section in rights.SECTIONS for name in self.cleaned_data[section.slug]}


# One field for each section, declared so that the administration knows their names.
for _section in rights.SECTIONS:
    ProfileForm.base_fields[_section.slug] = _boxes(_section)
    ProfileForm.declared_fields[_section.slug] = ProfileForm.base_fields[_section.slug]


class ProfileAdmin(DeclaredLookups):
    form = ProfileForm
    list_display = ("name", "people")
    search_fields = ("name",)
    ordering = ("name",)
    actions = None

    def get_fieldsets(self, request: HttpRequest, obj: Profile | None = None) -> Any:
        sections = [
            (
                _("Rights management, %(section)s") % {"section": section.title},
                {"fields": [section.slug]},
            )
            for section in rights.SECTIONS
            if rights.rights_of(section)
        ]
        return [(None, {"fields": ["name"]}), *sections]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Profile]:
        return super().get_queryset(request).annotate(user_count=Count("user"))

    @admin.display(description=gettext_lazy("Users"), ordering="user_count")
    def people(self, profile: Any) -> int:
        count: int = profile.user_count
        return count

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Give the boxes ticked; what no box shows stays as it is."""
        super().save_related(request, form, formsets, change)
        follow_administrators()
        profile = form.instance
        kept = rights.names_of(profile) - set(rights.every_right())
        profile.permissions.set(rights.permissions(kept | form.chosen()))
        follow_administrators(by=User.objects.get(username=request.user.get_username()))

    def has_delete_permission(self, request: HttpRequest, obj: Profile | None = None) -> bool:
        """Keep a profile that somebody has: they would lose their rights in silence."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj and obj.user_set.exists())
