"""What every test may ask for."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

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
