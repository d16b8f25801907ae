"""The database to a backup, and back."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

import mica
from mica.core import actions, queries
from mica.core.examination import Report, examine
from mica.core.keeping import archive, programs
from mica.core.keeping.errors import BackupDamaged, KeepingError
from mica.core.keeping.manifest import FORMAT, Manifest, fingerprint
from mica.vc.timestamps import format_timestamp

_TABLES: Final = """
SELECT relname FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relpersistence = 'p'
 ORDER BY relname
"""


def back_up(file: Path, passphrase: str | None) -> Manifest:
    """Write a backup of the database as one moment shows it, while everything goes on.

    Raises:
        KeepingError: `programs-missing`, `dump-failed`.
        Refused: `passphrase-too-short`, `passphrase-not-text`.
        FileExistsError: something stands there.
        OSError: as the system says.
    """
    found = programs.find(_server())
    now = datetime.now(UTC)
    actions.keep_head(now=now)
    with tempfile.TemporaryDirectory(prefix="mica-backup-") as folder:
        copy = Path(folder, archive.DATABASE)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
            found.dump(copy, snapshot, connection.get_connection_params())
            size = queries.log_size()
            manifest = Manifest(
                format=FORMAT,
                mica=mica.__version__,
                made=format_timestamp(now.replace(microsecond=0)),
                postgres=_server(),
                programs=found.major,
                master_key=fingerprint(settings.MICA_MASTER_KEY),
                audit_size=size,
                audit_root=queries.subtree(0, size).hex(),
                tables=_counts(),
                migrations=_migrations(),
                digest=archive.digest(copy),
            )
        archive.write(file, manifest, copy, passphrase)
    return manifest


def bring_back(file: Path, passphrase: str | None, *, replace: bool) -> tuple[Manifest, Report]:
    """Put a backup into the database, bring its tables up to this Mica, and examine it.

    Returns:
        What the backup said of itself, and what the examination of the log found.

    Raises:
        KeepingError: as its sentences tell; then the database is as it was.
        BackupDamaged: the same, but for `restored-otherwise`.
        Refused: `passphrase-not-text`.
        OSError: as the system says.
    """
    with tempfile.TemporaryDirectory(prefix="mica-restore-") as folder:
        manifest, copy = archive.read(file, Path(folder), passphrase)
        _check_key(manifest)
        _check_known(manifest)
        tables = _tables()
        if tables and not replace:
            raise KeepingError("not-empty", tables=len(tables))
        server = _server()
        found = programs.find(server, least=manifest.programs)
        params = connection.get_connection_params()
        connection.close()
        found.restore(copy, params, server=server)
    connection.close()
    _check_same(manifest)
    call_command("migrate", interactive=False, verbosity=0)
    return manifest, examine()


def _check_key(manifest: Manifest) -> None:
    ours = fingerprint(settings.MICA_MASTER_KEY)
    if manifest.master_key != ours:
        raise KeepingError("other-master-key", theirs=manifest.master_key, ours=ours)


def _check_known(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = sorted(set(manifest.migrations) - known)
    if unknown:
        shown = ", ".join(unknown[:3])
        raise KeepingError(
            "backup-of-newer", made=manifest.mica, ours=mica.__version__, unknown=shown
        )


def _check_same(manifest: Manifest) -> None:
    """The rows are as many as were written, and the log is the same."""
    found = _counts()
    different = sorted(
        name for name in found.keys() | manifest.tables.keys()
        if found.get(name) != manifest.tables.get(name)
    )  # fmt: skip
    if different:
        raise BackupDamaged("restored-otherwise", what=f"other rows in {', '.join(different)}")
    size = queries.log_size()
    if (size, queries.subtree(0, size).hex()) != (manifest.audit_size, manifest.audit_root):
        raise BackupDamaged("restored-otherwise", what="another audit log")


def _server() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        (major,) = cursor.fetchone()
    return int(major)


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return [name for (name,) in cursor.fetchall()]


def _counts() -> dict[str, int]:
    counts = {}
    for name in _tables():
        with connection.cursor() as cursor:
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"SELECT count(*) FROM {quoted}")  # noqa: S608 - a name from the catalogue
            (counts[name],) = cursor.fetchone()
    return counts


def _migrations() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]
