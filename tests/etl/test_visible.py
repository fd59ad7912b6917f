"""Personal and sensitive measures: read and archived as all others, published only if asked for."""

import pyarrow.parquet as pq
import pytest

from etl.visible import hidden_measures
from tests.etl.district import H1, Office

NUMBER = 417  # stands nowhere else in the file
# Hashes and times of recording, whose digits mean nothing and may hold any number.
MEANINGLESS = {
    "sha256", "parsed", "content_hash", "code", "catalogue", "built_at", "recorded_at"
}  # fmt: skip


def reported(folder, **settings) -> Office:
    """An office whose communes told a sensitive figure (khoe) and one of persons (rieng)."""
    office = Office(folder)
    for name, value in settings.items():
        office.set(name, value)
    office.drop(office.filled(khoe=NUMBER, rieng=NUMBER + 1), "a.xlsx")
    office.drop(office.filled("xa-binh", khoe="chẳng ai hay"), "b.xlsx")
    assert office.run("load").code == 1
    at = ("--report", 2, "--sheet", "Kết quả", "--cell", "I8", "--expected", NUMBER)
    corrected = office.run("act", "correct", *at, "--value", NUMBER + 2, "--reason", "Sửa")
    assert corrected.code == 0
    return office


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return reported(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    return reported(tmp_path_factory.mktemp("asked"), include_sensitive="1")


@pytest.fixture(scope="module")
def personal(tmp_path_factory):
    return reported(tmp_path_factory.mktemp("personal"), include_personal="Có")


def published(office: Office) -> str:
    """All that stands in the published file, as text."""
    tables = office.rows("select table_name from duckdb_tables()")
    said = []
    for (table,) in tables:
        names = [r[0] for r in office.rows(f"select column_name from (describe {table})")]
        kept = [n for n in names if n not in MEANINGLESS]
        said += [str(row) for row in office.rows(f"select {', '.join(kept)} from {table}")]
    assert said
    return "\n".join(said)


def test_the_hidden_ones_are_told_by_the_catalogue(plain, asked, personal):
    assert hidden_measures(plain.catalog) == {"khoe", "rieng"}
    assert hidden_measures(asked.catalog) == {"rieng"}
    assert hidden_measures(personal.catalog) == {"khoe"}


def test_who_signed_is_published_where_the_office_asks_for_personal_names(plain, personal):
    assert plain.rows("select distinct signatory from report") == [(None,)]
    assert personal.rows("select distinct signatory from report") == [("Nguyễn Văn A",)]
    assert personal.run("verify").code == 0


WORDS = ["khoe", "rieng", "giup", "417", "418", "419", "chẳng ai hay", "Nguyễn Văn A"]


@pytest.mark.parametrize("word", WORDS)
def test_no_trace_of_them_is_published(plain, word):
    """Neither measure, indicator, target, value, correction nor finding."""
    assert word not in published(plain)


def test_counts_of_a_report_do_not_tell_of_them(plain):
    assert plain.rows("select cells, filled from report") == [(4, 3)]


def test_a_movement_led_by_a_hidden_indicator_has_none_left(plain):
    leads = plain.rows("select movement_id, lead_indicator_id from movement order by 1")
    assert leads == [("doi-song", "viec-lam"), ("quan-su", None)]


def test_what_is_not_published_is_in_the_archive(plain):
    [parsed] = plain.place.parsed.iterdir()
    told = {r["item_id"]: r["value"] for r in pq.read_table(parsed).to_pylist()}
    assert (told["khoe"], told["rieng"]) == (NUMBER, NUMBER + 1)
    assert plain.run("verify").code == 0


def test_an_office_that_asks_sees_the_one_and_not_the_other(asked, personal):
    values = "select measure_id, value from observation_known(date '9999-12-31') order by 1"
    told = dict(asked.rows(values))
    assert told["khoe"] == NUMBER + 2
    assert "rieng" not in told
    assert dict(personal.rows(values))["rieng"] == NUMBER + 1
    assert str(NUMBER + 2) not in published(personal)
    assert "418" not in published(asked)
    assert asked.rows("select lead_indicator_id from movement where movement_id = 'quan-su'") == [
        ("khoe",)
    ]


def test_forms_ask_for_them_all_the_same(plain):
    said = plain.json("forms", "--period", H1, "--unit", "xa-an")
    assert said.code == 0
    titles = [row[2].value for row in plain.form()["Kết quả"].iter_rows(5)]
    assert "Công dân đủ sức khỏe" in titles and "Người được trợ giúp" in titles


def test_the_export_holds_no_more_than_the_published_file(plain, tmp_path):
    assert plain.run("export", "--out", tmp_path / "out").code == 0
    told = set(pq.read_table(tmp_path / "out" / "observation")["measure_id"].to_pylist())
    assert told == {"viec", "ngheo", "ho", "tc01"}
