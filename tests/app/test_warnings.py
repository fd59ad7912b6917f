"""Open warnings: one count on all pages, and their mark on the figures that rest on them."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import queries, warnings
from tests.app import drawn
from tests.app.conftest import Made
from tests.app.figures.common import waiting
from tests.app.test_pages import ROOT, opened

DOUBTED = {"indicator": "NTM-10", "scope": "unit:xa-an-binh"}  # one figure with three decimals
SENTENCE = "Ô này được đọc là 355,412"


@pytest.fixture(autouse=True)
def at_demo(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))


def count(text: str) -> int:
    return int(re.findall(r"^(\d+) cảnh báo", text)[0])


@pytest.mark.parametrize("period", ["2021-Y", "2022-H1", "2022-Y"])
def test_every_page_counts_the_same_open_warnings(period: str) -> None:
    quality = opened("pages/reports/quality.py", period=period)
    submission = opened("pages/reports/submission.py", period=period)
    table = submission.dataframe[-1].value
    assert count(drawn.title(quality)) == int(table["Cảnh báo"].sum())
    told = {waiting(app) for app in (quality, submission)}
    assert told == {f"{count(drawn.title(quality))} cảnh báo chưa xử lý trong kỳ"}


def test_what_a_returned_report_was_warned_of_does_not_wait(of_demo: Made) -> None:
    for period in ("2021-H1", "2021-Y", "2022-H1", "2022-Y"):
        rows = queries.findings(of_demo(period))
        assert all(r.outcome != "refused" for r in rows if r.is_open)


def test_a_warning_about_one_figure_marks_that_figure_and_sums_with_it(of_demo: Made) -> None:
    found = warnings.by_figure(of_demo())
    about = [k for k, rows in found.items() if any(r.rule_id == "decimals-odd" for r in rows)]
    assert {(i, level) for i, level, _ in about} == {
        ("NTM-10", "unit"), ("NTM-10", "block"), ("NTM-10", "root"),
    }  # fmt: skip
    assert ("NTM-10", "unit", "xa-hoa-hoi") not in found


def test_the_mark_has_a_legend_and_is_read_aloud() -> None:
    app = opened("pages/progress/new_rural.py", period="2022-H1")
    lines = drawn.progress(drawn.charts(app)["progress"])
    marked = [line.title for line in lines if line.value.startswith("⚠ ")]
    assert 0 < len(marked) < len(lines)
    legend = next(p for p in drawn.prose(app) if p.startswith("⚠"))
    assert f"chưa xử lý ({len(marked)} số liệu)" in legend
    assert legend.endswith("xem Chất lượng số liệu.")
    alt = next(a for a in drawn.alts(app) if "(có cảnh báo chưa xử lý)" in a)
    assert "⚠" not in alt


@pytest.mark.parametrize("shown", ["plan", "block"])
def test_a_unit_s_own_page_marks_its_figures(shown: str) -> None:
    app = opened("pages/emulation/unit.py", period="2022-H1", unit="xa-an-binh", shown=shown)
    assert any("(có cảnh báo chưa xử lý)" in a for a in drawn.alts(app))
    legend = next(p for p in drawn.prose(app) if p.startswith("⚠"))
    assert re.search(r"chưa xử lý \([1-9] số liệu\)", legend)


def test_an_explained_figure_lists_the_warnings_it_rests_on() -> None:
    app = opened("pages/reports/explain.py", period="2022-H1", **DOUBTED)
    assert drawn.title(app).endswith("· ⚠ 1 cảnh báo chưa xử lý")
    assert any(SENTENCE in drawn.plain(str(v)) for v in app.table[0].value.values.ravel())
    notes = next(t.value["Ghi chú"] for t in app.table if "Ghi chú" in t.value.columns)
    assert [n for n in notes if "⚠ có cảnh báo" in n]


def test_another_figure_has_no_mark() -> None:
    calm = {"indicator": "NTM-10", "scope": "unit:xa-hoa-hoi"}
    app = opened("pages/reports/explain.py", period="2022-H1", **calm)
    assert "⚠" not in drawn.title(app)
    assert not listed(app)


def listed(app: AppTest) -> list[str]:
    return [h.value for h in app.header if "cảnh báo chưa xử lý" in h.value]


def test_before_the_report_came_in_nothing_waited() -> None:
    app = opened("pages/progress/overview.py", period="2022-H1", as_of="2022-05-01")
    assert waiting(app) == "0 cảnh báo chưa xử lý trong kỳ"
