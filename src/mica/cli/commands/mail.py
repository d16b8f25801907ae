"""`mica mail`: tell Mica what became of a mail, and ask how mail stands."""

from datetime import UTC, datetime
from pathlib import Path

import click

from mica.cli.house import home
from mica.cli.inside import inside
from mica.cli.speaking import out_look, say


@click.group(name="mail")
def command() -> None:
    """Tell Mica what became of a mail, and ask how mail stands."""


@command.command()
@click.argument("address")
@click.option("--why", default="", metavar="TEXT", help="What the other side said.")
@home.folder_option()
def bounced(address: str, why: str, folder: Path) -> None:
    """Note that mail to ADDRESS came back. For whatever reads the sender's mailbox."""
    with inside(folder):
        from mica.core.actions import mark_bounced

        number = mark_bounced(address, why, by=None, now=datetime.now(UTC))
    say([f"{number} mails are marked as come back."], out_look())


@command.command()
@home.folder_option()
def state(folder: Path) -> None:
    """Say how many mails wait, and what the mail server said last."""
    with inside(folder):
        from django.conf import settings

        from mica.core.queries import mail_state

        found = mail_state(datetime.now(UTC))
    where = settings.MICA_MAIL.get("host", "") if settings.MICA_MAIL else ""
    lines = [f"Mail goes to {where}." if where else "No mail server: mail is kept in the outbox."]
    if found.waiting:
        lines.append(f"{found.waiting:,} wait, the oldest since {found.oldest:%Y-%m-%d %H:%M} UTC.")
    else:
        lines.append("None waits.")
    if found.fault:
        lines.append(f"At the last try: {found.fault}")
    lines.append(f"In the last week {found.failed:,} failed and {found.bounced:,} came back.")
    say(lines, out_look())
