"""Which folder is meant where there is nothing to show, and what is kept of a build."""

import datetime as dt
import gc
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest
import streamlit
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


def test_what_is_imported_is_not_gone_through_for_garbage(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    store._leave_imported_alone.cache_clear()
    gc.unfreeze()
    store.current()
    frozen = gc.get_freeze_count()
    assert frozen > 50_000
    later = [[] for _ in range(1000)]
    store.current()
    assert later and gc.get_freeze_count() <= frozen  # once a process: what comes later may go


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


def test_questions_are_planned_as_duckdb_plans_them(demo: Path) -> None:
    """With steps of planning left out it took one column of these for another."""
    streamlit.cache_resource.clear()  # a file is opened in one way at a time
    path = max((demo / "published").glob("*.duckdb"))
    asked = "select * from cross_finding(date '2026-11-29') order by all"
    with duckdb.connect(str(path), read_only=True, config=store.ENGINE) as ours:
        told = ours.execute(asked).fetchall()
    with duckdb.connect(str(path), read_only=True) as plain:
        assert told == plain.execute(asked).fetchall()
    assert {row[0] for row in told} >= {"sum-differs", "year-change"}


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


@pytest.fixture
def asked(demo: Path, monkeypatch: pytest.MonkeyPatch) -> list[store.Key]:
    """Questions that were put to the file, nothing being kept of before."""
    streamlit.cache_resource.clear()
    found: list[store.Key] = []
    answer = store._answer

    def noted(connection: Any, *keys: store.Key) -> list[store.Rows]:
        found.extend(keys[:1])
        return answer(connection, *keys)

    monkeypatch.setattr(store, "_answer", noted)
    return found


def newest(demo: Path) -> str:
    return str(sorted((demo / "published").glob("*.duckdb"))[-1])


def test_a_question_that_was_begun_is_asked_once(demo: Path, asked: list[store.Key]) -> None:
    path, given = newest(demo), {"period": "2022-H1", "scheme": ""}
    for _ in range(2):
        store.begin(path, "units", **given)
    first = store.ask(path, "units", **given)
    assert first is store.ask(path, "units", **given)
    assert len(asked) == 1 and len(first) > 100


def test_many_who_ask_at_once_share_one_answer(demo: Path, asked: list[store.Key]) -> None:
    path = newest(demo)
    store.ask(path, "periods")
    answers = store._answers(path)
    key = store._key("units", {"period": "2022-H1", "scheme": ""})

    def one(_: int) -> store.Rows:
        coming, _new = answers.coming(key)
        answers.work_out((key, coming))
        return coming.result()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(one, range(40)))
    assert all(rows is found[0] for rows in found)
    assert [question for question, _ in asked] == ["periods", "units"]


OF_SEVERAL = {
    "figures": {"indicators": ()},
    "scores": {"indicators": ["CCHC-01b", "CCHC-02"]},
    "measure_totals": {"measures": ["poor_start", "poor_escaped", "poor_households"]},
}


def test_which_questions_can_be_asked_of_several_periods() -> None:
    found = {p.stem for p in store.SQL.glob("*.sql") if store.ONE_OF in p.read_text("utf-8")}
    assert found == set(OF_SEVERAL)


def written(rows: store.Rows) -> list[str]:
    """Rows in any order; in which order weights are summed shows in the last of fifteen digits."""
    told = (repr([float(f"{v:.13g}") if isinstance(v, float) else v for v in row]) for row in rows)
    return sorted(told)


@pytest.mark.parametrize("question", OF_SEVERAL)
def test_of_several_periods_it_is_one_question_and_each_has_its_own_answer(
    demo: Path, asked: list[store.Key], monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    monkeypatch.setattr(store._beside, "submit", lambda work, *about: work(*about))
    path, given = newest(demo), OF_SEVERAL[question] | {"as_of": dt.date(2023, 3, 1)}
    periods = ("2022-Y", "2021-Y")
    store.begin(path, question, periods, **given)
    together = [store.ask(path, question, period=p, **given) for p in periods]
    assert len(asked) == 1
    streamlit.cache_resource.clear()
    alone = [store.ask(path, question, period=p, **given) for p in periods]
    assert len(asked) == 3
    assert [written(rows) for rows in together] == [written(rows) for rows in alone]
    assert all(any(r.period_id == p for r in rows) for p, rows in zip(periods, alone, strict=True))


def test_what_cannot_be_asked_of_several_is_asked_of_each(
    demo: Path, asked: list[store.Key]
) -> None:
    path, periods = newest(demo), ("2022-H1", "2021-Y")
    store.begin(path, "units", periods, scheme="")
    assert all(store.ask(path, "units", period=p, scheme="") for p in periods)
    assert len(asked) == 2


def test_what_waits_for_its_turn_is_worked_out_by_who_needs_it(
    demo: Path, asked: list[store.Key], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a page would wait behind the questions of all others."""
    late: list[tuple] = []
    monkeypatch.setattr(store._beside, "submit", lambda *work: late.append(work))
    path = newest(demo)
    store.begin(path, "periods")
    assert store.ask(path, "periods")
    [(work, *rest)] = late
    work(*rest)  # its turn comes after all
    assert len(asked) == 1


def test_what_failed_is_asked_anew(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    streamlit.cache_resource.clear()
    path, answer = newest(demo), store._answer

    def fails(*_: object) -> None:
        raise store.QueryFailed("periods")

    monkeypatch.setattr(store, "_answer", fails)
    store.begin(path, "periods")
    with pytest.raises(store.QueryFailed):
        store.ask(path, "periods")
    monkeypatch.setattr(store, "_answer", answer)
    assert store.ask(path, "periods")


def test_a_damaged_file_fails_where_it_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "emulation-00000001-1.duckdb"
    path.write_bytes(b"no database")
    store.begin(str(path), "periods")
    with pytest.raises(store.QueryFailed):
        store.ask(str(path), "periods")


def test_no_more_answers_are_kept_than_a_page_needs(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    streamlit.cache_resource.clear()
    monkeypatch.setattr(store, "KEPT", 3)
    path = newest(demo)
    for period in ("2021-H1", "2021-Y", "2022-H1", "2022-Y"):
        store.ask(path, "units", period=period, scheme="")
    kept = store._answers(path).kept
    assert [dict(given)["period"] for _, given in kept] == ["2021-Y", "2022-H1", "2022-Y"]
