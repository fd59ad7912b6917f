"""Whether a number's format shows the number that its cell holds (ECMA-376, part 1, 18.8.31).

A format has sections for positive numbers, negative ones, zero and text, or for conditions of its
own; what counts is the section that applies to the value.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from etl.clean import fold

TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<wide>.)|\*(?P<filled>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<any>General|@|[?#]+/(?:[?#]+|[0-9]+))|[Ee][+-]|(?P<digit>[0#?.,%])|(?P<end>;)"
    r"|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]+(?:E[+-]?[0-9]+)?)", re.IGNORECASE)
SCALED = re.compile(r"[0#?],+(?![0#?,])")  # a comma behind the digits: 12000 as 12
SIGNS = "-−–—()+*' "
MINUS = ("-", "−", "–", "(")
# Formats that a file names by their number alone (18.8.30, and Excel's own for 5 to 8).
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)', 6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)', 8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)',
    42: r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)',
    43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: r'_("$"* #,##0.00_);_("$"* \(#,##0.00\);_("$"* "-"??_);_(@_)',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
FIRST_OWN = 164  # numbers from here on are declared in the file
DAYS = "dmhys"
DURATION = re.compile("hh?|mm?|ss?", re.IGNORECASE)
# What a format may write in place of zero.
NOTHING_THERE = {"-", "–", "—", "không", "không có", "không phát sinh", "ko"}


@dataclass
class Section:
    """One part of a format: what it puts digits into, and the words that it writes beside them."""

    digits: str = ""
    words: str = ""
    condition: str = ""
    is_any: bool = False  # General, a fraction, or a number shown as text is
    is_text: bool = False


def shown_times(number_format: str, value: Decimal, uom: str) -> int | None:
    """1 where a format shows the value as it is, 100 in per cent, None where it shows another.

    The line's unit of measure may stand beside the digits; no other word, digit or separator may.
    """
    numeric = _numeric(number_format)
    found = {_times(s, value, fold(uom), len(numeric) > 1) for s in _applying(numeric, value)}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1000)
def is_day(number_format: str) -> bool:
    """Whether numbers are shown as days or times: by the letters that its first section leaves
    unquoted.
    """
    return any(
        (kind == "other" and said.lower() in DAYS) or (kind == "bracket" and _is_span(said))
        for kind, said in _first_section(number_format)
    )


@lru_cache(maxsize=1000)
def is_duration(number_format: str) -> bool:
    """Whether a length of time is shown, as [h]:mm does, which goes on after 24."""
    found = _first_section(number_format)
    return any(kind == "bracket" and _is_span(said) for kind, said in found)


def _is_span(said: str) -> bool:
    return DURATION.fullmatch(said) is not None


def _first_section(number_format: str) -> Iterator[tuple[str, str]]:
    """(kind, what it says) of every token before the first semicolon."""
    for token in TOKEN.finditer(number_format):
        kind = token.lastgroup or ""
        if kind == "end":
            return
        yield kind, token[kind] if kind else ""


def _sections(number_format: str) -> list[Section]:
    found = [Section()]
    for token in TOKEN.finditer(number_format):
        kind, said = token.lastgroup, token[token.lastgroup] if token.lastgroup else ""
        if kind == "end":
            found.append(Section())
        elif kind:
            _add(found[-1], kind, said)
    return found


def _add(section: Section, kind: str, said: str) -> None:
    if kind == "digit":
        section.digits += said
    elif kind == "any":
        section.is_any = True
        section.is_text |= said == "@"
    elif kind == "bracket" and said.startswith("$"):
        section.words += said[1:].partition("-")[0]  # a currency; behind the dash a language
    elif kind == "bracket" and CONDITION.fullmatch(said):
        section.condition = said
    elif kind in ("quoted", "escaped", "other") or (kind == "filled" and said.isdecimal()):
        section.words += said  # what fills up a cell is no figure unless it looks like one


@lru_cache(maxsize=1000)
def _numeric(number_format: str) -> list[Section]:
    """The sections for numbers; a format for texts alone shows a number as it is."""
    sections = _sections(number_format)
    return [s for s in sections[:3] if not s.is_text] or sections[:1]


def _applying(numeric: list[Section], value: Decimal) -> list[Section]:
    """The section for a value; several where it may be one or the other."""
    if any(s.condition for s in numeric):
        meets = [s for s in numeric if s.condition and _holds(s.condition, value)]
        return meets[:1] or [s for s in numeric if not s.condition]
    if value < 0:
        return numeric[1:2] or numeric
    return numeric[2:] if value == 0 and len(numeric) > 2 else numeric[:1]


def _holds(condition: str, value: Decimal) -> bool:
    match = CONDITION.fullmatch(condition)
    assert match is not None
    limit = Decimal(match[2])
    signs = {"<": value < limit, ">": value > limit, "=": value == limit}
    return not signs["="] if match[1] == "<>" else any(signs[c] for c in match[1])


def _times(section: Section, value: Decimal, uom: str, is_one_of_several: bool) -> int | None:
    words, percents = fold(section.words), section.digits.count("%")
    times = 100 if percents else 1
    if not _has_digits(section, value * times):
        return 1 if value == 0 and words in NOTHING_THERE else None
    beside = words.replace(uom, "")
    if beside.strip(SIGNS) or not _has_sign(beside, value, is_one_of_several):
        return None
    if SCALED.search(section.digits) or percents > 1 or (percents and uom != "%"):
        return None
    return times


def _has_sign(beside: str, value: Decimal, is_one_of_several: bool) -> bool:
    """The only section puts a minus before what is negative; of several each has its own."""
    has_minus = any(c in beside for c in MINUS)
    return not has_minus if value > 0 else value == 0 or has_minus or not is_one_of_several


def _has_digits(section: Section, value: Decimal) -> bool:
    """# and ? leave out what rounds to zero."""
    if section.is_any or "0" in section.digits:
        return True
    decimals = section.digits.partition(".")[2]
    return sum(map(section.digits.count, "#?")) > 0 and round(value, len(decimals)) != 0
