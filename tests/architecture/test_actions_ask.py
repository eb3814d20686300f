"""Each action asks the rule itself: what a view forgot to ask is refused, and writes nothing.

Called by a colleague with rows of the private folder in hand, as a careless view would call it.
"""

import contextlib
import datetime as dt
from copy import deepcopy

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.actions.accounts import Owner
from accounts.actions.conversion import create_organisation
from accounts.actions.owner_change import change_owners_of_accounts, plan_owner_change
from accounts.actions.owners import change_owners
from accounts.errors import AccountError
from alerts.actions.accounts import AccountDecision, treat_accounts
from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.refusals import refuse_contact
from alerts.enums import Action
from alerts.errors import Incomplete
from contacts.actions import relations
from contacts.actions.change_category import regroup
from contacts.actions.change_keywords import change_keywords
from contacts.actions.change_people import replace_people
from contacts.actions.conversion import convert
from contacts.actions.deletion import delete
from contacts.actions.merging import merge, plan_merge
from contacts.actions.related_people import open_folder
from contacts.actions.undoing import undo
from contacts.enums import RelationKind
from contacts.errors import ContactError
from contacts.models import (
    Category,
    Change,
    Contact,
    OrganisationDetails,
    RelatedPerson,
    Relationship,
)
from contacts.rights import CHANGE_OTHERS
from tests.architecture.private_world import FIRST_LINE, LAST_LINE, build_secret
from tests.o2s_contacts.test_restore import content

pytestmark = pytest.mark.django_db

REFUSED = (PermissionDenied, ContactError, AccountError, Incomplete)


def prospects():
    return Category.objects.get(name="Prospects")


def organisation():
    return OrganisationDetails(legal_name="X")


def as_organisation(hidden, firm, by):
    made = Contact(category=prospects(), kind="organisation")
    create_organisation(
        person=hidden,
        organisation=made,
        details=organisation(),
        account_ids=[],
        version=hidden.version,
        by=by,
    )


def treat_client(hidden, firm, by):
    line = ClientDecision(FIRST_LINE, 0, Action.LINK, contact_id=hidden.pk)
    treat_clients(decisions=[line], by=by)


def treat_account(hidden, firm, by):
    line = AccountDecision(LAST_LINE, 0, Action.ADD, owner_id=hidden.pk)
    treat_accounts(decisions=[line], by=by)


def own_shared(hidden, firm, by):
    owners = [Owner(firm.open_contact, share=50), Owner(hidden, share=40)]
    change_owners(account=firm.shared, owners=owners, version=firm.shared.version, by=by)


def own_many(hidden, firm, by):
    """With the token that was made for somebody who sees both."""
    asked = {"accounts": [firm.shared.pk], "owners": [Owner(hidden)]}
    token = plan_owner_change(**asked, by=firm.cast["adviser"]).token
    change_owners_of_accounts(**asked, token=token, by=by)


def end_relation(hidden, firm, by):
    row = Relationship.objects.get(contact=firm.open_contact, other_contact=hidden)
    relations.end(contact=firm.open_contact, row=row, on=dt.date(2026, 1, 1), by=by)


def remove_relation(hidden, firm, by):
    row = Relationship.objects.get(contact=firm.open_contact, other_contact=hidden)
    relations.remove(contact=firm.open_contact, row=row, by=by)


def hand_over(hidden, firm, by):
    leaver, taker = hidden.lead_adviser, firm.cast["manager"]
    keys = [hidden.pk]
    replace_people(contact_ids=keys, leaver=leaver, taker=taker, token=None, reason="Parti", by=by)


SPOUSE, COUSIN = RelationKind.SPOUSE, RelationKind.COUSIN
ACTIONS = {
    "convert": lambda hidden, _firm, by: convert(
        contact=hidden, details=organisation(), version=hidden.version, by=by
    ),
    "organisation": as_organisation,
    "open folder": lambda hidden, _firm, by: open_folder(
        person=RelatedPerson.objects.get(contact=hidden), by=by
    ),
    "relate to": lambda hidden, firm, by: relations.add(
        contact=firm.later_contact, kind=COUSIN, other=hidden, by=by
    ),
    "relate from": lambda hidden, firm, by: relations.add(
        contact=hidden, kind=COUSIN, other=firm.later_contact, by=by
    ),
    "end relation": end_relation,
    "remove relation": remove_relation,
    "delete": lambda hidden, _firm, by: delete(contact_ids=[hidden.pk], by=by),
    "regroup": lambda hidden, _firm, by: regroup(
        contact_ids=[hidden.pk], category=prospects(), by=by
    ),
    "hand over": hand_over,
    "tick": lambda hidden, _firm, by: change_keywords(
        contact_ids=[hidden.pk], add=[], remove=list(hidden.keywords.all()), token=None, by=by
    ),
    "undo": lambda hidden, _firm, by: undo(
        change=Change.objects.filter(kind="category", subjects__key=hidden.pk).latest("pk"), by=by
    ),
    "plan merge": lambda hidden, firm, by: plan_merge(
        source=hidden, target=firm.open_contact, by=by
    ),
    "merge": lambda hidden, firm, by: merge(
        source=hidden,
        target=firm.open_contact,
        shown=plan_merge(source=hidden, target=firm.open_contact, by=firm.cast["adviser"]).digest,
        by=by,
    ),
    "own": own_shared,
    "own many": own_many,
    "link an alert": treat_client,
    "own an alert's account": treat_account,
    "refuse a suggestion": lambda hidden, _firm, by: refuse_contact(
        client_id=FIRST_LINE, contact_id=hidden.pk, by=by
    ),
}


def attempted(names, key, firm, by):
    """Return what each action wrote or tried to: a refusal comes before the first write.

    Each is handed rows of its own, and taken back. Figures that are computed again, and stay, are
    none.
    """
    before = content()
    tried = {}
    for name in names:
        contact, own = Contact.objects.get(pk=key), deepcopy(firm)
        with transaction.atomic():
            with CaptureQueriesContext(connection) as captured, contextlib.suppress(*REFUSED):
                ACTIONS[name](contact, own, deepcopy(by))
            assert content() == before, name
            transaction.set_rollback(True)
        statements = (query["sql"].lstrip() for query in captured)
        writes = [sql for sql in statements if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
        tried[name] = [sql for sql in writes if "contacts_contactfigures" not in sql]
    return {name: writes for name, writes in tried.items() if writes}


@pytest.mark.security(4, 6, 8, 10, 11, 27, 29)
def test_each_action_refuses_a_folder_that_one_does_not_see(firm):
    hidden = build_secret(firm).keys["contact"]
    assert attempted(ACTIONS, hidden, firm, firm.cast["colleague"]) == {}


ON_WHAT_ONE_SEES = ("convert", "organisation", "delete", "regroup", "undo", "plan merge")
ON_WHAT_ONE_SEES += ("merge", "own", "own many", "link an alert", "own an alert's account")
ON_WHAT_ONE_SEES += ("hand over", "tick")


@pytest.mark.security(23, 27, 29)
def test_each_action_refuses_a_folder_that_one_may_only_see(firm):
    """By somebody with every right but the one to change others' contacts."""
    reader = firm.cast["manager"]
    profile = reader.groups.get()
    profile.permissions.remove(Permission.objects.get(codename=CHANGE_OTHERS.split(".")[1]))
    seen = firm.later_contact.pk
    assert Contact.objects.visible_to(reader).filter(pk=seen).exists()
    assert attempted(ON_WHAT_ONE_SEES, seen, firm, reader) == {}
