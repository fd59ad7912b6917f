"""Numbers, dates and text as people read them."""

import datetime as dt

import pytest

from app.format import STATUS, as_typed, date, for_chart, number, signed, status, wrap


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (0.0, 0, "0", "0"),
        (-0.04, 1, "0,0", "0.0"),
        (-1234567.891, 2, "−1.234.567,89", "−1,234,567.89"),
        (2.5, 0, "3", "3"),
        (1.005, 2, "1,01", "1.01"),
        (None, 1, "–", "–"),
    ],
)
def test_numbers(value: float | None, decimals: int, vi: str, en: str) -> None:
    assert number(value, decimals, "vi") == vi
    assert number(value, decimals, "en") == en


@pytest.mark.parametrize(
    ("value", "shown"), [(0.3, "+0,3"), (-0.3, "−0,3"), (0.04, "="), (0.0, "="), (None, "–")]
)
def test_differences_carry_their_sign(value: float | None, shown: str) -> None:
    assert signed(value, 1) == shown


def test_dates_are_day_month_year() -> None:
    assert date(dt.date(2022, 6, 5)) == "05/06/2022"
    assert date(None) == "–"


@pytest.mark.parametrize(
    "text", [":red[x]", "[x](javascript:alert(1))", "<script>", "$a$", "**b**", "`c`", "# d"]
)
def test_text_is_never_markdown(text: str) -> None:
    shown = as_typed(text)
    for character in "[](){}<>*`$#:_!":
        assert shown.count(character) == shown.count("\\" + character)


def test_text_in_a_chart_is_never_html() -> None:
    assert for_chart("<a href='x'>&") == "&lt;a href='x'&gt;&amp;"
    assert wrap("một hai ba <b>", 7) == "một hai<br>ba &lt;b&gt;"


def test_every_status_has_a_sign_and_an_unknown_one_is_an_error() -> None:
    assert all(s.sign and s.tone for s in STATUS.values())
    assert status(None).sign == ""
    with pytest.raises(KeyError):
        status("vui")
