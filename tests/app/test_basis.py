"""Under a figure stands how many units it is about, and until when reports came in."""

import datetime as dt
from pathlib import Path

import pytest

from app import scorecard
from tests.app import drawn
from tests.app.conftest import a_row, a_view
from tests.app.test_pages import ROOT, opened
from tests.witness.archive_facts import LAST, Office
from tests.witness.screens import Screen
from tests.witness.witness import Witness


def of_unit(unit: str, value: float | None, expected: int = 1) -> object:
    return a_row(scope_type="unit", scope_id=unit, value=value, expected_count=expected)


def test_figures_of_the_same_units_have_one_count_and_others_the_least() -> None:
    assert scorecard.basis([a_row(), a_row()], a_view()) == "15/15 đơn vị"
    rows = [a_row(reporting_count=13), a_row(), a_row(reporting_count=0, expected_count=0)]
    assert scorecard.basis(rows, a_view()) == "chỉ tiêu ít đơn vị báo cáo nhất: 13/15 đơn vị"
    assert scorecard.basis([], a_view()) == ""
    office = a_row(reporting_count=1, expected_count=1)
    assert scorecard.basis([office, a_row()], a_view()) == "15/15 đơn vị"
    assert scorecard.basis([office], a_view()) == "1/1 đơn vị"


def test_of_units_those_that_have_a_figure_are_counted_once() -> None:
    rows = [of_unit("a", 1), of_unit("a", None), of_unit("b", None), of_unit("c", None, 0)]
    assert scorecard.basis(rows, a_view()) == "1/2 đơn vị"


def test_the_line_under_a_movement_s_figure_is_the_witness_s(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    office = Office(demo)
    screen = Screen(Witness(office, dt.date.today()), "2022-H1")
    lines = (screen.line(i, screen.root) for i in screen.indicators_of("ngh"))
    counts = [(r["reporting_count"], r["expected_count"]) for r in lines if r]
    several = [(c[0] / c[1], c[1], c[0]) for c in counts if c[1] > 1]
    (least, *low), (most, *_) = min(several), max(several)
    app = opened("pages/progress/movement.py", period="2022-H1", movement="ngh")
    said = next(p for p in drawn.prose(app) if p.startswith("Nguồn: báo cáo của đơn vị · "))
    assert f"{low[1]}/{low[0]} đơn vị" in said
    assert ("ít đơn vị báo cáo nhất" in said) is (least < most)
    days = (
        r["received"]
        for (_, _, period), r in office.current_reports(LAST).items()
        if period == "2022-H1"
    )
    assert said.endswith(f"nhận đến {max(days):%d/%m/%Y}")
