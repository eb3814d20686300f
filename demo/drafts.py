"""The demo's contacts as they are made up, before anything is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from stdnum import luhn

from contacts.enums import Kind, MaritalStatus, MatrimonialRegime, Title
from demo import names, people, places
from text import normalise, telephones

# Everything is told from one day, so that the firm is the same whenever it is made.
TODAY = date(2026, 11, 24)
SEED = 20261124
CLIENTS, PROSPECTS, FORMER = "Clients", "Prospects", "Anciens clients"
COMPANIES, PARTNERS, EXPERTS = "Sociétés", "Partenaires", "Notaires et experts"
# Of a hundred contacts; clients are the rest.
SHARES = {PROSPECTS: 20, FORMER: 8, COMPANIES: 11, PARTNERS: 5, EXPERTS: 5}
PRIVATE, DELETED = 8, 3
COUPLE = 2
# What the demo's couples are drawn from: another regime in the product changes none of them.
REGIMES = (
    MatrimonialRegime.SEPARATION,
    MatrimonialRegime.SEPARATION_ACQUESTS,
    MatrimonialRegime.ACQUESTS_1966,
    MatrimonialRegime.MOVABLES_BEFORE_1966,
    MatrimonialRegime.UNIVERSAL,
    MatrimonialRegime.PARTICIPATION,
)


@dataclass
class Home:
    """What a household or a company has in common: where it is, who follows it."""

    region: str
    town: places.Town
    street: str
    more: str
    landline: str
    team: dict[str, str | None]
    since: date


@dataclass
class Draft:
    """One contact to write."""

    category: str
    home: Home
    kind: str = Kind.PERSON
    details: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    keywords: list[str] = field(default_factory=list)
    note: str = ""
    email: str = ""
    mobile: str = ""
    private: bool = False
    deleted: bool = False


def chance(random: Random, percent: int) -> bool:
    return random.randrange(100) < percent


def draw(number: int) -> list[Draft]:
    """Make up `number` contacts, and some more that were deleted."""
    random = Random(SEED)  # noqa: S311 - the same firm every time is the point
    drafts = [
        draft
        for category, count in _counts(number).items()
        for draft in _of_category(random, category, count)
    ]
    for draft in random.sample(drafts, number * PRIVATE // 100):
        draft.private = True
    gone = list(_of_category(random, FORMER, number * DELETED // 100))
    for draft in gone:
        draft.deleted = True
    return [*drafts, *gone]


def _counts(number: int) -> dict[str, int]:
    counts = {category: number * share // 100 for category, share in SHARES.items()}
    return {CLIENTS: number - sum(counts.values())} | counts


def _of_category(random: Random, category: str, count: int) -> Iterator[Draft]:
    if category in {COMPANIES, PARTNERS}:
        for index in range(count):
            yield company(random, category, index)
        return
    while count > 0:
        family = list(household(random, category, alone=category == EXPERTS))[:count]
        count -= len(family)
        yield from family


def _home(random: Random) -> Home:
    region = random.choice(list(places.TOWNS))
    town = random.choice(places.TOWNS[region])
    return Home(
        region=region,
        town=town,
        street=f"{random.randint(1, 98)} {random.choice(names.STREETS)}",
        more=random.choice(names.MORE_OF_ADDRESS) if chance(random, 20) else "",
        landline=telephone(random, town.dial),
        team=_team(random),
        since=TODAY - timedelta(days=random.randint(60, 9000)),
    )


def telephone(random: Random, beginning: str) -> str:
    return f"{_range(beginning)}{random.randint(0, 9999):04}"


@cache
def _range(beginning: str) -> str:
    """Return how the ten thousand numbers of this range begin."""
    return telephones.parse(f"{beginning}0000").number[:-4]


def _team(random: Random) -> dict[str, str | None]:
    lead, second = random.sample([one.username for one in people.ADVISERS], 2)
    if chance(random, 8):
        lead, second = people.JUNIOR.username, lead
    assistant = random.choice(people.ASSISTANTS).username
    return {
        "lead_adviser": lead,
        "second_adviser": second if chance(random, 35) else None,
        "assistant": assistant if chance(random, 70) else None,
    }


def household(random: Random, category: str, *, alone: bool) -> Iterator[Draft]:
    """Make up somebody alone, a couple, or a couple with grown-up children."""
    home = _home(random)
    odd = chance(random, 15)
    surname = random.choice(names.ODD_SURNAMES if odd else names.SURNAMES)
    year = random.randint(1934, 1998)
    size = 1 if alone else random.choices((1, 2, 3, 4), (40, 35, 15, 10))[0]
    woman_first = chance(random, 50)
    status = MaritalStatus.MARRIED if size > 1 else random.choice(list(MaritalStatus)[1:])
    for rank in range(size):
        woman = woman_first == (rank != 1) if rank < COUPLE else chance(random, 50)
        born = year + rank if rank < COUPLE else year + 24 + 3 * rank
        of_child = random.choice((MaritalStatus.SINGLE, MaritalStatus.PACS))
        yield person(
            random,
            Draft(category, home),
            surname=surname,
            woman=woman,
            born=min(born, TODAY.year - 19),
            status=status if rank < COUPLE else of_child,
        )


def person(
    random: Random, draft: Draft, *, surname: str, woman: bool, born: int, status: str
) -> Draft:
    """Fill the draft of a person of this family."""
    first_name = random.choice(names.WOMEN if woman else names.MEN)
    married = status == MaritalStatus.MARRIED
    draft.details = {
        "title": Title.MRS if woman else Title.MR,
        "last_name": surname,
        "first_name": first_name,
        "birth_name": random.choice(names.SURNAMES) if woman and married else "",
        "birth_date": date(born, random.randint(1, 12), random.randint(1, 28)),
        "birth_town": random.choice(places.TOWNS[draft.home.region]).name,
        "nationality": "FR",
        "tax_residence": "FR",
        "marital_status": status,
        "matrimonial_regime": random.choice(REGIMES) if married else "",
        "children_count": random.randint(0, 4),
    }
    _work(random, draft, TODAY.year - born)
    draft.mobile = telephone(random, places.MOBILE)
    draft.email = email(first_name, surname, born) if chance(random, 85) else ""
    return _followed(random, draft)


WORK: dict[str, tuple[str, str]] = {
    "Chef d’entreprise": ("Gérant majoritaire", "Dirigeant"),
    "Médecin": ("Profession libérale", "Profession libérale"),
    "Avocat": ("Profession libérale", "Profession libérale"),
    "Architecte": ("Profession libérale", "Profession libérale"),
    "Viticulteur": ("Exploitant agricole", "Viticulteur"),
    "Enseignant": ("Fonctionnaire", ""),
    "Ingénieur": ("Salarié", ""),
    "Cadre commercial": ("Salarié", ""),
    "Artisan": ("Gérant majoritaire", ""),
}
OF_EXPERTS = {
    "Notaire": ("Profession libérale", "Notaire"),
    "Expert-comptable": ("Profession libérale", "Profession libérale"),
}
RETIRED = ("Retraité", "Retraite")
RETIREMENT_AGE = 65


def _work(random: Random, draft: Draft, age: int) -> None:
    jobs = OF_EXPERTS if draft.category == EXPERTS else WORK
    profession = random.choice(list(jobs))
    status, keyword = jobs[profession]
    if age >= RETIREMENT_AGE and draft.category != EXPERTS:
        status, keyword = RETIRED
    draft.lists |= {"profession": profession, "professional_status": status}
    draft.lists["legal_capacity"] = "Capable"
    draft.keywords = [keyword] if keyword else []


def email(first_name: str, surname: str, born: int) -> str:
    """Return an address of the domains that are kept for examples."""
    name = ".".join(normalise.name_key(part).replace(" ", "-") for part in (first_name, surname))
    domain = "example.org" if born % 3 else "example.net"
    return f"{name.encode('ascii', 'ignore').decode()}@{domain}"


def company(random: Random, category: str, index: int) -> Draft:
    """Make up a company; the first partners are those that send files at night."""
    home = _home(random)
    form = random.choice(names.LEGAL_FORMS)
    surname = random.choice(names.SURNAMES)
    name = f"{random.choice(names.COMPANY_BEGINNINGS)} {surname} {form}"
    if category == PARTNERS and index < len(names.PARTNERS):
        name, form = names.PARTNERS[index], "SA"
    number = siren(random)
    draft = Draft(category, home, Kind.ORGANISATION)
    draft.details = {
        "legal_name": name,
        "legal_form": form,
        "siren": number,
        "siret": _checked(f"{number}0001"),
        "founded_on": TODAY - timedelta(days=random.randint(700, 15000)),
        "capital": random.choice((1000, 7500, 37000, 150000, 1200000)),
        "representative": f"{random.choice(names.WOMEN + names.MEN)} {surname}",
        "organisation_tax_residence": "FR",
    }
    draft.keywords = ["Trésorerie"] if chance(random, 50) else []
    draft.email = f"contact.{number}@example.net"
    return _followed(random, draft)


def siren(random: Random) -> str:
    """Return nine digits that check; none begins with zero in the real register."""
    return _checked(f"0{random.randint(1_000_000, 9_999_999)}")


def _checked(digits: str) -> str:
    return f"{digits}{luhn.calc_check_digit(digits)}"


MORE_KEYWORDS = {"Golf": 8, "ISF-IFI": 12, "Transmission": 12}
CAMPAIGNS = ("Salon du patrimoine 2026", "Lettre d’automne", "Parrainage")
ORIGINS = ("Recommandation", "Notaire", "Expert-comptable", "Site internet", "Réseau")
QUALIFICATIONS = ("Très importante", "Importante", "Normale")


def _followed(random: Random, draft: Draft) -> Draft:
    """Add what the firm itself notes about a contact."""
    draft.keywords += [word for word, percent in MORE_KEYWORDS.items() if chance(random, percent)]
    draft.lists |= {
        "zone": draft.home.region or "Autres régions",
        "origin": random.choice(ORIGINS),
        "qualification": random.choice(QUALIFICATIONS),
    }
    if chance(random, 30):
        draft.lists["campaign"] = random.choice(CAMPAIGNS)
    draft.note = random.choice(names.NOTES) if chance(random, 30) else ""
    return draft
