import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.net.errors import Forbidden
from mica.net.target import Target, follow, parse

REFUSED = {
    "plain http": ("http://good.example/", "not-https"),
    "file": ("file:///etc/passwd", "not-https"),
    "gopher": ("gopher://good.example/_x", "not-https"),
    "ftp": ("ftp://good.example/", "not-https"),
    "scheme with a long s": ("http\u017f://good.example/", "bad-url"),
    "no scheme": ("good.example/a", "bad-url"),
    "scheme without slashes": ("https:good.example", "bad-url"),
    "data": ("data:text/plain,hello", "bad-url"),
    "empty": ("", "bad-url"),
    "no host": ("https:///path", "bad-url"),
    "login before loopback": ("https://good.example@127.0.0.1/", "url-with-login"),
    "login with password": ("https://a:b@good.example/", "url-with-login"),
    "empty login": ("https://@good.example/", "url-with-login"),
    "escaped login": ("https://good.example%40127.0.0.1/", "address-literal"),
    "backslash": ("https://good.example\\@127.0.0.1/", "bad-url"),
    "line break in the path": ("https://good.example/\r\nHost: evil.example", "bad-url"),
    "line break in the host": ("https://good\n.example/", "bad-url"),
    "tab": ("https://good.example/\t", "bad-url"),
    "space": (" https://good.example/", "bad-url"),
    "nul": ("https://good.example/\0", "bad-url"),
    "dotted": ("https://127.0.0.1/", "address-literal"),
    "dotted public": ("https://8.8.8.8/", "address-literal"),
    "decimal": ("https://2130706433/", "address-literal"),
    "octal": ("https://0177.0.0.1/", "address-literal"),
    "hexadecimal": ("https://0x7f000001/", "address-literal"),
    "hexadecimal, dotted": ("https://0x7f.0x0.0x0.0x1/", "address-literal"),
    "short": ("https://127.1/", "address-literal"),
    "full-width digits": ("https://\uff11\uff12\uff17.\uff10.\uff10.\uff11/", "address-literal"),
    "full-width dots": ("https://127\u30020\u30020\u30021/", "address-literal"),
    "IPv6": ("https://[::1]/", "address-literal"),
    "IPv4-mapped IPv6": ("https://[::ffff:127.0.0.1]:8443/", "address-literal"),
    "IPv6 with a zone": ("https://[fe80::1%25eth0]/", "address-literal"),
    "IPv6 without brackets": ("https://::1/", "bad-url"),
    "dotted with a last dot": ("https://127.0.0.1./", "bad-url"),
    "escaped digits": ("https://%31%32%37.0.0.1/", "address-literal"),
    "escaped letters": ("https://g%6fod.example/", "bad-url"),
    "localhost": ("https://localhost/", "bad-url"),
    "one label": ("https://intranet/", "bad-url"),
    "last dot": ("https://good.example./", "bad-url"),
    "empty label": ("https://good..example/", "bad-url"),
    "hyphen first": ("https://-good.example/", "bad-url"),
    "long label": (f"https://{'a' * 64}.example/", "bad-url"),
    "long label, not ASCII": (f"https://{'ä' * 64}.example/", "bad-url"),
    "long host": (f"https://{'a.' * 130}example/", "bad-url"),
    "host of two readings": ("https://straße.example/", "bad-url"),
    "zero-width joiner": ("https://go\u200dod.example/", "bad-url"),
    "half a character in the host": ("https://\ud800.example/", "bad-url"),
    "half a character in the path": ("https://good.example/\ud800", "bad-url"),
    "port 22": ("https://good.example:22/", "bad-port"),
    "port 25": ("https://good.example:25/", "bad-port"),
    "port 80": ("https://good.example:80/", "bad-port"),
    "port 0": ("https://good.example:0/", "bad-port"),
    "port 6667": ("https://good.example:6667/", "bad-port"),
    "port 65536": ("https://good.example:65536/", "bad-port"),
    "long port": ("https://good.example:000000443/", "bad-url"),
    "port in other digits": ("https://good.example:\uff14\uff14\uff13/", "bad-url"),
    "two ports": ("https://good.example:443:22/", "bad-url"),
    "empty port": ("https://good.example:/", "bad-url"),
    "endless": ("https://good.example/" + "a" * 3000, "bad-url"),
}


@pytest.mark.parametrize(("url", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_odd_url_is_refused(url: str, code: str) -> None:
    with pytest.raises(Forbidden) as caught:
        parse(url)
    assert caught.value.code == code
    assert str(caught.value) != code
    assert str(caught.value.data["url"]).isascii()


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://good.example", Target("good.example", 443, "/")),
        ("HTTPS://Good.EXAMPLE/A", Target("good.example", 443, "/A")),
        ("https://good.example:443/a", Target("good.example", 443, "/a")),
        ("https://good.example:8443?q=1#top", Target("good.example", 8443, "/?q=1")),
        (
            "https://bücher.example/ä?ö=%20",
            Target("xn--bcher-kva.example", 443, "/%C3%A4?%C3%B6=%20"),
        ),
        ("https://my_name.good.example/", Target("my_name.good.example", 443, "/")),
        ("https://a.example/@me:x", Target("a.example", 443, "/@me:x")),
    ],
)
def test_plain_url_is_taken_apart(url: str, target: Target) -> None:
    assert parse(url) == target


def test_password_is_not_repeated() -> None:
    with pytest.raises(Forbidden) as caught:
        parse("https://me:secret@good.example/")
    assert "secret" not in repr(caught.value.data) + str(caught.value)


@given(st.text() | st.text().map("https://".__add__) | st.from_regex(r"https://[^/]+\.example/.*"))
def test_any_text_is_refused_or_becomes_what_is_read_back_alike(url: str) -> None:
    try:
        target = parse(url)
    except Forbidden as error:
        said = str(error.data["url"])
    else:
        assert parse(str(target)) == target
        said = str(target)
    assert said.isascii()
    assert said.isprintable()


@pytest.mark.parametrize(
    ("location", "there"),
    [
        (b"b", "https://good.example:8443/a/b"),
        (b"/b?c#d", "https://good.example:8443/b?c"),
        (b"//other.example/x", "https://other.example/x"),
        (b"https://other.example", "https://other.example/"),
        ("/ä".encode(), "https://good.example:8443/%C3%A4"),
    ],
)
def test_redirect_is_read_relative_to_where_it_came_from(location: bytes, there: str) -> None:
    assert str(follow(parse("https://good.example:8443/a/"), location)) == there


@pytest.mark.parametrize(
    ("location", "code"),
    [
        (b"http://good.example/", "not-https"),
        (b"//127.0.0.1/", "address-literal"),
        (b"//[::1/", "bad-url"),
        (b"\\\\127.0.0.1\\", "bad-url"),
        (b"https:\t//127.0.0.1/", "bad-url"),
        (b"\xff", "bad-url"),
        (b"javascript:alert(1)", "bad-url"),
        (b"file:///etc/passwd", "not-https"),
    ],
)
def test_redirect_to_an_odd_url_is_refused(location: bytes, code: str) -> None:
    with pytest.raises(Forbidden) as caught:
        follow(parse("https://good.example/"), location)
    assert caught.value.code == code
