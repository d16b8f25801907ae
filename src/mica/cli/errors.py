"""What can be wrong with the way a command is called."""

from collections.abc import Mapping
from typing import ClassVar

from mica.errors import MicaError


class CannotRun(MicaError):
    """The command cannot do its work as it was called; it ends with Ends.UNUSABLE."""

    sentences: ClassVar[Mapping[str, str]] = {
        "file-exists": "{file} exists already and is never overwritten; choose another name.",
        "file-is-there": "{file} exists already; choose another name, or say --force.",
        "folder-is-used": "{folder} is not empty; choose a new folder.",
        "issuer-differs": (
            "The credential names the issuer {named}, and the key ring is that of {ring}; "
            "use the issuer’s own ring, or leave the id out to have it filled in."
        ),
        "readback-failed": (
            "What was signed does not verify, so it is not handed out: {why} "
            "Ask `mica doctor` whether this installation is sound."
        ),
        "suite-not-for-jwt": (
            "A suite is for proofs inside the document; leave out --suite, or --as {form}."
        ),
        "no-database": (
            "There is no database here: {folder} does not exist, and DATABASE_URL is not set. "
            "Name the folder of a Mica with --folder, or set DATABASE_URL."
        ),
        "database-away": (
            "The database does not answer: {said}. Check DATABASE_URL, and that it runs."
        ),
        "tables-missing": (
            "The database lacks {missing} steps of this Mica’s tables: call `mica manage migrate`, "
            "or start Mica once."
        ),
        "passphrase-missing": (
            "A passphrase is needed and nobody can be asked here: set {variable}, or name a file "
            "with --passphrase-file."
        ),
    }
