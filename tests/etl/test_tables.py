"""Tables of an office's own: the same figures in every shape, each fault told (F-25)."""

import copy
import datetime as dt
import io
import random
import subprocess
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from etl import legacy
from etl.check import check_bytes
from etl.form_layout import FRONT, HEADER_ROW, INPUT_COLUMN, RECORD
from etl.marked import marked_copy
from etl.rules import RULES
from tests.etl.tables import (
    FIGURES,
    PERIOD,
    UNITS,
    TableOffice,
    lines,
    long_csv,
    lying,
    put,
    saved,
    standing,
)

WANTED = sorted((m, u, float(v)) for u, said in FIGURES.items() for m, v in said.items())


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    return TableOffice(tmp_path_factory.mktemp("tables")).catalog


def in_tcvn3(sheet):
    """All of a table typed in one of the fonts of before Unicode; its own capitals have no tone."""
    typed = {letter: c for c, letter in legacy.TCVN3.items()}
    for cell in (c for row in sheet.iter_rows() for c in row if isinstance(c.value, str)):
        small = (c if c.isascii() else c.lower() for c in cell.value)
        cell.value = "".join(typed.get(c, c) for c in small)


def figures(report):
    return sorted((v[2], v[3], float(v[4])) for v in report.values if v[4] is not None)


def found(report, severity="error"):
    return [(f.rule_id, f.cell) for f in report.findings if f.severity == severity]


def test_a_marked_copy_of_a_table_is_taken_once_it_is_mended(catalog):
    """Its list in front is no second table, and quotes what stood there in whatever font."""
    change = put_in("C9", "§· x©y dùng")
    report = check_bytes(standing(change), catalog)
    findings = [f.as_dict() for f in report.findings]
    book = load_workbook(io.BytesIO(marked_copy(standing(change), findings, "a.xlsx")))
    assert "§· x©y dùng" in str([c.value for row in book[FRONT].iter_rows() for c in row])
    good = check_bytes(standing(), catalog)
    place = {v[2:4]: v[4] for v in good.values}
    assert [f for f in report.findings if f.severity == "error"]
    [sheet] = [s for s in book.worksheets if s.title not in (FRONT, RECORD)]
    sheet["C9"].value = load_workbook(io.BytesIO(standing())).active["C9"].value
    mended = check_bytes(saved(book), catalog)
    assert not mended.is_refused
    assert {v[2:4]: v[4] for v in mended.values} == place


SHAPES = {
    "standing": (standing, ".xlsx"),
    "lying": (lying, ".xlsx"),
    "long;": (lambda: long_csv(lines()), ".csv"),
    "long,": (lambda: long_csv(lines(), ","), ".csv"),
    "long-tab-utf16": (lambda: long_csv(lines(), "\t", "utf-16"), ".txt"),
}


def test_the_same_figures_in_an_old_font(catalog):
    report = check_bytes(standing(in_tcvn3), catalog)
    assert found(report, "note")  # it is told that the table was in one
    assert found(report) == []
    assert figures(report) == WANTED


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_figures_in_every_shape(catalog, shape):
    make, suffix = SHAPES[shape]
    report = check_bytes(make(), catalog, {}, suffix)
    assert found(report) == []
    assert (report.form_id, report.reporter_id) == ("bang-ngheo", "phong")
    assert report.period_id == "2022-H1"
    assert figures(report) == WANTED


@pytest.mark.parametrize("format_", ["xls", "ods"])
@pytest.mark.parametrize("make", [standing, lying])
def test_the_same_as_libreoffice_saves_it(catalog, soffice, tmp_path, make, format_):
    source = tmp_path / "bang.xlsx"
    source.write_bytes(make())
    try:
        soffice("--convert-to", format_, "--outdir", tmp_path, source)
    except subprocess.CalledProcessError as error:
        pytest.fail(error.stderr.decode())
    report = check_bytes((tmp_path / f"bang.{format_}").read_bytes(), catalog, {}, f".{format_}")
    assert found(report) == []
    assert figures(report) == WANTED


def test_the_title_tells_paper_and_kind(catalog):
    report = check_bytes(standing(), catalog)
    assert (report.paper_number, report.paper_date) == ("45/BC-TH", dt.date(2022, 6, 10))
    assert report.is_official
    said = check_bytes(standing(put_in("A3", f"{PERIOD}, số liệu ước thực hiện")), catalog)
    assert not said.is_official
    assert ("estimate", "") in found(said, "note")


def put_in(*pairs):
    """A sheet in which some cells hold something else."""

    def change(sheet):
        for address, value in zip(pairs[::2], pairs[1::2], strict=True):
            sheet[address] = value

    return change


def hide(row=None, column=None):
    def change(sheet):
        if row:
            sheet.row_dimensions[row].hidden = True
        if column:
            sheet.column_dimensions[column].hidden = True

    return change


def also(*changes):
    def change(sheet):
        for each in changes:
            each(sheet)

    return change


OTHERS_SUM = "Dòng tổng ghi 21, cộng các đơn vị được 20. Hãy xem lại từng đơn vị và dòng tổng."
# name → (what is done to the standing table, rule, cell, sentence or None)
FAULTS = {
    "total": (put_in("D12", 21), "table-total", "D12", OTHERS_SUM),
    "rate": (put_in("E9", "1,5 %"), "table-percent", "E9",
             "Tỷ lệ ghi 1,5 %, tính từ hai ô số liệu được 1,2. Hãy xem lại cả ba ô."),
    "unknown unit": (put_in("B9", "Xã Ân"), "table-unit", "B9", None),
    "unit twice": (put_in("B10", "UBND xã An"), "table-unit-twice", "B10",
                   "Đơn vị «UBND xã An» đã có ở ô B9. Hãy gộp hoặc bỏ một dòng."),
    "unit not asked": (put_in("B9", "Phòng Tổng hợp"), "table-unit-other", "B9", None),
    "unit missing": (lambda s: s.delete_rows(11), "table-missing", "",
                     "Bảng thiếu «Xã Cát». Chưa có số liệu thì vẫn ghi dòng và để trống ô."),
    "no unit": (put_in("B9", None), "table-row", "C9", None),
    "period missing": (put_in("A3", "Số chính thức"), "table-period", "", None),
    "two periods": (put_in("A3", f"{PERIOD} so với năm 2021, chính thức"), "table-period", "A3",
                    None),
    "period not ours": (put_in("A3", "Quý III năm 2022, chính thức"), "period-unknown", "A3",
                        None),
    "period not owed": (put_in("A3", "Năm 2022, chính thức"), "not-expected", "", None),
    "no kind": (put_in("A3", PERIOD), "table-kind", "", None),
    "header gone": (put_in("G5", None), "table-header", "", None),
    "header new": (put_in("G5", "Hộ khá"), "table-header-unknown", "G5", None),
    "header twice": (put_in("G5", "Tổng số hộ"), "table-header-twice", "G5", None),
    "no header": (put_in("I9", 5), "table-header-unknown", "I9", None),
    "other uom below": (put_in("A14", "Ghi chú: ĐVT: nghìn hộ"), "table-uom", "A14", None),
    "counted in thousands below": (put_in("A14", "Ghi chú: số liệu tính bằng nghìn hộ"),
                                   "table-uom", "A14", None),
    "counted in thousands": (put_in("H4", "(nghìn hộ)"), "table-uom", "H4", None),
    "other uom": (put_in("H4", "Đơn vị tính: người"), "table-uom", "H4", None),
    "not a number": (put_in("D9", "nhiều"), "number-not-number", "D9", None),
    "ambiguous": (also(put_in("C9", "1.000"), put_in("E9", None, "E10", None, "E11", None)),
                  "number-ambiguous", "C9", None),
    "part over whole": (put_in("D9", -1), "out-of-range", "D9", None),
    "other office": (put_in("A4", "UBND XÃ BÌNH"), "unit-mismatch", "A4", None),
    "sample": (put_in("A4", "SỐ LIỆU MẪU"), "sample-mismatch", "", None),
    "hidden unit": (hide(row=9), "table-missing", "", None),
    "hidden column": (hide(column="G"), "table-header", "", None),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_is_told_with_its_cell(catalog, name):
    change, rule, cell, sentence = FAULTS[name]
    report = check_bytes(standing(change), catalog)
    assert (rule, cell) in found(report)
    if sentence:
        assert sentence in [f.message() for f in report.findings]


# where it stands → what is said there that is not «tỷ đồng», «hộ» of the layout
UOMS = [
    *((said, "H4") for said in (
        "Đơn vị: 1.000 đồng", "(Đơn vị: 1000đ)", "(1.000đ)", "1.000 đồng", "Unit: 1000 VND",
        "Đơn vị: trăm triệu đồng", "Tính theo nghìn đồng", "Đơn vị: 100 hộ", "(x100)",
        "Đơn vị: 1.000", "Đơn vị: Nghìn đồng, hộ", "Đơn vị: cặp",
    )),
    *((said, "B14") for said in ("(1.000đ)", "Đơn vị: 100 hộ", "Số liệu tính theo nghìn đồng")),
    ("tính bằng nghìn đồng", "F9"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "at"), UOMS)
def test_a_unit_of_measure_that_is_not_the_layouts_is_refused(catalog, said, at):
    """Accepted it would make every figure a hundred or a thousand times too small."""
    assert ("table-uom", at) in found(check_bytes(standing(put_in(at, said)), catalog))


def test_a_unit_of_measure_in_the_next_cell(catalog):
    change = put_in("G4", "Đơn vị tính:", "H4", 1000)
    assert ("table-uom", "G4") in found(check_bytes(standing(change), catalog))


def test_a_unit_of_measure_under_a_table_with_units_across(catalog):
    assert found(check_bytes(lying(put_in("B12", "Đơn vị: 1.000 đồng")), catalog)) == [
        ("table-uom", "B12")
    ]


@pytest.mark.parametrize("said", ["ĐVT: hộ, tỷ đồng", "(Tỷ đồng)", "Đơn vị: UBND xã Bình Hòa"])
def test_the_layouts_own_unit_of_measure_and_a_name_are_none_other(catalog, said):
    for at in ("H4", "B14"):
        assert found(check_bytes(standing(put_in(at, said)), catalog)) == []


@pytest.mark.parametrize("said", ["Triệu Phong, ngày 10 tháng 6 năm 2022", "(Vạn Ninh)"])
def test_a_place_called_a_million_is_no_unit_of_measure(catalog, said):
    assert "table-uom" not in {
        rule for rule, _ in found(check_bytes(standing(put_in("A4", said)), catalog))
    }


def test_a_total_is_never_a_unit(catalog):
    """Wherever it stands, and by whatever name of ours."""
    for name in ("Tổng cộng", "CỘNG", "Tổng số"):
        report = check_bytes(standing(put_in("A12", name)), catalog)
        assert found(report) == []
        assert len(report.values) == len(WANTED)


def test_what_fits_no_layout_is_not_ours(catalog):
    report = check_bytes(standing(put_in("A1", "DANH SÁCH")), catalog)
    assert found(report) == [("not-ours", "")]
    assert "«Tổng hợp hộ nghèo»" in report.findings[0].message()


def test_a_second_sheet_in_sight_is_named_as_the_cause(catalog):
    def change(sheet):
        sheet.parent.create_sheet("Ghi chú")["A1"] = "Người lập"

    (told,) = check_bytes(standing(change), catalog).findings
    assert told.rule_id == "table-sheets"
    assert "còn trang khác có nội dung («Ghi chú»). Hãy xóa trang ấy, hoặc" in told.message()


def test_a_long_table_may_be_signed_below(catalog):
    signed = long_csv([*lines(), ["Người lập biểu", "", "", "", ""]])
    report = check_bytes(signed, catalog, {}, ".csv")
    assert found(report) == []
    assert figures(report) == WANTED


def test_hidden_lines_are_left_out_and_told_of(catalog):
    """The total still adds up without it: a copy of a line that was hidden, not deleted."""

    def change(sheet):
        sheet["B14"], sheet["C14"] = "Xã Cát", 501
        sheet.row_dimensions[14].hidden = True

    report = check_bytes(standing(change), catalog)
    assert found(report) == []
    assert ("table-hidden", "C14") in found(report, "warning")
    assert figures(report) == WANTED


def test_a_unit_of_other_days_is_told_by_its_days(catalog):
    """Its name is right: no spelling need be taught."""
    later = copy.deepcopy(catalog)
    later.units["xa-binh"]["valid_from"] = dt.date(2025, 7, 1)
    told = [f for f in check_bytes(standing(), later).findings if f.rule_id == "table-unit"]
    assert [f.value for f in told] == ["Xã Bình"]
    assert "(danh mục có tên này từ 01/07/2025, không có trong kỳ của bảng)" in told[0].message()


@pytest.mark.parametrize("typed", [5, "còn 5 hộ"])
def test_figures_of_a_hidden_sheet_are_told_of(catalog, typed):
    def change(sheet):
        other = sheet.parent.create_sheet("Phụ lục")
        other["A1"], other["B1"] = "Xã An", typed
        other.sheet_state = "hidden"

    report = check_bytes(standing(change), catalog)
    assert found(report) == []
    (told,) = [f for f in report.findings if f.rule_id == "table-hidden"]
    assert (told.sheet, told.cell) == ("Phụ lục", "")
    assert "trang «Phụ lục»" in told.message()
    assert figures(report) == WANTED


def test_a_hidden_sheet_of_words_is_not_told_of(catalog):
    def change(sheet):
        other = sheet.parent.create_sheet("Danh mục")
        other["A1"], other.sheet_state = "Xã An", "hidden"

    assert not found(check_bytes(standing(change), catalog), "warning")


def test_a_convention_is_proved_by_any_cell_of_the_table(catalog):
    """The rate says 1,2 %: the comma is the decimal sign here."""
    report = check_bytes(standing(put_in("C9", "1.000")), catalog)
    assert found(report) == []
    assert figures(report) == WANTED


@pytest.mark.parametrize("at", ["A9", "F9"])
def test_numbers_of_lines_and_notes_prove_no_convention(catalog, at):
    """1.1 in front of a commune or a note of 1.5 does not make 1.000 households one."""
    change = put_in("C9", "1.000", at, "1.1", "E9", None, "E10", None, "E11", None, "C12", None)
    assert ("number-ambiguous", "C9") in found(check_bytes(standing(change), catalog))


def test_a_part_of_the_year_in_a_cell_of_its_own_is_no_year(tmp_path):
    """«6 tháng đầu» in one row and «năm 2022» in the next: never the figures of the whole year."""
    office = TableOffice(tmp_path / "office")
    office.tables["due"] += [
        r | {"period_id": "2022-Y", "due_date": "2022-12-20"}
        for r in office.tables["due"]
        if r["form_id"] == "bang-ngheo"
    ]
    office.write()
    change = put_in("A1", "TỔNG HỢP HỘ NGHÈO 6 THÁNG ĐẦU", "A3", "NĂM 2022 (chính thức)")
    assert ("table-period", "A3") in found(check_bytes(standing(change), office.catalog))


@pytest.mark.parametrize(
    ("signed", "rule"), [("10/6/2023", "paper-date-late"), ("1/6/2022", "paper-date-early")]
)
def test_a_title_of_another_year_than_its_paper_is_asked_about(catalog, signed, rule):
    """A table titled 2021 and signed in 2022 would take the place of last year's figures."""
    paper = f"(Kèm theo Báo cáo số 45/BC-TH ngày {signed} của Phòng Tổng hợp)"
    assert (rule, "A2") in found(check_bytes(standing(put_in("A2", paper)), catalog), "warning")


def test_thousands_that_excel_took_for_decimals_are_asked_about(catalog):
    """716.449 typed into an English Excel; what was turned from tỷ đồng has decimals of its own."""
    report = check_bytes(lying(put_in("D10", 716.449, "G10", 1006.949)), catalog)
    assert found(report, "warning") == [("decimals-odd", "D10")]
    assert found(check_bytes(standing(), catalog), "warning") == []


def test_a_rate_with_a_footnote_is_compared(catalog):
    assert found(check_bytes(standing(put_in("E10", "1,0*", "E11", "0,0*")), catalog)) == []
    assert ("table-percent", "E10") in found(check_bytes(standing(put_in("E10", "0,5*")), catalog))


def again(lines=0, places=0):
    """The whole table once more on the same sheet, with other figures and no title of its own."""

    def change(sheet):
        for row in sheet.iter_rows(min_row=5, max_row=12, max_col=8):
            for cell in row:
                value = cell.value + 3 if isinstance(cell.value, int) else cell.value
                sheet.cell(cell.row + lines, cell.column + places).value = value

    return change


@pytest.mark.parametrize(
    ("content", "cell", "what"),
    [
        (standing(again(lines=15)), "B22", "B7"),
        (lying(again(places=10)), "M5", "C5"),
    ],
)
def test_a_second_table_on_the_sheet_is_asked_about(catalog, content, cell, what):
    """Its figures must not be taken for those of the titled one, which stands before it."""
    report = check_bytes(content, catalog)
    assert found(report) == [("table-twice", cell)]
    assert f"ô này và ô {what}" in report.findings[0].message()


def test_an_empty_cell_is_not_reported(catalog):
    report = check_bytes(standing(put_in("G9", None, "G12", 7)), catalog)
    assert found(report) == []
    (empty,) = (v for v in report.values if v[6] == "not_reported")
    assert (empty[2], empty[3], empty[9]) == ("hc", "xa-an", "G9")


LONG_FAULTS = {
    "twice": (lambda rows: [*rows, rows[1]], "table-unit-twice", "A14"),
    "missing": (lambda rows: rows[:-1], "table-missing", ""),
    "other period": (lambda rows: [*rows[:-1], [*rows[-1][:2], "Năm 2022", *rows[-1][3:]]],
                     "table-period-other", "C13"),
    "unknown measure": (lambda rows: [*rows, ["Xã An", "Hộ khá", PERIOD, "hộ", "4"]],
                        "table-header-unknown", "B14"),
    "other uom": (lambda rows: [rows[0], [*rows[1][:3], "người", rows[1][4]], *rows[2:]],
                  "uom-mismatch", "D2"),
    "total": (lambda rows: [*rows, ["Tổng cộng", "Hộ nghèo", PERIOD, "hộ", "19"]],
              "table-total", "E14"),
}  # fmt: skip


@pytest.mark.parametrize("name", LONG_FAULTS)
def test_what_is_wrong_in_a_long_table(catalog, name):
    change, rule, cell = LONG_FAULTS[name]
    report = check_bytes(long_csv(change(lines())), catalog, {}, ".csv")
    assert (rule, cell) in found(report)


def test_a_table_goes_the_way_of_every_report(tmp_path):
    """Taken in, corrected by a later one, a duplicate known, published, the form no longer asks."""
    office = TableOffice(tmp_path / "office")
    put(office, "bang.xlsx", standing())
    assert office.run("load").code == 0
    told = office.rows("select measure_id, subject_id, value from observation order by all")
    assert [(m, u, float(v)) for m, u, v in told] == WANTED
    put(office, "bang-gui-lai.xlsx", standing())
    put(office, "bang-2.csv", long_csv(lines()), "2022-06-15")
    ran = office.json("load", "--actor", "văn thư").of("file")
    assert [r["status"] for r in ran] == ["duplicate", "accepted"]
    assert ran[1]["revision"] == 2
    asked = office.rows(
        "select distinct form_id from expected_cell "
        "where reporter_id = 'phong' and measure_id = 'hn' and period_id = '2022-H1'"
    )
    assert asked == [("bang-ngheo",)]
    forms = office.json("forms", "--period", "2022-H1").of("file")
    assert sum(r["reporter"] == "phong" for r in forms) == 1


def test_a_refused_table_comes_back_marked(tmp_path):
    office = TableOffice(tmp_path / "office")
    put(office, "bang.xlsx", standing(put_in("D12", 21)))
    ran = office.json("load")
    assert ran.code == 1
    assert list(office.place.returned.glob("*/*can-sua.xlsx"))


def test_two_layouts_that_fit_are_asked_about(tmp_path):
    office = TableOffice(tmp_path / "office")
    again = [r | {"layout_id": "doc-2"} for r in office.tables["layout"] if r["layout_id"] == "doc"]
    fields = [r for r in office.tables["layout_field"] if r["layout_id"] == "doc"]
    office.tables["layout"] += again
    office.tables["layout_field"] += [r | {"layout_id": "doc-2"} for r in fields]
    office.write()
    report = check_bytes(standing(), office.catalog)
    assert found(report) == [("table-unclear", "")]


def test_every_rule_of_tables_has_its_case():
    rules = {r for r in RULES if r.startswith("table-")}
    cases = {rule for _, rule, *_ in [*FAULTS.values(), *LONG_FAULTS.values()]}
    own = {"hidden", "unclear", "twice", "merged", "sheets", "remark"}  # tests of their own
    assert rules <= cases | {f"table-{name}" for name in own}


def merged_figures(sheet):
    """One number for two communes: the total still adds up, and the rates are left out."""
    for address in ("C10", "E9", "E10"):
        sheet[address] = None
    sheet["C9"] = 1800
    sheet.merge_cells("C9:C10")


@pytest.mark.parametrize("format_", ["xlsx", "xls", "ods"])
def test_a_number_merged_over_two_units_is_of_neither(catalog, soffice, tmp_path, format_):
    path = tmp_path / "bang.xlsx"
    path.write_bytes(standing(merged_figures))
    if format_ != "xlsx":
        soffice("--convert-to", format_, "--outdir", tmp_path, path)
    content = (tmp_path / f"bang.{format_}").read_bytes()
    report = check_bytes(content, catalog, {}, f".{format_}")
    assert found(report) == [("table-merged", "C10")]


@pytest.mark.parametrize("seed", range(12))
def test_any_figures_are_the_same_as_form_and_in_every_shape(tmp_path, seed):
    draw = random.Random(seed)
    some = {
        unit: {
            "dan": draw.randint(1, 9000),
            "hn": 0,
            "hc": draw.choice([0, draw.randint(0, 5000)]),
            "von": Decimal(draw.randint(0, 500000)) / 10,
        }
        for unit in UNITS
    }
    for said in some.values():
        said["hn"] = draw.randint(0, min(5000, said["dan"]))
    wanted = sorted((m, u, float(v)) for u, said in some.items() for m, v in said.items())
    office = TableOffice(tmp_path / "office")
    tables = [
        check_bytes(standing(figures=some), office.catalog),
        check_bytes(lying(figures=some), office.catalog),
        check_bytes(long_csv(lines(figures=some)), office.catalog, {}, ".csv"),
    ]
    office.tables["due"] = [r for r in office.tables["due"] if r["form_id"] != "bang-ngheo"]
    office.write()
    form = office.filled("phong")
    sheet = form["Kết quả"]
    for row in range(HEADER_ROW + 1, sheet.max_row + 1):
        measure, _, unit = str(sheet.cell(row, 1).value).partition("|")
        if unit in some:
            sheet.cell(row, INPUT_COLUMN["results"]).value = some[unit][measure]
    read = check_bytes(saved(form), office.catalog)
    assert [v for v in figures(read) if v[1] in some] == wanted
    for report in tables:
        assert found(report) == []
        assert figures(report) == wanted


SIGNED = put_in(
    "H14", "Châu Thành, ngày 10 tháng 6 năm 2022", "B15", "Người lập biểu", "G15", "Phòng Tổng hợp",
    "B18", "Nguyễn Văn An",
    "G18", "Trần Thị Bình", "A20", "Nơi nhận:", "A21", "- UBND xã An;", "A22", "- Lưu: VT, 2 bản.",
    "D15", dt.datetime(2022, 6, 10),
)  # fmt: skip


@pytest.mark.parametrize("make", [standing, lying])
def test_signatures_below_are_no_part_of_the_table(catalog, make):
    report = check_bytes(make(SIGNED), catalog)
    assert found(report) == found(report, "warning") == []
    assert figures(report) == WANTED


def test_a_figure_below_is_asked_about(catalog):
    change = also(SIGNED, put_in("D16", 55))
    (told,) = (f for f in check_bytes(standing(change), catalog).findings if f.severity == "error")
    assert (told.rule_id, told.cell) == ("table-row", "D16")
    assert (
        told.message()
        == "«55» không rõ là của đơn vị nào. Hãy ghi đơn vị vào dòng này, hoặc xóa ô."
    )


@pytest.mark.parametrize("make", [standing, lying])
def test_words_below_and_beside_are_told_of_once(catalog, make):
    """They may say that a figure means something else; nobody reads them."""
    places = ("B17", "F10", "J9") if make is standing else ("B17", "J7")
    change = put_in(*(x for at in places for x in (at, "gồm cả 5 hộ chuyển đến")))
    report = check_bytes(make(also(SIGNED, change)), catalog)
    assert found(report) == []
    (told,) = (f for f in report.findings if f.severity == "warning")
    assert told.rule_id == "table-remark"
    assert all(at in told.what for at in places)
    assert figures(report) == WANTED


def line_in(row, name, **cells):
    """One more line, the totals below moved down."""

    def change(sheet):
        if "A12:B12" in sheet.merged_cells:
            sheet.unmerge_cells("A12:B12")
        sheet.insert_rows(row)
        sheet.cell(row, 2).value = name
        for column, value in cells.items():
            sheet[f"{column}{row}"] = value

    return change


@pytest.mark.parametrize("name", ["Cộng cụm 1", "Cộng", "Tổng số"])
def test_a_sub_total_is_of_the_lines_above_it(catalog, name):
    report = check_bytes(standing(line_in(11, name, C=1800, D=20)), catalog)
    assert found(report) == []
    assert figures(report) == WANTED
    wrong = check_bytes(standing(line_in(11, name, C=1801, D=20)), catalog)
    assert found(wrong) == [("table-total", "C11")]
    assert (
        "Dòng tổng ghi 1.801, cộng các đơn vị được 1.800 (C9–C10)." in wrong.findings[-1].message()
    )


def test_a_second_sub_total_begins_behind_the_first(catalog):
    two = also(line_in(11, "Cộng cụm 1", D=20), line_in(13, "Cộng cụm 2", D=0, C=500))
    assert found(check_bytes(standing(two), catalog)) == []


def test_a_part_of_a_line_is_compared_with_it_and_not_loaded(catalog):
    report = check_bytes(standing(line_in(10, "Trong đó: nữ", D=12)), catalog)
    assert found(report) == []
    assert figures(report) == WANTED
    more = check_bytes(standing(line_in(10, "Trong đó: nữ", D=13)), catalog)
    assert found(more) == [("part-exceeds-whole", "D10")]


# name → what is done to the standing table, and all that may be told of it
ALONE = {
    "unit misspelt": (put_in("B9", "Xã Ân"), [("table-unit", "B9"), ("table-missing", "")]),
    "dash": (put_in("D9", "-"), [("number-dash", "D9")]),
    "hidden line": (hide(row=9), [("table-missing", "")]),
    "no name": (put_in("B9", None), [("table-row", "C9"), ("table-missing", "")]),
    "hidden column": (hide(column="D"), [("table-header", "")]),
    "merged": (lambda s: (put_in("C10", None)(s), s.merge_cells("C9:C10")),
               [("table-merged", "C10")]),
}  # fmt: skip


@pytest.mark.parametrize("name", ALONE)
def test_what_only_follows_is_not_told(catalog, name):
    """One line or figure that cannot be read: no total over it can come out."""
    change, wanted = ALONE[name]
    assert found(check_bytes(standing(change), catalog)) == wanted


@pytest.mark.parametrize("column", ["A", "F"])
def test_a_hidden_column_that_is_left_out_anyway_is_not_told_of(catalog, column):
    merged = [lambda s, row=row: s.merge_cells(f"A{row}:H{row}") for row in (2, 3)]
    report = check_bytes(standing(also(*merged, hide(column=column))), catalog)
    assert found(report) == found(report, "warning") == []
    assert figures(report) == WANTED


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (["", "Hộ nghèo", PERIOD, "hộ", "4"], "đơn vị"),
        (["Xã An", "", PERIOD, "hộ", "4"], "chỉ tiêu"),
        (["Xã An", "Hộ nghèo", "", "hộ", "4"], "kỳ"),
    ],
)
def test_what_a_line_of_a_long_table_does_not_say(catalog, line, what):
    report = check_bytes(long_csv([*lines(), line]), catalog, {}, ".csv")
    (told,) = (f for f in report.findings if f.severity == "error")
    assert (told.rule_id, told.cell) == ("table-row", "E14")
    assert f"«4» không rõ là của {what} nào." in told.message()
