"""Marks in the cells of a returned workbook, and what stood there before them.

The copy itself carries that in a sheet that Excel does not offer to show, so that the next return
gives a cell its own colour and comment back before it marks what is still wrong.
"""

import re
from collections.abc import Iterator
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from etl.form_layout import AUTHOR, AUTHORS, RECORD

FILLS = {
    "error": PatternFill("solid", fgColor="F8CBAD"),
    "warning": PatternFill("solid", fgColor="FFE699"),
}
COLOURS = {fill.fgColor.rgb[-6:] for fill in FILLS.values()}
ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")


class Marks:
    """Puts marks into one workbook; each cell's row in the record has its own fill."""

    def __init__(self, book: Workbook) -> None:
        self.record: Any = book.create_sheet(RECORD)
        self.record.sheet_state = "veryHidden"
        self.rows: dict[tuple[str, str], int] = {}

    def put(self, cell: Cell, severity: str, message: str) -> None:
        """Colour a cell and tell in a comment why; a comment of its own stays, and its author."""
        place = (cell.parent.title, cell.coordinate)
        if place not in self.rows:
            self.rows[place] = len(self.rows) + 1
            self.record.cell(self.rows[place], 3).fill = copy(cell.fill)
        name, address, _, said = (self.record.cell(self.rows[place], c) for c in range(1, 5))
        told = f"{said.value or ''}\n{message}".strip()
        for at, value in ((name, place[0]), (address, place[1]), (said, told)):
            at.value, at.data_type = value, "s"  # text, whatever it begins with
        cell.fill = FILLS[severity]
        author = cell.comment.author if cell.comment else AUTHOR
        text = f"{cell.comment.text}\n{message}" if cell.comment else message
        cell.comment = Comment(text, author, height=120, width=320)


def clear(book: Workbook) -> None:
    """Take an earlier return's marks away: what is mended must not stay coloured."""
    known = set()
    for cell, fill, said in _recorded(book):
        known.add((cell.parent.title, cell.coordinate))
        _uncolour(cell, fill)
        if cell.comment:
            words = r"\s+".join(map(re.escape, said.split()))
            left = re.sub(words, "", cell.comment.text).strip() if words else cell.comment.text
            cell.comment = Comment(left, cell.comment.author) if left else None
    if RECORD in book.sheetnames:
        book.remove(book[RECORD])
    for cell in _cells(book):  # rows were put in above it, or the record is gone
        is_ours = cell.comment is not None and cell.comment.author in AUTHORS
        if is_ours and (cell.parent.title, cell.coordinate) not in known:
            cell.comment = None
            _uncolour(cell, _named_fill(book, cell))


def _recorded(book: Workbook) -> Iterator[tuple[Cell, PatternFill, str]]:
    """Cells with the fill that they had and what was told of them."""
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    rows: Any = sheets[RECORD].iter_rows(max_col=4) if RECORD in sheets else ()
    for name, address, own, said in rows:
        place: Worksheet | None = sheets.get(str(name.value))
        if place is not None and ADDRESS.fullmatch(str(address.value)):
            cell = place[address.value]
            if isinstance(cell, Cell):
                yield cell, copy(own.fill), str(said.value or "")


def _cells(book: Workbook) -> list[Cell]:
    return [c for s in book.worksheets for c in s._cells.values() if isinstance(c, Cell)]


def _uncolour(cell: Cell, own: PatternFill) -> None:
    """The cell's format stays: by it the number is read; so does a colour that is not ours."""
    if str(cell.fill.fgColor.rgb)[-6:] in COLOURS:
        cell.fill = own


def _named_fill(book: Workbook, cell: Cell) -> PatternFill:
    """The colour that the cell's named style has; the form's input cells are yellow."""
    styles: Any = book
    named = next((s for s in styles._named_styles if s.name == cell.style), None)
    return copy(named.fill) if named is not None else PatternFill()
