"""Tables of a comparison: figures as written for the page, as numbers to take away."""

from collections.abc import Callable
from typing import Any

from app.compare import CHANGE, DISCIPLINE, Compared, Comparison
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

    table = _table(found, rows, lambda r, v: text_of(found, r, v), difference)
    head = found.view.words("compare.percent")
    if head in table.columns:
        table.columns[head] = [_percent_text(v, language) for v in table.columns[head]]
    return table


def _percent_text(value: float | None, language: str) -> str:
    return NOTHING if value is None else signed(value, 1, language)


def to_take(found: Comparison, rows: list[Compared]) -> Table:
    """The same as numbers, not rounded to what a page shows."""
    return _table(found, rows, lambda _, v: v, lambda _, v: v)


def _table(found: Comparison, rows: list[Compared], figure: Written, change: Written) -> Table:
    words = found.view.words
    columns: dict[str, list[Any]] = {
        words("compare.indicator"): [r.title for r in rows],
        words("compare.uom"): [r.uom for r in rows],
    }
    for i, each in enumerate(found.scopes):
        columns[each.letter] = [figure(r, r.cells[i].value) for r in rows]
    if len(found.scopes) == 2:
        columns["A − B"] = [change(r, _difference(r)) for r in rows]
        columns[words("compare.percent")] = [_percent(r) for r in rows]
    if found.way != CHANGE and found.other:
        changes = found.seen_as(CHANGE).compared([r.indicator_id for r in rows])
        for i, each in enumerate(found.scopes):
            head = words("compare.change_of", letter=each.letter)
            columns[head] = [change(r, r.cells[i].value) for r in changes]
    for i, each in enumerate(found.scopes):
        head = words("compare.units_of", letter=each.letter)
        columns[head] = [f"{r.cells[i].reporting}/{r.cells[i].expected}" for r in rows]
    return Table(columns)


def _difference(row: Compared) -> float | None:
    first, second = (c.value for c in row.cells)
    return None if first is None or second is None else first - second


def _percent(row: Compared) -> float | None:
    """The difference in per cent of B, of amounts alone: a rate's is told in points."""
    first, second = (c.value for c in row.cells)
    if first is None or second is None or second <= 0 or not row.is_amount:
        return None
    return 100 * (first - second) / second


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
        words("compare.numerator"): [r.n_sum for *_, r in rows],
        words("compare.denominator"): [r.d_sum for *_, r in rows],
        words("compare.change"): [found.change(r) for *_, r in rows],
        words("compare.status"): [r.status and words(f"status.{r.status}") for *_, r in rows],
    })  # fmt: skip
