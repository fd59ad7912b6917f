"""What the machine does to us: no room, no right, broken files, odd things in the inbox."""

import os
import re
import shutil
import time

import pytest

from etl.archive import store_parsed
from etl.check import check_bytes
from etl.files import TEMPORARY
from etl.inbox import COPYING_SECONDS
from etl.publish import file_content
from etl.published import content_of
from tests.journal.limits import files_of_at_most, tree, without_rights
from tests.journal.office import H1


def check_unharmed(office):
    """Readers see a whole file, and no half-written one lies about."""
    current = office.place.builds()[-1]
    assert file_content(current) == content_of(current)
    left = [p for p in office.folder.rglob(".*") if TEMPORARY.match(p.name)]
    assert left == []


def check_recovers(office, calm):
    """The next load, once there is room again, needs no help."""
    office.take()
    assert office.publish().content_hash == calm
    assert [e["outcome"] for e in office.attempts()] == ["accepted"] * 2
    assert not [p for p in office.place.inbox.rglob("*") if p.is_file()]


def test_too_little_free_space_is_refused_before_anything_is_written(waiting, tmp_path):  # F-06
    office = waiting.copied(tmp_path / "office")
    huge = office.place.published / "emulation-00000002-9.duckdb"
    free = shutil.disk_usage(tmp_path).free
    with huge.open("wb") as file:
        file.truncate(free // 3 + 1)  # three of these cannot lie beside it; takes no room itself
    huge_size = huge.stat().st_size
    before = {p: p.lstat().st_mtime_ns for p in office.folder.rglob("*")}
    for words in (("load",), ("build",), ("act", "close", "--period", "2022-Y", "--reason", "x")):
        said = office.run(*words)
        assert said.code == 3
        assert str(office.folder) in said.said
        assert re.search(r"ổ đĩa còn \d+ MB, cần \d+ MB", said.said)
    assert {p: p.lstat().st_mtime_ns for p in office.folder.rglob("*")} == before
    assert huge.stat().st_size == huge_size


@pytest.mark.parametrize("size", [0, 600, 6_000, 30_000, 300_000])
def test_a_file_that_cannot_grow_is_exit_3_and_recovers(waiting, calm, tmp_path, size):  # F-05
    office = waiting.copied(tmp_path / "office")
    said = office.run("load", before=files_of_at_most(size))
    assert said.code == 3
    assert "Máy không" in said.said or str(office.folder) in said.said
    assert "Lỗi chưa lường trước" not in said.said
    check_unharmed(office)
    check_recovers(office, calm)


@pytest.mark.parametrize("name", ["originals", "parsed", "journal", "published"])
def test_a_read_only_folder_is_exit_3_and_named(waiting, calm, tmp_path, name):  # F-05
    office = waiting.copied(tmp_path / "office")
    folder = getattr(office.place, name)
    folder.chmod(0o500)
    try:
        said = office.run("load", before=without_rights)
    finally:
        folder.chmod(0o700)
    assert said.code == 3
    assert str(folder) in said.said
    check_unharmed(office)
    check_recovers(office, calm)


def test_a_file_that_cannot_leave_the_inbox_is_published_and_told_of(waiting, calm, tmp_path):
    """F-05, F-39: a read-only inbox, or on Windows a file that Excel holds open."""
    office = waiting.copied(tmp_path / "office")
    folder = office.place.inbox / "2022-06-15"
    folder.chmod(0o500)
    for _ in range(2):
        said = office.run("load", before=without_rights)
        assert said.code == 0
        (skipped,) = [r for r in said.records if r["type"] == "skipped"]
        assert "không lấy ra khỏi inbox được" in skipped["reason"]
        assert said.result["hash"] == calm
    folder.chmod(0o700)
    check_recovers(office, calm)


def flip(path, where):
    content = bytearray(path.read_bytes())
    content[int(len(content) * where)] ^= 0xFF
    path.write_bytes(content)


BREAKS = {
    "flipped at its head": lambda p: flip(p, 0.001),
    "flipped in the middle": lambda p: flip(p, 0.5),
    "flipped near its end": lambda p: flip(p, 0.9),
    "truncated": lambda p: os.truncate(p, p.stat().st_size // 2),
    "cut by a byte": lambda p: os.truncate(p, p.stat().st_size - 1),
    "empty": lambda p: os.truncate(p, 0),
    "deleted": lambda p: p.unlink(),
    "a text file": lambda p: p.write_text("không phải số liệu", "utf-8"),
}


@pytest.mark.parametrize("what", BREAKS)
def test_a_broken_published_file_is_built_again_with_the_same_hash(waiting, tmp_path, what):  # F-11
    office = waiting.copied(tmp_path / "office")
    path = office.place.builds()[-1]
    said = content_of(path)
    BREAKS[what](path)
    build = office.publish()
    assert build.content_hash == said
    assert file_content(office.place.builds()[-1]) == said
    assert office.value("flow") == 1


def test_verify_and_build_tell_of_a_broken_published_file(waiting, tmp_path):  # F-11
    office = waiting.copied(tmp_path / "office")
    path = office.place.builds()[-1]
    os.truncate(path, 5000)
    found = office.run("verify")
    assert found.code == 3
    assert path.name in found.said
    assert "python -m etl build" in found.said
    assert office.run("build").code == 0
    assert office.run("verify").code == 0


def test_figures_come_back_from_the_archive_alone(waiting, tmp_path):  # F-12
    office = waiting.copied(tmp_path / "office")
    said = content_of(office.place.builds()[-1])
    shutil.rmtree(office.place.published)
    shutil.rmtree(office.place.inbox)
    answer = office.run("build")
    assert (answer.code, answer.result["hash"]) == (0, said)
    assert office.run("verify").code == 0


def wrong_number(path):
    path.write_bytes(path.read_bytes().replace(b'"number": 1', b'"number": 7'))


@pytest.mark.parametrize(
    ("breaks", "number"),
    [
        (lambda p: p.unlink(), "thiếu số 1;"),
        (lambda p: p.write_bytes(p.read_bytes()[:40]), "00000001.json"),
        (lambda p: p.write_bytes(b""), "00000001.json"),
        (lambda p: p.write_bytes(b"[]"), "00000001.json"),
        (wrong_number, "00000001.json mang số 7"),
    ],
    ids=["removed", "cut", "empty", "no entry", "another number"],
)
def test_a_broken_journal_is_exit_3_with_the_number(waiting, tmp_path, breaks, number):
    office = waiting.copied(tmp_path / "office")
    breaks(office.place.journal / "00000001.json")
    before = tree(office.folder)
    for command in ("load", "verify"):
        said = office.run(command)
        assert said.code == 3
        assert number in said.said
        assert "bản sao lưu" in said.said
    assert tree(office.folder) == before


def test_a_journal_older_than_what_is_published_is_refused(waiting, tmp_path):
    office = waiting.copied(tmp_path / "office")
    (office.place.journal / "00000002.json").unlink()
    before = tree(office.folder)
    for command in ("load", "build", "verify"):
        said = office.run(command)
        assert said.code == 3
        assert "emulation-00000002-1.duckdb" in said.said
    assert tree(office.folder) == before


def lose_last(office):
    """The last entry and its build are gone, as after a backup that was put back by halves."""
    path = office.place.journal / f"{len(office.look()):08d}.json"
    path.unlink()
    office.place.builds()[-1].unlink()
    del office.seen[path.name]


def notices(office):
    said = office.run("verify")
    found = [r["message"] for r in said.records if r["type"] == "notice"]
    assert (said.code, said.result["problems"], said.result["notices"]) == (0, 0, len(found))
    return found


def test_a_last_report_lost_with_its_build_is_told_by_its_files(waiting, tmp_path):
    office = waiting.copied(tmp_path / "office")
    assert office.run("load").code == 0
    lost = office.look()[-1]
    assert notices(office) == []
    lose_last(office)
    original = office.place.originals / lost["file"]["original"]
    found = notices(office)
    lying = (original, office.place.parsed / lost["parsed"]["name"])
    for path, sentence in zip(lying, found, strict=True):
        assert sentence.startswith(f"{path} trong kho lưu không có mục nhật ký nào: ")
        assert "một lệnh bị ngắt" in sentence
        assert "các mục sau số 2 đã mất cùng phiên bản số liệu" in sentence
    assert office.run("load", str(original)).code == 0
    assert notices(office) == []


def test_a_last_catalogue_lost_with_its_build_is_told(waiting, tmp_path):
    office = waiting.copied(tmp_path / "office")
    setting = office.place.catalog / "setting.csv"
    setting.write_text(setting.read_text("utf-8").replace("Phòng thử", "Phòng khác"), "utf-8")
    assert office.run("build").code == 0
    lost = office.look()[-1]
    assert lost["kind"] == "catalogue"
    lose_last(office)
    (sentence,) = notices(office)
    assert str(office.place.catalogues / lost["catalogue"]) in sentence


def test_a_last_reading_lost_with_its_build_is_told(office):
    entry = office.send(office.form("x01", flow=5))
    office.publish()
    report = check_bytes(office.form("x01", flow=6), office.catalog)
    name = store_parsed(office.place, entry["file"]["original"], report)
    (sentence,) = notices(office)  # as where the entry of a reparse is gone
    assert str(office.place.parsed / name) in sentence


def test_what_duplicates_and_refused_reports_leave_is_not_told(office):
    office.send(office.form("x01", flow=5))
    office.act("close", "2022-06-20", period=H1)
    again = office.send(office.form("x01", flow=5), name="lần hai.xlsx")
    late = office.send(office.form("x02", flow=5))
    assert (again["outcome"], late["outcome"]) == ("duplicate", "refused")
    office.publish()
    named = {e["parsed"]["name"] for e in office.attempts() if "parsed" in e}
    assert {p.name for p in office.place.parsed.iterdir()} > named
    assert notices(office) == []


def test_odd_things_in_the_inbox_are_skipped_with_a_reason(office, tmp_path):  # F-37
    folder = office.place.inbox / "2022-06-15"
    good = office.drop(office.form("x01", flow=1), "Tốt.xlsx")
    office.drop(office.form("x02", flow=1), "tốt.xlsx")  # another file but for case
    elsewhere = tmp_path / "elsewhere.xlsx"
    elsewhere.write_bytes(office.form("x03", flow=1))
    (folder / "link.xlsx").symlink_to("/etc/passwd")
    (folder / "hard.xlsx").hardlink_to(elsewhere)
    os.mkfifo(folder / "fifo.xlsx")
    (folder / "a.xlsx").mkdir()
    office.drop(office.form("x03", flow=2), "unreadable.xlsx").chmod(0)
    (tmp_path / "2022-06-16").mkdir()
    (tmp_path / "2022-06-16" / "b.xlsx").write_bytes(good.read_bytes())
    (office.place.inbox / "2022-06-16").symlink_to(tmp_path / "2022-06-16")
    said = office.run("load", before=without_rights)
    assert said.code == 0
    skipped = {r["file"]: r["reason"] for r in said.records if r["type"] == "skipped"}
    assert set(skipped) == {
        "link.xlsx", "hard.xlsx", "fifo.xlsx", "a.xlsx", "unreadable.xlsx", "2022-06-16",
    }  # fmt: skip
    assert all(skipped.values())
    assert "liên kết cứng" in skipped["hard.xlsx"]
    assert {e["file"]["name"] for e in office.attempts()} == {"Tốt.xlsx", "tốt.xlsx"}
    assert len(list(office.place.originals.iterdir())) == 2
    left = {p.name for p in folder.iterdir()}
    assert left == {"link.xlsx", "hard.xlsx", "fifo.xlsx", "a.xlsx", "unreadable.xlsx"}
    assert (tmp_path / "2022-06-16" / "b.xlsx").exists()


def test_what_office_and_browsers_leave_behind_is_left_in_peace(office):  # F-39
    names = ["~$bao_cao.xlsx", "a.xlsx.part", "b.crdownload", "Thumbs.db", "desktop.ini", ".DS_x"]
    for name in names:
        office.drop(b"x", name)
    assert office.take() == []
    assert {p.name for p in (office.place.inbox / "2022-06-15").iterdir()} == set(names)


def test_a_file_still_being_copied_waits_until_it_is_whole(office):  # F-38
    content = office.form("x01", flow=1)
    for part in (0, 1, 1000, len(content) - 30):
        office.drop(content[:part], "a.xlsx")
        assert office.take() == []
    office.drop(content, "a.xlsx")
    (entry,) = office.take()
    assert entry["outcome"] == "accepted"
    assert (office.place.originals / entry["file"]["original"]).read_bytes() == content


def test_a_copy_that_stalls_for_an_hour_loses_nothing(office):  # F-38
    whole = office.form("x01", flow=5)
    path = office.drop(whole[:4000], "a.xlsx")
    long_ago = time.time() - 3600
    os.utime(path, (long_ago, long_ago))
    assert office.take() == []
    path.write_bytes(whole)
    (entry,) = office.take()
    assert entry["outcome"] == "accepted"


def test_a_name_in_a_broken_encoding_does_not_stop_the_others(office):  # F-36
    office.drop(office.form("x01", flow=5), os.fsdecode(b"b\xe1o.xlsx"))
    office.drop(office.form("x02", flow=6), "z.xlsx")
    said = office.run("load")
    assert said.code == 0
    files = {r["file"]: r for r in said.records if r["type"] in ("file", "skipped")}
    assert files["z.xlsx"]["status"] == "accepted"
    assert "hãy đổi tên tệp" in files["b\\udce1o.xlsx"]["reason"]


def test_a_file_that_stays_without_its_end_is_refused_and_kept(office):  # F-38
    content = office.form("x01", flow=1)[:5000]
    path = office.drop(content, "a.xlsx")
    before = time.time() - COPYING_SECONDS - 1
    os.utime(path, (before, before))
    (entry,) = office.take()
    assert entry["outcome"] == "refused"
    assert (office.place.originals / entry["file"]["original"]).read_bytes() == content


def test_no_name_of_a_file_leads_out_of_the_archive(office):  # F-36
    content = office.form("x01", flow=1)
    names = {
        "con.xlsx": "accepted", "C:\\x.xlsx": "duplicate", "\\\\host\\share.xlsx": "duplicate",
        "🎉 báo cáo.xlsx": "duplicate", "a%00.xlsx": "duplicate", "x.xlsx.exe": "refused",
        "..%2f..%2fx": "refused", "x.a b": "refused", "n" * 150: "refused",
    }  # fmt: skip
    before = {p for p in office.folder.parent.rglob("*") if office.place.inbox not in p.parents}
    for name, outcome in names.items():
        body = content if outcome != "refused" else name.encode()
        assert office.send(body, name=name)["outcome"] == outcome, name
    office.drop(content, "n" * 151 + ".xlsx")
    assert office.take() == []
    after = {p for p in office.folder.parent.rglob("*") if office.place.inbox not in p.parents}
    archive = office.folder / "archive"
    assert all(archive in p.parents or p == archive or "forms" in p.parts for p in after - before)
    for path in office.place.originals.iterdir():
        assert re.fullmatch(r"[0-9a-f]{64}\.(xlsx|exe|bin)", path.name)
