"""The letters of the forms, out of the font's own package: one file for each weight."""

from copy import deepcopy
from functools import lru_cache
from importlib import resources
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

WEIGHTS = (400, 600)
# Latin with all its accents, and the signs of French and of money.
LETTERS = (*range(0x20, 0x250), *range(0x1E00, 0x1F00), *range(0x2010, 0x2040), 0x20AC)


@lru_cache
def weight(value: int) -> TTFont:
    package = resources.files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf"
    with resources.as_file(package) as source:
        font = TTFont(source, recalcTimestamp=False)
    axes = {"opsz": 14, "wght": value}
    made: TTFont = instancer.instantiateVariableFont(font, axes, inplace=True)
    return made


def write_weights(folder: Path) -> None:
    """Write 400.ttf and 600.ttf, as the style asks for them."""
    for value in WEIGHTS:
        weight(value).save(folder / f"{value}.ttf")


def letters() -> TTFont:
    """Return the letters that values may need and that no viewer has of itself: Ł, ş, ș."""
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = []
    font = deepcopy(weight(WEIGHTS[0]))
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    return font
