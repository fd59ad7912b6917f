"""The witness of .xlsx: the same cells by openpyxl, which reads a file with formulas twice."""

import datetime as dt
import io
import lzma
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.exceptions import InvalidFileException

from etl.cells import Book, Cell, Cells, Unreadable
from etl.read_xlsx import read_xlsx

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    LookupError,
    lzma.LZMAError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
_DATES = (dt.date, dt.time, dt.timedelta)
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TYPES = {"n": "number", "s": "text", "inlineStr": "text", "b": "bool", "e": "error", "d": "date"}


def by_openpyxl(content: bytes) -> Book:
    """The cells of a workbook of Excel 2007 and later; raise Unreadable."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), keep_links=False, rich_text=True)
        found = {sheet.title: _cells(sheet) for sheet in book.worksheets}
        if any(c.type == "formula" for cells in found.values() for c in cells.values()):
            values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            for name, cells in found.items():
                _computed(cells, values[name])
        hidden = (each for sheet in book.worksheets for each in _hidden(sheet))
        return Book(found, hidden, (each for s in book.worksheets for each in _covered(s)))
    except _UNREADABLE as error:
        raise Unreadable("not-xlsx") from error


def _cells(sheet: Any) -> Cells:
    # openpyxl's own dictionary holds the file's cells only; its rows would make the empty ones.
    found = {}
    for place, cell in sorted(sheet._cells.items()):
        value = cell.value
        if value is None:
            continue
        type_ = "formula" if cell.data_type == "f" else _TYPES.get(cell.data_type, "text")
        if isinstance(value, _DATES):
            type_ = "date"
        elif isinstance(value, CellRichText):
            value, type_ = "".join(map(_as_seen, value)), "text"
        found[place] = Cell(place[0], place[1], cell.coordinate, value, type_, cell.number_format)
        if cell.font.strike:
            found[place] = found[place]._replace(is_struck=True)
    return found


def _as_seen(part: Any) -> str:
    """A part of a text as its format shows it: 12 with a small raised 1 is not 121."""
    if not isinstance(part, TextBlock) or part.font is None:
        return str(part)
    if part.font.strike:
        return f"[gạch bỏ: {part.text}]" if part.text else ""
    is_raised = part.font.vertAlign in ("superscript", "subscript")
    return part.text.translate(RAISED) if is_raised else part.text


def _computed(cells: Cells, values: Any) -> None:
    """Put what Excel last computed in place of formulas; without it they stay formulas.

    One that came out as an empty text leaves an empty cell, as it is seen.
    """
    for place, cell in list(cells.items()):
        if cell.type == "formula":
            found = values.cell(*place)
            if found.value is None and found.data_type == "str":
                del cells[place]
            else:
                cells[place] = cell._replace(value=found.value, type=_type_of(found.value))


def _type_of(value: Any) -> str:
    match value:
        case None:
            return "formula"
        case bool():
            return "bool"
        case int() | float():
            return "number"
        case _ if isinstance(value, _DATES):
            return "date"
    return "error" if str(value).startswith("#") else "text"


def _hidden(sheet: Any) -> Iterator[tuple[str, int, int]]:
    if sheet.sheet_state != "visible":
        yield sheet.title, 0, 0
    for row, about in sheet.row_dimensions.items():
        if about.hidden:
            yield sheet.title, row, 0
    for about in sheet.column_dimensions.values():
        if about.hidden:
            for column in range(about.min or 1, (about.max or 0) + 1):
                yield sheet.title, 0, column


def _covered(sheet: Any) -> Iterator[tuple[str, int, int]]:
    for merged in sheet.merged_cells.ranges:
        first = (merged.min_row, merged.min_col)
        yield from ((sheet.title, *at) for at in merged.cells if at != first)


def everything(book):
    """All that a reader says, in its order; 1 and 1.0 and True are three things."""
    cells = [(s, [(p, c, type(c.value)) for p, c in found.items()]) for s, found in book.items()]
    return cells, book.hidden, book.covered


def tried(read, content):
    """What a reader says of a workbook, or why it cannot be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return everything(read(content))
        except Unreadable as error:
            return str(error.__cause__).strip("'")


def same(content):
    """Hold the reader against its witness; return what both say."""
    said = tried(read_xlsx, content)
    assert said == tried(by_openpyxl, content)
    assert not isinstance(said, str), said
    return said
