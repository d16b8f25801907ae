"""Proofs in a document: which there are, what each one secures, making one and checking one.

Source: Data Integrity 1.0 §2.1 (proofs), §2.1.1 (sets), §2.1.2 (chains), §4.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Final

from mica.vc import multibase
from mica.vc.canonical import canonicalize
from mica.vc.canonical.labour import Labour
from mica.vc.contexts import Contexts
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused, Undecidable
from mica.vc.keys import PublicKey, SigningKey
from mica.vc.parts import listed
from mica.vc.proofs import (
    ecdsa_jcs_2019,
    ecdsa_rdfc_2019,
    ed25519_signature_2020,
    eddsa_jcs_2022,
    eddsa_rdfc_2022,
)
from mica.vc.proofs.suite import Suite

SUITES: Final[Mapping[str, Suite]] = {
    suite.name: suite
    for suite in (
        eddsa_rdfc_2022.SUITE,
        eddsa_jcs_2022.SUITE,
        ecdsa_rdfc_2019.SUITE,
        ecdsa_jcs_2019.SUITE,
        ed25519_signature_2020.SUITE,
    )
}
MAX_PROOFS: Final = 16


def proofs_of(document: JsonObject) -> list[JsonObject]:
    """The proofs of a document, whether it has one, a list, or none.

    Raises:
        Refused: `proof-malformed`, `too-many-proofs`.
    """
    proofs = listed(document.get("proof"))
    if len(proofs) > MAX_PROOFS:
        raise Refused("too-many-proofs", limit=MAX_PROOFS)
    if not all(isinstance(proof, dict) for proof in proofs):
        raise Refused("proof-malformed", reason="a proof is not an object")
    return proofs


def suite_of(proof: JsonObject) -> Suite:
    """The suite of a proof.

    Raises:
        Undecidable: `suite-unknown`.
    """
    kind = proof.get("type")
    name = proof.get("cryptosuite") if kind == "DataIntegrityProof" else kind
    suite = SUITES.get(name) if isinstance(name, str) else None
    if suite is None or suite.proof_type != kind:
        raise Undecidable("suite-unknown", suite=str(name)[:80])
    return suite


def secured_by(document: JsonObject, proof: JsonObject) -> JsonObject:
    """What a proof secures: the document without proofs, but with those that came before it.

    Raises:
        Refused: `previous-proof-missing` where a chain names a proof that is not there;
            `proof-malformed`.
    """
    bare = {name: value for name, value in document.items() if name != "proof"}
    if proof.get("previousProof") is None:
        return bare
    wanted = listed(proof["previousProof"])
    others = {p["id"]: p for p in proofs_of(document) if isinstance(p.get("id"), str)}
    for name in wanted:
        if not isinstance(name, str) or name not in others or others[name] is proof:
            raise Refused("previous-proof-missing", id=str(name)[:200])
    return {**bare, "proof": [other for name, other in others.items() if name in wanted]}


def holds(
    document: JsonObject,
    proof: JsonObject,
    key: PublicKey,
    contexts: Contexts,
    labour: Labour | None = None,
) -> bool:
    """Whether the signature of a proof holds for the document it stands in, under a key.

    Raises:
        Refused: `key-unfit-for-suite`, or what makes the document impossible to canonicalise.
        Undecidable: `suite-unknown`, an unknown context.
    """
    suite = suite_of(proof)
    if key.type not in suite.key_types:
        raise Refused("key-unfit-for-suite", key=key.type.value, suite=suite.name)
    text = proof.get("proofValue")
    if not isinstance(text, str) or not text.startswith("z"):
        raise Refused("proof-malformed", reason="proofValue is not base58btc multibase text")
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    secured = secured_by(document, proof)
    message = suite.hash_data(secured, options, key.type, contexts, labour or Labour())
    return key.verify(multibase.decode(text), message)


def add_proof(
    document: JsonObject, options: JsonObject, key: SigningKey, contexts: Contexts
) -> JsonObject:
    """The document with one more proof, made under the options.

    Args:
        document: with or without proofs; it is not changed.
        options: the proof without `proofValue`; type and cryptosuite name the suite. For suites
            that keep the context, the document's is added.
        key: of a type that the suite takes.
        contexts: the contexts that give the document its meaning.

    Raises:
        Refused: `suite-not-issued`, `key-unfit-for-suite`, or what makes the document unfit.
        Undecidable: an unknown context or suite.
    """
    suite = suite_of(options)
    if not suite.issues:
        raise Refused("suite-not-issued", suite=suite.name)
    if key.public.type not in suite.key_types:
        raise Refused("key-unfit-for-suite", key=key.public.type.value, suite=suite.name)
    if suite.keeps_context and "@context" in document:
        options = {"@context": document["@context"], **options}
    secured = secured_by(document, options)
    message = suite.hash_data(secured, options, key.public.type, contexts, Labour())
    proof = {**options, "proofValue": "z" + multibase.base58_encode(key.sign(message))}
    before = proofs_of(document)
    return {**document, "proof": [*before, proof] if before else proof}


def batch_signer(
    document: JsonObject, options: JsonObject, key: SigningKey, contexts: Contexts
) -> Callable[[bytes], str]:
    """A function from a document's canonical RDF to the `proofValue` over it, for eddsa-rdfc-2022.

    The options' hash is the same for all documents with the same `@context`, and is worked out
    once.

    Raises:
        Refused: `key-unfit-for-suite`, or what makes the options unfit.
        Undecidable: an unknown context.
    """
    if key.public.type not in eddsa_rdfc_2022.SUITE.key_types:
        name = eddsa_rdfc_2022.SUITE.name
        raise Refused("key-unfit-for-suite", key=key.public.type.value, suite=name)
    config = {**options, "@context": document["@context"]}
    first = hashlib.sha256(canonicalize(config, contexts)).digest()

    def sign(canonical: bytes) -> str:
        message = first + hashlib.sha256(canonical).digest()
        return "z" + multibase.base58_encode(key.sign(message))

    return sign
