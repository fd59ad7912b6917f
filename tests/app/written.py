"""How figures are written in Vietnamese; made from design and arithmetic, never from app."""

import re
from fractions import Fraction
from typing import Any

NOTHING = "–"
SIGNS = {
    "exceeded": "✔", "met": "✔", "on_pace": "✔", "held": "✔", "near": "◐", "slow": "✖",
    "very_slow": "✖", "not_met": "✖", "not_due": "○", "unreported": "?", "incomplete": "?",
    "not_applicable": "–", "no_target": "·", "no_basis": "·",
}  # fmt: skip
WORDS = {
    "exceeded": "vượt kế hoạch", "met": "đạt kế hoạch", "on_pace": "đạt tiến độ",
    "held": "giữ vững", "near": "gần đạt", "slow": "chậm", "very_slow": "rất chậm",
    "not_met": "không đạt", "not_due": "chưa đến kỳ", "unreported": "chưa báo cáo",
    "incomplete": "chưa đủ báo cáo", "not_applicable": "không áp dụng",
    "no_target": "chưa có kế hoạch", "no_basis": "chưa đủ căn cứ",
}  # fmt: skip
STATES = {"on_time": "đúng hạn", "late": "trễ", "missing": "chưa nộp", "not_due": "chưa đến hạn"}
Row = dict[str, Any]


def number(value: Fraction | None, decimals: int) -> str:
    """1.234,5: half away from zero, from the exact value."""
    if value is None:
        return NOTHING
    whole = int(abs(value) * 10**decimals + Fraction(1, 2))
    digits = str(whole).rjust(decimals + 1, "0")
    left, right = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", left)
    return ("−" if value < 0 and whole else "") + grouped + ("," + right if right else "")


def signed(value: Fraction, decimals: int) -> str:
    shown = number(value, decimals)
    if not set(shown) & set("123456789"):
        return "="
    return shown if value < 0 else f"+{shown}"


def decimals_of(indicator: Row) -> int:
    return int(indicator["decimals"] or 0)


def figure(line: Row) -> str:
    """A figure at a block or the root: levels as 9/14."""
    if line["indicator"]["rule"] == "level" and line["value"] is not None:
        return f"{int(line['value'])}/{line['expected_count']}"
    return number(line["value"], decimals_of(line["indicator"]))


def verdict(status: str | None) -> str:
    return f"{SIGNS[status]} {WORDS[status]}" if status else NOTHING


def change(told: Row | None, indicator: Row) -> str:
    """Percent of amounts, points of rates, plain of scores, nothing across two scales."""
    if told and told["is_broken"]:
        return "đổi chuẩn"
    if told is None or told["difference"] is None:
        return NOTHING
    is_rate = indicator["uom_vi"] == "%"
    if told["percent"] is not None:
        shown, unit = signed(told["percent"], 1), " %"
    else:
        decimals = decimals_of(indicator)
        shown = signed(told["difference"], max(decimals, 1) if is_rate else decimals)
        unit = " điểm %" if is_rate else ""
    if shown == "=":
        return shown
    return f"{'▼' if shown.startswith('−') else '▲'} {shown}{unit}"


def plan(line: Row) -> str:
    """The plan under an indicator's name."""
    indicator = line["indicator"]
    if line["target"] is None:
        return "Không đặt kế hoạch" if line["status"] is None else "Chưa có kế hoạch"
    return f"Kế hoạch {number(line['target'], decimals_of(indicator))} {indicator['uom_vi']}"


def cell(line: Row | None) -> tuple[str, bool]:
    """(text, is hatched) of one unit's figure in a map."""
    if line is None:
        return NOTHING, False
    status = line["status"]
    if status in ("unreported", "incomplete"):
        return "?", True
    sign = SIGNS.get(status, "")
    if line["value"] is None:
        return sign or NOTHING, False
    mark = f"{sign} " if sign in ("◐", "✖") else ""
    return mark + number(line["value"], decimals_of(line["indicator"])), False
