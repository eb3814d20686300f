"""Three partners whose exports are no account workbook: what they send, and how it is described."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from demo import names, places, wealth
from demo.drafts import SEED
from imports.actions.profiles import make
from imports.feeds.profiled import Profile
from imports.feeds.profiled.profile import DateForm, Lines
from text.formats import NARROW, number_fr
from users.models import User

CLIENTS = 6
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)

# As French spreadsheets export: titles, cp1252, semicolons, decimal commas, a total.
INSURER = Profile(
    name="Encours des contrats",
    partner="nacre-vie",
    skip=2,
    columns={
        "number": ("N° de contrat", "Police"),
        "title": ("Civilité",),
        "last_name": ("Nom du souscripteur",),
        "first_name": ("Prénom du souscripteur",),
        "birth_date": ("Né(e) le",),
        "post_code": ("CP",),
        "town": ("Ville",),
        "product_code": ("Code offre",),
        "product_name": ("Offre",),
        "opened_on": ("Date d’effet",),
        "situation_on": ("Encours arrêté au",),
        "value": ("Encours (€)",),
    },
    optional=frozenset(("title",)),
    values={"title": {"MR": "Monsieur", "MME": "Madame"}},
    constants={
        "custodian_code": "NACRE",
        "custodian_name": "Nacre Vie",
        "country": "France",
        "currency": "EUR",
    },
)
# A platform's extract: UTF-8, tabulations, decimal points, dates of eight digits, one holding a
# line.
PLATFORM = Profile(
    name="Portefeuilles",
    partner="plateforme-boreal",
    separator="\t",
    decimal=".",
    dates=DateForm.YEAR_FIRST_DIGITS,
    lines=Lines.HOLDINGS,
    columns={
        "number": ("ACCOUNT_ID",),
        "last_name": ("HOLDER_NAME",),
        "first_name": ("HOLDER_FIRSTNAME",),
        "birth_date": ("HOLDER_BIRTHDATE",),
        "product_code": ("WRAPPER",),
        "product_name": ("WRAPPER_NAME",),
        "situation_on": ("POSITION_DATE",),
        "holding_code": ("ISIN",),
        "holding_name": ("FUND",),
        "units": ("QUANTITY",),
        "price": ("NAV",),
        "price_on": ("NAV_DATE",),
        "currency": ("CCY",),
    },
    values={"product_name": {"SECURITIES": "Compte-titres Boréal", "EQUITY PLAN": "PEA Boréal"}},
    constants={"custodian_code": "BOREAL", "custodian_name": "Plateforme Boréal"},
)
# An old bank's printout: the letters of DOS, bars, months in words.
BANK = Profile(
    name="Relevé mensuel",
    partner="banque-lugdunum",
    encoding="cp850",
    separator="|",
    dates=DateForm.WORDS,
    skip=3,
    columns={
        "number": ("COMPTE",),
        "label": ("INTITULÉ",),
        "last_name": ("TITULAIRE",),
        "first_name": ("PRÉNOM",),
        "birth_date": ("NAISSANCE",),
        "situation_on": ("SITUATION AU",),
        "value": ("SOLDE",),
    },
    constants={
        "custodian_code": "LUGD",
        "custodian_name": "Banque Lugdunum",
        "product_code": "CAT",
        "product_name": "Compte à terme",
        "currency": "EUR",
    },
)

FUNDS = (
    ("FR0010135103", "Carmignac Patrimoine A Eur Acc", Decimal("712.43")),
    ("FR0010148981", "Carmignac Investissement A Eur Acc", Decimal("1894.07")),
)


def describe(by: User) -> None:
    """Save the three profiles."""
    for profile in (INSURER, PLATFORM, BANK):
        make(definition=profile, by=by)


def write(folder: Path) -> list[Path]:
    """Write what the three send: the same every time."""
    random = Random(SEED + 4)  # noqa: S311 - the same files every time is the point
    return [_write(folder, random, *one) for one in FILES]


Rows = Iterator[Sequence[str]]


def _write(
    folder: Path,
    random: Random,
    profile: Profile,
    name: str,
    titles: str,
    rows: Callable[[Random], Rows],
) -> Path:
    path = folder / profile.partner / name
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet = io.StringIO(newline="")
    sheet.write(titles)
    table = csv.writer(sheet, delimiter=profile.separator)
    table.writerow(heads[0] for heads in profile.columns.values())
    table.writerows(rows(random))
    encoding = "utf-8" if profile is PLATFORM else profile.encoding
    path.write_bytes(sheet.getvalue().encode(encoding))
    return path


def _people(random: Random) -> Iterable[tuple[str, str, str, date]]:
    for _ in range(CLIENTS):
        is_woman = random.random() < 0.5  # noqa: PLR2004
        first_name = random.choice(names.WOMEN if is_woman else names.MEN)
        born = date(random.randint(1940, 1999), random.randint(1, 12), random.randint(1, 28))
        yield "MME" if is_woman else "MR", random.choice(names.SURNAMES), first_name, born


def _amount(random: Random) -> Decimal:
    return Decimal(random.randint(500_000, 30_000_000)) / 100


def _euros(value: Decimal) -> str:
    return number_fr(value, 2).replace(NARROW, "\xa0")


def _of_insurer(random: Random) -> Rows:
    total = Decimal(0)
    for rank, (title, name, first_name, born) in enumerate(_people(random), start=1):
        town, value = random.choice(places.TOWNS[""]), _amount(random)
        total += value
        yield (
            *(f"NV{rank:07}", title, name.upper(), first_name, f"{born:%d/%m/%Y}"),
            *(town.post_code, town.name, "NV-PERL", "Perle Multisupport"),
            f"{wealth.LAST - timedelta(days=random.randint(40, 4000)):%d/%m/%Y}",
            *(f"{wealth.LAST:%d/%m/%Y}", _euros(value)),
        )
    yield ("TOTAL", *[""] * 10, _euros(total))


def _of_platform(random: Random) -> Rows:
    day = f"{wealth.LAST:%Y%m%d}"
    for rank, (_title, name, first_name, born) in enumerate(_people(random), start=1):
        wrapper = random.choice([("SEC", "SECURITIES"), ("PLAN", "EQUITY PLAN")])
        for isin, fund, price in FUNDS:
            units = f"{random.randint(1_000, 900_000) / 10_000:.4f}"
            yield (
                *(f"BO-{rank:05}", name.upper(), first_name, f"{born:%Y%m%d}", *wrapper, day),
                *(isin, fund, units, str(price), day, "EUR"),
            )


def _of_bank(random: Random) -> Rows:
    for rank, (_title, name, first_name, born) in enumerate(_people(random), start=1):
        yield (
            # DOS had no Œ.
            *(f"{rank:011}", f"Compte à terme {rank}", name.upper().replace("Œ", "OE"), first_name),
            *(_in_words(born), _in_words(wealth.LAST), f"{_amount(random)}".replace(".", ",")),
        )


def _in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


FILES: tuple[tuple[Profile, str, str, Callable[[Random], Rows]], ...] = (
    (
        INSURER,
        "encours-20261123.csv",
        "Nacre Vie;Encours des contrats de votre cabinet\nÉdité le 23/11/2026\n",
        _of_insurer,
    ),
    (PLATFORM, "positions_20261123.txt", "", _of_platform),
    (
        BANK,
        "RELEVE.TXT",
        "BANQUE LUGDUNUM\nRELEVÉ DES COMPTES À TERME\n\n",
        _of_bank,
    ),
)
