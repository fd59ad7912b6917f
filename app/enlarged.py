"""A finished figure made large enough for a hall: the one place that knows how much."""

from typing import Any

import plotly.graph_objects as go

from app import charts

# A hall has no pointer, and in a figure fitted to the screen it would point at the wrong place.
CONFIG = charts.CONFIG | {"staticPlot": True}
FACTOR = 1.6
LEAST = 24  # pixels of a letter on a screen 1920 wide


def for_hall(figure: go.Figure) -> go.Figure:
    """The same figure, every length that is in pixels enlarged and no letter under LEAST."""
    return go.Figure(_enlarged(figure.to_plotly_json()), _validate=False)


def _enlarged(part: Any, name: str = "") -> Any:
    if isinstance(part, dict):
        return {key: _length(key, value, name) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_enlarged(each, name) for each in part]
    return part


def _length(key: str, value: Any, of: str) -> Any:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return _enlarged(value, key)
    if key == "size" and of.endswith("font"):
        return max(LEAST, value * FACTOR)
    is_pixels = key in ("size", "height") or of == "margin" or (of, key) == ("line", "width")
    return value * FACTOR if is_pixels else value
