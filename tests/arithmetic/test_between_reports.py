"""Findings between reports, each with figures worked out by hand; limits are those shipped."""

from decimal import Decimal

import pytest

from tests.arithmetic.district import OFFICE, ROOT, District

TODAY = "2026-11-24"
COPIED = [f"m{n}" for n in range(1, 10)]  # nine stocks that only copies are made of
LEVELS = {"chua": 0, "dat": 1}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    district = District(tmp_path_factory.mktemp("findings"))
    district.units(6)
    for name in ("a", "left", "sent"):
        district.figure(name)
    for year, start, end, months in (
        ("2018-19-SY", "2018-08-01", "2019-05-31", 10),
        ("2019-20-SY", "2019-09-01", "2020-07-31", 11),
    ):
        district.add("plan_year", plan_year_id=year, from_date=start, to_date=end, months=months)
        district.period(year, "SY", year, start, end)
    district.indicator("due", numerator="left - sent", direction="lower")
    for name in ("b", "start", *COPIED):
        district.figure(name, "stock")
    district.figure("gone")
    district.measure("end", "stock", reporter=OFFICE)
    district.indicator("end", direction="none")
    row = {"title_vi": "cân đối", "measure_id": "end", "terms": "start - gone + a"}
    district.add("balance", balance_id="ngheo", **row)
    district.measure("whole", "stock", root_reporter=OFFICE)
    district.indicator("whole")
    scales(district)
    yield district.open()
    district.con.close()


def scales(district):
    """Two scales after each other; a stock, two criteria and the levels are measured by them."""
    for version, start, end in (("cu", "2016-01-01", "2021-12-31"), ("moi", "2022-01-01", "")):
        row = {"title_vi": version, "valid_from": start, "valid_to": end}
        district.add("scale", scale_id="thang", version=version, **row)
    district.figure("scaled", "stock", scale_id="thang")
    for name in ("c1", "c2"):
        district.measure(name, "flag", section="criteria", max=1, decimals=0)
    for name, rank in LEVELS.items():
        row = {"title_vi": name, "title_en": name, "is_standard": rank}
        district.add("level", level_id=name, rank=rank, **row)
    district.measure("muc", "stock", reporter="catalogue")
    district.indicator("muc", "level", scale_id="thang")


def found(district, rule, as_of=TODAY):
    """(report, period, measure, subject, value, other) of each finding of one rule."""
    rows = district.rows(f"from cross_finding(date '{as_of}')")
    names = ("journal_no", "period_id", "measure_id", "subject_id", "value", "other_value")
    return sorted(
        (tuple(r[n] for n in names) for r in rows if r["rule_id"] == rule),
        key=lambda r: tuple(map(str, r)),
    )


def told(district, rule, language="vi"):
    query = f"select message_{language} from cross_told(date '{TODAY}') where rule_id = ?"
    return [m for (m,) in district.con.execute(query, [rule]).fetchall()]


def halves(district, **values):
    """What commune x01 tells of the first half of 2021, and of 2022, a list each."""
    for year in (0, 1):
        district.report("x01", f"{2021 + year}-H1", **{m: v[year] for m, v in values.items()})


@pytest.mark.parametrize(
    ("first", "second"), [("2022-H1", "2022-Q2"), ("2022-H2", "2022-Y"), ("2022-M06", "2022-H1")]
)
def test_periods_that_end_on_one_day_say_one_figure(district, first, second):
    """Told of both the flow and the stock; the report that came later is asked."""
    district.report("x01", first, a=100, b=7, left=5)
    district.report("x01", second, a=90, b=8, left=5)
    district.report("x02", second, a=90)  # another unit
    number = max(r["journal_no"] for r in district.rows("from report where reporter_id = 'x01'"))
    assert found(district, "same-day-differs") == [
        (number, second, "a", "x01", Decimal(90), Decimal(100)),
        (number, second, "b", "x01", Decimal(8), Decimal(7)),
    ]
    assert told(district, "same-day-differs")[0] == (
        f"a: 90, trong khi kỳ «Kỳ {first}» kết thúc cùng ngày ghi 100. Hai kỳ cùng một ngày cuối "
        "thì số lũy kế, số cuối kỳ phải như nhau; hãy đối chiếu và gửi bản đính chính của kỳ sai."
    )


def test_a_figure_is_held_against_periods_of_its_own_plan_year_alone(district):
    district.report("x01", "2022-M05", a=100)
    district.report("x01", "2021-22-SY", a=900)  # since September
    assert found(district, "same-day-differs") == []


def test_a_school_year_that_ends_later_is_held_against_the_one_before(district):
    district.report("x01", "2018-19-SY", a=100)
    district.report("x01", "2019-20-SY", a=100_000)
    [(_, period, measure, *_)] = found(district, "thousand-jump")
    assert (period, measure) == ("2019-20-SY", "a")


def test_of_three_periods_of_one_day_the_latest_before_is_named_once(district):
    district.report("x01", "2022-M06", a=90)
    district.report("x01", "2022-Q2", a=90)
    district.report("x01", "2022-H1", a=100)
    [(_, period, *_)] = found(district, "same-day-differs")
    rows = district.rows(f"from cross_finding(date '{TODAY}') where rule_id = 'same-day-differs'")
    assert (period, rows[0]["other_period_id"]) == ("2022-H1", "2022-Q2")


def test_a_cumulative_figure_that_falls_within_its_plan_year(district):
    district.report("x01", "2021-Y", a=9000)  # every January falls to nothing
    district.report("x01", "2022-H1", a=1234.5)
    district.report("x01", "2022-Y", a=1200)
    number = found(district, "flow-falls")[0][0]
    assert found(district, "flow-falls") == [
        (number, "2022-Y", "a", "x01", Decimal(1200), Decimal("1234.5"))
    ]
    assert told(district, "flow-falls") == [
        "a: số lũy kế 1.200, thấp hơn 1.234,5 của kỳ «Kỳ 2022-H1». Số lũy kế trong năm không giảm; "
        "hãy xem lại cả hai kỳ và gửi bản đính chính của kỳ sai."
    ]
    assert told(district, "flow-falls", "en") == [
        "a: the cumulative figure 1,200 is below 1,234.5 of period «2022-H1». Check both periods "
        "and correct the wrong one."
    ]


def test_a_difference_falls_where_neither_of_its_flows_does(district):
    district.report("x01", "2022-H1", left=20, sent=8)  # 12 late
    district.report("x01", "2022-Y", left=30, sent=25)  # 5 late: seven cannot have come back
    [(_, period, measure, _, value, other)] = found(district, "rest-falls")
    assert (period, measure, value, other) == ("2022-Y", "left", 5, 12)
    assert found(district, "flow-falls") == []


def test_a_stock_may_fall(district):
    district.report("x01", "2022-H1", b=40)
    district.report("x01", "2022-Y", b=30)
    assert found(district, "flow-falls") == []


@pytest.mark.parametrize(
    ("then", "now", "is_found"),
    [
        (100, 151, True),  # + 51 %
        (100, 150, False),  # + 50 % is not more than it
        (100, 49, True),
        (40, 0, True),
        (39, 19, True),  # − 51 %, 20 fewer
        (38, 19, False),  # − 50 %
        (30, 49, False),  # + 63 %, but only 19 more
        (19, 90, False),  # of fewer than 20 a percentage says nothing
        (0, 90, False),
    ],
)
def test_a_change_of_more_than_half_on_the_same_period_of_last_year(district, then, now, is_found):
    halves(district, b=(then, now))
    assert bool(found(district, "year-change")) == is_found


def test_a_growth_that_all_share_is_no_mistake_of_one(district):
    """Five double, the sixth stays: it is the one that stands out, though it did not change."""
    district.everybody("2021-H1", b=[100, 100, 100, 100, 100, 100])
    district.everybody("2022-H1", b=[200, 210, 190, 200, 205, 700])
    [(_, _, _, unit, value, other)] = found(district, "year-change")
    assert (unit, value, other) == ("x06", 700, 100)  # × 7 where the middle is × 2,025


def test_four_units_are_no_measure_for_one_of_them(district):
    district.everybody("2021-H1", b=[100, 100, 100, 100])
    district.everybody("2022-H1", b=[200, 200, 200, 200])
    assert len(found(district, "year-change")) == 4


def test_nothing_is_compared_across_a_change_of_scale(district):
    halves(district, scaled=(100, 300))
    assert found(district, "year-change") == []


@pytest.mark.parametrize(
    ("then", "now", "is_found"),
    [
        (716.45, 716450, True),
        (716450, 716.45, True),
        (5, 1500, True),  # × 300
        (5, 1495, False),
        (5, 15000, True),  # × 3.000
        (5, 15005, False),
        (0, 5000, False),
    ],
)
def test_a_thousand_times_more_or_less_than_the_period_before(district, then, now, is_found):
    district.report("x01", "2021-Y", b=then)
    district.report("x01", "2022-H1", b=now)
    assert bool(found(district, "thousand-jump")) == is_found


def test_a_jump_is_told_once_and_not_as_a_change_as_well(district):
    halves(district, b=(70, 70000))
    assert len(found(district, "thousand-jump")) == 1
    assert found(district, "year-change") == []
    assert told(district, "thousand-jump") == [
        "b: 70.000, trong khi kỳ «Kỳ 2021-H1» là 70: lớn hoặc nhỏ hơn khoảng một nghìn lần. Hãy "
        "xem lại đơn vị tính và dấu ngăn hàng nghìn, rồi gửi bản đính chính."
    ]


def test_a_first_figure_is_held_against_units_like_it(district):
    district.everybody("2022-H1", b=[90, 110, 100, 95, 100000])
    [(_, _, _, unit, value, other)] = found(district, "thousand-jump")
    assert (unit, value, other) == ("x05", 100000, 100)  # the median of 90, 95, 100, 110, 100.000
    assert "mức giữa của các đơn vị cùng nhóm là 100" in told(district, "thousand-jump")[0]


def test_a_unit_that_was_always_so_large_is_left_alone(district):
    district.everybody("2021-H1", b=[90, 110, 100, 95, 99000])
    district.everybody("2022-H1", b=[90, 110, 100, 95, 100000])
    [(number, period, *_)] = found(district, "thousand-jump")
    assert period == "2021-H1"  # asked about once, when it was new


def test_units_that_do_not_add_up_to_what_the_office_says(district):
    district.everybody("2022-H1", whole=[40, 40, 40, 40, 40, 40])
    district.report(OFFICE, "2022-H1", about={("whole", ROOT): 238})
    [(_, _, _, subject, value, other)] = found(district, "sum-differs")
    assert (subject, value, other) == (ROOT, 238, 240)


def test_units_are_added_up_only_once_all_have_reported(district):
    district.everybody("2022-H1", whole=[40, 40, 40, 40, 40])
    district.report(OFFICE, "2022-H1", about={("whole", ROOT): 238})
    assert found(district, "sum-differs") == []


@pytest.mark.parametrize(("end", "computed"), [(37, []), (36, [37])])
def test_the_end_is_the_start_less_who_left_and_with_who_came(district, end, computed):
    district.report("x01", "2022-Y", start=50, gone=15, a=2)  # 50 − 15 + 2 = 37
    district.report(OFFICE, "2022-Y", about={("end", "x01"): end})
    assert [r[5] for r in found(district, "balance-broken")] == computed
    (name,) = district.rows("select short_vi from unit where unit_id = 'x01'")[0].values()
    said = [m.partition(":")[0] for m in told(district, "balance-broken")]
    assert said == [f"end – {name}"] * len(computed)  # the office tells of many communes


def test_a_balance_with_a_part_unknown_says_nothing(district):
    district.report("x01", "2022-Y", start=50, gone=15)
    district.report(OFFICE, "2022-Y", about={("end", "x01"): 36})
    assert found(district, "balance-broken") == []


@pytest.mark.parametrize(
    ("level", "year", "met", "is_found"),
    [
        ("dat", 2022, (1, 0), True),
        ("dat", 2022, (1, 1), False),
        ("dat", 2020, (1, 0), False),  # by the scale before: these criteria are new to it
        ("chua", 2022, (1, 0), False),
    ],
)
def test_who_is_recognised_by_this_scale_meets_all_its_criteria(
    district, level, year, met, is_found
):
    district.recognise("x01", level, year, f"{year}-11-01")
    district.report("x01", "2022-Y", c1=met[0], c2=met[1])
    assert bool(found(district, "level-criteria")) == is_found
    if is_found:
        [row] = found(district, "level-criteria")
        assert row[4:] == (1, 2)


def copies(same, more=0):
    """Nine figures, the last of them other than 11 … 19 as asked."""
    return {m: 10 + n + (more if n > same else 0) for n, m in enumerate(COPIED, 1)}


@pytest.mark.parametrize(("same", "is_found"), [(9, True), (8, False)])
def test_a_report_that_repeats_the_one_before(district, same, is_found):
    """Eight of nine are 89 %, less than the 90 asked."""
    district.report("x01", "2021-Y", **copies(9))
    district.report("x01", "2022-H1", **copies(same, 1))
    assert [r[4:] for r in found(district, "copied-period")] == ([(9, 9)] if is_found else [])


def test_the_later_of_two_like_reports_is_asked(district):
    district.report("x02", "2022-H1", **copies(9))
    district.report("x01", "2022-H1", **copies(9))
    first, second = (r for (r,) in district.con.execute("select journal_no from report").fetchall())
    [(number, *_, value, other)] = found(district, "copied-unit")
    assert (number, value, other) == (second, 9, 9)
    assert first < second
    assert "9/9 số liệu giống hệt báo cáo của Đơn vị x02." in told(district, "copied-unit")[0]


@pytest.mark.parametrize("values", [[3] * 9, [0] * 9, [*range(1, 8), 7, 7]])
def test_few_different_figures_are_alike_by_chance(district, values):
    for unit in ("x01", "x02"):
        district.report(unit, "2022-H1", **dict(zip(COPIED, values, strict=True)))
    assert found(district, "copied-unit") == []


def test_an_indicator_that_is_judged_without_a_target_is_told_once(district):
    district.everybody("2022-H1", b=[1, 2, 3])
    row = (None, "2022-H1", "b", ROOT, None, None)
    assert row in found(district, "target-missing")
    district.target("b", 100)
    assert row not in found(district, "target-missing")


def test_a_plan_of_one_unit_is_none_of_the_whole(district):
    district.everybody("2022-H1", b=[1, 2])
    row = (None, "2022-H1", "b", ROOT, None, None)
    district.of_unit("b", "x01", 10)
    assert row in found(district, "target-missing")
    district.of_unit("b", "x02", 10)  # x03 has none, and has told nothing
    assert row not in found(district, "target-missing")
    district.report("x03", "2022-H1", b=1)
    assert row in found(district, "target-missing")
    # one of five years beside two of the year add up to nothing
    longer = {"scope_type": "unit", "scope_id": "x03", "plan_year_id": "2021-2025"}
    district.target("b", 50, **longer)
    assert row in found(district, "target-missing")
    district.of_unit("b", "x03", 10)
    assert row not in found(district, "target-missing")


def test_who_told_a_part_alone_needs_no_plan_for_the_whole(district):
    row = (None, "2022-H1", "left", ROOT, None, None)
    district.everybody("2022-H1", left=[10, 10], sent=[5, 5])
    for unit in ("x01", "x02"):
        district.of_unit("due", unit, 10)
    due = [r for r in found(district, "target-missing") if r == row]
    district.report("x03", "2022-H1", left=7)
    assert [r for r in found(district, "target-missing") if r == row] == due


def test_a_limit_of_the_office_goes_before_ours(district):
    halves(district, b=(100, 130))
    assert found(district, "year-change") == []
    district.add("setting", setting="change_percent", value="25")
    assert len(found(district, "year-change")) == 1


def test_a_finding_is_of_its_day(district):
    district.report("x01", "2021-H1", "2021-06-10", b=100)
    district.report("x01", "2022-H1", "2022-06-10", b=300)
    assert found(district, "year-change", "2022-06-09") == []
    assert len(found(district, "year-change", "2022-06-10")) == 1
    district.report("x01", "2021-H1", "2022-07-01", b=290)  # the older figure was the wrong one
    assert len(found(district, "year-change", "2022-06-30")) == 1
    assert found(district, "year-change", "2022-07-01") == []
