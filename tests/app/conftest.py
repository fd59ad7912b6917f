"""The demo district for tests of the screens, views of it, and rows made by hand."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app import store
from app.filters import View
from app.words import Words
from tests.demo_district import demo_district

TODAY = "2026-11-24"
SCHEME = "khoi-huyen"
NO_BUILD = store.Build("", "", 0, True)
Made = Callable[..., View]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_district(tmp_path_factory)


def a_view(
    period: str = "2022-H1",
    as_of: str = TODAY,
    language: str = "vi",
    build: store.Build = NO_BUILD,
) -> View:
    """A view that asks nothing of any file, unless it is given a build."""
    day = dt.date.fromisoformat(as_of)
    return View(build, Words(language), period, day, as_of != TODAY, SCHEME)


@pytest.fixture
def of_demo(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Views of the demo district's newest build."""
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    build = store.current()
    return lambda *given, **named: a_view(*given, **named, build=build)


def a_row(**given: Any) -> SimpleNamespace:
    """One indicator at the root, all fifteen of its units in; whatever differs is given."""
    row: dict[str, Any] = {
        "indicator_id": "NGH-03", "movement_id": "ngh", "scope_type": "root", "scope_id": "r",
        "short_vi": "Hộ thoát nghèo", "title_en": "Households escaped", "uom_vi": "hộ",
        "uom_en": "households", "decimals": 0, "direction": "higher", "rule": "sum",
        "is_flow": True, "is_score": False, "value": 80.0, "reporting_count": 15,
        "expected_count": 15, "refused_count": 0, "target": 158.0, "decided_target": 158.0,
        "share": 0.5, "plan_share": 80 / 158, "gap_closed": None, "pace": 1.0,
        "status": "on_pace", "is_plan_met": False,
    }  # fmt: skip
    for which in ("previous", "year"):
        names = ("difference", "percent", "broken", "both")
        row |= {f"{which}_{name}": None for name in names}
    return SimpleNamespace(**(row | given))
