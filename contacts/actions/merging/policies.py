"""What a merge does with the rows of this app that hang on a contact."""

from collections.abc import Collection
from functools import partial

from django.utils.translation import gettext_lazy as _

from contacts.actions import (
    change_category,
    change_keywords,
    change_people,
    deletion,
    folder_rows,
)
from contacts.actions.assignment import follow
from contacts.actions.duplicates import schedule_matching
from contacts.actions.follow_ups import keep_last_contact
from contacts.actions.merging.coordinates import ADDRESSES, EMAILS, TELEPHONES, plan_coordinates
from contacts.actions.merging.relations import plan_relations
from contacts.enums import ChangeKind
from contacts.extensions import ContactExtension
from contacts.merge_policy import Derived, Move, Planned, Policy, RowWords, Stay
from contacts.models import Contact, RelatedPerson, Relationship
from contacts.queries.deleted import DELETIONS
from contacts.queries.merges import Merges
from contacts.visibility import is_visible
from users.models import User


def keep_grants(contact_ids: Collection[int]) -> None:
    """Follow who is assigned; neither a merge nor its undo makes a folder public."""
    private = Contact.everything.filter(pk__in=contact_ids, is_private=True)
    if private.exists():
        follow(private)


# Those of the other kind, which a conversion left, too.
_FIELDS = Stay("their blank fields are filled one by one (merging.fields)")
_READ_ON = Stay("what was said of the source is read as said of the target (candidates.set_aside)")
_TOGETHER = Stay("planned with the relations")
POLICIES: dict[str, Policy] = {
    "contacts.PersonDetails.contact": _FIELDS,
    "contacts.OrganisationDetails.contact": _FIELDS,
    "contacts.Email.contact": Planned(planner=partial(plan_coordinates, EMAILS)),
    "contacts.Telephone.contact": Planned(planner=partial(plan_coordinates, TELEPHONES)),
    "contacts.PostalAddress.contact": Planned(planner=partial(plan_coordinates, ADDRESSES)),
    "contacts.Relationship.contact": Planned(planner=plan_relations),
    "contacts.Relationship.other_contact": _TOGETHER,
    "contacts.RelatedPerson.contact": _TOGETHER,
    "contacts.ContactKeyword.contact": Move(["keyword_id"], label=_("Keywords")),
    "contacts.FollowUp.contact": Move(label=_("Follow-up notes")),
    "contacts.Visit.contact": Move(["user_id"]),
    "contacts.PrivateFolderGrant.content_object": Derived(keep_grants),
    "contacts.ContactSearch.contact": Derived(),  # with the names, in merging.derived
    "contacts.ContactFigures.contact": Derived(keep_last_contact),
    "contacts.MatchingKey.contact": Derived(),  # with the pairs
    "contacts.MatchFingerprint.contact": Derived(),
    "contacts.DuplicatePair.first": Derived(schedule_matching),
    "contacts.DuplicatePair.second": Derived(),
    "contacts.NotDuplicates.first": _READ_ON,
    "contacts.NotDuplicates.second": _READ_ON,
    "contacts.OrphanAssignment.contact": Stay("the journal of who gave which folder to whom"),
    "contacts.Contact.merged_into": Stay("who merged before leads on from the source"),
    "contacts.Change.source": Stay("the journal of merges"),
    "contacts.Change.target": Stay("the journal of merges"),
}


def _seen_relations(keys: Collection[int], user: User) -> Collection[int]:
    seen = Relationship.objects.visible_to(user).filter(pk__in=keys)
    return set(seen.values_list("pk", flat=True))


def _seen_persons(keys: Collection[int], user: User) -> Collection[int]:
    seen = RelatedPerson.objects.filter(is_visible(user, "contact"), pk__in=keys)
    return set(seen.values_list("pk", flat=True))


EXTENSION = ContactExtension(
    merge_policies=POLICIES,
    row_words={
        "contacts.Email": RowWords(_("E-mails"), _("E-mails, completed fields")),
        "contacts.Telephone": RowWords(_("Telephones"), _("Telephones, completed fields")),
        "contacts.PostalAddress": RowWords(_("Addresses"), _("Addresses, completed fields")),
        "contacts.Relationship": RowWords(
            _("Relations"), _("Relations, completed fields"), _seen_relations
        ),
        "contacts.RelatedPerson": RowWords(
            filled=_("Related persons, completed fields"), seen=_seen_persons
        ),
        "contacts.ContactKeyword": RowWords(_("Keywords")),
        "contacts.FollowUp": RowWords(_("Follow-up notes")),
        "contacts.PersonDetails": RowWords(_("Archived fields")),
        "contacts.OrganisationDetails": RowWords(_("Archived fields")),
    },
    changes={
        ChangeKind.MERGE: Merges(),
        ChangeKind.CATEGORY: change_category.CHANGES,
        ChangeKind.KEYWORDS: change_keywords.CHANGES,
        ChangeKind.PEOPLE: change_people.CHANGES,
        ChangeKind.DELETION: DELETIONS,
        ChangeKind.ROW_DELETION: folder_rows.DELETIONS,
    },
    undos={
        ChangeKind.CATEGORY: change_category.put_back,
        ChangeKind.KEYWORDS: change_keywords.put_back,
        ChangeKind.PEOPLE: change_people.put_back,
        ChangeKind.DELETION: deletion.put_back,
        ChangeKind.ROW_DELETION: folder_rows.put_back,
    },
)
