"""So sánh khối: blocks or units side by side, on what may be compared between them.

Between blocks only rates, means per unit, changes, reporting in time and the share of indicators
on pace are compared, never totals (docs/arithmetic.md).
"""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from string import ascii_uppercase

from app import queries, scorecard
from app.compared import Cell, Compared, Scope
from app.explain import BLOCK, UNIT, scope
from app.filters import View
from app.format import status
from app.palette import LIGHT
from app.store import Row

LEVEL, PLAN, CHANGE, GAP = "level", "plan", "change", "gap"
WAYS = (LEVEL, PLAN, CHANGE, GAP)
DOTS, TREND, RANKS, MAP = "dots", "trend", "ranks", "map"
SHOWN = (DOTS, TREND, RANKS, MAP)
RULES = {"ratio", "mean", "sum", "max", "none"}  # what units have, and blocks as rates or means
ON_TIME, ON_PACE = "on_time", "on_pace"
DISCIPLINE = (ON_TIME, ON_PACE)  # what blocks of any kind have in common
LEAST_SCOPES, MOST_INDICATORS, FIRST = 6, 8, 4  # that may be chosen; chosen at first


def scope_titles(view: View) -> dict[str, str]:
    """What can be compared: "level:id" → name; blocks, then units."""
    words = view.words
    names = {
        scope(BLOCK, b.block_id): b.short_vi if view.language == "vi" else b.name_en
        for b in queries.blocks(view)
    }
    return names | {scope(UNIT, u.unit_id): words.name(u, "name") for u in queries.units(view)}


def most_scopes(view: View) -> int:
    """How many may be compared: all blocks of a scheme, as far as there are letters."""
    return max(LEAST_SCOPES, min(len(queries.blocks(view)), len(ascii_uppercase)))


def all_blocks(view: View) -> list[str]:
    """Every block of the scheme in view."""
    return [scope(BLOCK, b.block_id) for b in queries.blocks(view)][: len(ascii_uppercase)]


def first(view: View, titles: dict[str, str]) -> list[str]:
    """The first two blocks most of whose units owe a report; without blocks two units.

    Where there are fewer, those follow of which anything is owed, then the others.
    """
    known = list(titles)
    owing = {(r.block_id, r.reporter_id) for r in queries.timeliness(view) if r.block_id}
    owed = Counter(scope(BLOCK, block) for block, _ in owing)
    size = {scope(BLOCK, b.block_id): b.member_count for b in queries.blocks(view)}
    known.sort(key=lambda k: (k not in size, 2 * owed[k] <= size.get(k, 0), not owed[k]))
    return known[:2]


def scopes(view: View, keys: Iterable[str]) -> list[Scope]:
    """The chosen ones, lettered in their order."""
    blocks = {b.block_id: (i, b) for i, b in enumerate(queries.blocks(view))}
    units, found = {u.unit_id: u for u in queries.units(view)}, []
    keys = list(keys)
    taken = {blocks[id_][0] for k in keys for level, _, id_ in [k.partition(":")] if level == BLOCK}
    colours = range(len(LIGHT.series))
    free = iter([n for n in reversed(colours) if n not in {t % len(colours) for t in taken}])
    for letter, key in zip(ascii_uppercase, keys, strict=False):
        level, _, id_ = key.partition(":")
        if level == BLOCK:
            place, row = blocks[id_]
            name = row.short_vi if view.language == "vi" else row.name_en
            inside = {u.unit_id: u.short_vi for u in units.values() if u.block_id == id_}
        else:
            row = units[id_]
            name, inside = row.short_vi, {id_: row.short_vi}
            place = next(free, 0)  # a unit takes a colour that no block beside it has
        called = view.words("compare.block", name=name) if level == BLOCK else name
        found.append(Scope(key, level, id_, name, called, letter, place, inside))
    return found


def discipline(view: View, what: str) -> str:
    """What reporting and pace are called as indicators: of a year that is over, by the plan."""
    return view.words(f"compare.{what}", kept=queries.kept(view))


class Comparison:
    """The chosen scopes in the period in view, beside another period, seen in one way."""

    def __init__(self, view: View, chosen: list[Scope], other: str, way: str) -> None:
        self.view, self.scopes, self.other, self.way = view, chosen, other, way
        self.least = float(queries.settings(view)["coverage_min"]) / 100

    def seen_as(self, way: str) -> "Comparison":
        """The same comparison seen in another way."""
        return Comparison(self.view, self.scopes, self.other, way)

    @cached_property
    def now(self) -> dict[tuple[str, str, str], Row]:
        """The period's figures by indicator, level and id."""
        rows = (*queries.progress(self.view, BLOCK), *queries.progress(self.view, UNIT))
        return {(r.indicator_id, r.scope_type, r.scope_id): r for r in rows}

    @cached_property
    def pairs(self) -> dict[tuple[str, str, str], Row]:
        """Both periods' figures over the same units."""
        rows = queries.pairs(self.view, self.other) if self.other else ()
        return {(r.indicator_id, r.scope_type, r.scope_id): r for r in rows}

    @cached_property
    def known(self) -> dict[str, Row]:
        """Indicators that two or more of the scopes have a figure of, in the catalogue's order.

        Of a single one all: while another is being chosen, what was asked is not forgotten.
        """
        order = {m.movement_id: i for i, m in enumerate(queries.movements(self.view))}
        counted: dict[str, list[Row]] = {}
        chosen = {(each.level, each.id) for each in self.scopes}
        for (indicator, *where), row in self.now.items():
            if tuple(where) in chosen and row.rule in RULES:
                counted.setdefault(indicator, []).append(row)
        least = min(2, len(self.scopes))
        common = [rows[0] for rows in counted.values() if len(rows) >= least]
        common.sort(key=lambda r: (order[r.movement_id], r.sort))
        return {r.indicator_id: r for r in common}

    def titles(self) -> dict[str, str]:
        """What to choose from: reporting and pace, which all blocks have, then indicators."""
        return {d: discipline(self.view, d) for d in DISCIPLINE} | {
            i: scorecard.short(r, self.view) for i, r in self.known.items()
        }

    def first(self) -> list[str]:
        """What is compared where nothing is chosen: rates that all have, or reporting and pace."""
        full = [
            i for i, r in self.known.items()
            if r.rule in ("ratio", "mean") and all(c.value is not None for c in self._cells(i))
        ]  # fmt: skip
        return full[:FIRST] or list(DISCIPLINE)

    def compared(self, indicators: Iterable[str]) -> list[Compared]:
        """One row an indicator, a cell a scope."""
        return [self._discipline(i) if i in DISCIPLINE else self._compared(i) for i in indicators]

    def _compared(self, indicator: str) -> Compared:
        row, view = self.known[indicator], self.view
        title, uom, decimals = scorecard.short(row, view), scorecard.unit_text(row, view), 1
        better = {"higher": 1, "lower": -1}.get(row.direction, 0)
        if self.way == LEVEL:
            decimals = int(row.decimals)
            if self._is_per_unit(row):
                uom, decimals = view.words("compare.per_unit", uom=uom), max(decimals, 1)
        elif self.way == CHANGE:
            uom, decimals = self.change_uom(row), max(int(row.decimals), 1)
        else:
            uom, better = "%", 1
        is_level = self.way == LEVEL
        return Compared(
            indicator_id=indicator, title=title, uom=uom, decimals=decimals, better=better,
            is_amount=is_level and row.is_amount,
            is_weighted=is_level and row.rule == "ratio",
            is_total=row.rule == "sum" and not row.is_score,
            cells=tuple(self._cells(indicator)),
        )  # fmt: skip

    def _is_per_unit(self, row: Row) -> bool:
        return row.rule == "sum" and any(s.level == BLOCK for s in self.scopes)

    def change_uom(self, row: Row) -> str:
        """Per cent where both figures are amounts, else what their difference is in."""
        return "%" if row.is_amount else scorecard.difference_unit(row, self.view)

    def _cells(self, indicator: str) -> Iterable[Cell]:
        for each in self.scopes:
            row = self.now.get((indicator, each.level, each.id))
            if row is None:
                yield Cell(None, {}, 0, 0, False)
                continue
            units = {
                unit: value
                for unit in each.units
                if (mine := self.now.get((indicator, UNIT, unit))) is not None
                and (value := self._value(mine)) is not None
            }
            count = row.reporting_count
            if self.way == CHANGE:
                pair = self.pairs.get((indicator, each.level, each.id))
                count = pair.both_count if pair else 0
            is_covered = bool(row.expected_count) and count / row.expected_count >= self.least
            why = self.unlike(row) if self.way == CHANGE else ""
            yield Cell(self._value(row), units, count, row.expected_count, is_covered, why)

    def unlike(self, row: Row) -> str:
        """The word for why a figure may not be set beside that of the other period."""
        pair = self.pairs.get((row.indicator_id, row.scope_type, row.scope_id))
        if pair is None:
            return ""
        if pair.is_broken:
            return "change.broken"
        return "compare.unlike" if pair.is_unlike else ""

    def _value(self, row: Row) -> float | None:
        """A figure as it is compared; a block's total becomes its mean per unit."""
        if self.way == PLAN:
            return attainment(row)
        if self.way == GAP:
            return None if row.gap_closed is None else 100 * row.gap_closed
        if self.way == CHANGE:
            return self.change(row)
        if row.value is not None and row.rule == "sum" and row.scope_type == BLOCK:
            return row.value / row.reporting_count
        return row.value

    def change(self, row: Row) -> float | None:
        """The change between both periods over the same units; none across a change of scale."""
        pair = self.pairs.get((row.indicator_id, row.scope_type, row.scope_id))
        if pair is None or pair.is_unlike or pair.difference is None:
            return None
        return pair.percent if row.is_amount else pair.difference

    def _discipline(self, what: str) -> Compared:
        """Reports in time of those due, or indicators on pace of those with a status."""
        counted = self._on_time() if what == ON_TIME else self._on_pace()
        if self.way != LEVEL:
            counted = {}  # nothing to plan, and of the other period nothing is asked
        cells = []
        for each in self.scopes:
            mine = {u: counted[u] for u in each.units if u in counted}
            n, total = (sum(c[i] for c in mine.values()) for i in (0, 1))
            units = {u: 100 * a / b for u, (a, b) in mine.items()}
            value = 100 * n / total if total else None
            told, asked = self.told_of(what, each) if counted else (0, 0)
            is_told = bool(told) and round(told / asked, 9) >= self.least
            cells.append(Cell(value, units, n, total, is_told))
        return Compared(
            indicator_id=what, title=discipline(self.view, what), uom="%", decimals=1, better=1,
            cells=tuple(cells),
        )  # fmt: skip

    def _on_time(self) -> dict[str, tuple[int, int]]:
        """(in time, due by now) of each unit."""
        found: dict[str, tuple[int, int]] = {}
        for row in queries.timeliness(self.view):
            if row.timeliness != "not_due":
                n, total = found.get(row.reporter_id, (0, 0))
                found[row.reporter_id] = (n + (row.timeliness == "on_time"), total + 1)
        return found

    def _on_pace(self) -> dict[str, tuple[int, int]]:
        """(on pace, with a status that judges) of each unit's indicators."""
        found: dict[str, tuple[int, int]] = {}
        for row in queries.progress(self.view, UNIT):
            if status(row.status).tone in ("good", "near", "behind"):
                n, total = found.get(row.scope_id, (0, 0))
                found[row.scope_id] = (n + bool(row.is_on_pace), total + 1)
        return found

    @cached_property
    def _told(self) -> dict[str, tuple[int, int]]:
        """(told, asked) of each unit's indicators; of whom nothing is asked is not in it."""
        told, asked = Counter[str](), Counter[str]()
        for row in queries.progress(self.view, UNIT):
            told[row.scope_id] += row.reporting_count
            asked[row.scope_id] += row.expected_count
        return {u: (told[u], n) for u, n in asked.items() if n}

    @cached_property
    def silent(self) -> set[str]:
        """Units too few of whose indicators are told: others report some of them for them."""
        return {u for u, (n, asked) in self._told.items() if round(n / asked, 9) < self.least}

    def owing(self, what: str) -> set[str]:
        """Units of which something is owed in the period: a report, or an indicator."""
        if what == ON_PACE:
            return {*self._told}
        return {r.reporter_id for r in queries.timeliness(self.view)}

    def telling(self, what: str) -> set[str]:
        """Those of them that are judged by it: a report is due, or enough indicators are told."""
        return {*self._told} - self.silent if what == ON_PACE else {*self._on_time()}

    def told_of(self, what: str, of: Scope) -> tuple[int, int]:
        """How many of a scope's units are judged, and how many owe anything."""
        asked = self.owing(what) & {*of.units}
        return len(asked & self.telling(what)), len(asked)

    def left_out(self, indicators: Iterable[str]) -> list[str]:
        """Units of the scopes that lack one of the two periods, by their short names."""
        asked = [i for i in indicators if i not in DISCIPLINE]
        found = {
            unit: each.units[unit]
            for each in self.scopes
            for unit in each.units
            if any(unit in self._without_pair(i, each) for i in asked)
        }
        return list(found.values())

    def _without_pair(self, indicator: str, of: Scope) -> list[str]:
        asked = self.asked(indicator, of.units)
        return [u for u in asked if (indicator, UNIT, u) not in self.pairs]

    def asked(self, indicator: str, units: Iterable[str]) -> list[str]:
        """Those of some units that owe an indicator in the period."""
        rows = ((u, self.now.get((indicator, UNIT, u))) for u in units)
        return [u for u, row in rows if row is not None and row.expected_count]

    def lacking(self, indicator: str, of: Scope) -> list[str]:
        """Units of a scope that are asked an indicator and have no figure, by their short names."""
        if indicator in DISCIPLINE:
            missing = self.owing(indicator) - self.telling(indicator)
            return [name for u, name in of.units.items() if u in missing]
        if self.way == CHANGE:
            return [of.units[u] for u in self._without_pair(indicator, of)]
        rows = {u: self.now.get((indicator, UNIT, u)) for u in of.units}
        return [of.units[u] for u, r in rows.items() if r and r.expected_count and r.value is None]

    def rows_of_units(self, indicators: Iterable[str]) -> Iterable[tuple[Scope, str, str, Row]]:
        """(scope, unit, its name, its figure) of all units compared."""
        for indicator in indicators:
            for each in self.scopes:
                for unit, name in each.units.items():
                    row = self.now.get((indicator, UNIT, unit))
                    if row is not None:
                        yield each, unit, name, row


def attainment(row: Row) -> float | None:
    """Per cent of the plan; of a ceiling, the plan in per cent of the figure."""
    if row.plan_share is None or row.direction not in ("higher", "lower"):
        return None
    if row.direction == "higher":
        return 100 * row.plan_share
    return 100 / row.plan_share if row.plan_share > 0 else None


def others(view: View) -> dict[str, str]:
    """Periods to set beside the one in view, which ended before it: id → title."""
    return {p.period_id: view.words.name(p, "title") for p in _before(view)}


def default_other(view: View) -> str:
    """The last of its kind before; else the period just before; none where there is none."""
    here = queries.period(view)
    before = _before(view)
    alike = [p for p in before if p.kind == here.kind]
    return (alike or before)[-1].period_id if before else ""


def _before(view: View) -> list[Row]:
    """What ended before the period in view, calendar years apart from school years."""
    here = queries.period(view)
    known = (p for p in queries.periods(view) if p.plan_shape == here.plan_shape)
    return [p for p in known if p.to_date < here.to_date]
