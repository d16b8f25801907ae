"""A small region to walk through: who lives there, and what was issued there last."""

from dataclasses import dataclass, field

from mica.vc.resolve import Resolve, nothing


@dataclass(frozen=True, slots=True)
class Region:
    """What a visitor needs to know.

    Attributes:
        roles: each a role, a name, and how to sign in as that person.
        credential: the text of the credential that was issued last; "" where there is none.
        resolve: finds what that credential refers to, such as its issuer's keys.
    """

    roles: list[tuple[str, str, str]] = field(default_factory=list)
    credential: str = ""
    resolve: Resolve = nothing


def seed() -> Region:
    """Settle the region, where that is not done yet; a second time changes nothing.

    Called in a process of the site, with Django set up and the workers running.
    """
    return Region()
