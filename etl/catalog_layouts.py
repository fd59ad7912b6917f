"""What declared layouts of tables must mean: roles complete, one meaning a header, asked then."""

from collections import defaultdict

from etl.catalog import Row, is_asked
from etl.catalog_check import Checker
from etl.clean import fold
from etl.numbers import same_family
from etl.table_layout import header_key
from etl.table_uom import is_kindred, is_same, uoms_said

# Roles of which a layout has exactly one, and those it may have at most one of.
ONE = {"matrix": ("unit",), "long": ("unit", "measure", "value")}
AT_MOST_ONE = ("period", "uom")
LONG_ONLY = ("measure", "value", "period", "uom")
MOST_ROWS = 5


def check_layouts(c: Checker) -> None:
    """All checks of layout.csv and layout_field.csv, and of due.csv where it names such forms."""
    fields: dict[str, list[Row]] = defaultdict(list)
    for row in c.tables["layout_field"]:
        fields[row["layout_id"]].append(row)
    for row in c.tables["layout"]:
        _layout(c, row)
        _roles(c, row, fields[row["layout_id"]])
        _keys(c, fields[row["layout_id"]])
    for row in c.tables["layout_field"]:
        _field(c, row)
    _forms(c, fields)
    _due(c, fields)


def _layout(c: Checker, row: Row) -> None:
    if not 1 <= row["header_rows"] <= MOST_ROWS:
        c.fault("layout", row, "header_rows", f"phải từ 1 đến {MOST_ROWS}")
    if row["kind"] == "long" and row["units_in"] != "rows":
        c.fault("layout", row, "units_in", "bảng dài (long) có đơn vị theo dòng: rows")
    if row["kind"] == "matrix" and not row["title_vi"]:
        c.fault("layout", row, "title_vi", "để trống; bảng được nhận ra nhờ tên này")


def _roles(c: Checker, row: Row, fields: list[Row]) -> None:
    said = [f["role"] for f in fields]
    for role in ONE[row["kind"]]:
        if said.count(role) != 1:
            message = f"layout_field.csv phải có đúng một dòng «{role}» của mẫu này"
            c.fault("layout", row, "layout_id", message)
    if "figure" not in said:
        message = "layout_field.csv chưa có dòng «figure» nào của mẫu này"
        c.fault("layout", row, "layout_id", message)
    for field in fields:
        if row["kind"] == "matrix" and field["role"] in LONG_ONLY:
            c.fault("layout_field", field, "role", "chỉ bảng dài (long) có cột này")
        if row["kind"] == "long" and field["role"] == "percent":
            c.fault("layout_field", field, "role", "bảng dài (long) không có cột tỷ lệ")
        if field["role"] in AT_MOST_ONE and said.count(field["role"]) > 1:
            c.fault("layout_field", field, "role", "mỗi mẫu chỉ có một dòng loại này")


def _keys(c: Checker, fields: list[Row]) -> None:
    """Headers that are compared as one, and a measure told by two of them."""
    seen: dict[str, Row] = {}
    told: dict[str, Row] = {}
    for row in fields:
        first = seen.setdefault(header_key(row["header"]), row)
        if first is not row:
            c.fault("layout_field", row, "header", f"đọc ra giống dòng {first['_row']}")
        if row["role"] == "figure" and row["measure_id"]:
            first = told.setdefault(row["measure_id"], row)
            if first is not row:
                c.fault("layout_field", row, "measure_id", f"đã lấy ở dòng {first['_row']}")


def _field(c: Checker, row: Row) -> None:
    is_figure, is_percent = row["role"] == "figure", row["role"] == "percent"
    for column, is_needed in (
        ("measure_id", is_figure or is_percent),
        ("of_measure_id", is_percent),
    ):
        if bool(row[column]) != is_needed:
            message = "để trống; dòng này cần mã số liệu" if is_needed else "dòng này phải để trống"
            c.fault("layout_field", row, column, message)
    measure = next((m for m in c.tables["measure"] if m["measure_id"] == row["measure_id"]), None)
    if measure is None or not is_figure:
        if row["uom"]:
            c.fault("layout_field", row, "uom", "chỉ dòng «figure» có đơn vị tính riêng")
        return
    if measure["reporter"] == "catalogue":
        c.fault("layout_field", row, "measure_id", "số liệu này lấy từ danh mục, không nhận nộp")
    _uom(c, row, measure["uom_vi"])


def _uom(c: Checker, row: Row, own: str) -> None:
    """What a figure is read in: of the measure's kind, and no other than its header says."""
    if row["uom"] and not same_family(row["uom"], own):
        message = f"không đổi được ra đơn vị tính của số liệu ({own})"
        c.fault("layout_field", row, "uom", message)
    read_as = fold(row["uom"] or own)
    for said in uoms_said(row["header"] or ""):
        if is_kindred(said, read_as) and not is_same(said, read_as):
            message = f"tiêu đề ghi «{said}» nhưng số liệu được đọc là {read_as}; hãy ghi {said}"
            c.fault("layout_field", row, "uom", message)


def _forms(c: Checker, fields: dict[str, list[Row]]) -> None:
    """Layouts of one form are shapes of one thing: one reporter, the same figures."""
    first: dict[str, Row] = {}
    for row in c.tables["layout"]:
        other = first.setdefault(row["form_id"], row)
        if row["reporter_id"] != other["reporter_id"]:
            message = f"các mẫu của một biểu phải cùng đơn vị nộp ({other['reporter_id']})"
            c.fault("layout", row, "reporter_id", message)
        if _told(fields[row["layout_id"]]) != _told(fields[other["layout_id"]]):
            message = f"các mẫu của một biểu phải có cùng số liệu (như {other['layout_id']})"
            c.fault("layout", row, "form_id", message)


def _told(fields: list[Row]) -> set[str]:
    return {f["measure_id"] for f in fields if f["role"] == "figure" and f["measure_id"]}


def _due(c: Checker, fields: dict[str, list[Row]]) -> None:
    """A table is owed by its own reporter, in periods its figures are asked in, each once."""
    layouts = {r["form_id"]: r for r in c.tables["layout"]}
    measures = {r["measure_id"]: r for r in c.tables["measure"]}
    periods = {r["period_id"]: r for r in c.tables["period"]}
    owed: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in c.tables["due"]:
        layout = layouts.get(row["form_id"])
        if layout is None:
            continue
        if row["unit_group"] != layout["reporter_id"]:
            message = f"biểu này do {layout['reporter_id']} nộp (layout.csv)"
            c.fault("due", row, "unit_group", message)
        for name in sorted(_told(fields[layout["layout_id"]])):
            if not is_asked(measures[name]["asked_in"], periods[row["period_id"]]):
                c.fault("due", row, "period_id", f"«{name}» không được hỏi trong kỳ này")
            held = owed[layout["reporter_id"], row["period_id"]]
            other = held.setdefault(name, row["form_id"])
            if other != row["form_id"]:
                c.fault("due", row, "form_id", f"«{name}» đã được hỏi trong biểu {other} cùng kỳ")
