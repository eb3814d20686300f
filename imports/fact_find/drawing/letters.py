"""The letters that values may need, within the form: each has Unicode's number as its code.

So a value is drawn by writing it in UTF-16, with no table to keep beside the form.
"""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import groupby
from typing import Any

from fontTools.ttLib import TTFont
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from imports.fact_find import appearance
from imports.fact_find.drawing import fonts

Add = Callable[[Any], IndirectObject]
_NAME = NameObject("/RICLTR+Recueil-Letters")
_NON_SYMBOLIC = 32


def embedded(add: Add) -> IndirectObject:
    """Add the font to a document; return it."""
    font = fonts.letters()
    codes = sorted(code for code in font.getBestCmap() if chr(code) <= appearance.LAST_LETTER)
    descendant = _dictionary(
        Type="/Font",
        Subtype="/CIDFontType2",
        BaseFont=_NAME,
        CIDSystemInfo=_dictionary(
            Registry=TextStringObject("Adobe"),
            Ordering=TextStringObject("Identity"),
            Supplement=NumberObject(0),
        ),
        FontDescriptor=add(_descriptor(font, add)),
        DW=NumberObject(600),
        W=ArrayObject(_widths(font, codes)),
        CIDToGIDMap=add(_compressed(_glyphs(font, codes))),
    )
    return add(
        _dictionary(
            Type="/Font",
            Subtype="/Type0",
            BaseFont=_NAME,
            Encoding="/Identity-H",
            DescendantFonts=ArrayObject([add(descendant)]),
            ToUnicode=add(_compressed(_to_unicode(codes))),
        )
    )


def _dictionary(**entries: Any) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject(f"/{key}"): NameObject(value) if type(value) is str else value
            for key, value in entries.items()
        }
    )


def _compressed(content: bytes) -> StreamObject:
    stream = DecodedStreamObject()
    stream.set_data(content)
    return stream.flate_encode()


def _thousandths(font: TTFont, value: float) -> NumberObject:
    return NumberObject(round(value * 1000 / font["head"].unitsPerEm))


def _descriptor(font: TTFont, add: Add) -> DictionaryObject:
    file = BytesIO()
    font.save(file)
    program = _compressed(file.getvalue())
    program[NameObject("/Length1")] = NumberObject(len(file.getvalue()))
    head, measures = font["head"], font["OS/2"]
    return _dictionary(
        Type="/FontDescriptor",
        FontName=_NAME,
        Flags=NumberObject(_NON_SYMBOLIC),
        FontBBox=ArrayObject(
            _thousandths(font, at) for at in (head.xMin, head.yMin, head.xMax, head.yMax)
        ),
        ItalicAngle=NumberObject(0),
        Ascent=_thousandths(font, font["hhea"].ascent),
        Descent=_thousandths(font, font["hhea"].descent),
        CapHeight=_thousandths(font, measures.sCapHeight),
        StemV=NumberObject(80),
        FontFile2=add(program),
    )


def _runs(codes: Iterable[int]) -> Iterator[list[int]]:
    """Give the codes that follow each other, within one row of 256 as a CMap asks."""
    numbered = enumerate(codes)
    for _, run in groupby(numbered, lambda each: (each[1] - each[0], each[1] >> 8)):
        yield [code for _, code in run]


def _widths(font: TTFont, codes: list[int]) -> Iterator[Any]:
    glyphs, advances = font.getBestCmap(), font["hmtx"]
    for run in _runs(codes):
        yield NumberObject(run[0])
        yield ArrayObject(_thousandths(font, advances[glyphs[code]][0]) for code in run)


def _glyphs(font: TTFont, codes: list[int]) -> bytes:
    glyphs = font.getBestCmap()
    table = bytearray(2 * (codes[-1] + 1))
    for code in codes:
        table[2 * code : 2 * code + 2] = font.getGlyphID(glyphs[code]).to_bytes(2, "big")
    return bytes(table)


def _to_unicode(codes: list[int]) -> bytes:
    ranges = [f"<{run[0]:04X}> <{run[-1]:04X}> <{run[0]:04X}>" for run in _runs(codes)]
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Recueil def "
        "/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange "
        f"{len(ranges)} beginbfrange {' '.join(ranges)} endbfrange endcmap end end"
    ).encode()
