"""Units of measure in the words around a table: which are said there, and what is the same.

A unit of measure is how many of what: «1.000 đồng», «nghìn đồng» and «nghìn đ» are 1.000 of «đồng».
What is said and cannot be proved to be the layout's is refused by who reads the table: figures of
another multiple would go in a thousand times too large or too small.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from etl.clean import fold, tidy

TIMES = {
    "chục": 10, "trăm": 100, "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6,
    "tr": 10**6, "tỷ": 10**9, "tỉ": 10**9,
}  # fmt: skip
# What has several names or sizes: how many of which.
SIZES = {
    "đồng": (1, "đồng"), "đ": (1, "đồng"), "vnđ": (1, "đồng"), "vnd": (1, "đồng"),
    "đồng việt nam": (1, "đồng"), "đồng vn": (1, "đồng"),
    "m": (1, "m"), "mét": (1, "m"), "km": (1000, "m"),
    "m2": (1, "m2"), "m²": (1, "m2"), "ha": (10**4, "m2"), "hecta": (10**4, "m2"),
    "km2": (10**6, "m2"), "km²": (10**6, "m2"), "m3": (1, "m3"), "m³": (1, "m3"),
    "kg": (1, "kg"), "tạ": (100, "kg"), "tấn": (1000, "kg"),
    "%": (1, "%"), "phần trăm": (1, "%"), "tỷ lệ %": (1, "%"),
}  # fmt: skip
COUNTED = (
    "hộ", "người", "lượt", "khẩu", "nhân khẩu", "trẻ", "trẻ em", "em", "học sinh", "lao động",
    "con", "cây", "căn", "cái", "chiếc", "bộ", "cuộc", "vụ", "hồ sơ", "phiếu", "đơn vị",
    "doanh nghiệp", "sản phẩm", "thẻ", "giờ", "ngày công", "lít", "kwh", "điểm",
)  # fmt: skip
KNOWN = {*COUNTED, *SIZES, *(of for _, of in SIZES.values())}
_NOUN = "|".join(sorted(map(re.escape, KNOWN), key=len, reverse=True))
_TEN = r"10*(?:[.,\s]?000)*(?![\w.,]*[0-9])"  # 10, 100, 1.000, 1 000 000
_WORD = rf"(?:{'|'.join(TIMES)})(?=đ|\b)"
_FACTOR = re.compile(rf"[x×*]?\s*(?P<ten>{_TEN})|(?P<word>{_WORD})")
_LONE = re.compile(
    rf"[x×*]\s*{_TEN}|10?0?(?:[.,\s]?000)+|10(?:\^[0-9]|[²³⁴-⁹]).*|nghìn|ngàn|triệu|tr|tỷ|tỉ"
)
# «nghìn hộ» wherever it stands; after a number or «hàng» it is an amount, after «phần» a share.
_YEAR = re.compile(r"năm\s*(?:19|20)[0-9]{2}")
_INSIDE = re.compile(rf"(?<![\w.,])(?:{_WORD}[.\s]*)+(?:{_NOUN})(?:/\w+)*(?!\w)")
_AMOUNT = re.compile(
    r"(?:[0-9][.,]?|\b(?:hàng|vài|mấy|nhiều|hơn|gần|trên|dưới|khoảng|phần|hai|ba|bốn|năm|sáu|bảy|"
    r"tám|chín|mười))\s*$"
)
# Behind these words stands a unit of measure, whatever it is; behind «Đơn vị:» unless it is a name.
_SAID = r"[\s:.(–-]*(?P<said>[^\s():.–-][^()]*)"
_CERTAIN = re.compile(
    r"(?:đơn vị tính|đơn vị đo(?: lường)?|đơn vị tiền(?: tệ)?|đvt|đv tính)\b(?:\s+là\b)?" + _SAID
)
_NAMED = re.compile(r"(?<!\w )\b(?:đơn vị|đv|unit)\s*:" + _SAID)
_LOOSE = re.compile(r"\b(?:(?:tính|ghi) (?:bằng|theo|ra)|quy ra)\b" + _SAID)
INTRODUCED = re.compile(r"\(?(?:đơn vị(?: tính)?|đvt|đv(?: tính)?|unit)\s*:?", re.IGNORECASE)
_PIECES = re.compile(r"[;]|,(?![0-9])|\s/\s|\s[-–]\s|\bvà\b")
_PARTS = re.compile(r"[():;]|,(?![0-9])|\s/\s|\.\s|\b(?:đơn vị|đv|unit)\b")
_BODY = re.compile(
    r"(?:ubnd|ủy ban|hđnd|xã|thị trấn|phường|phòng|sở|ban|trường|trung tâm|công ty|hội|đoàn|"
    r"liên đoàn|công an|chi cục|cục|kho bạc|ngân hàng|bảo hiểm|viện|tòa án|mttq|mặt trận|"
    r"văn phòng|đảng|khối|hợp tác xã|doanh nghiệp|cơ quan|trạm|bệnh viện|hạt|đội|tổ|ấp|khu phố)\s"
)
_PLACE = re.compile(r"\s(?:xã|thị trấn|phường|huyện|thị xã|thành phố|tỉnh|quận)\b")


class Uom(NamedTuple):
    """A unit of measure; `of` is empty where a multiple alone is said: «Đơn vị: 1.000»."""

    times: int
    of: str


def measured(text: str) -> Uom:
    """How many of what a phrase says."""
    rest, times = fold(text).strip(" .:"), 1
    while match := _FACTOR.match(rest):
        ten = re.sub(r"\D", "", match["ten"] or "")
        times *= int(ten) if ten else TIMES[match["word"]]
        rest = rest[match.end() :].lstrip(" .")
    first, stroke, per = re.sub(r"\s*/\s*", "/", rest).partition("/")
    size, of = SIZES.get(first, (1, first))
    return Uom(times * size, of + stroke + per)


def is_same(said: str, own: str) -> bool:
    """Whether a phrase is proved to mean a unit of measure; a multiple alone is one of đồng."""
    told, declared = measured(said), measured(own)
    return told == declared or (told.times > 1 and Uom(told.times, told.of or "đồng") == declared)


def is_kindred(said: str, own: str) -> bool:
    """Whether a phrase speaks of what is measured so, in whatever multiple."""
    return measured(said).of in ("", measured(own).of)


def uoms_said(
    text: str, is_name: Callable[[str], bool] = lambda name: False, is_remark: bool = False
) -> list[str]:
    """Phrases of a text that tell a unit of measure, known or not; each meaning once.

    `is_name` knows names of units: «Đơn vị: …» is often one. In a remark on a line «10 hộ» is an
    amount; above and below a table «(1.000 đồng)» is none.
    """
    folded = fold(text)
    found = [*_behind(folded), *_by_name(tidy(text), is_name), *_inside(folded)]
    if not is_remark:
        found += _alone(folded)
    return list({measured(phrase): phrase for phrase in reversed(found)}.values())[::-1]


def _pieces(said: str) -> list[str]:
    pieces = (piece.strip(" .:") for piece in _PIECES.split(said.split(". ")[0]))
    return [p for p in pieces if re.search(r"[\w%]", p)]


def _behind(folded: str) -> Iterator[str]:
    for match in _CERTAIN.finditer(folded):
        yield from _pieces(match["said"])
    for match in _LOOSE.finditer(folded):
        yield from (p for p in _pieces(match["said"])[:1] if _is_known(p))


def _by_name(text: str, is_name: Callable[[str], bool]) -> Iterator[str]:
    """Behind «Đơn vị:»: a known unit of measure, or what does not look like a name."""
    match = _NAMED.search(text.lower())
    if match is None or len(text) != len(text.lower()):
        return
    whole = text[slice(*match.span("said"))].strip()
    pieces = _pieces(whole)
    is_acronym = whole.isupper() and not text.isupper()  # Đơn vị: NHCSXH
    if any(map(_is_known, pieces)) or not (is_acronym or _looks_like_name(whole, is_name)):
        yield from map(fold, pieces)


def _looks_like_name(said: str, is_name: Callable[[str], bool]) -> bool:
    if is_name(said) or _BODY.match(fold(said)) or _PLACE.search(fold(said)):
        return True
    return not said.isupper() and any(w[0].isupper() for w in said.split()[1:])


def _inside(folded: str) -> Iterator[str]:
    for match in _INSIDE.finditer(folded):
        if not _AMOUNT.search(_YEAR.sub("", folded[: match.start()])):
            yield match[0]


def _alone(folded: str) -> Iterator[str]:
    """«(tỷ đồng)», «1.000 đồng», «(x100)»: nothing else stands between its brackets."""
    for part in (each.strip(" .") for each in _PARTS.split(folded)):
        uom = measured(part)
        is_scaled = uom.times > 1 and uom.of in KNOWN
        is_sized = part in SIZES and part != "%" and (len(part) > 1 or part == folded.strip(" ()"))
        if is_scaled or is_sized or _LONE.fullmatch(part):
            yield part


def _is_known(phrase: str) -> bool:
    uom = measured(phrase)
    return uom.of.partition("/")[0] in KNOWN or (not uom.of and uom.times > 1)
