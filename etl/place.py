"""Where an office keeps its things: one folder with catalog, inbox, archive and published."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BUILD = re.compile(r"emulation-(\d{8})-(\d+)\.duckdb$")


@dataclass(frozen=True)
class Place:
    """The folders of one office."""

    folder: Path

    @property
    def catalog(self) -> Path:
        return self.folder / "catalog"

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def originals(self) -> Path:
        return self.folder / "archive" / "originals"

    @property
    def parsed(self) -> Path:
        return self.folder / "archive" / "parsed"

    @property
    def catalogues(self) -> Path:
        return self.folder / "archive" / "catalogues"

    @property
    def journal(self) -> Path:
        return self.folder / "archive" / "journal"

    @property
    def published(self) -> Path:
        return self.folder / "published"

    @property
    def earlier(self) -> Path:
        """Builds of old journal numbers, for who looks back; none of them is ever current."""
        return self.published / "earlier"

    @property
    def returned(self) -> Path:
        return self.folder / "returned"

    def builds(self) -> list[Path]:
        """Published files, oldest first; the last one is current."""
        found = [(m, p) for p in self.published.glob("*.duckdb") if (m := BUILD.match(p.name))]
        return [p for m, p in sorted(found, key=lambda f: (int(f[0][1]), int(f[0][2])))]


def today() -> dt.date:
    """Today where the office is, whatever the machine's zone."""
    return dt.datetime.now(ZONE).date()


def utc_now() -> str:
    """The uneditable recorded-at: UTC, to the microsecond."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
