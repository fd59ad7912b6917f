"""Figure against target: share of plan, pace, gap closed and the status that follows."""

import pytest

from tests.arithmetic.district import LATE, ROOT, District

FLOW_KINDS = {"flow": "higher", "ceiling": "lower"}
RATES = {"rate": "higher", "low": "lower", "spent": "higher", "left": "lower"}
NUMERATORS = ("spent", "left")  # flows; what it is a rate of: a flow too, or who there is


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """One office tells the root's figures: flows, rates out of 100 and what else has a rule."""
    district = District(tmp_path_factory.mktemp("pace"))
    for name, direction in FLOW_KINDS.items():
        district.figure(name, own=True, direction=direction)
    for name, direction in RATES.items():
        district.measure(name, "flow" if name in NUMERATORS else "stock", own=True)
        district.measure(f"{name}_d", "flow" if name == "spent" else "stock", own=True)
        more = {"numerator": name, "denominator": f"{name}_d", "direction": direction}
        district.indicator(name, "ratio", **more)
    district.figure("season", own=True, is_seasonal=1)
    district.figure("season_ceiling", own=True, is_seasonal=1, direction="lower")
    district.figure("rising", "stock", own=True)
    district.figure("exact", "stock", own=True, direction="exact", decimals=0)
    district.figure("shown", own=True, direction="none")
    district.figure("yearly", own=True, measured_in="Y")
    district.figure("survey", own=True, measured_in="Y", available_days=45)
    for name in ("yearly", "survey"):
        district.in_set("calendar", name)
    district.figure("pupils", own=True, measured_in="SY")
    for name in ("flow", "ceiling", "rate", "low", "yearly", "shown", "season"):
        district.in_set("seven", name)
    for name in ("pupils", "flow"):
        district.in_set("school", name)
    over = {"title_vi": "school", "title_en": "school", "sort": 1, "valid_to": "2020-12-31"}
    district.add("indicator_set", set_id="school", indicator_id="yearly", **over)
    yield district.open()
    district.con.close()


def say(district, period, **values):
    """The office's report; rates are told as parts of 100."""
    wholes = {f"{name}_d": 100 for name in values if name in RATES}
    district.report("phong", period, **values, **wholes)


def told(district, period, indicator, value, target, baseline="", **more):
    """Status of one figure with one target."""
    if target is not None:
        district.target(indicator, target, baseline)
    say(district, period, **{indicator: value})
    return district.status(indicator, period, **more)


def test_nine_months_of_budget_revenue_are_beyond_the_years_plan(district):
    row = told(district, "2022-9M", "flow", 186_983, 172_120)
    assert round(row["plan_share"] * 100, 1) == 108.6  # 186,983 / 172,120
    assert round(row["pace"] * 100, 1) == 144.8  # 186,983 / (172,120 · ¾)
    assert (row["status"], row["is_on_pace"], row["is_plan_met"]) == ("on_pace", True, True)


@pytest.mark.parametrize("base", [0, 8_000_000, 45_000_000, 900_000_000])
@pytest.mark.parametrize("start", [1, 4, 5])
def test_half_of_a_small_gap_between_large_figures_is_half_of_it(district, base, start):
    """From ,01 to ,03 in a year: ,02 at half year is on pace, ,019 is nine tenths of it."""
    plan = f"{base}.0{start + 2}"
    row = told(district, "2022-H1", "rising", f"{base}.0{start + 1}", plan, f"{base}.0{start}")
    assert (row["status"], row["pace"]) == ("on_pace", 1)
    district.report("phong", "2022-H1", "2022-06-16", rising=f"{base}.0{start}9")
    assert district.status("rising", "2022-H1")["status"] == "slow"


@pytest.mark.parametrize(
    ("period", "share"),
    [
        ("2022-M05", 5 / 12),
        ("2022-Q1", 1 / 4),
        ("2022-Q2", 1 / 2),
        ("2022-H1", 1 / 2),
        ("2022-9M", 3 / 4),
        ("2022-H2", 1.0),
        ("2022-Y", 1.0),
    ],
)
def test_expected_share_is_months_to_the_periods_end(district, period, share):
    assert told(district, period, "flow", 1, 2)["share"] == pytest.approx(share, abs=1e-12)


def test_five_months_of_twelve_are_exactly_on_pace(district):
    row = told(district, "2022-M05", "flow", 50, 120)
    assert (row["pace"], row["status"]) == (1.0, "on_pace")  # 50 / (120 · 5/12) = 1


@pytest.mark.parametrize(
    ("value", "pace", "status"),
    [
        (100, 1.0, "on_pace"),  # 100 / (200 · ½)
        (99.99, 0.9999, "near"),  # unrounded: 99.99 % shows as 100 % and is not on pace
        (95, 0.95, "near"),
        (94.99, 0.9499, "slow"),
        (80, 0.8, "slow"),
        (79.99, 0.7999, "very_slow"),
        (0, 0.0, "very_slow"),  # a reported zero is a figure
    ],
)
def test_thresholds_of_pace(district, value, pace, status):
    row = told(district, "2022-H1", "flow", value, 200)
    assert (row["pace"], row["status"]) == (pytest.approx(pace), status)


@pytest.mark.parametrize(
    ("value", "status"), [(201, "exceeded"), (200, "met"), (199.99, "not_met")]
)
def test_at_the_years_end_a_flow_meets_its_plan_or_not(district, value, status):
    assert told(district, "2022-Y", "flow", value, 200)["status"] == status


def test_a_ceiling_half_used_up_at_half_the_year(district):
    row = told(district, "2022-H1", "ceiling", 40, 100)
    assert row["pace"] == 1.25  # 100 · ½ / 40
    assert (row["status"], row["is_plan_met"]) == ("on_pace", False)  # may still be passed


def test_a_rate_of_what_grows_during_the_year_may_still_pass_its_ceiling(district):
    row = told(district, "2022-H1", "left", 0.2, 0.4, 0.3)
    assert (row["status"], row["is_on_pace"], row["is_plan_met"]) == ("held", True, False)
    row = told(district, "2022-Y", "left", 0.4, 0.4, 0.3)
    assert (row["status"], row["is_plan_met"]) == ("met", True)


def test_a_ceiling_used_too_fast_is_slow(district):
    row = told(district, "2022-H1", "ceiling", 60, 100)
    assert (round(row["pace"], 6), row["status"]) == (0.833333, "slow")  # 100 · ½ / 60


def test_nothing_under_a_ceiling_is_on_pace_without_a_pace(district):
    row = told(district, "2022-H1", "ceiling", 0, 100)
    assert (row["pace"], row["status"]) == (None, "on_pace")


@pytest.mark.parametrize(("value", "status"), [(10, "met"), (100, "met"), (101, "not_met")])
def test_a_ceiling_kept_is_met_and_never_exceeded(district, value, status):
    row = told(district, "2022-Y", "ceiling", value, 100)
    assert (row["status"], row["is_plan_met"]) == (status, status == "met")


@pytest.mark.parametrize(
    ("period", "value", "status"),
    [
        ("2022-H1", 0, "on_pace"),
        ("2022-H1", 1, "very_slow"),
        ("2022-Y", 0, "met"),
        ("2022-Y", 1, "not_met"),
    ],
)
def test_a_ceiling_of_nought_is_met_by_nought_only_and_shows_no_percentage(
    district, period, value, status
):
    row = told(district, period, "ceiling", value, 0)
    assert (row["status"], row["plan_share"], row["pace"]) == (status, None, None)


def test_a_rate_that_falls_closes_less_than_nothing_of_its_gap(district):
    row = told(district, "2022-H1", "rate", 89, 92, 90)
    assert row["gap_closed"] == pytest.approx(-0.5)  # (89 − 90) / (92 − 90)
    assert row["pace"] == pytest.approx(-1.0)  # −50 % / ½
    assert row["status"] == "very_slow"  # 89 of the expected 91 would have said 98 %


def test_a_rate_halfway_at_half_the_year_is_on_pace(district):
    row = told(district, "2022-H1", "rate", 91, 92, 90)
    assert (row["pace"], row["status"], row["is_plan_met"]) == (1.0, "on_pace", False)


def test_a_share_of_two_flows_is_a_rate(district):
    row = told(district, "2022-H1", "spent", 60, 100, 20)
    assert row["gap_closed"] == 0.5  # (60 − 20) / (100 − 20), where a flow would be at 120 %
    assert (row["pace"], row["status"]) == (1.0, "on_pace")


def test_a_lower_rate_closes_its_gap_downwards(district):
    row = told(district, "2022-H1", "low", 3.1, 2, 4)
    assert row["gap_closed"] == pytest.approx(0.45)  # (3.1 − 4) / (2 − 4)
    assert (row["pace"], row["status"]) == (0.9, "slow")  # 45 % / ½


@pytest.mark.parametrize(
    ("indicator", "value", "target", "baseline", "during", "at_end"),
    [
        ("rate", 93, 92, 95, "held", "met"),  # fell from 95, and 93 still meets 92
        ("rate", 92, 92, 92, "held", "met"),
        ("rate", 91, 92, 95, "very_slow", "not_met"),
        ("low", 1.5, 2, 1, "held", "met"),
        ("low", 2.1, 2, 1, "very_slow", "not_met"),
    ],
)
def test_what_met_its_target_at_the_start_is_held_or_lost(
    district, indicator, value, target, baseline, during, at_end
):
    row = told(district, "2022-H1", indicator, value, target, baseline)
    assert (row["status"], row["gap_closed"], row["pace"]) == (during, None, None)
    assert (row["is_on_pace"], row["is_plan_met"]) == (during == "held", during == "held")
    say(district, "2022-Y", **{indicator: value})
    assert district.status(indicator, "2022-Y")["status"] == at_end


@pytest.mark.parametrize(
    ("value", "during", "at_end"), [(93, "on_pace", "exceeded"), (91, "no_basis", "not_met")]
)
def test_a_rate_without_a_baseline(district, value, during, at_end):
    row = told(district, "2022-H1", "rate", value, 92)
    assert (row["status"], row["pace"]) == (during, None)
    say(district, "2022-Y", rate=value)
    assert district.status("rate", "2022-Y")["status"] == at_end


@pytest.mark.parametrize(
    ("value", "status"),
    [(50, "met"), (50.99, "met"), (49.01, "met"), (51, "not_met"), (49, "not_met")],
)
def test_exact_is_met_within_one_rounding_step(district, value, status):
    assert told(district, "2022-Y", "exact", value, 50, 40)["status"] == status


@pytest.mark.parametrize(
    ("value", "gap", "status"),
    [
        (45, 0.5, "on_pace"),  # (45 − 40) / (50 − 40), pace 100 %
        (55, 0.5, "on_pace"),  # as far above as 45 is below
        (62, -0.2, "very_slow"),  # farther off than at the start
        (50.5, 0.95, "on_pace"),
    ],
)
def test_exact_during_the_year_closes_its_gap_from_either_side(district, value, gap, status):
    row = told(district, "2022-H1", "exact", value, 50, 40)
    assert (row["gap_closed"], row["status"]) == (pytest.approx(gap), status)


def test_an_indicator_without_direction_has_no_status(district):
    row = told(district, "2022-H1", "shown", 5, None)
    assert (row["value"], row["status"], row["is_on_pace"]) == (5, None, False)


def test_a_five_year_target_expects_months_of_sixty(district):
    district.target("rate", 95, 90, plan_year_id="2021-2025")
    say(district, "2022-Y", rate=92)
    row = district.status("rate", "2022-Y", plan="2021-2025")
    assert row["share"] == pytest.approx(0.4)  # 24 / 60
    assert row["gap_closed"] == pytest.approx(0.4)  # (92 − 90) / (95 − 90)
    assert (row["status"], row["is_plan_year"]) == ("on_pace", False)
    assert district.status("rate", "2022-Y")["status"] == "no_target"


def test_a_school_year_ends_with_its_own_months(district):
    district.target("flow", 10, plan_year_id="2021-22-SY")
    say(district, "2021-22-SY", flow=10)
    row = district.status("flow", "2021-22-SY")
    assert (row["share"], row["status"]) == (1.0, "met")  # 9 / 9


@pytest.mark.parametrize(
    ("value", "status"), [(12, "exceeded"), (10, "met"), (9.99, "not_met")]
)  # it is over at its own end: never on pace, and nothing is to be foreseen
def test_a_school_year_is_judged_as_a_whole_year(district, value, status):
    district.target("flow", 10, plan_year_id="2021-22-SY")
    district.target("flow", 1000)  # of the calendar year: another plan
    say(district, "2021-22-SY", flow=value)
    row = district.status("flow", "2021-22-SY")
    assert (row["status"], float(row["target"])) == (status, 10)
    assert row["plan_share"] == pytest.approx(value / 10)


def test_a_school_year_tells_of_a_plan_over_several_years_by_its_months(district):
    district.target("rate", 95, 78, plan_year_id="2021-2025")
    say(district, "2021-22-SY", rate=84)
    row = district.status("rate", "2021-22-SY", plan="2021-2025")
    assert row["share"] == pytest.approx(17 / 60)  # January 2021 to May 2022
    assert row["gap_closed"] == pytest.approx(6 / 17)  # (84 − 78) / (95 − 78)
    assert row["status"] == "on_pace"


def test_what_calendar_years_tell_has_no_row_in_a_school_year_nor_the_other_way_round(district):
    for period in ("2021-22-SY", "2022-H1", "2022-Y"):
        say(district, period, yearly=5, pupils=7, flow=9)
    rows = district.rows(
        f"select indicator_id, period_id from indicator_status(date '{LATE}') "
        "where is_plan_year and indicator_id in ('yearly', 'pupils', 'flow')"
    )
    told = {(r["indicator_id"], r["period_id"]) for r in rows}
    assert ("yearly", "2022-H1") in told  # not due then, but told by that year
    assert ("yearly", "2021-22-SY") not in told
    assert {p for i, p in told if i == "pupils"} == {"2020-21-SY", "2021-22-SY"}
    assert {("flow", "2021-22-SY"), ("flow", "2022-H1")} <= told


def test_a_set_of_the_calendar_year_is_no_headline_of_a_school_year(district):
    rows = district.rows(f"from headline(date '{LATE}')")
    told = {(r["set_id"], r["period_id"]) for r in rows}
    assert ("calendar", "2022-H1") in told
    assert ("calendar", "2021-22-SY") not in told
    assert ("seven", "2021-22-SY") not in told  # some of it is judged then, and that is no seven
    assert ("school", "2021-22-SY") in told


def test_a_seasonal_flow_expects_last_years_share(district):
    say(district, "2021-H1", season=30)
    say(district, "2021-Y", season=100)
    row = told(district, "2022-H1", "season", 57, 200)
    assert row["share"] == pytest.approx(0.3)  # 30 / 100
    assert (row["pace"], row["status"]) == (0.95, "near")  # 57 / (200 · 0.3)
    say(district, "2022-Y", season=200)
    assert district.status("season", "2022-Y")["status"] == "met"  # the year's end is 1 for all


@pytest.mark.parametrize("indicator", ["season", "season_ceiling"])
@pytest.mark.parametrize(("value", "status"), [(10, "no_basis"), (0, None)])
def test_nothing_is_expected_where_nothing_was_done_by_then(district, indicator, value, status):
    say(district, "2021-H1", **{indicator: 0})
    say(district, "2021-Y", **{indicator: 50})
    row = told(district, "2022-H1", indicator, value, 100)
    if status is None:  # nothing at all keeps within a ceiling, and is no start of a plan
        status = "on_pace" if indicator == "season_ceiling" else "no_basis"
    assert (row["share"], row["pace"], row["status"]) == (None, None, status)


def test_more_than_the_whole_of_last_year_tells_nothing_of_a_season(district):
    say(district, "2021-H1", season=60)
    say(district, "2021-Y", season=40)
    row = told(district, "2022-H1", "season", 149, 100)
    assert (row["share"], row["pace"], row["status"]) == (None, None, "no_basis")


def test_a_seasonal_flow_without_last_year_has_no_basis(district):
    assert told(district, "2022-H1", "season", 57, 200)["status"] == "no_basis"


def test_the_target_in_force_is_the_latest_decided_by_the_period_and_the_day(district):
    district.target("flow", 100)
    district.target("flow", 80, version=2, decision_date="2022-08-01")
    district.target("flow", 60, version=3, decision_date="2023-01-15")
    for period in ("2022-H1", "2022-9M", "2022-Y"):
        say(district, period, flow=70)

    def of(period, as_of=LATE):
        row = district.status("flow", period, as_of=as_of)
        return row["target"], row["target_version"]

    assert of("2022-H1") == (100, 1)  # decided after the period ended
    assert of("2022-9M") == (80, 2)
    assert of("2022-9M", "2022-07-31") == (100, 1)  # not decided yet on that day
    assert of("2022-Y") == (80, 2)  # version 3 came after the year


def test_of_several_targets_the_last_decided_counts_then_the_highest_version(district):
    district.target("flow", 100, version=2)
    district.target("flow", 90, version=1, decision_date="2021-12-20")
    say(district, "2022-H1", flow=70)
    assert district.status("flow", "2022-H1")["target"] == 90
    district.target("flow", 80, version=3, decision_date="2021-12-20")
    assert district.status("flow", "2022-H1")["target"] == 80


def test_a_pledged_target_is_no_assigned_one(district):
    district.target("flow", 100, kind="pledged")
    say(district, "2022-H1", flow=70)
    assert district.status("flow", "2022-H1")["status"] == "no_target"


def test_without_a_report_there_is_no_figure_and_no_judgement(district):
    district.target("flow", 100)
    row = district.status("flow", "2022-H1")
    assert (row["value"], row["status"]) == (None, "unreported")


def test_in_a_period_it_is_not_measured_in_an_indicator_is_not_due(district):
    row = told(district, "2022-H1", "yearly", 5, 10)
    assert (row["value"], row["status"]) == (5, "not_due")


def test_before_it_is_available_a_survey_is_not_due(district):
    row = told(district, "2022-Y", "survey", 5, 5, as_of="2023-02-13")
    assert row["status"] == "not_due"  # known 45 days after 31/12: on 14/02
    assert district.status("survey", "2022-Y", as_of="2023-02-14")["status"] == "met"


def test_until_its_first_due_day_is_over_what_nobody_told_is_not_due(district):
    district.target("flow", 100)
    for as_of, status in (("2022-06-20", "not_due"), ("2022-06-21", "unreported")):
        assert district.status("flow", "2022-H1", as_of=as_of)["status"] == status  # due on 20/06


def test_what_was_told_before_its_due_day_is_judged(district):
    row = told(district, "2022-H1", "flow", 50, 100, as_of="2022-06-15")  # received on 14/06
    assert row["status"] == "on_pace"


def test_the_headline_counts_every_indicator_of_the_set_once(district):
    """x flow, ceiling; m flow; behind rate; z yearly; k low; without basis season, shown."""
    for name, target in {"flow": 100, "ceiling": 100, "season": 10, "low": 1}.items():
        district.target(name, target)
    district.target("rate", 92, 90)
    say(district, "2022-H1", flow=100, ceiling=50, rate=89, season=9, shown=1)
    rows = district.rows(f"from headline(date '{LATE}') where set_id = 'seven'")
    head = next(r for r in rows if r["period_id"] == "2022-H1")
    assert {k: head[k] for k in ("y", "x", "m", "behind", "z", "k", "without_basis")} == {
        "y": 7, "x": 2, "m": 1, "behind": 1, "z": 1, "k": 1, "without_basis": 2,
    }  # fmt: skip
    for row in rows:
        parts = ("x", "behind", "z", "k", "without_basis")
        assert row["y"] == sum(row[p] for p in parts) == 7
        assert row["m"] <= row["x"]


def test_a_movement_counts_its_own_indicators(district):
    district.target("flow", 100)
    district.target("ceiling", 100)
    say(district, "2022-H1", flow=100, ceiling=80)
    rows = district.rows(
        f"from movement_status(date '{LATE}') where scope_id = '{ROOT}' and period_id = '2022-H1'"
    )
    assert [(r["on_pace_count"], r["behind_count"]) for r in rows] == [(1, 1)]
