"""Names of units in every spelling offices use; near pairs are never taken for one another."""

import datetime as dt
import unicodedata
from pathlib import Path

import pytest

from etl.catalog_read import read_catalog
from etl.clean import fold
from etl.names import Names

DAY = dt.date(2022, 6, 30)


@pytest.fixture(scope="module")
def catalog():
    return read_catalog(Path(__file__).parents[2] / "data" / "catalog")


@pytest.fixture(scope="module")
def names(catalog):
    return Names(catalog, {fold("Xã Hội Hòa"): "xa-hoa-hoi"}, DAY)


SPELLINGS = {
    "xa-hoa-hoi": [
        "Xã Hòa Hội", "UBND xã Hoà Hội", "X. Hòa Hội", "HOA HOI", "Hoà Hội", "xa hoa hoi",
        "XÃ HÒA HỘI", "xã\u00a0Hòa  Hội", "Xã Hòa Hội.", "UBND X.HOA HOI",
        unicodedata.normalize("NFD", "Xã Hòa Hội"), "Ủy ban nhân dân xã Hòa Hội",
        "Đảng ủy xã Hòa Hội", "Đảng uỷ xã Hoà Hội", "Nhân dân và cán bộ xã Hòa Hội", "Xã Hội Hòa",
    ],
    "tt-chau-thanh": ["TT. Châu Thành", "Thị Trấn Châu Thành", "UBND thị trấn Châu Thành"],
    "xa-thai-binh": ["Thái Bình", "THAI BINH"],
    "xa-tri-binh": ["Trí Bình", "x. tri binh"],
    "xa-hoa-thanh": ["Hòa Thạnh", "Hoà Thạnh"],
    "tx-hoa-thanh": ["Hòa Thành", "Thị xã Hòa Thành"],
    "phong-noi-vu": ["P. Nội vụ", "Phòng Nội vụ huyện", "Phòng Nội vụ huyện Châu Thành"],
    "phong-tckh": ["Phòng Tài chính - Kế hoạch", "P. Tài chính – Kế hoạch"],
    "hoi-nong-dan": ["Hội Nông dân", "Hội Nông dân huyện Châu Thành", "hội nông dân huyện"],
    "mttq": ["MTTQ huyện", "UBMTTQ huyện Châu Thành"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "name"), [(u, name) for u, several in SPELLINGS.items() for name in several]
)
def test_a_spelling_is_of_its_unit(names, unit, name):
    assert names.unit(name) == unit


@pytest.mark.parametrize(
    "name",
    [
        "Thi Binh", "Thái Bính", "Thai Bình", "Trị Bình", "Hòa Hôi", "An Bình Thái",  # likenesses
        "HOA THANH", "Châu Thành", "chau thanh",  # more than one bears it
        "MTTQ xã Hòa Hội", "Trường Mầm non Hòa Hội", "Công an xã Hòa Hội",  # in a commune, not it
        "", "xã", "123",
    ],
)  # fmt: skip
def test_a_likeness_or_a_name_of_two_is_nobodys(names, name):
    assert names.unit(name) is None


def test_every_unit_of_the_day_is_found_by_its_own_name(names, catalog):
    there = [u for u in catalog.units if catalog.valid(u, DAY)]
    assert {u: names.unit(catalog.units[u]["name_vi"]) for u in there} == {u: u for u in there}


def test_a_name_is_of_whoever_bears_it_on_the_day(catalog):
    later = Names(catalog, {}, dt.date(2025, 7, 1))
    assert later.unit("xã Hòa Hội") == "xa-hoa-hoi-2025"


def test_what_looks_like_it_is_suggested(names):
    assert names.near("Thi Binh") == ["Xã Thái Bình", "Xã Trí Bình"]


def test_a_unit_of_other_days_only_is_known_as_that(names):
    assert names.unit("Xã Châu Thành") is None
    assert names.outside("UBND xã Châu Thành") is None  # just its name says so, no likeness
    assert names.outside("xã Châu Thành")["valid_from"] == dt.date(2025, 7, 1)
    assert names.outside("Xã Ân") is None
