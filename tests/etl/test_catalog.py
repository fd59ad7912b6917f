"""The catalogue: ours is right, every fault of another is named with its place and its cure."""

import datetime as dt
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from etl.catalog import CatalogError, terms
from etl.catalog_read import parse_catalog, read_catalog
from etl.demo.command import demo_files
from etl.form_layout import layout, reporters
from tests.etl.district import H1, Office
from tests.etl.province import province

ROOT = Path(__file__).parents[2]
BASE = ROOT / "data" / "catalog"


@pytest.fixture(scope="module")
def base():
    return read_catalog(BASE)


@pytest.fixture(scope="module")
def demo():
    return demo_files()[0]


def faults_of(office: Office) -> set[tuple[str, int, str, str]]:
    try:
        read_catalog(office.place.catalog)
    except CatalogError as error:
        return {(f.file, f.row, f.column, f.message) for f in error.faults}
    return set()


# (table, row as Excel counts, what is typed, column of the fault, what is said of it)
CELLS = [
    ("unit", 3, {"unit_id": "xa an"}, "unit_id",
     "không phải mã; chỉ dùng chữ không dấu, số, dấu - _ ."),
    ("unit", 3, {"name_vi": ""}, "name_vi", "để trống; cột này bắt buộc"),
    ("unit", 3, {"sort": "hai"}, "sort",
     "không phải số; số thập phân viết với dấu chấm, không có dấu phân cách hàng nghìn"),
    ("unit", 3, {"sort": "99999999999"}, "sort",
     "số quá lớn; cột này nhận số nguyên đến 2147483647"),
    ("target", 2, {"value": "1.000,5"}, "value",
     "không phải số; số thập phân viết với dấu chấm, không có dấu phân cách hàng nghìn"),
    ("target", 2, {"value": "1000000000000"}, "value",
     "số quá lớn hoặc quá sáu chữ số thập phân; hãy xem lại đơn vị tính"),
    ("target", 2, {"value": "0.1234567"}, "value",
     "số quá lớn hoặc quá sáu chữ số thập phân; hãy xem lại đơn vị tính"),
    ("target", 2, {"value": "NaN"}, "value",
     "không phải số; số thập phân viết với dấu chấm, không có dấu phân cách hàng nghìn"),
    ("period", 4, {"cutoff_date": "14-06-2022"}, "cutoff_date",
     "không phải ngày; viết 2022-06-15 hoặc 15/06/2022"),
    ("measure", 2, {"is_sensitive": "x"}, "is_sensitive", "phải là 1 (có) hoặc 0 (không)"),
    ("measure", 2, {"kind": "dòng"}, "kind", "phải là một trong: stock, flow, flag"),
    ("unit", 4, {"unit_id": "xa-an"}, "unit_id", "trùng với dòng 3"),
    ("block_member", 2, {"unit_id": "xa-dao"}, "unit_id",
     "không có trong unit.csv; hãy thêm vào đó hoặc sửa lại mã"),
    ("indicator", 2, {"movement_id": "khac"}, "movement_id",
     "không có trong movement.csv; hãy thêm vào đó hoặc sửa lại mã"),
    ("setting", 8, {"value": "một trăm"}, "value", "không phải số"),
    ("setting", 5, {"value": "khac"}, "value", "không có trong scheme.csv"),
    ("setting", 6, {"value": "khac"}, "value", "không có trong indicator_set.csv"),
    ("setting", 7, {"value": "2099-Y"}, "value", "không có trong period.csv"),
    ("movement", 2, {"end_date": "2020-12-31"}, "end_date", "sớm hơn start_date"),
    ("unit", 3, {"valid_from": "2022-07-01", "valid_to": "2022-06-30"}, "valid_to",
     "sớm hơn valid_from"),
    ("unit", 3, {"role": "root"}, "role", "phải có đúng một đơn vị «root», hiện có 2"),
    ("unit", 3, {"parent_id": ""}, "parent_id",
     "để trống; đơn vị thành viên phải thuộc một đơn vị"),
    ("block_member", 5, {"unit_id": "xa-an"}, "unit_id",
     "đơn vị đã ở khối k1 cùng hệ thống trong thời gian này"),
    ("measure", 2, {"reporter": "so-khac"}, "reporter",
     "phải là self, catalogue hoặc một mã trong unit.csv"),
    ("measure", 5, {"root_reporter": ""}, "root_reporter",
     "để trống; nguồn «own» cần một đơn vị báo cáo"),
    ("measure", 2, {"applies_to": ""}, "applies_to",
     "để trống; nguồn «sum» cần các đơn vị để cộng"),
    ("measure", 2, {"asked_in": "H1 Y>2022"}, "asked_in",
     "«Y>2022» không phải loại kỳ (H1, Y, Y>=2022 …)"),
    ("measure", 2, {"applies_to": "K xã"}, "applies_to",
     "«xã» không phải nhóm, nhãn hay mã đơn vị"),
    ("indicator", 2, {"numerator": "viec + lam"}, "numerator", "«lam» không có trong measure.csv"),
    ("indicator", 2, {"denominator": "ho"}, "denominator",
     "chỉ quy tắc ratio có mẫu số, và phải có"),
    ("indicator", 3, {"denominator": ""}, "denominator",
     "chỉ quy tắc ratio có mẫu số, và phải có"),
    ("indicator", 3, {"factor": ""}, "factor",
     "để trống; quy tắc ratio cần hệ số (100, 10000 …)"),
    ("indicator", 2, {"is_share": "1"}, "is_share", "chỉ quy tắc ratio có thể là tỷ trọng"),
    ("indicator", 2, {"weight": "ho"}, "weight", "chỉ quy tắc mean có trọng số"),
    ("indicator", 2, {"numerator": "viec + thu"}, "numerator",
     "các số liệu phải cùng nguồn ở cấp gốc (sum hoặc own)"),
    ("indicator", 2, {"rule": "office"}, "rule", "quy tắc office cần số liệu có nguồn «own»"),
    ("indicator", 2, {"measured_in": "H1 9M Y"}, "measured_in",
     "«viec» không được hỏi trong kỳ 9M"),
    ("movement", 2, {"lead_indicator_id": "khoe"}, "lead_indicator_id",
     "là chỉ tiêu của phong trào khác"),
    ("period", 4, {"from_date": "2021-12-01"}, "from_date",
     "phải là 2022-01-01 theo mã kỳ «2022-H1»"),
    ("period", 4, {"to_date": "2022-06-14"}, "to_date", "phải là 2022-06-30 theo mã kỳ «2022-H1»"),
    ("period", 4, {"to_date": "2022-05-31"}, "to_date", "phải là 2022-06-30 theo mã kỳ «2022-H1»"),
    ("period", 4, {"kind": "Q2"}, "period_id", "mã kỳ loại Q2 là năm và loại kỳ, như 2022-Q2"),
    ("period", 4, {"plan_year_id": "2021-2025"}, "plan_year_id",
     "kỳ «2022-H1» thuộc năm kế hoạch 2022"),
    ("period", 4, {"kind": "SY"}, "plan_year_id",
     "kỳ loại SY thuộc năm kế hoạch của một năm học, như 2021-22-SY"),
    ("period", 4, {"cutoff_date": "2012-06-14"}, "cutoff_date",
     "phải từ 2022-01-01 đến 2023-07-01 (kỳ «2022-H1»)"),
    ("due", 6, {"due_date": "2012-06-20"}, "due_date",
     "phải từ 2022-01-01 đến 2023-07-01 (kỳ «2022-H1»)"),
    ("plan_year", 3, {"months": "10"}, "months", "từ from_date đến to_date là 12 tháng"),
    ("plan_year", 3, {"to_date": "2022-12-30"}, "to_date",
     "phải là 2022-12-31 theo mã năm kế hoạch «2022»"),
    ("setting", 8, {"value": "900"}, "value", "phải từ 1 đến 200"),
    ("setting", 9, {"value": "70"}, "value", "nhỏ hơn pace_slow (80)"),
    ("setting", 11, {"value": "900"}, "value", "phải từ 1 đến 100"),
    ("setting", 8, {"setting": "Pace_on"}, "setting",
     "không phải tên thiết lập; có phải «pace_on»?"),
    ("unit", 2, {"parent_id": "xa-an"}, "parent_id",
     "phải để trống; đơn vị gốc không thuộc đơn vị nào"),
    ("unit", 3, {"parent_id": "xa-an"}, "parent_id",
     "đơn vị thành cấp trên của chính nó: xa-an → xa-an"),
    ("setting", 4, {"value": "mẫu"}, "value", "phải là 1 (số liệu mẫu) hoặc 0"),
    ("unit_alias", 2, {"alias": "XÃ  Bình"}, "alias", "đã là tên của đơn vị xa-binh"),
    ("due", 2, {"unit_group": "Z"}, "unit_group",
     "không phải nhóm hay mã đơn vị trong danh mục"),
    ("target", 2, {"scope_id": "xa-dao"}, "scope_id", "không phải mã đơn vị trong danh mục"),
    ("target", 2, {"plan_year_id": "2021-2025"}, "plan_year_id",
     "kế hoạch nhiều năm chỉ dùng cho số cuối kỳ và tỷ lệ"),
    ("target", 2, {"scope_id": "phong"}, "scope_id",
     "chỉ tiêu viec-lam không áp dụng cho đơn vị này"),
    ("target", 2, {"indicator_id": "thu-ns"}, "scope_id",
     "chỉ tiêu thu-ns không áp dụng cho đơn vị này"),
    ("target", 2, {"value": "9650"}, "value", "lớn hơn mức cao nhất có thể có (5000)"),
    ("target", 3, {"indicator_id": "ty-le", "value": "9650"}, "value",
     "lớn hơn mức cao nhất có thể có (100)"),
    ("target", 3, {"indicator_id": "ty-le", "baseline": "-1"}, "baseline",
     "nhỏ hơn mức thấp nhất có thể có (0)"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "row", "typed", "column", "message"), CELLS)
def test_a_fault_names_file_row_column_and_cure(office, table, row, typed, column, message):
    office.edit(table, row, **typed)
    assert (f"{table}.csv", row, column, message) in faults_of(office)


def test_a_level_that_counts_otherwise_than_its_rank_is_a_fault(office):
    row = {"level_id": "duoi", "rank": "1", "title_vi": "Dưới chuẩn", "title_en": "Below"}
    office.tables["level"] = [row | {"is_standard": "0", "source": ""}]
    office.write()
    message = "phải là 1 khi rank từ 1 trở lên, là 0 khi rank 0"
    assert faults_of(office) == {("level.csv", 2, "is_standard", message)}


def test_a_rank_is_of_one_level(office):
    row = {"rank": "1", "title_vi": "Đạt", "title_en": "Met", "is_standard": "1", "source": ""}
    office.tables["level"] = [row | {"level_id": name} for name in ("dat", "do-thi")]
    office.write()
    message = "đã là của mức dat: mỗi mức một thứ bậc"
    assert faults_of(office) == {("level.csv", 3, "rank", message)}


def test_two_units_on_one_tile_and_half_a_place_are_faults(office):
    lines = office.tables["unit"]
    for row in lines:
        row |= {"tile_x": "", "tile_y": ""}
    lines[1] |= {"tile_x": "2", "tile_y": "1", "valid_to": "2022-12-31"}
    lines[2] |= {"tile_x": "2", "tile_y": "1", "valid_from": "2023-01-01"}  # its successor
    office.write()
    assert faults_of(office) == set()
    lines[2] |= {"valid_from": "2022-12-31"}
    lines[3] |= {"tile_x": "3"}
    office.write()
    assert faults_of(office) == {
        ("unit.csv", 4, "tile_x", "trùng ô với đơn vị xa-an"),
        ("unit.csv", 5, "tile_y", "để trống; ô cần cả x và y"),
    }


def test_units_above_one_another_are_each_told_the_ring(office):
    office.edit("unit", 3, parent_id="xa-binh")
    office.edit("unit", 4, parent_id="xa-cat")
    office.edit("unit", 5, parent_id="xa-binh")
    ring = "đơn vị thành cấp trên của chính nó:"
    assert faults_of(office) == {
        ("unit.csv", 4, "parent_id", f"{ring} xa-binh → xa-cat → xa-binh"),
        ("unit.csv", 5, "parent_id", f"{ring} xa-cat → xa-binh → xa-cat"),
    }


def test_a_second_period_or_plan_year_of_the_same_days_is_a_fault(office):
    office.tables["period"].append(office.tables["period"][2] | {"period_id": "2022-H1b"})
    office.tables["plan_year"].append(office.tables["plan_year"][1] | {"plan_year_id": "nam-2022"})
    office.write()
    assert faults_of(office) == {
        ("period.csv", 6, "period_id", "mã kỳ loại H1 là năm và loại kỳ, như 2022-H1"),
        ("plan_year.csv", 5, "plan_year_id",
         "mã năm kế hoạch viết 2022, 2021-2025, hoặc 2021-22-SY cho năm học"),
    }  # fmt: skip


def test_a_school_year_goes_by_the_months_of_its_plan_year(office):
    year = {"plan_year_id": "2021-22-SY", "from_date": "2021-09-01", "to_date": "2022-05-31"}
    office.tables["plan_year"].append(year | {"months": "9", "source": ""})
    period = {"period_id": "2021-22-SY", "kind": "SY", "cutoff_date": "2022-05-25", "source": ""}
    period |= {k: year[k] for k in ("plan_year_id", "from_date", "to_date")}
    office.tables["period"].append(period | {"title_vi": "Năm học", "title_en": "School year"})
    office.write()
    assert faults_of(office) == set()
    office.edit("period", 6, to_date="2022-06-30", period_id="2021-SY")
    office.edit("plan_year", 5, from_date="2021-09-05")
    assert faults_of(office) == {
        ("plan_year.csv", 5, "from_date", "phải là 2021-09-01 theo mã năm kế hoạch «2021-22-SY»"),
        ("period.csv", 6, "period_id", "mã kỳ loại SY là mã năm kế hoạch của nó: 2021-22-SY"),
        ("period.csv", 6, "from_date", "phải là 2021-09-05 theo năm kế hoạch «2021-22-SY»"),
        ("period.csv", 6, "to_date", "phải là 2022-05-31 theo năm kế hoạch «2021-22-SY»"),
    }


def test_a_scale_has_one_version_a_day(office):
    scale = {"scale_id": "chuan", "title_vi": "Chuẩn", "valid_to": "", "source": ""}
    first = scale | {"version": "cu", "valid_from": "2016-01-01", "valid_to": "2021-12-31"}
    office.tables["scale"] = [first, scale | {"version": "moi", "valid_from": "2022-01-01"}]
    office.write()
    assert faults_of(office) == set()
    office.edit("scale", 2, valid_to="")
    message = "phiên bản cu cũng có hiệu lực trong thời gian này"
    assert faults_of(office) == {("scale.csv", 3, "valid_from", message)}


def test_an_office_without_blocks_names_no_scheme(office):
    for table in ("scheme", "block", "block_member"):
        office.tables[table].clear()
    office.write()
    message = "không có trong scheme.csv; tệp này chưa có dòng nào, hãy bỏ dòng này"
    assert faults_of(office) == {("setting.csv", 5, "value", message)}
    settings = office.tables["setting"]
    office.tables["setting"] = [r for r in settings if r["setting"] != "default_scheme"]
    office.write()
    assert office.run("build").code == 0
    assert office.form()["Bìa"] is not None


def test_a_catalogue_archived_before_a_check_is_still_read(office):
    assert office.run("build").code == 0
    [folder] = office.place.catalogues.iterdir()
    period = (folder / "period.csv").read_text("utf-8")
    files = {p.name: p.read_bytes() for p in folder.iterdir()}
    files["period.csv"] = period.replace("2022-06-30", "2022-06-14").encode()
    with pytest.raises(CatalogError):
        parse_catalog(files)
    assert parse_catalog(files, is_archived=True).periods["2022-H1"]


def test_a_set_that_counts_a_member_twice_at_a_time_is_a_fault(office):
    lines = office.tables["indicator_set"]
    lines[0] |= {"valid_from": "2022-01-01", "valid_to": "2022-12-31"}
    lines.append(lines[0] | {"valid_from": "2023-01-01", "valid_to": ""})
    office.write()
    assert faults_of(office) == set()
    lines[0] |= {"valid_to": "2023-01-01"}
    office.write()
    message = "đã ở bộ chỉ tiêu này trong thời gian ấy"
    assert faults_of(office) == {("indicator_set.csv", 4, "valid_from", message)}


def test_a_balance_of_a_measure_that_is_not_there_is_a_fault(office):
    row = {"balance_id": "b", "title_vi": "Cân đối", "measure_id": "viec"}
    office.tables["balance"] = [row | {"terms": "ngheo - mất + ho", "source": ""}]
    office.write()
    message = "«mất» không có trong measure.csv"
    assert faults_of(office) == {("balance.csv", 2, "terms", message)}


def test_a_role_names_what_is_in_the_catalogue(office):
    row = {"sort": "1", "source": ""}
    named = {"rural_movement": "x", "poverty_rate": "y", "poverty_balance": "z"}
    office.tables["role"] = [row | {"role": r, "item_id": i} for r, i in named.items()]
    office.write()
    assert faults_of(office) == {
        ("role.csv", 2, "item_id", "«x» không có trong movement.csv"),
        ("role.csv", 3, "item_id", "«y» không có trong indicator.csv"),
        ("role.csv", 4, "item_id", "«z» không có trong balance.csv"),
    }
    office.tables["role"] = [row | {"role": "rural_levels", "item_id": "x"}]
    office.write()
    assert {f[:3] for f in faults_of(office)} == {("role.csv", 2, "role")}


def test_a_catalogue_from_before_balances_has_none(office):
    assert not (office.place.catalog / "balance.csv").exists()
    assert office.catalog.tables["balance"] == []


def test_a_limit_of_a_rule_is_a_number(office):
    office.set("change_percent", "một nửa")
    [(file, _, column, message)] = faults_of(office)
    assert (file, column, message) == ("setting.csv", "value", "không phải số")


def test_a_sample_is_one_however_excel_writes_yes(office):
    office.set("is_sample", "TRUE")
    assert office.catalog.is_sample


def test_a_target_of_an_indicator_without_direction_is_a_fault(office):
    office.edit("indicator", 2, direction="none")
    message = "chỉ tiêu không có hướng thì không có kế hoạch"
    assert ("target.csv", 2, "indicator_id", message) in faults_of(office)


def test_a_missing_setting_is_named_with_its_meaning(office):
    del office.tables["setting"][-1]
    office.write()
    message = "thiếu dòng «coverage_min» (ngưỡng đủ báo cáo, %)"
    assert faults_of(office) == {("setting.csv", 0, "setting", message)}


def rewrite(office: Office, table: str, change) -> None:
    path = office.place.catalog / f"{table}.csv"
    path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize(
    ("change", "row", "column", "message"),
    [
        (lambda b: b.replace(b"short_vi", b"short"), 1, "short_vi", "thiếu cột; các cột đúng: "),
        (lambda b: b.replace(b"short_vi", b"short"), 1, "short", "cột lạ; các cột đúng: "),
        (lambda b: b.replace(b"short_vi", b"name_vi"), 1, "name_vi", "cột lặp lại; các cột đúng: "),
        (lambda b: b.replace("Xã An,,Xã An".encode(), b"Xa An"), 3, "-", "có 13 ô, cần 15 ô"),
        (lambda b: b.replace("Xã An".encode(), "Xã An".encode("utf-16")), 3, "-",
         "không phải UTF-8; khi lưu hãy chọn «CSV UTF-8»"),
        (lambda b: b"", 1, "unit_id", "thiếu cột; các cột đúng: "),
        (lambda b: b + b'xa-dao,"' + b"x" * 140_000, 7, "-",
         "không đọc được; hãy xem dấu ngoặc kép"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_of_ours_is_named(office, change, row, column, message):
    rewrite(office, "unit", change)
    found = faults_of(office)
    assert any(f[:3] == ("unit.csv", row, column) and f[3].startswith(message) for f in found), (
        found
    )


def test_missing_and_foreign_files_are_named(office):
    (office.place.catalog / "due.csv").rename(office.place.catalog / "due (1).csv")
    assert faults_of(office) == {
        ("due.csv", 0, "-", "thiếu tệp; hãy tạo tệp với dòng tiêu đề đúng"),
        ("due (1).csv", 0, "-", "không phải tệp của danh mục; hãy chuyển đi nơi khác"),
    }


def test_all_faults_come_in_one_pass(office):
    office.edit("unit", 3, sort="hai")
    office.edit("period", 2, from_date="hôm qua")
    office.edit("measure", 2, kind="dòng")
    said = office.json("catalog")
    assert said.code == 2
    assert [(f["file"], f["row"], f["column"], f["value"]) for f in said.of("fault")] == [
        ("unit.csv", 3, "sort", "hai"),
        ("measure.csv", 2, "kind", "dòng"),
        ("period.csv", 2, "from_date", "hôm qua"),
    ]
    assert said.records[-1] == {"type": "error", "message": "Danh mục có 3 lỗi."}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace(",", ";"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text.replace(",", ";").replace("\n", "\r\n") + "\r\n;;;\r\n",
        lambda text: "sep=;\n" + text.replace(",", ";"),
        lambda text: '"sep=,",,\r\n' + text,
        lambda text: text.replace("\n", ",,\n"),
        lambda text: re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3/\2/\1", text),
    ],
    ids=[
        "BOM",
        "semicolons",
        "CRLF",
        "as Excel saves it",
        "sep=;",
        "sep=, padded",
        "empty columns",
        "dates as typed here",
    ],
)
def test_what_excel_makes_of_a_file_is_read_the_same(office, change):
    def rows():
        return [r | {"_row": 0} for r in office.catalog.tables["block_member"]]

    before = rows()
    rewrite(office, "block_member", lambda b: change(b.decode()).encode())
    assert rows() == before


def test_lines_are_counted_as_excel_does_below_its_separator(office):
    office.edit("unit", 3, sort="hai")
    rewrite(office, "unit", lambda b: b"sep=,\r\n" + b)
    assert [f[:3] for f in faults_of(office)] == [("unit.csv", 4, "sort")]


def test_a_faulty_catalogue_stops_everything_but_the_last_build(office):
    assert office.run("build").code == 0
    before = [(p.name, p.read_bytes()) for p in office.place.builds()]
    office.edit("unit", 3, sort="hai")
    office.drop(Office(office.folder.with_name("other")).filled(), "a.xlsx")
    for command in (["build"], ["load"], ["forms", "--period", H1], ["catalog"]):
        said = office.run(*command)
        assert said.code == 2
        assert "unit.csv, dòng 3, cột sort: «hai» không phải số" in said.out
        assert "số liệu đang dùng vẫn giữ nguyên" in said.out
    assert [(p.name, p.read_bytes()) for p in office.place.builds()] == before
    assert office.run("status").code == 0
    assert (office.place.inbox / "2022-06-14" / "a.xlsx").exists()


def test_rows_that_reports_speak_of_cannot_go(office):
    office.drop(office.filled(), "a.xlsx")
    assert office.run("load").code == 0
    office.tables["due"] = [r for r in office.tables["due"] if r["period_id"] != H1]
    office.tables["period"] = [r for r in office.tables["period"] if r["period_id"] != H1]
    office.set("default_period", "2022-Y")
    said = office.run("catalog")
    assert said.code == 2
    assert "period.csv, dòng 0, cột period_id: «2022-H1» không còn trong danh mục" in said.out
    assert "báo cáo số 2 đã có số liệu; hãy thêm lại dòng này" in said.out


# A province above districts above communes: another catalogue, the same code.


def test_a_root_of_three_levels_is_only_another_catalogue(tmp_path):
    office = province(tmp_path / "tinh")
    office.drop(office.filled("xa-an"), "a.xlsx")
    office.drop(office.filled("xa-cat", viec=80), "b.xlsx")
    assert office.run("load").code == 0
    jobs = """
        select scope_id, value from indicator_value(date '2022-12-31')
        where indicator_id = 'viec-lam' and period_id = '2022-H1'
            and scope_type in ('block', 'root')"""
    assert sorted(office.rows(jobs)) == [("k1", 200), ("tinh", 200)]
    assert office.rows("select unit_id from unit where role = 'root'") == [("tinh",)]


def test_nothing_published_or_printed_for_another_root_says_huyen(tmp_path):
    """But for NTM's own levels, which other catalogues do not have, the word is the catalogue's."""
    office = province(tmp_path / "tinh")
    office.drop(office.filled("xa-an"), "a.xlsx")
    assert office.run("load").code == 0
    said = [office.run("status").out, office.run("catalog").out]
    columns = office.rows("""
        select table_name, column_name from duckdb_columns()
        where data_type = 'VARCHAR' and schema_name = 'main' and not internal""")
    for table, column in columns:
        said += [row[0] or "" for row in office.rows(f'select "{column}" from "{table}"')]
    book = office.form("xa-binh")
    said += [str(c.value) for sheet in book for row in sheet for c in row if c.value is not None]
    assert len(said) > 500
    assert [text for text in said if "huyện" in text.lower()] == []


# What the office's own catalogue must hold.


def test_the_base_and_the_demo_catalogue_are_right(base, demo):
    assert not base.is_sample
    assert demo.is_sample


def test_the_base_catalogue_holds_nothing_invented():
    for path in BASE.glob("*.csv"):
        assert "(mẫu)" not in path.read_text("utf-8"), path.name


def test_the_demo_has_enough_units_in_enough_blocks(demo):
    scheme = demo.settings["default_scheme"]
    blocks = {r["block_id"] for r in demo.tables["block"] if r["scheme_id"] == scheme}
    members = [r for r in demo.tables["block_member"] if r["block_id"] in blocks]
    assert len({r["unit_id"] for r in members}) >= 110
    assert len({r["block_id"] for r in members}) >= 12
    now = [r for r in members if (r["valid_to"] or dt.date.max) >= dt.date(2022, 6, 30)]
    roles = Counter((r["block_id"], r["role"]) for r in now)
    assert {b: (roles[b, "leader"], roles[b, "deputy"]) for b in blocks} == dict.fromkeys(
        blocks, (1, 1)
    )


def test_there_are_indicators_enough_and_some_form_asks_for_all_they_use(demo):
    indicators = demo.tables["indicator"]
    assert len(indicators) >= 60
    asked = {
        (item.measure_id, demo.periods[period]["kind"])
        for form, unit, period in demo.due_dates()
        for item in layout(demo, form, unit, period).items
    }
    measures = {m for m, _ in asked}
    for row in indicators:
        used = [m for _, m in terms(row["numerator"]) + terms(row["denominator"])] + row["weight"]
        told = [m for m in used if demo.measures[m]["reporter"] != "catalogue"]
        assert set(told) <= measures, row["indicator_id"]


def test_no_reporter_fills_more_than_sixty_cells(demo):
    for period in demo.periods:
        for form, unit in reporters(demo, period):
            count = len(layout(demo, form, unit, period).section("results"))
            assert count <= 60, (unit, period)


def test_every_movement_of_the_plan_has_its_lead_indicator(base):
    movements = base.tables["movement"]
    assert len(movements) >= 16
    movement_of = {r["indicator_id"]: r["movement_id"] for r in base.tables["indicator"]}
    for row in movements:
        assert movement_of[row["lead_indicator_id"]] == row["movement_id"]
        assert row["source"]
    assert all(r["source"] for r in base.tables["indicator"])


def test_the_demo_adds_to_the_base_and_takes_nothing_away(base, demo):
    assert base.units.keys() <= demo.units.keys()
    assert base.measures.keys() <= demo.measures.keys()


def test_a_catalogue_of_one_folder_is_not_read_from_another(tmp_path):
    shutil.copytree(BASE, tmp_path / "catalog")
    (tmp_path / "catalog" / "notes.txt").write_text("ghi chú")
    assert read_catalog(tmp_path / "catalog").hash == read_catalog(BASE).hash


def test_what_a_balance_moves_is_measured_on_one_scale(base):
    """A flow of households over two poverty standards is no more comparable than their stock."""
    for line in base.tables["balance"]:
        parts = {line["measure_id"], *(m for _, m in terms(line["terms"]))}
        scales = {
            r["scale_id"]
            for r in base.tables["indicator"]
            if parts & {m for _, m in terms(r["numerator"])}
        }
        assert len(scales) == 1, line["balance_id"]


def test_what_adds_up_amounts_is_written_as_they_are_reported(base, demo):
    """A sum in whole millions once stood beside the 27,5 million that it was made of."""
    for found in (base, demo):
        for row in found.tables["indicator"]:
            if row["rule"] in ("sum", "office", "max") and not row["factor"]:
                parts = [found.measures[m]["decimals"] for _, m in terms(row["numerator"])]
                assert row["decimals"] == max(parts), row["indicator_id"]
