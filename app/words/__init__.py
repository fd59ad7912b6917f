"""Words of screens, one table a language; `Words` looks them up and never guesses."""

import tomllib
from functools import cache
from pathlib import Path

SERVER = {"root", "system"}  # accounts of machines, not of persons
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
        return text.format(**given) if given else text

    def actor(self, name: str) -> str:
        """Who did something; what the server did by itself is of no person."""
        return self("act.server") if name.casefold() in SERVER else name

    def name(self, row: object, stem: str) -> str:
        """The column `<stem>_vi` or `<stem>_en` of a row, Vietnamese where English is missing."""
        english = getattr(row, f"{stem}_en", None) if self.language == "en" else None
        return str(english if isinstance(english, str) and english else getattr(row, f"{stem}_vi"))
