"""Taking reports in: inbox → archive → child reads → journal decides → out of the inbox.

Nothing is acknowledged before it is on disk, and every attempt is one entry of the journal.
"""

import datetime as dt
import os
import re
import stat
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl import failpoints
from etl.archive import sha256, store_original, store_parsed
from etl.catalog import Catalog
from etl.check import Report
from etl.journal import Entry, Journal
from etl.place import Place, today
from etl.rules import Finding
from etl.state import State, date
from etl.worker import Workers

MAX_BYTES = 20 * 1024 * 1024
SUFFIXES = {".xlsx", ".xlsm"}
IGNORED = re.compile(r"^(~\$|\.|Thumbs\.db$|desktop\.ini$)|\.(part|crdownload|tmp)$", re.IGNORECASE)
DATED = re.compile(r"\d{4}-\d{2}-\d{2}$")
WINDOW = 16


@dataclass(frozen=True)
class Incoming:
    """One file of the inbox: received on the date of its folder, or today."""

    path: Path
    received: dt.date
    inside_inbox: bool = True


@dataclass
class Taken:
    """A file's bytes, read once: what is hashed is what is archived and what is read."""

    incoming: Incoming
    content: bytes
    size: int
    source: dict[str, Any]
    original: str | None
    sha: str

    @property
    def file(self) -> dict[str, Any]:
        return {
            "name": self.incoming.path.name,
            "sha256": self.sha,
            "size": self.size,
            "original": self.original,
        }


def scan_inbox(inbox: Path) -> Iterator[Incoming]:
    """Regular files of the inbox in order of date received and name; folders named by date give the date."""
    folders = [(today(), inbox)]
    for folder in sorted(inbox.iterdir()) if inbox.exists() else []:
        if DATED.match(folder.name) and folder.is_dir() and not folder.is_symlink():
            folders.append((dt.date.fromisoformat(folder.name), folder))
    for received, folder in sorted(folders):
        for path in sorted(folder.iterdir()) if folder.exists() else []:
            if is_ours_to_read(path):
                yield Incoming(path, received)


def is_ours_to_read(path: Path) -> bool:
    """Regular files only: no links, devices, folders, nor what Office and browsers leave behind."""
    return not IGNORED.search(path.name) and stat.S_ISREG(path.lstat().st_mode)


def take(place: Place, incoming: Incoming, keep: bool = True) -> Taken | None:
    """Read a file's bytes once and archive them; None if it has gone meanwhile."""
    try:
        handle = os.open(
            incoming.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        )
    except FileNotFoundError:
        return None
    with os.fdopen(handle, "rb") as file:
        about = os.fstat(file.fileno())
        content = file.read()
    path = incoming.path
    name = str(path.relative_to(place.inbox)) if incoming.inside_inbox else path.name
    source = {"path": name, "mtime_ns": about.st_mtime_ns, "inode": about.st_ino}
    fits = len(content) <= MAX_BYTES
    original = store_original(place, content, path.suffix) if keep and fits else None
    return Taken(
        incoming, content if fits else b"", len(content), source, original, sha256(content)
    )


def load(
    place: Place,
    catalog: Catalog,
    files: list[Incoming],
    actor: str,
    reason: str | None = None,
    progress: Callable[[Entry], None] = lambda _: None,
) -> list[Entry]:
    """Take files in; returns the journal's entries, one for each attempt, in order."""
    journal = Journal(place.journal)
    aliases = State.replay(journal.entries).aliases
    entries: list[Entry] = []
    with Workers(catalog, aliases, len(files)) as workers:
        for taken, report in read_all(place, files, workers):
            entry = _commit(place, journal, catalog, taken, report, actor, reason)
            if taken.incoming.inside_inbox:
                failpoints.reach("leaving-inbox")
                taken.incoming.path.unlink(missing_ok=True)
            if entry is not None:
                entries.append(entry)
                progress(entry)
    return entries


def read_all(
    place: Place, files: list[Incoming], workers: Workers, keep: bool = True
) -> Iterator[tuple[Taken, Report]]:
    """(bytes, report) of each file in order, a few files read ahead by the children."""
    waiting: deque[tuple[Taken, Any]] = deque()
    for incoming in files:
        taken = take(place, incoming, keep)
        if taken is None:
            continue
        refusal = _refusal_before_reading(taken)
        waiting.append((taken, refusal or workers.submit(taken.content)))
        if len(waiting) >= WINDOW:
            yield _finish(waiting.popleft(), workers)
    while waiting:
        yield _finish(waiting.popleft(), workers)


def _refusal_before_reading(taken: Taken) -> Report | None:
    if taken.size > MAX_BYTES:
        return Report(findings=[Finding("too-large", what="20 MB")])
    if taken.incoming.path.suffix.lower() not in SUFFIXES:
        return Report(findings=[Finding("not-xlsx")])
    return None


def _finish(item: tuple[Taken, Any], workers: Workers) -> tuple[Taken, Report]:
    taken, future = item
    return taken, future if isinstance(future, Report) else workers.result(taken.content, future)


def _commit(
    place: Place,
    journal: Journal,
    catalog: Catalog,
    taken: Taken,
    report: Report,
    actor: str,
    reason: str | None,
) -> Entry | None:
    parsed = None
    if not report.is_refused:
        assert taken.original is not None
        name = store_parsed(place, taken.original, report)
        parsed = {"name": name, "content": report.content_hash}

    def decide(entries: list[Entry]) -> Entry | None:
        return decide_report(entries, taken, report, parsed, actor, reason)

    return journal.commit(decide)


def decide_report(
    entries: list[Entry],
    taken: Taken,
    report: Report,
    parsed: dict[str, Any] | None,
    actor: str,
    reason: str | None,
) -> Entry | None:
    """The entry for one attempt, given all entries before it; None if it is already there."""
    if any(
        e.get("source") == taken.source and e["file"]["sha256"] == taken.sha
        for e in entries
        if "file" in e
    ):
        return None  # committed before, killed before it left the inbox
    state = State.replay(entries)
    received = taken.incoming.received
    entry: Entry = {
        "kind": "report",
        "actor": actor,
        "file": taken.file,
        "source": taken.source,
        "received": received.isoformat(),
    }
    findings = list(report.findings)
    if report.reporter_id:
        entry["report"] = _identity(report)
    same = None if report.is_refused else _same_report(state, taken.sha, parsed)
    if same is not None:
        return entry | {"outcome": "duplicate", "duplicate_of": same, "findings": []}
    if report.period_id in state.closed and not reason:
        findings.append(Finding("period-closed", value=report.period_id))
    if report.reporter_id:
        findings += _paper_findings(state, report, received)
    outcome = "refused" if any(f.severity == "error" for f in findings) else "accepted"
    entry |= {"outcome": outcome, "findings": [f.as_dict() for f in findings]}
    if outcome == "accepted":
        expected = (report.form_id, report.reporter_id, report.period_id)
        entry |= {"parsed": parsed, "revision": len(state.revisions(expected)) + 1}
    if reason:
        entry["reason"] = reason
    return entry


def _identity(report: Report) -> dict[str, Any]:
    return {
        "form_id": report.form_id,
        "reporter_id": report.reporter_id,
        "period_id": report.period_id,
        "paper_number": report.paper_number,
        "paper_date": report.paper_date.isoformat() if report.paper_date else None,
        "signatory": report.signatory,
        "is_official": report.is_official,
        "cells": sum(v[0] in ("results", "criteria") for v in report.values),
        "filled": sum(
            v[0] in ("results", "criteria") and v[6] == "reported" for v in report.values
        ),
    }


def _same_report(state: State, sha: str, parsed: dict[str, Any] | None) -> int | None:
    """An accepted report with the same bytes or the same content: sending it again is no news."""
    for number, entry in state.reports.items():
        if entry["file"]["sha256"] == sha:
            return number
        if parsed and entry["parsed"]["content"] == parsed["content"]:
            return number
    return None


def _paper_findings(state: State, report: Report, received: dt.date) -> list[Finding]:
    """Warnings where paper date and date received tell different orders."""
    signed = report.paper_date
    if signed is None:
        return []
    shown = (signed.strftime("%d/%m/%Y"), received.strftime("%d/%m/%Y"))
    if signed > received:
        return [Finding("paper-date-order", "Bìa", "", *shown)]
    expected = (report.form_id, report.reporter_id, report.period_id)
    for earlier in state.revisions(expected):
        other = date(earlier["report"]["paper_date"])
        if (
            other
            and (other < signed) != (dt.date.fromisoformat(earlier["received"]) <= received)
            and other != signed
        ):
            return [Finding("paper-date-order", "Bìa", "", *shown)]
    return []
