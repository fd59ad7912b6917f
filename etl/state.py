"""What the journal amounts to so far: what a new entry is decided against."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from etl.clean import fold
from etl.journal import Entry
from etl.rules import RULES

Expected = tuple[str, str, str]  # form, reporter, period


@dataclass
class State:
    """Accepted reports and acts in force, replayed from entries."""

    reports: dict[int, Entry] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    aliases: dict[str, str] = field(default_factory=dict)
    parsed: dict[int, dict[str, Any]] = field(default_factory=dict)
    read_by: dict[int, int] = field(default_factory=dict)  # report → the entry that read it last
    # What an accepted report was told; of a correction with its number under "act".
    findings: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    catalogue: str | None = None
    seen: int = 0
    by_expected: dict[Expected, list[Entry]] = field(default_factory=dict)
    returned: dict[Expected, list[dict[str, Any]]] = field(default_factory=dict)
    by_sha: dict[str, int] = field(default_factory=dict)
    by_content: dict[str, int] = field(default_factory=dict)
    by_source: dict[str, Entry] = field(default_factory=dict)
    moved: dict[int, dt.date] = field(default_factory=dict)  # reports given another date received
    together: set[int] = field(default_factory=set)  # entries of the round that is taken in now

    @classmethod
    def replay(cls, entries: Iterable[Entry]) -> "State":
        """The state after these entries, from nothing."""
        return cls().follow(list(entries))

    def follow(self, entries: list[Entry]) -> "State":
        """Apply what came since the last call; `entries` is the whole journal."""
        for entry in entries[self.seen :]:
            self._apply(entry)
        self.seen = len(entries)
        return self

    def _apply(self, entry: Entry) -> None:
        if entry["kind"] == "catalogue":
            self.catalogue = entry["catalogue"]
        elif entry["kind"] == "report":
            self.by_source[source_key(entry["source"], entry["file"]["sha256"])] = entry
            if entry["outcome"] == "accepted":
                self._accept(entry)
            elif entry["outcome"] == "refused" and entry.get("report"):
                self.returned[expected_of(entry)] = entry["findings"]
        elif entry["kind"] == "act":
            self._act(entry)

    def _accept(self, entry: Entry) -> None:
        number = entry["number"]
        self.reports[number] = entry
        self.returned.pop(expected_of(entry), None)
        self.parsed[number] = entry["parsed"]
        self.read_by[number] = number
        self.findings[number] = entry["findings"]
        self.by_expected.setdefault(expected_of(entry), []).append(entry)
        self.by_sha.setdefault(entry["file"]["sha256"], number)
        self.by_content.setdefault(entry["parsed"]["content"], number)

    def _act(self, entry: Entry) -> None:
        match entry["act"]:
            case "withdraw":
                self.withdrawn.add(entry["report"])
            case "restore":
                self.withdrawn.discard(entry["report"])
            case "received":
                self.moved[entry["report"]] = dt.date.fromisoformat(entry["received"])
            case "close":
                self.closed.add(entry["period"])
            case "reopen":
                self.closed.discard(entry["period"])
            case "alias":
                self.aliases[fold(entry["alias"])] = entry["unit"]
            case _:
                self._told_anew(entry)

    def _told_anew(self, entry: Entry) -> None:
        """Acts after which other things are to be said of a report than when it came in."""
        if entry["act"] == "correct":
            told = [f | {"act": entry["number"]} for f in entry.get("findings", [])]
            self.findings[entry["report"]] = self.findings[entry["report"]] + told
        elif entry["act"] == "reparse":
            self._reparse(entry)

    def _reparse(self, entry: Entry) -> None:
        for each in entry["reports"]:
            number = each["report"]
            self.parsed[number], self.read_by[number] = each["parsed"], entry["number"]
            if "findings" in each:  # of what is read in the file; the rest stands as it was entered
                kept = [f for f in self.findings[number] if "act" in f or _of_journal(f)]
                self.findings[number] = kept + each["findings"]
            self.by_content.setdefault(each["parsed"]["content"], each["report"])

    def revisions(self, expected: Expected) -> list[Entry]:
        """Accepted lần nộp of one expected report, in the order they were recorded."""
        return self.by_expected.get(expected, [])

    def standing(self, expected: Expected) -> list[Entry]:
        """Those of them that nobody has withdrawn."""
        return [e for e in self.revisions(expected) if e["number"] not in self.withdrawn]

    def received(self, entry: Entry) -> dt.date:
        """The date received of an accepted report, as the last act says."""
        return self.moved.get(entry["number"], dt.date.fromisoformat(entry["received"]))

    def suppose(self, entry: Entry) -> None:
        """Go on as if this were entered next: what a check looks at after it is decided so."""
        self._apply(entry)
        self.together.add(entry["number"])

    def same_report(self, sha: str, content: str) -> int | None:
        """An accepted report with the same bytes or content: sending it again is no news."""
        return self.by_sha.get(sha, self.by_content.get(content))


def _of_journal(finding: dict[str, Any]) -> bool:
    rule = RULES.get(finding["rule"])
    return rule is not None and rule.raised == "journal"


def source_key(source: dict[str, Any], sha: str) -> str:
    """Names one file at one place at one time: a copy made later has another key."""
    return json.dumps([sha, source], sort_keys=True)


def expected_of(entry: Entry) -> Expected:
    """Which expected report an accepted entry answers."""
    report = entry["report"]
    return report["form_id"], report["reporter_id"], report["period_id"]


def date(value: str | None) -> dt.date | None:
    """A date of the journal, written as ISO text."""
    return dt.date.fromisoformat(value) if value else None
