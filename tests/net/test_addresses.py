from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.net.addresses import is_public

NOT_PUBLIC = {
    "this host": "0.0.0.0",  # noqa: S104
    "loopback": "127.0.0.1",
    "loopback, elsewhere": "127.255.0.3",
    "private 10": "10.1.2.3",
    "private 172.16": "172.31.255.255",
    "private 192.168": "192.168.0.1",
    "carrier-grade NAT": "100.64.0.1",
    "metadata behind carrier-grade NAT": "100.100.100.200",
    "metadata": "169.254.169.254",
    "metadata behind a public number": "168.63.129.16",
    "metadata among protocol assignments": "192.0.0.192",
    "documentation": "192.0.2.1",
    "benchmarks": "198.18.0.1",
    "6to4 relay": "192.88.99.1",
    "multicast": "224.0.0.1",
    "multicast, scoped": "239.1.1.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "unspecified 6": "::",
    "loopback 6": "::1",
    "IPv4-mapped loopback": "::ffff:127.0.0.1",
    "IPv4-mapped metadata": "::ffff:a9fe:a9fe",
    "IPv4-compatible loopback": "::127.0.0.1",
    "IPv4-translated loopback": "::ffff:0:127.0.0.1",
    "NAT64 loopback": "64:ff9b::127.0.0.1",
    "NAT64 metadata": "64:ff9b::a9fe:a9fe",
    "NAT64 with a local prefix": "64:ff9b:1::8.8.8.8",
    "6to4 loopback": "2002:7f00:1::",
    "6to4 public": "2002:808:808::1",
    "Teredo": "2001:0:53aa:64c::1",
    "link-local 6": "fe80::1",
    "link-local 6 with a zone": "fe80::1%eth0",
    "public 6 with a zone": "2606:4700::1111%eth0",
    "site-local 6": "fec0::1",
    "unique local 6": "fd00:ec2::254",
    "multicast 6": "ff02::1",
    "multicast 6, global scope": "ff0e::1",
    "documentation 6": "2001:db8::1",
    "documentation 6, new": "3fff::1",
    "discard": "100::1",
    "segment routing": "5f00::1",
    "unassigned 6": "4000::1",
}


@pytest.mark.parametrize("text", NOT_PUBLIC.values(), ids=NOT_PUBLIC.keys())
def test_address_that_is_not_public_is_refused(text: str) -> None:
    assert is_public(ip_address(text)) is False


@pytest.mark.parametrize(
    "text", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
)
def test_public_address_is_allowed(text: str) -> None:
    assert is_public(ip_address(text)) is True


@given(st.ip_addresses(v=4))
def test_ipv4_address_in_ipv6_dress_counts_as_itself(address: IPv4Address) -> None:
    verdict = is_public(address)
    for dress in (0xFFFF << 32, 0x64_FF9B << 96):
        assert is_public(IPv6Address(dress | int(address))) is verdict


@given(st.ip_addresses(v=4))
def test_whatever_the_standard_library_calls_private_is_refused(address: IPv4Address) -> None:
    if address.is_private or address.is_multicast or address.is_reserved or address.is_link_local:
        assert is_public(address) is False
