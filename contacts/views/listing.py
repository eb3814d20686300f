"""The list of contacts."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from contacts import columns, extensions, rights
from contacts.enums import Kind
from contacts.fields import ENTRIES, Entry, Shape
from contacts.forms.listing import FilterForm
from contacts.models import Category
from contacts.queries import column_values, counts, listing
from contacts.views import list_state
from contacts.views.menu import form_entries, selection_actions
from look import marks
from look.markup import escaped, filled
from text import formats
from users.http import SignedIn
from users.models import User

# On a phone: the one figure beside the name, and the two facts under it.
LEAD_FIGURES = {"total_value", "last_value"}
FACTS = ("line-2", "line-2-end")
DATES = {Shape.DATE, Shape.MOMENT}
_LINE = (
    '<tr role="row"%s><td role="cell" class="pick"><label>'
    '<input class="form-check-input" type="checkbox" name="contact" value="{0}" form="selection"'
    ' data-pick aria-label="{1} {2}"></label></td>'
    '<th role="rowheader" scope="row" class="name"><span class="who who--line">{3}'
    '<a href="{4}"%s><strong>{2}</strong> {1}</a>{5}</span>{6}</th>{7}</tr>'
)
LINE = _LINE % ("", "")
# Of the list, whose categories stand beside it: by the row, not by the name in it.
DRAGGED_LINE = _LINE % (' draggable="true" data-contact="{0}"', ' draggable="false"')


@require_safe
def contact_list(request: SignedIn) -> HttpResponse:
    """Show one page of the contacts that fit the address, or the table alone when htmx asks."""
    form = FilterForm(request.GET)
    filters = form.filters()
    shown = columns.entries(columns.composition(filters.category))
    page = listing.page(
        request.user, filters, shown, after=form.anchor("after"), before=form.anchor("before")
    )
    found = rows(page.rows, shown)
    context = {"page": page, "filters": filters, "rows": found, "lines": lines(found, dragged=True)}
    context |= {"heads": _heads(filters, shown, page), "chips": chips(filters)}
    context |= {"count_text": count_text(page.count), **_links(filters, page)}
    context |= {"sort_label": ENTRIES[filters.sort].label if page.too_many_to_sort else ""}
    context["back"] = query = _address(filters, **form.place())
    template = "contacts/contact/_results.html"
    if not request.htmx or request.htmx.boosted:
        template = "contacts/contact/list.html"
        form.offer()
        context |= _around(request, filters) | {"form": form}
    return list_state.remember(request, render(request, template, context), query)


def _around(request: SignedIn, filters: listing.Filters) -> dict[str, Any]:
    """Return what stands around the table: categories, choices of the filters, actions."""
    user = request.user
    return {
        "tree": category_tree(filters, counts.by_category(user)),
        "mine_url": mine_url(user),
        "pinned": extensions.rail_of(user),
        "is_mine": filters.adviser == user and not filters.category,
        "all_current": not filters.category and filters.adviser != user,
        "actions": selection_actions(user),
        "form_entries": form_entries(user),
        "may_merge": user.has_perm(rights.MERGE),
        "may_export": user.has_perm(rights.EXPORT),
        "may_compose": user.has_perm(rights.MANAGE_COLUMNS),
        "compose_url": _compose_url(filters.category),
    }


def _compose_url(category: Category | None) -> str:
    return reverse("services:columns", args=[category.pk] if category else [])


def count_text(count: int) -> str:
    if count > listing.COUNTED_UP_TO:
        return _("More than 1,000 contacts")
    return ngettext("%(n)s contact", "%(n)s contacts", count) % {"n": formats.number_fr(count)}


def rows(found: Sequence[listing.Row], shown: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return each contact with its address and the texts of its cells, ready to be drawn."""
    address = reverse("contacts:contact-general", args=[0]).replace("/0/", "/{}/")
    texts = column_values.texts_of_rows(found, shown)
    attributes = cell_attributes(shown)
    return [
        row
        | {
            "url": address.format(row["pk"]),
            "is_organisation": row["kind"] == Kind.ORGANISATION,
            "cells": texts[row["pk"]],
            "drawn": cells(attributes, texts[row["pk"]]),
        }
        for row in found
    ]


def lines(found: Sequence[dict[str, Any]], *, dragged: bool = False) -> SafeString:
    """Draw the lines of the table, as ready as `rows` returns them.

    `dragged`: onto a category; `acts`, where a row has any: what else one does with it, drawn.
    """
    line = DRAGGED_LINE if dragged else LINE
    drawn = (
        (
            row["pk"],
            row["first_name"],
            row["name"],
            marks.mark(row["name"], row["first_name"], organisation=row["is_organisation"]),
            row["url"],
            marks.private_badge() if row["is_private"] else "",
            row.get("acts", ""),
            row["drawn"],
        )
        for row in found
    )
    return SafeString("".join(filled(line, *parts) for parts in drawn))


def cells(attributes: Sequence[SafeString], texts: Sequence[str]) -> SafeString:
    """Draw a row's cells: in a template's inner loop they take most of the page."""
    drawn = (f"<td{one}>{escaped(text)}</td>" for one, text in zip(attributes, texts, strict=True))
    return SafeString("".join(drawn))


def cell_attributes(shown: Sequence[Entry]) -> list[SafeString]:
    """Return the attributes of each column's cells, the same for every row.

    A cell that a phone shows, where the table is no table any more, says what it is: one without a
    role is for wide screens alone.
    """
    facts = list(FACTS)
    found = []
    for entry in shown:
        names = [css for css, has in (("num", entry.is_figure), ("date", _is_date(entry))) if has]
        label = SafeString("")
        if entry.key in LEAD_FIGURES:
            names.append("lead-figure")
            label = filled(' role="cell" data-label="{}"', entry.column_head)
        elif facts and not entry.is_figure:
            names.append(facts.pop(0))
            label = SafeString(' role="cell"')
        css = filled(' class="{}"', " ".join(names)) if names else ""
        found.append(SafeString(f"{css}{label}"))
    return found


def _is_date(entry: Entry) -> bool:
    return entry.shape in DATES


def _address(filters: listing.Filters, **changed: Any) -> str:
    parts = {
        "category": filters.category.pk if filters.category else None,
        "q": filters.text,
        "kind": filters.kind,
        "adviser": filters.adviser.pk if filters.adviser else None,
        "keyword": filters.keyword.pk if filters.keyword else None,
        "sort": filters.sort if filters.sort != columns.NAME else None,
        "down": 1 if filters.descending else None,
    } | changed
    return "?" + urlencode({name: value for name, value in parts.items() if value})


def mine_url(user: User) -> str:
    """Return the address of the contacts that are the user's own, from any page."""
    return _on_list(listing.Filters(adviser=user))


def _on_list(filters: listing.Filters) -> str:
    return reverse("contacts:contact-list") + _address(filters)


def _links(filters: listing.Filters, page: listing.Page) -> dict[str, str]:
    links = {}
    if page.after:
        value, key = page.after
        links["next_url"] = _address(filters, after=value, after_pk=key)
    if page.before:
        value, key = page.before
        links["previous_url"] = _address(filters, before=value, before_pk=key)
    return links


def _heads(
    filters: listing.Filters, shown: Sequence[Entry], page: listing.Page
) -> list[dict[str, Any]]:
    """Return the columns' heads; those that sort short results only lead nowhere in long ones."""
    heads = []
    for entry in (ENTRIES[columns.NAME], *shown):
        current = filters.sort == entry.key and not page.too_many_to_sort
        down = current and not filters.descending
        order = ("descending" if filters.descending else "ascending") if current else ""
        head = {"label": entry.column_head, "sort": order, "numeric": entry.is_figure}
        if entry.sort or page.count <= listing.COUNTED_UP_TO:
            sort = entry.key if entry.key != columns.NAME else None
            head["url"] = _address(filters, sort=sort, down=1 if down else None)
        heads.append(head)
    return heads


def chips(filters: listing.Filters) -> list[dict[str, Any]]:
    """Return what is filtered, each with the address without it."""
    said = (
        ("q", filters.text, _("Text: %(value)s")),
        ("adviser", filters.adviser, _("Adviser: %(value)s")),
        ("keyword", filters.keyword, _("Keyword: %(value)s")),
        ("kind", filters.kind and Kind(filters.kind).label, "%(value)s"),
    )
    return [
        {"label": words % {"value": value}, "url": _address(filters, **{name: None}), "on": True}
        for name, value, words in said
        if value
    ]


def category_tree(filters: listing.Filters, found: dict[Category, int]) -> list[dict[str, Any]]:
    """Return the categories as the rail shows them, each with how many the user sees."""
    below: dict[int | None, list[dict[str, Any]]] = {}
    for category, count in found.items():
        entry: dict[str, Any] = {
            "label": category.name,
            "url": _on_list(listing.Filters(category=category)),
            "current": filters.category == category,
            "count": _count(count),
            "onto": category.pk,
        }
        entry["entries"] = below.setdefault(category.pk, [])
        below.setdefault(category.parent_id, []).append(entry)
    return below.get(None, [])


def _count(number: int) -> str:
    if number > counts.COUNTED_UP_TO:
        return "+ " + formats.number_fr(counts.COUNTED_UP_TO)
    return formats.number_fr(number)
