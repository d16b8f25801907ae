"""A PostgreSQL of its own for a run of tests: real, fast, and gone afterwards."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from mica.cli.house.lock import is_held
from mica.cli.house.postgres import Postgres

_PREFIX: Final = "mica-tests-"
_OLD: Final = 3600
"""Seconds after which a folder without a server is what a killed run left."""


@contextmanager
def server() -> Iterator[str]:
    """Start a server in a new folder; gives the address of its database for DATABASE_URL."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    folder.chmod(0o711)  # started by root, PostgreSQL runs as another user
    postgres = Postgres(folder / "house", tests=True)
    try:
        yield postgres.start()
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if time.time() - folder.stat().st_mtime > _OLD and not is_held(folder / "house"):
            shutil.rmtree(folder, ignore_errors=True)
