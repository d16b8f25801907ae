"""What can keep a backup from being written or put back.

CoreError
├── KeepingError      what was asked cannot be done as it was asked
└── BackupDamaged     the file is not what was written
"""

from collections.abc import Mapping
from typing import ClassVar

from mica.core.errors import CoreError


class KeepingError(CoreError):
    """A backup cannot be written or put back as it was asked."""

    sentences: ClassVar[Mapping[str, str]] = {
        "programs-missing": (
            "The database runs PostgreSQL {server}, and the programs to copy it (pg_dump, "
            "pg_restore, psql) were found for {found} only. Install those of version {least} or "
            "later on this machine and call again."
        ),
        "dump-failed": "PostgreSQL's pg_dump gave up: {said}",
        "restore-failed": (
            "PostgreSQL did not take the backup, and the database is as it was before: {said}"
        ),
        "not-a-backup": "{file} is not a backup of Mica. Name a file that `mica backup` wrote.",
        "backup-of-newer": (
            "The backup was written by Mica {made}, and this is {ours}: it has tables that this "
            "one does not know ({unknown}). Install that Mica and restore there."
        ),
        "not-empty": (
            "The database holds {tables} tables already. Restore into an empty one, or say "
            "--replace to throw away what is there."
        ),
        "house-runs": ("A Mica runs in {folder}. Stop it, restore, and start it again."),
        "other-master-key": (
            "The backup’s signing keys are sealed under the master key {theirs}, and this Mica "
            "has {ours}. Set MICA_MASTER_KEY, or the file that holds it, to the key that the "
            "backup was made with; without it no key in it can sign again."
        ),
        "backup-sealed": (
            "{file} is encrypted: name a file with its passphrase with --passphrase-file."
        ),
    }


class BackupDamaged(CoreError):
    """The file is not what was written."""

    sentences: ClassVar[Mapping[str, str]] = {
        "backup-damaged": (
            "{file} was changed or cut short, so nothing of it is used. Take another copy."
        ),
        "backup-passphrase-wrong": (
            "The passphrase does not open {file}, or the file was changed. Try again, or take "
            "another copy."
        ),
        "restored-otherwise": (
            "The database was put back, but it is not what was written: {what}. Do not use it; "
            "take another copy of the backup."
        ),
    }
