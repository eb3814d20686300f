"""The catalogue: every component in every state, for those who build pages (DEBUG or DEMO only)."""

from typing import Any

from crispy_forms.bootstrap import AppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from o2s_contacts import catalogue_samples as samples
from o2s_contacts import icons

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
    income = forms.DecimalField(label="Revenu annuel", required=False, localize=True)
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = _sample_layout()


def _sample_layout() -> Layout:
    identity = Fieldset(
        "Identité",
        Field("name", wrapper_class="field--third"),
        Field("job", wrapper_class="field--third"),
        AppendedText("income", "€", wrapper_class="field--third"),
        Field("birth", wrapper_class="field--third"),
        Field("code", wrapper_class="field--third"),
        Field("iban", wrapper_class="field--third field--roomy"),
        css_id="sample-identity",
    )
    choices = Fieldset(
        "Cases et choix",
        Field("keywords", wrapper_class="field--full"),
        Field("mode"),
        Field("letters"),
        Field("note", wrapper_class="field--full"),
        css_id="sample-choices",
    )
    choices.hint = "Les mots clés sont créés dans Services, Paramétrage."
    return Layout(identity, choices)


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
        "changed_meanwhile": {
            "text": "Marc Tessier a mis « Castaing » à 10 h 42, pendant que vous écriviez.",
            "value": "Castaing",
        },
    }
