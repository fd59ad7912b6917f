"""From a table of an office's own to a report: the layout it fits, its identity, its figures."""

from etl import clean
from etl.catalog import Catalog
from etl.check_sheets import Sheets
from etl.check_table_lines import TableReader
from etl.form_layout import FRONT, HIDDEN, RECORD
from etl.read import Book
from etl.report import Report
from etl.table_grid import Grid, find_headers
from etl.table_layout import TableLayout, table_layout


def check_table(book: Book, catalog: Catalog, aliases: dict[str, str]) -> Report:
    """A table that one declared layout fits; what fits none is not ours."""
    for name in (FRONT, RECORD):  # of a marked copy that was mended and sent again
        book.pop(name, None)
    seen = Sheets(book)
    seen.to_unicode([
        (sheet, place)
        for sheet, cells in book.items()
        for place, cell in sorted(cells.items())
        if cell.type == "text"
    ])  # fmt: skip
    fitting = _fitting(book, catalog)
    if not fitting:
        seen.report.findings.clear()
        _not_ours(seen, catalog)
        return seen.report
    if len(fitting) > 1:
        seen.find("table-unclear", what=", ".join(t.row["layout_id"] for t, _ in fitting))
        return seen.report
    layout, grid = fitting[0]
    headers = find_headers(grid, layout)
    if not headers:
        seen.find("table-header", grid.sheet, what=layout.of("unit")[0]["header"])
        return seen.report
    first, *others = sorted(headers, key=lambda h: h.top)
    if others:
        here, there = (grid.address(h.last, h.unit_place) for h in (others[0], first))
        seen.find("table-twice", grid.sheet, here, what=there)
        return seen.report
    reader = TableReader(book, catalog, aliases, layout, grid, first)
    reader.report.findings += seen.report.findings
    return reader.run()


def _not_ours(seen: Sheets, catalog: Catalog) -> None:
    """No declared table; or one, on one of several sheets in sight."""
    titles = [r["title_vi"] for r in catalog.tables["layout"] if r["title_vi"]]
    sheets = _in_sight(seen.book)
    ours = [s for s in sheets if any(_has_title(Grid(seen.book, s, "rows"), t) for t in titles)]
    if ours and len(sheets) > 1:
        others = ", ".join(f"«{s}»" for s in sheets if s != ours[0])
        seen.find("table-sheets", ours[0], value=ours[0], what=others)
        return
    known = ", ".join(f"«{t}»" for t in dict.fromkeys(titles))
    names = f" ({known})" if known else ""
    seen.find("not-ours", what=f"trang ẩn «{HIDDEN}», hoặc tên của một bảng đã khai{names}")


def _fitting(book: Book, catalog: Catalog) -> list[tuple[TableLayout, Grid]]:
    """Layouts by sheet and title; of several with one title those whose units' header is there."""
    found = []
    for row in catalog.tables["layout"]:
        layout = table_layout(catalog, row["layout_id"])
        sheet = _sheet(book, row["sheet"])
        if sheet is not None:
            grid = Grid(book, sheet, row["units_in"])
            if _has_title(grid, row["title_vi"]) and (row["title_vi"] or _has_heads(grid, layout)):
                found.append((layout, grid))
    with_header = [(t, g) for t, g in found if find_headers(g, t)]
    return with_header or found[:1]


def _sheet(book: Book, name: str | None) -> str | None:
    """The sheet a layout names, hidden or not; without a name the only one in sight with cells."""
    if name:
        return next((s for s in book if clean.fold(s) == clean.fold(name)), None)
    seen = _in_sight(book)
    return seen[0] if len(seen) == 1 else None


def _in_sight(book: Book) -> list[str]:
    """Sheets that whoever filled it in sees something on."""
    return [s for s, cells in book.items() if cells and (s, 0, 0) not in book.hidden]


def _has_title(grid: Grid, title: str | None) -> bool:
    said = clean.fold(title or "")
    return any(said in clean.fold(c.value) for c in grid.cells.values() if c.type == "text")


def _has_heads(grid: Grid, layout: TableLayout) -> bool:
    """Of a table without a title every header must be there."""
    keys = [k for k, f in layout.fields.items() if f["role"] in ("unit", "measure", "value")]
    headers = find_headers(grid, layout)[:1]
    return any(all(h.place_of(k) is not None for k in keys) for h in headers)
