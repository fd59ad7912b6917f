"""What the demo's clerks get wrong without being refused: a case for each rule that only warns."""

from collections.abc import Callable
from decimal import Decimal

# (reporter, period) → whose figures stand in its report: another school's, its own of half a year.
COPIES = {
    ("thcs-thai-binh", "2022-H1"): ("thcs-hoa-thanh", "2022-H1"),
    ("thcs-ninh-dien", "2022-Y"): ("thcs-ninh-dien", "2022-H1"),
}
# (reporter, period) → measure, and what is typed in place of its figure.
TYPED: dict[tuple[str, str], tuple[str, Callable[[Decimal], Decimal]]] = {
    # in tỷ đồng instead of triệu đồng
    ("qtd-dong-khoi", "2022-H1"): ("revenue", lambda v: (v / 1000).quantize(Decimal(1))),
    # one decrease too many: the end is no longer the start less who left
    ("xa-hao-duoc", "2022-Y"): ("poor_other_decrease", lambda v: v + 1),
    # recognised this year, and the report leaves a criterion unmet
    ("xa-thai-binh", "2022-Y"): ("ntm_c17", lambda v: Decimal(0)),
    # three decimals where the form shows one: perhaps thousands
    ("xa-an-binh", "2022-H1"): ("people_contribution", lambda v: v + Decimal("0.012")),
}
SIGNED_EARLY = {("kho-bac", "2022-H1"): 21}  # days before it came, called official
