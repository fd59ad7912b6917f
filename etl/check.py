"""From the cells of one workbook to a report: identity, values, every finding in one pass."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from etl import clean
from etl.catalog import Catalog
from etl.cells import letters_of
from etl.check_cover import Cover
from etl.check_outside import comments_outside, find_outside
from etl.check_sheets import with_our_names
from etl.check_table import check_table
from etl.check_values import in_range, parts_and_wholes, two_readings
from etl.form_layout import (
    COVER_ROW,
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
    Item,
    Layout,
)
from etl.guard import guard
from etl.guard_limits import Unsafe
from etl.read import Book, Unreadable, read_workbook
from etl.read_comments import commented
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
    if report.form_id and not is_table:
        report.findings += comments_outside(book, commented(content))
    report.findings += passed.notes
    return report


def check_form(book: Book, catalog: Catalog, aliases: dict[str, str]) -> Report:
    """A workbook of ours, known by its hidden sheet."""
    return Checker(with_our_names(book), catalog, aliases).run()


# A line that adds others up; Tổng phụ trách Đội giỏi and Cộng tác viên giỏi are titles.
TOTAL = re.compile(
    r"(tổng cộng|tổng số)\b.*|(tổng|cộng)( (chung|lại|dồn|khen thưởng|giấy|bằng|danh hiệu) ?.*)?"
)


def _is_total(said: str) -> bool:
    return TOTAL.fullmatch(clean.fold(said).strip(" .:-")) is not None


class Checker(Cover):
    """Walks one workbook from its identity to its last note."""

    def __init__(self, book: Book, catalog: Catalog, aliases: dict[str, str]) -> None:
        super().__init__(book, catalog, aliases)
        self.names: set[str] = set()  # what the form's lines are called, folded

    def run(self) -> Report:
        """Identity first: without it nothing else has a meaning."""
        form = self.identity()
        if form is None:
            return self.report
        self.names = {clean.fold(n) for i in form.items for n in self._called(i)}
        self.form_to_unicode()
        self.cover()
        self._items(form, "results", self._result)
        self._items(form, "criteria", self._criterion)
        self._tables()
        self._self_score(form)
        self._narrative()
        parts_and_wholes(self.catalog, self.report)
        find_outside(self)
        self._notes(form)
        return self.report

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
                self._total_in_front(sheet, row)
                self._direct_workers(name, sheet, row - HEADER_ROW)
                self._uncounted(name, sheet, row)

    def _total_in_front(self, sheet: str, row: int) -> None:
        """«Tổng cộng» where lines are counted."""
        cell = self.cell(sheet, row, 2)
        if cell is not None and _is_total(clean.said(cell)):
            self.find("row-total", sheet, cell.address, clean.raw(cell))

    def _uncounted(self, name: str, sheet: str, row: int) -> None:
        """An award without its number counts as none."""
        at = 3 + [f.id for f in TABLES[name]].index("count") if name == "award" else 0
        if at and self.cell(sheet, row, at) is None and self.cell(sheet, row, 3) is not None:
            said = clean.raw(self.cell(sheet, row, 3))
            self.find("award-uncounted", sheet, f"{letters_of(at)}{row}", said)

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
            counted, missing = self._counted(name, row)
            value = self.number(sheet, row, column, counted, counted or missing)
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
            if column == 3 and said and _is_total(said):
                self.find("row-total", sheet, cell.address, said)
        self.add(name, row - HEADER_ROW, each.id, "", value, sheet, cell, row, "", said)

    def _counted(self, name: str, row: int) -> tuple[str, str]:
        """What a line of a table counts, by its own word: «02 tập thể» says it once more.

        And how it is called where that word is missing.
        """
        names = [f.id for f in TABLES[name]]
        at = names.index({"award": "subject_class", "pledge": "unit_of_measure"}[name])
        counted = clean.raw(self.cell(SHEETS[name], row, 3 + at))
        return counted, f"cột «{TABLES[name][at].title}» chưa ghi"

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
