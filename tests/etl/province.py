"""A province above districts above communes: a catalogue of three levels, names of its own."""

from pathlib import Path

from tests.etl.district import Office, rows_of


def province(folder: Path) -> Office:
    office = Office(folder)
    unit = office.tables["unit"]
    blank = dict.fromkeys(unit[0], "")
    unit[0] |= {"unit_id": "tinh", "name_vi": "Tỉnh Thử", "short_vi": "Tỉnh", "kind": "province"}
    for i, name in enumerate(("do-thi", "nong-thon"), 10):
        unit.append(blank | {
            "unit_id": name, "parent_id": "tinh", "role": "member", "unit_group": "D",
            "kind": "district", "name_vi": f"Địa bàn {i}", "short_vi": f"Địa bàn {i}",
            "sort": str(i),
        })  # fmt: skip
    for row, parent in zip(unit[1:5], ("do-thi", "do-thi", "nong-thon", "tinh"), strict=True):
        row["parent_id"] = parent
    for table in ("target", "unit"):
        for row in office.tables[table]:
            row |= {k: "tinh" for k in ("scope_id", "parent_id") if row.get(k) == "vung"}
    office.tables["block"][0] |= {"name_vi": "Cụm thi đua số 1", "short_vi": "Cụm 1"}
    office.write()
    return office


# What the screens of single movements are about; they find it by the catalogue's roles alone.
MORE = {
    "movement": """
        movement_id,title_vi,title_en,short_vi,start_date,lead_indicator_id,sort
        xa-moi,Xây dựng nông thôn mới,New rural areas,Nông thôn mới,2021-01-01,muc-xa,3
        giup,Vì người nghèo,For the poor,Vì người nghèo,2021-01-01,thoat,4
        so-hoa,Chuyển đổi số,Digital,Chuyển đổi số,2021-01-01,truc-tuyen,5
    """,
    "measure": """
        measure_id,title_vi,title_en,uom_vi,kind,applies_to,reporter,root_source,root_reporter,asked_in,decimals,min,max,section,sort
        cap-do,Mức công nhận,Level,mức,stock,nong,catalogue,sum,,H1 Y,0,0,3,results,20
        dau-ky,Hộ nghèo đầu kỳ,Poor at start,hộ,stock,K,self,sum,,Y,0,0,9000,results,21
        thoat-ngheo,Hộ thoát nghèo,Escaped,hộ,flow,K,self,sum,,H1 Y,0,0,9000,results,22
        cuoi-ky,Hộ nghèo cuối kỳ,Poor at end,hộ,stock,K,self,sum,,Y,0,0,9000,results,23
        tc02,Đạt tiêu chí giao thông,Roads criterion met,tiêu chí,flag,K,self,sum,,H1 Y,0,0,1,criteria,9
        qua-mang,Hồ sơ qua mạng,Online files,hồ sơ,flow,K,self,sum,phong,H1 Y,0,0,9000,results,24
        tre-han,Hồ sơ trễ hạn,Late files,hồ sơ,flow,K,self,sum,,Y,0,0,9000,results,25
    """,  # noqa: E501 - a table
    "indicator": """
        indicator_id,movement_id,title_vi,title_en,short_vi,uom_vi,uom_en,rule,numerator,denominator,factor,direction,is_share,is_score,decimals,measured_in,sort
        muc-xa,xa-moi,Xã đạt chuẩn,Communes at standard,Xã đạt chuẩn,xã,communes,level,cap-do,,,higher,,,0,Y,1
        hai-long,xa-moi,Chỉ số hài lòng,Satisfaction,Hài lòng,%,%,mean,diem,,,higher,,1,1,H1 Y,2
        thoat,giup,Hộ thoát nghèo,Escaped,Thoát nghèo,hộ,households,sum,thoat-ngheo,,,higher,,,0,H1 Y,1
        ti-le,giup,Tỷ lệ nghèo,Poverty rate,Tỷ lệ nghèo,%,%,ratio,cuoi-ky,ho,100,lower,1,,2,Y,2
        truc-tuyen,so-hoa,Hồ sơ qua mạng,Online files,Hồ sơ qua mạng,hồ sơ,files,sum,qua-mang,,,higher,,,0,H1 Y,1
        tre-han,doi-song,Hồ sơ trễ hạn,Late files,Hồ sơ trễ hạn,hồ sơ,files,sum,tre-han,,,lower,,,0,Y,9
    """,  # noqa: E501 - a table
    "balance": """
        balance_id,title_vi,measure_id,terms
        dien-bien,Diễn biến hộ nghèo,cuoi-ky,dau-ky - thoat-ngheo
    """,
    "role": """
        role,item_id,sort
        rural_movement,xa-moi,1
        poverty_movement,giup,1
        poverty_rate,ti-le,1
        poverty_escaped,thoat,1
        poverty_balance,dien-bien,1
        digital_movement,so-hoa,1
    """,
    "level": """
        level_id,rank,title_vi,title_en,is_standard
        chua,0,Chưa đạt chuẩn,Below standard,0
        dat,1,Đạt chuẩn,Standard,1
    """,
    "recognition": """
        unit_id,level_id,year_achieved,decision_number,decision_date
        xa-an,dat,2020,5/QĐ,2020-12-20
        xa-binh,chua,2020,6/QĐ,2020-12-20
    """,
    "target": """
        indicator_id,scope_type,scope_id,plan_year_id,kind,version,value,baseline,decision_number,decision_date
        truc-tuyen,unit,xa-an,2022,assigned,1,400,,1/QĐ,2021-12-20
        truc-tuyen,unit,xa-binh,2022,assigned,1,300,,1/QĐ,2021-12-20
        truc-tuyen,unit,xa-cat,2022,assigned,1,300,,1/QĐ,2021-12-20
        tre-han,unit,xa-an,2021,assigned,1,9,,9/QĐ,2020-12-20
        tre-han,unit,xa-binh,2021,assigned,1,9,,9/QĐ,2020-12-20
        tre-han,unit,xa-cat,2021,assigned,1,9,,9/QĐ,2020-12-20
        tre-han,root,tinh,2021,assigned,1,27,,9/QĐ,2020-12-20
        truc-tuyen,root,tinh,2021,assigned,1,500,,9/QĐ,2020-12-20
    """,
}


def province_with_every_movement(folder: Path) -> Office:
    """The province, with something to show on the screen of each single movement."""
    office = province(folder)
    for table, text in MORE.items():
        office.tables[table] = office.tables.get(table, []) + rows_of(table, text)
    for row in office.tables["unit"]:
        if row["unit_group"] == "K":
            row |= {"tags": "nong", "unit_group": "XP"}  # no screen knows a group by its name
    for table, column in (("due", "unit_group"), ("measure", "applies_to")):
        for row in office.tables[table]:
            row[column] = " ".join("XP" if w == "K" else w for w in row[column].split())
    members = office.tables["block_member"]
    office.tables["block_member"] = [r for r in members if r["unit_id"] != "phong"]  # in no block
    office.write()
    return office
