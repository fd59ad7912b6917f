"""One unit among those of its block: place, median and quartiles, indicator by indicator.

Only what does not grow with a unit's size is ranked (docs/arithmetic.md): totals have no place.
"""

from dataclasses import dataclass
from functools import cached_property
from statistics import median, quantiles

from app import queries, scorecard
from app.charts_block import Standing
from app.compare import DISCIPLINE, LEVEL, ON_PACE, Comparison
from app.compared import Cell, Compared, Scope
from app.explain import UNIT, scope
from app.filters import View
from app.findings import JUDGED
from app.format import NOT_REPORTED, NOTHING, REFUSED, as_typed, in_steps, number, status
from app.store import Row
from app.table import Table
from app.warnings import MARK, aloud, by_figure

LEAST_UNITS = 3  # a place among two, or a quartile of two, says nothing
TOP, MIDDLE, BOTTOM = "top", "middle", "bottom"
LOOKS = {TOP: ("▲", "good"), MIDDLE: ("●", "near"), BOTTOM: ("▼", "behind")}
NAMED = 6


@dataclass(frozen=True)
class Place:
    """How one unit stands in one indicator among the units of its block."""

    about: Compared
    own: float | None
    values: dict[str, float]  # unit → figure, of those that have one
    expected: int  # units of the block that owe the figure
    is_covered: bool
    rank: int | None  # none where nothing may be ranked
    sharing: int  # units in that place, the unit itself too
    is_returned: bool
    counted: str = ""  # of reporting and pace: how many of how many the share is of

    @cached_property
    def quartiles(self) -> tuple[float, float, float] | None:
        """First quartile, median, third; none under the threshold of coverage or of too few."""
        if not self.is_covered or len(self.values) < LEAST_UNITS:
            return None
        first, _, third = quantiles(self.values.values(), method="inclusive")
        return first, median(self.values.values()), third

    @property
    def group(self) -> str | None:
        """Among the best, the middle or the last quarter, by figures as they are written."""
        if self.rank is None or self.quartiles is None or self.own is None:
            return None
        own, *bounds = (self._steps(v) for v in (self.own, *self.quartiles))
        low, middle, high = sorted(bounds)
        if own >= high and own > middle:
            return TOP
        return BOTTOM if own <= low and own < middle else MIDDLE

    def _steps(self, value: float) -> int:
        return in_steps(value, self.about.decimals) * self.about.better

    @property
    def is_alone(self) -> bool:
        """Whether the unit has it, and no other of the block owes it."""
        return self.own is not None and self.expected == 1 and not self.about.is_total

    @property
    def told(self) -> tuple[int, int]:
        """Units of the block that have the figure, and that owe it."""
        return len(self.values), self.expected

    @property
    def count(self) -> str:
        return f"{len(self.values)}/{self.expected}" if self.expected else NOTHING


class InBlock:
    """One unit in its block of the scheme in view."""

    def __init__(self, view: View, unit_id: str) -> None:
        self.view, self.unit_id = view, unit_id
        everyone = queries.units(view)
        self.unit = next(u for u in everyone if u.unit_id == unit_id)
        block = self.unit.block_id
        self.members = [u for u in everyone if block and u.block_id == block]
        scopes = [
            Scope(scope(UNIT, u.unit_id), UNIT, u.unit_id, u.short_vi, u.short_vi, "", i,
                  {u.unit_id: u.short_vi})
            for i, u in enumerate(self.members)
        ]  # fmt: skip
        self.compared = Comparison(view, scopes, "", LEVEL)
        self.names = {u.unit_id: u.short_vi for u in self.members}

    @property
    def block(self) -> str:
        """The block's name; nothing where the unit is in none."""
        return self.view.words.name(self.unit, "block_name") if self.members else ""

    @cached_property
    def doubted(self) -> set[str]:
        """The unit's indicators that rest on an open warning."""
        mine = (UNIT, self.unit_id)
        return {indicator for indicator, *of in by_figure(self.view) if (*of,) == mine}

    @cached_property
    def places(self) -> list[Place]:
        """Reporting and pace, then the unit's indicators in the catalogue's order."""
        if not self.members:
            return []
        owed = [d for d in DISCIPLINE if self.unit_id in self.compared.owing(d)]
        mine = [i for i in self.compared.known if (i, UNIT, self.unit_id) in self.compared.now]
        rows = self.compared.compared([*owed, *mine])
        return [place for r in rows if (place := self._place(r)).expected]

    @property
    def drawn(self) -> list[Place]:
        """What the figure shows: totals, which have no place, are folded away."""
        return [p for p in self.places if not p.about.is_total]

    @property
    def folded(self) -> list[Place]:
        return [p for p in self.places if p.about.is_total]

    @cached_property
    def movements(self) -> dict[str, str]:
        """The movement each indicator is of: indicator id → short name."""
        rows = queries.movements(self.view)
        names = {m.movement_id: scorecard.short(m, self.view) for m in rows}
        return {i: names[r.movement_id] for i, r in self.compared.known.items()}

    @property
    def alone(self) -> int:
        """How many indicators asked in the period no other unit of the block has."""
        shown = {p.about.indicator_id for p in self.places}
        return sum(p.is_alone for p in self.places) + sum(
            bool(r.expected_count) and r.rule != "level" and i not in shown
            for (i, level, u), r in self.compared.now.items()
            if (level, u) == (UNIT, self.unit_id)
        )

    def _place(self, row: Compared) -> Place:
        cells = dict(zip(self.names, row.cells, strict=True))
        values = {u: c.value for u, c in cells.items() if c.value is not None}
        if row.indicator_id == ON_PACE:
            values = {u: v for u, v in values.items() if u not in self.compared.silent}
        expected = sum(bool(c.expected) for c in cells.values())
        if row.indicator_id in DISCIPLINE:
            expected = len(self.compared.owing(row.indicator_id) & {*cells})
        enough = round(len(values) / expected, 9) >= self.compared.least if expected else False
        own = values.get(self.unit_id)
        rank, sharing = None, 0
        if enough and len(values) >= LEAST_UNITS and not row.is_total:
            ranks = dict(zip(values, row.ranked(list(values.values())), strict=True))
            rank = ranks.get(self.unit_id)
            sharing = list(ranks.values()).count(rank) if rank else 0
        now = self.compared.now.get((row.indicator_id, UNIT, self.unit_id))
        is_returned = own is None and now is not None and bool(now.refused_count)
        counted = self._counted(row.indicator_id, cells[self.unit_id]) if own is not None else ""
        return Place(row, own, values, expected, enough, rank, sharing, is_returned, counted)

    def _counted(self, what: str, cell: Cell) -> str:
        """Of which reports or indicators the unit's share is: its plans leave out levels."""
        if what not in DISCIPLINE:
            return ""
        words, given = self.view.words, {"n": cell.reporting, "total": cell.expected}
        levels = sum(
            r.rule == "level" and status(r.status).tone in JUDGED
            for (_, *of), r in self.compared.now.items() if of == [UNIT, self.unit_id]
        )  # fmt: skip
        if what == ON_PACE and levels:
            return words("unit.counted_levels", levels=levels, **given)
        return words(f"unit.counted_{what}", **given)

    @property
    def ranked(self) -> list[Place]:
        return [p for p in self.places if p.rank is not None]

    def of_group(self, group: str) -> list[Place]:
        return [p for p in self.ranked if p.group == group]

    @property
    def firsts(self) -> tuple[list[Place], list[Place], list[Place]]:
        """Where it is first alone, where it shares that with some, and where with most or all.

        Who is level with most of the block is among its middle, and no success of the unit.
        """
        first = [p for p in self.ranked if p.rank == 1]
        ahead = [p for p in first if p.group == TOP]
        alone = [p for p in ahead if p.sharing == 1]
        return alone, [p for p in ahead if p.sharing > 1], [p for p in first if p not in ahead]


def title(found: InBlock, name: str) -> str:
    """In how many of the indicators that can be ranked it is among the best, and the last."""
    words = found.view.words
    if not found.ranked:
        return words("unit.block_unranked", name=name)
    top, bottom = len(found.of_group(TOP)), len(found.of_group(BOTTOM))
    key = "unit.block_title" if top else "unit.block_no_top"
    return words(key, name=name, total=len(found.ranked), top=top, bottom=bottom)


def trust(found: InBlock) -> str:
    """Which block, how many units, and how many indicators are not ranked, by reason."""
    words, places = found.view.words, found.places
    short = [p for p in places if not p.is_covered]
    silent = [p for p in places if p.is_covered and p.own is None]
    amounts = [p for p in places if p.is_covered and p.own is not None and p.about.is_total]
    said = [words("unit.block_of", block=found.block, n=len(found.members))]
    for key, listed in (("short", short), ("silent", silent), ("amounts", amounts)):
        said += [words(f"unit.block_{key}", n=len(listed))] if listed else []
    if found.alone:
        said.append(words("unit.block_alone", n=found.alone))
    return " · ".join(said)


def best_and_last(found: InBlock) -> list[tuple[str, list[str]]]:
    """(head, lines): where it is first, and where among the last."""
    words = found.view.words
    alone, shared, level = found.firsts
    best = [_named(found, p) for p in (alone + shared)]
    last = sorted(found.of_group(BOTTOM), key=lambda p: -(p.rank or 0) / len(p.values))
    heads = (
        words("unit.block_firsts", alone=len(alone), shared=len(shared))
        + (words("unit.block_level", n=len(level)) if level else ""),
        words("unit.block_lasts", n=len(last)),
    )
    told = (best, [_named(found, p) for p in last])
    return [(head, _few(found, lines)) for head, lines in zip(heads, told, strict=True)]


def _few(found: InBlock, lines: list[str]) -> list[str]:
    left = len(lines) - NAMED
    return lines if left <= 1 else [*lines[:NAMED], found.view.words("unit.block_rest", n=left)]


def _named(found: InBlock, place: Place) -> str:
    words = found.view.words
    uom = f"{place.about.uom}: {place.counted}" if place.counted else place.about.uom
    given = {"title": place.about.title, "uom": uom}
    given["value"] = _figure(found, place, place.own)
    middle = _figure(found, place, place.quartiles[1] if place.quartiles else None)
    text = words("unit.block_line", **given, place=_rank(found, place), median=middle)
    return as_typed(text)


def _figure(found: InBlock, place: Place, value: float | None) -> str:
    return number(value, place.about.decimals, found.view.language)


def _rank(found: InBlock, place: Place) -> str:
    """Its place among those with a figure; a shared one is told as shared."""
    given = {"place": place.rank, "among": len(place.values), "n": place.sharing}
    key = "unit.place" if place.sharing == 1 else "unit.place_shared"
    return found.view.words(key, **given)


def standings(found: InBlock) -> list[Standing]:
    """A line an indicator for the figure."""
    return [_standing(found, p) for p in found.drawn]


def _standing(found: InBlock, place: Place) -> Standing:
    words, about = found.view.words, place.about
    sense = {1: "compare.more", -1: "compare.less", 0: "unit.no_sense"}[about.better]
    # In letters for a hall there is no room for the movement.
    movement = "" if found.view.is_projected else found.movements.get(about.indicator_id)
    about_it = (movement, about.uom, place.counted or words(sense))
    group = place.group
    sign, tone = LOOKS.get(group or "", ("", "none"))
    ends = [*place.values.values()]
    hovers = [f"{found.names[u]}: {_figure(found, place, v)} {about.uom}"
              for u, v in place.values.items()]  # fmt: skip
    spread = ""
    if place.quartiles:
        low, middle, high = (_figure(found, place, v) for v in place.quartiles)
        spread = words("unit.spread", low=low, median=middle, high=high)
    return Standing(
        title=about.title, subtitle=" · ".join(filter(None, about_it)), value=_value(found, place),
        own=place.own, values=ends, hovers=hovers, quartiles=place.quartiles, spread=spread,
        verdict=f"{sign} {_verdict(found, place)}".strip(),
        note=words(f"unit.group_{group}") if group else "",
        tone=tone, coverage=place.count, is_covered=place.is_covered,
    )  # fmt: skip


def _value(found: InBlock, place: Place) -> str:
    if place.own is None:
        return REFUSED if place.is_returned else NOT_REPORTED
    mark = f"{MARK} " if place.about.indicator_id in found.doubted else ""
    return mark + _figure(found, place, place.own)


def _verdict(found: InBlock, place: Place) -> str:
    """Its place, or why it has none."""
    if place.rank is not None:
        return _rank(found, place)
    return found.view.words(f"unit.why_{_why(place)}")


def _why(place: Place) -> str:
    if not place.is_covered:
        return "not_enough"
    if place.own is None:
        return "not_told"
    if place.is_alone:
        return "alone"
    if len(place.values) < LEAST_UNITS:
        return "too_few"
    return "is_amount" if place.about.is_total else "no_direction"


def alt(found: InBlock) -> str:
    """The figure read aloud."""
    lines = (
        f"{s.title}: {s.value}, {s.spread}, {s.verdict}, {s.coverage}" for s in standings(found)
    )
    return aloud(found.view, "; ".join(lines))


def table(found: InBlock) -> Table:
    """Indicator, unit of measure, own figure, quartiles, place, n and N: to sort and take away."""
    words, places = found.view.words, found.places

    def at(i: int) -> list[float | None]:
        return [p.quartiles[i] if p.quartiles else None for p in places]

    return Table(
        {
            words("unit.indicator"): [p.about.title for p in places],
            words("unit.uom"): [p.about.uom for p in places],
            words("unit.own"): [p.own for p in places],
            words("unit.first_quartile"): at(0),
            words("unit.median"): at(1),
            words("unit.third_quartile"): at(2),
            words("unit.rank"): [p.rank for p in places],
            words("unit.sharing"): [p.sharing or None for p in places],
            words("unit.n"): [len(p.values) for p in places],
            words("unit.expected"): [p.expected for p in places],
            words("unit.standing"): [_verdict(found, p) for p in places],
        }
    )


def totals(found: InBlock) -> Table:
    """Totals by movement, with the block's median to see them by: no places."""
    words, places = found.view.words, found.folded

    def shown(place: Place, value: float | None) -> str:
        return f"{_figure(found, place, value)} {place.about.uom}"

    return Table(
        {
            words("unit.movement"): [found.movements[p.about.indicator_id] for p in places],
            words("unit.indicator"): [p.about.title for p in places],
            words("unit.own"): [
                _value(found, p) if p.own is None else shown(p, p.own) for p in places
            ],
            words("unit.median"): [
                shown(p, p.quartiles[1]) if p.quartiles else NOTHING for p in places
            ],
            words("progress.coverage"): [p.count for p in places],
        }
    )


def origins(found: InBlock) -> list[tuple[str, str, str]]:
    """Its own figures, to be explained: (label, indicator, scope)."""
    of = scope(UNIT, found.unit_id)
    told: list[Row] = [p for p in found.places if p.about.indicator_id not in DISCIPLINE]
    return [(p.about.title, p.about.indicator_id, of) for p in told]


def heads(view: View) -> dict[str, str]:
    """Heads of the figure's columns."""
    words = view.words
    return {
        "title": words("unit.indicator"), "value": words("unit.own"),
        "dots": words("unit.block_dots"), "verdict": words("unit.block_place"),
        "coverage": words("progress.coverage"),
    }  # fmt: skip
