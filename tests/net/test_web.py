"""A document from an honest server."""

import pytest

from mica.net.exchange import ACCEPT
from mica.vc.resolve import Resolve, Resource
from tests.net.internet import (
    NOW,
    MakeWeb,
    Serve,
    answer,
    says,
)


def test_document_is_fetched(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer(b'{"a":1}', Content_Type="Application/DID+JSON; charset=utf-8")))
    url = server.url("/did.json?x=1")
    resolve: Resolve = web()
    assert resolve(url) == Resource(url, b'{"a":1}', "application/did+json", NOW)
    assert server.names == ["good.example"]


def test_request_tells_nothing_but_what_is_wanted(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer(Set_Cookie="a=b")))
    resolve = web()
    resolve(server.url("/one"))
    resolve(server.url("/two"))
    assert server.asked[1].decode().split("\r\n") == [
        "GET /two HTTP/1.1",
        f"Host: good.example:{server.port}",
        "User-Agent: Mica/0.1.0",
        f"Accept: {ACCEPT}",
        "Accept-Encoding: identity",
        "Connection: close",
        "",
        "",
    ]


def test_proxies_of_the_environment_are_left_out(
    serve: Serve, web: MakeWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert web()(serve(says(answer())).url()).content == b"{}"


def test_chunked_document_is_fetched(serve: Serve, web: MakeWeb) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    server = serve(says(head, b"2\r\n{}\r\n", b"1\r\n \r\n0\r\n\r\n"))
    assert web()(server.url()).content == b"{} "


def test_host_with_other_letters_is_asked_by_its_ascii_name(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer()))
    assert web()(server.url(host="bücher.example")).content == b"{}"
    assert server.names == ["xn--bcher-kva.example"]


def test_fragment_is_not_sent(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer()))
    web()(server.url("/a#key-1"))
    assert server.asked[0].startswith(b"GET /a HTTP/1.1\r\n")
