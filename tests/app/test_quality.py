"""What the page on quality tells is what journal, archive and catalogue say by themselves."""

import datetime as dt
import os
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from etl.rules import RULES
from tests.app import drawn, written
from tests.app.conftest import a_view
from tests.app.test_pages import ROOT, opened
from tests.witness import kept
from tests.witness.archive_facts import LAST, Office

PAGE = "pages/reports/quality.py"
PERIODS = ("2021-H1", "2021-Y", "2022-H1", "2022-Y")
TITLES = {r.rule_id: r.title_vi for r in RULES.values()}
SEVERITY = {"error": "lỗi", "warning": "cảnh báo", "note": "ghi chú"}


@pytest.fixture(autouse=True)
def at_demo(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    return demo


def findings(app: AppTest) -> list[tuple[str, ...]]:
    """(unit, severity, sentence, place, rule, journal number, state) as read on the page."""
    return listed(app, "Tình trạng")


def listed(app: AppTest, head: str) -> list[tuple[str, ...]]:
    """The list to read that has such a column."""
    frames = [t.value for t in app.table if head in t.value.columns]
    rows = frames[0].itertuples(index=False) if frames else ()
    return [tuple(drawn.plain(str(v)) for v in row) for row in rows]


def table(app: AppTest, head: str) -> list[tuple]:
    """The first table with that head, as read, whether it sorts or wraps."""
    shown = next((t.value for t in [*app.dataframe, *app.table] if head in t.value.columns), None)
    rows = [] if shown is None else drawn.table(shown)
    return [tuple(drawn.plain(v) if isinstance(v, str) else v for v in row) for row in rows]


def stored(office: Office, period: str) -> set[tuple[str, ...]]:
    """What reports in force and refused ones that wait were told when they came in."""
    current = {r["number"] for r in office.current_reports(LAST).values()}
    last: dict[tuple[str, ...], int] = {}
    reports = [e for e in office.entries if e["kind"] == "report" and e.get("report")]
    for entry in reports:
        if entry["outcome"] in ("accepted", "refused"):
            said = entry["report"]
            last[said["form_id"], said["reporter_id"], said["period_id"]] = entry["number"]
    told = set()
    for entry in reports:
        said = entry["report"]
        if said["period_id"] != period:
            continue
        waits = entry["outcome"] == "refused" and entry["number"] in last.values()
        if entry["number"] in current or waits:
            unit = office.units[said["reporter_id"]]["name_vi"]
            told |= {
                (
                    unit,
                    SEVERITY[f["severity"]],
                    f["message"],
                    TITLES[f["rule"]],
                    str(entry["number"]),
                )
                for f in entry["findings"]
                if not office.hidden & set(f.get("measures", ()))
            }
    return told


@pytest.mark.parametrize("period", PERIODS)
def test_what_reports_were_told_is_there(at_demo: Path, period: str) -> None:
    between = {r.title_vi for r in RULES.values() if r.raised == "cross"}
    shown = {
        (unit, severity, sentence, rule, number)
        for unit, severity, sentence, _, rule, number, _ in findings(opened(PAGE, period=period))
        if rule not in between
    }
    expected = stored(kept.office(at_demo), period)
    assert expected
    assert shown == expected


def changed(office: Office, period: str) -> set[tuple]:
    """(unit, before, now) of every figure that differs between one lần nộp and the next."""
    told = set()
    for (_, reporter, about), several in office.standing_reports(LAST).items():
        numbers = sorted(r["number"] for r in several)
        if about != period:
            continue
        for before, now in zip(numbers, numbers[1:], strict=False):
            old, new = (office.read(office.parsed[n]) for n in (before, now))
            for key in old.keys() | new.keys():
                values = [told.get(key, (None,))[0] for told in (old, new)]
                if values[0] != values[1] and key[0] not in office.hidden:
                    measure = office.measures[key[0]]
                    shown = (written.number(v, int(measure["decimals"])) for v in values)
                    told.add((office.units[reporter]["name_vi"], measure["title_vi"], *shown))
    return told


@pytest.mark.parametrize("period", PERIODS)
def test_figures_that_changed_are_those_of_the_archive(at_demo: Path, period: str) -> None:
    rows = table(opened(PAGE, period=period), "Thay đổi")
    shown = {(unit, figure.split(" – ")[0], before, now) for unit, figure, before, now, *_ in rows}
    expected = changed(kept.office(at_demo), period)
    assert {(u, f.split(" – ")[0], b, n) for u, f, b, n in expected} == shown
    assert shown


@pytest.mark.parametrize("period", PERIODS)
def test_two_sources_are_told_apart(at_demo: Path, period: str) -> None:
    screen = kept.screen(at_demo, dt.date.today(), period)
    shown = {row[0]: (row[2], row[5]) for row in table(opened(PAGE, period=period), "Chênh lệch")}
    assert shown
    expected = {}
    for name, told in screen.two_sources.items():
        measure = screen.office.measures[name]
        figures = (written.number(told[k], int(measure["decimals"])) for k in ("units", "root"))
        expected[measure["title_vi"]] = tuple(figures)
    assert shown == expected


def test_an_accepted_warning_says_who_why_and_when_and_not_before() -> None:
    answered = [f for f in findings(opened(PAGE, period="2021-H1")) if "đã chấp nhận" in f[-1]]
    assert len(answered) == 1
    assert "Đã đối chiếu với văn bản giấy" in answered[0][-1]
    day = dt.datetime.strptime(re.findall(r"(\d+/\d+/\d+)\)$", answered[0][-1])[0], "%d/%m/%Y")
    before = (day - dt.timedelta(1)).date().isoformat()
    early = findings(opened(PAGE, period="2021-H1", as_of=before))
    assert {f[4] for f in early} >= {answered[0][4]}
    assert not any("đã chấp nhận" in f[-1] for f in early)


def test_rules_are_counted_by_what_is_wrong_and_commands_are_out_of_the_way(
    at_demo: Path,
) -> None:
    app = opened(PAGE, period="2022-H1")
    counted = table(app, "Chấp nhận")
    told = [f[4] for f in findings(app)]
    assert {row[0]: row[2] for row in counted} == {t: told.count(t) for t in set(told)}
    assert not any("…" in row[0] for row in counted)
    said = " ".join([*drawn.prose(app), *(" ".join(map(str, f)) for f in findings(app))])
    assert "python -m" not in said
    waits = [f for f in findings(app) if f[-1] == "chờ xử lý" and f[5].isdecimal()]
    lines = app.code[0].value.split("\n")
    assert len(lines) == len(waits) > 0
    assert all(TITLES[re.findall(r"--rule (\S+)", c)[0]] in told for c in lines)


def test_the_title_counts_what_waits() -> None:
    app = opened(PAGE, period="2022-H1")
    waits = [f for f in findings(app) if f[-1] == "chờ xử lý"]
    assert drawn.title(app).startswith(
        f"{len(waits)} cảnh báo ở {len({f[0] for f in waits})} đơn vị chờ xác nhận"
    )


def test_a_search_keeps_what_it_names() -> None:
    rows = findings(opened(PAGE, period="2022-H1", q="bao hiem xa hoi"))
    assert rows
    assert {r[0] for r in rows} == {"Bảo hiểm xã hội huyện"}


def test_a_file_of_nobody_is_told_whatever_the_period_for_a_while() -> None:
    office = Office(Path(os.environ["EMULATION_DATA"]))
    entry = next(
        e for e in office.entries
        if e.get("outcome") == "refused" and not e.get("report") and e["file"]["name"]
    )  # fmt: skip
    received = dt.date.fromisoformat(entry["received"])

    def told(days: int, period: str) -> set[tuple[str, str]]:
        day = (received + dt.timedelta(days)).isoformat()
        rows = listed(opened(PAGE, period=period, as_of=day), "Ngày nhận")
        return {(file, sentence) for file, _, sentence, *_ in rows}

    expected = {(entry["file"]["name"], f["message"]) for f in entry["findings"]}
    for period in ("2021-H1", "2022-Y"):
        assert not expected & told(-1, period)
        assert expected <= told(0, period)
        assert expected <= told(45, period)
        assert not expected & told(46, period)


def test_before_anything_came_in_there_is_nothing_to_doubt() -> None:
    app = opened(PAGE, period="2022-H1", as_of="2022-04-01")
    assert drawn.title(app) == "Không còn cảnh báo nào chờ xử lý"
    assert not findings(app)


def test_an_account_of_a_machine_is_no_person() -> None:
    words = a_view().words
    assert [words.actor(n) for n in ("root", "SYSTEM", "Bà Hoa")] == ["máy chủ"] * 2 + ["Bà Hoa"]
