"""The file of a backup: a tar with its manifest and the copy of the database, or that sealed."""

import hashlib
import io
import os
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import IO, Final

from mica.core.keeping import sealing
from mica.core.keeping.errors import BackupDamaged, KeepingError
from mica.core.keeping.manifest import Manifest

MANIFEST: Final = "manifest.json"
DATABASE: Final = "database.dump"
_MAX_MANIFEST: Final = 1024 * 1024


def write(file: Path, manifest: Manifest, database: Path, passphrase: str | None) -> None:
    """Write the file, whole or not at all, for its owner's eyes only. It must not exist yet.

    Raises:
        Refused: `passphrase-too-short`, `passphrase-not-text`.
        OSError: as the system says.
    """
    handle, name = tempfile.mkstemp(dir=file.absolute().parent, prefix=f".{file.name}.")
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            if passphrase is None:
                _pack(target, manifest, database)
            else:
                with tempfile.TemporaryFile(dir=database.parent) as plain:
                    _pack(plain, manifest, database)
                    plain.seek(0)
                    sealing.seal(plain, target, passphrase)
            target.flush()
            os.fsync(target.fileno())
        os.link(written, file)  # refuses where something stands there
    finally:
        written.unlink()


def _pack(target: IO[bytes], manifest: Manifest, database: Path) -> None:
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as tar:
        content = manifest.as_bytes()
        head = tarfile.TarInfo(MANIFEST)
        head.size, head.mode = len(content), 0o600
        tar.addfile(head, io.BytesIO(content))
        body = tarfile.TarInfo(DATABASE)
        body.size, body.mode = database.stat().st_size, 0o600
        with database.open("rb") as source:
            tar.addfile(body, source)


def read(file: Path, folder: Path, passphrase: str | None) -> tuple[Manifest, Path]:
    """Take a backup apart.

    Args:
        file: as `write` wrote it.
        folder: gets the copy of the database; nobody else may look into it.
        passphrase: where it is sealed.

    Returns:
        The manifest, and where the copy of the database is.

    Raises:
        KeepingError: `not-a-backup`, `backup-sealed`.
        BackupDamaged: as its sentences tell.
        OSError: as the system says.
    """
    with file.open("rb") as source:
        if not sealing.is_sealed(source):
            return _unpack(source, folder, str(file))
        if passphrase is None:
            raise KeepingError("backup-sealed", file=str(file))
        with tempfile.TemporaryFile(dir=folder) as plain:
            sealing.unseal(source, plain, passphrase, name=str(file))
            plain.seek(0)
            return _unpack(plain, folder, str(file))


def _unpack(source: IO[bytes], folder: Path, name: str) -> tuple[Manifest, Path]:
    """Read the two members; whatever else a file may hold is not looked at."""
    target, manifest = folder / DATABASE, None
    try:
        with tarfile.open(fileobj=source, mode="r:") as tar:
            manifest = Manifest.read(_next(tar, MANIFEST).read(_MAX_MANIFEST))
            with target.open("xb") as copy:
                shutil.copyfileobj(_next(tar, DATABASE), copy, 1024 * 1024)
    except (tarfile.ReadError, ValueError) as error:
        if manifest is None:
            raise KeepingError("not-a-backup", file=name) from error
        raise BackupDamaged("backup-damaged", file=name) from error
    if digest(target) != manifest.digest:
        raise BackupDamaged("backup-damaged", file=name)
    return manifest, target


def _next(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    """The next member, which has to be the one of a name."""
    found = tar.next()
    content = tar.extractfile(found) if found is not None and found.name == name else None
    if content is None:
        raise ValueError(name)
    return content


def digest(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
