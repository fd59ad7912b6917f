"""Letters of columns, serial days and formats of days are what openpyxl, their witness, makes."""

import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from etl.cells import LAST_COLUMN, column_of, day_of, letters_of
from etl.number_formats import BUILT_IN, is_day, is_duration
from tests.demo_district import ROOT

FORMATS = [
    *BUILTIN_FORMATS.values(),
    "dd/mm/yyyy", "DD/MM/YYYY", "yyyy-mm-dd;@", "[$-42A]dd mmmm yyyy", "[$-F800]dddd, mmmm dd",
    "[h]:mm", "[hh]:mm:ss", "[mm]:ss", "[ss].0", "[s]", "h:mm AM/PM", "General", "General;@",
    '0" hộ"', '#,##0" đồng"', r"0\ d", "0_d", "[Red]0;[Blue]-0", "[>=100]0;0.0", "0.0,,", "@",
    '"ngày "0', "# ??/??", "0.00E+00", "[Magenta]0", "[$₫-42A]#,##0", "",
]  # fmt: skip


def test_every_column_there_and_back():
    for column in range(1, LAST_COLUMN + 1):
        letters = letters_of(column)
        assert letters == get_column_letter(column)
        assert column_of(letters) == column == column_index_from_string(letters)


@pytest.mark.parametrize("letters", ["", "a", "A1", "AAAA", "Ä", "A B"])
def test_what_is_no_column(letters):
    with pytest.raises(ValueError, match="column"):
        column_of(letters)


@given(st.floats(-690_000, 2_957_000, allow_nan=False), st.booleans())
def test_days_of_serials(serial, is_1904):
    epoch = MAC_EPOCH if is_1904 else WINDOWS_EPOCH
    assert day_of(serial, is_1904, False) == from_excel(serial, epoch)


@pytest.mark.parametrize("serial", [0, 0.25, 0.9999999999, 1, 59, 59.5, 60, 61, 44725, -1, -0.5])
def test_days_at_the_edges(serial):
    for is_1904, epoch in ((False, WINDOWS_EPOCH), (True, MAC_EPOCH)):
        assert day_of(serial, is_1904, False) == from_excel(serial, epoch)


@given(st.floats(-10_000, 10_000, allow_nan=False))
def test_lengths_of_time(serial):
    ours, witness = day_of(serial, False, True), from_excel(serial, timedelta=True)
    assert math.isclose(ours.total_seconds(), witness.total_seconds(), abs_tol=0.001)


@pytest.mark.parametrize("serial", [1e300, -1e300, math.inf, math.nan, 3_000_000])
@pytest.mark.parametrize("is_duration", [True, False])
def test_days_outside_the_calendar(serial, is_duration):
    try:
        witness = from_excel(serial, timedelta=is_duration)
    except (OverflowError, ValueError):
        with pytest.raises((OverflowError, ValueError)):
            day_of(serial, False, is_duration)
    else:
        assert day_of(serial, False, is_duration) == witness


@pytest.mark.parametrize("number_format", FORMATS)
def test_formats_that_show_days(number_format):
    assert is_day(number_format) == is_date_format(number_format)
    if is_day(number_format):
        assert is_duration(number_format) == is_timedelta_format(number_format)


# What openpyxl takes for days, or for none, though Excel does not: what fills a cell up, and what
# stands behind a quoted sign.
OTHERWISE = {"0*d": False, r"0\\d": True, r"0\;d": True}


@pytest.mark.parametrize("number_format", OTHERWISE)
def test_formats_that_excel_reads_otherwise_than_openpyxl(number_format):
    assert is_day(number_format) == OTHERWISE[number_format]
    assert is_date_format(number_format) != OTHERWISE[number_format]


def test_formats_known_by_their_number():
    assert BUILT_IN.keys() == BUILTIN_FORMATS.keys()
    # openpyxl's 44 lacks the semicolons between its sections, which 42 has.
    assert {n for n in BUILT_IN if BUILT_IN[n] != BUILTIN_FORMATS[n]} == {44}
    assert BUILTIN_FORMATS[44].count(";") == 0 < BUILTIN_FORMATS[42].count(";")


def test_a_form_is_read_without_openpyxl():
    """To load it takes a child as long as reading twenty forms."""
    code = "import sys, etl.check; sys.exit('openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
