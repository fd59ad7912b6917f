"""What becomes of one attempt, given all that stands in the journal before it."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from etl.inbox import Taken
from etl.journal import Entry
from etl.report import Report
from etl.rules import Finding
from etl.state import Expected, State, date, expected_of

MIXED_UP = ("unit-mismatch", "period-mismatch")
# The name under which `forms` hands a form out: form_unit_period.xlsx; a
# unit may have saved it in another format.
FORM_NAME = re.compile(
    r"(?P<form>[A-Za-z0-9.-]+)_(?P<unit>[A-Za-z0-9.-]+)_(?P<period>\d{4}-[A-Z0-9-]+)\.(xls[xm]?|ods)$"
)


@dataclass
class Attempt:
    """One file taken in: its bytes, what was read in it, who brings it, and why if it needs one."""

    taken: Taken
    report: Report
    actor: str
    reason: str | None = None
    parsed: dict[str, Any] | None = None  # name and content of the Parquet, where not refused


def decide_report(state: State, attempt: Attempt) -> Entry:
    """The entry for one attempt."""
    taken, report = attempt.taken, attempt.report
    entry: Entry = {
        "kind": "report",
        "actor": attempt.actor,
        "file": taken.file,
        "source": taken.source,
        "received": taken.incoming.received.isoformat(),
    }
    if attempt.reason:
        entry["reason"] = attempt.reason
    findings = [*report.findings, *_name_findings(attempt)]
    # Where form and name tell two units apart, neither has handed anything in.
    if report.reporter_id and not any(f.rule_id in MIXED_UP for f in findings):
        entry["report"] = _identity(report)
    if not _has_error(findings):
        same = state.same_report(taken.sha, report.content_hash)
        if same is not None:
            idle = [f.as_dict() for f in _idle_findings(state, same)]
            return entry | {"outcome": "duplicate", "duplicate_of": same, "findings": idle}
    findings += _journal_findings(state, attempt)
    refused = _has_error(findings)
    entry |= {"outcome": "refused" if refused else "accepted"}
    entry["findings"] = [f.as_dict() for f in findings]
    if report.reporter_id and (before := state.returned.get(_expected(report))):
        entry["fixed"] = _fixed(before, entry["findings"])
    if not refused:
        revision = len(state.revisions(_expected(report))) + 1
        entry |= {"parsed": attempt.parsed, "revision": revision}
    return entry


def supposed(entry: Entry, number: int, report: Report) -> Entry:
    """What `load` would enter for what `check` decided."""
    parsed = {"name": "", "content": report.content_hash}
    return entry | {"number": number, "parsed": parsed}


def _fixed(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> int:
    """How many places that were wrong at the last return are wrong no more.

    None of them where a whole sheet is wrong now: of its cells nothing is known.
    """
    left = {(f["sheet"], f["cell"]) for f in now if f["severity"] == "error"}
    wrong = {(f["sheet"], f["cell"]) for f in before if f["severity"] == "error"}
    return len(wrong - left) if all(cell for _, cell in left) else 0


def _idle_findings(state: State, number: int) -> list[Finding]:
    """What was sent again is not in force: that must be said, with the act that brings it back."""
    later = [
        e["number"]
        for e in state.revisions(expected_of(state.reports[number]))
        if e["number"] > number and e["number"] not in state.withdrawn
    ]
    if number in state.withdrawn:
        why = "đã rút"
    elif later:
        why = f"sau đó đã có lần nộp khác (số {later[-1]})"
    else:
        return []
    cure = f"muốn dùng lại: python -m etl act restore --report {number} --reason …"
    return [Finding("duplicate-idle", value=str(number), what=f"{why}; {cure}")]


def _has_error(findings: list[Finding]) -> bool:
    return any(f.severity == "error" for f in findings)


def _expected(report: Report) -> Expected:
    return report.form_id, report.reporter_id, report.period_id


def _identity(report: Report) -> dict[str, Any]:
    asked = [v for v in report.values if v[0] in ("results", "criteria")]
    return {
        "form_id": report.form_id,
        "reporter_id": report.reporter_id,
        "period_id": report.period_id,
        "paper_number": report.paper_number,
        "paper_date": report.paper_date.isoformat() if report.paper_date else None,
        "signatory": report.signatory,
        "is_official": report.is_official,
        "cells": len(asked),
        "filled": sum(v[6] == "reported" for v in asked),
    }


def _name_findings(attempt: Attempt) -> list[Finding]:
    """A file that still bears the name of another unit's or period's form is asked about."""
    report = attempt.report
    match = FORM_NAME.match(attempt.taken.incoming.path.name)
    if match is None or not report.reporter_id or match["form"] != report.form_id:
        return []
    found = []
    if match["unit"] != report.reporter_id:
        found.append(Finding("unit-mismatch", "", "", match["unit"], report.reporter_id))
    if match["period"] != report.period_id:
        found.append(Finding("period-mismatch", "", "", match["period"], report.period_id))
    return found


def _journal_findings(state: State, attempt: Attempt) -> list[Finding]:
    report, found = attempt.report, []
    if report.period_id in state.closed and not attempt.reason:
        found.append(Finding("period-closed", value=report.period_id))
    if report.reporter_id:
        found += _paper_findings(state, report, attempt.taken.incoming.received)
    return found


def _paper_findings(state: State, report: Report, received: dt.date) -> list[Finding]:
    """Warnings where nothing certain tells which of several lần nộp is to be in force."""
    signed, place = report.paper_date, report.paper_date_at
    before = state.standing(_expected(report))
    found = []
    if signed is not None:
        said = (signed.strftime("%d/%m/%Y"), received.strftime("%d/%m/%Y"))
        if signed > received:
            found.append(Finding("paper-date-future", *place, *said))
        elif any(_crosses(signed, received, e, state.received(e)) for e in before):
            found.append(Finding("paper-date-order", *place, *said))
    alike = [
        e["file"]["name"]
        for e in before
        if e["number"] in state.together
        and (e["report"]["is_official"], date(e["report"]["paper_date"]), state.received(e))
        == (report.is_official, signed, received)
    ]
    if alike:
        found.append(Finding("same-rank", *place, ", ".join(alike)))
    return found


def _crosses(signed: dt.date, received: dt.date, earlier: Entry, came: dt.date) -> bool:
    """Whether paper date and date received put a report and one entered before it in two orders.

    Where one of them is the same for both, what is entered later should come later.
    """
    other = date(earlier["report"]["paper_date"])
    if other is None:
        return False
    return (signed >= other) != (received >= came)
