"""The list of contacts."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.enums import Kind
from contacts.forms.general import FilterForm
from contacts.models import Category
from contacts.queries import listing
from users.http import SignedIn
from users.models import User


def contact_list(request: SignedIn) -> HttpResponse:
    """Show one page of the contacts that fit the address, or the table alone when htmx asks."""
    filters, cleaned = _filters(request)
    page = listing.page(
        request.user,
        filters,
        after=_anchor(cleaned, "after"),
        before=_anchor(cleaned, "before"),
    )
    people = {user.pk: user.short_name for user in User.objects.all()}
    address = reverse("contacts:contact-general", args=[0]).replace("/0/", "/{}/")
    for row in page.rows:
        row["adviser"] = people.get(row["lead_adviser_id"], "")  # type: ignore[call-overload]
        row["url"] = address.format(row["pk"])
        row["is_organisation"] = row["kind"] == Kind.ORGANISATION
    context = {"page": page, "filters": filters, "heads": _heads(filters), **_links(filters, page)}
    context |= {"tree": _tree(filters), "advisers": User.objects.assignable()}
    context |= {"count_text": _count_text(page)}
    fragment = request.htmx and not request.htmx.boosted
    name = "_results" if fragment else "list"
    return render(request, f"contacts/contact/{name}.html", context)


def _count_text(page: listing.Page) -> str:
    if page.count > listing.COUNTED_UP_TO:
        return _("More than 1,000 contacts")
    return ngettext("%(n)s contact", "%(n)s contacts", page.count) % {"n": page.count}


def _filters(request: SignedIn) -> tuple[listing.Filters, dict[str, Any]]:
    form = FilterForm(request.GET)
    form.is_valid()
    cleaned = form.cleaned_data
    filters = listing.Filters(
        category=cleaned.get("category"),
        text=cleaned.get("q") or "",
        kind=cleaned.get("kind") or "",
        adviser=cleaned.get("adviser"),
        sort=cleaned.get("sort") or "name",
        descending=cleaned.get("down") or False,
    )
    return filters, cleaned


def _anchor(cleaned: dict[str, Any], side: str) -> tuple[str, int] | None:
    key = cleaned.get(f"{side}_pk")
    return (cleaned.get(side) or "", key) if key else None


def _address(filters: listing.Filters, **changed: Any) -> str:
    parts = {
        "category": filters.category.pk if filters.category else None,
        "q": filters.text,
        "kind": filters.kind,
        "adviser": filters.adviser.pk if filters.adviser else None,
        "sort": filters.sort if filters.sort != "name" else None,
        "down": 1 if filters.descending else None,
    } | changed
    return "?" + urlencode({name: value for name, value in parts.items() if value})


def _links(filters: listing.Filters, page: listing.Page) -> dict[str, str]:
    links = {}
    if page.after:
        links["next_url"] = _address(filters, after=page.after[0], after_pk=page.after[1])
    if page.before:
        links["previous_url"] = _address(filters, before=page.before[0], before_pk=page.before[1])
    return links


def _heads(filters: listing.Filters) -> list[dict[str, Any]]:
    labels = {"name": _("Name"), "code": _("Code"), "town": _("Town")}
    heads = []
    for sort in listing.SORTS:
        current = filters.sort == sort
        down = current and not filters.descending
        url = _address(filters, sort=sort if sort != "name" else None, down=1 if down else None)
        order = ("descending" if filters.descending else "ascending") if current else ""
        heads.append({"label": labels[sort], "url": url, "sort": order})
    return heads


def _tree(filters: listing.Filters) -> list[dict[str, Any]]:
    below: dict[int | None, list[dict[str, Any]]] = {}
    for category in Category.objects.order_by("position", "name"):
        url = _address(listing.Filters(category=category))
        current = filters.category == category
        entry = {"label": category.name, "url": url, "current": current}
        entry["entries"] = below.setdefault(category.pk, [])
        below.setdefault(category.parent_id, []).append(entry)
    return below.get(None, [])
