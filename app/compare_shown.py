"""How a comparison is drawn: dots, lines over time, its units' statuses; where two means differ."""

from itertools import combinations

from app import maps, queries
from app.charts import CellMap
from app.charts_dots import Line, Panel
from app.charts_trend import Trend, of_scales
from app.compare import DISCIPLINE, LEVEL, Comparison
from app.compare_titles import text_of
from app.compared import Cell, Compared, Scope
from app.explain import BLOCK, scope
from app.format import NOTHING, as_typed
from app.palette import Palette
from app.store import Row, Rows

NAMED = 5


def trust(found: Comparison, indicators: list[str], other: str, are_drawn: bool) -> str:
    """Over which units changes are told, and who is left out; they are drawn, or in the table."""
    words = found.view.words
    if not other:
        return words("compare.no_other")
    said = words("compare.beside" if are_drawn else "compare.beside_table", other=other)
    left = found.left_out(indicators)
    if not left:
        return said
    names = words.some(left, NAMED)
    return f"{said} {words('compare.left_out', n=len(left), names=names)}"


def panels(found: Comparison, rows: list[Compared]) -> list[Panel]:
    """One panel an indicator: every unit a dot, the median a bar, the scope's own value beside."""
    return [_panel(found, row) for row in rows]


def _panel(found: Comparison, row: Compared) -> Panel:
    lines = [_line(found, row, s, c) for s, c in zip(found.scopes, row.cells, strict=True)]
    sense = {1: "compare.more", -1: "compare.less", 0: ""}[row.better]
    head = f"{row.title}, {row.uom}" + (f" ({found.view.words(sense)})" if sense else "")
    units = [
        (value, s.units[u])
        for s, c in zip(found.scopes, row.cells, strict=True)
        for u, value in c.units.items()
    ]
    low, high = (end((v for v, _ in units), default=0.0) for end in (min, max))
    low_text, high_text = (_end(found, row, value, units) for value in (low, high))
    return Panel(head, lines, low_text, high_text, low, high)


def _end(found: Comparison, row: Compared, value: float, units: list[tuple[float, str]]) -> str:
    """What an end of the scale says: the figure and whose it is, or of how many it is."""
    if not units:
        return ""
    text = text_of(found, row, value)
    there = list(dict.fromkeys(name for v, name in units if text_of(found, row, v) == text))
    name = there[0] if len(there) == 1 else found.view.words("compare.several", n=len(there))
    return f"{text} {name}"


def _line(found: Comparison, row: Compared, each: Scope, cell: Cell) -> Line:
    hovers = [f"{each.units[u]}: {text_of(found, row, v)} {row.uom}" for u, v in cell.units.items()]
    note = count_text(found, cell)
    return Line(
        each.letter, each.name, each.place, list(cell.units.values()), hovers, cell.median,
        cell_text(found, row, cell), note, cell.is_covered,
    )  # fmt: skip


def cell_text(found: Comparison, row: Compared, cell: Cell) -> str:
    """A figure as written, or why there is none."""
    if cell.value is None and cell.why:
        return found.view.words(cell.why)
    return text_of(found, row, cell.value)


def count_text(found: Comparison, cell: Cell) -> str:
    """n/N, and whether that is too few."""
    if not cell.expected:
        return NOTHING
    count = f"{cell.reporting}/{cell.expected}"
    return count if cell.is_covered else found.view.words("compare.short_of", count=count)


def alt(found: Comparison, rows: list[Compared]) -> str:
    """The dots read aloud."""
    said = []
    for row in rows:
        values = (
            f"{s.name} {cell_text(found, row, c)}"
            for s, c in zip(found.scopes, row.cells, strict=True)
        )
        said.append(f"{row.title} ({row.uom}): {', '.join(values)}")
    return "; ".join(said)


def two_means(found: Comparison, rows: list[Compared]) -> list[str]:
    """Where each unit one vote ranks two scopes otherwise than all units together."""
    words, said = found.view.words, []
    for row in (r for r in rows if r.is_weighted):
        whole, simple = row.places(), row.places(lambda c: c.simple_mean)
        told = [
            (i, place, mean)
            for i, (place, mean) in enumerate(zip(whole, simple, strict=True))
            if place and mean
        ]
        for (i, one, mean), (j, two, other_mean) in combinations(told, 2):
            if (one - two) * (mean - other_mean) >= 0:
                continue
            first, second = (i, j) if mean < other_mean else (j, i)
            cells = row.cells[first], row.cells[second]
            a, b = found.scopes[first], found.scopes[second]
            given = {
                "title": row.title, "a": a.called, "b": b.called,
                "mean_a": text_of(found, row, cells[0].simple_mean),
                "mean_b": text_of(found, row, cells[1].simple_mean),
                "whole_a": text_of(found, row, cells[0].value),
                "whole_b": text_of(found, row, cells[1].value),
            }  # fmt: skip
            said.append(as_typed(words("compare.two_means", **given)))
    return said


def statuses(found: Comparison, rows: list[Compared], colours: Palette) -> CellMap:
    """Every unit's figure of each indicator, coloured by its status."""
    units = tuple(
        u for u in queries.units(found.view) if any(u.unit_id in s.units for s in found.scopes)
    )
    return maps.indicators_by_unit(found.view, units, of_units(found, rows), colours)


def of_units(found: Comparison, rows: list[Compared]) -> Rows:
    """The same figures, each unit's once, though it be chosen alone and with its block."""
    mine = found.rows_of_units(r.indicator_id for r in rows)
    return tuple({(r.indicator_id, r.scope_id): r for *_, r in mine}.values())


def of_table(found: Comparison, shown: str) -> str:
    """Under a picture that knows one way of seeing alone: the chosen one is the table's."""
    if found.way == LEVEL:
        return ""
    words = found.view.words
    return words(f"compare.{shown}_of_table", way=words(f"compare.way_{found.way}"))


def letters(found: Comparison) -> str:
    """What the letters stand for, with how many units."""
    named = (f"{s.letter}: {s.name} ({len(s.units)})" for s in found.scopes)
    return " · ".join(named)


def about(found: Comparison, asked: list[str], other: str, address: str) -> list[str]:
    """What goes with a table that is taken away: who, when, without whom, where it is seen."""
    words, view = found.view.words, found.view
    said = [words("compare.about_scopes", names=letters(found))]
    given = {"period": words.name(queries.period(view), "title"), "other": other or NOTHING}
    said.append(words("compare.about_way", way=words(f"compare.way_{found.way}"), **given))
    left = found.left_out([i for i in asked if i not in DISCIPLINE]) if other else []
    if left:
        said.append(words("compare.left_out", n=len(left), names=", ".join(left)))
    return [*said, words("compare.about_address", address=address)]


def origins(found: Comparison, rows: list[Compared]) -> list[tuple[str, str, str]]:
    """Figures of the picture that can be explained: (label, indicator, scope)."""
    return [
        (f"{row.title} – {each.name}", row.indicator_id, scope(each.level, each.id))
        for row in rows
        for each in found.scopes
        if (row.indicator_id, each.level, each.id) in found.now
    ]


def over_time(found: Comparison, rows: list[Compared]) -> Rows:
    """Figures of the scopes up to the period in view, oldest first."""
    asked = [r.indicator_id for r in rows if r.indicator_id in found.known]
    last, here = queries.period(found.view).to_date, {(s.level, s.id) for s in found.scopes}
    told = queries.trend(found.view, asked) if asked else ()
    return tuple(r for r in told if r.to_date <= last and (r.scope_type, r.scope_id) in here)


def is_point(found: Comparison, row: Row) -> bool:
    """Whether enough units have told a figure for it to be drawn over time."""
    return row.reporting_count / row.expected_count >= found.least


def trends(found: Comparison, rows: list[Compared]) -> list[Trend]:
    """Each indicator up to the period in view, a panel a scale."""
    asked = [r for r in rows if r.indicator_id in found.known]
    told: dict[str, list[Row]] = {}
    for row in over_time(found, rows):
        told.setdefault(row.indicator_id, []).append(row)
    return [
        _trend(found, each, part, len(parts) > 1)
        for each in asked
        for parts in [of_scales(told.get(each.indicator_id, []))]
        for part in parts
    ]


def _trend(found: Comparison, each: Compared, rows: list[Row], is_parted: bool) -> Trend:
    periods = {r.period_id: r for r in rows}
    at = {(r.period_id, r.scope_type, r.scope_id): r for r in rows}
    lines = [
        [_point(found, each, s, at.get((p, s.level, s.id))) for p in periods] for s in found.scopes
    ]
    heads = [found.view.words.name(r, "title") for r in periods.values()]
    decision = rows[0].scale_decision if is_parted else None
    title = ", ".join(filter(None, (each.title, each.uom, decision)))
    letters, places = ([getattr(s, x) for s in found.scopes] for x in ("letter", "place"))
    return Trend(title, heads, letters, places, lines)


def _point(
    found: Comparison, each: Compared, of: Scope, row: Row | None
) -> tuple[float, str] | None:
    """(value, as written) of one scope in one period; none under the threshold of coverage."""
    if row is None or not is_point(found, row):
        return None
    is_mean = of.level == BLOCK and found.known[each.indicator_id].rule == "sum"
    value = row.value / row.reporting_count if is_mean else row.value
    return value, text_of(found, each, value)
