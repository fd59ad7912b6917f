"""What all units wrote is what the archive holds, each sentence once, under its theme."""

import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from app.format import fold
from app.voices import KINDS, Voices
from tests.app import drawn
from tests.app.conftest import Made
from tests.app.test_pages import ROOT, opened
from tests.app.test_unit import texts
from tests.witness.archive_facts import Office

PAGE = "pages/emulation/voices.py"
PERIOD = "2022-H1"


@pytest.fixture
def office(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(demo))
    return Office(demo)


def narrative(office: Office, kind: str) -> pd.DataFrame:
    wrote = texts(office, PERIOD)
    mine = wrote[(wrote["section"] == "narrative") & (wrote["item_id"] == kind)]
    return mine[mine["text"].notna()]


def lines(app: AppTest) -> list[tuple[str, ...]]:
    return [
        tuple(drawn.plain(v) for v in row) for t in app.table for row in t.value.values.tolist()
    ]


def test_every_proposal_is_told_once_with_the_units_that_made_it(office: Office) -> None:
    app = opened(PAGE, period=PERIOD)
    wrote = narrative(office, "proposal")
    shown = dict(lines(app))
    for text, rows in wrote.groupby("text"):
        units = {office.units[u]["name_vi"] for u in rows["reporter"]}
        said = shown[str(text)]
        others = re.search(r" và (\d+) đơn vị khác$", said)
        named = said.removesuffix(others[0] if others else "").split(", ")
        assert set(named) <= units
        assert len(named) + int(others[1] if others else 0) == len(units)
    count = wrote["reporter"].nunique()
    assert drawn.title(app) == f"{len(shown)} kiến nghị của {count} đơn vị"


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "model_example"])
def test_nothing_that_was_written_is_left_out(office: Office, of_demo: Made, kind: str) -> None:
    said = " ".join(s.text for _, group in Voices(of_demo(), kind, "").themes() for s in group)
    told = set(said.casefold().split())
    for text in narrative(office, kind)["text"]:
        assert set(text.casefold().split()) <= told


def test_examples_stand_under_the_movement_that_the_report_names(
    office: Office, of_demo: Made
) -> None:
    wrote = texts(office, PERIOD)
    wrote = wrote[(wrote["section"] == "model_example") & wrote["text"].notna()]
    named = wrote[wrote["item_id"] == "movement"]
    found = Voices(of_demo(), "model_example", "").themes()
    assert {title for title, _ in found} == set(named["text"])
    for title, group in found:
        mine = named[named["text"] == title]
        units = {office.units[u]["name_vi"] for u in mine["reporter"]}
        assert {u for s in group for u in s.units} == units


def test_a_sentence_belongs_to_the_first_theme_that_has_a_word_of_it(of_demo: Made) -> None:
    found = Voices(of_demo(), "proposal", "")
    said = {
        "Đề nghị cấp thêm máy tính và kinh phí.": "chuyen-doi-so",
        "DE NGHI CAP KINH PHI": "kinh-phi", "Kinh phíx chưa rõ": "", "Không có": "",
    }  # fmt: skip
    assert {text: found._theme(text) for text in said} == said  # noqa: SLF001


def test_a_search_keeps_what_it_names_whatever_its_diacritics(office: Office) -> None:
    app = opened(PAGE, period=PERIOD, q="TAP HUAN")
    assert lines(app)
    assert all("tap huan" in fold(" ".join(row)) for row in lines(app))
    assert drawn.title(app).startswith(f"{len(lines(app))} mục có «TAP HUAN» trong ")


def test_a_search_without_a_hit_does_not_say_that_nobody_wrote(office: Office) -> None:
    app = opened(PAGE, period=PERIOD, q="máy tính bảng")
    assert drawn.title(app).startswith("0 mục có «máy tính bảng» trong ")
    assert drawn.title(app).endswith("đơn vị")
    assert "Không có gì khớp" in app.info[0].value


def test_a_hall_sees_the_first_lines_and_how_many_more(office: Office, of_demo: Made) -> None:
    app = opened(PAGE, period=PERIOD, shown="achievement", mode="projector")
    assert all(len(t.value) <= 10 for t in app.table)
    more = [int(n) for n in re.findall(r"và (\d+) dòng nữa", " ".join(drawn.prose(app)))]
    whole = Voices(of_demo(), "achievement", "").found
    assert len(lines(app)) + sum(more) == len(whole)
