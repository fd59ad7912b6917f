"""A workbook as one list of cells, whatever the file format: sheet, address, raw value, type, format."""

import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

PARSER_VERSION = 1


class Unreadable(Exception):
    """The file cannot be read at all; `rule_id` names why."""

    def __init__(self, rule_id: str) -> None:
        super().__init__(rule_id)
        self.rule_id = rule_id


@dataclass(frozen=True)
class Cell:
    """One cell that holds something. Types: number, text, date, bool, error, formula (uncomputed)."""

    row: int
    column: int
    address: str
    value: Any
    type: str
    number_format: str


Book = dict[str, dict[tuple[int, int], Cell]]
_TYPES = {"n": "number", "s": "text", "inlineStr": "text", "b": "bool", "e": "error", "d": "date"}


def read_workbook(content: bytes) -> Book:
    """All non-empty cells by sheet name and (row, column); raise Unreadable."""
    if content[:4] != b"PK\x03\x04":
        raise Unreadable("not-xlsx")
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
        has_formula = any(
            cell.data_type == "f"
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
        )
        values = (
            openpyxl.load_workbook(io.BytesIO(content), data_only=True) if has_formula else book
        )
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        OSError,
        SyntaxError,
    ) as error:
        raise Unreadable("not-xlsx") from error
    return {sheet.title: _cells(sheet, values[sheet.title]) for sheet in book.worksheets}


def _cells(sheet: Any, values: Any) -> dict[tuple[int, int], Cell]:
    found = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            value, type_ = cell.value, _TYPES.get(cell.data_type, "text")
            if cell.data_type == "f":
                value = values.cell(cell.row, cell.column).value
                type_ = _type_of(value)
            elif isinstance(value, (dt.datetime, dt.date, dt.time)):
                type_ = "date"
            place = (cell.row, cell.column)
            found[place] = Cell(*place, cell.coordinate, value, type_, cell.number_format)
    return found


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
