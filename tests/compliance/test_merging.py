"""What a merge does with Conformité, and what its undoing gives back."""

import datetime as dt

from compliance.models import (
    BeneficialOwner,
    Consent,
    FinancialYear,
    InvestmentProject,
    Objective,
    Shareholder,
    TaxResidence,
)
from compliance.queries import profiles
from contacts.actions.merging import merge, plan_merge, undo

DAY = dt.date(2026, 1, 1)


def save(contact, *rows):
    for row in rows:
        row.contact = contact
        row.save()


def merged(source, target, by):
    plan = plan_merge(source=source, target=target, by=by)
    return plan, merge(source=source, target=target, shown=plan.digest, why="Doublon", by=by)


def test_profiles_and_consents_of_both_stay_and_one_objective_of_a_kind(person, adviser, profile):
    source, target = person("Moreau", "Anne"), person("Moreau", "Anna")
    old, new = profile(target, "2025-01-01"), profile(source, "2026-01-01")
    for contact, is_given in ((source, True), (target, False)):
        save(contact, Consent(kind="notice", is_given=is_given, dated_on=DAY))
    save(
        source,
        Objective(kind="retraite", priority="1"),
        Objective(kind="etudes", priority="2"),
        InvestmentProject(horizon="P8", amount=1000),
        TaxResidence(country="CH", number="X-1"),
    )
    save(
        target,
        Objective(kind="retraite", priority="3"),
        InvestmentProject(amount=2000),
        TaxResidence(country="CH"),
    )
    plan, done = merged(source, target, adviser)
    assert [row.pk for row in profiles.versions(target)] == [new.pk, old.pk]
    assert profiles.latest(target) == new
    assert Consent.objects.filter(contact=target).count() == 2
    aims = Objective.objects.filter(contact=target).order_by("kind").values_list("kind", "priority")
    assert list(aims) == [("etudes", "2"), ("retraite", "3")]
    project = InvestmentProject.objects.get(contact=target)
    assert (project.horizon, project.amount) == ("P8", 2000)
    assert TaxResidence.objects.get(contact=target).number == "X-1"
    told = {
        row.title: {one.name: (one.fate, one.source) for one in row.fields} for row in plan.changed
    }
    assert told == {
        "Objectifs, Préparer la retraite": {"priority": ("refused", "1 - Prioritaire")},
        "Projets, Projet d’investissement": {
            "horizon": ("filled", "Plus de 8 ans"),
            "amount": ("refused", "1\u202f000,00\u202f€"),
        },
        "Autres résidences fiscales, Suisse": {"number": ("filled", "X-1")},
    }
    undo(merge=done, by=adviser)
    assert [row.pk for row in profiles.versions(target)] == [old.pk]
    assert Objective.objects.get(contact=source, kind="etudes").priority == "2"
    project.refresh_from_db()
    assert (project.horizon, project.amount) == ("", 2000)


def test_owners_and_years_of_organisations_are_united(organisation, adviser):
    source, target = organisation("Chais Moreau"), organisation("Chais Moreau SAS")
    save(
        source,
        BeneficialOwner(last_name="MOREAU", first_name="Anne", share=60, is_pep="yes"),
        FinancialYear(year=2025, revenue=1000, cash=5),
        FinancialYear(year=2024, revenue=900),
    )
    save(
        target,
        BeneficialOwner(last_name="Moreau", first_name="Anne", control="DIRECT", is_pep="no"),
        FinancialYear(year=2025, revenue=1100),
    )
    plan, _done = merged(source, target, adviser)
    owner = BeneficialOwner.objects.get(contact=target)
    assert (owner.share, owner.control, owner.is_pep) == (60, "DIRECT", "no")
    years = FinancialYear.objects.filter(contact=target).order_by("year")
    assert list(years.values_list("year", "revenue", "cash")) == [
        (2024, 900, None),
        (2025, 1100, 5),
    ]
    refused = [one.name for row in plan.changed for one in row.fields if one.fate == "refused"]
    assert refused == ["is_pep", "revenue"]


def test_owners_are_the_same_by_name_and_birth_and_shareholders_by_name(organisation, adviser):
    source, target = organisation("Chais Moreau"), organisation("Chais Moreau SAS")
    born = [dt.date(1960, 1, 1), dt.date(1990, 1, 1)]
    save(
        source,
        BeneficialOwner(last_name="Moréau", first_name="ANNE", birth_date=born[0], country="CH"),
        BeneficialOwner(last_name="Moreau", first_name="Anne", birth_date=born[1]),
        Shareholder(name="HOLDING Élan", units=3),
        TaxResidence(country="CH"),
    )
    save(
        target,
        BeneficialOwner(last_name="Moreau", first_name="Anne", birth_date=born[0]),
        Shareholder(name="Holding Elan", share=60),
        TaxResidence(country="BE"),
    )
    plan, _done = merged(source, target, adviser)
    owners = BeneficialOwner.objects.filter(contact=target).order_by("birth_date")
    assert list(owners.values_list("birth_date", "country")) == [(born[0], "CH"), (born[1], "")]
    [shareholder] = Shareholder.objects.filter(contact=target)
    assert (shareholder.share, shareholder.units) == (60, 3)
    assert TaxResidence.objects.filter(contact=target).count() == 2
    assert {row.label: (row.source, row.target, row.result, row.note) for row in plan.rows} == {
        "Bénéficiaires effectifs": (2, 1, 2, "1 est complétée"),
        "Associés": (1, 1, 1, "1 est complétée"),
        "Autres résidences fiscales": (1, 1, 2, ""),
    }
