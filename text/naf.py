"""The French nomenclature of activities (NAF rév. 2) that INSEE gives organisations.

Its codes and their wordings come from the public package that `scripts/build_codes.py` names.
"""

from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "naf.tsv"


@cache
def labels() -> dict[str, str]:
    """Return the wording of each code, written as INSEE does: 86.10Z -> Activités hospitalières."""
    return dict(row.split("\t") for row in DATA.read_text("utf-8").splitlines())


def label(code: str) -> str:
    """Return what an activity is called, or "" of a code that the nomenclature has not."""
    return labels().get(code, "")
