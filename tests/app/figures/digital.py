"""Digital transformation: the root's figures and every commune's own."""

from typing import Any

from streamlit.testing.v1 import AppTest

from tests.app import drawn
from tests.app.figures.common import (
    MOVEMENT_TITLE,
    behind,
    behind_of,
    indicator_lines,
    movement_title,
    trust,
    trusted,
    unit_hovers,
    unit_map,
    who,
    whose,
)
from tests.witness.screens import Screen


def shown(app: AppTest) -> dict[str, Any]:
    charts = drawn.charts(app)
    return {
        "movement": drawn.numbers(drawn.title(app), MOVEMENT_TITLE),
        "behind": behind_of(drawn.title(app)),
        "trust": trusted(app),
        "progress": drawn.progress(charts["progress"]),
        "whose": whose(app),
        "by_unit": drawn.grid(charts["by_unit"]),
        "hovers": drawn.hovers(charts["by_unit"]),
    }


def told(screen: Screen) -> dict[str, Any]:
    return figures_of(screen, "cds")


def figures_of(screen: Screen, movement: str) -> dict[str, Any]:
    return {
        "movement": movement_title(screen, movement),
        "behind": behind(screen.lines(movement), 3),
        "trust": trust(screen),
        "progress": indicator_lines(screen, movement),
        "whose": who(screen, movement),
        "by_unit": unit_map(screen, movement),
        "hovers": unit_hovers(screen, movement),
    }
