"""What is remembered between fetches, and who is spared."""

import socket
import ssl
import threading
import time

import pytest

from mica.net.errors import BadAnswer, NotConnected, Outage
from mica.net.limits import Limits
from tests.net.internet import (
    LOOPBACK,
    MakeWeb,
    Serve,
    answer,
    at_most,
    moves,
    refusal,
    says,
)


def test_answer_is_remembered_for_a_while(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer()))
    resolve = web(limits=Limits(kept_seconds=0.2))
    assert resolve(server.url()) is resolve(server.url())
    assert server.connections == 1
    time.sleep(0.25)
    resolve(server.url())
    assert server.connections == 2


def test_remembered_answer_bears_the_url_that_was_asked(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer()))
    resolve = web()
    urls = [server.url("/a"), server.url("/a#key-1"), server.url("/a").replace("https", "HTTPS")]
    assert [resolve(url).url for url in urls] == urls
    assert server.connections == 1


def test_failure_is_remembered_for_a_while(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer(b"", "404 Not Found")))
    resolve = web()
    for _ in range(3):
        with refusal(BadAnswer, "not-found"):
            resolve(server.url())
    assert server.connections == 1


def test_memory_is_bounded(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer()))
    resolve = web(limits=Limits(kept_entries=2))
    for path in ("/1", "/2", "/3", "/3", "/2", "/1"):
        resolve(server.url(path))
    assert server.connections == 4


def test_dead_host_costs_its_time_once(web: MakeWeb) -> None:
    asked: list[str] = []

    def unknown(host: str) -> list[str]:
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    resolve = web(lookup=unknown)
    for path in ("a", "b", "c"):
        with refusal(NotConnected, "no-such-host") as caught:
            resolve(f"https://good.example/{path}")
        assert caught[0].data["url"] == f"https://good.example/{path}"
    assert asked == ["good.example"]


def test_host_cannot_be_made_to_look_dead_by_using_up_the_time(serve: Serve, web: MakeWeb) -> None:
    victim = serve(says(answer(b"alive")))
    late = threading.Event()

    def lookup(host: str) -> list[str]:
        if host == "other.example" and not late.is_set():
            late.wait(2)
        return [LOOPBACK]

    def script(connection: ssl.SSLSocket, _path: str) -> None:
        time.sleep(0.5)
        connection.sendall(moves(victim.url(host="other.example")))

    resolve = web(lookup=lookup, limits=Limits(connect_seconds=0.8, total_seconds=1.0))
    with refusal(NotConnected, "dns-failed"):
        resolve(serve(script).url())
    late.set()
    assert resolve(victim.url(host="other.example")).content == b"alive"


def test_host_is_asked_by_so_many_at_once_and_no_more(serve: Serve, web: MakeWeb) -> None:
    now_here, most = [0], [0]
    lock = threading.Lock()

    def script(connection: ssl.SSLSocket, _path: str) -> None:
        with lock:
            now_here[0] += 1
            most[0] = max(most[0], now_here[0])
        time.sleep(0.05)
        with lock:
            now_here[0] -= 1
        connection.sendall(answer())

    server = serve(script)
    resolve = web(limits=Limits(at_once=2))
    threads = [
        threading.Thread(target=resolve, args=(server.url(f"/{number}"),)) for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (server.connections, most[0]) == (8, 2)


def test_same_document_is_fetched_once_by_many(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer()))
    resolve = web()
    threads = [threading.Thread(target=resolve, args=(server.url(),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert server.connections == 1


def test_waiting_for_a_busy_host_ends(serve: Serve, web: MakeWeb) -> None:
    server = serve(lambda *_: time.sleep(1.0))
    resolve = web(limits=Limits(total_seconds=0.4, at_once=1))

    def first() -> None:
        with pytest.raises(Outage):
            resolve(server.url("/first"))

    thread = threading.Thread(target=first)
    thread.start()
    time.sleep(0.1)
    with at_most(1.0), pytest.raises(Outage):
        resolve(server.url("/second"))
    thread.join(5)


def test_having_waited_in_vain_is_not_remembered(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer()))
    resolve = web(limits=Limits(total_seconds=0.3, at_once=0))
    for _ in range(2):
        with at_most(1.0), refusal(Outage, "busy"):
            resolve(server.url())
    waited = time.monotonic()
    with refusal(Outage, "busy"):
        resolve(server.url())
    assert time.monotonic() - waited >= 0.3
