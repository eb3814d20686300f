"""`+ Ajouter un contact`: which kind, then the shortest form."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from contacts import fields
from contacts.actions.contacts import create
from contacts.enums import Kind
from contacts.forms.general import KindForm, contact_form, details_form
from contacts.models import Category, Contact
from users.http import SignedIn


def contact_add(request: SignedIn) -> HttpResponse:
    """Ask the kind."""
    form = KindForm(request.GET if "kind" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("contacts:contact-create", kind=form.cleaned_data["kind"])
    return render(request, "contacts/contact/add.html", {"form": form})


def contact_create(request: SignedIn, kind: str) -> HttpResponse:
    """Show the shortest form of this kind, and make the contact."""
    if kind not in Kind.values:
        return redirect("contacts:contact-add")
    data = request.POST if request.method == "POST" else None
    own, details = _forms(request, kind, data)
    if data is None or not (own.is_valid() & details.is_valid()):
        context = {"own": own, "details": details, "kind": Kind(kind), "forms": [own, details]}
        status = 200 if data is None else 422
        return render(request, "contacts/contact/create.html", context, status=status)
    contact = create(
        contact=own.save(commit=False), details=details.save(commit=False), by=request.user
    )
    messages.success(request, _("%(contact)s is added.") % {"contact": contact})
    return redirect("contacts:contact-general", pk=contact.pk)


def _forms(request: SignedIn, kind: str, data: Any) -> tuple[Any, Any]:
    default = Category.objects.filter(default_for=kind).first()
    own = contact_form(["category"])(
        data, instance=Contact(kind=kind), user=request.user, initial={"category": default}
    )
    return own, details_form(kind, list(fields.SHORTEST[kind]))(data)
