"""Poverty in words: the rate and its change, and the flow of households that must add up."""

from dataclasses import dataclass
from typing import Any

from app import queries, scorecard
from app.charts import UnitBar
from app.filters import View
from app.format import number, signed, status
from app.store import Rows

RATE, ESCAPED = "NGH-02", "NGH-03"
START, END = "poor_start", "poor_households"
OUT = ("poor_escaped", "poor_to_near_poor", "poor_other_decrease")
INTO = ("poor_returned", "poor_new", "poor_from_near_poor", "poor_other_increase")


def title(view: View, root: Rows) -> str:
    """The rate and its change, or what is known before the survey."""
    at = {r.indicator_id: r for r in root}
    row, escaped = at.get(RATE), at.get(ESCAPED)
    if row is not None and row.value is not None:
        return _measured(row, view)
    said = view.words(no_rate(root))
    if escaped is None or escaped.value is None:
        return said
    count = number(escaped.value, 0, view.language)
    known = view.words("poverty.escaped", n=count) + _units(escaped, view)
    return f"{known} · {said}"


def no_rate(root: Rows) -> str:
    """The key of what to say without a rate: not surveyed yet, or nobody has reported it."""
    row = next((r for r in root if r.indicator_id == RATE), None)
    is_due = row is not None and row.status != "not_due"
    return "poverty.unreported" if is_due else "poverty.not_due"


def _units(row: Any, view: View) -> str:
    """In brackets how many units a figure covers, where not all."""
    is_part = row.reporting_count < row.expected_count
    return f" ({scorecard.units_text(row, view)})" if is_part else ""


def _measured(row: Any, view: View) -> str:
    words = view.words
    value = number(row.value, row.decimals, view.language)
    said = words("poverty.measured", value=value) + _units(row, view)
    if row.status in ("incomplete", "unreported"):
        return f"{said}, {words('poverty.incomplete')}"
    change = _change(row, view)
    return f"{said}, {change}" if change else said


def _change(row: Any, view: View) -> str:
    words = view.words
    if row.year_broken:
        return words("poverty.broken")
    if row.year_difference is None:
        return ""
    shown = signed(row.year_difference, 2, view.language)
    if shown == "=":
        return words("poverty.change_none")
    key = "poverty.change_down" if row.year_difference < 0 else "poverty.change_up"
    return words(key, points=shown.lstrip("+−"))


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


def no_flow(view: View) -> str:
    """The key of what to say without a flow: not asked in this period, or not reported yet."""
    is_owed = any(r.expected_count for r in queries.measure_totals(view, START, END))
    return "poverty.flow_unreported" if is_owed else "poverty.flow_none"


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
