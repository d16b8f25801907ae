"""Run by test_bombs in a process of its own with little memory: each bomb, its outcome and time."""

import base64
import gzip
import json
import resource
import struct
import sys
import time
import zlib
from collections.abc import Callable
from typing import Any

from mica.cli import pictures
from mica.vc import bake, bitstring
from mica.vc.errors import VcError
from mica.vc.resolve import Resource, Shelf, nothing
from mica.vc.verify import Setting
from mica.verification.rules import STANDARDS, judge
from tests import cast
from tests.cast import AGENCY, GOOD, LIST_URL, NOW, OB3, PROVIDER, V2

MEMORY = 1 << 30
ZEROS = bytes(1 << 20)


def with_(pointer: str, value: Any) -> bytes:
    return json.dumps(cast.changed(GOOD, pointer, value)).encode()


def plus(**members: Any) -> bytes:
    return json.dumps({**GOOD, **members}).encode()


def clique(size: int) -> list[dict[str, Any]]:
    """Nameless profiles, each of which is the parent of every other."""
    named = [{"id": f"_:n{i}", "type": ["Profile"]} for i in range(size)]
    return [{**one, "parentOrg": [other for other in named if other is not one]} for one in named]


def of_clique(size: int) -> dict[str, Any]:
    return {**GOOD["issuer"], "parentOrg": clique(size)}


def endorsement(**more: Any) -> dict[str, Any]:
    return {
        "@context": [V2, OB3],
        "id": "urn:uuid:0d1f2c9e-5a35-4a8e-9a55-0f5a1c2d3e4f",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Praise",
        "issuer": {"id": AGENCY.did, "type": ["Profile"]},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "urn:x:y", "type": ["EndorsementSubject"]},
        "proof": [GOOD["proof"]] * 16,
        **more,
    }


def recursive(depth: int) -> dict[str, Any]:
    made = endorsement()
    for _ in range(depth):
        made = endorsement(endorsement=[made] * 2)
    return made


def png_with(*chunks: bytes) -> bytes:
    whole = pictures.png()
    return whole[:-12] + b"".join(chunks) + whole[-12:]


def chunk(kind: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + check


def zipped(megabytes: int) -> bytes:
    """A few kilobytes that claim to be many megabytes."""
    deflate = zlib.compressobj(9)
    return b"".join(deflate.compress(ZEROS) for _ in range(megabytes)) + deflate.flush()


def listed(packed: bytes, **more: Any) -> tuple[bytes, Shelf]:
    """A credential whose status list is what is given, signed like a good one."""
    subject = dict(cast.status_list()["credentialSubject"])
    subject["encodedList"] = "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()
    page = cast.status_list(credentialSubject=subject)
    entry = {**cast.with_status()["credentialStatus"], **more}
    signed = PROVIDER.signs(cast.credential(credentialStatus=entry))
    return json.dumps(signed).encode(), Shelf({LIST_URL: json.dumps(page).encode()})


def gzip_bomb(megabytes: int) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(squeeze.compress(ZEROS) for _ in range(megabytes)) + squeeze.flush()


def wide_status() -> tuple[bytes, Shelf]:
    """A message of a number so wide that Python refuses to write it out."""
    bits = bitstring.blank().set_all(range(100_000))
    page = cast.status_list(purpose="message")
    subject = {**page["credentialSubject"], "encodedList": bits.encode()}
    entry = {**cast.with_status("message", 0)["credentialStatus"], "statusSize": 50_000}
    signed = PROVIDER.signs(cast.credential(credentialStatus=entry))
    page = cast.status_list(credentialSubject=subject)
    return json.dumps(signed).encode(), Shelf({LIST_URL: json.dumps(page).encode()})


def many_digests() -> tuple[bytes, Callable[[str], Resource]]:
    """Thousands of digests for one resource of five megabytes."""
    url = "https://provider.example/large"
    digests = " ".join(f"sha384-{i}" for i in range(50_000))
    signed = PROVIDER.signs(cast.credential(relatedResource=[{"id": url, "digestSRI": digests}]))
    return json.dumps(signed).encode(), lambda asked: Resource(asked, bytes(5 << 20))


def rings() -> bytes:
    ring = [
        {"id": f"_:n{i}", "type": ["Profile"], "parentOrg": {"id": f"_:n{(i + 1) % 900}"}}
        for i in range(900)
    ]
    return plus(issuer={**GOOD["issuer"], "parentOrg": ring})


BOMBS: dict[str, Callable[[], Any]] = {
    "10,000 levels of objects": lambda: b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "10,000 levels of lists": lambda: b'{"a":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "a million levels": lambda: b'{"a":' + b"[" * 1_000_000,
    "65 levels": lambda: b'{"a":' + b"[" * 65 + b"]" * 65 + b"}",
    "100 MB of text": lambda: b'{"a":"' + b"x" * 100_000_000 + b'"}',
    "100 MB of space": lambda: b" " * 100_000_000,
    "100 MB behind an address": lambda: b"https://a.example/" + b" a" * 50_000_000,
    "a 100 MB address": lambda: b"https://a.example/" + b"a" * 100_000_000,
    "100 MB that could be a JWS": lambda: b"a" * 100_000_000,
    "a JWS of a million dots": lambda: b"a." * 1_000_000,
    "a JWS with a large header": lambda: b"A" * 1_000_000 + b".e30.AAAA",
    "a number of a million digits": lambda: b'{"a":' + b"9" * 1_000_000 + b"}",
    "a million keys": lambda: json.dumps({str(i): 0 for i in range(300_000)}).encode(),
    "a clique": lambda: plus(issuer=of_clique(8)),
    "a large clique": lambda: plus(issuer=of_clique(60)),
    "a clique in sixteen proofs": lambda: plus(issuer=of_clique(40), proof=[GOOD["proof"]] * 16),
    "a ring of the nameless": rings,
    "many nameless": lambda: plus(
        evidence=[{"type": ["Evidence"], "name": str(i)} for i in range(30_000)]
    ),
    "many of one look": lambda: plus(evidence=[{"type": ["Evidence"]}] * 30_000),
    "sixteen proofs over much": lambda: plus(
        evidence=[{"id": f"urn:x:{i}", "type": ["Evidence"]} for i in range(40_000)],
        proof=[GOOD["proof"]] * 16,
    ),
    "thousands of contexts": lambda: plus(
        evidence=[
            {"@context": {"t": f"https://x.example/{i}x"}, "type": ["Evidence"]}
            for i in range(3_000)
        ],
        proof=[GOOD["proof"]] * 16,
    ),
    "thousands of vocabularies": lambda: plus(
        evidence=[{"@context": {"@vocab": f"https://x.example/{i}"}} for i in range(30_000)]
    ),
    "seventeen proofs": lambda: plus(proof=[GOOD["proof"]] * 17),
    "thousands of endorsements": lambda: plus(endorsement=[endorsement()] * 1_000),
    "cliques in every endorsement": lambda: plus(
        endorsement=[endorsement(issuer={**of_clique(20), "id": AGENCY.did})] * 64
    ),
    "endorsements in endorsements": lambda: plus(endorsement=[recursive(6)]),
    "a gzip bomb": lambda: listed(gzip_bomb(100)),
    "a gzip bomb in a gzip": lambda: listed(gzip.compress(gzip_bomb(100))),
    "a list that goes on": lambda: listed(gzip_bomb(1) + gzip_bomb(1)),
    "an index out of range": lambda: listed(gzip_bomb(1), statusListIndex="999999999999999"),
    "a status of 50,000 bits": wide_status,
    "thousands of digests": many_digests,
    "a zip bomb in a picture": lambda: png_with(
        chunk(b"iTXt", b"openbadges\0\1\0\0\0" + zipped(50))
    ),
    "a zip bomb in an old picture": lambda: png_with(
        chunk(b"zTXt", b"openbadges\0\0" + zipped(50))
    ),
    "a compressed credential": lambda: png_with(
        chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zipped(1))
    ),
    "a chunk that claims gigabytes": lambda: (
        pictures.png()[:-12] + struct.pack(">I", 0x7FFFFFFF) + b"iTXt"
    ),
    "a million chunks": lambda: png_with(chunk(b"teXt", b"") * 500_000),
    "a picture of 100 MB": lambda: pictures.png() + bytes(100_000_000),
    "a billion laughs": lambda: LAUGHS,
    "an SVG of 10,000 levels": lambda: (
        b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g>" * 10_000 + b"</g>" * 10_000 + b"</svg>"
    ),
    "an SVG of a million attributes": lambda: (
        b"<svg xmlns='http://www.w3.org/2000/svg' "
        + b" ".join(b"a%d=''" % i for i in range(100_000))
        + b"/>"
    ),
    "base 58 of a megabyte": lambda: with_("/proof/proofValue", "z" + "2" * 1_000_000),
    "a name of a megabyte": lambda: with_("/proof/verificationMethod", "did:web:" + "a:" * 500_000),
    "a date of a megabyte": lambda: with_("/validUntil", "2026-01-01T00:00:00." + "0" * 1_000_000),
    "an RSA key of a megabit": lambda: with_(
        "/proof/verificationMethod", "did:jwk:" + jwk_of(1_000_000)
    ),
}

HEAVY = frozenset(
    {
        "100 MB of space", "100 MB that could be a JWS", "a 100 MB address", "a picture of 100 MB",
        "a clique in sixteen proofs", "cliques in every endorsement", "thousands of contexts",
        "endorsements in endorsements", "sixteen proofs over much", "thousands of vocabularies",
        "a million keys", "thousands of endorsements", "a million chunks", "many of one look",
    }
)  # fmt: skip
"""Those that take a second or so, and say nothing new in kind."""

LAUGHS = (
    b"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha">"""
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b"""]><svg xmlns="http://www.w3.org/2000/svg">&j;</svg>"""
)


def jwk_of(bits: int) -> str:
    wide = base64.urlsafe_b64encode(b"\xff" * (bits // 8)).rstrip(b"=").decode()
    key = json.dumps({"kty": "RSA", "n": wide, "e": "AQAB"}).encode()
    return base64.urlsafe_b64encode(key).rstrip(b"=").decode()


def outcome(made: Any) -> list[str]:
    data, resolve = made if isinstance(made, tuple) else (made, nothing)
    try:
        report = judge(data, Setting(resolve, NOW, STANDARDS))
    except VcError as error:
        return [type(error).__name__, error.code]
    json.dumps(report.as_json())
    codes = {check.code for check in report.checks if check.outcome != "passed"}
    return [report.verdict.value, *sorted(codes)]


def main() -> None:
    assert bake.is_image(pictures.png())
    judge(plus(), Setting(nothing, NOW, STANDARDS))  # contexts are compiled once
    heavy = sys.argv[1:] == ["heavy"]
    for name, make in BOMBS.items():
        if (name in HEAVY) is not heavy:
            continue
        made = make()
        before = time.monotonic()
        told = outcome(made)
        seconds = time.monotonic() - before
        sys.stdout.write(json.dumps([name, told, seconds]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    main()
