"""Settings out of the environment, checked all at once.

A value comes from `NAME`, or from the file that `NAME_FILE` names (so that a secret need not stand
in a process list). Every fault is collected, so that a start fails once, with everything that is
wrong and what would be accepted.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mica.errors import MicaError

T = TypeVar("T")


class BadSettings(MicaError):
    """The start is refused: every fault in one error."""

    sentences: ClassVar = {"bad-settings": "These settings cannot be used:\n{faults}"}


class Environment:
    """Reads named values, and remembers what is wrong with them.

    Args:
        values: names to texts, as `os.environ` has them.

    Attributes:
        names: every name that was asked for: all that can be set.
        faults: what is wrong, a line each.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.names: set[str] = set()
        self.faults: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        """A text, white space around it removed; the default where it is absent or empty."""
        self.names.add(name)
        place = self.values.get(f"{name}_FILE", "").strip()
        if name in self.values and place:
            self.faults.append(f"  {name} and {name}_FILE are both set: keep one.")
        if not place:
            return self.values.get(name, "").strip() or default
        try:
            if said := Path(place).read_text(encoding="utf-8").strip():
                return said
            self.faults.append(f"  {name}_FILE: {place} is empty.")
        except (OSError, UnicodeDecodeError) as error:
            self.faults.append(f"  {name}_FILE: {place} cannot be read ({type(error).__name__}).")
        return default

    def choice(self, name: str, accepted: Sequence[str], default: str) -> str:
        """One of several words."""
        value = self.text(name, default)
        if value not in accepted:
            self.refuse(name, value, "one of " + ", ".join(accepted))
            return default
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Yes or no."""
        return self.choice(name, ("yes", "no"), "yes" if default else "no") == "yes"

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number within bounds."""
        said = self.text(name, str(default))
        if not said.isdecimal() or not least <= int(said) <= most:
            self.refuse(name, said, f"a whole number from {least} to {most}")
            return default
        return int(said)

    def words(self, name: str, default: Sequence[str]) -> list[str]:
        """Words with commas between."""
        return [
            word.strip() for word in self.text(name, ",".join(default)).split(",") if word.strip()
        ]

    def some(self, name: str, accepted: Sequence[str]) -> list[str]:
        """Some of several words, in the order in which they are given; all by default."""
        found = self.words(name, accepted)
        if unknown := [word for word in found if word not in accepted]:
            self.refuse(name, ",".join(unknown), "some of " + ", ".join(accepted))
        return [word for word in found if word in accepted]

    def parsed(
        self,
        name: str,
        default: str,
        parse: Callable[[str], T],
        accepted: str,
        *,
        secret: bool = False,
    ) -> T | None:
        """What `parse` makes of the text; None, and a fault, where it raises ValueError.

        Args:
            name: of the setting.
            default: where it is not set.
            parse: makes a value of a text.
            accepted: what is, in words.
            secret: whether the text can hold a password, and is not repeated.
        """
        said = self.text(name, default)
        try:
            return parse(said)
        except ValueError:
            if secret:
                self.faults.append(f"  {name}; accepted: {accepted}.")
            else:
                self.refuse(name, said, accepted)
            return None

    def refuse(self, name: str, value: str, accepted: str) -> None:
        """Remember that a value cannot be used. A secret's value is not passed here."""
        self.faults.append(f"  {name} is {value[:80]!r}; accepted: {accepted}.")

    def finish(self) -> None:
        """End the reading.

        Raises:
            BadSettings: `bad-settings`, where anything was wrong.
        """
        if self.faults:
            raise BadSettings("bad-settings", faults="\n".join(self.faults))


def time_zone(name: str) -> str:
    """The name of a time zone that this machine knows.

    Raises:
        ValueError: it knows none of this name.
    """
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, OSError) as error:  # the name of a folder gives the latter
        raise ValueError(name) from error


def as_django(url: str) -> dict[str, Any]:
    """Django's form of a database's address.

    Args:
        url: postgresql://user:password@host:port/name, or with ?host=/socket/folder.

    Raises:
        ValueError: it is no such address.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ValueError(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
