"""How big each unit of the demo district is, and how well it does: what its figures scale with."""

from etl.catalog import Catalog, Row
from etl.demo.chance import bell, draw

# population at the end of 2020, households, hamlets, dossiers a year, standing (−1 … +1)
COMMUNES = {
    "tt-chau-thanh": (9720, 2790, 4, 1180, 0.6),
    "xa-hao-duoc": (11850, 3390, 6, 880, 0.3),
    "xa-phuoc-vinh": (9480, 2660, 7, 720, 0.2),
    "xa-dong-khoi": (9150, 2620, 6, 760, 0.4),
    "xa-thai-binh": (14260, 4080, 7, 1190, 0.9),
    "xa-an-co": (8630, 2480, 6, 610, -0.9),
    "xa-bien-gioi": (5240, 1430, 4, 390, -0.6),
    "xa-hoa-thanh": (6310, 1720, 5, 450, -0.4),
    "xa-tri-binh": (7180, 2050, 4, 580, 0.3),
    "xa-hoa-hoi": (3640, 1010, 4, 310, -0.5),
    "xa-an-binh": (8390, 2400, 4, 690, 0.7),
    "xa-thanh-dien": (17950, 5140, 9, 1420, 1.1),
    "xa-thanh-long": (10820, 2990, 7, 760, -0.2),
    "xa-ninh-dien": (10310, 2830, 6, 700, -0.7),
    "xa-long-vinh": (7890, 2210, 5, 540, -1.0),
}
STAFF = {
    "A": (8, 16), "B": (9, 26), "C": (6, 11), "D": (5, 9), "E": (2, 4), "F": (14, 62),
    "G": (9, 34), "H": (18, 44), "I": (40, 180),
}  # fmt: skip
PUPILS = {"preschool": (160, 330), "primary": (320, 690), "lower-secondary": (390, 780),
          "upper-secondary": (820, 1280)}  # fmt: skip
ACTIVITY = {
    "A": 0.75, "B": 0.6, "C": 0.65, "D": 1.0, "E": 0.4, "F": 0.8, "G": 0.6, "H": 0.8, "I": 0.6,
}  # fmt: skip
DOSSIERS = {
    "phong-tnmt": 3150, "phong-tckh": 980, "phong-ldtbxh": 1240, "phong-kt-ht": 620,
    "phong-tu-phap": 870, "phong-noi-vu": 410, "phong-vhtt": 190, "phong-gddt": 330,
    "phong-y-te": 120, "phong-nnptnt": 150,
}  # fmt: skip
MEMBERS = {
    "mttq": 560, "lien-doan-lao-dong": 6350, "hoi-nong-dan": 16900, "hoi-lhpn": 27400,
    "huyen-doan": 15800, "hoi-ccb": 3950,
}  # fmt: skip
WORKERS = {
    "cty-che-bien-hao-duoc": 420, "cty-may-an-binh": 1360, "cty-cao-su-phuoc-vinh": 610,
    "cty-go-thanh-dien": 235, "cty-xay-dung-thai-binh": 148, "htx-nong-nghiep-long-vinh": 46,
    "htx-rau-ninh-dien": 31, "qtd-dong-khoi": 19, "dien-luc": 96, "buu-dien": 44, "vnpt": 38,
    "viettel": 52,
}  # fmt: skip


def standing(unit_id: str) -> float:
    """How well a unit does on the whole, about −1 … +1."""
    if unit_id in COMMUNES:
        return COMMUNES[unit_id][4]
    return 0.6 * bell("standing", unit_id)


def size(catalog: Catalog, basis: str, unit_id: str) -> float:
    """How big a unit is in households, people, hamlets, staff, pupils …; 1 for `one`."""
    unit = catalog.units[unit_id]
    if unit_id in COMMUNES:
        population, households, hamlets, dossiers, _ = COMMUNES[unit_id]
        found = {
            "population": population,
            "households": households,
            "hamlets": hamlets,
            "dossiers": dossiers,
            "staff": 20 + population / 1400,
            "activity": 0.8 + population / 22000,
        }
        return found.get(basis, 1.0)
    return _office_size(basis, unit_id, unit)


def _office_size(basis: str, unit_id: str, unit: Row) -> float:
    if basis == "staff":
        low, high = STAFF.get(unit["unit_group"], (10, 20))
        return low + (high - low) * draw("staff", unit_id)
    if basis == "activity":
        return ACTIVITY.get(unit["unit_group"], 0.6) * (0.85 + 0.3 * draw("activity", unit_id))
    if basis == "pupils":
        low, high = next((PUPILS[t] for t in unit["tags"] if t in PUPILS), (210, 280))
        return low + (high - low) * draw("pupils", unit_id)
    known = {"dossiers": DOSSIERS, "members": MEMBERS, "workers": WORKERS}
    return float(known[basis].get(unit_id, 100)) if basis in known else 1.0
