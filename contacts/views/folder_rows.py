"""The page of rows: lists of a folder whose rows are read as lines and opened to be changed.

What an app gives:

- a `RowSet` for each list: the model (a key `contact` to the folder, tracked history, `str` names
  the row), its fields of the catalogue in order, and its words. `summed` names the columns with
  sums below, `sums` which rows each line of sums counts; `form` is a RowForm of its own where the
  fields' checks are not enough; `prepare` reads or blanks, for one reader, what the rows show
  beside their columns, and may put them in another order; `shown` are the fields of the list where
  these are not those of the form; a row of a list that `is_kept` is read and deleted, and never
  changed: its form says so (every field disabled); a list that `is_single` has one row at most.
- a `RowsPage` for each page, with the lists that stand in it, the name of its address, and which
  contacts have it.
- a subclass of `FolderRows` with `pages` and `address`, the namespace of the app. Its addresses:

      path("<int:pk>/immobilier/", Rows.as_view(shows=PROPERTIES), name="folder-properties")
      *row_paths(Rows, "patrimoine")        # row-add, row-change, row-delete of every list

  A page that shows more overrides `beside` (context) and its RowsPage's template, which extends
  `contacts/row/page.html`.
- a FolderTab in its extension, and its requests in tests/architecture/route_cases.py.

Who may change the folder may change its rows. A row is opened in place by htmx, or as a whole page;
saving posts the form as any page of a folder does, with the same lock and the same drafts. Deleting
is done at once, said in a toast with `Annuler`, and listed in Modifications récentes.
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions.folder_rows import delete_row, save_row
from contacts.errors import EditConflict
from contacts.fields import LINKED, Field, text, text_of
from contacts.forms.edit_conflict import Forms, as_posted, opened_text, read_opened
from contacts.forms.folder_rows import RowForm, row_form
from contacts.models import Change, Contact
from contacts.views import deleted_conflict
from contacts.views.folder import FolderForm, FolderView
from users.forms import Draft
from users.http import SignedIn
from users.models import User

ADD, CHANGE, DELETE = "add", "change", "delete"
Words = str | Promise
# Rows of any model that hangs on a folder.
Rows = Sequence[Any]


def _nothing(_rows: Rows, _user: User) -> None:
    pass


def _all(_row: Any) -> bool:
    return True


@dataclass(frozen=True)
class Sum:
    """A line of sums below a list, over those of its rows that it counts.

    `part`: how much of a row's value it adds. Where that is all of it the line above says the same.
    """

    words: Words
    counts: Callable[[Any], bool] = _all
    part: Callable[[Any, Any], Any] | None = None


_TOTAL = Sum(gettext_lazy("Total"))


@dataclass(frozen=True, kw_only=True)
class RowSet:
    """One list of rows of a folder; `slug` names it in addresses, once in an app.

    `fields` are what the form asks and the list shows, unless `shown` says what that shows.
    `asked` narrows both for a contact: not everything is asked of everybody.
    """

    slug: str
    model: type[Any]
    fields: Sequence[Field]
    title: Words
    add: Words
    empty_title: Words
    empty_text: Words
    icon: str = "file"
    summed: Sequence[str] = ()
    shown: Sequence[Field] = ()
    is_kept: bool = False
    is_single: bool = False
    sums: Sequence[Sum] = (_TOTAL,)
    form: type[RowForm] = RowForm
    prepare: Callable[[Rows, User], None] = _nothing
    asked: Callable[[Field, Contact], bool] = lambda _field, _contact: True

    def asked_of(self, contact: Contact) -> list[Field]:
        return [field for field in self.fields if self.asked(field, contact)]

    def rows_of(self, contact: Contact, user: User) -> list[Any]:
        linked = [field.name for field in self.fields if field.shape in LINKED]
        rows = list(
            self.model.objects.filter(contact=contact).select_related(*linked).order_by("pk")
        )
        self.prepare(rows, user)
        return rows


@dataclass(frozen=True, kw_only=True)
class RowsPage:
    """A page of lists, for the contacts that have one: as its FolderTab says."""

    url_name: str
    title: Words
    sets: Sequence[RowSet]
    template: str = "contacts/row/page.html"
    is_for: Callable[[Contact], bool] = _all


@dataclass(frozen=True)
class Cell:
    field: Field
    text: str

    @property
    def label(self) -> Words:
        return self.field.column_head


@dataclass(frozen=True)
class Line:
    """A row as the list shows it; `url` opens it, where it may be changed."""

    row: Any
    cells: Sequence[Cell]
    url: str
    is_open: bool


@dataclass(frozen=True)
class Listed:
    """One list as its page shows it."""

    set: RowSet
    columns: Sequence[Field]
    lines: Sequence[Line]
    # Words, and a cell for each column but the first.
    foot: Sequence[tuple[Words, Sequence[Cell]]]
    add_url: str
    is_adding: bool

    @property
    def first_steps(self) -> list[dict[str, Any]]:
        return [{"url": self.add_url, "label": self.set.add}] if self.add_url else []


class FolderRows(FolderForm):
    """The pages of rows of one app, as the module's docstring says."""

    pages: Sequence[RowsPage] = ()
    address = ""
    # Given with the address: the page that is shown, or what is done to a row of one of them.
    shows: RowsPage | None = None
    does = ""

    # Of the request: the page, the list and the row that its address names.
    shown: RowsPage
    set: RowSet | None = None
    row: Any = None
    is_gone = False

    def prepare(self) -> HttpResponseBase | None:
        if self.shows is not None:
            self._show(self.shows)
            return None
        named = ((page, each) for page in self.pages for each in page.sets)
        page, self.set = next(
            (pair for pair in named if pair[1].slug == self.kwargs["rows"]), (None, None)
        )
        if page is None or self.set is None:
            raise Http404
        self._show(page)
        self._load_row(self.set)
        self.require_change()
        return None

    def _show(self, page: RowsPage) -> None:
        if not page.is_for(self.contact):
            raise Http404
        self.shown, self.tab, self.template_name = page, page.url_name, page.template

    def _load_row(self, rows: RowSet) -> None:
        """Load the row; one that was deleted meanwhile is new again for a form that was filled."""
        self.row, self.is_gone = rows.model(contact=self.contact), False
        if "row" not in self.kwargs:
            return
        standing = rows.model.objects.filter(contact=self.contact, pk=self.kwargs["row"]).first()
        if standing is not None:
            self.row = standing
            self.row.contact = self.contact
        elif self.request.method == "POST":
            self.is_gone = True
        else:
            raise Http404

    def forms(self, data: Any = None) -> Forms:
        if self.set is None:
            return {}
        row, asked = copy(self.row), self.set.asked_of(self.contact)
        return {"row": row_form(self.set.form, row, asked, data)}

    def get(self, request: SignedIn, pk: int, **_kwargs: Any) -> HttpResponse:
        if self.does == DELETE:
            return HttpResponseNotAllowed(["POST"])
        page = self.forms()
        if self.set is not None:
            _focus(page["row"])
        return self.answer(page, opened=opened_text(page))

    def post(self, request: SignedIn, pk: int, **_kwargs: Any) -> HttpResponseBase:
        if self.set is None:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if self.does == DELETE:
            return self._delete()
        if self.is_gone:
            return self.refuse(self.forms(request.POST))
        return super().post(request, pk)

    def save(self, page: Any) -> None:
        row = page["row"].save(commit=False)
        save_row(row=row, version=self.contact.version, by=self.request.user)
        self.row = row

    def saved_text(self) -> str:
        return _("Saved: %(row)s.") % {"row": self.row}

    def _delete(self) -> HttpResponseBase:
        """Delete the row, if it still is as it was shown."""
        if self.is_gone:
            messages.info(self.request, _("This row is deleted already."))
            return redirect(self.tab, pk=self.contact.pk)
        page = self.forms()
        if isinstance(self.request.POST, Draft):
            return self.refuse(page)
        if read_opened(self.request.POST.get("opened", "")) != as_posted(page):
            words = _("Somebody changed this row since you opened it. Nothing is deleted.")
            return self.refuse(page, refusal=words)
        try:
            change = delete_row(row=self.row, version=self.contact.version, by=self.request.user)
        except EditConflict:
            return self.ask_again()
        return answer_deleted(self, self.row, change)

    def typed(self) -> Sequence[deleted_conflict.Typed]:
        """Read the form in the folder that went, whose list its address names."""
        slug = self.kwargs.get("rows")
        named = (each for page in self.pages for each in page.sets if each.slug == slug)
        rows = next(named, None)
        if rows is None or self.went is None or self.does == DELETE:
            return ()
        row = rows.model(contact=self.went)
        return deleted_conflict.read(
            [row_form(rows.form, row, rows.asked_of(self.went), self.request.POST)], new=True
        )

    def page(self, page: Any) -> dict[str, Any]:
        lists = [self._listed(each) for each in self.shown.sets]
        return {
            "title": self.shown.title,
            "lists": lists,
            "form": page.get("row"),
            "forms": list(page.values()),
            "is_gone": self.is_gone,
            "row": self.row,
            "is_open": self.set is not None,
            "list_url": reverse(self.tab, args=[self.contact.pk]),
            **self._urls(),
        } | self.beside(lists)

    def beside(self, lists: Sequence[Listed]) -> dict[str, Any]:
        """Return what the page shows beside its lists."""
        return {}

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        request = self.request
        if request.htmx and not request.htmx.boosted:
            context |= {"contact": self.contact, "may_change": self.may_change}
            return render(request, "contacts/row/_lists.html", context, status=status)
        return super().show(status, **context)

    def _urls(self) -> dict[str, str]:
        """Return where the open row is saved and deleted."""
        if self.set is None:
            return {}
        named = [self.contact.pk, self.set.slug]
        if self.row.pk is None:
            return {"row_url": reverse(f"{self.address}:row-{ADD}", args=named)}
        named.append(self.row.pk)
        names = {"row_url": CHANGE, "delete_url": DELETE}
        return {
            key: reverse(f"{self.address}:row-{does}", args=named) for key, does in names.items()
        }

    def _listed(self, rows: RowSet) -> Listed:
        found = rows.rows_of(self.contact, self.request.user)
        columns = rows.shown or rows.asked_of(self.contact)
        is_here = rows is self.set
        urls = partial(reverse, f"{self.address}:row-change")
        may_add = self.may_change and not (rows.is_single and found)
        return Listed(
            set=rows,
            columns=columns,
            lines=[
                Line(
                    row,
                    [Cell(field, text_of(row, field)) for field in columns],
                    urls(args=[self.contact.pk, rows.slug, row.pk]) if self.may_change else "",
                    is_open=is_here and row.pk == self.row.pk,
                )
                for row in found
            ],
            foot=_foot(rows, columns, found),
            add_url=reverse(f"{self.address}:row-{ADD}", args=[self.contact.pk, rows.slug])
            if may_add
            else "",
            is_adding=is_here and self.row.pk is None,
        )


def answer_deleted(view: FolderView, row: Any, change: Change) -> HttpResponseBase:
    """Show the page again without the row, and say how to take it back."""
    page_url = reverse(view.tab, args=[view.contact.pk])
    undo_url = reverse("contacts:change-undo", args=[change.pk], query={"from": page_url})
    text = _("Deleted: %(row)s.") % {"row": row}
    messages.success(view.request, text, extra_tags=f"undo={undo_url}")
    return redirect(page_url)


def _foot(rows: RowSet, columns: Sequence[Field], found: Rows) -> list[tuple[Words, list[Cell]]]:
    """Return the lines of sums that have something to say."""
    foot: list[tuple[Words, list[Cell]]] = []
    for each in rows.sums:
        cells = [Cell(field, _total(rows, field, each, found)) for field in columns[1:]]
        is_same = each.part is not None and any(cells == above for _words, above in foot[-1:])
        if any(cell.text for cell in cells) and not is_same:
            foot.append((each.words, cells))
    return foot


def _total(rows: RowSet, field: Field, line: Sum, found: Rows) -> str:
    """Return the sum of a column that has one, if a row says something there."""
    if field.name not in rows.summed:
        return ""
    counted = [row for row in found if line.counts(row) and getattr(row, field.name) is not None]
    values = [getattr(row, field.name) for row in counted]
    if line.part is not None:
        values = [line.part(row, value) for row, value in zip(counted, values, strict=True)]
    return text(field, sum(values)) if counted else ""


def _focus(form: Any) -> None:
    """Have the browser begin in the form that was opened."""
    first = next(iter(form.fields.values()), None)
    if first is not None:
        first.widget.attrs["autofocus"] = True


def row_paths(view: type[FolderRows], address: str) -> list[URLPattern]:
    """Return the addresses at which the rows of these pages are added, changed and deleted."""
    return [
        path(
            f"<int:pk>/{address}/<slug:rows>/ajouter/",
            view.as_view(does=ADD),
            name=f"row-{ADD}",
        ),
        path(
            f"<int:pk>/{address}/<slug:rows>/<int:row>/",
            view.as_view(does=CHANGE),
            name=f"row-{CHANGE}",
        ),
        path(
            f"<int:pk>/{address}/<slug:rows>/<int:row>/supprimer/",
            view.as_view(does=DELETE),
            name=f"row-{DELETE}",
        ),
    ]
