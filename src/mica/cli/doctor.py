"""Is this installation sound? Each finding says what was seen and, where need be, what to do.

Nothing of Mica that needs a dependency is imported before that dependency was examined, so that the
doctor can still speak when one is missing.
"""

import codecs
import importlib
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Final

from mica.vc.contexts import ContextTampered, shipped

LEAST_PYTHON: Final = (3, 11)
DEPENDENCIES: Final = {
    "click": ("click", "8.1"),
    "cryptography": ("cryptography", "45"),
    "httpcore": ("httpcore", "1.0.7"),
    "orjson": ("orjson", "3.10"),
    "pyld": ("pyld", "3.0"),
    "pynacl": ("nacl", "1.5"),
    "rfc8785": ("rfc8785", "0.1.4"),
    "segno": ("segno", "1.6"),
}
"""Distribution to module and least version; a test holds it to pyproject.toml."""

NOT_BEFORE: Final = datetime(2026, 1, 1, tzinfo=UTC)
NOT_AFTER: Final = datetime(2050, 1, 1, tzinfo=UTC)
"""No machine that runs this Mica lives outside these years."""

# RFC 8032 §7.1, TEST 1: the empty message.
_SEED: Final = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
_PUBLIC: Final = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
_SIGNATURE: Final = bytes.fromhex(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
    "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)
_REINSTALL: Final = "Install Mica again."


class Level(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined.

    Attributes:
        subject: stable name of what was examined, such as "python" or "dependency-click".
        level: ok, a warning (something will work worse), or an error (something will not work).
        sentence: what was seen.
        advice: what to do; "" where all is well.
    """

    subject: str
    level: Level
    sentence: str
    advice: str = ""


def examine(*, key_file: Path | None = None, now: datetime | None = None) -> list[Finding]:
    """Examine this installation, without changing anything and without touching the network.

    Args:
        key_file: a private key's file, if its permissions are to be examined; it is not read.
        now: the moment to hold the clock to, aware; the system's by default.
    """
    found = [python(sys.version_info[:3])]
    found += [dependency(name, *wanted) for name, wanted in DEPENDENCIES.items()]
    broken = {finding.subject for finding in found if finding.level is Level.ERROR}
    found.append(contexts())
    if "dependency-pynacl" not in broken:
        found.append(signatures())
    found.append(clock(now or datetime.now(UTC)))
    if "dependency-httpcore" not in broken:
        found.append(certificates())
    found.append(terminal(getattr(sys.stdout, "encoding", None)))
    if key_file is not None:
        found += key_permissions(key_file)
    return found


def worst(findings: list[Finding]) -> Level:
    """The gravest level among findings; ok where there are none."""
    order = list(Level)
    return max((finding.level for finding in findings), key=order.index, default=Level.OK)


def python(version: tuple[int, ...]) -> Finding:
    """Whether the interpreter is recent enough."""
    said = ".".join(map(str, version))
    if version < LEAST_PYTHON:
        least = ".".join(map(str, LEAST_PYTHON))
        sentence = f"This is Python {said}; Mica needs {least} or later."
        return Finding("python", Level.ERROR, sentence, f"Install Python {least} or later.")
    return Finding("python", Level.OK, f"Python {said}.")


def dependency(name: str, module: str | None, least: str) -> Finding:
    """Whether a distribution is there, can be imported and is recent enough.

    Args:
        name: of the distribution.
        module: what to import; None where that is of no use by itself.
        least: the version.
    """
    subject = f"dependency-{name}"
    try:
        version = metadata.version(name)
        if module is not None:
            importlib.import_module(module)
    except metadata.PackageNotFoundError:
        return Finding(subject, Level.ERROR, f"{name} is missing.", _REINSTALL)
    except (ImportError, OSError) as error:
        sentence = f"{name} {version} is there, but does not start ({type(error).__name__})."
        return Finding(subject, Level.ERROR, sentence, _REINSTALL)
    if _numbers(version) < _numbers(least):
        sentence = f"{name} {version} is older than {least}."
        advice = f"Bring it up to date: pip install --upgrade {name}"
        return Finding(subject, Level.WARNING, sentence, advice)
    return Finding(subject, Level.OK, f"{name} {version}.")


def contexts() -> Finding:
    """Whether the shipped contexts are there and unchanged."""
    try:
        number = len(shipped().documents)
    except ContextTampered as error:
        return Finding("contexts", Level.ERROR, str(error), _REINSTALL)
    except (OSError, ValueError, KeyError) as error:
        sentence = f"The shipped contexts cannot be read ({type(error).__name__})."
        return Finding("contexts", Level.ERROR, sentence, _REINSTALL)
    return Finding("contexts", Level.OK, f"{number} contexts, each with its recorded hash.")


def signatures() -> Finding:
    """Whether Ed25519 gives the known answer of RFC 8032 and refuses a wrong one."""
    from nacl.exceptions import BadSignatureError
    from nacl.signing import SigningKey

    key = SigningKey(_SEED)
    right = bytes(key.verify_key) == _PUBLIC and key.sign(b"").signature == _SIGNATURE
    try:
        key.verify_key.verify(b"", _SIGNATURE)
    except BadSignatureError:
        right = False
    try:
        key.verify_key.verify(b"forged", _SIGNATURE)
        right = False
    except BadSignatureError:
        pass
    if right:
        return Finding("signatures", Level.OK, "Ed25519 signs and verifies as RFC 8032 says.")
    sentence = "Ed25519 does not give the answers of RFC 8032: no verdict of this machine holds."
    return Finding("signatures", Level.ERROR, sentence, _REINSTALL)


def clock(now: datetime) -> Finding:
    """Whether the clock can be right; a wrong one makes credentials expire or not yet hold."""
    said = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    if NOT_BEFORE <= now < NOT_AFTER:
        return Finding("clock", Level.OK, f"The clock says {said}.")
    sentence = f"The clock says {said}, which cannot be, so dates cannot be checked."
    return Finding("clock", Level.ERROR, sentence, "Set the clock, best by network time (NTP).")


def certificates() -> Finding:
    """Whether there are certificate authorities by which servers can be believed."""
    from mica.net.wire import system_has_trust

    if system_has_trust():
        return Finding("certificates", Level.OK, "The system's certificate store is in use.")
    sentence = "The system has no certificate store; the one of the HTTP library is used."
    advice = "Install the system's certificates (on Debian: apt install ca-certificates)."
    return Finding("certificates", Level.WARNING, sentence, advice)


def terminal(encoding: str | None) -> Finding:
    """Whether every letter can be shown.

    Args:
        encoding: as the output stream names it; None where there is no stream.
    """
    try:
        name = codecs.lookup(encoding or "ascii").name
    except LookupError:
        name = "unknown"
    if name == "utf-8":
        return Finding("terminal", Level.OK, "The terminal shows every letter (UTF-8).")
    sentence = f"The terminal's encoding is {name}, so names in many scripts cannot be shown."
    return Finding("terminal", Level.WARNING, sentence, "Set PYTHONUTF8=1 before starting Mica.")


def key_permissions(path: Path) -> list[Finding]:
    """Who but its owner can reach a private key. The key itself is not read."""
    try:
        about, above = path.stat(), path.resolve().parent.stat()
    except OSError as error:
        sentence = f"The key file {path} cannot be examined ({type(error).__name__})."
        return [Finding("key-file", Level.ERROR, sentence, "Check the path and who may read it.")]
    if not stat.S_ISREG(about.st_mode):
        sentence = f"{path} is not a file."
        return [Finding("key-file", Level.ERROR, sentence, "Give the path of the key file.")]
    if os.name != "posix":
        sentence = f"Who may read {path} cannot be told on this system."
        return [Finding("key-file", Level.WARNING, sentence, "Let nobody but yourself read it.")]
    faults = list(_key_faults(path, about, above))
    return faults or [Finding("key-file", Level.OK, f"Only its owner can reach {path}.")]


def _key_faults(path: Path, about: os.stat_result, above: os.stat_result) -> Iterator[Finding]:
    if about.st_mode & 0o077:
        sentence = f"Others than its owner can reach {path}."
        advice = f"Close it: chmod 600 {path}. If others may have read it, make a new key."
        yield Finding("key-file", Level.ERROR, sentence, advice)
    if about.st_uid != os.geteuid():
        sentence = f"{path} belongs to another user."
        yield Finding("key-file", Level.WARNING, sentence, "Run Mica as the owner of the key.")
    # In a folder with the sticky bit (such as /tmp) others may add files, but not replace ours.
    if above.st_mode & 0o022 and not above.st_mode & stat.S_ISVTX:
        sentence = f"Others can replace {path}, because they may write to its folder."
        yield Finding("key-file", Level.ERROR, sentence, "Close the folder: chmod go-w on it.")


def _numbers(version: str) -> list[int]:
    """The leading numbers of a version: enough to tell older from newer.

    >>> _numbers("1.10.2rc1") > _numbers("1.9")
    True
    """
    numbers = []
    for part in version.split("."):
        if not part.isdecimal():
            break
        numbers.append(int(part))
    return numbers
