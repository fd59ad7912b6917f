"""Writing forms: one workbook for a reporter and a period, with guidance, checks and locked cells."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.named_styles import NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from etl.catalog import Catalog, Row, terms
from etl.form_layout import (
    COVER,
    ESTIMATE,
    HIDDEN,
    MET,
    NARRATIVE,
    NOT_ASSESSED,
    SHEETS,
    TABLE_ROWS,
    TABLES,
    VERSION,
    Item,
    Layout,
)

HEADER_ROW = 4
SAMPLE = "SỐ LIỆU MẪU"
GUIDANCE = (
    "1. Chỉ nhập vào ô nền vàng; ô khác đã khóa. Không thêm, bớt, đổi chỗ dòng và cột.",
    "2. Số nhập bằng chữ số, lũy kế từ đầu năm kế hoạch; không gõ đơn vị tính vào ô số.",
    "3. Không phát sinh thì nhập 0. Chưa có số liệu thì để trống, không nhập 0.",
    "4. Số, ngày văn bản và người ký ghi đúng như văn bản đã ký; ngày theo dạng ngày/tháng/năm.",
    "5. Số liệu ước thì chọn «Ước thực hiện», gửi lại bản chính thức khi có.",
    "6. Cột «Kết quả kiểm tra» để trống: Phòng Nội vụ ghi lỗi vào đó khi trả lại.",
)
HEADS = {
    "results": [
        ("Mã", 2),
        ("STT", 5),
        ("Chỉ tiêu", 46),
        ("Nói về đơn vị", 18),
        ("Đơn vị tính", 11),
        ("Kế hoạch năm", 12),
        ("Cùng kỳ năm trước", 12),
        ("Kỳ trước", 12),
        ("Thực hiện (lũy kế)", 14),
        ("Ghi chú", 20),
        ("Kết quả kiểm tra", 24),
    ],
    "criteria": [
        ("Mã", 2),
        ("STT", 5),
        ("Tiêu chí", 56),
        ("Kết quả", 16),
        ("Ghi chú", 28),
        ("Kết quả kiểm tra", 24),
    ],
    "self_score": [
        ("Mã", 2),
        ("STT", 5),
        ("Nhóm", 26),
        ("Nội dung", 56),
        ("Điểm tối đa", 10),
        ("Tự chấm", 10),
        ("Minh chứng", 30),
        ("Kết quả kiểm tra", 24),
    ],
}
INPUT_COLUMN = {"results": 9, "criteria": 4, "self_score": 6}
NOTE_COLUMN = {"results": 10, "criteria": 5, "self_score": 7}
COVER_ROW = {"unit": 5, "block": 6, "period": 7} | {name: 8 + i for i, name in enumerate(COVER)}
COVER_COLUMN = 3

_line = Side(style="thin", color="B0B7C0")
_box = Border(_line, _line, _line, _line)


@dataclass
class Known:
    """Grey figures beside an input cell: by (measure, subject)."""

    plan: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    last_year: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    previous: dict[tuple[str, str], Decimal] = field(default_factory=dict)


def _styles(book: Workbook) -> None:
    font = "Times New Roman"
    wrap = Alignment(wrap_text=True, vertical="center")
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    unlocked = Protection(locked=False)
    yellow = PatternFill("solid", fgColor="FFF8DC")
    grey = PatternFill("solid", fgColor="ECEFF2")
    for style in (
        NamedStyle("f_title", font=Font(font, 14, bold=True)),
        NamedStyle("f_text", font=Font(font, 12), alignment=wrap),
        NamedStyle("f_cell", font=Font(font, 12), alignment=wrap, border=_box),
        NamedStyle(
            "f_head", font=Font(font, 12, bold=True), alignment=middle, border=_box, fill=grey
        ),
        NamedStyle(
            "f_input",
            font=Font(font, 12),
            alignment=wrap,
            border=_box,
            fill=yellow,
            protection=unlocked,
        ),
        NamedStyle("f_known", font=Font(font, 12, color="5A6470"), border=_box, fill=grey),
        NamedStyle("f_free", font=Font(font, 12), alignment=wrap, border=_box, protection=unlocked),
        NamedStyle("f_sample", font=Font(font, 12, bold=True, color="A34700")),
    ):
        book.add_named_style(style)


def number_format(decimals: int) -> str:
    """Excel's own code: it shows 1.234,5 on a Vietnamese Windows."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def write_form(catalog: Catalog, form: Layout, known: Known | None = None) -> Workbook:
    """The workbook of one reporter and period, ready to be saved."""
    known = known or Known()
    book = Workbook()
    _styles(book)
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
        _finish(sheet)
    _finish(cover)
    _hidden(catalog, form, book.create_sheet(HIDDEN))
    return book


def _heading(catalog: Catalog, form: Layout, sheet: Worksheet, title: str) -> None:
    unit, period = catalog.units[form.reporter_id], catalog.periods[form.period_id]
    _put(sheet, 1, 2, title, "f_title")
    _put(sheet, 2, 2, f"{unit['name_vi']} – {period['title_vi']}", "f_text").alignment = Alignment()
    if catalog.is_sample:
        _put(sheet, 3, 2, SAMPLE, "f_sample")


def _put(sheet: Worksheet, row: int, column: int, value: Any, style: str) -> Any:
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a name that begins with = stays text
    cell.style = style
    return cell


def _finish(sheet: Worksheet) -> None:
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True


def _widths(sheet: Worksheet, widths: Iterable[int]) -> None:
    for i, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = width


def _choice(sheet: Worksheet, choices: Iterable[str], cells: str, title: str) -> None:
    rule = DataValidation(type="list", formula1='"' + ",".join(choices) + '"', allow_blank=True)
    _messages(rule, title, "Chọn một mục trong danh sách.")
    sheet.add_data_validation(rule)
    rule.sqref = MultiCellRange(cells)


def _messages(rule: DataValidation, title: str, text: str) -> None:
    rule.errorTitle, rule.error = "Giá trị không hợp lệ", text
    rule.promptTitle, rule.prompt = title[:32], text
    rule.showErrorMessage = rule.showInputMessage = True


def _cover(catalog: Catalog, form: Layout, sheet: Worksheet) -> None:
    sheet.title = SHEETS["cover"]
    _widths(sheet, [2, 34, 60])
    title = next(f["title_vi"] for f in catalog.tables["form"] if f["form_id"] == form.form_id)
    _heading(catalog, form, sheet, title.upper())
    identity = {
        "unit": ("Đơn vị báo cáo", catalog.units[form.reporter_id]["name_vi"]),
        "block": ("Khối thi đua", block_name(catalog, form)),
        "period": ("Kỳ báo cáo", catalog.periods[form.period_id]["title_vi"]),
    }
    for name, (label, value) in identity.items():
        _put(sheet, COVER_ROW[name], 2, label, "f_cell")
        _put(sheet, COVER_ROW[name], COVER_COLUMN, value, "f_known")
    for name, label in COVER.items():
        _put(sheet, COVER_ROW[name], 2, label, "f_cell")
        _put(sheet, COVER_ROW[name], COVER_COLUMN, None, "f_input")
    sheet.cell(COVER_ROW["paper_date"], COVER_COLUMN).number_format = "dd/mm/yyyy"
    _choice(sheet, ESTIMATE, f"C{COVER_ROW['estimate']}", COVER["estimate"])
    last = max(COVER_ROW.values()) + 2
    _put(sheet, last, 2, "Hướng dẫn", "f_title")
    for i, line in enumerate(GUIDANCE, last + 1):
        _put(sheet, i, 2, line, "f_text").alignment = Alignment()


def block_name(catalog: Catalog, form: Layout) -> str:
    """The reporter's block in the default scheme at the period's end, or «Ngoài khối»."""
    day = catalog.periods[form.period_id]["to_date"]
    blocks = {b["block_id"]: b for b in catalog.tables["block"]}
    for row in catalog.tables["block_member"]:
        block = blocks[row["block_id"]]
        inside = row["valid_from"] <= day and (row["valid_to"] is None or day <= row["valid_to"])
        mine = row["unit_id"] == form.reporter_id
        if mine and inside and block["scheme_id"] == catalog.settings["default_scheme"]:
            return block["name_vi"]
    return "Ngoài khối"


def _table_head(sheet: Worksheet, heads: list[tuple[str, int]]) -> None:
    _widths(sheet, [w for _, w in heads])
    for i, (title, _) in enumerate(heads, 1):
        _put(sheet, HEADER_ROW, i, title, "f_head")
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = f"D{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def _results(catalog: Catalog, form: Layout, sheet: Worksheet, known: Known) -> None:
    _heading(catalog, form, sheet, "KẾT QUẢ THỰC HIỆN")
    _table_head(sheet, HEADS["results"])
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
            _put(sheet, row, column, value, "f_cell")
        at = (item.measure_id, item.subject_id)
        shape = number_format(measure["decimals"])
        for column, figures in ((6, known.plan), (7, known.last_year), (8, known.previous)):
            _put(sheet, row, column, figures.get(at), "f_known").number_format = shape
        _put(sheet, row, 9, None, "f_input").number_format = shape
        _put(sheet, row, 10, None, "f_input")
        _put(sheet, row, 11, None, "f_free")
        kinds.setdefault(_bounds(measure), []).append(f"I{row}")
    for (is_whole, low, high), cells in kinds.items():
        _number_rule(sheet, is_whole, low, high, " ".join(cells))


def _bounds(measure: Row) -> tuple[bool, str, str]:
    low = measure["min"] if measure["min"] is not None else Decimal(0)
    high = measure["max"] if measure["max"] is not None else Decimal(10) ** 11
    return measure["decimals"] == 0, str(low), str(high)


def _number_rule(sheet: Worksheet, is_whole: bool, low: str, high: str, cells: str) -> None:
    kind = "whole" if is_whole else "decimal"
    rule = DataValidation(
        type=kind, operator="between", formula1=low, formula2=high, allow_blank=True
    )
    number = "số nguyên" if is_whole else "số"
    _messages(rule, "Thực hiện (lũy kế)", f"Nhập {number} từ {low} đến {high}.")
    sheet.add_data_validation(rule)
    rule.sqref = MultiCellRange(cells)


def subject_name(catalog: Catalog, form: Layout, item: Item) -> str:
    """Whom a line is about; empty where it is the reporter itself."""
    return "" if item.subject_id == form.reporter_id else catalog.units[item.subject_id]["short_vi"]


def _criteria(catalog: Catalog, form: Layout, sheet: Worksheet, _: Known) -> None:
    _heading(catalog, form, sheet, "TIÊU CHÍ NÔNG THÔN MỚI")
    _table_head(sheet, HEADS["criteria"])
    for i, item in enumerate(form.section("criteria"), 1):
        row = HEADER_ROW + i
        for column, value in enumerate(
            [item.key, i, catalog.measures[item.measure_id]["title_vi"]], 1
        ):
            _put(sheet, row, column, value, "f_cell")
        for column, style in ((4, "f_input"), (5, "f_input"), (6, "f_free")):
            _put(sheet, row, column, None, style)
    last = HEADER_ROW + len(form.section("criteria"))
    _choice(sheet, [*MET, NOT_ASSESSED], f"D{HEADER_ROW + 1}:D{last}", "Kết quả")


def _table(name: str, title: str) -> Callable[[Catalog, Layout, Worksheet, Known], None]:
    def write(catalog: Catalog, form: Layout, sheet: Worksheet, _: Known) -> None:
        fields = TABLES[name]
        _heading(catalog, form, sheet, title)
        _table_head(
            sheet,
            [
                ("Mã", 2),
                ("STT", 5),
                *((f.title, f.width) for f in fields),
                ("Kết quả kiểm tra", 24),
            ],
        )
        for i in range(1, TABLE_ROWS + 1):
            _put(sheet, HEADER_ROW + i, 1, str(i), "f_cell")
            _put(sheet, HEADER_ROW + i, 2, i, "f_cell")
            for column in range(3, 3 + len(fields)):
                _put(sheet, HEADER_ROW + i, column, None, "f_input")
            _put(sheet, HEADER_ROW + i, 3 + len(fields), None, "f_free")
        for column, field_ in enumerate(fields, 3):
            letter = get_column_letter(column)
            cells = f"{letter}{HEADER_ROW + 1}:{letter}{HEADER_ROW + TABLE_ROWS}"
            if field_.type == "choice":
                _choice(sheet, field_.choices, cells, field_.title)
            elif field_.type == "number":
                _number_rule(sheet, False, "0", "1000000000", cells)

    return write


def _self_score(catalog: Catalog, form: Layout, sheet: Worksheet, _: Known) -> None:
    _heading(catalog, form, sheet, "BẢNG TỰ CHẤM ĐIỂM")
    _table_head(sheet, HEADS["self_score"])
    for i, row in enumerate(form.criteria, 1):
        at = HEADER_ROW + i
        values = [row["criterion_id"], i, row["group_vi"], row["title_vi"], row["max_points"]]
        for column, value in enumerate(values, 1):
            _put(sheet, at, column, value, "f_cell")
        for column, style in ((6, "f_input"), (7, "f_input"), (8, "f_free")):
            _put(sheet, at, column, None, style)
        low, high = ("-", "0") if row["is_penalty"] else ("0", "")
        most = str(row["max_points"])
        _number_rule(sheet, False, low.replace("-", f"-{most}"), high or most, f"F{at}")


def _narrative(catalog: Catalog, form: Layout, sheet: Worksheet, _: Known) -> None:
    _heading(catalog, form, sheet, "ĐÁNH GIÁ")
    _widths(sheet, [2, 28, 110])
    sheet.column_dimensions["A"].hidden = True
    for i, (name, title) in enumerate(NARRATIVE.items(), 1):
        row = HEADER_ROW + i
        _put(sheet, row, 1, name, "f_cell")
        _put(sheet, row, 2, title, "f_head")
        _put(sheet, row, 3, None, "f_input").alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = 90


def _hidden(catalog: Catalog, form: Layout, sheet: Worksheet) -> None:
    sheet.sheet_state = "veryHidden"
    for row in (
        ("form_id", form.form_id),
        ("version", VERSION),
        ("reporter_id", form.reporter_id),
        ("period_id", form.period_id),
        ("layout", form.hash),
        ("is_sample", int(catalog.is_sample)),
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


def plan_of_measures(catalog: Catalog) -> dict[str, str]:
    """measure → the indicator that is just this measure's sum: its target is the plan in the form."""
    found = {}
    for row in catalog.tables["indicator"]:
        used = terms(row["numerator"])
        if row["rule"] in ("sum", "office") and len(used) == 1:
            found[used[0][1]] = row["indicator_id"]
    return found
