"""The settings as a start reads them: all at once, and refused all at once."""

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mica.cli.commands import serve
from mica.cli.house.doctor import OWN_NAMES
from mica.site import settings
from mica.site.environment import BadSettings, Environment, as_django, time_zone

SOURCE = Path(settings.__file__).resolve().parents[2]
SHOW = (
    "import sys; from mica.site import settings as s; print([getattr(s, n) for n in sys.argv[1:]])"
)
KEY = base64.b64encode(bytes(range(32))).decode()
PRODUCTION = {
    "MICA_ENV": "production",
    "MICA_ORIGIN": "https://mica.example",
    "MICA_SECRET": "ten words that nobody would ever guess 84391",
    "MICA_MASTER_KEY": KEY,
    "DATABASE_URL": "postgresql://mica:word@db.example/mica",
}


RUN = (SOURCE.parent / "docs/run.md").read_text(encoding="utf-8")


def start(*shown: str, **more: str) -> tuple[int, str, str]:
    """How a process that reads the settings ends, and what it says."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MICA_", "DATABASE_"))
    }
    code = f"from mica.cli.sentences import sentences\nwith sentences(): {SHOW}"
    done = subprocess.run(
        [sys.executable, "-c", code, *shown],
        env={**clean, "PYTHONPATH": str(SOURCE), **more},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.strip(), done.stderr


def test_nothing_has_to_be_set() -> None:
    assert start("PRODUCTION", "MICA_ORIGIN", "TIME_ZONE") == (
        0,
        "[False, 'http://127.0.0.1:8000', 'UTC']",
        "",
    )


def test_production_starts_with_secrets_of_its_own() -> None:
    said = start("PRODUCTION", "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", **PRODUCTION)

    assert said == (0, "[True, ['mica.example'], True]", "")


def test_production_refuses_the_secrets_of_development_and_an_open_line() -> None:
    status, _, said = start(MICA_ENV="production", MICA_OPEN_VC_API="yes")

    assert status == 3
    assert [line.split("; accepted: ")[0] for line in said.splitlines()] == [
        "Error: These settings cannot be used:",
        "  MICA_OPEN_VC_API is 'yes'",
        "  MICA_SECRET",
        "  MICA_MASTER_KEY",
        "  MICA_ORIGIN is 'http://127.0.0.1:8000'",
    ]


def test_the_switch_without_tokens_is_refused_outside_loopback() -> None:
    status, _, said = start(MICA_OPEN_VC_API="yes", MICA_ORIGIN="http://mica.example")

    assert (status, "MICA_OPEN_VC_API is 'yes'; accepted: no, but" in said) == (3, True)


def test_the_demos_way_in_is_refused_where_others_could_come() -> None:
    for elsewhere in ({"MICA_ORIGIN": "http://mica.example"}, PRODUCTION):
        status, _, said = start(**{**elsewhere, "MICA_DEMO": "lena@example.org"})

        assert (status, "MICA_DEMO is 'lena@example.org'; accepted: nothing" in said) == (3, True)


def test_a_password_is_not_repeated_in_what_is_refused() -> None:
    status, _, said = start(
        DATABASE_URL="mysql://mica:hushhush@db.example/mica",
        MICA_MAIL="smtp://mica:hushhush@mail.example?tls=perhaps",
        MICA_MASTER_KEY="hushhush",
        MICA_SECRET="hushhush",
        MICA_ENV="production",
    )

    assert status == 3
    assert all(f"{name}; accepted: " in said for name in ("DATABASE_URL", "MICA_MAIL"))
    assert "hushhush" not in said


def test_every_fault_is_told_with_what_is_accepted() -> None:
    bad = {
        "MICA_ENV": "staging",
        "MICA_GUARDIAN_AGE": "-1",
        "MICA_OPEN_VC_API": "true",
        "MICA_LANGUAGES": "en,tlh",
        "MICA_TIME_ZONE": "Europe/Atlantis",
        "MICA_LOG": "loud",
        "MICA_OIDC_SERVER": "https://id.example",
    }
    status, _, said = start(**bad)

    assert status == 3
    assert len(said.splitlines()) == 1 + len(bad)
    assert [name for name in bad if name not in said] == ["MICA_OIDC_SERVER"]
    assert "missing: MICA_OIDC_NAME, MICA_OIDC_CLIENT, MICA_OIDC_SECRET." in said
    assert "'tlh'; accepted: some of en, fr." in said


def documented(heading: str) -> set[str]:
    """The settings in the table that follows some words in docs/run.md."""
    table = RUN.partition(heading)[2].split("\n\n")[1]
    return set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE))


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    assert documented("does\nnot stand in the list of processes.") == settings.MICA_SETTINGS


def test_every_option_of_the_start_is_documented() -> None:
    options = {option.envvar for option in serve.command.params if option.envvar}
    own = {"MICA_HOUSE_READY", "MICA_KEY_PASSPHRASE", "MICA_SHARED"}  # no settings of a site

    assert documented("each also an option of `mica serve`:") == options == OWN_NAMES - own


def test_the_production_in_the_document_starts(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(PRODUCTION["MICA_SECRET"])
    (tmp_path / "master-key").write_text(KEY)
    lines = re.findall(r"^(?=MICA_ENV=).*?(?=^```)", RUN, re.MULTILINE | re.DOTALL)[0].splitlines()
    given = dict(line.replace("/etc/mica", str(tmp_path)).split("=", 1) for line in lines)

    assert start("PRODUCTION", "MICA_ORIGIN", **given) == (
        0,
        "[True, 'https://mica.example']",
        "",
    )


def test_a_secret_comes_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("out of a file\n")
    found = start("SECRET_KEY", MICA_SECRET_FILE=str(tmp_path / "secret"))

    assert found == (0, "['out of a file']", "")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"A_FILE": "{at}/none"}, "  A_FILE: {at}/none cannot be read (FileNotFoundError)."),
        ({"A_FILE": "{at}/empty"}, "  A_FILE: {at}/empty is empty."),
        ({"A_FILE": "{at}/empty", "A": "1"}, "  A and A_FILE are both set: keep one."),
    ],
)
def test_a_file_that_gives_nothing_is_a_fault(
    tmp_path: Path, more: dict[str, str], said: str
) -> None:
    (tmp_path / "empty").touch()
    environment = Environment({key: text.format(at=tmp_path) for key, text in more.items()})
    environment.text("A", "default")

    assert environment.faults[0] == said.format(at=tmp_path)
    with pytest.raises(BadSettings):
        environment.finish()


def test_what_was_asked_for_is_what_can_be_set() -> None:
    environment = Environment({"UNKNOWN": "1"})
    environment.flag("A")
    environment.number("B", 1, least=0, most=2)
    environment.some("C", ("x", "y"))

    assert (environment.names, environment.faults) == ({"A", "B", "C"}, [])


@pytest.mark.parametrize("name", ["Europe", "../../etc/passwd", "", "Nowhere/Land"])
def test_a_time_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        time_zone(name)


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("postgresql://a%40b:w%2Frd@db:6000/mica", ("a@b", "w/rd", "db", "6000", "mica", {})),
        ("postgres:///mica?host=/run/x", ("", "", "/run/x", "", "mica", {})),
        ("postgresql://m@db/m?sslmode=require", ("m", "", "db", "", "m", {"sslmode": "require"})),
    ],
)
def test_the_address_of_a_database_in_djangos_form(url: str, parts: tuple[object, ...]) -> None:
    found = as_django(url)

    assert (
        tuple(found[part] for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS"))
        == parts
    )


@pytest.mark.parametrize("url", ["", "mysql://db/mica", "postgresql://db", "postgresql://db:x/m"])
def test_what_is_no_address_of_a_database_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        as_django(url)
