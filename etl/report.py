"""One workbook as it was understood: who reports when, values with their places, findings."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from etl.rules import Finding

Value = tuple[str, int, str, str, Decimal | None, str | None, str, str, str, str]
VALUE_COLUMNS = (
    "section",
    "row_no",
    "item_id",
    "subject_id",
    "value",
    "text",
    "state",
    "raw",
    "sheet",
    "cell",
)


@dataclass
class Report:
    """One workbook read: identity, cover, values (see VALUE_COLUMNS) and findings."""

    form_id: str = ""
    reporter_id: str = ""
    period_id: str = ""
    paper_number: str | None = None
    paper_date: dt.date | None = None
    signatory: str | None = None
    is_official: bool = True
    paper_date_at: tuple[str, str] = ("", "")  # sheet and cell
    values: list[Value] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return any(f.severity == "error" for f in self.findings)

    @cached_property
    def content_hash(self) -> str:
        """Names what the report says, wherever its cells stand and however the file was saved.

        To be asked once it is read to its end.
        """
        cover = (self.form_id, self.reporter_id, self.period_id, self.paper_number)
        cover += (str(self.paper_date), self.signatory, str(self.is_official))
        said = sorted(map(str, (v[:7] for v in self.values)))
        return hashlib.sha256("\n".join([str(cover), *said]).encode()).hexdigest()


def plain(value: Decimal) -> str:
    """A number as an office reads it: 1.234,5."""
    shown = f"{value.normalize():,f}"
    return shown.translate(str.maketrans(",.", ".,"))
