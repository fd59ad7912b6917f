"""The dots of a comparison as a PNG, drawn without a browser, for a paper or a slide."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from app.charts_dots import (
    COUNT,
    FOOT,
    HEAD,
    LEFT,
    NAME,
    RIGHT,
    ROW,
    SYMBOLS,
    VALUE,
    Line,
    Panel,
    height_of,
)
from app.format import fit, wrapped
from app.palette import Palette

WIDTH, DPI = 1200, 160  # pixels on the page, dots an inch of the picture
TOP, BOTTOM = 150, 56  # room for the finding above and the source below
LETTERS = {"title": 112, "small": 165, "source": 185}  # a line
MARKS: dict[str, str] = dict(zip(SYMBOLS, ("o", "s", "D", "^", "X", "v"), strict=True))
STATIC = Path(__file__).parents[1] / "static"
FONT = "Be Vietnam Pro"


@cache
def _font() -> str:
    """The product's own font for matplotlib, which knows none of a browser's."""
    from matplotlib.font_manager import fontManager

    for weight in (400, 700):
        fontManager.addfont(STATIC / f"be-vietnam-pro-{weight}.ttf")
    return FONT


class _Sheet:
    """A sheet on which a page's pixels count, from above."""

    def __init__(self, height: int, colours: Palette) -> None:
        from matplotlib.figure import Figure

        self.colours, self.font = colours, _font()
        size = (WIDTH / 100, height / 100)
        self.figure = Figure(figsize=size, dpi=DPI, facecolor=colours.ground)
        self.axes: Any = self.figure.add_axes((0.02, 0, 0.96, 1))
        self.axes.set_xlim(0, 1)
        self.axes.set_ylim(height, 0)
        self.axes.axis("off")

    def text(self, x: float, y: float, said: str, side: str = "left", **look: Any) -> None:
        plain = said.replace("$", r"\$")  # between two of them matplotlib sets mathematics
        common = {"color": self.colours.ink, "fontsize": 10, "family": [self.font, "DejaVu Sans"]}
        self.axes.text(x, y, plain, ha=side, va="center", **(common | look))

    def png(self) -> bytes:
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        out = io.BytesIO()
        FigureCanvasAgg(self.figure).print_png(out, pil_kwargs={"compress_level": 1})
        return out.getvalue()


def dots(
    title: str, below: str, legend: str, source: str, panels: Sequence[Panel], colours: Palette
) -> bytes:
    """The same picture as on the page, with its finding and legend above, its source below."""
    sheet = _Sheet(TOP + height_of(panels) + BOTTOM, colours)
    sheet.text(0, 36, _lines(title, LETTERS["title"], 2), fontsize=13, weight="bold")
    sheet.text(0, 88, _lines(below, LETTERS["small"], 2), fontsize=8.5)
    sheet.text(0, 126, fit(legend, LETTERS["small"]), fontsize=8.5, color=colours.faint)
    top = TOP
    for panel in panels:
        sheet.text(0, top + HEAD / 2, panel.title, weight="bold")
        for i, line in enumerate(panel.lines):
            _line(sheet, panel, line, top + HEAD + ROW * (i + 0.5))
        end = top + HEAD + ROW * len(panel.lines) + 8
        small = {"fontsize": 8, "color": colours.faint}
        for x, text, side in panel.ends:
            sheet.text(x, end, text, side, **small)
        top += HEAD + ROW * len(panel.lines) + FOOT
    below = _lines(source, LETTERS["source"], 2)
    sheet.text(0, top + BOTTOM / 2, below, fontsize=7.5, color=colours.faint)
    return sheet.png()


def _lines(text: str, letters: int, most: int) -> str:
    """A text broken into a few lines; what is too long even for those is cut."""
    return "\n".join(fit(line, letters) for line in wrapped(text, letters).split("\n")[:most])


def _line(sheet: _Sheet, panel: Panel, line: Line, y: float) -> None:
    """One scope: its units, their median, its own figure."""
    colours = sheet.colours
    colour, ink = line.colour(colours), colours.ink if line.is_covered else colours.faint
    sheet.axes.plot([LEFT, RIGHT], [y, y], color=colours.line, linewidth=0.8, zorder=1)
    if line.median is not None:
        x = panel.across(line.median)
        sheet.axes.plot([x, x], [y - 11, y + 11], color=colours.ink, linewidth=3, zorder=2)
    sheet.axes.scatter(
        [panel.across(v) for v in line.values], [y] * len(line.values), s=60, alpha=0.65,
        color=colour if line.is_covered else colours.track, edgecolors=colour, zorder=3,
        marker=MARKS[line.symbol],
    )  # fmt: skip
    sheet.text(0, y, line.letter, weight="bold", color=ink)
    sheet.text(0.022, y, fit(line.name, NAME), color=ink, fontsize=9)
    sheet.text(VALUE, y, line.shown, "right", fontsize=11, weight="bold", color=ink)
    sheet.text(COUNT, y, line.note, "right", fontsize=8, color=colours.faint)
