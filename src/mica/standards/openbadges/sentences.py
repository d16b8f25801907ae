"""Every code of the Open Badges rules with the sentence a person reads."""

from typing import Final

from mica.errors import say
from mica.vc.report import Fault

SENTENCES: Final[dict[str, str]] = {
    "context-second": "The second context has to be the one of Open Badges 3.0, such as {right}.",
    "subject-not-identified": (
        "The badge does not say whom it is for: "
        "its subject needs an id, or at least one identifier."
    ),
    "bad-identity-hash": (
        "“hashed” is true, so identityHash has to be sha256$ or md5$ and the digest in hexadecimal."
    ),
    "result-description-unknown": (
        "The achievement has no result description {id}; a result has to refer to one it has."
    ),
    "level-unknown": (
        "No rubric level has the id {id}; it has to be one of the result description's."
    ),
    "value-not-allowed": "“{value}” is not a value that the result description allows: {allowed}.",
}


def fault(code: str, pointer: str, **data: object) -> Fault:
    """A fault with its sentence from this table."""
    return Fault(code, pointer, say(SENTENCES, code, data), data)
