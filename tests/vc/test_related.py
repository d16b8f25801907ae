"""What a credential points to is what its issuer meant, or the credential is not valid."""

import base64
import hashlib
from typing import Any

import pytest

from mica.standards.openbadges.credentials import related_resource
from mica.vc.errors import Refused, Undecidable
from mica.vc.related import compare_multibase, compare_sri
from mica.vc.report import Report, Verdict
from mica.vc.resolve import Shelf, nothing
from tests.cast import PROVIDER, credential, findings, judged

URL = "https://provider.example/criteria.txt"
CONTENT = b"Keep a colony healthy through one season.\n"
SHA512 = "sha512-" + base64.b64encode(hashlib.sha512(CONTENT).digest()).decode()


def report(entry: dict[str, Any], resolve: Any) -> Report:
    return judged(PROVIDER.signs(credential(relatedResource=[entry])), resolve)


def test_an_unchanged_resource_is_valid() -> None:
    entry = related_resource(URL, CONTENT)
    found = report(entry, Shelf({URL: CONTENT}))
    assert (found.verdict, found.checks[-1].code) == (Verdict.VALID, "related-unchanged")


@pytest.mark.parametrize("member", ["digestSRI", "digestMultibase"])
def test_a_changed_resource_is_refused(member: str) -> None:
    entry = related_resource(URL, CONTENT)
    entry = {name: entry[name] for name in ("id", member)}
    assert findings(report(entry, Shelf({URL: CONTENT + b"!"}))) == {"related-changed": "failed"}


def test_a_resource_that_cannot_be_had_is_told_and_does_not_decide() -> None:
    found = report(related_resource(URL, CONTENT), nothing)
    assert found.verdict is Verdict.VALID
    assert [(c.code, c.outcome) for c in found.checks if not c.decides] == [
        ("offline", "undecided")
    ]


URL_SAFE = SHA512.replace("+", "-").replace("/", "_")
WRITTEN = [f"md5-AAAA {SHA512}", f"sha256-AAAA {SHA512}", SHA512, f"{SHA512}?ct=text", URL_SAFE]


@pytest.mark.parametrize("digests", WRITTEN)
def test_one_of_several_digests_suffices(digests: str) -> None:
    compare_sri(digests, CONTENT, URL)


def test_a_digest_of_another_resource_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        compare_sri(SHA512, CONTENT + b"!", URL)
    assert caught.value.code == "related-changed"


def test_a_digest_of_an_unknown_kind_is_undecided() -> None:
    for compare, text in ((compare_sri, "md5-AAAA"), (compare_multibase, "uERQ")):
        with pytest.raises(Undecidable) as caught:
            compare(text, CONTENT, URL)
        assert caught.value.code == "digest-unknown"


def test_resources_that_were_not_looked_at_leave_the_verdict_open() -> None:
    many = [related_resource(f"{URL}?{number}", CONTENT) for number in range(33)]
    pages = Shelf({one["id"]: CONTENT for one in many})
    found = judged(PROVIDER.signs(credential(relatedResource=many)), pages)
    assert findings(found) == {"too-many-related": "undecided"}
