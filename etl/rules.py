"""Every rule a report is checked by: id, severity and the sentence, in rules.csv beside this file.

Sentences take {value} (what was typed) and {what}; the place (sheet, cell) stands beside them.
Those between reports are filled in by SQL (macro cross_told) and take {measure} and {other} too.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Rule:
    """One rule. An error refuses the report, a warning marks the value, a note only tells."""

    rule_id: str
    severity: str
    title_vi: str  # what is wrong in a few words, to count rules by
    title_en: str
    message_vi: str
    message_en: str
    raised: str  # file, report, journal or cross: table rule of tables.sql
    origin: str  # its number in the list of checks agreed on, V1–V16; empty: one of our own


with (Path(__file__).parent / "rules.csv").open(encoding="utf-8", newline="") as _file:
    RULES: dict[str, Rule] = {row["rule_id"]: Rule(**row) for row in csv.DictReader(_file)}


# What rules ask beyond yes or no: the default, and what it means. An office may set others.
LIMITS: dict[str, tuple[int, str]] = {
    "early_days": (10, "`paper-date-early`: signed more than so many days before the cut-off"),
    "late_days": (300, "`paper-date-late`: signed more than so many days after the cut-off"),
    "change_percent": (
        50,
        "`year-change`: more per cent, on last year and on what other units did",
    ),
    "change_floor": (20, "and at least so much then, and between then and now, in the line's unit"),
    "jump_from": (300, "`thousand-jump`: so many times …"),
    "jump_to": (3000, "… to so many"),
    "copy_figures": (8, "`copied-…`: so many different figures above zero are the same"),
    "copy_percent": (90, "and so many per cent of all"),
    "peers_min": (5, "of fewer units there is no median to hold one of them against"),
    "unplaced_days": (45, "a returned file of no known unit or period is told of for so many days"),
}


@dataclass(frozen=True)
class Finding:
    """What one rule says about one place of one report."""

    rule_id: str
    sheet: str = ""
    cell: str = ""
    value: str = ""
    what: str = ""
    measures: tuple[str, ...] = ()  # whose figures the sentence tells; hidden with them

    @property
    def severity(self) -> str:
        return RULES[self.rule_id].severity

    def message(self, language: str = "vi") -> str:
        """The sentence, with the typed value cut to a length one can read."""
        rule = RULES[self.rule_id]
        pattern = rule.message_vi if language == "vi" else rule.message_en
        return pattern.replace("{value}", self.value[:80]).replace("{what}", self.what)

    def as_dict(self) -> dict[str, Any]:
        """For the journal and --json."""
        return {
            "rule": self.rule_id,
            "severity": self.severity,
            "sheet": self.sheet,
            "cell": self.cell,
            "value": self.value[:200],
            "message": self.message("vi"),
            "message_en": self.message("en"),
            **({"measures": list(self.measures)} if self.measures else {}),
        }
