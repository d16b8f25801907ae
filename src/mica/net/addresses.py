"""Which addresses belong to the public internet.

The answer does not lean on `ipaddress.is_global` alone: in Python 3.11 it calls 6to4, NAT64 and
old site-local addresses global, and its table changes between patch releases. Sources: the
registries of special-purpose addresses at IANA; RFC 6890; RFC 4291 §2.5.5.2 (IPv4-mapped);
RFC 6052 §2.1 (NAT64).
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address

_UNICAST: Final = IPv6Network("2000::/3")
_MAPPED: Final = IPv6Network("::ffff:0:0/96")
_NAT64: Final = IPv6Network("64:ff9b::/96")

_NOT_PUBLIC_4: Final = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT, and a cloud's metadata at 100.100.100.200
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's metadata behind a public number
        "169.254.0.0/16",  # link-local, and most clouds' metadata at 169.254.169.254
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments, and a cloud's metadata at 192.0.0.192
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",  # multicast, reserved, broadcast
    )
)
_NOT_PUBLIC_6: Final = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments, Teredo among them: an IPv4 address in disguise
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address in disguise
        "3fff::/20",
    )
)


def is_public(address: Address) -> bool:
    """Whether an address is one unicast machine on the public internet.

    IPv4-mapped and NAT64 addresses count as the IPv4 address inside: a machine with IPv6 only sees
    every IPv4 host through NAT64, so refusing that prefix would cut it off.

    >>> is_public(IPv4Address("169.254.169.254")), is_public(IPv6Address("64:ff9b::7f00:1"))
    (False, False)
    """
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return False
        if address in _MAPPED or address in _NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
        special = address not in _UNICAST or any(address in network for network in _NOT_PUBLIC_6)
    else:
        special = any(address in network for network in _NOT_PUBLIC_4)
    return not special and address.is_global and not address.is_multicast
