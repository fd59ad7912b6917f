"""Loading 150 files in every format, a tenth of them bad, against bare reading of the good ones."""

import shutil
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import openpyxl

from benchmarks.measure import Measured, in_turn, run
from benchmarks.reports import REFUSED_TOO

# How many of the 150: what is left is .xlsx. The demo sends few tables as .csv.
XLS, ODS, BAD = 25, 25, 15
INPUT = "Kết quả"


def measure(folder: Path, rounds: int) -> Iterator[Measured]:
    """About a minute on two cores; LibreOffice, which saves .xls and .ods, must be there."""
    raw = folder / "mixed-raw"
    run("-m", "etl", "demo", "--no-load", "--data", str(raw))
    forms, good = folder / "mixed", folder / "mixed-good"
    kinds = _collect(raw, forms, good)
    turn = count()

    def ours() -> float:
        office = folder / f"mixed-office-{next(turn)}"
        shutil.copytree(raw / "catalog", office / "catalog")
        shutil.copytree(forms, office / "inbox")
        return run("-m", "etl", "load", "--data", str(office), ok=REFUSED_TOO)[0]

    def floor() -> float:
        return run("-m", "benchmarks.bare_readers", "read", str(good))[0]

    yield Measured(f"load {kinds}", *in_turn(rounds, ours, floor), "≤ 2 ×")


def _collect(raw: Path, forms: Path, good: Path) -> str:
    """Fill both folders; returns how many there are of each format."""
    forms.mkdir()
    good.mkdir()
    tables = sorted(raw.glob("inbox/*/*.csv"))[:15]
    found = [p for p in sorted(raw.glob("inbox/*/*.xlsx")) if _is_form(p)][: 150 - len(tables)]
    for path in tables:
        shutil.copy(path, good)
    _saved_as("xls", found[:XLS], good)
    _saved_as("ods", found[XLS : XLS + ODS], good)
    for i, path in enumerate(found[XLS + ODS :]):
        if i < BAD:
            _spoil(i, path, forms / path.name)
        else:
            shutil.copy(path, good)
    for path in good.iterdir():
        shutil.copy(path, forms)
    counted = {s: len(list(forms.glob(f"*.{s}"))) for s in ("xlsx", "xls", "ods", "csv")}
    total = sum(counted.values())
    return f"{total} files ({', '.join(f'{n} .{s}' for s, n in counted.items())}; {BAD} bad)"


def _is_form(path: Path) -> bool:
    try:
        return INPUT in openpyxl.load_workbook(path, read_only=True).sheetnames
    except Exception:  # the demo holds broken files on purpose
        return False


def _saved_as(suffix: str, paths: list[Path], folder: Path) -> None:
    profile = folder.with_name("profile").absolute().as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix,
         "--outdir", folder, *paths],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _spoil(i: int, source: Path, target: Path) -> None:
    """A figure in words, another line's order, half a file: in turn."""
    if i % 3 == 2:
        content = source.read_bytes()
        target.write_bytes(content[: len(content) // 2])
        return
    book = openpyxl.load_workbook(source)
    sheet = book[INPUT]
    if i % 3 == 0:
        sheet["I6"] = "khoảng mười"
    else:
        sheet["A6"], sheet["A7"] = sheet["A7"].value, sheet["A6"].value
    book.save(target)
