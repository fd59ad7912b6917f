"""The figures of one table: each of a unit and a measure, with totals and rates compared."""

from collections.abc import Callable
from decimal import Decimal

from openpyxl.utils import get_column_letter

from etl import clean
from etl.catalog import Row
from etl.check_table_title import TitleReader
from etl.check_values import in_range, two_readings
from etl.clean import Unclear
from etl.form_layout import MET, NOT_ASSESSED, TOKENS
from etl.numbers import in_unit, proved, read_number
from etl.report import plain
from etl.table_grid import At
from etl.table_layout import table_cells

TOLERANCE = Decimal("0.1")  # điểm % between a rate as written and as computed
DIGITS = set("0123456789")
NUMBERS = ("figure", "percent", "value")  # roles of columns in which numbers stand


class FigureReader(TitleReader):
    """One table being read, as far as its figures; whose line each stands on is given."""

    place: dict[str, int]  # column of each header, found by who reads the lines

    def start(self) -> None:
        """Nothing read yet of what the table is asked."""
        report = self.report
        self.asked = set(
            table_cells(self.catalog, report.form_id, report.reporter_id, report.period_id)
        )
        self.at: dict[tuple[str, str], At] = {}  # (measure, unit) → where its figure stands
        self.values: dict[tuple[str, str], Decimal | None] = {}

    def figure(self, field: Row, unit: str, at: At, uom_at: At | None = None) -> None:
        key = (field["measure_id"], unit)
        if key not in self.asked:
            if at in self.grid.cells:
                self.find_at("table-unit-other", at)
            return
        self.at[key] = at
        if (self.sheet, *self.grid.at(*at)) in self.book.covered:
            self.find_at("table-merged", at)
        measure = self.catalog.measures[field["measure_id"]]
        self.measures = (field["measure_id"],)
        if measure["section"] == "criteria":
            value = self._met(at)
        else:
            value = self._amount(field, at, uom_at)
        cell = self.grid.cells.get(at)
        if value is not None and cell is not None:
            place = (measure, value, self.sheet, cell.address)
            finding = in_range(*place)
            if finding is None and self.uom(field) == measure["uom_vi"]:
                finding = two_readings(*place)
            if finding is not None:
                self.report.findings.append(finding)
        self.measures = ()
        self.values[key] = value
        row, column = self.grid.at(*at)
        self.add(
            measure["section"], row, *key, value, self.sheet, cell, row, get_column_letter(column)
        )

    def _met(self, at: At) -> Decimal | None:
        choices = [*MET, NOT_ASSESSED]
        typed = self._read(at, lambda c: clean.choice(c, choices, TOKENS), ", ".join(choices))
        return Decimal(MET[typed]) if typed in MET else None

    def _amount(self, field: Row, at: At, uom_at: At | None) -> Decimal | None:
        """A figure in its measure's unit of measure, whatever it is written in."""
        written = (self.grid.text(*uom_at).strip() if uom_at else "") or self.uom(field)
        own = self.catalog.measures[field["measure_id"]]["uom_vi"]
        value = self.number(self.sheet, *self.grid.at(*at), written)
        if value is None:
            return None
        try:
            return in_unit(value, clean.fold(written), own)
        except Unclear as error:
            self.find_at(error.rule_id, uom_at or at, error.what)
            return None

    def _styles(self, sheet: str, column: int) -> frozenset[str]:
        """Conventions that any figure of the table proves: its columns are one hand's.

        Numbers of lines (1.1) and notes prove nothing.
        """
        if ("", 0) not in self._proved:
            told = {p for k, p in self.place.items() if self.layout.fields[k]["role"] in NUMBERS}
            cells = ((n, p, c) for (n, p), c in self.grid.cells.items() if p in told)
            typed = (c for n, _, c in cells if n > self.header.last and c.type == "text")
            self._proved["", 0] = proved(c.value for c in typed) | self.declared
        return self._proved["", 0]

    def _read(self, at: At, reader: Callable[..., str | None], what: str) -> str | None:
        return self.read(self.sheet, *self.grid.at(*at), reader, what)

    def missing(self) -> None:
        """Units and figures that the table must have and has not."""
        told = {u for _, u in self.at}
        units = self.catalog.units
        for unit in dict.fromkeys(u for _, u in sorted(self.asked, key=self._order)):
            names = [m for m, u in sorted(self.asked) if u == unit and (m, u) not in self.at]
            if unit not in told:
                self.find("table-missing", self.sheet, what=f"«{units[unit]['name_vi']}»")
            elif self.layout.is_long:
                for name in names:
                    title = self.catalog.measures[name]["title_vi"]
                    what = f"«{title}» của «{units[unit]['name_vi']}»"
                    self.find("table-missing", self.sheet, what=what)

    def _order(self, each: tuple[str, str]) -> int:
        return self.catalog.units[each[1]]["sort"]

    def total(self, field: Row, at: At, uom_at: At | None = None) -> None:
        """A total's figure against the sum of the units': never loaded itself."""
        measure = self.catalog.measures[field["measure_id"]]
        root = self.catalog.root
        parts = [v for (m, u), v in self.values.items() if m == measure["measure_id"] and u != root]
        if measure["uom_vi"] == "%" or measure["section"] == "criteria":
            return  # rates and assessments add up to nothing
        self.measures = (field["measure_id"],)
        said = self._amount(field, at, uom_at)
        total = sum((v for v in parts if v is not None), Decimal(0))
        slack = len(parts) * Decimal(5).scaleb(-measure["decimals"] - 1)
        if said is not None and abs(said - total) > (slack if measure["decimals"] else 0):
            address = self.grid.address(*at)
            self.find("table-total", self.sheet, address, plain(said), plain(total))
        self.measures = ()

    def rate(self, field: Row, unit: str, at: At) -> None:
        """A rate against the two figures it is of: never loaded itself."""
        cell = self.grid.cells.get(at)
        part, whole = (self._sum(field[n], unit) for n in ("measure_id", "of_measure_id"))
        if cell is None or part is None or not whole:
            return
        computed = 100 * part / whole
        self.measures = (field["measure_id"], field["of_measure_id"])
        try:
            said = read_number(cell, "%", self._styles("", 0)).value
        except Unclear as error:
            if error.rule_id != "percent-or-share":
                self.find_at(error.rule_id, at, error.what or "%")
                self.measures = ()
                return
            said = read_number(cell, "", self._styles("", 0)).value  # 0,95 below its head of %
        if said is not None and abs(said - computed) > TOLERANCE:
            shown = plain(computed.quantize(Decimal("0.01")))
            self.find("table-percent", self.sheet, cell.address, plain(said), shown)
        self.measures = ()

    def _sum(self, measure: str, unit: str) -> Decimal | None:
        if unit:
            return self.values.get((measure, unit))
        told = (v for (m, _), v in self.values.items() if m == measure and v is not None)
        return sum(told, Decimal(0))

    def hidden_figures(self) -> None:
        """Figures out of sight: left out, and told of."""
        grid, last = self.grid, self.header.last
        held = [c for c in grid.hidden if grid.at(c.row, c.column)[0] > last]
        figures = [c for c in held if c.type == "number" or DIGITS & set(str(c.value))]
        if figures:
            rows = {f"dòng {c.row}" for c in figures if (self.sheet, c.row, 0) in self.book.hidden}
            columns = {
                f"cột {get_column_letter(c.column)}"
                for c in figures
                if (self.sheet, 0, c.column) in self.book.hidden
            }
            where = ", ".join(sorted(rows, key=lambda r: int(r[5:])) + sorted(columns))
            self.find("table-hidden", self.sheet, figures[0].address, where)

    def empty_cells(self) -> None:
        values = self.report.values
        empty = sum(v[6] == "not_reported" for v in values)
        if empty == len(values) > 0 and not self.report.is_refused:
            self.find("nothing-filled", self.sheet, what=str(len(values)))
        elif empty:
            self.find("empty-cells", self.sheet, value=empty, what=str(len(values)))
