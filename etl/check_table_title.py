"""Whose table it is, of which period and paper: from its layout and the rows above it alone."""

from etl import clean
from etl.catalog import Catalog, Row
from etl.check_sheets import Sheets, sample_sentence
from etl.form_layout import SAMPLE
from etl.names import Names, known_aliases
from etl.numbers import same_family
from etl.read import Book, Cell
from etl.table_grid import At, Grid, Header
from etl.table_layout import TableLayout
from etl.table_title import (
    UOM,
    kinds_said,
    paper_date,
    paper_number,
    period_of,
    periods_said,
    uoms_said,
)


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

    def identity(self) -> bool:
        """Whether it is certain which report this is; what is uncertain of it is found."""
        self._sample()
        self.report.form_id = self.layout.row["form_id"]
        period = self._period()
        self._paper()
        self._official()
        self._uoms()
        if period is None:
            return False
        self.names = Names(self.catalog, self.aliases, self.catalog.periods[period]["to_date"])
        self._issuer()
        report, reporter = self.report, self.layout.row["reporter_id"]
        report.reporter_id, report.period_id = reporter, period
        self.signed_far(self.catalog)
        if (report.form_id, reporter, period) not in self.catalog.due_dates():
            name = self.catalog.units[reporter]["name_vi"]
            self.find("not-expected", self.sheet, value=period, what=name)
            return False
        return True

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
        """«Đơn vị tính: tỷ đồng» beside what is read in triệu đồng, or not told where it must."""
        above = [(u, cell) for cell in self.titles for u in uoms_said(clean.said(cell))]
        above += [(u, cell) for cell in self._notes() for u in uoms_said(clean.said(cell))]
        said = {u for u, _ in above}
        known = {"%"}
        for key, field in self.layout.fields.items():
            if field["role"] != "figure":
                continue
            uom = clean.fold(self.uom(field))
            known.add(uom)
            if uom in said or (uom in key and not self.layout.is_long):
                continue
            other = next((c for u, c in above if same_family(u, uom)), None)
            if other or (field["uom"] and not self.layout.of("uom")):
                self._at("table-uom", other, f"{field['header']}: {self.uom(field)}")
        for uom, cell in above:
            if not any(same_family(uom, k) for k in known):
                self._at("table-uom", cell, ", ".join(sorted(known)))

    def _notes(self) -> list[Cell]:
        """Words under the last figure, and such among the lines as speak of a unit of measure."""
        cells = [(at[0], c) for at, c in self.grid.cells.items() if at[0] > self.header.last]
        last = max((line for line, c in cells if c.type == "number"), default=None)
        return [
            c
            for line, c in cells
            if c.type == "text"
            and (UOM.search(clean.fold(c.value)) or (last is not None and line > last))
        ]

    def uom(self, field: Row) -> str:
        """The unit of measure that a field's figures are written in."""
        return field["uom"] or self.catalog.measures[field["measure_id"]]["uom_vi"]

    def _at(self, rule_id: str, cell: Cell | None, what: str = "") -> None:
        address, value = (cell.address, clean.raw(cell)) if cell else ("", "")
        self.find(rule_id, self.sheet, address, value, what)

    def find_at(self, rule_id: str, at: At, what: str = "") -> None:
        """A finding about one place of the table, with what stands there."""
        self.find(rule_id, self.sheet, self.grid.address(*at), self.grid.text(*at), what)
