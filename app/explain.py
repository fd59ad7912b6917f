"""Where a figure comes from: what can be explained, the figure, its formula with values."""

from collections.abc import Iterable

from app import queries, scorecard, warnings
from app.definitions import Definitions
from app.filters import View
from app.format import NOTHING, number
from app.store import Row

ROOT, BLOCK, UNIT = "root", "block", "unit"
Figures = dict[tuple[str, str, str], Row]


def scope(level: str, id_: str) -> str:
    """How addresses name a scope."""
    return f"{level}:{id_}"


def names(view: View) -> dict[tuple[str, str], str]:
    """Scopes by level and id; the root, then blocks, then units."""
    words = view.words
    (root,) = queries.root(view)
    found = {(ROOT, root.unit_id): words.name(root, "name")}
    found |= {(BLOCK, b.block_id): words.name(b, "name") for b in queries.blocks(view)}
    return found | {(UNIT, u.unit_id): words.name(u, "name") for u in queries.units(view)}


def told(view: View) -> Figures:
    """Figures of the period that can be explained."""
    return explainable(r for r in queries.figures(view) if r.kind == "indicator")


def explainable(rows: Iterable[Row]) -> Figures:
    """Those that can be, by indicator, level and scope; a unit's level is a rank."""
    return {
        (r.indicator_id, r.scope_type, r.scope_id): r
        for r in rows
        if (r.rule, r.scope_type) != ("level", UNIT)
    }


def scopes(view: View, indicator: str) -> dict[str, str]:
    """Where the indicator has a figure: "level:id" → name; the root, then blocks, then units."""
    figures = told(view)
    return {
        scope(level, id_): name
        for (level, id_), name in names(view).items()
        if (indicator, level, id_) in figures
    }


EXPLAINED = (
    queries.explained, queries.explained_cells, queries.explained_pairs, queries.explained_others,
)  # fmt: skip


class Explained:
    """One indicator in one scope: its figure and the cells beneath it."""

    def __init__(self, view: View, known: Definitions, indicator: str, scope: str) -> None:
        self.view, self.known, self.indicator = view, known, indicator
        level, _, id_ = scope.partition(":")
        self.level = level
        beside = [lambda v, ask=ask: ask(v, indicator, level, id_) for ask in EXPLAINED]
        queries.begin(view, *beside, queries.revisions, queries.reconciliation)
        self.row = next(
            r
            for r in queries.progress(view, level)
            if (r.indicator_id, r.scope_id) == (indicator, id_)
        )
        (self.sums,) = queries.explained(view, indicator, level, id_)
        self.cells = queries.explained_cells(view, indicator, level, id_)
        self.warnings = warnings.by_figure(view).get((indicator, level, id_), [])
        self.pairs = queries.explained_pairs(view, indicator, level, id_)
        self.others = queries.explained_others(view, indicator, level, id_)

    def title(self, where: str) -> str:
        """The figure as every page shows it, with n/N."""
        row, view = self.row, self.view
        figure = NOTHING if row.value is None else scorecard.value_text(row, view)
        unit = scorecard.unit_text(row, view)
        units = scorecard.units_text(row, view)
        name = view.words.name(row, "title")
        said = view.words(
            "explain.title", name=name, where=where, figure=f"{figure} {unit}", units=units
        )
        return f"{said} · {self._count()}" if self.warnings else said

    def _count(self) -> str:
        given = {"mark": warnings.MARK, "n": len(self.warnings)}
        return self.view.words("warnings.count", **given)

    def formula(self) -> str:
        """The definition, and the same with its sums put in."""
        definition = next(
            r for r in self.known.indicators if r.indicator_id == self.row.indicator_id
        )
        said = self.known.formula(definition)
        with_values = self._with_values()
        return f"{said} = {with_values}" if with_values else said

    def _with_values(self) -> str:
        s, view = self.sums, self.view
        if s.value is None:
            return ""
        figure = f"{scorecard.value_text(self.row, view)} {scorecard.unit_text(self.row, view)}"
        match s.rule:
            case "ratio":
                factor = "" if s.factor in (None, 1) else f" × {number(s.factor, 0, view.language)}"
                return f"{self._exact(s.n_sum)} ÷ {self._exact(s.d_sum)}{factor} = {figure}"
            case "mean":
                return f"{self._exact(s.nw_sum)} ÷ {self._exact(s.w_sum)} = {figure}"
        return figure

    def _exact(self, value: float) -> str:
        """A sum with the decimals that it has, not those that a page shows."""
        shown = number(value, 6, self.view.language)
        point = "," if self.view.language == "vi" else "."
        return shown.rstrip("0").rstrip(point)


def indicators(view: View, known: Definitions) -> dict[str, str]:
    """Indicators that have a figure anywhere in the period: id → title."""
    with_figure = {indicator for indicator, _, _ in told(view)}
    return known.titles([r for r in known.indicators if r.indicator_id in with_figure])
