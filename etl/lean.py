"""Sparing a process work that it has no use for: libraries, and clearing away all the time."""

import gc
import sys
from collections.abc import Callable
from typing import TypeVar

# DuckDB, PyArrow and openpyxl import these for data frames and for files that lie in clouds: half a
# second a process.
UNUSED = ("numpy", "pandas", "pyarrow.dataset")
Done = TypeVar("Done")


class _Absent:
    """Says of a library that it is not installed."""

    @staticmethod
    def find_spec(fullname: str, path: object = None, target: object = None) -> None:
        if fullname in UNUSED:
            raise ModuleNotFoundError(f"{fullname} is left out", name=fullname)


def leave_out() -> None:
    """For the whole process; to be called before the libraries themselves are imported."""
    sys.meta_path.insert(0, _Absent)


def clear_away_seldom() -> None:
    """For a child that does one workbook after another, once all it needs is loaded.

    What is held by then is never garbage, and nearly nothing of a workbook is before it is done:
    Python would look through all of it some hundred times a second. `and_clear_away` does it once.
    """
    gc.freeze()
    gc.disable()


def and_clear_away(work: Callable[[], Done]) -> Done:
    """Do one workbook and clear away what it leaves."""
    try:
        return work()
    finally:
        gc.collect()
