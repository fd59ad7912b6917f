"""Reading .xls (Excel 97 to 2003) by xlrd, which keeps error cells and number formats.

xlrd gives of a formula only what its writer stored as the result. What can be seen of formulas
never computed is read from the records themselves, as [MS-XLS] has them (Formula, Uncalced).
"""

import io
import struct
from collections.abc import Iterator
from typing import Any

import xlrd
from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from etl.cells import Book, Cell, Cells, Unreadable, as_number

BIFF8 = 80  # Excel 97; before it texts were in an 8-bit encoding that no file can be trusted on
BOF, EOF, BOUNDSHEET, FORMULA, UNCALCED = 0x0809, 0x000A, 0x0085, 0x0006, 0x005E
EMPTY = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
EMPTY_TEXT = (b"\x03", b"\xff\xff")  # first and last bytes of a result: what xlwt stores
CALC_ON_LOAD = 2  # with a zero: what Apache POI stores


def read_xls(content: bytes) -> Book:
    """The cells of a workbook of Excel 97 to 2003; raise Unreadable."""
    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, on_demand=True,
            logfile=io.StringIO(),
        )  # fmt: skip
        if book.biff_version < BIFF8:
            raise Unreadable("not-xlsx")
        sheets = book.sheets()
        whole = bytes(book.mem or b"")
        uncomputed = list(_uncomputed(whole[book.base : book.base + book.stream_len]))
        found = {
            sheet.name: _cells(book, sheet, places)
            for sheet, places in zip(sheets, uncomputed, strict=True)
        }
        hidden = (each for sheet in sheets for each in _hidden(sheet))
        return Book(found, hidden, ((s.name, *at) for s in sheets for at in _covered(s)))
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # xlrd trusts the file: a broken one raises whatever comes first
        raise Unreadable("not-xlsx") from error


def _cells(book: Any, sheet: Any, uncomputed: set[tuple[int, int]]) -> Cells:
    epoch = MAC_EPOCH if book.datemode else WINDOWS_EPOCH
    formats = {key: each.format_str for key, each in book.format_map.items()}
    covered = _covered(sheet)
    found = {}
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            place = (row + 1, column + 1)
            if cell.ctype in EMPTY or place in covered:
                continue
            shape = formats.get(book.xf_list[cell.xf_index].format_key, "General")
            type_, value = _value(cell, shape, epoch)
            if place in uncomputed:
                type_, value = "formula", None
            if value != "":
                address = f"{get_column_letter(place[1])}{place[0]}"
                found[place] = Cell(*place, address, value, type_, shape)
    return found


def _value(cell: Any, number_format: str, epoch: Any) -> tuple[str, Any]:
    """(type, value); dates by the rules of .xlsx."""
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return "text", cell.value
        case xlrd.XL_CELL_BOOLEAN:
            return "bool", bool(cell.value)
        case xlrd.XL_CELL_ERROR:
            return "error", xlrd.error_text_from_code.get(cell.value, "#N/A")
    if not is_date_format(number_format):
        return "number", as_number(cell.value)
    try:
        return "date", from_excel(cell.value, epoch, is_timedelta_format(number_format))
    except (OverflowError, ValueError):
        return "error", "#VALUE!"  # what openpyxl makes of a day outside the calendar


def _covered(sheet: Any) -> set[tuple[int, int]]:
    """Cells under a merged one: nobody sees what they hold."""
    return {
        (row + 1, column + 1)
        for top, below, left, right in sheet.merged_cells
        for row in range(top, min(below, sheet.nrows))
        for column in range(left, min(right, sheet.row_len(row)))
        if (row, column) != (top, left)
    }


def _hidden(sheet: Any) -> Iterator[tuple[str, int, int]]:
    if sheet.visibility:
        yield sheet.name, 0, 0
    for row, about in sheet.rowinfo_map.items():
        if (about.hidden or about.height == 0) and row < sheet.nrows:
            yield sheet.name, row + 1, 0
    for column, about in sheet.colinfo_map.items():
        if about.hidden or about.width == 0:
            yield sheet.name, 0, column + 1


def _uncomputed(stream: bytes) -> Iterator[set[tuple[int, int]]]:
    """For each worksheet the formulas of which can be seen that nothing was ever computed."""
    for type_, data in _records(stream, 0):
        if type_ == BOUNDSHEET and data[5] == 0:  # 0: cells, neither a chart nor macros
            yield _uncomputed_of_sheet(stream, int.from_bytes(data[:4], "little"))


def _uncomputed_of_sheet(stream: bytes, start: int) -> set[tuple[int, int]]:
    formulas, never, is_stale = set(), set(), False
    for type_, data in _records(stream, start):
        is_stale |= type_ == UNCALCED
        if type_ == FORMULA:
            row, column, _, result, flags = struct.unpack_from("<HHH8sH", data)
            place = (row + 1, column + 1)
            formulas.add(place)
            is_empty = (result[:1], result[6:]) == EMPTY_TEXT
            if is_empty or (result == bytes(8) and flags & CALC_ON_LOAD):
                never.add(place)
    return formulas if is_stale else never


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """(type, data) of one part of the stream: from its BOF to its EOF, charts inside it too."""
    depth = 0
    while start + 4 <= len(stream):
        type_, size = struct.unpack_from("<HH", stream, start)
        yield type_, stream[start + 4 : start + 4 + size]
        depth += (type_ == BOF) - (type_ == EOF)
        if depth <= 0:
            return
        start += 4 + size
