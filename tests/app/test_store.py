"""Which folder is meant where there is nothing to show."""

import datetime as dt
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
