"""What persons enter: each act's effect, from its own day on, and why one is refused."""

import datetime as dt
import io
import itertools
from decimal import Decimal

import openpyxl
import pyarrow.parquet as pq
import pytest

from etl.__main__ import _parser
from etl.acts import ActRefused
from etl.archive import store_parsed
from etl.check import check_bytes
from etl.cmd_act import act
from etl.cmd_intake import load
from etl.compare import compare
from etl.form_layout import COVER_COLUMN, COVER_ROW, SHEETS
from etl.journal import Journal
from etl.output import Output
from etl.place import today
from etl.read import PARSER_VERSION
from etl.rules import Finding
from etl.state import State
from tests.journal.office import H1, YEAR


def timeliness(office, unit="x01", as_of="2026-01-01"):
    (row,) = office.rows(
        f"from timeliness(date '{as_of}') where reporter_id = ? and period_id = ?", unit, H1
    )
    return row


def known(office, as_of):
    query = f"select journal_no from report_known(date '{as_of}') where is_current order by 1"
    return [r["journal_no"] for r in office.rows(query)]


def place_of(office, entry, measure="flow"):
    """Sheet and cell of a figure of one report."""
    rows = pq.read_table(office.place.parsed / entry["parsed"]["name"]).to_pylist()
    return next({n: r[n] for n in ("sheet", "cell")} for r in rows if r["item_id"] == measure)


@pytest.fixture
def sent(office):
    """One report of x01."""
    return office.send(office.form("x01", flow=5, poor=40))


def test_a_withdrawn_report_is_gone_from_its_day_until_it_is_restored(office, sent):
    office.act("withdraw", "2022-06-25", report=sent["number"])
    office.act("restore", "2022-06-28", report=sent["number"])
    office.publish()
    days = ("2022-06-24", "2022-06-25", "2022-06-27", "2022-06-28")
    assert [office.value("flow", as_of=d) for d in days] == [5, None, None, 5]
    assert [timeliness(office, as_of=d)["timeliness"] for d in days] == [
        "on_time", "missing", "missing", "on_time",
    ]  # fmt: skip
    assert known(office, "2022-06-26") == []


def test_restore_puts_an_earlier_lan_nop_back_over_a_later_one(office, sent):
    later = office.send(office.form("x01", flow=9, paper="2022-06-17"), "2022-06-18")
    office.act("restore", "2022-06-25", report=sent["number"])
    office.publish()
    assert known(office, "2022-06-24") == [later["number"]]
    assert known(office, "2022-06-25") == [sent["number"]]
    newest = office.send(office.form("x01", flow=11, paper="2022-06-26"), "2022-06-26")
    office.publish()
    assert known(office, "2022-06-26") == [newest["number"]]


def test_a_date_received_counts_from_the_day_of_its_act(office):
    entry = office.send(office.form("x01", flow=5), "2022-06-24")
    office.act("received", "2022-06-30", report=entry["number"], received="2022-06-16")
    office.publish()
    assert timeliness(office, as_of="2022-06-29")["timeliness"] == "late"
    assert timeliness(office, as_of="2022-06-29")["days_late"] == 4
    assert timeliness(office, as_of="2022-06-30")["timeliness"] == "on_time"
    assert office.rows("select received_date from report")[0]["received_date"].day == 24


def test_an_extension_counts_from_the_day_of_its_act_for_one_unit_only(office):
    for unit in ("x01", "x02"):
        office.send(office.form(unit, flow=5), "2022-06-24")
    office.act("extend", "2022-06-27", form="bc", period=H1, unit="x01", due="2022-06-24")
    office.publish()
    assert timeliness(office, as_of="2022-06-26")["timeliness"] == "late"
    assert timeliness(office)["timeliness"] == "on_time"
    assert timeliness(office)["is_extended"]
    assert timeliness(office, "x02")["timeliness"] == "late"


def test_a_closed_period_opens_again_and_others_stay_open(office, sent):
    content = office.form("x01", flow=6, paper="2022-06-16")
    office.act("close", "2022-06-20", period=H1)
    assert office.send(office.form("x01", YEAR, flow=8))["outcome"] == "accepted"
    assert office.send(content)["outcome"] == "refused"
    office.act("reopen", "2022-06-22", period=H1)
    assert office.send(content)["outcome"] == "accepted"
    office.publish()
    acts = office.rows("select act, known_date, period_id from act order by journal_no")
    assert [(a["act"], a["known_date"].day, a["period_id"]) for a in acts] == [
        ("close", 20, H1), ("reopen", 22, H1),
    ]  # fmt: skip
    assert office.value("flow") == 6


def test_an_accepted_warning_is_marked_by_rule_and_report(office):
    entry = office.send(office.form("x01", flow=5, paper=""))
    before = office.publish()
    office.act("accept", "2022-06-20", report=entry["number"], rule="paper-date-missing")
    assert office.publish().content_hash != before.content_hash
    (row,) = office.rows("select report_no, rule_id from act where act = 'accept'")
    assert row == {"report_no": entry["number"], "rule_id": "paper-date-missing"}
    with pytest.raises(ActRefused, match="không có cảnh báo «estimate»"):
        office.act("accept", "2022-06-20", report=entry["number"], rule="estimate")


def renamed(content, name):
    """The unit's name as somebody typed it over."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book[SHEETS["cover"]].cell(COVER_ROW["unit"], COVER_COLUMN).value = name
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_alias_once_taught_is_read_as_the_unit(office):
    content = renamed(office.form("x01", flow=5), "Xã Một (cũ)")
    assert office.send(content)["outcome"] == "refused"
    office.act("alias", "2022-06-20", alias="xã  một (CŨ)", unit="x01")
    office.workers = None  # children learn aliases when they start
    assert office.send(content)["outcome"] == "accepted"
    other = renamed(office.form("x02", flow=5), "Xã Một (cũ)")
    assert office.send(other)["outcome"] == "refused"


def test_a_corrected_cell_counts_from_its_day_and_shows_what_was_reported(office, sent):
    at = place_of(office, sent)
    office.act("correct", "2022-06-25", report=sent["number"], expected="5", value="7.5", **at)
    office.publish()
    assert office.value("flow", as_of="2022-06-24") == 5
    (row,) = office.rows(
        "from observation_known(date '2022-06-25') where measure_id = 'flow' and subject_id = 'x01'"
    )
    assert (float(row["value"]), row["reported_value"]) == (7.5, 5)
    act = office.look()[-1]
    assert row["correction_no"] == act["number"]
    assert office.value("poor") == 40


def correct(office, sent, expected, value, measure="flow"):
    at = place_of(office, sent, measure)
    given = {"report": sent["number"], "expected": expected, "value": value}
    return office.act("correct", "2022-06-26", **given, **at)


def test_a_correction_of_what_does_not_stand_there_is_refused(office, sent):
    with pytest.raises(ActRefused, match="Ô I5 đang là 5, không phải 6"):
        correct(office, sent, "6", "7")
    correct(office, sent, "5", "7")
    with pytest.raises(ActRefused, match="Ô I5 đang là 7, không phải 5"):
        correct(office, sent, "5", "8")
    correct(office, sent, "7", "8")
    office.publish()
    assert office.value("flow") == 8


def test_a_correction_belongs_to_its_lan_nop(office, sent):
    correct(office, sent, "5", "7")
    office.send(office.form("x01", flow=9, paper="2022-06-27"), "2022-06-27")
    office.publish()
    assert office.value("flow", as_of="2022-06-26") == 7
    assert office.value("flow") == 9


def test_a_cell_left_empty_is_filled_from_its_day_and_shows_its_place(office, sent):
    at = place_of(office, sent, "homes")
    act = correct(office, sent, "", "12", "homes")
    office.publish()
    assert [office.value("homes", as_of=f"2022-06-{d}") for d in (25, 26)] == [None, 12]
    query = "from observation_known(date '2022-06-26') where (measure_id, subject_id) = (?, ?)"
    (row,) = office.rows(query, "homes", "x01")
    assert (row["reported_value"], row["raw"], row["correction_no"]) == (None, "", act["number"])
    assert {n: row[n] for n in at} == at
    (told,) = office.rows("select expected, value from act")
    assert told == {"expected": None, "value": 12}
    difference = compare(office.place, Journal(office.place.journal), sent["number"], today())
    (only,) = difference.values
    assert (only["change"], only["after"], only["journal_no"]) == ("new", 12, act["number"])


def test_an_empty_cell_is_corrected_by_the_same_checks_as_a_figure(office, sent):
    for expected, value, measure, sentence in (
        ("", "6", "flow", "Ô I5 đang là 5, không phải trống"),
        ("12", "13", "homes", "Ô I7 đang trống, không phải 12"),
        ("", "-3", "homes", "I7: -3 nằm ngoài khoảng"),
        ("", "", "homes", "vốn đã như vậy"),
        ("5", "", "flow", "Đơn vị có ghi số ở ô I5"),
        ("", "nhiều", "homes", "«nhiều» không phải số"),
    ):
        with pytest.raises(ActRefused, match=sentence):
            correct(office, sent, expected, value, measure)
    correct(office, sent, "", "12", "homes")
    with pytest.raises(ActRefused, match="Ô I7 đang là 12, không phải trống"):
        correct(office, sent, "", "13", "homes")


def test_a_figure_put_into_an_empty_cell_is_taken_out_again(office, sent):
    correct(office, sent, "", "12", "homes")
    since = len(office.look())
    act = correct(office, sent, "12", "", "homes")
    office.publish()
    assert office.value("homes") is None
    (only,) = compare(office.place, Journal(office.place.journal), since, today()).values
    assert (only["change"], only["before"]) == ("gone", 12)
    assert only["journal_no"] == act["number"]


def lapsed(said):
    return [r for r in said.records if r["type"] == "lapsed"]


def test_a_correction_that_a_newer_lan_nop_ends_is_told(office, sent):
    filled = correct(office, sent, "", "12", "homes")
    correct(office, sent, "5", "6")
    office.publish()
    office.drop(
        office.form("x01", paper="2022-06-27", official=False, flow=8), received="2022-06-27"
    )
    assert lapsed(office.run("load")) == []  # an estimate is not in force over an official report
    office.drop(office.form("x01", paper="2022-06-28", flow=6, homes=15), received="2022-06-28")
    said = office.run("load")
    assert said.code == 0
    (told,) = lapsed(said)  # flow is 6 as it was
    assert told == {
        "type": "lapsed", "act": filled["number"], "unit": "Đơn vị x01", "period": H1,
        "measure": told["measure"], "corrected": 12, "report": office.look()[-1]["number"],
        "now": 15, **place_of(office, sent, "homes"),
    }  # fmt: skip
    assert office.value("homes") == 15
    assert office.value("homes", as_of="2022-06-27") == 12
    office.drop(office.form("x01", paper="2022-06-29", flow=7), received="2022-06-29")
    assert lapsed(office.run("load")) == []  # it had ended before


def test_a_correction_of_an_empty_cell_ends_when_the_newer_lan_nop_leaves_it_empty_too(
    office, sent, capsys
):
    correct(office, sent, "", "12", "homes")
    office.publish()
    path = office.drop(office.form("x01", paper="2022-06-28", flow=6), received="2022-06-28")
    args = _parser().parse_args(["load", "--data", str(office.folder)])
    assert load(office.place, args, Output(False)) == 0
    assert not path.exists()
    at, said = place_of(office, sent, "homes"), capsys.readouterr().out
    assert "Đơn vị x01, 2022-H1" in said and ": 12) thôi áp dụng; báo cáo số" in said
    assert f"ở ô {at['cell']}, trang «{at['sheet']}», là trống." in said
    assert office.value("homes") is None


SENTENCES = [
    ("withdraw", {"report": 99}, "không có báo cáo đã tiếp nhận mang số 99"),
    ("withdraw", {}, "cần thêm: --report"),
    ("received", {"report": 2, "received": "2022-07-02"}, "không thể sau ngày của việc này"),
    ("extend", {"form": "bc", "period": H1, "unit": "x99", "due": "2022-07-01"}, "«x99»"),
    ("extend", {"form": "bc", "period": H1}, "cần thêm: --unit, --due"),
    ("close", {"period": "2023-H1"}, "Không có kỳ báo cáo «2023-H1»"),
    ("reopen", {"period": H1}, "chưa khóa sổ"),
    ("alias", {"alias": "a", "unit": "x99"}, "Không có đơn vị «x99»"),
    ("accept", {"report": 2, "rule": "estimate"}, "không có cảnh báo «estimate»"),
    (
        "correct",
        {"report": 2, "sheet": "Kết quả", "cell": "I6", "expected": "năm", "value": "1"},
        "«năm» không phải số",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("act", "given", "sentence"), SENTENCES)
def test_an_act_that_cannot_be_is_refused_with_its_sentence(office, sent, act, given, sentence):
    before = len(office.look())
    with pytest.raises(ActRefused) as error:
        office.act(act, "2022-07-01", **given)
    assert sentence in str(error.value)
    assert len(office.look()) == before


def test_what_was_done_cannot_be_done_twice(office, sent):
    office.act("withdraw", "2022-06-20", report=sent["number"])
    with pytest.raises(ActRefused, match="đã được rút"):
        office.act("withdraw", "2022-06-21", report=sent["number"])
    office.act("close", "2022-06-20", period=H1)
    with pytest.raises(ActRefused, match="đã khóa sổ"):
        office.act("close", "2022-06-21", period=H1)


def test_no_act_without_reason_or_with_a_day_to_come(office, sent):
    with pytest.raises(ActRefused, match="lý do"):
        office.act("withdraw", "2022-06-20", reason="  ", report=sent["number"])
    tomorrow = (today() + dt.timedelta(days=1)).isoformat()
    with pytest.raises(ActRefused, match="chưa đến"):
        office.act("withdraw", tomorrow, report=sent["number"])


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e30", "1000000000000", "0.1234567"])
def test_a_value_that_no_cell_could_hold_is_refused_before_it_is_entered(office, sent, value):
    at = place_of(office, sent)
    with pytest.raises(ActRefused):
        office.act("correct", "2022-06-25", report=sent["number"], expected="5", value=value, **at)


@pytest.mark.parametrize(
    ("typed", "held"),
    [("7,5", 7.5), ("7.5", 7.5), ("1.234,5", 1234.5), ("1,2340", 1.234), ("12 500", 12500)],
)
def test_a_figure_of_an_act_is_read_as_an_office_writes_it(office, sent, typed, held):
    correct(office, sent, "40", typed, "poor")
    office.publish()
    assert float(office.value("poor")) == held


@pytest.mark.parametrize("typed", ["1.500", "1,500", "-1.500"])
def test_a_figure_that_may_be_a_thousand_times_another_is_refused_with_both(office, sent, typed):
    sign = "-" if typed.startswith("-") else ""
    for expected, value in (("40", typed), (typed, "40")):
        with pytest.raises(ActRefused, match=f"{sign}1500 hoặc {sign}1,5[.]"):
            correct(office, sent, expected, value, "poor")


def test_a_correction_with_odd_decimals_is_asked_about_in_its_turn(office, sent):
    act = correct(office, sent, "40", "41,2570", "poor")
    (finding,) = act["findings"]
    assert (finding["rule"], finding["value"]) == ("decimals-odd", "41,257")
    office.publish()
    assert [r["value"] for r in odd(office)] == ["41,257"]
    assert odd(office, "2022-06-25") == []  # before the act
    office.act("accept", "2022-06-27", report=sent["number"], rule="decimals-odd")
    office.publish()
    assert [r["is_accepted"] for r in odd(office)] == [True]
    correct(office, sent, "41,2570", "41", "poor")
    office.publish()
    assert odd(office) == []


def odd(office, as_of="2026-01-01"):
    found = office.rows(f"from finding_known(date '{as_of}')")
    return [r for r in found if r["rule_id"] == "decimals-odd"]


def test_what_was_said_of_a_figure_goes_when_it_is_corrected(office):
    entry = office.send(office.form("x01", poor=40.257))
    office.publish()
    assert [r["value"] for r in odd(office)] == ["40,257"]
    office.act("accept", "2022-06-20", report=entry["number"], rule="decimals-odd")
    correct(office, entry, "40,2570", "40257", "poor")
    office.publish()
    assert odd(office) == []
    assert [r["is_accepted"] for r in odd(office, "2022-06-25")] == [True]  # before the correction
    correct(office, entry, "40257", "40,2570", "poor")
    office.publish()
    assert [(r["value"], r["is_accepted"]) for r in odd(office)] == [("40,257", False)]


def test_what_was_said_of_a_reading_goes_with_it_and_acceptances_too(office, capsys):
    old = [Finding("decimals-odd", "Kết quả", "I6", "4,257", "4.257").as_dict()]
    content = office.form("x01", flow=5, poor=40.257, paper="")
    number = by_older_parser(office, content, told=[*old, *undated(office, content)])["number"]
    for rule in ("decimals-odd", "paper-date-missing"):
        office.act("accept", "2022-06-20", report=number, rule=rule)
    office.publish()
    then = {r["rule_id"]: (r["value"], r["is_accepted"]) for r in warned(office)}
    assert then == {"decimals-odd": ("4,257", True), "paper-date-missing": ("", True)}
    assert reparse(office, "--yes") == 0
    office.look()
    now = {r["rule_id"]: (r["value"], r["is_accepted"]) for r in warned(office)}
    assert now == {"decimals-odd": ("40,257", False), "paper-date-missing": ("", False)}


def undated(office, content):
    found = check_bytes(content, office.catalog, {}).findings
    return [f.as_dict() for f in found if f.rule_id == "paper-date-missing"]


def warned(office):
    found = office.rows("from finding_known(date '2026-01-01')")
    return [r for r in found if r["severity"] == "warning"]


def test_a_cell_that_the_report_does_not_have_cannot_be_corrected(office, sent):
    at = place_of(office, sent) | {"cell": "Z99"}
    with pytest.raises(ActRefused, match="Z99"):
        office.act("correct", "2022-06-25", report=sent["number"], expected="5", value="6", **at)


def test_a_report_that_nobody_owes_cannot_be_extended(office, sent):
    given = {"period": H1, "unit": "x01", "due": "2022-07-01"}
    with pytest.raises(ActRefused, match="không-có"):
        office.act("extend", "2022-06-25", form="không-có", **given)


def test_an_extension_is_never_to_an_earlier_day(office, sent):
    given = {"form": "bc", "period": H1, "unit": "x01"}
    with pytest.raises(ActRefused, match="19/06/2022 là trước hạn nộp 20/06/2022"):
        office.act("extend", "2022-06-15", due="2022-06-19", **given)
    office.act("extend", "2022-06-15", due="2022-07-20", **given)
    office.act("extend", "2022-06-16", due="2022-06-30", **given)  # a slip of the pen is mended


def test_a_spelling_stands_for_one_unit(office, sent):
    office.act("alias", "2022-06-15", alias="Xã Một", unit="x01")
    office.act("alias", "2022-06-16", alias="XÃ  MỘT", unit="x01")
    with pytest.raises(ActRefused, match="đã là tên của đơn vị x01"):
        office.act("alias", "2022-06-16", alias="xã một", unit="x02")
    with pytest.raises(ActRefused, match="đã là tên của đơn vị x03"):
        office.act("alias", "2022-06-16", alias="Đơn vị x03", unit="x02")


def test_every_act_by_command_names_who_why_and_when(office, sent):
    number, at = str(sent["number"]), place_of(office, sent)
    asked = [
        ("extend", "--form", "bc", "--period", H1, "--unit", "x02", "--due", "2022-06-30"),
        ("correct", "--report", number, "--sheet", at["sheet"], "--cell", at["cell"],
         "--expected", "5", "--value", "6"),
        ("correct", "--report", number, "--sheet", "Kết quả", "--cell", "I7",
         "--expected", " TRỐNG", "--value", "12"),
        ("correct", "--report", number, "--sheet", "Kết quả", "--cell", "I7",
         "--expected", "12", "--value", ""),
    ]  # fmt: skip
    for words in asked:
        said = office.run("act", *words, "--actor", "Nguyễn A", "--reason", "theo tờ trình 5")
        assert said.code == 0
        entry = said.result["entry"]
        assert (entry["actor"], entry["reason"]) == ("Nguyễn A", "theo tờ trình 5")
        assert entry["known"] == today().isoformat()
    rows = office.rows("select actor, reason, recorded_at from act")
    assert [(r["actor"], r["reason"]) for r in rows] == [("Nguyễn A", "theo tờ trình 5")] * 4
    assert all(r["recorded_at"] for r in rows)
    assert office.value("flow", as_of=today().isoformat()) == 6
    refused = office.run("act", "withdraw", "--report", "99", "--reason", "thử")
    assert refused.code == 2
    assert "mang số 99" in refused.said


def by_older_parser(office, content, received="2022-06-15", five=Decimal(4), told=None):
    """A report as an older parser read it: it took every 5 for a 4, or for something else."""
    report = check_bytes(content, office.catalog, {})
    report.values = [
        (*v[:4], five if v[4] == 5 else v[4], *v[5:]) for v in report.values
    ]  # fmt: skip
    entry = office.send(content, received)
    name = store_parsed(office.place, entry["file"]["original"], report)
    parsed = {"name": name, "content": report.content_hash}
    old = {
        "kind": "act", "act": "reparse", "actor": "thử", "reason": "bộ đọc cũ",
        "known": "2022-06-15", "reports": [{"report": entry["number"], "parsed": parsed}],
    }  # fmt: skip
    if told is not None:  # acts of before did not tell
        old["reports"][0]["findings"] = told
    Journal(office.place.journal).commit(lambda _: old)
    return entry


def reparse(office, *more):
    """The command in this process: its children are real."""
    args = _parser().parse_args([
        "act", "reparse", "--reason", "bộ đọc mới", "--data", str(office.folder), *more,
    ])  # fmt: skip
    return act(office.place, args, Output(False))


def test_reparse_shows_differences_first_and_writes_only_with_yes(office, capsys):
    content = office.form("x01", flow=5, poor=40)
    entry = by_older_parser(office, content)
    office.publish()
    assert office.value("flow") == 4
    before = (len(office.look()), office.place.builds())
    assert reparse(office) == 0
    said = capsys.readouterr().out
    assert f"Báo cáo số {entry['number']}: 1 ô đọc ra khác" in said
    assert "4.000000 → 5.000000" in said
    assert "Chưa ghi gì" in said
    assert (len(office.look()), office.place.builds()) == before
    assert reparse(office, "--yes") == 0
    assert office.value("flow") == 5
    act = office.look()[-1]
    assert (act["act"], act["reports"][0]["parser_version"]) == ("reparse", PARSER_VERSION)
    assert State.replay(office.look()).parsed[entry["number"]] == act["reports"][0]["parsed"]
    assert reparse(office, "--yes") == 0
    assert "Không có gì để ghi" in capsys.readouterr().out
    assert office.look()[-1] == act
    assert office.run("verify").code == 0


def test_a_correction_made_for_an_old_reading_stops_after_reparse(office):
    entry = by_older_parser(office, office.form("x01", flow=5))
    office.publish()
    at = place_of(office, entry)
    office.act("correct", "2022-06-25", report=entry["number"], expected="4", value="5.5", **at)
    office.publish()
    assert float(office.value("flow")) == 5.5
    assert reparse(office, "--yes") == 0
    assert office.value("flow") == 5


def test_a_cell_that_an_old_reading_found_empty_is_told_when_it_is_read(office, capsys):
    entry = by_older_parser(office, office.form("x01", flow=5), five=None)
    act = correct(office, entry, "", "5.5")
    office.publish()
    assert float(office.value("flow")) == 5.5
    assert reparse(office, "--yes") == 0
    assert office.value("flow") == 5
    said = capsys.readouterr().out
    assert f"cảnh báo: đính chính số {act['number']} (Đơn vị x01, 2022-H1" in said
    assert f"thôi áp dụng; báo cáo số {entry['number']} ở ô I5, trang «Kết quả», là 5." in said


def test_differences_between_two_journal_numbers_name_what_moved_them(office, sent):
    gone = office.send(office.form("x03", flow=1), "2022-06-18")
    since = len(office.look())
    at = place_of(office, sent)
    correct = {"report": sent["number"], "expected": "5", "value": "300"}
    act = office.act("correct", "2022-06-25", **correct, **at)
    new = office.send(office.form("x02", flow=100), "2022-06-18")
    middle = len(office.look())
    said = office.run("status", "--since", str(since))
    assert said.code == 0
    values = {r["subject"]: r for r in said.records if r["type"] == "value"}
    assert (values["x01"]["change"], values["x01"]["journal_no"]) == ("corrected", act["number"])
    assert (values["x02"]["change"], values["x02"]["journal_no"]) == ("new", new["number"])
    assert "x03" not in values
    withdraw = office.act("withdraw", "2022-06-26", report=gone["number"])
    (only,) = compare(office.place, Journal(office.place.journal), middle, today()).values
    assert (only["change"], only["before"], only["after"]) == ("gone", 1, None)
    assert only["journal_no"] == withdraw["number"]
    assert office.run("status", "--since", "99").code == 2


def test_acts_do_not_depend_on_the_order_in_which_days_are_asked(office, sent):
    office.act("withdraw", "2022-06-25", report=sent["number"])
    office.publish()
    days = ["2022-06-14", "2022-06-15", "2022-06-24", "2022-06-25"]
    for order in itertools.permutations(days, 3):
        found = {d: office.value("flow", as_of=d) for d in order}
        assert all(v == (5 if "15" <= d[-2:] < "25" else None) for d, v in found.items())


def test_a_status_that_moved_names_the_reports_and_acts_that_moved_it(office, sent):
    second = office.send(office.form("x02", flow=100), "2022-06-18")
    since = len(office.look())
    third = office.send(office.form("x03", flow=90), "2022-06-18")
    at = place_of(office, second)
    given = {"report": second["number"], "expected": "100", "value": "120"}
    act = office.act("correct", "2022-06-25", **given, **at)
    said = office.run("status", "--since", str(since))
    moved = {
        (r["indicator"], r["period"]): r
        for r in said.records
        if r["type"] == "status" and r["scope_type"] == "root"
    }
    row = moved["flow", H1]
    assert (row["before"], row["after"]) == ("incomplete", "on_pace")  # 2/3; 215 of 300 · ½
    assert row["journal_no"] == [third["number"], act["number"]]
