"""Whose each cell of a form is: typed by a unit, compared with the catalogue, locked, nobody's.

A form carries a mark of every locked cell in its hidden sheet, so that one that was changed is
seen whatever the catalogue says by then; forms from before that carry none.
"""

import zlib
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache
from typing import Any

from etl.clean import tidy
from etl.form_layout import (
    COVER_COLUMN,
    COVER_ROW,
    HEADER_ROW,
    NARRATIVE,
    SHEETS,
    TABLES,
    WHOSE,
    is_typed,
)


class Whose(Enum):
    """What a cell of a form is for."""

    NOBODY = 0
    TYPED = 1  # a unit fills it in
    NOTE = 2  # … with words beside its figure
    COMPARED = 3  # the check holds it against the catalogue
    LOCKED = 4  # ours, and told only by its mark
    GREY = 5  # a figure of ours beside the input cell
    NUMBER = 6  # counts the lines of a table, which a unit may go on with
    FINDINGS = 7  # kept free for what we find


# One letter a column, from A on.
LETTERS = {
    "c": Whose.COMPARED, "l": Whose.LOCKED, "g": Whose.GREY, "t": Whose.TYPED, "n": Whose.NOTE,
    "#": Whose.NUMBER, "f": Whose.FINDINGS,
}  # fmt: skip
SPELLED = {
    "cover": "",
    "results": "clcccgggtnf",
    "criteria": "clctnf",
    "self_score": "cllcltnf",
    "narrative": "lct",
}
SPELLED |= {name: f"##{'t' * len(fields)}f" for name, fields in TABLES.items()}
COLUMNS = {name: [LETTERS[letter] for letter in said] for name, said in SPELLED.items()}
LAST_ROW_OF_COVER = 40  # its guidance has been longer and shorter


def whose(name: str, row: int, column: int, has_key: bool) -> Whose:
    """Whose a cell is; a line without its hidden key is nobody's, but in tables."""
    if name == "cover":
        return _on_cover(row, column)
    columns = COLUMNS[name]
    if row <= HEADER_ROW:
        return _above(row, column, len(columns))
    if column > len(columns) or not (has_key or name in TABLES):
        return Whose.NOBODY
    if name == "narrative" and row > HEADER_ROW + len(NARRATIVE):
        return Whose.NOBODY
    return columns[column - 1]


def _above(row: int, column: int, width: int) -> Whose:
    """The title, whose it is, the mark of invented figures; then the heads."""
    if row == HEADER_ROW:
        return Whose.COMPARED if column <= width else Whose.NOBODY
    if (row, column) == WHOSE:
        return Whose.COMPARED
    return Whose.LOCKED if column == WHOSE[1] else Whose.NOBODY


@lru_cache(maxsize=1000)
def _on_cover(row: int, column: int) -> Whose:
    if is_typed("cover", row, column):
        return Whose.TYPED
    identity = {(COVER_ROW[n], COVER_COLUMN) for n in ("unit", "period")}
    if (row, column) in identity | {WHOSE}:
        return Whose.COMPARED
    if column == WHOSE[1] and row <= LAST_ROW_OF_COVER:
        return Whose.LOCKED
    return Whose.LOCKED if (row, column) == (COVER_ROW["block"], COVER_COLUMN) else Whose.NOBODY


def mark(name: str, line: Any, column: int, value: Any) -> str:
    """Names what stands in one locked cell; `line` is its row's hidden key, or its row."""
    said = tidy(value) if isinstance(value, str) else f"{float(value):.12g}"
    return f"{zlib.crc32(f'{name}|{line}|{column}|{said}'.encode()):08x}"


def marks(sheets: Mapping[str, Mapping[tuple[int, int], Any]]) -> Iterator[str]:
    """Marks of all locked cells of a form, from its values by sheet, row and column."""
    for name, sheet in SHEETS.items():
        cells = sheets.get(sheet, {})
        for (row, column), value in cells.items():
            key = cells.get((row, 1))
            if whose(name, row, column, key is not None) in (Whose.LOCKED, Whose.GREY):
                yield mark(name, key or row, column, value)
