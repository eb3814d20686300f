"""Forms that came back, as their sender may know of them, and whom they are about."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from contacts.models import Contact
from contacts.queries.duplicates.likely import Likely, likely
from contacts.scoring import Description
from imports.enums import DocumentKind
from imports.fact_find.values import Answer
from imports.models import Document, ReceivedForm
from text import normalise
from users.models import User


@dataclass(frozen=True)
class Earlier:
    """The same file, taken before; the contact only for who sees it."""

    at: dt.datetime
    contact: Contact | None = None


def taken_before(received: ReceivedForm, user: User) -> Earlier | None:
    """Return when this file was imported before, as far as the user may know.

    What was imported into a folder that they do not see was imported by nobody, but for them.
    """
    documents = Document.objects.visible_to(user).filter(
        kind=DocumentKind.RECEIVED, sha256=received.sha256
    )
    if document := documents.select_related("contact").order_by("pk").last():
        return Earlier(document.added_at, document.contact)
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


def likely_spouses(answers: Mapping[str, Answer], user: User) -> list[Likely]:
    """Return who may be the spouse already, among those that are there."""
    found = _likely_person("cjt", answers, user)
    return [one for one in found if one.contact.deleted_at is None]


def _likely_person(prefix: str, answers: Mapping[str, Answer], user: User) -> list[Likely]:
    if not (name := _text(answers, f"{prefix}_nom")):
        return []
    born = answers.get(f"{prefix}_naissance_date")
    email = normalise.email_key(_text(answers, f"{prefix}_email"))
    return likely(
        user,
        Description(
            name=name,
            birth_name=_text(answers, f"{prefix}_nom_naissance"),
            first_name=_text(answers, f"{prefix}_prenoms"),
            birth_date=born.value if born and isinstance(born.value, dt.date) else None,
            birth_place=_text(answers, f"{prefix}_naissance_ville"),
            post_code=_text(answers, "adr_cp"),
            emails=frozenset({email} - {""}),
            is_organisation=False,
        ),
    )


def _text(answers: Mapping[str, Answer], name: str) -> str:
    return str(answers[name].value) if name in answers else ""
