"""`mica demo`: a small region to walk through, or credentials in the terminal alone."""

import time
from pathlib import Path
from typing import Final

import click

from mica.cli import show
from mica.cli.commands.serve import PORT, keep_house, tell, where_options
from mica.cli.ends import Ends
from mica.cli.house import home
from mica.cli.look import safe
from mica.cli.region.roles import ADDRESSES
from mica.cli.speaking import out_look, say

_OTHER_PORTS: Final = 50
_WITHOUT_PLATFORM: Final = (
    "The platform is not installed (pip install 'mica[platform]'), so this is the show in the "
    "terminal alone."
)


@click.command(name="demo")
@where_options
@click.option("--terminal", is_flag=True, help="Show credentials in the terminal, and no site.")
@click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Keep what the terminal shows in FOLDER, which must be new or empty.",
)
@click.option("--once", is_flag=True, help="End after the verdict, instead of staying.")
def command(
    folder: Path,
    port: int | None,
    address: str,
    *,
    terminal: bool,
    keep: Path | None,
    once: bool,
) -> None:
    """Bring up a small region, say how to sign in as each role, and verify what it issued last.

    Ends when you stop it. With --terminal it issues, bakes and verifies credentials, good and bad,
    before your eyes, fetches nothing, and leaves nothing behind without --keep.
    """
    if terminal or keep is not None or home.missing():
        if not (terminal or keep):
            tell(_WITHOUT_PLATFORM)
        raise SystemExit(Ends.WELL if show.perform(keep) else Ends.BUG)
    _walk(folder, address, port, once=once)


def is_loopback(address: str) -> bool:
    """Whether only this machine reaches an address."""
    return address == "localhost" or address.startswith("127.")


def _walk(folder: Path, address: str, port: int | None, *, once: bool) -> None:
    from mica.cli.house.errors import HouseError
    from mica.cli.house.supervisor import House, since

    began = time.monotonic()
    kept = folder / "port"
    before = kept.read_text().strip() if kept.exists() else ""
    first = port or (int(before) if before.isdecimal() else PORT)

    def visit(house: House) -> bool:
        kept.write_text(f"{house.listener.port}\n" if house.listener else "")
        look = out_look()
        say([look.paint("A small region", "bold"), ""], look)
        if house.run("mica.cli.house.visit") != Ends.WELL:
            raise HouseError("region-not-sound")
        took = f"The start took {since(began)}."
        if once:
            say(["", took], look)
            return False
        at = safe(house.environment["MICA_ORIGIN"])
        say(["", look.paint(f"Open {at}", "bold")], look)
        tell(f"{took} Ctrl-C stops everything.")
        return True

    # The same port as the last time, if it is free: what was issued here names the address.
    others = 0 if port else _OTHER_PORTS
    # One press signs in as somebody: never where other machines can come.
    alone = {"MICA_DEMO": ",".join(ADDRESSES)} if is_loopback(address) else {}
    keep_house(folder, address, first, 1, visit, others=others, extra=alone)
