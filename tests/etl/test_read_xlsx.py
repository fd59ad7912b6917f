"""What is read of an .xlsx is, cell by cell, what openpyxl reads: its witness."""

import warnings
from pathlib import Path

import pytest

from etl.cells import Unreadable
from etl.guard import Unsafe, guard
from etl.read_xlsx import read_xlsx
from tests.demo_district import demo_district
from tests.etl import openpyxl_reader
from tests.etl.foreign import SOFFICE, converted, foreign
from tests.etl.mutations import mutations
from tests.etl.test_guard_batch import full

FIXTURES = Path(__file__).parents[1] / "fixtures"
MUTATED = 900
SAMPLE = 60
# Why a damaged file is refused that openpyxl reads, passing over what is damaged: a part that is
# something else or missing (KeyError), and what is there twice or under no name.
DAMAGED = ("xl/", "_rels/", "a sheet without name", "is there twice")


def everything(book):
    """All that a reader says, in its order; 1 and 1.0 and True are three things."""
    cells = [(s, [(p, c, type(c.value)) for p, c in found.items()]) for s, found in book.items()]
    return cells, book.hidden


def tried(read, content):
    """What a reader says of a workbook, or why it cannot be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return everything(read(content))
        except Unreadable as error:
            return str(error.__cause__).strip("'")


def same(content):
    """Hold the reader against its witness; return what both say."""
    said = tried(read_xlsx, content)
    assert said == tried(openpyxl_reader.read_xlsx, content)
    assert not isinstance(said, str), said
    return said


def test_forms_of_the_demo_district(tmp_path_factory):
    originals = sorted(demo_district(tmp_path_factory).glob("archive/originals/*.xlsx"))
    assert len(originals) > SAMPLE
    for path in originals[:: len(originals) // SAMPLE]:
        same(path.read_bytes())


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.xlsx")), ids=lambda p: p.name)
def test_every_kind_of_cell(path):
    same(path.read_bytes())


@pytest.mark.parametrize("name", foreign())
def test_workbooks_of_other_people(name):
    same(foreign()[name])


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_workbooks_that_libreoffice_saved(shared_office, tmp_path):
    files = foreign() | {f"{u}.xlsx": full(shared_office, u)[0] for u in ("xa-an", "phong")}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    found = converted(tmp_path, [tmp_path / name for name in files], "xlsx")
    assert len(found) == len(files)
    for path in found:
        same(path.read_bytes())


def test_damaged_forms_are_read_alike_or_refused_for_a_reason(shared_office):
    books = [full(shared_office, unit) for unit in ("xa-an", "phong")]
    count = {"alike": 0, "refused": 0, "by openpyxl": 0}
    for kind, which, content in mutations(books, MUTATED):
        try:
            guard(content, ".xlsx")
        except Unsafe:
            continue
        said, other = tried(read_xlsx, content), tried(openpyxl_reader.read_xlsx, content)
        if isinstance(said, str):
            count["refused"] += 1
            assert isinstance(other, str) or any(w in said for w in DAMAGED), (kind, said)
        elif isinstance(other, str):  # of a part that is not needed to find the cells
            count["by openpyxl"] += 1
            assert kind in ("swapped", "removed"), (kind, other)
            assert said == everything(read_xlsx(books[which][0])), kind
        else:
            count["alike"] += 1
            assert said == other, kind
    assert min(count.values()) > 0, count
