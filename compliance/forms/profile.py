"""The form of an investor profile: its answers, and a compact table of products."""

from collections.abc import Iterator
from typing import Any

from crispy_forms.layout import LayoutObject
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance import fields
from compliance.enums import FinancialProduct
from compliance.models import InvestorProfile, ProductExperience
from contacts.forms.conditions import follow_conditions
from contacts.forms.general import TidyModelForm, model_form
from contacts.forms.inputs import form_field
from look.layout import Field, Helper, Section, control, notes

# What is asked of each product.
ASKED = ("knowledge", "operations", "is_held")


def _name(product: str, asked: str) -> str:
    return f"{product}_{asked}"


class Experiences(LayoutObject):
    """A row for each product, a column for what is asked of it."""

    def render(self, form: BaseForm, _context: Any, **_pack: str) -> SafeString:
        rows = [
            {"product": product, "cells": [_cell(form, product, asked) for asked in ASKED]}
            for product in FinancialProduct
        ]
        heads = [field.label for field in fields.PRODUCTS]
        return render_to_string(
            "compliance/profile/_experience_fields.html", {"rows": rows, "heads": heads}
        )


def _cell(form: BaseForm, product: str, asked: str) -> dict[str, Any]:
    bound = form[_name(product, asked)]
    head = next(field.label for field in fields.PRODUCTS if field.name == asked)
    return {"bound": bound, "head": head, "control": control(bound), "notes": notes(bound)}


def _asked(described: Any) -> Iterator[Field]:
    for field in described:
        yield Field(field.name, width=field.width)


class ProfileForm(TidyModelForm):
    helper = Helper(
        Section(pgettext_lazy("profile", "Date"), *_asked(fields.DATED), css_id="profile-date"),
        Section(
            pgettext_lazy("profile", "Knowledge and experience"),
            Experiences(),
            css_id="profile-experience",
        ),
        Section(
            pgettext_lazy("profile", "Background"),
            *_asked(fields.EXPERIENCE),
            css_id="profile-background",
        ),
        Section(pgettext_lazy("profile", "Risk"), *_asked(fields.RISK), css_id="profile-risk"),
        Section(
            pgettext_lazy("profile", "Sustainability"),
            *_asked(fields.SUSTAINABILITY),
            css_id="profile-sustainability",
        ),
    )

    def __init__(self, *args: Any, experiences: Any = (), **kwargs: Any) -> None:
        """Begin from these experiences, the profile's own or those of an earlier version."""
        super().__init__(*args, **kwargs)
        held = {row.product: row for row in experiences}
        for product in FinancialProduct:
            for asked in ASKED:
                name = _name(product, asked)
                self.fields[name] = _field(product, asked)
                if row := held.get(product):
                    self.initial[name] = getattr(row, asked)
        follow_conditions([self])

    def experiences(self) -> list[ProductExperience]:
        """Return a row for each product of which something is said."""
        rows = (
            ProductExperience(
                product=product,
                **{asked: self.cleaned_data[_name(product, asked)] for asked in ASKED},
            )
            for product in FinancialProduct
        )
        return [row for row in rows if row.knowledge or row.operations or row.is_held]


def _field(product: FinancialProduct, asked: str) -> Any:
    field: Any = form_field(ProductExperience._meta.get_field(asked))
    field.label = _("%(product)s: %(asked)s") % {"product": product.label, "asked": field.label}
    return field


def profile_form(profile: InvestorProfile, experiences: Any, data: Any = None) -> Any:
    made = model_form(InvestorProfile, ProfileForm, (field.name for field in fields.PROFILE))
    return made(data, instance=profile, experiences=experiences)
