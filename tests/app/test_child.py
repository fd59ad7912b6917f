"""A page's child answers with records, or with the command's own sentence of why it did not."""

from pathlib import Path

import pytest

from app import child


def test_a_command_answers_with_its_records(demo: Path) -> None:
    *_, last = child.run("status", "--data", demo, timeout=60)
    assert last["type"] == "result"
    assert last["build"] == sorted(demo.glob("published/*"))[-1].stem.removeprefix("emulation-")


def test_what_is_refused_is_an_answer(tmp_path: Path, demo: Path) -> None:
    wrong = tmp_path / "báo cáo.xlsx"
    wrong.write_bytes(b"no workbook")
    records = child.run("check", wrong, "--data", demo, timeout=60)
    assert next(r for r in records if r["type"] == "file")["status"] == "refused"


def test_a_command_that_stops_says_why(tmp_path: Path) -> None:
    with pytest.raises(child.Failed, match="chạy «python -m etl build»"):
        child.run("status", "--data", tmp_path, timeout=60)


def test_a_command_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(child.Failed, match="> 0 s"):
        child.run("status", "--data", tmp_path, timeout=0.01)


def test_a_command_line_that_is_not_understood_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(child.Failed):
        child.run("nothing", "--data", tmp_path, timeout=60)


def test_a_traceback_is_a_failure(
    tmp_path: Path, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its exit code is that of a refused file."""
    monkeypatch.setenv("EMULATION_DEBUG", "1")
    with pytest.raises(child.Failed, match="Usage: Cần --out"):
        child.run("build", "--at", 0, "--out", tmp_path / "x", "--data", demo, timeout=60)
