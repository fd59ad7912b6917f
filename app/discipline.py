"""Reporting discipline over the years: blocks against periods, and what it comes to."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app import queries
from app.charts import CellMap, MapCell
from app.filters import View
from app.format import number
from app.palette import Palette, shade
from app.store import Rows
from app.submission import STATES, block_name
from app.table import Table

MOST_PERIODS, MOST_NAMED = 8, 2
STEPS = (Fraction(80, 100), Fraction(90, 100), Fraction(95, 100), Fraction(1))
LATE, MISSING, NOT_DUE = "◐", "✖", "○"


@dataclass(frozen=True)
class Count:
    """Reports that are owed, by how they came."""

    on_time: int
    late: int
    missing: int
    not_due: int

    @property
    def due(self) -> int:
        """Those in hand and those missing; of the rest nothing is known yet."""
        return self.on_time + self.late + self.missing

    @property
    def owed(self) -> int:
        return self.due + self.not_due

    @property
    def share(self) -> Fraction | None:
        """In time, of those due."""
        return Fraction(self.on_time, self.due) if self.due else None


def _summed(rows: Iterable[Any]) -> Count:
    kept = list(rows)
    return Count(*(sum(getattr(r, state) for r in kept) for state in STATES))


class Discipline:
    """Blocks against the periods up to the one in view, oldest first."""

    def __init__(self, view: View, rows: Rows) -> None:
        self.view = view
        self.least = Fraction(queries.settings(view)["coverage_min"]) / 100
        known = {r.period_id: r for r in rows}
        self.periods = list(known.values())[-MOST_PERIODS:]
        shown = {p.period_id for p in self.periods}
        self.rows = tuple(r for r in rows if r.period_id in shown)
        order = {b.block_id: i for i, b in enumerate(queries.blocks(view))}
        blocks = {r.block_id: r for r in self.rows}
        last = len(blocks)
        self.blocks = sorted(blocks.values(), key=lambda b: order.get(b.block_id, last))
        self.blocks.sort(key=lambda b: b.block_id is None)  # those of no block come last

    def name(self, block: Any) -> str:
        if block.block_id is None:
            return self.view.words("submission.outside")
        return block_name(block, self.view)

    def count(self, chosen: Callable[[Any], bool]) -> Count:
        return _summed(r for r in self.rows if chosen(r))

    @property
    def whole(self) -> Count:
        """All reports of all the periods."""
        return _summed(self.rows)

    def of_period(self, period: str) -> Count:
        return self.count(lambda r: r.period_id == period)

    def is_told(self, count: Count) -> bool:
        """Whether enough of what is owed has come due for a share to mean something."""
        return bool(count.due) and Fraction(count.due, count.owed) >= self.least

    def written(self, count: Count) -> str:
        return number(float(100 * (count.share or 0)), 1, self.view.language)


def title(found: Discipline) -> str:
    """In time now and in the first such period, and which block was in time least often."""
    words, view = found.view.words, found.view
    now = found.of_period(view.period)
    if not found.is_told(now):
        return words("discipline.not_due", n=now.on_time, total=now.owed)
    mine = next(p for p in found.periods if p.period_id == view.period)
    alike = (p for p in found.periods if p.kind == mine.kind and p is not mine)
    first = next((p for p in alike if found.is_told(found.of_period(p.period_id))), None)
    given = {"share": found.written(now), "n": now.on_time, "total": now.due}
    if first is None:
        said = [words("discipline.now", **given)]
    else:
        then = found.of_period(first.period_id)
        way = "same"
        if found.written(then) != found.written(now):
            way = "up" if (now.share or 0) > (then.share or 0) else "down"
        given |= {"before": found.written(then), "n0": then.on_time, "total0": then.due}
        given["period"] = words.name(first, "title")
        said = [words(f"discipline.{way}", **given)]
    return " · ".join([*said, *_lowest(found)])


def _lowest(found: Discipline) -> list[str]:
    """The block or two that were in time least often over all these periods; none of equals."""
    shares: dict[Fraction, list[tuple[str, Count]]] = defaultdict(list)
    for block in found.blocks:
        if block.block_id is None:
            continue
        told = [
            r for r in found.rows if r.block_id == block.block_id and found.is_told(_summed([r]))
        ]
        count = _summed(told)
        if count.share is not None:
            shares[count.share].append((found.name(block), count))
    if len(shares) < 2:
        return []
    lowest = shares[min(shares)]
    if len(lowest) > MOST_NAMED:
        return []
    names = ", ".join(
        f"{name}: {found.written(count)} % ({count.on_time}/{count.due})" for name, count in lowest
    )
    return [found.view.words("discipline.lowest", names=names)]


def content(found: Discipline, colours: Palette) -> CellMap:
    """Blocks and the whole against periods: in time of those due, late, missing."""
    view = found.view
    heads = [view.words.name(p, "title") for p in found.periods]
    drawn = CellMap([found.name(b) for b in found.blocks], heads)
    for j, period in enumerate(found.periods):
        for i, block in enumerate(found.blocks):
            drawn.cells[i, j] = _cell(found, _of(found, block, period), colours)
        whole = found.of_period(period.period_id)
        drawn.cells[len(found.blocks), j] = _cell(found, whole, colours)
    if drawn.cells:
        drawn.rows.append(view.words("submission.total"))
    return drawn


def _of(found: Discipline, block: Any, period: Any) -> Count:
    return found.count(lambda r: (r.block_id, r.period_id) == (block.block_id, period.period_id))


def _cell(found: Discipline, count: Count, colours: Palette) -> MapCell:
    words = found.view.words
    if not count.owed:
        return MapCell("–", colours.tones["none"], colours.faint, hover=words("discipline.none"))
    if not found.is_told(count):
        hover = words("discipline.not_due", n=count.on_time, total=count.owed)
        text = f"{NOT_DUE} {count.on_time}/{count.owed}"
        return MapCell(text, colours.track, colours.faint, hover=hover)
    text = f"{count.on_time}/{count.due}"
    text += f" {LATE}{count.late}" if count.late else ""
    text += f" {MISSING}{count.missing}" if count.missing else ""
    share = count.share or Fraction(0)
    ground, ink = shade(sum(share >= step for step in STEPS), colours)
    given = {"n": count.on_time, "total": count.due, "share": found.written(count)}
    hover = words("discipline.hover", **given, late=count.late, missing=count.missing)
    return MapCell(text, ground, ink, hover=hover)


def table(found: Discipline) -> Table:
    """A line a block and period: reports by how they came, and shares of those due."""
    words = found.view.words
    lines = [
        (words.name(p, "title"), found.name(b), count)
        for p in found.periods
        for b in found.blocks
        if (count := _of(found, b, p)).owed
    ]
    counts = [count for *_, count in lines]
    told = [c if found.is_told(c) else None for c in counts]
    return Table(
        {
            words("discipline.period"): [period for period, *_ in lines],
            words("submission.block"): [block for _, block, _ in lines],
            words("discipline.owed"): [c.owed for c in counts],
            **{words(f"timeliness.{s}"): [getattr(c, s) for c in counts] for s in STATES},
            **{
                words(f"discipline.{s}_share"): [
                    float(Fraction(100 * getattr(c, s), c.due)) if c else None for c in told
                ]
                for s in ("on_time", "late", "missing")
            },
        }
    )
