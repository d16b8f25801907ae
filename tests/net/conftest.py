"""Servers and clients for the tests of the one way out; they end with the test."""

import ssl
from collections.abc import Iterator

import pytest

from mica.net.web import Web
from tests.net.internet import (
    LOOPBACK,
    NAMES,
    NOW,
    QUICK,
    Authority,
    MakeWeb,
    Script,
    Serve,
    Server,
    everyone_here,
    only_loopback,
)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def trusted(authority: Authority) -> ssl.SSLContext:
    return authority.believed()


@pytest.fixture
def serve(authority: Authority) -> Iterator[Serve]:
    servers: list[Server] = []

    def start(
        script: Script, context: ssl.SSLContext | None = None, host: str = LOOPBACK
    ) -> Server:
        servers.append(Server(context or authority.server(NAMES), script, host))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def web(trusted: ssl.SSLContext) -> MakeWeb:
    """A Web on the made-up internet; any argument can be given anew."""

    def make(**given: object) -> Web:
        usual: dict[str, object] = {
            "limits": QUICK,
            "lookup": everyone_here,
            "allow": only_loopback,
            "ssl_context": trusted,
            "now": lambda: NOW,
        }
        return Web(**{**usual, **given})  # type: ignore[arg-type]

    return make
