"""The catalogue: every component in every state, for those who build pages (DEBUG or DEMO only)."""

import datetime as dt

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from contacts.forms.inputs import AffixedDecimalField
from contacts.views.edit_conflict import Other
from look import icons
from look.layout import FULL, ROOMY, THIRD, Field, Helper, PrivateBox, Section
from o2s_contacts import catalogue_samples as samples

SECTIONS = {
    "couleurs": _("Colours"),
    "texte": _("Text"),
    "icones": _("Icons"),
    "boutons": _("Buttons"),
    "formulaire": _("Form"),
    "champs": _("Fields in trouble"),
    "badges": _("Marks and badges"),
    "outils": _("Toolbar and filters"),
    "navigation": _("Tabs, categories, pages"),
    "tableau": _("Table"),
    "chiffres": _("Key figures"),
    "alertes": _("Work to do"),
    "menus": _("Menus"),
    "dialogues": _("Dialogs"),
    "messages": _("Messages"),
    "plan": _("Plan"),
    "historique": _("History"),
    "images": _("Pictures"),
    "vides": _("Empty pages"),
}


class SampleForm(forms.Form):
    """A form as crispy lays it out, with one of each control."""

    name = forms.CharField(label="Nom", help_text="Tel que sur la pièce d’identité.")
    job = forms.ChoiceField(label="Profession", choices=[("1", "Architecte"), ("2", "Notaire")])
    income = AffixedDecimalField(label="Revenu annuel", required=False, affix="€")
    birth = forms.DateField(label="Date de naissance", required=False)
    code = forms.CharField(label="Code dossier", disabled=True, help_text="Attribué à la création.")
    iban = forms.CharField(label="IBAN", required=False)
    keywords = forms.MultipleChoiceField(
        label="Mots clés",
        choices=[("d", "Dirigeant"), ("g", "Golf"), ("i", "ISF-IFI"), ("r", "Retraite")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    mode = forms.ChoiceField(
        label="Mode d’import",
        choices=[("all", "Ajouter et mettre à jour"), ("add", "Ajouter seulement")],
        widget=forms.RadioSelect,
    )
    letters = forms.BooleanField(label="Reçoit les lettres du cabinet", required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    private = forms.BooleanField(
        label="Dossier privé",
        required=False,
        help_text="Visible de Claire Vasseur et Julie Faure seulement.",
    )

    helper = Helper(
        Section(
            "Identité",
            Field("name", "job", "income", "birth", "code", width=THIRD),
            Field("iban", width=f"{THIRD} {ROOMY}"),
            css_id="sample-identity",
        ),
        Section(
            "Cases et choix",
            Field("keywords", width=FULL),
            *("mode", "letters"),
            Field("note", width=FULL),
            css_id="sample-choices",
            hint="Les mots clés sont créés dans Services, Paramétrage.",
        ),
        Section("Confidentialité", PrivateBox("private"), css_id="sample-private"),
    )


# The fields that somebody looks at again.
REFUSED = Helper(
    Field("name", width=THIRD),
    Field("birth", width=THIRD, is_optional=True),
    Field("iban", width=f"{THIRD} {ROOMY}"),
)


def _initial() -> dict[str, object]:
    return {
        "name": "Castaing-Moreau",
        "job": "1",
        "income": "128400,00",
        "birth": "24/11/1975",
        "code": "A0007",
        "keywords": ["d", "i"],
        "mode": "all",
        "private": True,
    }


def _refused_form() -> SampleForm:
    data = _initial() | {"name": "", "birth": "31/02/1975", "iban": "FR76 3000 4028 3798"}
    form = SampleForm(data, initial=_initial(), auto_id="refused_%s")
    form.add_error("iban", "La clé de contrôle ne correspond pas. Vérifiez les derniers chiffres.")
    when = dt.datetime(2026, 11, 24, 9, 42, tzinfo=dt.UTC)
    other = Other("Marc Tessier", when, "name", "Castaing", "Castaing", taken=False)
    form.__dict__["edit_conflicts"] = {"name": other}
    return form


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "o2s_contacts/catalogue/show.html", context())


def context() -> dict[str, object]:
    """What the page's templates draw."""
    return {
        "sections": SECTIONS,
        "samples": samples,
        "icon_names": list(icons.NAMES),
        "form": SampleForm(initial=_initial()),
        "refused": _refused_form(),
        "refused_fields": REFUSED,
    }
