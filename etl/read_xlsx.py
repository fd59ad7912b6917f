"""Reading .xlsx and .xlsm by their XML, each sheet once: what is seen, and what formulas gave."""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import product
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from etl.cells import LAST_COLUMN, Book, Cell, Cells, Unreadable, column_of, day_of, letters_of
from etl.xlsx_package import GENERAL, MAIN, Format, Package, formats, is_yes, text_of, texts

REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Sheets of charts hold no cells; one of old macros (Excel 4) is a sheet under another name.
SHEETS = [f"{MAIN}worksheet", f"{MAIN}dialogsheet"]
SHEETS += ["{http://schemas.microsoft.com/office/excel/2006/main}macrosheet"]
STATES = ("visible", "hidden", "veryHidden")
DATA, ROW, CELL, VALUE, FORMULA, INLINE = (
    f"{MAIN}{n}" for n in ("sheetData", "row", "c", "v", "f", "is")
)
COLUMNS, MERGED = (f"{MAIN}{n}" for n in (f"cols/{MAIN}col", f"mergeCells/{MAIN}mergeCell"))
RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?", re.ASCII)
NO_MEMORY = 1  # how expat says so


def read_xlsx(content: bytes) -> Book:
    """The cells of a workbook of Excel 2007 and later; raise Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _Reader(Package(archive)).book()
    except (
        zipfile.BadZipFile, zlib.error, lzma.LZMAError, ParseError, EOFError, LookupError,
        NotImplementedError, ArithmeticError, OSError, RuntimeError, ValueError,
    ) as error:  # fmt: skip
        if isinstance(error, ParseError) and error.code == NO_MEMORY:
            raise MemoryError from error
        raise Unreadable("not-xlsx") from error


class _Reader:
    """Knows what all sheets of one workbook share."""

    def __init__(self, package: Package) -> None:
        self.package = package
        [top] = [part for kind, part in package.relations("").values() if kind == "officeDocument"]
        self.root = package.part(top, f"{MAIN}workbook")
        self.related = package.relations(top)
        strings, styles = self._shared("sharedStrings", "sst"), self._shared("styles", "styleSheet")
        self.texts = [] if strings is None else texts(strings)
        self.formats = ({} if styles is None else formats(styles)) or {0: GENERAL}
        about = self.root.find(f"{MAIN}workbookPr")
        self.is_1904 = about is not None and is_yes(about.get("date1904"))

    def _shared(self, kind: str, tag: str) -> Element | None:
        found = [part for each, part in self.related.values() if each == kind]
        if len(found) > 1:
            raise ValueError(f"more than one part is {kind}")
        return self.package.part(found[0], f"{MAIN}{tag}") if found else None

    def book(self) -> Book:
        found: dict[str, Cells] = {}
        hidden: list[tuple[str, int, int]] = []
        covered: list[tuple[str, int, int]] = []
        for about in self.root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
            relation = about.get(REL_ID)
            if not relation:  # some old .xlsm list what is no sheet
                continue
            kind, part = self.related[relation]
            if kind == "chartsheet":
                continue
            title, state = about.attrib["name"], about.get("state", STATES[0])
            if not title or title in found or state not in STATES:
                raise ValueError(f"«{title}», {state}: a sheet without name, twice or nowhere")
            root = self.package.part(part, *SHEETS)
            hidden += [(title, 0, 0)] if state != STATES[0] else []
            hidden += [(title, *place) for place in _hidden(root)]
            found[title] = self._cells(root)
            covered += [
                (title, *place)
                for each in root.iterfind(MERGED)
                for place in _covered(each.attrib["ref"])
            ]
        return Book(found, hidden, covered)

    def _cells(self, root: Element) -> Cells:
        """What stands in a sheet, row by row; under a merged cell nothing does."""
        found: Cells = {}
        for row, letters, column, cell in _places(root):
            style = self.formats[int(cell.get("s", "0"))]
            said = self._said(cell, style)
            if said is None:
                continue
            if (row, column) in found or row < 1:
                raise ValueError(f"{letters}{row} is there twice, or nowhere")
            type_, value = said
            address, code, is_struck = f"{letters}{row}", style.code, style.is_struck
            at = Cell(row, column, address, value, type_, code, is_struck=is_struck)
            found[row, column] = at
        for each in root.iterfind(MERGED):
            for place in _covered(each.attrib["ref"]):
                found.pop(place, None)
        return dict(sorted(found.items()))

    def _said(self, cell: Element, style: Format) -> tuple[str, Any] | None:
        """(type, value) of a cell, None where it is empty."""
        kind, text, is_formula, inline = cell.get("t", "n"), None, False, None
        for part in cell:
            if part.tag == VALUE:
                text = part.text
            elif part.tag == FORMULA:
                is_formula = True
            elif part.tag == INLINE:
                inline = part
        if kind == "inlineStr":
            said = None if inline is None else ("text", text_of(inline))
        else:
            said = self._read(kind, text, style) if text else None
        if not is_formula:
            return said
        if said is None:
            # One that came out as an empty text leaves an empty cell, as it is seen.
            return None if kind == "str" else ("formula", None)
        return ("error", said[1]) if said[0] == "text" and said[1].startswith("#") else said

    def _read(self, kind: str, text: str, style: Format) -> tuple[str, Any]:
        if kind == "s":
            return "text", self.texts[_index(text)]
        if kind == "n":
            return self._number(text, style)
        if kind == "str":
            return "text", text
        if kind == "b":
            return "bool", bool(int(text))
        if kind == "e":
            return "error", text
        if kind == "d":
            from openpyxl.utils.datetime import from_ISO8601  # here: Excel hardly ever writes such

            return "date", from_ISO8601(text)
        raise ValueError(f"a cell of type {kind}")

    def _number(self, text: str, style: Format) -> tuple[str, Any]:
        value = float(text) if "." in text or "E" in text or "e" in text else int(text)
        if not style.is_date:
            return "number", value
        try:
            return "date", day_of(value, self.is_1904, style.is_duration)
        except (OverflowError, ValueError):
            return "error", "#VALUE!"  # a day outside the calendar


def _index(text: str) -> int:
    """A place in a list; Python would count one below zero from the end."""
    index = int(text)
    if index < 0:
        raise ValueError(f"text {text}")
    return index


def _rows(root: Element) -> Iterator[tuple[int, Element]]:
    """Rows with their numbers; one says its own, or follows the last."""
    row = 0
    for data in root.iterfind(DATA):
        for line in data:
            if line.tag == ROW:
                number = line.get("r")
                row = row + 1 if number is None else int(number)
                yield row, line


def _places(root: Element) -> Iterator[tuple[int, str, int, Element]]:
    """Cells that may hold something; one says where it stands, or follows the last."""
    for row, line in _rows(root):
        column = 0
        for cell in line:
            if cell.tag != CELL:
                continue
            address = cell.get("r")
            if address is None:
                column += 1
                yield row, letters_of(column), column, cell
                continue
            letters = address.rstrip("0123456789")
            column = column_of(letters)
            if len(cell):
                yield int(address[len(letters) :]), letters, column, cell
        line.clear()  # a row is forgotten once it is read


def _covered(area: str) -> Iterator[tuple[int, int]]:
    """All places of a merged area but the first, which alone is seen."""
    found = RANGE.fullmatch(area)
    if found is None:
        raise ValueError(f"merged {area}")
    left, top, right, bottom = found.groups()
    rows = range(int(top), int(bottom or top) + 1)
    columns = range(column_of(left), column_of(right or left) + 1)
    if not rows or not columns:
        raise ValueError(f"merged {area}")
    places = product(rows, columns)
    next(places)
    return places


def _hidden(root: Element) -> Iterator[tuple[int, int]]:
    """Rows and columns that are hidden or drawn to nothing, as (row, 0) and (0, column)."""
    for row, line in _rows(root):
        if is_yes(line.get("hidden")) or _is_nothing(line.get("ht")):
            yield row, 0
    for about in root.iterfind(COLUMNS):
        if is_yes(about.get("hidden")) or _is_nothing(about.get("width")):
            last = min(int(about.attrib["max"]), LAST_COLUMN)
            yield from ((0, column) for column in range(int(about.attrib["min"]), last + 1))


def _is_nothing(size: str | None) -> bool:
    return size is not None and float(size) == 0
