"""Workbooks of other people: invoices, lists, charts, empty ones; none of them a form of ours."""

import datetime as dt
import io
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

SOFFICE = shutil.which("soffice")


def _table(sheet: Any, rows: int, columns: int, seed: int = 1) -> None:
    dice = random.Random(seed)
    sheet.append([f"Cột {c}" for c in range(1, columns + 1)])
    for r in range(rows):
        sheet.append([f"Dòng {r}", *(dice.randint(0, 9999) for _ in range(columns - 1))])


def _rows(rows: int, columns: int) -> Callable[[Workbook], None]:
    return lambda book: _table(book.active, rows, columns, rows)


def _invoice(book: Workbook) -> None:
    sheet = book.active
    sheet.merge_cells("A1:E1")
    sheet["A1"] = "HÓA ĐƠN GIÁ TRỊ GIA TĂNG"
    for r in range(3, 20):
        for c, value in enumerate((r, "Văn phòng phẩm", 12, 15000, f"=C{r}*D{r}"), 1):
            sheet.cell(r, c, value)
    sheet["E21"] = "=SUM(E3:E19)"


def _sheets(count: int) -> Callable[[Workbook], None]:
    def make(book: Workbook) -> None:
        for n in range(1, count):
            _table(book.create_sheet(f"Trang {n}"), 3, 3, n)

    return make


def _chart(kind: Any) -> Callable[[Workbook], None]:
    def make(book: Workbook) -> None:
        _table(book.active, 8, 3)
        chart = kind()
        chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=9))
        book.active.add_chart(chart, "F2")

    return make


def _charts_only(book: Workbook) -> None:
    sheet = book.active
    _table(sheet, 5, 2)
    for _ in range(3):
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=6))
        book.create_chartsheet().add_chart(chart)
    sheet.sheet_state = "hidden"


def _pivot(book: Workbook) -> None:
    sheet = book.active
    sheet.append(["Nhãn hàng", "Năm 2021", "Năm 2022", "Tổng cộng"])
    for group in range(6):
        sheet.append([f"Nhóm {group}", group, group * 2, group * 3])
        for line in range(4):
            sheet.append([f"    {line}", line, line, line * 2])
            sheet.row_dimensions[sheet.max_row].outline_level = 1


def _dressed(book: Workbook) -> None:
    sheet = book.active
    _table(sheet, 12, 4)
    sheet.add_table(Table(displayName="Bang1", ref="A1:D13"))
    sheet["B2"].comment = Comment("xem lại", "A")
    sheet["B3"].hyperlink = "https://example.org"
    check = DataValidation(type="list", formula1='"Có,Không"')
    check.add("C2:C13")
    sheet.add_data_validation(check)
    sheet.auto_filter.ref = "A1:D13"
    sheet.freeze_panes = "B2"


def _hidden(book: Workbook) -> None:
    _table(book.active, 4, 4)
    book.create_sheet("ẩn").sheet_state = "hidden"
    book.create_sheet("rất ẩn").sheet_state = "veryHidden"


def _dates(book: Workbook) -> None:
    for n in range(30):
        book.active.append([dt.date(2022, 1, 1) + dt.timedelta(n), n / 7, n % 2 == 0, "=NOW()"])


def _our_names(book: Workbook) -> None:
    """The sheets are called like ours."""
    for name in ("Bìa", "Kết quả", "Khen thưởng", "Đánh giá"):
        _table(book.create_sheet(name), 6, 10)


def _texts(book: Workbook) -> None:
    for text in (
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "😀" * 50,
        "a" * 30000,
        "\u202eđảo",
    ):
        book.active.append([text])
        book.active.cell(book.active.max_row, 1).data_type = "s"


MAKERS: dict[str, Callable[[Workbook], None]] = {
    "hoa-don": _invoice, "trong": lambda book: None, "bieu-do": _charts_only, "tong-hop": _pivot,
    "50-trang": _sheets(50), "5-trang": _sheets(5), "cot": _chart(BarChart),
    "duong": _chart(LineChart), "banh": _chart(PieChart), "trang-tri": _dressed, "an": _hidden,
    "ngay": _dates, "ten-giong": _our_names, "chu": _texts,
    **{f"bang-{r}x{c}": _rows(r, c) for r, c in
       ((1, 1), (1, 2), (10, 3), (20, 12), (50, 5), (100, 8), (300, 20), (2000, 6), (3, 400))},
}  # fmt: skip


def foreign() -> dict[str, bytes]:
    """Each of them as openpyxl writes it, by the name of the file."""
    found = {}
    for name, make in MAKERS.items():
        book, whole = Workbook(), io.BytesIO()
        make(book)
        book.save(whole)
        found[f"{name}.xlsx"] = whole.getvalue()
    return found


def converted(folder: Path, files: list[Path], kind: str) -> list[Path]:
    """The same as LibreOffice writes them, in its own process and profile."""
    out = folder / kind
    words = [
        str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--convert-to", kind, "--outdir", str(out), *map(str, files),
    ]  # fmt: skip
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    return sorted(out.iterdir())
