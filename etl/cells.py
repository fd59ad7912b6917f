"""What every reader makes of a workbook, known without the libraries that read it."""

from dataclasses import dataclass
from typing import Any

PARSER_VERSION = 2  # counted up whenever the same bytes may read differently


@dataclass(frozen=True)
class Cell:
    """One cell that holds something. Types: number, text, date, bool, error, formula."""

    row: int
    column: int
    address: str
    value: Any
    type: str
    number_format: str
    typed: str | None = None  # what stood there, where its font was turned into Unicode


Book = dict[str, dict[tuple[int, int], Cell]]
