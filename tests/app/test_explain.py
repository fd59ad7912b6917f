"""A figure is explained down to cells that the archive holds, and they make the figure again."""

import datetime as dt
import re
from fractions import Fraction
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app import drawn, written
from tests.app.test_pages import ROOT, opened
from tests.witness.archive_facts import Office, signed_terms
from tests.witness.screens import Screen
from tests.witness.witness import Witness

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
    return Office(demo)


def rows(app: AppTest) -> list[tuple]:
    return drawn.table(app.dataframe[0].value)


def amount(text: str) -> Fraction:
    """A Vietnamese number, its unit of measure left out."""
    return Fraction(text.split(" ")[0].replace(".", "").replace(",", ".").replace("−", "-"))


@pytest.mark.parametrize(("indicator", "scope"), FIGURES)
def test_the_figure_is_the_witness_s(office: Office, indicator: str, scope: str) -> None:
    screen = Screen(Witness(office, dt.date.today()), "2022-Y")
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
    told = [r for r in rows(app) if "số nhật ký" in r[6]]
    for _, measure, _, value, _, place, report, *_ in told:
        number = int(re.findall(r"số nhật ký (\d+)", report)[0])
        sheet, _, cell = place.split(" · ")[1].rpartition(" ")
        held = {
            (*at,): v for (m, _), (v, *at) in office.read(office.parsed[number]).items()
            if m == names[measure]
        }[sheet, cell]  # fmt: skip
        assert written.number(held, int(office.measures[names[measure]]["decimals"])) in value
    by_decision = indicator == "NTM-03"
    assert bool(told) != by_decision
    assert not by_decision or all("Quyết định" in r[5] for r in rows(app))


def test_numerators_and_denominators_add_up_to_the_formula(office: Office) -> None:
    app = opened(PAGE, period="2022-Y", indicator="KTXH-11", scope=f"root:{DISTRICT}")
    added = {
        part: sum(amount(r[3]) for r in rows(app) if r[2] == part) for part in ("tử số", "mẫu số")
    }
    above, below = (written.number(added[p], 0) for p in ("tử số", "mẫu số"))
    formula = next(p for p in drawn.prose(app) if " ÷ " in p)
    assert f" = {above} ÷ {below} × 100 = " in formula


def test_units_that_have_not_told_are_named(office: Office) -> None:
    screen = Screen(Witness(office, dt.date.today()), "2022-H1")
    line = screen.line("GDDT-07", screen.root)
    assert line is not None
    app = opened(PAGE, period="2022-H1", indicator="GDDT-07", scope=f"root:{DISTRICT}")
    silent = {r[0] for r in rows(app) if r[3] in ("?", "↩")}
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
    assert {r[1] for r in rows(app)} == used
