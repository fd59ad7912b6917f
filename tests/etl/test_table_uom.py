"""Units of measure in the words around a table, and what must not be taken for one."""

import pytest

from etl.table_uom import is_kindred, is_same, measured, uoms_said

DONG = (1000, "đồng")
SAID = {
    # behind a word for it, in whatever spelling
    "ĐVT: Hộ, %": [(1, "hộ"), (1, "%")],
    "(Đơn vị tính: Hộ; %)": [(1, "hộ"), (1, "%")],
    "Đơn vị tính (người)": [(1, "người")],
    "ĐVT: 1 hộ": [(1, "hộ")],
    "Đơn vị: 1.000 đồng": [DONG],
    "(Đơn vị: 1000đ)": [DONG],
    "ĐVT: 1.000 VNĐ": [DONG],
    "đvt : nghìn đ": [DONG],
    "Đơn vị tính là nghìn đồng": [DONG],
    "Đơn vị tính - nghìn đồng": [DONG],
    "Tính theo nghìn đồng": [DONG],
    "Số tiền tính bằng nghìn đồng": [DONG],
    "Unit: 1000 VND": [DONG],
    "Đơn vị: một nghìn đồng": [(1, "một nghìn đồng"), DONG],
    "Đơn vị: trăm triệu đồng": [(10**8, "đồng")],
    "Đơn vị tính: triệu đồng. Số liệu chính thức": [(10**6, "đồng")],
    "Đơn vị: Triệu đồng/người/năm": [(10**6, "đồng/người/năm")],
    "Đơn vị: 1.000": [(1000, "")],
    "Đơn vị: 100 hộ": [(100, "hộ")],
    "Đơn vị tính: 10^3 đồng": [(10, "^3 đồng")],
    "Số liệu tính bằng người": [(1, "người")],
    # alone in a cell or in brackets
    "(1.000đ)": [DONG],
    "1.000 đồng": [DONG],
    "1,000 đồng": [DONG],
    "(x100)": [(100, "")],
    "(x 1.000)": [(1000, "")],
    "(10³ đồng)": [(10, "³ đồng")],
    "(ngàn)": [(1000, "")],
    "(nghìn m3)": [(1000, "m3")],
    "Thu nhập (trđ)": [(10**6, "đồng")],
    "Diện tích (ha)": [(10**4, "m2")],
    # wherever they stand
    "Vốn vay / triệu đồng": [(10**6, "đồng")],
    "Tiền ngàn đồng": [DONG],
    "TỔNG HỢP NĂM 2022 NGHÌN ĐỒNG": [DONG],
    "Tổng số hộ (nghìn hộ)": [(1000, "hộ")],
}
NONE = (
    "Đơn vị: UBND xã Hòa Hội", "Đơn vị: Phòng Tổng hợp", "Đơn vị: NHCSXH",
    "Đơn vị báo cáo: Vạn Thắng", "Đơn vị: Triệu Phong", "Đơn vị: Bưu điện Châu Thành", 
    "Triệu Phong, ngày 10 tháng 6 năm 2022", "(Triệu Phước)", "(Vạn Ninh)", "Nguyễn Văn Triệu",
    "tính theo chuẩn nghèo giai đoạn 2021-2025",
    "hỗ trợ 50 triệu đồng cho 1.000 hộ", "hàng nghìn hộ", "Tỷ lệ phần trăm hộ nghèo",
    "Ghi chú: cột 2 gồm cả 100 hộ chuyển đến", "Số: 1000/BC-UBND", "STT / Chỉ tiêu / ĐVT",
    "Hộ nghèo / Tỷ lệ (%)", "Tổng số hộ dân cư", "Đơn vị", "Biểu số 100",
)  # fmt: skip


@pytest.mark.parametrize("text", SAID)
def test_what_a_text_says(text):
    assert sorted(map(measured, uoms_said(text))) == sorted(SAID[text])


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_unit_of_measure(text):
    assert uoms_said(text) == []


def test_a_name_is_none_and_an_amount_in_a_remark_is_none():
    assert uoms_said("ĐƠN VỊ: TRIỆU PHONG") == ["triệu phong"]
    assert uoms_said("ĐƠN VỊ: TRIỆU PHONG", lambda name: name == "TRIỆU PHONG") == []
    assert uoms_said("10 hộ") == ["10 hộ"]
    assert uoms_said("10 hộ", is_remark=True) == []
    assert uoms_said("tính bằng nghìn đồng", is_remark=True) == ["nghìn đồng"]


def test_only_what_is_proved_is_the_same():
    same = (("triệu đ", "triệu đồng"), ("triệu", "triệu đồng"), ("1.000 đồng", "nghìn đồng"))
    assert all(is_same(*each) for each in same)
    other = (("nghìn đồng", "triệu đồng"), ("1.000", "hộ"), ("x100", "hộ"), ("người", "hộ"))
    assert not any(is_same(*each) for each in other)
    assert is_kindred("nghìn đồng", "triệu đồng") and is_kindred("x100", "hộ")
    assert not is_kindred("hộ", "triệu đồng")
