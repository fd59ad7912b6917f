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
    return number(line["value"], places(line))


def marked(line: Row) -> str:
    """A figure with the mark of an open warning it rests on."""
    is_marked = line["is_warned"] and line["value"] is not None
    return f"⚠ {figure(line)}" if is_marked else figure(line)


def places(line: Row) -> int:
    """Decimals of a figure and its plan: enough to tell one short of or beyond it from its plan."""
    least = decimals_of(line["indicator"])
    value, target = line["value"], line["target"]
    is_apart = SIGNS.get(line["status"]) in ("◐", "✖") or line["status"] == "exceeded"
    if not is_apart or value is None or target is None:
        return least
    apart = (n for n in range(least, 7) if number(value, n) != number(target, n))
    return next(apart, 6)


def verdict(status: str | None) -> str:
    return f"{SIGNS[status]} {WORDS[status]}" if status else NOTHING


def verdict_of(line: Row) -> str:
    """The same of a figure: what is too much of a yearly ceiling is not slow but over it."""
    is_ceiling = line["is_accumulated"] and line["indicator"]["direction"] == "lower"
    if is_ceiling and line["status"] in ("slow", "very_slow", "not_met"):
        past = line["value"] > line["target"]
        return "✖ vượt mức cho phép" if past else "✖ vượt mức đến nay"
    if line["status"] == "exceeded" and line["indicator"]["direction"] == "lower":
        return "✔ tốt hơn kế hoạch"
    return verdict(line["status"])


def cut(text: str, letters: int) -> str:
    """A label that is too long for its place ends at a blank, with three dots."""
    if len(text) <= letters:
        return text
    return text[: letters - 1].rsplit(" ", 1)[0].rstrip(" ,–-:;") + "…"


def is_score(indicator: Row) -> bool:
    return indicator.get("is_score", "").lower() in ("1", "true", "yes", "có")


def units(line: Row) -> str:
    return f"{line['reporting_count']}/{line['expected_count']} đơn vị"


def of_units(line: Row) -> str:
    """In brackets how many units a figure covers, where not all."""
    return f" ({units(line)})" if line["reporting_count"] < line["expected_count"] else ""


def change(line: Row, comparison: str) -> str:
    """Percent of amounts, else a difference in points or its unit; nothing across two scales."""
    told, indicator = line[comparison], line["indicator"]
    if told and told["is_broken"]:
        return "đổi chuẩn"
    if told is None or told["difference"] is None:
        return NOTHING
    is_rate = indicator["uom_vi"] == "%" and not is_score(indicator)
    both = told["both_count"]
    covered = f" ({both} đv)" if both < line["reporting_count"] else ""
    if not told["is_wide"]:
        covered = f" (mới {both}/{line['expected_count']})"
    if told["percent"] is not None:
        shown, unit = signed(told["percent"], 1), " %"
    else:
        decimals = decimals_of(indicator)
        shown = signed(told["difference"], max(decimals, 1) if is_rate else decimals)
        own = "điểm" if indicator["uom_vi"] == "%" else indicator["uom_vi"]
        unit = " điểm %" if is_rate else f" {own}"
    if shown == "=":
        return shown + covered
    arrow = ("▼ " if shown.startswith("−") else "▲ ") if told["is_wide"] else ""
    return f"{arrow}{shown}{unit}{covered}"


def changes(line: Row) -> str:
    """On the period before and on last year; one where both are the same or there is neither."""
    told = [change(line, comparison) for comparison in ("previous", "last_year")]
    is_one = line["is_year_before"] or told == [NOTHING, NOTHING]
    return told[1] if is_one else "<br>".join(told)


def plan(line: Row) -> str:
    """The plan under an indicator's name."""
    decided, compared = plan_parts(line)
    if not decided:
        why = {None: "Không đặt kế hoạch", "not_due": "Chưa xét kế hoạch ở kỳ này"}
        return why.get(line["status"], "Chưa có kế hoạch")
    name = "Kế hoạch điều chỉnh" if is_revised(line) else "Kế hoạch"
    return f"{name} {at_most(line)}{decided} {line['indicator']['uom_vi']} {compared}".strip()


def is_revised(line: Row) -> bool:
    """Whether the plan in force took the place of an earlier one."""
    return line["decided_target"] is not None and (line["target_version"] or 1) > 1


def at_most(line: Row) -> str:
    """Before a plan that is the most that there may be."""
    return "≤ " if line["indicator"]["direction"] == "lower" else ""


def plan_in_table(line: Row) -> str:
    said = plan_in_sentence(line) and at_most(line) + plan_in_sentence(line)
    return f"{said} (điều chỉnh)" if is_revised(line) else said


def with_due(line: Row) -> tuple[str, str]:
    """A figure and the least that is enough by now, or the most that may be; written so finely
    that who is behind reads as behind, and who is not does not.
    """
    if line["due"] is None:
        return figure(line), NOTHING
    is_least = line["indicator"]["direction"] != "lower"
    is_behind = SIGNS[line["status"]] in ("◐", "✖")
    for decimals in range(places(line), 7):
        steps = line["due"] * 10**decimals
        needed = Fraction(-int(-steps // 1) if is_least else int(steps // 1), 10**decimals)
        told = rounded(line["value"], decimals)
        if is_behind == (told < needed if is_least else told > needed):
            break
    is_count = line["indicator"]["rule"] == "level"
    value = figure(line) if is_count else number(line["value"], decimals)
    return value, ("" if is_least else "≤ ") + number(needed, decimals)


def rounded(value: Fraction, decimals: int) -> Fraction:
    """As it is written, half away from zero."""
    steps = int(abs(value) * 10**decimals + Fraction(1, 2))
    return Fraction(steps if value >= 0 else -steps, 10**decimals)


def plan_in_sentence(line: Row) -> str:
    return " ".join(plan_parts(line)).strip()


def plan_parts(line: Row) -> tuple[str, str]:
    """The plan as decided, or else the units' plans added up, and what of it is compared."""
    decimals = places(line)
    compared = None if line["target"] is None else number(line["target"], decimals)
    if line["decided_target"] is None:
        if compared is None:
            return "", ""
        is_sum = line["indicator"]["rule"] == "sum"
        return compared, of_units(line).strip() if is_sum else ""
    decided = number(line["decided_target"], decimals)
    if compared in (None, decided):
        return decided, ""
    return decided, f"({compared} cho {units(line)})"


def returned(line: Row) -> str:
    """How many of those that are missing had their report returned."""
    is_missing = line["status"] in ("unreported", "incomplete")
    return f"({line['refused_count']} bị trả lại)" if is_missing and line["refused_count"] else ""


def cell(line: Row | None) -> tuple[str, bool]:
    """(text, is hatched) of one unit's figure in a map."""
    if line is None:
        return NOTHING, False
    status = line["status"]
    if status in ("unreported", "incomplete"):
        return "↩" if line["refused_count"] else "?", True
    sign = SIGNS.get(status, "")
    if line["value"] is None:
        return sign or NOTHING, False
    return f"{sign} {number(line['value'], places(line))}".lstrip(), False
