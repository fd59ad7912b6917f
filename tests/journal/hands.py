"""What the other processes of these tests do: load, build, read; started anew, sharing nothing."""

import time
import traceback
from multiprocessing import get_context
from pathlib import Path

import duckdb

from etl.catalog import Catalog
from etl.catalog_read import read_catalog
from etl.check import check_bytes
from etl.inbox import Incoming
from etl.intake import load
from etl.journal import Journal
from etl.place import Place
from etl.publish import publish
from etl.report import Report
from tests.arithmetic.district import day

SPAWN = get_context("spawn")
TOTALS = "select sum(value), count(*) from observation"


class Here:
    """Reads files in this process, where fifty rounds of children would start too slowly."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def submit(self, content: bytes, suffix: str) -> Report:
        return check_bytes(content, self.catalog, suffix=suffix)


def together(work, *given):
    """Run one process for each of `given`, all starting at once; what each of them answered."""
    barrier, answers = SPAWN.Barrier(len(given)), SPAWN.Queue()
    hands = [SPAWN.Process(target=_hand, args=(work, barrier, answers, g)) for g in given]
    for hand in hands:
        hand.start()
    said = [answers.get(timeout=120) for _ in hands]
    for hand in hands:
        hand.join()
    assert not [s for s in said if isinstance(s, str)], said
    return said


def _hand(work, barrier, answers, given):
    try:
        answers.put(work(barrier, *given))
    except BaseException:  # noqa: BLE001 - told to the test, which fails with it
        barrier.abort()
        answers.put(traceback.format_exc())


def load_rounds(barrier, folder: Path, rounds: list[list[str]]):
    """Load each round's files of the inbox when the other process does; numbers of the entries."""
    place = Place(folder)
    catalog = read_catalog(place.catalog)
    found = []
    for names in rounds:
        files = [Incoming(place.inbox / n, day(n.partition("/")[0])) for n in names]
        barrier.wait(timeout=60)
        entries = load(place, Journal(place.journal), catalog, files, "thử", workers=Here(catalog))
        found.append([e["number"] for e in entries])
    return found


def build_once(barrier, folder: Path):
    """Build when the other process does."""
    place = Place(folder)
    journal = Journal(place.journal)
    barrier.wait(timeout=60)
    build = publish(place, journal)
    return build.id, build.content_hash


def read_until(path: Path, ready, stop, answers):
    """Hold one build open and keep asking, until told to stop; every answer there was."""
    seen, count = set(), 0
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            while not (stop.is_set() and count > 3):
                seen.add(con.execute(TOTALS).fetchone())
                count += 1
                ready.set()
                time.sleep(0.02)
        answers.put((seen, count))
    except BaseException:  # noqa: BLE001 - told to the test, which fails with it
        ready.set()
        answers.put(traceback.format_exc())
