"""What can be wrong with the way a command is called."""

from collections.abc import Mapping
from typing import ClassVar

from mica.errors import MicaError


class CannotRun(MicaError):
    """The command cannot do its work as it was called; it ends with Ends.UNUSABLE."""

    sentences: ClassVar[Mapping[str, str]] = {
        "file-exists": "{file} exists already and is never overwritten; choose another name.",
        "passphrase-missing": (
            "A passphrase is needed and nobody can be asked here: set {variable}, or name a file "
            "with --passphrase-file."
        ),
    }
