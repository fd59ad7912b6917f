"""The figure of one unit in its block: its dot against the quartiles and the other units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from app.charts import HEAD, HIDDEN, NAME_AND_VALUE, ROW, Shape, _box, _figure, _rule, _text
from app.format import fit, for_chart, wrap
from app.palette import Palette

# Columns in shares of the width: left edge of each, right edge of value and coverage.
COLUMN = {"title": 0.0, "value": 0.36, "dots": 0.385, "verdict": 0.775, "coverage": 1.0}
END = 0.575  # of the dots; the quartiles as written stand after it
SPREAD = 0.59
HEAD_WIDTH = {"dots": 34, "verdict": 20}  # letters a line


@dataclass(frozen=True)
class Standing:
    """One indicator: its own figure, all figures of the block, their quartiles, its place."""

    title: str
    subtitle: str
    value: str
    own: float | None
    values: Sequence[float]
    hovers: Sequence[str]
    quartiles: tuple[float, float, float] | None
    spread: str
    verdict: str
    note: str
    tone: str
    coverage: str
    is_covered: bool

    def across(self, value: float) -> float:
        """Where a value stands, as a share of the figure's width."""
        low, high = min(self.values), max(self.values)
        share = (value - low) / (high - low) if high > low else 0.5
        return COLUMN["dots"] + (END - COLUMN["dots"]) * share


def standing(
    rows: Sequence[Standing], heads: dict[str, str], colours: Palette, language: str
) -> go.Figure:
    """A line an indicator: a band from quartile to quartile, the median a bar, a dot a unit."""
    texts = [
        _text(COLUMN[name], -0.45, wrap(head, HEAD_WIDTH.get(name, 26)), _anchor(name), 13,
              colours.faint)
        for name, head in heads.items()
    ]  # fmt: skip
    shapes = [_rule(0.0, colours.faint, 1.5)]
    for i, row in enumerate(rows):
        texts += _texts(i, row, colours)
        shapes += [*_band(i + 0.5, row, colours), _rule(i + 1.0, colours.line, 0.8)]
    layout = {
        "annotations": texts, "shapes": shapes,
        "xaxis": HIDDEN | {"range": [0, 1]}, "yaxis": HIDDEN | {"range": [len(rows), -HEAD / ROW]},
    }  # fmt: skip
    traces = [_others(rows, colours), _own(rows, colours)]
    return _figure(traces, layout, colours, HEAD + ROW * len(rows), language)


def _anchor(column: str) -> str:
    return "right" if column in ("value", "coverage") else "left"


def _texts(i: int, row: Standing, colours: Palette) -> list[Shape]:
    middle, ink = i + 0.5, colours.ink if row.is_covered else colours.faint
    title = for_chart(fit(row.title, NAME_AND_VALUE - len(row.value)))
    verdict = f"<b>{for_chart(row.verdict)}</b>"
    if row.note:
        verdict += f"<br>{for_chart(row.note)}"
    return [
        _text(0, i + 0.32, f"<b>{title}</b>", "left", 15, ink),
        _text(0, i + 0.70, for_chart(fit(row.subtitle, 56)), "left", 13, colours.faint),
        _text(COLUMN["value"], middle, f"<b>{for_chart(row.value)}</b>", "right", 19, ink),
        _text(SPREAD, middle, for_chart(row.spread), "left", 13, colours.ink),
        _text(COLUMN["verdict"], middle, verdict, "left", 13, colours.words[row.tone]),
        _text(COLUMN["coverage"], middle, for_chart(row.coverage), "right", 13, colours.faint),
    ]


def _band(y: float, row: Standing, colours: Palette) -> list[Shape]:
    start, line = COLUMN["dots"], {"color": colours.line, "width": 1}
    shapes: list[Shape] = [
        {"type": "line", "x0": start, "x1": END, "y0": y, "y1": y, "line": line, "layer": "below"}
    ]
    if row.quartiles:
        low, middle, high = map(row.across, row.quartiles)
        mark = {"color": colours.ink, "width": 3}
        shapes += [
            _box(low, high, y - 0.2, y + 0.2, colours.tints["near"]) | {"layer": "below"},
            {"type": "line", "x0": middle, "x1": middle, "y0": y - 0.27, "y1": y + 0.27,
             "line": mark, "layer": "below"},
        ]  # fmt: skip
    return shapes


def _others(rows: Sequence[Standing], colours: Palette) -> Shape:
    """All units small and open."""
    each = [(r.across(v), i + 0.5, h) for i, r in enumerate(rows) for v, h in _shown(r)]
    return {
        "type": "scatter", "mode": "markers", "hovertemplate": "%{hovertext}<extra></extra>",
        "x": [x for x, *_ in each], "y": [y for _, y, _ in each],
        "hovertext": [for_chart(hover) for *_, hover in each],
        "marker": {
            "size": 8, "color": colours.ground, "line": {"width": 1.5, "color": colours.faint},
        },
    }  # fmt: skip


def _shown(row: Standing) -> Iterable[tuple[float, str]]:
    return zip(row.values, row.hovers, strict=True)


def _own(rows: Sequence[Standing], colours: Palette) -> Shape:
    """The unit itself large and full; grey where too few reported."""
    each = [(r.across(r.own), i + 0.5, _tone(r)) for i, r in enumerate(rows) if r.own is not None]
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "skip",
        "x": [x for x, *_ in each], "y": [y for _, y, _ in each],
        "marker": {
            "size": 15, "color": [colours.tones[tone] for *_, tone in each],
            "line": {"width": 1.5, "color": colours.ink},
        },
    }  # fmt: skip


def _tone(row: Standing) -> str:
    return row.tone if row.is_covered and row.tone != "none" else "near"
