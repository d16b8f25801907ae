"""Files good and bad, as people have them."""

import json
from pathlib import Path
from typing import Any

from mica.cli import pictures
from mica.cli.ends import Ends
from mica.vc import bake
from tests import cast
from tests.cast import PROVIDER, changed


def _bytes(document: Any) -> bytes:
    return json.dumps(document).encode()


_GOOD = PROVIDER.signs(cast.credential())
FILES: dict[str, tuple[bytes, Ends]] = {
    "good.json": (_bytes(_GOOD), Ends.WELL),
    "good.jwt": (PROVIDER.signs_jwt(cast.credential()).encode() + b"\n", Ends.WELL),
    "baked.png": (bake.bake(pictures.png(), json.dumps(_GOOD)), Ends.WELL),
    "baked.svg": (bake.bake(pictures.svg("A badge"), json.dumps(_GOOD)), Ends.WELL),
    "forged.json": (
        _bytes(changed(_GOOD, "/credentialSubject/achievement/name", "Brain surgery")),
        Ends.FAILED,
    ),
    "unsigned.json": (_bytes(cast.credential()), Ends.FAILED),
    "undecided.json": (_bytes(PROVIDER.signs(cast.with_status())), Ends.UNDECIDED),
    "rubbish.bin": (bytes(range(256)), Ends.UNUSABLE),
    "empty.json": (b"", Ends.UNUSABLE),
    "picture.png": (pictures.png(), Ends.UNUSABLE),
}
"""Name to content and to how `mica verify --offline` ends on it, as of cast.NOW."""


def write_world(folder: Path) -> None:
    """Write every file into a folder."""
    for name, (content, _) in FILES.items():
        (folder / name).write_bytes(content)
