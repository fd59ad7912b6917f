"""Every indicator of the root in one list, what is behind first: where short lists lead to."""

from typing import Any

from app import queries, scorecard
from app.explain import ROOT, scope
from app.filters import View
from app.findings import BEHIND
from app.format import number, status
from app.store import Rows
from app.table import Table
from app.warnings import signs

ORDER = ("behind", "near", "missing", "waiting", "good", "none")


def of_set(view: View, root: Rows) -> Rows:
    """Figures of the named set in force, in its order."""
    at = {r.indicator_id: r for r in root}
    return tuple(at[m.indicator_id] for m in queries.set_members(view) if m.indicator_id in at)


def judged(view: View, root: Rows) -> Rows:
    """Indicators that are judged, the slowest first; a hall reads what is behind."""
    found = [r for r in root if r.status in BEHIND] if view.is_projected else root
    return tuple(sorted((r for r in found if r.status is not None), key=_place))


def _place(row: Any) -> tuple[int, float]:
    return ORDER.index(status(row.status).tone), row.pace or 0


def title(view: View, rows: Rows) -> str:
    """How many are behind."""
    behind = sum(r.status in BEHIND for r in rows)
    closed = "missed" if queries.is_closed(view) else "behind"
    return view.words("overall.title", said=view.words(f"headline.{closed}", n=behind))


def table(view: View, rows: Rows) -> Table:
    """Indicator, movement, figure (marked where it rests on an open warning), what is needed by
    now while the year goes on, plan, verdict, change on last year, n/N.
    """
    words = view.words
    movements = {m.movement_id: scorecard.short(m, view) for m in queries.movements(view)}
    due, is_over = words("overall.due"), queries.is_closed(view)
    told = [scorecard.with_due(r, view) for r in rows]
    found = Table({
        words("definitions.indicator"): [scorecard.short(r, view) for r in rows],
        words("definitions.movement"): [movements.get(r.movement_id, "") for r in rows],
        words("progress.value"): [
            f"{mark}{value} {scorecard.unit_text(r, view)}"
            for r, (value, _), mark in zip(rows, told, signs(view, rows), strict=True)
        ],
        due: [needed for _, needed in told],
        words("overall.plan"): [scorecard.plan_cell(r, view) for r in rows],
        words("progress.verdict"): [_verdict(r, view) for r in rows],
        words("overall.change"): [scorecard.change_text(r, "year", view) for r in rows],
        words("progress.coverage"): [scorecard.coverage_text(r) for r in rows],
    })  # fmt: skip
    return found.without({due}) if is_over else found


def _verdict(row: Any, view: View) -> str:
    """By which the list is sorted: of what is judged during the year the pace too; of a ceiling,
    of which 63 % are too much, the most that there may be says it.
    """
    verdict = scorecard.verdict_text(row, view)
    if row.due is None or row.pace is None or scorecard.is_ceiling(row):
        return verdict
    return f"{verdict} ({number(100 * row.pace, 1, view.language)} %)"


def links(view: View, rows: Rows) -> list[str]:
    """Where each figure comes from."""
    return [
        view.address_of("explain", indicator=r.indicator_id, scope=scope(ROOT, r.scope_id))
        for r in rows
    ]
