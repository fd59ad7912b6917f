"""How units moved among those of their block: places then and now, over the units of both."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.charts import CellMap, MapCell
from app.compare import Comparison
from app.compare_titles import capital
from app.compared import Compared, Scope
from app.explain import BLOCK, UNIT
from app.format import NOTHING
from app.palette import Palette
from app.store import Row

LEAST = 2  # units that can be set in order


@dataclass(frozen=True)
class Move:
    """One unit's places of one indicator."""

    title: str
    unit: str
    before: int
    after: int


@dataclass(frozen=True)
class Group:
    """Units that are ranked among each other: those of a block, or all that were chosen."""

    letter: str
    called: str
    units: dict[str, str]


class Ranks:
    """Places of the units of each group in the other period and in the one in view."""

    def __init__(self, found: Comparison, rows: list[Compared]) -> None:
        self.found, self.rows = found, rows
        self.groups = list(_groups(found))
        self.moves: dict[tuple[str, str], Move] = {}  # by unit and indicator
        # Of what is in order: indicator → unit asked now → has both periods.
        self.both: dict[str, dict[str, bool]] = {}
        self._whys: dict[tuple[str, ...], list[str]] = {}  # titles by what keeps them from an order
        for group in self.groups:
            for row in (r for r in rows if r.indicator_id in found.known):
                self._rank(group, row)

    def _rank(self, group: Group, row: Compared) -> None:
        owed = self.found.asked(row.indicator_id, group.units)
        pairs = {u: p for u in owed if (p := self._pair(row.indicator_id, u)) is not None}
        why = self._why(group, row, owed, set(pairs))
        if why:
            self._whys.setdefault(why, []).append(row.title)
            return
        self.both.setdefault(row.indicator_id, {}).update({u: u in pairs for u in owed})
        then, now = (
            row.ranked([getattr(p, name) for p in pairs.values()])
            for name in ("value_then", "value_now")
        )
        for unit, before, after in zip(pairs, then, now, strict=True):
            if before is not None and after is not None:
                self.moves[unit, row.indicator_id] = Move(
                    row.title, group.units[unit], before, after
                )

    def _pair(self, indicator: str, unit: str) -> Row | None:
        pair = self.found.pairs.get((indicator, UNIT, unit))
        return None if pair is None or None in (pair.value_then, pair.value_now) else pair

    def _why(self, group: Group, row: Compared, owed: list[str], told: set[str]) -> tuple[str, ...]:
        """(key of a sentence, what it names …): why a group is in no order; nothing if it is."""
        words, found = self.found.view.words, self.found
        unlike = {found.unlike(found.now[row.indicator_id, UNIT, u]) for u in told} - {""}
        if not row.better:
            return ("compare.no_better",)
        if unlike:
            return ("compare.no_rank_why", "name", group.called, "why", words(min(unlike)))
        if len(owed) < LEAST:
            return ("compare.few_units" if owed else "compare.no_units", "name", group.called)
        if len(told) >= LEAST and round(len(told) / len(owed), 9) >= found.least:
            return ()
        units = found.view.words.some([group.units[u] for u in owed if u not in told])
        given = ("name", group.called, "units", units)
        return ("compare.few_both", *given, "n", str(len(told)), "total", str(len(owed)))

    def reasons(self) -> list[str]:
        """Why some are in no order, each said once for all indicators that it keeps from one."""
        words = self.found.view.words
        return [
            words(key, title=", ".join(titles), **dict(zip(given[::2], given[1::2], strict=True)))
            for (key, *given), titles in self._whys.items()
        ]

    def title(self) -> str:
        """Who rose and who fell most."""
        words = self.found.view.words
        if not self.moves:
            return capital(next(iter(self.reasons()), words("compare.none")))
        best = max(self.moves.values(), key=lambda m: m.before - m.after)
        worst = min(self.moves.values(), key=lambda m: m.before - m.after)
        said = [
            words(key, unit=m.unit, before=m.before, after=m.after, title=m.title)
            for key, m, has_moved in (
                ("compare.risen", best, best.after < best.before),
                ("compare.fallen", worst, worst.after > worst.before),
            )
            if has_moved
        ]
        told = "; ".join(said) or words("compare.unmoved")
        ranked, everyone = {u for u, _ in self.moves}, {u for g in self.groups for u in g.units}
        if len(ranked) < len(everyone):
            told = words("compare.ranked_of", n=len(ranked), total=len(everyone), said=told)
        return capital(told)

    def drawn(self, colours: Palette) -> CellMap:
        """A line a unit that has a place, a column an indicator."""
        known = [r for r in self.rows if r.indicator_id in self.found.known]
        lines = [
            (unit, f"{group.letter} · {name}" if len(self.groups) > 1 else name)
            for group in self.groups
            for unit, name in group.units.items()
            if any((unit, r.indicator_id) in self.moves for r in known)
        ]
        content = CellMap([name for _, name in lines], [r.title for r in known])
        for i, (unit, _) in enumerate(lines):
            for j, row in enumerate(known):
                content.cells[i, j] = _cell(self.moves.get((unit, row.indicator_id)), colours)
        return content


def _groups(found: Comparison) -> Iterable[Group]:
    """Blocks one by one; units that were chosen alone together, if there are two at least."""
    for each in found.scopes:
        if each.level == BLOCK:
            yield Group(each.letter, each.called, each.units)
    alone: list[Scope] = [s for s in found.scopes if s.level == UNIT]
    if len(alone) >= LEAST:
        named = {s.id: s.name for s in alone}
        letters = "".join(s.letter for s in alone)
        yield Group(letters, found.view.words("compare.chosen_units"), named)


def _cell(move: Move | None, colours: Palette) -> MapCell:
    if move is None:
        return MapCell(NOTHING, colours.tones["none"], colours.faint)
    if move.before == move.after:
        return MapCell(f"{move.after} =", colours.tints["near"], colours.ink)
    tone, sign = ("good", "▲") if move.after < move.before else ("behind", "▼")
    text = f"{move.before} → {move.after} {sign}"
    return MapCell(text, colours.tints[tone], colours.ink)
