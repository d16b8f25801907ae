"""The shape of a verifiable credential and of a presentation.

Source: VC Data Model 2.0 §4 (members), §4.3 (contexts), §4.13 (presentations), §5.3 (related
resources); VC Data Model 1.1 §4-5 where the first context is its own, for verifying what was issued
under it. What is recommended only is no fault. Proofs are looked at for their JSON kinds alone.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from mica.vc.documents import JsonObject, step
from mica.vc.errors import Refused
from mica.vc.leaves import ANYTHING, LANGUAGE, STAMP, TEXT, URL
from mica.vc.parts import listed, texts, types_of
from mica.vc.report import Fault
from mica.vc.shapes import (
    MAX_FAULTS,
    NOTHING,
    Either,
    Found,
    Later,
    Leaf,
    Many,
    Rule,
    Shape,
    Types,
    fault,
    shape,
    shown,
    wrong_kind,
)
from mica.vc.timestamps import parse_timestamp

V1: Final = "https://www.w3.org/2018/credentials/v1"
V2: Final = "https://www.w3.org/ns/credentials/v2"


def check(document: JsonObject) -> list[Fault]:
    """The structural rules that a credential breaks, by the data model of its first context.

    Args:
        document: a credential with or without proof, as `documents.read` gives it. An enveloped
            credential is opened first: its envelope is no credential.

    Returns:
        At most MAX_FAULTS; none where the document keeps every rule.
    """
    return list(CREDENTIAL_1(document) if is_v1(document) else CREDENTIAL_2(document))[:MAX_FAULTS]


def check_presentation(document: JsonObject) -> list[Fault]:
    """The structural rules that a presentation breaks, by the data model of its first context.

    The credentials inside are looked at from outside only (JSON kind, type): each is checked on its
    own.

    Returns:
        At most MAX_FAULTS; none where the document keeps every rule.
    """
    model = PRESENTATION_1 if is_v1(document) else PRESENTATION_2
    return list(model(document))[:MAX_FAULTS]


def is_v1(document: Mapping[str, Any]) -> bool:
    """Whether the first context is the one of data model 1.1; every other is held to 2.0."""
    contexts = document.get("@context")
    return type(contexts) is list and bool(contexts) and contexts[0] == V1


def contexts_fault(value: Any) -> Found:
    """The faults of an `@context`: a list of URLs and objects, a data model's URL first."""
    if type(value) is not list:
        return [wrong_kind(_CONTEXT_RIGHT, value)]
    found = list(_CONTEXT_LIST(value))
    if not value or (value[0] != V2 and value[0] != V1):
        found.append(fault("context-first", "/0", right=V2, legacy=V1))
    return found


def _period(start: str, end: str) -> Callable[[JsonObject], Found]:
    """The rule that a validity period does not end before it begins."""

    def rule(document: JsonObject) -> Found:
        if end not in document or start not in document:
            return NOTHING
        try:
            begins, ends = parse_timestamp(document[start]), parse_timestamp(document[end])
        except (Refused, TypeError):
            return NOTHING  # told by the member's own rule
        if begins <= ends:
            return NOTHING
        return [
            fault(
                "validity-reversed",
                step(end),
                start=shown(document[start]),
                end=shown(document[end]),
            )
        ]

    return rule


def _digest(resource: JsonObject) -> Found:
    if "digestSRI" in resource or "digestMultibase" in resource:
        return NOTHING
    return [fault("digest-missing")]


def _distinct_resources(document: JsonObject) -> Found:
    if "relatedResource" not in document:
        return NOTHING
    value = document["relatedResource"]
    found: list[Fault] = []
    seen: set[str] = set()
    for i, one in enumerate(listed(value)):
        name = one.get("id") if type(one) is dict else None
        if type(name) is str and name in seen:
            found.append(fault("resource-twice", f"/relatedResource/{i}/id", id=shown(name)))
        elif type(name) is str:
            seen.add(name)
    return found


def _only_language_value(value: JsonObject) -> Found:
    extra = [key for key in value if key not in LANGUAGE_VALUE.members]
    return [fault("language-value-extra", step(key)) for key in extra]


def _not_empty(value: JsonObject) -> Found:
    return NOTHING if value else [fault("object-empty")]


def _not_also_a_credential(document: JsonObject) -> Found:
    """Judged as a presentation, its issuer and dates would be read and never checked."""
    if not {_PRESENTATION, "VerifiableCredential"} <= set(texts(document.get("type"))):
        return NOTHING
    return [fault("types-at-odds", "/type", one=_PRESENTATION, other="VerifiableCredential")]


_PRESENTATION: Final = "VerifiablePresentation"
_DIRECTIONS: Final = frozenset({"ltr", "rtl"})
_CONTEXT_LIST: Final = Many(Either(URL, ANYTHING))
_CONTEXT_RIGHT: Final = f"a list that begins with {V2}"
_SRI: Final = re.compile(r"\s*sha(?:256|384|512)-[A-Za-z0-9+/_=-]+(?:\?\S*)?(?:\s+\S+)*\s*")
_ENVELOPED: Final = re.compile(r"data:[^,;]+(?:;[^,]*)?,.+", re.DOTALL)


class _Contexts:
    """The rule of `@context`, as a member of a table."""

    right: str = _CONTEXT_RIGHT

    def __call__(self, value: Any) -> Found:
        return contexts_fault(value)


CONTEXTS: Final[Rule] = _Contexts()
LANGUAGE_VALUE: Final = shape(
    "a text with language",
    {"@value": TEXT},
    {
        "@language": LANGUAGE,
        "@direction": Leaf("ltr or rtl", frozenset({str}), _DIRECTIONS.__contains__),
    },
    _only_language_value,
)
TEXTS: Final = Many(Either(TEXT, LANGUAGE_VALUE), least=1)
"""A text for people: plain, or in one or more languages (§4.5, §11.1)."""

ISSUER_1: Final = Either(URL, shape("an issuer", {"id": URL}))
ISSUER_2: Final = Either(
    URL, shape("an issuer", {"id": URL}, {"name": TEXTS, "description": TEXTS})
)
SUBJECT: Final = shape("a subject", {}, {"id": URL}, _not_empty)
PROOF: Final = shape(
    "a proof",
    {"type": Many(TEXT, least=1)},
    {
        "proofPurpose": TEXT,
        "verificationMethod": TEXT,
        "cryptosuite": TEXT,
        "created": TEXT,
        "expires": TEXT,
        "proofValue": TEXT,
        "jws": TEXT,
        "domain": Many(TEXT),
        "challenge": TEXT,
        "nonce": TEXT,
        "previousProof": Many(TEXT),
    },
)
RESOURCE: Final = shape(
    "a related resource",
    {"id": URL},
    {
        "digestSRI": Leaf(
            "a digest such as sha384-…", frozenset({str}), _SRI.fullmatch, "bad-digest"
        ),
        "digestMultibase": TEXT,
        "mediaType": TEXT,
    },
    _digest,
)


def _entry(name: str, *, id_needed: bool) -> Many:
    """An object that names its type, alone or in a list (§4.10-4.12, §5.4-5.6)."""
    kind = {"type": Many(TEXT, least=1)}
    return Many(shape(name, {"id": URL, **kind} if id_needed else kind, {"id": URL}))


def _credential(
    need: Mapping[str, Rule], may: Mapping[str, Rule], *rules: Callable[[JsonObject], Found]
) -> Shape:
    """What both data models ask of a credential, and what one of them asks besides."""
    return shape(
        "a credential",
        {
            "@context": CONTEXTS,
            "type": Types(("VerifiableCredential",)),
            "credentialSubject": Many(SUBJECT, least=1),
            **need,
        },
        {
            "id": URL,
            # The dates of either data model wherever they stand: null and [] are no statements, so
            # a signature over RDF would hold over an end that was replaced by nothing.
            **dict.fromkeys(("validFrom", "validUntil", "issuanceDate", "expirationDate"), STAMP),
            "credentialSchema": _entry("a schema", id_needed=True),
            "termsOfUse": _entry("terms of use", id_needed=False),
            "evidence": _entry("a piece of evidence", id_needed=False),
            "proof": Many(PROOF),
            **may,
        },
        *rules,
    )


CREDENTIAL_2: Final = _credential(
    {"issuer": ISSUER_2},
    {
        "name": TEXTS,
        "description": TEXTS,
        "credentialStatus": _entry("a status", id_needed=False),
        "refreshService": _entry("a refresh service", id_needed=False),
        "relatedResource": Many(RESOURCE),
    },
    _period("validFrom", "validUntil"),
    _distinct_resources,
)
CREDENTIAL_1: Final = _credential(
    {"issuer": ISSUER_1, "issuanceDate": STAMP},
    {
        "credentialStatus": _entry("a status", id_needed=True),
        "refreshService": _entry("a refresh service", id_needed=True),
    },
    _period("issuanceDate", "expirationDate"),
)

_ENVELOPE: Final = "EnvelopedVerifiableCredential"


def _is_enveloped(document: JsonObject) -> bool:
    return _ENVELOPE in types_of(document)


HELD: Final = shape("a credential", {"type": Types(("VerifiableCredential",))})
ENVELOPED: Final = shape(
    "an enveloped credential",
    {
        "id": Leaf(
            "a data: URL with the credential after a comma",
            frozenset({str}),
            _ENVELOPED.fullmatch,
            "not-a-url",
        )
    },
)
_INSIDE: Final = Later(
    HELD.right,
    lambda value: ENVELOPED if type(value) is dict and _is_enveloped(value) else HELD,
)


def _presentation(inside: Rule) -> Shape:
    return shape(
        "a presentation",
        {"@context": CONTEXTS, "type": Types(("VerifiablePresentation",))},
        {
            "id": URL,
            "holder": Either(URL, shape("a holder", {"id": URL})),
            "verifiableCredential": Many(inside),
            "proof": Many(PROOF),
        },
        _not_also_a_credential,
    )


PRESENTATION_2: Final = _presentation(_INSIDE)
PRESENTATION_1: Final = _presentation(Either(TEXT, _INSIDE))
"""Data model 1.1 carries a credential as a JWT in a plain text."""
