"""The build of an earlier journal number, made anew by `etl`, and numbers to go back to."""

import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import streamlit as st

from app import child, filters, queries, store
from app.filters import View
from app.format import date
from app.store import Row, Rows

TIMEOUT = 120  # seconds; the demo district takes two
MOVES = ("accepted", "withdraw", "restore", "correct")


@dataclass(frozen=True)
class Point:
    """A journal number to compare with: when its entry came in, was entered, and what followed."""

    number: int
    known: dt.date
    recorded: dt.date
    later: int

    def label(self, view: View) -> str:
        """As the choice names it."""
        days = self.days(view)
        return view.words("changes.point", number=self.number, days=days, n=self.later)

    def days(self, view: View) -> str:
        """Day received, and day entered where that is another."""
        key = "changes.day" if self.known == self.recorded else "changes.two_days"
        return view.words(key, known=date(self.known), recorded=date(self.recorded))


def points(entries: Rows, last: int, asked: str = "") -> list[Point]:
    """Ends of days, the newest first, and the number that an address asks for.

    A day is that of entering; where the post of several days was entered on one, each is a point.
    """
    ends = {a.journal_no for a, b in pairwise(entries) if _days(a) != _days(b)}
    ends |= {r.journal_no for r in entries[-1:]}
    ends |= {int(asked)} if asked.isdecimal() and len(asked) < 9 else set()
    found = []
    for number in sorted((n for n in ends if n < last), reverse=True):
        before = [r for r in entries if r.journal_no <= number]
        if before:
            known, recorded = _days(before[-1])
            found.append(Point(number, known, recorded, last - number))
    return found


def default(entries: Rows, known: list[Point], period: str) -> str:
    """The last point before the newest day on which figures of the period came in or changed.

    Between the last two days of the whole journal most periods would have nothing to show.
    """
    of_period = [r.journal_no for r in entries if r.period_id == period and r.what in MOVES]
    newest = max(of_period, default=known[0].number + 1)
    before = next((p for p in known if p.number < newest), known[0])
    return str(before.number)


def _days(row: Row) -> tuple[dt.date, dt.date]:
    recorded = row.recorded_at.replace(tzinfo=dt.UTC).astimezone(filters.ZONE).date()
    return row.day, recorded


def then(view: View, number: int) -> View:
    """The same view of the build of an earlier number; raise store.NoBuild where there is none."""
    if not (store.data_folder() / "archive" / "journal").is_dir():
        raise store.NoBuild("no_journal", str(store.data_folder()))
    try:
        with st.spinner(view.words("changes.building", number=number)):
            path = _build(str(store.data_folder().absolute()), view.build.path, number)
        earlier = replace(view, build=replace(view.build, path=path, journal_no=number))
        codes = [queries.build(v).code for v in (view, earlier)]
    except child.Failed as error:
        raise store.NoBuild("no_earlier", str(error)) from error
    except store.QueryFailed as error:
        raise store.NoBuild("other_code", view.build.id) from error
    if codes[0] != codes[1]:
        raise store.NoBuild("other_code", view.build.id)
    return earlier


@st.cache_resource(show_spinner=False)
def _folder() -> "tempfile.TemporaryDirectory[str]":
    """Of this process and gone with it; what Windows keeps open its own clean-up removes."""
    return tempfile.TemporaryDirectory(prefix="emulation-since-", ignore_cleanup_errors=True)


def _remove(path: str) -> None:
    shutil.rmtree(Path(path).parent, ignore_errors=True)  # Windows keeps what a reader has open


@st.cache_resource(max_entries=4, show_spinner=False, on_release=_remove)
def _build(folder: str, current: str, number: int) -> str:
    """The file of an earlier number, made once for each current build."""
    name = f"{Path(current).stem}-{number}.duckdb"
    target = Path(tempfile.mkdtemp(dir=_folder().name)) / name
    child.answer("build", "--at", str(number), "--out", str(target), seconds=TIMEOUT)
    return str(target)
