"""The command line: what each command answers, in sentences and in JSON, and its exit code."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.acts import NEEDS
from etl.cmd_figures import STATUS
from etl.place import today
from etl.publish import KEPT
from etl.published import content_of
from etl.usage import vietnamese
from tests.etl.district import H1, Office, Y, run, saved

ROOT = Path(__file__).parents[2]
COMMANDS = [
    "catalog", "forms", "check", "load", "build", "act", "status", "verify", "demo", "export",
]  # fmt: skip


@pytest.fixture
def loaded(office):
    """An office with one report accepted (number 2)."""
    office.drop(office.filled(viec=120, tc01="Đạt"), "a.xlsx")
    assert office.run("load").code == 0
    return office


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """One good file, the same once more, one refused; what load said of them in JSON."""
    office = Office(tmp_path_factory.mktemp("three"))
    office.drop(office.filled(khoe=None), "a.xlsx")
    office.drop(office.filled(khoe=None), "b.xlsx")
    office.drop(office.filled(viec="nhiều"), "c.xlsx")
    return office, office.json("load", "--actor", "Nguyễn A")


def test_load_prints_progress_then_each_file_then_the_build(three):
    office, said = three
    assert [r["type"] for r in said.records] == [
        *["progress", "file"] * 3, "returned", "progress", "standing", "result",
    ]  # fmt: skip
    assert [(r["done"], r["total"]) for r in said.of("progress")] == [
        (1, 3), (2, 3), (3, 3), (1, 1)
    ]  # fmt: skip
    path = office.place.builds()[-1]
    result = said.result
    assert result["counts"] == {"accepted": 1, "duplicate": 1, "refused": 1}
    assert (result["build"], result["path"]) == ("00000004-1", str(path))
    assert (result["journal_no"], len(result["hash"])) == (4, 64)
    assert office.rows("select content_hash from build") == [(result["hash"],)]


def test_each_file_names_status_reporter_period_revision_counts_and_findings(three):
    office, said = three
    first, second, third = said.of("file")
    finding = {
        "rule": "empty-cells", "severity": "note", "sheet": "Kết quả", "cell": "", "value": "2",
        "message": "2/6 ô số liệu để trống, được ghi là «chưa báo cáo».",
        "message_en": "2 of 6 input cells are empty and count as not reported.",
    }  # fmt: skip
    [sha] = office.rows("select sha256 from report")
    assert first == {
        "type": "file", "file": "a.xlsx", "status": "accepted", "findings": [finding],
        "reporter": "xa-an", "period": H1, "revision": 1, "duplicate_of": None,
        "cells": 6, "filled": 4, "sha256": sha[0], "journal_no": 2,
        "fixed": None,
    }  # fmt: skip
    assert (second["status"], second["duplicate_of"], second["revision"]) == ("duplicate", 2, None)
    assert (third["status"], third["revision"]) == ("refused", None)
    error = third["findings"][0]
    assert (error["rule"], error["severity"]) == ("number-not-number", "error")
    assert (error["sheet"], error["cell"], error["value"]) == ("Kết quả", "I5", "nhiều")
    assert office.rows("select distinct actor from attempt") == [("Nguyễn A",)]


def test_something_refused_is_exit_code_1_and_all_accepted_0(three, office):
    assert three[1].code == 1
    office.drop(office.filled(), "a.xlsx")
    assert office.run("load").code == 0
    assert office.run("load").code == 0  # nothing there is no fault


def test_load_says_to_people_what_to_do(office):
    office.drop(office.filled(viec="nhiều"), "c.xlsx")
    said = office.run("load")
    original = next(office.place.originals.iterdir())
    assert said.out.splitlines() == [
        f"✖ c.xlsx: trả lại (bản gốc: {original})",
        "    Kết quả, I5: «nhiều» không phải là một số. Hãy gõ lại bằng chữ số, ví dụ 1.234,5.",
        "Bản đã đánh dấu lỗi để gửi trả: "
        f"{office.folder / 'returned' / str(today()) / '00002-c-can-sua.xlsx'}",
        "1 tệp: tiếp nhận 0, trùng 0, trả lại 1. Phiên bản số liệu 00000002-1.",
    ]


def test_check_answers_as_load_would_and_writes_nothing(office, tmp_path):
    good, bad = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    office.filled().save(good)
    office.filled(viec=-1).save(bad)
    said = office.json("check", good, bad)
    assert said.code == 1
    assert [f["status"] for f in said.of("file")] == ["good", "refused"]
    assert said.of("file")[0]["sha256"] == hashlib.sha256(good.read_bytes()).hexdigest()
    assert said.result == {"type": "result", "files": 2, "refused": 1, "journal_no": 0}
    assert sorted(p.name for p in office.folder.iterdir()) == ["catalog"]
    assert office.run("check", good).code == 0


def test_catalog_counts_its_rows(office):
    said = office.json("catalog")
    assert said.code == 0
    assert said.result["hash"] == office.catalog.hash
    assert (said.result["rows"]["unit"], said.result["rows"]["indicator"]) == (5, 6)


def test_build_publishes_once_and_an_old_number_can_be_built_aside(loaded, tmp_path):
    first = loaded.json("build")
    assert (first.code, first.result["build"]) == (0, "00000002-1")
    assert loaded.json("build").result["build"] == "00000002-1"
    old = loaded.json("build", "--at", 1, "--out", tmp_path / "old.duckdb")
    assert (old.code, old.result["journal_no"]) == (0, 1)
    assert (tmp_path / "old.duckdb").is_file()
    for argv in (["--at", 9], ["--out", "x"], ["--at", 1, "--out", ROOT / "run.py"]):
        assert loaded.run("build", *argv).code == 2


def test_status_counts_reports_by_period(loaded):
    said = loaded.json("status")
    assert (said.code, said.result["build"], said.result["journal_no"]) == (0, "00000002-1", 2)
    [half] = [p for p in said.result["periods"] if p["period"] == H1]
    assert half == {
        "period": H1, "owed": 4, "on_time": 1, "late": 0, "missing": 3, "not_due": 0,
        "refused": 0,
    }  # fmt: skip


def test_status_since_names_what_changed(loaded):
    said = loaded.json("status", "--since", 1)
    assert said.code == 0
    assert (said.result["since"], said.result["values"]) == (1, 4)
    told = {(v["measure"], v["before"], v["after"]) for v in said.of("value")}
    assert ("viec", None, 120) in told
    assert loaded.run("status", "--since", 7).code == 2


def test_verify_is_0_where_all_is_well_and_3_where_a_byte_has_changed(loaded):
    assert loaded.json("verify").result == {"type": "result", "problems": 0, "notices": 0}
    [original] = loaded.place.originals.iterdir()
    original.write_bytes(original.read_bytes() + b"x")
    said = loaded.json("verify")
    assert (said.code, said.result["problems"]) == (3, 1)
    [problem] = said.of("problem")
    assert problem["message"] == (
        f"{original} không còn đúng nội dung đã nhận; hãy lấy lại từ bản sao lưu."
    )


def test_export_writes_parquet_by_year_and_only_into_an_empty_folder(loaded, tmp_path):
    out = tmp_path / "parquet"
    said = loaded.json("export", "--out", out)
    assert said.code == 0
    assert sorted(p.name for p in out.iterdir()) == ["indicator_value", "observation"]
    assert (out / "observation" / "plan_year=2022").is_dir()
    rows = pq.read_table(out / "observation").num_rows
    assert rows == said.result["rows"]["observation"] == 4
    again = loaded.run("export", "--out", out)
    assert again.code == 2
    assert "đã có nội dung" in again.err


def test_export_says_what_the_screens_say(loaded, tmp_path):
    """Target, status, pace, both changes and n of N stand beside every value, each once."""
    loaded.drop(loaded.filled(period=Y, viec=300), "b.xlsx")
    assert loaded.run("load").code == 0
    out = tmp_path / "parquet"
    assert loaded.run("export", "--out", out).code == 0
    day, key = {"day": today()}, "scope_type, scope_id, period_id, indicator_id"
    with duckdb.connect(str(loaded.place.builds()[-1]), read_only=True) as con:
        given = f"from read_parquet('{out.as_posix()}/indicator_value/*/*.parquet')"
        told = "round(target, 9), status, round(pace, 9), reporting_count, expected_count"
        status = con.execute(
            f"select {key}, {told} from indicator_status($day) where is_plan_year order by all", day
        ).fetchall()
        assert (
            con.execute(
                f"select {key}, {told} {given} where status is not null order by all"
            ).fetchall()
            == status
            != []
        )
        assert (
            con.execute(f"select count(*) {given}").fetchone()
            == con.execute("select count(*) from indicator_value($day)", day).fetchone()
        )
        for comparison, name in (("previous", "previous"), ("last_year", "year")):
            columns = f"{name}_period_id, {name}_both_count, {name}_is_broken"
            assert con.execute(
                f"select {key}, {columns} {given} where {name}_period_id is not null order by all"
            ).fetchall() == con.execute(
                f"select {key}, other_id, both_count, is_broken from indicator_change($day) "
                f"where comparison = '{comparison}' order by all", day,
            ).fetchall()  # fmt: skip


# One correct call of every act, on an office whose report 2 lacks the date of its paper.
ACTS = {
    "withdraw": ["--report", 2],
    "restore": ["--report", 2],
    "received": ["--report", 2, "--received", "10/06/2022"],
    "extend": ["--form", "bc", "--period", H1, "--unit", "xa-an", "--due", "2022-06-30"],
    "close": ["--period", H1],
    "reopen": ["--period", H1],
    "accept": ["--report", 2, "--rule", "paper-date-missing"],
    "alias": ["--alias", "X. An", "--unit", "xa-an"],
    "correct": ["--report", 2, "--sheet", "Kết quả", "--cell", "I5", "--expected", 120,
                "--value", 121],
}  # fmt: skip


def test_every_act_is_entered_with_actor_reason_and_date(office):
    office.drop(office.filled(paper=None), "a.xlsx")
    assert office.run("load").code == 0
    assert ACTS.keys() == NEEDS.keys()
    for number, (act, argv) in enumerate(ACTS.items(), 3):
        said = office.json("act", act, *argv, "--reason", "Theo tờ trình", "--actor", "Nguyễn A")
        assert said.code == 0, (act, said.out)
        entry = said.result["entry"]
        assert (entry["number"], entry["act"], entry["actor"]) == (number, act, "Nguyễn A")
        assert said.result["build"] == f"{number:08d}-1"
    jobs = "select value from observation_known(date '9999-12-31') where measure_id = 'viec'"
    assert office.rows(jobs) == [(121,)]


@pytest.mark.parametrize("act", NEEDS)
def test_an_act_without_what_it_needs_is_refused(office, act):
    said = office.run("act", act, "--reason", "Thử")
    assert said.code == 2
    assert f"Việc «{act}» cần thêm: --{NEEDS[act][0]}" in said.err


def test_reparse_shows_first_and_writes_nothing_where_nothing_differs(loaded):
    said = loaded.json("act", "reparse", "--reason", "Bộ đọc mới")
    assert said.code == 0
    assert said.result == {"type": "result", "changed": 0, "written": False, "journal_no": 2}


CORRECT = ["correct", "--report", 2, "--sheet", "Kết quả", "--cell"]


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["correct", "--report", 2, "--sheet", "Kết quả", "--cell", "I5", "--expected", "120",
          "--value", "NaN"], "«NaN» không phải số; viết như 1234,5."),
        (["correct", "--report", 2, "--sheet", "Kết quả", "--cell", "I5", "--expected", "120",
          "--value", "1" + "0" * 12], "quá lớn hoặc quá sáu chữ số thập phân."),
        ([*CORRECT, "I5", "--expected", "121", "--value", "120"],
         "Ô I5 đang là 120, không phải 121 (--expected)."),
        ([*CORRECT, "I5", "--expected", "trống", "--value", "12"],
         "Ô I5 đang là 120, không phải trống (--expected)."),
        ([*CORRECT, "I5", "--expected", "120", "--value", "trống"],
         "Đơn vị có ghi số ở ô I5; chỉ ô đơn vị để trống mới trở lại trống."),
        ([*CORRECT, "I5", "--expected", "120", "--value", "-3"],
         "I5: -3 nằm ngoài khoảng 0 – 5.000 (việc làm)."),
        ([*CORRECT, "I6", "--expected", "40", "--value", "2001"],
         "I6: 2.001 lớn hơn tổng số 2.000 (ô I7)."),
        ([*CORRECT, "I7", "--expected", "2000", "--value", "0"],
         "I6: 40 trên tổng số bằng 0 (ô I7)."),
        (["extend", "--form", "khac", "--period", H1, "--unit", "xa-an", "--due", "2022-06-30"],
         "Đơn vị xa-an không phải nộp biểu mẫu «khac» trong kỳ 2022-H1."),
        (["extend", "--form", "bc", "--period", Y, "--unit", "phong", "--due", "2022-12-30"],
         "Đơn vị phong không phải nộp biểu mẫu «bc» trong kỳ 2022-Y."),
        (["withdraw", "--report", 9], "Sổ nhật ký không có báo cáo đã tiếp nhận mang số 9."),
        (["close", "--period", "2030-Y"], "Không có kỳ báo cáo «2030-Y» trong danh mục."),
        (["alias", "--alias", "X", "--unit", "xa-x"], "Không có đơn vị «xa-x» trong danh mục."),
        (["reopen", "--period", H1], "Kỳ 2022-H1 chưa khóa sổ."),
        (["accept", "--report", 2, "--rule", "estimate"],
         "Báo cáo số 2 không có cảnh báo «estimate»."),
        (["withdraw", "--report", 2, "--date", "2999-01-01"], "Ngày 01/01/2999 chưa đến."),
    ],
)  # fmt: skip
def test_an_act_that_cannot_be_is_refused_and_the_office_goes_on(loaded, argv, sentence):
    said = loaded.run("act", *argv, "--reason", "Thử")
    assert said.code == 2
    assert sentence in said.err
    assert loaded.run("build").code == 0
    assert len(list(loaded.place.journal.iterdir())) == 2


def test_an_act_says_whose_report_it_was_about(loaded):
    said = loaded.run("act", "withdraw", "--report", 2, "--reason", "Thử")
    assert "Đã ghi số 3: withdraw báo cáo số 2 (Xã An, 6 tháng đầu năm 2022)." in said.out


def test_a_correction_says_its_cell_and_both_figures(office):
    office.drop(office.filled(khoe=None), "a.xlsx")
    assert office.run("load").code == 0
    at = [*CORRECT, "I8", "--expected", "trống", "--value", "1200.5"]
    assert "I8: 1.200,5 nằm ngoài khoảng" in office.run("act", *at, "--reason", "Thử").err
    at[-1] = "12"
    said = office.run("act", *at, "--reason", "Thử")
    told = "correct báo cáo số 2 (Xã An, 6 tháng đầu năm 2022), ô I8 trang «Kết quả»: trống → 12."
    assert told in said.out


def test_what_is_taken_in_is_told_with_its_number_its_unit_and_what_was_filled(office):
    office.drop(office.filled(), "a.xlsx")
    said = office.run("load")
    assert (
        "✔ a.xlsx: tiếp nhận, số 2, Xã An, 6 tháng đầu năm 2022, lần nộp 1, điền 5/6 ô" in said.out
    )


# Nonsense: a sentence and a code, never a traceback.


@pytest.mark.parametrize(
    "argv",
    [
        [], ["nói"], ["load", "--nói"], ["act"], ["act", "xóa", "--reason", "x"],
        ["act", "close", "--period", H1], ["check"], ["forms"], ["export"],
        ["load", "a.xlsx", "--received", "hôm qua"], ["build", "--at", "một"],
        ["status", "--since", "x"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_arguments_that_mean_nothing_are_exit_code_2(argv):
    said = run(*argv)
    assert said.code == 2
    assert said.err.startswith("Cách gọi: python -m etl")
    assert "Traceback" not in said.err


ENGLISH = re.compile(r"\b(usage|error|argument|arguments|required|invalid|expected one|choose)\b")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "Gọi sai: còn thiếu lệnh. Xem: python -m etl --help"),
        ("nói", "Gọi sai: lệnh: không có «nói»; có: catalog, forms, check, load,"),
        ("load --nói a.xlsx", "Gọi sai: không hiểu «--nói». Xem: python -m etl --help"),
        ("check", "Gọi sai: còn thiếu tệp. Xem: python -m etl check --help"),
        ("act", "Gọi sai: còn thiếu việc, --reason. Xem: python -m etl act --help"),
        ("act xóa --reason x", "Gọi sai: việc: không có «xóa»; có: withdraw, restore, received,"),
        ("act withdraw --report", "Gọi sai: --report: cần một giá trị theo sau."),
        ("act withdraw --report 5a", "Gọi sai: --report: «5a» không phải số nguyên."),
        ("act close --re x", "«--re» có thể là --reason, --report, --received; hãy viết đủ chữ."),
        ("load a.xlsx --received mai", "--received: «mai» không phải ngày; viết 2022-06-15 hoặc"),
        ("load --json=3", "Gọi sai: --json: không nhận giá trị «3»."),
    ],
)
def test_a_wrong_call_is_answered_in_vietnamese(line, sentence):
    said = run(*line.split())
    assert (said.code, said.out) == (2, "")
    *_, last = said.err.splitlines()
    assert sentence in last
    assert not ENGLISH.search(last.replace("--expected", ""))


@pytest.mark.parametrize(
    ("newer", "said"),
    [
        ("argument command: invalid choice: 'nói' (choose from catalog, load)",
         "lệnh: không có «nói»; có: catalog, load"),
        ("argument command: invalid choice: 'loda', maybe you meant 'load'? (choose from a, load)",
         "lệnh: không có «loda»; có: a, load"),
        ('argument --at: invalid int value: "một\'"', "--at: «một'» không phải số nguyên"),
        ("something that Python will say one day", "something that Python will say one day"),
    ],
)  # fmt: skip
def test_the_wordings_of_newer_pythons_are_understood_or_left_alone(newer, said):
    assert vietnamese(newer) == said


def test_help_is_headed_in_vietnamese():
    said = run("load", "--help")
    assert said.code == 0
    assert said.out.startswith("Cách gọi: python -m etl load [")
    heads = [x for x in said.out.splitlines() if x.endswith(":") and not x.startswith(" ")]
    assert heads == ["tham số:", "tùy chọn:"]
    assert "in hướng dẫn này" in said.out


@pytest.mark.parametrize(
    "argv",
    [["catalog"], ["forms", "--period", H1], ["load"], ["build"], ["act", "close", "--period", H1,
     "--reason", "x"], ["status"], ["export", "--out", "x"]],
    ids=lambda argv: argv[0],
)  # fmt: skip
def test_a_folder_that_is_not_there_is_a_sentence(tmp_path, argv):
    said = run(argv[0], "--data", tmp_path / "không-có", *argv[1:])
    assert said.code == 2
    assert "Traceback" not in said.err + said.out
    assert len((said.err + said.out).strip()) > 20


def test_a_data_folder_that_is_a_file_is_the_machines_fault_or_usage(tmp_path):
    file = tmp_path / "data"
    file.write_text("")
    for argv in (["load"], ["build"], ["catalog"], ["status"]):
        said = run(argv[0], "--data", file, *argv[1:])
        assert said.code in (2, 3), argv
        assert "Traceback" not in said.err


def test_files_that_cannot_be_read_are_named(office, tmp_path):
    for path in (tmp_path / "không-có.xlsx", tmp_path):
        for command in ("check", "load"):
            said = office.run(command, path)
            assert said.code == 2
            right = f"{path} là thư mục; " if path.is_dir() else f"Không có tệp {path}."
            assert said.err.startswith(right)
    good = tmp_path / "a.xlsx"
    office.filled().save(good)
    assert (
        "Ngày nhận 01/01/2999 chưa đến." in office.run("load", good, "--received", "2999-01-01").err
    )


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_what_is_no_file_stays_in_the_inbox_and_is_told(office, tmp_path):
    folder = office.place.inbox / "2022-06-14"
    folder.mkdir(parents=True)
    (folder / "link.xlsx").symlink_to(tmp_path / "nowhere.xlsx")
    (folder / "sub").mkdir()
    os.mkfifo(folder / "pipe.xlsx")
    (office.place.inbox / "2999-01-01").mkdir()
    (office.place.inbox / "~$a.xlsx").write_bytes(b"")
    said = office.json("load")
    assert said.code == 0
    assert {r["file"] for r in said.of("skipped")} == {
        "link.xlsx",
        "sub",
        "pipe.xlsx",
        "2999-01-01",
    }
    assert all(len(r["reason"]) > 10 for r in said.of("skipped"))


def test_a_journal_with_a_gap_stops_with_code_3_and_names_the_number(loaded):
    (loaded.place.journal / "00000001.json").unlink()
    for argv in (["load"], ["build"], ["status"], ["verify"]):
        said = loaded.run(*argv)
        assert said.code == 3, argv
        assert "thiếu số 1; hãy lấy lại từ bản sao lưu" in said.err + said.out


def test_an_entry_that_is_no_json_stops_with_code_3(loaded):
    (loaded.place.journal / "00000002.json").write_text("{")
    said = loaded.json("load")
    assert said.code == 3
    assert said.records[-1]["type"] == "error"
    assert "00000002.json; hãy lấy lại tệp này từ bản sao lưu" in said.records[-1]["message"]


def test_missing_values_of_the_archive_stop_the_build_and_the_last_one_stays(loaded):
    [parsed] = loaded.place.parsed.iterdir()
    parsed.unlink()
    said = loaded.run("act", "close", "--period", H1, "--reason", "Hết hạn")
    assert said.code == 3
    assert "hãy lấy lại từ bản sao lưu" in said.err
    assert [p.name for p in loaded.place.builds()] == ["emulation-00000002-1.duckdb"]


def test_values_of_the_archive_that_changed_are_never_published(loaded):
    """A flipped bit may still read as a number: the file's name holds its own hash."""
    [parsed] = loaded.place.parsed.iterdir()
    table = pq.read_table(parsed)
    values = [None if v is None else v + 1 for v in table["value"].to_pylist()]
    at = table.schema.get_field_index("value")
    changed = pa.array(values, table.schema.field(at).type)
    pq.write_table(table.set_column(at, table.schema.field(at), changed), parsed)
    verified, built = loaded.run("verify"), loaded.run("build")
    assert (verified.code, built.code) == (3, 3)
    for said in (verified, built):
        assert f"{parsed} không còn đúng nội dung đã đọc" in said.out + said.err
    assert [p.name for p in loaded.place.builds()] == ["emulation-00000002-1.duckdb"]


def test_statuses_have_the_words_of_the_screens():
    words = tomllib.loads((ROOT / "app" / "words" / "vi.toml").read_text("utf-8"))
    assert words["status"] == STATUS


def test_status_names_who_has_not_reported(loaded):
    said = loaded.json("status", "--period", H1)
    assert said.code == 0
    missing = {r["reporter"] for r in said.of("missing")}
    assert "xa-an" not in missing
    assert missing == {r for (r,) in loaded.rows(
        "select reporter_id from expected_report where period_id = ? and reporter_id <> 'xa-an'", H1
    )}  # fmt: skip
    assert "quá hạn" in loaded.run("status", "--period", H1).out
    assert loaded.run("status", "--period", "2030-Y").code == 2


def test_the_commands_find_the_packages_that_run_py_installed(tmp_path):
    """README's «python -m etl …» is typed with whatever Python the PC has."""
    shutil.copytree(ROOT / "etl", tmp_path / "etl", ignore=shutil.ignore_patterns("__pycache__"))
    bare = [sys.executable, "-S", "-m", "etl", "status"]  # -S: without installed packages
    said = subprocess.run(bare, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert said.returncode == 3
    assert said.stderr.strip() == "Chưa cài thư viện. Hãy chạy «python run.py» một lần trước."
    (tmp_path / ".venv").symlink_to(Path(sys.prefix))
    said = subprocess.run(bare, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert said.returncode == 2
    assert "Chưa có phiên bản số liệu nào" in said.stderr


def test_a_folder_that_is_no_office_is_never_called_sound(tmp_path):
    said = run("verify", "--data", tmp_path / "nhầm")
    assert said.code == 2
    assert "nhầm chưa có sổ nhật ký" in said.err
    assert not (tmp_path / "nhầm").exists()


def test_where_no_catalogue_lies_one_sentence_says_so(tmp_path):
    said = run("catalog", "--data", tmp_path / "nhầm")
    assert said.code == 2
    assert "Không có danh mục nào trong" in said.err
    assert len(said.err.splitlines()) == 1


def test_a_published_file_that_is_damaged_is_replaced_by_the_next_build(loaded):
    [build] = loaded.place.builds()
    build.write_bytes(b"x" * 100)
    assert loaded.run("status").code == 2  # no readable build: says what to run
    assert loaded.json("build").result["build"] == "00000002-2"
    assert loaded.run("status").code == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command):
    said = run(command, "--help")
    assert said.code == 0
    assert "--data" in said.out and "--json" in said.out


def test_it_runs_as_a_program_and_speaks_utf8_whatever_the_console(office, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(saved(office.filled(viec="nhiều")))
    command = [sys.executable, "-m", "etl", "check", "--data", str(office.folder), str(path)]
    narrow = os.environ | {"PYTHONIOENCODING": "cp1252", "LC_ALL": "C"}
    done = subprocess.run(command, cwd=ROOT, env=narrow, capture_output=True)
    assert done.returncode == 1
    assert "không phải là một số" in done.stdout.decode("utf-8")


def test_builds_of_old_numbers_are_kept_aside_the_last_five_and_never_current(loaded):
    made = [loaded.json("build", "--at", n).result for n in (1, 2, 1)]
    assert made[0] == made[2]
    place = loaded.place
    assert [p.name for p in place.builds()] == ["emulation-00000002-1.duckdb"]
    assert Path(made[1]["path"]).parent == place.earlier
    assert made[1]["hash"] == content_of(place.builds()[-1])
    for n in range(9):
        (place.earlier / f"emulation-{n:08d}-older.duckdb").write_bytes(b"")
        os.utime(place.earlier / f"emulation-{n:08d}-older.duckdb", (n, n))
    Path(made[0]["path"]).write_bytes(b"damaged")
    assert loaded.json("build", "--at", 1).result == made[0]
    assert len(list(place.earlier.iterdir())) == KEPT
    assert content_of(Path(made[0]["path"])) == made[0]["hash"]


def test_what_the_machine_refuses_is_said_in_vietnamese(office, tmp_path):
    (tmp_path / "tep").write_bytes(b"")
    target = tmp_path / "tep" / "bieu"
    said = office.run("forms", "--period", H1, "--out", str(target))
    assert said.code == 3
    assert f"một phần của đường dẫn không phải là thư mục ({target})" in said.err
