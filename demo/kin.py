"""Who is what to whom in the demo firm: decided on the drafts, written once they are contacts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from contacts.actions import relations
from contacts.actions.relations import Terms
from contacts.enums import Kind, MaritalStatus, RelationKind, Title
from contacts.models import Contact, RelatedPerson
from demo import drafts, names, people
from demo.drafts import COUPLE, SEED, TODAY, Draft, chance
from users.models import User

K = RelationKind
Details = dict[str, Any]
YOUNGEST_PARENT = 18
# Households have at most these many children without a folder.
TOLD = 3


@dataclass
class Tie:
    """A relation to write: `other` is a draft, or the details of somebody without a folder."""

    near: Draft
    kind: RelationKind
    other: Draft | Details
    terms: dict[str, Any] = field(default_factory=dict)
    # The other parent of a child, told before.
    parent: Draft | Details | None = None


def agree(drawn: Sequence[Draft]) -> list[Tie]:
    """Decide the relations, and make the drafts say the same: children, marriage, director."""
    random = Random(SEED + 2)  # noqa: S311 - the same families every time is the point
    kept = [draft for draft in drawn if not draft.deleted]
    households: dict[int, list[Draft]] = {}
    for draft in kept:
        if draft.kind == Kind.PERSON:
            households.setdefault(id(draft.home), []).append(draft)
    ties = [tie for family in households.values() for tie in _family(random, family)]
    return [*ties, *_business(random, kept)]


def _family(random: Random, family: list[Draft]) -> Iterator[Tie]:
    first, *others = family
    partner: Draft | Details | None = others[0] if others else None
    grown = others[1:]
    coupled = first.details["marital_status"] in MaritalStatus.coupled()
    if partner is None and coupled and chance(random, 80):
        partner = _told(random, first, about_as_old=True)
    told = min(TOLD, max(0, first.details["children_count"] - len(grown)))
    _agree(random, family[:COUPLE], len(grown) + told)
    if partner is not None:
        yield Tie(first, K.SPOUSE, partner, {"started_on": first.details.get("marriage_date")})
    elif first.details["marital_status"] == MaritalStatus.DIVORCED and chance(random, 60):
        partner = _told(random, first, about_as_old=True)
        yield Tie(first, K.EX_SPOUSE, partner)
    for child in grown:
        if child.details["birth_date"].year - first.details["birth_date"].year >= YOUNGEST_PARENT:
            yield Tie(first, K.CHILD, child, parent=partner)
    taken = {one.details["first_name"] for one in family}
    for _rank in range(told):
        small = _told(random, first, about_as_old=False)
        while small["first_name"] in taken:
            small = _told(random, first, about_as_old=False)
        taken.add(small["first_name"])
        yield Tie(first, K.CHILD, small, parent=partner)


def _agree(random: Random, couple: list[Draft], children: int) -> None:
    """Two of one couple say the same of their marriage and their children."""
    married = couple[0].details["marital_status"] == MaritalStatus.MARRIED
    day = max(draft.details["birth_date"] for draft in couple) + timedelta(days=9_000)
    day += timedelta(days=random.randint(0, 2_500))
    for draft in couple:
        draft.details["children_count"] = children
        if married and day < TODAY:
            draft.details |= {"marriage_date": day, "marriage_place": draft.home.town.name}
            draft.details["matrimonial_regime"] = couple[0].details["matrimonial_regime"]


def _told(random: Random, of: Draft, *, about_as_old: bool) -> Details:
    """Make up somebody without a folder: the spouse or a child of somebody who has one."""
    born: date = of.details["birth_date"]
    woman = chance(random, 50)
    if about_as_old:
        woman = of.details["title"] == Title.MR
        born = born + timedelta(days=random.randint(-1500, 1500))
    else:
        born = min(born + timedelta(days=random.randint(8000, 13000)), TODAY - timedelta(days=200))
    return {
        "title": Title.MRS if woman else Title.MR,
        "last_name": of.details["last_name"],
        "first_name": random.choice(names.WOMEN if woman else names.MEN),
        "birth_name": random.choice(names.SURNAMES) if woman and about_as_old else "",
        "birth_date": born,
        "birth_town": of.home.town.name if not about_as_old else "",
    }


def _business(random: Random, kept: Sequence[Draft]) -> Iterator[Tie]:
    public = [draft for draft in kept if not draft.private]
    clients = [one for one in public if one.kind == Kind.PERSON and one.category == drafts.CLIENTS]
    experts = [one for one in public if one.category == drafts.EXPERTS]
    of = {
        profession: [one for one in experts if one.lists["profession"] == profession]
        for profession in drafts.OF_EXPERTS
    }
    for draft in kept:
        if writer(draft) == people.JUNIOR.username:
            continue
        if draft.category == drafts.COMPANIES:
            yield from _company(random, draft, clients)
            if of["Expert-comptable"] and chance(random, 70):
                yield Tie(draft, K.ACCOUNTANT, random.choice(of["Expert-comptable"]))
        elif draft.category == drafts.CLIENTS and of["Notaire"] and chance(random, 40):
            yield Tie(draft, K.NOTARY, random.choice(of["Notaire"]))


def _company(random: Random, draft: Draft, clients: Sequence[Draft]) -> Iterator[Tie]:
    """Give a company its director, who owns most of it, and at times a partner."""
    grown = [one for one in clients if one.details["birth_date"].year < TODAY.year - 25]
    owners = random.sample(grown, min(2, len(grown)))
    if not owners:
        return
    director = owners[0]
    name = f"{director.details['first_name']} {director.details['last_name']}"
    draft.details["representative"] = name
    since = max(draft.details["founded_on"], director.details["birth_date"] + timedelta(days=8000))
    yield Tie(draft, K.DIRECTOR, director, {"started_on": min(since, TODAY)})
    part = Decimal(random.choice((51, 60, 75, 100)))
    yield Tie(draft, K.PARTNER, director, {"share": part})
    yield Tie(draft, K.BENEFICIAL_OWNER, director, {"share": part})
    if part < 100 and len(owners) > 1:  # noqa: PLR2004
        yield Tie(draft, K.PARTNER, owners[1], {"share": 100 - part})


class Registry:
    """The contacts and related persons that drafts and details became."""

    def __init__(self, written: Iterable[tuple[Draft, Contact]]) -> None:
        self.contacts = {id(draft): contact for draft, contact in written}
        self.told: dict[int, RelatedPerson] = {}

    def end(self, other: Draft | Details) -> Contact | RelatedPerson:
        if isinstance(other, Draft):
            return self.contacts[id(other)]
        if id(other) not in self.told:
            self.told[id(other)] = RelatedPerson(**other)
        return self.told[id(other)]


def tie_all(
    ties: Iterable[Tie], written: Iterable[tuple[Draft, Contact]], users: dict[str, User]
) -> None:
    """Write the relations, each by somebody who sees both ends."""
    registry = Registry(written)
    for tie in ties:
        parent = registry.end(tie.parent) if tie.parent is not None else None
        relations.add(
            contact=registry.contacts[id(tie.near)],
            kind=tie.kind,
            other=registry.end(tie.other),
            terms=Terms(**tie.terms, other_parent=parent),
            by=users[writer(tie.near)],
        )


def writer(draft: Draft) -> str:
    """Return who writes: the junior does not see what is not theirs, nor others what is private."""
    lead = draft.home.team["lead_adviser"] or people.MANAGER.username
    if lead == people.JUNIOR.username and not draft.private:
        return draft.home.team["second_adviser"] or people.MANAGER.username
    return lead
