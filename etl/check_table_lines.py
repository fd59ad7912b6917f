"""The header and the lines of one table: which figure is whose, before any is read."""

from typing import NamedTuple

from etl.catalog import Row
from etl.cells import Cell
from etl.check_table_figures import DIGITS, FigureReader
from etl.check_values import parts_and_wholes
from etl.clean import said
from etl.report import Report
from etl.table_grid import At, data_lines
from etl.table_layout import header_key
from etl.table_title import period_of, periods_said


class Total(NamedTuple):
    """A figure of a total's line."""

    field: Row
    at: At
    uom_at: At | None = None


class TableReader(FigureReader):
    """Walks one table from its header to its totals; every finding in one pass."""

    def run(self) -> Report:
        self._header()
        if not self.identity():
            return self.report
        self.start()
        self.totals: list[Total] = []
        self.rates: list[tuple[Row, str, At]] = []  # of a unit; of "" on a total's line
        (self._long_lines if self.layout.is_long else self._matrix_lines)()
        self.missing()
        for total in self.totals:
            self.total(*total)
        for rate in self.rates:
            self.rate(*rate)
        parts_and_wholes(self.catalog, self.report)
        self.hidden_figures()
        self.empty_cells()
        return self.report

    def _header(self) -> None:
        """Each field's place; what is missing, twice or not declared is found."""
        self.place: dict[str, int] = {}
        for place, path in self.header.paths.items():
            key = header_key(path)
            if key not in self.layout.fields:
                self.find("table-header-unknown", self.sheet, self._head(place), path)
            elif key in self.place:
                if self.layout.fields[key]["role"] != "ignore":
                    first = self._head(self.place[key])
                    self.find("table-header-twice", self.sheet, self._head(place), path, first)
            else:
                self.place[key] = place
        self._absent()
        self._nameless()

    def _absent(self) -> None:
        """Headers that the layout has and the table not; a column to be left out may be gone."""
        spoken = {"total", "ignore"} | ({"figure", "percent"} if self.layout.is_long else set())
        for key, field in self.layout.fields.items():
            if field["role"] not in spoken and key not in self.place:
                self.find("table-header", self.sheet, what=field["header"])

    def _nameless(self) -> None:
        """Something stands under no header at all."""
        grid, header = self.grid, self.header
        lines = list(data_lines(grid, header))
        for place in (p for p in grid.places if p not in header.paths):
            first = next((n for n in lines if (n, place) in grid.cells), None)
            if first is not None and not (grid.is_turned and place < header.unit_place):
                self.find_at("table-header-unknown", (first, place))

    def _head(self, place: int) -> str:
        """The lowest cell of a place's header."""
        header = self.header
        lines = range(header.last, header.top - 1, -1)
        line = next((n for n in lines if (n, place) in self.grid.cells), header.last)
        return self.grid.address(line, place)

    def _matrix_lines(self) -> None:
        fields = [
            (place, self.layout.fields[key])
            for key, place in self.place.items()
            if self.layout.fields[key]["role"] in ("figure", "percent")
        ]
        for line in data_lines(self.grid, self.header):
            filled = [p for p, _ in fields if self.grid.text(line, p).strip()]
            place, name = self._label(line, bool(filled))
            if self._is_total(name):
                self._total_line(line, fields)
                continue
            unit = self._unit(line, place, name, filled) if name else None
            if unit is not None:
                self._unit_line(line, unit, fields)
            elif not name and filled and not self._is_footer(line, filled):
                for at in filled:
                    self.find_at("table-row", (line, at))

    def _label(self, line: int, has_figures: bool) -> tuple[int, str]:
        """The unit's cell; a total's name may stand left of it, in a cell that was merged."""
        grid, place = self.grid, self.header.unit_place
        name = grid.text(line, place).strip()
        if not name and has_figures:
            for left in (p for p in grid.places if p < place):
                if self._is_total(grid.text(line, left).strip()):
                    return left, grid.text(line, left).strip()
        return place, name

    def _is_total(self, name: str) -> bool:
        if not name:
            return False
        declared = {header_key(f["header"]) for f in self.layout.of("total")}
        return header_key(name) in declared or self.names.is_total(name) or self._is_root_sum(name)

    def _is_root_sum(self, name: str) -> bool:
        """The root's own name on a line of a table that asks nothing of the root itself."""
        root = self.catalog.root
        return self.names.unit(name) == root and all(u != root for _, u in self.asked)

    def _is_footer(self, line: int, filled: list[int]) -> bool:
        """Signatures under the table: words without a digit, and no unit below them."""
        grid = self.grid
        if any(DIGITS & set(grid.text(line, p)) for p in filled):
            return False
        below = (grid.text(n, self.header.unit_place) for n in grid.lines if n >= line)
        return not any(n and (self._is_total(n) or self.names.unit(n)) for n in below)

    def _unit(self, line: int, place: int, name: str, filled: list[int]) -> str | None:
        """The one unit of a name, new in this table."""
        unit = self.names.unit(name)
        if unit is None:
            if filled and not self._is_footer(line, filled):
                near = self.names.near(name)
                what = f" (gần giống: {', '.join(near)})" if near else ""
                self.find_at("table-unit", (line, place), what)
            return None
        if unit not in {u for _, u in self.asked}:
            self.find_at("table-unit-other", (line, place))
            return None
        return unit

    def _unit_line(self, line: int, unit: str, fields: list[tuple[int, Row]]) -> None:
        first = next((at for (_, u), at in self.at.items() if u == unit), None)
        if first is not None:
            address = self.grid.address(first[0], self.header.unit_place)
            self.find_at("table-unit-twice", (line, self.header.unit_place), address)
            return
        for place, field in fields:
            if field["role"] == "percent":
                self.rates.append((field, unit, (line, place)))
            elif unit == self.catalog.root and (field["measure_id"], unit) not in self.asked:
                self.totals.append(Total(field, (line, place)))
            else:
                self.figure(field, unit, (line, place))

    def _total_line(self, line: int, fields: list[tuple[int, Row]]) -> None:
        for place, field in fields:
            if field["role"] == "figure":
                self.totals.append(Total(field, (line, place)))
            else:
                self.rates.append((field, "", (line, place)))

    def _long_lines(self) -> None:
        at = {
            role: self.place[header_key(f[0]["header"])]
            for role in ("unit", "measure", "value", "period", "uom")
            if (f := self.layout.of(role)) and header_key(f[0]["header"]) in self.place
        }
        if not {"unit", "measure", "value"} <= at.keys():
            return
        for line in data_lines(self.grid, self.header):
            self._long_line(line, at)

    def _long_line(self, line: int, at: dict[str, int]) -> None:
        name = self.grid.text(line, at["unit"]).strip()
        said = self.grid.text(line, at["measure"]).strip()
        if not said and not self.grid.text(line, at["value"]).strip():
            return  # who signed, a note: of no figure
        field = self.layout.fields.get(header_key(said))
        if field is None or field["role"] != "figure":
            if field is None or field["role"] != "ignore":
                self.find_at("table-header-unknown", (line, at["measure"]))
            return
        self._same_period(line, at.get("period"))
        uom_at = (line, at["uom"]) if "uom" in at else None
        if self._is_total(name):
            self.totals.append(Total(field, (line, at["value"]), uom_at))
            return
        unit = self._unit(line, at["unit"], name, [at["value"]])
        if unit is not None:
            before = self.at.get((field["measure_id"], unit))
            if before is not None:
                address = self.grid.address(before[0], at["unit"])
                self.find_at("table-unit-twice", (line, at["unit"]), address)
            else:
                self.figure(field, unit, (line, at["value"]), uom_at)

    def periods_of_lines(self) -> list[tuple[tuple[str, str], Cell]]:
        """Periods of a long table's first line; every other is compared with the table's."""
        column = next(iter(self.layout.of("period")), None)
        place = self.place.get(header_key(column["header"])) if column else None
        first = next(data_lines(self.grid, self.header), None)
        cell = self.grid.cells.get((first, place)) if first and place else None
        return [(p, cell) for p in periods_said(said(cell))] if cell else []

    def _same_period(self, line: int, place: int | None) -> None:
        if place is None:
            return
        period = self.report.period_id
        said = periods_said(self.grid.text(line, place))
        if [period_of(self.catalog, *p) for p in said] != [period]:
            self.find_at(
                "table-period-other", (line, place), self.catalog.periods[period]["title_vi"]
            )
