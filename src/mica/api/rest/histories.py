"""What the audit log says of one's own things: who did what, and when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from mica.api.rest.shapes import Shape
from mica.core.queries import history


class Step(Shape):
    """One entry of the log."""

    number: int = Field(description="Of the entry; its proof stands at /audit/proof?entry=NUMBER.")
    verb: str = Field(description="Feature and action.")
    thing: str = Field(description="The id of what it was done to.")
    at: datetime
    actor: UUID | None = Field(
        description="The id of the person or the token; null for the platform."
    )
    data: dict[str, Any] = Field(description="Ids, codes and numbers.")


class History(Shape):
    """What was done, the newest first."""

    items: list[Step]


def history_out(things: Sequence[UUID | str]) -> History:
    """What was done to things; whoever asks has been checked for them."""
    return History(
        items=[
            Step(
                number=one.number,
                verb=one.verb,
                thing=one.thing,
                at=one.at,
                actor=one.actor,
                data=one.data,
            )
            for one in history(things)
        ]
    )
