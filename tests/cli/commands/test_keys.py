"""`mica keys`: results to standard output, the rest to standard error, files private and safe."""

import json
import os
import pty
import select
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mica.cli.root import root
from mica.vc import keyring

PASSPHRASE = "correct horse battery"
SCHOOL = "did:web:school.example"
WHERE = "https://school.example/.well-known/did.json"

Run = Callable[..., Result]


@pytest.fixture
def mica(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `mica keys …` in an empty folder, with a passphrase in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MICA_KEY_PASSPHRASE", PASSPHRASE)
    return lambda *words, **more: CliRunner().invoke(root, ["keys", *words], **more)


def today() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d}"


def test_new_prints_the_issuer_and_writes_a_private_file(mica: Run) -> None:
    done = mica("new", "a.keys")
    ring = keyring.read(Path("a.keys").read_bytes())

    assert (done.exit_code, done.stdout) == (0, f"{ring.controller}\n")
    assert done.stderr == (
        "Written to a.keys. Keep a copy, and the passphrase: without both the key is lost.\n"
    )
    assert ring.open(PASSPHRASE).public == ring.current.public
    assert Path("a.keys").stat().st_mode & 0o777 == 0o600
    assert list(Path().iterdir()) == [Path("a.keys")]


def test_new_for_a_web_address_says_where_to_publish(mica: Run) -> None:
    done = mica("new", "a.keys", "--controller", SCHOOL, "--type", "P-256")

    assert (done.exit_code, done.stdout) == (0, f"{SCHOOL}\n")
    assert done.stderr.endswith(f"`mica keys document a.keys` prints at {WHERE}\n")


def test_a_file_that_exists_is_never_overwritten(mica: Run) -> None:
    Path("a.keys").write_text("precious", encoding="utf-8")
    done = mica("new", "a.keys")

    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr == (
        "Error: a.keys exists already and is never overwritten; choose another name.\n"
    )
    assert Path("a.keys").read_text(encoding="utf-8") == "precious"


def test_show_needs_no_passphrase(mica: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    mica("new", "a.keys", "--controller", SCHOOL)
    mica("rotate", "a.keys", "--type", "P-384")
    monkeypatch.delenv("MICA_KEY_PASSPHRASE")
    done = mica("show", "a.keys")

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        f"{SCHOOL}\n"
        f"  {SCHOOL}#key-1  Ed25519  since {today()}  retired {today()}\n"
        f"  {SCHOOL}#key-2  P-384  since {today()}  signs\n"
    )


def test_rotate_prints_the_new_key_and_keeps_the_file_private(mica: Run) -> None:
    mica("new", "a.keys", "--controller", SCHOOL)
    done = mica("rotate", "a.keys")

    assert (done.exit_code, done.stdout) == (0, f"{SCHOOL}#key-2\n")
    assert done.stderr == (
        "The key before it is retired, and its secret is gone.\n"
        f"Before you sign with it, publish what `mica keys document a.keys` prints at {WHERE}\n"
    )
    assert len(keyring.read(Path("a.keys").read_bytes()).entries) == 2
    assert Path("a.keys").stat().st_mode & 0o777 == 0o600
    assert list(Path().iterdir()) == [Path("a.keys")]


def test_rotate_through_a_link_changes_the_file_and_keeps_the_link(mica: Run) -> None:
    mica("new", "a.keys", "--controller", SCHOOL)
    Path("link.keys").symlink_to("a.keys")
    mica("rotate", "link.keys")

    assert Path("link.keys").is_symlink()
    assert len(keyring.read(Path("a.keys").read_bytes()).entries) == 2


def test_a_did_key_cannot_rotate_and_the_way_out_is_told(mica: Run) -> None:
    mica("new", "a.keys")
    before = Path("a.keys").read_bytes()
    done = mica("rotate", "a.keys")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "mica keys new FILE --controller did:web:YOUR-DOMAIN" in done.stderr
    assert Path("a.keys").read_bytes() == before


def test_document_prints_what_is_to_be_published(mica: Run) -> None:
    mica("new", "a.keys", "--controller", SCHOOL)
    mica("rotate", "a.keys")
    done = mica("document", "a.keys")
    ring = keyring.read(Path("a.keys").read_bytes())

    assert (done.exit_code, done.stderr) == (0, f"Publish it at {WHERE}\n")
    assert json.loads(done.stdout) == keyring.did_document(ring)
    assert done.stdout.endswith("}\n")


def test_a_did_key_has_no_document(mica: Run) -> None:
    mica("new", "a.keys")
    done = mica("document", "a.keys")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: A did:key carries its document in its name")


def test_another_passphrase_is_refused(mica: Run) -> None:
    mica("new", "a.keys", "--controller", SCHOOL)
    done = mica("rotate", "a.keys", env={"MICA_KEY_PASSPHRASE": "wrong horse battery"})

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "Error: The passphrase does not open this key.\n"


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_the_passphrase_file_comes_before_the_environment(mica: Run, ending: str) -> None:
    Path("pass").write_bytes(f"another horse battery{ending}".encode())
    done = mica("new", "a.keys", "--passphrase-file", "pass")
    ring = keyring.read(Path("a.keys").read_bytes())

    assert done.exit_code == 0
    assert ring.open("another horse battery").public == ring.current.public


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"short\n", 1, "Error: The passphrase needs at least 12 characters.\n"),
        (b"", 1, "Error: The passphrase needs at least 12 characters.\n"),
        (b"caf\xe9 caf\xe9 caf\xe9", 1, "Error: The passphrase holds bytes that are not UTF-8"),
        (b"x" * 5000, 3, "Error: 4097 bytes is more than the 4096 that are read.\n"),
    ],
    ids=["short", "empty", "latin", "long"],
)
def test_a_passphrase_file_that_is_none_is_refused(
    mica: Run, content: bytes, status: int, said: str
) -> None:
    Path("pass").write_bytes(content)
    done = mica("new", "a.keys", "--passphrase-file", "pass")

    assert (done.exit_code, done.stderr[: len(said)]) == (status, said)
    assert list(Path().iterdir()) == [Path("pass")]


def test_where_nobody_can_be_asked_the_ways_are_named(
    mica: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MICA_KEY_PASSPHRASE")
    done = mica("new", "a.keys")

    assert done.exit_code == 3
    assert done.stderr == (
        "Error: A passphrase is needed and nobody can be asked here: set MICA_KEY_PASSPHRASE, "
        "or name a file with --passphrase-file.\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "nothing"], "Error: nothing: No such file or directory.\n"),
        (["show", "."], "Error: .: Is a directory.\n"),
        (["show", "text"], "Error: This is not JSON: Expecting value at line 1, column 1.\n"),
        (["show", "json"], "Error: This is not a key ring as Mica writes it"),
        (["new", "no/such/folder"], "Error: no/such: No such file or directory.\n"),
        (["new", "a", "--type", "RSA"], "Usage: root keys new"),
        (["new"], "Usage: root keys new"),
        (["nothing"], "Usage: root keys"),
    ],
)
def test_input_that_cannot_be_used_ends_with_three(mica: Run, words: list[str], said: str) -> None:
    Path("text").write_text("key", encoding="utf-8")
    Path("json").write_text("{}", encoding="utf-8")
    done = mica(*words)

    assert (done.exit_code, done.stdout, done.stderr[: len(said)]) == (3, "", said)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of POSIX")
def test_a_new_passphrase_is_asked_for_twice_and_not_shown(tmp_path: Path) -> None:
    terminal, inside = pty.openpty()
    without = {key: value for key, value in os.environ.items() if key != "MICA_KEY_PASSPHRASE"}
    source = str(Path(__file__).resolve().parents[3] / "src")
    with subprocess.Popen(
        [sys.executable, "-m", "mica", "keys", "new", "a.keys"],
        cwd=tmp_path,
        env={**without, "PYTHONPATH": source},
        stdin=inside,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as asking:
        try:
            said = answer(asking, terminal, f"{PASSPHRASE}\n")
            said += answer(asking, terminal, f"{PASSPHRASE}\n")
            printed, rest = asking.communicate(timeout=20)
        finally:
            asking.kill()
            os.close(inside)
            os.close(terminal)

    assert asking.returncode == 0, rest
    assert said.startswith(b"New passphrase (at least 12 characters): ")
    assert PASSPHRASE.encode() not in printed + said + rest
    assert (tmp_path / "a.keys").exists()


def answer(asking: subprocess.Popen[bytes], terminal: int, typed: str) -> bytes:
    """Type when the question stands there: what is typed before it is thrown away."""
    assert asking.stderr is not None
    said = b""
    while not said.endswith(b": ") and select.select([asking.stderr], [], [], 20)[0]:
        said += os.read(asking.stderr.fileno(), 1)
        assert said
    os.write(terminal, typed.encode())
    return said
