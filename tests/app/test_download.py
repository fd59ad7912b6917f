"""What leaves the product holds every text as typed, and no text is ever worked out."""

import csv
import datetime as dt
import io

import openpyxl
import pytest

from app import download
from app.table import Table

HOSTILE = [
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "<script>alert(1)</script>",
    "[x](javascript:alert(1))", ":red[x]", "a" * 10_000, "\t=1", "x\x07y\x0b", "“;\"\n",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_inert_in_a_workbook(text: str) -> None:
    content = download.workbook({"a/b[c]": Table({text: [text]})}, "Nguồn", text)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [c for sheet in book for line in sheet.iter_rows() for c in line]
    assert len(cells) == 3
    for cell in cells:
        assert cell.data_type == "s"
        assert cell.value == download.CONTROL.sub(" ", text)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_hostile_text_is_inert_in_csv(text: str, language: str) -> None:
    made = download.text(Table({"Tên": [text, "b"]}), text, language).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(made), delimiter=download.SEPARATOR[language]))
    assert [lines[0], lines[2], lines[3]] == [["Tên"], ["b"], []]
    for said in (lines[1][0], lines[4][0]):
        assert not said.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert said.removeprefix("'") == download.CONTROL.sub(" ", text)


def test_numbers_and_days_are_what_excel_of_that_language_reads() -> None:
    table = Table({"a": [1234.5, -2, None], "b": [dt.date(2022, 6, 30), None, None]})
    assert download.text(table, "s", "vi").decode("utf-8-sig").split("\r\n")[1:4] == [
        "1234,5;30/06/2022", "-2;", ";"
    ]  # fmt: skip
    assert download.text(table, "s", "en").decode("utf-8-sig").split("\r\n")[1] == (
        "1234.5,30/06/2022"
    )
    book = openpyxl.load_workbook(io.BytesIO(download.workbook({"t": table}, "n", "s")))
    assert [c.value for c in book["t"][2]] == [1234.5, dt.datetime(2022, 6, 30)]
