"""The children that read files: they end with their parent, and are not blamed on a file."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from etl.job import Job
from etl.journal import Journal
from etl.worker import Workers
from etl.worker import _kill as kill_children
from tests.etl.district import saved

ROOT = Path(__file__).parents[2]
# A program that comes from standard input has no file that a child could import.
UNSTARTABLE = """
import sys
from etl.__main__ import main
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""
# One whose children end at once: pipes to them break while they are told what to do.
DYING = """
import multiprocessing.spawn, sys
from etl.__main__ import main
if __name__ == "__main__":
    multiprocessing.spawn.set_executable("/bin/true")
    sys.exit(main(sys.argv[1:]))
"""


def children(pid: int) -> set[int]:
    """Direct children, from the process table."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == pid:
            found.add(int(path.parent.name))
    return found


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def until(is_so, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads Linux's process table")
def test_children_of_a_killed_load_end_as_well(office, tmp_path):  # F-01
    office.run("build")  # so that the first commit is the report's, with its reader warm
    office.drop(office.filled(), "a.xlsx")
    mark = tmp_path / "mark"
    stop = {"EMULATION_FAILPOINT": "committed", "EMULATION_FAILPOINT_MARK": str(mark)}
    argv = [sys.executable, "-m", "etl", "load", "--data", str(office.folder)]
    process = subprocess.Popen(argv, cwd=ROOT, env=os.environ | stop)
    try:
        until(mark.exists)
        readers = children(process.pid)
    finally:
        process.kill()  # the parent alone, as the system does when memory runs out
        process.wait()
    assert readers
    until(lambda: not any(map(is_running, readers)))


def test_a_reader_that_does_not_start_is_the_machines_fault(office):
    path = office.drop(office.filled(), "a.xlsx")
    before = path.read_bytes()
    ran = subprocess.run(
        [sys.executable, "-", "load", "--data", str(office.folder)],
        input=UNSTARTABLE, cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert ran.returncode == 3
    assert "không khởi động được trình đọc" in ran.stderr
    assert path.read_bytes() == before
    assert [e for e in Journal(office.place.journal).entries if e["kind"] == "report"] == []
    assert office.run("load").code == 0


@pytest.mark.parametrize("command", ["check", "load"])
def test_children_that_end_at_once_are_told_of(office, tmp_path, command):
    """It was taken for a reader of our lines that had gone, and nothing was said."""
    path = office.drop(office.filled(), "a.xlsx")
    program = tmp_path / "program.py"
    program.write_text(DYING, "utf-8")
    ran = subprocess.run(
        [sys.executable, program, command, path, "--data", office.folder, "--json"],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert ran.returncode == 3
    (told,) = (json.loads(line) for line in ran.stdout.splitlines())
    assert told["type"] == "error"
    assert "không khởi động được trình đọc; hãy chạy lại" in told["message"]


def test_whoever_reads_our_lines_may_go(office):
    """`… | head`: no traceback, and no word on stderr."""
    path = office.drop(office.filled(), "a.xlsx")
    process = subprocess.Popen(
        [sys.executable, "-m", "etl", "check", path, "--data", office.folder, "--json"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() == 3


def test_neither_a_load_nor_its_children_load_what_they_have_no_use_for(office):
    office.drop(office.filled(), "a.xlsx")
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "etl", "load", "--data", str(office.folder)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert ran.returncode == 0
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines() if "|" in line}
    assert {"duckdb", "pyarrow"} <= loaded
    # Asking in vain leaves a name without the modules within; openpyxl is there for writing.
    unused = ("numpy.", "pandas.", "pyarrow._dataset", "openpyxl")
    assert not {name for name in loaded if name.startswith(unused)}


def test_files_waiting_behind_one_that_took_too_long_are_read_all_the_same(office):
    """Its children are killed, what waited for them is cancelled; no other file is to blame."""
    content = saved(office.filled())
    with Workers(2).know(office.catalog, {}) as readers:
        waiting = [readers.submit(content, ".xlsx") for _ in range(6)]
        kill_children(readers.pool)
        reports = [readers.result(content, ".xlsx", future) for future in waiting]
    assert [(r.reporter_id, r.is_refused) for r in reports] == [("xa-an", False)] * 6


def test_marked_copies_are_written_though_the_last_file_killed_the_children(office):
    """Its entries stand by then: they must be published, and the others get their copies."""
    content = saved(office.filled())
    with Workers(2).know(office.catalog, {}) as readers:
        waiting = readers.submit(content, ".xlsx")
        kill_children(readers.pool)
        assert readers.result(content, ".xlsx", waiting).reporter_id == "xa-an"
        jobs = [Job(content, [], f"{n}.xlsx") for n in range(8)]
        written = list(readers.write([*jobs, Job(lines=[("Xã An", "", "0.xlsx", 1, 0, "a")])]))
    assert len(written) == 9 and all(w.startswith(b"PK") for w in written)


def test_a_summary_that_no_child_can_write_is_no_empty_file(office):
    with Workers(1).know(office.catalog, {}) as readers, pytest.raises(OSError, match="chạy lại"):
        list(readers.write([Job(lines=[(object(),)])]))
