"""Nothing that a clerk wrote is passed over in silence, and nothing of ours is asked about."""

import datetime as dt
import io
import unicodedata
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.comments import Comment

from etl.check import check_bytes
from etl.form_layout import FRONT, HIDDEN, LOCKED, SHEETS
from etl.known import Known
from etl.marked import marked_copy
from tests.etl.bombs import entry, parts, written
from tests.etl.district import Y, fill, saved

COVER, RESULTS, CRITERIA = (SHEETS[n] for n in ("cover", "results", "criteria"))
AWARD, PLEDGE, SCORE, NARRATIVE = (
    SHEETS[n] for n in ("award", "pledge", "self_score", "narrative")
)
OUTSIDE = {"outside-figure", "outside-text", "outside-comment", "sheet-copied", "sheet-outside"}
GREY = Known(
    plan={("viec", "xa-an"): Decimal(400), ("thu", "vung"): Decimal("0.1")},
    last_year={("viec", "xa-an"): Decimal("230.000000"), ("ho", "xa-an"): Decimal("1234.567890")},
    previous={("ngheo", "xa-an"): Decimal("12345678901.25")},
)


def told(office, book, suffix=".xlsx"):
    """(rule, sheet, cell, what) of what is said of the outside, and of a missing sheet."""
    content = book if isinstance(book, bytes) else saved(book)
    found = check_bytes(content, office.catalog, {}, suffix).findings
    return [(f.rule_id, f.sheet, f.cell, f.what) for f in found if f.rule_id in OUTSIDE]


def grey_form(office, period=Y):
    book = office.form("xa-an", period, GREY)
    fill(book, viec=120, ngheo=40, ho=2000, khoe=9, rieng=3, tc01="Đạt")
    return book


CASES = {
    # a figure would be lost
    "line below": (RESULTS, {"C12": "Số hộ thoát nghèo", "I12": 99}, "outside-figure", "I12, C12"),
    "typed as text": (RESULTS, {"C12": "Số hộ", "I12": "gần 1.200 hộ"}, "outside-figure",
                      "I12, C12"),
    "column beside": (RESULTS, {"L4": "Tháng 6", "L6": 55}, "outside-figure", "L6, L4"),
    "findings": (RESULTS, {"K5": 15}, "outside-figure", "K5"),
    "previous instead": (RESULTS, {"I6": None, "H6": 44}, "outside-figure", "H6"),
    "plan instead": (RESULTS, {"I7": None, "F7": 44}, "outside-figure", "F7"),
    "note instead": (RESULTS, {"I6": None, "J6": "10 hộ"}, "outside-figure", "J6"),
    "criterion below": (CRITERIA, {"C9": "Tiêu chí 20", "D9": "Chưa"}, "outside-figure", "D9, C9"),
    "criterion as note": (CRITERIA, {"D5": None, "E5": "Đạt"}, "outside-figure", "E5"),
    "award beside": (AWARD, {"K5": 88}, "outside-figure", "K5"),
    "score below": (SCORE, {"F12": 5}, "outside-figure", "F12"),
    # words
    "many": (RESULTS, {f"M{n}": "x" for n in range(5, 12)}, "outside-text",
             "M5, M6, M7, M8 và 3 ô khác"),
    "signed below": (RESULTS, {"C14": "Người lập biểu", "C15": "Lê An"}, "outside-text",
                     "C14, C15"),
    "remark with a number": (RESULTS, {"L5": "Ấp 3 báo thêm 12 hộ sau ngày chốt"}, "outside-text",
                             "L5"),
    "grey changed": (RESULTS, {"F5": 401, "G6": 7}, "outside-text", "F5, G6"),
    "order": (RESULTS, {"B5": 2, "B6": 1}, "outside-text", "B5, B6"),
    "above": (RESULTS, {"B1": "KẾT QUẢ", "C3": "đến 31/5"}, "outside-text", "B1, C3"),
    "finding of hers": (RESULTS, {"K5": "Sửa thành 15"}, "outside-text", "K5"),
    "cover": (COVER, {"C6": "Khối khác", "D8": 5, "B14": "Ghi chú"}, "outside-text",
              "C6, D8, B14"),
    "beside the narrative": (NARRATIVE, {"D5": 5, "C10": "Một đoạn dài"}, "outside-text",
                             "D5, C10"),
    "group": (SCORE, {"C5": "II. Khác", "E5": 70}, "outside-text", "C5, E5"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_stands_outside_the_input_cells_is_told_once_a_sheet(shared_office, name):
    sheet, typed, rule, cells = CASES[name]
    book = grey_form(shared_office)
    for address, value in typed.items():
        book[sheet][address].value = value
    first = cells.split(",", maxsplit=1)[0]
    assert told(shared_office, book) == [(rule, sheet, first, cells)]


def test_a_line_put_in_without_a_key_is_a_lost_figure(shared_office):
    book = shared_office.filled()
    book[RESULTS].insert_rows(6)
    book[RESULTS]["C6"].value, book[RESULTS]["I6"].value = "trong đó nữ", 77
    assert told(shared_office, book) == [("outside-figure", RESULTS, "I6", "I6, C6")]


def test_what_has_its_own_finding_is_not_told_again(shared_office):
    book = shared_office.filled()
    book[RESULTS]["A12"].value, book[AWARD]["B9"].value = "la|xa-an", "Tổng cộng"
    book[AWARD]["G9"].value = 5
    assert {"row-unknown", "row-total"} <= {f.rule_id for f in check(shared_office, book).findings}
    assert told(shared_office, book) == []


def check(office, book):
    return check_bytes(saved(book), office.catalog, {})


def test_lines_of_a_table_may_go_on(shared_office):
    book = shared_office.filled()
    for row in (17, 18):
        book[AWARD][f"B{row}"].value, book[AWARD][f"C{row}"].value = row - 4, "Giấy khen"
        book[AWARD][f"G{row}"].value = 2
    report = check(shared_office, book)
    assert [v[4] for v in report.values if v[2] == "count"] == [2, 2]
    assert told(shared_office, book) == []


def without_marks(book):
    """As forms were before they marked their locked cells."""
    for row in book[HIDDEN].iter_rows():
        if row[0].value == LOCKED:
            book[HIDDEN].delete_rows(row[0].row)
    return book


def test_a_form_from_before_the_marks_is_taken_as_it_is(shared_office):
    book = without_marks(grey_form(shared_office))
    book[RESULTS]["I5"].value, book[COVER]["B14"].value = None, "2. Câu hướng dẫn cũ"
    assert told(shared_office, book) == []
    book[RESULTS]["G6"].value = "như trên"
    assert told(shared_office, book) == [("outside-text", RESULTS, "G6", "G6")]


def test_copies_of_a_sheet_are_refused_where_they_say_something_else(shared_office):
    book = shared_office.filled()
    copy = book.copy_worksheet(book[RESULTS])
    copy.title = "Kết quả (2)"
    book.create_sheet("Trống")
    assert told(shared_office, book) == [("sheet-outside", "Kết quả (2)", "", "")]
    copy["I6"].value = 41
    assert told(shared_office, book) == [("sheet-copied", "Kết quả (2)", "I6", RESULTS)]


def test_a_sheet_of_ours_that_is_not_asked_for_is_not_passed_over(shared_office):
    """Points are given at the year only; somebody took the sheet along from there."""
    book, year = shared_office.filled(), shared_office.form("xa-an", Y)
    sheet = book.create_sheet(SCORE)
    for row in year[SCORE].iter_rows():
        for cell in row:
            sheet[cell.coordinate].value = cell.value
    assert told(shared_office, book) == [("sheet-outside", SCORE, "", "")]
    sheet["F5"].value = 60
    assert told(shared_office, book) == [("sheet-copied", SCORE, "F5", SCORE)]


@pytest.mark.parametrize("area", ["I5:I6", "H6:I6", "F6:J6"])
def test_input_cells_that_were_merged_are_refused(shared_office, area):
    book = grey_form(shared_office)
    book[RESULTS].merge_cells(area)
    what = "I6, J6" if area == "F6:J6" else "I6"
    found = check(shared_office, book).findings
    told = [(f.sheet, f.cell, f.what) for f in found if f.rule_id == "cell-merged"]
    assert told == [(RESULTS, "I6", what)]


def test_merging_that_takes_nothing_away_is_no_matter(shared_office):
    book = shared_office.filled()
    book[NARRATIVE]["C5"].value = "Một đoạn dài"
    book[NARRATIVE].merge_cells("C5:D5")
    book[RESULTS].merge_cells("B1:K1")
    assert not check(shared_office, book).is_refused


# Tables that units go on with.


@pytest.mark.parametrize(
    "said", ["Tổng phụ trách Đội giỏi", "Cộng tác viên dân số giỏi", "Tổng biên tập giỏi"]
)
def test_a_title_that_begins_like_a_total_is_an_award(shared_office, said):
    book = shared_office.filled()
    book[AWARD]["C5"].value, book[AWARD]["G5"].value = said, 1
    assert not check(shared_office, book).is_refused


@pytest.mark.parametrize(
    ("at", "said"),
    [("B9", "Tổng cộng"), ("C9", "Cộng:"), ("C9", "TỔNG SỐ giấy khen"), ("C9", "Tổng giấy khen")],
)
def test_a_total_is_one_wherever_it_is_written(shared_office, at, said):
    book = shared_office.filled()
    book[AWARD]["C5"].value, book[AWARD]["G5"].value = "Giấy khen", 5
    book[AWARD][at].value, book[AWARD]["G9"].value = said, 5
    errors = [f for f in check(shared_office, book).findings if f.severity == "error"]
    assert [(f.rule_id, f.cell, f.value) for f in errors] == [("row-total", at, said)]


@pytest.mark.parametrize(
    ("sheet", "row", "what"),
    [
        (AWARD, {"C5": "Giấy khen", "G5": "05 tập thể, 10 cá nhân"}, "cột «Đối tượng» chưa ghi"),
        (AWARD, {"C5": "Giấy khen", "E5": "Cá nhân", "G5": "05 tập thể"}, "Cá nhân"),
        (PLEDGE, {"C5": "Giao ước", "E5": "5 triệu"}, "cột «Đơn vị tính» chưa ghi"),
    ],
)
def test_a_number_of_a_table_is_held_against_what_the_line_counts(shared_office, sheet, row, what):
    book = shared_office.filled()
    for address, value in row.items():
        book[sheet][address].value = value
    [error] = [f for f in check(shared_office, book).findings if f.severity == "error"]
    assert (error.rule_id, error.what) == ("uom-mismatch", what)


def test_comments_that_cannot_be_read_hide_no_figure(shared_office):
    """Their part is broken, the sheets are not."""
    book = grey_form(shared_office)
    book[RESULTS]["I5"].comment = Comment("thực ra là 100", "Lê An")
    found = parts(saved(book))
    [name] = [n for n in found if "comments" in n.lower() and n.endswith(".xml")]
    assert told(shared_office, saved(book)) == [("outside-comment", RESULTS, "", "I5")]
    found[name] = found[name].replace(b'authorId="0"', b'authorId="7"')
    report = check_bytes(written([entry(n, c) for n, c in found.items()]), shared_office.catalog)
    assert [v[4] for v in report.values if v[2] == "viec"] == [120]
    assert not report.is_refused


# Nothing of ours is asked about.


def test_a_marked_copy_sent_back_is_as_good_as_the_form(shared_office):
    """Front sheet, colours, comments and findings beside the lines are ours."""
    book = grey_form(shared_office)
    book[RESULTS]["I5"].value, book[RESULTS]["L9"].value = "nhiều", 5
    book[AWARD]["C6"].value = "Tổng cộng"
    findings = [f.as_dict() for f in check(shared_office, book).findings]
    assert len(findings) > 2
    copy = openpyxl.load_workbook(io.BytesIO(marked_copy(saved(book), findings, "a.xlsx")))
    assert copy.sheetnames[0] == FRONT
    copy[RESULTS]["I5"].value, copy[RESULTS]["L9"].value = 120, None
    copy[AWARD]["C6"].value = None
    assert told(shared_office, copy) == []
    copy[FRONT]["G7"].value = "Đã sửa"
    assert told(shared_office, copy) == [("outside-text", FRONT, "G7", "G7")]


@pytest.fixture(scope="module")
def by_libreoffice(shared_office, soffice, tmp_path_factory):
    """The same form, as it is and as a marked copy, in every format and back again."""
    folder = tmp_path_factory.mktemp("outside")
    book = grey_form(shared_office)
    book.save(folder / "form.xlsx")
    book[RESULTS]["I5"].value = "nhiều"
    findings = [f.as_dict() for f in check(shared_office, book).findings]
    (folder / "marked.xlsx").write_bytes(marked_copy(saved(book), findings, "a.xlsx"))
    names = [folder / "form.xlsx", folder / "marked.xlsx"]
    for suffix in ("ods", "xls"):
        soffice("--convert-to", suffix, "--outdir", folder, *names)
    soffice("--convert-to", "xlsx", "--outdir", folder / "again", *folder.glob("*.xls"))
    soffice("--convert-to", "xlsx", "--outdir", folder / "from-ods", *folder.glob("*.ods"))
    return folder


@pytest.mark.parametrize("name", ["form", "marked"])
@pytest.mark.parametrize("where", [".ods", ".xls", "again", "from-ods"])
def test_a_form_that_libreoffice_saved_holds_nothing_outside(
    shared_office, by_libreoffice, name, where
):
    path = by_libreoffice / (f"{name}{where}" if where[0] == "." else f"{where}/{name}.xlsx")
    assert told(shared_office, path.read_bytes(), path.suffix) == []


# Whose it is, above every sheet; sheets under other names.


def mismatches(office, book):
    return [(f.rule_id, f.sheet, f.cell, f.value) for f in check(office, book).findings
            if f.rule_id.endswith("-mismatch")]  # fmt: skip


@pytest.mark.parametrize("sheet", [COVER, RESULTS, CRITERIA, AWARD, NARRATIVE])
def test_a_sheet_of_another_unit_or_period_is_refused(shared_office, sheet):
    book = shared_office.filled()
    book[sheet]["B2"].value = "Xã Bình – 6 tháng đầu năm 2023"
    assert mismatches(shared_office, book) == [
        ("unit-mismatch", sheet, "B2", "Xã Bình"),
        ("period-mismatch", sheet, "B2", "6 tháng đầu năm 2023"),
    ]


@pytest.mark.parametrize(
    "said", ["UBND xã An - 6 tháng đầu năm 2022", "XÃ AN  –  6 THÁNG ĐẦU NĂM 2022", None]
)
def test_another_spelling_of_the_line_above_is_the_same(shared_office, said):
    book = shared_office.filled()
    book[RESULTS]["B2"].value = said
    assert mismatches(shared_office, book) == []
    assert told(shared_office, book) == []


def test_sheets_are_known_however_their_letters_are_composed(shared_office):
    book = shared_office.filled(viec="nhiều")
    for sheet in book.worksheets:
        sheet.title = unicodedata.normalize("NFD", sheet.title) + " "
    report = check(shared_office, book)
    errors = [f for f in report.findings if f.severity == "error"]
    assert [(f.rule_id, f.sheet, f.cell) for f in errors] == [("number-not-number", RESULTS, "I5")]
    content = marked_copy(saved(book), [f.as_dict() for f in errors], "a.xlsx")
    copy = openpyxl.load_workbook(io.BytesIO(content))
    assert copy.worksheets[2]["I5"].comment is not None


def test_a_cover_under_another_name_is_told_once(shared_office):
    book = shared_office.filled()
    book[COVER].title = "Trang bìa"
    findings = check(shared_office, book).findings
    assert [(f.rule_id, f.sheet) for f in findings if f.severity != "note"] == [("not-ours", COVER)]


def test_a_hidden_sheet_of_somebody_elses_is_not_ours(shared_office):
    book = openpyxl.Workbook()
    book.create_sheet(HIDDEN)["A1"].value = "id"
    [finding] = check(shared_office, book).findings
    assert (finding.rule_id, finding.what) == ("not-ours", "trang ẩn «_form»")


def test_the_form_of_an_office_with_more_cells_than_one_text_holds(shared_office, monkeypatch):
    monkeypatch.setattr("etl.forms.MARKS", 7)
    book = grey_form(shared_office)
    assert max(len(row) for row in book[HIDDEN].iter_rows()) > 3
    book[RESULTS]["G5"].value = Decimal(230)
    assert told(shared_office, book) == []
    book[RESULTS]["G5"].value = dt.datetime(2022, 6, 1)
    assert told(shared_office, book) == [("outside-text", RESULTS, "G5", "G5")]
