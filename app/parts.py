"""Scores by part: the pillars of digital transformation, the fields of the PAR Index."""

from fractions import Fraction
from typing import Any

from app import movement, queries, scorecard, yearly
from app.filters import View
from app.format import number
from app.store import Rows

# Roles of the catalogue.
PILLARS, FIELDS = "digital_pillar", "reform_field"


def _all(view: View) -> set[str]:
    return {*queries.items(view, PILLARS), *queries.items(view, FIELDS)}


def whole(view: View, rows: Rows) -> Rows:
    """Rows without those of parts, which a page shows by themselves."""
    parts = _all(view)
    return tuple(r for r in rows if r.indicator_id not in parts)


def of(view: View, rows: Rows, role: str) -> Rows:
    """Rows of the parts under a role in their order, where anybody is asked in the period."""
    parts = queries.items(view, role)
    asked = (r for r in rows if r.indicator_id in parts and r.expected_count)
    return tuple(sorted(asked, key=lambda r: r.sort))


def of_units(view: View, role: str) -> Rows:
    """The same of all units."""
    return of(view, queries.progress(view, "unit"), role)


class Scored:
    """Parts under a role of the units on a movement's page, in the last period that asks them."""

    def __init__(self, view: View, role: str, movement_id: str) -> None:
        self.view = yearly.latest(view, of_units, role)
        self.root = of(self.view, queries.progress(self.view, "root"), role)
        everything = whole(self.view, queries.progress(self.view, "unit"))
        self.units, _ = movement.unit_rows(self.view, movement_id, everything)
        here = {u.unit_id for u in self.units}
        self.rows: Rows = tuple(r for r in of_units(self.view, role) if r.scope_id in here)


def most(view: View) -> dict[str, float]:
    """Indicator → the most points there are for it: of each of its measures, as the form asks."""
    at = {m.measure_id: m.max for m in queries.measures(view)}
    found: dict[str, float] = {}
    parts = _all(view)
    for term in queries.terms(view):
        if term.indicator_id in parts and at[term.measure_id] is not None:
            found[term.indicator_id] = found.get(term.indicator_id, 0) + at[term.measure_id]
    return found


def title(view: View, root: Rows, points: dict[str, float]) -> str:
    """The part that is farthest from its most points, and the nearest; of too few units neither."""
    words = view.words
    least = Fraction(queries.settings(view)["coverage_min"]) / 100
    known = [r for r in root if r.value is not None and points.get(r.indicator_id)]
    if not known:
        return words("parts.unreported")
    told = min(r.reporting_count for r in known)
    owed = max(r.expected_count for r in known)
    if len(known) < len(root) or Fraction(told, owed) < least:
        return words("parts.too_few", n=told, total=owed)
    order = sorted(known, key=lambda r: r.value / points[r.indicator_id])
    lowest, highest = (_share(view, r, points) for r in (order[0], order[-1]))
    if lowest == highest:
        return words("parts.alike", share=lowest)
    row = order[0]
    given = {
        "name": scorecard.short(row, view),
        "share": lowest,
        "value": scorecard.value_text(row, view),
        "most": number(points[row.indicator_id], 0, view.language),
        "best": scorecard.short(order[-1], view),
        "best_share": highest,
        "units": scorecard.units_text(row, view),
    }
    return words("parts.lowest", **given)


def _share(view: View, row: Any, points: dict[str, float]) -> str:
    return number(100 * row.value / points[row.indicator_id], 1, view.language)
