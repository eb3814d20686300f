"""Relations: who is what to the contact, drawn and listed, and the pages that change it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.actions import relations
from contacts.actions.related_people import open_folder
from contacts.errors import EditConflict, RelationRefused
from contacts.forms.relations import EndForm, RelationForm, any_relation, person_form, told
from contacts.kinship.chart import Chart, lay_out
from contacts.models import Contact, RelatedPerson
from contacts.queries.family import Family, family_of
from contacts.queries.relations import (
    End,
    Relation,
    named_as_parent,
    other_parents,
    relation_of,
    relations_of,
    stays_elsewhere,
)
from contacts.queries.search import matches
from contacts.views import deleted_conflict
from contacts.views.folder import FolderView
from users.http import SignedIn


class FolderRelations(FolderView):
    tab = "contacts:contact-relations"
    template_name = "contacts/relation/list.html"

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        every = relations_of(self.contact, request.user)
        found = [one for one in every if not one.is_archived]
        family = [one for one in found if one.kind.is_family]
        business = [one for one in found if not one.kind.is_family]
        drawn = family_of(self.contact, found, request.user) if found else None
        return self.show(
            family=family,
            business=business,
            archived=[one for one in every if one.is_archived],
            chart=drawn and _chart(drawn),
            to_check=any(one.to_check for one in found),
        )


def _chart(family: Family) -> dict[str, Any]:
    """Return the drawing with where each name leads."""
    chart: Chart = lay_out(*family.told())
    return {"drawing": chart, "people": [_drawn(box, family) for box in chart.boxes]}


def _drawn(box: Any, family: Family) -> dict[str, Any]:
    end = family.ends[box.somebody.key]
    folder = end if isinstance(end, Contact) else None
    return {
        "box": box,
        "url": reverse("contacts:contact-relations", args=[folder.pk]) if folder else "",
        "private": bool(folder and folder.is_private),
        "organisation": bool(folder and not folder.is_person),
    }


class RelationsPage(FolderView):
    """A page beyond the list: its tab stays Relations."""

    tab = "contacts:contact-relations"

    def prepare(self) -> HttpResponseBase | None:
        self.require_change()
        return super().prepare()

    def typed(self) -> Sequence[deleted_conflict.Typed]:
        """Read the form without the other end, which nobody looks up beside a deleted folder."""
        data = self.request.POST
        person = person_form(data, instance=RelatedPerson(contact=self.contact))
        return deleted_conflict.read([person, any_relation(self.contact, data)], new=True)

    def done(self, words: str, **named: Any) -> HttpResponse:
        messages.success(self.request, words % named)
        return redirect(self.tab, pk=self.contact.pk)

    def refuse(self, form: Any, refusal: Exception) -> None:
        """Say on the form why the action refused."""
        if isinstance(refusal, RelationRefused):
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            form.add_error(None, _changed_meanwhile())


def _changed_meanwhile() -> str:
    return _("Somebody else changed this since you opened it. What you typed is still here.")


class RelationChoose(RelationsPage):
    """Whom to relate: a contact, searched as in the header, or somebody typed in."""

    template_name = "contacts/relation/choose.html"

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        query = request.GET.get("q", "")[:200]
        found = [one for one in matches(request.user, query) if one != self.contact]
        kind = request.GET.get("kind", "")
        tail = "?kind=spouse" if kind == "spouse" else ""
        context: dict[str, Any] = {"query": query}
        context |= {"found": [self._entry(one, tail) for one in found]}
        if request.htmx:
            return render(request, "contacts/relation/_found.html", context)
        return self.show(**context, tail=tail)

    def _entry(self, other: Contact, tail: str) -> dict[str, Any]:
        url = reverse("contacts:relation-add", args=[self.contact.pk, other.pk])
        return {"contact": other, "url": url + tail, "organisation": not other.is_person}


class RelationAdd(RelationsPage):
    """What a contact, or somebody typed in, is to this one."""

    shows_drafts = True
    template_name = "contacts/relation/edit.html"

    def get(self, request: SignedIn, pk: int, other: int | None = None) -> HttpResponse:
        end, person = self._ends(other)
        kind = "spouse" if request.GET.get("kind") == "spouse" else ""
        return self._page(self._form(end, initial={"kind": kind}), person, end)

    def post(self, request: SignedIn, pk: int, other: int | None = None) -> HttpResponse:
        end, person = self._ends(other, request.POST)
        form = self._form(end, request.POST)
        if not (form.is_valid() & (person is None or person.is_valid())):
            return self._page(form, person, end, status=422)
        try:
            relations.add(
                contact=self.contact,
                kind=form.kind_chosen,
                other=end if person is None else person.save(commit=False),
                terms=form.terms,
                by=request.user,
            )
        except RelationRefused as refusal:
            self.refuse(form, refusal)
            return self._page(form, person, end, status=422)
        return self.done(
            _("%(other)s and %(contact)s are related."), other=end, contact=self.contact
        )

    def _ends(self, other: int | None, data: Any = None) -> tuple[End, Any]:
        if other is None:
            person = RelatedPerson(contact=self.contact)
            return person, person_form(data, instance=person)
        folders = Contact.objects.visible_to(self.request.user).select_related("person")
        return get_object_or_404(folders.exclude(pk=self.contact.pk), pk=other), None

    def _form(self, end: End, data: Any = None, **kwargs: Any) -> RelationForm:
        parents = other_parents(self.contact, self.request.user)
        return RelationForm(data, contact=self.contact, other=end, parents=parents, **kwargs)

    def _page(self, form: Any, person: Any, end: End, status: int = 200) -> HttpResponse:
        forms = [form] if person is None else [person, form]
        return self.show(status, form=form, person=person, other=end, forms=forms)


class RelationPage(RelationsPage):
    """A page of one relation, which exists for those who see both ends."""

    relation: Relation

    def prepare(self) -> HttpResponseBase | None:
        answer = super().prepare()
        found = relation_of(self.contact, self.request.user, self.kwargs["relation"])
        if found is None:
            raise Http404
        self.relation = found
        return answer


class RelationChange(RelationPage):
    shows_drafts = True
    template_name = "contacts/relation/edit.html"

    def get(self, request: SignedIn, pk: int, relation: int) -> HttpResponse:
        return self._page(*self._forms(initial=told(self.relation)))

    def post(self, request: SignedIn, pk: int, relation: int) -> HttpResponse:
        form, person = self._forms(request.POST)
        if not (form.is_valid() & (person is None or person.is_valid())):
            return self._page(form, person, status=422)
        try:
            relations.change(
                contact=self.contact,
                row=self.relation.row,
                kind=form.kind_chosen,
                terms=form.terms,
                person=person and person.save(commit=False),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except (RelationRefused, EditConflict) as refusal:
            self.refuse(form, refusal)
            return self._page(form, person, status=422)
        return self.done(_("The relation with %(other)s is saved."), other=self.relation.other)

    def _forms(self, data: Any = None, **kwargs: Any) -> tuple[RelationForm, Any]:
        # From the child's end the other parent is a relation of the child's own.
        near = self.relation.row.contact_id == self.contact.pk
        parents = other_parents(self.contact, self.request.user) if near else []
        other = self.relation.other
        form = RelationForm(data, contact=self.contact, other=other, parents=parents, **kwargs)
        person = self.relation.person
        return form, person and person_form(data, instance=person)

    def _page(self, form: Any, person: Any, status: int = 200) -> HttpResponse:
        forms = [form] if person is None else [person, form]
        relation = self.relation
        context = {"relation": relation, "other": relation.other, "forms": forms}
        return self.show(status, form=form, person=person, **context)


class RelationEnd(RelationPage):
    shows_drafts = True
    template_name = "contacts/relation/end.html"

    def get(self, request: SignedIn, pk: int, relation: int) -> HttpResponse:
        return self._page(EndForm(initial={"on": timezone.localdate()}))

    def typed(self) -> Sequence[deleted_conflict.Typed]:
        return deleted_conflict.read([EndForm(self.request.POST)], new=True)

    def post(self, request: SignedIn, pk: int, relation: int) -> HttpResponse:
        form = EndForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        row, on = self.relation.row, form.cleaned_data["on"]
        try:
            relations.end(contact=self.contact, row=row, on=on, by=request.user)
        except (RelationRefused, EditConflict) as refusal:
            self.refuse(form, refusal)
            return self._page(form, status=422)
        return self.done(_("The relation with %(other)s is over."), other=self.relation.other)

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        return self.show(status, form=form, relation=self.relation, forms=[form])


class RelationRemove(RelationPage):
    template_name = "contacts/relation/remove.html"

    def get(self, request: SignedIn, pk: int, relation: int) -> HttpResponse:
        row, person, user = self.relation.row, self.relation.person, request.user
        return self.show(
            relation=self.relation,
            elsewhere=stays_elsewhere(row, user),
            children=named_as_parent(person, user) if person else [],
        )

    def post(self, request: SignedIn, pk: int, relation: int) -> HttpResponse:
        other = str(self.relation.other)
        relations.remove(contact=self.contact, row=self.relation.row, by=request.user)
        return self.done(_("The relation with %(other)s is removed."), other=other)


class RelationOpenFolder(RelationPage):
    """`Créer son dossier`: the related person becomes a contact, the relations stay."""

    http_method_names = ["post"]

    def post(self, request: SignedIn, pk: int, relation: int) -> HttpResponse:
        if self.relation.person is None:
            raise Http404
        folder = open_folder(person=self.relation.person, by=request.user)
        messages.success(
            request,
            _("%(other)s has a folder; their relations are kept.") % {"other": folder},
        )
        return redirect("contacts:contact-general", pk=folder.pk)
