"""One unit's page and what all units wrote are what the archive holds of them."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from tests.app import drawn, written
from tests.app.figures.common import figures_of_units, progress_line, verdict
from tests.app.test_pages import ROOT, opened
from tests.witness import kept
from tests.witness.archive_facts import LAST, Office

PAGE = "pages/emulation/unit.py"


@pytest.fixture
def office(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    return kept.office(demo)


@pytest.mark.parametrize("period", ["2022-H1", "2022-Y"])
@pytest.mark.parametrize("unit", ["xa-an-co", "phong-noi-vu", "mn-hoa-thanh"])
def test_a_unit_s_lines_are_the_witness_s(
    demo: Path, office: Office, unit: str, period: str
) -> None:
    screen = kept.screen(demo, dt.date.today(), period)
    scope = screen.scopes["unit", unit]
    lines = [
        line
        for movement in screen.ordered("movement")
        for indicator in figures_of_units(screen, movement["movement_id"])
        if (line := screen.line(indicator, scope))
    ]
    app = opened(PAGE, period=period, unit=unit, shown="plan")
    assert drawn.progress(drawn.charts(app)["progress"]) == [
        progress_line(line, line["indicator"]["short_vi"], written.plan(line), verdict(line))
        for line in lines
    ]
    judged = [line for line in lines if line["status"]]
    reached = {"exceeded", "met", "held"} if screen.elapsed == 1 else {
        "exceeded", "met", "on_pace", "held"
    }  # fmt: skip
    x = sum(line["status"] in reached for line in judged)
    if judged:
        assert f": {x}/{len(judged)} đạt " in drawn.title(app)


def texts(office: Office, period: str) -> pd.DataFrame:
    """Everything written in reports in force of a period, straight from the Parquet files."""
    frames = []
    for (_, reporter, about), report in office.current_reports(LAST).items():
        if about == period:
            path = office.archive / "parsed" / office.parsed[report["number"]]
            frame = pd.read_parquet(path)
            frames.append(frame.assign(reporter=reporter, number=report["number"]))
    return pd.concat(frames)


def test_what_a_unit_wrote_is_on_its_page(office: Office) -> None:
    wrote = texts(office, "2022-H1")
    mine = wrote[(wrote["reporter"] == "xa-an-co") & (wrote["section"] == "narrative")]
    said = "\n".join(drawn.prose(opened(PAGE, period="2022-H1", unit="xa-an-co", shown="reports")))
    assert len(mine) >= 3
    assert all(" ".join(text.split("\n")) in said for text in mine["text"].dropna())


def test_a_unit_that_is_asked_nothing_is_shown_to_the_period_of_its_last_report(
    office: Office,
) -> None:
    """The page once said that no indicator applies to a commune, under a title that counts 68."""
    app = opened(PAGE, period="2022-9M", unit="xa-long-vinh")
    (said,) = [i.value for i in app.info]
    assert "không hỏi đơn vị chỉ tiêu nào" in said
    assert "[Xem 6 tháng đầu năm 2022](" in said
    assert "period=2022-H1" in said and "unit=xa-long-vinh" in said


@pytest.mark.parametrize(
    ("unit", "seen"),
    [
        ("xa-hao-duoc", {"period": "2022-H1", "scheme": "cum-cong-doan"}),
        ("cn-tt-ptqd", {"period": "2022-Y"}),
        ("chi-cuc-thue", {"period": "2022-9M", "scheme": "cum-cong-doan"}),
    ],
)
def test_a_unit_without_a_block_or_a_figure_is_never_led_to_the_page_in_view(
    office: Office, unit: str, seen: dict[str, str]
) -> None:
    app = opened(PAGE, unit=unit, **seen)
    (said,) = [i.value for i in app.info]
    assert f"period={seen['period']}" not in said
