"""Which line of the table of readings says what a cell means: derived from text and value."""

import re
from math import isclose

from app.store import Row, Rows

RUN, LETTERS = re.compile(r"[0-9]+"), re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
MANY = re.compile(r"([., ])3(?:\1[3])+")  # groups: 1.234.567.890 is written like 1.234.567
PERCENT = re.compile(r"number [0#.,]+%")  # a sign that multiplies, not one that only stands there
SEPARATED = re.compile(r"[., ]([0-9]+)(?![0-9]*[., ][0-9])")

CRITERION, DATE = "criterion", "date"


def line(table: Rows, raw: str, value: float | None, uom: str, is_text: bool) -> Row | None:
    """The first line that reads like this cell; none where the table has none of its kind."""
    if is_text:
        alike = (r for r in _read(table, "text") if shape(r.typed) == shape(raw))
        return next((r for r in alike if _same(_is_whole(r.typed, meant(r)), raw, value)), None)
    if not raw:
        return next((r for r in table if not r.typed and not r.held), None)
    if (found := _choice(table, raw)) is not None:
        return found
    is_percent = uom == "%" and value is not None and not isclose(value, _number(raw) or 0)
    held = (r for r in _read(table, "number") if bool(PERCENT.fullmatch(r.held)) == is_percent)
    return next(held, None)


def _read(table: Rows, kind: str) -> list[Row]:
    """Lines of numbers in a kind of cell that are no refusal."""
    numbers = (r for r in table if r.section not in (CRITERION, DATE) and not r.message_vi)
    return [r for r in numbers if r.held.split(" ")[0] == kind]


def _choice(table: Rows, raw: str) -> Row | None:
    chosen = (r for r in table if r.section == CRITERION and r.typed and not r.message_vi)
    return next((r for r in chosen if r.typed.casefold() == raw.casefold()), None)


def shape(text: str) -> str:
    """How a number is written: groups of three digits, other digits, signs, letters."""
    if not RUN.search(text):
        return text.casefold()
    words = LETTERS.sub("u", text.casefold())
    first, *rest = RUN.findall(words)
    runs = iter(["n", *("3" if len(r) == len("000") else "m" for r in rest)])
    return MANY.sub(r"\g<1>3\g<1>3", RUN.sub(lambda _: next(runs), words, count=1 + len(rest)))


def meant(row: Row) -> float | None:
    """A line's value; the table is written in Vietnamese."""
    return _number(row.means.replace(".", "").replace(",", ".").replace("−", "-"))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _same(is_whole: bool | None, raw: str, value: float | None) -> bool:
    mine = _is_whole(raw, value)
    return None in (is_whole, mine) or is_whole == mine


def _is_whole(text: str, value: float | None) -> bool | None:
    """Whether its last separator groups thousands; none where that cannot be told."""
    last, digits = SEPARATED.search(text), "".join(RUN.findall(text))
    if last is None or value is None:
        return None
    if isclose(abs(value), int(digits)):
        return True
    return False if isclose(abs(value), int(digits) / 10 ** len(last[1])) else None
