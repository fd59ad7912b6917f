"""Questions of pages, asked of the view's one build; answers are rows, an attribute a column."""

import datetime as dt
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from app import store
from app.filters import View
from app.store import Row, Rows

# While questions are begun: of which periods those are asked that are asked of one.
_begun: ContextVar[tuple[str, ...]] = ContextVar("begun", default=())


def _ask(view: View, question: str, **given: Any) -> Rows:
    periods = _begun.get()
    if not periods:
        return store.ask(view.build.path, question, **given)
    store.begin(view.build.path, question, periods if "period" in given else (), **given)
    return ()


def begin(view: View, *questions: Callable[[View], Any], also: tuple[str, ...] = ()) -> None:
    """Have what these ask worked out beside one another, while the page gets ready for it.

    Each is a function of this module, or one that calls one with what it is asked about. It is
    asked of the period in view, and of these others too.
    """
    before = _begun.set((view.period, *also))
    try:
        for question in questions:
            question(view)
    finally:
        _begun.reset(before)


def period(view: View) -> Row:
    """The period in view: titles, dates, months_elapsed and months of its plan year."""
    return next(r for r in periods(view) if r.period_id == view.period)


def periods(view: View) -> Rows:
    """All periods, oldest first."""
    return _ask(view, "periods")


def last_whole_year(view: View) -> Row | None:
    """The calendar year that ended last by the end of the period in view, but for that itself.

    With half a year or a quarter that ends in December its own year has ended too.
    """
    end = period(view).to_date
    ended = [
        r
        for r in periods(view)
        if r.kind == "Y" and r.to_date <= end and r.period_id != view.period
    ]
    return max(ended, key=lambda r: r.to_date, default=None)


def is_closed(view: View) -> bool:
    """Whether the plan year has gone: what is behind by then is not met."""
    row = period(view)
    return row.months_elapsed == row.months


def kept(view: View) -> str:
    """What a plan that is kept is called: on pace during its year, met when that is over."""
    return view.words("kept.closed" if is_closed(view) else "kept.open")


def is_whole_year(view: View) -> bool:
    """Whether the period is its plan year: then the period before is last year's."""
    return period(view).kind in ("Y", "SY")


def is_school_year(view: View) -> bool:
    """Whether the period is a school year: most movements are judged by the calendar year."""
    return period(view).kind == "SY"


def is_elsewhere(view: View, movement_id: str) -> bool:
    """Whether the period is a school year, and the movement is judged by the calendar year."""
    told = {r.movement_id for r in _figures(view, "indicator")}
    return is_school_year(view) and movement_id not in told


def settings(view: View) -> dict[str, str]:
    """Settings of the catalogue."""
    return {r.setting: r.value for r in _ask(view, "settings")}


def movements(view: View) -> Rows:
    """Movements in order; ended ones stay readable."""
    return _ask(view, "movements")


def blocks(view: View) -> Rows:
    """Blocks of the scheme with members in the period."""
    return _ask(view, "blocks", period=view.period, scheme=view.scheme)


def units(view: View) -> Rows:
    """Units there are in the period, with their block."""
    return _ask(view, "units", period=view.period, scheme=view.scheme)


def _figures(view: View, kind: str) -> Rows:
    """One question answers for all levels: planning it costs more than its rows."""
    return tuple(r for r in figures(view) if r.kind == kind)


def figures(view: View) -> Rows:
    """All figures of the period, at every level; what pages show of them is asked below.

    On a page of some movements: of their indicators and those that roles name, unless a page
    before it has asked for all.
    """
    given = {"as_of": view.as_of, "period": view.period}
    everything: tuple[str, ...] = ()
    if view.movements and not store.is_asked(
        view.build.path, "figures", indicators=everything, **given
    ):
        return _ask(view, "figures", indicators=_shown(view), **given)
    return _ask(view, "figures", indicators=everything, **given)


def _shown(view: View) -> tuple[str, ...]:
    """Indicators of a page of some movements; asked at once, also while others are only begun."""
    path = view.build.path
    named = {r.item_id for r in store.ask(path, "roles")}
    return tuple(
        r.indicator_id
        for r in store.ask(path, "of_movements")
        if r.movement_id in view.movements or r.indicator_id in named
    )


def progress(view: View, level: str) -> Rows:
    """One row an indicator and scope of a level (root, block, unit) in the period."""
    return tuple(r for r in _figures(view, "indicator") if r.scope_type == level)


def headline(view: View) -> Row | None:
    """Counts over the default set of indicators, None where the set is empty."""
    chosen, whole = settings(view).get("default_set", ""), replace(view, movements=())
    return next((r for r in _figures(whole, "headline") if r.set_id == chosen), None)


def set_members(view: View) -> Rows:
    """One row an indicator of the default set, with the set's title, where it is in force."""
    chosen = settings(view).get("default_set", "")
    return _ask(view, "set_members", set=chosen, period=view.period)


def longer(view: View) -> Rows:
    """One row an indicator of the root against a plan of several years.

    Calendar years tell of those plans: a school year would judge the one or two that it shares.
    """
    return () if is_school_year(view) else _figures(view, "longer")


def forecasts(view: View) -> Rows:
    """One row an indicator of the root judged during its year: what the year comes to."""
    return _figures(view, "forecast")


def judged(view: View) -> Rows:
    """One row an indicator and scope: figure, status, a unit's place; without changes."""
    return _ask(view, "judged", as_of=view.as_of, period=view.period)


def movement_status(view: View) -> Rows:
    """One row a movement and scope (root, block): x of y indicators on pace."""
    rows = _figures(view, "movement")
    return tuple(r for r in rows if not view.movements or r.movement_id in view.movements)


def timeliness(view: View) -> Rows:
    """One row a report owed in the period."""
    return _ask(view, "timeliness", as_of=view.as_of, period=view.period, scheme=view.scheme)


def discipline(view: View) -> Rows:
    """One row a period up to the one in view and block: reports by how they came."""
    return _ask(view, "discipline", as_of=view.as_of, period=view.period, scheme=view.scheme)


def extensions(view: View) -> Rows:
    """One row an act by which a due date of the period was put off."""
    return _ask(view, "extensions", as_of=view.as_of, period=view.period)


def reconciliation(view: View) -> Rows:
    """Measures that two sources tell of in the period: whole sums first, the largest gap first."""
    return _ask(view, "reconciliation", as_of=view.as_of, period=view.period)


def falling(view: View) -> Rows:
    """Cumulative figures of units that are lower than in the period before."""
    return _ask(view, "falling", as_of=view.as_of, period=view.period)


def levels(view: View) -> Rows:
    """One row a unit with a level of recognition: rank, level, year, decision, criteria met."""
    return _ask(view, "levels", as_of=view.as_of, period=view.period)


def scores(view: View, *indicators: str) -> Rows:
    """One row an indicator and subject, neighbours too: score, answers, place."""
    given = {"as_of": view.as_of, "period": view.period, "indicators": list(indicators)}
    return _ask(view, "scores", **given)


def levels_by_year(view: View) -> Rows:
    """One row a year, basis (achieved, decided) and level: how many communes stood there."""
    return _ask(view, "levels_by_year", as_of=view.as_of)


def criteria(view: View) -> Rows:
    """One row a unit and criterion: value 1 or 0, state."""
    return _ask(view, "criteria", as_of=view.as_of, period=view.period)


def indicators(view: View) -> Rows:
    """One row an indicator: all that defines it."""
    return _ask(view, "indicators", period=view.period)


def terms(view: View) -> Rows:
    """One row a measure that an indicator is computed from, with who reports it."""
    return _ask(view, "terms")


def sources(view: View) -> Rows:
    """Where the catalogue's rows are from: short name and title."""
    return _ask(view, "sources")


def rules(view: View) -> Rows:
    """Rules that reports are checked by, errors first."""
    return _ask(view, "rules")


def unit_texts(view: View) -> Rows:
    """One row a text that units wrote in reports in force: assessments, model examples."""
    return _ask(view, "unit_texts", as_of=view.as_of, period=view.period)


def themes(view: View) -> Rows:
    """One row a theme of what units write, with its words, in order."""
    return _ask(view, "themes")


def items(view: View, role: str) -> tuple[str, ...]:
    """Ids of what a screen of one movement shows under a role, in the catalogue's order."""
    return tuple(r.item_id for r in _ask(view, "roles") if r.role == role)


def item(view: View, role: str) -> str:
    """The id under a role that has one; empty where the catalogue names none."""
    return next(iter(items(view, role)), "")


def balance(view: View, balance_id: str) -> Rows:
    """One row a part of a balance, in order: the measure it makes up, its sign."""
    return _ask(view, "balance", balance=balance_id)


def root(view: View) -> Rows:
    """The one unit at the root."""
    return _ask(view, "root")


def explained(view: View, indicator: str, level: str, scope: str) -> Rows:
    """The one figure of an indicator and scope with the sums it is computed from."""
    return _ask(view, "explained", **_scope(view, indicator, level, scope), scheme=view.scheme)


def explained_cells(view: View, indicator: str, level: str, scope: str) -> Rows:
    """One row a cell that the figure is computed from."""
    return _ask(view, "explained_cells", **_scope(view, indicator, level, scope))


def explained_pairs(view: View, indicator: str, level: str, scope: str) -> Rows:
    """One row a comparison and unit that owes the figure: whether it counts in the change."""
    return _ask(view, "explained_pairs", **_scope(view, indicator, level, scope))


def explained_others(view: View, indicator: str, level: str, scope: str) -> Rows:
    """One row a cell that another source tells of a unit that the figure counts."""
    return _ask(view, "explained_others", **_scope(view, indicator, level, scope))


def _scope(view: View, indicator: str, level: str, scope: str) -> dict[str, Any]:
    given: dict[str, Any] = {"indicator": indicator, "scope_type": level, "scope_id": scope}
    return given | {"as_of": view.as_of, "period": view.period}


def findings(view: View) -> Rows:
    """One row a finding of the period that stands on that day, errors first."""
    return tuple(r for r in _findings(view) if r.period_id is not None)


def unplaced(view: View) -> Rows:
    """One row a finding of a returned file whose unit or period nobody knows, of any period."""
    return tuple(r for r in _findings(view) if r.period_id is None)


def _findings(view: View) -> Rows:
    return _ask(view, "findings", as_of=view.as_of, period=view.period)


def revisions(view: View) -> Rows:
    """One row a figure of the period that a later lần nộp or a correction changed."""
    return _ask(view, "revisions", as_of=view.as_of, periods=(view.period,))


def build(view: View) -> Row:
    """What the view's file was built from: journal number, catalogue, code."""
    return _ask(view, "build")[0]


def entries(view: View) -> Rows:
    """One row a journal entry that is a file or an act, in order."""
    return _ask(view, "entries")


def cells_in_force(view: View) -> Rows:
    """One row a cell of the reports in force in the period, filled or not."""
    return _ask(view, "cells_in_force", as_of=view.as_of, period=view.period)


def counted_in(view: View, measures: list[str]) -> Rows:
    """One row a cell of these measures, and indicator and scope whose figure counts it."""
    return _ask(view, "counted_in", period=view.period, measures=measures)


def cleaning(view: View) -> Rows:
    """One row a line of the table by which cells are read."""
    return _ask(view, "cleaning")


def measure_totals(view: View, *measures: str) -> Rows:
    """Sums of measures at the root in the period, with n/N."""
    given = {"as_of": view.as_of, "period": view.period, "measures": list(measures)}
    return _ask(view, "measure_totals", **given)


def measures(view: View) -> Rows:
    """One row a measure that is shown: names, unit of measure, decimals, largest value."""
    return _ask(view, "measures")


def unit_names(view: View) -> Rows:
    """One row a unit, whenever it was there."""
    return _ask(view, "unit_names")


def is_locked(view: View) -> bool:
    """Whether the period in view is closed now: reports then need a reason."""
    return any(r.period_id == view.period for r in _ask(view, "closed"))


def last_received(view: View, *shown: str) -> dt.date | None:
    """The newest date received among the reports in force of these periods, else that in view."""
    rows = _ask(view, "last_received", as_of=view.as_of)
    return max((r.day for r in rows if r.period_id in (shown or (view.period,))), default=None)


def pairs(view: View, other: str) -> Rows:
    """One row an indicator and scope: figures of the period in view and of another, same units."""
    return _ask(view, "pair", as_of=view.as_of, period=view.period, other=other)


def trend(view: View, indicators: list[str]) -> Rows:
    """One row an indicator, scope and period with a figure, oldest first."""
    given = {"as_of": view.as_of, "period": view.period, "indicators": tuple(indicators)}
    return _ask(view, "trend", **given)


def unit_history(view: View, unit: str, indicator: str) -> Rows:
    """One row a period in which the unit is asked the indicator, oldest first."""
    given = {"as_of": view.as_of, "period": view.period, "unit": unit, "indicator": indicator}
    return _ask(view, "unit_history", **given)


def unit_reports(view: View, unit: str) -> Rows:
    """One row an attempt of the unit, of any period, the newest first."""
    return _ask(view, "unit_reports", as_of=view.as_of, unit=unit)


def unit_revisions(view: View, unit: str) -> Rows:
    """One row a figure of the unit's reports, of any period, that was changed later."""
    everywhere = tuple(p.period_id for p in periods(view))
    rows = _ask(view, "revisions", as_of=view.as_of, periods=everywhere)
    return tuple(r for r in rows if r.reporter_id == unit)


def unit_pledges(view: View, unit: str) -> Rows:
    """One row an indicator the unit has pledged, beside its plan and its figure."""
    return _ask(view, "unit_pledges", as_of=view.as_of, period=view.period, unit=unit)
