"""The rules as a page, from rules.csv itself: `python -m etl.rules_page`."""

import sys
from pathlib import Path

from etl.rules import LIMITS, RULES, Rule

HEAD = """# Rules

Made by `python -m etl.rules_page` from `etl/rules.csv`; a test holds it. An **error** refuses the
whole report, a **warning** marks a value that is published all the same until it is accepted or
replaced, a **note** only tells. Beside every sentence stand sheet and cell. The published file has
the same in table `rule`; what stands on a day is macro `finding_known(as_of)`.

`{value}` is what was typed or told, `{what}` completes the sentence; between reports `{measure}` is
the figure's title and `{other}` what it is held against. V1–V16 are numbers of the list of checks
agreed on. V6 (a percentage is its n over d) is for tables of offices' own: our forms ask for the
parts only.
"""
STAGES = {
    "file": "Before a file is read",
    "report": "Within one report",
    "journal": "Against what came before",
    "cross": "Between reports",
}
ABOUT = {
    "file": "By the guard and the readers, in the child; what is wrong here is all that is told.",
    "report": "By `check` and `load`; all of a file in one pass.",
    "journal": "By `check` and `load`, against the journal.",
    "cross": "By SQL (`etl/sql/macros_check*.sql`), as known on a day; `load` tells what its\n"
    "reports raised, `check` what a report would raise.",
}


def page() -> str:
    """Markdown of every rule, by where it is raised."""
    lines = [HEAD]
    for stage, title in STAGES.items():
        lines += [f"## {title}\n", ABOUT[stage], ""]
        lines += ["| rule | | V | title, sentence |", "|---|---|---|---|"]
        lines += [_line(r) for r in RULES.values() if r.raised == stage]
        lines.append("")
    lines += ["## Limits\n", "Rows of `setting.csv` where the office wants others.\n"]
    lines += ["| setting | default | meaning |", "|---|---|---|"]
    lines += [f"| {name} | {default} | {meaning} |" for name, (default, meaning) in LIMITS.items()]
    return "\n".join([*lines, ""])


def _line(rule: Rule) -> str:
    title = f"**{rule.title_vi}** · *{rule.title_en}*"
    said = f"{title}<br>{rule.message_vi}<br>*{rule.message_en}*"
    return f"| `{rule.rule_id}` | {rule.severity} | {rule.origin} | {said} |"


if __name__ == "__main__":
    target = Path(__file__).parents[1] / "docs" / "rules.md"
    target.write_text(page(), "utf-8")
    sys.exit(0)
