"""`mica issue`: sign a credential."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from mica.cli import example, files, passphrase
from mica.cli.ends import Ends
from mica.cli.errors import CannotRun
from mica.cli.look import Look, look_of, safe
from mica.cli.speaking import hand_out
from mica.vc import documents, keyring, model
from mica.vc import issue as issuing
from mica.vc.dids import web_url
from mica.vc.documents import JsonObject
from mica.vc.keyring import Keyring
from mica.vc.keys import KeyType, SigningKey
from mica.vc.report import Fault, Outcome, Report
from mica.vc.resolve import Resolve, Shelf, nothing
from mica.vc.verify import Setting
from mica.verification.rules import STANDARDS, judge

SUITES: Final = ("eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019")
FORMS: Final = ("proof", "jwt", "jose")
_PATH: Final = click.Path(path_type=Path)


@click.command(name="issue")
@click.argument("file", required=False, type=_PATH)
@click.option("--keys", "ring_file", type=_PATH, metavar="RING", help="The issuer's key ring.")
@click.option(
    "--as",
    "form",
    type=click.Choice(FORMS),
    default="proof",
    show_default=True,
    help="A proof inside the JSON, a JWT as Open Badges has it, or VC-JOSE-COSE.",
)
@click.option(
    "--suite",
    type=click.Choice(SUITES),
    metavar="SUITE",
    help=f"How a proof is made: {', '.join(SUITES)}. Without it the key decides.",
)
@click.option("--out", type=_PATH, metavar="FILE", help="Write it to FILE, not standard output.")
@click.option("--force", is_flag=True, help="Replace the file of --out if it exists.")
@click.option("--example", "wants_example", is_flag=True, help="Print a credential to start from.")
@passphrase.option
def command(
    file: Path | None,
    *,
    ring_file: Path | None,
    form: str,
    suite: str | None,
    out: Path | None,
    passphrase_file: Path | None,
    force: bool,
    wants_example: bool,
) -> None:
    """Sign a credential.

    FILE is an unsigned credential as JSON; - is standard input. The issuer's id is filled in where
    there is none. What was signed is read back and verified before it is handed out.
    """
    if wants_example:
        hand_out(as_text(example.badge(_now())).encode())
        return
    if file is None or ring_file is None:
        raise click.UsageError("Name a FILE and --keys RING, or ask for --example.")
    if suite is not None and form != "proof":
        raise CannotRun("suite-not-for-jwt", form=form)
    if out is not None and out.exists() and not force:
        raise CannotRun("file-is-there", file=str(out))
    ring = keyring.read(files.read(ring_file))
    document = with_issuer(documents.read(files.read(file)), ring.controller)
    if found := faults(document):
        click.echo("\n".join(fault_lines(file, found, look_of(sys.stderr))), err=True)
        raise SystemExit(Ends.FAILED)
    key = ring.open(passphrase.ask(passphrase_file))
    suite, now = suite or suite_of(key.public.type), _now()
    text = signed(document, key, ring.current.id, form=form, suite=suite, now=now)
    check_readback(text, ring, now)
    if out is None:
        hand_out(text.encode())
    else:
        files.write(out, text.encode(), force=force)
        click.echo(f"Written to {out}.", err=True)


def with_issuer(document: JsonObject, controller: str) -> JsonObject:
    """The document with the issuer's id, which must be the ring's where there is one.

    Raises:
        CannotRun: `issuer-differs`.
    """
    issuer = document.get("issuer")
    if issuer is None:
        return {**document, "issuer": controller}
    named = issuer.get("id", controller) if isinstance(issuer, dict) else issuer
    if named != controller:
        raise CannotRun("issuer-differs", named=safe(str(named)), ring=controller)
    if isinstance(issuer, dict):
        return {**document, "issuer": {"id": controller, **issuer}}
    return document


def faults(document: JsonObject) -> list[Fault]:
    """Every rule that the unsigned document breaks, of the data model and of its standard."""
    found = {(fault.code, fault.pointer): fault for fault in model.check(document)}
    for standard in STANDARDS:
        if standard.recognises(document):
            found |= {(fault.code, fault.pointer): fault for fault in standard.check(document)}
    return sorted(found.values(), key=lambda fault: fault.pointer)


def fault_lines(file: Path, found: Sequence[Fault], look: Look) -> list[str]:
    """What is wrong, each with its place."""
    name = "It" if str(file) == "-" else safe(str(file))
    number = "one thing" if len(found) == 1 else f"{len(found)} things"
    lines = [f"{name} was not signed. Put right {number} first:"]
    for fault in found:
        lines += look.wrap(f"{safe(fault.pointer) or '/'}: {safe(fault.sentence, 500)}", "  ✗ ")
    return [look.letters(line) for line in lines]


def suite_of(kind: KeyType) -> str:
    """The suite by which a type of key signs where none is asked for."""
    return "eddsa-rdfc-2022" if kind is KeyType.ED25519 else "ecdsa-rdfc-2019"


def signed(
    document: JsonObject, key: SigningKey, method: str, *, form: str, suite: str, now: datetime
) -> str:
    """The credential as text: JSON, or a compact JWS.

    Raises:
        Refused, Undecidable, Unusable: as `mica.vc.issue`.
    """
    match form:
        case "jwt":
            return issuing.issue_jwt(document, key, method=method) + "\n"
        case "jose":
            return issuing.issue_jose(document, key, method=method) + "\n"
        case _:
            made = issuing.issue(document, key, method=method, created=now, suite=suite)
            return as_text(made)


def check_readback(text: str, ring: Keyring, now: datetime) -> None:
    """Verify the form and the signature of what is to be handed out, as a stranger would.

    Raises:
        CannotRun: `readback-failed`.
    """
    report = judge(text.encode(), Setting(_own_document(ring), now, STANDARDS, asks_status=False))
    if why := _doubt(report):
        raise CannotRun("readback-failed", why=why)


def _doubt(report: Report) -> str | None:
    """What speaks against form or signature; dates and lists are the issuer's own affair."""
    checks = [check for check in report.checks if check.step[:1] in "123" and check.decides]
    for check in checks:
        if check.outcome is not Outcome.PASSED:
            return check.sentence
    return None if any(check.code == "signature-holds" for check in checks) else "It is not signed."


def _own_document(ring: Keyring) -> Resolve:
    """A did:web document that may not be published yet."""
    if not ring.controller.startswith("did:web:"):
        return nothing
    text = json.dumps(keyring.did_document(ring)).encode()
    return Shelf({web_url(ring.controller): text})


def as_text(document: JsonObject) -> str:
    """JSON as people like to read it."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
