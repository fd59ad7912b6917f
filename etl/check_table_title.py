"""Whose table it is, of which period and paper: from its layout and the rows above it alone."""

import datetime as dt

from etl import clean
from etl.catalog import Catalog, Row
from etl.check_sheets import Sheets, sample_sentence
from etl.form_layout import SAMPLE
from etl.names import Names, known_aliases, name_key
from etl.read import Book, Cell
from etl.table_grid import At, Grid, Header
from etl.table_layout import TableLayout
from etl.table_title import kinds_said, paper_date, paper_number, period_of, periods_said
from etl.table_uom import INTRODUCED, is_kindred, is_same, uoms_said


class TitleReader(Sheets):
    """One table being read, as far as the rows above its header."""

    def __init__(
        self,
        book: Book,
        catalog: Catalog,
        aliases: dict[str, str],
        layout: TableLayout,
        grid: Grid,
        header: Header,
    ) -> None:
        super().__init__(book)
        self.catalog, self.layout, self.grid, self.header = catalog, layout, grid, header
        self.sheet = grid.sheet
        self.aliases = known_aliases(catalog, aliases)
        self.declared = frozenset({layout.row["number_style"]} - {None})
        first = header.unit_place if grid.is_turned else header.top
        above = (c for c in grid.cells.values() if c.row < first and c.type == "text")
        self.titles = sorted(above, key=lambda c: (c.row, c.column))
        units = catalog.units.values()
        self.unit_names = {name_key(u[n]) for u in units for n in ("name_vi", "short_vi")}

    def identity(self) -> bool:
        """Whether it is certain which report this is; what is uncertain of it is found."""
        self._sample()
        self.report.form_id = self.layout.row["form_id"]
        period = self._period()
        self._paper()
        self._official()
        days = [r["to_date"] for name, r in self.catalog.periods.items() if period in (None, name)]
        self.names = Names(self.catalog, self.aliases, max(days, default=dt.date.max))
        self.find_foot(period)
        self._uoms()
        if period is None:
            return False
        self._issuer()
        report, reporter = self.report, self.layout.row["reporter_id"]
        report.reporter_id, report.period_id = reporter, period
        self.signed_far(self.catalog)
        if (report.form_id, reporter, period) not in self.catalog.due_dates():
            name = self.catalog.units[reporter]["name_vi"]
            self.find("not-expected", self.sheet, value=period, what=name)
            return False
        return True

    def find_foot(self, period: str | None) -> None:
        """Part the table from what stands below it; who reads the lines knows how."""

    def _sample(self) -> None:
        is_sample = any(clean.fold(SAMPLE) in clean.fold(c.value) for c in self.titles)
        if is_sample != self.catalog.is_sample:
            self.find("sample-mismatch", self.sheet, what=sample_sentence(self.catalog.is_sample))

    def _period(self) -> str | None:
        """The one period that the title names; where each line names its own, the lines' one."""
        said = [(p, cell) for cell in self.titles for p in periods_said(clean.said(cell))]
        said += self.periods_of_lines()
        kinds = {p for p, _ in said}
        if len(kinds) != 1:
            cell = said[-1][1] if said else None
            what = "nêu nhiều kỳ" if said else "không có kỳ nào"
            self._at("table-period", cell, what)
            return None
        (kind, year), cell = said[0]
        found = period_of(self.catalog, kind, year)
        if found is None:
            self._at("period-unknown", cell)
        return found

    def periods_of_lines(self) -> list[tuple[tuple[str, str], Cell]]:
        """What the table's own lines say of its period; most tables have it above them only."""
        return []

    def _issuer(self) -> None:
        """Another unit's name above the table: then it is not the declared office's."""
        row = self.catalog.units[self.layout.row["reporter_id"]]
        allowed = {None, self.catalog.root, row["unit_id"], row["parent_id"]}
        for cell in self.titles:
            if self.names.unit(clean.said(cell)) not in allowed:
                self._at("unit-mismatch", cell, row["name_vi"])

    def _paper(self) -> None:
        report = self.report
        report.paper_date_at = (self.sheet, "")
        for cell in self.titles:
            said = clean.said(cell)
            report.paper_number = report.paper_number or paper_number(said)
            day = paper_date(said)
            if day is not None and report.paper_date is None:
                report.paper_date, report.paper_date_at = day, (self.sheet, cell.address)
        if report.paper_number is None:
            self.find("paper-number-missing", self.sheet)
        if report.paper_date is None:
            self.find("paper-date-missing", self.sheet)

    def _official(self) -> None:
        """What the title says, else what the layout declares."""
        said = kinds_said(clean.said(c) for c in self.titles)
        if not said:
            said = {"official": {True}, "estimate": {False}}.get(self.layout.row["figures"], set())
        if len(said) != 1:
            self.find("table-kind", self.sheet)
            return
        self.report.is_official = said == {True}
        if not self.report.is_official:
            self.find("estimate", self.sheet)

    def _uoms(self) -> None:
        """«Đơn vị: 1.000 đồng» beside what is read in triệu đồng, or not told where it must."""
        fields, told = self.layout.of("figure"), self._uoms_told()
        self.measured = {cell.address for _, cell in told}
        own = {self.uom(f) for f in fields} | ({"%"} if self.layout.of("percent") else set())
        wrong = [(u, c) for u, c in told if not any(is_same(u, uom) for uom in own)]
        for cell in {c.address: c for _, c in wrong}.values():
            self._at("table-uom", cell, ", ".join(sorted(own)))
        for field in fields:
            uom = self.uom(field)
            if any(is_same(u, uom) for u in (*uoms_said(field["header"]), *(u for u, _ in told))):
                continue
            other = next((each for each in told if is_kindred(each[0], uom)), None)
            must_tell = field["uom"] and not self.layout.of("uom")
            if other not in wrong and (other or must_tell):
                self._at("table-uom", other[1] if other else None, f"{field['header']}: {uom}")

    def _uoms_told(self) -> list[tuple[str, Cell]]:
        """Units of measure that the words around the figures name, each with its cell."""
        cells = [(cell, False) for cell in self.titles] + self.words_below()
        return [
            (uom, cell)
            for cell, is_remark in cells
            for uom in uoms_said(self._with_next(cell), self.is_unit_name, is_remark)
        ]

    def _with_next(self, cell: Cell) -> str:
        """What a cell says; «Đơn vị tính:» in one cell goes on in the next."""
        text = clean.said(cell)
        if not INTRODUCED.fullmatch(clean.tidy(text)):
            return text
        row = (c for (r, k), c in sorted(self.book[self.sheet].items()) if r == cell.row)
        behind = next((c for c in row if c.column > cell.column), None)
        return f"{text.rstrip(' :')}: {clean.said(behind)}" if behind else text

    def is_unit_name(self, name: str) -> bool:
        """Whether some unit bears this name, whenever it was valid."""
        return name_key(name) in self.unit_names

    def words_below(self) -> list[tuple[Cell, bool]]:
        """Words beside and under the figures, and whether they stand on a line of figures."""
        return []

    def uom(self, field: Row) -> str:
        """The unit of measure that a field's figures are written in."""
        return field["uom"] or self.catalog.measures[field["measure_id"]]["uom_vi"]

    def _at(self, rule_id: str, cell: Cell | None, what: str = "") -> None:
        address, value = (cell.address, clean.raw(cell)) if cell else ("", "")
        self.find(rule_id, self.sheet, address, value, what)

    def find_at(self, rule_id: str, at: At, what: str = "") -> None:
        """A finding about one place of the table, with what stands there."""
        self.find(rule_id, self.sheet, self.grid.address(*at), self.grid.text(*at), what)
