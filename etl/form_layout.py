"""What a form asks of one reporter in one period: the same list is written and read back."""

import hashlib
import re
from dataclasses import dataclass

from etl.catalog import Catalog, Row
from etl.table_layout import table_cells, told_in_tables

VERSION = 1
PARTS = ("results", "criteria")


@dataclass(frozen=True)
class Item:
    """One input cell of results or criteria: a measure about a subject unit."""

    section: str
    measure_id: str
    subject_id: str

    @property
    def key(self) -> str:
        return f"{self.measure_id}|{self.subject_id}"


@dataclass(frozen=True)
class Field:
    """One column of a table that a unit fills line by line."""

    id: str
    title: str
    type: str  # text, number or choice
    width: int
    choices: tuple[str, ...] = ()


# Sheet names and tables are the form's own, known to every version of the reader.
SHEETS = {
    "cover": "Bìa",
    "results": "Kết quả",
    "criteria": "Tiêu chí NTM",
    "award": "Khen thưởng",
    "model_example": "Điển hình",
    "pledge": "Đăng ký, giao ước",
    "self_score": "Tự chấm điểm",
    "narrative": "Đánh giá",
}
HIDDEN = "_form"
LOCKED = "locked"  # its line with a mark for each locked cell, by which a change is seen
AUTHOR = "Cơ quan tổng hợp"  # of our comments in a marked copy
AUTHORS = (AUTHOR, "Phòng Nội vụ")  # … and of those that went out earlier
FRONT = "Cần sửa"  # the first sheet of a marked copy
RECORD = "_can_sua"  # a sheet that Excel never shows: what stood under our marks
SAMPLE = "SỐ LIỆU MẪU"  # stands on every sheet and table of invented figures
NUMBER_STYLE = "vi"  # what the guidance asks for: 1.234,5
MET = {"Đạt": 1, "Chưa đạt": 0}
NOT_ASSESSED = "Chưa đánh giá"
# How clerks write the two, folded; a dash says neither.
TOKENS: dict[str, str] = dict.fromkeys(("đ", "x", "✓", "✔", "có đạt"), "Đạt")
TOKENS |= dict.fromkeys(("cđ", "kđ", "chưa", "không đạt", "không", "✗", "✘"), "Chưa đạt")
ESTIMATE = {"Chính thức": True, "Ước thực hiện": False}

TABLES: dict[str, tuple[Field, ...]] = {
    "award": (
        Field("form", "Hình thức, danh hiệu", "text", 30),
        Field(
            "level",
            "Cấp khen",
            "choice",
            14,
            ("Cấp cơ sở", "Cấp trên trực tiếp", "Cấp tỉnh", "Cấp Nhà nước"),
        ),
        Field(
            "subject_class",
            "Đối tượng",
            "choice",
            16,
            ("Tập thể", "Doanh nghiệp", "Hộ gia đình", "Cá nhân"),
        ),
        Field(
            "mode",
            "Phương thức",
            "choice",
            16,
            ("Thường xuyên", "Chuyên đề", "Đột xuất", "Đối ngoại", "Cống hiến", "Niên hạn"),
        ),
        Field("count", "Số lượng", "number", 10),
        Field("direct_count", "Trong đó người trực tiếp", "number", 12),
        Field("note", "Ghi chú", "text", 24),
    ),
    "model_example": (
        Field("kind", "Loại", "choice", 12, ("Mô hình", "Tập thể", "Hộ gia đình", "Cá nhân")),
        Field("title", "Tên mô hình, điển hình", "text", 40),
        Field("movement", "Phong trào", "text", 22),
        Field(
            "stage",
            "Giai đoạn",
            "choice",
            14,
            ("Phát hiện", "Bồi dưỡng", "Biểu dương", "Nhân rộng"),
        ),
        Field("summary", "Cách làm, kết quả", "text", 60),
    ),
    "pledge": (
        Field("kind", "Loại", "choice", 16, ("Danh hiệu đăng ký", "Giao ước")),
        Field("content", "Nội dung", "text", 60),
        Field("target", "Mức đăng ký", "number", 12),
        Field("unit_of_measure", "Đơn vị tính", "text", 14),
    ),
}
TABLE_ROWS = 12
# The form's own words, chosen and never typed: they tell nothing of the font of what was typed.
CHOICES = {*MET, NOT_ASSESSED, *ESTIMATE}
CHOICES |= {word for fields in TABLES.values() for field in fields for word in field.choices}
NARRATIVE = {
    "achievement": "Kết quả nổi bật",
    "shortcoming": "Tồn tại, hạn chế",
    "cause": "Nguyên nhân",
    "proposal": "Kiến nghị, đề xuất",
}
COVER = {
    "paper_number": "Số, ký hiệu văn bản",
    "paper_date": "Ngày ký văn bản",
    "signatory": "Người ký",
    "estimate": "Số liệu ước hay chính thức",
}

# Where things stand on the sheets; the writer and the reader both ask here.
HEADER_ROW = 4
WHOSE = (2, 2)  # the line above every sheet: unit and period
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
UOM_COLUMN = 5  # of the results
INPUT_COLUMN = {"results": 9, "criteria": 4, "self_score": 6}
NOTE_COLUMN = {"results": 10, "criteria": 5, "self_score": 7}
# Kept free in the form: what the office finds is written there when it sends a report back.
FINDINGS_COLUMN = {name: len(heads) for name, heads in HEADS.items()}
OF_A_CELL = re.compile(r"[A-Z]{1,3}[0-9]+: ")  # how what we wrote there begins
GREY_COLUMNS = (6, 7, 8)  # of the results
COVER_ROW = {"unit": 5, "block": 6, "period": 7} | {name: 8 + i for i, name in enumerate(COVER)}
COVER_COLUMN = 3


def is_typed(name: str, row: int, column: int) -> bool:
    """Whether a cell of a sheet is one that a unit fills in."""
    if name == "cover":
        return column == COVER_COLUMN and row in {COVER_ROW[n] for n in COVER}
    if row <= HEADER_ROW:
        return False
    if name in INPUT_COLUMN:
        return column in (INPUT_COLUMN[name], NOTE_COLUMN[name])
    return column == 3 if name == "narrative" else 3 <= column < 3 + len(TABLES[name])


@dataclass(frozen=True)
class Layout:
    """All that one reporter is asked in one period."""

    form_id: str
    reporter_id: str
    period_id: str
    items: tuple[Item, ...]
    criteria: tuple[Row, ...]

    def section(self, name: str) -> list[Item]:
        return [i for i in self.items if i.section == name]

    @property
    def hash(self) -> str:
        """Names what was asked, so that a form made from another catalogue is noticed."""
        keys = [i.key for i in self.items] + [c["criterion_id"] for c in self.criteria]
        return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]


def layout(catalog: Catalog, form_id: str, reporter_id: str, period_id: str) -> Layout:
    """The input cells of one form: measures in the catalogue's order, subjects in unit order.

    What a table of the reporter's own tells in that period is asked there and nowhere else.
    """
    period = catalog.periods[period_id]
    if form_id in catalog.table_forms:
        asked = table_cells(catalog, form_id, reporter_id, period_id)
        return Layout(form_id, reporter_id, period_id, _items(catalog, asked), ())
    elsewhere = told_in_tables(catalog, reporter_id, period_id)
    asked = [
        (measure["measure_id"], subject)
        for measure in catalog.measures_by_reporter.get(reporter_id, [])
        for subject in _subjects(catalog, measure, reporter_id, period)
    ]
    items = _items(catalog, [each for each in asked if each not in elsewhere])
    group = catalog.units[reporter_id]["unit_group"]
    criteria = [
        r
        for r in sorted(catalog.tables["criterion"], key=lambda r: r["sort"])
        if group in r["applies_to"] and period["kind"] == "Y"
    ]
    return Layout(form_id, reporter_id, period_id, items, tuple(criteria))


def _items(catalog: Catalog, asked: list[tuple[str, str]]) -> tuple[Item, ...]:
    items = [Item(catalog.measures[m]["section"], m, subject) for m, subject in asked]
    return tuple(sorted(items, key=lambda i: PARTS.index(i.section)))


def _subjects(catalog: Catalog, measure: Row, reporter_id: str, period: Row) -> list[str]:
    """Units about which this reporter answers this measure, the root last."""
    found: list[str] = []
    if catalog.asks(measure, period):
        if measure["reporter"] == "self":
            found = [reporter_id] if catalog.applies(measure, reporter_id) else []
        elif measure["reporter"] == reporter_id:
            found = [
                u["unit_id"]
                for u in catalog.units_in_order
                if catalog.applies(measure, u["unit_id"])
                and catalog.valid(u["unit_id"], period["to_date"])
            ]
    if measure["root_reporter"] == reporter_id and catalog.asks_root(measure, period):
        found.append(catalog.root)
    return found


def reporters(catalog: Catalog, period_id: str) -> list[tuple[str, str]]:
    """(form, reporter) pairs to whom a workbook of ours goes in a period, in unit order."""
    pairs = [
        (form, unit)
        for form, unit, period in catalog.due_dates()
        if period == period_id and form not in catalog.table_forms
    ]
    return sorted(pairs, key=lambda p: catalog.units[p[1]]["sort"])
