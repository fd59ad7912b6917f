"""Tables to take away, as Excel and as CSV: numbers stay numbers, a text is never a formula."""

import csv
import datetime as dt
import io
import re
from typing import Any

from app.table import Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
PNG = "image/png"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")  # what a workbook cannot hold
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a text begins that Excel would work out
SEPARATOR = {"vi": ";", "en": ","}  # as Excel parts columns in that language
MOST_LETTERS, WIDEST = 32_767, 60  # of a cell, of a column


def workbook(tables: dict[str, Table], about: str, *said: str) -> bytes:
    """One sheet a table, heads frozen, filters on; the last sheet says where it is from."""
    from openpyxl import Workbook  # here: only who downloads waits for it
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    for title, table in tables.items():
        sheet: Any = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
        for column, (head, values) in enumerate(table.columns.items(), 1):
            for row, value in enumerate([head, *values], 1):
                _put(sheet.cell(row, column), value)
            sheet.cell(1, column).font = Font(bold=True)
            width = max(len(str(v)) for v in [head, *values] if v is not None)
            sheet.column_dimensions[get_column_letter(column)].width = min(width + 2, WIDEST)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
        # On paper: across, all columns on a sheet, the heads on each.
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
        sheet.print_title_rows = "1:1"
    book.remove(book.worksheets[0])
    last: Any = book.create_sheet(about)
    for row, line in enumerate(said, 1):
        _put(last.cell(row, 1), line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Any, value: Any) -> None:
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, dt.date):
            cell.number_format = "dd/mm/yyyy"
        return
    cell.value = CONTROL.sub(" ", value)[:MOST_LETTERS]
    cell.data_type = "s"  # whatever it begins with


def text(table: Table, source: str, language: str, *about: str) -> bytes:
    """CSV as Excel of that language opens it: UTF-8 with its mark, decimal comma in Vietnamese.

    The last lines, after an empty one, say where it is from and what it is about.
    """
    out = io.StringIO()
    rows = csv.writer(out, delimiter=SEPARATOR[language], lineterminator="\r\n")
    rows.writerow(map(_inert, table.columns))
    for values in zip(*table.columns.values(), strict=True):
        rows.writerow(_said(v, language) for v in values)
    rows.writerows([[], *([_inert(line)] for line in (source, *about))])
    return out.getvalue().encode("utf-8-sig")


def _said(value: Any, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _inert(value)
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    shown = f"{value:.15g}" if isinstance(value, float) else str(value)
    return shown.replace(".", ",") if language == "vi" else shown


def _inert(value: str) -> str:
    """A text that Excel would take for a formula gets an apostrophe, as Excel itself writes it."""
    said = CONTROL.sub(" ", value)
    return f"'{said}" if said.startswith(FORMULA) else said
