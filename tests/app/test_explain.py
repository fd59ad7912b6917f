"""A figure is explained down to cells that the archive holds, and they make the figure again."""

import datetime as dt
import re
from fractions import Fraction
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import queries, readings
from tests.app import drawn, written
from tests.app.conftest import Made
from tests.app.test_pages import ROOT, opened
from tests.witness import kept
from tests.witness.archive_facts import LAST, Office, signed_terms

PAGE = "pages/reports/explain.py"
DISTRICT = "huyen-chau-thanh"
# Each rule at each level: ratio, sum, mean with a weight, office, level by decision, a difference.
FIGURES = [
    ("KTXH-11", f"root:{DISTRICT}"), ("KTXH-11", "unit:xa-an-co"), ("NGH-03", f"root:{DISTRICT}"),
    ("NTM-01", f"root:{DISTRICT}"), ("NTM-04", f"root:{DISTRICT}"), ("KTXH-05", f"root:{DISTRICT}"),
    ("NTM-03", f"root:{DISTRICT}"), ("GDDT-07", f"root:{DISTRICT}"),
]  # fmt: skip


@pytest.fixture
def office(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    return kept.office(demo)


def rows(app: AppTest) -> list[dict[str, str]]:
    """Lines of the table of cells by its heads."""
    shown = next(t.value for t in app.table if "Chữ trong ô" in t.value.columns)
    return [{h: drawn.plain(str(v)) for h, v in row.items()} for row in shown.to_dict("records")]


def told(app: AppTest, head: str) -> str:
    return " ".join(drawn.under(app, head))


def amount(text: str) -> Fraction:
    """A Vietnamese number, its unit of measure left out."""
    return Fraction(text.split(" ")[0].replace(".", "").replace(",", ".").replace("−", "-"))


@pytest.mark.parametrize(("indicator", "scope"), FIGURES)
def test_the_figure_is_the_witness_s(
    demo: Path, office: Office, indicator: str, scope: str
) -> None:
    screen = kept.screen(demo, dt.date.today(), "2022-Y")
    line = screen.line(indicator, screen.scopes[tuple(scope.split(":"))])  # type: ignore[index]
    assert line is not None
    title = drawn.title(opened(PAGE, period="2022-Y", indicator=indicator, scope=scope))
    is_level = line["indicator"]["rule"] == "level" and scope.startswith("unit")
    figure = written.number(line["value"], 0) if is_level else written.figure(line)
    assert f": {figure} {line['indicator']['uom_vi']} ({written.units(line)})" in title


@pytest.mark.parametrize(("indicator", "scope"), FIGURES)
def test_every_cell_is_in_the_archive_as_it_is_shown(
    office: Office, indicator: str, scope: str
) -> None:
    names = {m["title_vi"]: m["measure_id"] for m in office.tables["measure"]}
    app = opened(PAGE, period="2022-Y", indicator=indicator, scope=scope)
    told = [r for r in rows(app) if "số nhật ký" in r["Báo cáo"]]
    for row in told:
        measure = names[row["Số liệu"]]
        number = int(re.findall(r"số nhật ký (\d+)", row["Báo cáo"])[0])
        _, place, sha = row["Tệp, trang, ô"].split(" · ")
        sheet, _, cell = place.rpartition(" ")
        held = {
            (*at,): v for (m, _), (v, *at) in office.read(office.parsed[number]).items()
            if m == measure
        }[sheet, cell]  # fmt: skip
        shown = written.number(held, int(office.measures[measure]["decimals"]))
        assert shown in row["Giá trị"]
        assert "dòng" in row["Đọc theo"]
        assert f"\n{sha.removesuffix('…')}" in f"\n{app.code[0].value}"
    by_decision = indicator == "NTM-03"
    assert bool(told) != by_decision
    assert not by_decision or all("Quyết định" in r["Tệp, trang, ô"] for r in rows(app))


def test_numerators_and_denominators_add_up_to_the_formula(office: Office) -> None:
    app = opened(PAGE, period="2022-Y", indicator="KTXH-11", scope=f"root:{DISTRICT}")
    added = {
        part: sum(amount(r["Giá trị"]) for r in rows(app) if r["Dùng làm"] == part)
        for part in ("tử số", "mẫu số")
    }
    above, below = (written.number(added[p], 0) for p in ("tử số", "mẫu số"))
    formula = next(p for p in drawn.prose(app) if " ÷ " in p)
    assert f" = {above} ÷ {below} × 100 = " in formula


def test_units_that_have_not_told_are_named(demo: Path, office: Office) -> None:
    screen = kept.screen(demo, dt.date.today(), "2022-H1")
    line = screen.line("GDDT-07", screen.root)
    assert line is not None
    app = opened(PAGE, period="2022-H1", indicator="GDDT-07", scope=f"root:{DISTRICT}")
    silent = {r["Đơn vị"] for r in rows(app) if r["Giá trị"] in ("?", "↩")}
    assert len(silent) == line["expected_count"] - line["reporting_count"] > 0
    assert all(name in " ".join(drawn.prose(app)) for name in silent)


def test_a_figure_that_is_not_due_says_that_there_is_no_cell_yet(office: Office) -> None:
    app = opened(PAGE, period="2022-9M", indicator="NTM-04", scope=f"root:{DISTRICT}")
    assert drawn.title(app).startswith("Thu nhập bình quân đầu người, Huyện Châu Thành: –")
    assert "không hỏi" in app.info[0].value


def test_terms_of_a_formula_are_all_there(office: Office) -> None:
    indicator = next(i for i in office.tables["indicator"] if i["indicator_id"] == "KTXH-11")
    used = {
        office.measures[m]["title_vi"]
        for column in ("numerator", "denominator")
        for _, m in signed_terms(indicator[column])
    }
    app = opened(PAGE, period="2022-Y", indicator="KTXH-11", scope="unit:xa-an-co")
    assert {r["Số liệu"] for r in rows(app)} == used


def test_what_is_needed_by_now_is_what_the_overview_says(demo: Path, office: Office) -> None:
    """Half of the way from where the year began, not half of the plan; of a ceiling the most."""
    assert office
    screen = kept.screen(demo, LAST, "2022-H1")
    for indicator in ("KTXH-08", "NGH-03", "VHCS-05"):
        line = screen.line(indicator, screen.root)
        due, places = written.with_due(line)[1], written.decimals_of(line["indicator"])
        way = "không quá" if due.startswith("≤ ") else "cần"
        part = "50,0 % kế hoạch"
        if not line["is_flow"]:
            part = f"50,0 % quãng từ {written.number(line['baseline'], places)} đến kế hoạch"
        unit = line["indicator"]["uom_vi"]
        app = opened(PAGE, period="2022-H1", indicator=indicator, scope=f"root:{DISTRICT}")
        said = told(app, "So với kế hoạch")
        assert f"đến nay {way} {due.removeprefix('≤ ')} {unit} ({part})" in said


def test_the_plan_has_its_decision_and_the_change_names_whom_it_leaves_out(office: Office) -> None:
    app = opened(PAGE, period="2022-H1", indicator="NGH-03", scope=f"root:{DISTRICT}")
    plan = next(
        t for t in office.tables["target"]
        if (t["indicator_id"], t["scope_id"]) == ("NGH-03", DISTRICT)
        and t["kind"] == "assigned" and t["plan_year_id"] == "2022"
    )  # fmt: skip
    assert f"Kế hoạch {written.number(Fraction(plan['value']), 0)} hộ" in told(app, "So với kế")
    assert plan["decision_number"] in told(app, "So với kế hoạch")
    now, then = (who_told(office, "poor_escaped", p) for p in ("2022-H1", "2021-H1"))
    line = next(x for x in drawn.under(app, "So kỳ trước") if x.startswith("So cùng kỳ"))
    assert f"tính trên {len(now & then)}/15 đơn vị" in line
    assert now - then
    assert all(office.units[u]["name_vi"] in line for u in now - then)


def who_told(office: Office, measure: str, period: str) -> set[str]:
    """Units that told a measure of themselves in a report in force."""
    return {
        reporter
        for (_, reporter, about), report in office.current_reports(LAST).items()
        if about == period
        and office.read(office.parsed[report["number"]]).get((measure, reporter), (None,))[0]
        is not None
    }


def test_what_an_earlier_lan_nop_said_is_told(office: Office) -> None:
    app = opened(PAGE, period="2022-H1", indicator="VHCS-02", scope="unit:tram-cn-ty")
    (row,) = (r for r in rows(app) if r["Ghi chú"])
    assert row["Ghi chú"] == "lần nộp 2 đổi từ 11 thành 10"
    assert row["Giá trị"] == "10 người"
    (past,) = (t.value for t in app.table if "Trước" in t.value.columns)
    assert list(past[["Trước", "Sau"]].itertuples(index=False, name=None)) == [("11", "10")]


def test_another_source_stands_beside_the_figure(demo: Path, office: Office) -> None:
    app = opened(PAGE, period="2022-H1", indicator="NGH-03", scope=f"root:{DISTRICT}")
    told = kept.screen(demo, dt.date.today(), "2022-H1").two_sources["poor_escaped"]
    (beside,) = (t.value for t in app.table if "Cộng các đơn vị" in t.value.columns)
    shown = beside[["Cộng các đơn vị", "Số cơ quan báo"]].iloc[0].tolist()
    assert shown == [written.number(told[k], 0) for k in ("units", "root")]
    alone = opened(PAGE, period="2022-H1", indicator="VHCS-02", scope="unit:tram-cn-ty")
    assert any("Không có nguồn nào khác" in line for line in drawn.prose(alone))


READ = [
    ("1.234,5", 1234.5, "km", True, "1.234,5"), ("186.983", 186983, "hộ", True, "1.234"),
    ("2.345.678.901", 2345678901, "hộ", True, "1.234.567"), ("12,75", 12.75, "km", True, "1,5"),
    ("12.5", 12.5, "km", True, "1.5"), ("9 876", 9876, "hộ", True, "1 234"),
    ("89,61 %", 89.61, "%", True, "12,5 %"), ("Không có", 0, "hộ", True, "không có"),
    ("716.449 trđ", 716449, "triệu đồng", True, "716.449 trđ"),
    ("0.125", 12.5, "%", False, "0.125"),
    ("1234.5", 1234.5, "km", False, "1234.5"), ("Đạt", 1, "đạt/chưa đạt", False, "Đạt"),
    ("", None, "hộ", False, ""),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "value", "uom", "is_text", "typed"), READ)
def test_the_line_that_read_a_cell_reads_like_it(
    of_demo: Made, raw: str, value: float | None, uom: str, is_text: bool, typed: str
) -> None:
    found = readings.line(queries.cleaning(of_demo()), raw, value, uom, is_text)
    assert found is not None
    assert found.typed == typed


def test_every_line_of_the_table_that_reads_finds_one_that_reads_alike(of_demo: Made) -> None:
    table = queries.cleaning(of_demo())
    for row in table:
        if (
            row.held == "text"
            and row.section in ("number", "percent", "unit")
            and not row.message_vi
        ):
            found = readings.line(table, row.typed, readings.meant(row), row.uom, is_text=True)
            assert found is not None, row
            assert readings.shape(found.typed) == readings.shape(row.typed)
