"""Text in fonts from before Unicode (TCVN3, VNI): told by a whole document, turned into Unicode.

One byte means one letter in TCVN3, two make one in VNI; in a workbook both are Western letters.
Some of these letters are Vietnamese ones too, so one cell proves little: all that was typed is
weighed by how many of its words could be Vietnamese syllables, and then each text is looked at for
words of another font. Tables: glibc's TCVN5712-1; VNI by
its round trip on the national motto (domain facts, checked in tests on the names of communes).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache


def _words(text: str) -> list[str]:
    return text.split()


TCVN3 = dict(
    pair.split(":")
    for pair in _words("""
    µ:à ¶:ả ·:ã ¸:á ¹:ạ ¨:ă »:ằ ¼:ẳ ½:ẵ ¾:ắ Æ:ặ ©:â Ç:ầ È:ẩ É:ẫ Ê:ấ Ë:ậ ®:đ Ì:è Î:ẻ Ï:ẽ Ð:é Ñ:ẹ
    ª:ê Ò:ề Ó:ể Ô:ễ Õ:ế Ö:ệ ×:ì Ø:ỉ Ü:ĩ Ý:í Þ:ị ß:ò á:ỏ â:õ ã:ó ä:ọ «:ô å:ồ æ:ổ ç:ỗ è:ố é:ộ ¬:ơ
    ê:ờ ë:ở ì:ỡ í:ớ î:ợ ï:ù ñ:ủ ò:ũ ó:ú ô:ụ \u00ad:ư õ:ừ ö:ử ÷:ữ ø:ứ ù:ự ú:ỳ û:ỷ ü:ỹ ý:ý þ:ỵ
    ¡:Ă ¢:Â £:Ê ¤:Ô ¥:Ơ ¦:Ư §:Đ
    """)
)
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HATS = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVES = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE = {
    "ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"
}  # fmt: skip


def _vni() -> dict[str, str]:
    found = {f"{v}{mark}": v + tone for v in "aeiouy" for mark, tone in _TONES.items()}
    found |= {f"{v}{mark}": f"{v}\u0302{tone}" for v in "aeo" for mark, tone in _HATS.items()}
    found |= {f"a{mark}": f"a\u0306{tone}" for mark, tone in _BREVES.items()}
    for typed, letter in (("ô", "ơ"), ("ö", "ư")):
        found |= {typed + mark: letter + tone for mark, tone in _TONES.items()}
    found |= _ALONE
    capitals = {k.upper(): v.upper() for k, v in found.items()}
    capitals |= {k[0].upper() + k[1:]: v.upper() for k, v in found.items()}
    return {k: unicodedata.normalize("NFC", v) for k, v in (capitals | found).items()}


VNI = _vni()
_VNI_LETTERS = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))

ONSETS = _words("ngh ng nh gh gi kh ph qu th tr ch b c d đ g h k l m n p r s t v x")
RIMES = _words("""
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en
    eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o
    oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om
    on ong oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh
    ui um un ung uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưng
    ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
""")
_SYLLABLE = re.compile(f"(?:{'|'.join(ONSETS)})?(?:{'|'.join(RIMES)})")
_WORD = re.compile(r"[^\s\d\"'“”‘’(),.;:!?/\\%+*=<>&|\[\]{}_–—-]+")
# µg, §1, ×, a bullet: signs that Vietnamese texts have beside their words.
_SIGNS = "[µ·×°º²³§¹ª«»®©±÷¢£¥¦¨¬¶]+"
_SYMBOL = re.compile(f"[A-Za-z]?{_SIGNS}|{_SIGNS}[A-Za-z]|[A-Za-z][·×÷±][A-Za-z]")
TONES = "\u0300\u0301\u0303\u0309\u0323"
TONE_MARKS = re.compile(f"[{TONES}]")
# Letters that no byte of those fonts looks like: with them a document is in two fonts at once.
_UNICODE_ONLY = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9]")
# What shows a word to be of a font by itself: a sign within it or a capital after a small letter
# (a ¹ behind a word is a footnote's), a hat behind its vowel; UTF-8 fits itself alone.
_SURE = {
    "TCVN3": re.compile(r"[¡-¬\u00ad®µ-¾×÷](?=.)|.[\u00ad¸]|[a-z][À-ÖØ-Þ]"),
    "VNI": re.compile(r"[aeo][âãåäáà]|aê", re.IGNORECASE),
    "UTF-8": re.compile(""),
}
LONGEST = 30  # no syllable is, however its marks are written
# At least so many of the words that are not plain ASCII are syllables: then it is that font.
ENOUGH = 0.8


def from_tcvn3(text: str) -> str:
    """Letter by letter; capitals of .VnTimeH come out small, their font alone made them large."""
    return "".join(TCVN3.get(c, c) for c in text)


def from_vni(text: str) -> str:
    """Two letters make one, the longest first."""
    return _VNI_LETTERS.sub(lambda m: VNI[m[0]], text)


def from_mojibake(text: str) -> str:
    """UTF-8 that a program took for Western letters; as it is where it is not that."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


FONTS: dict[str, Callable[[str], str]] = {
    "TCVN3": from_tcvn3,
    "VNI": from_vni,
    "UTF-8": from_mojibake,
}


def font_of(texts: Iterable[str]) -> str | None:
    """`Unicode`, the font that all that was typed is in, or None where that cannot be told.

    None means: much of it is no Vietnamese as it stands, and no one font makes it so.
    """
    words = _words_of(texts)
    if not words or _share(words) >= ENOUGH:
        return "Unicode"
    shares = {name: _share([decode(w) for w in words]) for name, decode in FONTS.items()}
    best = max(shares, key=shares.__getitem__)
    if shares[best] >= ENOUGH and not any(map(_UNICODE_ONLY.search, words)):
        return best
    return None if _looks_typed_in_a_font(words) else "Unicode"


def is_in_another(text: str, font: str) -> bool:
    """Whether a text of a document in one font can only have been typed in another one.

    A word says so that is a syllable in the other font alone: one that nothing else looks like, or
    two where they are all that is no Vietnamese (Loïc or Thaï may stand by itself).
    """
    read = FONTS.get(font, str)
    words = {w for w in _words_of([text]) if not _UNICODE_ONLY.search(w)}
    broken = {w for w in words if not is_syllable(read(w))}
    for name, decode in FONTS.items():
        mended = {w for w in broken if is_syllable(decode(w))}
        if any(map(_SURE[name].search, mended)) or (len(mended) > 1 and mended == broken):
            return True
    return False


def _words_of(texts: Iterable[str]) -> list[str]:
    """What has letters other than English ones, and is no sign beside the words."""
    words = [w for text in texts for w in _WORD.findall(unicodedata.normalize("NFC", text))]
    return [w for w in words if not w.isascii() and not _SYMBOL.fullmatch(w)]


def _looks_typed_in_a_font(words: list[str]) -> bool:
    """Some words become syllables by a font that were none: a symbol or a foreign name does not."""
    broken = [w for w in words if not is_syllable(w)]
    return any(is_syllable(decode(w)) for w in broken for decode in FONTS.values())


def _share(words: list[str]) -> float:
    return sum(map(is_syllable, words)) / len(words)


def is_syllable(word: str) -> bool:
    """Whether a word could be one syllable of Vietnamese."""
    return len(word) < LONGEST and _is_syllable(word)


@lru_cache(maxsize=8192)
def _is_syllable(word: str) -> bool:
    bare = TONE_MARKS.sub("", unicodedata.normalize("NFD", word.lower()))
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None
