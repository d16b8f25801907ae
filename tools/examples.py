"""The examples in a page of the documents, run: what is printed there is what came out.

A page's blocks of kind `console` are one session in an empty folder: lines that start with `$ `
are typed, the lines after them came out. Usage, from the project's root, after a change of what
commands say:  python tools/examples.py docs/command-line.md
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PASSPHRASE: Final = "correct horse battery"  # noqa: S105 - of keys that live for one run
_BLOCK: Final = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
_CHANGES: Final = (
    (r"did:key:z6Mk\w+(?:…\w+)?(?:#\w+)?", "did:key:…"),
    (r"urn:uuid:[0-9a-f-]+", "urn:uuid:…"),
    (r"\d{1,2} [A-Z][a-z]+ 20\d\d(?:, \d\d:\d\d UTC)?", "a day"),
    (r"20\d\d-\d\d-\d\d(?:T[0-9:]+(?:Z|\+00:00))?", "a day"),
    (r"\"z[1-9A-HJ-NP-Za-km-z]{80,}\"", "a signature"),
    (r"\s+", " "),
)
"""What differs from run to run, and what stands for it. Longer names wrap lines elsewhere."""


def run(page: str) -> str:
    """The page with what comes out today in the place of what is printed in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "here"
        folder.mkdir(mode=0o700)
        environment = _environment(Path(name))
        return _BLOCK.sub(lambda block: _session(block[0], folder, environment), page)


def settled(page: str) -> str:
    """The page without what differs from run to run."""
    for pattern, stand_in in _CHANGES:
        page = re.sub(pattern, stand_in, page)
    return page


def _session(block: str, folder: Path, environment: dict[str, str]) -> str:
    lines = []
    for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        lines.append(f"$ {command}\n{done.stdout.decode()}")
    return "".join(lines)


def _environment(folder: Path) -> dict[str, str]:
    """A clean one, in which `mica` is the one of this tree."""
    command = folder / "mica"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mica "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return {
        "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
        "COLUMNS": "80",
        "MICA_KEY_PASSPHRASE": PASSPHRASE,
    }


def main(names: list[str]) -> None:
    """Write down anew what comes out, page by page."""
    for name in names:
        path = Path(name)
        path.write_text(run(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
