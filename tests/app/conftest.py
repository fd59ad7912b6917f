"""Districts and provinces for tests of the screens, views of them, and rows made by hand."""

import datetime as dt
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit

from app import queries, store
from app.filters import View
from app.words import Words
from tests.demo_district import ROOT, demo_district
from tests.etl.district import H1, Office, Y
from tests.etl.province import province, province_with_every_movement

TODAY = "2026-11-24"
SCHEME = "khoi-huyen"
NO_BUILD = store.Build("", "", 0, True)
Made = Callable[..., View]


@pytest.fixture(autouse=True)
def _empty_streamlit_caches() -> Iterator[None]:
    """What is kept of a build stays for the next test: it never changes, and is kept by its path.

    Most pages are opened on the demo district, whose large questions take longer than drawing.
    """
    yield
    streamlit.cache_data.clear()


@pytest.fixture(autouse=True, scope="module")
def _closed_builds() -> Iterator[None]:
    """Others open the same files in their own way, which DuckDB refuses while one is open."""
    yield
    streamlit.cache_resource.clear()


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


# What rows made by hand are called by; their views have no catalogue to ask.
ROLES = {
    "poverty_rate": ("NGH-02",), "poverty_escaped": ("NGH-03",),
    "reform_satisfaction": ("CCHC-02",),
    "poverty_lacking": tuple(f"NGH-TH{n:02}" for n in range(1, 13)),
}  # fmt: skip


@pytest.fixture(autouse=True)
def roles(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, terms = queries.items, queries.terms
    monkeypatch.setattr(
        queries, "items", lambda v, role: asked(v, role) if v.build.path else ROLES.get(role, ())
    )
    monkeypatch.setattr(queries, "terms", lambda v: terms(v) if v.build.path else ())


def a_row(**given: Any) -> SimpleNamespace:
    """One indicator at the root, all fifteen of its units in; whatever differs is given."""
    row: dict[str, Any] = {
        "indicator_id": "NGH-03", "movement_id": "ngh", "scope_type": "root", "scope_id": "r",
        "short_vi": "Hộ thoát nghèo", "title_en": "Households escaped", "uom_vi": "hộ",
        "uom_en": "households", "decimals": 0, "direction": "higher", "rule": "sum",
        "is_flow": True, "is_amount": True, "is_score": False, "value": 80.0, "reporting_count": 15,
        "expected_count": 15, "refused_count": 0, "target": 158.0, "decided_target": 158.0,
        "share": 0.5, "plan_share": 80 / 158, "gap_closed": None, "pace": 1.0, "due": 79.0,
        "target_version": 1, "status": "on_pace", "is_on_pace": True, "is_plan_met": False,
        "is_year_before": False,
    }  # fmt: skip
    for which in ("previous", "year"):
        names = ("difference", "percent", "broken", "both")
        row |= {f"{which}_{name}": None for name in names} | {f"{which}_wide": True}
    row |= given
    return SimpleNamespace(**({"is_accumulated": row["is_flow"]} | row))


@pytest.fixture(scope="session")
def plain_province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Movements of its own only: screens of single movements have nothing to show."""
    office = province(tmp_path_factory.mktemp("plain") / "tinh")
    for unit in ("xa-an", "xa-binh"):
        office.drop(office.filled(unit), f"{unit}.xlsx")
    return loaded(office)


@pytest.fixture(scope="session")
def full_province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two of its three communes have reported a half year and a year, all the year before."""
    office = province_with_every_movement(tmp_path_factory.mktemp("full") / "tinh")
    poor = {"dau-ky": 60, "thoat-ngheo": 25, "cuoi-ky": 35}
    for unit, online in (("xa-an", 210), ("xa-binh", 90)):
        half = {"thoat-ngheo": 10, "qua-mang": online, "tc01": "Đạt", "tc02": "Chưa đạt"}
        year = poor | half | {"thoat-ngheo": 25, "qua-mang": 2 * online, "tre-han": 4}
        office.drop(office.filled(unit, H1, **half), f"{unit}-H1.xlsx")
        office.drop(office.filled(unit, Y, **year), f"{unit}-Y.xlsx", "2022-12-15")
    for unit, online in (("xa-an", 420), ("xa-binh", 180), ("xa-cat", 150)):
        year = {"dau-ky": 80, "thoat-ngheo": 25, "cuoi-ky": 61, "qua-mang": online}
        year |= {"tre-han": 4, "tc01": "Đạt", "tc02": "Chưa đạt"}
        office.drop(office.filled(unit, "2021-Y", **year), f"{unit}-2021.xlsx", "2021-12-15")
    for period, day, score in (("2021-Y", "2021-12-15", 82), (H1, "2022-06-14", 85.5)):
        office.drop(office.filled("phong", period, diem=score), f"phong-{period}.xlsx", day)
    # A criterion nobody assessed, and more in half a year than it then tells of the whole year.
    untold = {"thoat-ngheo": 5, "qua-mang": 200, "tc01": "Chưa đạt"}
    office.drop(office.filled("xa-binh", "2021-H1", **untold), "xa-binh-2021-H1.xlsx", "2021-06-14")
    return loaded(office)


def loaded(office: Office) -> Path:
    """The office after its command line has taken in all that lies in its inbox."""
    command = [sys.executable, "-m", "etl", "load", "--data", str(office.folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return office.folder
