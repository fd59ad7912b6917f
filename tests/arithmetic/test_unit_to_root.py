"""Figures of units, blocks and the root: rules, coverage, targets of several units."""

from decimal import Decimal

import pytest

from tests.arithmetic.district import LATE, ROOT, District

UNITS = 26


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """26 communes; x01–x03 are a block, x04 and x05 another, x01 and x05 one of another scheme."""
    district = District(tmp_path_factory.mktemp("levels"))
    names = district.units(UNITS)
    district.unit("moi", valid_from="2022-08-01", group="E")
    district.unit("cu", valid_to="2022-08-31", group="E")
    district.unit("ngoai", "X", role="external", parent_id="")
    district.block("k1", names[:3])
    district.block("k2", names[3:5])
    district.block("k4", names[5:25])
    district.member("k2", "ngoai", "2020-01-01")
    district.add("scheme", scheme_id="khac", name_vi="Khác", name_en="Other", sort=2)
    district.block("k3", [names[0], names[4]], scheme="khac")
    for block, start, end in (("k5", "2020-01-01", "2022-06-30"), ("k6", "2022-07-01", "")):
        district.block(block, [], scheme="khac")
        district.member(block, "x25", start, end)
    district.figure("flow")
    district.figure("season", is_seasonal=1)
    district.figure("low", "stock", direction="lower")
    for name in ("n", "d", "w", "score"):
        district.measure(name, "stock")
    district.indicator("rate", "ratio", numerator="n", denominator="d")
    district.indicator("per", "ratio", numerator="n", denominator="d", factor=10000)
    district.indicator("net", numerator="n - d")
    district.indicator("mean", "mean", numerator="score")
    district.indicator("weighted", "mean", numerator="score", weight="w")
    district.indicator("worst", "max", numerator="score", direction="lower")
    district.indicator("median", "none", numerator="score")
    district.levels()
    district.figure("income", own=True)
    more = {"reporter": "self", "applies_to": "K", "root_source": "own", "root_reporter": "phong"}
    district.measure("jobs", **more)
    district.indicator("jobs", "office")
    district.indicator("jobs_by_commune", "sum", numerator="jobs")
    district.measure("few", applies_to="E")
    district.indicator("few")
    yield district.open()
    district.con.close()


H1 = "2022-H1"


def coverage(row):
    return row["reporting_count"], row["expected_count"]


def test_a_sum_adds_units_into_blocks_and_the_root(district):
    district.everybody(H1, flow=[1, 2, 3, 4, 5])
    assert district.status("flow", H1, "x02")["value"] == 2
    assert district.status("flow", H1, "k1")["value"] == 6  # 1 + 2 + 3
    assert district.status("flow", H1, "k2")["value"] == 9  # 4 + 5
    assert district.status("flow", H1)["value"] == 15


def test_a_unit_in_two_schemes_counts_once_at_the_root(district):
    district.everybody(H1, flow=[1, 0, 0, 0, 5])
    assert district.status("flow", H1, "k3")["value"] == 6  # 1 + 5, in the other scheme
    row = district.status("flow", H1)
    assert (row["value"], row["expected_count"]) == (6, UNITS)


def test_an_expression_takes_its_signs(district):
    district.report("x01", H1, n=10, d=4)
    assert district.status("net", H1, "x01")["value"] == 6


def test_a_ratio_never_averages_percentages(district):
    district.everybody(H1, n=[1, 90], d=[10, 100])  # 10 % and 90 %
    assert district.status("rate", H1, "x01")["value"] == 10
    row = district.status("rate", H1, "k1")
    assert row["value"] == pytest.approx(82.7272727)  # 91 / 110, where a mean would say 50
    assert coverage(row) == (2, 3)


def test_a_ratio_takes_only_units_that_have_both_parts(district):
    district.everybody(H1, n=[1, 90, 5], d=[10, 100, None])
    row = district.status("rate", H1, "k1")
    assert row["value"] == pytest.approx(82.7272727)  # 91 / 110, without the lone 5
    assert coverage(row) == (2, 3)


def test_a_factor_of_ten_thousand(district):
    district.report("x01", H1, n=3, d=4000)
    assert district.status("per", H1, "x01")["value"] == 7.5  # 10,000 · 3 / 4,000


def test_a_ratio_of_nothing_is_not_applicable(district):
    district.report("x01", H1, n=0, d=0)
    row = district.status("rate", H1, "x01")
    assert (row["value"], row["status"]) == (None, "not_applicable")


def test_a_mean_counts_each_unit_once_or_by_its_weight(district):
    district.everybody(H1, score=[10, 16, 19], w=[100, 300, 600])
    assert district.status("mean", H1, "k1")["value"] == 15  # (10 + 16 + 19) / 3
    # (10·100 + 16·300 + 19·600) / 1,000 = 17,200 / 1,000
    assert district.status("weighted", H1, "k1")["value"] == pytest.approx(17.2)


def test_the_worst_of_several_is_their_maximum(district):
    district.everybody(H1, score=[1, 3, 2])
    assert district.status("worst", H1, "k1")["value"] == 3


def test_a_median_is_shown_for_a_unit_and_never_added(district):
    district.everybody(H1, score=[1, 3, 2])
    assert district.status("median", H1, "x02")["value"] == 3
    row = district.status("median", H1, "k1")
    assert (row["value"], row["status"]) == (None, "not_applicable")


def test_an_office_figure_is_the_roots_own_and_not_applicable_below(district):
    district.report("phong", H1, jobs=50)
    district.everybody(H1, jobs=[1, 2, 3])
    assert district.status("jobs", H1)["value"] == 50
    found = district.rows(f"from indicator_value(date '{LATE}') where indicator_id = 'jobs'")
    assert {r["scope_type"] for r in found} == {"root"}


def test_where_the_root_has_its_own_figure_blocks_still_add_their_units(district):
    district.report("phong", H1, jobs=50)
    district.everybody(H1, jobs=[1, 2, 3])
    assert district.status("jobs_by_commune", H1)["value"] == 50  # never 56
    assert district.status("jobs_by_commune", H1, "k1")["value"] == 6


def test_a_total_equal_to_its_plan_is_equal_to_it(district):
    """Tenths have no end in binary: summed as doubles these miss their plan by a hair."""
    district.target("flow", "15000000.3")
    district.everybody("2022-Y", flow=[5000000.1] * 3 + [0] * (UNITS - 3))
    row = district.status("flow", "2022-Y")
    assert (row["value"], row["target"], row["status"]) == (15000000.3, 15000000.3, "met")


@pytest.mark.parametrize("each", ["9000000.1", "12345678.9", "98765432.7", "700000000.3"])
def test_a_mean_equal_to_its_plan_is_equal_to_it(district, each):
    """Every member tells the plan itself, so that the mean is the plan whatever the weights."""
    members = range(3)
    for indicator in ("weighted", "mean"):
        district.target(indicator, each, scope_type="block", scope_id="k1")
    district.everybody("2022-Y", score=[each for _ in members], w=[7, 11, 13])
    for indicator in ("weighted", "mean"):
        assert district.status(indicator, "2022-Y", "k1")["status"] == "met"
    district.everybody("2021-Y", score=[each for _ in members], w=[3, 1, 17])
    assert district.change("last_year", "weighted", "2022-Y", "k1")["difference"] == 0


@pytest.mark.parametrize("each", ["0.1", "5000000.01", "5000000.15", "5000000.29"])
def test_a_part_of_the_plan_is_met_by_that_part(district, each):
    """24 units of 26 are to bring a 27th of the plan each; two, silent, the rest: 24/27 of it."""
    for i in range(1, UNITS + 1):
        district.of_unit("flow", f"x{i:02}", 1 if i <= 24 else "1.5")
    district.target("flow", Decimal(each) * 27)
    district.everybody("2022-Y", flow=[each] * 24)
    row = district.status("flow", "2022-Y")
    assert (coverage(row), row["status"]) == ((24, 26), "met")


def test_levels_are_counted_from_standard_upwards(district):
    """9 at standard, 2 advanced, 1 model of 14 counted: 12; the other 12 units are below."""
    district.nobody_recognised()
    levels = ["dat"] * 9 + ["nang-cao"] * 2 + ["kieu-mau"] + ["chua"] * 2
    for i, level in enumerate(levels, 1):
        district.recognise(f"x{i:02}", level, 2021, "2021-11-01")
    row = district.status("muc", H1)
    assert (row["value"], coverage(row)) == (12, (UNITS, UNITS))
    assert district.status("muc", H1, "x12")["value"] == 3  # a unit's own figure is its rank
    ranks = district.rows(f"from recognition_known(date '{LATE}') where period_id = '{H1}'")
    high = [r["rank"] for r in ranks if r["rank"]]
    assert sorted(high) == [1] * 9 + [2] * 2 + [3]


def test_a_unit_without_any_decision_is_not_below_standard(district):
    """Missing is never zero: 2 known of all, so the count is not complete."""
    district.recognise("x01", "dat", 2018, "2018-04-30")
    district.recognise("x02", "chua", 2010, "2010-12-31")
    district.target("muc", 1)
    row = district.status("muc", H1)
    assert (row["value"], coverage(row), row["status"]) == (1, (2, UNITS), "incomplete")
    assert district.status("muc", H1, "x03")["value"] is None


def test_the_latest_decision_tells_the_level(district):
    """A recognition taken back is a later decision of the lower level."""
    district.recognise("x01", "nang-cao", 2018, "2018-04-30")
    district.recognise("x01", "dat", 2021, "2021-11-01")
    assert district.status("muc", H1, "x01")["value"] == 1
    assert district.status("muc", H1, "x01", as_of="2021-10-31")["value"] == 2


def test_recognition_counts_when_decided_and_only_of_years_that_ended(district):
    district.nobody_recognised()
    district.recognise("x01", "dat", 2021, "2022-03-01")  # of 2021, decided in 2022
    district.recognise("x02", "dat", 2022, "2022-05-01")  # decided within H1
    district.recognise("x03", "dat", 2022, "2023-06-30")  # of 2022, decided in 2023

    def counted(period, as_of=LATE):
        return district.status("muc", period, as_of=as_of)["value"]

    assert counted("2021-Y") == 1  # x01: its year has ended by 31/12/2021
    assert counted("2021-Y", "2022-02-28") == 0  # not decided yet
    assert counted(H1) == 2
    assert counted("2022-Y") == 3
    assert counted("2022-Y", "2023-06-29") == 2


def test_the_decision_shown_is_of_the_level_that_counts(district):
    district.recognise("x01", "dat", 2018, "2018-04-30")
    district.con.execute("update recognition set decision_number = '1/QĐ'")
    district.recognise("x01", "nang-cao", 2021, "2021-12-01")  # its number is not known
    row = district.rows(f"from recognition_known(date '{LATE}') where period_id = '{H1}'")[0]
    assert (row["level_id"], row["decision_number"]) == ("nang-cao", None)


def test_levels_are_judged_from_the_cut_off_on(district):
    """A register is never late: before the period's cut-off there is nothing to judge."""
    district.nobody_recognised()
    district.target("muc", 1)
    assert district.status("muc", H1, as_of="2022-06-13")["status"] == "not_due"
    assert district.status("muc", H1, as_of="2022-06-14")["status"] == "no_basis"


def tell_most(district, count, value=10, period=H1):
    """Targets of 10 a unit (260 for all), and the first `count` of them report."""
    for i in range(1, UNITS + 1):
        district.of_unit("flow", f"x{i:02}", 10)
    district.everybody(period, flow=[value] * count)


def test_24_of_26_are_compared_with_their_own_240(district):
    tell_most(district, 24, period="2022-Y")
    row = district.status("flow", "2022-Y")
    assert (row["value"], row["target"], row["plan_share"]) == (240, 240, 1.0)  # not 240 / 260
    assert (coverage(row), row["status"]) == ((24, 26), "met")


def test_an_own_target_shrinks_with_the_units_that_are_missing(district):
    district.target("flow", 520)
    tell_most(district, 24, 20, "2022-Y")
    row = district.status("flow", "2022-Y")
    assert (row["value"], row["target"]) == (480, 480)  # 520 · 240 / 260
    assert (row["status"], row["decided_target"]) == ("met", 520)


def test_an_own_target_stands_whole_under_full_coverage(district):
    district.target("flow", 500)
    tell_most(district, 26)
    assert district.status("flow", H1)["target"] == 500  # though its units add to 260


def test_an_own_target_without_targets_of_units_cannot_shrink(district):
    district.target("flow", 520)
    district.everybody(H1, flow=[20] * 25)
    row = district.status("flow", H1)
    assert (row["target"], row["status"], coverage(row)) == (None, "incomplete", (25, 26))


def test_a_plan_that_is_all_of_who_is_silent_is_not_met_by_the_others(district):
    district.target("flow", 100)
    units = [f"x{n:02}" for n in range(1, 27)]
    for unit in units:
        district.of_unit("flow", unit, 100 if unit == units[-1] else 0)
    district.everybody("2022-Y", flow=[0] * 25)
    row = district.status("flow", "2022-Y")
    assert (row["target"], row["status"], coverage(row)) == (None, "incomplete", (25, 26))


def test_an_own_target_of_levels_shrinks_by_units_and_not_by_ranks(district):
    """24 units are to be at standard; of the 25 that are known 23 are among them."""
    district.nobody_recognised()
    ranks = [1] * 22 + [2, 0, 0, 3]
    for i, rank in enumerate(ranks, 1):
        district.of_unit("muc", f"x{i:02}", rank)
    for i in range(1, 24):
        district.recognise(f"x{i:02}", "dat", 2021, "2021-12-01")
    district.con.execute("delete from recognition where unit_id = 'x26'")
    district.target("muc", 24)
    row = district.status("muc", "2022-Y")
    assert (row["value"], coverage(row)) == (23, (25, 26))
    assert row["target"] == 23  # 24 · 23 / 24, where ranks would say 24 · 24 / 27
    assert (row["status"], row["decided_target"]) == ("met", 24)


@pytest.mark.parametrize(
    ("known", "share", "status"),
    [
        (24, 0.1, "on_pace"),  # of 24 of 26, 92.3 %
        (23, None, "no_basis"),  # of 23 of 26, 88.5 %
        (1, None, "no_basis"),
    ],
)
def test_a_seasonal_share_of_too_few_units_is_no_basis(district, known, share, status):
    district.target("season", 2600)
    district.everybody("2021-H1", season=[10] * known)
    district.everybody("2021-Y", season=[100] * known)
    district.everybody(H1, season=[50] * UNITS)
    row = district.status("season", H1)
    assert (row["share"], row["status"]) == (share, status)


@pytest.mark.parametrize(("count", "status"), [(24, "on_pace"), (23, "incomplete")])
def test_below_ninety_per_cent_of_units_there_is_no_status(district, count, status):
    tell_most(district, count)  # 24 / 26 = 92.3 %, 23 / 26 = 88.5 %
    row = district.status("flow", H1)
    assert (row["status"], row["is_on_pace"]) == (status, status == "on_pace")


def test_a_coverage_of_exactly_the_threshold_is_enough(district):
    """11 of 20 are 55 %, though 0.55 · 20 is 11.000000000000002."""
    district.con.execute("update setting set value = '55' where setting = 'coverage_min'")
    district.everybody(H1, flow=[None] * 5 + [1] * 11)
    row = district.status("flow", H1, "k4")
    assert (coverage(row), row["status"]) == ((11, 20), "no_target")
    district.con.execute("update setting set value = '56' where setting = 'coverage_min'")
    assert district.status("flow", H1, "k4")["status"] == "incomplete"


def test_the_sum_of_unit_targets_is_a_blocks_target(district):
    for unit, target in (("x01", 10), ("x02", 20), ("x03", 30)):
        district.of_unit("flow", unit, target)
    district.everybody(H1, flow=[5, 10, 15])
    row = district.status("flow", H1, "k1")
    assert (row["value"], row["target"], row["pace"]) == (30, 60, 1.0)  # 30 / (60 · ½)
    assert row["decided_target"] is None  # nobody decided 60


def test_a_reporting_unit_without_a_target_leaves_the_block_without_one(district):
    district.of_unit("flow", "x01", 10)
    district.everybody(H1, flow=[5, 10, 15])
    assert district.status("flow", H1, "k1")["status"] == "no_target"


def test_targets_of_rates_are_weighted_by_their_wholes(district):
    for unit, target, baseline in (("x01", 80, 50), ("x02", 90, 70), ("x03", 95, 90)):
        district.of_unit("rate", unit, target, baseline)
    district.everybody(H1, n=[70, 160, 285], d=[100, 200, 300])
    row = district.status("rate", H1, "k1")
    assert row["value"] == pytest.approx(85.8333333)  # 515 / 600
    assert row["target"] == pytest.approx(90.8333333)  # (80·100 + 90·200 + 95·300) / 600
    assert row["baseline"] == pytest.approx(76.6666667)  # (50·100 + 70·200 + 90·300) / 600
    # (85.833 − 76.667) / (90.833 − 76.667) = 9.1667 / 14.1667; pace / ½
    assert row["gap_closed"] == pytest.approx(0.6470588)
    assert (row["pace"], row["status"]) == (pytest.approx(1.2941176), "on_pace")


def test_an_own_target_of_a_rate_is_not_scaled(district):
    district.target("rate", 90, 50)
    district.everybody(H1, n=[70] * 24, d=[100] * 24)
    row = district.status("rate", H1)
    assert (row["target"], coverage(row)) == (90, (24, 26))
    assert row["status"] == "on_pace"  # (70 − 50) / (90 − 50) = 50 %, pace 100 %


def test_a_mean_has_no_target_but_its_own(district):
    district.of_unit("mean", "x01", 15)
    district.everybody(H1, score=[10, 16, 19])
    assert district.status("mean", H1, "x01")["target"] == 15
    assert district.status("mean", H1, "k1")["status"] == "no_target"
    district.target("mean", 16, 14, scope_type="block", scope_id="k1")
    row = district.status("mean", H1, "k1")
    assert (row["pace"], row["status"]) == (1.0, "on_pace")  # (15 − 14) / (16 − 14) / ½


def test_a_plain_sum_of_decimals_meets_its_target_whatever_floats_say(district):
    for unit, target in (("x04", 0.1), ("x05", 0.2)):
        district.of_unit("low", unit, target, 1)
    district.target("low", 0.3, 2, scope_type="block", scope_id="k2")
    district.everybody("2022-Y", low=[0, 0, 0, 0.1, 0.2])  # 0.1 + 0.2 = 0.30000000000000004
    assert district.status("low", "2022-Y", "k2")["status"] == "met"


def test_a_closed_and_a_new_unit_are_expected_only_while_they_exist(district):
    for period, unit in ((H1, "cu"), ("2022-9M", "moi")):
        district.report(unit, period, few=7)
        row = district.status("few", period)
        assert (row["value"], coverage(row)) == (7, (1, 1))


def test_a_unit_that_changes_its_block_counts_where_it_is_on_the_last_day(district):
    for period, block, other in ((H1, "k5", "k6"), ("2022-9M", "k6", "k5")):
        district.report("x25", period, flow=7)
        assert district.status("flow", period, block)["value"] == 7
        query = "from scope_unit where scope_id = ? and period_id = ?"
        assert not district.rows(query, other, period)


def test_an_external_unit_is_in_no_total(district):
    scopes = district.rows("from scope_unit where unit_id = 'ngoai'")
    assert {s["scope_type"] for s in scopes} == {"unit"}


def test_a_unit_in_no_block_counts_at_the_root(district):
    district.report("x26", H1, flow=4)
    assert district.status("flow", H1)["value"] == 4
    assert not district.rows("from scope_unit where unit_id = 'x26' and scope_type = 'block'")


def test_an_indicator_that_does_not_apply_to_a_unit_has_no_row_there(district):
    found = district.rows(f"from indicator_value(date '{LATE}') where indicator_id = 'few'")
    assert {r["scope_id"] for r in found} == {"cu", "moi", ROOT}


def test_ends_of_years_go_by_the_year_reached_and_by_the_day_decided(district):
    district.recognise("x01", "chua", 2019, "2019-12-31")
    district.recognise("x01", "dat", 2020, "2021-06-30")  # reached a year before it was decided
    district.recognise("x02", "nang-cao", 2021, "2021-12-01")

    def told(as_of):
        rows = district.rows(f"from recognition_by_year(date '{as_of}')")
        return {(r["basis"], r["year"], r["rank"]): r["unit_count"] for r in rows}

    until_2021 = {
        ("achieved", 2019, 0): 1, ("decided", 2019, 0): 1,
        ("achieved", 2020, 1): 1, ("decided", 2020, 0): 1,
        ("achieved", 2021, 1): 1, ("achieved", 2021, 2): 1,
        ("decided", 2021, 1): 1, ("decided", 2021, 2): 1,
    }  # fmt: skip
    assert told("2022-12-30") == until_2021
    in_2022 = {("achieved", 2022, 1): 1, ("achieved", 2022, 2): 1}
    in_2022 |= {("decided", 2022, 1): 1, ("decided", 2022, 2): 1}
    assert told("2022-12-31") == until_2021 | in_2022  # nothing decided in it: what stood, stands
    assert told("2021-06-29") == {
        ("achieved", 2019, 0): 1, ("decided", 2019, 0): 1,
        ("achieved", 2020, 0): 1, ("decided", 2020, 0): 1,
    }  # fmt: skip


def test_a_neighbours_recognition_is_none_of_ours(district):
    district.con.execute("insert into applicable values ('muc', 'ngoai')")
    district.recognise("ngoai", "dat", 2020, "2020-12-01")
    district.recognise("x01", "chua", 2020, "2020-12-31")
    rows = district.rows("from recognition_by_year(date '2020-12-31')")
    assert {(r["rank"], r["unit_count"]) for r in rows} == {(0, 1)}
    district.recognise("ngoai", "nang-cao", 2021, "2021-03-01")  # no year of ours begins with it
    rows = district.rows("from recognition_by_year(date '2021-03-31')")
    assert {r["year"] for r in rows} == {2020}
