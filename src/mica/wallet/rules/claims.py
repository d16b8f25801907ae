"""Who may claim an award. Rules as prose: docs/rules/wallet.md."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final
from uuid import UUID

from mica.issuing.rules.grants import tidy_address
from mica.issuing.rules.life import Standing

_CLOSED: Final = {Standing.REVOKED, Standing.CANCELLED, Standing.SCHEDULED}


class Way(StrEnum):
    """What stands between a person and an award."""

    OPEN = "open"
    PROVE = "prove"
    MINE = "mine"
    TAKEN = "taken"
    CLOSED = "closed"


def way(
    person: UUID,
    addresses: Collection[str],
    *,
    address: str,
    claimed_by: UUID | None,
    standing: str,
) -> Way:
    """What a person has to do to claim an award whose code they have.

    Args:
        person: who claims.
        addresses: their verified mail addresses.
        address: to which it was awarded; "" where the code was printed.
        claimed_by: who has it already.
        standing: of the award.

    Returns:
        MINE where they have it already; TAKEN by somebody else; CLOSED where there is nothing to
        claim now; PROVE that the address is theirs; else OPEN.
    """
    if claimed_by == person:
        return Way.MINE
    if claimed_by is not None:
        return Way.TAKEN
    if Standing(standing) in _CLOSED:
        return Way.CLOSED
    theirs = {tidy_address(one) for one in addresses}
    return Way.OPEN if not address or tidy_address(address) in theirs else Way.PROVE


def veiled(address: str) -> str:
    """An address that shows its owner which one it is, and nobody else what it is.

    >>> veiled("lena@example.org")
    'l…@example.org'
    """
    name, _, host = address.partition("@")
    return f"{name[:1]}…@{host}" if host else ""
