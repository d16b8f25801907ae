"""The VC API (W3C CCG): other systems have credentials signed, verified and revoked.

Each key has a path of its own for each cryptosuite. Issuing needs a token with the scope
`credentials:issue` and works in the name of its organisation. Where MICA_OPEN_VC_API is set, which
settings allow on loopback only, it works without a token too, with keys that are their own issuers'
names (did:key), so that public conformance suites can be pointed at it.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, wraps
from http import HTTPStatus
from typing import Any, ClassVar, Concatenate, Final, ParamSpec
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from mica.api.answers import answered, as_json
from mica.api.callers import anybody, caller
from mica.api.results import as_result
from mica.core.limits import is_alone
from mica.errors import MicaError
from mica.people.queries import TokenHolder
from mica.signing import actions, queries
from mica.signing.queries import DoorView
from mica.vc import documents
from mica.vc.bitstring import read_index
from mica.vc.contexts import Contexts, shipped
from mica.vc.documents import JsonObject
from mica.vc.verify import Expected
from mica.verification.queries import judge_strictly

P = ParamSpec("P")

SCOPE: Final = "credentials:issue"
OFTEN: Final = 120
"""Verifications a minute from one address without a token."""
VERIFIED: Final = (
    "eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019",
    "Ed25519Signature2020",
)  # fmt: skip
_EXAMPLES: Final = {
    "https://www.w3.org/ns/credentials/examples/v2": {
        "@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}
    }
}
"""A context that gives every word a meaning: for conformance suites, and never in production."""


class BadRequest(MicaError):
    """The body is not what the door takes."""

    sentences: ClassVar = {
        "body-member-wrong": "“{member}” in the body has to be {right}.",
        "pointers-not-taken": "No suite here discloses parts of a credential, so "
        "“mandatoryPointers” cannot be kept. Leave it out.",
    }


def _door(
    view: Callable[Concatenate[HttpRequest, TokenHolder | None, datetime, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A view for whoever may issue: it is given who calls, None for everybody at the open door."""

    @csrf_exempt
    @wraps(view)
    @answered
    def guarded(request: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponse:
        now = datetime.now(UTC)
        if _is_open(request) and "Authorization" not in request.headers:
            return view(request, None, now, *args, **more)
        return view(request, caller(request, SCOPE, now), now, *args, **more)

    return guarded


@require_POST
@_door
def issue(
    request: HttpRequest,
    holder: TokenHolder | None,
    now: datetime,
    key_id: UUID,
    suite: str,
    *,
    status: bool = False,
) -> HttpResponse:
    """POST …/credentials/issue {credential, options}: 201 with the signed credential."""
    body = documents.read(request.body)
    credential, options = _object(body, "credential"), _options(body)
    if "mandatoryPointers" in options:
        raise BadRequest("pointers-not-taken")
    signed = actions.issue_credential(
        key_id,
        suite,
        credential,
        organisation_id=_organisation(holder),
        by=None if holder is None else holder.id,
        with_status=status,
        reference=_text(options, "credentialId") or "",
        now=now.replace(microsecond=0),
        contexts=_contexts(),
    )
    return as_json({"verifiableCredential": signed}, HTTPStatus.CREATED)


@require_POST
@_door
def change_status(request: HttpRequest, holder: TokenHolder | None, now: datetime) -> HttpResponse:
    """POST /credentials/status {credentialId, credentialStatus, status}: 200."""
    body = documents.read(request.body)
    entry = _object(body, "credentialStatus")
    value = body.get("status", True)
    if type(value) is not bool:
        raise BadRequest("body-member-wrong", member="status", right="true or false")
    place = entry.get("statusListIndex")
    actions.change_status(
        _text(body, "credentialId") or "",
        organisation_id=_organisation(holder),
        by=None if holder is None else holder.id,
        purpose=_text(entry, "statusPurpose") or "revocation",
        value=value,
        now=now,
        url=_text(entry, "statusListCredential"),
        index=None if place is None else read_index(place),
    )
    return as_json({})


@csrf_exempt
@require_POST
@answered
def verify_credential(request: HttpRequest) -> HttpResponse:
    """POST /credentials/verify {verifiableCredential, options}: 200, or 400 with what is wrong."""
    now = datetime.now(UTC)
    _let_in(request, now)
    body = documents.read(request.body)
    document, options = _object(body, "verifiableCredential"), _options(body)
    report = judge_strictly(document, now, presentation=False, contexts=_contexts())
    return as_result(report, "credential", document, options)


@csrf_exempt
@require_POST
@answered
def verify_presentation(request: HttpRequest) -> HttpResponse:
    """POST /presentations/verify {verifiablePresentation, options}: as for credentials."""
    now = datetime.now(UTC)
    _let_in(request, now)
    body = documents.read(request.body)
    document, options = _object(body, "verifiablePresentation"), _options(body)
    expected = Expected(_text(options, "challenge"), _text(options, "domain"))
    report = judge_strictly(
        document,
        now,
        presentation=True,
        contexts=_contexts(),
        expected=expected,
    )
    return as_result(report, "presentation", document, options)


@require_safe
@_door
def local_config(
    request: HttpRequest,  # noqa: ARG001 - Django's signature
    holder: TokenHolder | None,
    now: datetime,
) -> HttpResponse:
    """GET /vc-api/: every endpoint, in the form in which conformance suites read them."""
    if holder is None:
        actions.ensure_doors(now)
    doors = queries.doors_of(_organisation(holder))
    verifier = {
        "id": f"{settings.MICA_ORIGIN}/vc-api",
        "tags": ["vc2.0", "vc-api", "BitstringStatusList", *VERIFIED],
        "supportedEcdsaKeyTypes": ["P-256", "P-384"],
        "supports": {"vc": ["1.1", "2.0"]},
    }
    return as_json(
        {
            "name": settings.MICA_NAME,
            "implementation": "Mica",
            "issuers": [_issuer(door, suite) for door in doors for suite in door.suites],
            "verifiers": [{**verifier, "endpoint": _url("credentials/verify")}],
            "vpVerifiers": [{**verifier, "endpoint": _url("presentations/verify")}],
            "statuses": [{"endpoint": _url("credentials/status"), "tags": ["BitstringStatusList"]}],
        }
    )


def _issuer(door: DoorView, suite: str) -> JsonObject:
    known: JsonObject = {
        "id": door.did,
        "endpoint": _url(f"issuers/{door.id}/{suite}/credentials/issue"),
        "statusEndpoint": _url(f"issuers/{door.id}/{suite}/status/credentials/issue"),
        "tags": [suite, "vc2.0", "vc-api", "BitstringStatusList"],
        "supports": {"vc": ["1.1", "2.0"]},
    }
    if door.kind != "Ed25519":
        known["supportedEcdsaKeyTypes"] = [door.kind]
    return known


def _is_open(request: HttpRequest) -> bool:
    """Whether the development switch is set, and the caller is at this very machine."""
    return settings.MICA_OPEN_VC_API and is_alone(request)


def _organisation(holder: TokenHolder | None) -> UUID | None:
    return None if holder is None else holder.organisation.id


def _let_in(request: HttpRequest, now: datetime) -> None:
    """Everybody may verify; a token's organisation as often as it likes."""
    if not _is_open(request):
        anybody(request, "verify", "vc-api verify", often=OFTEN, now=now)


def _url(path: str) -> str:
    return f"{settings.MICA_ORIGIN}/vc-api/{path}"


def _contexts() -> Contexts | None:
    return _with_examples() if settings.MICA_OPEN_VC_API else None


@cache
def _with_examples() -> Contexts:
    """One set for the process: what is compiled of contexts is kept for each set."""
    return shipped().and_(_EXAMPLES)


def _object(body: JsonObject, member: str) -> JsonObject:
    value: Any = body.get(member)
    if not isinstance(value, dict):
        raise BadRequest("body-member-wrong", member=member, right="an object")
    return value


def _options(body: JsonObject) -> JsonObject:
    return _object(body, "options") if "options" in body else {}


def _text(values: JsonObject, member: str) -> str | None:
    value = values.get(member)
    if value is not None and not isinstance(value, str):
        raise BadRequest("body-member-wrong", member=member, right="text")
    return value
