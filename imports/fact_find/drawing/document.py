"""A form as HTML, which WeasyPrint draws: each line a row of boxes, each box its field."""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from imports.fact_find.schema import (
    FIGURES,
    Block,
    Field,
    Fields,
    Form,
    Kind,
    Section,
    Table,
    Ticks,
)

STYLE = Path(__file__).with_name("style.css")
LINE = 12
NARROW = "\u202f"
FIRM = "ric_cabinet"
HOW_TO = (
    "Remplissez ce recueil à l’écran, enregistrez-le (Fichier > Enregistrer) et renvoyez ce "
    "fichier à votre conseiller. Imprimé en PDF ou numérisé, il ne pourrait plus être repris."
)


def html(form: Form) -> str:
    """Return the document; its style stands beside this module."""
    title = f"{form.title} – {form.subtitle}"
    sections = "".join(
        _section(number, section) for number, section in enumerate(form.sections, start=1)
    )
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="description" content="{form.identity}"></head><body>'
        f'<p class="running">{_said(title)}<span class="version">{form.template} · version '
        f"{form.version}</span></p>"
        f'<header><div class="titles"><p class="kind">{_said(form.subtitle)}</p>'
        f"<h1>{_said(form.title)}</h1></div>"
        f'<input class="firm" name="{FIRM}" title="Cabinet" maxlength="120"></header>'
        f'<p class="how">{_said(HOW_TO)}</p>{sections}</body></html>'
    )


def _said(text: str) -> str:
    """Return a text with the spaces of French typography, as HTML."""
    for sign in (":", ";", "?", "%", "€"):
        text = text.replace(f" {sign}", f"{NARROW}{sign}")
    return escape(text)


def _section(number: int, section: Section) -> str:
    note = f'<p class="note">{_said(section.note)}</p>' if section.note else ""
    blocks = [_block(section, block) for block in section.blocks]
    heading = f'<h2><span class="number">{number}</span>{_said(section.title)}</h2>{note}'
    # A title stays with what follows it.
    return (
        f'<section><div class="together">{heading}{blocks[0]}</div>{"".join(blocks[1:])}</section>'
    )


def _block(section: Section, block: Block) -> str:
    if isinstance(block, Table):
        return _table(section, block)
    if isinstance(block, Ticks):
        return _ticks(section, block)
    title = f"<h3>{_said(block.title)}</h3>" if block.title else ""
    lines = [_line(block.title or section.title, line) for line in _lines(block)]
    rest = "".join(lines[1:])
    return f'<div class="block"><div class="together">{title}{lines[0]}</div>{rest}</div>'


def _lines(block: Fields) -> Iterator[list[Field]]:
    """Give the fields line by line, as many as twelve columns hold."""
    line: list[Field] = []
    for field in block.fields:
        if line and sum(each.span for each in line) + field.span > LINE:
            yield line
            line = []
        line.append(field)
    yield line


def _line(place: str, fields: Iterable[Field]) -> str:
    boxes = "".join(
        f'<div class="box span{field.span}"><p class="label">{_said(field.label)}</p>'
        f"{_input(place, field)}</div>"
        for field in fields
    )
    return f'<div class="line">{boxes}</div>'


def _ticks(section: Section, block: Ticks) -> str:
    rows = [
        block.fields[start : start + block.columns]
        for start in range(0, len(block.fields), block.columns)
    ]
    width = f"span{LINE // block.columns}"
    lines = "".join(
        '<div class="line">'
        + "".join(
            f'<div class="tick {width}">{_input(section.title, field)}'
            f"<p>{_said(field.label)}</p></div>"
            for field in row
        )
        + "</div>"
        for row in rows
    )
    return f'<div class="block">{lines}</div>'


def _table(section: Section, table: Table) -> str:
    columns = "".join(f'<col class="w{width}">' for width in table.widths)
    cells = "".join(
        f'<th scope="col" class="{_side(table, at)}">{_said(text)}</th>'
        for at, text in enumerate(table.head)
    )
    rows = "".join(
        f'<tr><th scope="row">{_said(row.label)}</th>'
        + "".join(
            f'<td class="{_how(field)}">{_input(section.title, field)}</td>' for field in row.cells
        )
        + "</tr>"
        for row in table.rows
    )
    head = f"<colgroup>{columns}</colgroup><thead><tr>{cells}</tr></thead>"
    return f"<table>{head}<tbody>{rows}</tbody></table>"


def _side(table: Table, column: int) -> str:
    return _how(table.rows[0].cells[column - 1]) if column else "first"


def _how(field: Field) -> str:
    if field.kind is Kind.CHECK:
        return "middle"
    return "figure" if field.kind in FIGURES else "words"


def _input(place: str, field: Field) -> str:
    title = escape(question(place, field))
    at = f'name="{field.name}" title="{title}"'
    match field.kind:
        case Kind.CHECK:
            return f'<input type="checkbox" {at}>'
        case Kind.RADIO:
            circles = "".join(
                f'<span class="radio"><input type="radio" {at} value="{export}"> '
                f"{_said(label)}</span> "
                for export, label in field.choices
            )
            return f'<div class="radios">{circles}</div>'
        case Kind.CHOICE:
            options = "".join(
                f'<option value="{export}">{escape(label)}</option>'
                for export, label in field.choices
            )
            return f"<select {at}>{options}</select>"
        case Kind.LONG_TEXT:
            return f'<textarea {at} maxlength="{field.limit}"></textarea>'
    return f'<input class="{_how(field)}" {at} maxlength="{field.limit}">'


def question(place: str, field: Field) -> str:
    """Return what a screen reader says: where the field stands, and what it asks."""
    where = f"{place}, ligne {field.row}" if field.row else place
    asked = field.question or field.label
    if field.kind is Kind.DATE and "JJ/MM" not in asked:
        asked = f"{asked} (JJ/MM/AAAA)"
    return f"{where} : {asked}"
