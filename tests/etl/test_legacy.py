"""Fonts from before Unicode: told by the whole of a document, never cell by cell."""

import unicodedata

import pytest

from etl.form_layout import SHEETS
from etl.legacy import FONTS, font_of, from_tcvn3, from_vni
from tests.etl.district import H1

MOTTO = "Cộng hòa xã hội chủ nghĩa Việt Nam"
# As real documents show them; a soft hyphen is TCVN3's ư.
TCVN3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam"
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"
COMMUNES = {
    "H¶o §\u00adíc": "Hảo Đước", "Ph\u00adíc Vinh": "Phước Vinh", "§ång Khëi": "Đồng Khởi",
    "Th¸i B×nh": "Thái Bình", "Hßa Th¹nh": "Hòa Thạnh", "TrÝ B×nh": "Trí Bình",
    "Thanh §iÒn": "Thanh Điền", "Thµnh Long": "Thành Long",
}  # fmt: skip
IN_VNI = {
    "Haûo Ñöôùc": "Hảo Đước", "Phöôùc Vinh": "Phước Vinh", "Ñoàng Khôûi": "Đồng Khởi",
    "Hoøa Thaïnh": "Hòa Thạnh", "Hoøa Hoäi": "Hòa Hội", "Thanh Ñieàn": "Thanh Điền",
    "Long Vónh": "Long Vĩnh", "ÑAÛNG UÛY": "ĐẢNG ỦY", "Ñaûng uûy": "Đảng ủy",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "means"), [(TCVN3, MOTTO), *COMMUNES.items()])
def test_tcvn3_is_read_letter_by_letter(typed, means):
    assert from_tcvn3(typed) == means
    assert font_of([typed, TCVN3]) == "TCVN3"


@pytest.mark.parametrize(("typed", "means"), [(VNI, MOTTO), *IN_VNI.items()])
def test_vni_is_read_two_letters_at_a_time(typed, means):
    assert from_vni(typed) == means
    assert font_of([typed, VNI]) == "VNI"


def test_utf_8_taken_for_western_letters_is_repaired():
    spoilt = "Hộ nghèo đã giảm".encode().decode("cp1252", "replace")
    assert "\ufffd" not in spoilt
    assert font_of([spoilt]) == "UTF-8"
    assert FONTS["UTF-8"](spoilt) == "Hộ nghèo đã giảm"


@pytest.mark.parametrize(
    "texts",
    [
        [MOTTO], [MOTTO.upper()], [unicodedata.normalize("NFD", MOTTO)], ["khong dau", "12/BC"],
        ["10 µg/m³"], ["Lam 10 × 20 m"], ["Le Van An", "· Tot", "5 µm"],
        ["café Phước Tân, 20 m², §1"], ["HĐND"], [], ["ô", "í", "ó"],
        ["Quý II, giếng, khuỷu tay, nghiêng, gìn giữ, giặc, oẳn, quyết"],
    ],
)  # fmt: skip
def test_unicode_stays_as_it_is(texts):
    assert font_of(texts) == "Unicode"


@pytest.mark.parametrize("typed", [TCVN3, VNI])
def test_two_fonts_in_one_document_are_not_guessed_apart(typed):
    assert font_of([f"{MOTTO} đã được", typed]) is None


def narrate(book, **said):
    sheet = book[SHEETS["narrative"]]
    for row, text in enumerate(said.values(), 5):
        sheet.cell(row, 3).value = text
    book[SHEETS["cover"]]["C10"].value = said.get("signatory", "Le An")


def test_a_report_in_tcvn3_says_what_its_unicode_twin_says(office):
    """Text is published in Unicode, what stood in the cell is kept, the twin is a duplicate."""
    old, new = office.filled(period=H1), office.filled(period=H1)
    narrate(old, achievement=f"{TCVN3}; §ång Khëi")
    narrate(new, achievement=f"{MOTTO}; Đồng Khởi")
    for book in (old, new):
        book[SHEETS["cover"]]["C10"].value = "Le An"
    office.drop(old, "a.xlsx")
    [file] = office.json("load").of("file")
    [said] = [f for f in file["findings"] if f["rule"] == "font-read"]
    assert (file["status"], said["cell"], said["severity"]) == ("accepted", "C5", "note")
    assert office.rows("select text from reported_text where section = 'narrative'") == [
        (f"{MOTTO}; Đồng Khởi",)
    ]
    office.drop(new, "b.xlsx")
    [file] = office.json("load").of("file")
    assert file["status"] == "duplicate"


def test_a_report_in_two_fonts_is_returned(office, tmp_path):
    book = office.filled()
    narrate(book, achievement=f"{MOTTO} đã được công nhận", shortcoming=TCVN3)
    book.save(tmp_path / "a.xlsx")
    [file] = office.json("check", tmp_path / "a.xlsx").of("file")
    assert file["status"] == "refused"
    assert [f["rule"] for f in file["findings"] if f["severity"] == "error"] == ["font-unclear"]
