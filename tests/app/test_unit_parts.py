"""A unit over time, its reports and what changed in them, its pledges: as the archive has them."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from app import queries, unit, unit_history, unit_pledges, unit_reports
from app.unit_history import History
from app.unit_pledges import Told
from app.unit_reports import Reports
from tests.app import drawn, written
from tests.app.conftest import Made
from tests.app.test_pages import ROOT, opened
from tests.witness.archive_facts import LAST, Office, day
from tests.witness.screens import Screen
from tests.witness.witness import Witness

PAGE = "pages/emulation/unit.py"
TODAY, EARLY = "2026-11-24", "2021-12-18"
RESENT = ["thcs-thanh-dien", "xa-long-vinh", "bhxh", "phong-tckh"]


@pytest.fixture(scope="module")
def office(demo: Path) -> Office:
    return Office(demo)


@pytest.fixture(scope="module")
def witness(office: Office) -> Callable[[str], Witness]:
    return cache(lambda known: Witness(office, dt.date.fromisoformat(known)))


@pytest.fixture
def at_demo(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))


def periods_of(screen: Screen, indicator: str, who: str) -> list[str]:
    """Periods of years that tell of it and in which the unit is counted, oldest first."""
    about = {p: r for p, r in screen.office.periods.items() if screen.witness.is_told(indicator, p)}
    ordered = sorted(about, key=lambda p: (about[p]["to"], about[p]["from"], p))
    return [
        p for p in ordered
        if screen.witness.counted(indicator, Screen(screen.witness, p).scopes["unit", who])
    ]  # fmt: skip


@pytest.mark.parametrize("known", [TODAY, "2022-06-12"])
@pytest.mark.parametrize("who", ["xa-an-co", "phong-noi-vu", "th-hao-duoc"])
def test_a_unit_s_periods_are_the_witness_s(
    of_demo: Made, witness: Callable[[str], Witness], who: str, known: str
) -> None:
    view, seen = of_demo("2022-H1", as_of=known), 0
    screen = Screen(witness(known), "2022-H1")
    firsts = {r.movement_id: r for r in reversed(unit.rows(view, who))}
    for row in firsts.values():
        name, found = row.indicator_id, History(view, who, row.indicator_id)
        about = screen.witness.indicators[name]
        places = int(about["decimals"] or 0)
        lines = []
        for period in periods_of(screen, name, who):
            if screen.office.periods[period]["to"] > screen.about["to"]:
                continue  # later than the one in view
            here = Screen(screen.witness, period)
            scope = here.scopes["unit", who]
            told = screen.witness.status_row(name, scope, period, here.plan)
            pair = screen.witness.pair("own", name, who, period)
            own = screen.witness.figure(name, scope, [pair[0]]) if pair else None
            gone = told["status"] == "not_due" or not told["expected_count"]
            missing = "–" if gone else "↩" if told["refused_count"] else "?"
            judged = told | {"indicator": about, "is_accumulated": found.is_flow}
            apart = written.places(judged)
            value = missing if told["value"] is None else written.number(told["value"], apart)
            line = [screen.office.periods[period]["title_vi"], value]
            line += [written.number(own, places)] if found.is_flow else []
            plan = written.number(told["target"], apart)
            lines.append((*line, about["uom_vi"], plan, written.verdict_of(judged)))
            seen += told["value"] is not None
        assert drawn.table(unit_history.table(found).texts()) == lines
        assert found.is_flow == screen.witness.is_accumulated(name)
    assert seen


def test_no_line_goes_over_another_scale(of_demo: Made) -> None:
    found = History(of_demo("2022-Y"), "xa-an-co", "NTM-01")
    first, second = unit_history.trends(found, "An Cơ")
    assert second.title.endswith("318/QĐ-TTg")
    assert [p and p[1] for p in first.lines[0]] == ["10,0", "12,0"]
    assert any("318/QĐ-TTg" in note for note in unit_history.notes(found))
    half = History(of_demo("2022-H1"), "xa-an-co", "NTM-01")
    assert "chưa có kỳ" in unit_history.title(half, "An Cơ")  # the one before is of another scale


def test_the_title_begins_where_the_line_does(of_demo: Made) -> None:
    found = History(of_demo("2022-Y"), "xa-an-co", "CDS-08")
    known = found.known()
    assert len(known) > 2
    first, last = (f"{found.shown(found.of(r))} " for r in (known[0], known[-1]))
    said = unit_history.title(found, "An Cơ")
    assert f"từ {first}({known[0].title_vi}) đến {last}" in said


def test_what_accumulates_is_drawn_alone_and_over_equally_long_periods(of_demo: Made) -> None:
    found = History(of_demo("2022-H1"), "xa-an-co", "NGH-03")
    assert [r.period_id for r in found.drawn()] == ["2021-H1", "2022-H1"]
    later = found.rows[-1]
    assert not later.is_by_now
    assert later.title_vi not in unit_history.title(found, "An Cơ")
    assert "Riêng trong kỳ" in unit_history.table(found).columns


def test_a_figure_that_is_missing_is_a_gap() -> None:
    found = History.__new__(History)
    common = {"is_like": True, "is_accumulated": False, "scale_version": None, "is_by_now": True}
    told = {"status": "on_pace", "expected_count": 1}
    found.rows = tuple(
        SimpleNamespace(**common | told | {"value": v} | more)
        for v, more in [
            (1.0, {}),
            (None, {"status": "unreported"}),
            (2.0, {}),
            (None, {"status": "not_due"}),
        ]  # fmt: skip
    )
    assert [found.of(r) for r in found.drawn()] == [1.0, None, 2.0]


@pytest.mark.parametrize("known", [TODAY, EARLY])
@pytest.mark.parametrize("who", RESENT)
def test_every_attempt_is_listed_with_what_became_of_it(
    of_demo: Made, office: Office, who: str, known: str
) -> None:
    as_of = dt.date.fromisoformat(known)
    standing, current = office.standing_reports(as_of), office.current_reports(as_of)
    told = {}
    for key, several in standing.items():
        for row in several if key[1] == who else []:
            state = "current" if current[key]["number"] == row["number"] else "replaced"
            told[row["number"]] = (key[2], row["received"], state, row["is_official"])
    for entry in office.entries:
        said = entry.get("report")
        if not isinstance(said, dict) or said.get("reporter_id") != who:
            continue
        if entry["outcome"] != "accepted" and entry["received"] <= known:
            came = dt.date.fromisoformat(entry["received"])
            told[entry["number"]] = (said["period_id"], came, entry["outcome"], None)
    found = Reports(of_demo("2022-H1", as_of=known), who)
    assert {
        r.journal_no: (r.period_id, r.received_date, r.state, r.is_official) for r in found.rows
    } == told
    assert [r.journal_no for r in found.rows] == sorted(told, reverse=True)


def changes(office: Office, who: str, as_of: dt.date) -> dict[tuple, tuple]:
    """(number, measure, subject) → (before, now) of each lần nộp and the one before it."""
    found = {}
    for key, several in office.standing_reports(as_of).items():
        ordered = sorted(r["number"] for r in several if key[1] == who)
        for before, after in zip(ordered, ordered[1:], strict=False):
            old, new = (office.read(office.parsed[n]) for n in (before, after))
            for at in {*old, *new}:
                pair = [told.get(at, (None,))[0] for told in (old, new)]
                if pair[0] != pair[1]:
                    found[after, *at] = tuple(pair)
    return found


@pytest.mark.parametrize("known", [TODAY, EARLY])
@pytest.mark.parametrize("who", RESENT)
def test_what_a_later_report_changed_is_told_before_and_after(
    of_demo: Made, office: Office, who: str, known: str
) -> None:
    found = Reports(of_demo("2022-H1", as_of=known), who)
    seen = {(r.journal_no, r.measure_id, r.subject_id): (r.before, r.now) for r in found.changed}
    told = changes(office, who, dt.date.fromisoformat(known))
    assert seen == {
        at: tuple(None if v is None else pytest.approx(float(v)) for v in pair)
        for at, pair in told.items()
    }
    steps = unit_reports.changes(found).columns["Trước → sau"]
    assert len(steps) == len(told)
    assert all(" → " in s for s in steps)


def test_a_changed_figure_leads_to_its_explanation(of_demo: Made) -> None:
    found = Reports(of_demo("2022-H1"), "thcs-thanh-dien")
    links = found.links()
    assert all(f"period={r.period_id}" in li for r, li in zip(found.changed, links, strict=True))
    assert all("scope=unit:thcs-thanh-dien" in link for link in links)
    for row, link in zip(found.changed, links, strict=True):
        asked = dict(part.split("=") for part in link.split("?")[1].split("&"))
        view = of_demo(asked["period"])
        cells = queries.explained_cells(view, asked["indicator"], "unit", row.reporter_id)
        assert any(c.title_vi == row.title_vi and c.value == row.now for c in cells)


@pytest.mark.parametrize("period", ["2022-H1", "2022-Y", "2021-Y"])
@pytest.mark.parametrize("who", ["xa-an-co", "phong-noi-vu"])
def test_pledges_stand_beside_plan_and_result(
    of_demo: Made, office: Office, witness: Callable[[str], Witness], who: str, period: str
) -> None:
    screen = Screen(witness(TODAY), period)
    told = {}
    for row in office.tables["target"]:
        mine = (row["scope_type"], row["scope_id"], row["kind"]) == ("unit", who, "pledged")
        decided = day(row["decision_date"])
        if mine and row["plan_year_id"] == screen.plan and decided <= screen.about["to"]:
            line = screen.line(row["indicator_id"], screen.scopes["unit", who])
            pledge = Fraction(row["value"])
            told[row["indicator_id"]] = (
                float(pledge), line and _float(line["value"]), line and _float(line["target"]),
                outcome(screen, line, pledge),
            )  # fmt: skip
    view = of_demo(period)
    found = Told(view, who, queries.timeliness(view))
    seen = {r.indicator_id: (r.pledged, r.value, r.target, r.is_met) for r in found.pledges}
    assert seen == {k: tuple(map(pytest.approx, v)) for k, v in told.items()}
    met = sum(v[3] is True for v in told.values())
    if told:
        title = unit_pledges.title(found, "X")
        assert f"{met}/{len(told)} mức giao ước" in title
        assert ("chưa hết năm" in title) == (screen.elapsed < 1)
    else:
        assert "giao ước" not in unit_pledges.title(found, "X")


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def outcome(screen: Screen, line: Any, pledge: Fraction) -> bool | None:
    """Reached, missed, or none while the year may still decide; all of these go upwards."""
    if line is None or line["value"] is None:
        return None
    assert line["indicator"]["direction"] == "higher"
    if line["value"] >= pledge:
        return True
    return False if screen.elapsed == 1 else None


SECTIONS = {
    "pledge": ("kind", "content", "target", "unit_of_measure"),
    "award": ("form", "level", "subject_class", "mode", "count", "direct_count"),
    "model_example": ("title", "movement", "kind", "stage", "summary"),
}


@pytest.mark.parametrize("who", ["xa-an-co", "phong-noi-vu", "thcs-thanh-dien"])
def test_sheets_of_a_report_are_listed_as_typed(of_demo: Made, office: Office, who: str) -> None:
    view = of_demo("2022-Y")
    found = Told(view, who, queries.timeliness(view))
    (name,) = (
        office.parsed[r["number"]]
        for (form, reporter, period), r in office.current_reports(LAST).items()
        if (form, reporter, period) == ("bc-tdkt", who, "2022-Y")
    )
    frame = pd.read_parquet(office.archive / "parsed" / name)
    for section, columns in SECTIONS.items():
        mine = frame[frame["section"] == section]
        lines = []
        for _, line in mine.groupby("row_no"):
            typed = {
                r["item_id"]: r["text"] if pd.isna(r["value"]) else f"{float(r['value']):g}"
                for _, r in line.iterrows()
            }
            lines.append(typed)
        kept = [c for c in columns if any(c in line for line in lines)]
        shown = drawn.table(unit_pledges.listed(found, section).texts())
        assert shown == [tuple(line.get(c, "–") for c in kept) for line in lines]
    counts = frame[(frame["section"] == "award") & (frame["item_id"] == "count")]["value"]
    assert f"{int(counts.astype(float).sum())} lượt khen" in unit_pledges.title(found, "X")


def test_without_a_report_nothing_is_said_to_be_none(of_demo: Made) -> None:
    view = of_demo("2022-H1", as_of="2022-06-01")
    owed = tuple(r for r in queries.timeliness(view) if r.reporter_id == "xa-an-co")
    found = Told(view, "xa-an-co", owed)
    assert not found.is_reported
    assert found.awarded is None
    title = unit_pledges.title(found, "X")
    assert f"{len(found.pledges)} mức giao ước chưa có số liệu" in title
    assert "đã đạt" not in title
    assert "chưa rõ" in unit_pledges.title(found, "X")
    assert unit_pledges.nothing(found) == "unit.sheet_unreported"


@pytest.mark.usefixtures("at_demo")
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("who", ["xa-an-co", "thcs-thanh-dien", "hoi-chu-thap-do"])
@pytest.mark.parametrize("part", unit.PARTS)
def test_every_part_opens_in_both_languages_and_rewound(part: str, who: str, language: str) -> None:
    for known in ({}, {"as_of": "2022-05-01"}):
        app = opened(PAGE, period="2022-H1", unit=who, shown=part, lang=language, **known)
        assert not app.error
        assert app.title[0].value
        assert app.query_params["shown"] == part


@pytest.mark.usefixtures("at_demo")
def test_a_choice_of_indicator_stays_in_the_address() -> None:
    asked = {"unit": "xa-an-co", "shown": "history", "indicator": "NGH-03"}
    app = opened(PAGE, period="2022-H1", **asked)
    assert {k: app.query_params[k] for k in asked} == asked
    assert drawn.title(app).startswith("Hộ thoát nghèo của Xã An Cơ: 4 hộ (6 tháng đầu năm 2022)")
    assert list(drawn.charts(app)) == ["history"]
