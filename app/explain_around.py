"""What stands around a figure: plan and pace, changes and whom they leave out, other sources."""

from app import queries, scorecard
from app.explain import ROOT, Explained
from app.format import NOTHING, as_typed, date, number, signed
from app.store import Row, Rows
from app.table import Table

WHICH = {"previous": "previous", "last_year": "year"}  # comparisons, as columns are named


def standing(told: Explained) -> list[str]:
    """Plan with its decision, how far it is met, and what that is called; a line each."""
    row, view = told.row, told.view
    said = [scorecard.target_text(row, view) + _decided(told)]
    if row.target is not None and row.status is not None:
        said += _pace(told)
    verdict = " ".join(
        filter(None, (scorecard.verdict_text(row, view), scorecard.refused_text(row, view)))
    )
    if row.status is not None:
        said.append(view.words("explain.status", verdict=verdict))
    return [as_typed(line) for line in said]


def _decided(told: Explained) -> str:
    """In brackets the decision that set the plan, or whose plans it is the sum of."""
    row, words = told.row, told.view.words
    if row.decision_date is not None:
        key = "explain.decision" if row.decision_number else "explain.unnumbered"
        decision = words(key, number=row.decision_number, day=date(row.decision_date))
        return f" ({words('explain.version', decision=decision, n=row.target_version)})"
    return f" ({words('explain.of_units')})" if row.target is not None else ""


def _pace(told: Explained) -> list[str]:
    row, words, language = told.row, told.view.words, told.view.language

    def percent(share: float) -> str:
        return number(100 * share, 1, language)

    said = []
    if row.is_flow and row.plan_share is not None:
        done = "explain.used" if row.direction == "lower" else "explain.done"
        said.append(words(done, share=percent(row.plan_share)))
    elif not row.is_flow and row.gap_closed is not None:
        baseline = number(row.baseline, int(row.decimals), language)
        given = {"share": percent(row.gap_closed), "baseline": baseline}
        said.append(words("explain.gap", **given))
    if row.pace is not None and row.share is not None and row.share < 1:
        pace = words("explain.pace", pace=percent(row.pace))
        said.append(f"{pace}{_needed(told, percent(row.share))}.")
    return said


def _needed(told: Explained, share: str) -> str:
    """What is needed by now, and which part of what that is; nothing where nothing tells."""
    row, words = told.row, told.view.words
    due = scorecard.with_due(row, told.view)[1]
    if due == NOTHING:
        return ""
    way = "at_most" if row.direction == "lower" else "needed"
    unit = scorecard.unit_text(row, told.view)
    needed = words(f"explain.{way}", due=scorecard.in_words(due), unit=unit)
    period = queries.period(told.view)
    if not row.is_flow:
        baseline = number(row.baseline, int(row.decimals), told.view.language)
        part = words("explain.of_gap", share=share, baseline=baseline)
    elif round(row.share - period.months_elapsed / period.months, 9):
        part = words("explain.of_season", share=share)
    else:
        part = words("explain.of_plan", share=share)
    return f": {needed} ({part})"


def changes(told: Explained) -> list[str]:
    """Each change: how much, against which period, over which units; those left out by name."""
    kinds = ["last_year"] if told.row.is_year_before else ["previous", "last_year"]
    lines = []
    for kind in kinds:
        rows = [r for r in told.pairs if r.comparison == kind]
        if any(r.is_counted for r in rows):
            lines.append(as_typed(_change(told, kind, rows)))
    return lines


def _change(told: Explained, kind: str, rows: list[Row]) -> str:
    words, view = told.view.words, told.view
    counted = [r for r in rows if r.is_counted]
    others = dict.fromkeys(words.name(r, "other") for r in counted)
    change = scorecard.change_text(told.row, WHICH[kind], view).partition(" (")[0]
    is_told = getattr(told.row, f"{WHICH[kind]}_difference") is not None
    if is_told and not getattr(told.row, f"{WHICH[kind]}_wide"):
        change = words("explain.too_few", change=change)
    given = {
        "period": ", ".join(others), "n": len(counted), "total": len(rows),
        "change": change,
    }  # fmt: skip
    is_own = kind == "previous" and rows[0].is_accumulated
    said = words("explain.change_own" if is_own else f"explain.change_{kind}", **given)
    now = [words.name(r, "name") for r in rows if not r.is_complete]
    then = [words.name(r, "name") for r in rows if r.is_complete and not r.is_counted]
    if now:
        said += words("explain.not_now", names=", ".join(now))
    if then:
        said += words("explain.not_then", names=", ".join(then))
    return said


def root_sources(told: Explained) -> Rows:
    """Measures of the figure that another source tells of the whole, too."""
    if told.level != ROOT:
        return ()
    mine = {r.measure_id for r in told.cells}
    return tuple(r for r in queries.reconciliation(told.view) if r.measure_id in mine)


def unit_sources(told: Explained) -> Table:
    """Cells of other sources about the figure's units: both values and their difference."""
    words, rows, language = told.view.words, told.others, told.view.language

    def shown(row: Row, value: float | None) -> str:
        return f"{number(value, int(row.decimals), language)} {row.uom_vi}"

    return Table(
        {
            words("explain.unit"): [words.name(r, "name") for r in rows],
            words("explain.measure"): [words.name(r, "title") for r in rows],
            words("explain.counts"): [shown(r, r.value) for r in rows],
            words("explain.other"): [words.name(r, "reporter") for r in rows],
            words("explain.other_value"): [shown(r, r.other_value) for r in rows],
            words("quality.difference"): [
                signed(r.difference, int(r.decimals), language) for r in rows
            ],
        }
    )
