"""What every golden test gets: its module's district, as it was made."""

import pytest


@pytest.fixture
def district(made):
    """The district that the module's `made` opened; what a test tells it is taken back."""
    made.con.execute("begin")
    yield made
    made.con.execute("rollback")
