"""How a form's cells look: styles, locked and open cells, drop-downs, number checks, the page."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.named_styles import NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from etl.form_layout import HEADER_ROW

_line = Side(style="thin", color="B0B7C0")
_box = Border(_line, _line, _line, _line)


def add_styles(book: Workbook) -> None:
    font = "Times New Roman"
    wrap = Alignment(wrap_text=True, vertical="center")
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    unlocked = Protection(locked=False)
    yellow = PatternFill("solid", fgColor="FFF8DC")
    grey = PatternFill("solid", fgColor="ECEFF2")
    for style in (
        NamedStyle("f_title", font=Font(font, 14, bold=True)),
        NamedStyle("f_text", font=Font(font, 12), alignment=wrap),
        NamedStyle("f_cell", font=Font(font, 12), alignment=wrap, border=_box),
        NamedStyle(
            "f_head", font=Font(font, 12, bold=True), alignment=middle, border=_box, fill=grey
        ),
        NamedStyle(
            "f_input",
            font=Font(font, 12),
            alignment=wrap,
            border=_box,
            fill=yellow,
            protection=unlocked,
        ),
        NamedStyle("f_known", font=Font(font, 12, color="5A6470"), border=_box, fill=grey),
        NamedStyle("f_free", font=Font(font, 12), alignment=wrap, border=_box, protection=unlocked),
        NamedStyle("f_sample", font=Font(font, 12, bold=True, color="A34700")),
    ):
        book.add_named_style(style)


def number_format(decimals: int) -> str:
    """Excel's own code: it shows 1.234,5 on a Vietnamese Windows."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def put(sheet: Worksheet, row: int, column: int, value: Any, style: str) -> Any:
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a name that begins with = stays text
    # openpyxl looks a named style up anew for every cell, which is half the time of a form.
    held = sheet.parent.__dict__.setdefault("form_styles", {})
    if style in held:
        cell._style = copy(held[style])
    else:
        cell.style = style
        held[style] = copy(cell._style)
    return cell


def fit_row(sheet: Worksheet, row: int, text: str, letters: int) -> None:
    """Make a row as high as a text of so many letters a line: not every program does so itself."""
    lines = sum(len(line) // letters + 1 for line in text.split("\n"))
    height = sheet.row_dimensions[row].height or 0
    if lines > 1 and 16 * lines > height:
        sheet.row_dimensions[row].height = 16 * lines


def finish(sheet: Worksheet) -> None:
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True


def set_widths(sheet: Worksheet, widths: Iterable[int]) -> None:
    for i, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = width


def choice(sheet: Worksheet, choices: Iterable[str], cells: str, title: str) -> None:
    rule = DataValidation(type="list", formula1='"' + ",".join(choices) + '"', allow_blank=True)
    _messages(rule, title, "Chọn một mục trong danh sách.")
    sheet.add_data_validation(rule)
    rule.sqref = MultiCellRange(cells)


def _messages(rule: DataValidation, title: str, text: str) -> None:
    rule.errorTitle, rule.error = "Giá trị không hợp lệ", text
    rule.promptTitle, rule.prompt = title[:32], text
    rule.showErrorMessage = rule.showInputMessage = True


def table_head(sheet: Worksheet, heads: list[tuple[str, int]]) -> None:
    set_widths(sheet, [w for _, w in heads])
    for i, (title, _) in enumerate(heads, 1):
        put(sheet, HEADER_ROW, i, title, "f_head")
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = f"D{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def number_rule(sheet: Worksheet, is_whole: bool, low: str, high: str, cells: str) -> None:
    kind = "whole" if is_whole else "decimal"
    rule = DataValidation(
        type=kind, operator="between", formula1=low, formula2=high, allow_blank=True
    )
    number = "số nguyên" if is_whole else "số"
    _messages(rule, "Thực hiện (lũy kế)", f"Nhập {number} từ {low} đến {high}.")
    sheet.add_data_validation(rule)
    rule.sqref = MultiCellRange(cells)
