"""Reading .ods by its XML (OpenDocument 1.3, part 3, chapters 9, 16 and 19).

The guard has streamed every part before and refused entities, so that the plain and fast parser
of the standard library may build a part's tree.
What a number looks like matters only where it shows another one (see clean.SCALED), so formats are
put into Excel's words no further than that.
"""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

from etl.cells import Book, Cell, Cells, Unreadable, as_number, as_seen, letters_of
from etl.ods_styles import Styles

NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT = (f"{{{NAMES}{n}:1.0}}" for n in ("office", "table", "text"))
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
ROW, CELL, COVERED = (f"{TABLE}{n}" for n in ("table-row", "table-cell", "covered-table-cell"))
COLUMN, SOURCE = f"{TABLE}table-column", f"{TABLE}table-source"
# What rows and columns may be gathered in, any number of times.
GROUPS = {
    f"{TABLE}table-{n}"
    for n in ("row-group", "rows", "header-rows", "column-group", "columns", "header-columns")
}
STYLES = (f"{OFFICE}styles", f"{OFFICE}automatic-styles")
SHEETS = f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table"
# What a cell says is looked for in every one of them, so that names are put together once.
KIND, FORMULA, CALC_KIND = f"{OFFICE}value-type", f"{TABLE}formula", f"{CALC}value-type"
LINE, STRING, VALUE = f"{TEXT}p", f"{OFFICE}string-value", f"{OFFICE}value"
VALUES = {n: f"{OFFICE}{n}-value" for n in ("date", "time", "boolean")}
STYLE_NAME, DEFAULT_STYLE = f"{TABLE}style-name", f"{TABLE}default-cell-style-name"
REPEATED = {n: f"{TABLE}number-{n}-repeated" for n in ("rows", "columns")}
LOOKS = frozenset((STYLE_NAME, REPEATED["columns"]))  # a cell that says no more is empty
NO_MEMORY = 1  # how expat says so
ERROR = re.compile(r"#(NULL|DIV/0|VALUE|REF|NAME|NUM|N/A|GETTING_DATA)[!?]?|Err:\d{3}")
# LibreOffice's own errors, as it names them itself in .xlsx and .xls; the others are #VALUE!.
NUMERIC_ERRORS = ("Err:503", "Err:523")
BOOLEAN_FORMULA = re.compile(r"of:=(TRUE|FALSE)\(\)")
DURATION = re.compile(r"PT?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
SPACES = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
MAX_CELLS = 1_000_000  # a value repeated to the end of the sheet is no report


def read_ods(content: bytes) -> Book:
    """The cells of a spreadsheet of LibreOffice and others; raise Unreadable."""
    reader = _Reader()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "styles.xml" in archive.namelist():
                reader.styled(fromstring(archive.read("styles.xml")))
            if "content.xml" in archive.namelist():
                reader.read(fromstring(archive.read("content.xml")))
    except (
        zipfile.BadZipFile, zlib.error, ParseError, EOFError, LookupError, NotImplementedError,
        ArithmeticError, OSError, RuntimeError, ValueError,
    ) as error:  # fmt: skip
        if isinstance(error, ParseError) and error.code == NO_MEMORY:
            raise MemoryError from error
        raise Unreadable("not-xlsx") from error
    return Book(reader.book, reader.hidden, reader.covered)


class _Reader:
    """Goes through the parts of one file: styles, then sheets."""

    def __init__(self) -> None:
        self.book: dict[str, Cells] = {}
        self.hidden: list[tuple[str, int, int]] = []
        self.covered: list[tuple[str, int, int]] = []
        self.styles = Styles()
        self.count = 0
        self._open("")

    def _open(self, sheet: str) -> None:
        self.sheet, self.row = sheet, 1
        self.columns: list[tuple[int, str]] = []  # (last column, default style)

    def styled(self, root: Element) -> None:
        """Take in the styles of a part; sheets that are not in the part for them are none."""
        for section in root:
            if section.tag in STYLES:
                for element in section:
                    self.styles.add(element)

    def read(self, root: Element) -> None:
        """The part that holds the sheets, with styles of its own."""
        self.styled(root)
        for table in root.iterfind(SHEETS):
            self._sheet(table)

    def _sheet(self, table: Element) -> None:
        if table.find(SOURCE) is not None:
            return  # a copy of another file's sheet, kept for its links
        self._open(table.get(f"{TABLE}name", ""))
        self.book[self.sheet] = {}
        if self.styles.is_hidden(table):
            self.hidden.append((self.sheet, 0, 0))
        for element in _lines(table):
            if element.tag == ROW:
                self._row(element)
            elif element.tag == COLUMN:
                self._column(element)

    def _column(self, element: Element) -> None:
        first = self.columns[-1][0] + 1 if self.columns else 1
        last = first + _repeated(element, "columns") - 1
        self.columns.append((last, element.get(DEFAULT_STYLE, "")))
        if self._is_hidden(element):
            self.hidden += [(self.sheet, 0, c) for c in range(first, min(last, 16384) + 1)]

    def _row(self, element: Element) -> None:
        column, count = 1, _repeated(element, "rows")
        rows = range(self.row, self.row + count)
        self.row += count
        before = self.count
        for cell in element:
            if cell.tag not in (CELL, COVERED):
                continue
            columns = range(column, column + _repeated(cell, "columns"))
            column = columns.stop
            said = _value(cell, self.styles) if cell.tag == CELL else None
            if cell.tag == COVERED:
                self._counted(rows, columns)
                self.covered += [(self.sheet, r, c) for r in rows for c in columns]
            if said is not None:
                self._put(rows, columns, said, cell, element.get(DEFAULT_STYLE))
        if self.count > before and self._is_hidden(element):
            self.hidden += [(self.sheet, row, 0) for row in rows]

    def _is_hidden(self, line: Element) -> bool:
        shown = line.get(f"{TABLE}visibility", "visible") == "visible"
        return not shown or self.styles.is_hidden(line)

    def _put(
        self, rows: range, columns: range, said: tuple[str, Any], cell: Element, default: str | None
    ) -> None:
        """One cell of the file for all the places where it is repeated."""
        self._counted(rows, columns)
        type_, value = said
        for column in columns:
            style = cell.get(STYLE_NAME) or default or self._column_style(column)
            shape, is_struck = self.styles.shape(style, cell.get(KIND) or "")
            letter = letters_of(column)
            for row in rows:
                at = Cell(row, column, f"{letter}{row}", value, type_, shape, is_struck=is_struck)
                self.book[self.sheet][row, column] = at

    def _counted(self, rows: range, columns: range) -> None:
        self.count += len(rows) * len(columns)
        if self.count > MAX_CELLS:
            raise Unreadable("worker-lost")

    def _column_style(self, column: int) -> str:
        return next((style for last, style in self.columns if column <= last), "")


def _lines(table: Element) -> Iterator[Element]:
    """Columns, rows and what else stands in a table, out of whatever groups they lie in."""
    for element in table:
        if element.tag in GROUPS:
            yield from _lines(element)
        else:
            yield element


def _repeated(element: Element, what: str) -> int:
    return int(element.get(REPEATED[what], "1"))


def _value(cell: Element, styles: Styles) -> tuple[str, Any] | None:
    """(type, value) of one cell, None where it is empty."""
    if not len(cell) and LOOKS.issuperset(cell.attrib):
        return None
    kind = cell.get(KIND)
    formula = cell.get(FORMULA)
    lines = [p for p in cell if p.tag == LINE]
    shown = "\n".join(map(_shown, lines))
    if cell.get(CALC_KIND) == "error" or (ERROR.fullmatch(shown) and (formula or kind != "string")):
        return "error", _error(shown)
    if formula and kind is None and (shown or not lines):
        return "formula", None
    if kind in (None, "string"):
        # A formula that came out as an empty text is an empty cell: LibreOffice writes its line.
        said = "\n".join(_shown(p, styles) for p in lines)
        said = cell.get(STRING, said) if said == shown else said
        return ("text", said) if said else None
    said = cell.get(VALUES.get(kind, VALUE))
    if said is None:
        return "formula", None
    if kind == "boolean" or shown in ("TRUE", "FALSE") or BOOLEAN_FORMULA.fullmatch(formula or ""):
        # LibreOffice stores what was typed as TRUE as the number 1 shown as TRUE.
        return "bool", said in ("true", "1")
    if kind in ("date", "time"):
        return _moment(kind, said)
    return "number", int(said) if re.fullmatch(r"-?\d{1,15}", said) else as_number(float(said))


def _error(shown: str) -> str:
    if not shown.startswith("Err:"):
        return shown or "#VALUE!"
    return "#NUM!" if shown in NUMERIC_ERRORS else "#VALUE!"


def _moment(kind: str, said: str) -> tuple[str, Any]:
    """A day, with its hour, as .xlsx holds it; a duration of less than a day is a time of day."""
    try:
        if kind == "date":
            return "date", dt.datetime.fromisoformat(said[:26]).replace(tzinfo=None)
        match = DURATION.fullmatch(said)
        hours, minutes, seconds = (int(n or 0) for n in match.groups()) if match else (-1, 0, 0)
        if 0 <= hours < 24:
            return "date", dt.time(hours, minutes, seconds)
        if match:
            return "date", dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    except (OverflowError, ValueError):
        pass
    return "error", "#VALUE!"  # as for a day outside the calendar in the other formats


def _shown(
    element: Element, styles: Styles | None = None, is_struck: bool = False, is_raised: bool = False
) -> str:
    """The text of one paragraph, marked by its styles as it is seen; spaces are elements too."""
    said = as_seen(element.text or "", is_struck, is_raised)
    for part in element:
        if part.tag in SPACES:
            count = int(part.get(f"{TEXT}c", "1")) if part.tag == f"{TEXT}s" else 1
            said += SPACES[part.tag] * min(count, 32767)
        elif part.tag in (f"{TEXT}span", f"{TEXT}a"):
            looks = (is_struck, is_raised)
            if styles is not None:
                style = part.get(f"{TEXT}style-name", "")
                looks = (styles.is_struck(style, looks[0]), styles.is_raised(style, looks[1]))
            said += _shown(part, styles, *looks)
        said += as_seen(part.tail or "", is_struck, is_raised)
    return said
