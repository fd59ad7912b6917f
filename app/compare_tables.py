"""Tables of a comparison: figures as written for the page, as numbers to take away."""

from collections.abc import Callable
from typing import Any

from app import queries, scorecard
from app.compare import CHANGE, DISCIPLINE, Comparison
from app.compare_shown import cell_text, count_text
from app.compared import Cell, Compared, Scope
from app.format import NOTHING, signed
from app.table import Table

ACROSS = 3  # scopes whose columns stand side by side; of more each has a line of its own
Figures = Callable[[Compared, Cell], Any]
Columns = dict[str, list[Any]]


def shown(found: Comparison, rows: list[Compared]) -> Table:
    """Each scope's figure, the difference of two, changes with their n/N, n/N."""
    changes = _changes(found, rows)
    if len(found.scopes) > ACROSS:
        return Table(_long(found, rows, changes))
    words, language = found.view.words, found.view.language
    columns = _about(found, rows)
    for i, each in enumerate(found.scopes):
        columns[each.letter] = [cell_text(found, r, r.cells[i]) for r in rows]
    if len(found.scopes) == 2:
        columns["A − B"] = [_difference(found, r) for r in rows]
        percents = [_percent(r) for r in rows]
        if any(p is not None for p in percents):
            columns[words("compare.percent")] = [signed(p, 1, language) for p in percents]
    for i, each in enumerate(found.scopes if changes else ()):
        head = words("compare.change_of", letter=each.letter)
        columns[head] = [_change_text(found, r, r.cells[i]) for r in changes]
    for i, each in enumerate(found.scopes):
        head = words("compare.units_of", letter=each.letter)
        columns[head] = [count_text(found, r.cells[i]) for r in rows]
    return Table(columns)


def _difference(found: Comparison, row: Compared) -> str:
    """A − B; of two that are as good as equal it says so."""
    said = signed(row.difference, row.shown_decimals, found.view.language)
    first, second = row.places()
    is_shared = first is not None and first == second
    return f"≈ {said}" if is_shared and said != "=" else said


def _long(found: Comparison, rows: list[Compared], changes: list[Compared]) -> Columns:
    """A line an indicator and scope, those in the lead first."""
    words = found.view.words
    lines = [
        (r, i, place)
        for r in rows
        for i, place in sorted(enumerate(r.places()), key=lambda at: (at[1] is None, at[1] or 0))
    ]
    scopes = [found.scopes[i] for _, i, _ in lines]
    columns = _about(found, [r for r, *_ in lines]) | {
        words("compare.scope"): [f"{s.letter} · {s.name}" for s in scopes],
        words("compare.value"): [cell_text(found, r, r.cells[i]) for r, i, _ in lines],
        words("compare.place"): [place for *_, place in lines],
    }
    if changes:
        at = {r.indicator_id: r for r in changes}
        told = [(at[r.indicator_id], i) for r, i, _ in lines]
        texts = [_change_text(found, r, r.cells[i]) for r, i in told]
        if any(text != NOTHING for text in texts):
            columns[words("compare.change")] = texts
    return columns | {"n/N": [count_text(found, r.cells[i]) for r, i, _ in lines]}


def _change_text(found: Comparison, row: Compared, cell: Cell) -> str:
    """A change with its unit, which is seldom that of the figure, and with n/N where not all."""
    if cell.value is None:
        return found.view.words(cell.why) if cell.why else NOTHING
    said = f"{signed(cell.value, row.decimals, found.view.language)} {row.uom}"
    return said if cell.reporting == cell.expected else f"{said} ({count_text(found, cell)})"


def _about(found: Comparison, rows: list[Compared]) -> Columns:
    words = found.view.words
    return {
        words("compare.indicator"): [r.title for r in rows],
        words("compare.uom"): [r.uom for r in rows],
    }


def _changes(found: Comparison, rows: list[Compared]) -> list[Compared]:
    """The change of each indicator; none where changes are compared."""
    if found.way == CHANGE or not found.other:
        return []
    return found.seen_as(CHANGE).compared([r.indicator_id for r in rows])


def to_take(found: Comparison, rows: list[Compared], other: str) -> Table:
    """Numbers, not rounded to what a page shows; heads say who and when."""
    words, scopes, changes = found.view.words, found.scopes, _changes(found, rows)
    if len(scopes) > ACROSS:
        parts = [
            _about(found, rows) | {words("compare.scope"): [_named(each)] * len(rows)}
            | _taken(found, rows, changes, i, words("compare.value"), other)
            for i, each in enumerate(scopes)
        ]  # fmt: skip
        return Table({head: [v for part in parts for v in part[head]] for head in parts[0]})
    columns = _about(found, rows)
    for i, each in enumerate(scopes):
        columns |= _taken(found, rows, changes, i, _named(each), other)
    if len(scopes) == 2:
        columns["A − B"] = [_exact(r) for r in rows]
        columns[words("compare.percent")] = [_percent(r) for r in rows]
    return Table(columns)


def _taken(
    found: Comparison,
    rows: list[Compared],
    changes: list[Compared],
    i: int,
    name: str,
    other: str,
) -> Columns:
    """One scope's columns: its figure, n and N, its change with what that is reckoned over."""
    words, cells = found.view.words, [r.cells[i] for r in rows]
    period = words.name(queries.period(found.view), "title")
    if found.way == CHANGE:
        period = words("compare.from_to", other=other, period=period)
    columns: Columns = {
        words("compare.head_value", scope=name, period=period): [c.value for c in cells],
        f"{name}: n": [c.reporting for c in cells],
        f"{name}: N": [c.expected for c in cells],
        words("compare.enough", scope=name): [_enough(found, c) for c in cells],
    }
    if changes:
        moved = [r.cells[i] for r in changes]
        head = words("compare.head_change", scope=name, other=other)
        columns[head] = [c.value for c in moved]
        columns[words("compare.change_uom", scope=name)] = [r.uom for r in changes]
        columns[words("compare.change_units", scope=name)] = [c.reporting for c in moved]
        columns[words("compare.change_note", scope=name)] = [_enough(found, c) for c in moved]
    return columns


def _named(each: Scope) -> str:
    return f"{each.letter} · {each.name}"


def _enough(found: Comparison, cell: Cell) -> str:
    """Whether enough units reported, or why there is no figure."""
    return found.view.words(cell.why or ("compare.yes" if cell.is_covered else "compare.no"))


def _exact(row: Compared) -> float | None:
    """The difference before rounding; none where one of the two has too few units."""
    first, second = (c.value if c.is_covered else None for c in row.cells)
    return None if first is None or second is None else first - second


def _percent(row: Compared) -> float | None:
    """The difference in per cent of B, of amounts alone: a rate's is told in points."""
    difference, second = _exact(row), row.cells[1].value
    if difference is None or not second or second < 0 or not row.is_amount:
        return None
    return 100 * difference / second


def of_units(found: Comparison, indicators: list[str]) -> Table:
    """Every unit's own figure with its parts, so that a block's can be added up again."""
    words = found.view.words
    rows = list(found.rows_of_units(i for i in indicators if i not in DISCIPLINE))
    titles = found.titles()
    return Table({
        words("compare.indicator"): [titles[r.indicator_id] for *_, r in rows],
        words("compare.scope"): [s.name for s, *_ in rows],
        words("compare.unit"): [name for _, _, name, _ in rows],
        words("compare.value"): [r.value for *_, r in rows],
        words("compare.uom"): [scorecard.unit_text(r, found.view) for *_, r in rows],
        words("compare.numerator"): [r.n_sum for *_, r in rows],
        words("compare.denominator"): [r.d_sum for *_, r in rows],
        words("compare.change"): [found.change(r) for *_, r in rows],
        words("compare.change_in"): [found.change_uom(r) for *_, r in rows],
        words("compare.status"): [r.status and words(f"status.{r.status}") for *_, r in rows],
    })  # fmt: skip
