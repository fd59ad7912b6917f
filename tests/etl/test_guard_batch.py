"""Whole batches of bad files: nothing hangs, nothing is misread, the others load (F-29, F-30)."""

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from etl.check import check_bytes
from etl.guard import guard
from etl.journal import Journal
from etl.worker import Workers
from tests.etl.bombs import BOMBS, MB
from tests.etl.district import RECEIVED, Office, saved
from tests.etl.foreign import SOFFICE, converted, foreign
from tests.etl.mutations import MUTATIONS, mutations

ROOT = Path(__file__).parents[2]
COUNT = int(os.environ.get("EMULATION_MUTATIONS", "900"))  # 20000 for a night
GROWTH = 100 * MB
YESTERDAY = time.time() - 2 * 24 * 3600  # what came then and lacks its end is not being copied
WATCHED = """
import re, sys
from pathlib import Path
from etl.__main__ import main
if __name__ == "__main__":
    code = main(sys.argv[1:])
    status = Path("/proc/self/status").read_text()
    print(re.search(r"VmHWM:\\s+(\\d+)", status)[1], file=sys.stderr)
    sys.exit(code)
"""


@pytest.fixture(scope="module")
def workers(shared_office):
    with Workers(2).know(shared_office.catalog, {}) as found:
        yield found


def load_watched(office):
    """A real `load` of the inbox and the most bytes that its own process ever held."""
    program = office.folder / "watched.py"
    program.write_text(WATCHED)
    ran = subprocess.run(
        [sys.executable, program, "load", "--json", "--data", office.folder], cwd=ROOT,
        capture_output=True, text=True, encoding="utf-8", timeout=300,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran, int(ran.stderr.split()[-1]) << 10


def drop_good(office):
    for unit in ("xa-an", "xa-binh", "phong"):
        office.drop(office.filled(unit), f"bc_{unit}.xlsx")


def drop_bombs(office):
    form = saved(office.filled("xa-cat"))
    folder = office.place.inbox / RECEIVED
    for name, (make, _) in BOMBS.items():
        path = folder / name
        path.write_bytes(make(form))
        os.utime(path, (YESTERDAY, YESTERDAY))
    with (folder / "huge.xlsx").open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200 * MB)
    for n in range(3):  # as big as may be: none is kept in memory longer than needed
        (folder / f"big-{n}.csv").write_bytes(os.urandom(19 * MB))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux's process table")
def test_a_batch_of_bombs_leaves_the_others_and_the_parent_alone(tmp_path):
    calm, office = Office(tmp_path / "calm"), Office(tmp_path / "office")
    drop_good(calm)
    ran, before = load_watched(calm)
    assert ran.returncode == 0
    drop_good(office)
    drop_bombs(office)
    ran, after = load_watched(office)
    assert ran.returncode == 1
    assert after - before < GROWTH, f"{(after - before) >> 20} MB more"

    entries = [e for e in Journal(office.place.journal).entries if e["kind"] == "report"]
    said = {e["file"]["name"]: e for e in entries}
    assert not [p for p in office.place.inbox.rglob("*") if p.is_file()]
    for unit in ("xa-an", "xa-binh", "phong"):
        assert said.pop(f"bc_{unit}.xlsx")["outcome"] == "accepted"
    rules = {name: [f["rule"] for f in e["findings"]] for name, e in said.items()}
    expected = {name: [rule] for name, (_, rule) in BOMBS.items()} | {"huge.xlsx": ["too-large"]}
    expected |= {f"big-{n}.csv": ["file-mismatch"] for n in range(3)}
    assert rules == expected
    assert {e["outcome"] for e in said.values()} == {"refused"}
    for entry in said.values():
        original = entry["file"]["original"]
        assert (original is None) == (entry["file"]["name"] == "huge.xlsx")
        assert original is None or (office.place.originals / original).is_file()


def full(office, unit):
    """A form with something typed wherever something may be, and what was typed."""
    book = office.filled(unit)
    texts = {"12/BC-UBND", "Nguyễn Văn A", "Chính thức", "tăng do mùa vụ", "Đã nỗ lực", "Đạt"}
    book["Kết quả"]["J5"].value = "tăng do mùa vụ"
    book["Đánh giá"]["C5"].value = "Đã nỗ lực"
    if unit != "phong":
        book["Tiêu chí NTM"]["D5"].value = "Đạt"
    return saved(book), {t.encode() for t in texts}


def meaning(report):
    """What a report says, wherever its lines stand."""
    about = (report.form_id, report.reporter_id, report.period_id, report.is_official)
    about += (report.paper_number, report.paper_date, report.signatory)
    return about, sorted(str((v[0], *v[2:7])) for v in report.values)


def test_no_damage_by_chance_is_read_as_another_report(shared_office, workers):
    books = [full(shared_office, unit) for unit in ("xa-an", "phong")]
    asked = [meaning(check_bytes(content, shared_office.catalog)) for content, _ in books]
    outcomes: Counter[tuple[str, bool]] = Counter()
    waiting = []

    def finish():
        kind, number, which, content, future = waiting.pop(0)
        report = workers.result(content, ".xlsx", future)
        outcomes[kind, report.is_refused] += 1
        assert report.is_refused or meaning(report) == asked[which], (kind, number)
        assert "worker-lost" not in {f.rule_id for f in report.findings}, (kind, number)

    for number, (kind, which, content) in enumerate(mutations(books, COUNT)):
        waiting.append((kind, number, which, content, workers.submit(content, ".xlsx")))
        if len(waiting) == 16:
            finish()
    while waiting:
        finish()
    assert sum(outcomes.values()) == COUNT
    assert all(outcomes[m.__name__, True] or m.__name__ == "reordered" for m in MUTATIONS), outcomes
    accepted = sum(n for (_, is_refused), n in outcomes.items() if not is_refused)
    assert accepted > COUNT // 20, outcomes  # so that something is compared


def rules_of(workers, files):
    """Why each file, by name, is refused; None where it is not."""
    futures = {n: workers.submit(c, Path(n).suffix) for n, c in files.items()}
    reports = {n: workers.result(files[n], Path(n).suffix, f) for n, f in futures.items()}
    return {
        n: {f.rule_id for f in r.findings} if r.is_refused else None for n, r in reports.items()
    }


def test_workbooks_of_other_people_are_refused_by_what_they_lack(workers):
    assert set(map(str, rules_of(workers, foreign()).values())) == {"{'not-ours'}"}


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls", "csv"])
def test_so_are_those_that_libreoffice_wrote(workers, tmp_path, kind):
    files = []
    for name, content in foreign().items():
        files.append(tmp_path / name)
        files[-1].write_bytes(content)
    found = converted(tmp_path, files, kind)
    assert len(found) == len(files)
    rules = rules_of(workers, {p.name: p.read_bytes() for p in found})
    # What the guard lets pass lacks what our forms have; CSV has further ways to be no report.
    of_text = {"cells-too-far", "file-mismatch", "csv-encoding", "csv-delimiter", "not-xlsx"}
    allowed = {"not-ours"} | (of_text if kind == "csv" else set())
    assert all(len(said) == 1 and said <= allowed for said in rules.values()), rules


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_our_form_that_libreoffice_saved_passes(shared_office, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(saved(shared_office.filled()))
    before = check_bytes(path.read_bytes(), shared_office.catalog)
    saved_by_it = {
        k: converted(tmp_path, [path], k)[0].read_bytes() for k in ("xlsx", "ods", "xls")
    }
    assert {k: guard(content, f".{k}").kind for k, content in saved_by_it.items()} == {
        "xlsx": "xlsx", "ods": "ods", "xls": "xls",
    }  # fmt: skip
    after = check_bytes(saved_by_it["xlsx"], shared_office.catalog)
    assert not after.is_refused
    assert after.content_hash == before.content_hash
