"""How an error is answered over HTTP: one table, which pages and machines' doors both read."""

from http import HTTPStatus
from typing import Final

from mica.core import errors
from mica.errors import MicaError

KINDS: Final[tuple[tuple[type[MicaError], HTTPStatus], ...]] = (
    (errors.Missing, HTTPStatus.NOT_FOUND),
    (errors.Unproven, HTTPStatus.UNAUTHORIZED),
    (errors.Forbidden, HTTPStatus.FORBIDDEN),
    (errors.Unfit, HTTPStatus.CONFLICT),
    (errors.Changed, HTTPStatus.PRECONDITION_FAILED),
    (errors.TooOften, HTTPStatus.TOO_MANY_REQUESTS),
)
"""The first kind that fits decides; what is of no kind was a request that cannot be used."""


def status_of(error: MicaError) -> HTTPStatus:
    """The status that tells a machine what a sentence tells a person."""
    return next(
        (status for kind, status in KINDS if isinstance(error, kind)), HTTPStatus.BAD_REQUEST
    )


def headers_of(error: MicaError) -> dict[str, str]:
    """What else a response says: how long to wait (RFC 9110 §10.2.3)."""
    seconds = error.data.get("seconds") if isinstance(error, errors.TooOften) else None
    return {} if seconds is None else {"Retry-After": str(seconds)}
