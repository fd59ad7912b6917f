"""Which block leads: all blocks of a scheme by what unlike blocks have in common, nothing else."""

from collections.abc import Callable
from typing import Any

from app import compare, queries
from app.compare import ON_PACE, ON_TIME, Comparison
from app.compare_titles import capital
from app.compared import Cell, Compared
from app.filters import View
from app.format import NOTHING, number
from app.table import Table


class Blocks:
    """Every block's share of indicators on pace, and of reports in time."""

    def __init__(self, view: View) -> None:
        self.view = view
        scopes = compare.scopes(view, compare.all_blocks(view))
        self.found = Comparison(view, scopes, "", compare.LEVEL)
        self.pace, self.time = self.found.compared([ON_PACE, ON_TIME])

    def title(self) -> str:
        """Who leads in each of the two."""
        words = self.view.words
        said = [
            words(
                key,
                names=self._first(row),
                value=self._best(row),
                among=self._among(row),
                kept=queries.kept(self.view),
            )
            for key, row in (("compare.first_pace", self.pace), ("compare.first_time", self.time))
            if any(row.places())
        ]
        if said:
            return capital("; ".join(said))
        cells = zip(self.found.scopes, self.pace.cells, strict=True)
        told = [s.name for s, cell in cells if cell.is_covered and cell.value is not None]
        return words("compare.one_told" if told else "compare.no_first", name=", ".join(told))

    def _first(self, row: Compared) -> str:
        places = zip(self.found.scopes, row.places(), strict=True)
        firsts = [s.name for s, place in places if place == 1]
        return self.view.words.some(firsts, of="blocks")

    def _best(self, row: Compared) -> str:
        return number(row.cells[row.places().index(1)].value, 1, self.view.language)

    def _among(self, row: Compared) -> str:
        """Among how many somebody leads, where others have told too little for a place."""
        cells, what = zip(self.found.scopes, row.cells, strict=True), row.indicator_id
        lacking = sum(bool(self.found.told_of(what, s)[1]) and not c.is_covered for s, c in cells)
        placed = sum(p is not None for p in row.places())
        given = {"n": placed, "total": placed + lacking}
        return self.view.words(f"compare.among_{what}", **given) if lacking else ""

    def table(self) -> Table:
        """A line a block, the leading one first; who has too few reports stands last, unranked."""
        places = [
            self._unplaced(i) if p is None else str(p) for i, p in enumerate(self.pace.places())
        ]
        return self._table(places, self._share)

    def _unplaced(self, i: int) -> str:
        if self.pace.cells[i].is_covered:
            return NOTHING  # enough reports, and nobody to be set in order with
        each = self.found.scopes[i]
        is_asked = any(self.found.told_of(what, each)[1] for what in compare.DISCIPLINE)
        return self.view.words("compare.no_reports" if is_asked else "compare.not_asked")

    def to_take(self) -> Table:
        """The same as numbers."""
        return self._table(self.pace.places(), lambda cell: cell.value)

    def _table(self, places: list[Any], figure: Callable[[Cell], Any]) -> Table:
        words, order = self.view.words, self._order()
        columns: dict[str, list[Any]] = {
            words("compare.scope"): [self.found.scopes[i].name for i in order],
            words("compare.place"): [places[i] for i in order],
        }
        for row, count in ((self.pace, "compare.pairs"), (self.time, "compare.reports")):
            cells = [row.cells[i] for i in order]
            columns[f"{row.title}, %"] = [figure(c) for c in cells]
            columns[words(count)] = [f"{c.reporting}/{c.expected}" for c in cells]
        return Table(columns)

    def _order(self) -> list[int]:
        places = self.pace.places()
        return sorted(range(len(places)), key=lambda i: (places[i] is None, places[i] or 0))

    def _share(self, cell: Cell) -> str:
        return number(cell.value, 1, self.view.language)
