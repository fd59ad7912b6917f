"""What the journal amounts to so far: what a new entry is decided against."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from etl.clean import fold
from etl.journal import Entry

Expected = tuple[str, str, str]  # form, reporter, period


@dataclass
class State:
    """Accepted reports and acts in force, replayed from entries."""

    reports: dict[int, Entry] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    aliases: dict[str, str] = field(default_factory=dict)
    parsed: dict[int, dict[str, Any]] = field(default_factory=dict)
    catalogue: str | None = None

    @classmethod
    def replay(cls, entries: Iterable[Entry]) -> "State":
        state = cls()
        for entry in entries:
            state._apply(entry)
        return state

    def _apply(self, entry: Entry) -> None:
        if entry["kind"] == "catalogue":
            self.catalogue = entry["catalogue"]
        elif entry["kind"] == "report" and entry["outcome"] == "accepted":
            self.reports[entry["number"]] = entry
            self.parsed[entry["number"]] = entry["parsed"]
        elif entry["kind"] == "act":
            self._act(entry)

    def _act(self, entry: Entry) -> None:
        match entry["act"]:
            case "withdraw":
                self.withdrawn.add(entry["report"])
            case "restore":
                self.withdrawn.discard(entry["report"])
            case "close":
                self.closed.add(entry["period"])
            case "reopen":
                self.closed.discard(entry["period"])
            case "alias":
                self.aliases[fold(entry["alias"])] = entry["unit"]
            case "reparse":
                self.parsed |= {r["report"]: r["parsed"] for r in entry["reports"]}

    def revisions(self, expected: Expected) -> list[Entry]:
        """Accepted lần nộp of one expected report, in the order they were recorded."""
        return [e for e in self.reports.values() if expected_of(e) == expected]


def expected_of(entry: Entry) -> Expected:
    """Which expected report an accepted entry answers."""
    report = entry["report"]
    return report["form_id"], report["reporter_id"], report["period_id"]


def date(value: str | None) -> dt.date | None:
    """A date of the journal, written as ISO text."""
    return dt.date.fromisoformat(value) if value else None
