"""One unit's reports: every lần nộp, what a later one changed, where the figure is counted."""

from collections import Counter

from app import quality, queries, scorecard
from app.explain import UNIT
from app.filters import View
from app.format import NOT_REPORTED, NOTHING, number
from app.store import Row, Rows
from app.table import Table


class Reports:
    """All that came in from one unit, and the figures that were changed after it came in."""

    def __init__(self, view: View, unit_id: str) -> None:
        self.view, self.unit_id = view, unit_id
        self.rows: Rows = queries.unit_reports(view, unit_id)
        self.changed: Rows = queries.unit_revisions(view, unit_id)

    def links(self) -> list[str]:
        """Where each changed figure is explained; nothing where no unit's indicator counts it."""
        measures = sorted({r.measure_id for r in self.changed})
        counted: dict[tuple[str, str], Row] = {}
        for row in queries.counted_in(self.view, measures) if measures else ():
            if row.scope_type == UNIT:
                counted.setdefault((row.measure_id, row.subject_id), row)
        return [self._link(r, counted.get((r.measure_id, r.subject_id))) for r in self.changed]

    def _link(self, row: Row, told: Row | None) -> str:
        if told is None:
            return ""
        given = {"indicator": told.indicator_id, "scope": f"{UNIT}:{told.scope_id}"}
        return self.view.address_of("explain", **given, period=row.period_id)


def title(found: Reports, name: str) -> str:
    """How many lần nộp over how many periods, how many were returned, what was changed later."""
    words, states = found.view.words, Counter(r.state for r in found.rows)
    taken = [r for r in found.rows if r.state in ("current", "replaced")]
    if not taken:
        return words("unit.reports_none", name=name)
    given = {"n": len(taken), "periods": len({r.period_id for r in taken})}
    said = [words("unit.reports_title", name=name, **given)]
    if states["refused"]:
        said.append(words("unit.reports_refused", n=states["refused"]))
    if found.changed:
        said.append(words("unit.reports_changed", n=len(found.changed)))
    return ", ".join(said)


def table(found: Reports) -> Table:
    """A line an attempt: period, lần nộp, paper, due, received, what became of it, changes."""
    words, rows = found.view.words, found.rows
    changed = Counter(r.journal_no for r in found.changed)

    def paper(row: Row) -> str:
        return row.paper_number or NOTHING

    def kind(row: Row) -> str:
        if row.is_official is None:
            return NOTHING
        return words("unit.is_official" if row.is_official else "unit.is_estimate")

    return Table(
        {
            words("unit.period"): [_period(found, r) for r in rows],
            words("unit.form"): [r.form_vi or NOTHING for r in rows],
            words("unit.revision"): [r.revision for r in rows],
            words("unit.paper"): [paper(r) for r in rows],
            words("unit.kind"): [kind(r) for r in rows],
            words("unit.due"): [r.due_date for r in rows],
            words("unit.received"): [r.received_date for r in rows],
            words("unit.state"): [words(f"unit.report_{r.state}") for r in rows],
            words("unit.changes"): [changed[r.journal_no] or None for r in rows],
            words("unit.journal_no"): [r.journal_no for r in rows],
        }
    )


def _period(found: Reports, row: Row) -> str:
    return found.view.words.name(row, "title") if row.title_vi else NOTHING


def changes(found: Reports) -> Table:
    """A line a figure that was changed: before → after, by which lần nộp or correction."""
    words, rows = found.view.words, found.changed
    periods = {p.period_id: words.name(p, "title") for p in queries.periods(found.view)}

    def subject(row: Row) -> str:
        about = words.name(row, "subject") if row.subject_vi else ""
        return " – ".join(filter(None, (words.name(row, "title"), about)))

    def step(row: Row) -> str:
        uom = scorecard.measure_unit(row, found.view)
        return f"{_told(found, row.before, row)} → {_told(found, row.now, row)} {uom}"

    return Table(
        {
            words("unit.figure"): [subject(r) for r in rows],
            words("unit.period"): [periods[r.period_id] for r in rows],
            words("unit.step"): [step(r) for r in rows],
            words("unit.why"): [quality.why(found.view, r) for r in rows],
            words("unit.day"): [r.day for r in rows],
        }
    )


def _told(found: Reports, value: float | None, row: Row) -> str:
    if value is None:
        return NOT_REPORTED
    places = int(row.decimals)
    if row.before is not None and row.now is not None:
        while places < 6 and number(row.before, places) == number(row.now, places):
            places += 1
    return number(value, places, found.view.language)
