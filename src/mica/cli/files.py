"""Files: read within bounds, written whole or not at all."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from mica.cli.errors import CannotRun
from mica.vc.documents import MAX_BYTES
from mica.vc.errors import Unusable

_PRIVATE: Final = 0o600
_SHOWN: Final = 0o666


def read(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file; `-` is standard input.

    Raises:
        Unusable: `too-large`, having read no more than that.
        OSError: as the system says.
    """
    if str(path) == "-":
        data = sys.stdin.buffer.read(limit + 1)
    else:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    if len(data) > limit:
        raise Unusable("too-large", size=len(data), limit=limit)
    return data


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, for its owner's eyes only (0600).

    Raises:
        FileExistsError: where something stands there; it is left as it is.
        OSError: as the system says; then nothing was written.
    """
    written = _beside(path, data)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))  # takes the name
        written.replace(path)
    except OSError:
        written.unlink(missing_ok=True)
        raise


def overwrite(path: Path, data: bytes) -> None:
    """Put new content in the place of a file's, at once: a reader sees the old or the new.

    Raises:
        OSError: as the system says; then the old content stands.
    """
    path = path.resolve(strict=True)
    written = _beside(path, data)
    try:
        written.replace(path)
    except OSError:
        written.unlink(missing_ok=True)
        raise


def write(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file that is meant to be shown; one that is there is replaced only by force.

    Raises:
        CannotRun: `file-is-there`.
        OSError: as the system says.
    """
    if force and path.is_file():
        overwrite(path, data)
    else:
        try:
            write_new(path, data)
        except FileExistsError as error:
            raise CannotRun("file-is-there", file=str(path)) from error
    path.chmod(_SHOWN & ~_umask())


def _umask() -> int:
    """What the user keeps from others. It can be read only by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _beside(path: Path, data: bytes) -> Path:
    """A temporary file in the same folder (renaming works within one), safely on the disk."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        error.filename = str(path.parent)  # what a person can set right
        raise
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        written.unlink()
        raise
    return written
