"""Fonts from before Unicode: told by the whole of a document, never cell by cell."""

import unicodedata
from pathlib import Path

import pytest

from etl.form_layout import SHEETS
from etl.legacy import FONTS, font_of, from_tcvn3, from_vni, is_in_another
from tests.etl.district import H1

ROOT = Path(__file__).parents[2]
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


OTHERS = [
    "Mét sè chØ tiªu ch\u00ada ®¹t kÕ ho¹ch", "NguyÔn V¨n Hïng", "§· x©y dùng", "tØ lÖ hé nghÌo",
    "Moät soá chæ tieâu chöa ñaït", "NGUYEÃN VAÊN HUØNG", "Leâ An", "Hoàn thaønh, vöôït möùc",
    "Há»™ nghÃ¨o", "tá»· lá»‡ Ä‘áº¡t", "Đã đạt; ch\u00ada ®¹t", "Hîp t¸c x·",
]  # fmt: skip


@pytest.mark.parametrize("text", OTHERS)
def test_one_text_in_another_font_is_seen_beside_any_number_in_unicode(text):
    assert font_of([f"{MOTTO} đã được công nhận"] * 20 + [text]) == "Unicode"
    assert is_in_another(text, "Unicode")


ORDINARY = [
    "© 2022 UBND", "® đăng ký", "Co®", "AutoCAD®", "§ 5", "§II", "10 µg/m³", "5 µm", "20 km²",
    "Ø 600", "cống Ø600", "1½ giờ", "10 ÷ 20", "từ I÷IV", "KH¹", "TH¹ và KH²", "Thu¹", "xa¹",
    "«an»", "«Đạt»", "«nhanh» và «gọn»", "· an toàn", "•\tTốt", "kW·h", "±5 %", "35 °C", "N°5",
    "m × n", "Việt\u00adNam", "thi\u00adđua", "café", "Loïc", "Thaï", "où", "dû", "Lü", "Müller",
    "crème brûlée", "Noël à la carte", "São Tomé", "Straße", "Tromsø",
    "Gò Dầu, ôtô, bêtông, sô-cô-la", "Krông Búk", "Y Blim Niê Mlô", "H'Hen Niê", "Êban", "Xtiêng",
    "naïve résumé", "déjà vu", "Citroën", "hoà, hoá, thuỷ", "CÔNG TÁC CHUYỂN ĐỔI SỐ",
    "HĐND, UBND, MTTQ", "«QUÝ CÔ»", "TrÝ", "TiÊu", "tháng 6…", "l’été", "Đ/c Hà", "mục tiêu² ¹",
    "→ tốt ✓", "Þ kết quả", "Ê Đê", "Curaçao", "señor", "Łódź", "Dvořák",
]  # fmt: skip


@pytest.mark.parametrize("text", ORDINARY)
def test_what_is_typed_beside_vietnamese_is_no_font(text):
    assert not is_in_another(text, "Unicode")


def test_nothing_of_the_catalogue_and_of_our_own_words_is_in_a_font():
    words = [
        word
        for path in (*(ROOT / "data" / "catalog").glob("*.csv"), *(ROOT / "etl").rglob("*.py"))
        if path.stem != "legacy"
        for line in path.read_text("utf-8-sig").splitlines()
        for word in line.replace('"', ",").split(",")
    ]
    assert len(words) > 10_000
    assert [w for w in words if is_in_another(w, "Unicode")] == []


def test_a_text_in_another_font_of_a_document_in_tcvn3():
    assert is_in_another(VNI, "TCVN3") and is_in_another(TCVN3, "VNI")
    assert not is_in_another(TCVN3, "TCVN3") and not is_in_another(VNI, "VNI")


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


@pytest.mark.parametrize("length", [1, 30])
def test_a_report_in_two_fonts_is_returned_and_every_cell_named(office, tmp_path, length):
    """However little of it is in the other font."""
    book = office.filled()
    narrate(
        book, achievement=f"{MOTTO} đã được công nhận. " * length, shortcoming=TCVN3,
        signatory="NguyÔn V¨n Hïng",
    )  # fmt: skip
    book.save(tmp_path / "a.xlsx")
    [file] = office.json("check", tmp_path / "a.xlsx").of("file")
    assert file["status"] == "refused"
    errors = [f for f in file["findings"] if f["severity"] == "error"]
    assert [(f["rule"], f["cell"]) for f in errors] == [
        ("font-unclear", "C10"), ("font-unclear", "C6"), ("font-unclear", "C7"),
    ]  # fmt: skip
