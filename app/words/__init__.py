"""Words of screens, one table a language; `Words` looks them up and never guesses."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

SERVER = {"root", "system"}  # accounts of machines, not of persons
# Of one thing English says another word; what is counted on screens, and no more than that.
ONE = {
    "criteria": "criterion", "entries": "entry", "figures": "figure", "indicators": "indicator",
    "places": "place", "pledges": "pledge", "reports": "report", "units": "unit",
    "communes": "commune", "warnings": "warning", "files": "file", "notes": "note",
}  # fmt: skip
OF_ONE = re.compile(rf"(?<![\d.,/])\b1 ((?:new |cumulative )?)({'|'.join(ONE)})\b")
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


@cache
def table(language: str) -> dict[str, str]:
    """All words of one language: key → text."""
    path = Path(__file__).parent / f"{language}.toml"
    return {
        f"{section}.{key}": text
        for section, words in tomllib.loads(path.read_text("utf-8")).items()
        for key, text in words.items()
    }


class Words:
    """Words of one language: `words("headline.behind", n=7)`."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **given: object) -> str:
        text = table(self.language)[key]
        if not given:
            return text
        said = text.format(**given)
        if self.language == "en":
            said = OF_ONE.sub(lambda found: f"1 {found[1]}{ONE[found[2]]}", said)
        return said

    def some(self, names: Sequence[str], most: int = 3, of: str = "units") -> str:
        """The first of some names, and how many more; where that is one, its name is as short."""
        if len(names) <= most + 1:
            return ", ".join(names)
        return self(f"some.{of}", names=", ".join(names[:most]), n=len(names) - most)

    def actor(self, name: str) -> str:
        """Who did something; what the server did by itself is of no person."""
        return self("act.server") if name.casefold() in SERVER else name

    def name(self, row: object, stem: str) -> str:
        """The column `<stem>_vi` or `<stem>_en` of a row, Vietnamese where English is missing."""
        english = getattr(row, f"{stem}_en", None) if self.language == "en" else None
        return str(english if isinstance(english, str) and english else getattr(row, f"{stem}_vi"))
