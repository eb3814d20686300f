"""What was done before three boxes became yes, no or not said is taken back after it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from compliance.actions.profiles import delete_profile
from compliance.models import BeneficialOwner, InvestorProfile, ProductExperience
from contacts.actions.folder_rows import delete_row
from contacts.actions.merging import merge, plan_merge
from contacts.actions.merging import undo as undo_merge
from contacts.actions.undoing import undo
from contacts.models import ChangeStep

migration = import_module("compliance.migrations.0003_yes_no_in_the_journal")
OWNER = "compliance.BeneficialOwner"


def backwards():
    """Have the journal as it was written while the columns were true or false."""
    migration.say_true_or_false(apps, connection.schema_editor())


def forwards():
    migration.say_yes_or_nothing(apps, connection.schema_editor())


def journal(model, column):
    """Return what the one step of a model has of a column: old and new."""
    step = ChangeStep.objects.get(model=model)
    at = step.columns.index(column)
    return [values[at] for values in step.old], [values[at] for values in step.new]


@pytest.mark.parametrize(("said", "ticked"), [("yes", True), ("", False)])
def test_deleted_owner_comes_back(organisation, adviser, said, ticked):
    owner = BeneficialOwner.objects.create(
        contact=organisation("Chais Moreau"), last_name="Moreau", is_pep=said
    )
    change = delete_row(row=owner, version=owner.contact.version, by=adviser)
    backwards()
    assert journal(OWNER, "is_pep") == ([ticked], [None])

    forwards()
    assert journal(OWNER, "is_pep") == ([said], [None])
    undo(change=change, by=adviser)

    back = BeneficialOwner.objects.get()
    assert (back.pk, back.is_pep) == (owner.pk, said)


def test_deleted_profile_comes_back_with_its_products(person, adviser, profile):
    contact = person()
    told = {"scpi": {"is_held": "yes"}, "crypto": {"knowledge": "1"}}
    mine = profile(contact, adverse_impacts="yes", experiences=told)
    change = delete_profile(profile=mine, version=contact.version, by=adviser)
    backwards()
    assert journal("compliance.ProductExperience", "is_held")[0] == [True, False]

    forwards()
    undo(change=change, by=adviser)

    assert InvestorProfile.objects.get().adverse_impacts == "yes"
    held = ProductExperience.objects.order_by("product").values_list("product", "is_held")
    assert list(held) == [("crypto", ""), ("scpi", "yes")]


def test_blank_of_an_owner_that_a_merge_filled_is_blank_again(organisation, adviser):
    source, target = organisation("Chais Moreau"), organisation("Chais Moreau SAS")
    for contact, said in ((source, "yes"), (target, "")):
        BeneficialOwner.objects.create(
            contact=contact, last_name="Moreau", first_name="Anne", is_pep=said
        )
    plan = plan_merge(source=source, target=target, by=adviser)
    done = merge(source=source, target=target, shown=plan.digest, why="Doublon", by=adviser)
    backwards()
    assert journal(OWNER, "is_pep") == ([False], [True])

    forwards()
    undo_merge(merge=done, by=adviser)

    owners = BeneficialOwner.objects.order_by("contact").values_list("contact", "is_pep")
    assert list(owners) == [(source.pk, "yes"), (target.pk, "")]


def test_what_was_written_since_stays(organisation, adviser):
    owner = BeneficialOwner.objects.create(
        contact=organisation("Chais Moreau"), last_name="Moreau", is_pep="no"
    )
    delete_row(row=owner, version=owner.contact.version, by=adviser)

    forwards()

    assert journal(OWNER, "is_pep") == (["no"], [None])
