"""What the year comes to: drawn on evenly, by last year's share, and what each month needs."""

import pytest

from tests.arithmetic.district import LATE, ROOT, District

FORECAST = """
    with part as materialized (select * from unit_part($as_of)),
    judged as materialized (select * from indicator_status_of('part', 'part', $as_of))
    select * from forecast_of('judged')
    where (indicator_id, period_id, scope_id, plan_year_id) = ($indicator, $period, $root, $plan)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """One office tells the root's figures: flows up to a plan or a ceiling, and a level."""
    district = District(tmp_path_factory.mktemp("forecast"))
    district.figure("flow", own=True)
    district.figure("ceiling", own=True, direction="lower")
    district.figure("level", "stock", own=True)
    district.measure("n", "stock", own=True)
    district.measure("d", "stock", own=True)
    more = {"numerator": "n", "denominator": "d", "is_share": 1}
    district.indicator("rate", "ratio", **more)
    district.indicator("permille", "ratio", **more | {"factor": 1000, "uom_vi": "‰"})
    # from October on it is counted by another scale
    for version, start, end in (("1", "2000-01-01", "2021-09-30"), ("2", "2021-10-01", "")):
        row = {"title_vi": version, "decision_number": "1/QĐ", "valid_from": start, "valid_to": end}
        district.add("scale", scale_id="thang", version=version, **row)
    district.figure("scaled", own=True, scale_id="thang")
    yield district.open()
    district.con.close()


def forecast(district, indicator, period="2022-H1", plan="2022"):
    given = {"indicator": indicator, "period": period, "root": ROOT, "plan": plan}
    query = district.con.execute(FORECAST, {"as_of": LATE, **given})
    names = [d[0] for d in query.description]
    rows = [dict(zip(names, row, strict=True)) for row in query.fetchall()]
    return rows[0] if rows else None


def test_a_flow_is_drawn_on_by_months(district):
    district.target("flow", 120)
    district.report("phong", "2022-M05", flow=40)
    row = forecast(district, "flow", "2022-M05")
    assert (row["linear"], row["linear_meets"]) == (96, False)  # 40 · 12 / 5
    assert row["needed"] == pytest.approx(80 / 7)  # (120 - 40) in the seven months left
    assert (row["seasonal"], row["seasonal_meets"]) == (None, None)  # of last year nothing is known


def test_last_years_share_tells_otherwise(district):
    district.target("flow", 100)
    district.report("phong", "2021-H1", flow=30)
    district.report("phong", "2021-Y", flow=90)
    district.report("phong", "2022-H1", flow=40)
    row = forecast(district, "flow")
    assert (row["linear"], row["linear_meets"]) == (80, False)
    assert row["seasonal"] == pytest.approx(120)  # a third was done by then: 40 / (30 / 90)
    assert row["seasonal_meets"] is True


def test_a_ceiling_is_met_from_below(district):
    district.target("ceiling", 100)
    district.report("phong", "2022-H1", ceiling=60)
    row = forecast(district, "ceiling")
    assert (row["linear"], row["linear_meets"]) == (120, False)
    assert row["needed"] == pytest.approx(40 / 6)  # what may still be used a month


def test_a_level_goes_on_from_its_baseline(district):
    district.target("level", 90, 80)
    district.report("phong", "2022-H1", level=85)
    row = forecast(district, "level")
    assert (row["linear"], row["linear_meets"]) == (90, True)  # 80 + 5 · 2
    assert row["seasonal"] is None


def test_nothing_goes_on_below_none(district):
    district.target("level", 1, 9)
    district.report("phong", "2022-H1", level=2)
    assert forecast(district, "level")["linear"] == 0  # 9 - 7 · 2 would be -5


def test_a_share_of_the_whole_ends_at_the_whole(district):
    district.target("rate", 99, 80)
    district.report("phong", "2022-H1", n=95, d=100)
    assert forecast(district, "rate")["linear"] == 100  # 80 + 15 · 2 would be 110 %


def test_a_share_in_another_unit_ends_at_its_whole(district):
    district.target("permille", 960, 900)
    district.report("phong", "2022-H1", n=920, d=1000)
    row = forecast(district, "permille")
    assert (row["linear"], row["linear_meets"]) == (940, False)  # 900 + 20 · 2, far above 100
    district.report("phong", "2022-H1", "2022-06-20", n=970, d=1000)
    assert forecast(district, "permille")["linear"] == 1000  # 900 + 70 · 2 would be 1.040 ‰


def test_last_year_has_no_share_across_a_change_of_scale(district):
    district.target("scaled", 100)
    district.report("phong", "2021-H1", scaled=30)
    district.report("phong", "2021-Y", scaled=90)
    district.report("phong", "2022-H1", scaled=40)
    assert forecast(district, "scaled")["seasonal"] is None


def test_without_a_baseline_a_level_has_no_way_to_the_years_end(district):
    district.target("level", 90)
    district.target("rate", 80)
    district.report("phong", "2022-H1", level=95, n=85, d=100)
    for indicator in (
        "level",
        "rate",
    ):  # already there, so it is judged; whither it goes is unknown
        row = forecast(district, indicator)
        assert (row["linear"], row["linear_meets"]) == (None, None)


@pytest.mark.parametrize("period", ["2022-H2", "2022-Y"])
def test_a_year_that_is_over_has_no_forecast(district, period):
    district.target("flow", 100)
    district.report("phong", period, flow=40)
    assert forecast(district, "flow", period) is None


def test_without_a_plan_or_a_report_there_is_none(district):
    district.report("phong", "2022-H1", flow=40)
    assert forecast(district, "flow") is None
    district.target("level", 90, 80)
    assert forecast(district, "level") is None
