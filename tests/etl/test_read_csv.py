"""Text files: Unicode only, no separator guessed, every cell a text."""

import codecs

import pytest

from etl.cells import Unreadable
from etl.read import read_workbook

TABLE = 'Xã;"Hộ ""nghèo"""\r\nHoà Hội;1.234,5\r\n;\r\nTrí Bình;"2\nhàng"\r\n'
CELLS = {
    "A1": "Xã", "B1": 'Hộ "nghèo"', "A2": "Hoà Hội", "B2": "1.234,5", "A4": "Trí Bình",
    "B4": "2\nhàng",
}  # fmt: skip


def read(content, suffix=".csv"):
    book = read_workbook(content, suffix)
    assert [*book] == ["CSV"]
    assert all((c.type, c.number_format) == ("text", "@") for c in book["CSV"].values())
    assert all((c.row, c.column) == place for place, c in book["CSV"].items())
    return {c.address: c.value for c in book["CSV"].values()}


@pytest.mark.parametrize("suffix", [".csv", ".txt"])
@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        codecs.BOM_UTF8 + TABLE.encode(),
        codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with its mark", "utf-16-le", "utf-16-be"],
)
def test_unicode_is_read_however_it_is_encoded(content, suffix):
    assert read(content, suffix) == CELLS


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_columns_are_told_apart_by_what_cuts_every_line_alike(delimiter):
    rows = (("Xã", "Nghèo, cận nghèo; khác", "Hộ"), ("An", "1,5", "2;5"), ("Bình", "a\tb", ""))
    lines = (
        delimiter.join(f'"{v}"' if delimiter in v or v == "Hộ" else v for v in row) for row in rows
    )
    said = read("\n".join(lines).encode())
    assert (said["B1"], said["C1"], said["B2"], said["C2"]) == (rows[0][1], "Hộ", "1,5", "2;5")
    assert said["B3"] == "a\tb"


def test_the_first_line_may_say_the_separator_and_is_no_row():
    assert read(b"sep=,\r\na;b,c\r\n1;2,3\r\n") == {"A1": "a;b", "B1": "c", "A2": "1;2", "B2": "3"}
    assert read(b"SEP=|\na|b") == {"A1": "a", "B1": "b"}


def test_one_column_needs_no_separator():
    assert read("Xã An\nXã Bình".encode()) == {"A1": "Xã An", "A2": "Xã Bình"}
    assert read(b"") == {}


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"An;1,5\nB;2,5", "csv-delimiter"),  # two columns either way
        (b"a;b\n1,2,3;4\n5", "csv-delimiter"),  # neither fits
        (TABLE.encode("utf-16-le"), "csv-encoding"),  # without its mark
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "csv-encoding"),
        ("Hòa Hội;1".encode("cp1258", "replace") + b"\xec", "csv-encoding"),
        (b"C\xe9ng h\xdfa;1", "csv-encoding"),  # TCVN3: Cộng hòa
        (b'"a";b\n"c', "not-xlsx"),  # a quote that is never closed
        (b"sep=;\n" + b"a" * 200_000, "not-xlsx"),
    ],
)
def test_what_is_not_certain_is_refused(content, rule):
    with pytest.raises(Unreadable) as refused:
        read_workbook(content, ".csv")
    assert refused.value.rule_id == rule


def test_text_is_no_workbook_where_its_name_says_it_is_one():
    with pytest.raises(Unreadable, match="not-xlsx"):
        read_workbook(b"a;b", ".xlsx")


def test_a_form_saved_as_csv_is_told_what_it_lacks_and_an_old_encoding_its_cure(office, tmp_path):
    """A CSV holds one sheet of a form; what names unit and period stood on another."""
    form, old = tmp_path / "a.csv", tmp_path / "b.CSV"
    form.write_text(TABLE, "utf-8-sig")
    old.write_bytes(b"C\xe9ng h\xdfa;1")
    said = office.json("load", form, old, "--received", "2022-06-14")
    assert said.code == 1
    assert [f["findings"][0]["message"] for f in said.of("file")] == [
        "Không phải biểu mẫu của hệ thống: thiếu trang ẩn «_form». Hãy dùng biểu mẫu do cơ quan "
        "tổng hợp gửi.",
        "Tệp chữ không phải Unicode (UTF-8) nên không biết chắc là chữ gì. Hãy mở tệp gốc bằng "
        "Excel và lưu lại dạng .xlsx, hoặc «CSV UTF-8».",
    ]
    assert {p.suffix for p in office.place.originals.iterdir()} == {".csv"}
