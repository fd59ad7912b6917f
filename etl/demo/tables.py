"""Tables that offices of the demo district send in shapes of their own, as declared."""

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from etl.catalog import Catalog
from etl.demo.figures import Figures
from etl.demo.papers import Paper
from etl.demo.saving import save
from etl.form_layout import SAMPLE
from etl.read_csv import SHEET
from etl.report import plain
from etl.table_layout import TableLayout, table_cells, table_layout

Typed = list[tuple[str, ...]]
BOOK_SHEET = "Tổng hợp"
SCORES = {"điểm", "%"}  # what nobody adds up
TOP = 6  # of the header; above it stand the title, the mark and the paper


def make_table(catalog: Catalog, figures: Figures, inbox: Path, paper: Paper) -> Typed:
    """Write the file of one paper; returns every value typed into it."""
    layout = table_layout(catalog, catalog.table_forms[paper.form_id][0]["layout_id"])
    cells = table_cells(catalog, paper.form_id, paper.reporter, paper.period)
    values = {(m, u): figures[m, u, paper.period] for m, u in cells}
    write = _long if layout.is_long else _matrix
    typed, content = write(catalog, layout, paper, values)
    target = inbox / paper.file
    if isinstance(content, Workbook):
        save(content, target)
    else:
        target.write_bytes(content)
    return typed


def _title(catalog: Catalog, layout: TableLayout, paper: Paper) -> list[str]:
    period = catalog.periods[paper.period]["title_vi"].lower()
    assert paper.signed is not None
    number = f"{30 + len(paper.form_id)}/BC-{_initials(paper.reporter)}"
    return [
        f"{layout.row['title_vi']} {period}".upper(),
        f"{SAMPLE} – số liệu chính thức",
        f"(Kèm theo Báo cáo số {number} ngày {paper.signed:%d/%m/%Y})",
    ]


def _initials(unit_id: str) -> str:
    return "".join(part[0] for part in unit_id.split("-")).upper()


def _matrix(
    catalog: Catalog, layout: TableLayout, paper: Paper, values: dict[tuple[str, str], Decimal]
) -> tuple[Typed, Workbook]:
    """Units down, a header of two rows with merged cells, numbers of columns, a total."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = BOOK_SHEET
    for row, said in enumerate(_title(catalog, layout, paper), 1):
        sheet.cell(row, 1, said)
    _heads(sheet, [f["header"] for f in layout.fields.values()])
    units = list(dict.fromkeys(u for _, u in values))
    typed: Typed = []
    for number, unit in enumerate(units, 1):
        row = TOP + 2 + number
        sheet.cell(row, 1, number)
        told = {m: v for (m, u), v in values.items() if u == unit}
        _line(sheet, row, layout, catalog.units[unit]["name_vi"], told)
        for column, field in enumerate(layout.fields.values(), 1):
            if field["role"] == "figure":
                where = (BOOK_SHEET, f"{get_column_letter(column)}{row}")
                typed.append(
                    _typed(paper, where, unit, field["measure_id"], told[field["measure_id"]])
                )
    sums = {m: sum(v for (n, _), v in values.items() if n == m) for m in layout.measures}
    if SCORES.isdisjoint(catalog.measures[m]["uom_vi"] for m in layout.measures):
        _line(sheet, TOP + 3 + len(units), layout, "Tổng cộng", sums)
    return typed, book


def _heads(sheet: Any, headers: list[str]) -> None:
    """Two rows, a common head merged over its columns, and the row that numbers them."""
    first = 0  # column where the head in hand begins
    for column, header in enumerate(headers, 1):
        above, _, below = header.partition(" / ")
        if not first or above != headers[first - 1].partition(" / ")[0]:
            sheet.cell(TOP, column, above)
            first = column
        following = headers[column].partition(" / ")[0] if column < len(headers) else ""
        if below and first < column and following != above:
            sheet.merge_cells(start_row=TOP, end_row=TOP, start_column=first, end_column=column)
        if below:
            sheet.cell(TOP + 1, column, below)
        else:
            sheet.merge_cells(
                start_row=TOP, end_row=TOP + 1, start_column=column, end_column=column
            )
        sheet.cell(TOP + 2, column, "AB"[column - 1] if column < 3 else column - 2)


def _line(
    sheet: Any, row: int, layout: TableLayout, name: str, told: Mapping[str, Decimal | int]
) -> None:
    for column, field in enumerate(layout.fields.values(), 1):
        match field["role"]:
            case "unit":
                sheet.cell(row, column, name)
            case "figure":
                sheet.cell(row, column, told[field["measure_id"]])
            case "percent":
                part, whole = told[field["measure_id"]], told[field["of_measure_id"]]
                sheet.cell(
                    row, column, f"{plain(round(100 * Decimal(part) / Decimal(whole), 2))} %"
                )


def _long(
    catalog: Catalog, layout: TableLayout, paper: Paper, values: dict[tuple[str, str], Decimal]
) -> tuple[Typed, bytes]:
    """One line a figure, with semicolons, as a Vietnamese Excel saves it."""
    heads = [f["header"] for f in layout.fields.values() if f["role"] != "figure"]
    names = {f["measure_id"]: f["header"] for f in layout.of("figure")}
    lines = [[said, *[""] * (len(heads) - 1)] for said in _title(catalog, layout, paper)]
    lines.append(heads)
    period = catalog.periods[paper.period]["title_vi"]
    typed: Typed = []
    for (measure, unit), value in values.items():
        lines.append([catalog.units[unit]["name_vi"], names[measure], period, plain(value)])
        where = (SHEET, f"{get_column_letter(len(heads))}{len(lines)}")
        typed.append(_typed(paper, where, unit, measure, value))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(lines)
    return typed, out.getvalue().encode("utf-8-sig")


def _typed(
    paper: Paper, where: tuple[str, str], unit: str, measure: str, value: Decimal | int
) -> tuple[str, ...]:
    about = (paper.reporter, unit, measure, paper.period, str(value), paper.outcome)
    return (paper.file, *where, *about)
