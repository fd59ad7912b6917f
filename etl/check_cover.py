"""Whose form it is and of which period: hidden sheet, cover, and the line above every sheet."""

import re

from etl import clean
from etl.catalog import Catalog
from etl.check_sheets import Sheets, sample_sentence
from etl.form_layout import (
    COVER,
    COVER_COLUMN,
    COVER_ROW,
    ESTIMATE,
    HIDDEN,
    LOCKED,
    SHEETS,
    VERSION,
    WHOSE,
    Layout,
    layout,
)
from etl.names import Names, known_aliases
from etl.read import Book

COVER_SHEET = SHEETS["cover"]
BETWEEN = re.compile(r"\s[–-]\s")  # as we write it, and as it is retyped


class Cover(Sheets):
    """Reads identity and cover of one form; without identity nothing else has a meaning."""

    def __init__(self, book: Book, catalog: Catalog, aliases: dict[str, str]) -> None:
        super().__init__(book)
        self.catalog = catalog
        self.aliases = known_aliases(catalog, aliases)

    def identity(self) -> Layout | None:
        """What the form asks, None where it is not ours, of no known unit or period."""
        said = self._hidden()
        if not said.get("form_id"):
            self.find("not-ours", what=f"trang ẩn «{HIDDEN}»")
            return None
        forms = {f["form_id"] for f in self.catalog.tables["form"]}
        if said["form_id"] not in forms or said.get("version") != str(VERSION):
            told = f"{said['form_id']} {said.get('version', '')}".strip()
            self.find("version-unknown", HIDDEN, value=told)
            return None
        if (said.get("is_sample") == "1") != self.catalog.is_sample:
            self.find("sample-mismatch", HIDDEN, what=sample_sentence(self.catalog.is_sample))
            return None
        unit, period = said.get("reporter_id", ""), said.get("period_id", "")
        if unit not in self.catalog.units:
            self.find("unit-unknown", HIDDEN, value=unit)
        if period not in self.catalog.periods:
            self.find("period-unknown", HIDDEN, value=period)
        if self.report.findings:
            return None
        report = self.report
        report.form_id, report.reporter_id, report.period_id = said["form_id"], unit, period
        self.declared = frozenset({said.get("number_style", "")} - {""})
        self._whose()
        if (report.form_id, unit, period) not in self.catalog.due_dates():
            name = self.catalog.units[unit]["name_vi"]
            self.find("not-expected", COVER_SHEET, value=period, what=name)
        return layout(self.catalog, report.form_id, unit, period)

    def _hidden(self) -> dict[str, str]:
        """The hidden sheet: names in column A, values beside them; marks of what is locked."""
        cells = self.book.get(HIDDEN, {})
        names = {row: clean.raw(c) for (row, column), c in cells.items() if column == 1}
        locked = [row for row, name in names.items() if name == LOCKED]
        if locked:
            marks = (clean.raw(c) for (row, k), c in cells.items() if row == locked[0] and k > 1)
            self.locked = frozenset(" ".join(marks).split())
        return {name: clean.raw(cells.get((row, 2))) for row, name in names.items()}

    def _whose(self) -> None:
        """The unit and the period as they are seen: on the cover, and above every sheet."""
        if COVER_SHEET in self.book:
            for name, tell in (("unit", self._other_unit), ("period", self._other_period)):
                said = clean.raw(self.cell(COVER_SHEET, COVER_ROW[name], COVER_COLUMN))
                tell(COVER_SHEET, f"C{COVER_ROW[name]}", said)
        title = self.catalog.periods[self.report.period_id]["title_vi"]
        of_period = len(BETWEEN.split(title))
        on_cover = " – ".join(self._said_on_cover(n) for n in ("unit", "period"))
        for sheet in SHEETS.values():
            cell = self.cell(sheet, *WHOSE)
            # What says the same as the cover has been told of there.
            if cell is None or clean.fold(clean.raw(cell)) == clean.fold(on_cover):
                continue
            parts = BETWEEN.split(clean.raw(cell))
            if len(parts) > of_period:  # names and titles may have such a mark themselves
                self._other_unit(sheet, cell.address, " – ".join(parts[:-of_period]))
                self._other_period(sheet, cell.address, " – ".join(parts[-of_period:]))

    def _said_on_cover(self, name: str) -> str:
        return clean.raw(self.cell(COVER_SHEET, COVER_ROW[name], COVER_COLUMN))

    def _other_unit(self, sheet: str, at: str, said: str) -> None:
        mine = self.catalog.units[self.report.reporter_id]["name_vi"]
        is_mine = clean.fold(said) == clean.fold(mine)
        if not is_mine and self._unit_of(said) != self.report.reporter_id:
            self.find("unit-mismatch", sheet, at, said, mine)

    def _other_period(self, sheet: str, at: str, said: str) -> None:
        mine = self.catalog.periods[self.report.period_id]["title_vi"]
        if clean.fold(said) != clean.fold(mine):
            self.find("period-mismatch", sheet, at, said, mine)

    def _unit_of(self, name: str) -> str | None:
        day = self.catalog.periods[self.report.period_id]["to_date"]
        return Names(self.catalog, self.aliases, day).unit(name)

    def cover(self) -> None:
        """Number, date and signatory of the paper; a cover that is gone is told once."""
        if COVER_SHEET not in self.book:
            self.sheet_is_gone(COVER_SHEET)
            return
        sheet, report = COVER_SHEET, self.report
        at = {name: (sheet, COVER_ROW[name], COVER_COLUMN) for name in COVER}
        report.paper_number = self.read(*at["paper_number"], clean.text)
        report.paper_date = self.read(*at["paper_date"], clean.date)
        report.paper_date_at = (sheet, f"C{COVER_ROW['paper_date']}")
        report.signatory = self.read(*at["signatory"], clean.text)
        found = len(report.findings)
        kind = self.read(*at["estimate"], lambda c: clean.choice(c, ESTIMATE), ", ".join(ESTIMATE))
        if kind is None and len(report.findings) == found:
            self.find("kind-missing", sheet, f"C{COVER_ROW['estimate']}")
        report.is_official = ESTIMATE.get(kind or "", True)
        if report.paper_number is None:
            self.find("paper-number-missing", sheet, f"C{COVER_ROW['paper_number']}")
        if self.cell(*at["paper_date"]) is None:
            self.find("paper-date-missing", sheet, f"C{COVER_ROW['paper_date']}")
        self.signed_far(self.catalog)
        self.standing.add("cover")
