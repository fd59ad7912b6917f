"""The form: what a unit sees and may type, and what comes back from Excel's and other hands."""

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from etl.form_layout import HEADER_ROW, HIDDEN, SHEETS
from etl.forms import SAMPLE, guidance
from tests.etl.district import H1, Office, Y, fill, input_cell, reopened, saved

TOP = HEADER_ROW + 1


@pytest.fixture(scope="module")
def book(shared_office, tmp_path_factory):
    """As a unit gets it: written, and read again."""
    path = tmp_path_factory.mktemp("form") / "form.xlsx"
    shared_office.form("xa-an", Y).save(path)
    return load_workbook(path)


def rules_of(sheet, address):
    """Checks of one cell: (type, first value, second value)."""
    row, column = sheet[address].row, sheet[address].column
    found = []
    for rule in sheet.data_validations.dataValidation:
        for part in str(rule.sqref).split():
            left, top, right, bottom = range_boundaries(part)
            if top <= row <= bottom and left <= column <= right:
                found.append((rule.type, rule.formula1, rule.formula2))
    return found


def test_identity_is_seen_on_the_cover_and_hidden_beside_it(book):
    cover = book[SHEETS["cover"]]
    assert [cover[f"C{r}"].value for r in (5, 6, 7)] == ["Xã An", "Khối các xã", "Năm 2022"]
    assert book[HIDDEN].sheet_state == "veryHidden"
    hidden = {row[0]: row[1] for row in book[HIDDEN].iter_rows(values_only=True)}
    assert hidden["form_id"] == "bc"
    assert (hidden["reporter_id"], hidden["period_id"]) == ("xa-an", Y)
    assert (hidden["version"], hidden["is_sample"]) == (1, 0)
    assert len(hidden["layout"]) == 16
    assert set(map(len, hidden["locked"].split())) == {8}


def test_cover_asks_for_the_paper_and_for_its_kind(book):
    cover = book[SHEETS["cover"]]
    assert [cover[f"B{r}"].value for r in range(8, 12)] == [
        "Số, ký hiệu văn bản", "Ngày ký văn bản", "Người ký", "Số liệu ước hay chính thức",
    ]  # fmt: skip
    assert [cover[f"C{r}"].protection.locked for r in range(5, 12)] == [True] * 3 + [False] * 4
    assert rules_of(cover, "C11") == [("list", '"Chính thức,Ước thực hiện"', None)]
    assert cover["C9"].number_format == "dd/mm/yyyy"


def test_guidance_has_six_lines(book):
    said = [c.value for row in book[SHEETS["cover"]] for c in row]
    lines = guidance({"kind": "Y"})
    assert len(lines) == 6
    assert [line for line in said if line in lines] == lines
    assert lines[1].endswith("lũy kế từ đầu năm.")


def test_a_school_years_form_asks_for_what_came_since_its_own_start():
    (line,) = (s for s in guidance({"kind": "SY"}) if s not in guidance({"kind": "Y"}))
    assert line.endswith("lũy kế từ đầu năm học.")


def test_only_cells_to_be_filled_are_open(book):
    sheet = book[SHEETS["results"]]
    for row in range(TOP, TOP + 5):
        is_locked = [cell.protection.locked for cell in sheet[row]][:11]
        assert is_locked == [True] * 8 + [False] * 3
    assert all(s.protection.sheet for s in book if s.title != HIDDEN)


def test_the_findings_column_is_kept_free(book):
    for name in ("results", "criteria", "self_score", "award", "model_example", "pledge"):
        sheet = book[SHEETS[name]]
        column = next(c.column for c in sheet[HEADER_ROW] if c.value == "Kết quả kiểm tra")
        cells = [sheet.cell(row, column) for row in range(TOP, sheet.max_row + 1)]
        assert cells
        assert {(c.value, c.protection.locked) for c in cells} == {(None, False)}, name


def test_every_sheet_prints_on_a4_landscape(book):
    for sheet in book:
        if sheet.title != HIDDEN:
            assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToHeight == 0


def test_numbers_are_checked_where_they_are_typed(book, shared_office):
    sheet, at = input_cell(book, "viec")
    assert rules_of(book[sheet], at) == [("whole", "0", "5000")]
    book = shared_office.form("phong")
    sheet, at = input_cell(book, "diem")
    assert rules_of(book[sheet], at) == [("decimal", "-5", "100")]
    sheet, at = input_cell(book, "thu")
    assert rules_of(book[sheet], at) == [("decimal", "0", "100000000000")]


def test_choices_are_drop_downs(book):
    criteria = book[SHEETS["criteria"]]
    assert rules_of(criteria, f"D{TOP}") == [("list", '"Đạt,Chưa đạt,Chưa đánh giá"', None)]
    award = book[SHEETS["award"]]
    assert rules_of(award, f"E{TOP}") == [
        ("list", '"Tập thể,Doanh nghiệp,Hộ gia đình,Cá nhân"', None)
    ]
    for sheet in book:
        for rule in sheet.data_validations.dataValidation:
            assert rule.type != "list" or len(rule.formula1) <= 255  # Excel's limit
            assert rule.showErrorMessage


def test_scores_and_penalties_are_bounded(book):
    sheet = book[SHEETS["self_score"]]
    assert rules_of(sheet, f"F{TOP}") == [("decimal", "0", "60")]
    assert rules_of(sheet, f"F{TOP + 1}") == [("decimal", "-10", "0")]


def test_a_form_asks_only_what_its_reporter_answers_for(shared_office):
    titles = {
        unit: [row[2].value for row in shared_office.form(unit)[SHEETS["results"]].iter_rows(TOP)]
        for unit in ("xa-an", "phong")
    }
    assert titles == {
        "xa-an": [
            "Số việc làm mới", "Hộ nghèo", "Tổng số hộ", "Công dân đủ sức khỏe",
            "Người được trợ giúp",
        ],
        "phong": ["Thu ngân sách", "Chỉ số hài lòng"],
    }  # fmt: skip
    assert SHEETS["criteria"] not in shared_office.form("phong").sheetnames
    assert SHEETS["self_score"] not in shared_office.form("xa-an", H1).sheetnames


def test_a_sample_form_says_so_on_every_sheet(office):
    assert SAMPLE == "SỐ LIỆU MẪU"
    office.set("is_sample", "1")
    for sheet in office.form():
        if sheet.title != HIDDEN:
            assert sheet["B3"].value == SAMPLE


def test_a_name_that_begins_with_equals_stays_text(office, tmp_path):
    office.edit("unit", 3, name_vi='=HYPERLINK("http://x","Xã An")')
    office.edit("measure", 2, title_vi="=1+1", uom_vi="=cmd|' /C calc'!A0")
    path = tmp_path / "form.xlsx"
    office.form().save(path)
    book = reopened(path)
    cells = [
        book[SHEETS["cover"]]["C5"], book[SHEETS["results"]][f"C{TOP}"],
        book[SHEETS["results"]][f"E{TOP}"],
    ]  # fmt: skip
    assert [c.data_type for c in cells] == ["s", "s", "s"]
    assert [str(c.value)[0] for c in cells] == ["=", "=", "="]


# Grey figures: from what is published.


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """A year and a half of reports, then the form of the whole year 2022."""
    office = Office(tmp_path_factory.mktemp("known"))
    for period, viec, came in (
        ("2021-H1", 100, "2021-06-14"), ("2021-Y", 230, "2021-12-14"), (H1, 150, "2022-06-14"),
    ):  # fmt: skip
        office.drop(office.filled("xa-an", period, viec=viec, paper=None), f"{period}.xlsx", came)
    assert office.run("load").code == 0
    made = office.json("forms", "--period", Y)
    assert made.code == 0
    return office, made


def grey(office: Office, file: str, measure: str) -> list:
    book = reopened(office.folder / "forms" / Y / file)
    sheet, at = input_cell(book, measure)
    return [book[sheet].cell(book[sheet][at].row, column).value for column in (6, 7, 8)]


def test_grey_figures_stand_beside_the_input_cell(known):
    office, _ = known
    assert grey(office, f"bc_xa-an_{Y}.xlsx", "viec") == [400, 230, 150]
    assert grey(office, f"bc_xa-an_{Y}.xlsx", "ngheo") == [None, 40, 40]
    assert grey(office, f"bc_xa-binh_{Y}.xlsx", "viec") == [None, None, None]


def test_forms_writes_one_workbook_for_each_who_must_report(known):
    office, made = known
    files = sorted(p.name for p in (office.folder / "forms" / Y).iterdir())
    assert files == [f"bc_{u}_{Y}.xlsx" for u in ("xa-an", "xa-binh", "xa-cat")]
    assert made.result["count"] == 3
    assert [Path(r["file"]).name for r in made.of("file")] == files
    assert [r["done"] for r in made.of("progress")] == [1, 2, 3]


def test_forms_of_one_unit_goes_where_it_is_told(office, tmp_path):
    said = office.run("forms", "--period", H1, "--unit", "phong", "--out", tmp_path / "a" / "b")
    assert said.code == 0
    assert [p.name for p in (tmp_path / "a" / "b").iterdir()] == [f"bc_phong_{H1}.xlsx"]
    assert "Đã lập 1 biểu mẫu" in said.out


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--period", "2030-Y"], "Không có kỳ báo cáo «2030-Y» trong danh mục; có: 2021-H1, "),
        (["--period", H1, "--unit", "xa-x"], "Không có đơn vị «xa-x» trong danh mục."),
        (["--period", Y, "--unit", "phong"], "Kỳ 2022-Y không có đơn vị nào phải nộp là «phong»."),
    ],
)
def test_forms_for_nobody_are_refused_with_a_sentence(office, asked, said):
    refused = office.run("forms", *asked)
    assert refused.code == 2
    assert refused.err.startswith(said)


def test_a_filled_form_is_read_back_cell_by_cell(office):
    book = office.filled(tc01="Đạt")
    award = book[SHEETS["award"]]
    for column, value in zip("CDEG", ("Giấy khen", "Cấp cơ sở", "Cá nhân", 12), strict=True):
        award[f"{column}{TOP}"] = value
    narrative = book[SHEETS["narrative"]]
    narrative[f"C{TOP}"] = "Làm tốt"
    office.drop(book, "a.xlsx")
    assert office.run("load").code == 0
    assert office.rows("select measure_id, value, cell from observation order by measure_id") == [
        ("ho", 2000, "I7"), ("ngheo", 40, "I6"), ("tc01", 1, "D5"), ("viec", 120, "I5"),
    ]  # fmt: skip


# LibreOffice saves and fills our form; CI installs it, so there nothing is skipped.


@pytest.fixture(scope="module")
def soffice(soffice, profile):
    """LibreOffice with a macro of its own."""
    soffice("--terminate_after_init")  # a first start would overwrite the macros
    _macros(profile / "user" / "basic")
    return soffice


FILL = """
Sub Fill(source As String, target As String)
    Dim asked(0) As New com.sun.star.beans.PropertyValue
    Dim kept(0) As New com.sun.star.beans.PropertyValue
    asked(0).Name = "Hidden" : asked(0).Value = True
    book = StarDesktop.loadComponentFromURL(source, "_blank", 0, asked())
    cover = book.Sheets.getByName("Bìa")
    cover.getCellRangeByName("C8").String = "12/BC-UBND"
    cover.getCellRangeByName("C9").FormulaLocal = "13/06/2022"
    cover.getCellRangeByName("C9").Value = DateSerial(2022, 6, 13)
    cover.getCellRangeByName("C10").String = "Nguyễn Văn A"
    cover.getCellRangeByName("C11").String = "Chính thức"
    results = book.Sheets.getByName("Kết quả")
    results.getCellRangeByName("I5").Value = 120
    results.getCellRangeByName("I6").Formula = "=30+10"
    results.getCellRangeByName("I7").Value = 2000
    results.getCellRangeByName("I8").Value = 9
    results.getCellRangeByName("I9").Value = 3
    book.Sheets.getByName("Tiêu chí NTM").getCellRangeByName("D5").String = "Đạt"
    kept(0).Name = "FilterName" : kept(0).Value = "Calc MS Excel 2007 XML"
    book.storeToURL(target, kept())
    book.close(True)
    StarDesktop.terminate()
End Sub
"""
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
LIBRARY = 'xmlns:library="http://openoffice.org/2000/library"'
MODULE = 'xmlns:script="http://openoffice.org/2000/script"'


def _macros(basic: Path) -> None:
    """A Basic library as LibreOffice keeps it in a profile."""
    standard = basic / "Standard"
    standard.mkdir(parents=True, exist_ok=True)
    linked = f'{XML}<library:libraries {LIBRARY} xmlns:xlink="http://www.w3.org/1999/xlink">'
    linked += '<library:library library:name="Standard" library:link="false"/></library:libraries>'
    flags = 'library:name="Standard" library:readonly="false" library:passwordprotected="false"'
    opened = f"{XML}<library:library {LIBRARY} {flags}"
    listed = '<library:element library:name="Form"/>'
    form = f'{XML}<script:module {MODULE} script:name="Form" script:language="StarBasic">'
    form += f"{escape(FILL)}</script:module>"
    for path, text in (
        (basic / "script.xlc", linked),
        (basic / "dialog.xlc", linked),
        (standard / "script.xlb", f"{opened}>{listed}</library:library>"),
        (standard / "dialog.xlb", f"{opened}/>"),
        (standard / "Form.xba", form),
    ):  # fmt: skip
        path.write_text(text, "utf-8")


FIGURES = "select measure_id, value from observation order by measure_id"
TOLD = [("ho", 2000), ("ngheo", 40), ("tc01", 1), ("viec", 120)]


def test_a_form_filled_by_libreoffice_itself_loads(office, soffice, tmp_path):
    empty, target = tmp_path / "form.xlsx", tmp_path / "filled.xlsx"
    office.form().save(empty)
    soffice(f"macro:///Standard.Form.Fill({empty.as_uri()},{target.as_uri()})")
    said = office.json("load", target, "--received", "2022-06-14")
    assert (said.code, said.of("file")[0]["findings"]) == (0, [])
    assert office.rows(FIGURES) == TOLD
    report = "select paper_number, paper_date::varchar, is_official from report"
    assert office.rows(report) == [("12/BC-UBND", "2022-06-13", True)]


def test_a_form_saved_by_libreoffice_loads_and_saved_again_is_a_duplicate(
    office, soffice, tmp_path
):
    first, again = tmp_path / "first.xlsx", tmp_path / "out" / "first.xlsx"
    first.write_bytes(saved(office.filled(tc01="Đạt")))
    soffice("--convert-to", "xlsx", "--outdir", again.parent, first)
    assert again.read_bytes() != first.read_bytes()
    loaded = office.json("load", again, "--received", "2022-06-14")
    assert (loaded.code, loaded.of("file")[0]["findings"]) == (0, [])
    assert office.rows(FIGURES) == TOLD
    twin = office.json("load", first, "--received", "2022-06-15")
    assert twin.code == 0
    [file] = twin.of("file")
    assert (file["status"], file["duplicate_of"]) == ("duplicate", 2)


def test_libreoffice_keeps_the_form_locked_and_its_checks(office, soffice, tmp_path):
    """A unit without Excel gets the same form."""
    path = tmp_path / "form.xlsx"
    book = office.form()
    fill(book, viec=1)
    book.save(path)
    soffice("--convert-to", "xlsx", "--outdir", tmp_path / "out", path)
    again = reopened(tmp_path / "out" / "form.xlsx")
    sheet, at = input_cell(again, "viec")
    assert again[sheet].protection.sheet
    assert not again[sheet][at].protection.locked
    assert rules_of(again[sheet], at) == [("whole", "0", "5000")]
    assert again[HIDDEN].sheet_state != "visible"


def test_a_form_filled_where_it_was_made_is_never_written_over(office):
    asked = ("forms", "--period", H1, "--unit", "xa-an")
    assert office.run(*asked).code == 0
    (path,) = (office.folder / "forms" / H1).iterdir()
    book = load_workbook(path)
    fill(book, viec=120)
    book.save(path)
    filled = path.read_bytes()
    again = office.run(*asked)
    assert again.code == 0
    assert "Giữ nguyên 1 tệp đã có" in again.out
    assert path.read_bytes() == filled
    assert office.json(*asked, "--again").result["count"] == 1
    assert path.read_bytes() != filled
