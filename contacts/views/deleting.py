"""Asking before contacts are deleted, and deleting them."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from contacts import extensions, rights
from contacts.actions.deletion import delete
from contacts.actions.mass_plan import MassPlan, Row, name_of, plan_chosen
from contacts.forms.inputs import key
from contacts.models import Change
from contacts.views.mass_change import Choice, MassChange, answer_list, page
from text.formats import number_fr
from users.http import SignedIn
from users.models import User


class Deletion(MassChange):
    title = gettext_lazy("Delete")
    button = gettext_lazy("Delete")
    danger_icon = "trash"
    right = rights.DELETE

    def heading(self, rows: Sequence[Row]) -> str:
        if len(rows) == 1:
            return _("Delete %(name)s") % {"name": name_of(rows[0])}
        count = len(rows)
        return ngettext("Delete %(n)s contact", "Delete %(n)s contacts", count) % {
            "n": number_fr(count)
        }

    def consequences(self, keys: Sequence[int]) -> list[str]:
        return list(_consequences(keys, self.user))

    def needs_no_plan(self, _post: QueryDict) -> bool:
        return True

    def plan(self) -> MassPlan:
        return plan_chosen(self.keys, self.user)

    def apply(self, token: str | None, _reason: str) -> Change | None:
        return delete(contact_ids=self.keys, token=token, by=self.user)

    def done(self, count: int, name: str) -> str:
        text = ngettext("%(name)s is deleted.", "%(n)s contacts are deleted.", count)
        return text % {"name": name, "n": number_fr(count)}


@require_http_methods(["GET", "HEAD", "POST"])
def contact_delete(request: SignedIn, pk: int) -> HttpResponse:
    """Delete the contact of a folder."""
    keys = [pk] if key(str(pk)) else []
    cancel_url = reverse("contacts:contact-general", args=[pk])
    choice = Choice.of_list(request, keys, cancel_url=cancel_url)
    return page(request, choice, Deletion(keys, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def contacts_delete(request: SignedIn) -> HttpResponse:
    """Delete those that were ticked in the list."""
    return answer_list(request, Deletion)


def _consequences(keys: Sequence[int], user: User) -> Iterator[str]:
    """Give what follows, for what other apps keep of these contacts as far as the user sees it."""
    yield ngettext(
        "The folder leaves lists, search, recents and suggestions.",
        "The %(n)s folders leave lists, search, recents and suggestions.",
        len(keys),
    ) % {"n": number_fr(len(keys))}
    for extension in extensions.every():
        yield from extension.consequences(keys, user)
    yield ngettext(
        "Nothing is erased: relations, keywords, notes and accounts come back as they were with "
        "the contact.",
        "Nothing is erased: relations, keywords, notes and accounts come back as they were with "
        "the contacts.",
        len(keys),
    )
    if user.has_perm(rights.REACTIVATE):
        yield ngettext(
            "You can reactivate it in Services, Modules, Contacts, Deleted contacts and accounts.",
            "You can reactivate them in Services, Modules, Contacts, Deleted contacts and "
            "accounts.",
            len(keys),
        )
    else:
        yield ngettext(
            "You can reactivate it yourself for 30 days, in Recent contacts.",
            "You can reactivate them yourself for 30 days, in Recent contacts.",
            len(keys),
        )
