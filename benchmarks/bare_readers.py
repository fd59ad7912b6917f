"""The floor of reports: the libraries alone, in as many processes as the product starts.

`read FOLDER`: one pass over every cell of every workbook, as the product makes over forms, which
hold no formulas; .xls by xlrd, .ods and .csv by the standard library: no reader is barer.
`write PICKLE FOLDER`: the given cells without any look.
"""

import csv
import io
import os
import pickle
import sys
import zipfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from xml.etree import ElementTree

import openpyxl

Cells = dict[str, list[tuple[int, int, object]]]


def read(path: Path) -> int:
    try:
        return READERS[path.suffix](path)
    except Exception:  # the demo holds broken files on purpose
        return 0


def _xlsx(path: Path) -> int:
    book = openpyxl.load_workbook(path, keep_links=False)
    return sum(c.value is not None for sheet in book.worksheets for c in sheet._cells.values())


def _xls(path: Path) -> int:
    import xlrd

    book = xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO())
    return sum(
        v != "" for sheet in book.sheets() for r in range(sheet.nrows) for v in sheet.row_values(r)
    )


def _ods(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        tree = ElementTree.fromstring(archive.read("content.xml"))
    return sum(bool("".join(e.itertext())) for e in tree.iter() if e.tag.endswith("}table-cell"))


def _csv(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(bool(v) for row in csv.reader(file, delimiter=";") for v in row)


READERS = {".xlsx": _xlsx, ".xls": _xls, ".ods": _ods, ".csv": _csv}


def write(cells: Cells, target: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, places in cells.items():
        sheet = book.create_sheet(title)
        for row, column, value in places:
            sheet.cell(row, column, value)
    book.save(target)


def main() -> None:
    kind, source, *rest = sys.argv[1:]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        if kind == "read":
            list(
                pool.map(
                    read,
                    sorted(p for p in Path(source).rglob("*.*") if p.suffix in READERS),
                    chunksize=4,
                )
            )
            return
        folder = Path(rest[0])
        folder.mkdir(exist_ok=True)
        books: list[Cells] = pickle.loads(Path(source).read_bytes())
        targets = [folder / f"{i}.xlsx" for i in range(len(books))]
        list(pool.map(write, books, targets, chunksize=4))


if __name__ == "__main__":
    main()
