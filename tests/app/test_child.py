"""A page's child answers with records, or with the command's own sentence of why it did not."""

from pathlib import Path

import pytest

from app import child


@pytest.fixture
def at_demo(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    return demo


def test_a_command_answers_with_its_records(at_demo: Path) -> None:
    *_, last = child.answer("status", seconds=60)
    assert last["type"] == "result"
    assert last["build"] == sorted(at_demo.glob("published/*"))[-1].stem.removeprefix("emulation-")


def test_what_is_refused_is_an_answer(tmp_path: Path, at_demo: Path) -> None:
    wrong = tmp_path / "báo cáo.xlsx"
    wrong.write_bytes(b"no workbook")
    records = child.answer("check", str(wrong), seconds=60)
    assert next(r for r in records if r["type"] == "file")["status"] == "refused"


def test_a_command_that_stops_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMULATION_DATA", str(tmp_path))
    with pytest.raises(child.Failed, match="chạy «python -m etl build»"):
        child.answer("status", seconds=60)


def test_a_command_that_takes_too_long_is_ended(at_demo: Path) -> None:
    with pytest.raises(child.Failed):
        child.answer("status", seconds=0.01)


def test_a_command_line_that_is_not_understood_is_a_failure(at_demo: Path) -> None:
    with pytest.raises(child.Failed):
        child.answer("nothing", seconds=60)


def test_a_traceback_is_a_failure(
    tmp_path: Path, at_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its exit code is that of a refused file."""
    monkeypatch.setenv("EMULATION_DEBUG", "1")
    with pytest.raises(child.Failed):
        child.answer("build", "--at", "0", "--out", str(tmp_path / "x"), seconds=60)
