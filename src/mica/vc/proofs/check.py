"""Step 3 of verification: who signed, were they allowed to, and is it what they signed?

The numbers are those of docs/rules/verification.md.
"""

from dataclasses import dataclass
from datetime import datetime

from mica.vc import documents, jose, jwt
from mica.vc.canonical.labour import Labour
from mica.vc.contexts import Contexts
from mica.vc.dids import Method, Purpose, check_issuer, find_method
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused, Undecidable
from mica.vc.jose import Jws
from mica.vc.parts import listed
from mica.vc.proofs import data_integrity
from mica.vc.proofs.suite import Suite
from mica.vc.report import Ledger
from mica.vc.resolve import Resolve
from mica.vc.timestamps import format_timestamp, parse_timestamp


@dataclass(frozen=True, slots=True)
class Need:
    """What a proof has to satisfy.

    Attributes:
        issuer: who must have made it; None where nobody is named.
        purpose: what it must have been made for.
        resolve: fetches key documents.
        now: the moment.
        contexts: what gives the document its meaning.
        labour: pays for canonical forms.
        challenge: the challenge it must answer, if one was set.
        domain: the domain it must have been made for, if one was set.
    """

    issuer: str | None
    purpose: Purpose
    resolve: Resolve
    now: datetime
    contexts: Contexts
    labour: Labour
    challenge: str | None = None
    domain: str | None = None


def check_proofs(document: JsonObject, need: Need, ledger: Ledger) -> None:
    """Check every proof of a document.

    Open Badges 3.0 lets one good proof of a set suffice. Mica wants each that it knows to hold: a
    document with a broken proof has been changed by somebody. Proofs of unknown suites are told,
    and decide only where no known one stands beside them.
    """
    try:
        proofs = data_integrity.proofs_of(document)
        if not proofs:
            raise Refused("proof-missing")
    except Refused as error:
        ledger.failed("3.1", error)
        return
    suites = [_suite(proof) for proof in proofs]
    for proof, suite in zip(proofs, suites, strict=True):
        if suite is not None:
            ledger.passed("3.1", "suite-known", suite=suite.name)  # 3.1
            _check_proof(document, proof, need, ledger)
        else:
            name = str(proof.get("cryptosuite", proof.get("type")))[:80]
            unknown = Undecidable("suite-unknown", suite=name)
            ledger.undecided("3.1", unknown, decides=not any(suites))  # 3.1


def _suite(proof: JsonObject) -> Suite | None:
    try:
        return data_integrity.suite_of(proof)
    except Undecidable:
        return None


def _check_proof(document: JsonObject, proof: JsonObject, need: Need, ledger: Ledger) -> None:
    ledger.ask("3.2", "proof-fits", lambda: _check_options(proof, need))  # 3.2
    method = ledger.ask("3.3", "key-found", lambda: _find(proof, need))  # 3.3
    if method is not None:
        ledger.ask(  # 3.4
            "3.4", "signature-holds", lambda: _hold(document, proof, method, need), method=method.id
        )
        _check_issuer(method, need, ledger)  # 3.5


def _check_options(proof: JsonObject, need: Need) -> None:
    """Purpose, dates, domain and challenge (Data Integrity 1.0 §4.4, steps 4 to 8)."""
    purpose = proof.get("proofPurpose")
    if purpose != need.purpose.value:
        raise Refused("wrong-purpose", purpose=str(purpose)[:80], needed=need.purpose.value)
    for member in ("created", "expires"):
        if member in proof and not isinstance(proof[member], str):
            raise Refused("proof-malformed", reason=f"{member} is not text")
    if "created" in proof:
        parse_timestamp(proof["created"])
    if "expires" in proof and need.now > parse_timestamp(proof["expires"]):
        raise Refused("proof-expired", until=proof["expires"])
    if need.challenge is not None and proof.get("challenge") != need.challenge:
        raise Refused("wrong-challenge")
    domain = proof.get("domain")
    if need.domain is not None and need.domain not in listed(domain):
        raise Refused("wrong-domain", domain=str(domain)[:200], needed=need.domain)


def _find(proof: JsonObject, need: Need) -> Method:
    name = proof.get("verificationMethod")
    if not isinstance(name, str):
        raise Refused("proof-malformed", reason="verificationMethod is not a URL")
    return find_method(name, need.purpose, resolve=need.resolve, now=need.now)


def _hold(document: JsonObject, proof: JsonObject, method: Method, need: Need) -> None:
    if not data_integrity.holds(document, proof, method.key, need.contexts, need.labour):
        raise Refused("signature-broken", method=method.id)


def _check_issuer(method: Method, need: Need, ledger: Ledger) -> None:
    ledger.ask(
        "3.5",
        "key-of-issuer",
        lambda: check_issuer(method, need.issuer, need.purpose, resolve=need.resolve, now=need.now),
        issuer=need.issuer,
    )


def check_jws(jws: Jws, need: Need, ledger: Ledger) -> None:
    """Check the signature of a JWS: its times, its key, itself, and whose key it is.

    A key in the header proves only that somebody signed; step 3.5 must then find it with the
    issuer.
    """
    try:
        if jose.names_known_algorithm(jws):
            ledger.passed("3.1", "algorithm-known", alg=jws.header["alg"])  # 3.1
    except Refused as error:
        ledger.failed("3.1", error)  # 3.1
        return
    ledger.ask("3.2", "proof-fits", lambda: _check_claims(jws, need))  # 3.2
    method = ledger.ask("3.3", "key-found", lambda: _find_for_jws(jws, need))  # 3.3
    if method is not None:
        ledger.ask(  # 3.4
            "3.4", "signature-holds", lambda: _hold_jws(jws, method), method=method.id
        )
        _check_issuer(method, need, ledger)  # 3.5


def _check_claims(jws: Jws, need: Need) -> None:
    """The signature's own times, and for presentations the nonce and audience."""
    start, end = jwt.window(jws)
    if start is not None and need.now < start:
        raise Refused("not-yet-valid", since=format_timestamp(start))
    if end is not None and need.now > end:
        raise Refused("proof-expired", until=format_timestamp(end))
    if need.challenge is None and need.domain is None:
        return
    claims = documents.read(jws.payload)
    if need.challenge is not None and claims.get("nonce") != need.challenge:
        raise Refused("wrong-challenge")
    if need.domain is not None and need.domain not in listed(claims.get("aud")):
        raise Refused("wrong-domain", domain=str(claims.get("aud"))[:200], needed=need.domain)


def _find_for_jws(jws: Jws, need: Need) -> Method:
    name = jws.header.get("kid")
    if isinstance(name, str) and name.startswith(("did:", "https://", "http://")):
        return find_method(name, need.purpose, resolve=need.resolve, now=need.now)
    embedded = jose.embedded_key(jws)
    if embedded is not None:
        return Method("jwk", None, embedded)
    if isinstance(name, str) and need.issuer is not None:
        name = f"{need.issuer}#{name.removeprefix('#')}"
        return find_method(name, need.purpose, resolve=need.resolve, now=need.now)
    raise Undecidable("key-not-named")


def _hold_jws(jws: Jws, method: Method) -> None:
    if not jose.verify(jws, method.key):
        raise Refused("signature-broken", method=method.id)
