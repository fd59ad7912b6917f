"""One unit over the periods: a chosen indicator's figures, no line over a change of scale."""

from app import queries, scorecard
from app.charts_trend import Trend, of_scales
from app.explain import UNIT, scope
from app.filters import View
from app.format import NOT_REPORTED, NOTHING, REFUSED, number
from app.store import Row, Rows
from app.table import Table


class History:
    """A unit's figures of one indicator, oldest first."""

    def __init__(self, view: View, unit_id: str, indicator: str) -> None:
        self.view, self.unit_id, self.indicator = view, unit_id, indicator
        self.rows: Rows = queries.unit_history(view, unit_id, indicator) if indicator else ()

    @property
    def by_now(self) -> list[Row]:
        """Periods that had ended when the one in view did."""
        return [r for r in self.rows if r.is_by_now]

    @property
    def is_flow(self) -> bool:
        """Whether what is drawn is each period's own share of a figure that accumulates."""
        return any(r.is_accumulated for r in self.rows)

    def drawn(self) -> list[Row]:
        """Periods up to the one in view that one line may join, in which a figure was to be had."""
        asked = (r for r in self.rows if r.is_like and r.is_by_now)
        return [r for r in asked if not (self.of(r) is None and _is_early(r))]

    def of(self, row: Row) -> float | None:
        """The figure that is drawn: own flow of what accumulates, else the level."""
        return row.own_value if row.is_accumulated else row.value

    def known(self) -> list[Row]:
        """Those that have one."""
        return [r for r in self.drawn() if self.of(r) is not None]

    def shown(self, value: float | None) -> str:
        return number(value, int(self.rows[0].decimals), self.view.language)

    @property
    def uom(self) -> str:
        return scorecard.unit_text(self.rows[0], self.view)

    def label(self) -> str:
        """The indicator as charts name it."""
        row = self.rows[0]
        return row.short_vi if self.view.language == "vi" else row.indicator_en

    def of_scales(self) -> list[list[Row]]:
        """What is drawn, parted where the scale changed: two scales share no axis."""
        return of_scales(self.drawn())


def _is_early(row: Row) -> bool:
    """Whether nothing was owed yet, so that there is no gap either."""
    return row.status == "not_due" or not row.expected_count


def choices(view: View, rows: Rows) -> dict[str, str]:
    """The unit's indicators to choose from, those with a figure in the period first."""
    ordered = sorted(rows, key=lambda r: r.value is None)
    return {r.indicator_id: scorecard.short(r, view) for r in ordered}


def title(found: History, name: str) -> str:
    """From which figure to which, as far as the last line goes."""
    words, known = found.view.words, found.known()
    if not known:
        label = found.label() if found.rows else words("unit.indicator")
        return words("unit.history_none", name=name, title=label)
    last = known[-1]
    given = {
        "name": name, "title": found.label(), "uom": found.uom,
        "now": found.shown(found.of(last)), "period": words.name(last, "title"),
    }  # fmt: skip
    before = _comparable(known)
    if before is None:
        return words("unit.history_one", **given)
    then = {"then": found.shown(found.of(before)), "before": words.name(before, "title")}
    return words("unit.history_two", **given, **then)


def _comparable(known: list[Row]) -> Row | None:
    """The first figure on the scale of the last, where that is another one."""
    first = next(r for r in known if r.scale_version == known[-1].scale_version)
    return first if first is not known[-1] else None


def notes(found: History) -> list[str]:
    """What is drawn, and by which decision a scale changed."""
    words = found.view.words
    said = [words("unit.history_own" if found.is_flow else "unit.history_level")]
    for first, *_ in found.of_scales()[1:]:
        given = {"period": words.name(first, "title"), "decision": first.scale_decision or NOTHING}
        said.append(words("unit.history_break", **given))
    return said


def trends(found: History, name: str) -> list[Trend]:
    """A line a scale, with a gap where a figure is missing."""
    return [
        _line(found, name, rows)
        for rows in found.of_scales()
        if any(found.of(r) is not None for r in rows)
    ]


def _line(found: History, name: str, rows: list[Row]) -> Trend:
    line = [None if (v := found.of(r)) is None else (v, found.shown(v)) for r in rows]
    heads = [found.view.words.name(r, "title") for r in rows]
    decision = rows[0].scale_decision
    title = ", ".join(filter(None, (found.label(), found.uom, decision)))
    return Trend(title, heads, [name], [0], [line])


def alt(found: History) -> str:
    """The line read aloud."""
    words = found.view.words
    said = (f"{words.name(r, 'title')}: {found.shown(found.of(r))}" for r in found.drawn())
    return f"{found.label()} ({found.uom}): {'; '.join(said)}"


def table(found: History) -> Table:
    """Every period by now: what stands in the report, what is its own, plan and status."""
    words, rows = found.view.words, found.by_now
    told = "unit.cumulative" if found.is_flow else "unit.level"
    columns = {
        words("unit.period"): [words.name(r, "title") for r in rows],
        words(told): [_told(found, r) for r in rows],
        words("unit.own_flow"): [found.shown(r.own_value) for r in rows],
        words("unit.uom"): [found.uom for _ in rows],
        words("unit.plan"): [_apart(found, r, r.target) for r in rows],
        words("unit.status"): [scorecard.verdict_text(r, found.view) for r in rows],
    }
    kept = Table(columns)
    return kept if found.is_flow else kept.without({words("unit.own_flow")})


def _apart(found: History, row: Row, value: float | None) -> str:
    """A figure or its plan, with the decimals that tell them apart where the verdict does."""
    return number(value, scorecard.decimals(row), found.view.language)


def _told(found: History, row: Row) -> str:
    if row.value is not None or _is_early(row):
        return _apart(found, row, row.value)
    return REFUSED if row.refused_count else NOT_REPORTED


def links(found: History) -> list[str]:
    """Where each period's figure comes from."""
    of = scope(UNIT, found.unit_id)
    return [
        found.view.address_of(
            "explain", indicator=found.indicator, scope=of, period=r.period_id
        ) if r.reporting_count else ""
        for r in found.by_now
    ]  # fmt: skip
