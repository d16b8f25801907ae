"""Why something could not be fetched. Every error here leaves a check *undecided*, never failed.

NetError (an Unreachable)
├── Forbidden       our own rules do not let us go there
├── Outage          nobody answered in full: time ran out, or the line broke
│   └── NotConnected    not even a trustworthy connection came about: name, route, certificate
└── BadAnswer       somebody answered, but not with a resource
"""

from collections.abc import Mapping
from typing import ClassVar, Final

from mica.vc.errors import Unreachable

SENTENCES: Final[dict[str, str]] = {
    # our own rules (Forbidden)
    "bad-url": "“{url}” is not a web address: {reason}. "
    "Ask whoever made the document to correct it.",
    "not-https": "{url} is not fetched, because it is not a secure (https) address. "
    "Ask its owner to serve it over https.",
    "url-with-login": "{url} carries a user name before the host, which is a common disguise. "
    "It is not fetched; ask for the address without it.",
    "address-literal": "{url} names a machine by number instead of by name, so it is not fetched. "
    "Ask its owner for an address with a domain name.",
    "bad-port": "{url} uses port {port}, which is not meant for web pages, so it is not fetched. "
    "Ask its owner to serve it on port 443.",
    "private-address": "{url} was not fetched: {host} leads to {address}, which is not an address "
    "on the public internet. If it is your own server, give it a public address.",
    "redirect-refused": "{url} sends on to an address that is not fetched. {reason}",
    "too-many-redirects": "{url} sends on more than {limit} times. "
    "Ask its owner for the final address.",
    # nobody answered in full (Outage, NotConnected)
    "no-such-host": "{url} was not fetched: no server is known by the name {host}. "
    "Check the spelling, and that this machine is online.",
    "dns-failed": "{url} was not fetched: the name {host} could not be looked up ({reason}). "
    "Check that this machine is online, and try again.",
    "no-connection": "{url} was not fetched: {host} did not take the connection ({reason}). "
    "Check that this machine is online, and try again later.",
    "certificate-refused": "{url} was not fetched: the server could not prove that it is {host} "
    "({reason}). Try from another network; if it stays so, tell the owner of {host}.",
    "tls-failed": "{url} was not fetched: no secure connection to {host} came about ({reason}). "
    "Try again later; if it stays so, tell the owner of {host}.",
    "timed-out": "{url} was not fetched: it took longer than {seconds:g} seconds. Try again later.",
    "busy": "{url} was not fetched: too many other requests to {host} are still waiting. "
    "Try again later.",
    "broke-off": "{url} was not fetched: the connection broke off, or what came was not proper "
    "HTTP ({reason}). Try again later.",
    # somebody answered otherwise (BadAnswer)
    "not-found": "Nothing stands at {url} (the server answered {status}). "
    "Ask its owner where it has gone.",
    "not-permitted": "The server does not give {url} to the public (it answered {status}). "
    "Ask its owner to publish it.",
    "asked-to-wait": "The server of {url} asks for patience (it answered {status}). "
    "Try again in a few minutes.",
    "server-failed": "The server of {url} has a fault (it answered {status}). Try again later.",
    "unexpected-status": "The server of {url} answered {status} instead of giving the document. "
    "Try again later; if it stays so, tell its owner.",
    "headers-too-large": "{url} was not fetched: the answer begins with more than {limit} bytes of "
    "headers. Tell its owner.",
    "answer-too-large": "{url} was not fetched: it is larger than the {limit} bytes that are read. "
    "Ask its owner for a smaller document.",
    "length-unknown": "{url} was not fetched: the server does not say how long its answer is, so a "
    "broken line could not be told from the end. Tell its owner.",
    "bad-encoding": "{url} was not fetched: it is packed in a way that cannot be unpacked "
    "({encoding}). Ask its owner to serve it unpacked.",
}


class NetError(Unreachable):
    """A fetch came to nothing. `data["url"]` is the address at fault: printable ASCII, bounded."""

    sentences: ClassVar[Mapping[str, str]] = SENTENCES

    def again(self, **changed: object) -> "NetError":
        """A fresh error that says the same, for whoever asks once more."""
        return type(self)(self.code, **{**self.data, **changed})


class Forbidden(NetError):
    """Our own rules do not let us fetch this."""


class Outage(NetError):
    """No full answer came in time."""


class NotConnected(Outage):
    """No trustworthy connection came about."""


class BadAnswer(NetError):
    """An answer came that is not a resource, or not one that can be read."""
