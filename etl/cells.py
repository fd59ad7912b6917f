"""What every reader makes of a workbook, known without the libraries that read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PARSER_VERSION = 5  # counted up whenever the same bytes may read differently


STRUCK = "[gạch bỏ: "
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Unreadable(Exception):
    """The file cannot be read at all; `rule_id` names why."""

    def __init__(self, rule_id: str) -> None:
        super().__init__(rule_id)
        self.rule_id = rule_id


@dataclass(frozen=True)
class Cell:
    """One cell that holds something. Types: number, text, date, bool, error, formula.

    A formula is one that was never computed; what was computed has the type of its value.
    """

    row: int
    column: int
    address: str
    value: Any
    type: str
    number_format: str
    typed: str | None = None  # what stood there, where its font was turned into Unicode
    is_struck: bool = False  # the whole of it is struck out


Cells = dict[tuple[int, int], Cell]


class Book(dict[str, Cells]):
    """Non-empty cells by sheet name and (row, column), whatever the format was.

    `hidden` names what whoever filled it in does not see, as (sheet, row, column): a row has
    column 0, a column row 0, a whole sheet both. Rows without cells are left out.
    `covered` names the places under a merged cell but its first: nobody sees what they hold.
    """

    def __init__(
        self,
        cells: Mapping[str, Cells],
        hidden: Iterable[tuple[str, int, int]] = (),
        covered: Iterable[tuple[str, int, int]] = (),
    ) -> None:
        super().__init__(cells)
        self.hidden = frozenset(hidden)
        self.covered = frozenset(covered)


def as_seen(text: str, is_struck: bool, is_raised: bool) -> str:
    """A part of a text as its format shows it: 12 with a small raised 1 is not 121."""
    if is_struck and text:
        return f"{STRUCK}{text}]"
    return text.translate(RAISED) if is_raised else text


def as_number(value: float) -> int | float:
    """A whole number without its .0, as .xlsx holds it, so that texts of it are the same."""
    return int(value) if value.is_integer() and abs(value) < 1e16 else value
