"""Finding and opening the published file: read-only, a cursor a query, one build a view."""

import datetime as dt
import os
import re
from collections import namedtuple
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st

SCHEMA_VERSION = 5
NAME = re.compile(r"emulation-(\d{8})-(\d+)\.duckdb$")
FOLDER = "EMULATION_DATA"
OWN = Path(__file__).parents[1] / "data"
SQL = Path(__file__).parent / "sql"
PARAMETER = re.compile(r"\$([a-z_]+)")
Row = Any  # a named tuple: one attribute a column of the question
Rows = tuple[Row, ...]


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


@st.cache_resource(max_entries=4, show_spinner=False)
def _connection(path: str) -> duckdb.DuckDBPyConnection:
    """Never closed, a reader may be in the middle; newer ones push it out of the cache."""
    return duckdb.connect(
        path,
        read_only=True,
        config={"enable_external_access": False, "lock_configuration": True, "threads": 2},
    )


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
    ask.clear()
    return path


@st.cache_resource(max_entries=256, show_spinner=False)
def ask(path: str, question: str, **given: Any) -> Rows:
    """Answer of app/sql/<question>.sql for one build; the same question is asked once.

    Rows are immutable, so that sessions share them without copies. Decimals become floats.
    """
    query = (SQL / f"{question}.sql").read_text("utf-8")
    try:
        cursor = _connection(path).cursor().execute(_given(query, given))
        columns = cursor.description or []
        row = namedtuple(question, [name for name, *_ in columns])
        answer = cursor.fetchall()
        exact = [i for i, (_, kind, *_) in enumerate(columns) if str(kind).startswith("DECIMAL")]
        if exact:
            answer = [_plain(values, exact) for values in answer]
        return tuple(map(row._make, answer))
    except duckdb.Error as error:
        raise QueryFailed(question) from error


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


def _plain(values: tuple[Any, ...], exact: list[int]) -> list[Any]:
    """A row with the decimals at these places as floats."""
    plain = list(values)
    for i in exact:
        if plain[i] is not None:
            plain[i] = float(plain[i])
    return plain
