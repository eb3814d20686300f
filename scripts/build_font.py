"""Makes static/fonts/inter.woff2, the letters of the look, out of the font's own package.

Run by `make font` when the package changes; what it makes is kept in the repository, so that
nothing of it is needed to serve pages. Inter is free under the SIL Open Font License, whose text
is kept beside it.
"""

from importlib import resources
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FOLDER = Path(__file__).resolve().parent.parent / "static" / "fonts"
PACKAGE = "fontpkg_inter"
# Latin, Latin Extended with its accents, and the signs that pages use.
LETTERS = (
    *range(0x20, 0x250),
    *range(0x300, 0x330),
    *range(0x1E00, 0x1F00),
    *range(0x2000, 0x2070),
    *(0x20AC, 0x2116, 0x2122),
    *range(0x2190, 0x219A),
    *(0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
)
# Figures of one width for columns, and what letters and accents need to stand well.
FEATURES = ["calt", "case", "ccmp", "kern", "locl", "mark", "mkmk", "tnum"]
# The weights of the look, at the size of text.
AXES = {"opsz": 14, "wght": (400, 600)}


def build(source: Path) -> TTFont:
    """Return the letters of the look as one variable font, small enough for each page."""
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    made: TTFont = instancer.instantiateVariableFont(font, AXES)
    made.flavor = "woff2"
    return made


def main() -> None:
    package = resources.files(PACKAGE)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with resources.as_file(package / "files" / "Inter[opsz,wght].ttf") as source:
        build(source).save(FOLDER / "inter.woff2")
    (FOLDER / "OFL.txt").write_text((package / "LICENSE").read_text("utf-8"), "utf-8")


if __name__ == "__main__":
    main()
