"""What other programs write in an .xlsx and openpyxl does not: read alike, or refused."""

import pytest
from openpyxl import Workbook

from etl.read_xlsx import read_xlsx
from tests.etl.bombs import changed, entry, parts
from tests.etl.district import saved
from tests.etl.openpyxl_reader import by_openpyxl, same, tried

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = """<numFmts><numFmt numFmtId="200" formatCode="dd/mm/yyyy"/>
<numFmt numFmtId="44" formatCode="0&quot; đ&quot;"/></numFmts><fonts><font/></fonts>
<fills><fill><patternFill/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/>
<xf numFmtId="200"/><xf numFmtId="14"/><xf numFmtId="46"/><xf numFmtId="44"/><xf numFmtId="30"/>
<xf numFmtId="300"/></cellXfs><cellStyles><cellStyle name="Normal" xfId="0"/></cellStyles>"""
STRINGS = """<si><t>một</t></si><si><t/></si><si/><si><t xml:space="preserve"> hai </t></si>
<si><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>
<si><r><rPr><strike/></rPr><t>12</t></r><r><rPr><strike val="0"/></rPr><t>15</t></r></si>
<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="0"/></si>
<si><r><t>東</t></r><r><rPr/><t xml:space="preserve"> 京_x005F_x000D_</t></r>
<rPh sb="0" eb="1"><t>ト</t></rPh></si>"""

OFFICE = "officeDocument/2006/relationships"
WITH_TEXTS = (
    (
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/{OFFICE}/sharedStrings" '
        'Target="sharedStrings.xml"/>',
    ),
    (
        "[Content_Types].xml",
        "</Types>",
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sharedStrings+xml"/>',
    ),
)


def written(rows, before="", after="", **more):
    """A workbook of one sheet with these rows, and parts of it put in place of openpyxl's."""
    said = {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}'
        f"</sheetData>{after}</worksheet>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{STRINGS}</sst>',
    } | more
    book = saved(Workbook())
    for name, ending, line in WITH_TEXTS:  # openpyxl writes texts into their cells
        said.setdefault(name, parts(book)[name].decode().replace(ending, line + ending))
    return changed(book, *(entry(n, text) for n, text in said.items()))


CELLS = (
    '<c r="A1"/>', '<c><v>1</v></c>', '<c r="C1" s="0"><v>1.50</v></c>', '<c r="A1"><v>007</v></c>',
    '<c r="A1"><v>1E3</v></c>', '<c r="A1" t="n"><v> 5 </v></c>', '<c r="A1"><v/></c>',
    *(f'<c r="A1" t="s"><v>{n}</v></c>' for n in range(8)), '<c r="A1" t="s"><v>8</v></c>',
    *(f'<c r="A1" s="{s}"><v>{v}</v></c>'
      for s in range(1, 6) for v in (0, 0.25, 1, 59, 60, 61, 44725.5, -1, 2958466, "1e300")),
    '<c r="A1" s="6"><v>1</v></c>', '<c r="A1" s="99"><v>1</v></c>',
    '<c r="A1" t="b"><v>1</v></c>', '<c r="A1" t="b"><v>0</v></c>', '<c r="A1" t="b"><v>x</v></c>',
    '<c r="A1" t="e"><v>#N/A</v></c>', '<c r="A1" t="e"/>', '<c r="A1" t="d"><v>2022-06-13</v></c>',
    '<c r="A1" t="d"><v>2022-06-13T07:30:00Z</v></c>', '<c r="A1" t="d"><v>07:30:00</v></c>',
    '<c r="A1" t="d"><v>hôm nay</v></c>', '<c r="A1" t="str"><v>12</v></c>', '<c r="A1" t="str"/>',
    '<c r="A1" t="inlineStr"><is><t>12</t></is></c>', '<c r="A1" t="inlineStr"/>',
    '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><rPr><strike/></rPr><t>b</t></r></is></c>',
    '<c r="A1" t="inlineStr"><is/></c>', '<c r="A1" t="inlineStr"><v>9</v></c>',
    '<c r="A1"><v>x</v></c>', '<c r="A1"><v>--1</v></c>', '<c r="A1" s="x"><v>1</v></c>',
    '<c r="1A"><v>1</v></c>', '<c r="A"><v>1</v></c>',
    # Formulas: what Excel last computed, or nothing.
    '<c r="A1"><f>B1</f></c>', '<c r="A1"><f>B1</f><v/></c>', '<c r="A1"><f>B1</f><v>5</v></c>',
    '<c r="A1" s="1"><f>B1</f><v>44725</v></c>', '<c r="A1" s="1"><f>B1</f><v>1e300</v></c>',
    '<c r="A1" s="3"><f>B1</f><v>1.5</v></c>', '<c r="A1" t="str"><f>B1</f><v>a</v></c>',
    '<c r="A1" t="str"><f>B1</f><v></v></c>', '<c r="A1" t="str"><f>B1</f></c>',
    '<c r="A1" t="str"><f>B1</f><v>#5</v></c>', '<c r="A1" t="b"><f>B1</f><v>1</v></c>',
    '<c r="A1" t="e"><f>B1</f><v>#DIV/0!</v></c>', '<c r="A1" t="e"><f>B1</f></c>',
    '<c r="A1"><f/></c>',
    '<c r="A1" t="s"><f>B1</f><v>0</v></c>', '<c r="A1" t="b"><f>B1</f></c>',
    '<c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c>',
    '<c r="A1"><f t="shared" si="0"/><v>2</v></c>',
    '<c r="A1"><f t="array" ref="A1">B1</f><v>3</v></c>',
    '<c r="A1"><f t="dataTable" ref="A1:A2" r1="B1"/><v>4</v></c>',
    '<c r="A1" t="d"><f>B1</f><v>2022-06-13</v></c>',
)  # fmt: skip


REFUSED = {
    '<c r="A1" t="s"><v>8</v></c>', '<c r="A1" s="6"><v>1</v></c>', '<c r="A1" s="99"><v>1</v></c>',
    '<c r="A1" t="b"><v>x</v></c>', '<c r="A1" t="d"><v>hôm nay</v></c>', '<c r="A1"><v>x</v></c>',
    '<c r="A1"><v>--1</v></c>', '<c r="A1" s="x"><v>1</v></c>', '<c r="1A"><v>1</v></c>',
    '<c r="A"><v>1</v></c>',
}  # fmt: skip


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("row", ['<row r="1">', "<row>"])
def test_a_cell_as_others_write_it(cell, row):
    content = written(f"{row}{cell}<c><v>77</v></c></row>")
    said, other = tried(read_xlsx, content), tried(by_openpyxl, content)
    assert isinstance(said, str) == isinstance(other, str) == (cell in REFUSED)
    assert said == other or cell in REFUSED


ONE = '<row r="1"><c r="A1"><v>12</v></c></row>'
RELATED = "xl/_rels/workbook.xml.rels"
BOOK = "xl/workbook.xml"


def reworded(name, old, new, rows=ONE, **more):
    """A workbook in one part of which something is written otherwise."""
    text = parts(written(rows, **more))[name].decode()
    assert old in text
    return written(rows, **more, **{name: text.replace(old, new)})


@pytest.mark.parametrize(
    "content",
    [
        written('<row r="5" hidden="1"/><row hidden="true"/><row r="9" hidden="0"/>'),
        written("", before='<cols><col min="2" max="4" hidden="1"/><col min="6" max="6"/></cols>'),
        written(
            "".join(f'<row><c r="A{r}"><v>1</v></c><c><v>2</v></c></row>' for r in (1, 2, 3)),
            after='<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B3"/></mergeCells>',
        ),
        written('<row><c r="C2"><v>1</v></c><c r="A1"><v>2</v></c></row>'),  # out of order
        reworded(
            BOOK, "<workbookPr ", '<workbookPr date1904="1" ', '<row><c s="1"><v>1</v></c></row>'
        ),
        reworded(BOOK, 'state="visible"', 'state="veryHidden"'),
        reworded(RELATED, "/xl/worksheets/", "worksheets/"),
        reworded(RELATED, "/xl/worksheets/", "../xl/./worksheets/"),
        written("", **{"xl/styles.xml": f'<styleSheet xmlns="{MAIN}"/>'}),
    ],
    ids=lambda _: "",
)
def test_a_sheet_as_others_write_it(content):
    same(content)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (written(ONE + ONE), "A1 is there twice"),
        (written('<row><c r="A0"><v>1</v></c></row>'), "A0 is there twice, or nowhere"),
        (written('<row><c t="s"><v>-1</v></c></row>'), "text -1"),
        (written('<row><c t="z"><v>1</v></c></row>'), "type z"),
        (reworded("xl/worksheets/sheet1.xml", MAIN, "http://purl.oclc.org/x"), "holds"),
        (reworded(BOOK, MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"), "holds"),
        (reworded(RELATED, "worksheets/sheet1.xml", "worksheets/sheet9.xml"), "sheet9.xml"),
        (reworded(RELATED, "/styles", "/sharedStrings"), "more than one part"),
    ],
)
def test_what_openpyxl_passes_over_is_refused(content, why):
    """It reads each of these, without a word of what it left out or took for something else."""
    assert why in tried(read_xlsx, content)
    assert not isinstance(tried(by_openpyxl, content), str)


@pytest.mark.parametrize("area", ["A:B", "B2:A1", "A1:B", "1:2", ""])
def test_a_merged_area_that_is_none_is_refused_by_both(area):
    content = written(ONE, after=f'<mergeCells><mergeCell ref="{area}"/></mergeCells>')
    assert tried(read_xlsx, content) == f"merged {area}"
    assert isinstance(tried(by_openpyxl, content), str)


def test_a_part_is_found_whatever_the_case_of_its_name():
    content = reworded(RELATED, "worksheets/sheet1.xml", "Worksheets/Sheet1.XML")
    assert read_xlsx(content) == read_xlsx(written(ONE))


def test_what_is_drawn_to_nothing_is_hidden():
    """A row of height 0, a column of width 0: nobody sees them, whatever is said of them."""
    book = read_xlsx(
        written(
            '<row r="5" ht="0" customHeight="1"/><row r="6" ht="15"/>',
            before='<cols><col min="2" max="3" width="0"/><col min="4" max="4" width="9"/></cols>',
        )
    )
    assert {place[1:] for place in book.hidden} == {(5, 0), (0, 2), (0, 3)}


def test_an_empty_cell_with_a_link_is_empty():
    """openpyxl puts the link's address into it."""
    link = '<hyperlinks><hyperlink ref="B1" location="A1"/></hyperlinks>'
    [cells] = read_xlsx(written(ONE, after=link)).values()
    assert [c.address for c in cells.values()] == ["A1"]
