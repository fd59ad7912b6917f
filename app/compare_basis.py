"""How far to trust a comparison: units of its scopes that reported, of those that should."""

from collections.abc import Iterable
from dataclasses import replace

from app import basis, queries
from app.basis import Basis, Count
from app.compare import CHANGE, DISCIPLINE, ON_PACE, Comparison
from app.compare_ranks import Ranks
from app.compare_shown import is_point, over_time
from app.compared import Compared
from app.explain import BLOCK, UNIT
from app.findings import IN_HAND


def of_units(found: Comparison, indicators: Iterable[str]) -> Basis:
    """Each indicator's units, once though they be chosen alone and with their block.

    A change counts those that have both periods, whose newest report may be of either.
    """
    counts = [_discipline(found, i) if i in DISCIPLINE else _units(found, i) for i in indicators]
    if found.way == CHANGE and found.other:
        return _both(found, counts)
    return basis.of_counts(found.view, counts)


def _both(found: Comparison, counts: list[Count]) -> Basis:
    """That units are counted by both periods is said too where no indicator is the thinnest."""
    view = found.view
    said, plain = (
        basis.of_counts(view, counts, thinnest, found.other, view.period)
        for thinnest in ("both", "indicator")
    )
    if said != plain or not any(total for _, total in counts):
        return said
    return replace(said, counted=view.words("compare.both_periods", units=said.counted))


def _units(found: Comparison, indicator: str) -> Count:
    asked = {r.scope_id: r for *_, r in found.rows_of_units([indicator]) if r.expected_count}
    if found.way == CHANGE:
        return sum((indicator, UNIT, u) in found.pairs for u in asked), len(asked)
    return sum(r.value is not None for r in asked.values()), len(asked)


def _discipline(found: Comparison, what: str) -> Count:
    """On pace: of those asked enough of whose indicators are told. In time: who owes no more."""
    units = {u for each in found.scopes for u in each.units}
    if what == ON_PACE:
        asked = units & found.owing(what)
        return len(asked & found.telling(what)), len(asked)
    due = [r for r in queries.timeliness(found.view) if r.timeliness != "not_due"]
    owing = {r.reporter_id for r in due} & units
    missing = {r.reporter_id for r in due if r.timeliness not in IN_HAND}
    return len(owing - missing), len(owing)


def of_points(found: Comparison, rows: list[Compared]) -> Basis:
    """Of lines over time the point with the fewest of its units; none counts twice."""
    inside = {u for each in found.scopes if each.level == BLOCK for u in each.units}
    points = (
        r for r in over_time(found, rows)
        if is_point(found, r) and (r.scope_type == BLOCK or r.scope_id not in inside)
    )  # fmt: skip
    return basis.of_points(found.view, points)


def of_both(ranks: Ranks) -> Basis:
    """Of places then and now: units that have both periods, of those asked now and in order."""
    counts = [(sum(units.values()), len(units)) for units in ranks.both.values()]
    return _both(ranks.found, counts)
