"""Tables of the build that hold the journal: attempts, accepted reports, acts, findings."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import duckdb

from etl.fill import fill
from etl.journal import Entry
from etl.state import State


def journal_tables(
    con: duckdb.DuckDBPyConnection, entries: list[Entry], state: State, hidden: set[str]
) -> None:
    """One row an entry; what findings tell of hidden measures stays out."""
    reports = [e for e in entries if e["kind"] == "report"]
    fill(con, "attempt", map(_attempt, reports))
    fill(con, "report", (_report(e, state) for e in state.reports.values()))
    fill(con, "act", (_act(e) for e in entries if e["kind"] == "act"))
    told = (
        _finding(entry, finding)
        for entry in reports
        for finding in _findings(entry, state)
        if not hidden & set(finding.get("measures", ()))
    )
    fill(con, "finding", told)


def _findings(entry: Entry, state: State) -> list[dict[str, Any]]:
    """What is said of an attempt now; an accepted one may have been read again or corrected."""
    return state.findings[entry["number"]] if entry["outcome"] == "accepted" else entry["findings"]


def _finding(entry: Entry, said: dict[str, Any]) -> list[Any]:
    names = ("rule", "severity", "sheet", "cell", "value", "message", "message_en")
    measures = said.get("measures", [])
    measure = measures[0] if len(measures) == 1 else None
    return [entry["number"], *(said[n] for n in names), said.get("act"), measure]


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=None)


def _attempt(entry: Entry) -> list[Any]:
    said, file = entry.get("report", {}), entry["file"]
    identity = [said.get(k) or None for k in ("form_id", "reporter_id", "period_id")]
    return [
        entry["number"], entry["outcome"], file["name"], file["sha256"], file["size"], *identity,
        _day(entry["received"]), entry.get("duplicate_of"), entry["actor"], entry.get("reason"),
        _moment(entry["recorded_at"]),
    ]  # fmt: skip


def _report(entry: Entry, state: State) -> list[Any]:
    said, file, number = entry["report"], entry["file"], entry["number"]
    parsed, read_by = state.parsed[number]["name"], state.read_by[number]
    return [
        entry["number"], said["form_id"], said["reporter_id"], said["period_id"], entry["revision"],
        said["paper_number"], _day(said["paper_date"]), said["signatory"], said["is_official"],
        _day(entry["received"]), said["cells"], said["filled"],
        file["name"], file["sha256"], parsed, read_by,
    ]  # fmt: skip


def _act(entry: Entry) -> list[Any]:
    get: Callable[[str], Any] = entry.get
    return [
        entry["number"], entry["act"], _day(entry["known"]), entry["actor"], entry["reason"],
        get("report"), get("period"), get("form"), get("unit"),
        get("sheet"), get("cell"), get("rule"), _decimal(get("expected")), _decimal(get("value")),
        _day(get("received") or get("due")), get("alias"), _moment(entry["recorded_at"]),
    ]  # fmt: skip


def _decimal(text: str | None) -> Any:
    return Decimal(text) if text else None
