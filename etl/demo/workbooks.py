"""Makes the demo district's workbooks: the very forms that units get, filled in and sent."""

import csv
import io
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from etl.catalog import Catalog
from etl.demo import phrases, published
from etl.demo.chance import bell, draw, order
from etl.demo.figures import Figures
from etl.demo.filling import Filler, Filling
from etl.demo.papers import Paper
from etl.demo.saving import save
from etl.demo.sizes import standing
from etl.demo.tables import make_table
from etl.form_layout import (
    COVER_COLUMN,
    COVER_ROW,
    HEADER_ROW,
    INPUT_COLUMN,
    MET,
    NARRATIVE,
    SHEETS,
    TABLES,
    Item,
    Layout,
    layout,
)
from etl.forms import write_form
from etl.known import Known, plan_of_measures
from etl.lean import and_clear_away, clear_away_seldom

TYPED = (
    "file", "sheet", "cell", "reporter", "subject", "measure", "period", "value", "outcome",
)  # fmt: skip
LETTER = {"results": "I", "criteria": "D"}
LAST_YEAR = {"2022-H1": "2021-H1", "2022-Y": "2021-Y", "2021-22-SY": "2020-21-SY"}
PREVIOUS = {"2021-Y": "2021-H1", "2022-H1": "2021-Y", "2022-9M": "2022-H1", "2022-Y": "2022-9M"}
Typed = list[tuple[str, ...]]


@dataclass(frozen=True)
class Material:
    """All that a child needs to fill any paper."""

    catalog: Catalog
    figures: Figures
    inbox: Path


_held: dict[str, "Clerk"] = {}


def make_workbooks(
    material: Material, papers: list[Paper], progress: Callable[[], Any] = lambda: None
) -> Typed:
    """Write all papers into the inbox, two at a time; returns every value typed into a cell."""
    for folder in sorted({p.received.isoformat() for p in papers}):
        (material.inbox / folder).mkdir(parents=True, exist_ok=True)
    typed: Typed = []
    originals = [p for p in papers if not p.copy_of]
    count = max(1, min(4, cpu_count() or 1))
    with ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=_start, initargs=(material,)
    ) as pool:
        for rows in pool.map(_make, originals, chunksize=8):
            typed += rows
            progress()
    for paper in papers:
        if paper.copy_of:
            shutil.copyfile(material.inbox / paper.copy_of, material.inbox / paper.file)
            progress()
    return typed


def typed_csv(typed: Typed) -> bytes:
    """typed.csv: what was typed where, for comparing with what was read."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(TYPED)
    writer.writerows(typed)
    return out.getvalue().encode()


def _start(material: Material) -> None:
    _held["clerk"] = Clerk(material)
    clear_away_seldom()


def _make(paper: Paper) -> Typed:
    return and_clear_away(lambda: _held["clerk"].make(paper))


class Clerk:
    """Fills and saves one paper after another."""

    def __init__(self, material: Material) -> None:
        self.catalog = material.catalog
        self.figures = material.figures
        self.inbox = material.inbox
        self.filler = Filler(material.catalog, material.figures)
        self.plans = _plans(material.catalog)
        directions = {
            r["indicator_id"]: r["direction"] for r in material.catalog.tables["indicator"]
        }
        of = plan_of_measures(material.catalog)
        self.wanted = {m for m, i in of.items() if directions[i] == "higher"}

    def make(self, paper: Paper) -> Typed:
        if paper.form_id in self.catalog.table_forms:
            return make_table(self.catalog, self.figures, self.inbox, paper)
        form = layout(self.catalog, paper.form_id, paper.reporter, paper.period)
        filling = self.filler.fill(paper, form)
        known = self._known(form)
        book = write_form(self.catalog, form, known)
        self._cover(book, paper, filling)
        typed = self._items(book, paper, form, filling)
        self._awards(book, form)
        self._examples(book, form)
        self._pledges(book, form)
        self._scores(book, form)
        self._narrative(book, form, known, filling)
        if filling.lost_row:
            book[SHEETS["results"]].delete_rows(HEADER_ROW + len(form.section("results")))
        save(book, self.inbox / paper.file)
        return typed

    def _known(self, form: Layout) -> Known:
        """The grey columns: plan, last year and previous period, as the office would send them."""
        known = Known()
        for item in form.section("results"):
            at = (item.measure_id, item.subject_id)
            plan = self.plans.get((*at, form.period_id))
            if plan is not None:
                known.plan[at] = plan
            if form.period_id in LAST_YEAR:
                known.last_year[at] = self.figures[*at, LAST_YEAR[form.period_id]]
            if form.period_id in PREVIOUS:
                known.previous[at] = self.figures[*at, PREVIOUS[form.period_id]]
        return known

    def _cover(self, book: Workbook, paper: Paper, filling: Filling) -> None:
        sheet = book[SHEETS["cover"]]
        group = self.catalog.units[paper.reporter]["unit_group"]
        number = 1 + int(draw(paper.reporter, paper.period, paper.mark, "number") * 240)
        posts = phrases.UNIT_SIGNATORY.get(paper.reporter, phrases.SIGNATORY[group])
        who = posts[draw(paper.reporter, paper.period, "signed by") < 0.35]
        written: dict[str, Any] = {
            "paper_number": f"{number:02}/BC-{initials(paper.reporter, group)}{paper.mark}"
            if paper.has_number
            else None,
            "paper_date": paper.signed,
            "signatory": who,
            "estimate": "Chính thức" if paper.is_official else "Ước thực hiện",
        }
        for name, value in (written | filling.cover).items():
            sheet.cell(COVER_ROW[name], COVER_COLUMN, value)

    def _items(self, book: Workbook, paper: Paper, form: Layout, filling: Filling) -> Typed:
        typed: Typed = []
        for section in ("results", "criteria"):
            items = form.section(section)
            for row, item in enumerate(items, HEADER_ROW + 1):
                value = filling.values.get(item.key)
                if value is None:
                    continue
                sheet = book[SHEETS[section]]
                shown = value
                if section == "criteria":
                    shown = next(word for word, met in MET.items() if met == value)
                sheet.cell(row, INPUT_COLUMN[section], shown)
                typed.append(_typed(paper, section, row, item, value))
        return typed

    def _own(self, form: Layout, measure_id: str) -> int:
        """The unit's own figure; 0 where it is not asked."""
        return int(self.figures.get((measure_id, form.reporter_id, form.period_id), 0))

    def _awards(self, book: Workbook, form: Layout) -> None:
        people, direct = self._own(form, "praised_individuals"), self._own(form, "praised_direct")
        groups = self._own(form, "praised_collectives")
        group = self.catalog.units[form.reporter_id]["unit_group"]
        head = phrases.of_group(phrases.CERTIFICATE, group)
        special = people // 5
        own, above, *_ = next(f.choices for f in TABLES["award"] if f.id == "level")
        rows = (
            (head, own, "Tập thể", "Thường xuyên", groups, None),
            (head, own, "Cá nhân", "Thường xuyên", people - special, direct - min(direct, special)),
            ("Giấy khen chuyên đề", above, "Cá nhân", "Chuyên đề", special, min(direct, special)),
        )  # fmt: skip
        _write_rows(book, "award", [r for r in rows if r[4]])

    def _examples(self, book: Workbook, form: Layout) -> None:
        group = self.catalog.units[form.reporter_id]["unit_group"]
        known = {m[1]: m for m in phrases.of_group(phrases.MODELS, group)}
        titles = order(list(known), form.reporter_id, form.period_id, "models")
        rows = []
        for title in titles[: min(2, self._own(form, "models_found"))]:
            kind, _, movement, summary = known[title]
            stage = ("Phát hiện", "Bồi dưỡng", "Biểu dương", "Nhân rộng")[
                int(draw(form.reporter_id, form.period_id, title) * 4)
            ]
            rows.append((kind, title, movement, stage, summary))
        _write_rows(book, "model_example", rows)

    def _pledges(self, book: Workbook, form: Layout) -> None:
        if self.catalog.periods[form.period_id]["kind"] == "SY":
            return  # schools register for the next school year by 30/9, not in July
        group = self.catalog.units[form.reporter_id]["unit_group"]
        kinds = ("Danh hiệu đăng ký", "Giao ước")
        said = list(phrases.of_group(phrases.PLEDGES, group))
        if group == "K":
            said[1] = _criteria_pledge(form)
        pairs = zip(kinds, said, strict=True)
        _write_rows(book, "pledge", [(kind, *each) for kind, each in pairs])

    def _scores(self, book: Workbook, form: Layout) -> None:
        for row, line in enumerate(form.criteria, HEADER_ROW + 1):
            most, unit_id = float(line["max_points"]), form.reporter_id
            if line["is_penalty"]:
                points = -float(draw(unit_id, form.period_id, line["criterion_id"]) < 0.15)
            else:
                part = 0.93 + 0.03 * standing(unit_id)
                part += 0.03 * bell(unit_id, form.period_id, line["criterion_id"])
                part -= 0.5 if line["group_vi"].startswith("IV") else 0
                points = min(most, round(most * part * 2) / 2)
            book[SHEETS["self_score"]].cell(row, INPUT_COLUMN["self_score"], points)

    def _narrative(self, book: Workbook, form: Layout, known: Known, filling: Filling) -> None:
        group = self.catalog.units[form.reporter_id]["unit_group"]
        facts = []
        for item in form.section("results"):
            value = filling.values.get(item.key)
            if item.subject_id == form.reporter_id and isinstance(value, Decimal):
                at = (item.measure_id, item.subject_id)
                measure = self.catalog.measures[item.measure_id]
                title, uom = measure["title_vi"], measure["uom_vi"]
                facts.append(
                    phrases.Fact(
                        title,
                        uom,
                        value,
                        known.plan.get(at) if measure["measure_id"] in self.wanted else None,
                        known.last_year.get(at),
                    )
                )
        texts = phrases.narrative(group, form.reporter_id, form.period_id, facts)
        for row, name in enumerate(NARRATIVE, HEADER_ROW + 1):
            book[SHEETS["narrative"]].cell(row, 3, texts[name] or None)


def _criteria_pledge(form: Layout) -> tuple[str, int, str]:
    """A commune pledges the criteria it will have at the year's end; the town its quarters."""
    met = published.CRITERIA.get(form.reporter_id)
    if met is None:
        return "Giữ vững khu phố đạt chuẩn văn hóa", 4, "khu phố"
    return phrases.PLEDGES["K"][1][0], met[2 if "2021" in form.period_id else 5], "tiêu chí"


def _typed(paper: Paper, section: str, row: int, item: Item, value: Any) -> tuple[str, ...]:
    return (
        paper.file,
        SHEETS[section],
        f"{LETTER[section]}{row}",
        paper.reporter,
        item.subject_id,
        item.measure_id,
        paper.period,
        str(value),
        paper.outcome,
    )


def _write_rows(book: Workbook, name: str, rows: list[tuple[Any, ...]]) -> None:
    for row, values in enumerate(rows, HEADER_ROW + 1):
        for column, value in enumerate(values, 3):
            book[SHEETS[name]].cell(row, column, value)


def _plans(catalog: Catalog) -> dict[tuple[str, str, str], Decimal]:
    """(measure, subject, period) → the target in force at the period's end."""
    measure_of = {i: m for m, i in plan_of_measures(catalog).items()}
    found: dict[tuple[str, str, str], Decimal] = {}
    rows = sorted(catalog.tables["target"], key=lambda r: (r["decision_date"], r["version"]))
    for period_id, period in catalog.periods.items():
        for row in rows:
            assigned = row["kind"] == "assigned" and row["scope_type"] != "block"
            own_year = row["plan_year_id"] == period["plan_year_id"]
            if assigned and own_year and row["decision_date"] <= period["to_date"]:
                measure = measure_of.get(row["indicator_id"])
                if measure:
                    found[measure, row["scope_id"], period_id] = row["value"]
    return found


def initials(unit_id: str, group: str) -> str:
    """phong-noi-vu → PNV, as in the number of a paper."""
    if group == "K":
        return "UBND"
    first, *others = unit_id.split("-")
    return (first if len(first) <= 4 else first[0]).upper() + "".join(o[0] for o in others).upper()
