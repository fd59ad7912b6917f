"""Writing forms: one workbook for a reporter and a period, with guidance and grey figures."""

from collections.abc import Callable
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from etl.catalog import Catalog, Row
from etl.form_layout import (
    COVER,
    COVER_COLUMN,
    COVER_ROW,
    ESTIMATE,
    HEADER_ROW,
    HEADS,
    HIDDEN,
    INPUT_COLUMN,
    LOCKED,
    MET,
    NARRATIVE,
    NOT_ASSESSED,
    NUMBER_STYLE,
    SAMPLE,
    SHEETS,
    TABLE_ROWS,
    TABLES,
    VERSION,
    Item,
    Layout,
)
from etl.form_places import marks
from etl.form_sheet import (
    add_styles,
    choice,
    finish,
    fit_row,
    number_format,
    number_rule,
    put,
    set_widths,
    table_head,
)
from etl.known import Known

MARKS = 3000  # a cell holds 32,767 letters
GUIDANCE = (
    "1. Chỉ nhập vào ô nền vàng; ô khác đã khóa. Không thêm, bớt, đổi chỗ dòng và cột.",
    "2. Số nhập bằng chữ số như 1.234,5 (chấm ngăn hàng nghìn, phẩy thập phân), lũy kế từ {start}.",
    "3. Không phát sinh thì nhập 0. Chưa có số liệu thì để trống, không nhập 0.",
    "4. Số, ngày văn bản và người ký ghi đúng như văn bản đã ký; ngày theo dạng ngày/tháng/năm.",
    "5. Số liệu ước thì chọn «Ước thực hiện», gửi lại bản chính thức khi có.",
    "6. Cột «Kết quả kiểm tra» để trống: cơ quan tổng hợp ghi lỗi vào đó khi trả lại.",
)


def write_form(catalog: Catalog, form: Layout, known: Known | None = None) -> Workbook:
    """The workbook of one reporter and period, ready to be saved."""
    known = known or Known()
    book = Workbook()
    add_styles(book)
    cover = book.active
    assert isinstance(cover, Worksheet)
    _cover(catalog, form, cover)
    for name, write in _SHEET_WRITERS.items():
        if name == "criteria" and not form.section("criteria"):
            continue
        if name == "self_score" and not form.criteria:
            continue
        sheet = book.create_sheet(SHEETS[name])
        write(catalog, form, sheet, known)
        finish(sheet)
    finish(cover)
    _hidden(catalog, form, book)
    return book


def _heading(catalog: Catalog, form: Layout, sheet: Worksheet, title: str) -> None:
    unit, period = catalog.units[form.reporter_id], catalog.periods[form.period_id]
    put(sheet, 1, 2, title, "f_title")
    put(sheet, 2, 2, f"{unit['name_vi']} – {period['title_vi']}", "f_text").alignment = Alignment()
    if catalog.is_sample:
        put(sheet, 3, 2, SAMPLE, "f_sample")


def _cover(catalog: Catalog, form: Layout, sheet: Worksheet) -> None:
    sheet.title = SHEETS["cover"]
    set_widths(sheet, [2, 34, 60])
    title = next(f["title_vi"] for f in catalog.tables["form"] if f["form_id"] == form.form_id)
    _heading(catalog, form, sheet, title.upper())
    identity = {
        "unit": ("Đơn vị báo cáo", catalog.units[form.reporter_id]["name_vi"]),
        "block": ("Khối thi đua", block_name(catalog, form)),
        "period": ("Kỳ báo cáo", catalog.periods[form.period_id]["title_vi"]),
    }
    for name, (label, value) in identity.items():
        put(sheet, COVER_ROW[name], 2, label, "f_cell")
        put(sheet, COVER_ROW[name], COVER_COLUMN, value, "f_known")
    for name, label in COVER.items():
        put(sheet, COVER_ROW[name], 2, label, "f_cell")
        put(sheet, COVER_ROW[name], COVER_COLUMN, None, "f_input")
    sheet.cell(COVER_ROW["paper_date"], COVER_COLUMN).number_format = "dd/mm/yyyy"
    choice(sheet, ESTIMATE, f"C{COVER_ROW['estimate']}", COVER["estimate"])
    last = max(COVER_ROW.values()) + 2
    put(sheet, last, 2, "Hướng dẫn", "f_title")
    for i, line in enumerate(guidance(catalog.periods[form.period_id]), last + 1):
        put(sheet, i, 2, line, "f_text").alignment = Alignment()


def guidance(period: Row) -> list[str]:
    """How to fill in a form; what accumulates does so from the start of its own plan year."""
    start = "đầu năm học" if period["kind"] == "SY" else "đầu năm"
    return [line.format(start=start) for line in GUIDANCE]


def block_name(catalog: Catalog, form: Layout) -> str:
    """The reporter's block in the default scheme at the period's end, or «Ngoài khối»."""
    day = catalog.periods[form.period_id]["to_date"]
    blocks = {b["block_id"]: b for b in catalog.tables["block"]}
    for row in catalog.tables["block_member"]:
        block = blocks[row["block_id"]]
        inside = row["valid_from"] <= day and (row["valid_to"] is None or day <= row["valid_to"])
        mine = row["unit_id"] == form.reporter_id
        if mine and inside and block["scheme_id"] == catalog.settings.get("default_scheme"):
            return block["name_vi"]
    return "Ngoài khối"


def _results(catalog: Catalog, form: Layout, sheet: Worksheet, known: Known) -> None:
    _heading(catalog, form, sheet, "KẾT QUẢ THỰC HIỆN")
    table_head(sheet, HEADS["results"])
    kinds: dict[tuple[bool, str, str], list[str]] = {}
    for i, item in enumerate(form.section("results"), 1):
        row = HEADER_ROW + i
        measure = catalog.measures[item.measure_id]
        values = [
            item.key,
            i,
            measure["title_vi"],
            subject_name(catalog, form, item),
            measure["uom_vi"],
        ]
        for column, value in enumerate(values, 1):
            put(sheet, row, column, value, "f_cell")
        fit_row(sheet, row, measure["title_vi"], 46)
        at = (item.measure_id, item.subject_id)
        shape = number_format(measure["decimals"])
        for column, figures in ((6, known.plan), (7, known.last_year), (8, known.previous)):
            put(sheet, row, column, figures.get(at), "f_known").number_format = shape
        put(sheet, row, INPUT_COLUMN["results"], None, "f_input").number_format = shape
        put(sheet, row, 10, None, "f_input")
        put(sheet, row, 11, None, "f_free")
        kinds.setdefault(_bounds(measure), []).append(f"I{row}")
    for (is_whole, low, high), cells in kinds.items():
        number_rule(sheet, is_whole, low, high, " ".join(cells))


def _bounds(measure: Row) -> tuple[bool, str, str]:
    low = measure["min"] if measure["min"] is not None else Decimal(0)
    high = measure["max"] if measure["max"] is not None else Decimal(10) ** 11
    return measure["decimals"] == 0, str(low), str(high)


def subject_name(catalog: Catalog, form: Layout, item: Item) -> str:
    """Whom a line is about; empty where it is the reporter itself."""
    return "" if item.subject_id == form.reporter_id else catalog.units[item.subject_id]["short_vi"]


def _criteria(catalog: Catalog, form: Layout, sheet: Worksheet, _: Known) -> None:
    _heading(catalog, form, sheet, "TIÊU CHÍ NÔNG THÔN MỚI")
    table_head(sheet, HEADS["criteria"])
    for i, item in enumerate(form.section("criteria"), 1):
        row = HEADER_ROW + i
        for column, value in enumerate(
            [item.key, i, catalog.measures[item.measure_id]["title_vi"]], 1
        ):
            put(sheet, row, column, value, "f_cell")
        for column, style in ((4, "f_input"), (5, "f_input"), (6, "f_free")):
            put(sheet, row, column, None, style)
    last = HEADER_ROW + len(form.section("criteria"))
    choice(sheet, [*MET, NOT_ASSESSED], f"D{HEADER_ROW + 1}:D{last}", "Kết quả")


def _table(name: str, title: str) -> Callable[[Catalog, Layout, Worksheet, Known], None]:
    def write(catalog: Catalog, form: Layout, sheet: Worksheet, _: Known) -> None:
        fields = TABLES[name]
        _heading(catalog, form, sheet, title)
        table_head(
            sheet,
            [
                ("Mã", 2),
                ("STT", 5),
                *((f.title, f.width) for f in fields),
                ("Kết quả kiểm tra", 24),
            ],
        )
        for i in range(1, TABLE_ROWS + 1):
            put(sheet, HEADER_ROW + i, 1, str(i), "f_cell")
            put(sheet, HEADER_ROW + i, 2, i, "f_cell")
            for column in range(3, 3 + len(fields)):
                put(sheet, HEADER_ROW + i, column, None, "f_input")
            put(sheet, HEADER_ROW + i, 3 + len(fields), None, "f_free")
        for column, field_ in enumerate(fields, 3):
            letter = get_column_letter(column)
            cells = f"{letter}{HEADER_ROW + 1}:{letter}{HEADER_ROW + TABLE_ROWS}"
            if field_.type == "choice":
                choice(sheet, field_.choices, cells, field_.title)
            elif field_.type == "number":
                number_rule(sheet, False, "0", "1000000000", cells)

    return write


def _self_score(catalog: Catalog, form: Layout, sheet: Worksheet, _: Known) -> None:
    _heading(catalog, form, sheet, "BẢNG TỰ CHẤM ĐIỂM")
    table_head(sheet, HEADS["self_score"])
    for i, row in enumerate(form.criteria, 1):
        at = HEADER_ROW + i
        values = [row["criterion_id"], i, row["group_vi"], row["title_vi"], row["max_points"]]
        for column, value in enumerate(values, 1):
            put(sheet, at, column, value, "f_cell")
        fit_row(sheet, at, row["title_vi"], 56)
        for column, style in ((6, "f_input"), (7, "f_input"), (8, "f_free")):
            put(sheet, at, column, None, style)
        low, high = ("-", "0") if row["is_penalty"] else ("0", "")
        most = str(row["max_points"])
        number_rule(sheet, False, low.replace("-", f"-{most}"), high or most, f"F{at}")


def _narrative(catalog: Catalog, form: Layout, sheet: Worksheet, _: Known) -> None:
    _heading(catalog, form, sheet, "ĐÁNH GIÁ")
    set_widths(sheet, [2, 28, 110])
    sheet.column_dimensions["A"].hidden = True
    for i, (name, title) in enumerate(NARRATIVE.items(), 1):
        row = HEADER_ROW + i
        put(sheet, row, 1, name, "f_cell")
        put(sheet, row, 2, title, "f_head")
        put(sheet, row, 3, None, "f_input").alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = 90


def _hidden(catalog: Catalog, form: Layout, book: Workbook) -> None:
    """Identity, and a mark of every locked cell of the other sheets, in texts Excel can hold."""
    values = {
        each.title: {at: c.value for at, c in each._cells.items() if c.value not in (None, "")}
        for each in book.worksheets
    }
    sheet = book.create_sheet(HIDDEN)
    sheet.sheet_state = "veryHidden"
    found = sorted(set(marks(values)))
    parts = (" ".join(found[n : n + MARKS]) for n in range(0, len(found), MARKS))
    for row in (
        ("form_id", form.form_id),
        ("version", VERSION),
        ("reporter_id", form.reporter_id),
        ("period_id", form.period_id),
        ("layout", form.hash),
        ("is_sample", int(catalog.is_sample)),
        ("number_style", NUMBER_STYLE),
        (LOCKED, *parts),
    ):
        sheet.append(row)


_SHEET_WRITERS: dict[str, Callable[[Catalog, Layout, Worksheet, Known], None]] = {
    "results": _results,
    "criteria": _criteria,
    "award": _table("award", "KHEN THƯỞNG TRONG KỲ"),
    "model_example": _table("model_example", "MÔ HÌNH, ĐIỂN HÌNH TIÊN TIẾN"),
    "pledge": _table("pledge", "ĐĂNG KÝ THI ĐUA, GIAO ƯỚC"),
    "self_score": _self_score,
    "narrative": _narrative,
}
