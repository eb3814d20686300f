"""PDF files written by hand: small, whole, and wrong in one way each."""

import zlib
from functools import cache

from imports.fact_find import walk


def pdf(objects, root=1, extra=b""):
    """Return a file of these objects by number, with the table that finds them."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    last = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % last
    for number in range(1, last):
        at = places.get(number)
        out += b"%010d 00000 n \n" % at if at is not None else b"0000000000 00000 f \n"
    out += b"trailer\n<< /Size %d /Root %d 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        last,
        root,
        extra,
        table,
    )
    return bytes(out)


def with_form(fields, more=None, form=b"", page=b""):
    """Return a file of one page whose form has these entries in /Fields."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [%s] %s >> >>"
            % (fields, form),
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s >>" % page,
            9: b"<< /Fields [%s] %s >>" % (fields, form),
            **(more or {}),
        }
    )


def stream(content, entries=b""):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


@cache
def flate(size):
    """Return what zlib makes of so many blanks: a thousandth of them."""
    block = b" " * (1 << 20)
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    # Flushed whole, a block says the same wherever it stands.
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(size >> 20):
        check = zlib.adler32(block, check)
    return b"\x78\xda" + packed * (size >> 20) + packer.flush() + check.to_bytes(4, "big")


def lzw(codes):
    """Return LZW codes of nine bits: each new one is the last and one sign more."""
    bits = "".join(f"{code:09b}" for code in codes)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def object_streams():
    """Return a file whose objects stand in a stream that fills the memory."""
    packed = flate(256 << 20)
    body = bytearray(b"%PDF-1.7\n")
    at = len(body)
    body += b"5 0 obj\n" + stream(packed, b"/Type /ObjStm /N 4 /First 20 /Filter /FlateDecode")
    body += b"\nendobj\n"
    table = len(body)
    rows = [(0, 0, 65535), (2, 5, 0), (2, 5, 1), (2, 5, 2), (2, 5, 3), (1, at, 0), (1, table, 0)]
    content = b"".join(
        bytes([kind]) + where.to_bytes(4, "big") + last.to_bytes(2, "big")
        for kind, where, last in rows
    )
    entries = b"/Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R"
    body += b"6 0 obj\n" + stream(content, entries) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % table
    return bytes(body)


MANY = 100_000
NAMED = b"<< /FT /Tx /T (%d) /V (x) >>"
HOSTILE = {
    "a hundred thousand fields": lambda: with_form(b" ".join(NAMED % n for n in range(MANY))),
    "some more fields than any form": lambda: with_form(
        b" ".join(NAMED % n for n in range(walk.MOST_NODES + 1))
    ),
    "a hundred thousand references": lambda: with_form(b"4 0 R " * MANY, {4: NAMED % 1}),
    "kids that are their own kids": lambda: with_form(
        b"4 0 R", {4: b"<< /T (a) /FT /Tx /Kids [5 0 R] >>", 5: b"<< /T (b) /Kids [4 0 R] >>"}
    ),
    "a parent that is its own kid": lambda: with_form(
        b"4 0 R", {4: b"<< /T (a) /FT /Tx /Parent 4 0 R /Kids [4 0 R] >>"}
    ),
    "kids deeper than any form": lambda: with_form(
        b"10 0 R",
        {n: b"<< /T (x) /FT /Tx /Kids [%d 0 R] >>" % (n + 1) for n in range(10, 500)},
    ),
    "pages that are their own pages": lambda: pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
            2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>",
            4: NAMED % 1,
        }
    ),
    "arrays within arrays": lambda: with_form(b"[" * MANY + b"]" * MANY),
    "a list of a hundred thousand answers": lambda: with_form(
        b"<< /T (a) /FT /Ch /Opt [%s] >>" % (b"(x) " * MANY)
    ),
    "object streams that fill the memory": object_streams,
    "a value that fills the memory": lambda: with_form(
        b"<< /T (ric_meta) /FT /Tx /V 4 0 R >>",
        {4: stream(flate(512 << 20), b"/Filter /FlateDecode")},
    ),
    "a value packed twice": lambda: with_form(
        b"<< /T (ric_meta) /FT /Tx /V 4 0 R >>",
        {4: stream(zlib.compress(flate(512 << 20)), b"/Filter [/FlateDecode /FlateDecode]")},
    ),
    "a value of LZW that grows": lambda: with_form(
        b"<< /T (ric_meta) /FT /Tx /V 4 0 R >>",
        {4: stream(lzw([256, *range(32, 33), *range(258, 500)] * 2000), b"/Filter /LZWDecode")},
    ),
    "a value in a hundred wrappings": lambda: with_form(
        b"<< /T (ric_meta) /FT /Tx /V 4 0 R >>",
        {4: stream(b"00>", b"/Filter [%s]" % (b"/ASCIIHexDecode " * 100))},
    ),
    "a table that leads to itself": lambda: with_form(NAMED % 1).replace(
        b"trailer\n<< ", b"trailer\n<< /Prev 9 "
    ),
    "a length that lies": lambda: with_form(
        b"<< /T (ric_meta) /FT /Tx /V 4 0 R >>",
        {4: b"<< /Length 999999999999 >>\nstream\nx\nendstream"},
    ),
    "a table that is nowhere, in a large file": lambda: (
        with_form(NAMED % 1).replace(b"startxref\n", b"startxref\n9") + b"1 0 obj\n" * (320 << 10)
    ),
    "nothing but beginnings": lambda: b"%PDF-1.7\n" + b"1 0 obj << " * (180 << 10),
    "a comment without an end": lambda: b"%PDF-1.7\n%" + b"x" * (7 << 20),
}
