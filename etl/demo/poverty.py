"""Poor households of each commune over the year: the identity of the yearly review adds up."""

from etl.demo.chance import bell, draw
from etl.demo.published import POOR
from etl.demo.sizes import standing

FLOWS = (
    "poor_escaped",
    "poor_to_near_poor",
    "poor_other_decrease",
    "poor_returned",
    "poor_new",
    "poor_from_near_poor",
    "poor_other_increase",
)
# Of a hundred poor and a hundred near-poor households how many lack each of the twelve of
# NĐ 07/2021; a poor household lacks three or more, a near-poor one fewer. Invented.
LACKING = {
    "lack_jobs": (58, 26), "lack_dependents": (41, 17), "lack_nutrition": (9, 2),
    "lack_insurance": (47, 23), "lack_adult_education": (38, 14), "lack_schooling": (8, 2),
    "lack_house_quality": (52, 13), "lack_house_area": (29, 9), "lack_water": (17, 5),
    "lack_toilet": (44, 12), "lack_telecom": (33, 8), "lack_information": (36, 9),
}  # fmt: skip


def poverty() -> dict[tuple[str, str], list[float]]:
    """(measure, commune) → figures at the six dates of figures.TIMES."""
    lines: dict[tuple[str, str], list[float]] = {}
    for unit_id, (old, new, near) in POOR.items():
        first, second = _year_2021(unit_id, old), _year_2022(unit_id, new)
        for name in FLOWS:
            a, b = first[name], second[name]
            lines[name, unit_id] = [a, _june(name, unit_id, a, 1), a]
            lines[name, unit_id] += [_june(name, unit_id, b, 2), _june(name, unit_id, b, 3), b]
        ends = (old, _end(old, first), _end(new, second))
        lines["poor_start", unit_id] = [old, old, old, new, new, new]
        lines["poor_households", unit_id] = [ends[0], ends[0], ends[1], new, new, ends[2]]
        half = round(near * 0.44)
        less = round(near * (0.87 - 0.05 * standing(unit_id) + 0.03 * bell("near", unit_id)))
        lines["near_poor_households", unit_id] = [half, half, round(half * 0.84), near, near, less]
        for name, count in _lacking(unit_id, ends[2], less).items():
            lines[name, unit_id] = [count] * 6
    return lines


def _year_2021(unit_id: str, start: int) -> dict[str, int]:
    """By the old standard nobody is poor at the end: all escape or become near-poor."""
    near = round(start * 0.18)
    moved = int(draw("moved", unit_id, 2021) < 0.3)
    return dict.fromkeys(FLOWS, 0) | {
        "poor_to_near_poor": near,
        "poor_other_decrease": moved,
        "poor_escaped": start - near - moved,
    }


def _year_2022(unit_id: str, start: int) -> dict[str, int]:
    part = 0.40 + 0.06 * standing(unit_id) + 0.04 * bell("escape", unit_id)
    return {
        "poor_escaped": round(start * part),
        "poor_to_near_poor": round(start * 0.1),
        "poor_other_decrease": int(draw("moved", unit_id, 2022) < 0.35),
        "poor_returned": int(draw("returned", unit_id) < 0.2),
        "poor_new": round(start * 0.06 + draw("new", unit_id) * 0.8),
        "poor_from_near_poor": int(draw("from-near", unit_id) < 0.4),
        "poor_other_increase": int(draw("came", unit_id) < 0.25),
    }


def _lacking(unit_id: str, poor: int, near: int) -> dict[str, int]:
    """Households lacking each: who does well on the whole lacks less."""
    counts = {}
    for name, (of_poor, of_near) in LACKING.items():
        part = 1 - 0.12 * standing(unit_id) + 0.18 * bell(name, unit_id)
        counts[name] = min(poor, round(poor * of_poor * part / 100))
        counts[name] += min(near, round(near * of_near * part / 100))
    return counts


def _june(name: str, unit_id: str, year_end: int, at: int) -> int:
    part = 0.76 if at == 3 else 0.47 + 0.05 * bell(name, unit_id, "june")
    return round(year_end * part)


def _end(start: int, year: dict[str, int]) -> int:
    less = year["poor_escaped"] + year["poor_to_near_poor"] + year["poor_other_decrease"]
    return start - less + sum(year[n] for n in FLOWS[3:])
