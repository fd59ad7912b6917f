"""Poverty in words: the rate and its change, and the flow of households that must add up."""

from dataclasses import dataclass

from app import queries
from app.charts import UnitBar
from app.filters import View
from app.format import number, status
from app.store import Rows

RATE, ESCAPED = "NGH-02", "NGH-03"
START, END = "poor_start", "poor_households"
OUT = ("poor_escaped", "poor_to_near_poor", "poor_other_decrease")
INTO = ("poor_returned", "poor_new", "poor_from_near_poor", "poor_other_increase")


def title(view: View, root: Rows) -> str:
    """The rate and its change, or what is known before the survey."""
    words = view.words
    at = {r.indicator_id: r for r in root if r.value is not None}
    row = at.get(RATE)
    if row is None:
        said = [words("poverty.not_due")]
        if ESCAPED in at:
            count = number(at[ESCAPED].value, 0, view.language)
            said.insert(0, words("poverty.escaped", n=count))
        return " · ".join(said)
    said = [words("poverty.measured", value=number(row.value, row.decimals, view.language))]
    if row.year_broken:
        said.append(words("poverty.broken"))
    elif row.year_difference is not None:
        key = "poverty.change_down" if row.year_difference <= 0 else "poverty.change_up"
        said.append(words(key, points=number(abs(row.year_difference), 2, view.language)))
    return ", ".join(said)


@dataclass(frozen=True)
class Step:
    """One step of the flow: its label, signed households, and who reported."""

    label: str
    value: float
    reporting_count: int
    expected_count: int


def flow(view: View) -> list[Step]:
    """Start, out, in, end in the period; empty where start or end is not reported."""
    rows = queries.measure_totals(view, START, *OUT, *INTO, END)
    at = {r.measure_id: r for r in rows if r.reporting_count}
    if not {START, END} <= set(at):
        return []
    signs = {START: 1} | dict.fromkeys(OUT, -1) | dict.fromkeys(INTO, 1) | {END: 1}
    ends = {START: view.words("poverty.start"), END: view.words("poverty.end")}
    return [
        Step(
            ends.get(m, view.words.name(at[m], "title")),
            sign * at[m].value,
            at[m].reporting_count,
            at[m].expected_count,
        )
        for m, sign in signs.items()
        if m in at
    ]


def flow_notes(view: View, steps: list[Step]) -> list[str]:
    """Coverage, and the gap where the flow does not add up."""
    lines = []
    worst = min(steps, key=lambda s: s.reporting_count)
    if worst.reporting_count < worst.expected_count:
        given = {"n": worst.reporting_count, "total": worst.expected_count}
        lines.append(view.words("poverty.flow_left", **given))
    computed, reported = sum(s.value for s in steps[:-1]), steps[-1].value
    if round(computed - reported, 6):
        figures = {"computed": computed, "reported": reported, "gap": abs(computed - reported)}
        shown = {k: number(v, 0, view.language) for k, v in figures.items()}
        lines.append(view.words("poverty.flow_off", **shown))
    return lines


def unit_bars(view: View, units: Rows) -> list[UnitBar]:
    """The rate of each unit, the highest first, with its own target."""
    names = {u.unit_id: u.short_vi for u in queries.units(view)}
    rows = [r for r in units if r.indicator_id == RATE and r.value is not None]
    return [
        UnitBar(
            names.get(r.scope_id, r.scope_id),
            r.value,
            number(r.value, r.decimals, view.language),
            "near" if status(r.status).tone == "none" else status(r.status).tone,
            r.target,
        )
        for r in sorted(rows, key=lambda r: -r.value)
    ]
