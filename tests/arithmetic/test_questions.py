"""Rules that stand in a question of the screens alone, asked of a small district."""

import datetime as dt
from pathlib import Path

import pytest

from tests.arithmetic.district import LATE, District

SQL = Path(__file__).parents[2] / "app" / "sql"
H1 = "2022-H1"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    district = District(tmp_path_factory.mktemp("questions"))
    district.units(4)
    for name in ("stock", "rising"):
        district.figure(name, "stock")
    for name in ("yes", "no", "answers"):
        district.measure(name, "stock")
    district.indicator("content", "mean", numerator="yes", weight="answers", decimals=1)
    district.indicator("balance", "mean", numerator="yes - no", decimals=1)
    district.indicator("rate", "mean", numerator="yes", decimals=1)
    yield district.open()
    district.con.close()


def ask(district, question, as_of=LATE, **given):
    """The rows of one question, of one period where it may be asked of several."""
    text = (SQL / f"{question}.sql").read_text("utf-8").replace("$one_of_periods", f"= '{H1}'")
    query = district.con.execute(text, {"as_of": dt.date.fromisoformat(as_of), **given})
    names = [c[0] for c in query.description]
    return [dict(zip(names, row, strict=True)) for row in query.fetchall()]


def ranks(district):
    told = ask(district, "judged", period=H1)
    return [r for r in told if r["indicator_id"] == "rate" and r["place"] is not None]


def test_half_a_step_is_written_up_whatever_its_binary_form(district):
    """285,85 is written 285,9 and 285,8 is written so: a step lies between, and half a one."""
    district.everybody(H1, yes=["285.85", "285.8", "285.1", "0.05"])
    assert [r["place"] for r in ranks(district)] == [1, 2, 3, 4]


def test_a_place_is_shared_by_what_differs_by_less_than_half_a_step(district):
    """17,16 is written 17,2 and 17,14 is written 17,1: between them lies less than 0,05."""
    district.everybody(H1, yes=["17.16", "17.14", "17.08", "17.16"])
    rows = ranks(district)
    # 17,08 is written 17,1 as 17,14 is, and lies 0,08 below 17,16
    assert [(r["scope_id"], r["place"], r["among"]) for r in rows] == [
        ("x01", 1, 4), ("x02", 1, 4), ("x03", 3, 4), ("x04", 1, 4),
    ]  # fmt: skip


def scores(district, indicator):
    rows = ask(district, "scores", indicators=[indicator])
    return {r["unit_id"]: (r["value"], r["place"], r["among"]) for r in rows}


def test_places_of_scores_are_shared_in_the_same_way(district):
    district.everybody(H1, yes=["17.16", "17.14", "17.08", "17.16"])
    assert {u: place for u, (_, place, _) in scores(district, "rate").items()} == {
        "x01": 1, "x02": 1, "x03": 3, "x04": 1,
    }  # fmt: skip


def test_a_score_of_several_parts_is_what_they_come_to(district):
    """Never the greater of them; none where one is wanting."""
    district.everybody(H1, yes=[80, 90, 70, 60], no=[10, 30, 10])
    told = scores(district, "balance")
    assert {u: value for u, (value, _, _) in told.items()} == {
        "x01": 70, "x02": 60, "x03": 60, "x04": None,
    }  # fmt: skip
    assert [r["state"] for r in ask(district, "scores", indicators=["balance"])][-1] == (
        "not_reported"
    )


def test_of_whom_not_all_parts_are_asked_the_score_is_not_asked(district):
    district.con.execute("delete from expected_cell where measure_id = 'no' and subject_id = 'x04'")
    district.everybody(H1, yes=[80, 70, 60, 75], no=[10, 10, 10])
    assert scores(district, "balance") == {"x01": (70, 1, 3), "x02": (60, 2, 3), "x03": (50, 3, 3)}


def test_too_few_answers_have_no_place(district):
    district.everybody(H1, yes=[80, 90, 70, 60], answers=[30, 29, 40, 50])
    assert scores(district, "content") == {
        "x01": (80, 1, 3), "x02": (90, None, 3), "x03": (70, 2, 3), "x04": (60, 3, 3),
    }  # fmt: skip


def longer(district):
    return [
        (r["indicator_id"], r["plan_year_id"], r["target"], r["decided_target"], r["status"])
        for r in ask(district, "figures", indicators=[])
        if r["kind"] == "longer"
    ]


def test_plans_of_several_years_add_up_to_one_of_the_whole(district):
    """The root has none of its own: what its units were given for five years is its plan."""
    district.everybody(H1, rising=[1, 2, 3, 4])
    for unit in ("x01", "x02", "x03", "x04"):
        assert longer(district) == []
        more = {"scope_type": "unit", "scope_id": unit, "plan_year_id": "2021-2025"}
        district.target("rising", 10, 0, **more)
    # 10 of 40 in 18 months of 60: a quarter where three tenths were due
    assert longer(district) == [("rising", "2021-2025", 40, None, "slow")]


def test_a_pledge_of_several_years_stands_beside_that_of_the_year(district):
    mine = {"scope_type": "unit", "scope_id": "x01", "kind": "pledged"}
    district.target("stock", 10, **mine)
    district.target("stock", 50, **mine | {"plan_year_id": "2021-2025"})
    district.report("x01", H1, stock=20)
    rows = ask(district, "unit_pledges", unit="x01", period=H1)
    assert [
        (r["plan_year_id"], r["is_plan_year"], float(r["pledged"]), r["is_met"]) for r in rows
    ] == [("2022", True, 10, True), ("2021-2025", False, 50, None)]


class Sent:
    """What x01 sends of one figure, lần nộp after lần nộp, and how its cell is corrected."""

    def __init__(self, folder):
        self.district = District(folder)
        self.district.units(1)
        self.district.figure("stock", "stock")
        self.day = dt.date(2022, 6, 10)
        self.number = 0

    def send(self, value, **more):
        self.day += dt.timedelta(1)
        self.district.report("x01", H1, str(self.day), **more, stock=value)
        self.district.publish()
        [row] = self.district.rows("select max(journal_no) as n from report")
        self.number = row["n"]

    def correct(self, expected, value, number=None):
        self.day += dt.timedelta(1)
        [at] = self.district.rows("select sheet, cell from observation limit 1")
        given = {"report": number or self.number, "expected": str(expected), "value": str(value)}
        self.district.act("correct", str(self.day), **given, **at)

    def told(self):
        self.district.publish()
        return [
            (float(r["before"]), float(r["now"]), r["revision"], r["actor"], r["lapsed_no"])
            for r in reversed(ask(self.district, "revisions", periods=[H1]))
        ]


@pytest.fixture
def sent(tmp_path):
    made = Sent(tmp_path)
    yield made
    made.district.con.close()


WHO = "thử"


def test_a_resend_that_ends_a_correction_changes_the_figure_back(sent):
    sent.send(10)
    sent.correct(10, 30)
    sent.send(10, paper="2022-06-20")
    act = sent.number - 1
    assert sent.told() == [(10, 30, None, WHO, None), (30, 10, 2, None, act)]


def test_a_resend_that_says_what_was_corrected_changes_nothing(sent):
    sent.send(10)
    sent.correct(10, 30)
    sent.send(30)
    assert sent.told() == [(10, 30, None, WHO, None)]


def test_each_step_of_a_correction_is_told_also_one_that_leads_back(sent):
    sent.send(10)
    for expected, value in ((10, 20), (20, 30), (30, 10)):
        sent.correct(expected, value)
    assert [r[:2] for r in sent.told()] == [(10, 20), (20, 30), (30, 10)]


def test_an_estimate_beside_an_official_report_changes_nothing_and_ends_no_correction(sent):
    """It never comes into force; what it is corrected to is no change of the figure either."""
    sent.send(10)
    sent.correct(10, 30)
    official = sent.number
    sent.send(25, official=False)
    sent.correct(25, 26)
    sent.correct(30, 40, official)
    steps = [(10, 30, None, WHO, None), (30, 40, None, WHO, None)]
    assert sent.told() == steps
    act = sent.number + 2
    sent.send(50)
    assert sent.told() == [*steps, (40, 50, 3, None, act)]


def test_an_older_paper_that_comes_late_is_never_in_force(sent):
    sent.send(10, paper="2022-06-20")
    official = sent.number
    sent.send(12, paper="2022-06-15")
    sent.correct(10, 11, official)
    sent.send(13, paper="2022-06-21")
    assert [r[:3] for r in sent.told()] == [(10, 11, None), (11, 13, 3)]


def test_a_report_put_back_changes_the_figure_back(sent):
    sent.send(10)
    first = sent.number
    sent.send(20)
    sent.day += dt.timedelta(1)
    for act in ("withdraw", "restore"):
        sent.district.act(act, str(sent.day), report=first)
    sent.send(30)
    assert sent.told() == [
        (10, 20, 2, None, None), (20, 10, 1, WHO, None), (10, 30, 3, None, None),
    ]  # fmt: skip


def test_a_withdrawn_report_keeps_the_day_it_was_found_to_have_come(sent):
    sent.send(10)
    more = {"report": sent.number}
    sent.district.act("received", "2022-06-21", received="2022-06-09", **more)
    sent.district.act("withdraw", "2022-06-25", **more)
    sent.district.publish()
    for as_of, state in (("2022-06-22", "current"), ("2022-06-30", "withdrawn")):
        [row] = ask(sent.district, "unit_reports", as_of, unit="x01")
        assert (row["state"], row["received_date"]) == (state, dt.date(2022, 6, 9))
