"""What stands in the cells of one paper: true figures, a first draft's, or a clerk's mistake."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from etl.catalog import Catalog, terms
from etl.demo.chance import draw, order
from etl.demo.figures import Figures
from etl.demo.oddities import COPIES, TYPED
from etl.demo.papers import Paper
from etl.form_layout import Item, Layout

EARLIER = {"2021-Y": "2021-H1", "2022-9M": "2022-H1", "2022-Y": "2022-9M"}
BLANK_GROUPS = "EFH"


@dataclass
class Filling:
    """Values by item key: numbers, or the text a clerk typed; items without one stay empty."""

    values: dict[str, Any] = field(default_factory=dict)
    cover: dict[str, str] = field(default_factory=dict)  # cover cells that a clerk spoiled
    lost_row: str = ""  # key of a line that a clerk deleted


class Filler:
    """Fills papers from the demo's figures."""

    def __init__(self, catalog: Catalog, figures: Figures) -> None:
        self.catalog = catalog
        self.figures = figures
        shares = [r for r in catalog.tables["indicator"] if r["is_share"]]
        self.pairs = [
            (n[0][1], d[0][1])
            for r in shares
            if len(n := terms(r["numerator"])) == 1 and len(d := terms(r["denominator"])) == 1
        ]
        self.wholes = {d for _, d in self.pairs}

    def fill(self, paper: Paper, form: Layout) -> Filling:
        values: dict[str, Any] = {}
        for item in form.items:
            if not self._is_blank(paper, item):
                values[item.key] = self._typed(paper, item)
        found = Filling(values)
        if paper.is_draft:
            self._draft(paper, form, found)
        if paper.mistake:
            self._spoil(paper, form, found)
        return found

    def _typed(self, paper: Paper, item: Item) -> Decimal:
        """The figure, or what an odd report has in its place."""
        report, subject = (paper.reporter, paper.period), item.subject_id
        owner, period = COPIES.get(report, report)
        value = self.figures[
            item.measure_id, owner if subject == paper.reporter else subject, period
        ]
        measure, change = TYPED.get(report, ("", None))
        return change(value) if change and item.measure_id == measure else value

    def _is_blank(self, paper: Paper, item: Item) -> bool:
        """A small unit has no figure yet here and there; whole districts must not miss one."""
        own = item.subject_id == paper.reporter
        minor = self.catalog.units[paper.reporter]["unit_group"] in BLANK_GROUPS
        chance = 0.006 if own and minor and item.measure_id not in self.wholes else 0
        return draw("blank", paper.reporter, paper.period, item.key) < chance

    def _draft(self, paper: Paper, form: Layout, found: Filling) -> None:
        """Some parts lower than in the corrected paper, never below what was said at mid-year."""
        measures = self.catalog.measures
        items = {
            i.key: i
            for i in form.section("results")
            if i.key in found.values
            and measures[i.measure_id]["kind"] == "flow"
            and i.measure_id not in self.wholes
        }
        for key in order(list(items), paper.file, "draft")[:4]:
            item = items[key]
            before = EARLIER.get(paper.period, "")
            floor = self.figures.get((item.measure_id, item.subject_id, before), Decimal(0))
            step = Decimal(1).scaleb(-measures[item.measure_id]["decimals"])
            lower = (found.values[key] * Decimal("0.93")).quantize(step)
            found.values[key] = max(floor, lower) if lower < found.values[key] else lower
        if not items or not self._differs(paper, form, found):
            key = next(iter(found.values))
            found.values[key] += 1

    def _differs(self, paper: Paper, form: Layout, found: Filling) -> bool:
        return any(
            found.values.get(i.key, v) != v
            for i in form.items
            if (v := self.figures[i.measure_id, i.subject_id, paper.period]) is not None
        )

    def _spoil(self, paper: Paper, form: Layout, found: Filling) -> None:
        """One thing that clerks get wrong; the cover's are kept apart from the figures'."""
        if paper.mistake == "row":
            found.lost_row = form.section("results")[-1].key
            found.values.pop(found.lost_row, None)
        elif paper.mistake in ("period", "unit", "day", "choice"):
            found.cover |= self._spoiled_cover(paper)
        else:
            self._spoil_figure(paper, form, found)

    def _spoiled_cover(self, paper: Paper) -> dict[str, str]:
        others = [p for p in self.catalog.periods if p != paper.period]
        unit = self.catalog.units[paper.reporter]
        return {
            "period": {"period": self.catalog.periods[others[0]]["title_vi"]},
            "unit": {"unit": f"{unit['short_vi']} (bổ sung)"},
            "day": {"paper_date": f"31/{6 if 'H1' in paper.period else 11}/{paper.period[:4]}"},
            "choice": {"estimate": "Số liệu tạm tính"},
        }[paper.mistake]

    def _spoil_figure(self, paper: Paper, form: Layout, found: Filling) -> None:
        keys = [i.key for i in form.section("results") if found.values.get(i.key)]
        whole = [k for k in keys if self.catalog.measures[k.split("|")[0]]["decimals"] == 0]
        key = order(whole, paper.file, "spoiled")[0]
        value = found.values[key]
        match paper.mistake:
            case "text":
                found.values[key] = f"khoảng {value}"
            case "fraction":
                found.values[key] = value + Decimal("0.5")
            case "negative":
                found.values[key] = -value
            case "range":
                found.values[key] = value * 1_000_000  # in đồng instead of triệu đồng
            case _:
                self._swap(form, found, key)

    def _swap(self, form: Layout, found: Filling, key: str) -> None:
        """Part and whole typed into each other's cells; a number out of range where none differ."""
        for part, whole in self.pairs:
            for item in form.items:
                one, other = f"{part}|{item.subject_id}", f"{whole}|{item.subject_id}"
                less, more = found.values.get(one), found.values.get(other)
                if less is not None and more is not None and less < more:
                    found.values[one], found.values[other] = more, less
                    return
        found.values[key] = Decimal(10) ** 9
