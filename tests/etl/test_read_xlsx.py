"""What is read of an .xlsx is, cell by cell, what openpyxl reads: its witness."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.worksheet.formula import ArrayFormula

from etl.guard import Unsafe, guard
from etl.read_xlsx import read_xlsx
from tests.demo_district import demo_district
from tests.etl.district import saved
from tests.etl.foreign import SOFFICE, converted, foreign
from tests.etl.mutations import mutations
from tests.etl.openpyxl_reader import by_openpyxl, everything, same, tried
from tests.etl.test_guard_batch import full

FIXTURES = Path(__file__).parents[1] / "fixtures"
MUTATED = 900
SAMPLE = 60
# Why a damaged file is refused that openpyxl reads, passing over what is damaged: a part that is
# something else or missing (KeyError), and what is there twice or under no name.
DAMAGED = ("xl/", "_rels/", "a sheet without name", "is there twice")


def test_forms_of_the_demo_district(tmp_path_factory):
    originals = sorted(demo_district(tmp_path_factory).glob("archive/originals/*.xlsx"))
    assert len(originals) > SAMPLE
    for path in originals[:: len(originals) // SAMPLE]:
        same(path.read_bytes())


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.xlsx")), ids=lambda p: p.name)
def test_every_kind_of_cell(path):
    same(path.read_bytes())


@pytest.mark.parametrize("name", foreign())
def test_workbooks_of_other_people(name):
    same(foreign()[name])


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_workbooks_that_libreoffice_saved(shared_office, tmp_path):
    files = foreign() | {f"{u}.xlsx": full(shared_office, u)[0] for u in ("xa-an", "phong")}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    found = converted(tmp_path, [tmp_path / name for name in files], "xlsx")
    assert len(found) == len(files)
    for path in found:
        same(path.read_bytes())


def test_damaged_forms_are_read_alike_or_refused_for_a_reason(shared_office):
    books = [full(shared_office, unit) for unit in ("xa-an", "phong")]
    count = {"alike": 0, "refused": 0, "by openpyxl": 0}
    for kind, which, content in mutations(books, MUTATED):
        try:
            guard(content, ".xlsx")
        except Unsafe:
            continue
        said, other = tried(read_xlsx, content), tried(by_openpyxl, content)
        if isinstance(said, str):
            count["refused"] += 1
            assert isinstance(other, str) or any(w in said for w in DAMAGED), (kind, said)
        elif isinstance(other, str):  # of a part that is not needed to find the cells
            count["by openpyxl"] += 1
            assert kind in ("swapped", "removed"), (kind, other)
            assert said == everything(read_xlsx(books[which][0])), kind
        else:
            count["alike"] += 1
            assert said == other, kind
    assert min(count.values()) > 0, count


# Workbooks of every value, format and shape that openpyxl can write

FORMATS = st.sampled_from([
    "General", "0", "0.00", "#,##0", "0%", "dd/mm/yyyy", "mm-dd-yy", "h:mm", "[h]:mm:ss", "@",
    "#,##0,", '0" kg"', '0" dong"', "[Red]0;[Blue]-0", "mm:ss.0", '_-* #,##0\\ "₫"_-', "[$-42A]d/m",
])  # fmt: skip
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12
) | st.sampled_from([
    " hai  dòng\nHoà Hội ", "_x000D_", "_x005F_x000D_", "x005F_", "12", "1.234", "#N/A", "\ttab",
    "=1+1", "<&>\"'", "007", "TRUE",
])  # fmt: skip
NUMBERS = (
    st.integers(-(10**18), 10**18) | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([0, -0.0, 1e-300, 1e300, 5e-324, 59, 60, 61, 0.5, 2958465, 2958466, -1])
)  # fmt: skip
DAYS = (
    st.datetimes(dt.datetime(1905, 1, 1), dt.datetime(9999, 1, 1)) | st.times()
    | st.timedeltas(dt.timedelta(0), dt.timedelta(9999)) | st.dates(dt.date(1905, 1, 1))
)  # fmt: skip
LOOKS = st.sampled_from([
    InlineFont(), InlineFont(vertAlign="superscript"), InlineFont(vertAlign="subscript"),
    InlineFont(vertAlign="baseline"), InlineFont(strike=True), InlineFont(strike=False, b=True),
])  # fmt: skip
PIECES = st.lists(TEXTS.filter(bool) | st.builds(TextBlock, LOOKS, TEXTS), min_size=1, max_size=3)
FORMULAS = st.sampled_from(["=A1+1", '=IF(A1="","",A1)', "=1/0"]) | st.builds(
    ArrayFormula, st.just("A1:A2"), st.just("=B1:B2*2")
)
VALUES = (
    TEXTS | NUMBERS | st.booleans() | st.none() | DAYS | FORMULAS | PIECES.map(CellRichText)
    | st.sampled_from(["#DIV/0!", "#REF!"])
)  # fmt: skip
PLACES = st.tuples(st.integers(1, 12), st.integers(1, 5))
MERGES = st.sampled_from(["A1:B2", "C3:C6", "D1:E1", "B5:E7"])
SHEETS = st.tuples(
    st.dictionaries(PLACES, st.tuples(VALUES, FORMATS, st.booleans()), max_size=15),
    st.lists(MERGES, unique=True, max_size=3),
    st.sets(st.integers(1, 20), max_size=2),
    st.sets(st.sampled_from("ABCDE"), max_size=2),
    st.sampled_from(["visible", "hidden", "veryHidden"]),
)


@given(st.lists(SHEETS, min_size=1, max_size=3), st.booleans())
@settings(deadline=None, max_examples=150, derandomize=True)
def test_whatever_openpyxl_writes(sheets, is_1904):
    book = Workbook()
    book.remove(book.active)
    book.epoch = MAC_EPOCH if is_1904 else WINDOWS_EPOCH
    for cells, merges, rows, columns, state in sheets:
        sheet = book.create_sheet()
        for place, (value, shape, is_struck) in cells.items():
            cell = sheet.cell(*place)
            cell.value, cell.number_format = value, shape
            cell.font = Font(strike=is_struck)
        for merge in merges:
            sheet.merge_cells(merge)
        for row in rows:
            sheet.row_dimensions[row].hidden = True
        for column in columns:
            sheet.column_dimensions[column].hidden = True
        sheet.sheet_state = state
    book.active = 0
    book.worksheets[0].sheet_state = "visible"
    same(saved(book))
