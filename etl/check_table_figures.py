"""The figures of one table: each of a unit and a measure."""

from collections.abc import Callable
from decimal import Decimal

from etl import clean
from etl.catalog import Row
from etl.cells import letters_of
from etl.check_table_title import TitleReader
from etl.check_values import in_range, two_readings
from etl.clean import Unclear
from etl.form_layout import MET, NOT_ASSESSED, TOKENS
from etl.numbers import in_unit, proved
from etl.table_grid import At
from etl.table_layout import table_cells

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
        self.lines: dict[str, int] = {}  # unit → its line, in a long table its first
        self.at: dict[tuple[str, str], At] = {}  # (measure, unit) → where its figure stands
        self.values: dict[tuple[str, str], Decimal | None] = {}
        self.told: dict[At, Decimal | None] = {}  # every figure read, sums too
        self.unread: set[str] = set()  # measures of which some figure could not be read

    def figure(self, field: Row, unit: str, at: At, uom_at: At | None = None) -> None:
        """The figure of one unit at one place."""
        key = (field["measure_id"], unit)
        if key not in self.asked:
            if at in self.grid.cells:
                self.find_at("table-unit-other", at)
            return
        self.at[key] = at
        measure = self.catalog.measures[field["measure_id"]]
        self.measures = (field["measure_id"],)
        value = self._value(field, measure, at, uom_at)
        self.measures = ()
        self.values[key] = self.told[at] = value
        cell, (row, column) = self.grid.cells.get(at), self.grid.at(*at)
        self.add(measure["section"], row, *key, value, self.sheet, cell, row, letters_of(column))

    def _value(self, field: Row, measure: Row, at: At, uom_at: At | None) -> Decimal | None:
        found = len(self.report.findings)
        if (self.sheet, *self.grid.at(*at)) in self.book.covered:
            self.find_at("table-merged", at)
        is_met = measure["section"] == "criteria"
        value = self._met(at) if is_met else self.amount(field, at, uom_at)
        if value is None and len(self.report.findings) > found:
            self.unread.add(field["measure_id"])
        self._in_range(field, measure, value, at)
        return value

    def _in_range(self, field: Row, measure: Row, value: Decimal | None, at: At) -> None:
        cell = self.grid.cells.get(at)
        if value is None or cell is None:
            return
        place = (measure, value, self.sheet, cell.address)
        finding = in_range(*place)
        if finding is None and self.uom(field) == measure["uom_vi"]:
            finding = two_readings(*place)
        if finding is not None:
            self.report.findings.append(finding)

    def _met(self, at: At) -> Decimal | None:
        choices = [*MET, NOT_ASSESSED]
        typed = self._read(at, lambda c: clean.choice(c, choices, TOKENS), ", ".join(choices))
        return Decimal(MET[typed]) if typed in MET else None

    def amount(self, field: Row, at: At, uom_at: At | None = None) -> Decimal | None:
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
        units = self.catalog.units
        for unit in dict.fromkeys(u for _, u in sorted(self.asked, key=self._order)):
            names = [m for m, u in sorted(self.asked) if u == unit and (m, u) not in self.at]
            if unit not in self.lines:
                self.find("table-missing", self.sheet, what=f"«{units[unit]['name_vi']}»")
            elif self.layout.is_long:
                for name in names:
                    title = self.catalog.measures[name]["title_vi"]
                    what = f"«{title}» của «{units[unit]['name_vi']}»"
                    self.find("table-missing", self.sheet, what=what)

    def _order(self, each: tuple[str, str]) -> int:
        return self.catalog.units[each[1]]["sort"]

    def empty_cells(self) -> None:
        values = self.report.values
        empty = sum(v[6] == "not_reported" for v in values)
        if empty == len(values) > 0 and not self.report.is_refused:
            self.find("nothing-filled", self.sheet, what=str(len(values)))
        elif empty:
            self.find("empty-cells", self.sheet, value=empty, what=str(len(values)))
