"""From what stands in a number's cell to one number, or the rule that says why not.

docs/cleaning.md is the table of meanings; every line of it is a row of a test.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from etl.cells import Cell
from etl.clean import LIMIT, STEP, Unclear, fold, refuse_void, tidy
from etl.number_formats import shown_times
from etl.report import plain

_BREAK = re.compile(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]")
# Nothing happened, as offices write it; nothing known yet; and what may be either.
NOUGHT = {"không", "không có", "không phát sinh", "ko", "ko có", "ko phát sinh"}
UNKNOWN = {"chưa có số liệu", "chưa thống kê", "chưa báo cáo", "…", "..."}
EITHER = {"-", "–", "—", "/", "//"}
ABOUT = re.compile(r"(gần|trên|dưới|khoảng|hơn|ước|chừng|tối thiểu|ít nhất)\s|[~≈<>≥≤]")
# A footnote's mark; the ² of m² is none, and 10³ is a power.
MARK = re.compile(r"\s*(\*+|\(\*+\)|(?<=[0-9])(?<!10)[⁰¹²³⁴-⁹†‡]+)$")
NUMBER = re.compile(r"([+\-−–]?)([0-9]+(?:[., ][0-9]+)*)\s?(%|[^\W\d_].*)?$")
# What the groups of digits between separators may look like, and the convention that says so:
# vi groups thousands by dots and has a decimal comma, en the other way round.
VI, EN = "vi", "en"
SPACED = re.compile(r"([1-9][0-9]{0,2}(?: [0-9]{3})+)(?:([.,])([0-9]+))?")
GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?")
SIMPLE = re.compile(r"([0-9]+)(?:([.,])([0-9]+))?")
# Units of measure that are multiples of one another; what is not here must be the line's own.
MULTIPLES: tuple[dict[str, int], ...] = (
    {
        "đồng": 1, "đ": 1, "vnđ": 1, "nghìn đồng": 10**3, "ngàn đồng": 10**3, "nghìn": 10**3,
        "ngàn": 10**3,
        "triệu đồng": 10**6, "triệu": 10**6, "trđ": 10**6, "tr.đ": 10**6, "tr đồng": 10**6,
        "tr": 10**6, "tỷ đồng": 10**9, "tỉ đồng": 10**9, "tỷ": 10**9, "tỉ": 10**9,
    },
    {"m": 1, "mét": 1, "km": 1000},
    {"m2": 1, "m²": 1, "ha": 10**4, "hecta": 10**4, "km2": 10**6, "km²": 10**6},
    {"kg": 1, "tạ": 100, "tấn": 1000},
)  # fmt: skip


@dataclass(frozen=True)
class Number:
    """What a cell says: value None where it is empty or known to be unknown.

    `said` is how text was read, for a note to who sent it; empty where nothing had to be read.
    """

    value: Decimal | None
    said: str = ""


def read_number(cell: Cell | None, uom: str, styles: frozenset[str]) -> Number:
    """One number of a line measured in `uom`; raise Unclear.

    `styles`: conventions of separators that the form declares and other cells of the sheet prove.
    """
    if cell is None:
        return Number(None)
    refuse_void(cell)
    if cell.type == "date":
        raise Unclear("number-as-date")
    if cell.type == "number":
        return Number(_fit(_held(cell, uom)))
    if cell.type == "bool":
        raise Unclear("number-not-number")
    if _BREAK.search(str(cell.value).strip()):
        raise Unclear("number-not-number")  # two lines are two texts
    return _typed(tidy(str(cell.value)), uom, styles & {VI, EN})


def figure_typed(text: str) -> Decimal:
    """A figure that a person types into an act, without a unit of measure; raise Unclear.

    Nothing proves a convention there: 1.500 may be 1500 and 1,5, and is not taken.
    """
    match = NUMBER.fullmatch(tidy(text))
    if match is None or match[3]:
        raise Unclear("number-not-number")
    value = _one_of(_readings(match[2]), frozenset())
    signed = _fit(-value if match[1] in ("-", "−", "–") else value)
    if abs(signed) != value:  # a seventh decimal
        raise Unclear("number-too-large")
    return signed


def both_written(text: str) -> list[str]:
    """How to write each reading of an ambiguous figure so that it has no other."""
    match = NUMBER.fullmatch(tidy(text))
    found = sorted(_readings(match[2]).values(), reverse=True) if match else []
    sign = "-" if match and match[1] in ("-", "−", "–") else ""
    shown = (sign + f"{value.normalize():f}".replace(".", ",") for value in found)
    # Three decimals look like thousands; a fourth does not.
    return [f"{t}0" if re.search(r",[0-9]{3}$", t) else t for t in shown]


def proved(texts: Iterable[str]) -> frozenset[str]:
    """Conventions of separators of which a text is proof: 1.234,5 and 1,5 of vi, 1.5 of en."""
    found = set()
    for text in texts:
        match = NUMBER.fullmatch(MARK.sub("", tidy(text)).lower())
        styles = set(_readings(match[2])) if match else set()
        if len(styles) == 1:
            found |= styles - {""}
    return frozenset(found)


def _held(cell: Cell, uom: str) -> Decimal:
    """What Excel holds as a number, as its format shows it to who typed it."""
    value = Decimal(repr(cell.value))
    if not value.is_finite():
        raise Unclear("number-not-number")
    times = shown_times(cell.number_format, value, uom)
    if times is None:
        raise Unclear("number-scaled", cell.number_format)
    if times != 1:
        return value * times
    return _percent_is_plain(value) if uom == "%" else value


def _percent_is_plain(value: Decimal) -> Decimal:
    """0.95 in a line of per cent may be 0,95 % and may be the share 95 %."""
    if 0 < value <= 1:
        raise Unclear("percent-or-share", f"{plain(value)} % hoặc {plain(value * 100)} %")
    return value


def _typed(text: str, uom: str, styles: frozenset[str]) -> Number:
    lower = fold(text)
    if not lower:
        return Number(None)
    if lower in NOUGHT:
        return Number(Decimal(0), "0")
    if lower in UNKNOWN:
        return Number(None, "chưa có số liệu")
    if lower in EITHER:
        raise Unclear("number-dash")
    if ABOUT.match(lower):
        raise Unclear("number-approximate")
    match = NUMBER.fullmatch(MARK.sub("", lower))
    if match is None:
        raise Unclear("number-not-number")
    value = _one_of(_readings(match[2]), styles)
    value = in_unit(value, (match[3] or "").strip(), uom)
    signed = _fit(-value if match[1] in ("-", "−", "–") else value)
    said = "" if lower.isdecimal() else f"{plain(signed)} {uom}".rstrip()
    return Number(signed, said)


def _readings(digits: str) -> dict[str, Decimal]:
    """Convention → what the digits say by it; under "" what needs none."""
    if match := SPACED.fullmatch(digits):
        whole = match[1].replace(" ", "")
        return {_decimal_style(match[2]): Decimal(f"{whole}.{match[3] or 0}")}
    found = {}
    if match := GROUPED.fullmatch(digits):
        style = VI if match[2] == "." else EN
        found[style] = Decimal(f"{match[1].replace(match[2], '')}.{match[3] or 0}")
    if (match := SIMPLE.fullmatch(digits)) and _has_plain_start(match):
        found[_decimal_style(match[2])] = Decimal(f"{match[1]}.{match[3] or 0}")
    return found


def _has_plain_start(match: re.Match[str]) -> bool:
    """02 is two, 0,5 a half; 02,5 is neither one nor the other."""
    return not match[2] or match[1] == "0" or not match[1].startswith("0")


def _decimal_style(separator: str | None) -> str:
    return {",": VI, ".": EN}.get(separator or "", "")


def _one_of(readings: dict[str, Decimal], styles: frozenset[str]) -> Decimal:
    """The only reading, or the one that the sheet's only convention gives."""
    if not readings:
        raise Unclear("number-not-number")
    if len(readings) == 1:
        return next(iter(readings.values()))
    if len(styles) == 1:
        return readings[next(iter(styles))]
    both = sorted(readings.values())
    raise Unclear("number-ambiguous", " hoặc ".join(plain(v) for v in both))


def in_unit(value: Decimal, typed: str, uom: str) -> Decimal:
    """A value in the line's unit of measure, whatever unit it was written in; raise Unclear."""
    line = fold(uom)
    if typed == "%" and line != "%":
        raise Unclear("number-percent", uom)
    if not typed:
        return _percent_is_plain(value) if line == "%" else value
    if typed == line:
        return value
    for multiples in MULTIPLES:
        if typed in multiples and line in multiples:
            return value * multiples[typed] / multiples[line]
    raise Unclear("uom-mismatch", uom)


def same_family(one: str, other: str) -> bool:
    """Whether two units of measure are multiples of one another, or the same."""
    names = {fold(one), fold(other)}
    return len(names) == 1 or any(names <= multiples.keys() for multiples in MULTIPLES)


def _fit(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) >= LIMIT:
        raise Unclear("number-too-large")
    return value.quantize(STEP)
