"""A small office that also gets tables from its office: the same figures in every shape."""

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.etl.district import Office, rows_of

FORM = "bang-ngheo"
UNITS = {"xa-an": "Xã An", "xa-binh": "Xã Bình", "xa-cat": "Xã Cát"}
FIGURES: dict[str, dict[str, Any]] = {
    "xa-an": {"hn": 12, "hc": 20, "dan": 1000, "von": 1500},
    "xa-binh": {"hn": 8, "hc": 0, "dan": 800, "von": Decimal("250.5")},
    "xa-cat": {"hn": 0, "hc": 7, "dan": 500, "von": 40},
}
TITLE = "TỔNG HỢP HỘ NGHÈO"
PERIOD = "6 tháng đầu năm 2022"
PAPER = "(Kèm theo Báo cáo số 45/BC-TH ngày 10/6/2022 của Phòng Tổng hợp)"
MORE = {
    "measure": """
        measure_id,title_vi,title_en,uom_vi,kind,applies_to,reporter,root_source,asked_in,decimals,min,max,section,sort
        hn,Hộ nghèo rà soát,Poor,hộ,stock,K,phong,sum,H1 Y,0,0,5000,results,21
        hc,Hộ cận nghèo rà soát,Near-poor,hộ,stock,K,phong,sum,H1 Y,0,0,5000,results,22
        dan,Hộ dân cư,Households,hộ,stock,K,phong,sum,H1 Y,0,0,9000,results,23
        von,Vốn vay,Loans,triệu đồng,flow,K,phong,sum,H1 Y,1,0,90000,results,24
    """,
    "form": """
        form_id,title_vi,version
        bang-ngheo,Bảng tổng hợp hộ nghèo,1
    """,
    "due": """
        form_id,period_id,unit_group,due_date
        bang-ngheo,2022-H1,phong,2022-06-20
    """,
    "layout": """
        layout_id,form_id,reporter_id,kind,units_in,title_vi,header_rows,figures
        doc,bang-ngheo,phong,matrix,rows,Tổng hợp hộ nghèo,3,told
        ngang,bang-ngheo,phong,matrix,columns,Tổng hợp hộ nghèo,3,told
        dai,bang-ngheo,phong,long,rows,,1,official
    """,
    "layout_field": """
        layout_id,header,role,measure_id,of_measure_id,uom
        doc,STT,ignore,,,
        doc,"Tên xã, thị trấn",unit,,,
        doc,Tổng số hộ,figure,dan,,
        doc,Hộ nghèo / Số hộ,figure,hn,,
        doc,Hộ nghèo / Trong đó / Tỷ lệ (%),percent,hn,dan,
        doc,Hộ nghèo / Trong đó / Ghi chú,ignore,,,
        doc,Hộ cận nghèo,figure,hc,,
        doc,Vốn vay (tỷ đồng),figure,von,,tỷ đồng
        ngang,STT / Chỉ tiêu / ĐVT,unit,,,
        ngang,Tổng số hộ / hộ,figure,dan,,
        ngang,Hộ nghèo / hộ,figure,hn,,
        ngang,Hộ nghèo / Trong đó: tỷ lệ / %,percent,hn,dan,
        ngang,Hộ cận nghèo / hộ,figure,hc,,
        ngang,Vốn vay / triệu đồng,figure,von,,
        dai,Đơn vị,unit,,,
        dai,Chỉ tiêu,measure,,,
        dai,Kỳ,period,,,
        dai,Đơn vị tính,uom,,,
        dai,Giá trị,value,,,
        dai,Tổng số hộ,figure,dan,,
        dai,Hộ nghèo,figure,hn,,
        dai,Hộ cận nghèo,figure,hc,,
        dai,Vốn vay,figure,von,,
    """,
}  # fmt: skip


class TableOffice(Office):
    """The small office with one table declared in three shapes."""

    def write(self) -> None:
        if not any(r["form_id"] == FORM for r in self.tables["form"]):
            for table, text in MORE.items():
                self.tables[table] = [*self.tables.get(table, []), *rows_of(table, text)]
        super().write()


def standing(
    change: Callable[[Any], Any] = lambda s: None, figures: dict[str, dict[str, Any]] = FIGURES
) -> bytes:
    """Units down: three rows of merged headers, a row of numbers, a total."""
    book = Workbook()
    sheet = book.active
    sheet["A1"], sheet["A3"] = TITLE, f"{PERIOD} (số chính thức)"
    sheet["A2"] = PAPER
    sheet.merge_cells("A1:H1")
    for address, said in {
        "A5": "STT", "B5": "Tên xã,\nthị trấn", "C5": "Tổng số hộ", "D5": "Hộ nghèo",
        "D6": "Số hộ", "E6": "Trong đó", "E7": "Tỷ lệ (%)", "F7": "Ghi chú",
        "G5": "Hộ cận nghèo", "H5": "Vốn vay (tỷ đồng)",
    }.items():  # fmt: skip
        sheet[address] = said
    for span in ("A5:A7", "B5:B7", "C5:C7", "D5:F5", "D6:D7", "E6:F6", "G5:G7", "H5:H7"):
        sheet.merge_cells(span)
    sheet.append(["A", "B", 1, 2, "3=2/1*100", "(4)", 5, 6])
    for i, (unit, name) in enumerate(UNITS.items(), 1):
        said = figures[unit]
        rate = round(100 * said["hn"] / said["dan"], 2)
        rate = f"{rate} %".replace(".", ",")
        loans = float(said["von"]) / 1000
        sheet.append([i, name, said["dan"], said["hn"], rate, "", said["hc"], loans])
    dan, hn, hc, von = (sum(f[m] for f in figures.values()) for m in ("dan", "hn", "hc", "von"))
    sheet.append(["Tổng cộng", None, dan, hn, None, None, hc, float(von) / 1000])
    sheet.merge_cells("A12:B12")
    sheet["G15"] = "TRƯỞNG PHÒNG"
    change(sheet)
    return saved(book)


def lying(
    change: Callable[[Any], Any] = lambda s: None, figures: dict[str, dict[str, Any]] = FIGURES
) -> bytes:
    """Units across: figures in lines, a column that adds up."""
    book = Workbook()
    sheet = book.active
    sheet.append([TITLE])
    sheet.append([PAPER])
    sheet.append([f"{PERIOD} – Số chính thức"])
    sheet.append([])
    sheet.append(["STT", "Chỉ tiêu", "ĐVT", *UNITS.values(), "Tổng cộng"])
    rows = (("1", "Tổng số hộ", "hộ", "dan"), ("2", "Hộ nghèo", "hộ", "hn"),
            (None, "Trong đó: tỷ lệ", "%", ""), ("3", "Hộ cận nghèo", "hộ", "hc"),
            ("4", "Vốn vay", "triệu đồng", "von"))  # fmt: skip
    for number, title, uom, name in rows:
        if name:
            said = [figures[u][name] for u in UNITS]
            sheet.append([number, title, uom, *said, sum(said)])
        else:
            rates = [f"{round(100 * f['hn'] / f['dan'], 1)} %" for f in figures.values()]
            sheet.append([number, title, uom, *(r.replace(".", ",") for r in rates), None])
    change(sheet)
    return saved(book)


def lines(
    shown: Callable[[Any], str] = lambda v: str(v).replace(".", ","),
    figures: dict[str, dict[str, Any]] = FIGURES,
) -> list[list[str]]:
    """One line a figure, with a head."""
    found = [["Đơn vị", "Chỉ tiêu", "Kỳ", "Đơn vị tính", "Giá trị"]]
    titles = {"dan": "Tổng số hộ", "hn": "Hộ nghèo", "hc": "Hộ cận nghèo", "von": "Vốn vay"}
    for unit, name in UNITS.items():
        for measure, title in titles.items():
            uom = "triệu đồng" if measure == "von" else "hộ"
            found.append([name, title, PERIOD, uom, shown(figures[unit][measure])])
    return found


def long_csv(rows: list[list[str]], separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    quoted = [[f'"{v}"' if separator in v else v for v in row] for row in rows]
    return "\r\n".join(separator.join(row) for row in quoted).encode(encoding)


def saved(book: Workbook) -> bytes:
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def put(office: Office, name: str, content: bytes, received: str = "2022-06-14") -> Path:
    path = office.place.inbox / received / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
