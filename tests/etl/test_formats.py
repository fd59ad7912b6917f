"""One list of cells whatever the format: what .xls and .ods say is what .xlsx says."""

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from etl import clean
from etl.cells import Unreadable
from etl.check import check_bytes
from etl.form_layout import HEADER_ROW, SHEETS
from etl.guard import guard
from etl.guard_limits import Unsafe
from etl.inbox import Incoming, read_once
from etl.numbers import read_number
from etl.ods_styles import STYLE, Styles
from etl.read import read_workbook
from tests.etl.district import Y, fill, input_cell, reopened

FIXTURES = Path(__file__).parents[1] / "fixtures"
OTHERS = ("xls", "ods")
TOP = HEADER_ROW + 1
AWARD, PLEDGE, SCORE = (SHEETS[n] for n in ("award", "pledge", "self_score"))


def read(name):
    path = FIXTURES / name
    return read_workbook(path.read_bytes(), path.suffix)


@pytest.mark.parametrize("suffix", OTHERS)
def test_every_kind_of_cell_reads_as_in_xlsx(suffix):
    """Only words of formats differ: «0,» and «#,##0,» both show a thousandth."""
    first, other = read("cells.xlsx"), read(f"cells.{suffix}")
    assert [*other] == [*first] == ["Kết quả", "_form"]
    assert other.hidden == first.hidden
    assert first.hidden == {("Kết quả", 0, 4), ("Kết quả", 6, 0), ("_form", 0, 0)}
    if suffix == "xls":  # a formula that shows nothing is there as one that was never computed
        assert other["Kết quả"].pop((28, 1)).type == "formula"
    for sheet, cells in first.items():
        blank = {p: c._replace(number_format="") for p, c in cells.items()}
        said = {p: c._replace(number_format="") for p, c in other[sheet].items()}
        assert said == blank
        assert all(type(said[p].value) is type(c.value) for p, c in blank.items())


def meaning(cell):
    try:
        return read_number(cell, "hộ", frozenset()).value
    except clean.Unclear as error:
        return error.rule_id


def test_numbers_mean_the_same_in_every_format():
    """The rules about scaled, wrong and uncomputed numbers hold by the formats' own marks."""
    books = [read(f"cells.{suffix}")["Kết quả"] for suffix in ("xlsx", *OTHERS)]
    said = [{place: meaning(cell) for place, cell in cells.items()} for cells in books]
    assert [each.pop((28, 1), None) for each in said] == [None, "cell-formula", None]
    assert said[0] == said[1] == said[2]
    assert [str(said[0][row, 1]) for row in range(1, 11)] == [
        "120.000000", "12.345678", "0.300000", "123456789.500000", "number-scaled",
        "number-scaled", "number-scaled", "5.000000", "number-scaled", "number-scaled",
    ]  # fmt: skip
    kinds = ["number-as-date"] * 4 + ["number-not-number", "number-ambiguous"]
    kinds += ["number-not-number"] * 2 + ["cell-error"] * 6
    assert [said[0][row, 1] for row in range(11, 25)] == kinds
    assert (3, 4) not in said[0]  # under a merged cell
    assert said[0][90, 256] == "number-not-number"


def test_days_of_a_workbook_that_counts_from_1904():
    [cell] = read("1904.xls")["Sheet"].values()
    assert (cell.type, cell.value) == ("date", dt.datetime(2022, 6, 13))


def test_formulas_that_nobody_computed_are_told_apart():
    kinds = {s: [c.type for c in read(f"uncomputed.{s}")["Sheet"].values()] for s in OTHERS}
    assert kinds["ods"] == ["formula", "formula", "formula", "number"]
    assert kinds["xls"] == ["formula", "formula", "number", "number"]  # A3 is a zero, computed


def test_a_sheet_saved_before_it_was_calculated_has_no_figures():
    """Excel's mark of it, put over a record that says nothing here."""
    content = (FIXTURES / "uncomputed.xls").read_bytes()
    [record] = re.findall(rb"\x2a\x00\x02\x00\x00\x00", content)  # headings are not printed
    stale = content.replace(record, b"\x5e\x00\x02\x00\x00\x00")
    kinds = [c.type for c in read_workbook(stale, ".xls")["Sheet"].values()]
    assert kinds == ["formula"] * 4


@pytest.mark.parametrize("name", ["cells.xlsx", "cells.xls", "cells.ods"])
def test_the_content_tells_the_format_not_the_name(name):
    content = (FIXTURES / name).read_bytes()
    for suffix in (".xlsx", ".xls", ".ods", ".csv"):
        assert read_workbook(content, suffix) == read(name)


@pytest.mark.parametrize("name", ["cells.xls", "cells.ods"])
def test_a_broken_file_is_unreadable_and_nothing_else(name):
    content = (FIXTURES / name).read_bytes()
    for size in range(8, len(content), len(content) // 40):
        try:
            read_workbook(content[:size])
        except Unreadable as error:
            assert error.rule_id == "not-xlsx"
    for at in range(0, len(content), len(content) // 80):
        bent = content[:at] + bytes([content[at] ^ 0x5A]) + content[at + 1 :]
        try:
            read_workbook(bent)
        except Unreadable as error:
            assert error.rule_id in ("not-xlsx", "worker-lost")


def with_content(change):
    """The fixture in .ods with its XML changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(FIXTURES / "cells.ods") as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            said = change(part.decode()) if name == "content.xml" else part
            target.writestr(name, said, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


def test_sheets_of_an_ods_are_in_one_part_and_styles_count_wherever_they_stand():
    """Another part with a sheet would hide what the real one says of a style."""
    head = "<office:automatic-styles>"
    style = (
        '<style:style style:name="later" style:family="table-cell"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>'
    )
    cell = '<table:table-row><table:table-cell table:style-name="later" office:value-type="float" '
    cell += 'office:value="7"><text:p>7</text:p></table:table-cell></table:table-row>'

    def changed(xml):
        assert head in xml
        sheet = xml.rindex("</table:table>")
        return xml[:sheet].replace(head, head + style) + cell + xml[sheet:]

    body = f'<office:body><office:spreadsheet><table:table table:name="Sheet">{cell}'
    body += "</table:table></office:spreadsheet></office:body></office:document-styles>"
    honest, sly = io.BytesIO(with_content(changed)), io.BytesIO()
    with zipfile.ZipFile(honest) as source, zipfile.ZipFile(sly, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "styles.xml":
                part = part.replace(b"</office:document-styles>", body.encode())
            target.writestr(name, part)
    read = read_workbook(sly.getvalue())
    assert read == read_workbook(honest.getvalue())
    assert any(c.is_struck for cells in read.values() for c in cells.values() if c.value == 7)


def test_a_value_repeated_to_the_end_of_an_ods_is_refused_and_empty_ones_are_not_counted():
    row, cell = "<table:table-row ", 'number-columns-repeated="3" office'
    many = with_content(
        lambda xml: xml.replace(row, f'{row}table:number-rows-repeated="1048576" ', 1).replace(
            cell, 'number-columns-repeated="16000" office'
        )
    )
    with pytest.raises(Unreadable, match="worker-lost"):
        read_workbook(many)
    with zipfile.ZipFile(FIXTURES / "cells.ods") as archive:
        assert b'number-rows-repeated="1048' in archive.read("content.xml")


@pytest.mark.parametrize("size", ["0cm", "0.000in", "0"])
def test_what_an_ods_draws_to_nothing_is_hidden(size):
    """Row 6 and column D of the fixture, not collapsed but of no height and of no width."""
    row = '<style:style style:name="{}" style:family="table-row">{}</style:style>'
    height = f'<style:table-row-properties style:row-height="{size}"/>'

    def drawn(xml):
        styles = "</office:automatic-styles>"
        collapsed = 'table:style-name="ro1" table:visibility="collapse"'
        assert collapsed in xml and 'style:column-width="1.2638in"' in xml
        return (
            xml.replace(styles, row.format("co1", height) + row.format("no", height) + styles)
            .replace(collapsed, 'table:style-name="no"')
            .replace(' table:visibility="collapse"', "")
            .replace('style:column-width="1.2638in"', f'style:column-width="{size}"')
        )

    assert read_workbook(with_content(drawn)).hidden == read("cells.ods").hidden


@pytest.mark.parametrize("count", ["9" * 20, "x", ""])
def test_a_count_of_an_ods_that_is_none_is_unreadable(count):
    old, new = 'number-columns-repeated="3" office', f'number-columns-repeated="{count}" office'
    with pytest.raises(Unreadable, match="not-xlsx"):
        read_workbook(with_content(lambda xml: xml.replace(old, new)))


def test_entities_of_an_ods_are_refused_before_it_is_read():
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    content = with_content(lambda xml: xml.replace(head, head + bomb))
    with pytest.raises(Unsafe, match="xml-unsafe"):
        guard(content, ".ods")


def test_rows_and_columns_of_an_ods_count_whatever_groups_they_lie_in():
    def grouped(xml):
        last = "</table:table-row>"
        start, end = xml.index("<table:table-row"), xml.index("</table:table>")
        rows = xml[start : xml.rindex(last, start, end)] + last
        head, _, others = rows.partition(last)
        head = f"<table:table-header-rows>{head}{last}</table:table-header-rows>"
        body = f"<table:table-row-group><table:table-rows>{others}</table:table-rows>"
        return xml.replace(rows, f"{head}{body}</table:table-row-group>")

    assert read_workbook(with_content(grouped)) == read("cells.ods")


def test_another_files_sheet_kept_for_its_links_is_no_sheet_of_an_ods():
    copy = (
        "<table:table table:name=\"'file:///x.ods'#A\"><table:table-source/><table:table-row>"
        '<table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
        "</table:table>"
    )
    end = "<table:named-expressions/>"
    assert [*read_workbook(with_content(lambda xml: xml.replace(end, copy + end)))] == [
        "Kết quả", "_form",
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", OTHERS)
def test_a_copy_that_lacks_its_end_waits_in_the_inbox(tmp_path, suffix):
    content = (FIXTURES / f"cells.{suffix}").read_bytes()
    path = tmp_path / f"a.{suffix}"
    skipped = []
    for size in (100, 600, len(content) // 2, len(content) - 512):
        path.write_bytes(content[:size])
        here = Incoming(path, dt.date(2022, 6, 14))
        assert read_once(here, tmp_path, lambda _, reason: skipped.append(reason)) is None
    assert skipped == ["chưa chép xong (hoặc hỏng); sẽ đọc ở lần nạp sau"] * 4
    path.write_bytes(content)
    taken = read_once(here, tmp_path, lambda _, reason: skipped.append(reason))
    assert taken is not None and taken.content == content


# A whole form, saved by LibreOffice


def well_filled(office):
    """Every sheet has something: figures with decimals, choices, notes, tables, narrative."""
    book = office.form("xa-an", Y)
    fill(book, viec=120, ngheo=40, ho=2000, khoe=9, rieng=0, tc01="Đạt")
    sheet, address = input_cell(book, "viec")
    row = int(address[1:])
    book[sheet].cell(row, 10).value = "Theo số liệu của Trung tâm Hoà Hội"
    for column, value in enumerate(("Giấy khen", "Cấp tỉnh", "Tập thể", "Chuyên đề", 3, 1), 3):
        book[AWARD].cell(TOP, column).value = value
    for column, value in enumerate(("Giao ước", "Xây 2 km đường; «=» là dấu", 2.25, "km"), 3):
        book[PLEDGE].cell(TOP, column).value = value
    book[SCORE]["F5"].value, book[SCORE]["F6"].value = 59.123456, -0.5
    book[SCORE]["G5"].value = "Biên bản họp"
    book[SHEETS["narrative"]]["C5"].value = "Đạt 102,5 %.\nĐã  xong trước hạn."
    book[SHEETS["narrative"]]["C6"].value = dt.datetime(2022, 12, 1)
    book[SHEETS["narrative"]]["C6"].number_format = "dd/mm/yyyy"
    return book


def badly_filled(office):
    """What clerks do."""
    book = well_filled(office)
    fill(book, paper="13/06/2022", viec="nhiều", ngheo=0.4, ho="#REF!", khoe=12)
    for measure, shape in (("ngheo", "0%"), ("khoe", "#,##0,")):
        sheet, address = input_cell(book, measure)
        book[sheet][address].number_format = shape
    book[AWARD]["D5"].value = "Cấp trời"
    book[SCORE]["F5"].value = 61.5
    book[SHEETS["narrative"]]["C5"].value = "#N/A"
    return book


@pytest.fixture(scope="module")
def forms(shared_office, soffice, tmp_path_factory):
    """(folder, form in three formats by name); the first is as openpyxl wrote it."""
    folder = tmp_path_factory.mktemp("formats")
    well_filled(shared_office).save(folder / "good.xlsx")
    badly_filled(shared_office).save(folder / "bad.xlsx")
    for suffix in OTHERS:
        sources = (folder / "good.xlsx", folder / "bad.xlsx")
        soffice("--convert-to", suffix, "--outdir", folder, *sources)
    return folder


def report_of(office, folder, name):
    path = folder / name
    return check_bytes(path.read_bytes(), office.catalog, {}, path.suffix)


@pytest.mark.parametrize("suffix", OTHERS)
@pytest.mark.parametrize("name", ["good", "bad"])
def test_a_form_saved_in_another_format_says_the_same(shared_office, forms, name, suffix):
    first = report_of(shared_office, forms, f"{name}.xlsx")
    other = report_of(shared_office, forms, f"{name}.{suffix}")
    assert other.values == first.values
    assert other.content_hash == first.content_hash
    places = [[(f.rule_id, f.sheet, f.cell, f.value) for f in r.findings] for r in (first, other)]
    assert places[0] == places[1]
    assert other.paper_date == dt.date(2022, 6, 13)
    assert first.is_refused == (name == "bad")
    assert {f.rule_id for f in first.findings if f.severity == "error"} == (
        {"number-not-number", "number-scaled", "cell-error", "choice-unknown", "out-of-range"}
        if name == "bad"
        else set()
    )


def test_a_form_sent_again_in_another_format_is_a_duplicate(office, forms):
    sent = [forms / f"good.{suffix}" for suffix in ("ods", "xlsx", "xls")]
    said = office.json("load", *sent, "--received", "2022-12-14")
    assert (said.code, [f["status"] for f in said.of("file")]) == (
        0, ["accepted", "duplicate", "duplicate"],
    )  # fmt: skip
    kept = {p.suffix for p in office.place.originals.iterdir()}
    assert kept == {".ods", ".xlsx", ".xls"}
    again = office.run("act", "reparse", "--reason", "thử")
    assert again.code == 0
    assert "0 báo cáo đọc ra khác" in again.out


def test_a_form_named_after_another_unit_is_asked_about_in_any_format(office, forms, tmp_path):
    path = tmp_path / f"bc_xa-binh_{Y}.xls"
    path.write_bytes((forms / "good.xls").read_bytes())
    [file] = office.json("check", path, "--received", "2022-12-14").of("file")
    errors = [f for f in file["findings"] if f["severity"] == "error"]
    assert [(f["rule"], f["value"]) for f in errors] == [("unit-mismatch", "xa-binh")]


def test_the_form_stays_whole_in_xls(forms, soffice):
    """Its hidden sheet, its lists and its locked cells, for a unit that has an old Excel."""
    soffice("--convert-to", "xlsx", "--outdir", forms / "back", forms / "good.xls")
    book = reopened(forms / "back" / "good.xlsx")
    assert book["_form"].sheet_state != "visible"
    cover = book[SHEETS["cover"]]
    assert cover.protection.sheet and not cover["C11"].protection.locked
    lists = [str(r.sqref) for r in cover.data_validations.dataValidation if r.type == "list"]
    assert lists == ["C11"]


# What stands in the cell, its format, what it means in a line of hộ.
SHAPES = (
    (5, '0"000"', "number-scaled"), (5, '0".000"', "number-scaled"), (5, "0", 5),
    (5, "#,##0\\,000", "number-scaled"), (2000, '[<1000]0;0" tỷ"', "number-scaled"),
    (500, '[<1000]0;0" tỷ"', 500), (0, "0;;;", "number-scaled"), (0, "#,###", "number-scaled"),
    (5, "#,###", 5), (0, "#,##0;-#,##0;", "number-scaled"), (-5, "0;0", "number-scaled"),
    (5, '0" tỷ";-0" tỷ";"-";@', "number-scaled"), (0, '0" hộ";-0" hộ";"-";@', 0),
    (5, '0" hộ";-0" hộ";"-";@', 5), (5, '0" tỷ";@', "number-scaled"),
    (5, '@" tỷ"', "number-scaled"),
    (-5, "#,##0.00;(#,##0.00);-", -5), (0, '[=0]"không";0', 0), (5, "# ?/?", 5), (5, "@", 5),
    (5, '_-* #,##0 _₫_-;-* #,##0 _₫_-;_-* "-" _₫_-;_-@_-', 5),
    (0, '_-* #,##0 _₫_-;-* #,##0 _₫_-;_-* "-" _₫_-;_-@_-', 0),
)  # fmt: skip


def test_a_format_that_shows_another_number_is_seen_in_every_format(tmp_path, soffice):
    book = Workbook()
    for row, (value, shape, _) in enumerate(SHAPES, 1):
        book.active.cell(row, 1, value).number_format = shape
    book.save(tmp_path / "a.xlsx")
    for suffix in OTHERS:
        soffice("--convert-to", suffix, "--outdir", tmp_path, tmp_path / "a.xlsx")
    for suffix in ("xlsx", *OTHERS):
        (cells,) = read_workbook((tmp_path / f"a.{suffix}").read_bytes()).values()
        said = {(suffix, *SHAPES[r - 1][:2]): meaning(cell) for (r, _), cell in cells.items()}
        assert said == {(suffix, *shape[:2]): shape[2] for shape in SHAPES}


@pytest.fixture(scope="module")
def drawn(shared_office, soffice, tmp_path_factory):
    """A folder with a form in three formats: raised, lowered and struck digits, struck cells."""
    raised, struck = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
    book = shared_office.filled(
        viec=CellRichText("12", TextBlock(raised, "1")),
        khoe=CellRichText(TextBlock(struck, "12"), " 15"),
        ngheo=CellRichText("12", TextBlock(InlineFont(vertAlign="subscript"), "3")),
        rieng=10,
    )
    for sheet, address in (input_cell(book, "rieng"), (SHEETS["cover"], "C9")):
        book[sheet][address].font = Font(name="Times New Roman", size=12, strike=True)
    narrative = CellRichText("Đạt ", TextBlock(struck, "90"), " 95 ", TextBlock(raised, "2"))
    book[SHEETS["narrative"]]["C5"].value = narrative
    folder = tmp_path_factory.mktemp("drawn")
    book.save(folder / "a.xlsx")
    for suffix in OTHERS:
        soffice("--convert-to", suffix, "--outdir", folder, folder / "a.xlsx")
    return folder


@pytest.mark.parametrize("suffix", ["xlsx", *OTHERS])
def test_what_is_raised_or_struck_out_is_no_digit_of_the_number(shared_office, drawn, suffix):
    """12 with a footnote's raised 1 is 12; 12 struck out before 15 is neither 15 nor 1215."""
    report = report_of(shared_office, drawn, f"a.{suffix}")
    said = {v[2]: (v[4], v[7]) for v in report.values if v[0] == "results"}
    assert (said["viec"], said["ngheo"]) == ((12, "12¹"), (12, "12³"))
    [text] = [v[5] for v in report.values if v[0] == "narrative"]
    assert text == "Đạt [gạch bỏ: 90] 95 ²"
    errors = {f.value: f.rule_id for f in report.findings if f.severity == "error"}
    assert errors == dict.fromkeys(("[gạch bỏ: 12] 15", "10", "13/06/2022"), "cell-struck")


@pytest.mark.parametrize("name", ["a", "T9"])
def test_a_style_of_an_ods_that_is_its_own_parent_ends(name):
    style = f'<style:style style:name="a" style:family="text" style:parent-style-name="{name}"/>'
    styles = Styles()
    styles.add(
        fromstring(style.replace("<style:style", f'<style:style xmlns:style="{STYLE[1:-1]}"'))
    )
    assert not styles.is_struck("a") and styles.is_raised("a", otherwise=True)


@pytest.mark.parametrize(("cached", "shape"), [(0.5, "h:mm"), (1.5, "[h]:mm")])
def test_a_formula_shown_as_a_time_is_no_number(office, cached, shape):
    book = office.filled(viec="=1+1")
    book[SHEETS["results"]]["I5"].number_format = shape
    content = io.BytesIO()
    book.save(content)
    source, target = zipfile.ZipFile(content), io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            text = source.read(name)
            if name.endswith("sheet2.xml"):
                text = re.sub(rb"<f>1\+1</f><v\s*/?>(</v>)?", b"<f>1+1</f><v>%a</v>" % cached, text)
            out.writestr(name, text)
    report = check_bytes(target.getvalue(), office.catalog, {})
    assert "number-as-date" in {f.rule_id for f in report.findings}


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_formula_that_shows_nothing_is_an_empty_cell(tmp_path, soffice, suffix):
    """`=IF(A1="","",A1)` over an empty cell; an .xls cannot tell it from a zero."""
    book = Workbook()
    book.active["A1"], book.active["A2"] = '=IF(B1="","",B1)', "=30+10"
    book.save(tmp_path / "typed.xlsx")
    soffice("--convert-to", suffix, "--outdir", tmp_path / suffix, tmp_path / "typed.xlsx")
    (sheet,) = read_workbook((tmp_path / suffix / f"typed.{suffix}").read_bytes()).values()
    assert {c.address: (c.type, c.value) for c in sheet.values()} == {"A2": ("number", 40)}
