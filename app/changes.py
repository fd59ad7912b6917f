"""What differs between the screens of two journal numbers, and which entries made it differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app import explain, queries
from app.explain import BLOCK
from app.filters import View
from app.store import Row, Rows

DECIMALS = 9  # figures that differ by less are the same
MOVES_FIGURES = ("withdraw", "restore", "received", "correct")
NEW, CHANGED, GONE = "new", "changed", "gone"
Key = tuple[Any, ...]
Told = tuple[str, str, str]  # indicator, level, scope: a figure that can be explained


@dataclass(frozen=True)
class Change:
    """One thing that was shown otherwise: both rows, the entries it is due to, its explanation."""

    before: Row | None
    now: Row | None
    where: str
    causes: tuple[int, ...]
    origin: Told | None

    @property
    def row(self) -> Row:
        """What names it: the newer of the two."""
        return self.now or self.before


class Changes:
    """All that moved between the view of an earlier build and that of today's."""

    def __init__(self, view: View, then: View) -> None:
        self.view, self.then = view, then
        for each in (then, view):
            queries.begin(each, queries.judged, queries.cells_in_force)
        since = then.build.journal_no
        later = (e for e in queries.entries(view) if e.journal_no > since)
        self.entries = tuple(e for e in later if e.day <= view.as_of)
        self.has_new_catalogue = queries.build(view).catalogue != queries.build(then).catalogue
        self._names = explain.names(then) | explain.names(view)
        sides = (queries.judged(then), queries.judged(view))
        self._figures_then, self._figures = map(explain.explainable, sides)
        differing = self._differing_cells()
        counted = _counted(then, differing) | _counted(view, differing)
        self._causes: dict[Told, set[int]] = {}
        origins: dict[Key, Told] = {}
        for row in sorted(counted):
            told = (row.indicator_id, row.scope_type, row.scope_id)
            for before, now in differing.get((row.measure_id, row.subject_id), []):
                self._causes.setdefault(told, set()).update(self._cause(before, now))
            if told in self._figures and self._is_nearer(told, row, origins):
                origins[row.measure_id, row.subject_id] = told
        self.values = [
            Change(b, n, self._about(n or b), self._cause(b, n), origins.get(key))
            for key, pairs in differing.items()
            for b, n in pairs
        ]
        self.statuses = list(self._statuses())
        self.ranks = self._ranks()

    def of_kind(self, kind: str) -> list[Change]:
        """Values that are new, changed or gone."""
        return [c for c in self.values if kind_of(c) == kind]

    def of_period(self) -> Rows:
        """Entries about the period in view; those about no period at all are among them."""
        return tuple(e for e in self.entries if e.period_id in (None, self.view.period))

    def _differing_cells(self) -> dict[Key, list[tuple[Row | None, Row | None]]]:
        """Cells of another value by measure and unit; several reporters may tell of one."""
        earlier = {_place(r): r for r in queries.cells_in_force(self.then)}
        found: dict[Key, list[tuple[Row | None, Row | None]]] = {}
        for now in queries.cells_in_force(self.view):
            place = _place(now)
            before = earlier.pop(place, None)
            if differ(before and before.value, now.value):
                found.setdefault(place[:2], []).append((before, now))
        for place, before in earlier.items():
            if before.value is not None:
                found.setdefault(place[:2], []).append((before, None))
        return found

    def _cause(self, before: Row | None, now: Row | None) -> tuple[int, ...]:
        """The entry in force now; where that is an old one, the act that brought it back."""
        if now is not None:
            number = now.correction_no or now.journal_no
            if number > self.then.build.journal_no:
                return (number,)
        cells = [(r.journal_no, r.sheet, r.cell) for r in (before, now) if r is not None]
        acts = [e.journal_no for e in self.entries if _speaks_of(e, cells)]
        reread = [e.journal_no for e in self.entries if e.what == "reparse"]
        return tuple((acts or reread)[-1:])

    def _is_nearer(self, told: Told, row: Row, origins: dict[Key, Told]) -> bool:
        """A cell is explained where it stands alone: of its own unit rather than of a level."""
        level, scope = told[1:]
        if level == BLOCK:
            return False
        held = origins.get((row.measure_id, row.subject_id))
        return held is None or (scope == row.subject_id and held[2] != row.subject_id)

    def _about(self, cell: Row) -> str:
        """The unit a cell is about, and who told it where that is another."""
        words, unit = self.view.words, self.view.words.name(cell, "name")
        if cell.reporter_id == cell.subject_id:
            return unit
        return words("changes.told_by", unit=unit, who=words.name(cell, "reporter"))

    def _statuses(self) -> Iterable[Change]:
        """Figures judged otherwise: the root, then blocks, then units."""
        then, now = self._figures_then, self._figures
        order = {place: i for i, place in enumerate(self._names)}
        told = [t for t in dict.fromkeys([*now, *then]) if t[1:] in order]
        for each in sorted(told, key=lambda t: order[t[1:]]):
            before, after = then.get(each), now.get(each)
            if (before and before.status) != (after and after.status):
                origin = each if after else None
                yield Change(before, after, self._names[each[1:]], self._sorted(each), origin)

    def _ranks(self) -> list[Change]:
        """Units whose place in their group is another one: by their own figure, then pushed."""
        moved = [
            Change(before, now, self._names[told[1:]], self._sorted(told), told)
            for told, now in self._figures.items()
            if (before := self._figures_then.get(told)) and self._is_elsewhere(before, now)
        ]
        return sorted(moved, key=lambda c: (not c.causes, -abs(c.before.place - c.now.place)))  # type: ignore[union-attr]

    @staticmethod
    def _is_elsewhere(before: Row, now: Row) -> bool:
        return None not in (before.place, now.place) and before.place != now.place

    def _sorted(self, told: Told) -> tuple[int, ...]:
        return tuple(sorted(self._causes.get(told, ())))


def differ(before: float | None, now: float | None) -> bool:
    """Whether two values are others before any rounding for the eye; none is not zero."""
    if before is None or now is None:
        return before is not now
    return round(before - now, DECIMALS) != 0


def kind_of(change: Change) -> str:
    """New, changed or gone."""
    if change.before is None or change.before.value is None:
        return NEW
    return GONE if change.now is None or change.now.value is None else CHANGED


def _place(cell: Row) -> Key:
    """What tells a cell from all others: measure, whom it is about, who tells it."""
    return cell.measure_id, cell.subject_id, cell.reporter_id


def _counted(view: View, cells: dict[Key, Any]) -> set[Row]:
    measures = sorted({measure for measure, _ in cells})
    return set(queries.counted_in(view, measures)) if measures else set()


def _speaks_of(entry: Row, cells: Sequence[Key]) -> bool:
    """Whether an act is about one of these cells or its report."""
    if entry.what not in MOVES_FIGURES:
        return False
    place = (entry.report_no, entry.sheet, entry.cell)
    return any(place == c if entry.what == "correct" else entry.report_no == c[0] for c in cells)
