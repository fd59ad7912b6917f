"""Lines that add others up, parts of a line and rates: compared with the figures, never loaded.

What only follows from a fault already told is not told again: where a line or a figure could not be
read, no sum over it can come out.
"""

from decimal import Decimal
from typing import NamedTuple

from etl.catalog import Row
from etl.check_table_figures import FigureReader
from etl.clean import Unclear
from etl.numbers import read_number
from etl.report import plain
from etl.table_grid import At

TOLERANCE = Decimal("0.1")  # điểm % between a rate as written and as computed
LINES = {"table-unit", "table-unit-other", "table-unit-twice", "table-missing", "table-row"}


class Total(NamedTuple):
    """A figure of a line that adds up: all units, or those since the sum before it."""

    field: Row
    at: At
    uom_at: At | None = None
    units: tuple[str, ...] | None = None  # None: all


class Part(NamedTuple):
    """A figure of a line «Trong đó», with its whole's, on the line above."""

    field: Row
    at: At
    whole: At


class Rate(NamedTuple):
    """A rate of one unit, or of those that a line adds up."""

    field: Row
    at: At
    unit: str = ""
    units: tuple[str, ...] | None = None


class SumReader(FigureReader):
    """One table being read, as far as what is compared in it."""

    def start(self) -> None:
        super().start()
        self.totals: list[Total] = []
        self.parts: list[Part] = []
        self.rates: list[Rate] = []

    def compare_sums(self) -> None:
        """All of them, once every figure is read."""
        is_whole = not any(f.rule_id in LINES for f in self.report.findings)
        self.doubtful = set(self.unread)
        for total in self.totals:
            self._total(total, is_whole)
        for part in self.parts:
            self._part(part)
        for rate in self.rates:
            if rate.unit or is_whole:
                self._rate(rate)
        self.measures = ()

    def _adds_up(self, field: Row) -> bool:
        """Rates and assessments add up to nothing."""
        measure = self.catalog.measures[field["measure_id"]]
        return measure["uom_vi"] != "%" and measure["section"] != "criteria"

    def _total(self, total: Total, is_whole: bool) -> None:
        field, at = total.field, total.at
        if not self._adds_up(field):
            return
        self.measures = (field["measure_id"],)
        said = self.told[at] = self.amount(field, at, total.uom_at)
        if said is None or not is_whole or field["measure_id"] in self.unread:
            return
        parts = self._parts(field["measure_id"], total.units)
        added = sum(parts, Decimal(0))
        decimals = self.catalog.measures[field["measure_id"]]["decimals"]
        slack = len(parts) * Decimal(5).scaleb(-decimals - 1) if decimals else 0
        if abs(said - added) > slack:
            self.doubtful.add(field["measure_id"])
            address = self.grid.address(*at)
            what = plain(added) + self._range(at, total.units)
            self.find("table-total", self.sheet, address, plain(said), what)

    def _parts(self, measure: str, units: tuple[str, ...] | None) -> list[Decimal]:
        return [
            value
            for (m, unit), value in self.values.items()
            if m == measure
            and value is not None
            and (unit != self.catalog.root if units is None else unit in units)
        ]

    def _range(self, at: At, units: tuple[str, ...] | None) -> str:
        """Which cells a sub-total is of."""
        if units is None:
            return ""
        if not units:
            return " (giữa dòng này và dòng cộng trước nó không có đơn vị nào)"
        first, last = (self.grid.address(self.lines[u], at[1]) for u in (units[0], units[-1]))
        return f" ({first}–{last})"

    def _part(self, part: Part) -> None:
        if not self._adds_up(part.field):
            return
        self.measures = (part.field["measure_id"],)
        said, whole = self.amount(part.field, part.at), self.told.get(part.whole)
        if said is not None and whole is not None and said > whole:
            what = f"{plain(whole)} (ô {self.grid.address(*part.whole)})"
            address = self.grid.address(*part.at)
            self.find("part-exceeds-whole", self.sheet, address, plain(said), what)

    def _rate(self, rate: Rate) -> None:
        field, cell = rate.field, self.grid.cells.get(rate.at)
        names = (field["measure_id"], field["of_measure_id"])
        if cell is None or (not rate.unit and self.doubtful & set(names)):
            return
        part, whole = (self._of_rate(name, rate) for name in names)
        if part is None or not whole:
            return
        self.measures = names
        said = self._percent(rate.at)
        computed = 100 * part / whole
        if said is not None and abs(said - computed) > TOLERANCE:
            shown = plain(computed.quantize(Decimal("0.01")))
            self.find("table-percent", self.sheet, cell.address, plain(said), shown)

    def _percent(self, at: At) -> Decimal | None:
        """A rate as written; 0,95 is one below its head of %."""
        cell, styles = self.grid.cells[at], self._styles("", 0)
        try:
            return read_number(cell, "%", styles).value
        except Unclear as error:
            if error.rule_id == "percent-or-share":
                return read_number(cell, "", styles).value
            self.find_at(error.rule_id, at, error.what or "%")
            return None

    def _of_rate(self, measure: str, rate: Rate) -> Decimal | None:
        if rate.unit:
            return self.values.get((measure, rate.unit))
        return sum(self._parts(measure, rate.units), Decimal(0))
