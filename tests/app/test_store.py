"""Which folder is meant where there is nothing to show, and what is kept of a build."""

import datetime as dt
import shutil
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app import store


def reason() -> str:
    with pytest.raises(store.NoBuild) as raised:
        store.current()
    return raised.value.reason


def test_a_folder_that_was_named_is_told_from_the_offices_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "OWN", tmp_path)
    monkeypatch.delenv("EMULATION_DATA", raising=False)
    assert reason() == "none"
    monkeypatch.setenv("EMULATION_DATA", str(tmp_path))
    assert reason() == "none"
    monkeypatch.setenv("EMULATION_DATA", str(tmp_path / "mistyped"))
    assert reason() == "none_named"


def test_answers_of_a_build_are_kept_until_another_is_published(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMULATION_DATA", str(tmp_path))
    (tmp_path / "published").mkdir()
    *_, older, newer = sorted((demo / "published").glob("*.duckdb"))
    shutil.copy(older, tmp_path / "published")
    before = store.current()
    kept = store.ask(before.path, "units", period="2022-H1", scheme="")
    assert store.current() == before
    assert store.ask(before.path, "units", period="2022-H1", scheme="") is kept
    shutil.copy(newer, tmp_path / "published")
    assert store.current().id != before.id
    anew = store.ask(before.path, "units", period="2022-H1", scheme="")
    assert anew == kept and anew is not kept


@given(st.text())
@example("'); drop table unit; --")
@example("\\' or 1 = 1")
@example("$period")
@example("''")
def test_a_text_in_a_question_is_that_text(text: str) -> None:
    question = f"select {store.literal(text)}, {store.literal([text, text])}"
    kept = text.replace("\0", "")
    assert duckdb.sql(question).fetchall() == [(kept, [kept, kept])]


def test_days_are_days_and_nothing_else_stands_in_a_question() -> None:
    assert duckdb.sql(f"select {store.literal(dt.date(2022, 6, 30))}").fetchall() == [
        (dt.date(2022, 6, 30),)
    ]
    for other in (1, None, 1.5, b"a", dt.datetime(2022, 6, 30)):
        with pytest.raises(TypeError):
            store.literal(other)
