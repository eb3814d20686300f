"""`Mettre à jour`: a form that came back, beside what the folder says; what is ticked is taken."""

from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.enums import MaritalStatus
from contacts.errors import ContactError
from contacts.models import Change, Contact
from contacts.queries.relations import Relation, read_from, spouses
from contacts.views.folder import FolderView
from imports.actions.fact_find.updating import Taken, bring_up_to_date, planned_as_shown
from imports.actions.fact_find.writing.groups import Group, group_of, groups_for
from imports.errors import AnswersRefused, FactFindError
from imports.fact_find.comparison import Change as Sort
from imports.fact_find.comparison import Difference
from imports.fact_find.reasons import Remark
from imports.fact_find.schema import Field
from imports.fact_find.values import answer
from imports.forms.taken import ENDED_ON, EVERY, NONE, TEXT, TakenForm
from imports.models import ReceivedForm
from imports.queries import fact_find_messages
from imports.queries.fact_find.comparing import ALIKE, Comparison, compare
from imports.queries.fact_find.couples import couples_over, over_since
from imports.queries.fact_find.received import kind_of, taken_before
from imports.queries.fact_find.summary import label_of, shown
from imports.views.fact_find_upload import asked, can_be_taken_again, received
from text.formats import date_fr
from users.forms import Draft
from users.http import SignedIn

# The token of the comparison that was shown.
SHOWN = "shown"


class FactFindUpdate(FolderView):
    """Ask for the form of somebody who has a folder; what is sent is read at once."""

    template_name = "imports/fact_find/update.html"

    def prepare(self) -> HttpResponseBase | None:
        self.require_change()
        return None

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        return self.show(**asked())

    def post(self, request: SignedIn, pk: int) -> HttpResponse:
        taken = received(request)
        if isinstance(taken, ReceivedForm):
            return redirect("imports:fact-find-compare", pk=pk, form=taken.pk)
        return self.show(status=422, **asked(taken))


class FactFindCompare(FolderView):
    """Show what differs, three values side by side, and take what is ticked."""

    template_name = "imports/fact_find/compare.html"
    shows_drafts = True

    def prepare(self) -> HttpResponseBase | None:
        self.require_change()
        forms = ReceivedForm.objects.visible_to(self.request.user)
        rows = forms.select_related("issue__contact", "contact")
        found = rows.filter(pk=self.kwargs["form"]).first()
        if found is None:
            raise Http404
        self.received = found
        if found.decided_at is not None:
            return self._decided()
        if not ReceivedForm.objects.waiting().filter(pk=found.pk).exists():
            raise Http404
        return self._of_another()

    def _decided(self) -> HttpResponse:
        """Say what became of the form; that what was ticked on another page of it is not saved."""
        again = can_be_taken_again(self.received, self.request.user)
        day = date_fr(timezone.localdate(self.received.decided_at))
        told = again or _("This form was imported on %(day)s.") % {"day": day}
        if self.request.method == "POST" and not isinstance(self.request.POST, Draft):
            refusal = f"{_('Nothing is saved.')} {told}"
            return self._instead(refusal, status=HTTPStatus.CONFLICT)
        messages.info(self.request, told)
        page = "imports:fact-find-update" if again else "contacts:contact-general"
        return redirect(page, pk=self.contact.pk)

    def _instead(self, refusal: str, *, other: Contact | None = None, status: int) -> HttpResponse:
        """Show why there is no comparison, and where to go."""
        self.template_name = "imports/fact_find/other.html"
        return self.show(status=status, refusal=refusal, other=other, received=self.received)

    def _of_another(self) -> HttpResponse | None:
        """Answer a form that is another contact's, or of another sort of contact."""
        issue, said = self.received.issue, ""
        if issue is not None and issue.contact_id != self.contact.pk:
            said = _("This form was filled in for another contact.")
        elif kind_of(self.received) != self.contact.kind:
            said = _("This form is for a natural person, and this contact is a legal person.")
            if self.contact.is_person:
                said = _("This form is for a legal person, and this contact is a natural person.")
        if not said:
            return None
        other = issue.contact if issue and issue.contact_id != self.contact.pk else None
        return self._instead(said, other=other, status=422)

    def get(self, request: SignedIn, pk: int, form: int) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: SignedIn, pk: int, form: int) -> HttpResponse:
        taken = self._form(bound=True)
        if isinstance(request.POST, Draft) or {EVERY, NONE} & request.POST.keys():
            return self._page(taken)
        if taken.found and not (taken.ticked or taken.ended):
            return self._page(taken, refusal=_("Tick what is to be taken from the form."))
        try:
            change = self._take(taken)
        except AnswersRefused as error:
            return self._page(taken, refusals=error.refusals)
        except ContactError as error:
            return self._page(self._form(), refusal=str(error), status=HTTPStatus.CONFLICT)
        except FactFindError:
            return self.ask_again()  # type: ignore[return-value]
        self._say(change, len(taken.ticked) + len(taken.ended))
        self._say_of_open_couples(taken.ticked)
        return redirect("contacts:contact-general", pk=pk)

    def _take(self, taken: TakenForm) -> Change | None:
        asked = self.request.POST
        return bring_up_to_date(
            received=self.received,
            contact=self.contact,
            taken=Taken(
                taken.texts(), asked.get(SHOWN, ""), "note" in asked, endings=taken.endings()
            ),
            by=self.request.user,
        )

    def _say(self, change: Change | None, count: int) -> None:
        if change is None:
            text = _("The form is kept with the folder; nothing had to change.")
            messages.success(self.request, text)
            return
        told = ngettext(
            "%(n)s answer taken from the form.", "%(n)s answers taken from the form.", count
        )
        undo = reverse("contacts:change-undo", args=[change.pk])
        messages.success(self.request, told % {"n": count}, extra_tags=f"undo={undo}")

    def _say_of_open_couples(self, taken: Collection[str]) -> None:
        """Say which relations are left open by a situation that ends a couple."""
        targets = {self.comparison.questions[name].target for name in taken}
        if "family.status" not in targets:
            return
        self.contact.person.refresh_from_db(fields=["marital_status"])
        if self.contact.person.marital_status in MaritalStatus.ending():
            for row in spouses(self.contact, self.request.user):
                other = read_from(self.contact, row).other
                text = _("The relation with %(other)s is still open: end it in Relations.")
                messages.info(self.request, text % {"other": other})

    def _form(self, *, bound: bool = False) -> TakenForm:
        """Compare, and plan all of it: what the folder cannot take is told before."""
        user = self.request.user
        self.comparison = compare(self.received, self.contact, user)
        plan = planned_as_shown(self.comparison, user)
        self.groups = _grouped(self.comparison)
        return TakenForm(
            self.comparison,
            self.request.POST if bound else None,
            groups={group.key: [one.field.name for one in found] for group, found in self.groups},
            refused=plan.refused,
            correctable=plan.filling.correctable,
            couples=couples_over(self.comparison, user),
            over_since=over_since(self.comparison),
        )

    def _page(
        self,
        form: TakenForm,
        *,
        refusal: str = "",
        refusals: Any = None,
        status: int | None = None,
    ) -> HttpResponse:
        refused = bool(refusal or refusals)
        said = {**form.refused, **(refusals or {})}
        row_names = _row_names(self.comparison)
        groups = [
            {
                "key": group.key,
                "title": group.title,
                "lines": [
                    _line(one, form, said.get(one.field.name, ""))
                    | {"row_name": row_names.get(_row_of(one.field), "")}
                    for one in found
                ],
            }
            for group, found in self.groups
        ]
        return self.show(
            status=status or (422 if refused else 200),
            received=self.received,
            form=form,
            groups=groups,
            couples=[_couple(key, one, form, said) for key, one in form.couples.items()],
            token=self.comparison.token,
            is_printed=self.received.issue is not None,
            withheld=self.comparison.withheld,
            refusal=refusal,
            marked=bool(refusals),
            earlier=taken_before(self.received, self.request.user),
            remarks=[
                fact_find_messages.remark(Remark(code)) for code in self.received.answers["remarks"]
            ],
        )


def _grouped(comparison: Comparison) -> list[tuple[Group, list[Difference]]]:
    """Return the differences in the groups of the folder, those that have one."""
    groups = groups_for(comparison.contact.kind)
    found = {group.key: [] for group in groups}  # type: dict[str, list[Difference]]
    for one in comparison.differences:
        if group := group_of(one.field, groups):
            found[group.key].append(one)
    return [(group, found[group.key]) for group in groups if found[group.key]]


def _row_of(field: Field) -> tuple[str, int]:
    return field.target.partition(".")[0], field.row


def _row_names(comparison: Comparison) -> dict[tuple[str, int], str]:
    """Return what the folder calls the rows of the lines of the form."""
    words: dict[tuple[str, int], list[str]] = {}
    today = timezone.localdate()
    for one in comparison.questions.values():
        word, _point, end = one.target.partition(".")
        if end in ALIKE.get(word, ()):
            text = shown(one, answer(one, comparison.today.get(one.name, ""), today=today))
            words.setdefault(_row_of(one), []).append(text)
    return {row: " ".join(filter(None, texts)) for row, texts in words.items()}


def _line(one: Difference, form: TakenForm, refusal: str) -> dict[str, Any]:
    name, field = one.field.name, f"{TEXT}{one.field.name}"
    today = timezone.localdate()

    def told(text: str | None) -> str:
        return shown(one.field, answer(one.field, text or "", today=today))

    doubt = one.answer.doubt
    words = refusal or (fact_find_messages.doubt(doubt, one.answer.text) if doubt else "")
    if one.change is Sort.SOMEBODY_ELSE and not words:
        words = _("Perhaps somebody else: tick it only to correct who this is, or see Relations.")
    if one.change is Sort.GONE and not words:
        words = _("This line is no longer in the folder: take all of its answers, or none.")
    label = label_of(one.field)
    return {
        "name": name,
        "label": label,
        "take_label": _("Take: %(label)s") % {"label": label},
        "printed": told(one.printed),
        "today": told(one.today),
        "answer": shown(one.field, one.answer),
        "change": one.change.value,
        "is_deletion": one.is_deletion,
        "is_conflict": one.change in {Sort.CONFLICT, Sort.OTHER},
        "words": words,
        "is_ticked": name in form.ticked,
        "can_take": form.can_take(name) or field in form.fields,
        "field": form[field] if field in form.fields else None,
    }


def _couple(
    key: str, relation: Relation, form: TakenForm, said: Mapping[str, str]
) -> dict[str, Any]:
    name = f"{ENDED_ON}{key}"
    return {
        "key": key,
        "other": relation.other,
        "is_ticked": key in form.ended,
        "field": form[name],
        "words": said.get(name, ""),
    }
