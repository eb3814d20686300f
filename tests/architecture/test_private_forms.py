"""A form that names a private folder tells its sender nothing of it, nor does one that is printed.

Asked in the firm with the folder and in the same firm without it.
"""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from lxml import html

from imports.models import Document, FormIssue, ReceivedForm
from imports.queries.fact_find.facts import facts_of
from tests.architecture.private_world import BORN, FIRST_NAME, NAME, build_secret
from tests.architecture.probe import answer, each_outsider, log_in
from tests.contacts.pages import posted
from users.models import Confirmation, User

pytestmark = pytest.mark.django_db

# What the folder says of itself, as the client writes it of the spouse, of a child and of others.
SAID = {
    "tit_nom": "Marchand",
    "tit_prenoms": "Louise",
    "tit_email": "zorglubine@example.org",
    "tit_mobile": "06 12 77 78 88",
    "fam_situation": "MARIE",
    "cjt_nom": NAME,
    "cjt_prenoms": FIRST_NAME,
    "cjt_naissance_date": BORN.strftime("%d/%m/%Y"),
    "cjt_email": "zorglubine@example.org",
    "rev_salaires_conjoint": "77 777,71",
    "enf1_nom": NAME,
    "enf1_prenom": "Zoé",
    "immo1_type": "RP",
    "immo1_designation": f"Villa {NAME}",
}


def came(user):
    """Let a blank form come back to this user, with its file."""
    place = Path(settings.RECEIVED_FORMS)
    place.mkdir(exist_ok=True)
    (place / "of-tests").write_bytes(b"%PDF")
    return ReceivedForm.objects.create(
        uploader=user,
        file="of-tests",
        name="recueil.pdf",
        size=4,
        sha256="0" * 64,
        form="RIC-PP",
        version=1,
        answers={"texts": SAID, "doubts": {}, "remarks": []},
    )


def everything(client, firm, form):
    """Look at the form, make a contact of it, and bring the open folder up to date with it."""
    create = reverse("imports:fact-find-received", args=[form.pk])
    compare = reverse("imports:fact-find-compare", args=[firm.open_contact.pk, form.pk])
    pages = [answer(client, "get", page, None, htmx=False) for page in (create, compare)]
    made = {name: values for name, values in posted(client.get(create)).items() if values[0]}
    root = html.fromstring(pages[1].body)
    taken = {
        "take": root.xpath("//input[@name='take']/@value"),
        "shown": root.xpath("//input[@name='shown']/@value")[:1],
        "note": "on",
    }
    writes = [
        answer(client, "post", page, data, htmx=False)
        for page, data in ((create, made), (compare, taken))
    ]
    # But for the address of what was made: the folder's rows have counted its key on.
    return [(one.status, one.body, one.statements, one.writes) for one in pages + writes]


@pytest.mark.security(2, 15, 16)
def test_form_that_names_the_folder_is_read_and_taken_as_any_other(firm):
    user = firm.cast["colleague"]
    form, client = came(user), log_in(user)
    with transaction.atomic():
        build_secret(firm)
        with_folder = everything(client, firm, form)
        transaction.set_rollback(True)

    without = everything(client, firm, form)

    assert with_folder == without
    assert [status for status, *_rest in without] == [200, 200, 302, 302]
    assert all(writes for *_rest, writes in without[2:])


@pytest.mark.security(14)
@pytest.mark.parametrize("name", each_outsider())
def test_printed_form_of_the_public_spouse_is_the_same(firm, name):
    """For who sees the folder too: what they print is everybody's."""

    def printed():
        return [
            facts_of(firm.open_contact, firm.cast[name]),
            facts_of(firm.open_contact, firm.cast[name], goes_out=False),
            facts_of(firm.open_contact, firm.cast["assistant"]),
        ]

    with transaction.atomic():
        build_secret(firm)
        with_folder = printed()
        told = facts_of(firm.open_contact, firm.cast["assistant"], goes_out=False).values
        transaction.set_rollback(True)

    assert with_folder == printed()
    assert told["cjt_nom"] == NAME


@pytest.mark.security(13, 58)
def test_unconfirmed_password_hides_forms_and_documents_too(firm):
    """One of the folder's own people, on whose account somebody else set the password."""
    build_secret(firm)
    partner, assistant = firm.reset.account, firm.cast["assistant"]
    ReceivedForm.objects.update(uploader=partner)

    def seen(user):
        documents = Document.objects.visible_to(user).order_by("pk")
        return (
            [row.name for row in documents if NAME in row.name],
            FormIssue.objects.visible_to(user).count(),
            ReceivedForm.objects.visible_to(user).count(),
        )

    assert seen(partner) == ([], 0, 0)
    assert seen(assistant) == ([f"{NAME}-conjoint.pdf", f"{NAME}.pdf"], 1, 0)
    confirmed = User.objects.get(pk=partner.pk)
    confirmed.confirmation = Confirmation.NONE
    confirmed.save()
    assert seen(User.objects.get(pk=partner.pk))[1:] == (1, 2)
