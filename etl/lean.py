"""Leaving out what libraries import where they find it, though no command uses it."""

import sys

# DuckDB, PyArrow and openpyxl import these for data frames: 0.4 seconds a process.
UNUSED = ("numpy", "pandas")


class _Absent:
    """Says of a library that it is not installed."""

    @staticmethod
    def find_spec(fullname: str, path: object = None, target: object = None) -> None:
        if fullname in UNUSED:
            raise ModuleNotFoundError(f"{fullname} is left out", name=fullname)


def leave_out() -> None:
    """For the whole process; to be called before the libraries themselves are imported."""
    sys.meta_path.insert(0, _Absent)
