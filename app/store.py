"""Finding and opening the published file: read-only, a cursor a query, one build a view."""

import datetime as dt
import gc
import os
import re
from collections import OrderedDict, namedtuple
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock, Semaphore
from typing import Any

import duckdb
import streamlit as st

SCHEMA_VERSION = 8
NAME = re.compile(r"emulation-(\d{8})-(\d+)\.duckdb$")
FOLDER = "EMULATION_DATA"
OWN = Path(__file__).parents[1] / "data"
SQL = Path(__file__).parent / "sql"
PARAMETER = re.compile(r"\$([a-z_]+)")
ONE_OF = "$one_of_periods"  # where a question can be asked of several: after the name of a column
# Two questions at once are answered sooner by one thread each than in turn by two. Steps of
# planning stay as they are: with two left out DuckDB 1.5 takes one column of a union for another.
ENGINE: dict[str, Any] = {
    "enable_external_access": False,
    "lock_configuration": True,
    "threads": 1,
}
Row = Any  # a named tuple: one attribute a column of the question
Rows = tuple[Row, ...]
Key = tuple[str, tuple[tuple[str, Any], ...]]  # a question with what is given to it
KEPT = 192  # answers of one build
FETCHED = 256  # lines of an answer at a time
_beside = ThreadPoolExecutor(2, thread_name_prefix="question")
_places = Semaphore(8)  # questions that wait for their turn; who asks then works them out himself


class NoBuild(Exception):
    """There is nothing to show; `reason` is a key of the words, `detail` what it speaks of."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class QueryFailed(Exception):
    """A question to the published file failed; the page shows a card, never an empty chart."""


@dataclass(frozen=True)
class Build:
    """The published file that one view is made from."""

    path: str
    id: str
    journal_no: int
    is_sample: bool
    skipped: tuple[str, ...] = ()


def data_folder() -> Path:
    """The office's folder: EMULATION_DATA, or data beside the dashboard."""
    return Path(os.environ.get(FOLDER) or OWN)


def _is_own(folder: Path) -> bool:
    """Whether it is the folder beside the dashboard, by whatever name; else somebody named it."""
    return folder.absolute() == OWN.absolute()


def current() -> Build:
    """The newest build that can be read; raise NoBuild with the reason where there is none."""
    _leave_imported_alone()
    folder = data_folder() / "published"
    found = [(m, p) for p in folder.glob("*.duckdb") if (m := NAME.match(p.name))]
    found.sort(key=lambda f: (int(f[0][1]), int(f[0][2])), reverse=True)
    if not found:
        raise NoBuild("none" if _is_own(data_folder()) else "none_named", str(data_folder()))
    skipped: list[str] = []
    reason = "unreadable"
    for _, path in found:
        try:
            version, journal_no, is_sample = _about(str(path))
        except (duckdb.Error, OSError):
            skipped.append(path.name)
            continue
        if version != SCHEMA_VERSION:
            reason = "other_version"
            skipped.append(path.name)
            continue
        name = path.stem.removeprefix("emulation-")
        _forget_others(str(path))
        return Build(str(path), name, journal_no, is_sample, tuple(skipped))
    raise NoBuild(reason, ", ".join(skipped))


@cache
def _leave_imported_alone() -> None:
    """What is imported by the first view is no garbage: look for some among the rest, from then on.

    Streamlit looks after every run, Python between, and meanwhile no other session moves. Once a
    process: what is garbage at that moment stays.
    """
    gc.freeze()


@st.cache_resource(max_entries=4, show_spinner=False)
def _connection(path: str) -> duckdb.DuckDBPyConnection:
    """Never closed, a reader may be in the middle; newer ones push it out of the cache."""
    return duckdb.connect(path, read_only=True, config=ENGINE)


@st.cache_data(max_entries=8, show_spinner=False)
def _about(path: str) -> tuple[int, int, bool]:
    row = (
        _connection(path)
        .cursor()
        .execute("select schema_version, journal_no, is_sample from build")
        .fetchone()
    )
    if row is None:
        raise duckdb.Error("empty build table")
    return row


@st.cache_resource(max_entries=1, show_spinner=False)
def _forget_others(path: str) -> str:
    """Drop the answers of builds before this one, once.

    After every run Streamlit goes through all rows that are kept, and every session waits for it.
    """
    _answers.clear()
    return path


class _Coming(Future[Rows]):
    """An answer that whoever comes first works out, and the others wait for."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = Lock()


class _Answers:
    """Answers of one build; the same question is asked once."""

    def __init__(self, path: str) -> None:
        self.connection = _connection(path)
        self.kept: OrderedDict[Key, _Coming] = OrderedDict()
        self.lock = Lock()

    def coming(self, key: Key) -> tuple[_Coming, bool]:
        """The answer, and whether nobody has asked for it before."""
        with self.lock:
            is_new = key not in self.kept
            if is_new:
                self.kept[key] = _Coming()
            self.kept.move_to_end(key)
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)
            return self.kept[key], is_new

    def work_out(self, *asked: tuple[Key, _Coming]) -> None:
        """Ask what nobody is at, all in one; what failed is not kept: the next asks anew."""
        mine = [(key, coming) for key, coming in asked if coming.begun.acquire(blocking=False)]
        if not mine:
            return
        try:
            answers = _answer(self.connection, *(key for key, _ in mine))
        except BaseException as error:  # told to whoever waits: else they would for ever
            for key, coming in mine:
                with self.lock:
                    self.kept.pop(key, None)
                coming.set_exception(error)
            return
        for (_, coming), rows in zip(mine, answers, strict=True):
            coming.set_result(rows)

    def work_out_later(self, *keys: Key) -> None:
        """Ask beside the caller, unless it is asked already or as many wait as are worth it."""
        asked = [(key, *self.coming(key)) for key in keys]
        new = [(key, coming) for key, coming, is_new in asked if is_new]
        if new and _places.acquire(blocking=False):
            _beside.submit(self._in_turn, new)

    def _in_turn(self, asked: list[tuple[Key, _Coming]]) -> None:
        _places.release()
        # what is kept no longer nobody would find
        self.work_out(*((key, coming) for key, coming in asked if self.kept.get(key) is coming))


@st.cache_resource(max_entries=2, show_spinner=False)
def _answers(path: str) -> _Answers:
    try:
        return _Answers(path)
    except duckdb.Error as error:  # a file that cannot be opened fails every question
        raise QueryFailed(Path(path).name) from error


def ask(path: str, question: str, **given: Any) -> Rows:
    """Answer of app/sql/<question>.sql for one build; the same question is asked once.

    Rows are immutable, so that sessions share them without copies. Decimals become floats.
    """
    answers, key = _answers(path), _key(question, given)
    coming, _ = answers.coming(key)
    answers.work_out((key, coming))  # also where it was begun and still waits for its turn
    return coming.result()


def is_asked(path: str, question: str, **given: Any) -> bool:
    """Whether a question has been asked of the build, or is just being asked."""
    return _key(question, given) in _answers(path).kept


def begin(path: str, question: str, periods: tuple[str, ...] = (), /, **given: Any) -> None:
    """Have a question worked out while the caller does something else; it is asked for later.

    Of several periods it is asked in one, if it can be: what it takes to ask is paid once, and each
    has its own answer. What fails is told to who asks for it.
    """
    try:
        answers = _answers(path)
    except QueryFailed:
        return
    if not periods:
        answers.work_out_later(_key(question, given))
        return
    keys = [_key(question, {**given, "period": period}) for period in periods]
    groups = [keys] if ONE_OF in _query(question) else [[key] for key in keys]
    for group in groups:
        answers.work_out_later(*group)


def _key(question: str, given: dict[str, Any]) -> Key:
    values = ((n, tuple(v) if isinstance(v, list) else v) for n, v in sorted(given.items()))
    return question, tuple(values)


def _query(question: str) -> str:
    return (SQL / f"{question}.sql").read_text("utf-8")


def _answer(connection: duckdb.DuckDBPyConnection, *keys: Key) -> list[Rows]:
    """Answers of one question; several differ in nothing but their periods."""
    question, given = keys[0][0], dict(keys[0][1])
    periods: list[Any] = [dict(values).get("period") for _, values in keys]
    query = _query(question)
    if ONE_OF in query:  # of one it is planned better by equality
        one_of = f"= {literal(periods[0])}" if len(keys) == 1 else f"in {literal(periods)}"
        query = query.replace(ONE_OF, one_of)
    try:
        cursor = connection.cursor().execute(_given(query, given))
        columns = cursor.description or []
        row = namedtuple(question, [name for name, *_ in columns])
        exact = [i for i, (_, kind, *_) in enumerate(columns) if str(kind).startswith("DECIMAL")]
        rows = tuple(row._make(_plain(values, exact)) for values in _fetched(cursor))
    except duckdb.Error as error:
        raise QueryFailed(question) from error
    return [rows] if len(keys) == 1 else [_of_period(rows, period) for period in periods]


def _fetched(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """The lines of an answer; fetched at once, all would be gone through for garbage meanwhile."""
    while lines := cursor.fetchmany(FETCHED):
        yield from lines


def _of_period(rows: Rows, period: str) -> Rows:
    return tuple(r for r in rows if r.period_id == period)


def _given(query: str, values: dict[str, Any]) -> str:
    """A question with its values in place of their $names.

    They are not bound: before it looks at the first bound value DuckDB imports pandas, a third of
    a second that a page without tables need not wait.
    """
    return PARAMETER.sub(lambda name: literal(values[name[1]]), query)


def literal(value: Any) -> str:
    """A text, a day or a list of them as SQL writes it; raise TypeError for any other value."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return f"date '{value.isoformat()}'"
    if isinstance(value, str):
        # Between quotes SQL knows no sign but the quote; a zero byte would end the whole question.
        return "'" + value.replace("'", "''").replace("\0", "") + "'"
    raise TypeError(f"{type(value).__name__} in a question")


def _plain(values: tuple[Any, ...], exact: list[int]) -> Sequence[Any]:
    """A row with the decimals at these places as floats."""
    if not exact:
        return values
    plain = list(values)
    for i in exact:
        if plain[i] is not None:
            plain[i] = float(plain[i])
    return plain
