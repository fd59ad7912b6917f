"""A formula of an .xls whose stored result is zero: a number only where it can be nothing else."""

import struct

import pytest
from openpyxl import Workbook

from etl.check import check_bytes
from etl.read import read_workbook
from etl.xls_formulas import SHARES, uncomputed
from tests.etl.foreign import SOFFICE, converted

needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
# LibreOffice stores the same zero for all of them.
TEXTS = ('="12"', '=IF(B1="zzz",5,"")', '=T("")', '=IF(1=1,"","")', "=+B1", "=B1", "=1=2")
NUMBERS = ("=0*1", "=SUM(B1:B3)", "=B1+B2", "=(B1-B2)", "=ROUND(B1,0)", '=SUMIF(B1:B3,"x")', "=-0")


def saved_as_xls(folder, book):
    """Through .ods, as a clerk of LibreOffice would have made it."""
    book.save(folder / "a.xlsx")
    converted(folder, [folder / "a.xlsx"], "ods")
    [path] = converted(folder, [next(folder.rglob("a.ods"))], "xls")
    return path.read_bytes()


@needs_libreoffice
def test_a_zero_that_may_be_a_text_is_not_read(tmp_path):
    book = Workbook()
    for row, formula in enumerate((*TEXTS, *NUMBERS), 1):
        book.active.cell(row, 1, formula).number_format = "#,##0"
    (cells,) = read_workbook(saved_as_xls(tmp_path, book)).values()
    said = {f: cells[row, 1].type for row, f in enumerate((*TEXTS, *NUMBERS), 1)}
    assert {f for f, kind in said.items() if kind == "formula"} == set(TEXTS)
    assert {f for f, kind in said.items() if kind == "number"} == set(NUMBERS)


@needs_libreoffice
def test_a_form_with_such_a_zero_is_returned_and_told_why(office, tmp_path):
    book = office.filled(viec='="12"')
    report = check_bytes(saved_as_xls(tmp_path, book), office.catalog, {}, ".xls")
    [error] = [f for f in report.findings if f.severity == "error"]
    assert (error.rule_id, error.cell) == ("cell-formula", "I5")
    assert "gõ thẳng" in error.message()


def record(type_, data):
    return struct.pack("<HH", type_, len(data)) + data


def formula(row, tokens):
    head = struct.pack("<HHH8sHIH", row, 0, 0, bytes(8), 0, 0, len(tokens))
    return record(0x0006, head + tokens)


def of_one_sheet(*records):
    """What is said of a workbook whose only sheet holds these records."""
    bof, eof = record(0x0809, bytes(16)), record(0x000A, b"")
    start = len(bof) + (4 + 9) + len(eof)
    names = record(0x0085, struct.pack("<IBBB", start, 0, 0, 1) + b"ab")
    return [*uncomputed(bof + names + eof + bof + b"".join(records) + eof)]


@pytest.mark.parametrize(("last", "found"), [(b"\x03", set()), (b"\x08", {(1, 1), (2, 1)})])
def test_a_formula_that_excel_shares_between_cells_is_looked_at_where_it_stands(last, found):
    """B1+B2 and B1&B2 (Excel writes them so, LibreOffice does not)."""
    shares = struct.pack("<BHH", SHARES, 0, 0)
    tokens = b"\x4c\0\0\1\xc0\x4c\1\0\1\xc0" + last
    shared = record(0x04BC, struct.pack("<HHBBBBH", 0, 1, 0, 0, 0, 2, len(tokens)) + tokens)
    assert of_one_sheet(formula(0, shares), shared, formula(1, shares)) == [found]


@pytest.mark.parametrize(
    "tokens", [b"", b"\x01\0\0\0\0", b"\x7f", b"\x17", b"\x15", b"\x1e\0\0\x19"]
)
def test_what_is_not_understood_is_no_number(tokens):
    assert of_one_sheet(formula(0, tokens)) == [{(1, 1)}]
