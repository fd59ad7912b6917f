"""What comes in: duplicates, corrections, which lần nộp is current, and a journal that stays."""

import datetime as dt
import hashlib
import io

import openpyxl
import pytest

from etl.acts import ActRefused
from etl.archive import load_catalogue
from etl.catalog import CatalogError
from etl.catalog_read import read_catalog
from etl.compare import compare
from etl.form_layout import HIDDEN
from etl.inbox import MAX_BYTES, Incoming, scan_inbox
from etl.journal import Journal
from etl.place import today
from etl.published import content_of
from etl.record import record_catalogue
from tests.arithmetic.district import day
from tests.journal.office import H1, Office


def saved_again(content, change=lambda book: None):
    """The workbook opened and saved by another program: other bytes."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.properties.title = "lưu lại"
    change(book)
    out = io.BytesIO()
    book.save(out)
    assert out.getvalue() != content
    return out.getvalue()


def hidden(name, value):
    """Another identity in the form's hidden sheet."""

    def change(book):
        for row in book[HIDDEN].iter_rows():
            if row[0].value == name:
                row[1].value = value

    return change


def rules(entry):
    return [f["rule"] for f in entry["findings"]]


def current(office, as_of="2026-01-01"):
    query = f"select journal_no from report_known(date '{as_of}') where is_current"
    return [r["journal_no"] for r in office.rows(query)]


def test_the_same_bytes_are_a_duplicate_under_whatever_name(office):  # F-21
    content = office.form("x01", flow=5)
    first = office.send(content)
    for name in ("", "tên khác.xlsx", "a.XLSX"):
        again = office.send(content, "2022-06-16", name)
        assert (again["outcome"], again["duplicate_of"]) == ("duplicate", first["number"])
        assert "revision" not in again
    build = office.publish()
    rows = office.rows("select outcome, duplicate_of from attempt order by journal_no")
    assert [r["outcome"] for r in rows] == ["accepted", *["duplicate"] * 3]
    assert len(office.rows("from report")) == 1
    assert build.journal_no == len(office.look())


def test_the_same_content_saved_again_is_a_duplicate_and_its_bytes_are_kept(office):  # F-21
    content = office.form("x01", flow=5)
    office.send(content)
    other = saved_again(content)
    entry = office.send(other)
    assert entry["outcome"] == "duplicate"
    assert (office.place.originals / entry["file"]["original"]).read_bytes() == other


def test_a_correction_is_the_next_lan_nop_and_says_what_changed(office):  # F-22
    first = office.send(office.form("x01", flow=5, poor=40))
    since = Journal(office.place.journal).last
    second = office.send(office.form("x01", flow=7, poor=40, paper="2022-06-17"), "2022-06-18")
    assert (first["revision"], second["revision"]) == (1, 2)
    office.publish()
    rows = office.rows("from observation where measure_id = 'flow' order by journal_no")
    assert [int(r["value"]) for r in rows] == [5, 7]
    found = compare(office.place, Journal(office.place.journal), since, today())
    changed = [(v["measure"], v["before"], v["after"], v["journal_no"]) for v in found.values]
    assert changed == [("flow", 5, 7, second["number"])]


def test_the_old_file_sent_again_after_two_corrections_is_no_news(office):  # F-22
    forms = [office.form("x01", flow=n, paper=f"2022-06-1{n}") for n in (1, 2, 3)]
    entries = [office.send(f, f"2022-06-1{n}") for n, f in zip((1, 2, 3), forms, strict=True)]
    again = office.send(forms[0], "2022-06-20")
    assert again["duplicate_of"] == entries[0]["number"]
    (finding,) = again["findings"]
    assert f"sau đó đã có lần nộp khác (số {entries[2]['number']})" in finding["message"]
    office.publish()
    assert office.value("flow") == 3
    assert current(office) == [entries[2]["number"]]
    assert current(office, "2022-06-12") == [entries[1]["number"]]


def test_a_withdrawn_file_sent_again_waits_for_the_act_restore(office):  # F-22
    content = office.form("x01", flow=5)
    entry = office.send(content)
    office.act("withdraw", "2022-06-20", report=entry["number"])
    again = office.send(content, "2022-06-21")
    assert again["outcome"] == "duplicate"
    assert (
        f"đã rút; muốn dùng lại: python -m etl act restore --report {entry['number']}"
        in (again["findings"][0]["message"])
    )
    office.publish()
    assert office.value("flow") is None
    office.act("restore", "2022-06-22", report=entry["number"])
    office.publish()
    assert office.value("flow") == 5


@pytest.mark.parametrize(
    ("first", "second", "wins"),
    [
        pytest.param(
            {"official": True}, {"official": False, "paper": "2022-06-12"}, 0,
            id="official over a later estimate",
        ),
        pytest.param(
            {"official": False}, {"official": True, "paper": "2022-06-01"}, 1,
            id="official over an estimate of a later paper",
        ),
        pytest.param(
            {"paper": "2022-06-12"}, {"paper": "2022-06-10", "received": "2022-06-19"}, 0,
            id="F-23 the correction arrives before the original",
        ),
        pytest.param(
            {"received": "2022-06-16"}, {"received": "2022-06-14"}, 0,
            id="papers of one day by date received",
        ),
        pytest.param({}, {}, 1, id="F-23 two of the same day by journal number"),
        pytest.param({"paper": "2022-06-10"}, {"paper": ""}, 0, id="a paper with a date first"),
    ],
)  # fmt: skip
def test_which_one_is_current(office, first, second, wins):
    entries = []
    for n, given in enumerate((first, second), 1):
        told = {k: v for k, v in given.items() if k != "received"}
        content = office.form("x01", flow=n, **told)
        entries.append(office.send(content, given.get("received", "2022-06-15")))
    assert [e["outcome"] for e in entries] == ["accepted", "accepted"]
    office.publish()
    assert current(office) == [entries[wins]["number"]]
    assert office.value("flow") == wins + 1


def test_a_mixed_up_form_blames_neither_unit(office):
    entry = office.send(office.form("x01", flow=5), name=f"bc_x02_{H1}.xlsx")
    assert (entry["outcome"], rules(entry)) == ("refused", ["empty-cells", "unit-mismatch"])
    assert "report" not in entry
    office.publish()
    for unit in ("x01", "x02"):
        (row,) = office.rows(
            "from timeliness(date '2022-06-30') where reporter_id = ? and period_id = ?", unit, H1
        )
        assert (row["timeliness"], row["is_returned"]) == ("missing", False)


def test_papers_and_receipts_in_another_order_are_asked_about(office):  # F-23
    office.send(office.form("x01", flow=2, paper="2022-06-12"), "2022-06-15")
    late = office.send(office.form("x01", flow=1, paper="2022-06-10"), "2022-06-16")
    assert "paper-date-order" in rules(late)
    future = office.send(office.form("x02", flow=1, paper="2022-06-20"), "2022-06-16")
    assert "paper-date-future" in rules(future)
    missing = office.send(office.form("x03", flow=1, paper=""), "2022-06-16")
    assert "paper-date-missing" in rules(missing)


def test_a_clock_set_back_is_asked_about_and_moves_nothing_that_stands(office, monkeypatch):  # F-23
    first = office.send(office.form("x01", flow=1), "2022-06-15")
    office.act("correct", "2022-06-16", report=first["number"], **flow_cell(office), value="5")
    office.publish()
    assert office.value("flow") == 5
    # The clock now says the day before: what comes in is received then, an act is dated then.
    monkeypatch.setattr("etl.acts.today", lambda: day("2022-06-14"))
    late = office.send(office.form("x01", flow=2), "2022-06-14")
    assert "paper-date-order" in rules(late)
    office.act("correct", "2022-06-14", report=first["number"], **flow_cell(office, "5"), value="7")
    with pytest.raises(ActRefused, match="chưa đến"):
        office.act("withdraw", "2022-06-15", report=first["number"])
    office.publish()
    assert current(office) == [first["number"]]
    assert current(office, "2022-06-14") == [late["number"]]  # as the clock had it
    assert office.value("flow") == 7  # the acts in the order in which they were entered
    assert office.value("flow", as_of="2022-06-14") == 2


def flow_cell(office, expected="1"):
    office.publish()
    (row,) = office.rows("select distinct sheet, cell from observation where measure_id = 'flow'")
    return row | {"expected": expected}


def test_two_unequal_files_of_one_round_are_asked_about_and_the_next_round_is_not(office):
    for n, name in ((41, "thai-binh.xlsx"), (44, "thai-binh (ban sua).xlsx")):
        office.drop(office.form("x01", flow=n), name)
    first, second = office.take()
    assert "same-rank" not in rules(first)
    (finding,) = [f for f in second["findings"] if f["rule"] == "same-rank"]
    assert first["file"]["name"] in finding["message"]
    later = office.send(office.form("x01", flow=45))
    assert "same-rank" not in rules(later)


def test_load_says_of_each_file_whether_it_is_in_force(office):
    office.drop(office.form("x01", flow=144, paper="2022-06-14"), "1.xlsx", "2022-06-16")
    (said,) = standing(office.run("load"))
    number = said["journal_no"]
    assert (said["is_current"], said["current_no"], said["why"]) == (True, number, "")
    cases = (
        ({"paper": ""}, "2022-06-17", "không ghi ngày ký"),
        ({"official": False, "paper": "2022-06-17"}, "2022-06-17", "tệp này là số ước"),
        ({"paper": "2022-06-13"}, "2022-06-17", "sau tệp này (13/06/2022)"),
        ({"paper": "2022-06-14"}, "2022-06-15", "nhận ngày 16/06/2022, sau tệp này"),
    )
    for n, (given, received, why) in enumerate(cases):
        content = office.form("x01", flow=145 + n, **given)
        office.drop(content, f"{n + 2}.xlsx", received)
        (said,) = standing(office.run("load"))
        assert (said["is_current"], said["current_no"]) == (False, number)
        assert why in said["why"]
    office.drop(office.form("x01", flow=150, paper="2022-06-18"), "9.xlsx", "2022-06-18")
    assert [r["is_current"] for r in standing(office.run("load"))] == [True]


def test_load_says_it_of_the_first_of_two_alike(office):
    office.drop(office.form("x01", flow=1), "a.xlsx")
    office.drop(office.form("x01", flow=2), "b.xlsx")
    first, second = standing(office.run("load"))
    assert (first["is_current"], first["current_no"]) == (False, second["journal_no"])
    assert "được nạp sau" in first["why"]
    assert second["is_current"]


def standing(answer):
    assert answer.code == 0, answer
    return [r for r in answer.records if r["type"] == "standing"]


def test_check_knows_the_files_of_its_own_round(office, tmp_path):
    office.run("build")
    paths = [tmp_path / n for n in ("a.xlsx", "b.xlsx", "c.xlsx")]
    for path, flow in zip(paths, (1, 1, 2), strict=True):
        path.write_bytes(office.form("x01", flow=flow))
    said = office.run("check", *map(str, paths), "--received", "2022-06-15")
    files = [r for r in said.records if r["type"] == "file"]
    assert [r["status"] for r in files] == ["good", "duplicate", "good"]
    assert (files[1]["same_as"], files[1]["duplicate_of"]) == ("a.xlsx", None)
    assert files[2]["revision"] == 2
    assert "same-rank" in [f["rule"] for f in files[2]["findings"]]
    foreseen = [r for r in said.records if r["type"] == "figures"]
    assert [r["is_current"] for r in foreseen] == [False, True]
    assert "tệp «c.xlsx»: cùng loại, cùng ngày ký" in foreseen[0]["why"]


def test_a_date_received_that_an_act_set_right_is_the_one_compared_with(office):
    first = office.send(office.form("x01", flow=1, paper="2022-06-10"), "2022-06-15")
    office.act("received", "2022-06-20", report=first["number"], received="2022-06-18")
    late = office.send(office.form("x01", flow=2, paper="2022-06-11"), "2022-06-16")
    assert "paper-date-order" in rules(late)


def test_what_was_withdrawn_competes_with_nothing(office):
    first = office.send(office.form("x01", flow=1, paper="2022-06-12"), "2022-06-15")
    office.act("withdraw", "2022-06-15", report=first["number"])
    again = office.send(office.form("x01", flow=2, paper="2022-06-10"), "2022-06-16")
    assert "paper-date-order" not in rules(again)


def test_an_estimate_signed_before_its_period_began_is_asked_about(office):
    entry = office.send(office.form("x01", flow=1, official=False, paper="2012-06-10"))
    assert "paper-date-before" in rules(entry)
    early = office.send(office.form("x02", flow=1, official=False, paper="2022-05-10"))
    assert "paper-date-before" not in rules(early)


def test_another_time_zone_of_the_machine_writes_utc_and_the_offices_day(office):  # F-23
    path = office.place.inbox / "a.xlsx"
    path.write_bytes(office.form("x01", flow=1))
    assert office.run("load", TZ="America/Los_Angeles").code == 0
    (entry,) = office.attempts()
    assert entry["received"] == today().isoformat()
    recorded = dt.datetime.fromisoformat(entry["recorded_at"])
    assert abs(dt.datetime.now(dt.UTC) - recorded) < dt.timedelta(minutes=5)


def test_a_closed_period_needs_a_reason_and_the_journal_keeps_it(office):  # F-24
    office.send(office.form("x02", flow=1))
    office.act("close", "2022-06-20", period=H1)
    content = office.form("x01", flow=5)
    refused = office.send(content, "2022-06-21")
    assert (refused["outcome"], rules(refused)[-1]) == ("refused", "period-closed")
    taken = office.send(content, "2022-06-22", reason="theo công văn 12/UBND")
    assert taken["outcome"] == "accepted"
    office.publish()
    query = "select reason, recorded_at, actor from attempt where journal_no = ?"
    (row,) = office.rows(query, taken["number"])
    assert (row["reason"], row["actor"]) == ("theo công văn 12/UBND", "thử")
    assert row["recorded_at"] is not None


def test_the_folder_gives_the_date_received_and_a_future_one_is_left(office):
    for name in ("2022-06-12", "2999-01-01"):
        office.drop(office.form("x01", flow=int(name[2:4])), "a.xlsx", name)
    (entry,) = office.take()
    assert entry["received"] == "2022-06-12"
    assert (office.place.inbox / "2999-01-01" / "a.xlsx").exists()
    left = []
    assert not list(scan_inbox(office.place.inbox, today(), lambda p, _: left.append(p.name)))
    assert left == ["2999-01-01"]


def test_a_name_of_another_unit_or_period_is_refused_and_kept(office):  # F-24
    content = office.form("x02", flow=1)
    for name, rule in (
        ("bc_x01_2022-H1.xlsx", "unit-mismatch"),
        ("bc_x02_2022-Y.xlsx", "period-mismatch"),
    ):
        entry = office.send(content, name=name)
        assert entry["outcome"] == "refused"
        assert rule in rules(entry)
    assert office.send(content, name="bc_x02_2022-H1.xlsx")["outcome"] == "accepted"


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("period_id", "2026-13", "period-unknown"),
        ("period_id", "2023-H1", "period-unknown"),
        ("reporter_id", "xa-da-sap-nhap", "unit-unknown"),
        ("reporter_id", "x02", "unit-mismatch"),
    ],
)
def test_a_wrong_identity_is_refused_never_guessed(office, name, value, rule):  # F-24
    content = saved_again(office.form("x01", flow=1), hidden(name, value))
    entry = office.send(content)
    assert entry["outcome"] == "refused"
    assert rule in rules(entry)


def test_every_refused_attempt_has_its_row_and_its_bytes(office):
    sent = [b"not a workbook", office.form("x01", flow="nhiều"), b"%PDF-1.4"]
    entries = [office.send(c, name=f"{i}.xlsx") for i, c in enumerate(sent)]
    office.publish()
    rows = office.rows("from attempt order by journal_no")
    assert [r["journal_no"] for r in rows] == [e["number"] for e in entries]
    for content, entry, row in zip(sent, entries, rows, strict=True):
        assert (row["outcome"], row["size"]) == ("refused", len(content))
        assert row["sha256"] == hashlib.sha256(content).hexdigest()
        assert (office.place.originals / entry["file"]["original"]).read_bytes() == content
    assert rows[1]["reporter_id"] == "x01"
    assert office.rows("select count(*) as n from report")[0]["n"] == 0


def test_a_file_over_the_limit_leaves_name_size_and_hash_only(office):
    content = bytes(MAX_BYTES + 1)
    entry = office.send(content, name="lớn.xlsx")
    assert rules(entry) == ["too-large"]
    assert entry["file"] == {
        "name": "lớn.xlsx", "size": len(content), "original": None,
        "sha256": hashlib.sha256(content).hexdigest(),
    }  # fmt: skip


def test_a_changed_catalogue_is_archived_and_entered_once(office):
    office.send(office.form("x01", flow=5))
    before = office.publish()
    old = read_catalog(office.place.catalog)
    office.district.unit("x04")
    office.district.write_catalogue()
    new = office.catalog
    entries = office.look()
    assert (entries[-1]["kind"], entries[-1]["catalogue"]) == ("catalogue", new.hash)
    assert load_catalogue(office.place, old.hash).files == old.files
    assert load_catalogue(office.place, new.hash).files == new.files
    assert office.catalog.hash == new.hash
    assert len(office.look()) == len(entries)
    after = office.publish()
    assert after.content_hash != before.content_hash
    assert after.journal_no == before.journal_no + 1


def test_a_faulty_catalogue_is_exit_2_and_the_last_figures_serve(office):
    office.send(office.form("x01", flow=5))
    office.publish()
    before = (office.place.builds(), len(office.look()))
    path = office.place.catalog / "unit.csv"
    good = path.read_bytes()
    path.write_bytes(good.replace(b"x02,", b"x01,"))
    answer = office.run("load")
    assert (answer.code, answer.records[-1]["type"]) == (2, "error")
    assert any(r["type"] == "fault" and r["file"] == "unit.csv" for r in answer.records)
    assert (office.place.builds(), len(office.look())) == before
    assert office.value("flow") == 5
    path.write_bytes(good)
    assert office.run("load").code == 0


def test_a_catalogue_cannot_drop_a_unit_that_reported(office):
    office.send(office.form("x03", flow=5))
    office.district.tables["unit"] = [
        u for u in office.district.tables["unit"] if u["unit_id"] != "x03"
    ]
    office.district.tables["block_member"].pop()
    office.district.write_catalogue()
    with pytest.raises(CatalogError) as error:
        record_catalogue(office.place, Journal(office.place.journal))
    assert any("x03" in str(fault) for fault in error.value.faults)
    assert [e["kind"] for e in office.look()].count("catalogue") == 1


def test_after_everything_the_journal_has_no_gap_and_no_other_bytes(tmp_path, workers):
    office = Office(tmp_path / "office", workers)
    good, copies = office.form("x01", flow=1), {}
    for n in range(3):
        entry = office.send(good if n else office.form("x02", flow=n + 1))
        office.send(b"broken")
        office.act("withdraw", "2022-06-20", report=entry.get("duplicate_of", entry["number"]))
        office.act("restore", "2022-06-20", report=entry.get("duplicate_of", entry["number"]))
        office.district.unit(f"x1{n}", "K")
        office.district.write_catalogue()
        office.publish()
        copies |= {p.name: p.read_bytes() for p in sorted(office.place.journal.iterdir())}
    names = sorted(p.name for p in office.place.journal.iterdir())
    assert names == [f"{n:08}.json" for n in range(1, len(names) + 1)]
    assert {n: (office.place.journal / n).read_bytes() for n in copies} == copies
    assert all({"actor", "recorded_at", "number"} <= e.keys() for e in office.look())
    assert content_of(office.place.builds()[-1]) == office.publish().content_hash


def test_what_is_given_by_hand_stays_where_it_is(office, tmp_path):
    path = tmp_path / "ngoài.xlsx"
    path.write_bytes(office.form("x01", flow=1))
    (entry,) = office.take([Incoming(path, dt.date(2022, 6, 15), inside_inbox=False)])
    assert (entry["outcome"], path.exists()) == ("accepted", True)
