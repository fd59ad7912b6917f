"""What every reader makes of a workbook, known without the libraries that read it.

Letters of columns and serial days are ours, with openpyxl as their witness in tests: to load it
took a child as long as reading twenty forms, and nothing else of it is needed to read one.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

PARSER_VERSION = 6  # counted up whenever the same bytes may read differently


STRUCK = "[gạch bỏ: "
LAST_COLUMN = 16384
EPOCHS = {False: dt.datetime(1899, 12, 30), True: dt.datetime(1904, 1, 1)}  # by «is 1904»
DAY = dt.timedelta(days=1)
FIRST_TRUE_DAY = 60  # before it serials of 1900 are one too small
MOST_LETTERS = 18278  # ZZZ
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Unreadable(Exception):
    """The file cannot be read at all; `rule_id` names why."""

    def __init__(self, rule_id: str) -> None:
        super().__init__(rule_id)
        self.rule_id = rule_id


class Cell(NamedTuple):
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


@lru_cache(maxsize=LAST_COLUMN)
def letters_of(column: int) -> str:
    """The letters of a column: 28 is AB."""
    letters = ""
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(65 + last) + letters
    return letters


@lru_cache(maxsize=LAST_COLUMN)
def column_of(letters: str) -> int:
    """The number of a column: AB is 28; ValueError where these are no letters of one."""
    column = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(f"column {letters}")
        column = column * 26 + ord(letter) - 64
    if not 0 < column <= MOST_LETTERS:
        raise ValueError(f"column {letters}")
    return column


def day_of(serial: float, is_1904: bool, is_duration: bool) -> dt.datetime | dt.time | dt.timedelta:
    """What a serial number stands for, to a thousandth of a second.

    Below 1 it is a time of day. Excel counts a 29/02/1900 that there was not (ECMA-376, part 1,
    18.17.4.1). Raises OverflowError or ValueError for a day outside the calendar.
    """
    if is_duration:
        return _to_thousandths(dt.timedelta(days=serial))
    day, fraction = divmod(serial, 1)
    rest = dt.timedelta(milliseconds=round(fraction * DAY.total_seconds() * 1000))
    if 0 <= serial < 1 and rest < DAY:
        return (EPOCHS[True] + rest).time()
    if 0 < serial < FIRST_TRUE_DAY and not is_1904:
        day += 1
    return EPOCHS[is_1904] + dt.timedelta(days=day) + rest


def _to_thousandths(span: dt.timedelta) -> dt.timedelta:
    return dt.timedelta(days=span.days, seconds=span.seconds,
                        microseconds=round(span.microseconds, -3))  # fmt: skip
