"""From rows of figures to lines of the progress figure, in the view's language."""

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from app import queries
from app.charts import ProgressRow
from app.filters import View
from app.format import NOTHING, fit, in_steps, number, signed, status
from app.store import Rows

RATE_UNITS = {"%"}
SHORT = {"near", "behind"}  # tones of a plan that is not reached
TOO_MUCH = {"slow", "very_slow", "not_met"}
AT_MOST = "≤"
FULL = {"held", "met", "exceeded", "on_pace"}
MOST_DECIMALS = 6
LEAD_AND_PLAN = 44  # letters of a lead indicator's name and of its plan, which share a line


def value_text(row: Any, view: View) -> str:
    """A figure as written; levels as 9/14."""
    if row.rule == "level" and row.scope_type != "unit" and row.value is not None:
        return f"{row.value:.0f}/{row.expected_count}"
    return number(row.value, decimals(row), view.language)


def decimals(row: Any) -> int:
    """As the catalogue says; more where a figure short of or beyond its plan would read as it."""
    shown = int(row.decimals)
    is_apart = status(row.status).tone in SHORT or row.status == "exceeded"
    if not is_apart or None in (row.value, row.target):
        return shown
    while shown < MOST_DECIMALS and number(row.value, shown) == number(row.target, shown):
        shown += 1
    return shown


def unit_text(row: Any, view: View) -> str:
    """The unit of measure."""
    return view.words.name(row, "uom")


def measure_unit(row: Any, view: View) -> str:
    """The unit of measure of a measure: in English as all indicators call it that have the same."""
    if view.language == "vi":
        return row.uom_vi
    called = {i.uom_en for i in queries.indicators(view) if i.uom_vi == row.uom_vi}
    return called.pop() if len(called) == 1 else row.uom_vi


def short(row: Any, view: View) -> str:
    """A title for charts: the catalogue keeps a short Vietnamese one, English ones are short."""
    return row.short_vi if view.language == "vi" else row.title_en


def change_text(row: Any, which: str, view: View) -> str:
    """Change on the previous period or on last year: percent of amounts, else a difference.

    Over too few units of both it has n/N and no arrow: it says nothing of the whole.
    """
    if getattr(row, f"{which}_broken") is True:
        return view.words("change.broken")
    percent = getattr(row, f"{which}_percent")
    difference = getattr(row, f"{which}_difference")
    if difference is None:
        return NOTHING
    both, is_wide = getattr(row, f"{which}_both"), getattr(row, f"{which}_wide")
    covered = "" if both >= row.reporting_count else f" ({view.words('change.units', n=both)})"
    if not is_wide:
        covered = f" ({view.words('change.few', n=both, total=row.expected_count)})"
    is_rate = row.uom_vi in RATE_UNITS and not row.is_score
    places = max(int(row.decimals), 1) if is_rate else int(row.decimals)
    if percent is not None:
        shown, unit = signed(percent, 1, view.language), "%"
    else:
        shown, unit = signed(difference, places, view.language), difference_unit(row, view)
    if shown == "=":
        return shown + covered
    arrow = ("▼ " if shown.startswith("−") else "▲ ") if is_wide else ""
    return f"{arrow}{shown} {unit}{covered}"


def difference_unit(row: Any, view: View) -> str:
    """What a difference is in: points of what is told in per cent, else the unit of measure."""
    if row.uom_vi not in RATE_UNITS:
        return unit_text(row, view)
    return view.words("change.score" if row.is_score else "change.points")


def changes_text(row: Any, view: View) -> str:
    """Both changes, one under the other; of a whole year they are one and the same."""
    first, second = (change_text(row, which, view) for which in ("previous", "year"))
    if row.is_year_before or (first, second) == (NOTHING, NOTHING):
        return second
    return f"{first}<br>{second}"


def verdict_text(row: Any, view: View) -> str:
    """Sign and word of a status."""
    if row.status is None:
        return NOTHING
    return f"{status(row.status).sign} {verdict_word(row, view)}"


def verdict_word(row: Any, view: View) -> str:
    """The word of a status; what is too much of a ceiling is not slow."""
    if row.status in TOO_MUCH and is_ceiling(row):
        return view.words("status.over" if row.value > row.target else "status.above")
    if row.status == "exceeded" and row.direction == "lower":
        return view.words("status.better")  # to pass is to exceed it, in a word
    return view.words(f"status.{row.status}")


def is_ceiling(row: Any) -> bool:
    """Whether the plan is the most that there may be in the year."""
    return row.direction == "lower" and row.is_accumulated


def refused_text(row: Any, view: View) -> str:
    """How many of the units that are missing did send a report, and had it returned."""
    if status(row.status).tone != "missing" or not row.refused_count:
        return ""
    return f"({view.words('refused.units', n=row.refused_count)})"


def coverage_text(row: Any) -> str:
    """n/N units."""
    return f"{row.reporting_count}/{row.expected_count}" if row.expected_count else NOTHING


def units_text(row: Any, view: View) -> str:
    """n/N units, in a sentence."""
    return view.words("plan.units", n=row.reporting_count, total=row.expected_count)


def bar_shares(row: Any) -> tuple[float | None, float | None]:
    """(done, expected by now) from the year's start at 0 to its plan at 1; None: nothing is drawn.

    A flow starts from nothing, a stock or rate from its baseline. What meets its plan without a
    way to go (kept, or no baseline is known) has gone all of it.
    """
    if row.status in (None, "not_due", "unreported"):
        return None, None
    if row.is_flow:
        return row.plan_share, None if row.plan_share is None else row.share
    if row.gap_closed is not None:
        return row.gap_closed, row.share
    return (1.0 if row.status in FULL else None), None


def progress_row(
    row: Any, title: str, subtitle: str, verdict: str, view: View, unit: str = ""
) -> ProgressRow:
    """One line for an indicator at one level; its plan may stand before the unit of measure."""
    unit = unit or unit_text(row, view)
    done, expected = bar_shares(row)
    return ProgressRow(
        title=title,
        subtitle=subtitle,
        value=value_text(row, view),
        unit=unit,
        share=done,
        expected=expected,
        changes=changes_text(row, view),
        verdict=verdict,
        tone=status(row.status).tone,
        coverage=coverage_text(row),
    )


def leads(movements: Rows, root: Rows) -> Rows:
    """The figures of the movements' lead indicators, in the movements' order."""
    by_indicator = {r.indicator_id: r for r in root}
    found = (by_indicator.get(m.lead_indicator_id) for m in movements)
    return tuple(r for r in found if r is not None)


def movement_rows(view: View, movements: Rows, root: Rows, counts: Rows) -> list[ProgressRow]:
    """A line a movement: its lead indicator's figures and its own x/y."""
    by_indicator = {r.indicator_id: r for r in root}
    by_movement = {r.movement_id: r for r in counts if r.scope_type == "root"}
    found = []
    for movement in movements:
        row = by_indicator.get(movement.lead_indicator_id)
        if row is None:
            continue
        count = by_movement.get(movement.movement_id)
        given = {} if count is None else {"x": count.on_pace_count, "y": count.indicator_count}
        below = [view.words("progress.of_movement", **given)] if given else []
        verdict = _two_lines(verdict_text(row, view), *below, refused_text(row, view))
        unit = _plan_below(row, view)
        lead = fit(short(row, view), LEAD_AND_PLAN - len(unit))
        found.append(progress_row(row, short(movement, view), lead, verdict, view, unit))
    return found


def _plan_below(row: Any, view: View) -> str:
    """The plan in short, and what of it is compared while units are missing; unit of measure."""
    decided, compared = _plan(row, view)
    unit = unit_text(row, view)
    if not decided:
        return unit
    if compared and row.decided_target is not None:
        part = _bound(row, number(row.target, decimals(row), view.language))
        return view.words("plan.short_part", part=part, target=decided, unit=unit)
    key = "plan.short_revised" if _is_revised(row) else "plan.short"
    return view.words(key, target=_bound(row, decided), unit=unit)


def indicator_rows(view: View, rows: Rows) -> list[ProgressRow]:
    """A line an indicator: its plan under its name, its own verdict."""
    found = []
    for row in rows:
        verdict = _two_lines(verdict_text(row, view), refused_text(row, view))
        found.append(progress_row(row, short(row, view), target_text(row, view), verdict, view))
    return found


def longer_rows(view: View, rows: Rows) -> list[ProgressRow]:
    """The same against plans of several years, whose changes the year's line tells."""
    return [replace(r, changes="") for r in indicator_rows(view, rows)]


def _two_lines(above: str, *below: str) -> str:
    second = " ".join(filter(None, below))
    return f"{above}<br>{second}" if second else above


def of_movement(rows: Rows, movement_id: str) -> Rows:
    """Rows of one movement's indicators, in the catalogue's order."""
    return tuple(r for r in rows if r.movement_id == movement_id)


def with_due(row: Any, view: View) -> tuple[str, str]:
    """A figure and what is needed by now, a dash where nothing tells; with so many decimals that
    the one reads as behind or beyond the other as the status says.
    """
    if row.due is None:
        return value_text(row, view), NOTHING
    places, language = decimals(row), view.language
    while places < MOST_DECIMALS and not _reads_so(row, places):
        places += 1
    needed = number(_enough(row, places) / 10**places, places, language)
    is_count = row.rule == "level" and row.scope_type != "unit"
    value = value_text(row, view) if is_count else number(row.value, places, language)
    return value, _bound(row, needed)


def in_words(said: str) -> str:
    """A plan or need without its sign, for a sentence that says in words that it is the most."""
    return said.removeprefix(f"{AT_MOST} ")


def _enough(row: Any, places: int) -> int:
    """Steps of the last decimal: the least that is enough, of what is to be low the most."""
    nearest = math.floor if row.direction == "lower" else math.ceil
    return nearest(round(row.due * 10**places, 6))


def _reads_so(row: Any, places: int) -> bool:
    value, needed = in_steps(row.value, places), _enough(row, places)
    is_enough = value <= needed if row.direction == "lower" else value >= needed
    return is_enough != (status(row.status).tone in SHORT)


def _bound(row: Any, plan: str) -> str:
    """A plan or need as the most that there may be, where less is better."""
    return f"{AT_MOST} {plan}" if plan and row.direction == "lower" else plan


# Why no plan can be shown: none is set at all, or it is for other periods; else none was decided.
NO_PLAN = {None: "not_set", "not_due": "not_due"}


def target_text(row: Any, view: View) -> str:
    """The plan in words: as decided, and what of it is compared while units are missing."""
    decided, compared = _plan(row, view)
    if not decided:
        return view.words(f"plan.{NO_PLAN.get(row.status, 'none')}")
    unit = unit_text(row, view)
    if view.is_projected and unit != "%":
        unit = ""  # in letters for a hall there is no room to say it twice on a line
    key = "plan.revised" if _is_revised(row) else "plan.is"
    said = view.words(key, target=_bound(row, decided), unit=unit).rstrip()
    return f"{said} {compared}".rstrip()


def plan_text(row: Any, view: View) -> str:
    """The plan in a sentence, without its unit of measure."""
    return " ".join(_plan(row, view)).rstrip()


def plan_cell(row: Any, view: View) -> str:
    """The plan in a table; one that took another's place says so."""
    plan = _bound(row, plan_text(row, view))
    return view.words("plan.revised_cell", target=plan) if _is_revised(row) else plan


def _is_revised(row: Any) -> bool:
    return row.decided_target is not None and (row.target_version or 1) > 1


def _plan(row: Any, view: View) -> tuple[str, str]:
    """The plan as decided, and in brackets the part of it that is for the units that reported.

    A level without a plan of its own is compared with the sum of those units' plans alone.
    """
    places = decimals(row)
    units = units_text(row, view)
    if row.decided_target is None:
        if row.target is None:
            return "", ""
        is_part = row.rule == "sum" and row.reporting_count < row.expected_count
        return number(row.target, places, view.language), f"({units})" if is_part else ""
    decided = number(row.decided_target, places, view.language)
    if row.target is None:
        return decided, ""
    compared = number(row.target, places, view.language)
    if compared == decided:
        return decided, ""
    return decided, f"({view.words('plan.part', target=compared, units=units)})"


def heads(view: View, title: str = "progress.indicator") -> dict[str, str]:
    """Heads of the progress figure; the first one says what a line is."""
    columns = ("value", "bar", "changes", "verdict", "coverage")
    named = {"title": view.words(title)} | {c: view.words(f"progress.{c}") for c in columns}
    is_year = queries.is_whole_year(view)
    return named | ({"changes": view.words("progress.changes_year")} if is_year else {})


def alt_text(rows: Iterable[ProgressRow]) -> str:
    """The progress figure read aloud."""
    lines = (
        f"{r.title}: {r.value} {r.unit}, {r.verdict.replace('<br>', ' ')}, {r.coverage}"
        for r in rows
    )
    return "; ".join(lines)
