"""`mica verify`: what it prints, and how it ends."""

import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mica.cli.commands import verify as module
from mica.cli.commands.verify import counted
from mica.cli.ends import Ends
from mica.cli.root import root
from mica.vc.errors import Unreachable
from mica.vc.verify import Setting
from mica.verification.rules import STANDARDS, judge
from tests import cast
from tests.cast import NOW, PROVIDER
from tests.cli.commands.world import FILES, write_world

AT = ("--at", "2026-06-01T12:00:00Z")
Run = Callable[..., Result]


@pytest.fixture
def mica(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `mica verify …` offline, among files good and bad."""
    write_world(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *words, **more: CliRunner().invoke(
        root, ["verify", "--offline", *AT, *words], **more
    )


@pytest.mark.parametrize(("name", "end"), [(name, end) for name, (_, end) in FILES.items()])
def test_each_verdict_has_its_end(mica: Run, name: str, end: Ends) -> None:
    assert mica(name).exit_code == end


@pytest.mark.parametrize(
    ("names", "end"),
    [
        (("good.json", "baked.svg"), Ends.WELL),
        (("good.json", "undecided.json"), Ends.UNDECIDED),
        (("undecided.json", "forged.json", "good.json"), Ends.FAILED),
        (("forged.json", "rubbish.bin", "undecided.json"), Ends.UNUSABLE),
        (("absent", "good.json"), Ends.UNUSABLE),
        (("https://harbour.example/a", "good.json"), Ends.UNDECIDED),
    ],
)
def test_many_end_as_the_worst_of_them(mica: Run, names: tuple[str, ...], end: Ends) -> None:
    assert mica(*names).exit_code == end


def test_many_are_told_on_one_line_each_and_counted(mica: Run) -> None:
    done = mica("good.json", "forged.json", "undecided.json", "rubbish.bin")

    assert done.stdout == (
        "✓ valid      good.json  “Beekeeping for beginners”, awarded by Harbour College "
        "(did:key:z6Mkon3N…FbLfLX) to did:key:z6Mko9hT…qVBiyH\n"
        "✗ not valid  forged.json  The signature by did:key:z6Mkon3N…FbLfLX does not fit: "
        "it was changed or forged. “Brain surgery”\n"
        "? undecided  undecided.json  Unknown whether it was revoked: "
        "https://status.provider.example/1 was not fetched, because nothing may be fetched now. "
        "“Beekeeping for beginners”\n"
        "! unusable   rubbish.bin  This is neither a text nor a PNG or SVG picture, so it holds "
        "no credential that could be found.\n"
        "\n"
        "4 in all: 1 valid, 1 could not be decided, 1 not valid, 1 could not be used.\n"
    )
    assert done.stderr == ""


def test_one_is_told_at_length(mica: Run) -> None:
    done = mica("good.json")

    assert done.stdout.startswith("✓ VALID: “Beekeeping for beginners”, awarded by ")
    assert "Every check, as of 1 June 2026, 12:00 UTC\n" in done.stdout


def test_one_that_cannot_be_used_says_why(mica: Run) -> None:
    assert mica("rubbish.bin").stdout == (
        "! COULD NOT BE USED: rubbish.bin. This is neither a text nor a PNG or SVG\n"
        "  picture, so it holds no credential that could be found.\n"
    )


def test_a_link_that_cannot_be_had_is_not_decided(mica: Run) -> None:
    assert mica("https://harbour.example/a").stdout == (
        "? COULD NOT BE DECIDED: https://harbour.example/a. https://harbour.example/a was\n"
        "  not fetched, because nothing may be fetched now.\n"
    )


def test_json_is_one_object_a_line(mica: Run) -> None:
    names = ("good.json", "rubbish.bin", "absent", ".", "https://harbour.example/a")
    done = mica("--json", *names)
    said = [json.loads(line) for line in done.stdout.splitlines()]
    report = judge(Path("good.json").read_bytes(), Setting(module.nothing, NOW, STANDARDS))

    assert said == [
        {"input": "good.json", "report": report.as_json()},
        {
            "input": "rubbish.bin",
            "unusable": {
                "code": "not-a-document",
                "sentence": "This is neither a text nor a PNG or SVG picture, so it holds no "
                "credential that could be found.",
            },
        },
        {
            "input": "absent",
            "unusable": {
                "code": "not-readable",
                "sentence": "The file cannot be read: No such file or directory.",
            },
        },
        {
            "input": ".",
            "unusable": {
                "code": "is-a-folder",
                "sentence": "This is a folder; name the files in it.",
            },
        },
        {
            "input": "https://harbour.example/a",
            "undecided": {
                "code": "offline",
                "sentence": "https://harbour.example/a was not fetched, because nothing may be "
                "fetched now.",
            },
        },
    ]
    assert done.exit_code == Ends.UNUSABLE


def test_json_holds_nothing_that_a_terminal_obeys(mica: Run) -> None:
    attack = "\x1b[2J\u202e"
    document = cast.credential()
    document["credentialSubject"]["achievement"]["name"] = attack
    Path("attack.json").write_text(json.dumps(PROVIDER.signs(document)), encoding="utf-8")
    done = mica("--json", "attack.json")

    assert done.stdout.isascii()
    assert "\x1b" not in done.stdout
    assert json.loads(done.stdout)["report"]["about"]["title"] == attack


def test_quiet_prints_the_words_of_the_verdicts(mica: Run) -> None:
    names = ("good.json", "forged.json", "undecided.json", "rubbish.bin")

    assert mica("-q", *names).stdout == "valid\ninvalid\nundecided\nunusable\n"


def test_standard_input_is_read_as_bytes(mica: Run) -> None:
    done = mica("-q", "-", input=Path("baked.png").read_bytes())

    assert (done.stdout, done.exit_code) == ("valid\n", Ends.WELL)


def test_the_moment_can_be_named(mica: Run) -> None:
    done = mica("good.json", "--at", "2031-01-15T10:00:01+01:00")

    assert done.stdout.startswith(
        "✗ NOT VALID: “Beekeeping for beginners”. It expired on 15 January 2031.\n"
    )


@pytest.mark.parametrize("time", ["yesterday", "2026-01-15", "2026-01-15T09:00:00"])
def test_a_moment_that_is_none_is_a_slip_and_no_verdict(mica: Run, time: str) -> None:
    done = mica("good.json", "--at", time)

    assert (done.exit_code, done.stdout) == (Ends.UNUSABLE, "")
    assert "--at" in done.stderr


def test_no_file_at_all_is_a_slip(mica: Run) -> None:
    assert mica().exit_code == Ends.UNUSABLE


def test_a_bug_on_one_file_is_no_verdict_and_stops_no_other(
    mica: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(data: bytes, setting: Setting) -> Any:
        if b"Brain" in data:
            raise ZeroDivisionError
        return judge(data, setting)

    monkeypatch.setattr(module, "judge", stumble)
    done = mica("forged.json", "good.json")

    assert done.exit_code == Ends.BUG
    assert done.stdout.splitlines()[0].startswith("! bug        forged.json  This is a bug in Mica")
    assert done.stdout.splitlines()[1].startswith("✓ valid      good.json")
    assert "ZeroDivisionError" in done.stderr


def test_a_file_that_may_not_be_read_is_unusable(
    mica: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def refuse(path: Path, *args: Any, **more: Any) -> Any:
        if path.name == "good.json":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **more)

    monkeypatch.setattr(Path, "open", refuse)  # root may read everything
    done = mica("good.json", "baked.svg")

    assert done.stdout.splitlines()[0] == (
        "! unusable   good.json  The file cannot be read: Permission denied."
    )
    assert done.exit_code == Ends.UNUSABLE


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a\nb.json", r"a\nb.json"), ("\x1b[2J.json", r"\x1b[2J.json"), ("Žofie.json", "Žofie.json")],
)
def test_terminal_escape_injection_through_a_file_name(mica: Run, name: str, shown: str) -> None:
    Path("good.json").rename(name)
    done = mica(name, "baked.svg")

    assert done.stdout.splitlines()[0].startswith(f"✓ valid      {shown}  “Beekeeping")
    assert len(done.stdout.splitlines()) == 4


def test_a_file_name_that_is_no_text_is_shown(mica: Run) -> None:
    name = os.fsdecode(b"\xff.json")
    Path("good.json").rename(name)
    done = mica(name, "baked.svg")

    assert done.stdout.splitlines()[0].startswith("✓ valid      \\udcff.json  ")


def test_offline_is_the_only_reason_why_a_list_is_not_known(
    mica: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "nothing", cast.shelf(cast.status_list(94567)))

    assert mica("-q", "undecided.json").stdout == "invalid\n"


def test_the_network_is_made_ready_when_it_is_needed_and_refuses_what_is_private() -> None:
    online = module.Online()

    with pytest.raises(Unreachable) as caught:
        online("http://127.0.0.1/")
    assert caught.value.code == "not-https"


def test_nothing_is_counted_that_did_not_happen() -> None:
    assert counted(Counter({Ends.FAILED: 2})) == "2 in all: 2 not valid."
