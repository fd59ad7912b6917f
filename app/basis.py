"""Under every figure of a page: whose word it is, of how many, until when it is known."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app import queries
from app.filters import View
from app.format import date
from app.store import Rows

NAMED = 2  # offices; more are units as any
Count = tuple[int, int]  # units that reported, of those that should


@dataclass(frozen=True)
class Basis:
    """How far to trust one figure, in three words; `page.figure` draws none without it."""

    source: str
    counted: str
    until: str

    def line(self, view: View) -> str:
        """The one line that stands under the figure."""
        return view.words("basis.line", **vars(self))


def of(view: View, rows: Iterable[Any]) -> Basis:
    """Of figures of the period: units behind the one that fewest have reported.

    Of one unit's indicators those that it has told are counted: it is always 1/1 by itself.
    """
    asked = [r for r in rows if r.expected_count]
    about = {(r.scope_type, r.scope_id) for r in asked}
    if len(about) == 1 < len(asked) and about.pop()[0] == "unit":
        told = sum(r.reporting_count > 0 for r in asked)
        found = _reports(view, view.words("basis.indicators", n=told, total=len(asked)))
    else:
        found = of_counts(view, _by_indicator(asked))
    found = _told_by(view, found, ((r.indicator_id, r.scope_type) for r in asked))
    decided = {bool(getattr(r, "is_in_catalogue", False)) for r in asked}
    if decided == {True}:
        return Basis(view.words("basis.decisions"), found.counted, _known(view))
    if True in decided:
        return replace(found, source=f"{found.source}, {view.words('basis.decisions')}")
    return found


def _told_by(view: View, found: Basis, figures: Iterable[tuple[str, str]]) -> Basis:
    """Where one office or two tell all of it, of whomever: whose reports they are, by name."""
    levels: dict[str, set[str]] = defaultdict(set)
    for indicator, level in figures:
        levels[indicator].add(level)
    who: dict[str, str] = {}
    for term in queries.terms(view):
        for level in levels.get(term.indicator_id, ()):
            is_own = level == "root" and term.root_source == "own" and term.root_reporter
            key = "root_reporter" if is_own else "reporter"
            known = getattr(term, f"{key}_vi")  # units tell of themselves, decisions of levels
            who[getattr(term, key)] = view.words.name(term, key) if known else ""
    names = sorted(who.values())
    if not 0 < len(names) <= NAMED or not all(names):
        return found
    return replace(found, source=view.words("basis.reports_of", who=", ".join(names)))


def of_scores(view: View, indicator: str, rows: Rows) -> Basis:
    """Of one indicator's scores, neighbours among them: of how many one is known."""
    found = of_counts(view, [(r.told, r.asked) for r in rows])
    levels = {"root" if r.role == "root" else "unit" for r in rows}
    return _told_by(view, found, [(indicator, level) for level in levels])


def _by_indicator(rows: Iterable[Any]) -> Iterable[Count]:
    """Each indicator's units; scopes beside each other share none, so theirs add up."""
    found: dict[str, dict[str, Count]] = defaultdict(dict)
    for row in rows:
        found[row.indicator_id][row.scope_id] = _count(row)
    return map(_sum, found.values())


def _sum(scopes: dict[str, Count]) -> Count:
    return sum(n for n, _ in scopes.values()), sum(total for _, total in scopes.values())


def _count(row: Any) -> Count:
    return row.reporting_count, row.expected_count


def of_counts(
    view: View, counts: Iterable[Count], thinnest: str = "indicator", *shown: str
) -> Basis:
    """Of figures each of which is told by so many units: the thinnest, by what it is one of.

    What one office tells of the whole is there or not: beside figures of many it counts nothing.
    `shown` are the periods that are, where it is not the one in view.
    """
    asked = {c for c in counts if c[1]}
    asked = {c for c in asked if c[1] > 1} or asked
    if not asked:
        return _reports(view, view.words("basis.nobody"), *shown)
    least, most = (f(asked, key=lambda c: (c[0] / c[1], c)) for f in (min, max))
    units = view.words("plan.units", n=least[0], total=least[1])
    if least[0] / least[1] != most[0] / most[1]:
        units = view.words(f"basis.least_{thinnest}", units=units)
    elif least != most:  # all of each: the units of one are not those of another
        whole = view.words("plan.units", n=most[0], total=most[1])
        units = view.words("basis.range", n=least[0], total=least[1], units=whole)
    return _reports(view, units, *shown)


def of_parts(view: View, rows: Iterable[Any]) -> Basis:
    """Of sums that stand in one figure: units behind the one that fewest have reported."""
    return of_counts(view, map(_count, rows), "part")


def of_points(view: View, rows: Iterable[Any]) -> Basis:
    """Of figures over time: units behind the point that fewest have reported.

    Scopes that are drawn beside each other share no unit: at one point theirs add up.
    """
    found: dict[tuple[str, str], dict[str, Count]] = defaultdict(dict)
    for row in rows:
        found[row.indicator_id, row.period_id][row.scope_id] = _count(row)
    return of_counts(view, map(_sum, found.values()), "point", *(period for _, period in found))


def of_periods(view: View, rows: Iterable[Any], told: Sequence[Any]) -> Basis:
    """Of one unit over time: in how many of the periods it has a figure."""
    shown = [r.period_id for r in rows]
    counted = view.words("basis.periods", n=len(told), total=len(shown))
    return _reports(view, counted, *shown)


def of_criteria(view: View, rows: Rows) -> Basis:
    """Of criteria, each asked of every unit: units behind the one that fewest have told."""
    told: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        told[row.measure_id].append(row.value is not None)
    return of_counts(view, [(sum(t), len(t)) for t in told.values()], "criterion")


def of_levels(view: View, communes: Rows) -> Basis:
    """Of levels of recognition, which nobody reports: of how many a decision is known."""
    known = sum(u.rank is not None for u in communes)
    counted = view.words("basis.recognised", n=known, total=len(communes))
    return Basis(view.words("basis.decisions"), counted, _known(view))


def of_level_years(view: View, rows: Rows, communes: Rows) -> Basis:
    """Of levels at the ends of years: the year in which a decision was known of the fewest."""
    known: dict[tuple[str, int], int] = defaultdict(int)
    for row in rows:
        known[row.basis, row.year] += row.unit_count
    totals = {r.year: r.unit_total for r in rows}
    counts = {(n, totals[year]) for (_, year), n in known.items()}
    if not counts:
        return of_levels(view, communes)
    n, total = min(counts, key=lambda c: (c[0] / c[1], c))
    counted = view.words("basis.recognised", n=n, total=total)
    if len(counts) > 1:
        counted = view.words("basis.least_year", counted=counted)
    return Basis(view.words("basis.decisions"), counted, _known(view))


def of_owed(view: View, count: int, periods: int = 1) -> Basis:
    """Of reporting itself: how many reports are counted, those that have not come among them."""
    key = "basis.owed" if periods == 1 else "basis.owed_over"
    return Basis(
        view.words("basis.intake"), view.words(key, n=count, periods=periods), _known(view)
    )


def _known(view: View) -> str:
    return view.words("basis.known", day=date(view.as_of))


def _reports(view: View, counted: str, *shown: str) -> Basis:
    """Until the newest report of the periods shown; where there is any, the day rewound to."""
    last = queries.last_received(view, *shown)
    day = view.as_of if view.is_rewound else last
    until = view.words("basis.received", day=date(day)) if last else view.words("basis.no_report")
    return Basis(view.words("basis.reports"), counted, until)
