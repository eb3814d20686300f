"""What may be asked: every field of the catalogues, by ids that lead nowhere else."""

from accounts import fields as account_fields
from compliance import fields as compliance_fields
from contacts.fields import ENTRIES
from contacts.fields.catalogue import SPOUSE
from searches.querying.operators import operators_of
from searches.querying.vocabulary import NOT_ASKED, SUBJECTS, Place
from wealth import fields as wealth_fields

CONTACTS = SUBJECTS["contacts"].fields


def test_every_field_of_a_contact_may_be_asked():
    """Those of a spouse are asked of the relation."""
    entries = {key for key, entry in ENTRIES.items() if entry.group is not SPOUSE}
    assert CONTACTS.keys() == entries | {"assigned"}


def test_every_field_of_an_account_and_of_what_is_declared_may_be_asked():
    asked = {
        (each.described.model, each.described.name)
        for subject in SUBJECTS.values()
        for each in subject.fields.values()
    }
    fields = (*account_fields.FIELDS, *wealth_fields.FIELDS, *compliance_fields.FIELDS)
    told = {(field.model, field.name) for field in fields}
    assert told - asked <= NOT_ASKED
    assert told >= NOT_ASKED


def test_every_field_has_comparisons():
    for subject in SUBJECTS.values():
        for each in subject.fields.values():
            assert operators_of(each), (subject.key, each.key)


def test_links_and_what_is_behind_lead_to_subjects():
    for subject in SUBJECTS.values():
        for link in subject.links.values():
            assert {link.subject, *(arm.subject for arm in link.arms)} <= SUBJECTS.keys()
    owned = Place(SUBJECTS["owned_accounts"])
    found = owned.of_field("custodian")
    assert found is not None
    asked, at = found
    assert at.at(asked.paths[0]) == "account__product__custodian_id"
    assert owned.of_field("birth_date") is None
    assert owned.of_link("spouse") is None
