"""docs/cleaning.md is run line by line: what stands in a cell, and what it means (F-26)."""

import datetime as dt
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from etl import clean
from etl.cells import Cell
from etl.cleaning import from_document, from_table
from etl.form_layout import MET, NOT_ASSESSED, TOKENS
from etl.numbers import Number, proved, read_number
from etl.report import plain

DOC = Path(__file__).parents[2] / "docs" / "cleaning.md"
NOTHING = "nothing reported"


def lines(*heads: str) -> list[list[str]]:
    """Rows of the tables under some heads of the document."""
    rows, is_here = [], False
    for line in DOC.read_text("utf-8").splitlines():
        if line.startswith("#"):
            is_here = line.lstrip("# ") in heads
        elif is_here and line.startswith("| ") and not line.startswith("| in the cell"):
            rows.append([part.strip() for part in line.strip("|").split("|")])
    assert rows
    return rows


def test_the_published_table_is_that_of_the_document():
    """If not: python -m etl.cleaning"""
    assert from_table() == from_document()


def cell(typed: str, held: str) -> Cell | None:
    kind, _, shape = held.partition(" ")
    match kind:
        case "":
            return None
        case "number":
            value = float(typed) if "." in typed else int(typed)
        case "date":
            value = dt.datetime.strptime(typed, "%d/%m/%Y")
        case "bool":
            value = typed == "TRUE"
        case _:
            value = typed
    if kind == "struck":  # as it was typed, with a line through the whole of it
        return Cell(5, 9, "I5", value, "text", "General", is_struck=True)
    return Cell(5, 9, "I5", value, kind, shape or "General")


def meaning(read, *given):
    """A number as the document writes it, or the rule that refuses it."""
    try:
        found = read(*given)
    except clean.Unclear as error:
        return f"`{error.rule_id}`"
    return NOTHING if found is None else found


def number_of(typed, held, uom, styles):
    found = read_number(cell(typed, held), uom, frozenset(styles.split())).value
    return None if found is None else plain(found).replace("-", "−")


@pytest.mark.parametrize("line", lines("Numbers", "Per cent", "Units of measure"), ids=" · ".join)
def test_a_number_means_what_the_table_says(line):
    *given, means = line
    assert meaning(number_of, *given) == means


@pytest.mark.parametrize("line", lines("Dates"), ids=" · ".join)
def test_a_date_means_what_the_table_says(line):
    typed, held, means = line
    found = meaning(clean.date, cell(typed, held))
    assert (f"{found:%d/%m/%Y}" if isinstance(found, dt.date) else found) == means


@pytest.mark.parametrize("line", lines("Đạt, chưa đạt"), ids=" · ".join)
def test_a_criterion_means_what_the_table_says(line):
    typed, held, means = line
    assert meaning(clean.choice, cell(typed, held), [*MET, NOT_ASSESSED], TOKENS) == means


@pytest.mark.parametrize("around", ["{} ", " {}", "\u00a0{}\u00a0", "\u200b{}", "{}\ufeff", "'{}"])
@pytest.mark.parametrize("typed", ["1.234,5", "1\u00a0234,5", "1\u202f234,5", "1\u2009234,5"])
def test_blanks_of_any_kind_mean_nothing(around, typed):
    read = read_number(cell(around.format(typed), "text"), "km", frozenset())
    assert read == Number(Decimal("1234.5"), "1.234,5 km")


def test_letters_are_the_same_however_they_are_composed():
    typed = unicodedata.normalize("NFD", "Không phát sinh")
    assert read_number(cell(typed, "text"), "hộ", frozenset()).value == 0
    typed = unicodedata.normalize("NFD", "2 tỷ")
    assert read_number(cell(typed, "text"), "triệu đồng", frozenset()).value == 2000


@pytest.mark.parametrize(
    ("texts", "styles"),
    [
        (["1.234,5"], {"vi"}), (["1,5"], {"vi"}), (["1.234.567"], {"vi"}), (["12,5 %"], {"vi"}),
        (["1.5"], {"en"}), (["1,234.5 trđ"], {"en"}), (["1,5", "1.5"], {"vi", "en"}),
        (["1.234", "12", "nhiều", "05/06/2022", "khoảng 1,5"], set()),
    ],
)  # fmt: skip
def test_a_convention_is_proved_by_what_has_one_reading_only(texts, styles):
    assert proved(texts) == styles


def test_both_readings_are_named():
    with pytest.raises(clean.Unclear) as refused:
        read_number(cell("1.234", "text"), "km", frozenset())
    assert refused.value.what == "1,234 hoặc 1.234"
    with pytest.raises(clean.Unclear) as refused:
        read_number(cell("0.95", "number"), "%", frozenset())
    assert refused.value.what == "0,95 % hoặc 95 %"


@pytest.mark.parametrize("between", ["\n", "\t", "\r\n", "\x0b", "\u2028"])
def test_two_lines_of_a_cell_are_two_numbers(between):
    with pytest.raises(clean.Unclear) as refused:
        read_number(cell(f"120{between}345", "text"), "hộ", frozenset({"vi"}))
    assert refused.value.rule_id == "number-not-number"


def test_a_style_that_the_form_cannot_have_proves_nothing():
    with pytest.raises(clean.Unclear) as refused:
        read_number(cell("1.234", "text"), "hộ", frozenset({"VI"}))
    assert refused.value.rule_id == "number-ambiguous"


def test_digits_alone_need_no_note():
    assert read_number(cell("1234", "text"), "hộ", frozenset()).said == ""
    assert read_number(cell("1234", "number"), "hộ", frozenset()).said == ""
