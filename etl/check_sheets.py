"""The cells of one workbook as a form's sheets: looked up, read with findings, added as values."""

from collections.abc import Callable, Container, Iterator
from decimal import Decimal
from typing import Any

from etl import clean
from etl.catalog import Catalog
from etl.cells import letters_of
from etl.form_layout import CHOICES, FRONT, HEADER_ROW, HEADS, HIDDEN, SHEETS, UOM_COLUMN, is_typed
from etl.legacy import FONTS, font_of, is_in_another
from etl.numbers import proved, read_number
from etl.read import Book, Cell
from etl.report import Report
from etl.rules import LIMITS, Finding


class Sheets:
    """One workbook being read: every finding names sheet and cell."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.report = Report()
        self.measures: tuple[str, ...] = ()  # whose figures the next findings tell
        self.declared: frozenset[str] = frozenset()  # the convention of separators the form names
        self.standing: set[str] = set()  # sheets that are there as the form has them
        self.locked: frozenset[str] | None = None  # marks of locked cells, where the form has them
        self._proved: dict[tuple[str, int], frozenset[str]] = {}

    def find(
        self, rule_id: str, sheet: str = "", cell: str = "", value: Any = "", what: str = ""
    ) -> None:
        finding = Finding(rule_id, sheet, cell, str(value), what, self.measures)
        self.report.findings.append(finding)

    def signed_far(self, catalog: Catalog) -> None:
        """A paper signed long before its period's cut-off or long after: a day or a year mistyped.

        Estimates are made before it, but not before the period has begun.
        """
        signed = self.report.paper_date
        if signed is None:
            return
        limit = {
            n: float(catalog.settings.get(n, LIMITS[n][0])) for n in ("early_days", "late_days")
        }
        period = catalog.periods[self.report.period_id]
        start, cutoff = period["from_date"], period["cutoff_date"]
        days = (signed - cutoff).days
        said = (signed.strftime("%d/%m/%Y"), cutoff.strftime("%d/%m/%Y"))
        if self.report.is_official and -days > limit["early_days"]:
            self.find("paper-date-early", *self.report.paper_date_at, *said)
        elif signed < start:
            said = (said[0], start.strftime("%d/%m/%Y"))
            self.find("paper-date-before", *self.report.paper_date_at, *said)
        elif days > limit["late_days"]:
            self.find("paper-date-late", *self.report.paper_date_at, *said)

    def form_to_unicode(self) -> None:
        """What was typed into a form, and not the form's own words, into Unicode."""
        self.to_unicode([
            (sheet, place)
            for name, sheet in SHEETS.items()
            for place, cell in sorted(self.book.get(sheet, {}).items())
            if cell.type == "text" and is_typed(name, *place) and cell.value not in CHOICES
        ])  # fmt: skip

    def to_unicode(self, typed: list[tuple[str, tuple[int, int]]]) -> None:
        """Turn what was typed in a font from before Unicode into Unicode; refuse a mixture."""
        cells = [(sheet, self.book[sheet][place]) for sheet, place in typed]
        cells = [(sheet, cell) for sheet, cell in cells if not str(cell.value).isascii()]
        font = font_of(str(cell.value) for _, cell in cells)
        others = [c for c in cells if is_in_another(str(c[1].value), font or "Unicode")]
        for sheet, cell in others if font else others or cells[:1]:
            self.find("font-unclear", sheet, cell.address, cell.value)
        if font in (None, "Unicode"):
            return
        sheet, first = cells[0]
        self.find("font-read", sheet, first.address, first.value, font)
        for sheet, cell in cells:
            read = cell._replace(value=FONTS[font](cell.value), typed=cell.value)
            self.book[sheet][cell.row, cell.column] = read

    def cell(self, sheet: str, row: int, column: int) -> Cell | None:
        return self.book.get(sheet, {}).get((row, column))

    def read(
        self,
        sheet: str,
        row: int,
        column: int,
        reader: Callable[[Cell | None], Any],
        what: str = "",
    ) -> Any:
        cell = self.cell(sheet, row, column)
        try:
            return reader(cell)
        except clean.Unclear as error:
            assert cell is not None
            self.find(error.rule_id, sheet, cell.address, clean.raw(cell), error.what or what)
            return None

    def number(self, sheet: str, row: int, column: int, uom: str, what: str = "") -> Any:
        """One number of a line measured in `uom`; how text was read is told in a note."""
        styles = self._styles(sheet, column)
        read = self.read(sheet, row, column, lambda c: read_number(c, uom, styles), what or uom)
        cell = self.cell(sheet, row, column)
        if read is None or cell is None:
            return None
        if read.said:
            self.find("read-as", sheet, cell.address, clean.raw(cell), read.said)
        return read.value

    def _styles(self, sheet: str, column: int) -> frozenset[str]:
        """Conventions of separators that the form declares or cells of a column prove."""
        if (sheet, column) not in self._proved:
            typed = (c for (_, k), c in self.book[sheet].items() if k == column)
            found = proved(c.value for c in typed if c.type == "text")
            self._proved[sheet, column] = found | self.declared
        return self._proved[sheet, column]

    def has_header(self, name: str) -> bool:
        """Whether the sheet stands with its heads where the form has them."""
        heads = {(HEADER_ROW, c): title for c, (title, _) in enumerate(HEADS[name], 1)}
        return self.is_as_made(name, heads, "cột")

    def is_as_made(self, name: str, titles: dict[tuple[int, int], str], kind: str) -> bool:
        """Whether the sheet stands with these titles in their places."""
        sheet = SHEETS[name]
        if sheet not in self.book:
            self.sheet_is_gone(sheet)
            return False
        for (row, column), title in titles.items():
            if not is_same(clean.raw(self.cell(sheet, row, column)), title):
                self.find("not-ours", sheet, what=f"{kind} «{title}» ở dòng {row}")
                return False
        self.standing.add(name)
        return True

    def sheet_is_gone(self, sheet: str) -> None:
        """Said once for all that stood on it; a sheet under another name is not looked for."""
        self.find("not-ours", sheet, what=f"trang «{sheet}» (nếu đã đổi tên thì đặt lại tên này)")

    def compare_line(
        self, sheet: str, row: int, titles: dict[int, str], others: Container[str]
    ) -> None:
        """Find a line that does not show what its hidden key says: lines may have been sorted.

        `others`: what other lines are called, folded. A name that is none of theirs may have been
        put right in the catalogue since the form went out; a unit of measure never.
        """
        for column, title in titles.items():
            cell = self.cell(sheet, row, column)
            typed = clean.raw(cell)
            if not is_same(typed, title):
                address = cell.address if cell else f"{letters_of(column)}{row}"
                is_reworded = column != UOM_COLUMN and clean.fold(typed) not in others
                rule = "row-reworded" if is_reworded else "row-altered"
                self.find(rule, sheet, address, typed, title)

    def keyed_rows(self, name: str, keys: dict[str, str]) -> Iterator[tuple[str, int]]:
        """(key, row) of every line, findings for lines that are missing, unknown or twice."""
        sheet = SHEETS[name]
        seen: set[str] = set()
        for (row, column), cell in sorted(self.book[sheet].items()):
            if column != 1 or row <= HEADER_ROW:
                continue
            key = clean.raw(cell)
            if key not in keys:
                self.find("row-unknown", sheet, cell.address, key)
            elif key in seen:
                self.find("row-twice", sheet, cell.address, what=keys[key])
            else:
                seen.add(key)
                yield key, row
        for key in keys:
            if key not in seen:
                self.find("row-missing", sheet, what=keys[key])

    def add(
        self, section: str, row_no: int, item_id: str, subject_id: str, value: Decimal | None,
        sheet: str, cell: Cell | None, row: int, letter: str, text: str | None = None,
    ) -> None:  # fmt: skip
        state = "reported" if value is not None or text is not None else "not_reported"
        address = cell.address if cell else f"{letter}{row}"
        raw = clean.raw(cell)
        self.report.values.append(
            (section, row_no, item_id, subject_id, value, text, state, raw, sheet, address)
        )


def is_same(typed: str, title: str) -> bool:
    """Whether a cell says what it should; nearly all do letter by letter, which is asked first."""
    return typed == title or clean.fold(typed) == clean.fold(title)


def with_our_names(book: Book) -> Book:
    """The form's sheets by the form's names, however their letters are composed."""
    ours = {clean.fold(name): name for name in (*SHEETS.values(), FRONT, HIDDEN)}
    names = {name: ours.get(clean.fold(name), name) for name in book}
    if len(set(names.values())) < len(names) or all(n == m for n, m in names.items()):
        return book
    hidden, covered = (
        [(names[sheet], row, column) for sheet, row, column in places]
        for places in (book.hidden, book.covered)
    )
    return Book({names[sheet]: cells for sheet, cells in book.items()}, hidden, covered)


def sample_sentence(is_sample: bool) -> str:
    """Why invented figures and an office's own are kept apart, on either side."""
    if is_sample:
        return (
            "Đây là thư mục số liệu mẫu, không nhận báo cáo thật. "
            "Hãy nạp vào thư mục số liệu của cơ quan."
        )
    return "Đây là báo cáo mẫu, không nạp vào số liệu thật của cơ quan."
