"""Every figure drawn on a screen is the one that archive, journal and catalogue give by hand."""

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.app.figures import digital, movement, overview, poverty, rural, submission
from tests.app.figures.common import footer, newest, waiting
from tests.app.test_pages import ROOT, opened
from tests.witness.archive_facts import Office
from tests.witness.screens import Screen
from tests.witness.witness import Witness

# What the address says; without a day a page opens as known today.
VIEWS = [
    {"period": "2021-H1"}, {"period": "2022-H1"}, {"period": "2022-9M"}, {"period": "2022-Y"},
    {"period": "2022-H1", "as_of": "2022-06-14"}, {"period": "2022-Y", "as_of": "2022-12-19"},
    {"period": "2022-H1", "scheme": "cum-cong-doan"},
]  # fmt: skip


SCREENS = {
    "pages/progress/overview.py": overview,
    "pages/progress/new_rural.py": rural,
    "pages/progress/poverty.py": poverty,
    "pages/progress/digital.py": digital,
    "pages/progress/movement.py": movement,
    "pages/reports/submission.py": submission,
}
BY_BLOCK = ("pages/progress/overview.py", "pages/reports/submission.py")


def named(value: object) -> str:
    """A view or page in the name of its test."""
    return " ".join(value.values()) if isinstance(value, dict) else Path(str(value)).stem


def today() -> dt.date:
    return dt.datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()


Told = Callable[[Path, str, tuple[tuple[str, str], ...]], dict[str, Any]]


@pytest.fixture(scope="session")
def told() -> Told:
    """What the witness tells of a page of an office under an address; worked out once."""
    office = cache(Office)
    witness = cache(lambda folder, day: Witness(office(folder), day))

    @cache
    def screen(folder: Path, address: tuple[tuple[str, str], ...]) -> Screen:
        said = dict(address)
        known = dt.date.fromisoformat(said["as_of"]) if "as_of" in said else today()
        return Screen(
            witness(folder, known), said["period"], said.get("scheme", ""), said.get("movement", "")
        )

    @cache
    def figures(folder: Path, page: str, address: tuple[tuple[str, str], ...]) -> dict[str, Any]:
        about = screen(folder, address)
        count = f"{len(about.warnings.of(about.period))} cảnh báo chưa xử lý trong kỳ"
        return SCREENS[page].told(about) | {"newest": newest(about), "waiting": count}

    return figures


@pytest.fixture
def at(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Opens the dashboard on an office: the folder that a fixture names."""

    def folder(name: str) -> Path:
        found = request.getfixturevalue(name)
        monkeypatch.chdir(ROOT)
        monkeypatch.setenv("EMULATION_DATA", str(found))
        return found

    return folder


def agree(told: Told, folder: Path, page: str, address: dict[str, str]) -> None:
    expected = told(folder, page, tuple(address.items()))
    app = opened(page, **address)
    seen = SCREENS[page].shown(app) | {"newest": footer(app), "waiting": waiting(app)}
    unlike = [part for part in expected if seen[part] != expected[part]]
    assert {p: seen[p] for p in unlike} == {p: expected[p] for p in unlike}


MOVEMENTS = (
    "cchc", "cvd", "dn", "dvk", "gddt", "htct", "ktxh", "nscl", "ntd", "qpan", "tdkt", "vhcs",
    "yte",
)  # fmt: skip
IN_DEMO = [(v, page) for v in VIEWS for page in (BY_BLOCK if "scheme" in v else SCREENS)]
IN_DEMO += [
    ({"period": p, "movement": m}, "pages/progress/movement.py")
    for p in ("2022-H1", "2022-Y")
    for m in MOVEMENTS
]
# School years tell of one movement; pages of the others are asked in test_school_years.
SCHOOL_YEARS = [
    {"period": "2020-21-SY"}, {"period": "2021-22-SY"},
    {"period": "2021-22-SY", "as_of": "2022-07-13"},
]  # fmt: skip
IN_DEMO += [(v, page) for v in SCHOOL_YEARS for page in BY_BLOCK]
IN_DEMO += [(v | {"movement": "gddt"}, "pages/progress/movement.py") for v in SCHOOL_YEARS]


@pytest.mark.parametrize(("view", "page"), IN_DEMO, ids=named)
def test_every_figure_on_a_screen_is_the_second_witness_s(
    at: Callable[[str], Path], told: Told, view: dict[str, str], page: str
) -> None:
    agree(told, at("demo"), page, view)


# Two years of one poverty standard, so that the rate has a change; coverage is partial. In 2021-H1
# a commune below the standard has not assessed every criterion. In 2021-Y all have reported, a
# ceiling is kept and a figure falls.
IN_PROVINCE = [({"period": p}, page) for p in ("2022-H1", "2022-Y") for page in SCREENS]
IN_PROVINCE += [({"period": "2021-H1"}, "pages/progress/new_rural.py")]
IN_PROVINCE += [({"period": "2021-Y"}, page) for page in BY_BLOCK]


@pytest.mark.parametrize(("view", "page"), IN_PROVINCE, ids=named)
def test_so_it_is_in_a_province_where_a_third_of_the_communes_is_silent(
    at: Callable[[str], Path], told: Told, view: dict[str, str], page: str
) -> None:
    agree(told, at("full_province"), page, view)


# What a screen says only in some views: a comparison proves nothing about what never occurs.
SAID = {
    "a change over fewer units": r"[▲▼] [^<']+ \(\d+ đv\)",
    "a score, in its own points": r"[▲▼] [+−][\d,]+ điểm[<']",
    "a change over too few": r"[+−][\d,]+ [^<']+ \(mới \d+/\d+\)",
    "no change": r"changes='–'",
    "a scale that changed": "changes='đổi chuẩn",
    "a plan scaled to those who reported": r"Kế hoạch [\d.,]+ hộ \([\d.,]+ cho 14/15 đơn vị\)",
    "a plan that is the sum of their own": r"Kế hoạch 700 hồ sơ \(2/3 đơn vị\)",
    "reports returned, in a verdict": r"<br>(\d+/\d+ )?\(\d+ bị trả lại\)",
    "reports returned, in a map": r"\('↩', True\)",
    "reports returned, in words": r": \? chưa báo cáo \(1 bị trả lại\)",
    "reports returned, in a block": r"\(\d+ chỉ tiêu có báo cáo bị trả lại\)",
    "reports returned and still owed": "'bị trả lại'",
    "reports returned, then accepted": "'từng bị trả lại",
    "an estimate": "'số liệu ước",
    "warnings": r"'đúng hạn', 0, 1, \d+, [1-9]",
    "a figure that rests on a warning": r"value='⚠ [\d.,]+'",
    "warnings to look into": r"\d+ cảnh báo chưa xử lý trong kỳ: số liệu",
    "a ceiling not kept": "cả năm không quá",
    "a ceiling kept": r"cả năm [^']+, không quá",
    "a ceiling kept, after what is less far ahead": r"kế hoạch năm \([^']+', '[^']+ cả năm",
    "a share of those units' plan": "kế hoạch năm của",
    "two sources, one in part": r"cộng theo từng đơn vị [\d.,]+ \(\d+/\d+ đơn vị\)",
    "two sources, not yet": "Chưa có số liệu nào của hai nguồn",
    "a rate not told by all": r"cận nghèo\) [\d,]+ % \(",
    "escaped, not told by all": r"hộ thoát nghèo \(\d+/15 đơn vị\) · ",
    "a commune near": r"còn thiếu [12] tiêu chí \(đạt \d+/19\)",
    "no commune near": "Trong các xã chưa đạt chuẩn",
    "communes of which nothing is known": "xã chưa có quyết định",
    "a figure that fell": "→",
    "a ceiling passed so far": "✖ vượt mức đến nay",
    "a ceiling passed": "✖ vượt mức cho phép",
    "a level kept, drawn whole": r"done=1.0, due=None",
    "what went the wrong way": r"[▲▼] [+−][\d,.]+ %[^']* so cùng kỳ\.",
    "one change for a whole year": r"changes='[▲▼] [^<']+', verdict='[^']+', [^)]*\), Line",
    "a plan known before its period": r"subtitle='Kế hoạch [^']+', value='–'",
    "returned among the missing": "'missing_returned': '[1-9]",
    "returned before it was due": "'not_due_returned': '[1-9]",
    "those that a short list leaves out": r"Và \d+ chỉ tiêu khác chưa đạt tiến độ",
    "bright spots left out": r"Và \d+ chỉ tiêu khác đã đạt",
    "reports put off": r"'27/12/2022', '\d+', '20/12/2022'",
    "discipline that fell or rose": r"'then': '[\d,]+ % \(",
    "a block in time least often": r"'lowest': '\D",
    "too few due to tell discipline": r"'early': '\d+/",
    "late in a year": r"'\d+/\d+ ◐\d+",
    "a block not due and not reported": r"chưa đến kỳ · \d+ chưa \(đủ\) báo cáo",
}


@pytest.mark.parametrize("said", SAID)
def test_what_screens_say_at_times_is_among_what_is_compared(
    demo: Path, full_province: Path, told: Told, said: str
) -> None:
    pages = [(demo, *one) for one in IN_DEMO] + [(full_province, *one) for one in IN_PROVINCE]
    texts = (repr(told(folder, page, tuple(view.items()))) for folder, view, page in pages)
    assert any(re.search(SAID[said], text) for text in texts)
