"""Believable figures of the demo district for every measure, subject unit and date asked."""

import statistics
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from etl.catalog import Catalog, Row
from etl.demo import published
from etl.demo.chance import bell, draw, spread
from etl.demo.models import MODELS, Flow, Share, Stock
from etl.demo.poverty import poverty
from etl.demo.school_years import school_years
from etl.demo.sizes import COMMUNES, size, standing

# The dates for which figures are made; the first is never reported, targets start from it.
TIMES = ("2020-Y", "2021-H1", "2021-Y", "2022-H1", "2022-9M", "2022-Y")
YEAR = (0, 1, 1, 2, 2, 2)
Line = list[float]
Figures = dict[tuple[str, str, str], Decimal]


class Maker:
    """Fills `lines[measure, subject]` with one figure a date, in the models' order."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.lines: dict[tuple[str, str], Line] = {}

    def subjects(self, measure: Row) -> list[str]:
        """Units the measure is about, the root apart."""
        return [u for u in self.catalog.units if self.catalog.applies(measure, u)]

    def run(self) -> None:
        """All measures: what is known first, then the models, then what follows from others."""
        self._known()
        self._shared_out()
        for name, model in MODELS.items():
            measure = self.catalog.measures[name]
            for unit_id in self.subjects(measure):
                self.lines[name, unit_id] = self._line(measure, model, unit_id)
        self._exceptions()
        self._sponsorship()
        self._parts()
        self._capital()
        self._roots()

    def _line(self, measure: Row, model: Flow | Stock | Share, unit_id: str) -> Line:
        name, places = measure["measure_id"], measure["decimals"]
        if isinstance(model, Share):
            return self._share(name, model, unit_id, places)
        z = bell(name, unit_id)
        base = self._basis(model.basis, unit_id)
        if isinstance(model, Stock):
            if model.basis == "one":  # a score or an income: who does well has more
                z = 0.55 * z + 0.8 * standing(unit_id)
            start = base * model.start * (1 + model.spread * z)
            return _stock(model, name, unit_id, start, places)
        return _flow(model, name, unit_id, base * max(0.2, 1 + model.spread * z), places)

    def _basis(self, basis: str, unit_id: str) -> float:
        known = self.lines.get((basis, unit_id))
        return known[2] if known else size(self.catalog, basis, unit_id)

    def _share(self, name: str, model: Share, unit_id: str, places: int) -> Line:
        """Parts of another measure; a part of a flow never falls either."""
        whole = self.lines[model.whole, unit_id]
        is_flow = self.catalog.measures[model.whole]["kind"] == "flow"
        lean = model.spread * (0.7 * standing(unit_id) + 0.6 * bell(name, unit_id))
        ends = [_leaned(p, lean) for p in model.percent]
        found: Line = []
        for i, of in enumerate(whole):
            part = of * _between(ends, i, name, unit_id, model.by_june) / 100
            part = _round(part + _early(part, i, places) * is_flow, places)
            since = found[i - 1] if found and is_flow and YEAR[i] == YEAR[i - 1] else 0
            found.append(min(of, max(part, since)))
        return found

    def _known(self) -> None:
        root = self.catalog.root
        for name, six in published.ROOT.items():
            if name not in published.SHARED_OUT:
                self.lines[name, root] = list(six)
        for unit_id, (y2020, y2021, y2022) in published.PAR_DISTRICT.items():
            self.lines["par_index_district", unit_id] = [y2020, y2021, y2021, y2022, y2022, y2022]
        for unit_id, counts in published.CRITERIA.items():
            for at, count in enumerate(counts):
                for number in range(1, 20):
                    line = self.lines.setdefault((f"ntm_c{number:02}", unit_id), [0.0] * 6)
                    line[at] = float(number in _met(count))
        for unit_id in COMMUNES:
            self.lines["ocop_products", unit_id] = list(published.OCOP.get(unit_id, (0,) * 6))
            self.lines["covid_level", unit_id] = list(_covid_levels(unit_id))
            six = [17, 17, 16, 15, 15, 14]
            lean = 2.2 * bell("award_days", unit_id) - 1.5 * standing(unit_id)
            self.lines["award_days", unit_id] = [max(6, round(d + lean)) for d in six]
        self.lines["civilised_town_criteria", "tt-chau-thanh"] = [6, 6, 6, 7, 7, 8]
        self.lines |= poverty()

    def _shared_out(self) -> None:
        """District totals shared among communes by population, month after month."""
        for name in published.SHARED_OUT:
            six = published.ROOT[name]
            is_flow = self.catalog.measures[name]["kind"] == "flow"
            parts = {u: [0.0] * 6 for u in COMMUNES}
            for at, total in enumerate(six):
                goes_on = at > 0 and is_flow and YEAR[at] == YEAR[at - 1]
                more = total - (six[at - 1] if goes_on else 0)
                shared = spread(round(more), {u: c[0] for u, c in COMMUNES.items()})
                for unit_id, part in shared.items():
                    parts[unit_id][at] = part + (parts[unit_id][at - 1] if goes_on else 0)
            for unit_id, line in parts.items():
                self.lines[name, unit_id] = line

    def _exceptions(self) -> None:
        """What no rate tells: Long Vĩnh one recruit short, who was disciplined, who came first."""
        best = max(self.lines["dti_score", u][5] for u in COMMUNES)
        self.lines["dti_score", "xa-phuoc-vinh"][5] = best + 1.35  # S18: first in 2022
        for unit_id in COMMUNES:
            short = int(unit_id == "xa-long-vinh")
            quota = self.lines["recruits_quota", unit_id]
            self.lines["recruits", unit_id] = [*quota[:3], *(q - short for q in quota[3:])]
        for unit_id in self.subjects(self.catalog.measures["staff_disciplined"]):
            once = [int(draw("disciplined", unit_id, y) < (0.12, 0.11, 0.08)[y]) for y in range(3)]
            june = [once[y] * int(draw("june", unit_id, y) < 0.4) for y in range(3)]
            line = [once[0], june[1], once[1], june[2], june[2], once[2]]
            self.lines["staff_disciplined", unit_id] = [float(v) for v in line]

    def _sponsorship(self) -> None:
        """What the units gave is what the communes received, border communes more."""
        given = [
            sum(line[at] for (m, _), line in self.lines.items() if m == "commune_sponsorship")
            for at in range(6)
        ]
        weights = {
            u: (2.2 if "border" in self.catalog.units[u]["tags"] else 0.9) * (0.8 + bell(u) / 8)
            for u in COMMUNES
        }
        whole = sum(weights.values())
        for unit_id, weight in weights.items():
            self.lines["sponsorship_received", unit_id] = [
                _round(g * weight / whole, 1) for g in given
            ]

    def _parts(self) -> None:
        """Scores by part: pillars of digital transformation, fields of the PAR Index."""
        for unit_id in COMMUNES:
            self._share_out(published.DTI_PILLARS, unit_id, self.lines["dti_score", unit_id])
            self._share_out(published.PAR_FIELDS, unit_id, self.lines["par_index", unit_id])

    def _share_out(self, parts: dict[str, float], unit_id: str, totals: Line) -> None:
        """Six totals of 100 among parts, each within its most, some harder than others."""
        found: dict[str, Line] = {name: [] for name in parts}
        most = {name: float(self.catalog.measures[name]["max"]) for name in parts}
        for total in totals:
            points = {
                n: most[n] * _leaned(total, lean / 2 + 0.12 * bell(n, unit_id)) / 100
                for n, lean in parts.items()
            }
            less = total - sum(points.values())
            room = {n: most[n] - p if less > 0 else p for n, p in points.items()}
            for n, p in points.items():
                points[n] = _round(p + less * room[n] / sum(room.values()), 2)
            last = max(room, key=room.__getitem__)
            points[last] = _round(total - sum(p for n, p in points.items() if n != last), 2)
            for n, p in points.items():
                found[n].append(p)
        for n, line in found.items():
            self.lines[n, unit_id] = line

    def _capital(self) -> None:
        """The district's capital by source: the four make what its communes raised."""
        root = self.catalog.root
        whole = [
            sum(line[at] for (m, _), line in self.lines.items() if m == "ntm_capital")
            for at in range(6)
        ]
        people = [
            round(
                sum(line[at] for (m, _), line in self.lines.items() if m == "people_contribution")
            )
            for at in range(6)
        ]
        credit, business = ([round(part * w) for w in whole] for part in (0.39, 0.08))
        self.lines["ntm_capital_credit", root] = [float(v) for v in credit]
        self.lines["ntm_capital_business", root] = [float(v) for v in business]
        self.lines["ntm_capital_people", root] = [float(v) for v in people]
        self.lines["ntm_capital_budget", root] = [
            float(w - c - b - p) for w, c, b, p in zip(whole, credit, business, people, strict=True)
        ]

    def _roots(self) -> None:
        """The root's own word beside its units: their sum, but for the deliberate differences."""
        for measure in self.catalog.tables["measure"]:
            name, root = measure["measure_id"], self.catalog.root
            if measure["root_reporter"] is None or (name, root) in self.lines:
                continue
            lines = [line for (m, _), line in self.lines.items() if m == name]
            join: Callable[[list[float]], float] = (
                statistics.median_low if name == "award_days" else sum
            )
            total = [join([line[at] for line in lines]) for at in range(6)]
            for at, time in enumerate(TIMES):
                total[at] += published.DIFFERENCES.get((name, time), 0)
            self.lines[name, root] = total


def make_figures(catalog: Catalog) -> Figures:
    """(measure, subject, date) → figure, with the decimals the measure has."""
    maker = Maker(catalog)
    maker.run()
    found: Figures = {}
    for (name, subject), line in maker.lines.items():
        step = Decimal(1).scaleb(-catalog.measures[name]["decimals"])
        for time, value in zip(TIMES, line, strict=True):
            exact = Decimal(repr(round(value, 6)))
            found[name, subject, time] = exact.quantize(step, ROUND_HALF_UP)
    return found | school_years(catalog, found)


def _flow(model: Flow, name: str, unit_id: str, base: float, places: int) -> Line:
    found: Line = []
    for at, year in enumerate(YEAR):
        luck = 1 + 0.05 * bell(name, unit_id, year) + 0.03 * standing(unit_id)
        by_june = model.by_june + 0.022 * bell(name, year)
        by_june += 0.03 * bell(name, unit_id, year, "june")
        gone = (1, by_june, 1, by_june, by_june + (1 - by_june) * 0.52, 1)[at]
        amount = base * model.by_year[year] * luck * gone
        found.append(_round(amount + _early(amount, at, places), places))
        if at and YEAR[at - 1] == year:
            found[at] = max(found[at], found[at - 1])
    return found


def _early(amount: float, at: int, places: int) -> float:
    """Small counts come a little early in the year: the first of three is there by June."""
    return 0.2 if at in (1, 3, 4) and not places and 0 < amount < 8 else 0


def _stock(model: Stock, name: str, unit_id: str, start: float, places: int) -> Line:
    grown = 1 + model.growth[0] / 100 * _luck(name, unit_id, 1)
    again = 1 + model.growth[1] / 100 * _luck(name, unit_id, 2)
    ends = [start, start * grown, start * grown * again]
    return [_round(_between(ends, at, name, unit_id), places) for at in range(6)]


def _luck(name: str, unit_id: str, year: int) -> float:
    return max(0.1, 1 + 0.18 * bell(name, unit_id, year))


def _between(
    ends: list[float], at: int, name: str, unit_id: str, by_june: tuple[float, float] | None = None
) -> float:
    """A level at a date, from its levels at year ends: about half of the year's gain by June."""
    if at in (0, 2, 5):
        return ends[YEAR[at]]
    year = YEAR[at]
    usual = 0.5 + 0.03 * bell(name, year) if by_june is None else by_june[year - 1]
    gone = usual + (0.035 if by_june is None else 0.012) * bell(name, unit_id, year, "june")
    if at == 4:
        gone = gone + (1 - gone) * 0.6
    return ends[year - 1] + (ends[year] - ends[year - 1]) * gone


def _leaned(percent: float, lean: float) -> float:
    """A percentage moved by a unit's lean, never past 0 or 100."""
    if percent <= 0 or percent >= 100:
        return percent
    odds = percent / (100 - percent) * (2.718281828 ** (2 * lean))
    return 100 * odds / (1 + odds)


def _round(value: float, places: int) -> float:
    return round(value + 1e-9, places)


def _met(count: int) -> set[int]:
    """The easiest `count` of the nineteen criteria."""
    return set(published.HARD_FIRST[19 - count :])


def _covid_levels(unit_id: str) -> tuple[int, ...]:
    worst = 3 if bell("covid", unit_id) > 0.9 else published.COVID_LEVEL[2]
    return (*published.COVID_LEVEL[:2], worst, *published.COVID_LEVEL[3:])
