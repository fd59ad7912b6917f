"""Two at once: loads, builds, and readers who hold the old build; nobody waits, nothing is lost."""

import datetime as dt
import os
from collections import Counter

import duckdb
import pytest

from etl.inbox import read_once, scan_inbox
from tests.journal.hands import SPAWN, TOTALS, build_once, load_rounds, read_until, together
from tests.journal.office import H1, YEAR, Office, answer

DAY = "2022-06-15"
ROUNDS = 44  # and six with real commands
KINDS = ("same file", "same unit", "same bytes", "different units")


def prepare(office, count):
    """Files in the inbox, and the names that either hand loads in each round."""
    left, right = [], []
    for n in range(count):
        kind = KINDS[n % len(KINDS)]
        first = office.form("x01", flow=n)
        second = {
            "same unit": lambda n=n: office.form("x01", flow=n, poor=1),
            "different units": lambda n=n: office.form("x02", YEAR, flow=n),
        }.get(kind, lambda first=first: first)()
        names = [f"{DAY}/{n:02}-{side}.xlsx" for side in "ab"]
        office.drop(first, f"{n:02}-a.xlsx")
        if kind == "same file":
            names[1] = names[0]
        else:
            office.drop(second, f"{n:02}-b.xlsx")
        left.append(names[:1])
        right.append(names[1:])
    return left, right


def check_archive(office):
    """Every accepted, duplicate and refused file of the journal is in the archive."""
    for entry in office.attempts():
        assert (office.place.originals / entry["file"]["original"]).stat().st_size
        if entry["outcome"] == "accepted":
            assert (office.place.parsed / entry["parsed"]["name"]).exists()
    assert not [p for p in office.place.inbox.rglob("*") if p.is_file()]


def check_current(office):
    """Exactly one current report of each unit and period; lần nộp counted without a gap."""
    found = office.rows(
        "select reporter_id, period_id, count(*) filter (is_current) as n, "
        "list(revision order by revision) as revisions "
        "from report_known(date '2026-01-01') group by all"
    )
    for row in found:
        assert row["n"] == 1, row
        assert row["revisions"] == list(range(1, len(row["revisions"]) + 1)), row
    return {(r["reporter_id"], r["period_id"]) for r in found}


@pytest.mark.slow
def test_two_loads_at_once_in_every_round_enter_each_file_once(office):  # F-07
    assert office.catalog.hash
    left, right = prepare(office, ROUNDS)
    together(load_rounds, (office.folder, left), (office.folder, right))
    entered = Counter(e["source"]["path"] for e in office.attempts())
    assert entered == Counter(dict.fromkeys([n for each in left + right for n in each], 1))
    outcomes = Counter(e["outcome"] for e in office.attempts())
    by_kind = Counter(KINDS[n % len(KINDS)] for n in range(ROUNDS))
    assert outcomes["duplicate"] == by_kind["same bytes"]
    assert outcomes["refused"] == 0
    check_archive(office)
    office.publish()
    assert check_current(office) == {("x01", H1), ("x02", YEAR)}


@pytest.mark.slow
def test_two_real_loads_at_once_both_succeed(tmp_path, workers):  # F-07, F-08
    for start, kind in enumerate(("same unit", "same file", "different units")):
        office = Office(tmp_path / str(start), workers)
        for n in range(2):
            number = 10 * n + start
            office.drop(office.form("x01", flow=number))
            if kind != "same file":
                unit = "x01" if kind == "same unit" else "x02"
                office.drop(office.form(unit, flow=number, poor=3))
            commands = [office.start("load"), office.start("load")]
            said = [answer(c) for c in commands]
            assert [s.code for s in said] == [0, 0]
            assert all(s.result["type"] == "result" for s in said)
        kinds = Counter(e["kind"] for e in office.look())
        assert kinds == {"catalogue": 1, "report": 2 if kind == "same file" else 4}
        check_archive(office)
        check_current(office)
        assert int(office.place.builds()[-1].name[10:18]) == len(office.look())


@pytest.mark.parametrize("moment", ["fstat", "fdopen"])
@pytest.mark.parametrize("comes_again", [False, True])
def test_a_file_that_another_load_takes_away_while_it_is_opened_is_not_entered_twice(
    office, monkeypatch, moment, comes_again
):
    """Its ctime changes as its name goes: it would look like another file of the same bytes."""
    path = office.drop(office.form("x01", flow=1))
    (incoming,) = scan_inbox(office.place.inbox, dt.date(2022, 6, 15), lambda *_: None)
    real, told = getattr(os, moment), []

    def taken_away(handle, *said):
        monkeypatch.setattr(os, moment, real)
        path.unlink()
        if comes_again:
            path.write_bytes(b"a newer one")
        return real(handle, *said)

    monkeypatch.setattr(os, moment, taken_away)
    assert read_once(incoming, office.place.inbox, lambda *said: told.append(said)) is None
    assert len(told) == comes_again  # it is told of where there is still something to read


def test_two_builders_of_one_number_give_one_file_or_two_equal_ones(office):  # F-07
    office.send(office.form("x01", flow=1))
    for _ in range(2):
        for path in office.place.published.glob("*"):
            path.unlink()
        said = together(build_once, (office.folder,), (office.folder,))
        assert len({content for _, content in said}) == 1
        names = [p.name for p in office.place.builds()]
        assert names in (
            ["emulation-00000002-1.duckdb"],
            ["emulation-00000002-1.duckdb", "emulation-00000002-2.duckdb"],
        )
        assert {f"emulation-{i}.duckdb" for i, _ in said} == set(names)
        assert sorted(p.name for p in office.place.published.iterdir()) == names


def test_readers_keep_their_build_while_loads_come_and_go(office):  # F-08, F-09
    office.send(office.form("x01", flow=1))
    old = office.publish().path
    with duckdb.connect(str(old), read_only=True) as con:
        before = con.execute(TOTALS).fetchone()
    ready = [SPAWN.Event() for _ in range(3)]
    stop, answers = SPAWN.Event(), SPAWN.Queue()
    given = [(old, r, stop, answers) for r in ready]
    readers = [SPAWN.Process(target=read_until, args=g) for g in given]
    for reader in readers:
        reader.start()
    assert all(r.wait(timeout=60) for r in ready)
    office.drop(office.form("x02", flow=100))
    assert office.run("load").code == 0
    for n in range(5):  # until the old build is one of those that are removed
        office.send(office.form("x03", flow=n))
        office.publish()
    assert not old.exists()
    stop.set()
    said = [answers.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join()
    assert [s[0] for s in said] == [{before}] * 3
    assert all(count > 3 for _, count in said)
    assert office.rows(TOTALS) != [before]
    assert office.value("flow", "x03") == 4


def test_of_two_loads_of_what_was_looked_at_one_gets_in(office, tmp_path):
    """Both were looked at under one journal number: the second is to be looked at again."""
    office.send(office.form("x01", flow=1))
    last = len(office.look())
    running = []
    for unit in ("x02", "x03"):
        path = tmp_path / f"{unit}.xlsx"
        path.write_bytes(office.form(unit, flow=2))
        running.append(office.start("load", str(path), "--expect-journal", str(last)))
    said = [answer(process) for process in running]
    assert sorted(a.code for a in said) == [0, 2]
    assert len(office.look()) == last + 1
