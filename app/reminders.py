"""Whom to remind of a report: a list to print, and a text to copy into a letter."""

from collections.abc import Iterable
from typing import Any

from app import queries
from app.filters import View
from app.format import date, number
from app.store import Rows
from app.submission import block_name, notes
from app.table import Table

ALL = ""  # every unit at once


def owing(view: View, missing: Rows) -> dict[str, str]:
    """What to choose from: all of them, or one unit."""
    units = {r.reporter_id: view.words.name(r, "name") for r in missing}
    return {ALL: view.words("reminders.all", n=len(units))} | units


def table(view: View, missing: Rows) -> Table:
    """Unit, report, period, due, days late: what a reminder needs."""
    words = view.words
    period, outside = words.name(queries.period(view), "title"), words("submission.outside")
    return Table(
        {
            words("submission.unit"): [words.name(r, "name") for r in missing],
            words("submission.due"): [r.due_date for r in missing],
            words("submission.days"): [r.days_late for r in missing],
            words("submission.notes"): [notes(r, view) for r in missing],
            words("submission.block"): [block_name(r, view) or outside for r in missing],
            words("submission.report"): [words.name(r, "form") for r in missing],
            words("discipline.period"): [period] * len(missing),
        }
    )


def shown(view: View, missing: Rows) -> Table:
    """The same without the period, which the page is of, and days as they are written."""
    listed = table(view, missing).without({view.words("discipline.period")})
    days = [number(r.days_late, 0, view.language) for r in missing]
    return Table(listed.columns | {view.words("submission.days"): days})


def text(view: View, missing: Rows, unit: str) -> str:
    """One text a unit that owes reports, all its reports in it; of one unit or of all."""
    letters: dict[str, list[Any]] = {}
    for row in missing:
        if unit in (ALL, row.reporter_id):
            letters.setdefault(row.reporter_id, []).append(row)
    office = queries.settings(view)[f"office_{view.language}"]
    period = view.words.name(queries.period(view), "title")
    owes = view.words("reminders.owes", day=date(view.as_of), office=office, period=period)
    return "\n\n".join(_letter(view, owes, rows) for rows in letters.values())


def _letter(view: View, owes: str, rows: list[Any]) -> str:
    words = view.words
    return "\n".join(
        [
            *_sample(view),
            words("reminders.to", unit=words.name(rows[0], "name")),
            owes,
            *(f"- {_line(view, row)}" for row in rows),
            words("reminders.please"),
        ]
    )


def _sample(view: View) -> Iterable[str]:
    return [view.words("frame.sample")] if view.build.is_sample else []


def _line(view: View, row: Any) -> str:
    words = view.words
    given = {
        "report": words.name(row, "form"),
        "due": date(row.due_date),
        "n": number(row.days_late, 0, view.language),
    }
    said = words("reminders.late" if row.timeliness == "missing" else "reminders.not_due", **given)
    if row.is_extended:
        said += words("reminders.extended")
    if row.is_returned:
        said += words("reminders.returned", day=date(row.last_refused))
    return f"{said}."
