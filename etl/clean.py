"""From a cell to text, a date or a choice with one meaning, or the rule that says why not.

docs/cleaning.md is the table of meanings; numbers have a room of their own (numbers.py).
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from etl.cells import STRUCK, Cell, as_seen

STEP = Decimal("0.000001")
LIMIT = Decimal(10) ** 12
KEPT_LENGTH = 200  # of texts that are tidied once a process
_SPACE = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
# dd/mm/yyyy with any separator, and as a paper writes it; never month first.
_DATES = (
    re.compile(r"(?P<day>[0-9]{1,2})([/.-])(?P<month>[0-9]{1,2})\2(?P<year>(19|20)[0-9]{2})"),
    re.compile(
        r"ngày (?P<day>[0-9]{1,2}) tháng (?P<month>[0-9]{1,2}) năm (?P<year>(19|20)[0-9]{2})"
    ),
)


class Unclear(Exception):
    """The cell has no single meaning; `rule_id` names the rule, `what` completes its sentence."""

    def __init__(self, rule_id: str, what: str = "") -> None:
        super().__init__(rule_id)
        self.rule_id, self.what = rule_id, what


def text(cell: Cell | None) -> str | None:
    """Text as typed, in NFC and without blank ends; None where nothing is left."""
    if cell is None:
        return None
    if cell.type in ("error", "formula"):
        raise Unclear(f"cell-{cell.type}")
    shown = cell.value if cell.type == "text" else raw(cell)
    shown = as_seen(str(shown), cell.is_struck, is_raised=False)
    return unicodedata.normalize("NFC", shown).strip("\u00a0\u200b\ufeff \t\r\n") or None


def refuse_void(cell: Cell) -> None:
    """Raise Unclear where a cell holds nothing that counts: no result, or what is struck out."""
    if cell.type in ("error", "formula"):
        raise Unclear(f"cell-{cell.type}")
    if cell.is_struck or (cell.type == "text" and STRUCK in str(cell.value)):
        raise Unclear("cell-struck")


def date(cell: Cell | None) -> dt.date | None:
    """A date that Excel holds as one, or typed as day, month and year; raise Unclear."""
    if cell is None:
        return None
    refuse_void(cell)
    if isinstance(cell.value, dt.datetime):
        return cell.value.date()
    if isinstance(cell.value, dt.date):
        return cell.value
    typed = fold(str(cell.value)) if cell.type == "text" else ""
    match = next((m for m in (p.fullmatch(typed) for p in _DATES) if m), None)
    try:
        if match:
            return dt.date(*(int(match[part]) for part in ("year", "month", "day")))
    except ValueError:
        pass
    raise Unclear("date-unclear")


def choice(
    cell: Cell | None, choices: Iterable[str], tokens: Mapping[str, str] | None = None
) -> str | None:
    """One of the choices of a list, or a token that stands for one, compared by folded text."""
    typed = text(cell)
    if cell is None or typed is None:
        return None
    refuse_void(cell)
    by_name = {fold(c): c for c in choices} | dict(tokens or {})
    if fold(typed) not in by_name:
        raise Unclear("choice-unknown")
    return by_name[fold(typed)]


def tidy(value: str) -> str:
    """NFC, one plain space between words, nothing unseen, no apostrophe that marks text."""
    return _tidy(value) if len(value) < KEPT_LENGTH else _tidy.__wrapped__(value)


@lru_cache(maxsize=8192)  # what is printed on a form is there in every file
def _tidy(value: str) -> str:
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", value))
    return _SPACE.sub(" ", seen).strip().removeprefix("'")


def fold(value: str) -> str:
    """For comparing names: tidy, without case."""
    return tidy(value).casefold()


def said(cell: Cell | None) -> str:
    """What stands in the cell, in Unicode whatever font it was typed in."""
    return raw(cell._replace(typed=None) if cell and cell.typed is not None else cell)


def raw(cell: Cell | None) -> str:
    """What stood in the cell, for the trail."""
    if cell is None or cell.value is None:
        return ""
    if cell.typed is not None:
        return cell.typed
    if isinstance(cell.value, dt.date):
        return _shown(cell.value)
    return str(cell.value)


def _shown(day: dt.date) -> str:
    """A date as an office writes it, with the time where there is one."""
    has_time = isinstance(day, dt.datetime) and day.time() != dt.time()
    return day.strftime("%d/%m/%Y %H:%M" if has_time else "%d/%m/%Y")
