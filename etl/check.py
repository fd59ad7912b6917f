"""From the cells of one workbook to a report: identity, values, every finding in one pass."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from etl import clean
from etl.catalog import Catalog
from etl.check_sheets import Sheets, sample_sentence
from etl.check_table import check_table
from etl.check_values import in_range, parts_and_wholes, two_readings
from etl.form_layout import (
    COVER,
    COVER_COLUMN,
    COVER_ROW,
    ESTIMATE,
    HEADER_ROW,
    HIDDEN,
    INPUT_COLUMN,
    MET,
    NARRATIVE,
    NOT_ASSESSED,
    NOTE_COLUMN,
    SHEETS,
    TABLES,
    TOKENS,
    UOM_COLUMN,
    VERSION,
    Item,
    Layout,
    layout,
)
from etl.guard import guard
from etl.guard_limits import Unsafe
from etl.names import Names, known_aliases
from etl.read import Book, Unreadable, read_workbook
from etl.report import Report, plain
from etl.rules import Finding


def check_bytes(
    content: bytes, catalog: Catalog, aliases: dict[str, str] | None = None, suffix: str = ".xlsx"
) -> Report:
    """Guard, read and check one file; never raises for what the file holds."""
    try:
        passed = guard(content, suffix)
        book = read_workbook(content, suffix)
    except Unsafe as error:
        finding = Finding(error.rule_id, error.sheet, value=error.value, what=error.what)
        return Report(findings=[finding])
    except Unreadable as error:
        return Report(findings=[Finding(error.rule_id)])
    is_table = catalog.table_forms and HIDDEN not in book
    report = (check_table if is_table else check_form)(book, catalog, aliases or {})
    report.findings += passed.notes
    return report


def check_form(book: Book, catalog: Catalog, aliases: dict[str, str]) -> Report:
    """A workbook of ours, known by its hidden sheet."""
    return Checker(book, catalog, aliases).run()


TOTAL = re.compile(r"(tổng|cộng|tổng cộng|tổng số)\b")


class Checker(Sheets):
    """Walks one workbook from its identity to its last note."""

    def __init__(self, book: Book, catalog: Catalog, aliases: dict[str, str]) -> None:
        super().__init__(book)
        self.catalog = catalog
        self.aliases = known_aliases(catalog, aliases)
        self.names: set[str] = set()  # what the form's lines are called, folded

    def run(self) -> Report:
        """Identity first: without it nothing else has a meaning."""
        form = self._identity()
        if form is None:
            return self.report
        self.names = {clean.fold(n) for i in form.items for n in self._called(i)}
        self.form_to_unicode()
        self._cover()
        self._items(form, "results", self._result)
        self._items(form, "criteria", self._criterion)
        self._tables()
        self._self_score(form)
        self._narrative()
        parts_and_wholes(self.catalog, self.report)
        self._notes(form)
        return self.report

    def _identity(self) -> Layout | None:
        hidden = {
            c.value: self.book[HIDDEN].get((r, 2))
            for (r, k), c in self.book.get(HIDDEN, {}).items()
            if k == 1
        }
        if not hidden:
            self.find("not-ours", what=f"trang ẩn «{HIDDEN}»")
            return None
        said = {k: clean.raw(v) for k, v in hidden.items()}
        forms = {f["form_id"] for f in self.catalog.tables["form"]}
        if said.get("form_id") not in forms or said.get("version") != str(VERSION):
            self.find(
                "version-unknown", HIDDEN, value=f"{said.get('form_id')} {said.get('version')}"
            )
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
        self._visible_identity(unit, period)
        if (report.form_id, unit, period) not in self.catalog.due_dates():
            self.find(
                "not-expected",
                SHEETS["cover"],
                value=period,
                what=self.catalog.units[unit]["name_vi"],
            )
        return layout(self.catalog, report.form_id, unit, period)

    def _visible_identity(self, unit_id: str, period_id: str) -> None:
        sheet = SHEETS["cover"]
        unit, period = self.catalog.units[unit_id], self.catalog.periods[period_id]
        cell = self.cell(sheet, COVER_ROW["unit"], COVER_COLUMN)
        name = clean.raw(cell)
        if clean.fold(name) != clean.fold(unit["name_vi"]) and self._unit_of(name) != unit_id:
            self.find("unit-mismatch", sheet, f"C{COVER_ROW['unit']}", name, unit["name_vi"])
        cell = self.cell(sheet, COVER_ROW["period"], COVER_COLUMN)
        if clean.fold(clean.raw(cell)) != clean.fold(period["title_vi"]):
            self.find(
                "period-mismatch",
                sheet,
                f"C{COVER_ROW['period']}",
                clean.raw(cell),
                period["title_vi"],
            )

    def _unit_of(self, name: str) -> str | None:
        day = self.catalog.periods[self.report.period_id]["to_date"]
        return Names(self.catalog, self.aliases, day).unit(name)

    def _cover(self) -> None:
        sheet, report = SHEETS["cover"], self.report
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

    def _items(self, form: Layout, name: str, read: Callable[[Item, int], None]) -> None:
        items = {i.key: i for i in form.section(name)}
        if not items and name == "criteria":
            return
        if self.has_header(name):
            titles = {k: self._title(i) for k, i in items.items()}
            for key, row in self.keyed_rows(name, titles):
                self.measures = (items[key].measure_id,)
                read(items[key], row)
                self.measures = ()

    def _title(self, item: Item) -> str:
        title = self.catalog.measures[item.measure_id]["title_vi"]
        if item.subject_id == self.report.reporter_id:
            return title
        return f"{title} – {self.catalog.units[item.subject_id]['short_vi']}"

    def _called(self, item: Item) -> tuple[str, str]:
        """What a line of a form is called: its measure, and whom it is about if another."""
        about = item.subject_id != self.report.reporter_id
        subject = self.catalog.units[item.subject_id]["short_vi"] if about else ""
        return self.catalog.measures[item.measure_id]["title_vi"], subject

    def _result(self, item: Item, row: int) -> None:
        sheet, column = SHEETS["results"], INPUT_COLUMN["results"]
        measure = self.catalog.measures[item.measure_id]
        title, subject = self._called(item)
        seen = {3: title, 4: subject, UOM_COLUMN: measure["uom_vi"]}
        self.compare_line(sheet, row, seen, self.names)
        value = self.number(sheet, row, column, measure["uom_vi"])
        cell = self.cell(sheet, row, column)
        if value is not None and cell is not None:
            place = (measure, value, sheet, cell.address)
            finding = in_range(*place) or two_readings(*place)
            if finding:
                self.report.findings.append(finding)
        self.add(item.section, row, item.measure_id, item.subject_id, value, sheet, cell, row, "I")
        self._note("results", item, row)

    def _criterion(self, item: Item, row: int) -> None:
        sheet, column = SHEETS["criteria"], INPUT_COLUMN["criteria"]
        choices = [*MET, NOT_ASSESSED]
        title = self.catalog.measures[item.measure_id]["title_vi"]
        self.compare_line(sheet, row, {3: title}, self.names)
        typed = self.read(
            sheet, row, column, lambda c: clean.choice(c, choices, TOKENS), ", ".join(choices)
        )
        value = Decimal(MET[typed]) if typed in MET else None
        cell = self.cell(sheet, row, column)
        if typed and cell is not None and clean.fold(clean.raw(cell)) != clean.fold(typed):
            self.find("read-as", sheet, cell.address, clean.raw(cell), f"«{typed}»")
        self.add(item.section, row, item.measure_id, item.subject_id, value, sheet, cell, row, "D")
        self._note("criteria", item, row)

    def _note(self, name: str, item: Item, row: int) -> None:
        sheet, column = SHEETS[name], NOTE_COLUMN[name]
        said = self.read(sheet, row, column, clean.text)
        if said is not None:
            cell = self.cell(sheet, row, column)
            self.add(
                "note", row, item.measure_id, item.subject_id, None, sheet, cell, row, "", said
            )

    def _tables(self) -> None:
        for name, fields in TABLES.items():
            sheet = SHEETS[name]
            heads = {(HEADER_ROW, c): each.title for c, each in enumerate(fields, 3)}
            if not self.is_as_made(name, heads, "cột"):
                continue
            rows = sorted(
                {r for r, c in self.book[sheet] if r > HEADER_ROW and 3 <= c < 3 + len(fields)}
            )
            for row in rows:
                for column, each in enumerate(fields, 3):
                    self._table_cell(name, sheet, row, column, each)
                self._direct_workers(name, sheet, row - HEADER_ROW)

    def _direct_workers(self, name: str, sheet: str, row_no: int) -> None:
        """Awards to direct workers are part of all awards of the line."""
        line = {v[2]: v for v in self.report.values if v[:2] == (name, row_no)}
        part, whole = line.get("direct_count"), line.get("count")
        if part is None or whole is None or part[4] is None or whole[4] is None:
            return
        if part[4] > whole[4]:
            what = f"{plain(whole[4])} (ô {whole[9]})"
            self.find("part-exceeds-whole", sheet, part[9], plain(part[4]), what)

    def _table_cell(self, name: str, sheet: str, row: int, column: int, each: Any) -> None:
        cell = self.cell(sheet, row, column)
        if cell is None:
            return
        value, said = None, None
        if each.type == "number":
            value = self.number(sheet, row, column, self._counted(name, row), each.title)
            if value is not None and value < 0:
                self.find("out-of-range", sheet, cell.address, plain(value), "≥ 0")
            elif value is not None and name == "award" and value != value.to_integral_value():
                self.find("not-whole", sheet, cell.address, plain(value), each.title)
        elif each.type == "choice":
            said = self.read(
                sheet, row, column, lambda c: clean.choice(c, each.choices), ", ".join(each.choices)
            )
        else:
            said = self.read(sheet, row, column, clean.text)
            if column == 3 and said and TOTAL.match(clean.fold(said)):
                self.find("row-total", sheet, cell.address, said)
        self.add(name, row - HEADER_ROW, each.id, "", value, sheet, cell, row, "", said)

    def _counted(self, name: str, row: int) -> str:
        """What a line of a table counts, by its own word: «02 tập thể» says it once more."""
        names = [f.id for f in TABLES[name]]
        said = {"award": "subject_class", "pledge": "unit_of_measure"}.get(name)
        return clean.raw(self.cell(SHEETS[name], row, 3 + names.index(said))) if said else ""

    def _self_score(self, form: Layout) -> None:
        if not form.criteria or not self.has_header("self_score"):
            return
        rows = {r["criterion_id"]: r for r in form.criteria}
        sheet = SHEETS["self_score"]
        titles = {k: r["title_vi"] for k, r in rows.items()}
        others = set(map(clean.fold, titles.values()))
        for key, row in self.keyed_rows("self_score", titles):
            self.compare_line(sheet, row, {4: titles[key]}, others)
            value = self.number(sheet, row, INPUT_COLUMN["self_score"], "điểm")
            cell = self.cell(sheet, row, INPUT_COLUMN["self_score"])
            most = rows[key]["max_points"]
            low, high = (-most, Decimal(0)) if rows[key]["is_penalty"] else (Decimal(0), most)
            if value is not None and cell is not None and not low <= value <= high:
                self.find(
                    "out-of-range",
                    sheet,
                    cell.address,
                    plain(value),
                    f"{plain(low)} – {plain(high)} (điểm)",
                )
            proof = self.read(sheet, row, NOTE_COLUMN["self_score"], clean.text)
            self.add("self_score", row - HEADER_ROW, key, "", value, sheet, cell, row, "F", proof)

    def _narrative(self) -> None:
        sheet = SHEETS["narrative"]
        heads = {(HEADER_ROW + i, 2): title for i, title in enumerate(NARRATIVE.values(), 1)}
        if not self.is_as_made("narrative", heads, "mục"):
            return
        for i, name in enumerate(NARRATIVE, 1):
            said = self.read(sheet, HEADER_ROW + i, 3, clean.text)
            if said is not None:
                row = HEADER_ROW + i
                self.add(
                    "narrative", i, name, "", None, sheet, self.cell(sheet, row, 3), row, "C", said
                )

    def _notes(self, form: Layout) -> None:
        if not self.report.is_official:
            self.find("estimate", SHEETS["cover"], f"C{COVER_ROW['estimate']}")
        empty = [
            v
            for v in self.report.values
            if v[0] in ("results", "criteria") and v[6] == "not_reported"
        ]
        if len(empty) == len(form.items) > 0 and not self.report.is_refused:
            self.find("nothing-filled", SHEETS["results"], what=str(len(form.items)))
        elif empty:
            self.find("empty-cells", SHEETS["results"], value=len(empty), what=str(len(form.items)))
