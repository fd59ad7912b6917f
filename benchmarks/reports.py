"""Loading reports, one more on a thousand, writing forms, the demo: against bare openpyxl."""

import os
import pickle
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from pathlib import Path

import openpyxl

from benchmarks.measure import Measured, in_turn, run

REFUSED_TOO = (0, 1)  # the demo sends what is refused as well
_turn = count()


def measure(folder: Path, rounds: int) -> Iterator[Measured]:
    """About five minutes on two cores."""
    raw = folder / "raw"
    run("-m", "etl", "demo", "--no-load", "--data", str(raw))
    yield from _load(folder, raw, rounds)
    yield from _forms(folder, raw, rounds)
    yield from _demo(folder, rounds)
    yield from _one_more(folder, raw, rounds)


def _office(folder: Path, raw: Path, workbooks: list[Path]) -> Path:
    """A fresh office with the demo's catalogue and these workbooks in its inbox."""
    office = folder / f"office-{next(_turn)}"
    shutil.copytree(raw / "catalog", office / "catalog")
    for workbook in workbooks:
        there = office / workbook.relative_to(raw)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(workbook, there)
    return office


def _load(folder: Path, raw: Path, rounds: int) -> Iterator[Measured]:
    workbooks = sorted(raw.glob("inbox/*/*.xlsx"))[:150]
    memory = []

    def ours() -> float:
        office = _office(folder, raw, workbooks)
        seconds, most = run("-m", "etl", "load", "--data", str(office), ok=REFUSED_TOO)
        memory.append(most)
        return seconds

    still = _office(folder, raw, workbooks)

    def floor() -> float:
        return run("-m", "benchmarks.bare_readers", "read", str(still / "inbox"))[0]

    taken = in_turn(rounds, ours, floor)
    yield Measured("load 150 forms, inbox to published", *taken, "≤ 1.5 ×")
    yield Measured("  most memory of one process", memory, [], "< 500 MB", "MB")


def _forms(folder: Path, raw: Path, rounds: int) -> Iterator[Measured]:
    made, cells = folder / "forms", folder / "cells.pickle"

    def ours() -> float:
        shutil.rmtree(made, ignore_errors=True)
        given = ["--period", "2022-H1", "--data", str(raw), "--out", str(made)]
        return run("-m", "etl", "forms", *given)[0]

    ours()
    found = sorted(made.rglob("*.xlsx"))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        cells.write_bytes(pickle.dumps(list(pool.map(_cells, found))))

    def floor() -> float:
        return run("-m", "benchmarks.bare_readers", "write", str(cells), str(folder / "bare"))[0]

    taken = in_turn(rounds, ours, floor)
    yield Measured(f"forms for {len(found)} reporters", *taken, "≤ 2 ×")


def _cells(path: Path) -> dict[str, list[tuple[int, int, object]]]:
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [
            (c.row, c.column, c.value) for c in sheet._cells.values() if c.value is not None
        ]
        for sheet in book.worksheets
    }


def _demo(folder: Path, rounds: int) -> Iterator[Measured]:
    def ours() -> float:
        return run("-m", "etl", "demo", "--data", str(folder / f"demo-{next(_turn)}"))[0]

    yield Measured("demo made and loaded", [ours() for _ in range(min(rounds, 3))], [], "≤ 60 s")


def _one_more(folder: Path, raw: Path, rounds: int) -> Iterator[Measured]:
    """Every demo workbook, and each again with another paper number: over a thousand reports."""
    workbooks = sorted(raw.glob("inbox/*/*.xlsx"))
    office = _office(folder, raw, workbooks)
    again = [office / "inbox" / w.parent.name / f"again-{w.name}" for w in workbooks]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(renumbered, workbooks, again, ["lại"] * len(again)))
    run("-m", "etl", "load", "--data", str(office), ok=REFUSED_TOO)
    entries = len(list((office / "archive" / "journal").iterdir()))
    sent = workbooks[len(workbooks) // 2]

    def one() -> float:
        number = next(_turn)
        renumbered(sent, office / "inbox" / f"one-more-{number}.xlsx", str(number))
        return run("-m", "etl", "load", "--data", str(office), ok=REFUSED_TOO)[0]

    one()
    seconds = [one() for _ in range(rounds)]
    yield Measured(f"one more report on {entries} entries, visible", seconds, [], "≤ 3 s")


def renumbered(source: Path, target: Path, number: str) -> None:
    """The same report under another paper number; what is no workbook stays as it is."""
    try:
        book = openpyxl.load_workbook(source)
        book["Bìa"]["C8"] = f"{number}/BC"
    except Exception:  # the demo holds broken files on purpose
        shutil.copy(source, target)
        return
    book.save(target)
