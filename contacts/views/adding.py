"""`+ Ajouter un contact`: the shortest form, on which one chooses the kind."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contacts import fields, rights
from contacts.actions.contacts import create
from contacts.enums import Kind
from contacts.forms.general import KindForm, contact_form, details_form
from contacts.models import Category, Contact
from contacts.queries.duplicates.likely import Likely, likely
from contacts.scoring import Description
from text.normalise import split_full_name, stored_text
from users.http import SignedIn, shows_drafts

# What the address may bring: a text that was searched for, and names typed for the other kind.
TYPED = ("name", "legal_name", "last_name", "first_name")
LONGEST = 150


@require_safe
def contact_add(request: SignedIn) -> HttpResponse:
    """Lead to the form of the kind that is asked for, a person's if none is, with what is typed."""
    asked = request.GET.get("kind", "")
    kind = asked if asked in Kind.values else Kind.PERSON
    typed = {name: text for name in TYPED if (text := request.GET.get(name))}
    address = reverse("contacts:contact-create", args=[kind])
    return redirect(f"{address}?{urlencode(typed)}" if typed else address)


@require_http_methods(["GET", "HEAD", "POST"])
@shows_drafts
def contact_create(request: SignedIn, kind: str) -> HttpResponse:
    """Show the shortest form of this kind, and make the contact."""
    if kind not in Kind.values:
        return redirect("contacts:contact-add")
    data = request.POST if request.method == "POST" else None
    own, details = _forms(request, kind, data)
    if data is None or not (own.is_valid() & details.is_valid()):
        context = {"own": own, "details": details, "kind": Kind(kind), "forms": [own, details]}
        context["kind_form"] = KindForm(initial={"kind": kind})
        context["other_names"] = _other_names(kind, data or request.GET)
        context |= {"found": _likely(request, kind, data) if data else []}
        context |= {"may_reactivate": request.user.has_perm(rights.REACTIVATE)}
        status = 200 if data is None else 422
        # The other kind's form takes the place of the one that stands there.
        part = "_create" if request.htmx and data is None else "create"
        return render(request, f"contacts/contact/{part}.html", context, status=status)
    contact = create(
        contact=own.save(commit=False), details=details.save(commit=False), by=request.user
    )
    messages.success(request, _("%(contact)s is added.") % {"contact": contact})
    return redirect("contacts:contact-general", pk=contact.pk)


@require_safe
def contact_likely(request: SignedIn, kind: str) -> HttpResponse:
    """Show who may be the same, as one types."""
    if kind not in Kind.values:
        raise Http404
    found = _likely(request, kind, request.GET)
    context = {"found": found, "may_reactivate": request.user.has_perm(rights.REACTIVATE)}
    return render(request, "contacts/contact/_likely.html", context)


def _likely(request: SignedIn, kind: str, typed: Any) -> list[Likely]:
    """Read what is typed so far, however incomplete; what is wrong yet says nothing."""
    form = details_form(kind, list(fields.SHORTEST[kind]))(typed)
    form.is_valid()
    said: dict[str, Any] = form.cleaned_data
    name = said.get("last_name") or said.get("legal_name") or ""
    if not name and not said.get("siren"):
        return []
    description = Description(
        name=name,
        first_name=said.get("first_name") or "",
        birth_date=said.get("birth_date"),
        is_organisation=kind == Kind.ORGANISATION,
        siren=said.get("siren") or "",
    )
    return likely(request.user, description)


def _forms(request: SignedIn, kind: str, data: Any) -> tuple[Any, Any]:
    default = Category.objects.filter(default_for=kind).first()
    own = contact_form(["category"])(
        data, instance=Contact(kind=kind), user=request.user, initial={"category": default}
    )
    details = details_form(kind, list(fields.SHORTEST[kind]))
    return own, details(data, initial=_typed_before(kind, request.GET))


def _typed_before(kind: str, typed: QueryDict) -> dict[str, str]:
    """Return the name that was searched for, or typed for the other kind."""
    searched, legal_name = (stored_text(typed.get(name, ""))[:LONGEST] for name in TYPED[:2])
    last_name, first_name = (stored_text(typed.get(name, ""))[:LONGEST] for name in TYPED[2:])
    full_name = f"{first_name} {last_name}".strip()
    names = (last_name, first_name)
    if kind == Kind.ORGANISATION:
        # The name that was split for a person stands as it was, unless the person's was changed.
        unchanged = legal_name and split_full_name(legal_name) == names
        return {"legal_name": legal_name if unchanged else full_name or legal_name or searched}
    if full_name and legal_name in ("", full_name):
        return {"last_name": last_name, "first_name": first_name}
    return dict(zip(TYPED[2:], split_full_name(legal_name or searched), strict=True))


def _other_names(kind: str, typed: QueryDict) -> dict[str, str]:
    """Return the names of the other kind, for the form to hold until the kind is chosen back."""
    names = TYPED[2:] if kind == Kind.ORGANISATION else TYPED[1:2]
    texts = {name: stored_text(typed.get(name, ""))[:LONGEST] for name in names}
    return {name: text for name, text in texts.items() if text}
