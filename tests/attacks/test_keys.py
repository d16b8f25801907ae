"""Whose key it is: other names for a key, documents that point to one another, odd keys."""

from typing import Any

import pytest

from mica.vc import jose, jwt, multibase
from mica.vc.keys import KeyType
from tests.attacks.hands import VALID, found, invalid, undecided
from tests.cast import (
    GOOD,
    OUTSIDER,
    PROVIDER,
    PROVIDER_P384,
    WEB,
    WEB_URL,
    Actor,
    by_web,
    changed,
    credential,
    did_document,
    shelf,
)

NAMED = credential(issuer={"id": WEB, "type": ["Profile"], "name": "Harbour College"})


def listing(**member: Any) -> Any:
    """The issuer's document, with something more said of its key."""
    document = did_document(PROVIDER, WEB)
    document["verificationMethod"][0] |= member
    return shelf(**{WEB_URL: document})


# one key, many names


OTHER_NAMES = {
    "under its did:key": PROVIDER.signs(NAMED),
    "in the header": jwt.sign_open_badge(NAMED, PROVIDER.key),
}


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_listed_key_under_another_name_is_the_issuers(name: str) -> None:
    assert found(OTHER_NAMES[name], listing()) == VALID


@pytest.mark.parametrize("name", OTHER_NAMES)
@pytest.mark.parametrize(
    ("member", "code"), [("revoked", "key-revoked"), ("expires", "key-expired")]
)
def test_a_withdrawn_key_does_not_come_back_under_another_name(
    name: str, member: str, code: str
) -> None:
    """Stolen, then revoked: the thief names it where the issuer's revocation is not looked at."""
    withdrawn = listing(**{member: "2026-01-01T00:00:00Z"})
    assert found(OTHER_NAMES[name], withdrawn) == invalid(code)


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_key_listed_as_somebody_elses_is_not_the_issuers(name: str) -> None:
    assert found(OTHER_NAMES[name], listing(controller="did:web:other.example")) == invalid(
        "key-of-another-controller"
    )


def test_a_key_listed_for_signing_in_does_not_issue_under_another_name() -> None:
    document = did_document(PROVIDER, WEB, assertionMethod=[], authentication=[f"{WEB}#key-1"])
    page = shelf(**{WEB_URL: document})
    assert found(OTHER_NAMES["under its did:key"], page) == undecided("key-not-tied")


@pytest.mark.parametrize("member", ["revoked", "expires"])
def test_a_date_of_a_key_that_cannot_be_read_is_undecided(member: str) -> None:
    assert found(by_web(), listing(**{member: "lately"})) == undecided("key-document-unusable")


# documents that lead nowhere


def lone(name: str, controller: str, actor: Actor = PROVIDER) -> dict[str, Any]:
    """A document that is one method and nothing else."""
    return {
        "id": name,
        "type": "Multikey",
        "controller": controller,
        "publicKeyMultibase": actor.key.public.multikey,
    }


def test_methods_that_name_one_another_as_controllers_are_not_followed() -> None:
    """Each could be a new address that drips its bytes; two are asked for and no more."""
    here, there = "https://a.example/k", "https://b.example/k"
    pages = shelf(**{here: lone(here, there), there: lone(there, here)})
    asked = []

    def resolve(url: str, /) -> Any:
        asked.append(url)
        return pages(url)

    signed = PROVIDER.signs(credential(), method=here)
    assert found(signed, resolve) == undecided("key-document-unusable")
    assert asked == [here, there]


def test_a_lone_method_counts_only_as_its_controller_lists_it() -> None:
    """The outsider's page says it is a key of the issuer; the issuer's document knows nothing."""
    here = "https://outsider.example/k"
    pages = shelf(**{here: lone(here, WEB, OUTSIDER), WEB_URL: did_document(PROVIDER, WEB)})
    assert found(OUTSIDER.signs(NAMED, method=here), pages) == invalid("key-not-listed")


def test_an_issuer_whose_address_holds_a_bare_key_is_undecided() -> None:
    here = "https://provider.example/key"
    signed = PROVIDER.signs(credential(issuer={"id": here, "type": ["Profile"]}))
    assert found(signed, shelf(**{here: PROVIDER.key.public.jwk})) == undecided("key-not-tied")


def test_a_bare_key_at_an_address_is_nobodys() -> None:
    here = "https://provider.example/key"
    signed = OUTSIDER.signs(NAMED, method=here)
    pages = shelf(**{here: OUTSIDER.key.public.jwk, WEB_URL: did_document(PROVIDER, WEB)})
    assert found(signed, pages) == invalid("key-not-of-issuer")


def test_a_document_of_the_outsider_cannot_list_a_method_of_the_issuer() -> None:
    """The name of the issuer's method over the outsider's key, on the outsider's page."""
    page = did_document(OUTSIDER, "did:web:outsider.example")
    page["verificationMethod"][0] |= {"id": f"{WEB}#key-1", "controller": WEB}
    page["assertionMethod"] = [f"{WEB}#key-1"]
    pages = shelf(
        **{
            "https://outsider.example/.well-known/did.json": page,
            WEB_URL: did_document(PROVIDER, WEB),
        }
    )
    signed = OUTSIDER.signs(NAMED, method="did:web:outsider.example")
    assert found(signed, pages) == invalid("key-of-another-controller")
    signed = OUTSIDER.signs(NAMED, method=f"{WEB}#key-1")
    assert found(signed, pages) == invalid("signature-broken")


def test_a_document_that_says_it_is_the_issuers_is_believed_at_the_issuers_place_only() -> None:
    there = "did:web:outsider.example"
    pages = shelf(
        **{
            "https://outsider.example/.well-known/did.json": did_document(OUTSIDER, WEB),
            WEB_URL: did_document(PROVIDER, WEB),
        }
    )
    signed = OUTSIDER.signs(NAMED, method=f"{there}#key-1")
    assert found(signed, pages) == undecided("key-document-of-another")


# odd names


@pytest.mark.parametrize(
    "did",
    [
        "did:web:provider.example:..:outsider",
        "did:web:provider.example:.",
        "did:web:provider.example/outsider",
        "did:web:provider.example%2Foutsider",
        "did:web:provider.example%3A443%2Foutsider",
        "did:web:provider.example@outsider.example",
        "did:web:provider.example%40outsider.example",
        "did:web:provider.example\\outsider",
        "did:web:-",
        "did:web:",
        "did:web:provider.example:",
        "did:web:provider.example?outsider",
    ],
)
def test_a_crooked_did_web_leads_nowhere(did: str) -> None:
    asked = []

    def resolve(url: str, /) -> Any:
        asked.append(url)
        raise AssertionError(url)

    signed = changed(GOOD, "/proof/verificationMethod", f"{did}#key-1")
    assert found(signed, resolve) == invalid("bad-did")
    assert asked == []


@pytest.mark.parametrize(
    ("name", "code", "outcome"),
    [
        (
            "did:key:z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc",
            "key-type-unknown",
            "undecided",
        ),
        (
            "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",
            "key-type-unknown",
            "undecided",
        ),
        ("did:key:z", "key-type-unknown", "undecided"),
        ("did:key:", "bad-multibase", "failed"),
        ("did:key:m7QEB", "bad-multibase", "failed"),
        ("did:key:z0OIl", "bad-base58", "failed"),
        ("did:key:z" + "z" * 100_000, "bad-key", "failed"),
        ("did:jwk:e30", "key-type-unknown", "undecided"),
        ("did:jwk:!", "bad-base64url", "failed"),
        ("did:jwk:bnVsbA", "bad-did", "failed"),
        ("did:ion:EiA", "did-method-unknown", "undecided"),
        ("urn:uuid:1", "issuer-without-keys", "undecided"),
        ("#key-1", "issuer-without-keys", "undecided"),
        ("", "issuer-without-keys", "undecided"),
        ("https://x.example/k", "offline", "undecided"),
    ],
    ids=lambda value: value[:24],
)
def test_a_key_of_another_kind_is_never_good(name: str, code: str, outcome: str) -> None:
    verdict, told = found(changed(GOOD, "/proof/verificationMethod", name))
    assert told == {code: outcome}
    assert verdict != "valid"


@pytest.mark.parametrize("bits", [1024, 8192 + 64, 500_000])
def test_an_rsa_key_of_absurd_size_is_refused_before_it_is_reckoned_with(bits: int) -> None:
    modulus = (1 << bits) - 1
    here = "https://provider.example/key"
    key = {
        "kty": "RSA",
        "n": multibase.base64url_encode(modulus.to_bytes(bits // 8, "big")),
        "e": "AQAB",
    }
    signed = jose.sign({"typ": "JWT", "kid": here}, b"{}", PROVIDER.key)
    assert found(signed, shelf(**{here: key}))[1]["bad-key"] == "failed"


def test_an_rsa_key_with_an_absurd_exponent_is_refused() -> None:
    here = "https://provider.example/key"
    wide = multibase.base64url_encode(((1 << 2048) - 1).to_bytes(256, "big"))
    signed = jose.sign({"typ": "JWT", "kid": here}, b"{}", PROVIDER.key)
    told = found(signed, shelf(**{here: {"kty": "RSA", "n": wide, "e": wide}}))[1]
    assert "signature-holds" not in told
    assert set(told.values()) <= {"failed", "undecided"}


def test_every_key_that_signs_is_of_the_suites_own_kind() -> None:
    actor = Actor(7, KeyType.P256)
    forged = changed(GOOD, "/proof/verificationMethod", actor.method)
    assert found(forged) == invalid("key-unfit-for-suite", "key-not-of-issuer")


def test_a_document_of_countless_keys_is_undecided() -> None:
    """Read for every proof and every endorsement, each key a point on a curve to be checked."""
    document = did_document(PROVIDER, WEB)
    text = PROVIDER_P384.key.public.multikey
    document["assertionMethod"] += [
        {"id": f"#{i}", "type": "Multikey", "controller": WEB, "publicKeyMultibase": text}
        for i in range(10_000)
    ]
    pages = shelf(**{WEB_URL: document})
    signed = PROVIDER.signs(NAMED)
    assert found({**signed, "proof": [signed["proof"]] * 16}, pages) == undecided("key-not-tied")
    assert found(by_web(), pages) == undecided("key-document-unusable")
