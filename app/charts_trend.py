"""Figures over time: a panel an indicator and scale, a line a scope, every value written."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from app.charts import HIDDEN, Shape, _figure, _text
from app.charts_dots import HEAD, symbol_of
from app.format import for_chart, wrap
from app.palette import Palette
from app.store import Row

LEFT, RIGHT = 0.05, 0.74  # shares of the width
TALL, LOW = 170, 92  # pixels of a panel's lines; of one in which nothing is joined
LABEL, FOOT, PAD = 16, 52, 30  # the text at a point, the periods below, room above and below
HEAD_LETTERS = 14  # of a period's name, a line


@dataclass(frozen=True)
class Trend:
    """One indicator over periods of one scale: for each scope a (value, text) a period or none."""

    title: str
    heads: list[str]
    letters: list[str]
    places: list[int]
    lines: list[list[tuple[float, str] | None]]

    @property
    def tall(self) -> int:
        """Pixels of its lines: single points need no height."""
        return TALL if any(sum(p is not None for p in line) > 1 for line in self.lines) else LOW


def of_scales(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows, oldest first, parted where the scale changed: two scales share no axis."""
    parts: list[list[Row]] = []
    for row in rows:
        if not parts or parts[-1][-1].scale_version != row.scale_version:
            parts.append([])
        parts[-1].append(row)
    return parts


def trends(drawn: Sequence[Trend], colours: Palette, language: str) -> go.Figure:
    """Panels one under the other; where a line ends stands its letter."""
    texts: list[Shape] = []
    traces: list[Shape] = []
    top = 0
    for each in drawn:
        title = f"<b>{for_chart(each.title)}</b>"
        texts.append(_text(0, top + HEAD / 2, title, "left", 15, colours.ink))
        said, lines = _panel(each, top + HEAD + each.tall - PAD, colours)
        texts, traces = texts + said, traces + lines
        top += HEAD + each.tall + FOOT
    layout = {
        "annotations": texts,
        "xaxis": HIDDEN | {"range": [0, 1]}, "yaxis": HIDDEN | {"range": [top, 0]},
    }  # fmt: skip
    return _figure(traces, layout, colours, top, language)


def _panel(each: Trend, floor: float, colours: Palette) -> tuple[list[Shape], list[Shape]]:
    """(texts, lines) of one indicator and scale whose lowest value lies at the floor."""
    values = [p[0] for line in each.lines for p in line if p]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    step = (RIGHT - LEFT) / max(len(each.heads) - 1, 1)
    traces, labels = [], {}
    for letter, place, line in zip(each.letters, each.places, each.lines, strict=True):
        at = [_height(p, low, high, floor, each.tall - 2 * PAD) for p in line]
        traces.append(_line_of(at, step, place, colours))
        for i, (point, y) in enumerate(zip(line, at, strict=True)):
            if point and y is not None:
                is_last = all(p is None for p in line[i + 1 :])
                said = f"<b>{letter}</b> {point[1]}" if is_last and letter else point[1]
                labels.setdefault(i, []).append((y, said))
    texts = [
        _text(LEFT + step * i + shift, y, said, anchor, 13, colours.ink)
        for i, column in labels.items()
        for shift, y, said, anchor in _written(sorted(column), i == len(each.heads) - 1, floor)
    ]
    texts += [
        _text(LEFT + step * i, floor + 24, wrap(head, HEAD_LETTERS), "center", 12, colours.faint)
        | {"yanchor": "top"}
        for i, head in enumerate(each.heads)
    ]
    return texts, traces


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


def _height(
    point: tuple[float, str] | None, low: float, high: float, floor: float, tall: float
) -> float | None:
    if point is None:
        return None
    share = (point[0] - low) / (high - low) if high > low else 0.5
    return floor - share * tall


def _line_of(at: list[float | None], step: float, place: int, colours: Palette) -> Shape:
    colour = colours.of_place(place)
    return {
        "type": "scatter", "mode": "lines+markers", "hoverinfo": "skip",
        "x": [LEFT + step * i for i in range(len(at))], "y": at,
        "line": {"width": 2.5, "color": colour},
        "marker": {"size": 9, "color": colour, "symbol": symbol_of(place)},
    }  # fmt: skip
