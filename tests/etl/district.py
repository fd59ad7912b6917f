"""A small office for tests of etl: its catalogue as text, forms filled cell by cell, the CLI."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from openpyxl import Workbook, load_workbook

from etl.__main__ import main
from etl.catalog import SPEC, Catalog
from etl.catalog_read import read_catalog
from etl.form_layout import COVER_COLUMN, COVER_ROW, HEADER_ROW, INPUT_COLUMN, SHEETS, layout
from etl.forms import write_form
from etl.known import Known
from etl.place import Place

FORM, H1, Y = "bc", "2022-H1", "2022-Y"
RECEIVED = "2022-06-14"

# Only the columns that say something; `write` adds the others, empty.
CATALOGUE = {
    "setting": """
        setting,value
        office_vi,Ủy ban nhân dân vùng thử
        office_en,Test office
        is_sample,0
        default_scheme,khoi
        default_set,bo
        default_period,2022-H1
        pace_on,100
        pace_near,95
        pace_slow,80
        coverage_min,90
    """,
    "unit": """
        unit_id,parent_id,role,unit_group,kind,name_vi,short_vi,valid_from,valid_to,sort
        vung,,root,R,region,Vùng Thử,Vùng Thử,,,1
        xa-an,vung,member,K,commune,Xã An,Xã An,,,2
        xa-binh,vung,member,K,commune,Xã Bình,Xã Bình,,,3
        xa-cat,vung,member,K,commune,Xã Cát,Xã Cát,,,4
        phong,vung,member,A,office,Phòng Tổng hợp,P. Tổng hợp,,,5
    """,
    "unit_code": "unit_id,system,code,valid_from,valid_to",
    "unit_alias": """
        alias,unit_id
        UBND xã An,xa-an
    """,
    "unit_relation": "pred_id,succ_id,relation,effective_date",
    "scheme": """
        scheme_id,name_vi,name_en,sort
        khoi,Khối thi đua,Blocks,1
    """,
    "block": """
        block_id,scheme_id,name_vi,name_en,short_vi,sort
        k1,khoi,Khối các xã,Communes,Xã,1
        k2,khoi,Khối cơ quan,Offices,Cơ quan,2
    """,
    "block_member": """
        block_id,unit_id,valid_from,valid_to,role
        k1,xa-an,2020-01-01,,leader
        k1,xa-binh,2020-01-01,,deputy
        k1,xa-cat,2020-01-01,,member
        k2,phong,2020-01-01,,leader
    """,
    "movement": """
        movement_id,title_vi,title_en,short_vi,start_date,end_date,lead_indicator_id,sort
        doi-song,Nâng cao đời sống,Better lives,Đời sống,2021-01-01,,viec-lam,1
        quan-su,Quân sự địa phương,Local defence,Quân sự,2021-01-01,,khoe,2
    """,
    "measure": """
        measure_id,title_vi,title_en,uom_vi,kind,applies_to,reporter,root_source,root_reporter,asked_in,decimals,min,max,section,is_personal,is_sensitive,sort
        viec,Số việc làm mới,New jobs,việc làm,flow,K,self,sum,,H1 Y,0,0,5000,results,,,1
        ngheo,Hộ nghèo,Poor households,hộ,stock,K,self,sum,,H1 Y,0,0,9000,results,,,2
        ho,Tổng số hộ,Households,hộ,stock,K,self,sum,,H1 Y,0,0,9000,results,,,3
        thu,Thu ngân sách,Revenue,triệu đồng,flow,,phong,own,phong,H1 Y,1,0,,results,,,4
        diem,Chỉ số hài lòng,Satisfaction,%,stock,,phong,own,phong,H1 Y,2,-5,100,results,,,5
        khoe,Công dân đủ sức khỏe,Fit citizens,người,flow,K,self,sum,,H1 Y,0,0,500,results,,1,6
        rieng,Người được trợ giúp,Persons helped,người,stock,K,self,sum,,H1 Y,0,0,500,results,1,,7
        tc01,Đạt tiêu chí quy hoạch,Planning criterion met,tiêu chí,flag,K,self,sum,,H1 Y,0,0,1,criteria,,,8
    """,  # noqa: E501 - a table
    "indicator": """
        indicator_id,movement_id,title_vi,title_en,short_vi,uom_vi,uom_en,rule,numerator,denominator,factor,direction,is_share,decimals,measured_in,sort
        viec-lam,doi-song,Việc làm mới,New jobs,Việc làm,việc làm,jobs,sum,viec,,,higher,,0,H1 Y,1
        ty-le,doi-song,Tỷ lệ hộ nghèo,Poverty,Hộ nghèo,%,%,ratio,ngheo,ho,100,lower,1,2,H1 Y,2
        thu-ns,doi-song,Thu ngân sách,Revenue,Thu,triệu đồng,million,office,thu,,,higher,,1,H1 Y,3
        tc,doi-song,Xã đạt quy hoạch,Planning,Quy hoạch,xã,communes,sum,tc01,,,higher,,0,H1 Y,4
        khoe,quan-su,Đủ sức khỏe,Fit,Sức khỏe,người,persons,sum,khoe,,,higher,,0,H1 Y,5
        giup,quan-su,Được trợ giúp,Helped,Trợ giúp,người,persons,sum,rieng,,,higher,,0,H1 Y,6
    """,
    "scale": "scale_id,version,title_vi,valid_from",
    "indicator_set": """
        set_id,indicator_id,title_vi,title_en,sort
        bo,viec-lam,Bộ chỉ tiêu,The set,1
        bo,ty-le,Bộ chỉ tiêu,The set,2
    """,
    "level": "level_id,rank,title_vi,title_en,is_standard",
    "recognition": "unit_id,level_id,year_achieved,decision_date",
    "plan_year": """
        plan_year_id,from_date,to_date,months
        2021,2021-01-01,2021-12-31,12
        2022,2022-01-01,2022-12-31,12
        2021-2025,2021-01-01,2025-12-31,60
    """,
    "period": """
        period_id,kind,plan_year_id,from_date,to_date,cutoff_date,title_vi,title_en
        2021-H1,H1,2021,2021-01-01,2021-06-30,2021-06-14,6 tháng đầu năm 2021,H1 2021
        2021-Y,Y,2021,2021-01-01,2021-12-31,2021-12-14,Năm 2021,2021
        2022-H1,H1,2022,2022-01-01,2022-06-30,2022-06-14,6 tháng đầu năm 2022,H1 2022
        2022-Y,Y,2022,2022-01-01,2022-12-31,2022-12-14,Năm 2022,2022
    """,
    "due": """
        form_id,period_id,unit_group,due_date
        bc,2021-H1,K,2021-06-20
        bc,2021-H1,A,2021-06-20
        bc,2021-Y,K,2021-12-20
        bc,2021-Y,A,2021-12-20
        bc,2022-H1,K,2022-06-20
        bc,2022-H1,A,2022-06-20
        bc,2022-Y,K,2022-12-20
    """,
    "form": """
        form_id,title_vi,version
        bc,Báo cáo phong trào thi đua,1
    """,
    "criterion": """
        criterion_id,group_vi,title_vi,max_points,is_penalty,applies_to,sort
        cong,I. Kết quả,Hoàn thành nhiệm vụ,60,0,K,1
        tru,II. Điểm trừ,Nộp báo cáo trễ,10,1,K,2
    """,
    "target": """
        indicator_id,scope_type,scope_id,plan_year_id,kind,version,value,baseline,decision_number,decision_date
        viec-lam,unit,xa-an,2022,assigned,1,400,,1/QĐ,2021-12-20
        viec-lam,root,vung,2022,assigned,1,1000,,1/QĐ,2021-12-20
        khoe,root,vung,2022,assigned,1,90,,1/QĐ,2021-12-20
        thu-ns,root,vung,2022,assigned,1,500,,1/QĐ,2021-12-20
    """,
}
GOOD = {"viec": 120, "ngheo": 40, "ho": 2000, "khoe": 9, "rieng": 3}


def table_rows(table: str) -> list[dict[str, str]]:
    """One table of the small office as rows with every column."""
    return rows_of(table, CATALOGUE[table])


def rows_of(table: str, text: str) -> list[dict[str, str]]:
    """A table written down with only the columns that say something, as rows with every column."""
    lines = [line.strip() for line in text.strip().splitlines()]
    names = [c.name for c in SPEC[table]]
    return [{n: row.get(n, "") for n in names} | row for row in csv.DictReader(lines)]


def csv_text(rows: Iterable[dict[str, str]], names: list[str], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@dataclass
class Ran:
    """What one command said."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    def of(self, type_: str) -> list[dict[str, Any]]:
        return [r for r in self.records if r["type"] == type_]

    @property
    def result(self) -> dict[str, Any]:
        """The last record, which every successful command ends with."""
        assert self.records[-1]["type"] == "result", self.out
        return self.records[-1]


def run(*argv: object) -> Ran:
    """One command in this process; what argparse refuses is an exit code as well."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([str(a) for a in argv])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


class Office:
    """One folder of one small office."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place = Place(folder)
        self.tables = {table: table_rows(table) for table in CATALOGUE}
        self.write()

    def write(self) -> None:
        """The catalogue as CSV files."""
        self.place.catalog.mkdir(parents=True, exist_ok=True)
        for table, rows in self.tables.items():
            text = csv_text(rows, [c.name for c in SPEC[table]])
            (self.place.catalog / f"{table}.csv").write_text(text, "utf-8")

    def edit(self, table: str, row: int, **changed: str) -> None:
        """Change one row, counted as Excel does: the first one under the head is 2."""
        self.tables[table][row - 2] |= changed
        self.write()

    def set(self, setting: str, value: str) -> None:
        rows = [r for r in self.tables["setting"] if r["setting"] != setting]
        self.tables["setting"] = [*rows, {"setting": setting, "value": value, "source": ""}]
        self.write()

    @property
    def catalog(self) -> Catalog:
        return read_catalog(self.place.catalog)

    def run(self, command: str, *argv: object) -> Ran:
        return run(command, "--data", self.folder, *argv)

    def json(self, command: str, *argv: object) -> Ran:
        return run(command, "--data", self.folder, "--json", *argv)

    def form(self, unit: str = "xa-an", period: str = H1, known: Known | None = None) -> Workbook:
        """A form as handed out, not filled."""
        catalog = self.catalog
        return write_form(catalog, layout(catalog, FORM, unit, period), known)

    def filled(self, unit: str = "xa-an", period: str = H1, **values: Any) -> Workbook:
        """A form filled as a unit would: cover, figures, criteria."""
        book = self.form(unit, period)
        default = GOOD if unit != "phong" else {"thu": 250.5, "diem": 87.25}
        fill(book, **(default | values))
        return book

    def drop(self, book: Workbook, name: str, received: str = RECEIVED) -> Path:
        """Put a workbook into the inbox of the day it came."""
        path = self.place.inbox / received / name
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        return path

    def rows(self, query: str, *given: Any) -> list[tuple[Any, ...]]:
        """Rows of the current published file."""
        with duckdb.connect(str(self.place.builds()[-1]), read_only=True) as con:
            return con.execute(query, list(given)).fetchall()


def fill(book: Workbook, paper: dt.date | None = dt.date(2022, 6, 13), **values: Any) -> None:
    """Cover and input cells by measure, whether they stand on results or criteria."""
    cover = book[SHEETS["cover"]]
    said = {"paper_number": "12/BC-UBND", "paper_date": paper, "signatory": "Nguyễn Văn A"}
    for name, value in (said | {"estimate": "Chính thức"}).items():
        cover.cell(COVER_ROW[name], COVER_COLUMN).value = value
    for measure, value in values.items():
        sheet, address = input_cell(book, measure)
        book[sheet][address].value = value


def input_cell(book: Workbook, measure: str) -> tuple[str, str]:
    """Sheet and address of the input cell of a measure."""
    for name in ("results", "criteria"):
        sheet = SHEETS[name]
        for row in range(HEADER_ROW + 1, book[sheet].max_row + 1 if sheet in book else 0):
            if str(book[sheet].cell(row, 1).value).split("|")[0] == measure:
                return sheet, book[sheet].cell(row, INPUT_COLUMN[name]).coordinate
    raise KeyError(measure)


def saved(book: Workbook) -> bytes:
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def reopened(path: Path) -> Workbook:
    return load_workbook(path)
