"""Dự kiến cuối năm: what the year comes to at the pace so far and at last year's, an estimate."""

from app import queries, scorecard
from app.filters import View
from app.format import NOTHING, number, signed
from app.store import Row, Rows
from app.table import Table


def rows(view: View, root: Rows) -> list[tuple[Row, Row]]:
    """(figure, forecast) of the set's indicators, in its order; none once the year is over.

    Without a set in force: of all.
    """
    figures = {r.indicator_id: r for r in root}
    told = {r.indicator_id: r for r in queries.forecasts(view)}
    order = [m.indicator_id for m in queries.set_members(view)] or list(figures)
    return [(figures[i], told[i]) for i in order if i in told and i in figures]


def title(view: View, found: list[tuple[Row, Row]]) -> str:
    """How many meet the year's plan at either pace."""
    words = view.words
    meets = [f.linear_meets for _, f in found if f.linear_meets is not None]
    said = words("forecast.linear_title", x=sum(meets), y=len(meets))
    last = [f.seasonal_meets for _, f in found if f.seasonal_meets is not None]
    if last:
        said += words("forecast.seasonal_title", x=sum(last), y=len(last))
    return said


def table(view: View, found: list[tuple[Row, Row]]) -> Table:
    """A line an indicator: now, plan, both estimates with their verdict, what each month needs."""
    words = view.words
    return Table({
        words("forecast.indicator"): [scorecard.short(r, view) for r, _ in found],
        words("forecast.uom"): [scorecard.unit_text(r, view) for r, _ in found],
        words("forecast.now"): [scorecard.value_text(r, view) for r, _ in found],
        words("forecast.plan"): [scorecard.plan_cell(r, view) for r, _ in found],
        words("forecast.linear"): [_estimate(view, r, f.linear, f.linear_meets) for r, f in found],
        words("forecast.seasonal"): [
            _estimate(view, r, f.seasonal, f.seasonal_meets) for r, f in found
        ],
        words("forecast.needed"): [_needed(view, r, f) for r, f in found],
    })  # fmt: skip


def _estimate(view: View, row: Row, value: float | None, meets: bool | None) -> str:
    if value is None or meets is None:
        return NOTHING
    verdict = view.words("forecast.meets" if meets else "forecast.misses")
    places = int(row.decimals)
    if not meets:  # short of the plan by less than the last decimal it would read as the plan
        while places < scorecard.MOST_DECIMALS and number(value, places) == number(
            row.target, places
        ):
            places += 1
    return f"{number(value, places, view.language)} {verdict}"


def _needed(view: View, row: Row, forecast: Row) -> str:
    """The change a month until the year's end; of a ceiling what may still be used."""
    if scorecard.is_ceiling(row):
        left = max(forecast.needed, 0)
        return view.words("forecast.at_most", n=number(left, int(row.decimals) + 1, view.language))
    if row.is_plan_met:
        return view.words("forecast.met")
    return signed(forecast.needed, int(row.decimals) + 1, view.language)
