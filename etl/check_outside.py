"""What stands in a form outside the cells that are read: told, since nobody would ever see it.

One finding a sheet. A figure there would be lost, and refuses the report; words only warn.
"""

from collections.abc import Iterator

from etl import clean
from etl.cells import Cell, Cells, letters_of
from etl.check_sheets import Sheets
from etl.form_layout import (
    FRONT,
    HEADS,
    HIDDEN,
    INPUT_COLUMN,
    MET,
    OF_A_CELL,
    RECORD,
    SHEETS,
    TABLES,
    is_typed,
)
from etl.form_places import Whose, mark, whose
from etl.numbers import ABOUT, NUMBER
from etl.read import Book
from etl.rules import Finding

NAMED = 4  # so many cells by name, the others by their number
WORDS = 2  # behind a number: «12 hộ nghèo» is a figure, a longer text a remark
OF_WORDS = ("cover", "narrative")  # sheets where no figure is asked
ANSWERS = set(map(clean.fold, MET))
FRONT_COLUMNS = 6


def find_outside(seen: Sheets) -> None:
    """Sweep every sheet that stands as the form has it, then those that are none of the form's."""
    for name in SHEETS:
        if name in seen.standing:
            _merged(seen, name)
            _tell(seen, SHEETS[name], list(_outside(seen, name)))
    if any(f.rule_id == "not-ours" for f in seen.report.findings):
        return  # a sheet is missing, perhaps under another name
    for sheet, cells in seen.book.items():
        if sheet == FRONT:
            beside = [c for (_, column), c in cells.items() if column > FRONT_COLUMNS]
            _tell(seen, sheet, [(c, False) for c in beside])
        elif (
            cells and sheet not in (HIDDEN, RECORD) and sheet not in map(SHEETS.get, seen.standing)
        ):
            _other_sheet(seen, sheet, cells)


def comments_outside(book: Book, found: dict[str, dict[str, str]]) -> list[Finding]:
    """One finding a sheet of comments; no cell is named by it, so that none is marked over one.

    LibreOffice drops who wrote them: what the front sheet says as well was written by us.
    """
    front = book.get(FRONT, {}).items()
    ours = {clean.raw(c) for (_, column), c in front if column == FRONT_COLUMNS}
    others = {
        sheet: [cell for cell, text in said.items() if not any(each in text for each in ours)]
        for sheet, said in found.items()
    }
    return [Finding("outside-comment", s, what=_named(c)) for s, c in others.items() if c]


def _tell(seen: Sheets, sheet: str, outside: list[tuple[Cell, bool]]) -> None:
    """One finding; what would be lost is named first."""
    told = {f.cell for f in seen.report.findings if f.sheet == sheet}
    left = [(c, lost) for c, lost in outside if c.address not in told and clean.raw(c).strip()]
    if left:
        cells = [c.address for is_first in (True, False) for c, lost in left if lost is is_first]
        rule = "outside-figure" if any(lost for _, lost in left) else "outside-text"
        seen.find(rule, sheet, cells[0], what=_named(cells))


def _named(cells: list[str]) -> str:
    more = f" và {len(cells) - NAMED} ô khác" if len(cells) > NAMED else ""
    return ", ".join(cells[:NAMED]) + more


def _merged(seen: Sheets, name: str) -> None:
    """Input cells that lie under another one: what they held is gone."""
    sheet = SHEETS[name]
    cells = seen.book[sheet]
    covered = sorted((row, column) for each, row, column in seen.book.covered if each == sheet)
    inputs = [
        f"{letters_of(column)}{row}"
        for row, column in covered
        if whose(name, row, column, (row, 1) in cells) in (Whose.TYPED, Whose.NOTE)
    ]
    if inputs:
        seen.find("cell-merged", sheet, inputs[0], what=_named(inputs))


def _outside(seen: Sheets, name: str) -> Iterator[tuple[Cell, bool]]:
    """Cells of a sheet that nobody reads, each with whether a figure is lost by it."""
    cells = seen.book[SHEETS[name]]
    has_figures = name not in OF_WORDS
    for (row, column), cell in cells.items():
        key = cells.get((row, 1))
        owner = whose(name, row, column, key is not None)
        if owner in (Whose.TYPED, Whose.COMPARED):
            continue
        if owner is Whose.NOTE:
            if (row, INPUT_COLUMN[name]) not in cells and _is_answer(name, cell):
                yield cell, True
        elif owner is Whose.NOBODY:
            yield cell, has_figures and (_is_answer(name, cell) or _is_input(name, column))
        elif not _is_ours(seen, name, owner, clean.raw(key) or row, cell):
            is_free = (row, INPUT_COLUMN.get(name, 0)) not in cells
            yield cell, _is_lost(owner, is_free) and _is_answer(name, cell)


def _is_lost(owner: Whose, is_free: bool) -> bool:
    """A figure in the column of findings is; in a grey cell only where the input cell is empty."""
    return owner is Whose.FINDINGS or (owner is Whose.GREY and is_free)


def _is_ours(seen: Sheets, name: str, owner: Whose, line: str | int, cell: Cell) -> bool:
    """Whether a cell that is not to be typed in holds what we wrote."""
    if owner is Whose.FINDINGS:
        return OF_A_CELL.match(clean.raw(cell)) is not None
    if owner is Whose.NUMBER:
        return clean.raw(cell).strip().isdigit()
    if seen.locked is None:
        return owner is Whose.LOCKED or cell.type == "number"
    is_plain = cell.type in ("number", "text")
    return is_plain and mark(name, line, cell.column, cell.value) in seen.locked


def _is_input(name: str, column: int) -> bool:
    return column == INPUT_COLUMN.get(name)


def _is_answer(name: str, cell: Cell) -> bool:
    """A figure, or an answer of the criteria, and not a remark that holds one."""
    if cell.type in ("number", "formula"):
        return True
    said = clean.fold(clean.raw(cell))
    if name == "criteria" and said in ANSWERS:
        return True
    figure = NUMBER.fullmatch(ABOUT.sub("", said).strip())
    return figure is not None and len((figure[3] or "").split()) <= WORDS


def _other_sheet(seen: Sheets, sheet: str, cells: Cells) -> None:
    """A sheet of nobody's; one with the heads of ours and other figures may be the right one."""
    texts = {clean.fold(str(c.value)) for c in cells.values() if c.type == "text"}
    like = next((name for name, heads in _heads().items() if heads <= texts), None)
    mine = seen.book.get(SHEETS[like], {}) if like in seen.standing else {}
    typed = [place for place in cells if like and is_typed(like, *place)]
    others = [p for p in typed if clean.raw(cells[p]) != clean.raw(mine.get(p))]
    if like and others:
        seen.find("sheet-copied", sheet, cells[others[0]].address, value=sheet, what=SHEETS[like])
    else:
        seen.find("sheet-outside", sheet, value=sheet)


def _heads() -> dict[str, set[str]]:
    """The heads by which a sheet is known as one of ours, whatever its name."""
    tables = {name: [f.title for f in fields] for name, fields in TABLES.items()}
    heads = {name: [title for title, _ in each] for name, each in HEADS.items()}
    return {name: set(map(clean.fold, titles)) for name, titles in (heads | tables).items()}
