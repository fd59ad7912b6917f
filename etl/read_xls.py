"""Reading .xls (Excel 97 to 2003) by xlrd, which keeps error cells and number formats.

What it does not tell of formulas is read from the records themselves (xls_formulas.py).
"""

import io
from collections.abc import Iterator
from typing import Any

import xlrd

from etl.cells import Book, Cell, Cells, Unreadable, as_number, as_seen, day_of, letters_of
from etl.number_formats import is_day, is_duration
from etl.xls_formulas import uncomputed

BIFF8 = 80  # Excel 97; before it texts were in an 8-bit encoding that no file can be trusted on
EMPTY = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


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
        never = list(uncomputed(whole[book.base : book.base + book.stream_len]))
        found = {
            sheet.name: _cells(book, sheet, places)
            for sheet, places in zip(sheets, never, strict=True)
        }
        hidden = (each for sheet in sheets for each in _hidden(sheet))
        return Book(found, hidden, ((s.name, *at) for s in sheets for at in _covered(s)))
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # xlrd trusts the file: a broken one raises whatever comes first
        raise Unreadable("not-xlsx") from error


def _cells(book: Any, sheet: Any, never: set[tuple[int, int]]) -> Cells:
    formats = {key: each.format_str for key, each in book.format_map.items()}
    covered = _covered(sheet)
    found = {}
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            place = (row + 1, column + 1)
            if cell.ctype in EMPTY or place in covered:
                continue
            look = book.xf_list[cell.xf_index]
            shape = formats.get(look.format_key, "General")
            type_, value = _value(cell, shape, bool(book.datemode))
            if runs := sheet.rich_text_runlist_map.get((row, column)):
                value = _as_seen(value, runs, look.font_index, book.font_list)
            if place in never:
                type_, value = "formula", None
            if value != "":
                address = f"{letters_of(place[1])}{place[0]}"
                is_struck = bool(book.font_list[look.font_index].struck_out)
                found[place] = Cell(*place, address, value, type_, shape, is_struck=is_struck)
    return found


def _as_seen(text: str, runs: list[tuple[int, int]], font: int, fonts: list[Any]) -> str:
    """A text by its runs of one font each, (where it begins, font); before the first the cell's.

    Places are counted in units of UTF-16, of which a letter may take two.
    """
    units = text.encode("utf-16-le")
    starts = [(0, font), *runs]
    ends = [at for at, _ in runs] + [len(units) // 2]
    parts = zip(starts, ends, strict=True)
    return "".join(
        as_seen(
            units[2 * at : 2 * end].decode("utf-16-le", "replace"),
            bool(fonts[number].struck_out), bool(fonts[number].escapement),
        )
        for (at, number), end in parts
    )  # fmt: skip


def _value(cell: Any, number_format: str, is_1904: bool) -> tuple[str, Any]:
    """(type, value); dates by the rules of .xlsx."""
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return "text", cell.value
        case xlrd.XL_CELL_BOOLEAN:
            return "bool", bool(cell.value)
        case xlrd.XL_CELL_ERROR:
            return "error", xlrd.error_text_from_code.get(cell.value, "#N/A")
    if not is_day(number_format):
        return "number", as_number(cell.value)
    try:
        return "date", day_of(cell.value, is_1904, is_duration(number_format))
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
