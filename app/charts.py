"""Every figure of the product: data in, Plotly figure out, one palette and one font for all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go

from app.format import fit, for_chart, number, signed, wrap
from app.palette import Palette

FONT = "Be Vietnam Pro, sans-serif"
Shape = dict[str, Any]
CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "staticPlot": False,
}


def _figure(
    traces: list[Shape],
    layout: Shape,
    colours: Palette,
    height: int,
    language: str,
    size: int = 15,
) -> go.Figure:
    """Built in one step, without Plotly's template and without its looking at every property.

    Each would cost as much as the rest of a page; what is drawn on pages is looked at in tests.
    """
    common = {
        "template": {},
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "font": {"family": FONT, "size": size, "color": colours.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "separators": ",." if language == "vi" else ".,",
        "hoverlabel": {"font": {"family": FONT, "size": size}},
        "bargap": 0,
    }
    return go.Figure(traces, common | layout, _validate=False)


# An axis that only names its rows or columns.
NAMES = {"fixedrange": True, "showgrid": False, "zeroline": False, "ticks": ""}
HIDDEN = {"visible": False, "fixedrange": True}


@dataclass(frozen=True)
class ProgressRow:
    """One line of the progress figure, all texts ready to be shown."""

    title: str
    subtitle: str
    value: str
    unit: str
    share: float | None  # of the plan, or of the gap: 1 is the year's plan
    expected: float | None  # where it should be by now, on the same scale
    changes: str
    verdict: str
    tone: str
    coverage: str


# Columns of the progress figure, in shares of its width: left edge of each.
COLUMN = {
    "title": 0.0,
    "value": 0.36,
    "bar": 0.378,
    "changes": 0.558,
    "verdict": 0.765,
    "coverage": 1.0,
}
BAR_END, TIP = 0.545, 0.008
MOST = 1.2  # of the plan, where the scale of a bar ends
ROW = 50
HEAD = 46
HEAD_WIDTH = {"changes": 12, "bar": 21}  # letters a line
NAME_AND_VALUE = 45  # letters of both, which share a line


def progress(
    rows: Sequence[ProgressRow], heads: dict[str, str], colours: Palette, language: str
) -> go.Figure:
    """A table-like figure: name, value, bar against the plan, changes, verdict, n/N."""
    texts = [
        _text(
            COLUMN[name],
            -0.45,
            wrap(head, HEAD_WIDTH.get(name, 26)),
            _anchor(name),
            13,
            colours.faint,
        )
        for name, head in heads.items()
    ]
    shapes = [_rule(0.0, colours.faint, 1.5)]
    for i, row in enumerate(rows):
        texts += _progress_texts(i, row, colours)
        shapes += [*_bar(i + 0.5, row, colours), _rule(i + 1.0, colours.line, 0.8)]
    count = len(rows)
    return _drawn(
        texts, shapes, [0, 1], [count, -HEAD / ROW], colours, HEAD + ROW * count, language
    )


def _drawn(
    texts: list[Shape],
    shapes: list[Shape],
    across: list[float],
    down: list[float],
    colours: Palette,
    height: int,
    language: str,
) -> go.Figure:
    """A figure of texts and shapes alone; adding them one by one would cost a second."""
    unseen = {"type": "scatter", "x": [sum(across) / 2], "y": [sum(down) / 2], "mode": "markers"}
    layout = {
        "annotations": texts,
        "shapes": shapes,
        "xaxis": HIDDEN | {"range": across},
        "yaxis": HIDDEN | {"range": down},
    }
    traces = [unseen | {"marker": {"opacity": 0}, "hoverinfo": "skip"}]
    return _figure(traces, layout, colours, height, language)


def _anchor(column: str) -> str:
    return "right" if column in ("value", "coverage") else "left"


def _text(x: float, y: float, text: str, anchor: str, size: int, colour: str) -> Shape:
    return {
        "x": x, "y": y, "text": text, "xanchor": anchor, "yanchor": "middle", "showarrow": False,
        "align": anchor, "font": {"size": size, "color": colour},
    }  # fmt: skip


def _rule(y: float, colour: str, width: float) -> Shape:
    return {
        "type": "line",
        "x0": 0,
        "x1": 1,
        "y0": y,
        "y1": y,
        "line": {"color": colour, "width": width},
    }


def _progress_texts(i: int, row: ProgressRow, colours: Palette) -> list[Shape]:
    middle, value = i + 0.5, f"<b>{for_chart(row.value)}</b>"
    title = for_chart(fit(row.title, NAME_AND_VALUE - len(row.value)))
    verdict = f"<b>{row.verdict}</b>"
    return [
        _text(0, i + 0.32, f"<b>{title}</b>", "left", 15, colours.ink),
        _text(0, i + 0.70, for_chart(fit(row.subtitle, 56)), "left", 13, colours.faint),
        _text(COLUMN["value"], i + 0.34, value, "right", 19, colours.ink),
        _text(COLUMN["value"], i + 0.74, for_chart(row.unit), "right", 12, colours.faint),
        _text(COLUMN["changes"], middle, row.changes, "left", 13, colours.ink),
        _text(COLUMN["verdict"], middle, verdict, "left", 14, colours.words[row.tone]),
        _text(COLUMN["coverage"], middle, for_chart(row.coverage), "right", 13, colours.faint),
    ]


def _bar(middle: float, row: ProgressRow, colours: Palette) -> list[Shape]:
    start, width = COLUMN["bar"], BAR_END - COLUMN["bar"]
    full = width / MOST  # of the plan

    def box(share: float, colour: str) -> Shape:
        end = start + full * min(max(share, 0), MOST)
        return _box(start, end, middle - 0.15, middle + 0.15, colour)

    if row.share is None:  # no way to go that is known: a track would read as nothing done
        return []
    shapes = [box(1.0, colours.track), box(row.share, colours.tones[row.tone])]
    if row.share > MOST:
        shapes.append(_tip(BAR_END, middle, colours.tones[row.tone]))
    if row.expected is not None:
        x = start + full * min(row.expected, MOST)
        mark = {"type": "line", "x0": x, "x1": x, "y0": middle - 0.27, "y1": middle + 0.27}
        shapes.append(mark | {"line": {"color": colours.ink, "width": 2.5}})
    return shapes


def _tip(x: float, middle: float, colour: str) -> Shape:
    """The point of a bar that goes on where its scale ends: cut, it would look like any other."""
    path = f"M {x} {middle - 0.15} L {x + TIP} {middle} L {x} {middle + 0.15} Z"
    return {"type": "path", "path": path, "fillcolor": colour, "line": {"width": 0}}


def _box(x0: float, x1: float, y0: float, y1: float, colour: str) -> Shape:
    return {
        "type": "rect",
        "x0": x0,
        "x1": x1,
        "y0": y0,
        "y1": y1,
        "fillcolor": colour,
        "line": {"width": 0},
    }


@dataclass(frozen=True)
class MapCell:
    """One cell of a cell map: its lines, its shade, and whether it is hatched (not reported)."""

    text: str
    colour: str
    ink: str
    is_hatched: bool = False
    hover: str = ""


@dataclass
class CellMap:
    """Rows × columns of cells; absent cells are left empty."""

    rows: list[str]
    columns: list[str]
    cells: dict[tuple[int, int], MapCell] = field(default_factory=dict)

    def turned(self) -> "CellMap":
        """Rows for columns: what is too many to stand side by side."""
        return CellMap(self.columns, self.rows, {(j, i): c for (i, j), c in self.cells.items()})


LINE = 30  # pixels of a row whose cells hold one line


def cell_map(
    content: CellMap, colours: Palette, language: str, row_height: int = LINE
) -> go.Figure:
    """A map of small cells with text; hatching is for what was not reported."""
    traces = []
    for hatched in (False, True):
        chosen = [(at, c) for at, c in content.cells.items() if c.is_hatched == hatched]
        if chosen:
            traces.append(_cell_trace(chosen, hatched, colours))
    heads = [fit(c, 26) for c in content.columns]
    # Slanted heads need room above, and the last one to the right, or Plotly leaves it out.
    above = 20 + int(5.4 * max(map(len, heads), default=0))
    right = 20 + int(6 * len(heads[-1])) if heads else 0
    count = len(content.rows)
    across = {
        "tickvals": list(range(len(heads))), "ticktext": [for_chart(h) for h in heads],
        "side": "top", "tickangle": -40, "range": [-0.5, len(heads) - 0.5],
        "tickfont": {"size": 13, "color": colours.ink},
    }  # fmt: skip
    down = {
        "tickvals": [i + 0.5 for i in range(count)],
        "ticktext": [for_chart(fit(r, 62)) for r in content.rows], "range": [count, 0],
        "tickfont": {"size": 14, "color": colours.ink}, "automargin": True,
    }  # fmt: skip
    layout = {
        "xaxis": NAMES | across,
        "yaxis": NAMES | down,
        "barmode": "overlay",
        "margin": {"l": 8, "r": right, "t": above, "b": 4},
    }
    return _figure(traces, layout, colours, above + row_height * count, language, 13)


def _cell_trace(
    chosen: list[tuple[tuple[int, int], MapCell]], hatched: bool, colours: Palette
) -> Shape:
    marker: Shape = {"color": [c.colour for _, c in chosen], "line": {"width": 0}}
    if hatched:
        marker["pattern"] = {"shape": "/", "fgcolor": colours.faint, "size": 6, "solidity": 0.25}
    return {
        "type": "bar",
        "x": [column for (_, column), _ in chosen],
        "y": [0.88] * len(chosen),
        "base": [row + 0.06 for (row, _), _ in chosen],
        "width": 0.94,
        "marker": marker,
        "text": [for_chart(c.text).replace("\n", "<br>") for _, c in chosen],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"size": 13, "color": [c.ink for _, c in chosen]},
        "hovertext": [for_chart(c.hover) for _, c in chosen],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "constraintext": "none",
        "cliponaxis": False,
    }


@dataclass(frozen=True)
class UnitBar:
    """One unit's bar: value as drawn and as written, its tone and target."""

    label: str
    value: float | None
    text: str
    tone: str
    target: float | None = None


def unit_bars(
    bars: Sequence[UnitBar], colours: Palette, language: str, row_height: int = 30
) -> go.Figure:
    """Units as horizontal bars in the order given, targets as marks, values written."""
    places = list(range(len(bars)))
    values = [b.value or 0 for b in bars]
    targets = [b.target for b in bars]
    most = max([*values, *(t for t in targets if t is not None)], default=1) or 1
    mark = {"width": 2.5, "color": colours.ink}
    traces: list[Shape] = [
        {
            "type": "bar", "y": places, "x": values, "orientation": "h", "width": 0.62,
            "marker": {"color": [colours.tones[b.tone] for b in bars]}, "hoverinfo": "skip",
        },
        {
            "type": "scatter", "y": places, "x": targets, "mode": "markers", "hoverinfo": "skip",
            "marker": {"symbol": "line-ns", "size": 18, "line": mark},
        },
        {
            "type": "scatter", "y": places, "x": [most * 1.2] * len(bars), "mode": "text",
            "text": [for_chart(b.text) for b in bars], "textposition": "middle left",
            "textfont": {"size": 14, "color": colours.ink}, "hoverinfo": "skip",
        },
    ]  # fmt: skip
    names = {
        "tickvals": places, "ticktext": [for_chart(b.label) for b in bars],
        "range": [len(bars) - 0.5, -0.5], "automargin": True,
        "tickfont": {"size": 14, "color": colours.ink},
    }  # fmt: skip
    layout = {"xaxis": HIDDEN | {"range": [0, most * 1.22]}, "yaxis": NAMES | names}
    return _figure(traces, layout, colours, 10 + row_height * len(bars), language, 14)


@dataclass(frozen=True)
class Segment:
    """One part of a stacked strip."""

    label: str
    count: int
    colour: str
    ink: str


LABEL = 1.45  # where the labels of a strip stand, in heights of its bar
NARROW = 0.12  # a part of less of the whole has no room for its label


def strip(
    segments: Sequence[Segment], colours: Palette, language: str, height: int = 108
) -> go.Figure:
    """Counts of one whole side by side, the label above and the count inside."""
    start, texts, shapes, top = 0, [], [], LABEL
    whole = sum(s.count for s in segments)
    is_raised = True
    for each in (s for s in segments if s.count):
        end, middle = start + each.count, start + each.count / 2
        # The outer labels keep to the edge: a narrow part would push its label out of sight.
        at, side = middle, "center"
        if start == 0:
            at, side = 0, "left"
        elif end == whole:
            at, side = end, "right"
        shapes.append(_box(start + 0.03, end - 0.03, 0, 1, each.colour))
        texts.append(_text(middle, 0.5, f"<b>{each.count}</b>", "center", 19, each.ink))
        # Labels of narrow parts would be written over each other: every other one is raised.
        is_raised = each.count < NARROW * whole and not is_raised
        level = LABEL * 1.6 if is_raised else LABEL
        top = max(top, level)
        texts.append(_text(at, level, wrap(each.label, 14), side, 13, colours.ink))
        start = end
    tall = top + 0.45
    pixels = round(height * tall / (LABEL + 0.45))
    return _drawn(texts, shapes, [0, start or 1], [0, tall], colours, pixels, language)


def waterfall(
    labels: Sequence[str], values: Sequence[float], colours: Palette, language: str
) -> go.Figure:
    """A flow that should add up: first and last are as reported, the rest go down or up."""
    shown = [for_chart(label) for label in labels]
    # A "total" would be drawn as long as the sum, whatever was reported and is written beside it.
    kinds = ["absolute", *["relative"] * (len(values) - 2), "absolute"]
    texts = [
        number(v, 0, language) if k != "relative" else signed(v, 0, language)
        for v, k in zip(values, kinds, strict=True)
    ]
    trace = {
        "type": "waterfall", "orientation": "h", "measure": kinds, "y": shown, "x": list(values),
        "text": texts, "textposition": "outside", "textfont": {"size": 14, "color": colours.ink},
        "cliponaxis": False, "hoverinfo": "skip", "width": 0.62,
        "totals": {"marker": {"color": colours.tones["near"]}},
        "decreasing": {"marker": {"color": colours.tones["good"]}},
        "increasing": {"marker": {"color": colours.tones["behind"]}},
        "connector": {"line": {"color": colours.line, "width": 1}},
    }  # fmt: skip
    most = max([abs(v) for v in values], default=1) or 1
    names = {
        "autorange": "reversed",
        "automargin": True,
        "tickfont": {"size": 14, "color": colours.ink},
    }
    # What goes down is written at its lower end: near nothing that would be on the steps' names.
    ends = accumulate(values[:-1])
    low = min((end for v, end in zip(values, ends, strict=False) if v < 0), default=most)
    start = min(0, low - most / 5)
    layout = {"xaxis": HIDDEN | {"range": [start, most * 1.25]}, "yaxis": NAMES | names}
    return _figure([trace], layout, colours, 20 + 36 * len(values), language, 14)
