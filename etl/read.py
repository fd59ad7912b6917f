"""A workbook as one list of cells, whatever the format: sheet, address, raw value, type."""

import datetime as dt
import io
import zipfile
import zlib
from dataclasses import replace
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from etl.cells import PARSER_VERSION, Book, Cell

__all__ = ["PARSER_VERSION", "Book", "Cell", "Unreadable", "read_workbook"]


class Unreadable(Exception):
    """The file cannot be read at all; `rule_id` names why."""

    def __init__(self, rule_id: str) -> None:
        super().__init__(rule_id)
        self.rule_id = rule_id


_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
_TYPES = {"n": "number", "s": "text", "inlineStr": "text", "b": "bool", "e": "error", "d": "date"}


def read_workbook(content: bytes) -> Book:
    """All non-empty cells by sheet name and (row, column); raise Unreadable."""
    if content[:4] != b"PK\x03\x04":
        raise Unreadable("not-xlsx")
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
        found = {sheet.title: _cells(sheet) for sheet in book.worksheets}
        if any(c.type == "formula" for cells in found.values() for c in cells.values()):
            values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            for name, cells in found.items():
                _computed(cells, values[name])
    except _UNREADABLE as error:
        raise Unreadable("not-xlsx") from error
    return found


def _cells(sheet: Any) -> dict[tuple[int, int], Cell]:
    # openpyxl's own dictionary holds the file's cells only; its rows would make the empty ones.
    found = {}
    for place, cell in sorted(sheet._cells.items()):
        value = cell.value
        if value is None:
            continue
        type_ = "formula" if cell.data_type == "f" else _TYPES.get(cell.data_type, "text")
        if isinstance(value, (dt.datetime, dt.date, dt.time)):
            type_ = "date"
        found[place] = Cell(place[0], place[1], cell.coordinate, value, type_, cell.number_format)
    return found


def _computed(cells: dict[tuple[int, int], Cell], values: Any) -> None:
    """Put what Excel last computed in place of formulas; without it they stay formulas."""
    for place, cell in cells.items():
        if cell.type == "formula":
            value = values.cell(*place).value
            cells[place] = replace(cell, value=value, type=_type_of(value))


def _type_of(value: Any) -> str:
    match value:
        case None:
            return "formula"
        case bool():
            return "bool"
        case int() | float():
            return "number"
        case dt.datetime() | dt.date():
            return "date"
    return "error" if str(value).startswith("#") else "text"
