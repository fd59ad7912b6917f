"""The forecasts of the overview are the witness's, drawn on from its own figures."""

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest

from app import forecast, queries
from tests.app import drawn, written
from tests.app.conftest import Made
from tests.app.test_pages import ROOT, opened
from tests.witness import kept

JUDGED = {"on_pace", "held", "near", "slow", "very_slow"}


@pytest.mark.parametrize("period", ["2022-H1", "2022-9M", "2021-H1"])
def test_every_forecast_of_the_root(of_demo: Made, demo: Path, period: str) -> None:
    told = {r.indicator_id: r for r in queries.forecasts(of_demo(period))}
    screen, seen = kept.screen(demo, dt.date(2026, 11, 24), period), set()
    witness = screen.witness
    for indicator, about in witness.indicators.items():
        line = screen.line(indicator, screen.root)
        target = witness.target(indicator, screen.root, screen.plan, period)
        is_told = line and line["status"] in JUDGED and target.value is not None
        if not line or not is_told or about["direction"] not in ("higher", "lower"):
            continue
        seen.add(indicator)
        value, gone = line["value"], screen.elapsed
        sense = 1 if about["direction"] == "higher" else -1
        if line["is_flow"]:
            linear = value / gone
        elif target.baseline is not None:
            linear = target.baseline + (value - target.baseline) / gone
        else:
            linear = None
        if linear is not None and about["is_share"] == "1":
            linear = min(linear, max(value, Fraction(100)))
        if linear is not None:
            linear = max(linear, min(value, Fraction(0)))
        row = told[indicator]
        _same(row.linear, row.linear_meets, linear, target.value, sense)
        share = witness._seasonal(indicator, screen.root, period) if line["is_flow"] else None
        _same(
            row.seasonal, row.seasonal_meets, value / share if share else None, target.value, sense
        )
        left = (1 - gone) * 12
        assert row.needed == pytest.approx(float((target.value - value) / left))
    assert set(told) == seen
    assert bool(seen) == (period != "2021-H1") or seen


def _same(
    value: float | None, meets: bool | None, own: Fraction | None, target: Fraction, sense: int
) -> None:
    if own is None:
        assert (value, meets) == (None, None)
    else:
        assert value == pytest.approx(float(own))
        assert meets == (sense * round(own - target, 9) >= 0)


def test_the_overview_shows_them_as_an_estimate(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    app = opened("pages/progress/overview.py", period="2022-H1")
    [head] = [drawn.plain(s.value) for s in app.header if "ước tính" in s.value]
    screen = kept.screen(demo, dt.date.today(), "2022-H1")
    rows = drawn.table(app.dataframe[0].value)
    lines = [screen.line(m, screen.root) for m in ("KTXH-05",)]
    [income] = [r for r in rows if r[0] == lines[0]["indicator"]["short_vi"]]  # type: ignore[index]
    value = lines[0]["value"]  # type: ignore[index]
    assert income[2] == written.number(value, 0)
    assert income[4].startswith(written.number(2 * value, 0))
    linear = [r[4] for r in rows if r[4] != "–"]
    assert f"{sum('✔' in r for r in linear)}/{len(linear)} chỉ tiêu" in head
    assert not [s for s in opened("pages/progress/overview.py", period="2022-Y").header
                if "ước tính" in s.value]  # fmt: skip


def test_what_is_met_needs_no_more(of_demo: Made) -> None:
    view = of_demo("2022-9M")
    found = forecast.rows(view, queries.progress(view, "root"))
    needed = forecast.table(view, found).columns["Cần mỗi tháng còn lại"]
    assert [n == "đã đạt" for n in needed] == [r.is_plan_met for r, _ in found]
    assert any(r.is_plan_met for r, _ in found)
