"""The dots of a comparison as a PNG, drawn without a browser, for a paper or a slide."""

import io
from collections.abc import Sequence

from app.charts_dots import COUNT, FOOT, HEAD, LEFT, RIGHT, ROW, VALUE, Panel, height_of
from app.palette import Palette

WIDTH, DPI = 1200, 200  # pixels on the page, dots an inch of the picture
TOP, BOTTOM = 110, 44  # room for the finding above and the source below


def dots(title: str, below: str, source: str, panels: Sequence[Panel], colours: Palette) -> bytes:
    """The same picture as on the page, with its finding above and its source below."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    height = TOP + height_of(panels) + BOTTOM
    figure = Figure(figsize=(WIDTH / 100, height / 100), dpi=DPI, facecolor=colours.ground)
    axes = figure.add_axes((0.02, 0, 0.96, 1))
    axes.set_xlim(0, 1)
    axes.set_ylim(height, 0)
    axes.axis("off")

    def text(
        x: float, y: float, said: str, side: str = "left", size: float = 10,
        colour: str = colours.ink, weight: str = "normal",
    ) -> None:  # fmt: skip
        plain = said.replace("$", r"\$")  # between two of them matplotlib sets mathematics
        axes.text(
            x, y, plain, ha=side, va="center", fontsize=size, color=colour, weight=weight, wrap=True
        )

    text(0, 36, title, size=13, weight="bold")
    text(0, 84, below, size=9)
    top = TOP
    for panel in panels:
        text(0, top + HEAD / 2, panel.title, weight="bold")
        for i, line in enumerate(panel.lines):
            y = top + HEAD + ROW * (i + 0.5)
            colour = colours.series[line.place % len(colours.series)]
            axes.plot([LEFT, RIGHT], [y, y], color=colours.line, linewidth=0.8, zorder=1)
            if line.median is not None:
                x = panel.across(line.median)
                axes.plot([x, x], [y - 11, y + 11], color=colours.ink, linewidth=3, zorder=2)
            axes.scatter(
                [panel.across(v) for v in line.values], [y] * len(line.values), s=60, alpha=0.65,
                color=colour if line.is_covered else colours.track,
                edgecolors=colour if line.is_covered else colours.faint, zorder=3,
            )  # fmt: skip
            ink = colours.ink if line.is_covered else colours.faint
            text(0, y, line.letter, weight="bold", colour=ink)
            text(VALUE, y, line.shown, "right", 11, weight="bold", colour=ink)
            text(COUNT, y, line.note, "right", 8, colour=colours.faint)
        end = top + HEAD + ROW * len(panel.lines) + 8
        text(LEFT, end, panel.low_text, size=8, colour=colours.faint)
        text(RIGHT, end, panel.high_text, "right", 8, colour=colours.faint)
        top += HEAD + ROW * len(panel.lines) + FOOT
    text(0, top + BOTTOM / 2, source, size=8, colour=colours.faint)
    out = io.BytesIO()
    FigureCanvasAgg(figure).print_png(out)
    return out.getvalue()
