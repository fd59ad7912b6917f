"""What changed since a journal number is what both builds say by another route, and says whose."""

import datetime as dt
import math
import re
import shutil
from fractions import Fraction
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

import duckdb
import pandas as pd
import pytest
import streamlit as st

from app import changes, child, earlier, queries, store
from app.changes import Changes
from app.filters import View, today
from etl.build import build_file
from etl.compare import Difference, compare
from etl.journal import Journal
from etl.place import Place
from tests.app import drawn
from tests.app.conftest import SCHEME, Made
from tests.app.test_pages import ROOT, opened
from tests.etl.district import Office

PAGE = "pages/reports/changes.py"
# A period, and an earlier number: two corrections; both kinds of change; one office's figure.
SINCE = [("2022-H1", 440), ("2022-Y", 621), ("2022-9M", 492)]
FIGURES = """
    select s.indicator_id, s.scope_type, s.scope_id, s.status, s.expected_count,
        round(s.value, 9) as value, i.decimals, i.rule, i.direction, u.unit_group, u.role,
        b.scheme_id
    from indicator_status($day) s
    join indicator i using (indicator_id)
    left join unit u on u.unit_id = s.scope_id
    left join block b on b.block_id = s.scope_id
    where s.period_id = $period and s.is_plan_year
"""


@pytest.fixture
def at_demo(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    return demo


@cache
def told_by_etl(demo: Path, since: int) -> Difference:
    place = Place(demo)
    return compare(place, Journal(place.journal), since, today())


def found(view: View, since: int) -> Changes:
    return Changes(view, earlier.then(view, since))


def side(row: object, name: str) -> object:
    return None if row is None else getattr(row, name)


@pytest.mark.parametrize(("period", "since"), SINCE)
def test_values_are_those_that_the_command_line_tells(
    of_demo: Made, demo: Path, period: str, since: int
) -> None:
    names = {changes.CHANGED: "corrected", changes.NEW: "new", changes.GONE: "gone"}
    shown = {
        (
            c.row.reporter_id, c.row.measure_id, c.row.subject_id, names[changes.kind_of(c)],
            side(c.before, "value"), side(c.now, "value"), *c.causes,
        )
        for c in found(of_demo(period), since).values
    }  # fmt: skip
    expected = {
        (
            r["reporter"], r["measure"], r["subject"], r["change"],
            *(None if r[n] is None else float(r[n]) for n in ("before", "after")), r["journal_no"],
        )
        for r in told_by_etl(demo, since).values if r["period"] == period
    }  # fmt: skip
    assert shown == expected
    assert shown


@pytest.mark.parametrize(("period", "since"), SINCE)
def test_statuses_and_their_causes_are_those_that_the_command_line_tells(
    of_demo: Made, demo: Path, period: str, since: int
) -> None:
    view = of_demo(period)
    blocks = {b.block_id for b in queries.blocks(view)}
    shown = {
        (c.row.scope_type, c.row.scope_id, c.row.indicator_id, side(c.before, "status"),
         side(c.now, "status")): set(c.causes)
        for c in found(view, since).statuses if c.row.scope_type != "unit"
    }  # fmt: skip
    expected = {
        (r["scope_type"], r["scope"], r["indicator"], r["before"], r["after"]): set(r["journal_no"])
        for r in told_by_etl(demo, since).statuses
        if r["period"] == period and (r["scope_type"] == "root" or r["scope"] in blocks)
    }
    assert shown.keys() == expected.keys()
    # The command line also names entries whose figures stand beside the one that counts.
    assert all(shown[k] and shown[k] <= expected[k] for k in shown)


@pytest.fixture(scope="module")
def builds(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder, place = tmp_path_factory.mktemp("built"), Place(demo)
    journal = Journal(place.journal)
    found = {n: folder / f"{n}.duckdb" for n in (621, journal.last)}
    for number, path in found.items():
        build_file(place, journal, number, path)
    return found


def figures(path: Path, period: str) -> pd.DataFrame:
    with duckdb.connect(str(path), read_only=True, config=store.ENGINE) as con:
        return con.execute(FIGURES, {"day": today(), "period": period}).df()


def places(told: pd.DataFrame) -> pd.Series:
    """Places by pandas: in groups of three and more of which nine tenths have a value."""
    is_ranked = (told.scope_type == "unit") & (told.role == "member") & (told.expected_count > 0)
    is_ranked &= told.direction.isin(["higher", "lower"]) & (told.rule != "level")
    ranked = []
    for (_, _, direction), group in told[is_ranked].groupby(
        ["indicator_id", "unit_group", "direction"]
    ):
        if group.value.count() > 2 and round(group.value.count() / len(group), 9) >= 0.9:
            known = group.dropna(subset="value")
            better = 1 if direction == "higher" else -1
            [step] = {Fraction(1, 10 ** int(d)) for d in known.decimals}
            exact = [Fraction(v).limit_denominator(10**9) for v in known.value]
            written = [math.floor(v / step + Fraction(1, 2)) for v in exact]
            lines = list(zip(exact, written, strict=True))
            place = [
                1 + sum((o - w) * better > 0 and abs(e - v) * 2 >= step for e, o in lines)
                for v, w in lines
            ]
            ranked.append(known.assign(place=place))
    return pd.concat(ranked).set_index(["indicator_id", "scope_id"]).place.astype(int)


def test_units_statuses_and_places_are_those_of_pandas(
    of_demo: Made, builds: dict[int, Path]
) -> None:
    before, now = (figures(p, "2022-Y") for p in builds.values())
    shown = found(of_demo("2022-Y"), 621)
    keys = ["indicator_id", "scope_type", "scope_id"]
    both = before.merge(now, "outer", keys, suffixes=("_before", "_now"))
    is_shown = (both.scope_type != "block") | (both.scheme_id_now == SCHEME)
    is_shown &= ~((both.rule_now == "level") & (both.scope_type == "unit"))
    is_shown &= both.role_now != "external"
    statuses = both[is_shown & (both.status_before.fillna("") != both.status_now.fillna(""))]
    assert {(c.row.indicator_id, c.row.scope_type, c.row.scope_id) for c in shown.statuses} == set(
        statuses[keys].itertuples(index=False, name=None)
    )
    moved = pd.concat([places(before), places(now)], axis=1, keys=["before", "now"]).dropna()
    moved = moved[moved.before != moved.now].astype(int)
    assert {
        (c.row.indicator_id, c.row.scope_id): (side(c.before, "place"), side(c.now, "place"))
        for c in shown.ranks
    } == {key: (row.before, row.now) for key, row in moved.iterrows()}
    assert len(shown.ranks) > 100


def test_lists_go_from_the_root_to_blocks_to_units(of_demo: Made) -> None:
    levels = [c.row.scope_type for c in found(of_demo("2022-Y"), 581).statuses]
    assert levels == sorted(levels, key=["root", "block", "unit"].index)
    assert set(levels) == {"root", "block", "unit"}


def cells(app: object, table: int) -> list[tuple[str, ...]]:
    rows = app.table[table].value.itertuples(index=False)  # type: ignore[attr-defined]
    return [tuple(drawn.plain(str(v)) for v in row) for row in rows]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        (
            "vi",
            "Từ ngày 24/06/2022 đến nay: 2 số liệu đổi, 1 chỉ tiêu đổi đánh giá, ",
        ),
        ("en", "Since 24/06/2022: 2 figures changed, 1 indicator"),
    ],
)
def test_the_title_says_what_changed(at_demo: Path, language: str, title: str) -> None:
    last = int(sorted(at_demo.glob("published/*"))[-1].name[10:18])
    app = opened(PAGE, period="2022-H1", lang=language)
    assert drawn.title(app).startswith(title)
    assert any(f"440 → {last}" in line for line in drawn.prose(app))
    assert len(app.table) == 3


def test_each_line_leads_to_its_explanation(at_demo: Path) -> None:
    app = opened(PAGE, period="2022-H1", since="440")
    (link,) = re.findall(r"\(explain\?(\S+)\)", str(app.table[0].value.iloc[0, 0]))
    asked = dict(parse_qsl(link))
    assert asked["period"] == "2022-H1"
    told = drawn.title(opened("pages/reports/explain.py", **asked))
    name, where, _, now, by = cells(app, 0)[0]
    assert told.startswith(f"{name.split('](')[0].removeprefix('[')}, {where}: 97,1 %")
    assert "97,1 %" in now
    assert by == "số 442: lần nộp 2, Trạm Chăn nuôi và Thú y"


def test_long_lists_are_cut_and_the_rest_counted(at_demo: Path) -> None:
    app = opened(PAGE, period="2022-Y", since="581")
    counts = drawn.numbers(drawn.title(app), {"new": r"([\d.]+) số liệu mới"})
    assert len(cells(app, 2)) == 15
    left = int(counts["new"].replace(".", "")) - 15
    assert f"Và {left:,} dòng khác.".replace(",", ".") in drawn.prose(app)


def test_where_nothing_changed_the_page_says_what_to_do(at_demo: Path) -> None:
    app = opened(PAGE, period="2022-9M", since="628")
    assert drawn.title(app).endswith("không có gì thay đổi trong kỳ này")
    assert not app.table
    assert "Hãy chọn số nhật ký cũ hơn" in app.info[0].value


def test_any_number_of_the_journal_can_be_asked_for_and_no_other(at_demo: Path) -> None:
    asked = opened(PAGE, period="2022-H1", since="441")
    assert drawn.title(asked).startswith("Từ ngày 27/06/2022")
    for wrong in ("0", "99999", "-3", "x", "9" * 40):
        app = opened(PAGE, period="2022-H1", since=wrong)
        assert drawn.title(app).startswith("Từ ngày 24/06/2022")


def test_a_rewound_page_compares_whole_builds_and_says_so(at_demo: Path) -> None:
    app = opened(PAGE, period="2022-H1", since="440", as_of="2022-06-26")
    assert "không có gì thay đổi" in drawn.title(app)  # the corrections came in on the 27th
    assert any("theo số nhật ký, không phải hai ngày" in line for line in drawn.prose(app))


def test_a_rewound_page_looks_back_from_its_own_day(at_demo: Path) -> None:
    app = opened(PAGE, period="2022-H1", as_of="2022-06-14")
    since = re.match(r"Từ ngày (\d\d)/(\d\d)/2022 đến ngày 14/06/2022: ", drawn.title(app))
    assert since and (since[2], since[1]) < ("06", "14")
    assert "số liệu mới" in drawn.title(app)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Three communes have reported: numbers 2 to 4."""
    office = Office(tmp_path / "co-quan")
    for unit in ("xa-an", "xa-binh", "xa-cat"):
        office.drop(office.filled(unit), f"{unit}.xlsx")
    assert office.run("load").code == 0
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(office.folder))
    return office


WHY = "gõ nhầm, [xem](http://x.vn) **ngay** <b>"


def acted(office: Office) -> None:
    """A figure put right (5), a report withdrawn (6), another handed in again with a gap (7)."""
    act = ("--actor", "Bà Hoa", "--reason", WHY)
    at = ("--report", 2, "--sheet", "Kết quả", "--cell", "I5", "--expected", 120, "--value", 150)
    assert office.run("act", "correct", *act, *at).code == 0
    assert office.run("act", "withdraw", *act, "--report", 3).code == 0
    again = office.filled("xa-cat", viec=121, ngheo=None)
    office.drop(again, "xa-cat-2.xlsx", today().isoformat())
    assert office.run("load").code == 0


def test_an_act_is_named_with_who_and_why_as_typed(office: Office) -> None:
    acted(office)
    app = opened(PAGE, period="2022-H1", since="4")
    statuses, changed, gone = (cells(app, i) for i in range(3))
    assert [(r[1:6], r[6]) for r in changed] == [
        (("Xã An", "120", "150", "+30", "việc làm"), f"số 5: đính chính ô, {WHY} (Bà Hoa)"),
        (("Xã Cát", "120", "121", "+1", "việc làm"), "số 7: lần nộp 2"),
    ]
    withdrawn = [r for r in gone if r[1] == "Xã Bình"]
    assert withdrawn
    assert all(r[5] == f"số 6: rút lần nộp, {WHY} (Bà Hoa)" for r in withdrawn)
    assert [r[2:] for r in gone if r[1] == "Xã Cát"] == [("40", "?", "hộ", "số 7: lần nộp 2")]
    assert any("chưa đủ báo cáo" in r[3] for r in statuses)
    # The link is ours; nothing that somebody typed is one.
    typed = " ".join(str(v) for t in app.table for v in t.value.iloc[:, -1])
    assert "[xem](http" not in typed
    assert "\\<b\\>" in typed
    listed = drawn.table(app.dataframe[0].value)
    assert [(r[0], r[1], r[4]) for r in listed][1:] == [
        (6, "rút lần nộp", "Bà Hoa"), (5, "đính chính ô", "Bà Hoa"),
    ]  # fmt: skip


def test_a_withdrawn_report_that_brings_an_older_back_is_due_to_the_act(office: Office) -> None:
    again = office.filled("xa-cat", viec=121)
    office.drop(again, "xa-cat-2.xlsx", "2022-06-20")
    assert office.run("load").code == 0
    assert office.run("act", "withdraw", "--report", 5, "--reason", "nhầm").code == 0
    app = opened(PAGE, period="2022-H1", since="5")
    assert [r[1:5] for r in cells(app, 1)] == [
        ("Xã An", "2/3", "1/3", "▲ 1 bậc"), ("Xã Bình", "2/3", "1/3", "▲ 1 bậc"),
    ]  # fmt: skip
    (line,) = cells(app, 0)
    assert line[2:5] == ("121", "120", "−1")
    assert line[6].startswith("số 6: rút lần nộp, nhầm")


def test_a_changed_plan_is_told_apart_from_figures(office: Office) -> None:
    row = next(i for i, r in enumerate(office.tables["target"], 2) if r["scope_type"] == "unit")
    office.edit("target", row, value="200")
    assert office.run("build").code == 0
    app = opened(PAGE, period="2022-H1", since="4")
    (line,) = cells(app, 0)
    assert "chậm" in line[2] and "đạt tiến độ" in line[3]
    assert "kế hoạch" in line[4]
    assert any("Danh mục" in p for p in drawn.prose(app))


def test_the_first_day_has_nothing_to_be_compared_with(office: Office) -> None:
    app = opened(PAGE, period="2022-H1")
    assert not app.error
    assert "chưa có ngày nào" in app.info[0].value


def test_a_journal_that_lacks_an_entry_is_a_sentence(office: Office) -> None:
    acted(office)
    (office.place.journal / "00000003.json").unlink()
    app = opened(PAGE, period="2022-H1", since="4")
    assert "thiếu số 3" in drawn.plain(app.error[0].value)
    assert "etl verify" in app.error[0].value


def test_published_figures_alone_are_a_sentence(office: Office) -> None:
    acted(office)
    shutil.rmtree(office.place.folder / "archive")
    app = opened(PAGE, period="2022-H1", since="4", lang="en")
    assert "neither journal nor archive" in app.error[0].value


def test_a_build_of_other_arithmetic_is_not_compared(office: Office) -> None:
    acted(office)
    with duckdb.connect(str(office.place.builds()[-1])) as con:
        con.execute("update build set code = 'other'")
    app = opened(PAGE, period="2022-H1", since="4")
    assert "không cùng cách tính" in app.error[0].value


def test_an_earlier_build_is_made_once_and_a_damaged_one_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    acted(office)
    asked = []
    answer = child.answer
    monkeypatch.setattr(child, "answer", lambda *a, **k: asked.append(a) or answer(*a, **k))
    first = opened(PAGE, period="2022-H1", since="4")
    for _ in range(2):  # another process, and another build since, find what was kept
        st.cache_resource.clear()
        assert opened(PAGE, period="2022-H1", since="4").title[0].value == first.title[0].value
    assert len(asked) == 1
    [kept] = office.place.earlier.iterdir()
    kept.write_bytes(b"no database")
    st.cache_resource.clear()
    again = opened(PAGE, period="2022-H1", since="4")
    assert (len(asked), again.title[0].value) == (2, first.title[0].value)


def test_a_child_that_fails_is_a_card_with_its_sentence(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    acted(office)

    def fails(*_: object, seconds: float) -> None:
        raise child.Failed("Đĩa đầy.")

    monkeypatch.setattr(child, "answer", fails)
    app = opened(PAGE, period="2022-H1", since="4")
    assert len(app.error) == 1
    assert "Đĩa đầy" in app.error[0].value
    assert not app.table


def an_entry(number: int, known: str, recorded: str, what: str = "accepted", period: str = "p"):
    moment = dt.datetime.fromisoformat(recorded)
    row = {"journal_no": number, "day": dt.date.fromisoformat(known), "recorded_at": moment}
    return pd.Series(row | {"what": what, "period_id": period})


def test_points_are_ends_of_days_where_the_office_is() -> None:
    rows = (
        an_entry(2, "2022-06-10", "2022-06-10T03:00"),
        an_entry(3, "2022-06-10", "2022-06-10T16:59"),
        an_entry(4, "2022-06-10", "2022-06-10T17:00"),  # past midnight in Vietnam
        an_entry(6, "2022-06-11", "2022-06-11T08:00", "accept"),
        an_entry(7, "2022-06-12", "2022-06-11T08:00", period="q"),
    )
    known = earlier.points(rows, 8)
    assert [(p.number, p.recorded.day, p.later) for p in known] == [
        (7, 11, 1), (6, 11, 2), (4, 11, 4), (3, 10, 5),
    ]  # fmt: skip
    assert [p.number for p in earlier.points(rows, 7, asked="5")] == [6, 5, 4, 3]
    assert earlier.default(rows, known, "p") == "3"
    assert earlier.default(rows, known, "q") == "6"
    assert earlier.default(rows, known, "r") == "7"


def test_less_than_a_figure_can_hold_is_no_change() -> None:
    assert not changes.differ(0.1 + 0.2, 0.3)
    assert changes.differ(0.000001, 0.000002)
    assert changes.differ(0.0, None)
    assert not changes.differ(None, None)
