"""Hosted badges: what stands at the assertion's address counts, where the issuer allows it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from mica.standards import openbadges2
from mica.standards.openbadges2 import hosting
from mica.standards.openbadges2.errors import Broken
from mica.standards.openbadges2.linked import host
from mica.vc.documents import JsonObject
from mica.vc.errors import Unreachable
from mica.vc.report import Outcome, Verdict
from mica.vc.resolve import Resource
from tests.standards.openbadges2.cast import (
    BADGE,
    BADGE_ID,
    HOSTED,
    HOSTED_ID,
    ISSUER,
    ISSUER_ID,
    SIGNED,
    VALID,
    exceptions,
    failed,
    report,
    shelf,
    signed,
    undecided,
)


@pytest.mark.parametrize("source", [HOSTED, HOSTED_ID], ids=["document", "address"])
def test_hosted_badge_is_valid(source: JsonObject | str) -> None:
    made = report(source)
    assert exceptions(made) == VALID
    assert made.about.title == "Welding, level 3"


def test_signed_badge_at_an_address_is_read() -> None:
    place = "https://provider.example/assertion.jws"
    assert exceptions(report(place, {place: signed(SIGNED).encode()})) == VALID


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("recipient", {"type": "email", "hashed": False, "identity": "other@people.example"}),
        ("issuedOn", "2025-06-01T10:00:01+02:00"),
        ("expires", "2099-01-01T00:00:00Z"),
        ("narrative", "With distinction."),
        ("evidence", ["https://provider.example/e"]),
        ("extensions:more", {"a": [1, True]}),
    ],
)
def test_hosted_assertion_that_differs_from_the_one_shown_is_refused(
    member: str, value: Any
) -> None:
    made = report({**HOSTED, member: value})
    verdict, found = exceptions(made)
    assert (verdict, found[0]) == (Verdict.INVALID, ("3.1", Outcome.FAILED, "hosted-differs"))
    assert found[1:] == []
    check = next(check for check in made.checks if check.step == "3.1")
    assert str(check.data["pointer"]).startswith(f"/{member}")


@pytest.mark.parametrize("left", ["hashed", "identity", "salt"])
def test_part_of_the_recipient_cannot_be_left_out(left: str) -> None:
    recipient = {"type": "email", "hashed": True, "salt": "sea", "identity": "sha256$" + "0" * 64}
    shown = {name: value for name, value in recipient.items() if name != left}
    hosted = {**HOSTED, "recipient": recipient}
    made = report({**HOSTED, "recipient": shown}, {HOSTED_ID: hosted})
    assert ("3.1", Outcome.FAILED, "hosted-differs") in exceptions(made)[1]


def test_member_that_2_0_requires_cannot_be_left_out() -> None:
    shown = {name: value for name, value in HOSTED.items() if name != "recipient"}
    assert exceptions(report(shown)) == failed("2.1", "member-missing")


def test_hosted_assertion_of_another_achievement_is_refused() -> None:
    other = "https://provider.example/doctorate.json"
    made = report({**HOSTED, "badge": other}, {other: {**BADGE, "id": other}})
    assert exceptions(made) == failed("3.1", "hosted-differs")


def test_hosted_copy_may_say_more_and_say_it_differently() -> None:
    hosted = {
        **HOSTED,
        "type": ["Assertion"],
        "issuedOn": "2025-06-01T08:00:00Z",
        "badge": BADGE,
        "revoked": False,
        "expires": "2027-01-01T00:00:00Z",
    }
    made = report(HOSTED, {HOSTED_ID: hosted})
    assert exceptions(made) == VALID
    assert made.about.valid_until == "2027-01-01T00:00:00Z"


def test_hosted_copy_decides_on_expiry() -> None:
    hosted = {**HOSTED, "expires": "2025-12-31T00:00:00Z"}
    assert exceptions(report(HOSTED, {HOSTED_ID: hosted})) == failed("4.2", "expired")


def test_prettier_badge_class_than_the_hosted_one_is_refused() -> None:
    shown = {**HOSTED, "badge": {**BADGE, "name": "Doctor of Welding"}}
    made = report(shown)
    assert exceptions(made) == failed("3.3", "hosted-differs")
    assert made.about.title == "Welding, level 3"


@pytest.mark.parametrize(
    "address",
    [
        "https://stranger.example/1.json",
        "https://provider.example.stranger.example/1.json",
        "https://provider.example:8443/1.json",
        "https://www.provider.example/1.json",
    ],
)
def test_assertion_at_a_foreign_origin_is_refused(address: str) -> None:
    source = {**HOSTED, "id": address}
    assert exceptions(report(source, {address: source})) == failed("3.2", "hosted-elsewhere")


def test_embedded_profile_cannot_allow_the_strangers_origin() -> None:
    address = "https://stranger.example/1.json"
    profile = {**ISSUER, "verification": {"allowedOrigins": ["stranger.example"]}}
    badge = {**BADGE, "issuer": profile}
    source = {**HOSTED, "id": address, "badge": badge}
    assert exceptions(report(source, {address: source})) == failed("3.2", "hosted-elsewhere")


def test_redirect_to_another_assertion_is_refused() -> None:
    """The fetching may follow a redirect; what comes back still has to be this assertion."""
    other = {**HOSTED, "id": "https://provider.example/assertions/2.json"}
    assert exceptions(report(HOSTED, {HOSTED_ID: other})) == failed("3.1", "hosted-differs")


def test_address_of_a_badge_that_claims_another_address_is_followed_once() -> None:
    place = "https://stranger.example/copy.json"
    assert exceptions(report(place, {place: HOSTED})) == VALID
    loop = {**HOSTED, "id": "https://stranger.example/other.json"}
    made = report(place, {place: loop, "https://stranger.example/other.json": HOSTED})
    assert exceptions(made) == failed("1.1", "id-elsewhere")


def test_hosted_badge_without_address_is_refused() -> None:
    source = {**HOSTED, "id": "urn:uuid:1"}
    verdict, found = exceptions(report(source))
    assert verdict is Verdict.INVALID
    assert ("3.1", Outcome.FAILED, "hosted-without-address") in found
    assert ("2.1", Outcome.FAILED, "member-wrong") in found


@pytest.mark.parametrize("found", [None, b"<h1>Sorry</h1>", {"error": "try later"}, BADGE])
def test_hosted_copy_that_cannot_be_had_is_undecided(found: Any) -> None:
    verdict, made = exceptions(report(HOSTED, {HOSTED_ID: found}))
    assert verdict is Verdict.UNDECIDED
    assert [step for step, _, _ in made] == ["3.1", "5.1"]


def test_address_that_cannot_be_had_is_undecided() -> None:
    made = report(HOSTED_ID, {HOSTED_ID: None})
    assert exceptions(made) == undecided(("1.1", "not-on-shelf"))
    assert made.about.id == HOSTED_ID


def test_revoked_in_the_hosted_copy_is_refused() -> None:
    hosted = {**HOSTED, "revoked": True, "revocationReason": "issued by mistake"}
    made = report(HOSTED, {HOSTED_ID: hosted})
    assert exceptions(made) == failed("5.1", "badge-revoked")
    assert made.checks[-1].data == {"reason": "issued by mistake"}


def test_minimal_answer_of_a_revoked_badge_is_refused() -> None:
    verdict, found = exceptions(report(HOSTED, {HOSTED_ID: {"id": HOSTED_ID, "revoked": True}}))
    assert verdict is Verdict.INVALID
    assert found[-1] == ("5.1", Outcome.FAILED, "badge-revoked")


@pytest.mark.parametrize("said", ["true", 1, None])
def test_revoked_that_is_neither_true_nor_false_is_no_pass(said: Any) -> None:
    verdict, found = exceptions(report(HOSTED, {HOSTED_ID: {**HOSTED, "revoked": said}}))
    assert verdict is not Verdict.VALID
    assert found[-1] == ("5.1", Outcome.UNDECIDED, "revoked-unreadable")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Unreachable("not-found", status=410), ("5.1", Outcome.FAILED, "badge-revoked")),
        (Unreachable("not-found", status=404), ("5.1", Outcome.UNDECIDED, "not-found")),
        (Unreachable("timed-out", url=HOSTED_ID), ("5.1", Outcome.UNDECIDED, "timed-out")),
    ],
)
def test_gone_is_revoked_and_not_found_is_undecided(error: Unreachable, expected: Any) -> None:
    def resolve(url: str, /) -> Resource:
        if url == HOSTED_ID:
            raise error
        return shelf()(url)

    assert exceptions(report(HOSTED, resolve=resolve))[1][-1] == expected


def test_each_address_is_asked_once() -> None:
    asked = []

    def resolve(url: str, /) -> Resource:
        asked.append(url)
        return shelf()(url)

    report(HOSTED, resolve=resolve)
    assert sorted(asked) == sorted([HOSTED_ID, BADGE_ID, ISSUER_ID])


def test_http_address_is_asked_over_https_where_nothing_else_is_taken() -> None:
    """As the way out to the network does it: an address that is not https is not fetched."""
    world = shelf({HOSTED_ID: {**HOSTED, "id": HOSTED_ID.replace("https", "http")}})

    def resolve(url: str, /) -> Resource:
        if not url.startswith("https://"):
            raise Unreachable("not-https", url=url)
        return world(url)

    for source in (HOSTED_ID, HOSTED_ID.replace("https", "http")):
        made = report(source, resolve=resolve)
        assert exceptions(made) == VALID
        assert made.about.id == HOSTED_ID.replace("https", "http")


PLACE = "https://provider.example/a/1"


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ({}, True),
        ({"startsWith": "https://provider.example/a"}, True),
        ({"startsWith": ["https://other.example/", "https://provider.example/a/"]}, True),
        ({"startsWith": "https://provider.example/b"}, False),
        ({"startsWith": "https://provider.exam"}, False),
        ({"startsWith": "https://"}, False),
        ({"startsWith": ""}, False),
        ({"startsWith": [5]}, False),
        ({"allowedOrigins": "provider.example"}, True),
        ({"allowedOrigins": ["other.example", "https://provider.example"]}, True),
        ({"allowedOrigins": "other.example"}, False),
        ({"allowedOrigins": "example"}, False),
        ({"allowedOrigins": [None]}, False),
        ({"allowedOrigins": "provider.example", "startsWith": "https://other.example/"}, False),
        ({"allowedOrigins": "other.example", "startsWith": "https://provider.example/"}, False),
    ],
)
def test_rules_of_the_issuer_bind(rules: JsonObject, *, allowed: bool) -> None:
    made = report(
        {**HOSTED, "id": PLACE},
        {
            PLACE: {**HOSTED, "id": PLACE},
            ISSUER_ID: {**ISSUER, "verification": rules},
        },
    )
    assert exceptions(made) == (VALID if allowed else failed("3.2", "hosted-elsewhere"))


def test_rule_about_another_property_is_undecided() -> None:
    issuer = {**ISSUER, "verification": {"verificationProperty": "email"}}
    made = report(HOSTED, {ISSUER_ID: issuer})
    assert exceptions(made) == undecided(("3.2", "verification-unknown"))


@pytest.mark.parametrize(
    "trick",
    [
        "https://provider.example@stranger.example/a",
        "https://provider.example/a/../../b",
        "https://provider.example/a/%2e%2e/b",
        "https://stranger.example\\@provider.example/a",
        "https://provider.example/\n",
        "https://[::1/a",
        "https://provider.example:x/",
        "ftp://provider.example/a",
        "https:///a",
        "provider.example",
        "",
    ],
)
def test_tricky_address_has_no_host(trick: str) -> None:
    assert host(trick) is None
    with pytest.raises(Broken):
        hosting.check_place(trick, {**ISSUER, "verification": {"startsWith": "https://provider."}})


def test_unknown_method_is_undecided() -> None:
    made = report({**HOSTED, "verification": {"type": "PigeonPost"}})
    assert ("3.1", Outcome.UNDECIDED, "verification-unknown") in exceptions(made)[1]
    both = report({**HOSTED, "verification": {"type": ["hosted", "signed"]}})
    assert ("3.1", Outcome.UNDECIDED, "verification-unknown") in exceptions(both)[1]


def test_badge_is_valid_only_from_the_moment_of_issue_to_its_expiry() -> None:
    hosted = {**HOSTED, "expires": "2026-06-01T08:00:00Z"}

    def at(*when: int) -> Any:
        moment = datetime(*when, tzinfo=UTC)
        return exceptions(report(HOSTED, {HOSTED_ID: hosted}, now=moment))

    assert at(2025, 6, 1, 7, 59, 59) == failed("4.1", "issued-later")
    assert at(2025, 6, 1, 8) == VALID
    assert at(2026, 6, 1, 8) == VALID
    assert at(2026, 6, 1, 8, 0, 1) == failed("4.2", "expired")


def test_gathering_takes_each_part_from_who_answers_for_it() -> None:
    gathered = openbadges2.gather(
        {**HOSTED, "badge": {**BADGE, "issuer": {**ISSUER, "name": "Great Name"}}}, resolve=shelf()
    )
    assert gathered == type(gathered)(HOSTED, BADGE, ISSUER)
