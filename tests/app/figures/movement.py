"""Any movement, as the address names it: the root's figures and every unit's own."""

import re
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.app import drawn
from tests.app.figures import digital
from tests.witness.archive_facts import day
from tests.witness.screens import Screen


def shown(app: AppTest) -> dict[str, Any]:
    about = next(p for p in drawn.prose(app) if " · từ " in p)
    return digital.figures_shown(app) | {
        "named": drawn.title(app).split(": ")[0],
        "about": re.findall(r"\d\d/\d\d/\d{4}|\d+/[\w-]+", about.replace("\\", "")),
    }


def told(screen: Screen) -> dict[str, Any]:
    movement = next(m for m in screen.ordered("movement") if screen.asked in ("", m["movement_id"]))
    days = (day(movement[c]) for c in ("plan_date", "start_date", "end_date"))
    dates = [f"{d:%d/%m/%Y}" for d in days if d]
    return digital.figures_of(screen, movement["movement_id"]) | {
        "named": movement["short_vi"],
        "about": [*filter(None, [movement["plan_number"]]), *dates],
    }
