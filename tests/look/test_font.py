"""The letters that come with the product (scripts/build_font.py)."""

from fontTools.ttLib import TTFont

from tests.architecture import tree

FOLDER = tree.ROOT / "static" / "fonts"
# What the French write, the names of their neighbours, and the signs of the pages.
WRITTEN = "AZaz09àâäçéèêëîïôöùûüÿœæÀÉŒŁłŠžĞıńő’«»…–—·€№×−≥→←\u202f\u00a0"


def test_every_letter_of_the_pages_is_there():
    letters = TTFont(FOLDER / "inter.woff2").getBestCmap()
    assert [letter for letter in WRITTEN if ord(letter) not in letters] == []


def test_font_has_the_weights_of_the_look_and_figures_of_one_width():
    font = TTFont(FOLDER / "inter.woff2")
    axes = [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes]
    assert axes == [("wght", 400, 600)]
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert "tnum" in features


def test_licence_is_kept_beside_it():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text("utf-8")
