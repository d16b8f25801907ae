"""One set of statements, another JSON: what a signature covers must stay where it is read."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.attacks.hands import CRED_WORDS, OB_WORDS, V1, VALID, found, invalid, undecided
from tests.cast import (
    EXTENSIONS,
    GOOD,
    LEARNER,
    OB3,
    OUTSIDER,
    PROVIDER,
    V2,
    changed,
    credential,
    endorsement,
    shelf,
    status_list,
    with_status,
)

ID = GOOD["id"]
ENDORSED = endorsement(of=ID)
REVOKED = shelf(status_list(94567))


def test_an_endorsement_of_the_credential_itself_is_no_namesake() -> None:
    assert found(PROVIDER.signs(credential(endorsement=[ENDORSED]))) == VALID


@pytest.mark.parametrize(
    ("member", "code"), [("credentialStatus", "status-revoked"), ("validUntil", "expired")]
)
def test_what_counts_cannot_be_moved_to_a_place_that_bears_the_credentials_id(
    member: str, code: str
) -> None:
    """An endorsement names the credential by its id, so the statements there are the same ones."""
    late = {} if member == "credentialStatus" else {"validUntil": "2026-02-01T00:00:00Z"}
    signed = PROVIDER.signs(with_status(endorsement=[ENDORSED], **late))
    clear = REVOKED if member == "credentialStatus" else shelf(status_list())
    assert found(signed, clear) == invalid(code)
    moved = copy.deepcopy(signed)
    place = moved["endorsement"][0]["credentialSubject"]
    place["type"].append("VerifiableCredential")
    place[member] = moved.pop(member)
    assert found(moved, clear) == invalid("said-elsewhere")


def test_an_id_cannot_be_rewritten_with_a_prefix() -> None:
    """The statements are equal; but the list of the revoked knows the credential by its full id."""
    url = "https://provider.example/revoked"
    document = credential(
        **{
            "@context": [V2, OB3, EXTENSIONS],
            "id": "https://provider.example/c/1",
            "credentialStatus": {"id": url, "type": "1EdTechRevocationList"},
        }
    )
    signed = PROVIDER.signs(document)
    revoked = shelf(**{url: {"revokedCredential": [{"id": document["id"], "revoked": True}]}})
    assert found(signed, revoked) == invalid("status-revoked")
    prefix = {"c": "https://provider.example/c/"}
    forged = {**signed, "@context": [*document["@context"], prefix], "id": "c:1"}
    assert found(forged, revoked) == undecided("context-inline")


@pytest.mark.parametrize("end", list(":/?#[]@"))
def test_no_term_of_the_documents_own_may_serve_as_a_prefix(end: str) -> None:
    context = {"c": f"https://terms.example/c{end}"}
    verdict, told = found(changed(GOOD, "/@context", [*GOOD["@context"], context]))
    assert verdict != "valid"
    assert told["context-inline"] == "undecided"


# every other way of saying the same


def _nested(document: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    return {**{k: v for k, v in document.items() if k != "validUntil"}, key: value}


SAME: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "full IRI": lambda d: _nested(
        d,
        f"{CRED_WORDS}validUntil",
        {"@value": d["validUntil"], "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
    ),
    "compact IRI": lambda d: _nested(d, "cred:validUntil", d["validUntil"]),
    "included": lambda d: _nested(
        d,
        "@included",
        [{"id": d["id"], "type": "VerifiableCredential", "validUntil": d["validUntil"]}],
    ),
    "nest": lambda d: _nested(d, "@nest", {"validUntil": d["validUntil"]}),
    "graph": lambda d: {"@context": d["@context"], "@graph": [d], "proof": d["proof"]},
    "reverse": lambda d: _nested(
        d,
        "credentialSubject",
        {
            **d["credentialSubject"],
            "@reverse": {
                "credentialSubject": {
                    "id": d["id"],
                    "type": "VerifiableCredential",
                    "validUntil": d["validUntil"],
                }
            },
        },
    ),
    "@id": lambda d: {**{k: v for k, v in d.items() if k != "id"}, "@id": d["id"]},
    "@type": lambda d: {**{k: v for k, v in d.items() if k != "type"}, "@type": d["type"]},
    "@set": lambda d: {**d, "name": {"@set": [d["name"]]}},
    "@list": lambda d: {**d, "name": {"@list": [d["name"]]}},
    "@index": lambda d: {**d, "issuer": {**d["issuer"], "@index": "1"}},
}


@pytest.mark.parametrize("way", SAME)
def test_the_same_said_in_another_way_is_refused(way: str) -> None:
    verdict, told = found(SAME[way](GOOD))
    assert verdict == "invalid"
    assert (
        told[{"included": "said-elsewhere", "reverse": "said-elsewhere"}.get(way, "not-compact")]
        == "failed"
    )


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/issuer", [GOOD["issuer"]]),
        ("/issuer", [GOOD["issuer"], GOOD["issuer"]]),
        ("/credentialSubject", [GOOD["credentialSubject"]] * 2),
        ("/credentialSubject/achievement", [GOOD["credentialSubject"]["achievement"]]),
        ("/credentialSubject/creditsEarned", {"@value": 2.5}),
        ("/credentialSubject/id", [LEARNER.did]),
        ("/credentialSubject/id", {"@value": LEARNER.did}),
        ("/id", [ID]),
        ("/validFrom", ["2026-01-15T09:00:00Z"]),
        ("/type/1", f"{OB_WORDS}OpenBadgeCredential"),
        ("/credentialSubject/type/0", f"{OB_WORDS}AchievementSubject"),
        ("/type/0", f"{CRED_WORDS}VerifiableCredential"),
        ("/type", None),
        ("/issuer", None),
        ("/credentialSubject", None),
        ("/proof/proofPurpose", ["assertionMethod"]),
        ("/proof/proofPurpose", "https://w3id.org/security#assertionMethod"),
        ("/proof/verificationMethod", [PROVIDER.method]),
        ("/proof/verificationMethod", {"id": PROVIDER.method}),
        ("/proof/created", ["2026-06-01T12:00:00Z"]),
        ("/proof/expires", None),
        ("/proof/type", ["DataIntegrityProof"]),
        ("/proof/cryptosuite", ["eddsa-rdfc-2022"]),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_value_in_another_shape_is_never_valid(pointer: str, value: Any) -> None:
    assert found(changed(GOOD, pointer, value))[0] != "valid"


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/credentialStatus", []),
        ("/credentialStatus", None),
        ("/credentialStatus", {}),
        (
            "/credentialStatus/type",
            "https://www.w3.org/ns/credentials/status#BitstringStatusListEntry",
        ),
        ("/credentialStatus/type", ["BitstringStatusListEntry", "BitstringStatusListEntry"]),
        ("/credentialStatus/statusPurpose", ["revocation"]),
        ("/credentialStatus/statusPurpose", "message"),
        ("/credentialStatus/statusListIndex", 94567),
        ("/credentialStatus/statusListIndex", ["94567"]),
        ("/credentialStatus/statusListIndex", "094567"),
        ("/credentialStatus/statusListIndex", "٩"),
        ("/credentialStatus/statusListIndex", "5"),
        ("/credentialStatus/statusSize", 2),
        ("/credentialStatus/statusSize", []),
        ("/credentialStatus/statusListCredential", ["https://status.provider.example/1"]),
        ("/credentialStatus/statusListCredential", "https://status.outsider.example/1"),
    ],
    ids=lambda value: str(value)[-40:],
)
def test_no_other_writing_of_its_status_saves_a_revoked_credential(
    pointer: str, value: Any
) -> None:
    forged = changed(PROVIDER.signs(with_status()), pointer, value)
    assert found(forged, REVOKED)[0] != "valid"


def test_a_status_entry_repeated_is_asked_twice_and_still_set() -> None:
    entry = with_status()["credentialStatus"]
    assert found(
        {**PROVIDER.signs(with_status()), "credentialStatus": [entry, entry]}, REVOKED
    ) == (invalid("signature-broken", "status-revoked"))


# contexts


@pytest.mark.parametrize(
    "context",
    [
        {"@vocab": CRED_WORDS},
        {"@vocab": f"{CRED_WORDS}valid"},
        {"@base": "https://outsider.example/"},
        {"@base": None},
        {"@language": "en"},
        {"@propagate": False},
        {"validUntil": None},
        {"validUntil": "https://x.example/validUntil"},
        {"until": f"{CRED_WORDS}validUntil"},
        {"until": {"@id": f"{CRED_WORDS}validUntil", "@type": "@id"}},
        {"until": {"@reverse": f"{CRED_WORDS}validUntil"}},
        {"sort": "@type"},
        {"sort": {"@id": "@type"}},
        {"x": {"@id": "https://x.example/x", "@nest": "y"}},
        {"x": {"@id": "https://x.example/x", "@prefix": True}},
        {"x:y": "https://x.example/x"},
        {"OpenBadgeCredential": {"@id": "https://x.example/x"}},
        {"Badge": f"{OB_WORDS}OpenBadgeCredential"},
        {"https://x.example/": "https://y.example/z"},
        {"x": ["https://x.example/x"]},
        {"x": {"@id": {"y": []}}},
        {"x": {"@id": ["https://x.example/x"], "@container": {}}},
        None,
        [],
        [[{"until": f"{CRED_WORDS}validUntil"}]],
        V1,
        "https://www.w3.org/ns/did/v1",
        "",
        "credentials/v2",
        7,
    ],
    ids=lambda value: str(value)[:60],
)
@pytest.mark.parametrize("place", ["", "/credentialSubject", "/issuer"])
def test_an_injected_context_is_never_valid_if_it_could_change_a_meaning(
    context: Any, place: str
) -> None:
    forged = copy.deepcopy(GOOD)
    spot = forged[place[1:]] if place else forged
    spot["@context"] = [*GOOD["@context"], context] if not place else context
    harmless = str(context) in HARMLESS and (place, context) != ("", [])
    assert (found(forged)[0] == "valid") is harmless


HARMLESS = ("{'validUntil': 'https://x.example/validUntil'}", "https://www.w3.org/ns/did/v1", "[]")
"""What adds terms of other names, or one that the type's own context goes before, hides nothing."""


def test_a_document_cannot_be_turned_into_a_badge_of_another_person_by_sharing_ids() -> None:
    """The outsider as subject of one's own second subject: two subjects are not one."""
    other = {**GOOD["credentialSubject"], "id": OUTSIDER.did}
    forged = changed(GOOD, "/credentialSubject", [GOOD["credentialSubject"], other])
    assert found(forged) == invalid("not-exactly-one", "signature-broken")
