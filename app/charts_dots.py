"""The figures of a comparison: dots on a line for each scope, and lines over time."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from app.charts import HIDDEN, Shape, _figure, _text
from app.format import for_chart
from app.palette import Palette

HEAD, ROW, FOOT = 30, 34, 26  # pixels of a panel: its title, a scope's line, its ends
LEFT, RIGHT, VALUE, COUNT = 0.05, 0.74, 0.86, 1.0  # shares of the width


@dataclass(frozen=True)
class Line:
    """One scope in a panel: a dot a unit, a bar at their median, its own value as written."""

    letter: str
    place: int
    values: list[float]
    hovers: list[str]
    median: float | None
    shown: str
    note: str
    is_covered: bool


@dataclass(frozen=True)
class Panel:
    """One indicator: its lines share a scale from low to high, which are written at its ends."""

    title: str
    lines: Sequence[Line]
    low_text: str
    high_text: str
    low: float
    high: float

    def across(self, value: float) -> float:
        """Where a value stands, as a share of the figure's width."""
        width = self.high - self.low
        return LEFT + (RIGHT - LEFT) * ((value - self.low) / width if width else 0.5)


def height_of(panels: Sequence[Panel]) -> int:
    """Pixels that panels need, one under the other."""
    return sum(HEAD + ROW * len(p.lines) + FOOT for p in panels)


def dots(panels: Sequence[Panel], colours: Palette, language: str) -> go.Figure:
    """Every unit a dot, the median a bar, beside them the scope's own value and n/N."""
    texts, shapes, traces, top = [], [], [], 0
    for panel in panels:
        texts.append(
            _text(0, top + HEAD / 2, f"<b>{for_chart(panel.title)}</b>", "left", 15, colours.ink)
        )
        for i, line in enumerate(panel.lines):
            y = top + HEAD + ROW * (i + 0.5)
            colour = colours.series[line.place % len(colours.series)]
            ink = colours.ink if line.is_covered else colours.faint
            shapes.append(_bar_at(LEFT, RIGHT, y, y, colours.line, 1))
            if line.median is not None:
                x = panel.across(line.median)
                shapes.append(_bar_at(x, x, y - 12, y + 12, colours.ink, 4))
            traces.append(_dots_of(panel, line, y, colour, colours))
            texts += [
                _text(0, y, f"<b>{line.letter}</b>", "left", 15, ink),
                _text(VALUE, y, f"<b>{for_chart(line.shown)}</b>", "right", 16, ink),
                _text(COUNT, y, for_chart(line.note), "right", 13, colours.faint),
            ]
        end = top + HEAD + ROW * len(panel.lines) + 8
        texts += [
            _text(LEFT, end, for_chart(panel.low_text), "left", 13, colours.faint),
            _text(RIGHT, end, for_chart(panel.high_text), "right", 13, colours.faint),
        ]
        top += HEAD + ROW * len(panel.lines) + FOOT
    layout = {
        "annotations": texts, "shapes": shapes,
        "xaxis": HIDDEN | {"range": [0, 1]}, "yaxis": HIDDEN | {"range": [top, 0]},
    }  # fmt: skip
    return _figure(traces, layout, colours, top, language)


def _bar_at(x0: float, x1: float, y0: float, y1: float, colour: str, width: float) -> Shape:
    line = {"color": colour, "width": width}
    return {"type": "line", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": line, "layer": "below"}


def _dots_of(panel: Panel, line: Line, y: float, colour: str, colours: Palette) -> Shape:
    edge = {"width": 1.5, "color": colour if line.is_covered else colours.faint}
    return {
        "type": "scatter", "mode": "markers", "x": [panel.across(v) for v in line.values],
        "y": [y] * len(line.values), "hovertext": [for_chart(h) for h in line.hovers],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "size": 13, "color": colour if line.is_covered else colours.track,
            "opacity": 0.6, "line": edge,
        },
    }  # fmt: skip


@dataclass(frozen=True)
class Trend:
    """One indicator over periods: for each scope a (value, text) a period, none where missing."""

    title: str
    heads: list[str]
    letters: list[str]
    places: list[int]
    lines: list[list[tuple[float, str] | None]]
    breaks: dict[int, str]  # periods before which another standard held: by which decision


TALL, LABEL = 170, 16  # pixels of a trend's lines, of the text at a point


def trends(drawn: Sequence[Trend], colours: Palette, language: str) -> go.Figure:
    """A line a scope, its letter at the end, every value written; no line over a break."""
    texts, shapes, traces, top = [], [], [], 0
    for each in drawn:
        texts.append(
            _text(0, top + HEAD / 2, f"<b>{for_chart(each.title)}</b>", "left", 15, colours.ink)
        )
        values = [p[0] for line in each.lines for p in line if p]
        low, high = (min(values), max(values)) if values else (0.0, 1.0)
        step = (RIGHT - LEFT) / max(len(each.heads) - 1, 1)
        floor = top + HEAD + TALL - 30
        labels: dict[int, list[tuple[float, str]]] = {}
        for letter, place, line in zip(each.letters, each.places, each.lines, strict=True):
            colour = colours.series[place % len(colours.series)]
            at = [_height(p, low, high, floor) for p in line]
            traces.append(_line_of(at, step, set(each.breaks), colour))
            for i, (point, y) in enumerate(zip(line, at, strict=True)):
                if point and y is not None:
                    last = all(p is None for p in line[i + 1 :])
                    said = f"<b>{letter}</b> {point[1]}" if last and letter else point[1]
                    labels.setdefault(i, []).append((y, said))
        for i, column in labels.items():
            is_end = i == len(each.heads) - 1
            for shift, y, said, anchor in _written(sorted(column), is_end, floor):
                texts.append(_text(LEFT + step * i + shift, y, said, anchor, 13, colours.ink))
        for i, decision in each.breaks.items():
            x = LEFT + step * (i - 0.5)
            shapes.append(_bar_at(x, x, top + HEAD, floor + 10, colours.faint, 1))
            named = _text(x, top + HEAD + 4, for_chart(decision), "left", 12, colours.faint)
            texts.append(named | {"xshift": 4})
        texts += [
            _text(LEFT + step * i, floor + 32, for_chart(head), "left", 12, colours.faint)
            for i, head in enumerate(each.heads)
        ]
        top += HEAD + TALL + 20
    layout = {
        "annotations": texts, "shapes": shapes,
        "xaxis": HIDDEN | {"range": [0, 1]}, "yaxis": HIDDEN | {"range": [top, 0]},
    }  # fmt: skip
    return _figure(traces, layout, colours, top, language)


def _written(
    points: list[tuple[float, str]], is_end: bool, floor: float
) -> list[tuple[float, float, str, str]]:
    """(shift, height, text, anchor) of one period's figures: where no line runs through them.

    One stands over its point, of two the lower under its own; more of them, and those at the end of
    all lines, stand beside.
    """
    if is_end or len(points) > 2:
        beside = _apart([(y - 9, said) for y, said in points], floor)
        return [(0.01, y, said, "left") for y, said in beside]
    over, under = points[0], points[1:]
    return [
        (0.0, over[0] - 15, over[1], "center"),
        *((0.0, y + 15, said, "center") for y, said in under),
    ]


def _apart(labels: list[tuple[float, str]], floor: float) -> list[tuple[float, str]]:
    """The same labels of one period, none written over another or over the axis."""
    found: list[tuple[float, str]] = []
    for y, said in sorted(labels):
        found.append((max(y, found[-1][0] + LABEL) if found else y, said))
    above = max(found[-1][0] - floor, 0)
    return [(y - above, said) for y, said in found]


def _height(point: tuple[float, str] | None, low: float, high: float, floor: float) -> float | None:
    if point is None:
        return None
    share = (point[0] - low) / (high - low) if high > low else 0.5
    return floor - share * (TALL - 60)


def _line_of(at: list[float | None], step: float, breaks: set[int], colour: str) -> Shape:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for i, y in enumerate(at):
        if i in breaks:
            xs.append(None)
            ys.append(None)
        xs.append(LEFT + step * i)
        ys.append(y)
    return {
        "type": "scatter", "mode": "lines+markers", "x": xs, "y": ys, "hoverinfo": "skip",
        "line": {"width": 2.5, "color": colour}, "marker": {"size": 9, "color": colour},
    }  # fmt: skip
