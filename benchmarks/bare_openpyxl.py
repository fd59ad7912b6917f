"""The floor of reports: openpyxl alone, in as many processes as the product starts.

`read FOLDER`: one pass over every cell of every workbook, as the product makes over forms, which
hold no formulas. `write PICKLE FOLDER`: the given cells without any look.
"""

import os
import pickle
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import openpyxl

Cells = dict[str, list[tuple[int, int, object]]]


def read(path: Path) -> int:
    try:
        book = openpyxl.load_workbook(path, keep_links=False)
    except Exception:  # the demo holds broken files on purpose
        return 0
    return sum(c.value is not None for sheet in book.worksheets for c in sheet._cells.values())


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
            list(pool.map(read, sorted(Path(source).rglob("*.xlsx")), chunksize=4))
            return
        folder = Path(rest[0])
        folder.mkdir(exist_ok=True)
        books: list[Cells] = pickle.loads(Path(source).read_bytes())
        targets = [folder / f"{i}.xlsx" for i in range(len(books))]
        list(pool.map(write, books, targets, chunksize=4))


if __name__ == "__main__":
    main()
