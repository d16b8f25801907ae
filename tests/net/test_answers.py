"""What a hostile or broken answer costs us, and what it is called."""

import gzip
import ssl
import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mica.net.errors import BadAnswer, NetError, Outage
from mica.net.limits import Limits
from tests.net.internet import (
    MakeWeb,
    Serve,
    answer,
    at_most,
    refusal,
    says,
)

SHORT = Limits(connect_seconds=0.4, total_seconds=0.6)
SMALL = Limits(content_bytes=1000, header_bytes=2000, total_seconds=4.0)


def drip(connection: ssl.SSLSocket, piece: bytes) -> None:
    """Keep the line busy with one piece at a time, until hung up."""
    for _ in range(200):
        connection.sendall(piece)
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["headers", "content", "chunks", "patience"],
)
def test_dripping_server_costs_the_total_time(
    head: bytes, piece: bytes, serve: Serve, web: MakeWeb
) -> None:
    def script(connection: ssl.SSLSocket, _path: str) -> None:
        connection.sendall(head)
        drip(connection, piece)

    with at_most(1.5), refusal(Outage, "timed-out"):
        web(limits=SHORT)(serve(script).url())


def test_silent_server_costs_the_total_time(serve: Serve, web: MakeWeb) -> None:
    with at_most(1.5), refusal(Outage, "timed-out"):
        web(limits=SHORT)(serve(lambda *_: time.sleep(1)).url())


def test_announced_size_beyond_the_limit_is_not_read(serve: Serve, web: MakeWeb) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"
    with refusal(BadAnswer, "answer-too-large") as caught:
        web(limits=SMALL)(serve(says(head)).url())
    assert caught[0].data["limit"] == 1000


def test_document_of_exactly_the_limit_is_read(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer(b"x" * 1000)))
    assert len(web(limits=SMALL)(server.url()).content) == 1000


@pytest.mark.parametrize(
    "piece",
    [b"3e8\r\n" + b"x" * 1000 + b"\r\n", b"1;" + b"x" * 900 + b"\r\nx\r\n"],
    ids=["content", "chunk extensions"],
)
def test_endless_document_is_cut_off(piece: bytes, serve: Serve, web: MakeWeb) -> None:
    sent: list[int] = []

    def script(connection: ssl.SSLSocket, _path: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(20_000):
            connection.sendall(piece)
            sent.append(len(piece))

    server = serve(script)
    with refusal(BadAnswer, "answer-too-large"):
        web(limits=SMALL)(server.url())
    assert sum(sent) < 19_000_000


def test_endless_trailer_is_cut_off(serve: Serve, web: MakeWeb) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
    server = serve(says(head, *[b"X: " + b"x" * 1000 + b"\r\n"] * 200))
    with refusal(BadAnswer, "answer-too-large"):
        web(limits=SMALL)(server.url())


@pytest.mark.parametrize(
    "piece",
    [b"X: " + b"x" * 997 + b"\r\n", b"x" * 1000, b"HTTP/1.1 100 Continue\r\n\r\n" * 40],
    ids=["many", "long", "informational"],
)
def test_huge_headers_are_cut_off(piece: bytes, serve: Serve, web: MakeWeb) -> None:
    head = b"" if piece.startswith(b"HTTP") else b"HTTP/1.1 200 OK\r\nX: "
    with refusal(BadAnswer, "headers-too-large"):
        web(limits=SMALL)(serve(says(head, *[piece] * 1000)).url())


def test_headers_a_little_too_large_are_not_read_in_one_gulp(serve: Serve, web: MakeWeb) -> None:
    said = answer(headers=("X: " + "x" * 2000,))
    with refusal(BadAnswer, "headers-too-large"):
        web(limits=SMALL)(serve(says(said)).url())


def test_packed_document_is_unpacked(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer(gzip.compress(b"x" * 1000), Content_Encoding="GZIP")))
    assert web(limits=SMALL)(server.url()).content == b"x" * 1000


def test_packed_bomb_goes_off_in_an_empty_field(serve: Serve, web: MakeWeb) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    server, resolve = serve(says(answer(bomb, Content_Encoding="gzip"))), web()
    tracemalloc.start()
    try:
        with at_most(2.0), refusal(BadAnswer, "answer-too-large"):
            resolve(server.url())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (gzip.compress(b"{}", mtime=0)[:-1], "gzip"),
        (gzip.compress(b"{}", mtime=0) + b"more", "gzip"),
        (b"{}", "gzip"),
        (b"", "gzip"),
        (b"{}", "br"),
        (b"{}", "gzip, gzip"),
    ],
    ids=["cut", "followed", "plain", "empty", "other", "twice"],
)
def test_packing_that_cannot_be_unpacked_is_told(
    content: bytes, encoding: str, serve: Serve, web: MakeWeb
) -> None:
    with refusal(BadAnswer, "bad-encoding"):
        web()(serve(says(answer(content, Content_Encoding=encoding))).url())


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (404, "not-found"),
        (410, "not-found"),
        (401, "not-permitted"),
        (403, "not-permitted"),
        (429, "asked-to-wait"),
        (503, "asked-to-wait"),
        (500, "server-failed"),
        (502, "server-failed"),
        (204, "unexpected-status"),
        (206, "unexpected-status"),
        (418, "unexpected-status"),
    ],
)
def test_other_status_is_told(status: int, code: str, serve: Serve, web: MakeWeb) -> None:
    with refusal(BadAnswer, code) as caught:
        web()(serve(says(answer(b"", f"{status} <b>Hello</b>"))).url())
    assert str(status) in str(caught[0])
    assert "Hello" not in str(caught[0])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.binary(max_size=40)
        | st.sampled_from(
            [
                b"HTTP/1.1 200 OK\r\n",
                b"HTTP/1.1 301 \r\nLocation: ",
                b"Content-Length: 2\r\n",
                b"Content-Length: -1\r\n",
                b"Transfer-Encoding: chunked\r\n",
                b"Content-Encoding: gzip\r\n",
                b"\r\n",
                b"{}",
                b"2\r\n{}\r\n",
            ]
        ),
        max_size=8,
    )
)
def test_whatever_a_server_says_is_a_resource_or_told(
    serve: Serve, web: MakeWeb, pieces: list[bytes]
) -> None:
    server = serve(says(*pieces))
    try:
        said = web()(server.url()).content
    except NetError as error:
        said = b"{}" if str(error) != error.code else error.code.encode()
    assert said in {b"", b"{}", b"{}" * 2}
