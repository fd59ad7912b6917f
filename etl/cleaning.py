"""The cleaning table of docs/cleaning.md as rows of the published file: `python -m etl.cleaning`.

The document is what people edit and tests run; `cleaning.csv` beside this file is made from it.
"""

import csv
import sys
from pathlib import Path

TABLE = Path(__file__).parent / "cleaning.csv"
DOC = Path(__file__).parents[1] / "docs" / "cleaning.md"
COLUMNS = ("section", "row_no", "typed", "held", "uom", "styles", "means")
Row = tuple[str | int, ...]  # see COLUMNS
SECTIONS = {
    "Numbers": "number",
    "Per cent": "percent",
    "Units of measure": "unit",
    "Dates": "date",
    "Đạt, chưa đạt": "criterion",
}


def from_document() -> list[Row]:
    """One row a line of the document's tables; a table without unit or convention has none."""
    rows: list[Row] = []
    section = ""
    for line in DOC.read_text("utf-8").splitlines():
        if line.startswith("#"):
            section = SECTIONS.get(line.lstrip("# "), "")
        elif section and line.startswith("| ") and not line.startswith("| in the cell"):
            typed, held, *more, means = (part.strip() for part in line.strip("|").split("|"))
            uom, styles = more or ("", "")
            rows.append((section, len(rows) + 1, typed, held, uom, styles, means.strip("`")))
    return rows


def from_table() -> list[Row]:
    """The same as they are published."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))[1:]
    return [(section, int(number), *rest) for section, number, *rest in lines]


if __name__ == "__main__":
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *from_document()])
    sys.exit(0)
