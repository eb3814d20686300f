"""Profil d'investisseur: the version that counts, those before it, and a new one."""

from copy import copy
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance import fields
from compliance.actions.profiles import delete_profile, save_profile
from compliance.enums import FinancialProduct
from compliance.forms.profile import profile_form
from compliance.models import InvestmentProject, InvestorProfile
from compliance.queries import coherence, profiles
from contacts.errors import EditConflict
from contacts.fields import text_of
from contacts.forms.edit_conflict import Forms
from contacts.views.folder import FolderForm, FolderView
from contacts.views.folder_rows import answer_deleted
from users.http import SignedIn

PAGE = "compliance:folder-profile"
# What is read of a profile, under one title each.
_READ = (
    (gettext_lazy("Risk of the profile"), fields.RISK),
    (gettext_lazy("Background of the profile"), fields.EXPERIENCE),
    (gettext_lazy("Sustainability of the profile"), fields.SUSTAINABILITY),
)


class ProfileShow(FolderView):
    """The version that counts, or an earlier one as it was."""

    tab = PAGE
    template_name = "compliance/profile/show.html"

    def get(self, request: SignedIn, pk: int, profile: int | None = None) -> HttpResponse:
        versions = profiles.versions(self.contact)
        latest = next(iter(versions), None)
        shown = latest
        if profile is not None:
            shown = next((version for version in versions if version.pk == profile), None)
            if shown is None:
                raise Http404
        return self.show(
            profile=shown,
            latest=latest,
            versions=versions,
            is_latest=shown is latest,
            first_steps=self._first_steps(),
            **(self._read(shown, is_latest=shown is latest) if shown else {}),
        )

    def _first_steps(self) -> list[dict[str, Any]]:
        url = reverse("compliance:profile-add", args=[self.contact.pk])
        return [{"url": url, "label": _("New profile")}] if self.may_change else []

    def _read(self, profile: InvestorProfile, *, is_latest: bool) -> dict[str, Any]:
        """Return what stands on the page of a version; what an earlier one was is not judged."""
        projects = InvestmentProject.objects.filter(contact=self.contact)
        horizon = projects.values_list("horizon", flat=True).first() or ""
        return {
            "blocks": [(title, _facts(profile, described)) for title, described in _READ],
            "experiences": _experiences(profile),
            "heads": [field.label for field in fields.PRODUCTS],
            "doubts": coherence.doubts(profile, horizon) if is_latest else [],
            "is_out_of_date": is_latest and profiles.is_out_of_date(profile, timezone.localdate()),
            "may_correct": self.may_change and profiles.may_correct(profile, self.request.user),
        }


def _facts(row: Any, described: Any) -> list[tuple[Any, str]]:
    """Return what was answered, each with its label."""
    facts = ((field.label, text_of(row, field)) for field in described)
    return [(label, text) for label, text in facts if text]


def _experiences(profile: InvestorProfile) -> list[dict[str, Any]]:
    """Return a row for each product of which something is said, in the order of the form."""
    held = {row.product: row for row in profile.experiences.all()}
    asked = fields.PRODUCTS[1:]
    return [
        {
            "product": product.label,
            "cells": [(field.label, text_of(held[product], field)) for field in asked],
        }
        for product in FinancialProduct
        if product in held
    ]


def standing_profile(view: FolderView) -> InvestorProfile:
    """Return the version of the address; 403 where it may no longer be corrected."""
    rows = InvestorProfile.objects.filter(contact=view.contact)
    profile = get_object_or_404(rows, pk=view.kwargs["profile"])
    profile.contact = view.contact
    if not profiles.may_correct(profile, view.request.user):
        raise PermissionDenied
    return profile


class ProfileChange(FolderForm):
    """The form of a new version, which begins as the latest one, or of one of today's."""

    tab = PAGE
    template_name = "compliance/profile/change.html"
    saved_words = gettext_lazy("The investor profile is saved.")
    standing: InvestorProfile | None = None

    def prepare(self) -> HttpResponseBase | None:
        self.require_change()
        if "profile" in self.kwargs:
            self.standing = standing_profile(self)
        return None

    def forms(self, data: Any = None) -> Forms:
        begun = self.standing or profiles.latest(self.contact)
        profile = copy(self.standing) if self.standing else self._renewed(begun)
        return {"profile": profile_form(profile, begun.experiences.all() if begun else (), data)}

    def _renewed(self, latest: InvestorProfile | None) -> InvestorProfile:
        """Return a new version that answers as the latest one does, dated today."""
        names = [field.name for field in fields.PROFILE] if latest else []
        profile = InvestorProfile(**{name: getattr(latest, name) for name in names})
        profile.contact, profile.dated_on = self.contact, timezone.localdate()
        return profile

    def save(self, page: Any) -> None:
        form = page["profile"]
        save_profile(
            profile=form.save(commit=False),
            experiences=form.experiences(),
            version=self.contact.version,
            by=self.request.user,
        )

    def page(self, page: Any) -> dict[str, Any]:
        return {"form": page["profile"], "forms": [page["profile"]], "standing": self.standing}


class ProfileDelete(FolderView):
    """Takes away a version of today's, said in a toast with `Annuler`."""

    http_method_names = ("post",)
    tab = PAGE

    def post(self, request: SignedIn, pk: int, profile: int) -> HttpResponseBase:
        self.require_change()
        standing = standing_profile(self)
        try:
            change = delete_profile(profile=standing, version=self.contact.version, by=request.user)
        except EditConflict:
            return self.ask_again()
        return answer_deleted(self, standing, change)
