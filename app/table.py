"""A table as a page shows it and a download holds it: heads and their columns."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.format import NOTHING, date

if TYPE_CHECKING:  # imported where it is needed: a page without tables starts sooner
    import pandas as pd


@dataclass(frozen=True)
class Table:
    """Columns of equal length by their heads; dates and numbers are values, not texts."""

    columns: dict[str, list[Any]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))

    def without(self, heads: set[str]) -> "Table":
        """The same table without some of its columns."""
        return Table({head: c for head, c in self.columns.items() if head not in heads})

    def first(self, count: int) -> "Table":
        """The same table with its first lines only."""
        return Table({head: c[:count] for head, c in self.columns.items()})

    def frame(self) -> "pd.DataFrame":
        """The same for Streamlit; whole numbers stay whole where some are missing."""
        import pandas as pd

        return pd.DataFrame(
            {h: pd.array(c, "Int64") if _is_whole(c) else c for h, c in self.columns.items()}
        )

    def texts(self) -> "pd.DataFrame":
        """The same to be read: days as day/month/year, a sign where there is nothing."""
        import pandas as pd

        return pd.DataFrame({h: [_text(v) for v in c] for h, c in self.columns.items()})


def _text(value: Any) -> str:
    if value is None:
        return NOTHING
    return date(value) if isinstance(value, dt.date) else str(value)


def _is_whole(column: list[Any]) -> bool:
    return None in column and {type(v) for v in column} == {int, type(None)}
