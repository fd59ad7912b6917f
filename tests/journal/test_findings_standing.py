"""Findings that stand on a day, of one report and between reports, and their acceptance."""

import json

import duckdb
import pytest

from etl.acts import ActRefused
from tests.journal.office import YEAR

FELL = "flow-falls"


def standing(office, rule="", as_of="2026-01-01"):
    rows = office.rows(f"from finding_known(date '{as_of}') order by journal_no, rule_id, cell")
    return [r for r in rows if rule in ("", r["rule_id"]) and r["severity"] != "note"]


def accepted(office, rule, as_of="2026-01-01"):
    return [(r["journal_no"], r["is_accepted"]) for r in standing(office, rule, as_of)]


@pytest.fixture
def fell(office):
    """The first half says 5, the year 3: the entry of the year's report."""
    office.send(office.form("x01", flow=5))
    entry = office.send(office.form("x01", YEAR, flow=3, paper="2022-12-14"), "2022-12-15")
    office.publish()
    return entry["number"]


def test_a_finding_between_reports_names_place_figure_and_subject(office, fell):
    [row] = standing(office, FELL)
    names = ("journal_no", "outcome", "severity", "form_id", "reporter_id", "period_id")
    assert [row[n] for n in names] == [fell, "accepted", "warning", "bc", "x01", YEAR]
    assert [row[n] for n in ("measure_id", "subject_id", "value")] == ["flow", "x01", "3"]
    assert (row["sheet"], row["cell"][0]) == ("Kết quả", "I")
    assert row["message_vi"].startswith("flow: số lũy kế 3, thấp hơn 5 của kỳ «Kỳ 2022-H1».")
    assert row["message_en"].startswith("flow: the cumulative figure 3 is below 5")
    assert not row["is_accepted"]
    assert standing(office, FELL, "2022-12-14") == []


def test_an_acceptance_has_who_and_why_and_counts_from_its_day(office, fell):
    office.act("accept", "2022-12-20", "Đã gọi điện", report=fell, rule=FELL)
    office.publish()
    assert accepted(office, FELL, "2022-12-19") == [(fell, False)]
    [row] = standing(office, FELL, "2022-12-20")
    assert (row["is_accepted"], row["accepted_by"]) == (True, "thử")
    assert (row["accepted_reason"], str(row["accepted_date"])) == ("Đã gọi điện", "2022-12-20")
    assert office.value("flow") == 5  # figures are published all the same


def test_an_accepted_warning_comes_back_with_another_report_of_the_same(office, fell):
    office.act("accept", "2022-12-20", report=fell, rule=FELL)
    content = office.form("x01", YEAR, flow=4, paper="2022-12-22")
    later = office.send(content, "2022-12-23")["number"]
    office.publish()
    assert accepted(office, FELL, "2022-12-22") == [(fell, True)]
    assert accepted(office, FELL, "2022-12-23") == [(later, False)]


def test_and_with_another_report_of_what_it_was_held_against(office, fell):
    office.act("accept", "2022-12-20", report=fell, rule=FELL)
    office.send(office.form("x01", flow=50, paper="2022-12-22"), "2022-12-23")
    office.publish()
    assert accepted(office, FELL, "2022-12-22") == [(fell, True)]
    assert accepted(office, FELL, "2022-12-23") == [(fell, False)]


def test_and_with_a_correction_of_either_figure(office, fell):
    office.act("accept", "2022-12-20", report=fell, rule=FELL)
    office.publish()
    [row] = standing(office, FELL)
    place = {n: row[n] for n in ("sheet", "cell")}
    office.act("correct", "2022-12-21", report=fell, expected="3", value="2", **place)
    office.publish()
    assert accepted(office, FELL, "2022-12-20") == [(fell, True)]
    assert accepted(office, FELL, "2022-12-21") == [(fell, False)]


def test_and_with_an_earlier_report_restored(office, fell):
    first = 2
    office.send(office.form("x01", flow=6, paper="2022-06-20"), "2022-06-21")
    office.act("accept", "2022-12-20", report=fell, rule=FELL)
    office.act("restore", "2022-12-22", report=first)
    office.publish()
    assert accepted(office, FELL, "2022-12-21") == [(fell, True)]
    assert accepted(office, FELL, "2022-12-22") == [(fell, False)]


def test_a_finding_goes_with_a_report_it_rests_on(office, fell):
    office.act("accept", "2022-12-20", report=fell, rule=FELL)
    office.act("withdraw", "2022-12-21", report=2)
    office.publish()
    assert accepted(office, FELL, "2022-12-20") == [(fell, True)]
    assert accepted(office, FELL, "2022-12-21") == []


def test_one_cell_may_be_accepted_and_the_others_not(office):
    office.send(office.form("x01", flow=5, paper=""))
    office.publish()
    [row] = standing(office, "paper-date-missing")
    with pytest.raises(ActRefused, match="không có cảnh báo"):
        office.act("accept", "2022-06-20", report=2, rule="paper-date-missing", cell="B1")
    given = {n: row[n] for n in ("sheet", "cell")}
    office.act("accept", "2022-06-20", report=2, rule="paper-date-missing", **given)
    office.publish()
    assert accepted(office, "paper-date-missing") == [(2, True)]


def test_a_returned_report_stands_until_a_later_one_of_the_same(office):
    office.send(office.form("x01", flow="nhiều"))
    office.send(office.form("x01", flow="rất nhiều"), "2022-06-16")
    office.send(office.form("x02", flow="ít"), "2022-06-16")
    office.send(office.form("x01", flow=5, number=2), "2022-06-20")
    office.publish()

    def wrong(as_of):
        found = standing(office, "number-not-number", as_of)
        return [(r["journal_no"], r["outcome"], r["value"]) for r in found]

    assert wrong("2022-06-15") == [(2, "refused", "nhiều")]
    assert wrong("2022-06-16") == [(3, "refused", "rất nhiều"), (4, "refused", "ít")]
    assert wrong("2022-06-20") == [(4, "refused", "ít")]


def test_a_correction_returned_is_told_beside_the_report_in_force(office):
    office.send(office.form("x01", flow=5, paper=""))
    office.send(office.form("x01", flow="nhiều"), "2022-06-16")
    office.publish()
    assert [(r["journal_no"], r["rule_id"]) for r in standing(office)] == [
        (2, "paper-date-missing"), (3, "number-not-number"),
    ]  # fmt: skip


def test_load_tells_what_its_own_reports_raised(office):
    office.drop(office.form("x01", flow=5))
    assert findings(office.run("load")) == []
    office.drop(office.form("x01", YEAR, flow=3, paper="2022-12-14"), received="2022-12-15")
    [row] = findings(office.run("load"))
    assert (row["rule"], row["unit"], row["period"]) == (FELL, "Đơn vị x01", YEAR)
    assert (row["journal_no"], row["sheet"], row["value"]) == (3, "Kết quả", "3")
    office.drop(office.form("x02", flow=7))
    assert findings(office.run("load")) == []  # told once
    office.drop(office.form("x01", flow=6, paper="2022-12-16"), received="2022-12-16")
    [row] = findings(office.run("load"))  # another first half: told of the year's report again
    assert (row["journal_no"], "thấp hơn 6" in row["message"]) == (3, True)


def findings(answer):
    assert answer.code == 0, answer
    return [r for r in answer.records if r["type"] == "finding"]


def test_check_foresees_it_and_writes_nothing(office, tmp_path):
    office.drop(office.form("x01", flow=5))
    office.run("load")
    before = {p: p.read_bytes() for p in office.folder.rglob("*") if p.is_file()}
    path = tmp_path / "nam.xlsx"
    path.write_bytes(office.form("x01", YEAR, flow=3, paper="2022-12-14"))
    before |= {p: p.read_bytes() for p in (office.folder / "forms").glob("*")}
    said = office.run("check", str(path), "--received", "2022-12-15")
    [row] = findings(said)
    assert (row["rule"], row["unit"], row["value"]) == (FELL, "Đơn vị x01", "3")
    assert {p: p.read_bytes() for p in office.folder.rglob("*") if p.is_file()} == before
    path.write_bytes(office.form("x01", YEAR, flow=8, paper="2022-12-14"))
    assert findings(office.run("check", str(path), "--received", "2022-12-15")) == []


def test_check_without_a_published_file_looks_at_the_report_alone(office, tmp_path):
    path = tmp_path / "nam.xlsx"
    path.write_bytes(office.form("x01", YEAR, flow=3, paper="2022-12-14"))
    assert findings(office.run("check", str(path), "--received", "2022-12-15")) == []


def test_a_file_published_by_another_version_is_not_asked(office, fell, tmp_path):
    with duckdb.connect(str(office.place.builds()[-1])) as con:
        con.execute("update build set code = 'khác'")
    path = tmp_path / "nam.xlsx"
    path.write_bytes(office.form("x02", YEAR, flow=3, paper="2022-12-14"))
    said = office.run("check", str(path), "--received", "2022-12-15")
    assert (said.code, said.result["type"]) == (0, "result")
    assert [r["message"].split(";")[1] for r in said.records if r["type"] == "notice"] == [
        " hãy chạy «python -m etl build» trước."
    ]
    accept = ("act", "accept", "--report", str(fell), "--rule", FELL, "--reason", "Đúng")
    assert office.run(*accept, "--actor", "thử").code == 2
    assert [e for e in office.look() if e["kind"] == "act"] == []


def test_the_act_is_refused_where_no_such_finding_stands(office, fell):
    accept = ("act", "accept", "--report", str(fell), "--reason", "Đúng vậy", "--actor", "thử")
    said = office.run(*accept, "--rule", "year-change")
    assert said.code == 2
    assert f"Báo cáo số {fell} không có cảnh báo «year-change»" in json.dumps(
        said.records, ensure_ascii=False
    )
    assert office.run(*accept, "--rule", "target-missing").code == 2  # a note needs no acceptance
    assert office.run(*accept, "--rule", FELL, "--date", "2022-12-14").code == 2  # not known yet
    assert office.run(*accept, "--rule", FELL).code == 0
    assert accepted(office, FELL) == [(fell, False)]  # from today on
    assert accepted(office, FELL, "2030-01-01") == [(fell, True)]


def test_another_file_that_nobody_knows_clears_no_earlier_one(office):
    """Only the same bytes again, or time, do: both senders wait for an answer."""
    for content in (b"not a workbook", b"%PDF-1.4"):
        office.send(content)
    office.publish()
    day = "2022-06-20"
    assert [r["journal_no"] for r in standing(office, as_of=day)] == [2, 3]
    office.send(b"not a workbook", "2022-06-16")
    office.publish()
    assert [r["journal_no"] for r in standing(office, as_of=day)] == [3, 4]
    assert standing(office, as_of="2022-12-31") == []


def test_an_acceptance_does_not_outlive_the_figure_it_was_given_for(office):
    """Withdrawing a report brings another into force: it is another finding then."""
    office.send(office.form("x01", flow=5))
    wrong = office.send(office.form("x01", flow=50, paper="2022-06-15"), "2022-06-16")["number"]
    content = office.form("x01", YEAR, flow=3, paper="2022-12-14")
    number = office.send(content, "2022-12-15")["number"]
    office.act("accept", "2022-12-20", report=number, rule=FELL)
    office.act("withdraw", "2022-12-22", report=wrong)
    office.publish()
    [before] = standing(office, FELL, "2022-12-21")
    [after] = standing(office, FELL, "2022-12-22")
    assert (before["is_accepted"], after["is_accepted"]) == (True, False)
    assert "thấp hơn 50" in before["message_vi"]
    assert "thấp hơn 5 " in after["message_vi"]


def test_what_was_returned_is_told_again_where_what_replaced_it_is_withdrawn(office):
    bad = office.send(office.form("x01", flow="nhiều"))["number"]
    good = office.send(office.form("x01", flow=5), "2022-06-16")["number"]
    office.act("withdraw", "2022-06-18", report=good)
    office.publish()
    assert [r["journal_no"] for r in standing(office, as_of="2022-06-15")] == [bad]
    assert standing(office, as_of="2022-06-17") == []
    assert [r["journal_no"] for r in standing(office, as_of="2022-06-18")] == [bad]
