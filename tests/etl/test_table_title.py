"""What the rows above a table tell, and what they must not be taken to tell."""

import datetime as dt

import pytest

from etl.table_title import UNCLEAR, kinds_said, paper_date, paper_number, periods_said

PERIODS = {
    "TỔNG HỢP NĂM 2022": [("Y", "2022")],
    "6 tháng đầu năm 2022": [("H1", "2022")],
    "sáu tháng cuối năm 2022": [("H2", "2022")],
    "9 tháng năm 2022": [("9M", "2022")],
    "Quý III/2022": [("Q3", "2022")],
    "quý IV năm 2022": [("Q4", "2022")],
    "tháng 5 năm 2022": [("M05", "2022")],
    "Tháng 12/2022": [("M12", "2022")],
    "năm học 2021 – 2022": [("SY", "2022")],
    # dates of papers are no periods
    "Châu Thành, ngày 15 tháng 12 năm 2022": [],
    "Châu Thành, ngày … tháng … năm 2022": [],
    "theo Báo cáo số 4/BC ngày 5/6/2022": [],
    "giai đoạn 2021 – 2025": [],
    # a part of the year is never the year
    "Quý I, II năm 2022": [(UNCLEAR, "2022")],
    "đợt 1 năm 2022": [(UNCLEAR, "2022")],
    "10 tháng đầu năm 2022": [(UNCLEAR, "2022")],
    "cuối năm 2022": [(UNCLEAR, "2022")],
    "6 tháng đầu năm và cả năm 2022": [(UNCLEAR, "2022")],
    "tháng 1 đến tháng 6 năm 2022": [("M06", "2022"), (UNCLEAR, "")],
    "năm 2021-2025": [(UNCLEAR, "2021")],
    # a part that stands in a cell of its own, or behind the year
    "TỔNG HỢP HỘ NGHÈO 6 THÁNG ĐẦU": [(UNCLEAR, "")],
    "Quý III": [(UNCLEAR, "")],
    "Sáu tháng (năm 2022)": [("Y", "2022"), (UNCLEAR, "")],
    "Nửa đầu (năm 2022)": [("Y", "2022"), (UNCLEAR, "")],
    "Năm 2022 (đến hết 30/6)": [("Y", "2022"), (UNCLEAR, "")],
    "Kèm theo Công văn ngày 3/6": [],
    "năm 2022 so với năm 2021": [("Y", "2022"), ("Y", "2021")],
}


@pytest.mark.parametrize("text", PERIODS)
def test_periods(text):
    assert periods_said(text) == PERIODS[text]


def test_the_paper_is_the_tables_own():
    said = "(Kèm theo Báo cáo số 12/BC-LĐTBXH ngày 15/12/2022 của Phòng)"
    assert paper_number(said) == "12/BC-LĐTBXH"
    assert paper_date(said) == dt.date(2022, 12, 15)
    assert paper_number("Số: 12 /BC-UBND") == "12 /BC-UBND"
    assert paper_number("Căn cứ Quyết định số 5/QĐ-UBND ngày 1/2/2022") is None
    assert paper_date("Căn cứ Quyết định số 5/QĐ-UBND ngày 1/2/2022") is None
    assert paper_date("Châu Thành, ngày 15 tháng 12 năm 2022") == dt.date(2022, 12, 15)
    assert paper_date("Châu Thành, ngày 31 tháng 2 năm 2022") is None


def test_official_or_estimate():
    assert kinds_said(["Số liệu ước thực hiện"]) == {False}
    assert kinds_said(["Xã Hảo Đước, Phước Vinh"]) == set()
    assert kinds_said(["chính thức", "ước"]) == {True, False}
    for said in ("Số liệu chưa chính thức", "Chưa phải là số chính thức", "tạm tính", "dự kiến"):
        assert kinds_said([said]) == {False}, said
