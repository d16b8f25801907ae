"""`mica serve`: run the site, with everything that it needs."""

import os
import time
from collections.abc import Callable, Mapping
from functools import reduce
from pathlib import Path
from typing import Any, Final

import click

from mica.cli.ends import Ends
from mica.cli.house import home
from mica.cli.look import safe
from mica.cli.speaking import out_look, say

PORT: Final = 8000
_WEB, _WORKER = "web", "worker"
_MOST_PROCESSES: Final = 64


def where_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say where a site stands."""
    options = (
        home.folder_option(),
        click.option(
            "--port",
            envvar="MICA_PORT",
            type=click.IntRange(1, 65535),
            metavar="NUMBER",
            help=f"Where it answers; by default {PORT}.  [env var: MICA_PORT]",
        ),
        click.option(
            "--address",
            envvar="MICA_ADDRESS",
            default="127.0.0.1",
            show_default=True,
            show_envvar=True,
            help="The IPv4 address of this machine at which it answers.",
        ),
    )
    return reduce(lambda made, option: option(made), reversed(options), command)


def _processes(option: str, variable: str, default: int, what: str) -> Callable[..., Any]:
    return click.option(
        option,
        envvar=variable,
        default=default,
        show_default=True,
        show_envvar=True,
        type=click.IntRange(1, _MOST_PROCESSES),
        metavar="NUMBER",
        help=what,
    )


@click.command(name="serve")
@where_options
@click.option(
    "--only",
    type=click.Choice([_WEB, _WORKER]),
    help="Run the web server alone, or the workers alone. Needs DATABASE_URL.",
)
@_processes("--web", "MICA_WEB_PROCESSES", 1, "Processes that answer requests.")
@_processes("--threads", "MICA_WEB_THREADS", 4, "Threads in each of these.")
@_processes("--workers", "MICA_WORKER_PROCESSES", 1, "Processes that run jobs.")
def command(  # noqa: PLR0917 - click passes them by name
    folder: Path,
    port: int | None,
    address: str,
    only: str | None,
    web: int,
    threads: int,
    workers: int,
) -> None:
    """Run the site until you stop it, with everything that it needs.

    Without DATABASE_URL it brings its own PostgreSQL, with its data in FOLDER.
    """
    from mica.cli.house.errors import HouseError
    from mica.cli.house.supervisor import since

    began = time.monotonic()
    home.check_platform()
    if not home.has_own_database():
        if only is not None:
            raise HouseError("part-without-database", part=only)
        if os.environ.get("MICA_ENV", "").strip() == "production":
            raise HouseError("production-without-database")
    os.environ["MICA_WEB_PROCESSES"], os.environ["MICA_WEB_THREADS"] = str(web), str(threads)
    keep_house(
        folder,
        address,
        None if only == _WORKER else port or PORT,
        0 if only == _WEB else workers,
        lambda house: tell(f"Mica runs{_at(house)}. It took {since(began)}. Ctrl-C stops it."),
    )


def keep_house(
    folder: Path,
    address: str,
    port: int | None,
    workers: int,
    then: Callable[[Any], bool | None],
    *,
    others: int = 0,
    extra: Mapping[str, str] | None = None,
) -> None:
    """Start a house, do something in it, and stay until somebody stops it.

    Args:
        folder: of the house.
        address: where the web server answers.
        port: the same; None for no web server.
        workers: how many run jobs.
        then: is given the house when it stands; False ends it at once.
        others: how many further ports may be tried where the port is taken.
        extra: further settings, where the environment does not set them.
    """
    from mica.cli.house.children import Stopped
    from mica.cli.house.supervisor import House, listen

    listener = None if port is None else listen(address, port, others=others)
    given = dict(extra or {})
    if listener is not None:
        given["MICA_ORIGIN"] = f"http://{_host(address)}:{listener.port}"
    try:
        with House(folder, listener, workers, given, tell) as house:
            if then(house) is not False:
                house.watch()
    except Stopped:
        tell("Stopped.")
        raise SystemExit(Ends.STOPPED) from None
    finally:
        if listener is not None:
            listener.server_close()
    tell("Stopped; nothing was left running.")


def tell(sentence: str) -> None:
    """Say a sentence to a person."""
    look = out_look()
    say(look.wrap(safe(sentence, 2000)), look)


def _at(house: Any) -> str:
    return f" at {house.environment['MICA_ORIGIN']}" if house.listener is not None else ""


def _host(address: str) -> str:
    """An address of a machine as it stands in a web address."""
    return "127.0.0.1" if address == "0.0.0.0" else address  # noqa: S104 - only named here
