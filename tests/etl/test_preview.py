"""What `check` foretells of a report, and that `load` takes in only what was looked at."""

import hashlib
from pathlib import Path

import pytest

from etl.form_layout import COVER_COLUMN, COVER_ROW, ESTIMATE, SHEETS
from tests.etl.district import Office, saved


@pytest.fixture
def loaded(office: Office) -> Office:
    """An office whose report 2 is in force: viec 120, ngheo 40, ho 2000; no criterion."""
    office.drop(office.filled(viec=120), "a.xlsx")
    assert office.run("load").code == 0
    return office


@pytest.fixture
def sent(tmp_path: Path, loaded: Office) -> Path:
    """A correction of it: another figure, one left empty, one told for the first time."""
    path = tmp_path / "b.xlsx"
    path.write_bytes(saved(loaded.filled(viec=150, ngheo=None, tc01="Đạt")))
    return path


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_check_tells_what_is_new_changed_emptied_and_unchanged(loaded, sent):
    said = loaded.json("check", sent)
    [told] = said.of("figures")
    counts = {k: told[k] for k in ("new", "changed", "gone", "unchanged")}
    assert told["is_current"]
    assert counts == {"new": 1, "changed": 1, "gone": 1, "unchanged": 1}
    assert [(c["measure"], c["subject"], c["before"], c["now"]) for c in told["changes"]] == [
        ("viec", "xa-an", 120, 150),
        ("ngheo", "xa-an", 40, None),
    ]
    assert told["changes"][0]["cell"] == "I5"


def test_a_build_behind_the_journal_foretells_nothing(loaded, sent):
    """A load was killed between entering and publishing: what is in force is not what it holds."""
    published = sorted(loaded.place.published.glob("*.duckdb"))
    entered = sorted(loaded.place.journal.glob("[0-9]*.json"))[-1].read_text("utf-8")
    after = loaded.place.journal / "00000003.json"
    after.write_text(entered.replace('"number": 2', '"number": 3'), "utf-8")
    said = loaded.json("check", sent)
    assert not said.of("figures")
    [notice] = said.of("notice")
    assert "đến số 2, sổ đã đến số 3" in notice["message"]
    assert sorted(loaded.place.published.glob("*.duckdb")) == published


def test_people_are_told_in_one_line_a_file(loaded, sent):
    line = "  b.xlsx: 1 số mới, 1 số thay đổi, 1 số bị bỏ trống, 1 giữ nguyên."
    assert line in loaded.run("check", sent).out.splitlines()


def test_what_is_loaded_then_is_what_was_foretold(loaded, sent):
    [told] = loaded.json("check", sent).of("figures")
    assert loaded.run("load", sent).code == 0
    said = loaded.json("status", "--since", 2).of("value")
    changed = {(v["measure"], v["before"], v["after"]) for v in said if v["change"] != "new"}
    assert changed == {(c["measure"], c["before"], c["now"]) for c in told["changes"]}
    assert len(said) == told["new"] + told["changed"] + told["gone"]


def test_an_estimate_does_not_take_the_place_of_an_official_report(loaded, tmp_path):
    path = tmp_path / "uoc.xlsx"
    book = loaded.filled(viec=999)
    book[SHEETS["cover"]].cell(COVER_ROW["estimate"], COVER_COLUMN).value = list(ESTIMATE)[1]
    path.write_bytes(saved(book))
    [told] = loaded.json("check", path).of("figures")
    assert not told["is_current"]
    assert told["changes"] == []


def test_a_load_of_what_was_looked_at_is_entered(loaded, sent):
    seen = loaded.json("check", sent).result["journal_no"]
    said = loaded.json("load", sent, "--expect-journal", seen, "--expect-sha", sha(sent))
    assert said.code == 0
    assert said.result["journal_no"] == seen + 1


def journal(office: Office) -> list[str]:
    return sorted(p.name for p in office.place.folder.rglob("*") if p.is_file())


def test_where_the_journal_has_moved_nothing_is_written(loaded, sent):
    seen = loaded.json("check", sent).result["journal_no"]
    act = ("act", "close", "--period", "2022-Y", "--reason", "Thử", "--actor", "Nguyễn B")
    assert loaded.run(*act).code == 0
    before = journal(loaded)
    said = loaded.json("load", sent, "--expect-journal", seen, "--expect-sha", sha(sent))
    assert said.code == 2
    assert [r["type"] for r in said.records] == ["moved", "error"]
    assert "Sổ nhật ký đã đến số 3, lúc xem trước mới là 2" in said.records[-1]["message"]
    assert journal(loaded) == before


def test_where_a_file_has_moved_nothing_is_written(loaded, sent):
    seen, was = loaded.json("check", sent).result["journal_no"], sha(sent)
    sent.write_bytes(saved(loaded.filled(viec=151)))
    before = journal(loaded)
    said = loaded.json("load", sent, "--expect-journal", seen, "--expect-sha", was)
    assert said.code == 2
    assert "b.xlsx không còn như lúc xem trước" in said.records[-1]["message"]
    assert journal(loaded) == before


def test_the_same_load_again_does_nothing(loaded, sent):
    seen = loaded.json("check", sent).result["journal_no"]
    call = ("load", sent, "--expect-journal", seen, "--expect-sha", sha(sent))
    assert loaded.run(*call).code == 0
    before = journal(loaded)
    assert loaded.run(*call).code == 2
    assert journal(loaded) == before


def test_each_file_needs_its_own_hash(loaded, sent):
    assert loaded.run("load", sent, "--expect-sha", sha(sent), sha(sent)).code == 2


def test_an_expected_number_also_holds_for_the_catalogue_s_entry(office, tmp_path):
    """The first load of an office enters its catalogue before the report: both are its own."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(saved(office.filled()))
    assert office.run("load", path, "--expect-journal", 0).code == 0
    assert office.run("status").code == 0
