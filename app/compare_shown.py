"""How a comparison reads: its finding, its dots, lines and ranks, where two means differ."""

from collections import Counter
from itertools import combinations

from app import maps, queries
from app.charts import CellMap, MapCell
from app.charts_dots import Line, Panel, Trend
from app.compare import CHANGE, Compared, Comparison, Scope
from app.explain import BLOCK, scope
from app.format import NOTHING, as_typed, number, signed
from app.palette import Palette
from app.store import Row

NAMED = 5


def title(found: Comparison, rows: list[Compared]) -> str:
    """Who leads in how many of the indicators that can be ranked; of two, where furthest apart."""
    words = found.view.words
    if len(found.scopes) < 2:
        return words("compare.choose_two")
    ranked = [(r, r.places()) for r in rows]
    ranked = [(r, p) for r, p in ranked if any(p)]
    if not ranked:
        return words("compare.nothing_ranked")
    if len(found.scopes) == 2:
        return _of_two(found, [r for r, _ in ranked])
    alone = [p for _, p in ranked if p.count(1) == 1]
    firsts = Counter(found.scopes[p.index(1)].called for p in alone).most_common(3)
    said = [
        words("compare.leads" if i == 0 else "compare.leads_too", name=name, n=n, total=len(ranked))
        for i, (name, n) in enumerate(firsts)
    ]
    if len(alone) < len(ranked):
        said.append(words("compare.shared", n=len(ranked) - len(alone), total=len(ranked)))
    return _capital("; ".join(said))


def _of_two(found: Comparison, rows: list[Compared]) -> str:
    """A against B: better, worse or the same in how many, and the first of them in figures."""
    words, (a, b) = found.view.words, found.scopes
    counts = Counter(_order(r) for r in rows)
    given = {"a": a.called, "b": b.called, "total": len(rows)}
    if counts[0] == len(rows):
        return _capital(words("compare.all_same", **given))
    if counts[1] >= counts[-1]:
        said = [words("compare.ahead", n=counts[1], **given)]
        said += [words("compare.but_behind", n=counts[-1])] if counts[-1] else []
    else:
        said = [words("compare.behind", n=counts[-1], **given)]
        said += [words("compare.but_ahead", n=counts[1])] if counts[1] else []
    if counts[0]:
        said.append(words("compare.same", n=counts[0]))
    row = max(rows, key=_gap)
    left, right = (text_of(found, row, c.value) for c in row.cells)
    most = words("compare.most", title=row.title, a=left, b=right, uom=row.uom)
    return _capital(", ".join(said)) + (f". {most}" if _gap(row) else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _order(row: Compared) -> int:
    first, second = row.places()
    return 0 if first is None or second is None or first == second else 1 if first < second else -1


def _gap(row: Compared) -> float:
    """How far apart two values lie, as a share of the larger: the widest is worth naming."""
    first, second = (c.value for c in row.cells)
    if first is None or second is None or not _order(row):
        return 0
    return abs(first - second) / (max(abs(first), abs(second)) or 1)


def text_of(found: Comparison, row: Compared, value: float | None) -> str:
    shown = signed if found.way == CHANGE else number
    return shown(value, row.decimals, found.view.language)


def trust(found: Comparison, indicators: list[str], other: str) -> str:
    """What is set beside what, over which units, and who is left out."""
    words = found.view.words
    if not other:
        return words("compare.no_other")
    said = words("compare.beside", other=other)
    left = found.left_out(indicators)
    if not left:
        return said
    names = ", ".join(left[:NAMED])
    if len(left) > NAMED:
        names = words("compare.and_more", names=names, n=len(left) - NAMED)
    return f"{said} {words('compare.left_out', n=len(left), names=names)}"


def panels(found: Comparison, rows: list[Compared]) -> list[Panel]:
    """One panel an indicator: every unit a dot, the median a bar, the scope's own value beside."""
    words, drawn = found.view.words, []
    for row in rows:
        lines = []
        for each, cell in zip(found.scopes, row.cells, strict=True):
            shown = text_of(found, row, cell.value)
            hovers = [
                f"{each.units[u]}: {text_of(found, row, v)} {row.uom}"
                for u, v in cell.units.items()
            ]
            count = f"{cell.reporting}/{cell.expected}"
            note = count if cell.is_covered else words("compare.short_of", count=count)
            note = note if cell.expected else NOTHING
            lines.append(
                Line(
                    each.letter, each.place, list(cell.units.values()), hovers, cell.median,
                    shown if cell.value is not None else NOTHING, note, cell.is_covered,
                )
            )  # fmt: skip
        sense = {1: "compare.more", -1: "compare.less", 0: ""}[row.better]
        head = f"{row.title}, {row.uom}" + (f" ({words(sense)})" if sense else "")
        ends = [v for line in lines for v in line.values]
        low, high = (min(ends), max(ends)) if ends else (0.0, 0.0)
        drawn.append(
            Panel(head, lines, text_of(found, row, low), text_of(found, row, high), low, high)
        )
    return drawn


def alt(found: Comparison, rows: list[Compared]) -> str:
    """The dots read aloud."""
    said = []
    for row in rows:
        values = (
            f"{s.name} {text_of(found, row, c.value)}"
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


def ranks(found: Comparison, rows: list[Compared], colours: Palette) -> CellMap:
    """Place of each scope's level in the other period and now, over the units that have both."""
    content = CellMap([r.title for r in rows], [f"{s.letter} · {s.name}" for s in found.scopes])
    for i, row in enumerate(rows):
        then, now = _places_of_both(found, row)
        for j, (before, after) in enumerate(zip(then, now, strict=True)):
            content.cells[i, j] = _rank_cell(before, after, colours)
    return content


def _places_of_both(found: Comparison, row: Compared) -> tuple[list[int | None], list[int | None]]:
    """Ranks by the figures of both periods; none where the scale changed or coverage is too low."""
    told: list[list[float | None]] = [[], []]
    for each, cell in zip(found.scopes, row.cells, strict=True):
        pair = found.pairs.get((row.indicator_id, each.level, each.id))
        per = 0
        if pair and cell.expected and not pair.is_broken and not pair.is_unlike:
            is_told = pair.both_count / cell.expected >= found.least
            is_mean = found.known[row.indicator_id].rule == "sum"
            per = (pair.both_count if is_mean else 1) if is_told else 0
        for values, name in zip(told, ("value_then", "value_now"), strict=True):
            value = getattr(pair, name) if per else None
            values.append(None if value is None else value / per)
    then, now = told
    return row.ranked(then), row.ranked(now)


def _rank_cell(before: int | None, after: int | None, colours: Palette) -> MapCell:
    if before is None or after is None:
        return MapCell(NOTHING, colours.tones["none"], colours.faint)
    if before == after:
        return MapCell(f"{after} =", colours.tints["near"], colours.ink)
    tone, sign = ("good", "▲") if after < before else ("behind", "▼")
    return MapCell(f"{before} → {after} {sign}", colours.tints[tone], colours.ink)


def statuses(found: Comparison, rows: list[Compared], colours: Palette) -> CellMap:
    """Every unit's figure of each indicator, coloured by its status."""
    units = tuple(
        u for u in queries.units(found.view) if any(u.unit_id in s.units for s in found.scopes)
    )
    mine = found.rows_of_units(r.indicator_id for r in rows)
    return maps.indicators_by_unit(found.view, units, tuple(r for *_, r in mine), colours)


def letters(found: Comparison) -> str:
    """What the letters stand for, with how many units."""
    named = (f"{s.letter}: {s.name} ({len(s.units)})" for s in found.scopes)
    return " · ".join(named)


def origins(found: Comparison, rows: list[Compared]) -> list[tuple[str, str, str]]:
    """Figures of the picture that can be explained: (label, indicator, scope)."""
    return [
        (f"{row.title} – {each.name}", row.indicator_id, scope(each.level, each.id))
        for row in rows
        for each in found.scopes
        if (row.indicator_id, each.level, each.id) in found.now
    ]


def trends(found: Comparison, rows: list[Compared]) -> list[Trend]:
    """Each indicator over the periods that one line may join, broken where its scale changed."""
    asked = [r for r in rows if r.indicator_id in found.known]
    told: dict[str, list[Row]] = {}
    for row in queries.trend(found.view, [r.indicator_id for r in asked]) if asked else ():
        told.setdefault(row.indicator_id, []).append(row)
    drawn = []
    for each in asked:
        mine = told.get(each.indicator_id, [])
        here = {(s.level, s.id) for s in found.scopes}
        periods = {r.period_id: r for r in mine if (r.scope_type, r.scope_id) in here}
        lines = [[_point(found, each, s, periods[p], mine) for p in periods] for s in found.scopes]
        scales = [(r.scale_version, r.scale_decision) for r in periods.values()]
        heads = [found.view.words.name(r, "title") for r in periods.values()]
        drawn.append(
            Trend(
                f"{each.title}, {each.uom}", heads, [s.letter for s in found.scopes],
                [s.place for s in found.scopes], lines,
                breaks(scales),
            )
        )  # fmt: skip
    return [d for d in drawn if d.heads]


def breaks(scales: list[tuple[str | None, str | None]]) -> dict[int, str]:
    """Where a line breaks: the place of each (version, decision) unlike the one before."""
    turns = (i for i in range(1, len(scales)) if scales[i][0] != scales[i - 1][0])
    return {i: scales[i][1] or "" for i in turns}


def _point(
    found: Comparison, each: Compared, scope_: Scope, period: Row, rows: list[Row]
) -> tuple[float, str] | None:
    """(value, as written) of one scope in one period; none under the threshold of coverage."""
    wanted = (period.period_id, scope_.level, scope_.id)
    row = next((r for r in rows if (r.period_id, r.scope_type, r.scope_id) == wanted), None)
    if row is None or row.reporting_count / row.expected_count < found.least:
        return None
    is_mean = scope_.level == BLOCK and found.known[each.indicator_id].rule == "sum"
    value = row.value / row.reporting_count if is_mean else row.value
    return value, text_of(found, each, value)
