"""What is compared: scopes, their figures of one indicator, who is before whom and by how much."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import fmean, median

from app.format import in_steps
from app.scorecard import MOST_DECIMALS


@dataclass(frozen=True)
class Scope:
    """A block or a unit that is compared, and the units in it."""

    key: str
    level: str
    id: str
    name: str
    called: str  # in a sentence
    letter: str
    place: int  # in the scheme: a block keeps its colour and mark
    units: dict[str, str] = field(hash=False)  # id → short name


@dataclass(frozen=True)
class Cell:
    """A scope's figure of an indicator as it is compared, and those of its units."""

    value: float | None
    units: dict[str, float]
    reporting: int
    expected: int
    is_covered: bool
    why: str = ""  # the word that says why there is no figure, where there is one

    @property
    def median(self) -> float | None:
        return median(self.units.values()) if self.units else None

    @property
    def simple_mean(self) -> float | None:
        """Each unit one vote."""
        return fmean(self.units.values()) if self.units else None


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One indicator with a cell for each scope, in their order."""

    indicator_id: str
    title: str
    uom: str
    decimals: int
    better: int  # 1: more is better, -1: less, 0: neither
    cells: tuple[Cell, ...]
    is_amount: bool = False  # one that differs in per cent; rates and scores differ in points
    is_weighted: bool = False
    is_total: bool = False  # a larger unit has more of it: no place goes by it

    def places(self, of: Callable[[Cell], float | None] = lambda c: c.value) -> list[int | None]:
        """Rank of each scope; none under the threshold of coverage."""
        return self.ranked([of(c) if c.is_covered else None for c in self.cells])

    def ranked(self, values: list[float | None]) -> list[int | None]:
        """Rank of each value, ties share one; none where nothing is better."""
        known = [v for v in values if v is not None]
        if not self.better or len(known) < 2:
            return [None] * len(values)
        return [None if v is None else 1 + sum(self._beats(k, v) for k in known) for v in values]

    def _beats(self, one: float, other: float) -> bool:
        """Written better, and by a step at least: what differs by less than rounding is a tie."""
        if not self._steps(one, other, self.decimals):
            return False
        return in_steps((one - other) * self.better, self.decimals) > 0

    @staticmethod
    def _steps(one: float, other: float, decimals: int) -> int:
        """How many steps of the last decimal two figures differ by as they are written."""
        return in_steps(one, decimals) - in_steps(other, decimals)

    @property
    def shown_decimals(self) -> int:
        """More than its own where two figures that are a tie would be written apart by a step."""
        values, places = [c.value for c in self.cells if c.value is not None], self.decimals
        if len(self.cells) != 2 or len(values) != 2:
            return places
        one, other = values
        while places < MOST_DECIMALS and in_steps(one - other, places) == 0:
            if not self._steps(one, other, places):
                break
            places += 1
        return places

    @property
    def difference(self) -> float | None:
        """A less B as they are written; none where one of the two has too few units."""
        first, second = (c.value if c.is_covered else None for c in self.cells)
        if first is None or second is None:
            return None
        places = self.shown_decimals
        return self._steps(first, second, places) / 10**places
