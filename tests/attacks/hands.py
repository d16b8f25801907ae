"""What an outsider hands over: bytes, as a person's file would come, never a parsed document."""

import json
import time
from datetime import datetime
from typing import Any

from mica.vc.contexts import shipped
from mica.vc.proofs import data_integrity
from mica.vc.report import Report
from mica.vc.resolve import Resolve, nothing
from mica.vc.verify import Expected, Setting
from mica.verification.rules import STANDARDS, judge
from tests.cast import NOW, PROVIDER, Actor, findings

LONG = 5.0
"""Seconds that no attack may take on a slow machine; most take a hundredth of it."""

V1 = "https://www.w3.org/2018/credentials/v1"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
OB_WORDS = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
CRED_WORDS = "https://www.w3.org/2018/credentials#"


def handed(document: Any, resolve: Resolve = nothing, now: datetime = NOW, **asked: str) -> Report:
    """The report on a document, a JWS or bytes, as the house judges files."""
    if isinstance(document, bytes):
        data = document
    else:
        data = (document if isinstance(document, str) else json.dumps(document)).encode()
    began = time.monotonic()
    report = judge(data, Setting(resolve, now, STANDARDS, expected=Expected(**asked)))
    assert time.monotonic() - began < LONG
    json.dumps(report.as_json()).encode()  # whatever was found can be told
    return report


def found(document: Any, resolve: Resolve = nothing, **more: Any) -> tuple[str, dict[str, str]]:
    """The verdict, and what did not pass: code to outcome, deciding checks only."""
    report = handed(document, resolve, **more)
    return report.verdict.value, findings(report)


VALID: tuple[str, dict[str, str]] = ("valid", {})


def invalid(*codes: str) -> tuple[str, dict[str, str]]:
    """Found invalid, by these failed checks and no other."""
    return "invalid", dict.fromkeys(codes, "failed")


def undecided(*codes: str) -> tuple[str, dict[str, str]]:
    """Found undecided, by these checks and no other."""
    return "undecided", dict.fromkeys(codes, "undecided")


def signed_blindly(document: Any, by: Actor = PROVIDER, **options: Any) -> dict[str, Any]:
    """A proof by software that looks at nothing it signs."""
    made = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2026-06-01T12:00:00Z",
        "verificationMethod": by.method,
        "proofPurpose": "assertionMethod",
        **options,
    }
    return data_integrity.add_proof(document, made, by.key, shipped())
