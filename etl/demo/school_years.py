"""Figures of the demo district's schools by the school year, drawn from those of calendar years.

What accumulates is what came from September to December and from January to May, so that who adds
up half years finds the school year again; what stands is as in the half year in which it ends.
"""

from decimal import ROUND_HALF_UP, Decimal

from etl.catalog import Catalog, Row
from etl.demo.chance import bell
from etl.demo.sizes import standing

# The first is never reported: targets start from it.
SCHOOL_YEARS = ("2019-20-SY", "2020-21-SY", "2021-22-SY")
STANDS = ("pupils", "teachers", "teachers_standard")
ACCUMULATES = ("dropouts", "teachers_excellent", "pupil_prizes", "education_fund")
# Measure → (its whole, percent of it in each school year): what only the end of the year tells.
ENDS = {
    "primary_leavers": ("pupils", (19.6, 19.8, 20.1)),
    "primary_completed": ("primary_leavers", (99.1, 99.3, 99.7)),
    "secondary_leavers": ("pupils", (22.4, 22.1, 22.6)),
    "secondary_graduates": ("secondary_leavers", (98.3, 98.6, 99.1)),
    "secondary_continuing": ("secondary_graduates", (86.5, 88.0, 91.2)),
}
HALVES = ("2020-Y", "2021-H1", "2021-Y", "2022-H1")
FROM_SEPTEMBER = Decimal("0.52")  # of a calendar year that nobody was asked by halves
BEFORE = Decimal("0.97")  # of it: the school year from which targets start
Figures = dict[tuple[str, str, str], Decimal]


def school_years(catalog: Catalog, calendar: Figures) -> Figures:
    """(measure, school, school year) → figure."""
    found: Figures = {}
    for name in (*STANDS, *ACCUMULATES, *ENDS):
        measure = catalog.measures[name]
        for unit_id in (u for u in catalog.units if catalog.applies(measure, u)):
            if name in ENDS:
                figures = _at_the_end(found, name, unit_id)
            else:
                known = [calendar[name, unit_id, time] for time in HALVES]
                figures = _standing(known) if name in STANDS else _since_september(measure, known)
            for time, value in zip(SCHOOL_YEARS, figures, strict=True):
                found[name, unit_id, time] = value
    return found


def _standing(known: list[Decimal]) -> list[Decimal]:
    year_2020, half_2021, _, half_2022 = known
    return [year_2020, half_2021, half_2022]


def _since_september(measure: Row, known: list[Decimal]) -> list[Decimal]:
    year_2020, half_2021, year_2021, half_2022 = known
    autumn = _rounded(year_2020 * FROM_SEPTEMBER, measure["decimals"])
    first = _rounded(year_2020 * BEFORE, measure["decimals"])
    return [first, autumn + half_2021, year_2021 - half_2021 + half_2022]


def _at_the_end(found: Figures, name: str, unit_id: str) -> list[Decimal]:
    whole, percents = ENDS[name]
    parts = zip(SCHOOL_YEARS, percents, strict=True)
    return [
        _part(found[whole, unit_id, time], percent, whole == "pupils", name, unit_id, time)
        for time, percent in parts
    ]


def _part(of: Decimal, percent: float, is_size: bool, *key: str) -> Decimal:
    """A class is a few per cent larger or smaller; of a class those who do well leave out fewer."""
    if is_size:
        return _rounded(of * Decimal(repr(round(percent * (1 + 0.04 * bell(*key)), 6))) / 100, 0)
    left = (100 - percent) * max(0.0, 1 + 0.45 * bell(*key) - 0.4 * standing(key[1]))
    return of - _rounded(of * Decimal(repr(round(left, 6))) / 100, 0)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
