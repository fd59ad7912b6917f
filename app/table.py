"""A table as a page shows it and a download holds it: heads and their columns."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # imported where it is needed: a page without tables starts sooner
    import pandas as pd


@dataclass(frozen=True)
class Table:
    """Columns of equal length by their heads; dates and numbers are values, not texts."""

    columns: dict[str, list[Any]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))

    def frame(self) -> "pd.DataFrame":
        """The same for Streamlit."""
        import pandas as pd

        return pd.DataFrame(self.columns)
