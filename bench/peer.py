"""The peer: Digital Bazaar's JavaScript libraries, installed once into a cache folder.

They lie beside the project (../shared/peers/digitalbazaar), not in it. Where that folder, Node or
the package registry is absent, `install` says so and benchmarks and tests go on without.
"""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class AbsentError(Exception):
    """The peer cannot be had here; the message says why."""


def home() -> Path:
    """Where the peer's own files lie."""
    return Path(os.environ.get("MICA_SHARED", ROOT.parent / "shared")) / "peers" / "digitalbazaar"


def install() -> Path:
    """A folder in which the peer runs.

    Raises:
        AbsentError: with the reason.
    """
    source = home()
    if not source.is_dir():
        raise AbsentError(f"the peer's folder is absent: {source}")
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise AbsentError("Node is absent")
    place = ROOT / ".cache" / "peer"
    if not (place / "node_modules" / "@digitalbazaar" / "vc").is_dir():
        place.mkdir(parents=True, exist_ok=True)
        for file in source.iterdir():
            shutil.copy(file, place)
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AbsentError(f"npm could not install it: {done.stderr.strip()[-300:]}")
    return place


def run(script: str, *arguments: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """Run one of the peer's scripts and return what it printed."""
    command = ["node", script, *arguments]
    return subprocess.run(
        command, cwd=install(), capture_output=True, text=True, check=False, timeout=timeout
    )
