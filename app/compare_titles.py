"""What a comparison finds, said in its title: one for each way of seeing and drawing it."""

from collections import Counter
from collections.abc import Iterable

from app import queries
from app.charts_trend import Trend
from app.compare import CHANGE, DISCIPLINE, LEVEL, ON_TIME, Comparison
from app.compared import Cell, Compared, Scope
from app.explain import BLOCK
from app.format import NOTHING, number, signed, status

NAMED = 3


def title(found: Comparison, rows: list[Compared], other: str) -> str:
    """Who leads in how many of the indicators that can be ranked; of two, where furthest apart."""
    words = found.view.words
    if len(found.scopes) < 2:
        return words("compare.choose_two")
    ranked = [(r, r.places()) for r in rows]
    ranked = [(r, p) for r, p in ranked if any(p)]
    if not ranked:
        return capital(_unranked(found, rows))
    if len(found.scopes) == 2:
        said = _of_two(found, [r for r, _ in ranked])
    else:
        said = _of_many(found, ranked)
    if found.way == LEVEL:
        return capital(said)
    return capital(words(f"compare.by_{found.way}", other=other, said=said))


def _of_many(found: Comparison, ranked: list[tuple[Compared, list[int | None]]]) -> str:
    words = found.view.words
    alone = [p for _, p in ranked if p.count(1) == 1]
    firsts = Counter(found.scopes[p.index(1)].called for p in alone).most_common(NAMED)
    said = [
        words("compare.leads" if i == 0 else "compare.leads_too", name=name, n=n, total=len(ranked))
        for i, (name, n) in enumerate(firsts)
    ]
    if len(alone) < len(ranked):
        said.append(words("compare.shared", n=len(ranked) - len(alone), total=len(ranked)))
    return "; ".join(said)


def _of_two(found: Comparison, rows: list[Compared]) -> str:
    """A against B: better, worse or the same in how many, and the first of them in figures."""
    words, (a, b) = found.view.words, found.scopes
    counts = Counter(_order(r) for r in rows)
    given = {"a": a.called, "b": b.called, "total": len(rows)}
    # a tie that is no equality to the last figure: the table tells by how little they differ
    near = "near" if any(r.difference for r in rows if not _order(r)) else "same"
    if counts[0] == len(rows):
        return words(f"compare.all_{near}", **given)
    if counts[1] >= counts[-1]:
        said = [words("compare.ahead", n=counts[1], **given)]
        said += [words("compare.but_behind", n=counts[-1])] if counts[-1] else []
    else:
        said = [words("compare.behind", n=counts[-1], **given)]
        said += [words("compare.but_ahead", n=counts[1])] if counts[1] else []
    if counts[0]:
        said.append(words(f"compare.{near}", n=counts[0]))
    row = max(rows, key=_gap)
    left, right = (text_of(found, row, c.value) for c in row.cells)
    most = words("compare.most", title=row.title, a=left, b=right, uom=row.uom)
    return ", ".join(said) + (f". {most}" if _gap(row) else "")


def capital(text: str) -> str:
    """A sentence begins with a capital."""
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


def _unranked(found: Comparison, rows: list[Compared]) -> str:
    """The reason why nothing can be ranked: of the first indicator, in names."""
    words = found.view.words
    if not rows:
        return words("compare.none")
    row = next((r for r in rows if r.better), None)
    if row is None:
        return words("compare.no_better", title=rows[0].title)
    cells = zip(row.cells, found.scopes, strict=True)
    cell, each = min(cells, key=lambda c: (c[0].is_covered, c[0].value is not None))
    given = {"title": row.title, "name": each.called}
    if cell.why:
        return words("compare.no_rank_why", why=words(cell.why), **given)
    # Cells of discipline count what is due by now: who owes it later is asked, and is told short.
    is_discipline = row.indicator_id in DISCIPLINE
    asked = found.told_of(row.indicator_id, each)[1] if is_discipline else cell.expected
    key = "compare.owes_nothing" if is_discipline else "compare.unasked"
    return _short(found, row, cell, each) if asked else words(key, **given)


def _short(found: Comparison, row: Compared, cell: Cell, each: Scope) -> str:
    """What one that is asked has too little of."""
    words = found.view.words
    given = {"title": row.title, "name": each.called}
    if cell.is_covered or not cell.expected:
        key = (
            "compare.no_plan" if found.way != LEVEL and found.way != CHANGE else "compare.no_value"
        )
        return words(key, **given)
    lacking = found.lacking(row.indicator_id, each)
    given["units"] = words.some(lacking) or NOTHING
    key, n, total = "compare.few", cell.reporting, cell.expected
    if row.indicator_id in DISCIPLINE:  # whose cells count reports and indicators, not units
        key = "compare.few_due" if row.indicator_id == ON_TIME else key
        n, total = found.told_of(row.indicator_id, each)
    elif found.way == CHANGE:
        key = "compare.few_both"
    if each.level != BLOCK:
        key = "compare.no_both" if found.way == CHANGE else "compare.no_value"
    return words(key, **given, n=n, total=total)


def text_of(found: Comparison, row: Compared, value: float | None) -> str:
    """A figure as written: signed where changes are compared."""
    shown = signed if found.way == CHANGE else number
    return shown(value, row.shown_decimals, found.view.language)


def of_trends(found: Comparison, drawn: list[Trend]) -> str:
    """From which figure to which the scopes went, of the first that joins periods up to now.

    All from one period: the first of which all of them tell, where there is one.
    """
    words = found.view.words
    now = words.name(queries.period(found.view), "title")
    for each in (d for d in drawn if d.heads[-1] == now):
        joined = [(s, line) for s, line in zip(found.scopes, each.lines, strict=True)
                  if sum(p is not None for p in line) > 1]  # fmt: skip
        if not joined:
            continue
        start = _start([line for _, line in joined[:NAMED]])
        moved = [_moved(found, each, s, line, start) for s, line in joined[:NAMED]]
        return words("compare.trend_title", title=each.title, moved="; ".join(moved))
    return words("compare.trend_none")


def _start(lines: list[list[tuple[float, str] | None]]) -> int:
    """The first place where all have a point with a later one; else 0: each begins by itself."""
    for i, points in enumerate(zip(*lines, strict=True)):
        if None not in points and all(any(line[i + 1 :]) for line in lines):
            return i
    return 0


def _moved(
    found: Comparison, each: Trend, of: Scope, line: list[tuple[float, str] | None], start: int
) -> str:
    """One scope's first figure from a period on, and its last, with their periods."""
    points = zip(each.heads[start:], line[start:], strict=True)
    told = [(head, p[1]) for head, p in points if p is not None]
    (first, then), (last, now) = told[0], told[-1]
    given = {"name": of.called, "then": then, "first": first, "now": now, "last": last}
    return found.view.words("compare.moved", **given)


def of_map(found: Comparison, indicators: Iterable[str]) -> str:
    """Of the units' figures that are judged how many are on pace, and who is behind in most."""
    words = found.view.words
    judged = [
        (name, row)
        for _, _, name, row in found.rows_of_units(indicators)
        if status(row.status).tone in ("good", "near", "behind")
    ]
    if not judged:
        return words("compare.map_none")
    good = sum(bool(row.is_on_pace) for _, row in judged)
    said = words("compare.map_title", x=good, n=len(judged), kept=queries.kept(found.view))
    behind = Counter(name for name, row in judged if not row.is_on_pace)
    if behind:
        most = max(behind.values())
        names = [name for name, n in behind.items() if n == most]
        said += words("compare.map_behind", names=words.some(names), n=most)
    return capital(said)
