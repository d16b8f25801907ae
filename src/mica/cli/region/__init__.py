"""A small region to walk through: who lives there, and what was issued there last."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from mica.vc.resolve import Resolve, nothing


@dataclass(frozen=True, slots=True)
class Region:
    """What a visitor needs to know.

    Attributes:
        roles: each a role, a name, and the address of that person.
        way: how to sign in as any of them, in a sentence.
        credential: the text of the credential that was issued last; "" where there is none.
        resolve: finds what that credential refers to, such as its issuer's keys.
    """

    roles: list[tuple[str, str, str]] = field(default_factory=list)
    way: str = ""
    credential: str = ""
    resolve: Resolve = nothing


def seed(now: datetime | None = None) -> Region:
    """Settle the region, where that is not done yet, and walk the road of one award.

    The road is walked once a day: on the same day a second start finds the award there.

    Called in a process of the site, with Django set up.

    Args:
        now: aware; the clock's where None.
    """
    from mica.cli.region import living, settling
    from mica.verification.queries import setting

    moment = (now or datetime.now(UTC)).replace(microsecond=0)
    town = settling.settle(moment)
    if town.new:
        living.live(town, moment)
    return Region(
        roles=settling.roles(town),
        way=settling.way(),
        credential=living.road(town, moment),
        resolve=setting(moment).resolve,
    )
