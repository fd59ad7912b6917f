"""Own flows and changes: by dates, over units that have both figures, never across a new scale."""

import pytest

from tests.arithmetic.district import ROOT, District


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    district = District(tmp_path_factory.mktemp("change"))
    district.block("k1", district.units(3))
    district.figure("flow")
    district.figure("stock", "stock")
    district.measure("n", "stock")
    district.measure("d", "stock")
    district.indicator("rate", "ratio", numerator="n", denominator="d")
    district.indicator("quota_used", "ratio", numerator="flow", denominator="stock")
    for version, start, end in (("cu", "2016-01-01", "2021-12-31"), ("moi", "2022-01-01", "")):
        row = {"title_vi": version, "valid_from": start, "valid_to": end}
        row |= {"decision_number": f"{version}/QĐ"}
        district.add("scale", scale_id="thang", version=version, **row)
    long = {"plan_year_id": "2019-20-SY", "from_date": "2019-08-01", "to_date": "2020-07-31"}
    district.add("plan_year", **long, months=12)
    district.period("2019-20-SY", "SY", "2019-20-SY", "2019-08-01", "2020-07-31")
    per_head = {"uom_vi": "triệu đồng/người", "uom_en": "million a head"}
    district.indicator("income", "mean", numerator="n", weight="d", **per_head)
    district.indicator("loan", "ratio", numerator="n", denominator="d", factor=1, **per_head)
    district.indicator("growth", numerator="n", uom_vi="%")
    district.indicator("worst", "max", numerator="n")
    district.measure("points", "stock")
    district.indicator("points", "mean", is_score=1)
    district.indicator("scaled", "mean", numerator="points", is_score=1, scale_id="thang")
    district.indicator("score_sum", numerator="points", is_score=1)
    yield district.open()
    district.con.close()


def one(district, **periods):
    """Commune x01 tells a flow in some periods: H1_2022=5 is 2022-H1."""
    for name, value in periods.items():
        kind, year = name.split("_")
        district.report("x01", f"{year}-{kind}", flow=value)


def now(row):
    return None if row is None else row["value_now"]


def test_a_half_years_own_flow_is_the_year_less_the_first_half(district):
    one(district, H1_2022=40, H2_2022=100)
    assert now(district.change("own", "flow", "2022-H2", "x01")) == 60  # 100 − 40


def test_whole_years_and_what_starts_with_the_year_are_their_own_flow(district):
    one(district, **{"9M_2022": 70, "Y_2022": 100, "H1_2022": 40})
    for period, value in (("2022-9M", 70), ("2022-Y", 100), ("2022-H1", 40)):
        assert now(district.change("own", "flow", period, "x01")) == value


def test_an_own_flow_finds_its_earlier_figure_by_date_whatever_the_kind(district):
    district.report("x01", "2022-M05", flow=50)
    assert district.change("own", "flow", "2022-M05", "x01") is None  # nothing for 30/04
    district.report("x01", "2022-M04", flow=35)
    assert now(district.change("own", "flow", "2022-M05", "x01")) == 15  # 50 − 35
    district.report("x01", "2022-Q1", flow=30)
    assert now(district.change("own", "flow", "2022-M04", "x01")) == 5  # 35 − 30, from the quarter


def test_of_kinds_ending_the_same_day_its_own_comes_first(district):
    one(district, M03_2022=30, Q1_2022=31, M04_2022=40, Q2_2022=65, H1_2022=66, H2_2022=100)
    for period, value in (
        ("2022-M04", 10),  # 40 − 30, the month before
        ("2022-Q2", 34),  # 65 − 31, the quarter before
        ("2022-H2", 34),  # 100 − 66, the half year before
    ):
        assert now(district.change("own", "flow", period, "x01")) == value


def test_an_own_flow_adds_only_units_that_have_both_figures(district):
    district.everybody("2022-H1", flow=[10, 20])
    district.everybody("2022-H2", flow=[15, 50, 7])
    row = district.change("own", "flow", "2022-H2", "k1")
    assert (row["value_now"], row["both_count"]) == (35, 2)  # (15 − 10) + (50 − 20)


def test_a_falling_cumulative_figure_is_found(district):
    one(district, H1_2022=40, H2_2022=30)
    found = district.rows("from cumulative_fall(date '2026-11-24')")
    assert [
        (r["unit_id"], r["period_id"], r["before_id"], r["before"], r["now"]) for r in found
    ] == [("x01", "2022-H2", "2022-H1", 40, 30)]


def test_a_years_figure_below_its_half_year_has_fallen(district):
    """Both periods start with the plan year: no period lies between them."""
    one(district, H1_2022=40, Y_2022=39.5)
    (found,) = district.rows("from cumulative_fall(date '2026-11-24')")
    assert (found["period_id"], found["before"], found["now"]) == ("2022-Y", 40, 39.5)


def test_change_on_the_previous_period_compares_own_flows_of_equal_length(district):
    one(district, H1_2021=30, Y_2021=75, H1_2022=54)
    row = district.change("previous", "flow", "2022-H1", "x01")
    assert (row["value_now"], row["value_then"]) == (54, 45)  # 54 against 75 − 30
    assert (row["difference"], row["percent"]) == (9, pytest.approx(20.0))  # 9 / 45


def test_a_year_is_compared_with_the_year_before(district):
    one(district, Y_2021=75, Y_2022=90)
    row = district.change("previous", "flow", "2022-Y", "x01")
    assert (row["difference"], row["percent"]) == (15, pytest.approx(20.0))  # 15 / 75


def test_nine_months_are_compared_with_the_nine_before(district):
    one(district, **{"Q1_2021": 20, "Y_2021": 80, "9M_2022": 90})
    row = district.change("previous", "flow", "2022-9M", "x01")
    assert (row["value_now"], row["value_then"]) == (90, 60)  # 04–12/2021: 80 − 20


def test_without_the_earlier_figure_there_is_no_change(district):
    one(district, Y_2021=75, H1_2022=54)  # the second half of 2021 is unknown
    assert district.change("previous", "flow", "2022-H1", "x01") is None


def test_change_on_last_year_compares_cumulative_figures_of_the_same_kind(district):
    one(district, **{"9M_2021": 60, "9M_2022": 90})
    row = district.change("last_year", "flow", "2022-9M", "x01")
    assert (row["difference"], row["percent"]) == (30, pytest.approx(50.0))


def test_no_percentage_on_nothing(district):
    one(district, H1_2021=0, H1_2022=5)
    row = district.change("last_year", "flow", "2022-H1", "x01")
    assert (row["difference"], row["percent"]) == (5, None)


def test_no_percentage_where_the_older_flow_is_negative(district):
    one(district, H1_2021=50, Y_2021=40, H1_2022=5)
    row = district.change("previous", "flow", "2022-H1", "x01")
    assert (row["value_then"], row["difference"], row["percent"]) == (-10, 15, None)


def test_levels_of_stocks_are_compared_with_the_previous_end(district):
    district.report("x01", "2021-Y", stock=200)
    district.report("x01", "2022-H1", stock=210)
    row = district.change("previous", "stock", "2022-H1", "x01")
    assert (row["difference"], row["percent"]) == (10, pytest.approx(5.0))


def test_rates_change_by_points_and_never_by_per_cent_of_per_cent(district):
    district.everybody("2021-H1", n=[10, 50], d=[100, 100])
    district.everybody("2022-H1", n=[12, 60], d=[100, 300])
    row = district.change("last_year", "rate", "2022-H1", "k1")
    assert (row["value_now"], row["value_then"]) == (18, 30)  # 72 / 400, 60 / 200
    assert (row["difference"], row["percent"]) == (-12, None)


def test_an_amount_per_head_changes_in_per_cent(district):
    district.everybody("2021-H1", n=[10, 50], d=[100, 300])
    district.everybody("2022-H1", n=[12, 60], d=[100, 300])
    row = district.change("last_year", "income", "2022-H1", "k1")
    assert (row["value_now"], row["value_then"]) == (48, 40)  # 19 200 / 400, 16 000 / 400
    assert (row["difference"], row["percent"]) == (8, pytest.approx(20.0))
    row = district.change("last_year", "loan", "2022-H1", "k1")
    assert (row["value_now"], row["value_then"]) == (0.18, 0.15)  # 72 / 400, 60 / 400
    assert row["percent"] == pytest.approx(20.0)


def test_a_sum_told_in_per_cent_and_what_has_only_places_change_by_difference(district):
    district.report("x01", "2021-H1", n=5)
    district.report("x01", "2022-H1", n=6)
    for indicator in ("growth", "worst"):
        row = district.change("last_year", indicator, "2022-H1", "x01")
        assert (row["difference"], row["percent"]) == (1, None)


def test_a_rate_that_accumulates_is_compared_by_its_own_part_of_the_year(district):
    """Half a year's share of the quota never stands against the whole year's before."""
    district.report("x01", "2021-H1", flow=30, stock=100)
    district.report("x01", "2021-Y", flow=90, stock=120)
    district.report("x01", "2022-H1", flow=66, stock=110)
    row = district.change("previous", "quota_used", "2022-H1", "x01")
    assert (row["value_now"], row["value_then"]) == (60, 50)  # 66/110; (90 − 30)/120
    assert (row["difference"], row["percent"]) == (10, None)
    assert district.change("previous", "quota_used", "2022-9M", "x01") is None


def test_a_rate_of_two_levels_is_compared_with_the_previous_end(district):
    district.report("x01", "2021-Y", n=50, d=100)
    district.report("x01", "2022-H1", n=66, d=110)
    row = district.change("previous", "rate", "2022-H1", "x01")
    assert (row["value_now"], row["value_then"]) == (60, 50)


def test_scores_change_by_plain_difference(district):
    district.report("x01", "2021-H1", points=800)
    district.report("x01", "2022-H1", points=850)
    for indicator in ("points", "score_sum"):
        row = district.change("last_year", indicator, "2022-H1", "x01")
        assert (row["difference"], row["percent"]) == (50, None)


def test_a_change_takes_only_units_that_reported_in_both_periods(district):
    district.everybody("2021-H1", flow=[10, 20, None])
    district.everybody("2022-H1", flow=[15, None, 99])
    row = district.change("last_year", "flow", "2022-H1", "k1")
    assert (row["value_now"], row["value_then"], row["both_count"]) == (15, 10, 1)
    assert district.change("last_year", "flow", "2022-H1", ROOT)["both_count"] == 1


def test_school_years_of_unlike_length_are_years_all_the_same(district):
    """In 2019-20 it began in August and went on until the end of July."""
    district.report("x01", "2019-20-SY", flow=8)
    district.report("x01", "2020-21-SY", flow=10)
    row = district.change("last_year", "flow", "2020-21-SY", "x01")
    assert (row["other_id"], row["difference"]) == ("2019-20-SY", 2)


def test_a_new_scale_breaks_the_comparison_and_names_its_decision(district):
    for period in ("2021-H1", "2022-H1"):
        district.report("x01", period, points=800)
    row = district.change("last_year", "scaled", "2022-H1", "x01")
    assert (row["is_broken"], row["break_decision"]) == (True, "moi/QĐ")
    assert (row["difference"], row["percent"]) == (None, None)
    same = district.change("last_year", "points", "2022-H1", "x01")
    assert (same["is_broken"], same["break_decision"], same["difference"]) == (False, None, 0)


def test_an_own_flow_never_starts_from_a_school_year(district):
    one(district, M06_2022=60)
    district.report("x01", "2021-22-SY", flow=50)  # ends on 31/05 too, of another plan year
    assert district.change("own", "flow", "2022-M06", "x01") is None


def test_school_years_are_compared_with_school_years(district):
    district.report("x01", "2020-21-SY", flow=10)
    district.report("x01", "2021-22-SY", flow=12)
    row = district.change("last_year", "flow", "2021-22-SY", "x01")
    assert (row["other_id"], row["difference"]) == ("2020-21-SY", 2)


def test_a_school_year_is_its_own_flow_and_has_none_just_before(district):
    one(district, H1_2021=7, Y_2021=30)
    district.report("x01", "2020-21-SY", flow=10)
    district.report("x01", "2021-22-SY", flow=12)
    assert now(district.change("own", "flow", "2021-22-SY", "x01")) == 12  # since September
    assert district.change("previous", "flow", "2021-22-SY", "x01") is None  # June to August
    assert district.change("previous", "stock", "2021-22-SY", "x01") is None
    row = district.change("last_year", "flow", "2021-22-SY", "x01")
    assert row["percent"] == pytest.approx(20)  # (12 − 10) / 10


def test_a_school_year_below_the_half_year_before_its_end_falls_from_nothing(district):
    one(district, H1_2021=70, Y_2021=90, H1_2022=60)
    district.report("x01", "2020-21-SY", flow=50)
    district.report("x01", "2021-22-SY", flow=12)
    falls = district.rows("from cumulative_fall(date '2026-11-24')")
    assert not [r for r in falls if "2021-22-SY" in (r["period_id"], r["before_id"])]
    assert now(district.change("own", "flow", "2022-H1", "x01")) == 60  # as without school years


def test_changes_are_rewound_with_everything_else(district):
    district.report("x01", "2021-H1", "2021-06-15", flow=10)
    district.report("x01", "2021-H1", "2022-09-01", flow=11)
    district.report("x01", "2022-H1", "2022-06-15", flow=12)

    def then(as_of):
        return district.change("last_year", "flow", "2022-H1", "x01", as_of)["value_then"]

    assert (then("2022-08-31"), then("2022-09-01")) == (10, 11)
