"""The figure of a comparison: every unit a mark on its scope's line, the median a bar."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from app.charts import HIDDEN, Shape, _figure, _text
from app.format import fit, for_chart
from app.palette import Palette

HEAD, ROW, FOOT = 30, 32, 26  # pixels of a panel: its title, a scope's line, its ends
LEFT, RIGHT, VALUE, COUNT = 0.2, 0.72, 0.8, 1.0  # shares of the width
NAME = 26  # letters of a scope's name beside its line
# A block has its mark as it has its colour: to a colour-blind eye two of the colours may be alike.
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "triangle-down")


def symbol_of(place: int) -> str:
    """The mark of a block by its place in the scheme."""
    return SYMBOLS[place % len(SYMBOLS)]


@dataclass(frozen=True)
class Line:
    """One scope in a panel: a mark a unit, a bar at their median, its own value as written."""

    letter: str
    name: str
    place: int
    values: list[float]
    hovers: list[str]
    median: float | None
    shown: str
    note: str
    is_covered: bool

    @property
    def symbol(self) -> str:
        return symbol_of(self.place)

    def colour(self, colours: Palette) -> str:
        """Its own, grey where too few reported."""
        return colours.of_place(self.place) if self.is_covered else colours.faint


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

    @property
    def ends(self) -> list[tuple[float, str, str]]:
        """Where which text stands, and to which side; where all are equal one in the middle."""
        if self.low == self.high:
            return [(self.across(self.low), self.low_text, "center")]
        return [(LEFT, self.low_text, "left"), (RIGHT, self.high_text, "right")]


def height_of(panels: Sequence[Panel]) -> int:
    """Pixels that panels need, one under the other."""
    return sum(HEAD + ROW * len(p.lines) + FOOT for p in panels)


def dots(panels: Sequence[Panel], colours: Palette, language: str) -> go.Figure:
    """Every unit a mark, the median a bar, beside them the scope's own value and n/N."""
    texts: list[Shape] = []
    shapes: list[Shape] = []
    traces: list[Shape] = []
    top = 0
    for panel in panels:
        title = f"<b>{for_chart(panel.title)}</b>"
        texts.append(_text(0, top + HEAD / 2, title, "left", 15, colours.ink))
        for i, line in enumerate(panel.lines):
            y = top + HEAD + ROW * (i + 0.5)
            shapes.append(_bar_at(LEFT, RIGHT, y, y, colours.line, 1))
            if line.median is not None:
                x = panel.across(line.median)
                shapes.append(_bar_at(x, x, y - 12, y + 12, colours.ink, 4))
            traces.append(_marks(panel, line, y, colours))
            texts += _texts(line, y, colours)
        end = top + HEAD + ROW * len(panel.lines) + 8
        texts += [
            _text(x, end, for_chart(text), side, 13, colours.faint) for x, text, side in panel.ends
        ]
        top += HEAD + ROW * len(panel.lines) + FOOT
    layout = {
        "annotations": texts, "shapes": shapes,
        "xaxis": HIDDEN | {"range": [0, 1]}, "yaxis": HIDDEN | {"range": [top, 0]},
    }  # fmt: skip
    return _figure(traces, layout, colours, top, language)


def _texts(line: Line, y: float, colours: Palette) -> list[Shape]:
    ink = colours.ink if line.is_covered else colours.faint
    name = f"<b>{line.letter}</b> {for_chart(fit(line.name, NAME))}"
    return [
        _text(0, y, name, "left", 14, ink),
        _text(VALUE, y, f"<b>{for_chart(line.shown)}</b>", "right", 16, ink),
        _text(COUNT, y, for_chart(line.note), "right", 13, colours.faint),
    ]


def _bar_at(x0: float, x1: float, y0: float, y1: float, colour: str, width: float) -> Shape:
    line = {"color": colour, "width": width}
    return {"type": "line", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": line, "layer": "below"}


def _marks(panel: Panel, line: Line, y: float, colours: Palette) -> Shape:
    colour = line.colour(colours)
    return {
        "type": "scatter", "mode": "markers", "x": [panel.across(v) for v in line.values],
        "y": [y] * len(line.values), "hovertext": [for_chart(h) for h in line.hovers],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "size": 13, "color": colour if line.is_covered else colours.track, "opacity": 0.65,
            "symbol": line.symbol, "line": {"width": 1.5, "color": colour},
        },
    }  # fmt: skip
