"""No file takes a reader, the parent or the other files of a batch down (faults F-29, F-30)."""

import re
import time
from pathlib import Path

import pytest

from etl.check import check_bytes
from etl.guard import guard
from etl.guard_limits import Unsafe
from etl.rules import RULES
from tests.etl import bombs
from tests.etl.district import saved

BOMBS = bombs.BOMBS
GIVEN = 30  # seconds for one file
GROWTH = 100 << 20
CURE = re.compile(r"[Hh]ãy |Lưu lại|không được chạy|chỉ đọc")


@pytest.fixture(scope="module")
def form(shared_office):
    return saved(shared_office.filled())


def refusal(content, suffix):
    with pytest.raises(Unsafe) as error:
        guard(content, suffix)
    return error.value


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_by_its_rule(form, name):
    make, rule = BOMBS[name]
    content = make(form)
    begun = time.monotonic()
    assert refusal(content, Path(name).suffix).rule_id == rule
    assert time.monotonic() - begun < GIVEN


def test_every_refusal_has_a_sentence_that_tells_the_cure():
    for rule in {rule for _, rule in BOMBS.values()}:
        assert RULES[rule].severity == "error"
        assert CURE.search(RULES[rule].message_vi), rule
        assert RULES[rule].message_en


def test_the_sheet_is_named_as_the_clerk_knows_it(form):
    make, _ = BOMBS["far-cell.xlsx"]
    refused = refusal(make(form), ".xlsx")
    assert (refused.sheet, refused.what) == ("Kết quả", "dòng 1.048.576, cột XFD")


def test_what_may_be_parsed_is_told_by_its_kind(form):
    assert guard(form, ".xlsx").kind == guard(form, ".XLSM").kind == "xlsx"
    assert guard(bombs.compound("Workbook"), ".xls").kind == "xls"
    assert guard(bombs.compound("Book"), ".xls").kind == "xls"
    row = f"<table:table-row>{bombs.ods_cell()}</table:table-row>"
    assert guard(bombs.ods(row), ".ods").kind == "ods"
    for text in (bombs.CSV, "\ufeffa;b".encode(), "a\tb".encode("utf-16"), b"Kinh gui"):
        assert guard(text, ".csv").kind == guard(text, ".txt").kind == "csv"


def test_empty_cells_to_the_end_of_an_ods_are_in_every_file():
    end = (
        '<table:table-row table:number-rows-repeated="1048500"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    row = f"<table:table-row>{bombs.ods_cell()}</table:table-row>"
    assert guard(bombs.ods(row + end), ".ods").kind == "ods"


HARMLESS = {
    "coloured to the last column": lambda xml: xml.replace(
        b"</row>", b'<c r="XFD1" s="1"/></row>', 1
    ),
    "a false dimension": lambda xml: re.sub(
        rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', xml
    ),
    "prefixes": lambda xml: re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", xml).replace(
        b" xmlns=", b" xmlns:x=", 1
    ),
    "UTF-16": lambda xml: re.sub(r"^<\?.*?\?>", "", xml.decode()).encode("utf-16"),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_other_programs_write_is_read_as_before(shared_office, form, name):
    sheet = bombs.parts(form)[bombs.SHEET]
    mended = HARMLESS[name](sheet)
    assert mended != sheet
    content = bombs.changed(form, bombs.entry(bombs.SHEET, mended))
    report = check_bytes(content, shared_office.catalog)
    assert not report.is_refused, report.findings
    assert report.content_hash == check_bytes(form, shared_office.catalog).content_hash


def test_macros_and_links_are_told_and_left_alone(shared_office, form):
    more = [bombs.entry("xl/vbaProject.bin", b"\1"), bombs.entry("xl/externalLinks/e.xml", "<x/>")]
    report = check_bytes(bombs.changed(form, *more), shared_office.catalog, suffix=".xlsm")
    said = [f.rule_id for f in report.findings if f.rule_id.startswith("file-")]
    assert said == ["file-macros", "file-links"]
    assert not report.is_refused
