"""Looking for candidates by their birth and first name loses none worth showing."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.actions.detection import Owner, Seen, detect, owner_key
from alerts.actions.rematching import match_again
from alerts.models import DetectedClient, PartnerLink, Suggestion
from contacts import scoring
from contacts.models import Contact
from contacts.scoring import Description
from text.normalise import split_birth_name

DAYS = [None, dt.date(1962, 8, 7), dt.date(1962, 7, 8), dt.date(1970, 4, 25)]
SURNAMES = ["Lemercier", "LEMERCIER-TOUR", "de la Tour", "Tour", "Durand née Martin", "Éloi"]
FIRST_NAMES = [
    "",
    "Jean-Baptiste",
    "JEAN BAPTISTE",
    "Baptiste",
    "Éloïse",
    "Dr Anne, Marie",
    "d'Arc",
    "Jeanbaptiste",
    "J.-B.",
    "JB",
    "J",
]
owners = st.builds(
    Owner,
    st.sampled_from(SURNAMES),
    st.sampled_from(FIRST_NAMES),
    st.sampled_from(DAYS),
    post_code=st.sampled_from(["", "49100"]),
)


@pytest.mark.django_db
def test_no_candidate_worth_showing_is_lost_by_a_night_or_the_next(seen, person, adviser):
    people = [
        person(name, first_name, day)
        for name in [*SURNAMES[:4], "Martin"]
        for first_name in [*FIRST_NAMES[:6], *FIRST_NAMES[-4:]]
        for day in DAYS[:3]
    ]
    linked = people[0]
    PartnerLink.objects.create(
        partner="assurvia",
        owner_key="unsure|lemercier|jean baptiste|49100",
        contact=linked,
        decided_by=adviser,
    )
    account = seen("AV-1").account_id

    @settings(max_examples=25, deadline=None, database=None)
    @given(owners)
    def same(owner):
        with transaction.atomic():
            found = [Seen(account, "AV-1", owner)]
            detect(partner="assurvia", seen=found)
            client = DetectedClient.objects.get()
            found = kept()
            assert found == expected(owner, linked)
            assert client.best_contact_id == (found[0][0] if found else None)
            Suggestion.objects.all().delete()
            DetectedClient.objects.update(best_contact=None)
            match_again()
            assert kept() == found
            client.refresh_from_db()
            assert client.best_contact_id == (found[0][0] if found else None)
            transaction.set_rollback(True)

    same()


def kept():
    rows = Suggestion.objects.order_by("-score", "contact_id")
    return [(row.contact_id, row.score, row.reasons) for row in rows]


def expected(owner, linked):
    key = owner_key(owner, "AV-1")
    is_decided = key == "unsure|lemercier|jean baptiste|49100"
    last_name, birth_name = split_birth_name(owner.last_name)
    said = Description(
        name=last_name,
        birth_name=birth_name,
        first_name=owner.first_name,
        birth_date=owner.birth_date,
        post_code=owner.post_code,
        decided_keys=frozenset({key} if is_decided else ()),
    )
    scores = {}
    for contact in Contact.objects.select_related("person"):
        described = Description(
            name=contact.name,
            birth_name=contact.person.birth_name,
            first_name=contact.first_name,
            birth_date=contact.birth_date,
            decided_keys=frozenset({key} if is_decided and contact == linked else ()),
        )
        scores[contact.pk] = scoring.score(said, described)
    listed = scoring.listed(scores)
    return [(pk, found.points, [str(reason) for reason in found.reasons]) for pk, found in listed]
