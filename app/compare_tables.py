"""Tables of a comparison: figures as written for the page, as numbers to take away."""

from collections.abc import Callable
from typing import Any

from app import scorecard
from app.compare import CHANGE, DISCIPLINE, Cell, Compared, Comparison
from app.compare_shown import text_of
from app.format import NOTHING, signed
from app.scorecard import MOST_DECIMALS
from app.table import Table

Written = Callable[[Compared, float | None], Any]


def shown(found: Comparison, rows: list[Compared]) -> Table:
    """A line an indicator: each scope's figure, the difference of two, changes, n/N."""
    language = found.view.language

    def difference(row: Compared, value: float | None) -> str:
        """With more decimals where figures that are written differently would differ by nothing."""
        places = row.decimals
        while value and places < MOST_DECIMALS and signed(value, places) == "=":
            if len({text_of(found, row, c.value) for c in row.cells}) == 1:
                break
            places += 1
        return signed(value, places, language)

    words = found.view.words
    columns = _figures(found, rows, lambda r, v: text_of(found, r, v))
    if len(found.scopes) == 2:
        columns["A − B"] = [difference(r, _difference(r)) for r in rows]
        percents = [_percent(r) for r in rows]
        columns[words("compare.percent")] = [signed(p, 1, language) for p in percents]
    for head, told in _changes(found, rows).items():
        columns[head] = [_with_unit(r, i, language) for r, i in told]
    for i, each in enumerate(found.scopes):
        head = words("compare.units_of", letter=each.letter)
        columns[head] = [_count(found, r.cells[i]) for r in rows]
    return Table(columns)


def _with_unit(row: Compared, place: int, language: str) -> str:
    """A change with its unit, which is seldom that of the figure; none of too few units."""
    cell = row.cells[place]
    if cell.value is None or not cell.is_covered:
        return NOTHING
    return f"{signed(cell.value, row.decimals, language)} {row.uom}"


def _count(found: Comparison, cell: Cell) -> str:
    if not cell.expected:
        return NOTHING
    count = f"{cell.reporting}/{cell.expected}"
    return count if cell.is_covered else found.view.words("compare.short_of", count=count)


def to_take(found: Comparison, rows: list[Compared]) -> Table:
    """The same as numbers, not rounded to what a page shows."""
    words = found.view.words
    columns = _figures(found, rows, lambda _, v: v)
    if len(found.scopes) == 2:
        columns["A − B"] = [_difference(r) for r in rows]
        columns[words("compare.percent")] = [_percent(r) for r in rows]
    for head, told in _changes(found, rows).items():
        cells = [(r, r.cells[i]) for r, i in told]
        columns[head] = [c.value if c.is_covered else None for _, c in cells]
        columns[words("compare.change_uom")] = [r.uom for r, _ in cells]
    for i, each in enumerate(found.scopes):
        columns[f"{each.letter}: n"] = [r.cells[i].reporting for r in rows]
        columns[f"{each.letter}: N"] = [r.cells[i].expected for r in rows]
        head = words("compare.enough", letter=each.letter)
        columns[head] = [
            words("compare.yes" if r.cells[i].is_covered else "compare.no") for r in rows
        ]
    return Table(columns)


def _figures(found: Comparison, rows: list[Compared], figure: Written) -> dict[str, list[Any]]:
    words = found.view.words
    columns: dict[str, list[Any]] = {
        words("compare.indicator"): [r.title for r in rows],
        words("compare.uom"): [r.uom for r in rows],
    }
    for i, each in enumerate(found.scopes):
        columns[each.letter] = [figure(r, r.cells[i].value) for r in rows]
    return columns


def _changes(found: Comparison, rows: list[Compared]) -> dict[str, list[tuple[Compared, int]]]:
    """By head, the change of each indicator and whose it is; none where changes are compared."""
    if found.way == CHANGE or not found.other:
        return {}
    changes = found.seen_as(CHANGE).compared([r.indicator_id for r in rows])
    return {
        found.view.words("compare.change_of", letter=each.letter): [(r, i) for r in changes]
        for i, each in enumerate(found.scopes)
    }


def _difference(row: Compared) -> float | None:
    """None where one of the two has too few units."""
    first, second = (c.value if c.is_covered else None for c in row.cells)
    return None if first is None or second is None else first - second


def _percent(row: Compared) -> float | None:
    """The difference in per cent of B, of amounts alone: a rate's is told in points."""
    difference, second = _difference(row), row.cells[1].value
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
        words("compare.change_uom"): [found.change_uom(r) for *_, r in rows],
        words("compare.status"): [r.status and words(f"status.{r.status}") for *_, r in rows],
    })  # fmt: skip
