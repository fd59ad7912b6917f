"""What a catalogue must mean beyond columns and references: dates, aggregation, blocks."""

import datetime as dt
from collections import defaultdict

from etl.catalog import ASKED, Fault, Row, names_kind, terms
from etl.catalog_check import Checker, Tables
from etl.catalog_layouts import check_layouts
from etl.catalog_periods import check_periods
from etl.catalog_settings import check_settings
from etl.catalog_targets import check_targets
from etl.clean import fold

GROUPS = {*"ABCDEFGHIJK", "X"}  # of units; a catalogue need not have units of each
# Tags of schools by their level: measures may ask of them before an office has listed its schools.
SCHOOLS = {"preschool", "primary", "lower-secondary", "upper-secondary"}
FIRST, LAST = dt.date.min, dt.date.max


def check_meaning(tables: Tables, faults: list[Fault]) -> None:
    """All checks that need more than one cell."""
    checker = Checker(tables, faults)
    for check in (
        check_settings, _ranges, _root, _ancestors, _tiles, _aliases, _blocks, _sets, _levels,
        _measures, _indicators, _scales, check_periods, _due, check_targets, _balances, _roles,
        check_layouts,
    ):  # fmt: skip
        check(checker)


def _ranges(c: Checker) -> None:
    for table, first, last in (
        ("unit", "valid_from", "valid_to"),
        ("unit_code", "valid_from", "valid_to"),
        ("block_member", "valid_from", "valid_to"),
        ("movement", "start_date", "end_date"),
        ("plan_year", "from_date", "to_date"),
        ("period", "from_date", "to_date"),
        ("scale", "valid_from", "valid_to"),
        ("indicator_set", "valid_from", "valid_to"),
    ):
        for row in c.tables[table]:
            if (row[first] or FIRST) > (row[last] or LAST):
                c.fault(table, row, last, f"sớm hơn {first}")


def _root(c: Checker) -> None:
    roots = [r for r in c.tables["unit"] if r["role"] == "root"]
    if len(roots) != 1:
        row = roots[1] if roots else {}
        c.fault("unit", row, "role", f"phải có đúng một đơn vị «root», hiện có {len(roots)}")
    for row in c.tables["unit"]:
        if row["role"] == "member" and row["parent_id"] is None:
            c.fault("unit", row, "parent_id", "để trống; đơn vị thành viên phải thuộc một đơn vị")
        if row["role"] == "root" and row["parent_id"] is not None:
            c.fault("unit", row, "parent_id", "phải để trống; đơn vị gốc không thuộc đơn vị nào")


def _ancestors(c: Checker) -> None:
    """No unit stands above itself."""
    parent: dict[str, str] = {r["unit_id"]: r["parent_id"] or "" for r in c.tables["unit"]}
    for row in c.tables["unit"]:
        above: list[str] = [row["unit_id"]]
        while (name := parent[above[-1]]) and name not in above:
            above.append(name)
        if name == row["unit_id"]:
            way = " → ".join([*above, name])
            c.fault("unit", row, "parent_id", f"đơn vị thành cấp trên của chính nó: {way}")


def _tiles(c: Checker) -> None:
    """Of two units on one tile at a time the map would show one."""
    taken: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in c.tables["unit"]:
        x, y = row["tile_x"], row["tile_y"]
        if (x is None) != (y is None):
            c.fault("unit", row, "tile_x" if x is None else "tile_y", "để trống; ô cần cả x và y")
        if x is None or y is None:
            continue
        for other in taken[x, y]:
            if _meet(row, other):
                c.fault("unit", row, "tile_x", f"trùng ô với đơn vị {other['unit_id']}")
        taken[x, y].append(row)


def _meet(row: Row, other: Row) -> bool:
    """Whether there is a day on which both are there."""
    first = max(row["valid_from"] or FIRST, other["valid_from"] or FIRST)
    return first <= min(row["valid_to"] or LAST, other["valid_to"] or LAST)


def _aliases(c: Checker) -> None:
    """A spelling that names two units would let one report under the other's name."""
    owners: dict[str, set[str]] = defaultdict(set)
    for row in c.tables["unit"]:
        owners[fold(row["name_vi"])].add(row["unit_id"])
    for row in c.tables["unit_alias"]:
        named = owners[fold(row["alias"])]
        if named and row["unit_id"] not in named:
            c.fault("unit_alias", row, "alias", f"đã là tên của đơn vị {', '.join(sorted(named))}")
        named.add(row["unit_id"])


def _scales(c: Checker) -> None:
    """On one day a scale has one version."""
    held: dict[str, list[Row]] = defaultdict(list)
    for row in c.tables["scale"]:
        for other in held[row["scale_id"]]:
            if _meet(row, other):
                message = f"phiên bản {other['version']} cũng có hiệu lực trong thời gian này"
                c.fault("scale", row, "valid_from", message)
        held[row["scale_id"]].append(row)


def _levels(c: Checker) -> None:
    held: dict[int, Row] = {}
    for row in c.tables["level"]:
        other = held.setdefault(row["rank"], row)
        if other is not row:
            c.fault("level", row, "rank", f"đã là của mức {other['level_id']}: mỗi mức một thứ bậc")
        if row["is_standard"] != (row["rank"] >= 1):
            c.fault("level", row, "is_standard", "phải là 1 khi rank từ 1 trở lên, là 0 khi rank 0")


def _blocks(c: Checker) -> None:
    scheme_of = {r["block_id"]: r["scheme_id"] for r in c.tables["block"]}
    held: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in c.tables["block_member"]:
        held[scheme_of[row["block_id"]], row["unit_id"]].append(row)
    for rows in held.values():
        rows.sort(key=lambda r: r["valid_from"])
        for earlier, later in zip(rows, rows[1:], strict=False):
            if later["valid_from"] <= (earlier["valid_to"] or LAST):
                message = (
                    f"đơn vị đã ở khối {earlier['block_id']} cùng hệ thống trong thời gian này"
                )
                c.fault("block_member", later, "unit_id", message)


def _sets(c: Checker) -> None:
    """A member of a set twice at a time would be counted twice."""
    held: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in c.tables["indicator_set"]:
        for other in held[row["set_id"], row["indicator_id"]]:
            if _meet(row, other):
                c.fault(
                    "indicator_set", row, "valid_from", "đã ở bộ chỉ tiêu này trong thời gian ấy"
                )
        held[row["set_id"], row["indicator_id"]].append(row)


def _measures(c: Checker) -> None:
    units = {r["unit_id"] for r in c.tables["unit"]}
    words = GROUPS | SCHOOLS | {r["unit_group"] for r in c.tables["unit"]} | units
    words |= {tag for r in c.tables["unit"] for tag in r["tags"]}
    for row in c.tables["measure"]:
        if row["reporter"] not in units | {"self", "catalogue"}:
            c.fault(
                "measure", row, "reporter", "phải là self, catalogue hoặc một mã trong unit.csv"
            )
        if row["root_source"] == "own" and row["root_reporter"] is None:
            c.fault("measure", row, "root_reporter", "để trống; nguồn «own» cần một đơn vị báo cáo")
        if row["root_source"] == "sum" and not row["applies_to"]:
            c.fault("measure", row, "applies_to", "để trống; nguồn «sum» cần các đơn vị để cộng")
        for word in row["applies_to"]:
            if word not in words:
                c.fault(
                    "measure", row, "applies_to", f"«{word}» không phải nhóm, nhãn hay mã đơn vị"
                )
        _kinds(c, row)


def _kinds(c: Checker, row: Row) -> None:
    for column in ("asked_in", "root_asked_in"):
        for word in row[column]:
            if not ASKED.fullmatch(word):
                message = f"«{word}» không phải loại kỳ (H1, Y, Y>=2022 …)"
                c.fault("measure", row, column, message)


def _indicators(c: Checker) -> None:
    measures = {r["measure_id"]: r for r in c.tables["measure"]}
    for row in c.tables["indicator"]:
        used = [m for _, m in terms(row["numerator"]) + terms(row["denominator"])] + row["weight"]
        unknown = [m for m in used if m not in measures]
        for name in unknown:
            c.fault("indicator", row, "numerator", f"«{name}» không có trong measure.csv")
        if not unknown:
            _rule(c, row)
            _sources(c, row, [measures[m] for m in used])
            for name in used:
                _asked(c, row, measures[name])
    lead = {r["indicator_id"]: r["movement_id"] for r in c.tables["indicator"]}
    for row in c.tables["movement"]:
        if lead[row["lead_indicator_id"]] != row["movement_id"]:
            c.fault("movement", row, "lead_indicator_id", "là chỉ tiêu của phong trào khác")


def _rule(c: Checker, row: Row) -> None:
    is_ratio = row["rule"] == "ratio"
    for is_wrong, column, message in (
        (is_ratio != bool(row["denominator"]), "denominator",
         "chỉ quy tắc ratio có mẫu số, và phải có"),
        (is_ratio and not row["factor"], "factor",
         "để trống; quy tắc ratio cần hệ số (100, 10000 …)"),
        (row["is_share"] and not is_ratio, "is_share", "chỉ quy tắc ratio có thể là tỷ trọng"),
        (row["weight"] and row["rule"] != "mean", "weight", "chỉ quy tắc mean có trọng số"),
    ):  # fmt: skip
        if is_wrong:
            c.fault("indicator", row, column, message)


def _sources(c: Checker, row: Row, used: list[Row]) -> None:
    sources = {m["root_source"] for m in used}
    if len(sources) > 1:
        message = "các số liệu phải cùng nguồn ở cấp gốc (sum hoặc own)"
        c.fault("indicator", row, "numerator", message)
    if row["rule"] == "office" and sources != {"own"}:
        c.fault("indicator", row, "rule", "quy tắc office cần số liệu có nguồn «own»")


def _asked(c: Checker, row: Row, measure: Row) -> None:
    asked = measure["asked_in"] + measure["root_asked_in"]
    missing = [k for k in row["measured_in"] if not names_kind(asked, k)]
    if missing and measure["reporter"] != "catalogue":
        message = f"«{measure['measure_id']}» không được hỏi trong kỳ {' '.join(missing)}"
        c.fault("indicator", row, "measured_in", message)


def _due(c: Checker) -> None:
    known = GROUPS | {v for r in c.tables["unit"] for v in (r["unit_group"], r["unit_id"])}
    for row in c.tables["due"]:
        if row["unit_group"] not in known:
            c.fault("due", row, "unit_group", "không phải nhóm hay mã đơn vị trong danh mục")


def _roles(c: Checker) -> None:
    tables = {"movement": "movement", "balance": "balance"}
    for row in c.tables["role"]:
        table = tables.get(row["role"].partition("_")[2], "indicator")
        if row["item_id"] not in {r[f"{table}_id"] for r in c.tables[table]}:
            c.fault("role", row, "item_id", f"«{row['item_id']}» không có trong {table}.csv")


def _balances(c: Checker) -> None:
    measures = {r["measure_id"] for r in c.tables["measure"]}
    for row in c.tables["balance"]:
        for name in sorted({m for _, m in terms(row["terms"])} - measures):
            c.fault("balance", row, "terms", f"«{name}» không có trong measure.csv")
