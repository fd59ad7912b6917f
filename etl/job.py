"""What a child is asked to write: a marked copy of a returned file, or a summary of several."""

from collections.abc import Sequence
from typing import Any, NamedTuple

Line = tuple[str, str, str, int, int, str]  # of the summary, as its heads say


class Job(NamedTuple):
    """A workbook for a child to write: a file with its findings, or where there are lines a list
    of them.
    """

    content: bytes = b""
    findings: Sequence[dict[str, Any]] = ()
    name: str = ""
    lines: Sequence[Line] = ()
