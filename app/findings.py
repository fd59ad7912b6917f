"""Sentences that say what the figures mean: titles of pages, what needs attention, what shines."""

from collections import Counter
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from app import queries, scorecard, warnings
from app.filters import View
from app.format import NOTHING, as_typed, date, number, status, years
from app.store import Rows

MOST, SOURCES, WORSE = 4, 2, 2  # lines of a kind in a short list
LEAST_WORSE = 10  # percent on last year, in the direction nobody wants
# Where the overview lists every indicator, and the page of quality those of two sources.
ALL, SOURCES_AT = "chi-tieu", "nguon"
YEARS_AT = "nhieu-nam"  # what is held against plans of several years
BEHIND = ("near", "slow", "very_slow", "not_met")
JUDGED = ("good", "near", "behind")  # tones of a status that says how far
IN_HAND = ("on_time", "late")
# What a plan that is met is called: when its time is over, and before.
OF_YEAR = ("headline.met", "headline.plan_met")
OF_YEARS = ("longer.met", "longer.plan_met")


def headline(view: View, root: Rows) -> str:
    """The set's title and its counts; what is behind by name where it is few.

    In a period in which no set is in force the title counts all indicators.
    """
    row, members = queries.headline(view), queries.set_members(view)
    if row is None or not members:
        counts = counted(view, root) or view.words("unit.nothing")
        return _whole(view, counts)
    counts = _counts(view, row, _behind(view, root, row.behind), queries.is_closed(view))
    return f"{view.words.name(members[0], 'title')}: {counts}"


def set_title(view: View) -> str:
    """The head over the set's indicators, one by one."""
    members = queries.set_members(view)
    return view.words("overall.set", title=view.words.name(members[0], "title"))


def whole(view: View, root: Rows) -> str:
    """The same counts over every indicator that is judged: the set is only some of them."""
    counts = counted(view, root) if queries.set_members(view) else ""
    return _whole(view, counts) if counts else ""


def _whole(view: View, counts: str) -> str:
    is_school = queries.is_school_year(view)
    return view.words("headline.school" if is_school else "headline.whole", counts=counts)


def longer(view: View, rows: Rows) -> str:
    """The same counts against plans of several years, and which they are.

    They are open when the year in view is over, and closed when all of their time is.
    """
    told = ", ".join(sorted({years(r.plan_year_id) for r in rows}))
    counts = counted(view, rows, all(r.share == 1 for r in rows), OF_YEARS)
    return view.words("longer.title", years=told, counts=counts)


def counted(
    view: View, rows: Rows, is_closed: bool | None = None, plan: tuple[str, str] = OF_YEAR
) -> str:
    """x/y of these rows on pace and what the others are; nothing where none is judged."""
    is_closed = queries.is_closed(view) if is_closed is None else is_closed
    judged = [r for r in rows if r.status is not None]
    if not judged:
        return ""
    at = Counter(r.status for r in judged)
    row = SimpleNamespace(
        x=sum(r.is_on_pace for r in judged),
        y=len(judged),
        m=sum(r.is_plan_met for r in judged),
        z=at["not_due"],
        k=at["unreported"] + at["incomplete"],
        behind=sum(at[s] for s in BEHIND),
        without_basis=at["no_target"] + at["no_basis"] + at["not_applicable"],
    )
    behind = _behind_count(view, row.behind, is_closed)
    return _counts(view, row, behind, is_closed, plan)


def _counts(
    view: View, row: Any, behind: str, is_closed: bool, plan: tuple[str, str] = OF_YEAR
) -> str:
    """x/y on pace, then what is not, and why; of the year's plan or of a longer one."""
    words = view.words
    parts = [words(plan[0] if is_closed else "headline.on_pace", x=row.x, y=row.y)]
    if row.m and not is_closed:
        parts[0] += ", " + words(plan[1], m=row.m)
    if row.z:
        parts.append(words("headline.not_due", z=row.z))
    if row.k:
        parts.append(words("headline.unreported", k=row.k))
    if row.behind:
        parts.append(behind)
    if row.without_basis:
        parts.append(words("headline.without_basis", n=row.without_basis))
    return " · ".join(parts)


def _behind_count(view: View, count: int, is_closed: bool) -> str:
    return view.words("headline.missed" if is_closed else "headline.behind", n=count)


def _behind(view: View, root: Rows, count: int) -> str:
    text = _behind_count(view, count, queries.is_closed(view))
    if count > 2:
        return text
    members = {r.indicator_id for r in queries.set_members(view)}
    named = [r for r in root if r.indicator_id in members and r.status in BEHIND]
    return f"{text}: " + ", ".join(scorecard.short(r, view) for r in named)


def trust(view: View, movement_id: str = "") -> str:
    """Who reported, and how much of the plan year has gone; of the units a movement is about."""
    words, owed, period = view.words, queries.timeliness(view), queries.period(view)
    owed = _about(view, movement_id, owed) if movement_id else owed
    if movement_id and queries.is_elsewhere(view, movement_id):
        return ""  # its title says so
    if movement_id and not _is_asked(view, movement_id):
        return words("trust.not_asked")
    if not owed:
        return words("trust.nothing_owed")
    said = [reported(view, owed), *still_owed(view, owed)]
    gone = number(100 * period.months_elapsed / period.months, 0, view.language)
    key = "trust.gone_school" if queries.is_school_year(view) else "trust.gone"
    return ", ".join(said) + " · " + words(key, year=period.plan_year_id, share=gone)


def _about(view: View, movement_id: str, owed: Rows) -> Rows:
    """What is owed by the units that a movement's indicators are about; all where it has none."""
    rows = queries.progress(view, "unit")
    about = {r.scope_id for r in rows if r.movement_id == movement_id and r.expected_count}
    return tuple(r for r in owed if r.reporter_id in about) or owed


def _is_asked(view: View, movement_id: str) -> bool:
    """Whether the period asks anybody for a figure of a movement; levels are decided, not asked."""
    rows = (*queries.progress(view, "unit"), *queries.progress(view, "root"))
    return any(
        r.movement_id == movement_id and r.expected_count and r.rule != "level" for r in rows
    )


def reported(view: View, owed: Rows) -> str:
    """n/N that have reported."""
    share = number(100 * in_hand(owed) / len(owed), 0, view.language)
    return view.words("trust.reported", n=in_hand(owed), total=len(owed), share=share)


def in_hand(owed: Rows) -> int:
    """How many of those that owe a report have one that counts."""
    return sum(r.timeliness in IN_HAND for r in owed)


def still_owed(view: View, owed: Rows) -> list[str]:
    """How many are missing and how many not due yet, and how many of them were returned."""
    counts = Counter(r.timeliness for r in owed)
    return [
        view.words(f"trust.{code}", n=counts[code]) + _returned(view, owed, code)
        for code in ("missing", "not_due")
        if counts[code]
    ]


def _returned(view: View, owed: Iterable[Any], code: str) -> str:
    """In brackets how many of those still owed were sent and returned: they did not sit idle."""
    count = sum(r.timeliness == code and r.is_returned for r in owed)
    return f" ({view.words('trust.returned', n=count)})" if count else ""


def attention(view: View, root: Rows) -> list[str]:
    """What to ask about first: missing reports, the slowest, falls, two sources, open warnings."""
    lines = []
    missing = [r for r in queries.timeliness(view) if r.timeliness == "missing"]
    if missing:
        lines.append(_missing(view, missing))
    slow = _slowest(view, root)
    lines += [_behind_line(row, view) for row in slow[:MOST]]
    missed = bool(slow) and slow[0].status == "not_met"  # the year is over: so are they all
    lines += _others(view, "missed" if missed else "slow", len(slow) - MOST)
    lines += _behind_of_years(view)
    lines += [_worse_line(row, view) for row in _worse(root, slow[:MOST])]
    if falls := len(queries.falling(view)):
        head = view.link("submission", view.words("attention.falls_head", n=falls))
        lines.append(view.words("attention.falls", head=head))
    # The whole district is one side: a sum of some units always differs, and proves nothing.
    whole = [r for r in _differing(view) if r.reporting_count == r.expected_count]
    lines += [_two_sources(row, view) for row in whole[:SOURCES]]
    lines += _others(view, "sources", len(whole) - SOURCES)
    if waiting := len(warnings.waiting(view)):
        head = view.link("quality", view.words("warnings.head", n=waiting))
        lines.append(view.words("attention.warnings", head=head))
    return lines


def _slowest(view: View, root: Rows) -> list[Any]:
    """What is behind of the set that the title counts, then of all others: as many as listed."""
    members = {r.indicator_id for r in queries.set_members(view)}
    behind = (r for r in root if r.status in BEHIND)
    return sorted(behind, key=lambda r: (r.indicator_id not in members, _or_zero(r.pace)))


def _behind_of_years(view: View) -> list[str]:
    """What is behind a plan of several years: it may be on pace for that of its year."""
    behind: dict[str, list[Any]] = {}
    for row in queries.longer(view):
        if row.status in BEHIND:
            behind.setdefault(row.plan_year_id, []).append(row)
    lines = []
    for plan_year, rows in sorted(behind.items()):
        key = "attention.longer_missed" if rows[0].share == 1 else "attention.longer_behind"
        names = (as_typed(scorecard.short(r, view)) for r in rows)
        titles = ", ".join(f"[{name}](#{YEARS_AT})" for name in names)
        lines.append(view.words(key, years=years(plan_year), titles=titles))
    return lines


def _worse(root: Rows, named: list[Any]) -> list[Any]:
    """Amounts that went farthest on last year where nobody wants them, but for those named."""
    unwanted = {"higher": -1, "lower": 1}
    far = {
        r.indicator_id: r
        for r in root
        if r.year_percent is not None
        and r.year_wide
        and r.year_percent * unwanted.get(r.direction, 0) >= LEAST_WORSE
        and r not in named
    }
    return sorted(far.values(), key=lambda r: -abs(r.year_percent))[:WORSE]


def _worse_line(row: Any, view: View) -> str:
    value = f"{scorecard.value_text(row, view)} {scorecard.unit_text(row, view)}"
    change = as_typed(scorecard.change_text(row, "year", view))
    given = {"title": _linked(view, row), "value": as_typed(value), "change": change}
    due = scorecard.with_due(row, view)[1]
    if row.direction == "lower" and row.status in BEHIND and due != NOTHING:
        due = as_typed(scorecard.in_words(due))
        return view.words("attention.worse_due", due=due, **given)
    return view.words("attention.worse", **given)


def _others(view: View, kind: str, count: int) -> list[str]:
    """What a short list leaves out is counted, never dropped, and stands where the link leads."""
    if count <= 0:
        return []
    said = view.words(f"others.{kind}", n=count)
    if kind == "sources":
        return [view.link("quality", said, SOURCES_AT)]
    return [f"[{as_typed(said)}](#{ALL})"]


def _missing(view: View, missing: list[Any]) -> str:
    """How many have not reported; the longest overdue by name, where it is one alone."""
    due = min(r.due_date for r in missing)
    worst = [r for r in missing if r.due_date == due]
    head = view.words("attention.missing_head", n=len(missing))
    given = {"head": view.link("submission", head), "due": date(due)}
    given["returned"] = _returned(view, missing, "missing")
    if len(worst) > 1:
        return view.words("attention.missing_alike", **given)
    unit = as_typed(view.words.name(worst[0], "name"))
    key = "attention.missing" if len(missing) > 1 else "attention.missing_one"
    return view.words(key, unit=unit, **given)


def calm(view: View, root: Rows) -> str:
    """What to say without any of it; before figures come in, nothing is known to be well."""
    judged = sum(status(r.status).tone in JUDGED for r in root)
    if not judged:
        return view.words("overview.calm_unknown")
    return view.words("overview.calm", n=judged, total=sum(r.status is not None for r in root))


def _or_zero(value: float | None) -> float:
    return 0.0 if value is None else value


def _linked(view: View, row: Any) -> str:
    """An indicator's name, which opens what its figure is computed from."""
    return view.link("explain", scorecard.short(row, view), indicator=row.indicator_id)


def _behind_line(row: Any, view: View) -> str:
    value, needed = scorecard.with_due(row, view)
    kind = "ceiling" if scorecard.is_ceiling(row) else "behind"
    if needed != NOTHING:
        kind += "_due" if row.direction == "higher" or kind == "ceiling" else "_low_due"
    return view.words(
        f"attention.{kind}",
        title=_linked(view, row),
        value=as_typed(f"{value} {scorecard.unit_text(row, view)}"),
        due=as_typed(scorecard.in_words(needed)),
        target=_plan(row, view),
        verdict=scorecard.verdict_word(row, view),
    )


def _plan(row: Any, view: View) -> str:
    """The plan in a sentence; that of a ceiling says itself that it is the most."""
    plan = scorecard.plan_cell(row, view)
    return as_typed(scorecard.in_words(plan) if scorecard.is_ceiling(row) else plan)


def _differing(view: View) -> Rows:
    return tuple(r for r in queries.reconciliation(view) if r.difference)


def _two_sources(row: Any, view: View) -> str:
    units = number(row.units_value, row.decimals, view.language)
    if row.reporting_count < row.expected_count:
        units += f" ({scorecard.units_text(row, view)})"
    title = view.words.name(row, "title")
    shown = {
        "title": view.link("quality", title, SOURCES_AT, q=title),
        "units": as_typed(units),
        "reporter": as_typed(row.reporter_short_vi),
        "root": as_typed(number(row.root_value, row.decimals, view.language)),
    }
    return view.words("attention.sources", **shown)


def sources(view: View, movement_id: str) -> list[str]:
    """Measures of one movement that two sources tell differently."""
    rows = _differing(view)
    return [_two_sources(row, view) for row in rows if movement_id in (row.movement_ids or [])]


def no_sources(view: View, movement_id: str) -> str:
    """What to say without such a measure: the sources agree, or one of them has not reported."""
    compared = any(movement_id in (r.movement_ids or []) for r in queries.reconciliation(view))
    return view.words("poverty.sources_none" if compared else "poverty.sources_nothing")


def bright(view: View, root: Rows) -> list[str]:
    """What already meets the year's plan, the farthest ahead first.

    A ceiling that was kept comes after: how little of it was used says nothing of how well.
    """
    met = (r for r in root if r.is_plan_met)
    good = sorted(met, key=lambda r: (scorecard.is_ceiling(r), -_or_zero(r.pace)))
    lines = [_bright_line(row, view) for row in good[:MOST]]
    return lines + _others(view, "bright", len(good) - MOST)


def _bright_line(row: Any, view: View) -> str:
    value = f"{scorecard.value_text(row, view)} {scorecard.unit_text(row, view)}"
    given = {
        "title": _linked(view, row), "value": as_typed(value), "target": _plan(row, view)
    }  # fmt: skip
    if scorecard.is_ceiling(row):
        return view.words("bright.ceiling", **given)
    if row.direction != "higher" or not row.is_flow or row.plan_share is None:
        return view.words("bright.level", **given)
    given["share"] = number(100 * row.plan_share, 1, view.language)
    if row.reporting_count < row.expected_count:
        return view.words("bright.share_part", units=scorecard.units_text(row, view), **given)
    return view.words("bright.share", **given)
