"""The page on the data model is what the SQL says today."""

from pathlib import Path

from etl.data_model import page


def test_the_data_model_page_is_up_to_date() -> None:
    """If not: python -m etl.data_model"""
    path = Path(__file__).parents[1] / "docs" / "data-model.md"
    assert path.read_text("utf-8") == page()
