"""Declared layouts: what the catalogue refuses, and that a figure is asked in one place only."""

import datetime as dt

import pytest

from etl.catalog import CatalogError, is_asked
from tests.etl.tables import FIGURES, UNITS, TableOffice, put, standing

# name → (table, row as Excel counts it from the first of these layouts, change, column, sentence)
FAULTS = {
    "rows": ("layout", 0, {"header_rows": "6"}, "header_rows", "phải từ 1 đến 5"),
    "long": ("layout", 2, {"units_in": "columns"}, "units_in",
             "bảng dài (long) có đơn vị theo dòng: rows"),
    "title": ("layout", 0, {"title_vi": ""}, "title_vi",
              "để trống; bảng được nhận ra nhờ tên này"),
    "reporter": ("layout", 1, {"reporter_id": "xa-an"}, "reporter_id",
                 "các mẫu của một biểu phải cùng đơn vị nộp (phong)"),
    "unit": ("layout_field", 1, {"role": "ignore"}, "layout_id",
             "layout_field.csv phải có đúng một dòng «unit» của mẫu này"),
    "other figures": ("layout_field", 6, {"role": "ignore", "measure_id": ""}, "form_id",
                      "các mẫu của một biểu phải có cùng số liệu (như doc)"),
    "value": ("layout_field", 0, {"role": "value"}, "role", "chỉ bảng dài (long) có cột này"),
    "same header": ("layout_field", 2, {"header": "HỘ NGHÈO / số hộ"}, "header", "đọc ra giống"),
    "same measure": ("layout_field", 6, {"measure_id": "hn"}, "measure_id", "đã lấy ở dòng"),
    "no measure": ("layout_field", 2, {"measure_id": ""}, "measure_id",
                   "để trống; dòng này cần mã số liệu"),
    "no whole": ("layout_field", 4, {"of_measure_id": ""}, "of_measure_id",
                 "để trống; dòng này cần mã số liệu"),
    "uom": ("layout_field", 7, {"uom": "người"}, "uom",
            "không đổi được ra đơn vị tính của số liệu (triệu đồng)"),
    "header's uom": ("layout_field", 7, {"uom": ""}, "uom",
                     "tiêu đề ghi «tỷ đồng» nhưng số liệu được đọc là triệu đồng; hãy ghi tỷ đồng"),
    "not its own": ("due", -1, {"unit_group": "K"}, "unit_group",
                    "biểu này do phong nộp (layout.csv)"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_layout_that_means_nothing_is_refused(tmp_path, name):
    table, row, change, column, sentence = FAULTS[name]
    office = TableOffice(tmp_path / "office")
    office.tables[table][row] |= change
    office.write()
    with pytest.raises(CatalogError) as error:
        _ = office.catalog
    assert any(f.column == column and sentence in f.message for f in error.value.faults)


@pytest.mark.parametrize("asked", ["Y", "H1>=2023"])
def test_a_period_in_which_a_figure_is_not_asked(tmp_path, asked):
    office = TableOffice(tmp_path / "office")
    next(r for r in office.tables["measure"] if r["measure_id"] == "hn")["asked_in"] = asked
    office.write()
    with pytest.raises(CatalogError) as error:
        _ = office.catalog
    assert "«hn» không được hỏi trong kỳ này" in str(error.value)


def test_a_figure_asked_from_a_year_on_is_owed_then_and_not_before(tmp_path):
    office = TableOffice(tmp_path / "office")
    next(r for r in office.tables["measure"] if r["measure_id"] == "hn")["asked_in"] = "H1>=2022"
    office.write()
    asked = office.catalog.measures["hn"]["asked_in"]
    days = {y: {"kind": "H1", "to_date": dt.date(y, 6, 30)} for y in (2021, 2022, 2023)}
    assert [y for y, period in days.items() if is_asked(asked, period)] == [2022, 2023]
    assert not is_asked(asked, {"kind": "Y", "to_date": dt.date(2022, 12, 31)})


def test_a_catalogue_from_before_layouts_is_read(tmp_path):
    """Those archived with earlier reports have no such files."""
    office = TableOffice(tmp_path / "office")
    for name in ("layout", "layout_field"):
        (office.place.catalog / f"{name}.csv").unlink()
    assert office.catalog.table_forms == {}


def test_a_figure_told_in_both_forms_counts_once(tmp_path):
    """The workbook came in before the table was declared as owed; then the table came too."""
    office = TableOffice(tmp_path / "office")
    owed = office.tables["due"].pop()
    office.write()
    values = {m: 1 for m in FIGURES["xa-an"]}
    office.drop(office.filled("phong", **values), "bieu.xlsx")
    assert office.run("load").code == 0
    assert office.rows("select count(*) from observation where measure_id = 'hn'") == [(3,)]
    office.tables["due"].append(owed)
    office.write()
    put(office, "bang.xlsx", standing())
    assert office.run("load").code == 0
    told = office.rows(
        "select subject_id, value from cell_known(today()) "
        "where measure_id = 'hn' and period_id = '2022-H1' order by 1"
    )
    assert [(u, int(v)) for u, v in told] == [(u, FIGURES[u]["hn"]) for u in UNITS]


def test_what_another_reports_is_shown_beside_and_never_added(tmp_path):
    """Communes answer for their jobs; the office's table tells of them as well."""
    office = TableOffice(tmp_path / "office")
    next(r for r in office.tables["measure"] if r["measure_id"] == "hn")["reporter"] = "self"
    office.write()
    put(office, "bang.xlsx", standing())
    assert office.run("load").code == 0
    told = office.rows(
        "select bool_or(is_authority), count(value) from cell_known(today()) "
        "where measure_id = 'hn' and reporter_id = 'phong' and period_id = '2022-H1'"
    )
    assert told == [(False, 3)]
