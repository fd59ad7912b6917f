"""The build of an earlier journal number, made anew by `etl`, and numbers to go back to."""

import datetime as dt
from dataclasses import dataclass, replace
from itertools import pairwise

import streamlit as st

from app import child, queries, store
from app.as_of import ZONE
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


def known(view: View, entries: Rows) -> Rows:
    """Entries known by the day in view: of later ones a rewound page shows nothing."""
    return tuple(e for e in entries if e.day <= view.as_of)


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
    recorded = row.recorded_at.replace(tzinfo=dt.UTC).astimezone(ZONE).date()
    return row.day, recorded


def then(view: View, number: int) -> View:
    """The same view of the build of an earlier number; raise store.NoBuild where there is none."""
    if not (store.data_folder() / "archive" / "journal").is_dir():
        raise store.NoBuild("no_journal", str(store.data_folder()))
    kept = _kept(view, number)
    if kept is not None:
        return kept
    try:
        with st.spinner(view.words("changes.building", number=number)):
            child.answer("build", "--at", str(number), seconds=TIMEOUT)
    except child.Failed as error:
        raise store.NoBuild("no_earlier", str(error)) from error
    made = _kept(view, number)
    if made is None:
        raise store.NoBuild("other_code", view.build.id)
    return made


def _kept(view: View, number: int) -> View | None:
    """The view of a number's build as the version of the program that made today's has kept it."""
    name = f"emulation-{number:08d}-{queries.build(view).code}.duckdb"
    path = store.data_folder().absolute() / "published" / "earlier" / name
    earlier = replace(view, build=replace(view.build, path=str(path), journal_no=number))
    try:
        return earlier if path.is_file() and queries.build(earlier) else None
    except store.QueryFailed:
        return None
