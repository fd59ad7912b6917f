"""A table in a sheet: what is in sight of it, its header found by words, its lines below.

Units down or across is one thing: a grid has lines (of a unit each) and places along them, and for
units across the two are exchanged. Nothing is known of addresses; a header is found by its words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from etl.cells import Book, Cell, letters_of
from etl.clean import fold, said
from etl.table_layout import TableLayout, header_key

At = tuple[int, int]
INSIDE = re.compile(r"trong đó\s*[:.]?\s*\S")
# The row under a header that numbers its columns: A, B, 1, (2), 3=1+2, 4=(3)/(2)*100.
COLUMN_NUMBER = re.compile(r"\(?([a-zđ]|[0-9]{1,2})\)?\s*([=:]\s*[-+*/%×x:().,\s0-9a-z]+)?")


class Grid:
    """The cells in sight of one sheet, by (line, place)."""

    def __init__(self, book: Book, sheet: str, units_in: str) -> None:
        self.sheet = sheet
        self.is_turned = units_in == "columns"
        self.cells: dict[At, Cell] = {}
        self.hidden: dict[At, Cell] = {}
        self.foot: list[Cell] = []  # what stands below the table, once its end is known
        self.unseen: set[int] = set()  # places out of sight
        for (row, column), cell in book[sheet].items():
            is_hidden = {(sheet, row, 0), (sheet, 0, column)} & book.hidden
            if is_hidden == {(sheet, 0, column)} and _is_spread(book, sheet, cell):
                is_hidden = set()
            (self.hidden if is_hidden else self.cells)[self.at(row, column)] = cell
            if is_hidden & {(sheet, row, 0) if self.is_turned else (sheet, 0, column)}:
                self.unseen.add(self.at(row, column)[1])
        self._measure()

    def _measure(self) -> None:
        self.lines = sorted({line for line, _ in self.cells})
        self.places = sorted({place for _, place in self.cells})

    def cut(self, last: int) -> None:
        """Leave the rows below the table's last one to its foot."""
        self.foot += [c for c in self.cells.values() if c.row > last]
        self.cells = {at: c for at, c in self.cells.items() if c.row <= last}
        self._measure()

    def at(self, row: int, column: int) -> At:
        return (column, row) if self.is_turned else (row, column)

    def text(self, line: int, place: int) -> str:
        return said(self.cells.get((line, place)))

    def head(self, line: int, place: int) -> str:
        """The same of a header's cell, whose place may be out of sight."""
        at = (line, place)
        is_behind = place in self.unseen and line in self.lines and at not in self.cells
        return said((self.hidden if is_behind else self.cells).get(at))

    def address(self, line: int, place: int) -> str:
        row, column = (place, line) if self.is_turned else (line, place)
        return f"{letters_of(column)}{row}"

    def filled(self, line: int) -> list[int]:
        """Places of a line in which something stands."""
        return [p for p in self.places if self.text(line, p).strip()]


def _is_spread(book: Book, sheet: str, cell: Cell) -> bool:
    """Words merged with the next column are seen there when their own is hidden."""
    behind = (sheet, cell.row, cell.column + 1)
    return cell.type == "text" and behind in book.covered


@dataclass(frozen=True)
class Header:
    """Where a header stands: its last line, the place of the units, the path of every place.

    `unseen`: paths of places out of sight.
    """

    top: int
    last: int
    unit_place: int
    paths: dict[int, str]
    unseen: dict[int, str]

    def place_of(self, key: str) -> int | None:
        return next((p for p, path in self.paths.items() if header_key(path) == key), None)


def find_headers(grid: Grid, layout: TableLayout) -> list[Header]:
    """The lines where the units' own header stands and most other headers of the layout with it.

    Behind them others, apart from them, where it stands again: a second table, or a head repeated.
    """
    rows = layout.row["header_rows"]
    (unit,) = (key for key, f in layout.fields.items() if f["role"] == "unit")
    found = []
    for top in grid.lines:
        lines = range(top, top + rows)
        every = _paths(grid, lines)
        paths = {p: path for p, path in every.items() if p not in grid.unseen}
        unseen = {p: path for p, path in every.items() if p in grid.unseen}
        for place in [p for p, path in paths.items() if header_key(path) == unit]:
            if grid.is_turned:  # titles stand above the units' row
                paths = {p: path for p, path in paths.items() if p >= place}
            known = sum(header_key(path) in layout.fields for path in paths.values())
            found.append((known, top, Header(top, lines[-1], place, paths, unseen)))
    found.sort(key=lambda f: f[:2], reverse=True)
    known = [header for n, _, header in found if n > 1] or [f[2] for f in found[:1]]
    return known[:1] + [h for h in known[1:] if abs(h.top - known[0].top) >= rows]


def _paths(grid: Grid, lines: range) -> dict[int, str]:
    """Place → its header, rows joined by « / »; an empty cell under a common head is that head's.

    The last row is never filled: what has no name of its own there is called by what is above it.
    Places out of sight are gone through too: a common head may stand in one.
    """
    said: dict[int, list[str]] = {}
    before: list[str] = []
    for place in sorted({*grid.places, *grid.unseen}):
        own = [grid.head(line, place).strip() for line in lines]
        for level in range(len(own) - 1):
            is_one = own[:level] == before[:level]
            if not own[level] and is_one and any(own[level + 1 :]):
                own[level] = before[level] if before else ""
        said[place] = before = own
    return {p: " / ".join(filter(None, own)) for p, own in _parted(said).items() if any(own)}


def _parted(said: dict[int, list[str]]) -> dict[int, list[str]]:
    """«Trong đó: nữ» belongs to the place before it that has no «trong đó» of its own."""
    found: dict[int, list[str]] = {}
    heads: list[str] = []
    for place, own in said.items():
        level = next((i for i, t in enumerate(own) if INSIDE.match(fold(t))), None)
        if level is None:
            heads = own
            found[place] = own
        else:
            head = heads[level] if level < len(heads) else ""
            found[place] = [*own[:level], head, *own[level:]]
    return found


def data_lines(grid: Grid, header: Header) -> Iterator[int]:
    """Lines under the header in which something stands, without the one that numbers columns."""
    numbering = numbering_line(grid, header)
    for line in grid.lines:
        if line > header.last and line != numbering and grid.filled(line):
            yield line


def numbering_line(grid: Grid, header: Header) -> int | None:
    """The line right under the header that numbers its columns."""
    first = next((n for n in grid.lines if n > header.last and grid.filled(n)), None)
    if first is None:
        return None
    said = [fold(grid.text(first, p)) for p in grid.filled(first)]
    is_numbering = len(said) > 1 and all(map(COLUMN_NUMBER.fullmatch, said))
    return first if is_numbering and grid.text(first, header.unit_place).strip() else None
