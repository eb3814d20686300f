"""Doublons: likely pairs side by side, to be merged or told apart."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from contacts import rights
from contacts.actions.duplicate_search import search
from contacts.actions.duplicates import put_together, set_apart
from contacts.enums import reasons_told
from contacts.fields import ENTRIES
from contacts.forms.inputs import key
from contacts.models import Contact, DuplicatePair, NotDuplicates
from contacts.queries import column_values
from contacts.queries.duplicates import pairs
from contacts.queries.duplicates.candidates import in_order
from persistence import keyset
from users.http import SignedIn

APART = "apart"
# What is compared on the page, in its order; what only one kind of contact has is empty elsewhere.
COMPARED = [
    ENTRIES[key]
    for key in (
        *("birth_name", "birth_date", "birth_town", "legal_form", "siren", "lei"),
        *("email", "telephone_mobile", "telephone_home", "telephone_office"),
        *("line_1", "post_code", "town"),
        *("category", "folder_code", "client_number", "lead_adviser"),
        *("account_count", "total_value", "last_contact", "created_at"),
    )
]


@require_safe
def duplicate_list(request: SignedIn) -> HttpResponse:
    """Show the likely pairs, or those that somebody set aside."""
    if not request.user.has_perm(rights.MERGE):
        raise PermissionDenied
    is_apart = request.GET.get("show") == APART
    likely, apart = pairs.pairs_seen_by(request.user), pairs.set_aside_seen_by(request.user)
    counts = pairs.counted(likely), pairs.counted(apart)
    rows, next_url = _apart_page(request, apart) if is_apart else _page(request, likely)
    context = {
        "pairs": _side_by_side(rows, request),
        "tabs": [{"title": "", "entries": _tabs(*counts, is_apart=is_apart)}],
        "count_text": _count_text(counts[is_apart]),
        "next_url": next_url,
        "is_apart": is_apart,
        "back": request.get_full_path(),
    }
    return render(request, "contacts/duplicate/list.html", context)


def _page(request: SignedIn, rows: QuerySet[DuplicatePair]) -> tuple[list[DuplicatePair], str]:
    given = list(filter(None, map(key, request.GET.get("after", "").split("-"))))
    after = tuple(given) if len(given) == len(pairs.ORDER) else None
    page = keyset.page(rows, pairs.ORDER, size=pairs.PAGE, after=after)
    return page.rows, "?after={}-{}-{}".format(*page.after) if page.after else ""


def _apart_page(
    request: SignedIn, rows: QuerySet[NotDuplicates]
) -> tuple[list[NotDuplicates], str]:
    older_than = key(request.GET.get("before", ""))
    after = (older_than,) if older_than else None
    page = keyset.page(rows, ("pk",), size=pairs.PAGE, after=after)
    return page.rows, f"?show={APART}&before={page.after[0]}" if page.after else ""


def _tabs(likely: int, apart: int, *, is_apart: bool) -> list[dict[str, Any]]:
    here = reverse("contacts:duplicate-list")
    return [
        {"label": _("To look at"), "url": here, "count": _shown(likely), "current": not is_apart},
        {
            "label": _("Set aside"),
            "url": f"{here}?show={APART}",
            "count": _shown(apart),
            "current": is_apart,
        },
    ]


def _shown(count: int) -> int | None:
    """Return a count that is exact."""
    return count if count <= pairs.COUNTED_UP_TO else None


def _count_text(count: int) -> str:
    if count > pairs.COUNTED_UP_TO:
        return _("More than 1,000 pairs")
    return ngettext("%(n)s pair", "%(n)s pairs", count) % {"n": count}


def _side_by_side(
    rows: Sequence[DuplicatePair | NotDuplicates], request: SignedIn
) -> list[dict[str, Any]]:
    """Return each pair with its two contacts, what differs between them, and what does not."""
    keys = {key for row in rows for key in (row.first_id, row.second_id)}
    texts = column_values.texts(sorted(keys), COMPARED)
    mine = set(
        Contact.objects.changeable_by(request.user).filter(pk__in=keys).values_list("pk", flat=True)
    )
    return [_compared(row, texts, mine) for row in rows]


def _compared(
    row: DuplicatePair | NotDuplicates, texts: dict[int, list[str]], mine: Collection[int]
) -> dict[str, Any]:
    both = row.first_id, row.second_id
    values = zip(COMPARED, texts[row.first_id], texts[row.second_id], strict=True)
    told = [(entry.label, one, other) for entry, one, other in values if one or other]
    differences = [line for line in told if line[1] != line[2]]
    return {
        "row": row,
        "contacts": (row.first, row.second),
        # What contradicts comes before what only one of them has.
        "differences": sorted(differences, key=lambda line: not (line[1] and line[2])),
        "same": [(label, one) for label, one, other in told if one == other],
        "why": _why(row),
        "merge_url": _merge_url(row) if set(both) <= set(mine) else "",
        "apart_url": reverse("contacts:duplicate-apart", args=both),
        "together_url": reverse("contacts:duplicate-together", args=both),
    }


def _why(row: DuplicatePair | NotDuplicates) -> str:
    reasons = row.reasons if isinstance(row, DuplicatePair) else []
    return reasons_told(reasons, " · ")


def _merge_url(row: DuplicatePair | NotDuplicates) -> str:
    """Return the address that merges the newer into the older, which one may swap there."""
    return reverse("contacts:contact-merge", args=[row.second_id, row.first_id])


@require_POST
def duplicate_search(request: SignedIn) -> HttpResponse:
    """Compare all contacts now, in the background."""
    return redirect("jobs:job-show", pk=search(by=request.user).pk)


@require_POST
def duplicate_apart(request: SignedIn, first: int, second: int) -> HttpResponse:
    """Remember that the two are no duplicates."""
    one, other = _both(request, first, second)
    set_apart(first=one.pk, second=other.pk, by=request.user)
    undo = reverse("contacts:duplicate-together", args=in_order(one.pk, other.pk))
    text = _("%(one)s and %(other)s are two: this pair is no longer proposed.")
    messages.success(request, text % {"one": one, "other": other}, extra_tags=f"undo={undo}")
    return redirect(_back(request))


@require_POST
def duplicate_together(request: SignedIn, first: int, second: int) -> HttpResponse:
    """Let the two be compared again."""
    one, other = _both(request, first, second)
    put_together(first=one.pk, second=other.pk, by=request.user)
    text = _("%(one)s and %(other)s are compared again.")
    messages.success(request, text % {"one": one, "other": other})
    return redirect(_back(request))


def _both(request: SignedIn, first: int, second: int) -> tuple[Contact, Contact]:
    """Return the contacts: 404 when one does not exist for the user, or both are one."""
    found = Contact.objects.visible_to(request.user).in_bulk([first, second])
    if first == second or len(found) < len((first, second)):
        raise Http404
    if not request.user.has_perm(rights.MERGE):
        raise PermissionDenied
    return found[first], found[second]


def _back(request: SignedIn) -> str:
    """Return the page that one came from, and never an address of somebody else's."""
    here, back = reverse("contacts:duplicate-list"), request.POST.get("back", "")
    return back if back.startswith(f"{here}?") and back.isprintable() else here
