"""The French nomenclature of activities (NAF rév. 2) that INSEE gives organisations.

Its codes and their wordings come from the public package that `scripts/build_codes.py` names.
"""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from text.normalise import folded

DATA = Path(__file__).parent / "data" / "naf.tsv"


@cache
def labels() -> dict[str, str]:
    """Return the wording of each code, written as INSEE does: 86.10Z -> Activités hospitalières."""
    return dict(row.split("\t") for row in DATA.read_text("utf-8").splitlines())


def label(code: str) -> str:
    """Return what an activity is called, or "" of a code that the nomenclature has not."""
    return labels().get(code if "." in code else f"{code[:2]}.{code[2:]}", "")


def beginning_with(typed: str, most: int) -> list[tuple[str, str]]:
    """Return at most so many activities, each its code and wording: 861, 86.10z, activ hospi."""
    alone = "".join(filter(str.isalnum, typed)).upper()
    if not alone:
        return []
    return list(islice(_of_code(alone) if alone[0].isdigit() else _of_words(typed), most))


def _of_code(start: str) -> Iterator[tuple[str, str]]:
    return (pair for pair in labels().items() if pair[0].replace(".", "").startswith(start))


def _of_words(typed: str) -> Iterator[tuple[str, str]]:
    starts = [f" {word}" for word in folded(typed).split()]
    for pair, words in zip(labels().items(), _words(), strict=True):
        if all(start in words for start in starts):
            yield pair


@cache
def _words() -> list[str]:
    """Return the words of each wording, a blank before each of them."""
    return [f" {folded(text)}" for text in labels().values()]
