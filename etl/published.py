"""What published files say of themselves, asked without all that builds them."""

from pathlib import Path

from etl.place import Place


def about(path: Path) -> tuple[str, str] | None:
    """(content hash, code) a published file carries; None where it cannot be opened."""
    import duckdb  # here: the first forms are made before anything is published

    try:
        with duckdb.connect(str(path), read_only=True) as con:
            return con.execute("select content_hash, code from build").fetchone()
    except duckdb.Error:
        return None


def content_of(path: Path) -> str | None:
    """The content hash a published file carries; None where it cannot be opened."""
    said = about(path)
    return said[0] if said else None


def readable_build(place: Place) -> Path | None:
    """The newest published file that can be opened."""
    return next((p for p in reversed(place.builds()) if content_of(p)), None)
