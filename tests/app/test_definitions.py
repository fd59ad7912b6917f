"""Every definition of the catalogue is told on the page, and found by its words."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.format import fold
from tests.app import drawn
from tests.app.test_pages import ROOT, opened
from tests.witness.archive_facts import Office, signed_terms

PAGE = "pages/reports/definitions.py"
SIGNS = {1: " + ", -1: " − "}


@pytest.fixture(autouse=True)
def at_demo(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    return demo


def table(app: AppTest, head: str) -> list[tuple]:
    (found,) = (d.value for d in app.dataframe if head in d.value.columns)
    return drawn.table(found)


def summed(office: Office, terms: str) -> str:
    """What a clerk would write: the measures' titles with their signs, many cut to two."""
    titles = {m["measure_id"]: m["title_vi"] for m in office.tables["measure"]}
    used = [(sign, titles[measure]) for sign, measure in signed_terms(terms)]
    if len(used) > 3:
        return f"{used[0][1]} + … + {used[-1][1]} ({len(used)} số liệu)"
    return "".join(SIGNS[s] + t for s, t in used).removeprefix(" + ")


def formula(office: Office, indicator: dict[str, str]) -> str:
    above = summed(office, indicator["numerator"])
    if not indicator["denominator"]:
        return above
    below = summed(office, indicator["denominator"])
    parts = [f"({p})" if " + " in p or " − " in p else p for p in (above, below)]
    factor = f"{int(indicator['factor']):,}".replace(",", ".")
    return " ÷ ".join(parts) + ("" if factor == "1" else f" × {factor}")


def test_every_indicator_has_the_formula_of_the_catalogue(at_demo: Path) -> None:
    office = Office(at_demo)
    hidden = office.hidden
    used = {
        i["indicator_id"]: (i["indicator_id"], i["title_vi"], formula(office, i), i["uom_vi"])
        for i in office.tables["indicator"]
        if not hidden & {m for c in ("numerator", "denominator") for _, m in signed_terms(i[c])}
    }
    shown = {row[0]: row for row in table(opened(PAGE), "Công thức")}
    assert shown == used


@pytest.mark.parametrize("asked", ["hộ nghèo", "HO NGHEO", "nghèo  hộ"])
def test_a_search_finds_words_with_and_without_diacritics(asked: str) -> None:
    app = opened(PAGE, q=asked)
    rows = table(app, "Công thức")
    assert 0 < len(rows) < 40
    assert "KTXH-11" in {r[0] for r in rows}
    assert app.query_params["q"] in (asked, [asked])


def test_what_is_nowhere_found_says_what_to_do() -> None:
    app = opened(PAGE, q="không có từ nào như vậy")
    assert [i.value for i in app.info] == 3 * [app.info[0].value]
    assert "Hãy thử từ khác" in app.info[0].value
    assert not app.exception


def test_a_chosen_indicator_is_in_the_address_and_told_whole() -> None:
    app = opened(PAGE, indicator="NTM-04")
    assert app.selectbox(key="indicator").value == "NTM-04"
    told = " ".join(drawn.prose(app))
    assert "bình quân theo trọng số «Dân số" in told
    assert "có số sau khi hết kỳ 45 ngày" in told


def test_an_unknown_indicator_gives_way_to_the_first() -> None:
    assert opened(PAGE, indicator="XX").selectbox(key="indicator").value == "KTXH-01"


def test_every_rule_and_reading_is_there() -> None:
    app = opened(PAGE)
    rules = (ROOT / "etl" / "rules.csv").read_text("utf-8")
    ids = set(re.findall(r"^([a-z-]+),(?:error|warning|note)", rules, re.MULTILINE))
    assert {row[-1].replace("\\", "") for row in drawn.table(app.table[0].value)} == ids
    readings = (ROOT / "etl" / "cleaning.csv").read_text("utf-8").splitlines()[1:]
    assert len(table(app, "Được đọc là")) == len(readings)


def test_thresholds_are_those_of_the_catalogue(at_demo: Path) -> None:
    given = Office(at_demo).settings
    told = {row[0]: row[1] for row in table(opened(PAGE), "Khi nào")}
    assert f"từ {given['pace_near']} đến dưới {given['pace_on']} %" in told["◐ gần đạt"]
    assert f"chưa đủ {given['coverage_min']} %" in told["? chưa đủ báo cáo"]


def test_a_word_is_folded_alike_however_it_is_composed() -> None:
    assert fold("Đồng Khởi") == fold("DO\u0302\u0300NG KHO\u031b\u0309I") == "dong khoi"
