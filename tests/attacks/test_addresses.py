"""Addresses in documents: a stranger's document must not make us call on our own machines."""

import json
import ssl
from typing import Any

import pytest

from mica.net.web import Web
from mica.vc.errors import Unreachable
from tests.attacks.hands import found, undecided
from tests.cast import GOOD, PROVIDER, WEB, by_web, changed, credential, did_document
from tests.net.conftest import authority, serve, trusted
from tests.net.internet import (
    LOOPBACK,
    NOW,
    QUICK,
    Serve,
    answer,
    everyone_here,
    moves,
    only_loopback,
    says,
)

__all__ = ["authority", "serve", "trusted"]

PRIVATE = {
    "loopback": ["127.0.0.1"],
    "metadata": ["169.254.169.254"],
    "home": ["192.168.1.1"],
    "office": ["10.0.0.1"],
    "carrier": ["100.64.0.1"],
    "nothing": ["0.0.0.0"],  # noqa: S104 - an answer, not a place to listen
    "IPv6 loopback": ["::1"],
    "IPv6 local": ["fe80::1"],
    "IPv6 unique local": ["fd00::1"],
    "mapped": ["::ffff:127.0.0.1"],
    "NAT64": ["64:ff9b::7f00:1"],
    "one of two": ["93.184.216.34", "127.0.0.1"],
}


@pytest.mark.parametrize("where", PRIVATE)
def test_a_name_that_leads_to_a_private_address_is_not_asked(where: str) -> None:
    web = Web(lookup=lambda _host: PRIVATE[where], limits=QUICK)
    assert found(by_web(), web) == undecided("private-address")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://127.0.0.1/k", "address-literal"),
        ("https://0x7f.1/k", "address-literal"),
        ("https://2130706433/k", "address-literal"),
        ("https://[::1]/k", "address-literal"),
        ("https://localhost/k", "bad-url"),
        ("https://a.example@127.0.0.1/k", "url-with-login"),
        ("https://a.example:22/k", "bad-port"),
        ("https://a.example\\@b.example/k", "bad-url"),
        ("https://a.example/\r\nHost: b.example", "bad-url"),
        ("http://a.example/k", "not-https"),
    ],
)
@pytest.mark.parametrize("place", ["key", "status", "related"])
def test_an_address_that_is_none_is_not_asked(address: str, code: str, place: str) -> None:
    def lookup(host: str) -> list[str]:
        raise AssertionError(host)

    web = Web(lookup=lookup, limits=QUICK)
    if place == "key":
        assert found(changed(GOOD, "/proof/verificationMethod", address), web) == undecided(code)
    elif place == "status":
        entry = {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "1",
            "statusListCredential": address,
        }
        signed = PROVIDER.signs_jose(credential(credentialStatus=entry))
        assert found(signed, web) == undecided(code)
    else:
        entry = {"id": "https://a.example/", "digestSRI": "sha256-AA"}
        signed = PROVIDER.signs(credential(relatedResource=[entry]))
        assert found(changed(signed, "/relatedResource/0/id", address), web)[0] == "invalid"


def test_a_redirect_to_a_private_address_is_not_followed(
    serve: Serve, trusted: ssl.SSLContext
) -> None:
    server = serve(says(moves("https://metadata.example/latest")))
    names = {"good.example": [LOOPBACK], "metadata.example": ["169.254.169.254"]}
    web = Web(lookup=names.__getitem__, allow=only_loopback, ssl_context=trusted, limits=QUICK)
    signed = PROVIDER.signs(credential(), method=server.url("/k"))
    assert found(signed, web) == undecided("redirect-refused")


def test_a_key_document_over_the_wire_is_read_like_any(
    serve: Serve, trusted: ssl.SSLContext
) -> None:
    """The same road with an honest server: the refusals above are not for want of a road."""
    page: dict[str, Any] = {}
    server = serve(lambda connection, _path: connection.sendall(answer(json.dumps(page).encode())))
    did = f"did:web:good.example%3A{server.url().split(':')[2].split('/')[0]}"
    page |= did_document(PROVIDER, did)
    web = Web(
        lookup=everyone_here,
        allow=only_loopback,
        ssl_context=trusted,
        limits=QUICK,
        now=lambda: NOW,
    )
    named = credential(issuer={"id": did, "type": ["Profile"], "name": "Harbour College"})
    assert found(PROVIDER.signs(named, method=f"{did}#key-1"), web)[0] == "valid"


@pytest.mark.parametrize("link", ["https://127.0.0.1/", "https://localhost/", "http://a.example/"])
def test_a_link_that_is_handed_over_keeps_to_the_same_rules(link: str) -> None:
    with pytest.raises(Unreachable):
        found(link, Web(lookup=lambda _host: ["127.0.0.1"], limits=QUICK))


def test_an_issuer_named_by_another_machine_of_ours_is_undecided() -> None:
    web = Web(lookup=lambda _host: ["10.1.2.3"], limits=QUICK)
    named = credential(issuer={"id": WEB, "type": ["Profile"]})
    assert found(PROVIDER.signs(named), web) == undecided("key-not-tied")
