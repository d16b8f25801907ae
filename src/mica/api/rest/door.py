"""The door that every operation goes through: who calls, how often, once, and what may go wrong.

An operation says what it needs and what it answers with; the OpenAPI document is made from that.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, Final, Literal

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security.base import AuthBase

from mica.api.callers import ANYBODY_OFTEN, anybody, caller
from mica.api.rest.answering import RestParser, answer_errors
from mica.api.rest.shapes import Shape
from mica.core import limits, once
from mica.people.queries import TokenHolder

OFTEN: Final = 1200
"""Requests of one token in a minute."""
_MINUTE: Final = 60
_BLOCK: Final = 1 << 16
Method = Literal["GET", "POST", "PUT", "DELETE"]


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was let in.

    Attributes:
        holder: whose token it carries.
        now: aware.
        http: the request itself.
    """

    holder: TokenHolder
    now: datetime
    http: HttpRequest


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A request from anybody."""

    now: datetime
    http: HttpRequest


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation answers.

    Attributes:
        value: None for an answer without a body.
        status: one of those that the operation declares.
        headers: beside those of every answer.
        text: a body that is JSON already, in place of a value.
    """

    value: Shape | None = None
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None

    @property
    def body(self) -> str:
        """As it is sent."""
        if self.text is not None:
            return self.text
        return "" if self.value is None else self.value.model_dump_json()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an operation.

    Attributes:
        name: of the operation, unique.
        scope: that a token needs; "" for any token, None for anybody.
        answers: HTTP status to the shape of the body; None for no body.
        errors: HTTP status to codes, beside those of every operation.
        once: whether it takes an idempotency key.
        matched: whether it takes If-Match.
        lines: whether its body is lines of JSON.
        media_type: of an answer.
    """

    name: str
    scope: str | None
    answers: Mapping[int, type[Shape] | None]
    errors: Mapping[int, str]
    once: bool
    matched: bool
    lines: bool
    media_type: str


class Token(AuthBase):
    """Whoever shows a token with a scope; where the scope is None, everybody."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token of your organisation. An owner makes it on the page “Tokens”."

    def __init__(self, scope: str | None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Call | OpenCall:
        """Who calls.

        Raises:
            NoToken, PeopleError: as `callers.caller`.
            TooMany: `too-many-tries`.
        """
        now = datetime.now(UTC)
        if self.scope is None:
            anybody(request, "verify", "rest verify", often=ANYBODY_OFTEN, now=now)
            return OpenCall(now, request)
        holder = caller(request, self.scope, now)
        limits.check("rest", holder.id, OFTEN, _MINUTE)
        return Call(holder, now, request)


FACTS: Final[dict[str, Facts]] = {}
"""Every operation by its name."""

api: Final = NinjaAPI(
    title="Mica",
    version="1",
    description="Describe, award, follow, verify and ask, from your own system.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="rest",
    parser=RestParser(),
)
answer_errors(api)


def operation(
    method: Method,
    path: str,
    *,
    tag: str,
    scope: str | None,
    answers: Mapping[int, type[Shape] | None],
    errors: Mapping[int, str] | None = None,
    matched: bool = False,
    lines: bool = False,
    media_type: str = "application/json",
) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """A view as an operation of the API. Its first parameter, `request`, is the `Call`.

    Args:
        method: of HTTP. What is not GET may be sent again with the same idempotency key.
        path: below /api/v1.
        tag: the section of the reference it stands in.
        scope: as `Facts.scope`.
        answers: as `Facts.answers`.
        errors: HTTP status to codes, separated by spaces.
        matched: as `Facts.matched`.
        lines: as `Facts.lines`.
        media_type: as `Facts.media_type`.
    """

    def made(view: Callable[..., Answer]) -> Callable[..., Answer]:
        facts = Facts(
            name=view.__name__,
            scope=scope,
            answers=answers,
            errors=errors or {},
            once=method != "GET" and scope is not None,
            matched=matched,
            lines=lines,
            media_type=media_type,
        )
        FACTS[facts.name] = facts
        _register(facts, method, path, tag, view)
        return view

    return made


def _register(
    facts: Facts, method: Method, path: str, tag: str, view: Callable[..., Answer]
) -> None:
    @wraps(view)
    def run(request: HttpRequest, **given: Any) -> HttpResponse:
        call: Call | OpenCall = request.auth  # type: ignore[attr-defined] # set by ninja
        key = request.headers.get("Idempotency-Key")
        if key is None or not facts.once or not isinstance(call, Call):
            return _sent(view(call, **given), facts)
        return _done_once(call, key, facts, lambda: view(call, **given))

    summary, _, _ = (view.__doc__ or "").partition("\n")
    api.api_operation(
        [method],
        path,
        auth=Token(facts.scope),
        response=dict(facts.answers),
        operation_id=facts.name,
        summary=summary.rstrip("."),
        tags=[tag],
    )(run)


def _done_once(call: Call, key: str, facts: Facts, work: Callable[[], Answer]) -> HttpResponse:
    with once.once(call.holder.id, key, _asked(call.http), now=call.now) as turn:
        if turn.given is not None:
            again = {"Idempotency-Replayed": "true"}
            return _sent(Answer(None, turn.given.status, again, turn.given.body), facts)
        answer = work()
        turn.finish(int(answer.status), answer.body)
    return _sent(answer, facts)


def _sent(answer: Answer, facts: Facts) -> HttpResponse:
    body = answer.body
    response = HttpResponse(body, status=int(answer.status), content_type=facts.media_type)
    if not body:
        del response.headers["Content-Type"]
    response.headers["Cache-Control"] = "no-store"
    for name, value in answer.headers.items():
        response.headers[name] = value
    return response


def _asked(request: HttpRequest) -> bytes:
    """The hash of what was asked: method, address and body, files in it by their content."""
    said = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for part in _parts(request):
        said.update(hashlib.sha256(part).digest())
    return said.digest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    if not (request.content_type or "").startswith("multipart/"):
        yield request.body
        return
    for name in sorted(request.POST):
        yield repr((name, request.POST.getlist(name))).encode("utf-8", "surrogatepass")
    for name in sorted(request.FILES):
        for one in request.FILES.getlist(name):
            yield repr((name, one.name)).encode("utf-8", "surrogatepass")
            content = hashlib.sha256()
            for chunk in one.chunks(_BLOCK):
                content.update(chunk)
            one.seek(0)
            yield content.digest()
