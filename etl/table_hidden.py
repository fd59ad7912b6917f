"""Figures of a table that are out of sight."""

from etl.cells import Book, Cell, letters_of
from etl.table_grid import Grid, Header, numbering_line
from etl.table_layout import TableLayout, header_key

DIGITS = set("0123456789")


def hidden_figures(
    book: Book, grid: Grid, header: Header, layout: TableLayout
) -> tuple[list[Cell], str]:
    """Cells out of sight that may hold figures, and where: columns left out anyway hold none."""
    paths = header.paths | header.unseen
    keys = {place: header_key(path) for place, path in paths.items()}
    left_out = {p for p, k in keys.items() if k in layout.fields and _is_ignored(layout, k)}
    numbering = numbering_line(grid, header)
    cells = [
        cell
        for (line, place), cell in grid.hidden.items()
        if line > header.last
        and line != numbering
        and place not in left_out
        and _may_be_figure(cell)
    ]
    rows = {c.row for c in cells if (grid.sheet, c.row, 0) in book.hidden}
    columns = {c.column for c in cells if (grid.sheet, 0, c.column) in book.hidden}
    where = [f"dòng {row}" for row in sorted(rows)]
    where += [f"cột {letters_of(column)}" for column in sorted(columns)]
    return cells, ", ".join(where)


def hidden_sheets(book: Book, read: str) -> list[str]:
    """Sheets out of sight, but for the one that is read, that may hold figures."""
    return [
        sheet
        for sheet, cells in book.items()
        if sheet != read
        and (sheet, 0, 0) in book.hidden
        and any(map(_may_be_figure, cells.values()))
    ]


def _may_be_figure(cell: Cell) -> bool:
    return cell.type == "number" or bool(DIGITS & set(str(cell.value)))


def _is_ignored(layout: TableLayout, key: str) -> bool:
    return layout.fields[key]["role"] == "ignore"
