"""Where we go, and whom we believe: names, addresses, lines, certificates."""

import socket
import ssl
import threading
import time
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address

import pytest

from mica.net.addresses import is_public
from mica.net.errors import BadAnswer, Forbidden, NotConnected, Outage
from mica.net.limits import Limits
from mica.net.web import Web, fetch
from tests.net.internet import (
    LOOPBACK,
    Authority,
    MakeWeb,
    Serve,
    answer,
    at_most,
    everyone_here,
    refusal,
    says,
)

SHORT = Limits(connect_seconds=0.4, total_seconds=5.0)


def test_name_that_leads_to_a_private_address_is_refused(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer()))
    with refusal(Forbidden, "private-address") as caught:
        web(allow=is_public)(server.url())
    assert caught[0].data == {"url": server.url(), "host": "good.example", "address": LOOPBACK}
    assert server.connections == 0


def test_default_refuses_loopback() -> None:
    with refusal(Forbidden, "private-address"):
        Web(lookup=everyone_here)("https://good.example/")


def test_default_refuses_odd_url_before_any_lookup() -> None:
    with refusal(Forbidden, "not-https"):
        fetch("http://good.example/")


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "::1", "fe80::1%lo"]
)
def test_name_that_leads_to_a_disguised_address_is_refused(address: str, web: MakeWeb) -> None:
    with refusal(Forbidden, "private-address"):
        web(allow=is_public, lookup=lambda _: [address])("https://good.example/")


def test_one_private_address_among_public_ones_is_refused(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer()))
    with refusal(Forbidden, "private-address"):
        web(lookup=lambda _: [LOOPBACK, "10.0.0.1"])(server.url())
    assert server.connections == 0


def test_second_lookup_of_a_rebinding_name_never_happens(serve: Serve, web: MakeWeb) -> None:
    public, private = serve(says(answer(b"public"))), None
    try:
        private = socket.create_server(("127.0.0.2", public.port))
        private.setblocking(False)
        answers = iter([[LOOPBACK], ["127.0.0.2"], ["127.0.0.2"]])
        assert web(lookup=lambda _: next(answers))(public.url()).content == b"public"
        assert next(answers) == ["127.0.0.2"]
        with pytest.raises(BlockingIOError):
            private.accept()
    finally:
        if private is not None:
            private.close()


def test_every_new_connection_is_checked_anew(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer()))
    answers = iter([[LOOPBACK], ["127.0.0.2"]])
    resolve = web(lookup=lambda _: next(answers))
    resolve(server.url("/one"))
    with refusal(Forbidden, "private-address"):
        resolve(server.url("/two"))
    assert server.connections == 1


def test_next_address_is_tried_where_the_first_is_dead(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer()))
    both = {IPv6Address("::1"), IPv4Address("127.0.0.3"), IPv4Address(LOOPBACK)}
    lookup = ["::1", "127.0.0.3", LOOPBACK]
    assert web(lookup=lambda _: lookup, allow=both.__contains__)(server.url()).content == b"{}"


def test_unknown_name_is_an_outage(web: MakeWeb) -> None:
    def unknown(_host: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with refusal(NotConnected, "no-such-host"):
        web(lookup=unknown)("https://good.example/")
    with refusal(NotConnected, "no-such-host"):
        web(lookup=lambda _: [])("https://good.example/")


def test_broken_name_service_is_an_outage(web: MakeWeb) -> None:
    def broken(_host: str) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    with refusal(NotConnected, "dns-failed") as caught:
        web(lookup=broken)("https://good.example/")
    assert caught[0].data["reason"] == "temporary failure in name resolution"
    with refusal(NotConnected, "dns-failed"):
        web(lookup=lambda _: ["not an address"])("https://good.example/")


def test_slow_name_service_costs_the_time_to_connect(web: MakeWeb) -> None:
    done = threading.Event()

    def slow(_host: str) -> list[str]:
        done.wait(5)
        return [LOOPBACK]

    with at_most(1.5), refusal(NotConnected, "dns-failed"):
        web(lookup=slow, limits=SHORT)("https://good.example/")
    done.set()


def test_closed_port_is_an_outage(web: MakeWeb) -> None:
    with socket.create_server((LOOPBACK, 0)) as closed:
        port = closed.getsockname()[1]
    with refusal(NotConnected, "no-connection") as caught:
        web()(f"https://good.example:{port}/")
    assert caught[0].data["reason"] == "connection refused"


def test_line_cut_before_the_answer_is_an_outage(serve: Serve, web: MakeWeb) -> None:
    with refusal(Outage, "broke-off"):
        web()(serve(says()).url())


def test_line_cut_within_the_document_is_an_outage(serve: Serve, web: MakeWeb) -> None:
    with refusal(Outage, "broke-off"):
        web()(serve(says(answer(b'{"a":1}')[:-1])).url())


def test_line_cut_between_chunks_is_an_outage(serve: Serve, web: MakeWeb) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    with refusal(Outage, "broke-off"):
        web()(serve(says(head, b"2\r\n{}\r\n")).url())


def test_document_that_ends_with_the_line_is_not_read(serve: Serve, web: MakeWeb) -> None:
    with refusal(BadAnswer, "length-unknown"):
        web()(serve(says(b"HTTP/1.1 200 OK\r\n\r\n{}")).url())


def test_garbage_instead_of_http_is_an_outage(serve: Serve, web: MakeWeb) -> None:
    with refusal(Outage, "broke-off") as caught:
        web()(serve(says(b"SSH-2.0-<script>alert(1)</script>\r\n\r\n")).url())
    assert "script" not in str(caught[0])


def test_certificate_of_another_name_is_refused(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer()))
    with refusal(NotConnected, "certificate-refused") as caught:
        web()(server.url(host="evil.example"))
    assert "good.example" not in str(caught[0].data)
    assert server.asked == []


def test_expired_certificate_is_refused(serve: Serve, web: MakeWeb, authority: Authority) -> None:
    server = serve(says(answer()), authority.server(["good.example"], days=-1))
    with refusal(NotConnected, "certificate-refused") as caught:
        web()(server.url())
    assert caught[0].data["reason"] == "certificate has expired"


def test_certificate_of_an_unknown_authority_is_refused(serve: Serve, web: MakeWeb) -> None:
    server = serve(says(answer()))
    with refusal(NotConnected, "certificate-refused"):
        web(ssl_context=None)(server.url())


def test_certificate_for_the_address_alone_is_refused(
    serve: Serve, web: MakeWeb, authority: Authority
) -> None:
    server = serve(says(answer()), authority.server([LOOPBACK]))
    with refusal(NotConnected, "certificate-refused"):
        web()(server.url())


def test_old_tls_is_refused(serve: Serve, web: MakeWeb, authority: Authority) -> None:
    context = authority.server(["good.example"])
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        context.minimum_version = ssl.TLSVersion.TLSv1
    with refusal(NotConnected, "tls-failed"):
        web()(serve(says(answer()), context).url())


def test_server_without_tls_is_refused(web: MakeWeb) -> None:
    with socket.create_server((LOOPBACK, 0)) as plain:

        def greet() -> None:
            connection, _ = plain.accept()
            with connection:
                connection.sendall(b"220 smtp.example ESMTP\r\n")
                connection.recv(1000)

        thread = threading.Thread(target=greet)
        thread.start()
        with refusal(NotConnected, "tls-failed"):
            web()(f"https://good.example:{plain.getsockname()[1]}/")
        thread.join(5)


def test_server_that_never_shakes_hands_costs_the_time_to_connect(web: MakeWeb) -> None:
    with (
        socket.create_server((LOOPBACK, 0)) as silent,
        at_most(1.5),
        refusal(NotConnected, "tls-failed"),
    ):
        web(limits=SHORT)(f"https://good.example:{silent.getsockname()[1]}/")


def test_dripping_handshake_costs_the_time_to_connect(web: MakeWeb) -> None:
    with socket.create_server((LOOPBACK, 0)) as dripping:

        def drip() -> None:
            connection, _ = dripping.accept()
            with connection, suppress(OSError):
                connection.sendall(b"\x16\x03\x03\x40\x00")
                for _ in range(100):
                    connection.sendall(b"\x02")
                    time.sleep(0.02)

        thread = threading.Thread(target=drip)
        thread.start()
        with at_most(1.5), refusal(NotConnected, "tls-failed"):
            web(limits=SHORT)(f"https://good.example:{dripping.getsockname()[1]}/")
        thread.join(5)


def test_context_that_believes_anybody_is_not_accepted() -> None:
    careless = ssl.create_default_context()
    careless.check_hostname = False
    with pytest.raises(ValueError, match="must check"):
        Web(ssl_context=careless)
