"""The workbook that lists what goes back to the units, one line a file."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from etl.job import Line
from etl.marked import printable

HEADS = ("Đơn vị", "Kỳ", "Tệp đã gửi", "Lỗi", "Cảnh báo", "Tệp trả lại")
WIDTHS = (44, 24, 44, 8, 10, 60)


def summary(lines: Sequence[Line]) -> bytes:
    """A workbook of these lines."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Tệp trả lại"
    sheet.append(HEADS)
    for row, line in enumerate(lines, 2):
        for column, value in enumerate(line, 1):
            cell: Any = sheet.cell(row, column)
            cell.value = printable(value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # a file's name that begins with = stays text
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:F{len(lines) + 1}"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
