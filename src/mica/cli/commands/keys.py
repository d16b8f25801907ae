"""`mica keys`: make, look at, rotate and publish an issuer's keys."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from mica.cli import files, passphrase
from mica.cli.errors import CannotRun
from mica.vc import keyring
from mica.vc.dids import web_url
from mica.vc.documents import JsonObject
from mica.vc.keyring import Entry, Keyring
from mica.vc.keys import KeyType

TYPES: Final = [kind.value for kind in KeyType if kind is not KeyType.RSA]

ring_file = click.argument("file", type=click.Path(path_type=Path))
key_type = click.option("--type", "kind", type=click.Choice(TYPES), help="The type of the new key.")


@click.group(name="keys")
def command() -> None:
    """Make and keep an issuer's signing keys.

    A key ring is one file. Its secrets are sealed under a passphrase.
    """


@command.command()
@ring_file
@key_type
@click.option(
    "--controller",
    default=keyring.DID_KEY,
    metavar="did:key|did:web:…",
    help="How the issuer is known: by the key itself (did:key, which can never change) or by "
    "a web address (did:web:school.example).",
)
@passphrase.option
def new(file: Path, kind: str | None, controller: str, passphrase_file: Path | None) -> None:
    """Make a key ring with one key. FILE must not exist yet. Prints the issuer's id."""
    if file.exists():
        raise CannotRun("file-exists", file=str(file))
    keyring.check_controller(controller)
    secret = passphrase.ask(passphrase_file, new=True)
    ring = keyring.new(controller, secret, _now(), kind=KeyType(kind or KeyType.ED25519))
    files.write_new(file, _text(ring.as_json()))
    click.echo(ring.controller)
    _say(f"Written to {file}. Keep a copy, and the passphrase: without both the key is lost.")
    _say_where(ring, file)


@command.command()
@ring_file
def show(file: Path) -> None:
    """Print what is in a key ring, without its secrets. Needs no passphrase."""
    ring = keyring.read(files.read(file))
    click.echo(ring.controller)
    for entry in ring.entries:
        click.echo(_line(entry))


@command.command()
@ring_file
@key_type
@passphrase.option
def rotate(file: Path, kind: str | None, passphrase_file: Path | None) -> None:
    """Add a new key that signs from now on. What was issued stays valid. Prints the key's id."""
    ring = keyring.read(files.read(file))
    keyring.check_rotatable(ring)
    secret = passphrase.ask(passphrase_file)
    ring = keyring.rotate(ring, secret, _now(), kind=KeyType(kind) if kind else None)
    files.overwrite(file, _text(ring.as_json()))
    click.echo(ring.current.id)
    _say("The key before it is retired, and its secret is gone.")
    _say_where(ring, file)


@command.command()
@ring_file
def document(file: Path) -> None:
    """Print the DID document that a did:web issuer publishes."""
    ring = keyring.read(files.read(file))
    click.echo(_text(keyring.did_document(ring)), nl=False)
    _say(f"Publish it at {web_url(ring.controller)}")


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _text(document: JsonObject) -> bytes:
    return json.dumps(document, indent=2, ensure_ascii=False).encode("utf-8") + b"\n"


def _line(entry: Entry) -> str:
    since = f"since {entry.created:%Y-%m-%d}"
    state = "signs" if entry.retired is None else f"retired {entry.retired:%Y-%m-%d}"
    return f"  {entry.id}  {entry.public.type}  {since}  {state}"


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def _say_where(ring: Keyring, file: Path) -> None:
    if ring.controller.startswith("did:web:"):
        _say(
            f"Before you sign with it, publish what `mica keys document {file}` prints "
            f"at {web_url(ring.controller)}"
        )
