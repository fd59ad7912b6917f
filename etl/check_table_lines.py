"""The lines of one table: which figure is whose, before any is read."""

import re

from etl.catalog import Row
from etl.cells import Cell
from etl.check_table_header import HeaderReader
from etl.check_table_sums import Part, Rate, Total
from etl.check_values import parts_and_wholes
from etl.clean import fold, said
from etl.report import Report
from etl.table_foot import is_figure, is_remark
from etl.table_grid import At, data_lines
from etl.table_layout import header_key
from etl.table_title import period_of, periods_said

DAYS = {"valid_from": "từ", "valid_to": "đến"}
PART = re.compile(r"[-–+*(\s]*trong đó(?!\w)")
SUM = re.compile(r"(?:[-–+*]\s*|[0-9ivx]+[.)]\s*)?(?:tổng|cộng)(?!\w)")  # Cộng cụm 1
Fields = list[tuple[int, Row]]


class TableReader(HeaderReader):
    """Walks one table from its header to its totals; every finding in one pass."""

    def run(self) -> Report:
        self.place_fields()
        is_known = self.identity()
        self.check_header()
        if not is_known:
            return self.report
        self.start()
        (self._long_lines if self.layout.is_long else self._matrix_lines)()
        self.missing()
        self.compare_sums()
        parts_and_wholes(self.catalog, self.report)
        self.hidden_figures()
        self.unread_words()
        self.empty_cells()
        return self.report

    def _matrix_lines(self) -> None:
        fields = [
            (place, self.layout.fields[key])
            for key, place in self.place.items()
            if self.layout.fields[key]["role"] in ("figure", "percent")
        ]
        self.group: list[str] = []  # units since the last sum
        self.above: int | None = None  # the line of which a «Trong đó» is a part
        for line in data_lines(self.grid, self.header):
            self._matrix_line(line, fields)

    def _matrix_line(self, line: int, fields: Fields) -> None:
        filled = [p for p, _ in fields if self.grid.text(line, p).strip()]
        place, name = self._label(line, bool(filled))
        if self._is_sum(name) and filled:
            self._sum_line(line, name, fields)
        elif PART.match(fold(name)) and filled and self.above is not None:
            self.parts += [
                Part(field, (line, p), (self.above, p))
                for p, field in fields
                if field["role"] == "figure"
            ]
        elif unit := self._unit(line, place, name, filled):
            self._unit_line(line, unit, fields)

    def _label(self, line: int, has_figures: bool) -> tuple[int, str]:
        """The unit's cell; a sum's name may stand left of it, in a cell that was merged."""
        grid, place = self.grid, self.header.unit_place
        name = grid.text(line, place).strip()
        if not name and has_figures:
            for left in (p for p in grid.places if p < place):
                if self._is_sum(grid.text(line, left).strip()):
                    return left, grid.text(line, left).strip()
        return place, name

    def _is_sum(self, name: str) -> bool:
        """A line that adds up: all units, or as a sub-total some."""
        if self._is_total(name):
            return True
        return bool(SUM.match(fold(name))) and self.names.unit(name) is None

    def _is_total(self, name: str) -> bool:
        if not name:
            return False
        declared = {header_key(f["header"]) for f in self.layout.of("total")}
        return header_key(name) in declared or self.names.is_total(name) or self._is_root_sum(name)

    def _is_root_sum(self, name: str) -> bool:
        """The root's own name on a line of a table that asks nothing of the root itself."""
        root = self.catalog.root
        return self.names.unit(name) == root and all(u != root for _, u in self.asked)

    def _sum_line(self, line: int, name: str, fields: Fields) -> None:
        """A total of all stands above all units or below them; what stands between is of some."""
        below = {self._asked(n) for n in self.grid.lines if n > line} - {None, *self.lines}
        is_whole = self._is_total(name) and not (below and self.lines)
        units = None if is_whole else tuple(self.group)
        for place, field in fields:
            if field["role"] == "figure":
                self.totals.append(Total(field, (line, place), units=units))
            else:
                self.rates.append(Rate(field, (line, place), units=units))
        self.group, self.above = [], line

    def _asked(self, line: int) -> str | None:
        """The unit that a line names, if the table is asked about it."""
        unit = self.names.unit(self.grid.text(line, self.header.unit_place).strip())
        return unit if any(u == unit for _, u in self.asked) else None

    def _is_footer(self, line: int, filled: list[int]) -> bool:
        """Signatures beside the units of a table that has them across."""
        if any(is_figure(self.grid.cells.get((line, p))) for p in filled):
            return False
        below = (self.grid.text(n, self.header.unit_place) for n in self.grid.lines if n >= line)
        return not any(n and (self._is_sum(n) or self.names.unit(n)) for n in below)

    def _unit(self, line: int, place: int, name: str, filled: list[int]) -> str | None:
        """The one unit of a line's name, new in this table; what is wrong with it is found."""
        unit = self.names.unit(name) if name else None
        if unit is not None and any(u == unit for _, u in self.asked):
            return unit
        if not filled or self._is_footer(line, filled):
            cells = [self.grid.cells[line, p] for p in self.grid.filled(line)]
            self.remarks += [c for c in cells if filled or is_remark(said(c))]
        elif not name:
            self._row(line, filled[0], "đơn vị")
        elif unit is not None:
            self.find_at("table-unit-other", (line, place))
        else:
            self.find_at("table-unit", (line, place), self._like(name))
        return None

    def _like(self, name: str) -> str:
        """In brackets what a name that is nobody's may mean: a unit of other days, or like ones."""
        other = self.names.outside(name)
        if other is not None:
            days = [f"{word} {other[d]:%d/%m/%Y}" for d, word in DAYS.items() if other[d]]
            return f" (danh mục có tên này {' '.join(days)}, không có trong kỳ của bảng)"
        near = self.names.near(name)
        return f" (gần giống: {', '.join(near)})" if near else ""

    def _row(self, line: int, place: int, what: str) -> None:
        """A figure of which it is not said what it is of."""
        self.find_at("table-row", (line, place), what)

    def _unit_line(self, line: int, unit: str, fields: Fields) -> None:
        if unit in self.lines:
            address = self.grid.address(self.lines[unit], self.header.unit_place)
            self.find_at("table-unit-twice", (line, self.header.unit_place), address)
            return
        self.lines[unit] = self.above = line
        self.group.append(unit)
        for place, field in fields:
            if field["role"] == "percent":
                self.rates.append(Rate(field, (line, place), unit))
            elif unit == self.catalog.root and (field["measure_id"], unit) not in self.asked:
                self.totals.append(Total(field, (line, place)))
            else:
                self.figure(field, unit, (line, place))

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
        said = self.grid.text(line, at["measure"]).strip()
        if not said:
            if self.grid.text(line, at["value"]).strip():
                self._row(line, at["value"], "chỉ tiêu")
            return  # who signed, a note: of no figure
        field = self.layout.fields.get(header_key(said))
        if field is None or field["role"] != "figure":
            if field is None or field["role"] != "ignore":
                self.find_at("table-header-unknown", (line, at["measure"]))
            return
        if not self._same_period(line, at):
            return
        uom_at = (line, at["uom"]) if "uom" in at else None
        name = self.grid.text(line, at["unit"]).strip()
        if self._is_total(name):
            self.totals.append(Total(field, (line, at["value"]), uom_at))
        elif unit := self._unit(line, at["unit"], name, [at["value"]]):
            self._long_figure(line, field, unit, at, uom_at)

    def _long_figure(
        self, line: int, field: Row, unit: str, at: dict[str, int], uom_at: At | None
    ) -> None:
        self.lines.setdefault(unit, line)
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

    def _same_period(self, line: int, at: dict[str, int]) -> bool:
        """Whether a line is of the table's period; a figure without one is of none."""
        if "period" not in at:
            return True
        text = self.grid.text(line, at["period"])
        if not text.strip():
            self._row(line, at["value"], "kỳ")
            return False
        period = self.report.period_id
        if [period_of(self.catalog, *p) for p in periods_said(text)] != [period]:
            title = self.catalog.periods[period]["title_vi"]
            self.find_at("table-period-other", (line, at["period"]), title)
        return True
