"""Issuing: a document becomes a credential by being signed.

Nothing is signed that would not verify: the model's rules, known contexts and plain terms are
checked first.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from mica.vc import compact, jwt, model
from mica.vc.canonical.template import Template
from mica.vc.contexts import Contexts, shipped
from mica.vc.dids import Purpose
from mica.vc.documents import JsonObject, check
from mica.vc.errors import Refused
from mica.vc.keys import SigningKey
from mica.vc.parts import is_presentation
from mica.vc.proofs import data_integrity
from mica.vc.timestamps import format_timestamp

DEFAULT_SUITE: Final = "eddsa-rdfc-2022"


def proof_options(
    suite: str, method: str, created: datetime, purpose: Purpose, /, **more: object
) -> JsonObject:
    """The proof without its value (Data Integrity 1.0 §2.1).

    Args:
        suite: name of a cryptosuite that Mica issues.
        method: the verification method's id, absolute, with fragment.
        created: aware.
        purpose: `assertionMethod` for credentials, `authentication` for presentations.
        more: `id`, `previousProof`, `challenge`, `domain`, `expires`, as the document has them.

    Raises:
        Refused: `timestamp-without-offset`.
    """
    return {
        "type": "DataIntegrityProof",
        **more,
        "cryptosuite": suite,
        "created": format_timestamp(created),
        "verificationMethod": method,
        "proofPurpose": purpose.value,
    }


def issue(
    credential: JsonObject,
    key: SigningKey,
    *,
    method: str,
    created: datetime,
    suite: str = DEFAULT_SUITE,
    contexts: Contexts | None = None,
    **more: object,
) -> JsonObject:
    """Sign a credential with a proof inside it. The document that is passed is not changed.

    Args:
        credential: VC Data Model 2.0; one that has proofs gets another.
        key: of a type that the suite takes.
        method: the id under which the key stands in its controller's document.
        created: the moment of signing, aware.
        suite: eddsa-rdfc-2022, eddsa-jcs-2022, ecdsa-rdfc-2019 or ecdsa-jcs-2019.
        contexts: the known contexts; the shipped ones by default.
        more: further members of the proof, such as `id` and `previousProof`.

    Raises:
        Refused: `not-issuable` with the first fault, or what the suite refuses.
        Undecidable: an unknown context.
        Unusable: values that readers understand differently.
    """
    options = proof_options(suite, method, created, Purpose.ASSERTION, **more)
    return _sign(credential, options, key, contexts or shipped())


def issue_jwt(credential: JsonObject, key: SigningKey, *, method: str) -> str:
    """Sign a credential as a JWT in the Open Badges 3.0 profile (§8.2).

    Args:
        credential: as for `issue`; its subject needs an id.
        key: any type.
        method: the `kid`: a URL at which the key stands.

    Raises:
        Refused, Undecidable, Unusable: as `issue`.
    """
    _check_issuable(credential, shipped())
    return jwt.sign_open_badge(credential, key, kid=method)


def issue_jose(document: JsonObject, key: SigningKey, *, method: str) -> str:
    """Sign a credential as VC-JOSE-COSE (§3.1): the payload is the document itself.

    Raises:
        Refused, Undecidable, Unusable: as `issue`.
    """
    _check_issuable(document, shipped())
    return jwt.sign_credential(document, key, kid=method)


def present(
    presentation: JsonObject,
    key: SigningKey,
    *,
    method: str,
    created: datetime,
    suite: str = DEFAULT_SUITE,
    contexts: Contexts | None = None,
    **more: object,
) -> JsonObject:
    """Sign a presentation as its holder, with `challenge` and `domain` in `more`.

    Arguments are those of `issue`.

    Raises:
        Refused, Undecidable, Unusable: as `issue`.
    """
    options = proof_options(suite, method, created, Purpose.AUTHENTICATION, **more)
    return _sign(presentation, options, key, contexts or shipped())


def present_jose(
    presentation: JsonObject,
    key: SigningKey,
    *,
    method: str,
    challenge: str | None = None,
    domain: str | None = None,
) -> str:
    """Sign a presentation as VC-JOSE-COSE: `challenge` is its nonce, `domain` its audience.

    Raises:
        Refused, Undecidable, Unusable: as `issue`.
    """
    _check_issuable(presentation, shipped())
    return jwt.sign_presentation(presentation, key, kid=method, nonce=challenge, audience=domain)


class Batch:
    """Many credentials of one achievement, by one key, at one moment, with eddsa-rdfc-2022.

    What all share is made ready once; only what differs is worked out for each.

    Args:
        template: a credential as it would be issued, with any value in each slot.
        slots: JSON pointers (RFC 6901) of the texts that differ: id, subject, name, dates, status
            index and so on.
        key: Ed25519.
        method, created, contexts: as for `issue`.

    Raises:
        Refused, Undecidable, Unusable: as `issue`.
    """

    def __init__(
        self,
        template: JsonObject,
        slots: tuple[str, ...],
        key: SigningKey,
        *,
        method: str,
        created: datetime,
        contexts: Contexts | None = None,
    ) -> None:
        known = contexts or shipped()
        _check_issuable(template, known)
        self._template = Template(template, slots, known)
        self._options = proof_options(DEFAULT_SUITE, method, created, Purpose.ASSERTION)
        self._signer = data_integrity.batch_signer(template, self._options, key, known)

    def issue(self, values: Mapping[str, str]) -> JsonObject:
        """One credential.

        Args:
            values: a text for every slot.

        Raises:
            Refused: a slot without value or unknown, or a value unfit for its place.
        """
        document = self._template.fill(values)
        _check_model(document)
        signature = self._signer(self._template.canonicalize(values))
        return {**document, "proof": {**self._options, "proofValue": signature}}


def _sign(
    document: JsonObject, options: JsonObject, key: SigningKey, contexts: Contexts
) -> JsonObject:
    _check_issuable(document, contexts)
    return data_integrity.add_proof(document, options, key, contexts)


def _check_issuable(document: JsonObject, contexts: Contexts) -> None:
    survey = check(document)
    _check_model(document)
    compact.check_contexts(survey, contexts)
    compact.check_compact(document, survey)


def _check_model(document: JsonObject) -> None:
    ask = model.check_presentation if is_presentation(document) else model.check
    for fault in ask(document):
        raise Refused("not-issuable", pointer=fault.pointer, why=fault.sentence)
