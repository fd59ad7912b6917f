"""What stands below and beside a table: figures, signatures, or remarks that nobody reads."""

import re

from etl.cells import Cell
from etl.clean import fold, said, tidy
from etl.numbers import MARK, NUMBER
from etl.table_title import DAY

# How a line of a signature begins; after it names and titles may follow.
_SIGNED = re.compile(
    r"[-–(\s]*(?:người (?:lập|tổng hợp|ký|báo cáo)|lập biểu|kế toán|thủ trưởng|trưởng|phó|giám đốc|"
    r"tổng giám đốc|chủ tịch|bí thư|chánh|hiệu trưởng|cán bộ|chuyên viên|công chức|"
    r"(?:tm|kt|tl|tuq|q)\s*\.|xác nhận|duyệt|nơi nhận|lưu|như trên|ký|đã ký|ngày)(?!\w)"
)
_REMARK = re.compile(r"[(*\s]*(?:ghi chú|chú ý|lưu ý|chú thích)\b")
_DIGIT = re.compile(r"[0-9]")
MOST_WORDS = 6  # of a name, or of an office in capitals


def is_figure(cell: Cell | None) -> bool:
    """Whether a cell holds what may be meant as a figure; a date is none."""
    if cell is None or cell.type == "date":
        return False
    if cell.type != "text":
        return True
    return bool(NUMBER.fullmatch(MARK.sub("", tidy(str(cell.value))).lower()))


def is_remark(text: str) -> bool:
    """Whether words begin like a remark: «Ghi chú: …»."""
    return bool(_REMARK.match(fold(text)))


def is_signature(cell: Cell) -> bool:
    """Place and date, who signs, a name, to whom it goes: nothing of the figures."""
    text = tidy(said(cell))
    if cell.type == "date" or DAY.search(text):
        return cell.type == "date" or len(DAY.sub("", text).split()) <= MOST_WORDS
    if is_remark(text) or _DIGIT.search(text):
        return False
    words = [w.strip("().,-–") for w in text.split()]
    is_name = len(words) <= MOST_WORDS and all(w[:1].isupper() for w in words if w)
    return is_name or bool(_SIGNED.match(fold(text)))


def remarks_of(cells: list[Cell]) -> list[Cell]:
    """Cells under a table that are no signature; a list under «Nơi nhận:» is part of it."""
    found, receivers = [], set[int]()
    for cell in sorted(cells, key=lambda c: (c.row, c.column)):
        text = fold(said(cell))
        if text.startswith("nơi nhận"):
            receivers.add(cell.column)
        is_received = cell.column in receivers and text.startswith(("-", "–", "+"))
        if text and not is_received and not is_signature(cell):
            found.append(cell)
    return found
