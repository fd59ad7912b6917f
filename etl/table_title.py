"""What the rows above a table tell: period, number and date of the paper, estimate or official."""

import datetime as dt
import re
from collections.abc import Iterable

from etl.catalog import Catalog
from etl.clean import fold, tidy

# «ngày 15 tháng 12 năm 2022», also with day and month left to be written in by hand.
_GAP = r"[\s.…_]*"
DAY = re.compile(
    rf"ngày{_GAP}(?P<day>[0-9]{{0,2}}){_GAP}tháng{_GAP}(?P<month>[0-9]{{0,2}}){_GAP}"
    rf"năm{_GAP}(?P<year>(19|20)[0-9]{{2}})|"
    r"(?P<day2>[0-9]{1,2})(?P<sep>[/.-])(?P<month2>[0-9]{1,2})(?P=sep)(?P<year2>(19|20)[0-9]{2})",
    re.IGNORECASE,
)
_YEAR = r"(?:năm\s*)?(?P<year>(?:19|20)[0-9]{2})(?!\s*[-–]\s*[0-9])"
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
UNCLEAR = "?"  # words of a year that are of no kind of period we know
# The longer ones first: each takes its words out of what is left for the next.
PERIODS = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"năm học\s*(20[0-9]{2})\s*[-–]\s*(?P<year>20[0-9]{2})", "SY"),
        (r"(?:6|sáu|06) tháng đầu\s*" + _YEAR, "H1"),
        (r"(?:6|sáu|06) tháng cuối\s*" + _YEAR, "H2"),
        (r"(?:9|chín|09) tháng(?: đầu)?\s*" + _YEAR, "9M"),
        (r"quý\s*(?P<n>iv|i{1,3}|[1-4])\s*[/,]?\s*" + _YEAR, "Q"),
        (r"(?P<n>[0-9]+) tháng[^0-9]{0,12}" + _YEAR, UNCLEAR),
        (r"tháng\s*(?P<n>1[0-2]|0?[1-9])\s*[/,]?\s*" + _YEAR, "M"),
        (r"(?:đầu|giữa|cuối|trước|sau|từ|đến|kỳ)\s+năm\s*(?P<year>[0-9]{4})", UNCLEAR),
        (r"năm\s*(?P<year>(?:19|20)[0-9]{2})\s*[-–]\s*[0-9]+", UNCLEAR),
        # Quý I, II năm 2022; đợt 1 năm 2022: a part of the year, never the year
        (r"\b(?:quý|tháng|kỳ|đợt|lần|nửa|tuần)\b[^.;()]{0,40}?" + _YEAR, UNCLEAR),
        (r"năm\s*(?P<year>(?:19|20)[0-9]{2})", "Y"),
    )
)
# A part of a year that is left once every period with its year is taken out: the other month of
# «tháng 1 đến tháng 6 năm 2022», «6 tháng đầu» above «năm 2022», «năm 2022 (đến 30/6)».
_LEFT = re.compile(
    r"\b(?:quý|tháng)\s*(?:[ivx]+\b|[0-9])|"
    r"\b(?:[0-9]+|hai|ba|bốn|sáu|bảy|tám|chín|mười)\s+tháng\b|"
    r"\bnửa\s+(?:đầu|cuối)\b|"
    r"\b(?:đến|hết)\s+(?:hết\s+)?(?:ngày\s+)?[0-9]{1,2}[/.-][0-9]{1,2}\b"
)
# The table's own paper, not one it is based on: «Số: 12/BC-…», «Kèm theo Báo cáo số 12/BC-…».
PAPER = re.compile(
    r"(?:^\(?số\s*:|(?:^\(?|kèm theo\s+)(?:báo cáo|công văn|tờ trình)\s+số)\s*:?\s*"
    r"(?P<number>[0-9]+\s?/\s?[\w.–-]+(?:/[\w.–-]+)*)",
    re.IGNORECASE,
)
SIGNED = re.compile(r"[^,]{2,40},\s*ngày\b", re.IGNORECASE)  # Châu Thành, ngày …
NOT_OFFICIAL = re.compile(r"\b(?:chưa|không)(?: phải)?(?: là)?(?: số)?(?: liệu)? chính thức\b")
ESTIMATE = re.compile(rf"\b(?:ước|dự kiến|tạm tính|sơ bộ|uth|ưth)\b|{NOT_OFFICIAL.pattern}")
OFFICIAL = re.compile(r"\bchính thức\b")


def periods_said(text: str) -> list[tuple[str, str]]:
    """(kind, year) of every period that a text names; UNCLEAR where the words are of no period.

    Dates are taken out first: «ngày 15 tháng 12 năm 2022» is no year of account.
    """
    rest = DAY.sub(" ", fold(text))
    found = []
    for pattern, kind in PERIODS:
        for match in pattern.finditer(rest):
            number = match.groupdict().get("n") or ""
            of = {"Q": f"Q{ROMAN.get(number, number)}", "M": f"M{number:0>2}"}
            found.append((of.get(kind, kind), match["year"]))
        rest = pattern.sub(" ", rest)
    if _LEFT.search(rest):
        found.append((UNCLEAR, ""))
    return found


def period_of(catalog: Catalog, kind: str, year: str) -> str | None:
    """The period of a kind that ends in a year; None where the catalogue has none."""
    for name, row in catalog.periods.items():
        if row["kind"] == kind and str(row["to_date"].year) == year:
            return name
    return None


def paper_number(text: str) -> str | None:
    """The number of the paper that the table belongs to."""
    match = PAPER.search(tidy(text))
    return match["number"] if match else None


def paper_date(text: str) -> dt.date | None:
    """Its date, behind its number or as the place and date of a paper."""
    said = tidy(text)
    behind = PAPER.search(said)
    if behind is None and not SIGNED.match(said):
        return None
    match = DAY.search(said, behind.end() if behind else 0)
    try:
        if match and match["year"]:
            return dt.date(*(int(match[p]) for p in ("year", "month", "day")))
        if match:
            return dt.date(*(int(match[p]) for p in ("year2", "month2", "day2")))
    except ValueError:
        pass
    return None


def kinds_said(texts: Iterable[str]) -> set[bool]:
    """True where official figures are spoken of, False where estimates are; perhaps both."""
    folded = " ".join(map(fold, texts))
    said = {True: OFFICIAL.search(NOT_OFFICIAL.sub("", folded)), False: ESTIMATE.search(folded)}
    return {kind for kind, match in said.items() if match}
