"""The marked copy: a returned workbook with every mistake coloured, commented and listed in front.

A clerk mends the coloured cells in it and sends the same file again. What is no workbook that
openpyxl can write back gets a new one with the list alone.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from etl.clean import fold
from etl.form_layout import FINDINGS_COLUMN, FRONT, HEADER_ROW, OF_A_CELL, SHEETS
from etl.form_layout import HEADS as HEADS_OF_FORM
from etl.form_sheet import fit_row
from etl.marks import FILLS, Marks, clear

Found = dict[str, Any]  # a finding as the journal keeps it
LEVELS = {"error": "Lỗi", "warning": "Cảnh báo"}
HEADS = ("STT", "Trang", "Ô", "Mức", "Đang ghi", "Cần sửa thế nào")
WIDTHS = (6, 20, 9, 12, 28, 90)
FINDINGS_AT = {SHEETS[name]: column for name, column in FINDINGS_COLUMN.items()}
FINDINGS_HEAD = HEADS_OF_FORM["results"][-1][0]
MEND_HERE = "Sửa ngay ở các ô tô màu của tệp này rồi gửi lại. Trang này không cần xóa."
MEND_THERE = "Hãy sửa các ô dưới đây trong tệp gốc của đơn vị rồi gửi lại tệp gốc."
LOST = "Khung chữ hoặc hình vẽ của tệp gốc không chép được sang bản này; hãy xem tệp gốc."
DRAWN = re.compile(rb"<(?:\w+:)?(?:twoCell|oneCell|absolute)Anchor[\s>]")
WRAP = Alignment(wrap_text=True, vertical="top")


def marked_copy(content: bytes, findings: Sequence[Found], name: str) -> bytes:
    """The workbook of a clerk with its findings; `content` has been read by the guarded reader."""
    told = [f for f in findings if f["severity"] in LEVELS]
    try:
        keep_vba = name.lower().endswith(".xlsm")
        book = openpyxl.load_workbook(io.BytesIO(content), keep_vba=keep_vba, rich_text=True)
    except Exception:  # no workbook, or one that openpyxl does not read: the list alone is sent
        book = Workbook()
        book.remove(book.worksheets[0])
    has_cells = len(book.worksheets) > 0
    is_whole = not has_cells or _keeps_drawings(book, content)
    _clear(book)
    marks = Marks(book)
    for finding in sorted(told, key=lambda f: f["severity"] == "error"):  # an error's colour stays
        _mark(book, marks, finding)
    if not marks.rows:
        book.remove(marks.record)
    _front(book, told, name, MEND_HERE if has_cells else MEND_THERE, "" if is_whole else LOST)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _keeps_drawings(book: Workbook, content: bytes) -> bool:
    """Whether all that is drawn goes along: openpyxl drops text boxes and shapes in silence."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [n for n in archive.namelist() if "drawings/" in n and n.endswith(".xml")]
        drawn = sum(len(DRAWN.findall(archive.read(name))) for name in parts)
    sheets: list[Any] = [*book.worksheets, *book.chartsheets]
    return drawn <= sum(len(s._charts) + len(getattr(s, "_images", [])) for s in sheets)


def _clear(book: Workbook) -> None:
    """Take away what an earlier return put in: the list in front, the marks, what stood beside."""
    if FRONT in book.sheetnames:
        book.remove(book[FRONT])
    clear(book)
    for sheet in book.worksheets:
        column = _findings_column(sheet)
        for beside in [c for c in sheet._cells.values() if column and isinstance(c, Cell)]:
            is_beside = beside.column == column and beside.row > HEADER_ROW
            if is_beside and OF_A_CELL.match(str(beside.value)):
                beside.value = None


def _findings_column(sheet: Worksheet) -> int | None:
    """Where findings are written beside a line: the form's column, if it stands where it stood."""
    column = FINDINGS_AT.get(sheet.title, 0)
    head = sheet._cells.get((HEADER_ROW, column))
    return column if head is not None and head.value == FINDINGS_HEAD else None


def _mark(book: Workbook, marks: Marks, finding: Found) -> None:
    sheet = _sheet(book, finding["sheet"])
    if sheet is None or not finding["cell"]:
        return
    cell = _whole(sheet, finding["cell"])
    marks.put(cell, finding["severity"], printable(finding["message"]))
    column = _findings_column(sheet)
    beside: Any = sheet.cell(cell.row, column) if column and cell.row > HEADER_ROW else None
    if beside is not None and (not beside.value or OF_A_CELL.match(str(beside.value))):
        before = f"{beside.value}\n" if beside.value else ""
        said = f"{before}{finding['cell']}: {finding['message']}"
        _text(beside, said)
        fit_row(sheet, cell.row, said, 26)


def _sheet(book: Workbook, name: str) -> Worksheet | None:
    """The sheet that a finding names, however its letters are composed in the file."""
    return next((s for s in book.worksheets if fold(s.title) == fold(name)), None)


def _whole(sheet: Worksheet, address: str) -> Cell:
    """The cell of an address, or the one that shows it where cells are merged."""
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        within = next(r for r in sheet.merged_cells.ranges if address in r)
        cell = sheet.cell(within.min_row, within.min_col)
    assert isinstance(cell, Cell)
    return cell


def _front(book: Workbook, told: list[Found], name: str, *how: str) -> None:
    """The first sheet: what is to be mended, each line leading to its cell."""
    sheet = book.create_sheet(FRONT, 0)
    errors = sum(f["severity"] == "error" for f in told)
    sheet.append([f"Báo cáo cần sửa: {errors} lỗi, {len(told) - errors} cảnh báo"])
    sheet.append([printable(f"Tệp: {name}")])
    for said in how:
        sheet.append([said or None])
    sheet.append(HEADS)
    for i, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(i)].width = width
        sheet.cell(5, i).font = Font(bold=True)
    sheet["A1"].font = Font(bold=True, size=14)
    for number, finding in enumerate(told, 1):
        _line(book, sheet, number, finding)
    sheet.freeze_panes = "A6"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    assert sheet.sheet_properties.pageSetUpPr is not None
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False


def _line(book: Workbook, sheet: Worksheet, number: int, finding: Found) -> None:
    row = 5 + number
    level, place = LEVELS[finding["severity"]], (finding["sheet"], finding["cell"])
    for column, value in enumerate((*place, level, finding["value"], finding["message"]), 2):
        _text(sheet.cell(row, column), value)
    first: Any = sheet.cell(row, 1)
    first.value = number
    fit_row(sheet, row, finding["message"], 96)
    sheet.cell(row, 4).fill = FILLS[finding["severity"]]
    target = _sheet(book, finding["sheet"])
    if all(place) and target is not None:
        quoted = target.title.replace("'", "''")
        link = sheet.cell(row, 3)
        link.hyperlink = Hyperlink(link.coordinate, location=f"'{quoted}'!{finding['cell']}")
        link.font = Font(color="0563C1", underline="single")


def printable(value: str) -> str:
    """Text without what no workbook can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)


def _text(cell: Any, value: str) -> None:
    """Text stays text, whatever it begins with."""
    cell.value = printable(value) or None
    if value:
        cell.data_type = "s"
    cell.alignment = WRAP
