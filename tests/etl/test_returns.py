"""A returned workbook goes back with every mistake marked; mended and sent again, it is taken."""

import datetime as dt
import io
import zipfile

import duckdb
import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from etl.__main__ import MACHINE, main
from etl.form_layout import AUTHOR, FINDINGS_COLUMN, FRONT, RECORD, SHEETS
from etl.marked import LOST, marked_copy
from tests.etl.district import saved

RESULTS = SHEETS["results"]
DAY = "2022-06-14"


@pytest.fixture
def returned(office):
    """A report with two errors and a warning, taken in by `load`: its marked copy."""
    book = office.filled(viec="nhiều", khoe=1.5)
    book[RESULTS]["I6"].comment = Comment("Số này tôi đã hỏi ấp", "Lê An")
    book[SHEETS["cover"]]["C8"].value = None
    office.drop(book, "=a (1).xlsx")
    said = office.json("load")
    assert said.code == 1
    [copy] = (office.folder / "returned").rglob("*.xlsx")
    assert [r["path"] for r in said.of("returned")] == [str(copy)]
    return copy


def test_mistakes_are_coloured_commented_and_listed_in_front(returned):
    book = openpyxl.load_workbook(returned)
    assert book.sheetnames[0] == FRONT == book.active.title
    sheet = book[RESULTS]
    assert sheet["I5"].value == "nhiều"
    assert sheet["I5"].fill.fgColor.rgb.endswith("F8CBAD")
    assert sheet["I5"].comment.text.startswith("«nhiều» không phải là một số.")
    beside = sheet.cell(5, FINDINGS_COLUMN["results"]).value
    assert beside.startswith("I5: «nhiều» không phải là một số.")
    front = book[FRONT]
    assert front["A1"].value == "Báo cáo cần sửa: 2 lỗi, 2 cảnh báo"
    assert front["A2"].value == "Tệp: =a (1).xlsx"
    lines = {
        (r[1].value, r[2].value): (r[3].value, r[4].value, r[2].hyperlink.location)
        for r in front.iter_rows(min_row=6)
        if r[2].value
    }
    assert lines[RESULTS, "I5"] == ("Lỗi", "nhiều", f"'{RESULTS}'!I5")
    assert lines[SHEETS["cover"], "C8"][0] == "Cảnh báo"
    assert all(c.data_type != "f" for s in book.worksheets for row in s.iter_rows() for c in row)


def test_what_the_clerk_wrote_and_the_form_itself_stay(returned, office):
    book, sent = openpyxl.load_workbook(returned), io.BytesIO()
    office.filled(viec="nhiều", khoe=1.5).save(sent)
    before = openpyxl.load_workbook(sent)
    for name in before.sheetnames:
        for row in before[name].iter_rows():
            for cell in row:
                at_findings = name == RESULTS and cell.column == FINDINGS_COLUMN["results"]
                if not at_findings and (name, cell.coordinate) != (SHEETS["cover"], "C8"):
                    assert book[name][cell.coordinate].value == cell.value
    sheet = book[RESULTS]
    assert sheet["I6"].comment.text == "Số này tôi đã hỏi ấp"
    assert sheet.protection.sheet
    assert not sheet["I5"].protection.locked
    assert book["_form"].sheet_state == "veryHidden"
    assert len(sheet.data_validations.dataValidation) == len(
        before[RESULTS].data_validations.dataValidation
    )


def test_sent_back_half_mended_then_whole(returned, office):
    """What is mended loses its colour; the answer says how much is mended and what is left."""
    book = openpyxl.load_workbook(returned)
    book[RESULTS]["I5"].value = 120
    office.drop(book, "b.xlsx")
    said = office.run("load")
    assert "✖ b.xlsx: trả lại, 1 lỗi đã sửa, còn 1" in said.out
    again = next(p for p in (office.folder / "returned").rglob("*.xlsx") if "b-can-sua" in p.name)
    book = openpyxl.load_workbook(again)
    assert book.sheetnames.count(FRONT) == 1
    sheet = book[RESULTS]
    assert sheet["I5"].comment is None
    assert not sheet["I5"].fill.fgColor.rgb.endswith("F8CBAD")
    assert not sheet["I5"].protection.locked
    assert sheet.cell(5, FINDINGS_COLUMN["results"]).value is None
    wrong = next(c.coordinate for r in sheet.iter_rows() for c in r
                 if c.comment and c.comment.author == AUTHOR)  # fmt: skip
    sheet[wrong].value = 2
    office.drop(book, "c.xlsx")
    said = office.run("load")
    assert said.code == 0
    assert "1 lỗi đã sửa" in said.out and "còn" not in said.out


def wrong_at(*cells):
    return [
        {"severity": "error", "sheet": RESULTS, "cell": c, "value": "", "message": f"Sai ở {c}."}
        for c in cells
    ]


def sent_back(content, *cells):
    return openpyxl.load_workbook(io.BytesIO(marked_copy(content, wrong_at(*cells), "a.xlsx")))


def test_a_clerks_own_comment_and_colour_come_back_when_a_cell_is_mended(office):
    book = office.filled(viec="nhiều", khoe="nhiều")
    green = PatternFill("solid", fgColor="00FF00")
    book[RESULTS]["I5"].comment = Comment("Số này tôi đã hỏi ấp", "Lê An")
    book[RESULTS]["I5"].fill = book[RESULTS]["I8"].fill = green
    once = sent_back(saved(book), "I5", "I8")
    assert once[RECORD].sheet_state == "veryHidden"
    assert once[RESULTS]["I5"].comment.text == "Số này tôi đã hỏi ấp\nSai ở I5."
    assert once[RESULTS]["I5"].comment.author == "Lê An"
    assert once[RESULTS]["I8"].comment.author == AUTHOR
    once[RESULTS]["I8"].comment.text += " Đã sửa!"
    twice = sent_back(saved(once), "I5")  # I8 is mended, I5 not yet
    assert twice[RESULTS]["I5"].comment.text == "Số này tôi đã hỏi ấp\nSai ở I5."
    assert (twice[RESULTS]["I8"].comment.text, twice[RESULTS]["I8"].fill) == ("Đã sửa!", green)
    thrice = sent_back(saved(twice), "I6")
    sheet = thrice[RESULTS]
    assert (sheet["I5"].comment.text, sheet["I5"].fill) == ("Số này tôi đã hỏi ấp", green)
    assert sheet["I5"].comment.author == "Lê An"
    assert thrice.sheetnames.count(RECORD) == 1


def test_a_colour_that_the_clerk_chose_since_stays(office):
    once = sent_back(saved(office.filled()), "I5")
    blue = PatternFill("solid", fgColor="0000FF")
    once[RESULTS]["I5"].fill = blue
    assert sent_back(saved(once), "I6")[RESULTS]["I5"].fill == blue


def test_marks_go_where_the_record_is_gone_or_names_no_cell(office):
    once = sent_back(saved(office.filled()), "I5")
    once.remove(once[RECORD])
    record = once.create_sheet(RECORD)
    for row in (("nowhere", "I5"), (RESULTS, "no cell"), (RESULTS, None), ()):
        record.append(row)
    sheet = sent_back(saved(once), "I6")[RESULTS]
    assert sheet["I5"].comment is None
    assert sheet["I5"].fill.fgColor.rgb == office.filled()[RESULTS]["I5"].fill.fgColor.rgb


TEXT_BOX = (
    '<xdr:twoCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/'
    'spreadsheetDrawing"><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1'
    "</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>3</xdr:col><xdr:colOff>0"
    "</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp><xdr:nvSpPr>"
    '<xdr:cNvPr id="9" name="x"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/></xdr:sp>'
    "<xdr:clientData/></xdr:twoCellAnchor>"
)


@pytest.mark.parametrize(("box", "told"), [("", None), (TEXT_BOX, LOST)])
def test_what_is_drawn_and_cannot_go_along_is_told_of(office, box, told):
    """Charts and pictures are kept, text boxes are not."""
    book = office.filled()
    chart = BarChart()
    chart.add_data(Reference(book[RESULTS], min_col=9, min_row=5, max_row=9))
    book[RESULTS].add_chart(chart, "N5")
    source, target = zipfile.ZipFile(io.BytesIO(saved(book))), io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/drawings/drawing1.xml":
                end = part.rindex(b"</")
                part = part[:end] + box.encode() + part[end:]
            out.writestr(name, part)
    copy = sent_back(target.getvalue(), "I5")
    assert copy[FRONT]["A4"].value == told
    assert len(copy[RESULTS]._charts) == 1


def test_a_format_by_which_a_number_was_refused_stays(office):
    """What is marked twice must not come back as another number, nor a mended date as one."""
    book = office.filled(viec=dt.datetime(2022, 3, 5), khoe="nhiều")
    book[RESULTS]["I5"].number_format = "d-mmm"
    book[SHEETS["cover"]]["C9"].value = None
    sent = io.BytesIO()
    book.save(sent)
    wrong = [
        {"severity": s, "sheet": sheet, "cell": cell, "value": "", "message": "Sai."}
        for s, sheet, cell in (("error", RESULTS, "I5"), ("warning", SHEETS["cover"], "C9"))
    ]
    once = openpyxl.load_workbook(io.BytesIO(marked_copy(sent.getvalue(), wrong, "a.xlsx")))
    once[SHEETS["cover"]]["C9"].value = dt.date(2022, 6, 13)
    sent = io.BytesIO()
    once.save(sent)
    twice = openpyxl.load_workbook(io.BytesIO(marked_copy(sent.getvalue(), wrong, "a.xlsx")))
    assert twice[RESULTS]["I5"].value == dt.datetime(2022, 3, 5)
    assert twice[SHEETS["cover"]]["C9"].value == dt.datetime(2022, 6, 13)


def test_columns_that_a_clerk_moved_are_not_emptied(office):
    book = office.filled()
    book[RESULTS].insert_cols(3, 2)
    moved = {c.coordinate: c.value or None for row in book[RESULTS].iter_rows() for c in row}
    sent = io.BytesIO()
    book.save(sent)
    finding = {"severity": "error", "sheet": RESULTS, "cell": "K5", "value": "", "message": "Sai."}
    copy = openpyxl.load_workbook(io.BytesIO(marked_copy(sent.getvalue(), [finding], "a.xlsx")))
    assert {a: copy[RESULTS][a].value for a in moved} == moved


def test_what_no_workbook_can_hold_is_told_all_the_same(office):
    finding = {"severity": "error", "sheet": RESULTS, "cell": "I5", "value": "12\x0b3"}
    finding["message"] = "«12\x0b3» không phải là một số."
    sent = io.BytesIO()
    office.filled().save(sent)
    for content in (sent.getvalue(), b""):
        copy = openpyxl.load_workbook(io.BytesIO(marked_copy(content, [finding], "a\x01.xlsx")))
        assert copy[FRONT]["E6"].value == "12\ufffd3"
    assert copy[FRONT]["A3"].value.startswith("Hãy sửa các ô dưới đây trong tệp gốc")


def test_a_batch_has_one_summary_and_one_archive(office):
    for name in ("a", "b"):
        office.drop(office.filled(viec="nhiều", unit="xa-an"), f"{name}.xlsx")
    office.drop(office.filled(unit="xa-binh"), "c.xlsx")
    (office.place.inbox / DAY / "thư.docx").write_bytes(b"PK\x03\x04 not a workbook PK\x05\x06")
    assert office.run("load").code == 1
    [archive] = (office.folder / "returned").rglob("*.zip")
    names = zipfile.ZipFile(archive).namelist()
    assert len([n for n in names if n.endswith("-can-sua.xlsx")]) == 3
    summary = next(n for n in names if n.startswith("tong-hop"))
    sheet = openpyxl.load_workbook(io.BytesIO(zipfile.ZipFile(archive).read(summary))).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [(r[0], r[2], r[3]) for r in rows] == [
        ("Xã An", "a.xlsx", 1), ("Xã An", "b.xlsx", 1), (None, "thư.docx", 1),
    ]  # fmt: skip


def test_copies_go_out_though_a_question_about_the_new_reports_fails(office, monkeypatch, capsys):
    """What was taken in has left the inbox: a second load would not write them again."""

    def fails(*_):
        raise duckdb.IOException("no memory")

    office.drop(office.filled(viec="nhiều"), "a.xlsx")
    office.drop(office.filled(unit="xa-binh"), "b.xlsx")
    monkeypatch.setattr("etl.cross.ask_raised", fails)
    assert main(["load", "--data", str(office.folder)]) == MACHINE
    assert "no memory" in capsys.readouterr().err
    assert len(list((office.folder / "returned").rglob("*-a-can-sua.xlsx"))) == 1
    assert list(office.place.published.glob("*.duckdb"))


def test_check_writes_copies_only_where_it_is_told_to(office, tmp_path):
    path = tmp_path / "a.xlsx"
    office.filled(viec="nhiều").save(path)
    assert office.run("check", path).code == 1
    assert not (office.folder / "returned").exists()
    assert office.run("check", path, "--returned", tmp_path / "back").code == 1
    assert [p.name for p in (tmp_path / "back").iterdir()] == ["00001-a-can-sua.xlsx"]


def test_what_no_workbook_is_goes_back_as_a_list():
    finding = {"severity": "error", "sheet": "", "cell": "", "value": "=1+1", "message": "Hỏng."}
    book = openpyxl.load_workbook(io.BytesIO(marked_copy(b"none", [finding], "=x.xls")))
    assert book.sheetnames == [FRONT]
    assert [c.value for c in book[FRONT][6]] == [1, None, None, "Lỗi", "=1+1", "Hỏng."]
    assert book[FRONT]["E6"].data_type == "s"
