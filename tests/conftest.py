"""What every test may ask for."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connections
from django.utils import translation
from hypothesis import settings

from mica.cli.house.postgres import Postgres
from mica.site.environment import as_django

pytest_plugins = ["tests.town", "tests.browser.looking"]

# A deadline for each example would measure the machine; where time matters, a test says so.
settings.register_profile("mica", deadline=None)
settings.load_profile("mica")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files and the specifications' vectors, which lie beside the project, not in it."""
    place = Path(os.environ.get("MICA_SHARED", ROOT.parent / "shared")) / "data"
    if not place.is_dir():
        pytest.skip(f"the shared data folder is absent: {place}")
    return place


@contextmanager
def _database() -> Iterator[str]:
    """The address of a database server: the one given, or one of our own that ends with the run."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    with (
        tempfile.TemporaryDirectory(prefix="mica-tests-") as folder,
        Postgres(Path(folder), tests=True) as server,
    ):
        yield server.url


def pytest_configure(config: pytest.Config) -> None:
    """Start the database before any worker does: each worker makes its own in it."""
    if hasattr(config, "workerinput"):
        return
    database = _database()
    os.environ["DATABASE_URL"] = url = database.__enter__()
    config.add_cleanup(lambda: database.__exit__(None, None, None))
    connections.settings["default"].update(as_django(url))  # read before there was a server


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """The language that a request of one test chose is not the next test's."""
    yield
    translation.deactivate()


@pytest.fixture
def now() -> datetime:
    """The fixed moment of the tests."""
    return datetime(2026, 6, 1, 12, tzinfo=UTC)
