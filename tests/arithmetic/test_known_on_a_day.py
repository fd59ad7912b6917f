"""What was known on a day: real workbooks, acts, lateness, reconciliation, states of cells.

One district lives through June 2022; each commune has one story, told in `made`.
"""

import pytest

from tests.arithmetic.district import LATE, ROOT, District

H1 = "2022-H1"  # due on 20/06/2022


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    district = District(tmp_path_factory.mktemp("clock"))
    for name in ("dung-han", "tre", "thieu", "tra-lai", "tra-tre", "gia-han", "sua", "rut"):
        district.unit(name)
    for name in ("uoc", "ngay-ky", "khoi-phuc", "dinh-chinh", "ngay-nhan", "khong-han", "trong"):
        district.unit(name)
    for name in OF_TWO_KINDS:
        district.unit(name)
    district.unit("truong", "E")
    district.tables["due"] = [d for d in district.tables["due"] if d["period_id"] == H1]
    district.figure("flow")
    district.measure("poor", "stock", reporter="phong", root_reporter="phong", uom_vi="hộ")
    district.indicator("poor", direction="lower")
    told_by_root = {"root_source": "own", "root_reporter": "phong"}
    district.measure("jobs", "stock", **told_by_root)
    district.indicator("jobs", "office")
    district.measure("houses", "stock", applies_to="E")
    district.measure("trees", "stock")
    stories(district)
    yield district
    district.con.close()


def stories(d):
    d.report("dung-han", H1, "2022-06-20", flow=0)
    d.report("tre", H1, "2022-06-25", flow=1)
    d.report("tra-lai", H1, "2022-06-18", flow="nhiều")  # refused, never handed in again
    d.report("tra-tre", H1, "2022-06-18", flow="ba")  # refused in time …
    d.report("tra-tre", H1, "2022-06-22", flow=3)  # … accepted late
    d.report("gia-han", H1, "2022-06-24", flow=4)
    d.report("sua", H1, "2022-06-15", flow=50)
    d.report("rut", H1, "2022-06-15", flow=60)
    d.report("uoc", H1, "2022-06-10", flow=70)
    d.report("uoc", H1, "2022-06-15", flow=75, official=False)  # later, but an estimate
    d.report("ngay-ky", H1, "2022-06-10", flow=80, paper="2022-06-09")
    d.report("ngay-ky", H1, "2022-06-15", flow=85, paper="2022-06-01")  # later, of an older paper
    d.report("khoi-phuc", H1, "2022-06-10", flow=90)
    d.report("khoi-phuc", H1, "2022-06-15", flow=95)
    d.report("dinh-chinh", H1, "2022-06-15", flow=10)
    d.report("dinh-chinh", H1, "2022-07-10", flow=11)
    d.report("ngay-nhan", H1, "2022-06-30", flow=20)
    for name, (kinds, _, _) in OF_TWO_KINDS.items():
        for n, kind in enumerate(kinds.split()):
            d.report(name, H1, f"2022-06-1{n}", flow=100 + n, official=kind == "chính-thức")
    d.report("trong", H1, "2022-06-15", trees=8)
    d.report("phong", H1, "2022-06-15", jobs=238, about={("poor", "sua"): 7, ("poor", ROOT): 9})
    d.publish()
    number = {(r["reporter_id"], r["revision"]): r["journal_no"] for r in d.rows("from report")}
    cell = d.rows("select sheet, cell from observation where reporter_id = 'sua'")[0]
    d.act("extend", "2022-06-19", form="bc", period=H1, unit="gia-han", due="2022-06-24")
    d.act("correct", "2022-07-01", report=number["sua", 1], expected="50", value="55", **cell)
    d.act("correct", "2022-07-05", report=number["sua", 1], expected="55", value="56", **cell)
    d.act("correct", "2022-07-03", report=number["sua", 1], expected="56", value="57", **cell)
    cell = d.rows("from observation where (reporter_id, measure_id) = ('trong', 'flow')")[0]
    cell = {"report": number["trong", 1], "sheet": cell["sheet"], "cell": cell["cell"]}
    d.act("correct", "2022-07-02", **cell, expected="", value="12")
    d.act("correct", "2022-07-04", **cell, expected="12", value="")
    d.act("correct", "2022-07-04", **cell, expected="", value="13")
    d.act("withdraw", "2022-07-01", report=number["rut", 1])
    d.act("restore", "2022-07-05", report=number["khoi-phuc", 1])
    d.act("withdraw", "2022-07-06", report=number["ct-rut-ct", 1])
    d.act("received", "2022-07-08", report=number["ngay-nhan", 1], received="2022-06-19")
    d.publish()


# What came in, one a day from 10/06/2022: lần nộp by the end, whether one of them is a correction.
OF_TWO_KINDS = {
    "uoc-ct": ("ước chính-thức", 2, False),
    "uoc-uoc": ("ước ước", 2, True),
    "uoc-uoc-ct": ("ước ước chính-thức", 3, True),
    "uoc-ct-ct": ("ước chính-thức chính-thức", 3, True),
    "uoc-ct-uoc": ("ước chính-thức ước", 3, True),
    "ct-uoc": ("chính-thức ước", 2, False),
    "ct-ct": ("chính-thức chính-thức", 2, True),
    "ct-rut-ct": ("chính-thức chính-thức", 1, False),  # the first was withdrawn on 06/07
}


def flow(made, unit, as_of=LATE):
    return made.status("flow", H1, unit, as_of)["value"]


def timeliness(made, unit, as_of=LATE):
    found = made.rows(f"from timeliness(date '{as_of}') where reporter_id = ?", unit)
    assert len(found) == 1
    return found[0]


def cell_state(made, unit, measure, as_of=LATE):
    found = made.rows(
        f"select state, value from cell_known(date '{as_of}') "
        "where subject_id = ? and measure_id = ?",
        unit, measure,
    )  # fmt: skip
    assert len(found) <= 1
    return (found[0]["state"], found[0]["value"]) if found else None


def test_a_report_counts_from_the_day_it_was_received(made):
    assert flow(made, "tre", "2022-06-24") is None
    assert flow(made, "tre", "2022-06-25") == 1


def test_an_official_figure_stands_over_a_later_estimate(made):
    assert flow(made, "uoc") == 70


def test_a_newer_paper_stands_over_a_later_receipt(made):
    assert flow(made, "ngay-ky") == 80


def test_a_correction_of_a_report_counts_from_its_receipt(made):
    assert flow(made, "dinh-chinh", "2022-07-09") == 10
    assert flow(made, "dinh-chinh", "2022-07-10") == 11


def test_corrected_cells_count_from_the_acts_day_and_chain(made):
    assert flow(made, "sua", "2022-06-30") == 50
    assert flow(made, "sua", "2022-07-01") == 55  # 50 was expected and stood there
    assert flow(made, "sua", "2022-07-03") == 55  # 56 was expected and not known yet
    assert flow(made, "sua") == 57  # 55 was expected, then 56, and each stood there
    row = made.rows(f"from observation_known(date '{LATE}') where reporter_id = 'sua'")[0]
    assert (row["reported_value"], row["value"]) == (50, 57)


def test_a_cell_left_empty_is_reported_from_the_day_of_its_correction(made):
    assert cell_state(made, "trong", "flow", "2022-07-01") == ("not_reported", None)
    assert cell_state(made, "trong", "flow", "2022-07-02") == ("reported", 12)
    assert cell_state(made, "trong", "flow") == ("reported", 13)  # 12 was taken out, 13 put in
    row = made.rows(f"from observation_known(date '{LATE}') where measure_id = 'flow'")
    (row,) = [r for r in row if r["reporter_id"] == "trong"]
    assert (row["reported_value"], row["raw"]) == (None, "")
    before, after = (made.status("flow", H1, ROOT, f"2022-07-0{n}") for n in (1, 2))
    assert after["reporting_count"] - before["reporting_count"] == 1
    assert after["value"] - before["value"] == 12


def test_a_withdrawn_report_counts_until_the_day_of_the_act(made):
    assert flow(made, "rut", "2022-06-30") == 60
    assert flow(made, "rut", "2022-07-01") is None
    assert timeliness(made, "rut")["timeliness"] == "missing"


def test_a_restored_report_stands_over_what_came_before_the_act(made):
    assert flow(made, "khoi-phuc", "2022-07-04") == 95
    assert flow(made, "khoi-phuc", "2022-07-05") == 90


def test_a_date_received_set_by_an_act_counts_from_the_acts_day(made):
    assert timeliness(made, "ngay-nhan", "2022-07-07")["timeliness"] == "late"
    row = timeliness(made, "ngay-nhan", "2022-07-08")
    assert (row["timeliness"], row["days_late"]) == ("on_time", 0)


@pytest.mark.parametrize(
    ("unit", "timely", "days"),
    [
        ("dung-han", "on_time", 0),  # on the last day
        ("tre", "late", 5),  # 25/06 against 20/06
        ("tra-tre", "late", 2),  # refused on 18/06 in time, accepted on 22/06
        ("dinh-chinh", "on_time", 0),  # corrected later: no lateness
        ("gia-han", "on_time", 0),  # 24/06, extended to 24/06
    ],
)
def test_lateness_is_of_the_first_accepted_report(made, unit, timely, days):
    row = timeliness(made, unit)
    assert (row["timeliness"], row["days_late"]) == (timely, days)


@pytest.mark.parametrize(
    ("as_of", "timely", "days"),
    [("2022-06-20", "not_due", 0), ("2022-06-21", "missing", 1), ("2022-06-30", "missing", 10)],
)
def test_nothing_is_missing_before_its_due_day_has_passed(made, as_of, timely, days):
    row = timeliness(made, "thieu", as_of)
    assert (row["timeliness"], row["days_late"]) == (timely, days)


def test_an_extension_counts_from_the_day_it_was_granted(made):
    assert timeliness(made, "gia-han", "2022-06-18")["is_extended"] is False
    row = timeliness(made, "gia-han", "2022-06-22")
    assert (row["is_extended"], row["timeliness"], str(row["due_date"])) == (
        True, "not_due", "2022-06-24",
    )  # fmt: skip
    assert str(row["first_due"]) == "2022-06-20"


@pytest.mark.parametrize(
    ("unit", "as_of", "status"),
    [
        ("gia-han", "2022-06-20", "not_due"),
        ("gia-han", "2022-06-23", "not_due"),  # not_due by the extension to 24/06 alone
        ("thieu", "2022-06-20", "not_due"),
        ("thieu", "2022-06-21", "unreported"),
    ],
)
def test_a_figure_is_not_unreported_before_its_own_due_day_has_passed(made, unit, as_of, status):
    assert made.status("flow", H1, unit, as_of)["status"] == status


def test_returned_and_corrected_are_flags_beside_lateness(made):
    def flags(unit):
        row = timeliness(made, unit)
        return row["is_returned"], row["is_corrected"]

    assert flags("tra-tre") == (True, False)
    assert flags("dinh-chinh") == (False, True)
    assert flags("dung-han") == (False, False)


@pytest.mark.parametrize("unit", OF_TWO_KINDS)
def test_a_correction_follows_a_report_of_its_own_kind(made, unit):
    _, revisions, is_corrected = OF_TWO_KINDS[unit]
    row = timeliness(made, unit)
    assert (row["revisions"], row["is_corrected"]) == (revisions, is_corrected)
    assert (row["timeliness"], row["days_late"]) == ("on_time", 0)


def test_a_correction_is_one_from_the_day_it_was_received(made):
    days = ("2022-06-10", "2022-06-11", "2022-06-12")
    assert [timeliness(made, "uoc-ct-ct", d)["is_corrected"] for d in days] == [False, False, True]
    days = ("2022-07-05", "2022-07-06")
    assert [timeliness(made, "ct-rut-ct", d)["is_corrected"] for d in days] == [True, False]


def test_a_reported_zero_is_reported_and_an_empty_cell_is_not(made):
    assert cell_state(made, "dung-han", "flow") == ("reported", 0)
    assert cell_state(made, "dung-han", "jobs") == ("not_reported", None)
    assert cell_state(made, "thieu", "flow") == ("not_reported", None)


def test_cells_of_a_returned_report_are_refused_until_one_is_accepted(made):
    assert cell_state(made, "tra-lai", "flow") == ("refused", None)
    assert cell_state(made, "tra-lai", "flow", "2022-06-17") == ("not_reported", None)
    assert cell_state(made, "tra-tre", "flow", "2022-06-21") == ("refused", None)
    assert cell_state(made, "tra-tre", "flow") == ("reported", 3)


def test_a_cell_that_does_not_apply_is_not_owed(made):
    assert cell_state(made, "tre", "houses") is None


def test_units_against_the_root_where_the_units_count(made):
    found = made.rows(f"from reconciliation(date '{LATE}') where measure_id = 'poor'")
    row = {k: found[0][k] for k in ("units_value", "root_value", "difference")}
    assert row == {"units_value": 7, "root_value": 9, "difference": -2}
    assert (found[0]["is_root_authority"], found[0]["reporting_count"]) == (False, 1)
    assert made.status("poor", H1)["value"] == 7  # the units', never 16


def test_units_against_the_root_where_the_roots_own_figure_counts(tmp_path):
    district = District(tmp_path)
    district.units(2)
    district.measure("jobs", "stock", root_source="own", root_reporter="phong")
    district.indicator("jobs", "office")
    district.everybody(H1, jobs=[100, 140])
    district.report("phong", H1, jobs=238)
    district.open()
    found = district.rows(f"from reconciliation(date '{LATE}')")
    row = {k: found[0][k] for k in ("units_value", "root_value", "difference")}
    assert row == {"units_value": 240, "root_value": 238, "difference": 2}
    assert found[0]["is_root_authority"] is True
    assert district.status("jobs", H1)["value"] == 238
    district.con.close()
