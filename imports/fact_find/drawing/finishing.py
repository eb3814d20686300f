"""What WeasyPrint leaves to do: fields that every viewer can show, fill and give back alike."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from imports.fact_find import appearance, mark
from imports.fact_find.drawing import document, letters
from imports.fact_find.schema import FIGURES, NOT_ANSWERED, YES, Field, Form, Kind

READ_ONLY = 1 << 0
MULTILINE = 1 << 12
RADIO = 1 << 15
COMBO = 1 << 17
# Hidden, printed never, read-only, locked.
HIDDEN = 2 | 64 | 128
PRINT = 4
OFF = NameObject("/Off")
STYLE = f"/Helv {appearance.SIZE} Tf {appearance.INK} rg"


def name(text: str) -> NameObject:
    return NameObject(f"/{text.lstrip('/')}")


def dictionary(**entries: Any) -> DictionaryObject:
    return DictionaryObject({name(key): value for key, value in entries.items()})


def finished(raw: bytes, form: Form) -> bytes:
    """Return the form as it is kept, from what WeasyPrint drew."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(raw)), keep_initial_header=True)
    Finishing(writer, form).all()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


class Finishing:
    """One form on its way; the fields are those of the definition, in their order."""

    def __init__(self, writer: PdfWriter, form: Form) -> None:
        self.writer = writer
        self.form = form
        self.resources = self._add(dictionary(Font=self._fonts()))
        self.widgets = dict(self._widgets_by_name())

    def all(self) -> None:
        places = dict(self._questions())
        fields = (self._field(field, places[field.name]) for field in self.form.fields.values())
        roots = [self._firm(), *fields, self._mark()]
        root = self.writer.root_object
        root[name("AcroForm")] = dictionary(
            Fields=ArrayObject(roots),
            DR=self.resources,
            DA=TextStringObject(STYLE),
            NeedAppearances=BooleanObject(False),
        )
        for page in self.writer.pages:
            page[name("Tabs")] = name("S")
        self._identity()

    def _add(self, thing: Any) -> IndirectObject:
        return self.writer._add_object(thing)  # noqa: SLF001 - the one way to make it indirect

    def _fonts(self) -> DictionaryObject:
        base = dictionary(
            Type=name("Font"),
            Subtype=name("Type1"),
            BaseFont=name("Helvetica"),
            Encoding=name("WinAnsiEncoding"),
        )
        signs = dictionary(Type=name("Font"), Subtype=name("Type1"), BaseFont=name("ZapfDingbats"))
        return dictionary(
            Helv=self._add(base), ZaDb=self._add(signs), Rec=letters.embedded(self._add)
        )

    def _widgets_by_name(self) -> Iterator[tuple[str, list[DictionaryObject]]]:
        found: dict[str, list[DictionaryObject]] = {}
        for page in self.writer.pages:
            for reference in page.get("/Annots", []):
                widget = reference.get_object()
                found.setdefault(str(widget["/T"]), []).append(widget)
        yield from found.items()

    def _questions(self) -> Iterator[tuple[str, str]]:
        for section in self.form.sections:
            for block in section.blocks:
                place = getattr(block, "title", "") or section.title
                cells = (
                    [cell for row in block.rows for cell in row.cells]
                    if hasattr(block, "rows")
                    else block.fields
                )
                for cell in cells:
                    yield cell.name, document.question(place, cell)

    def _field(self, field: Field, question: str) -> IndirectObject:
        widgets = self.widgets[field.name]
        if field.kind is Kind.RADIO:
            return self._radio(field, question, widgets)
        (widget,) = widgets
        widget[name("TU")] = TextStringObject(question)
        _tidy(widget)
        if field.kind is Kind.CHECK:
            self._button(widget, YES, "4")
        elif field.kind is Kind.CHOICE:
            self._choice(widget, field)
        else:
            self._text(widget, field)
        return _reference(widget)

    def _radio(
        self, field: Field, question: str, widgets: list[DictionaryObject]
    ) -> IndirectObject:
        group = self._add(
            dictionary(
                FT=name("Btn"),
                Ff=NumberObject(RADIO),
                T=TextStringObject(field.name),
                TU=TextStringObject(question),
                V=OFF,
                Kids=ArrayObject(map(_reference, widgets)),
            )
        )
        for widget, (export, label) in zip(widgets, field.choices, strict=True):
            _tidy(widget)
            for key in ("/T", "/FT", "/Ff", "/V"):
                widget.pop(key, None)
            widget[name("Parent")] = group
            widget[name("TU")] = TextStringObject(f"{question} : {label}")
            self._button(widget, export, "l")
        return group

    def _button(self, widget: DictionaryObject, export: str, sign: str) -> None:
        side, _ = _size(widget)
        draw = appearance.tick if sign == "4" else appearance.dot
        box = (side, side)
        states = dictionary(Off=self._drawing(b"", box))
        states[name(export)] = self._drawing(draw(side), box)
        widget[name("AP")] = dictionary(N=states)
        widget[name("AS")] = OFF
        widget[name("DA")] = TextStringObject(f"/ZaDb 0 Tf {appearance.INK} rg")
        widget[name("MK")] = dictionary(CA=TextStringObject(sign))
        if "/Parent" not in widget:
            widget[name("FT")] = name("Btn")
            widget[name("V")] = OFF

    def _choice(self, widget: DictionaryObject, field: Field) -> None:
        widget[name("Ff")] = NumberObject(COMBO)
        widget[name("DA")] = TextStringObject(STYLE)
        widget[name("V")] = TextStringObject(NOT_ANSWERED)
        widget[name("Opt")] = ArrayObject(
            ArrayObject(map(TextStringObject, option)) for option in field.choices
        )
        box = _size(widget)
        widget[name("AP")] = dictionary(
            N=self._drawing(appearance.line(field.choices[0][1], box), box)
        )

    def _text(self, widget: DictionaryObject, field: Field | None = None) -> None:
        widget[name("DA")] = TextStringObject(STYLE)
        widget[name("V")] = TextStringObject("")
        if field and field.kind is Kind.LONG_TEXT:
            widget[name("Ff")] = NumberObject(MULTILINE)
        if field and field.kind in FIGURES:
            widget[name("Q")] = NumberObject(2)
        box = _size(widget)
        widget[name("AP")] = dictionary(N=self._drawing(b"/Tx BMC EMC", box))

    def _drawing(self, content: bytes, box: tuple[float, float]) -> IndirectObject:
        stream = DecodedStreamObject()
        stream.set_data(content)
        stream.update(
            dictionary(
                Type=name("XObject"),
                Subtype=name("Form"),
                BBox=ArrayObject(map(FloatObject, (0, 0, *box))),
                Resources=self.resources,
            )
        )
        return self._add(stream)

    def _firm(self) -> IndirectObject:
        (widget,) = self.widgets[document.FIRM]
        _tidy(widget)
        self._text(widget)
        widget[name("Ff")] = NumberObject(READ_ONLY)
        widget[name("Q")] = NumberObject(2)
        return _reference(widget)

    def _mark(self) -> IndirectObject:
        first = self.writer.pages[0]
        widget = dictionary(
            Type=name("Annot"),
            Subtype=name("Widget"),
            FT=name("Tx"),
            T=TextStringObject(mark.NAME),
            TU=TextStringObject("Repère du recueil"),
            V=TextStringObject(""),
            Ff=NumberObject(READ_ONLY),
            F=NumberObject(HIDDEN),
            DA=TextStringObject(STYLE),
            Rect=ArrayObject([NumberObject(0)] * 4),
            P=first.indirect_reference,
        )
        reference = self._add(widget)
        _at(first, "/Annots").append(reference)
        return reference

    def _identity(self) -> None:
        self.writer.add_metadata({"/FactFind": self.form.identity})
        metadata = _at(self.writer.root_object, "/Metadata")
        said = (
            '<rdf:Description xmlns:ric="urn:fact-find" rdf:about="">'
            f"<ric:form>{self.form.identity}</ric:form></rdf:Description></rdf:RDF>"
        )
        metadata.set_data(metadata.get_data().replace(b"</rdf:RDF>", said.encode()))


def _at(node: DictionaryObject, key: str) -> Any:
    return node[key].get_object()


def _reference(thing: DictionaryObject) -> IndirectObject:
    if thing.indirect_reference is None:
        raise ValueError("a widget that stands nowhere")
    return thing.indirect_reference


def _tidy(widget: DictionaryObject) -> None:
    """Put the corners in order, print it, and leave no frame to the viewer."""
    left, top, right, bottom = (float(at) for at in _at(widget, "/Rect"))
    corners = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
    widget[name("Rect")] = ArrayObject(FloatObject(round(at, 2)) for at in corners)
    widget[name("F")] = NumberObject(PRINT)
    for key in ("/Border", "/MK", "/Opt"):
        widget.pop(key, None)


def _size(widget: DictionaryObject) -> tuple[float, float]:
    left, bottom, right, top = (float(at) for at in _at(widget, "/Rect"))
    return round(right - left, 2), round(top - bottom, 2)
