"""The header of one table, and where it ends: what stands beside and below is told of, not read."""

from dataclasses import replace

from etl.cells import Cell
from etl.check_table_figures import NUMBERS
from etl.check_table_sums import SumReader
from etl.clean import said
from etl.table_foot import is_figure, is_remark, remarks_of
from etl.table_grid import data_lines
from etl.table_hidden import hidden_figures, hidden_sheets
from etl.table_layout import header_key, table_cells

REMARKS = "ghi chú"  # in the header of a column that is left out, yet told of


class HeaderReader(SumReader):
    """One table being read, as far as its columns and its end."""

    def place_fields(self) -> None:
        """Each field's place: the first where its header stands."""
        self.place: dict[str, int] = {}
        self.remarks: list[Cell] = []  # words beside figures that nobody reads
        for place, path in self.header.paths.items():
            key = header_key(path)
            if key in self.layout.fields:
                self.place.setdefault(key, place)

    def _places_of(self, *roles: str) -> list[int]:
        return [p for k, p in self.place.items() if self.layout.fields[k]["role"] in roles]

    def find_foot(self, period: str | None) -> None:
        """Part the table from what stands below it: signatures, remarks."""
        self.grid.cut(self._last_row(period))
        paths = {p: path for p, path in self.header.paths.items() if p in self.grid.places}
        self.header = replace(self.header, paths=paths)

    def _last_row(self, period: str | None) -> int:
        """The last row that holds a figure under a header, or names a unit that has none yet."""
        grid, header = self.grid, self.header
        lines = list(data_lines(grid, header))
        if grid.is_turned:
            held = (p for (n, p), c in grid.cells.items() if n > header.last and is_figure(c))
            return max([header.unit_place, *self.place.values(), *held])
        form, reporter = self.layout.row["form_id"], self.layout.row["reporter_id"]
        cells = table_cells(self.catalog, form, reporter, period) if period else []
        units = {u for _, u in cells} or set(self.catalog.units)
        numbers, last = self._places_of(*NUMBERS), header.last
        for line in lines:
            name = grid.text(line, header.unit_place).strip()
            is_line = self.names.is_total(name) or self.names.unit(name) in units
            units.discard(self.names.unit(name) or "")
            told = (header_key(grid.text(line, p)) for p in self._places_of("measure"))
            is_line |= any(key in self.layout.fields for key in told)
            if is_line or any(is_figure(grid.cells.get((line, p))) for p in numbers):
                last = line
        return last

    def words_below(self) -> list[tuple[Cell, bool]]:
        """Words beside and under the figures, and whether they stand on a line of figures."""
        grid, spoken = self.grid, self._places_of(*NUMBERS, "uom", "measure", "period")
        found = [(cell, False) for cell in grid.foot]
        for line in data_lines(grid, self.header):
            beside = [p for p in grid.filled(line) if p not in spoken]
            has_figures = any(is_figure(grid.cells.get((line, p))) for p in spoken)
            found += [(grid.cells[line, p], has_figures) for p in beside]
        return [(cell, is_beside) for cell, is_beside in found if cell.type == "text"]

    def check_header(self) -> None:
        """What of the header is missing, twice or not declared."""
        for place, path in self.header.paths.items():
            key = header_key(path)
            if key not in self.layout.fields:
                self.find("table-header-unknown", self.sheet, self._head(place), path)
            elif self.place[key] != place and self.layout.fields[key]["role"] != "ignore":
                first = self._head(self.place[key])
                self.find("table-header-twice", self.sheet, self._head(place), path, first)
        self._absent()
        self._nameless()

    def _absent(self) -> None:
        """Headers that the layout has and the table not; a column to be left out may be gone."""
        spoken = {"total", "ignore"} | ({"figure", "percent"} if self.layout.is_long else set())
        for key, field in self.layout.fields.items():
            if field["role"] not in spoken and key not in self.place:
                self.find("table-header", self.sheet, what=field["header"])

    def _nameless(self) -> None:
        """Something stands under no header at all: a figure, or words that nobody reads."""
        grid, header = self.grid, self.header
        lines = list(data_lines(grid, header))
        for place in (p for p in grid.places if p not in {*header.paths, *grid.unseen}):
            if grid.is_turned and place < header.unit_place:
                continue
            cells = [grid.cells[n, place] for n in lines if (n, place) in grid.cells]
            figure = next((c for c in cells if is_figure(c)), None)
            if figure is not None:
                self._at("table-header-unknown", figure)
            else:
                self.remarks += cells

    def _head(self, place: int) -> str:
        """The lowest cell of a place's header."""
        header = self.header
        lines = range(header.last, header.top - 1, -1)
        line = next((n for n in lines if (n, place) in self.grid.cells), header.last)
        return self.grid.address(line, place)

    def hidden_figures(self) -> None:
        """Figures out of sight: left out, and told of."""
        cells, where = hidden_figures(self.book, self.grid, self.header, self.layout)
        if cells:
            self.find("table-hidden", self.sheet, cells[0].address, where)
        for sheet in hidden_sheets(self.book, self.sheet):
            self.find("table-hidden", sheet, value=f"trang «{sheet}»")

    def unread_words(self) -> None:
        """Remarks below, beside and in the column for them may change what figures mean."""
        grid = self.grid
        for key in (k for k in self.place if REMARKS in k):
            lines = data_lines(grid, self.header)
            self.remarks += [c for n in lines if (c := grid.cells.get((n, self.place[key])))]
        words = (c for c in (*grid.foot, *self.remarks) if not self._says_itself(c))
        cells = remarks_of(list(words))
        if cells:
            where = ", ".join(c.address for c in cells)
            self.find("table-remark", self.sheet, cells[0].address, said(cells[0]), where)

    def _says_itself(self, cell: Cell) -> bool:
        """A unit of measure, compared already, or the office that signs."""
        is_uom = cell.address in self.measured and not is_remark(said(cell))
        return is_uom or self.names.unit(said(cell)) is not None
