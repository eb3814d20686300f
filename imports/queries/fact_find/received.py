"""Forms that came back, as their sender may know of them, and whom they are about."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.enums import Kind
from contacts.models import Contact
from contacts.queries.duplicates.likely import Likely, likely
from contacts.scoring import Description
from imports.enums import DocumentKind
from imports.fact_find.definition import ORGANISATION
from imports.fact_find.values import Answer
from imports.models import Document, ReceivedForm
from imports.queries.fact_find.reports import undone_at
from text import normalise
from text.formats import date_fr
from users.models import User


@dataclass(frozen=True)
class Earlier:
    """The same file, taken before into this folder, and when that was taken back."""

    at: dt.datetime
    contact: Contact
    undone_at: dt.datetime | None = None


def kind_of(received: ReceivedForm) -> Kind:
    """Return the kind of contacts that the form is for."""
    return Kind.ORGANISATION if received.form == ORGANISATION.template else Kind.PERSON


def source_of(received: ReceivedForm) -> str:
    """Name the form as history and dated rows do."""
    return _("Recueil %(form)s received on %(day)s") % {
        "form": f"{received.form}/{received.version}",
        "day": date_fr(_came_on(received)),
    }


def signed_on(received: ReceivedForm, answers: Mapping[str, Answer]) -> dt.date:
    """Return the day beside the signature, or that on which the form came."""
    came = _came_on(received)
    signed = answers["sig_date"].value if "sig_date" in answers else None
    return signed if isinstance(signed, dt.date) and signed <= came else came


def years_of(received: ReceivedForm) -> Mapping[str, int]:
    """Return the years of the figures: those printed, or those closed before the form came."""
    if received.issue and received.issue.years:
        years: dict[str, int] = received.issue.years
        return years
    last = _came_on(received).year - 1
    return {"n": last, "n1": last - 1, "n2": last - 2}


def _came_on(received: ReceivedForm) -> dt.date:
    return timezone.localdate(received.received_at)


def taken_before(received: ReceivedForm, user: User) -> Earlier | None:
    """Return when this file was imported before, the last time, as far as the user may know.

    What was imported into a folder that they do not see was imported by nobody, but for them. A
    folder that was deleted counts where the import itself was undone.
    """
    of_file = Document.objects.would_be_visible_to(user).filter(
        kind=DocumentKind.RECEIVED, sha256=received.sha256
    )
    told = of_file.filter(
        Q(contact__deleted_at__isnull=True) | Q(change__undone_at__isnull=False)
    ).select_related("contact", "change")
    if document := told.order_by("pk").last():
        return Earlier(document.added_at, document.contact, undone_at(document))
    return None


def likely_contacts(answers: Mapping[str, Answer], user: User) -> list[Likely]:
    """Return whom the form may be about, best first, deleted ones too."""
    if organisation := _text(answers, "soc_denomination"):
        said = Description(
            name=organisation,
            is_organisation=True,
            siren=_text(answers, "soc_siren"),
            lei=_text(answers, "soc_lei"),
            post_code=_text(answers, "adr_cp"),
        )
        return likely(user, said)
    return _likely_person("tit", answers, user)


def likely_companions(answers: Mapping[str, Answer], user: User) -> list[Likely]:
    """Return who may be the spouse, or the representative, among those that are there."""
    prefix = "rep" if "soc_denomination" in answers else "cjt"
    found = _likely_person(prefix, answers, user)
    return [one for one in found if one.contact.deleted_at is None]


def _likely_person(prefix: str, answers: Mapping[str, Answer], user: User) -> list[Likely]:
    """Look for the person by all their first names, and by the one in use, which comes first."""
    if not (name := _text(answers, f"{prefix}_nom")):
        return []
    born = answers.get(f"{prefix}_naissance_date")
    email = normalise.email_key(_text(answers, f"{prefix}_email"))
    said = Description(
        name=name,
        birth_name=_text(answers, f"{prefix}_nom_naissance"),
        first_name=_text(answers, f"{prefix}_prenoms").replace(",", " "),
        birth_date=born.value if born and isinstance(born.value, dt.date) else None,
        birth_place=_text(answers, f"{prefix}_naissance_ville"),
        emails=frozenset({email} - {""}),
        is_organisation=False,
    )
    (usual, *_others) = said.first_name.split() or [""]
    found = likely(user, said)
    if usual != said.first_name:
        known = {one.contact.pk for one in found}
        alike = likely(user, replace(said, first_name=usual))
        found += [one for one in alike if one.contact.pk not in known]
    return found


def _text(answers: Mapping[str, Answer], name: str) -> str:
    return str(answers[name].value) if name in answers else ""
