"""What every body is made of."""

import base64
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils import timezone
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from mica.catalogue.rules import last_moment
from mica.core.errors import NotUnderstood

MOST_ON_A_PAGE: Final = 200


class Shape(BaseModel):
    """A body, or a part of one. What is not known in it is refused rather than passed over."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


def _storable(text: str) -> str:
    text.encode()  # a lone surrogate is no character
    return text


Text = Annotated[str, Field(max_length=10_000, pattern=r"^[^\x00]*$"), AfterValidator(_storable)]
"""A text without the sign that no database keeps."""
Word = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$"), AfterValidator(_storable)]
"""A short text."""
When = AwareDatetime | date
"""A moment with its offset, or a day, which begins and ends in the zone of the site."""
Limit = Annotated[
    int, Field(ge=1, le=MOST_ON_A_PAGE, description="How many on a page, at the most.")
]
Cursor = Annotated[
    str, Field(max_length=100, description="`next` of the page before; none for the first page.")
]


def one_of(*words: str) -> Any:
    """A word out of a list, which the reference shows."""
    return Field(json_schema_extra={"enum": list(words)})


class Fault(Shape):
    """What is wrong at one place."""

    pointer: str = Field(description="The place in the body, as a JSON pointer (RFC 6901).")
    code: str
    detail: str


class Problem(Shape):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = Field(description="What is wrong, and what to do, for a person.")
    code: str = Field(description="Stable, for machines.")
    errors: list[Fault] | None = Field(default=None, description="What is wrong where.")
    award: UUID | None = Field(
        default=None, description="With `already-awarded`: the award that stands."
    )


Item = TypeVar("Item", bound=Shape)


class Page(Shape, Generic[Item]):
    """A part of a list, the newest first where nothing else is said."""

    items: list[Item]
    next: str | None = Field(description="The cursor of the page that follows; null at the end.")


Row = TypeVar("Row", bound=Model)


def keyset(
    found: QuerySet[Row], cursor: str, limit: int, *, by: str = "id", newest_first: bool = True
) -> tuple[Sequence[Row], str | None]:
    """One page of what a query found, and the cursor of the next: no page is missed or seen twice.

    Args:
        found: as a query gave it; whoever asks has been checked there.
        cursor: of the page, or "".
        limit: rows on a page.
        by: a column that is unique among them, an id or a number.
        newest_first: whether the largest comes first.

    Raises:
        NotUnderstood: `cursor-unfit`.
    """
    if cursor:
        place = read_cursor(cursor, number=by != "id")
        found = found.filter(**{f"{by}__{'lt' if newest_first else 'gt'}": place})
    rows = list(found.order_by(f"{'-' if newest_first else ''}{by}")[: limit + 1])
    shown = rows[:limit]
    return shown, cursor_at(getattr(shown[-1], by)) if len(rows) > limit else None


def cursor_at(place: UUID | int) -> str:
    """A cursor behind a row: opaque, so that what it is made of may change."""
    return base64.urlsafe_b64encode(str(place).encode()).decode().rstrip("=")


def read_cursor(cursor: str, *, number: bool = False) -> UUID | int:
    """The place behind which a page begins.

    Raises:
        NotUnderstood: `cursor-unfit`.
    """
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        place: UUID | int = int(text[:10]) if number else UUID(text)
    except ValueError as error:
        raise NotUnderstood("cursor-unfit") from error
    if cursor_at(place) != cursor:
        raise NotUnderstood("cursor-unfit")
    return place


def beginning(when: datetime | date | None) -> datetime | None:
    """A moment; of a day its first."""
    if when is None or isinstance(when, datetime):
        return when
    return timezone.make_aware(datetime(when.year, when.month, when.day))  # noqa: DTZ001


def end(when: datetime | date | None) -> datetime | None:
    """A moment; of a day its last."""
    if when is None or isinstance(when, datetime):
        return when
    return last_moment(when, timezone.get_default_timezone())
