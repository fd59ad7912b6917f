"""Grey figures of a form, from the current published file: plan, same period last year, before."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from etl.catalog import Catalog, terms

Cell = tuple[str, str]  # measure, subject


@dataclass
class Known:
    """Figures beside an input cell."""

    plan: dict[Cell, Decimal] = field(default_factory=dict)
    last_year: dict[Cell, Decimal] = field(default_factory=dict)
    previous: dict[Cell, Decimal] = field(default_factory=dict)


# One row a reporter and cell: what it reported itself, last of all before this period's end.
# Periods of another kind of plan year (2021–2025, school years) tell of something else.
OBSERVED = """
    with here as (select * from period_span where period_id = $period),
    link as (
        select other_id from period_link where period_id = $period and link = 'last_year'
    )
    select o.reporter_id, o.measure_id, o.subject_id,
        arg_max(o.value, p.to_date) filter (p.period_id in (select other_id from link)),
        arg_max(o.value, (p.to_date, p.from_date)) filter (
            p.to_date < h.to_date and p.plan_shape = h.plan_shape
            and p.to_date >= h.to_date - interval 1 year
            and p.period_id not in (select other_id from link))
    from observation_known($day) o
    join period_span p using (period_id)
    cross join here h
    where o.value is not null
    group by all
"""
# One row a unit or the root: its target in force for this period.
TARGET = """
    select t.indicator_id, t.scope_id, t.row.value
    from target_known($day) t
    join period p using (period_id, plan_year_id)
    where p.period_id = $period and t.kind = 'assigned' and t.scope_type in ('unit', 'root')
"""


def known_figures(
    catalog: Catalog, published: Path | None, period: str, day: dt.date
) -> dict[str, Known]:
    """By reporter; nothing where no file is published yet."""
    found: dict[str, Known] = defaultdict(Known)
    if published is None:
        return found
    import duckdb  # here: forms of a first period need none, nor do the children that write them

    asked = {"period": period, "day": day}
    with duckdb.connect(str(published), read_only=True) as con:
        observed = con.execute(OBSERVED, asked).fetchall()
        targets = con.execute(TARGET, asked).fetchall()
    for reporter, measure, subject, last_year, previous in observed:
        known = found[reporter]
        if last_year is not None:
            known.last_year[measure, subject] = last_year
        if previous is not None:
            known.previous[measure, subject] = previous
    plan = _plans(catalog, targets)
    for reporter in catalog.units:
        found[reporter].plan = plan
    return found


def _plans(catalog: Catalog, targets: list[tuple[str, str, Decimal]]) -> dict[Cell, Decimal]:
    measure_of = {i: m for m, i in plan_of_measures(catalog).items()}
    return {(measure_of[i], scope): v for i, scope, v in targets if i in measure_of}


def plan_of_measures(catalog: Catalog) -> dict[str, str]:
    """measure → the indicator that is just its sum: that target is the plan in the form."""
    found = {}
    for row in catalog.tables["indicator"]:
        used = terms(row["numerator"])
        if row["rule"] in ("sum", "office") and len(used) == 1:
            found[used[0][1]] = row["indicator_id"]
    return found
