"""School years in the catalogue and the demo district: who is asked what, when, what adds up."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.catalog import Catalog, is_asked, terms
from etl.catalog_read import read_catalog
from etl.demo.command import demo_files
from etl.demo.figures import Figures, make_figures
from etl.demo.papers import plan_papers
from etl.form_layout import layout, reporters

SCHOOL_YEARS = ("2020-21-SY", "2021-22-SY")
LEVELS = {"school", "general", "primary", "lower-secondary"}


@pytest.fixture(scope="module")
def base() -> Catalog:
    """As the program brings it."""
    return read_catalog(Path(__file__).parents[2] / "data" / "catalog")


@pytest.fixture(scope="module")
def district() -> Catalog:
    """Of the demo, which has schools."""
    return demo_files()[0]


@pytest.fixture(scope="module")
def figures(district: Catalog) -> Figures:
    return make_figures(district)


def told(catalog: Catalog) -> list[str]:
    """Measures that a school year asks of units; levels of recognition are the catalogue's own."""
    period = catalog.periods["2021-22-SY"]
    rows = [m for m in catalog.measures.values() if m["reporter"] != "catalogue"]
    return [m["measure_id"] for m in rows if is_asked(m["asked_in"], period)]


def test_a_school_year_asks_schools_alone(base: Catalog) -> None:
    asked = [base.measures[m] for m in told(base)]
    assert len(asked) == 12
    assert all(m["reporter"] == "self" and set(m["applies_to"]) <= LEVELS for m in asked)
    assert all(m["root_reporter"] is None for m in asked)


def test_what_a_school_year_judges_it_asks_for(base: Catalog) -> None:
    rows = [i for i in base.tables["indicator"] if "SY" in i["measured_in"]]
    assert {i["movement_id"] for i in rows} == {"gddt"}
    assert len(rows) == 8
    used = {m for i in rows for _, m in terms(i["numerator"]) + terms(i["denominator"])}
    assert used == set(told(base))


def test_schools_report_a_school_year_by_the_middle_of_july(base: Catalog) -> None:
    rows = [r for r in base.tables["due"] if r["period_id"] in SCHOOL_YEARS]
    assert {r["unit_group"] for r in rows} == {"H", "tt-gdnn-gdtx"}
    for row in rows:
        assert (row["due_date"].month, row["due_date"].day) == (7, 15)
        assert row["due_date"].year == base.periods[row["period_id"]]["to_date"].year


def test_every_form_of_a_school_year_has_something_to_fill_in(district: Catalog) -> None:
    for period in SCHOOL_YEARS:
        pairs = reporters(district, period)
        assert len(pairs) == 46  # 42 schools, three upper secondary ones, one centre
        for form_id, unit in pairs:
            form = layout(district, form_id, unit, period)
            assert form.items
            assert {i.subject_id for i in form.items} == {unit}
            assert not form.criteria  # points are given once a calendar year
        schools = {u for u in district.units if "school" in district.units[u]["tags"]}
        assert {u for _, u in pairs} == schools


@pytest.mark.parametrize(
    ("unit", "ends"),
    [
        ("mn-hao-duoc", set()),
        ("th-hao-duoc", {"primary_leavers", "primary_completed"}),
        ("thcs-hao-duoc", {"secondary_leavers", "secondary_graduates", "secondary_continuing"}),
        ("thpt-chau-thanh", set()),
    ],
)
def test_the_end_of_a_level_is_asked_of_schools_of_that_level(
    district: Catalog, unit: str, ends: set[str]
) -> None:
    form = layout(district, "bc-tdkt", unit, "2021-22-SY")
    asked = {i.measure_id for i in form.items}
    assert {m for m in asked if m.startswith(("primary", "secondary"))} == ends
    assert {"pupils", "teachers", "teachers_excellent"} <= asked


def test_half_years_add_up_to_the_school_year(figures: Figures) -> None:
    schools = {u for m, u, t in figures if m == "pupil_prizes" and t == "2021-22-SY"}
    assert len(schools) == 31
    for unit in schools:
        autumn = figures["pupil_prizes", unit, "2021-Y"] - figures["pupil_prizes", unit, "2021-H1"]
        spring = figures["pupil_prizes", unit, "2022-H1"]
        assert figures["pupil_prizes", unit, "2021-22-SY"] == autumn + spring


def test_no_part_is_larger_than_its_whole(figures: Figures) -> None:
    for part, whole in (
        ("primary_completed", "primary_leavers"),
        ("secondary_graduates", "secondary_leavers"),
        ("secondary_continuing", "secondary_graduates"),
        ("primary_leavers", "pupils"),
        ("teachers_standard", "teachers"),
    ):
        rows = [(v, figures[whole, u, t]) for (m, u, t), v in figures.items() if m == part]
        assert rows
        assert all(Decimal(0) <= n <= d for n, d in rows)


def test_the_demos_school_years_come_nearly_all_in_time(district: Catalog) -> None:
    due = district.due_dates()
    for period, missing, late in (("2020-21-SY", 2, 1), ("2021-22-SY", 1, 1)):
        papers = [p for p in plan_papers(district) if p.period == period]
        assert len(papers) == 46 - missing
        assert {p.outcome for p in papers} == {"accepted"}
        year = district.periods[period]["to_date"].year
        assert {(p.received.year, p.received.month) for p in papers} == {(year, 7)}
        assert sum(p.received > due[p.form_id, p.reporter, period] for p in papers) == late


def test_plans_of_a_school_year_are_decided_in_its_september(district: Catalog) -> None:
    rows = [r for r in district.tables["target"] if r["plan_year_id"] in SCHOOL_YEARS]
    known = {i["indicator_id"]: i for i in district.tables["indicator"]}
    assert all("SY" in known[r["indicator_id"]]["measured_in"] for r in rows)
    for year in SCHOOL_YEARS:
        at_root = [r for r in rows if (r["plan_year_id"], r["scope_type"]) == (year, "root")]
        assert len(at_root) == 8
        assert {r["decision_date"].month for r in at_root} == {9}
        assert {r["decision_date"].year for r in at_root} == {int(year[:4])}
