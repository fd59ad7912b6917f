"""What the guard allows, and how it says no.

A form of ours has 3,000 XML elements and 60 KB when inflated; these limits are far above any
report and far below what a PC is short of. Sources: POI's ZipSecureFile for ratio and entries.
"""

MB = 1 << 20
MAX_ENTRIES = 1_000
MAX_INFLATED = 200 * MB
MAX_RATIO, RATIO_FROM = 100, MB
MAX_CELLS, MAX_COLUMNS = 2_000_000, 500
# What a reader would have to build: elements, and cells that a range or a repeat stands for.
MAX_WORK = 500_000
MAX_DEPTH = 100
MAX_QUIET = MB  # bytes of XML without a tag: one cell of Excel holds 32,767 characters
PIECE = 1 << 16


class Unsafe(Exception):
    """The file is not to be parsed; `rule_id` names why, `value` and `what` fill its sentence."""

    def __init__(self, rule_id: str, value: str = "", what: str = "", sheet: str = "") -> None:
        super().__init__(rule_id)
        self.rule_id = rule_id
        self.value = value
        self.what = what
        self.sheet = sheet


def count(number: int) -> str:
    """A count as an office reads it: 1.048.576."""
    return f"{number:,}".replace(",", ".")
