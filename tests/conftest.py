"""What every test gets: what runs on which machine, and nothing left in Streamlit's caches."""

import os
import sys

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Slow files begin: what takes long must not start when the other workers have nothing left.

    Tests marked `windows` exist on Windows only; elsewhere they are deselected, not skipped.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    if sys.platform == "win32":
        return
    windows_only = [item for item in items if item.get_closest_marker("windows")]
    if windows_only:
        items[:] = [item for item in items if item not in windows_only]
        config.hook.pytest_deselected(items=windows_only)


def skipped_in_ci(config: pytest.Config) -> list[str]:
    """CI has all that the tests need, so there a skipped test is a test that went missing."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("CI"):
        return []
    return [report.nodeid for report in reporter.stats.get("skipped", [])]


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if exitstatus == pytest.ExitCode.OK and skipped_in_ci(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if names := skipped_in_ci(terminalreporter.config):
        terminalreporter.section("CI: a skipped test counts as failed")
        terminalreporter.write_line(", ".join(names), red=True)


@pytest.fixture(autouse=True)
def _empty_streamlit_caches():
    """Cached values outlive a test, and would feed the next one."""
    yield
    if streamlit := sys.modules.get("streamlit"):
        streamlit.cache_data.clear()
        streamlit.cache_resource.clear()
