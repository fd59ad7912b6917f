"""The archive: original bytes, parsed values and catalogues, each under its own hash."""

import hashlib
import re
from pathlib import Path

from etl import failpoints
from etl.catalog import Catalog
from etl.catalog_read import parse_catalog
from etl.cells import PARSER_VERSION
from etl.files import store_once
from etl.place import Place
from etl.report import Report

OWN_HASH = 16  # letters of its hash in the name of a Parquet: against decay, not against malice


def sha256(content: bytes) -> str:
    """The name of a file's bytes."""
    return hashlib.sha256(content).hexdigest()


def store_original(
    place: Place, sha: str, content: bytes, suffix: "re.Match[str] | None" = None
) -> str:
    """Keep the bytes as they came, flushed; returns their name in the archive."""
    name = sha + (suffix[0] if suffix else ".bin")
    store_once(place.originals, name, content)
    failpoints.reach("archived")
    return name


def store_parsed(place: Place, original: str, report: Report) -> str:
    """Keep the values of one reading as Parquet, named by file, parser version and own hash."""
    from etl.parquet import parquet  # here: the children are at work by the time it is needed

    content = parquet(report.values)
    name = f"{original.split('.')[0]}-p{PARSER_VERSION}-{sha256(content)[:OWN_HASH]}.parquet"
    store_once(place.parsed, name, content)
    failpoints.reach("parsed")
    return name


def is_sound(parsed: Path) -> bool:
    """Whether a Parquet of the archive still holds the bytes that were written."""
    return sha256(parsed.read_bytes())[:OWN_HASH] == parsed.stem.rpartition("-")[2]


def store_catalogue(place: Place, catalog: Catalog) -> str:
    """Keep the CSVs of one catalogue under its hash."""
    for name, content in catalog.files.items():
        store_once(place.catalogues / catalog.hash, name, content)
    return catalog.hash


def load_catalogue(place: Place, hash_: str) -> Catalog:
    """A catalogue as it was archived."""
    folder = place.catalogues / hash_
    files = {p.name: p.read_bytes() for p in sorted(folder.glob("*.csv"))}
    return parse_catalog(files, is_archived=True)
