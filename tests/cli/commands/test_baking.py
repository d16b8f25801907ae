"""`mica bake` and `mica unbake`: what goes in comes out, and nothing is lost by a slip."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mica.cli.ends import Ends
from mica.cli.root import root
from mica.vc import bake
from tests.cli.commands.world import FILES, write_world

Run = Callable[..., Result]


@pytest.fixture
def mica(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `mica …` among files good and bad, with pictures yet empty."""
    write_world(tmp_path)
    (tmp_path / "picture.svg").write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    monkeypatch.chdir(tmp_path)
    return lambda *words, **more: CliRunner().invoke(root, words, **more)


@pytest.mark.parametrize("picture", ["picture.png", "picture.svg", "baked.png"])
@pytest.mark.parametrize("credential", ["good.json", "good.jwt"])
def test_what_goes_in_comes_out(mica: Run, picture: str, credential: str) -> None:
    baked = mica("bake", picture, credential, "--out", "new")
    out = mica("unbake", "new")

    assert (baked.exit_code, baked.stdout, baked.stderr) == (0, "", "Written to new.\n")
    assert (out.exit_code, out.stdout_bytes) == (0, FILES[credential][0].strip() + b"\n")


def test_a_credential_may_come_through_a_pipe(mica: Run) -> None:
    mica("bake", "picture.png", "-", "--out", "new", input=FILES["good.json"][0])

    assert bake.unbake(Path("new").read_bytes()).encode() == FILES["good.json"][0]
    assert mica("unbake", "-", input=Path("new").read_bytes()).exit_code == 0


@pytest.mark.parametrize(
    "words",
    [("bake", "picture.png", "good.json"), ("unbake", "baked.png")],
    ids=["bake", "unbake"],
)
def test_a_file_is_replaced_only_by_force(mica: Run, words: tuple[str, ...]) -> None:
    Path("new").write_bytes(b"precious")
    done = mica(*words, "--out", "new")

    assert (done.exit_code, Path("new").read_bytes()) == (Ends.UNUSABLE, b"precious")
    assert done.stderr == "Error: new exists already; choose another name, or say --force.\n"
    assert mica(*words, "--out", "new", "--force").exit_code == 0
    assert Path("new").read_bytes() != b"precious"


@pytest.mark.parametrize(
    "words",
    [
        ("bake", "good.json", "picture.png", "--out", "new"),
        ("bake", "picture.png", "rubbish.bin", "--out", "new"),
        ("bake", "picture.png", "absent", "--out", "new"),
        ("bake", "picture.png", "good.json"),
        ("bake", "picture.png", "good.json", "--out", "no/such/folder"),
        ("unbake", "picture.png", "--out", "new"),
        ("unbake", "good.json", "--out", "new"),
        ("unbake", "/dev/zero", "--out", "new"),
    ],
)
def test_what_cannot_be_used_leaves_nothing_behind(mica: Run, words: tuple[str, ...]) -> None:
    done = mica(*words)

    assert (done.exit_code, done.stdout, Path("new").exists()) == (Ends.UNUSABLE, "", False)


def test_a_picture_that_can_act_is_refused(mica: Run) -> None:
    Path("active.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', encoding="utf-8"
    )
    done = mica("bake", "active.svg", "good.json", "--out", "new")

    assert (done.exit_code, Path("new").exists()) == (Ends.FAILED, False)


def test_a_picture_may_be_read_by_whom_the_user_lets_read(mica: Run) -> None:
    before = os.umask(0o027)
    try:
        mica("bake", "picture.png", "good.json", "--out", "new")
    finally:
        os.umask(before)

    assert Path("new").stat().st_mode & 0o777 == 0o640
