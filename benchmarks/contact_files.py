"""Files of contacts in the O2S format: those of a base as they are, changed, or made others."""

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.core.management import call_command

from contacts.exports.o2s import WorkbookOfO2S
from contacts.exports.sheets import write_csv
from imports.actions.contact_import.analysis import analyse
from imports.actions.contact_import.loading import load
from imports.enums import ContactImportState, ImportMode, MatchKey
from imports.models import ContactImport
from text import formats
from users.models import User

# What a row says in some columns, by its place.
Told = Callable[[int], Mapping[str, str]]
_SYLLABLES = [f"{one}{other}" for one in "bcdfglmnprstv" for other in "aeiou"]
# Has no divisor in common with how many names there are.
_STEP = 7_919
_DAYS = 28_000


def somebody_new(place: int) -> Mapping[str, str]:
    """Return what makes of a row somebody whom nobody knows."""
    born = dt.date(1930, 1, 1) + dt.timedelta(days=place * _STEP % _DAYS)
    return {
        "Client Nom": _name(place),
        "Client Date de naissance": formats.date_fr(born),
        "Code dossier": f"NEUF{place}",
        "Numéro client": "",
        "Numéro client du conjoint lié": "",
        "Email (personnel)": f"nouvelle{place}@example.org",
        "Email (professionnel)": "",
        # Those of the base are numbers that no telephone has.
        "Téléphone (mobile)": f"0612{place:06}",
    }


def _name(place: int) -> str:
    """Return a name of three syllables, which begins like few others."""
    many = len(_SYLLABLES)
    first, rest = divmod(place * _STEP % many**3, many**2)
    return "".join(_SYLLABLES[at] for at in (first, *divmod(rest, many))).capitalize()


def three_cells(place: int) -> Mapping[str, str]:
    """Return a cell of a contact, one of its details and one of how it is reached."""
    return {
        "Note": f"Appeler le matin, ligne {place}",
        "Client Nom de naissance": f"Autrefois {place}",
        "Téléphone (mobile)": f"0613{place:06}",
    }


def export(path: Path, keys: Sequence[int], by: User) -> None:
    """Write these contacts as the O2S export does."""
    reader = WorkbookOfO2S(by)
    parts = (keys[at : at + reader.part] for at in range(0, len(keys), reader.part))
    with path.open("wb") as file:
        write_csv(file, reader.columns, (row for part in parts for row in reader.read(part)))


def rewrite(source: Path, path: Path, told: Told, count: int) -> None:
    """Write as many rows, those of a file again and again, each with what is told of it."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        heads = next(csv.reader(file, delimiter=";"))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(heads)
        for place, row in enumerate(islice(_rows(source), count)):
            cells = dict(zip(heads, row, strict=True))
            writer.writerow({**cells, **told(place)}.values())


def _rows(path: Path) -> Iterator[list[str]]:
    """Give its rows again and again, never all at once: who measures memory holds little."""
    while True:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from islice(csv.reader(file, delimiter=";"), 1, None)


def analysed(path: Path, by: User) -> ContactImport:
    """Have the worker read and plan a file, as for whoever sends it."""
    with path.open("rb") as file:
        upload = UploadedFile(file, name=path.name, size=path.stat().st_size)
        sent = load(upload=upload, by=by)
    analyse(
        contact_import=sent,
        mode=ImportMode.ADD_AND_UPDATE,
        match_by=MatchKey.BOTH,
        is_all_or_nothing=False,
        by=by,
    )
    work()
    sent.refresh_from_db()
    if sent.state != ContactImportState.ANALYSED:
        raise RuntimeError(f"The file is {sent.state}")
    return sent


def work() -> None:
    """Do what waits, as the worker does."""
    call_command("run_jobs", batch=True)
