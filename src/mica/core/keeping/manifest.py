"""What a backup says of itself: enough to know, before it is put back, whether it can be."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

FORMAT: Final = 1
_KEY: Final = b"mica master key "


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup.

    Attributes:
        format: of the file.
        mica: the version that wrote it.
        made: when, as a timestamp.
        postgres: major version of the server.
        programs: major version of the programs that copied it.
        master_key: fingerprint of the key that its secrets are sealed under. The key is not in it.
        audit_size: entries of the log.
        audit_root: root over them, in hexadecimal.
        tables: name to number of rows.
        migrations: by application, the name of the last one.
        digest: SHA-256 of the copy of the database, in hexadecimal.
    """

    format: int
    mica: str
    made: str
    postgres: int
    programs: int
    master_key: str
    audit_size: int
    audit_root: str
    tables: dict[str, int]
    migrations: list[str]
    digest: str

    def as_bytes(self) -> bytes:
        """As it lies in the file."""
        return json.dumps(asdict(self), indent=2, sort_keys=True).encode() + b"\n"

    @classmethod
    def read(cls, content: bytes) -> Self:
        """What `as_bytes` wrote.

        Raises:
            ValueError: it is no such thing, or of another format.
        """
        values: Any = json.loads(content)
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise ValueError
        try:
            return cls(**values)
        except TypeError as error:
            raise ValueError from error


def fingerprint(key: bytes) -> str:
    """What tells two master keys apart, and gives neither away: they are 32 random bytes."""
    return hashlib.sha256(_KEY + key).hexdigest()[:16]
