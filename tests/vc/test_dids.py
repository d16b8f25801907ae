"""Where keys are found, and what their documents let them do."""

import json
from typing import Any

import pytest

from mica.errors import MicaError
from mica.vc import multibase
from mica.vc.dids import Purpose, find_method, key_document, web_url
from mica.vc.errors import Refused, Undecidable
from mica.vc.keys import KeyType, PublicKey
from mica.vc.resolve import Resource, Shelf, nothing
from tests.cast import (
    NOW,
    OUTSIDER,
    PROVIDER,
    PROVIDER_P256,
    PROVIDER_P384,
    WEB,
    WEB_URL,
    Actor,
    did_document,
    shelf,
)

ASSERTION = Purpose.ASSERTION
HTTPS = "https://provider.example/issuers/1"


def did_jwk(jwk: dict[str, Any]) -> str:
    return "did:jwk:" + multibase.base64url_encode(json.dumps(jwk).encode())


def code_of(name: str, resolve: Any = nothing, purpose: Purpose = ASSERTION) -> str:
    with pytest.raises(MicaError) as caught:
        find_method(name, purpose, resolve=resolve, now=NOW)
    return caught.value.code


@pytest.mark.parametrize("actor", [PROVIDER, PROVIDER_P256, PROVIDER_P384])
@pytest.mark.parametrize("purpose", Purpose)
def test_did_key_carries_its_document(actor: Actor, purpose: Purpose) -> None:
    method = find_method(actor.method, purpose, resolve=nothing, now=NOW)
    assert (method.id, method.controller, method.key) == (actor.method, actor.did, actor.key.public)


def test_a_bare_did_key_means_its_only_key() -> None:
    method = find_method(PROVIDER.did, ASSERTION, resolve=nothing, now=NOW)
    assert method.id == PROVIDER.method


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("did:key:z" + multibase.base58_encode(b"\xed\x01" + bytes(31)), "bad-key"),
        ("did:key:zzz", "key-type-unknown"),
        ("did:key:", "bad-multibase"),
        ("did:key:f00", "bad-multibase"),
        ("did:key:z0OIl", "bad-base58"),
        ("did:key:z" + "6" * 5000, "bad-key"),
        ("did:ion:abc", "did-method-unknown"),
        ("urn:uuid:1", "issuer-without-keys"),
        ("", "issuer-without-keys"),
        ("did:jwk:e30", "key-type-unknown"),
        ("did:jwk:!!", "bad-base64url"),
        ("did:jwk:W10", "bad-did"),
    ],
)
def test_a_name_that_leads_to_no_key(name: str, code: str) -> None:
    assert code_of(name) == code


@pytest.mark.parametrize("actor", [PROVIDER, PROVIDER_P256, PROVIDER_P384])
def test_did_jwk_carries_its_document(actor: Actor) -> None:
    did = did_jwk(actor.key.public.jwk)
    method = find_method(f"{did}#0", ASSERTION, resolve=nothing, now=NOW)
    assert (method.controller, method.key) == (did, actor.key.public)


def test_did_jwk_for_encryption_signs_nothing() -> None:
    did = did_jwk({**PROVIDER.key.public.jwk, "use": "enc"})
    assert code_of(f"{did}#0") == "key-not-for-purpose"


def test_did_jwk_with_its_private_half_is_refused() -> None:
    did = did_jwk({**PROVIDER.key.public.jwk, "d": "AA"})
    assert code_of(f"{did}#0") == "private-key-published"


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:example.com", "https://example.com/.well-known/did.json"),
        ("did:web:example.com:issuers:1", "https://example.com/issuers/1/did.json"),
        ("did:web:example.com%3A8443", "https://example.com:8443/.well-known/did.json"),
        ("did:web:example.com%3a8443:a", "https://example.com:8443/a/did.json"),
    ],
)
def test_did_web_becomes_a_url(did: str, url: str) -> None:
    assert web_url(did) == url


@pytest.mark.parametrize(
    "did",
    [
        "did:web:",
        "did:web:example.com:..:secret",
        "did:web:example.com:.",
        "did:web:example.com/path",
        "did:web:example.com?x=1",
        "did:web:user@example.com",
        "did:web:example.com::a",
        "did:web:example.com:a b",
        "did:web:exa mple.com",
        "did:web:example.com%2Fevil",
        "did:web:-example.com",
        "did:web:example.com\n",
    ],
)
def test_did_web_path_tricks_are_refused(did: str) -> None:
    with pytest.raises(Refused) as caught:
        web_url(did)
    assert caught.value.code == "bad-did"


def test_did_web_document_must_speak_of_itself() -> None:
    page = did_document(PROVIDER, "did:web:other.example")
    assert code_of(f"{WEB}#key-1", shelf(**{WEB_URL: page})) == "key-document-of-another"


def test_relative_names_in_a_key_document_are_its_own() -> None:
    page = did_document(PROVIDER, WEB)
    page["verificationMethod"][0]["id"] = "#key-1"
    page["assertionMethod"] = ["#key-1"]
    method = find_method(f"{WEB}#key-1", ASSERTION, resolve=shelf(**{WEB_URL: page}), now=NOW)
    assert method.key == PROVIDER.key.public


def test_a_method_written_out_under_its_purpose_is_found() -> None:
    page = did_document(PROVIDER, WEB)
    page["assertionMethod"] = page.pop("verificationMethod")
    method = find_method(f"{WEB}#key-1", ASSERTION, resolve=shelf(**{WEB_URL: page}), now=NOW)
    assert method.controller == WEB


def test_two_methods_of_one_name_are_undecided() -> None:
    page = did_document(PROVIDER, WEB)
    page["assertionMethod"] = did_document(OUTSIDER, WEB)["verificationMethod"]
    assert code_of(f"{WEB}#key-1", shelf(**{WEB_URL: page})) == "key-document-unusable"


def key_at_https(**more: Any) -> dict[str, Any]:
    multikey = PROVIDER.key.public.multikey
    return {
        "id": f"{HTTPS}#{multikey}",
        "type": "Multikey",
        "controller": HTTPS,
        "publicKeyMultibase": multikey,
        **more,
    }


def test_a_key_document_at_an_https_url_is_read() -> None:
    page = {"id": HTTPS, "type": ["Profile"], "assertionMethod": [key_at_https()]}
    name = key_at_https()["id"]
    method = find_method(name, ASSERTION, resolve=shelf(**{HTTPS: page}), now=NOW)
    assert (method.controller, method.key) == (HTTPS, PROVIDER.key.public)


def test_a_lone_method_counts_only_if_its_controller_lists_it() -> None:
    """Anybody can write "controller: you" on a page of their own."""
    alone = "https://keys.example/1"
    page = key_at_https(id=alone)
    profile = {"id": HTTPS, "type": ["Profile"], "assertionMethod": [alone]}
    unlisted = {"id": HTTPS, "type": ["Profile"], "assertionMethod": []}

    assert code_of(alone, shelf(**{alone: page})) == "not-on-shelf"
    assert code_of(alone, shelf(**{alone: page, HTTPS: unlisted})) == "key-not-listed"
    assert code_of(alone, shelf(**{alone: key_at_https()})) == "key-document-of-another"
    resolve = shelf(**{alone: page, HTTPS: profile})
    assert find_method(alone, ASSERTION, resolve=resolve, now=NOW).controller == HTTPS


def test_lone_methods_that_name_each_other_end() -> None:
    one, two = "https://keys.example/1", "https://keys.example/2"
    pages = {one: key_at_https(id=one, controller=two), two: key_at_https(id=two, controller=one)}
    assert code_of(one, shelf(**pages)) == "key-document-unusable"


@pytest.mark.parametrize(
    ("final", "code"),
    [
        ("https://evil.example/did.json", "led-elsewhere"),
        ("https://provider.example.evil.example/did.json", "led-elsewhere"),
        ("https://www.provider.example/did.json", None),
        ("https://provider.example/moved/did.json", None),
        ("", None),
    ],
)
def test_a_redirect_to_another_host_publishes_no_keys(final: str, code: str | None) -> None:
    """Through an open redirect anybody could speak in the issuer's name."""
    page = json.dumps(did_document(PROVIDER, WEB)).encode()

    def led(url: str) -> Resource:
        return Resource(url, page, final_url=final)

    if code is not None:
        assert code_of(f"{WEB}#key-1", led) == code
    else:
        assert find_method(f"{WEB}#key-1", ASSERTION, resolve=led, now=NOW).controller == WEB


def test_a_bare_jwk_at_an_https_url_names_nobody() -> None:
    url = "https://keys.example/jwk"
    jwk = PROVIDER_P256.key.public.jwk
    method = find_method(url, ASSERTION, resolve=shelf(**{url: jwk}), now=NOW)
    assert (method.controller, method.key) == (None, PublicKey.from_jwk(jwk))


@pytest.mark.parametrize("page", [b"<html>", b"[]", b'{"id": "x"}', b"\xff", b'{"a":1,"a":2}'])
def test_a_page_that_is_no_key_document_is_undecided(page: bytes) -> None:
    with pytest.raises(Undecidable):
        key_document(HTTPS, resolve=Shelf({HTTPS: page}))


def test_keys_of_kinds_unknown_are_left_out_of_a_listing() -> None:
    odd = {**key_at_https(), "id": f"{HTTPS}#odd", "type": "EcdsaSecp256k1VerificationKey2019"}
    page = {"id": HTTPS, "assertionMethod": [key_at_https(), odd]}
    listed = key_document(HTTPS, resolve=shelf(**{HTTPS: page})).keys(ASSERTION)
    assert [key.type for _, key in listed] == [KeyType.ED25519]
