"""A report in the form of the VC API: verified or not, and each problem by its registered name.

Sources: VC Data Model 2.0 §7.2, Data Integrity 1.0 §4.7 and Bitstring Status List 1.0 §3.6 for the
names of problems.
"""

from http import HTTPStatus
from typing import Final

from django.http import HttpResponse

from mica.api.answers import as_json
from mica.vc.documents import JsonObject
from mica.vc.report import Check, Outcome, Report, Verdict

_MODEL: Final = "https://www.w3.org/TR/vc-data-model#"
_SECURITY: Final = "https://w3id.org/security#"
_LIST: Final = "https://www.w3.org/ns/credentials/status-list#"
_BY_CODE: Final = {
    "wrong-challenge": f"{_SECURITY}INVALID_CHALLENGE_ERROR",
    "wrong-domain": f"{_SECURITY}INVALID_DOMAIN_ERROR",
    "status-index-out-of-range": f"{_MODEL}RANGE_ERROR",
    "status-list-malformed": f"{_LIST}STATUS_LIST_LENGTH_ERROR",
    "status-list-not-valid": f"{_LIST}STATUS_VERIFICATION_ERROR",
    "status-list-for-another-purpose": f"{_LIST}STATUS_VERIFICATION_ERROR",
}
_BY_STEP: Final = {
    "1": f"{_MODEL}PARSING_ERROR",
    "2": f"{_MODEL}MALFORMED_VALUE_ERROR",
    "3": f"{_SECURITY}PROOF_VERIFICATION_ERROR",
    "4": f"{_MODEL}RANGE_ERROR",
    "5": f"{_LIST}STATUS_RETRIEVAL_ERROR",
}
_OTHERWISE: Final = f"{_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR"


def as_result(report: Report, kind: str, document: JsonObject, options: JsonObject) -> HttpResponse:
    """The answer to a verification: 200 where it is valid, else 400.

    What could not be decided is not verified either; `verdict` and each problem's code tell an
    outage from a forgery.

    Args:
        report: what was found.
        kind: credential or presentation.
        document: what was handed over.
        options: of the request: returnResults, returnCredential, returnPresentation.
    """
    verified = report.verdict is Verdict.VALID
    said: JsonObject = {
        "verified": verified,
        "verdict": report.verdict.value,
        "problemDetails": problems(report),
    }
    if options.get(f"return{kind.capitalize()}") is True:
        said[kind] = document
    if options.get("returnResults") is True:
        said["results"] = report.as_json()
    return as_json(said, HTTPStatus.OK if verified else HTTPStatus.BAD_REQUEST)


def problems(report: Report) -> list[JsonObject]:
    """Every deciding check that was not passed, as problem details, those inside included."""
    found = [
        _problem(check)
        for check in report.checks
        if check.decides and check.outcome is not Outcome.PASSED
    ]
    return found + [one for inside in report.enclosed for one in problems(inside)]


def _problem(check: Check) -> JsonObject:
    step = check.step.partition(".")[0]
    return {
        "type": _BY_CODE.get(check.code, _BY_STEP.get(step, _OTHERWISE)),
        "title": check.outcome.value,
        "detail": check.sentence,
        "code": check.code,
    }
