"""Poverty in words: the rate and its change, and the flow of households that must add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app import queries, scorecard, yearly
from app.charts import UnitBar
from app.charts_trend import Trend, of_scales
from app.filters import View
from app.findings import BEHIND
from app.format import NOTHING, as_typed, number, signed
from app.store import Row, Rows

NAMED = 3
# Roles of the catalogue: fund and houses; the twelve deprivations of NĐ 07/2021.
HELP, LACKING = "poverty_help", "poverty_lacking"


def begin(view: View) -> None:
    """Have what the page asks beside figures worked out."""
    about, signs = rate(view), _signs(view)
    if signs:
        yearly.begin(view, lambda v: queries.measure_totals(v, *signs))
    queries.begin(view, lambda v: queries.trend(v, [about]), queries.reconciliation)


def title(view: View, root: Rows) -> str:
    """The rate and its change, or what is known before the survey."""
    at = {r.indicator_id: r for r in root}
    row, escaped = at.get(rate(view)), at.get(queries.item(view, "poverty_escaped"))
    if row is not None and row.value is not None:
        return _measured(row, view)
    said = view.words(no_rate(view, root))
    if escaped is None or escaped.value is None:
        return said
    count = number(escaped.value, 0, view.language)
    known = view.words("poverty.escaped", n=count) + _units(escaped, view)
    return f"{known} · {said}"


def rate(view: View) -> str:
    """The indicator that the page is about."""
    return queries.item(view, "poverty_rate")


def no_rate(view: View, root: Rows) -> str:
    """The key of what to say without a rate: not in the catalogue, not surveyed yet, unreported."""
    if not rate(view):
        return "poverty.no_rate"
    row = next((r for r in root if r.indicator_id == rate(view)), None)
    is_due = row is not None and row.status != "not_due"
    return "poverty.unreported" if is_due else "poverty.not_due"


def rate_of_units(view: View) -> Rows:
    """The rate of each unit."""
    about = rate(view)
    return tuple(r for r in queries.progress(view, "unit") if r.indicator_id == about)


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
    if row.year_difference is None or not row.year_wide:
        return ""
    shown = signed(row.year_difference, 2, view.language)
    if shown == "=":
        return words("poverty.change_none")
    key = "poverty.change_down" if row.year_difference < 0 else "poverty.change_up"
    said = words(key, points=shown.lstrip("+−"))
    # The rate before it may be of other units: those of both periods are told with their number.
    if row.year_both is None or row.year_both >= row.expected_count:
        return said
    return said + words("poverty.change_units", n=row.year_both, total=row.expected_count)


@dataclass(frozen=True)
class Step:
    """One step of the flow: its label, signed households, and who reported."""

    label: str
    value: float
    reporting_count: int
    expected_count: int


def flow(view: View) -> list[Step]:
    """Start, out, in, end in the period; empty where start or end is not reported."""
    signs = _signs(view)
    if not signs:
        return []
    start, *_, end = signs
    at = {r.measure_id: r for r in queries.measure_totals(view, *signs) if r.reporting_count}
    if not {start, end} <= set(at):
        return []
    ends = {start: view.words("poverty.start"), end: view.words("poverty.end")}
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


def flow_title(view: View, steps: list[Step]) -> str:
    """From how many households to how many, as reported."""
    if not steps:
        return view.words("poverty.flow")
    start, end = steps[0].value, steps[-1].value
    way = "same" if start == end else ("down" if end < start else "up")
    given = {"start": start, "end": end, "gap": abs(end - start)}
    shown = {k: number(v, 0, view.language) for k, v in given.items()}
    return view.words(f"poverty.flow_{way}", **shown)


def _signs(view: View) -> dict[str, int]:
    """Measures of the flow: what there was at the start, out, in, what there is at the end."""
    parts = queries.balance(view, queries.item(view, "poverty_balance"))
    signs = {p.part_id: p.sign for p in parts}
    return signs | {p.measure_id: 1 for p in parts}


def flow_owed(view: View) -> Rows:
    """What there was at the start and is at the end, as owed: without both there is no flow."""
    signs = _signs(view)
    if not signs:
        return ()
    start, *_, end = signs
    return tuple(r for r in queries.measure_totals(view, *signs) if r.measure_id in (start, end))


def no_flow(view: View) -> str:
    """The key of what to say without a flow: not asked in this period, or not reported yet."""
    is_owed = any(r.expected_count for r in flow_owed(view))
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


def main(view: View, rows: Rows) -> Rows:
    """Rows of the movement without the twelve deprivations, which have a figure of their own."""
    twelve = queries.items(view, LACKING)
    return tuple(r for r in rows if r.indicator_id not in twelve)


def lacking_owed(view: View) -> Rows:
    """The twelve deprivations at the root, told or not."""
    twelve = queries.items(view, LACKING)
    return tuple(r for r in queries.progress(view, "root") if r.indicator_id in twelve)


def lacking(view: View, root: Rows) -> Rows:
    """The twelve deprivations that have a figure: the largest share first, where enough is known.

    Of too few units they stand in the order of the decree: the next report may turn them round.
    """
    twelve = queries.items(view, LACKING)
    known = (r for r in root if r.indicator_id in twelve and r.value is not None)
    told = tuple(sorted(known, key=lambda r: r.sort))
    return tuple(sorted(told, key=lambda r: -r.value)) if is_covered(view, told) else told


def is_covered(view: View, rows: Rows) -> bool:
    """Whether enough units are in for places or a finding."""
    least = float(queries.settings(view)["coverage_min"]) / 100
    return all(r.expected_count and r.reporting_count / r.expected_count >= least for r in rows)


def lacking_title(view: View, rows: Rows) -> str:
    """What most households lack, or what the figure is about."""
    if not rows or not is_covered(view, rows):
        return view.words("poverty.lacking")
    first = ", ".join(f"{_lacked(r, view)} {_percent(r, view)}" for r in rows[:NAMED])
    return view.words("poverty.lacking_most", names=first)


def lacking_note(view: View, rows: Rows) -> str:
    """Of how many households the shares are, of which units; why they stand in no order."""
    words = view.words
    row = min(rows, key=lambda r: r.reporting_count)
    households = number(row.d_sum, 0, view.language)
    said = words("poverty.lacking_of", n=households, units=scorecard.units_text(row, view))
    few = "" if is_covered(view, rows) else words("poverty.incomplete")
    return ", ".join(filter(None, (said, few)))


def lacking_bars(view: View, rows: Rows) -> list[UnitBar]:
    """A bar a deprivation: the share of poor and near-poor households, their number beside."""
    return [
        UnitBar(
            view.words(
                "poverty.lacking_bar", name=_lacked(r, view).capitalize(), n=_count(r, view)
            ),
            r.value,
            number(r.value, r.decimals, view.language),
            "near",
        )
        for r in rows
    ]


def no_lacking(view: View, root: Rows) -> str:
    """The key of what to say without a deprivation: not asked in this period, or not reported."""
    twelve = queries.items(view, LACKING)
    is_owed = any(r.indicator_id in twelve and r.expected_count for r in root)
    return "poverty.lacking_unreported" if is_owed else "poverty.lacking_none"


def lacking_alt(view: View, rows: Rows) -> str:
    """The shares read aloud."""
    said = (f"{_lacked(r, view)} {_percent(r, view)} ({_count(r, view)})" for r in rows)
    return f"{view.words('poverty.lacking')}: {'; '.join(said)}"


def _lacked(row: Any, view: View) -> str:
    """Its name without the words that all twelve share."""
    return scorecard.short(row, view).partition(": ")[2] or scorecard.short(row, view)


def _percent(row: Any, view: View) -> str:
    return f"{number(row.value, row.decimals, view.language)} %"


def _count(row: Any, view: View) -> str:
    return number(row.n_sum, 0, view.language)


def help_lines(view: View, root: Rows, units: Rows) -> list[str]:
    """Fund and houses against the year's plan, and which units are behind their own."""
    words, found = view.words, []
    at = {r.indicator_id: r for r in root}
    for row in (
        at[name] for name in queries.items(view, HELP) if name in at and at[name].value is not None
    ):
        title = as_typed(scorecard.short(row, view))
        said = f"**{title}**: {scorecard.value_text(row, view)} "
        said += as_typed(scorecard.unit_text(row, view))
        said += _units(row, view)
        if row.plan_share is not None:
            share = number(100 * row.plan_share, 1, view.language)
            plan = scorecard.plan_text(row, view)
            said = f"{said}, {words('poverty.of_plan', share=share, plan=plan)}"
        if row.status is not None:
            said = f"{said} · {scorecard.verdict_text(row, view)}"
        late = _late(view, row.indicator_id, units)
        found.append(f"{said}. {as_typed(late)}".strip())
    return found


def _late(view: View, indicator: str, units: Rows) -> str:
    """Which units are behind their own plan, the farthest first."""
    behind = [r for r in units if r.indicator_id == indicator and r.status in BEHIND]
    if not behind:
        return ""
    behind.sort(key=lambda r: (r.pace is None, r.pace or 0))
    names = {u.unit_id: u.short_vi for u in queries.units(view)}
    named = view.words.some([names.get(r.scope_id, r.scope_id) for r in behind])
    key = "poverty.late" if queries.is_closed(view) else "poverty.late_pace"
    return view.words(key, n=len(behind), names=named)


def rates(view: View) -> Rows:
    """The rate at the root up to the period in view, oldest first."""
    last = queries.period(view).to_date
    rows = queries.trend(view, [rate(view)])
    return tuple(r for r in rows if r.scope_type == "root" and r.to_date <= last)


def rates_drawn(view: View, rows: Rows) -> Rows:
    """Those told by enough units for a point."""
    return tuple(r for r in rows if is_covered(view, (r,)))


def rate_trends(view: View, rows: Rows) -> list[Trend]:
    """The same as lines, one a standard, which is named; too few units: no point."""
    return [_rate_trend(view, part) for part in of_scales(rows)]


def _rate_trend(view: View, rows: Sequence[Row]) -> Trend:
    points = [
        (r.value, f"{number(r.value, 2, view.language)}{_units(r, view)}")
        if is_covered(view, (r,))
        else None
        for r in rows
    ]
    heads = [view.words.name(r, "title") for r in rows]
    title = ", ".join(filter(None, (view.words("poverty.rate"), rows[0].scale_decision)))
    return Trend(title, heads, [""], [0], [points])


def rates_note(view: View, rows: Rows) -> str:
    """By which decision each stretch was measured, where there is more than one."""
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(row.scale_decision or NOTHING, view.words.name(row, "title"))
    if len(found) < 2:
        return ""
    told = "; ".join(view.words("poverty.since", title=t, decision=d) for d, t in found.items())
    return view.words("poverty.breaks", told=told)


def rates_alt(view: View, rows: Rows) -> str:
    """The line read aloud."""
    drawn = rate_trends(view, rows)
    said = (
        f"{h}: {p[1] if p else NOTHING}"
        for each in drawn
        for h, p in zip(each.heads, each.lines[0], strict=True)
    )
    told = f"{view.words('poverty.rate')}: {'; '.join(said)}"
    return f"{told}. {rates_note(view, rows)}".strip()
