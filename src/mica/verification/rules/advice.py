"""What a person can do about a finding."""

from typing import Final

from mica.vc.report import Check, Outcome

_ISSUER_PUTS_RIGHT: Final = "Only its issuer can put this right: ask for a corrected one."
_NOT_TO_BE_BELIEVED: Final = (
    "Do not rely on it. Ask the learner for the original file, or the issuer whether it made this."
)
_NEWER_MICA: Final = "A newer Mica may know it; else ask the issuer to confirm it another way."
_LATER: Final = "Try again later. If it stays so, tell whoever keeps it."
_ONLINE: Final = "Ask again without --offline, on a machine with a connection."
_ASK_ISSUER: Final = "Ask the issuer to confirm it another way."

_BY_CODE: Final = {
    "proof-missing": "Ask for the signed credential; this may be a draft or a copy of its text.",
    "signature-missing": "Ask for the signed badge; this is a copy of its text.",
    "proof-expired": "Ask the issuer for a newly signed one.",
    "key-expired": "Ask the issuer for one signed with a key in force.",
    "key-revoked": "Ask the issuer for one signed with a key in force.",
    "not-yet-valid": "Wait until then.",
    "expired": "Ask the issuer whether it can be renewed.",
    "status-revoked": "Ask the issuer why. The learner can ask for a new one.",
    "status-suspended": "Ask the issuer for how long, and check again.",
    "badge-revoked": "Ask the issuer why. The learner can ask for a new one.",
    "related-changed": "Look at what stands there now with care, and ask the issuer.",
    "enclosed-invalid": "See what is said of it below.",
    "enclosed-undecided": "See what is said of it below.",
    "offline": _ONLINE,
    "context-unknown": _NEWER_MICA,
    "suite-unknown": _NEWER_MICA,
    "key-type-unknown": _NEWER_MICA,
    "did-method-unknown": _NEWER_MICA,
    "status-type-unknown": _NEWER_MICA,
    "digest-unknown": _NEWER_MICA,
    "alg-unsupported": _NEWER_MICA,
    "key-not-tied": "Ask the issuer to publish this key under its own name, or to confirm it.",
    "issuer-without-keys": _ASK_ISSUER,
    "status-list-stale": _LATER,
    "status-list-not-valid": _LATER,
    "status-list-malformed": _LATER,
    "not-on-shelf": _LATER,
}
_FAILED_BY_STEP: Final = {
    "1": _NOT_TO_BE_BELIEVED,
    "2": _ISSUER_PUTS_RIGHT,
    "3": _NOT_TO_BE_BELIEVED,
    "4": _ISSUER_PUTS_RIGHT,
    "5": _ISSUER_PUTS_RIGHT,
}

ADVICE: Final = tuple(sorted({*_BY_CODE.values(), *_FAILED_BY_STEP.values()}))
"""Everything that can be advised, for those who translate."""


def advice(check: Check) -> str | None:
    """What to do about a check that did not pass, None where its sentence says it already."""
    if check.outcome is Outcome.PASSED:
        return None
    if check.code in _BY_CODE:
        return _BY_CODE[check.code]
    if check.outcome is Outcome.FAILED:
        return _FAILED_BY_STEP.get(check.step[:1])
    return None
