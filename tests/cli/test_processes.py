"""The command line as a person meets it: real processes, pipes, terminals and odd files."""

import fcntl
import json
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Mapping
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from mica.cli.ends import Ends
from mica.vc.baking.carried import MAX_IMAGE
from tests.cli.commands.world import FILES, write_world

SOURCE = str(Path(__file__).resolve().parents[2] / "src")
MICA = (sys.executable, "-m", "mica")
VERIFY = (*MICA, "verify", "--offline", "--at", "2026-06-01T12:00:00Z")
CLEAN = {
    name: value
    for name, value in os.environ.items()
    if name not in {"COLUMNS", "NO_COLOR", "TERM", "LC_ALL"} and not name.startswith("PYTHON")
}


def environment(**more: str) -> Mapping[str, str]:
    return {**CLEAN, "PYTHONPATH": SOURCE, "TERM": "xterm", **more}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files good and bad."""
    write_world(tmp_path)
    return tmp_path


def run(
    folder: Path, *words: str, stdin: bytes = b"", seconds: float = 30, **more: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        words,
        cwd=folder,
        env=environment(**more),
        input=stdin,
        capture_output=True,
        check=False,
        timeout=seconds,
    )


def in_a_terminal(folder: Path, *words: str, columns: int, **more: str) -> tuple[int, str]:
    """The status, and all that a terminal of a width was sent."""
    outside, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    seen = b""
    with subprocess.Popen(
        words, cwd=folder, env=environment(**more), stdin=inside, stdout=inside, stderr=inside
    ) as process:
        os.close(inside)
        while True:
            try:
                read = os.read(outside, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not read:
                break
            seen += read
    os.close(outside)
    return process.returncode, seen.decode().replace("\r\n", "\n")


def without_colours(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize("name", ["good.json", "forged.json", "undecided.json", "rubbish.bin"])
def test_the_end_tells_the_verdict(folder: Path, name: str) -> None:
    assert run(folder, *VERIFY, name).returncode == FILES[name][1]


def test_the_whole_world_at_once(folder: Path) -> None:
    done = run(folder, *VERIFY, "--json", *FILES)
    said = [json.loads(line) for line in done.stdout.splitlines()]

    assert [line["input"] for line in said] == list(FILES)
    assert (done.returncode, done.stderr) == (Ends.UNUSABLE, b"")


def test_a_pipe_gets_plain_words(folder: Path) -> None:
    done = run(folder, *VERIFY, "good.json")

    assert done.stdout.decode().startswith("✓ VALID: “Beekeeping for beginners”, awarded by")
    assert b"\x1b" not in done.stdout


def test_standard_input_from_a_pipe(folder: Path) -> None:
    done = run(folder, *VERIFY, "-q", "-", stdin=FILES["baked.png"][0])

    assert (done.stdout, done.returncode) == (b"valid\n", Ends.WELL)


@pytest.mark.parametrize("columns", [60, 100])
def test_a_terminal_gets_colours_and_lines_that_fit(folder: Path, columns: int) -> None:
    status, seen = in_a_terminal(folder, *VERIFY, "forged.json", columns=columns)
    lines = without_colours(seen).splitlines()

    assert status == Ends.FAILED
    assert seen.startswith("\x1b[1;31m✗ NOT VALID\x1b[0m: “Brain surgery”. ")
    assert max(map(len, lines)) <= max(columns, len("             ") + 56)
    assert max(map(len, lines)) > columns - 20


def test_no_color_is_heeded(folder: Path) -> None:
    _, seen = in_a_terminal(folder, *VERIFY, "good.json", columns=80, NO_COLOR="1")

    assert seen.startswith("✓ VALID: ")
    assert "\x1b" not in seen


def test_many_in_a_terminal_take_one_line_each(folder: Path) -> None:
    _, seen = in_a_terminal(folder, *VERIFY, "good.json", "forged.json", columns=60)
    lines = without_colours(seen).splitlines()

    assert [len(line) for line in lines[:2]] == [60, 60]
    assert lines[3] == "2 in all: 1 valid, 1 not valid."


@pytest.mark.parametrize("encoding", ["ascii", "iso8859-1", "cp1252"])
def test_a_locale_without_our_letters_gets_others(folder: Path, encoding: str) -> None:
    done = run(folder, *VERIFY, "forged.json", PYTHONIOENCODING=encoding)

    assert done.stdout.startswith(b'x NOT VALID: "Brain surgery". The signature by ')
    assert (done.stdout.isascii(), done.returncode) == (True, Ends.FAILED)


def test_the_c_locale_works(folder: Path) -> None:
    done = run(folder, *VERIFY, "good.json", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")

    assert (done.returncode, done.stderr) == (Ends.WELL, b"")


def test_a_reader_who_leaves_early_is_no_verdict(folder: Path) -> None:
    words = [*VERIFY, *["good.json"] * 50]
    with subprocess.Popen(
        words, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("✓ valid".encode())
        process.stdout.close()
        said = process.stderr.read()
        status = process.wait(timeout=30)

    assert (status, said) == (Ends.PIPE, b"")


def test_a_pipe_closed_from_the_start_is_no_verdict(folder: Path) -> None:
    script = '"$@" | true; echo ${PIPESTATUS[0]}'
    done = run(folder, "bash", "-c", script, "bash", *VERIFY, "good.json")

    assert int(done.stdout) in (Ends.PIPE, Ends.WELL)
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("redirected", "end", "said"),
    [
        (">&-", Ends.WELL, b""),
        ("2>&-", Ends.WELL, b""),
        ("<&-", Ends.WELL, b""),
        ("> /dev/full", Ends.UNUSABLE, b"Error: No space left on device.\n"),
    ],
)
def test_streams_that_are_closed_or_full_are_no_bug(
    folder: Path, redirected: str, end: Ends, said: bytes
) -> None:
    done = run(folder, "bash", "-c", f'"$@" {redirected}', "bash", *VERIFY, "good.json")

    assert (done.returncode, done.stderr) == (end, said)


def test_a_hundred_megabytes_are_not_read(folder: Path) -> None:
    with (folder / "huge.json").open("wb") as file:
        file.write(b'{"a": "')
        file.truncate(100 * 1024 * 1024)
    done = run(folder, "bash", "-c", 'ulimit -v 600000; exec "$@"', "bash", *VERIFY, "huge.json")

    assert done.returncode == Ends.UNUSABLE
    assert str(MAX_IMAGE).encode() in done.stdout.replace(b"\n  ", b" ")


def test_an_endless_device_ends(folder: Path) -> None:
    done = run(folder, *VERIFY, "/dev/zero")

    assert (done.returncode, done.stderr) == (Ends.UNUSABLE, b"")


def test_a_named_pipe_is_read(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    writer = threading.Thread(
        target=lambda: (folder / "pipe").write_bytes(FILES["good.json"][0]), daemon=True
    )
    writer.start()
    done = run(folder, *VERIFY, "-q", "pipe")
    writer.join(timeout=5)

    assert (done.stdout, done.returncode) == (b"valid\n", Ends.WELL)


def test_a_file_name_with_a_line_break_takes_one_line(folder: Path) -> None:
    (folder / "a\nb.json").write_bytes(FILES["good.json"][0])
    done = run(folder, *VERIFY, "a\nb.json", "good.json")

    assert done.stdout.decode().splitlines()[0].startswith(r"✓ valid      a\nb.json  ")


def takes_less(seconds: float, folder: Path, *words: str) -> bool:
    """Whether one of three runs does: what else runs on the machine must not decide."""
    for _ in range(3):
        before = getrusage(RUSAGE_CHILDREN)
        run(folder, *words)
        after = getrusage(RUSAGE_CHILDREN)
        if after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < seconds:
            return True
    return False


def test_help_takes_less_than_a_third_of_a_second(folder: Path) -> None:
    assert takes_less(0.3, folder, *MICA, "--help")


def test_to_verify_one_takes_less_than_a_second(folder: Path) -> None:
    assert takes_less(1, folder, *VERIFY, "good.json")


def test_stopping_it_is_no_verdict(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with subprocess.Popen(
        [
            "/usr/bin/env",
            "--default-signal=INT",
            *VERIFY,
            "pipe",
        ],  # a shell's background job ignores it
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        writer = os.open(folder / "pipe", os.O_WRONLY)  # comes back once it is being read
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=30)
        os.close(writer)

    assert (process.returncode, said) == (Ends.STOPPED, (b"", b"Error: Stopped.\n"))


def test_a_changed_context_is_a_broken_installation_and_no_verdict(folder: Path) -> None:
    shutil.copytree(SOURCE, folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    context = folder / "src/mica/vc/contexts/credentials-v2.jsonld"
    context.write_bytes(context.read_bytes().replace(b"validUntil", b"validUntll"))
    done = run(folder, *VERIFY, "good.json", PYTHONPATH=str(folder / "src"))

    assert (done.returncode, done.stdout) == (Ends.BUG, b"")
    assert b"credentials-v2.jsonld was changed" in done.stderr
