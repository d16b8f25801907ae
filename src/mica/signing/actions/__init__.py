"""Named writes of keys and status lists, and what other systems have signed."""

from mica.signing.actions.doors import change_status, ensure_doors, issue_credential
from mica.signing.actions.keys import (
    ensure_key,
    make_key,
    mark_compromised,
    reseal_keys,
    retire_key,
    rotate_key,
    signer_for,
)
from mica.signing.actions.lists import reserve_status, set_status
from mica.signing.rules import StatusPlace
from mica.signing.signer import Signer

__all__ = [
    "Signer",
    "StatusPlace",
    "change_status",
    "ensure_doors",
    "ensure_key",
    "issue_credential",
    "make_key",
    "mark_compromised",
    "reseal_keys",
    "reserve_status",
    "retire_key",
    "rotate_key",
    "set_status",
    "signer_for",
]
