"""What checks of the catalogue's meaning work with: the tables, and faults as they are found."""

from etl.catalog import Fault, Row

Tables = dict[str, list[Row]]


class Checker:
    """Collects faults of one table after another."""

    def __init__(self, tables: Tables, faults: list[Fault]) -> None:
        self.tables = tables
        self.faults = faults

    def fault(self, table: str, row: Row, column: str, message: str) -> None:
        value = row.get(column)
        shown = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
        self.faults.append(Fault(f"{table}.csv", row.get("_row", 0), column, shown, message))
