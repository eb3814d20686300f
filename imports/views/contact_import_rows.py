"""Putting rows of a file of contacts right: a word everywhere, cells in their place, choices."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from contacts import workbook
from contacts.views import list_state
from imports.actions.contact_import.repairing import add_value, choose, correct, repair
from imports.enums import Outcome, RowChoice
from imports.errors import CellNotThere, ContactImportBusy
from imports.forms.contact_import import CorrectionForm, Lists
from imports.models import ContactImport, ContactImportRow
from imports.queries.contact_import import showing
from imports.queries.contact_import.causes import Cause
from imports.views.contact_import_list import may_import
from imports.views.contact_import_show import answer, mine
from text import formats
from users.http import SignedIn

# What a page of rows sends: the text of a cell by its line and its place there, and the choice of
# a line.
_CELL = re.compile(r"cell-([0-9]{1,9})-([0-9]{1,3})")
_CHOICE = re.compile(r"choice-([0-9]{1,9})")
Act = Callable[[SignedIn, ContactImport], HttpResponse | None]


def puts_right(act: Act) -> Callable[[SignedIn, int], HttpResponse]:
    """Make a view that changes rows of one's file, then shows them as they were shown."""

    @require_POST
    @may_import
    @wraps(act)
    def view(request: SignedIn, pk: int) -> HttpResponse:
        contact_import = mine(request, pk)
        try:
            return act(request, contact_import) or _back(request, contact_import)
        except CellNotThere as error:
            raise Http404 from error
        except ContactImportBusy:
            told = _("Nothing was changed: the file is at work, or it is imported already.")
            messages.warning(request, told)
            return redirect("imports:contact-import-show", pk=pk)

    return view


def _back(request: SignedIn, contact_import: ContactImport, place: str = "") -> HttpResponse:
    page = reverse("imports:contact-import-show", args=[contact_import.pk])
    query = request.POST.get("back", "")
    return redirect(page + (query if list_state.is_query(query) else "") + place)


def _say_read(request: SignedIn, read: int) -> None:
    told = ngettext("%(n)s row was read again.", "%(n)s rows were read again.", read)
    messages.success(request, told % {"n": formats.number_fr(read)})


@puts_right
def correct_everywhere(request: SignedIn, contact_import: ContactImport) -> HttpResponse:
    """Put one text in the place of another, in all the rows of a column that hold it."""
    column, text = request.POST.get("column", ""), request.POST.get("text", "")
    if column not in workbook.COLUMNS:
        raise CellNotThere(column)
    form = CorrectionForm(Cause(request.POST.get("code", ""), column, text), Lists(), request.POST)
    if not form.is_valid():
        return answer(request, contact_import, correction=form, status=422)
    read = correct(
        contact_import=contact_import,
        column=column,
        typed=text,
        meant=form.meant,
        by=request.user,
    )
    _say_read(request, read)
    return _back(request, contact_import, "#causes")


@puts_right
def add_to_list(request: SignedIn, contact_import: ContactImport) -> HttpResponse:
    """Add a word to the firm's list that its column takes."""
    column, text = request.POST.get("column", ""), request.POST.get("text", "")
    read = add_value(contact_import=contact_import, column=column, typed=text, by=request.user)
    _say_read(request, read)
    return _back(request, contact_import, "#causes")


@puts_right
def save_rows(request: SignedIn, contact_import: ContactImport) -> None:
    """Take the cells that were put right and the choices that were made, and read these rows."""
    rows = _rows_sent(request, contact_import)
    changed = set()
    for row, head, text in list(_cells_sent(request, contact_import, rows)):
        repair(row=row, column=head, text=text, by=request.user)
        changed.add(row.line)
    for row, choice in list(_choices_sent(request, rows)):
        choose(
            contact_import=contact_import,
            outcome=row.outcome,
            choice=choice,
            line=row.line,
            by=request.user,
        )
        changed.add(row.line)
    if changed:
        _say_read(request, len(changed))
    else:
        messages.info(request, _("Nothing was changed in these rows."))


def _rows_sent(request: SignedIn, contact_import: ContactImport) -> Mapping[int, ContactImportRow]:
    lines = {
        int(match[1])
        for name in request.POST
        if (match := _CELL.fullmatch(name) or _CHOICE.fullmatch(name))
    }
    return {row.line: row for row in contact_import.file_rows.filter(line__in=lines)}


def _cells_sent(
    request: SignedIn, contact_import: ContactImport, rows: Mapping[int, ContactImportRow]
) -> Iterator[tuple[ContactImportRow, str, str]]:
    """Give the cells whose text is another than the one that stands, each with its head."""
    heads = contact_import.heads
    for name in request.POST:
        match, text = _CELL.fullmatch(name), request.POST[name].strip()
        if match and int(match[1]) in rows and int(match[2]) < len(heads):
            row, place = rows[int(match[1])], int(match[2])
            if text != row.cells[place]:
                yield row, heads[place], text


def _choices_sent(
    request: SignedIn, rows: Mapping[int, ContactImportRow]
) -> Iterator[tuple[ContactImportRow, str]]:
    for name in request.POST:
        match, chosen = _CHOICE.fullmatch(name), request.POST[name]
        row = rows.get(int(match[1])) if match else None
        if row and chosen in RowChoice and chosen != row.choice:
            yield row, chosen


@puts_right
def choose_for_all(request: SignedIn, contact_import: ContactImport) -> None:
    """Decide the same of all the rows of an outcome that ask."""
    outcome, choice = request.POST.get("outcome", ""), request.POST.get("choice", "")
    if outcome not in Outcome or choice not in RowChoice:
        raise CellNotThere(outcome)
    choose(contact_import=contact_import, outcome=outcome, choice=choice, by=request.user)


@require_safe
@may_import
def show_row(request: SignedIn, pk: int, line: int) -> HttpResponse:
    """Show all of one row: what it writes, and what stands in each of its cells."""
    contact_import = mine(request, pk)
    row = get_object_or_404(contact_import.file_rows, line=line)
    (one,) = showing.shown(contact_import, [row], request.user)
    texts = [pair for pair in zip(contact_import.heads, row.cells, strict=False) if pair[1]]
    context = {"file": contact_import, "one": one, "texts": texts}
    return render(request, "imports/contact_import/row.html", context)
