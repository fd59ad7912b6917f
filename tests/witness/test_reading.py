"""What the demo typed into cells is what reading found there; what was refused stands nowhere."""

from fractions import Fraction

import pandas as pd
import pytest

from tests.demo_district import demo_district
from tests.witness.archive_facts import Office


@pytest.mark.slow
def test_every_typed_value_was_read_from_its_cell(tmp_path_factory):
    folder = demo_district(tmp_path_factory)
    office = Office(folder)
    typed = pd.read_csv(folder / "typed.csv", dtype=str, keep_default_na=False)
    typed = typed[typed["outcome"] == "accepted"]
    told: dict[str, dict] = {}
    for row in typed.itertuples():
        told.setdefault(row.file, {})[row.measure, row.subject] = (
            Fraction(row.value), row.sheet, row.cell,
        )  # fmt: skip
    read = {
        entry["source"]["path"].replace("\\", "/"): office.read(office.parsed[entry["number"]])
        for entry in office.entries
        if entry.get("outcome") == "accepted"
    }
    assert told.keys() == read.keys()
    for file, values in read.items():
        filled = {key: value for key, value in values.items() if value[0] is not None}
        assert filled == told[file], file
