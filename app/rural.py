"""New rural areas in words: levels by decision, criteria as reported, and where they differ."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from app import queries, scorecard
from app.charts import CellMap, MapCell, Segment, UnitBar
from app.filters import View
from app.format import as_typed, number
from app.palette import Palette, ink_on
from app.store import Row, Rows
from app.table import Table

NEAR = 2
NAMED = 6
YEARS = 6  # the last ones
# Roles of the catalogue: all capital and its sources; what blocks gave and communes received.
CRITERIA, INCOME, TOWN = "rural_criteria", "rural_income", "rural_town"
CAPITAL, SOURCE = "rural_capital", "rural_capital_source"
GIVEN, RECEIVED = "rural_given", "rural_received"
SUMS = ("rural.capital_even", "rural.capital_gap")
SPONSORS = ("rural.sponsor_even", "rural.sponsor_gap")


def title(view: View, communes: Rows) -> str:
    """x/14 at standard or above, who is left, and of how many no decision is known."""
    words = view.words
    if not communes:
        return words("menu.new_rural")
    left = [u.short_vi for u in communes if _is_below(u)]
    unknown = sum(u.rank is None for u in communes)
    met = len(communes) - len(left) - unknown
    if met == len(communes):
        return words("rural.all", total=met)
    said = [words("rural.title", n=met, total=len(communes))]
    if left:
        key = "rural.left" if len(left) <= NAMED else "rural.left_many"
        said.append(words(key, n=len(left), names=words.some(left, NAMED, "communes")))
    if unknown:
        said.append(words("rural.unknown", n=unknown))
    return ", ".join(said)


def _is_below(unit: Any) -> bool:
    return unit.rank is not None and unit.rank < 1


def trust(view: View, communes: Rows) -> str:
    """How many communes reported their criteria."""
    asked = [u for u in communes if u.asked]
    if not asked:
        return view.words("rural.no_criteria")
    reported = sum(bool(u.assessed) for u in asked)
    share = number(100 * reported / len(asked), 0, view.language)
    return view.words("rural.reported", n=reported, total=len(asked), share=share)


def segments(view: View, communes: Rows, colours: Palette) -> list[Segment]:
    """Communes at each level, the highest first."""
    names = {u.rank: view.words.name(u, "level") for u in communes if u.rank is not None}
    known = [
        Segment(names[rank], sum(u.rank == rank for u in communes), *level_look(rank, colours))
        for rank in sorted(names, reverse=True)
    ]
    unknown = sum(u.rank is None for u in communes)
    look = level_look(None, colours)
    rest = [Segment(view.words("rural.level_unknown"), unknown, *look)] if unknown else []
    return known + rest


def levels_title(view: View, communes: Rows) -> str:
    """How many communes stand at each level."""
    at = Counter(u.rank for u in communes if u.rank is not None)
    names = {u.rank: view.words.name(u, "level") for u in communes if u.rank is not None}
    if not at:
        return view.words("rural.levels")
    said = ", ".join(f"{at[rank]} {_lower(names[rank])}" for rank in sorted(at, reverse=True))
    return view.words("rural.levels_told", said=said)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def criteria_title(view: View, criteria: Rows) -> str:
    """The criterion that most communes say they do not meet."""
    unmet = Counter(c.measure_id for c in criteria if c.value == 0)
    if not unmet:
        return view.words("rural.criteria")
    most = max(unmet.values())
    names = {c.measure_id: view.words.name(c, "title") for c in criteria}
    worst = [name for measure, name in names.items() if unmet[measure] == most]
    told = sum(c.value is not None for c in criteria if names[c.measure_id] == worst[0])
    given = {"names": "; ".join(worst[:NEAR]), "n": most, "total": told}
    key = "rural.criteria_most" if len(worst) <= NEAR else "rural.criteria_many"
    return view.words(key, more=len(worst) - NEAR, **given)


def capital_title(view: View, root: Rows) -> str:
    """The largest source of capital and its share."""
    told = sources(view, root)
    if not told:
        return view.words("rural.capital")
    given = {"name": _source(told[0], view), "share": _one(told[0].value, view)}
    return view.words("rural.capital_most", **given)


def level_look(rank: int | None, colours: Palette) -> tuple[str, str]:
    """Ground and ink of a level, the same wherever it is drawn; None: no decision is known."""
    if rank is None:
        return colours.track, colours.ink
    grounds = {0: colours.tones["near"], 1: colours.shades[3], 2: colours.shades[4]}
    ground = grounds.get(rank, colours.words["good"])
    return ground, ink_on(ground)


def near(view: View, communes: Rows, criteria: Rows) -> list[str]:
    """Communes not yet recognised that lack one or two criteria, and which."""
    lines = []
    for unit in filter(_is_near, communes):
        mine = [c for c in criteria if c.unit_id == unit.unit_id and c.value == 0]
        missing = ", ".join(view.words.name(c, "title") for c in mine)
        given = {"unit": as_typed(unit.short_vi), "missing": as_typed(missing)}
        given |= {"n": unit.asked - unit.met, "met": unit.met, "asked": unit.asked}
        lines.append(view.words("rural.near_line", **given))
    return lines


def _is_near(unit: Any) -> bool:
    """A criterion not reported may be one more that is missing, so all must be known."""
    return _is_below(unit) and _is_assessed(unit) and 1 <= unit.asked - unit.met <= NEAR


def _is_assessed(unit: Any) -> bool:
    return bool(unit.asked) and unit.assessed == unit.asked


def differ(view: View, communes: Rows) -> list[str]:
    """Where decisions and the communes' own assessment tell different stories."""
    lines = []
    for unit in communes:
        if not _is_assessed(unit):
            continue
        given = {"unit": as_typed(unit.short_vi), "asked": unit.asked}
        if _is_below(unit) and unit.met == unit.asked:
            lines.append(view.words("rural.differ_low", **given))
        if unit.rank is not None and unit.rank >= 1 and unit.met < unit.asked:
            level = as_typed(view.words.name(unit, "level"))
            lines.append(view.words("rural.differ_high", level=level, met=unit.met, **given))
    return lines


def no_differ(view: View, communes: Rows) -> str:
    """What to say without such a commune: all agree, or none has assessed itself in full."""
    compared = any(map(_is_assessed, communes))
    return view.words("rural.differ_none" if compared else "rural.differ_nothing")


def table(view: View, communes: Rows) -> Table:
    """Commune, level, year reached, decision, criteria met."""
    words = view.words
    found = Table(
        {
            words("rural.unit"): [words.name(u, "name") for u in communes],
            words("rural.level"): [
                words("rural.level_unknown") if u.rank is None else words.name(u, "level")
                for u in communes
            ],
            # Of a commune below standard there is no year in which it reached a level.
            words("rural.year"): [None if _is_below(u) else u.year_achieved for u in communes],
            words("rural.decision"): [u.decision_number for u in communes],
            words("rural.decided"): [None if _is_below(u) else u.decision_date for u in communes],
            words("rural.met"): [u.met for u in communes],
        }
    )
    # The catalogue may know the days of decisions and none of their numbers.
    numbered = any(u.decision_number for u in communes)
    return found if numbered else found.without({words("rural.decision")})


def scale(view: View) -> str:
    """By which version of the scale communes are judged in the period."""
    row = _about(view, queries.item(view, CRITERIA))
    if row is None or row.scale_vi is None:
        return ""
    return view.words("rural.scale", title=row.scale_vi, decision=row.decision_number)


def _about(view: View, indicator: str) -> Any:
    return next((r for r in queries.indicators(view) if r.indicator_id == indicator), None)


def town(view: View, units: Rows) -> list[str]:
    """Towns by their own measure: they are not among the communes to be recognised."""
    town_id = queries.item(view, TOWN)
    about = _about(view, town_id)
    names = {u.unit_id: view.words.name(u, "name") for u in queries.units(view)}
    mine = [r for r in units if r.indicator_id == town_id and r.expected_count]
    lines = []
    for row in mine:
        unit = names.get(row.scope_id, row.scope_id)
        given = {"unit": unit, "decision": about.decision_number}
        if row.value is None:
            lines.append(view.words("rural.town_unknown", **given))
            continue
        given |= {"met": number(row.value, 0, view.language), "total": about.scale_maximum}
        lines.append(view.words("rural.town_line", **given))
    return lines


def main(view: View, rows: Rows) -> Rows:
    """Rows of the movement without what has a figure or sentence of its own."""
    own = {*queries.items(view, SOURCE), queries.item(view, TOWN)}
    return tuple(r for r in rows if r.indicator_id not in own)


def of_units(view: View, role: str) -> Rows:
    """Rows of the units for the indicator under a role."""
    indicator = queries.item(view, role)
    return tuple(r for r in queries.progress(view, "unit") if r.indicator_id == indicator)


def of_blocks(view: View, role: str) -> Rows:
    """Rows of the blocks of the scheme in view for the indicator under a role, and of the units
    that are in none of them: together they are all that is asked.
    """
    indicator, known = queries.item(view, role), {b.block_id for b in queries.blocks(view)}
    outside = {u.unit_id for u in queries.units(view) if u.block_id is None}
    rows = (r for r in queries.progress(view, "block") if r.scope_id in known)
    alone = (r for r in of_units(view, role) if r.scope_id in outside and r.expected_count)
    return (*(r for r in rows if r.indicator_id == indicator), *alone)


def told(rows: Rows) -> Rows:
    """Rows that have a figure."""
    return tuple(r for r in rows if r.value is not None)


def of_years(view: View) -> Rows:
    """Counts at the ends of the last years gone."""
    ended = queries.period(view).to_date
    last = ended.year if (ended.month, ended.day) == (12, 31) else ended.year - 1
    return tuple(r for r in queries.levels_by_year(view) if last - YEARS < r.year <= last)


def years(view: View, colours: Palette) -> CellMap:
    """Communes at each level at the ends of years gone: by the year reached, by the day decided.

    Decisions lag by half a year and more, so the two last lines differ.
    """
    words, rows = view.words, of_years(view)
    told = sorted({r.year for r in rows})
    levels = {r.rank: words.name(r, "level") for r in rows}
    heads = [levels[rank] for rank in sorted(levels, reverse=True)]
    content = CellMap(
        [*heads, words("rural.by_reached"), words("rural.by_decided")], [str(y) for y in told]
    )
    at = {(r.basis, r.year, r.rank): r.unit_count for r in rows}
    totals = {r.year: r.unit_total for r in rows}
    for j, year in enumerate(told):
        for i, rank in enumerate(sorted(levels, reverse=True)):
            count = at.get(("achieved", year, rank), 0)
            content.cells[i, j] = _count_cell(count, str(count), colours)
        for i, basis in enumerate(("achieved", "decided"), len(levels)):
            met = sum(n for (b, y, rank), n in at.items() if (b, y) == (basis, year) and rank >= 1)
            content.cells[i, j] = _count_cell(met, f"{met}/{totals[year]}", colours)
    return content if levels else CellMap([], [])


def _count_cell(count: int, text: str, colours: Palette) -> MapCell:
    """A level is no verdict: what nobody has reached is faint, not in the colour of failing."""
    if not count:
        return MapCell(text, colours.track, colours.ink)
    return MapCell(text, colours.tints["near"], colours.ink)


def capital(view: View, root: Rows) -> list[UnitBar]:
    """Each source of capital: its amount, its share of the whole beside."""
    return [
        UnitBar(
            view.words("rural.source", name=_source(r, view), share=_one(r.value, view)),
            r.n_sum,
            number(r.n_sum, 0, view.language),
            "near",
        )
        for r in sources(view, root)
    ]


def sources(view: View, root: Rows) -> Rows:
    """Rows of the sources of capital that have a figure, the largest first."""
    asked = queries.items(view, SOURCE)
    known = [r for r in root if r.indicator_id in asked and r.value is not None]
    return tuple(sorted(known, key=lambda r: (-r.value, r.sort)))


def capital_notes(view: View, root: Rows) -> list[str]:
    """What the sources add up to, against what the communes raised."""
    told = sources(view, root)
    if not told:
        return []
    lines = [view.words("rural.capital_sum", total=number(told[0].d_sum, 0, view.language))]
    capital_id = queries.item(view, CAPITAL)
    whole = next((r for r in root if r.indicator_id == capital_id and r.value is not None), None)
    if whole is not None:
        lines.append(_against(view, SUMS, told[0].d_sum, whole, 0))
    return lines


def _against(view: View, keys: tuple[str, str], told: float, other: Any, places: int) -> str:
    """Two figures of one thing beside each other, and by how much they differ."""
    gap = told - other.value
    given = {"told": told, "other": other.value, "gap": abs(gap)}
    shown = {k: number(v, places, view.language) for k, v in given.items()}
    units = scorecard.units_text(other, view)
    return view.words(keys[bool(round(gap, 6))], units=units, **shown)


def _source(row: Any, view: View) -> str:
    title = scorecard.short(row, view).partition(": ")
    return title[2] or title[0]


def _one(value: float, view: View) -> str:
    return number(value, 1, view.language)


def given(view: View, gave: Rows) -> list[UnitBar]:
    """What units of each block gave, unranked: totals of unlike blocks do not compare.

    Units of no block stand together below them, as one bar; without any block they are all units.
    """
    known = queries.blocks(view)
    names = {b.block_id: b.short_vi if view.language == "vi" else b.name_en for b in known}
    of_block = {r.scope_id: r for r in gave if r.scope_type == "block"}
    found = [_given(view, name, [of_block[id_]]) for id_, name in names.items() if id_ in of_block]
    alone = [r for r in gave if r.scope_type == "unit"]
    found.append(_given(view, view.words("rural.outside" if known else "rural.all_units"), alone))
    return [bar for bar in found if bar is not None]


def _given(view: View, name: str, rows: Sequence[Row]) -> UnitBar | None:
    """A bar of what these gave together, with how many of them have told it."""
    has_figure = told(tuple(rows))
    if not has_figure:
        return None
    value = sum(r.value for r in has_figure)
    told_by, asked = (
        sum(getattr(r, f"{k}_count") for r in rows) for k in ("reporting", "expected")
    )
    return UnitBar(f"{name} ({told_by}/{asked})", value, _one(value, view), "near")


def sponsor_notes(view: View, root: Rows) -> list[str]:
    """What units say they gave against what communes say they received."""
    at = {r.indicator_id: r for r in root if r.value is not None}
    gave, got = (at.get(queries.item(view, role)) for role in (GIVEN, RECEIVED))
    if gave is None or got is None:
        return []
    note = _against(view, SPONSORS, gave.value, got, 1)
    return [note, view.words("rural.sponsor_from", units=scorecard.units_text(gave, view))]
