"""From a cell to a value with one meaning, or the rule that says why not.

Text that means a number, legacy fonts and other dirt are read here too, once their table of
meanings is written; until then only what Excel itself holds as a number is one.
"""

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from typing import Any

from etl.cells import Cell

STEP = Decimal("0.000001")
LIMIT = Decimal(10) ** 12
# A format that shows another number than the cell holds: 0.125 as 12,5 %, 12000 as 12.
QUOTED = re.compile(r'"[^"]*"|\\.')
SCALED = re.compile(r"%|[0#?],+(?=$|[;\s_)])")
_SPACE = re.compile(r"[\s\u00a0\u200b\ufeff]+")


class Unclear(Exception):
    """The cell has no single meaning; `rule_id` names the rule."""

    def __init__(self, rule_id: str) -> None:
        super().__init__(rule_id)
        self.rule_id = rule_id


def number(cell: Cell | None) -> Decimal | None:
    """The number in a cell, None where it is empty; raise Unclear."""
    if cell is None:
        return None
    if cell.type in ("error", "formula"):
        raise Unclear(f"cell-{cell.type}")
    if cell.type != "number":
        raise Unclear("number-not-number")
    if SCALED.search(QUOTED.sub("", cell.number_format)):
        raise Unclear("number-scaled")
    value = Decimal(repr(cell.value))
    if not value.is_finite() or abs(value) >= LIMIT:
        raise Unclear("number-too-large")
    return value.quantize(STEP)


def text(cell: Cell | None) -> str | None:
    """Text as typed, in NFC and without blank ends; None where nothing is left."""
    if cell is None:
        return None
    if cell.type in ("error", "formula"):
        raise Unclear(f"cell-{cell.type}")
    shown = (
        cell.value.strftime("%d/%m/%Y") if isinstance(cell.value, dt.datetime) else str(cell.value)
    )
    return unicodedata.normalize("NFC", shown).strip("\u00a0\u200b\ufeff \t\r\n") or None


def date(cell: Cell | None) -> dt.date | None:
    """A date that Excel holds as one, or dd/mm/yyyy typed as text; raise Unclear."""
    if cell is None:
        return None
    if isinstance(cell.value, dt.datetime):
        return cell.value.date()
    if isinstance(cell.value, dt.date):
        return cell.value
    match = re.fullmatch(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*", str(cell.value))
    try:
        if match:
            return dt.date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        pass
    raise Unclear("date-unclear")


def choice(cell: Cell | None, choices: Any) -> str | None:
    """One of the choices of a list, compared by folded text; raise Unclear."""
    typed = text(cell)
    if typed is None:
        return None
    by_name = {fold(c): c for c in choices}
    if fold(typed) not in by_name:
        raise Unclear("choice-unknown")
    return by_name[fold(typed)]


def fold(value: str) -> str:
    """For comparing names: NFC, one space, no case."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", value)).strip().casefold()


def raw(cell: Cell | None) -> str:
    """What stood in the cell, for the trail."""
    return "" if cell is None or cell.value is None else str(cell.value)
