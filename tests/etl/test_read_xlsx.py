"""What is read of an .xlsx is, cell by cell, what openpyxl reads: its witness."""

import datetime as dt
import warnings
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.worksheet.formula import ArrayFormula

from etl.cells import Unreadable
from etl.guard import Unsafe, guard
from etl.read_xlsx import read_xlsx
from tests.demo_district import demo_district
from tests.etl import openpyxl_reader
from tests.etl.bombs import changed, entry
from tests.etl.district import saved
from tests.etl.foreign import SOFFICE, converted, foreign
from tests.etl.mutations import mutations
from tests.etl.test_guard_batch import full

FIXTURES = Path(__file__).parents[1] / "fixtures"
MUTATED = 900
SAMPLE = 60
# Why a damaged file is refused that openpyxl reads, passing over what is damaged: a part that is
# something else or missing (KeyError), and what is there twice or under no name.
DAMAGED = ("xl/", "_rels/", "a sheet without name", "is there twice")


def everything(book):
    """All that a reader says, in its order; 1 and 1.0 and True are three things."""
    cells = [(s, [(p, c, type(c.value)) for p, c in found.items()]) for s, found in book.items()]
    return cells, book.hidden


def tried(read, content):
    """What a reader says of a workbook, or why it cannot be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return everything(read(content))
        except Unreadable as error:
            return str(error.__cause__).strip("'")


def same(content):
    """Hold the reader against its witness; return what both say."""
    said = tried(read_xlsx, content)
    assert said == tried(openpyxl_reader.read_xlsx, content)
    assert not isinstance(said, str), said
    return said


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
        said, other = tried(read_xlsx, content), tried(openpyxl_reader.read_xlsx, content)
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
    st.dictionaries(PLACES, st.tuples(VALUES, FORMATS), max_size=15),
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
        for place, (value, shape) in cells.items():
            cell = sheet.cell(*place)
            cell.value, cell.number_format = value, shape
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


# What other programs write and openpyxl does not

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = """<numFmts><numFmt numFmtId="200" formatCode="dd/mm/yyyy"/>
<numFmt numFmtId="44" formatCode="0&quot; đ&quot;"/></numFmts>
<fonts><font/></fonts><fills><fill><patternFill/></fill>
</fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/>
<xf numFmtId="200"/><xf numFmtId="14"/><xf numFmtId="46"/><xf numFmtId="44"/><xf numFmtId="30"/>
<xf numFmtId="300"/></cellXfs><cellStyles><cellStyle name="Normal" xfId="0"/></cellStyles>"""
STRINGS = """<si><t>một</t></si><si><t/></si><si/><si><t xml:space="preserve"> hai </t></si>
<si><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>
<si><r><rPr><strike/></rPr><t>12</t></r><r><rPr><strike val="0"/></rPr><t>15</t></r></si>
<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="0"/></si>
<si><r><t>東</t></r><r><rPr/><t xml:space="preserve"> 京_x005F_x000D_</t></r>
<rPh sb="0" eb="1"><t>ト
</t></rPh></si>"""


def written(rows, before="", after="", **more):
    """A workbook of one sheet with these rows, and parts of it put in place of openpyxl's."""
    said = {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}'
        f"</sheetData>{after}</worksheet>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{STRINGS}</sst>',
    } | more
    return changed(saved(Workbook()), *(entry(n, text) for n, text in said.items()))


CELLS = (
    '<c r="A1"/>', '<c><v>1</v></c>', '<c r="C1" s="0"><v>1.50</v></c>', '<c r="A1"><v>007</v></c>',
    '<c r="A1"><v>1E3</v></c>', '<c r="A1" t="n"><v> 5 </v></c>', '<c r="A1"><v/></c>',
    *(f'<c r="A1" t="s"><v>{n}</v></c>' for n in range(8)), '<c r="A1" t="s"><v>8</v></c>',
    *(f'<c r="A1" s="{s}"><v>{v}</v></c>'
      for s in range(1, 6) for v in (0, 0.25, 1, 59, 60, 61, 44725.5, -1, 2958466, "1e300")),
    '<c r="A1" s="6"><v>1</v></c>', '<c r="A1" s="99"><v>1</v></c>',
    '<c r="A1" t="b"><v>1</v></c>', '<c r="A1" t="b"><v>0</v></c>', '<c r="A1" t="b"><v>x</v></c>',
    '<c r="A1" t="e"><v>#N/A</v></c>', '<c r="A1" t="e"/>', '<c r="A1" t="d"><v>2022-06-13</v></c>',
    '<c r="A1" t="d"><v>2022-06-13T07:30:00Z</v></c>', '<c r="A1" t="d"><v>07:30:00</v></c>',
    '<c r="A1" t="d"><v>hôm nay</v></c>', '<c r="A1" t="str"><v>12</v></c>', '<c r="A1" t="str"/>',
    '<c r="A1" t="inlineStr"><is><t>12</t></is></c>', '<c r="A1" t="inlineStr"/>',
    '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><rPr><strike/></rPr><t>b</t></r></is></c>',
    '<c r="A1" t="inlineStr"><is/></c>', '<c r="A1" t="inlineStr"><v>9</v></c>',
    '<c r="A1"><v>x</v></c>', '<c r="A1"><v>--1</v></c>', '<c r="A1" s="x"><v>1</v></c>',
    '<c r="1A"><v>1</v></c>', '<c r="A"><v>1</v></c>',
    # Formulas: what Excel last computed, or nothing.
    '<c r="A1"><f>B1</f></c>', '<c r="A1"><f>B1</f><v/></c>', '<c r="A1"><f>B1</f><v>5</v></c>',
    '<c r="A1" s="1"><f>B1</f><v>44725</v></c>', '<c r="A1" s="1"><f>B1</f><v>1e300</v></c>',
    '<c r="A1" s="3"><f>B1</f><v>1.5</v></c>', '<c r="A1" t="str"><f>B1</f><v>a</v></c>',
    '<c r="A1" t="str"><f>B1</f><v></v></c>', '<c r="A1" t="str"><f>B1</f></c>',
    '<c r="A1" t="str"><f>B1</f><v>#5</v></c>', '<c r="A1" t="b"><f>B1</f><v>1</v></c>',
    '<c r="A1" t="e"><f>B1</f><v>#DIV/0!</v></c>', '<c r="A1" t="e"><f>B1</f></c>',
    '<c r="A1"><f/></c>',
    '<c r="A1" t="s"><f>B1</f><v>0</v></c>', '<c r="A1" t="b"><f>B1</f></c>',
    '<c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c>',
    '<c r="A1"><f t="shared" si="0"/><v>2</v></c>',
    '<c r="A1"><f t="array" ref="A1">B1</f><v>3</v></c>',
    '<c r="A1"><f t="dataTable" ref="A1:A2" r1="B1"/><v>4</v></c>',
    '<c r="A1" t="d"><f>B1</f><v>2022-06-13</v></c>',
)  # fmt: skip


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("row", ['<row r="1">', "<row>"])
def test_a_cell_as_others_write_it(cell, row):
    """Read alike, or refused alike."""
    content = written(f"{row}{cell}<c><v>77</v></c></row>")
    said, other = tried(read_xlsx, content), tried(openpyxl_reader.read_xlsx, content)
    assert isinstance(said, str) if isinstance(other, str) else said == other
