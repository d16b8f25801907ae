"""Servers that send us on."""

import ssl
import time

import pytest

from mica.net.errors import BadAnswer, Forbidden, Outage
from mica.net.limits import Limits
from mica.vc.resolve import Resource
from tests.net.internet import (
    LOOPBACK,
    NOW,
    MakeWeb,
    Serve,
    answer,
    at_most,
    moves,
    refusal,
    says,
)


def test_redirect_is_followed(serve: Serve, web: MakeWeb) -> None:
    there = serve(says(answer(b"there")))
    here = serve(says(moves(there.url("/b#x", host="other.example"))))
    final = there.url("/b", host="other.example")
    assert web()(here.url("/a")) == Resource(here.url("/a"), b"there", "", NOW, final)
    assert there.names == ["other.example"]


def test_redirect_within_a_host_is_followed(serve: Serve, web: MakeWeb) -> None:
    def script(connection: ssl.SSLSocket, path: str) -> None:
        connection.sendall(answer(b"b") if path == "/b?q" else moves("b?q", "308 Gone ahead"))

    assert web()(serve(script).url("/a")).content == b"b"


def test_redirect_to_a_private_address_is_refused(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(moves("https://metadata.example/latest")))
    names = {"good.example": [LOOPBACK], "metadata.example": ["169.254.169.254"]}
    with refusal(Forbidden, "redirect-refused") as caught:
        web(lookup=names.__getitem__)(server.url())
    assert caught[0].data["to"] == "https://metadata.example/latest"
    assert "169.254.169.254" in str(caught[0])


@pytest.mark.parametrize(
    "to",
    [
        "http://good.example/",
        "https://127.0.0.1/",
        "file:///etc/passwd",
        "//a@b.example/",
        "//x:22",
    ],
)
def test_redirect_to_a_forbidden_url_is_refused(to: str, serve: Serve, web: MakeWeb) -> None:
    with refusal(Forbidden, "redirect-refused"):
        web()(serve(says(moves(to))).url())


def test_redirect_loop_ends(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(moves("/again")))
    with refusal(Forbidden, "too-many-redirects"):
        web()(server.url())
    assert server.connections == 4


def test_redirect_without_a_place_is_no_document(serve: Serve, web: MakeWeb) -> None:
    with refusal(BadAnswer, "unexpected-status"):
        web()(serve(says(answer(b"", "302 Found"))).url())


def test_slow_redirects_share_one_deadline(serve: Serve, web: MakeWeb) -> None:
    def script(connection: ssl.SSLSocket, _path: str) -> None:
        time.sleep(0.3)
        connection.sendall(moves("/again"))

    with at_most(1.5), refusal(Outage, "timed-out"):
        web(limits=Limits(total_seconds=0.7, redirects=50))(serve(script).url())
