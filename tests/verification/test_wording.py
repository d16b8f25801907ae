"""The sentence at the top: who, what, from whom, when, and whether it still holds."""

import string
from dataclasses import replace
from typing import Any

import pytest

from mica.vc.resolve import Resolve, nothing
from mica.verification.errors import Unfit
from mica.verification.rules import wording
from mica.verification.rules.standing import Behind, Known, Level, Register, behind
from mica.verification.rules.texts import isolated, plain
from mica.verification.rules.wording import ENGLISH, Tongue, backing, detail, headline
from mica.verification.speech import TABLES, templates
from tests import cast
from tests.cast import AGENCY, GOOD, LEARNER, PROVIDER

REGISTER = Register({PROVIDER.did: Known("Harbour College of Ireland")})
NAMED = {
    **cast.credential()["credentialSubject"],
    "identifier": [
        {
            "type": "IdentityObject",
            "identityHash": "Lena Learner",
            "identityType": "name",
            "hashed": False,
        }
    ],
}


def sentence(
    document: Any,
    register: Register = REGISTER,
    resolve: Resolve = nothing,
    tongue: Tongue = ENGLISH,
) -> str:
    report = cast.judged(document, resolve)
    return headline(report, behind(report, register), tongue)


def test_a_valid_one_says_who_what_from_whom_when_and_until() -> None:
    assert sentence(PROVIDER.signs(cast.credential(credentialSubject=NAMED))) == (
        "Lena Learner was awarded “Beekeeping for beginners” by Harbour College of Ireland on "
        "15 January 2026. It is valid until 15 January 2031."
    )


def test_that_it_was_not_revoked_is_said_where_there_is_a_list() -> None:
    document = PROVIDER.signs(cast.with_status())

    assert sentence(document, resolve=cast.shelf(cast.status_list())) == (
        "“Beekeeping for beginners” was awarded by Harbour College of Ireland on 15 January 2026. "
        "It is valid until 15 January 2031 and has not been revoked."
    )


def test_what_does_not_expire_says_so() -> None:
    endless = cast.credential()
    del endless["validUntil"]

    assert sentence(PROVIDER.signs(endless)).endswith("15 January 2026. It does not expire.")


def test_a_name_that_is_its_own_word_alone_stands_in_quotation_marks() -> None:
    assert sentence(GOOD, Register({})).startswith(
        "“Beekeeping for beginners” was awarded by somebody who goes by “Harbour College” on"
    )


def test_a_name_with_an_address_is_shown_with_it() -> None:
    report = cast.judged(GOOD)
    found = Behind(Level.ISSUER, "did:web:college.example", address="college.example")

    assert wording.issuer(report, found) == "“Harbour College” (college.example)"


def test_revoked() -> None:
    document = PROVIDER.signs(cast.with_status())

    assert sentence(document, resolve=cast.shelf(cast.status_list(94567))) == (
        "“Beekeeping for beginners” by Harbour College of Ireland is no longer valid: it was "
        "revoked."
    )


def test_suspended() -> None:
    document = PROVIDER.signs(cast.with_status("suspension"))
    held = cast.shelf(cast.status_list(94567, purpose="suspension"))

    assert sentence(document, resolve=held) == (
        "“Beekeeping for beginners” by Harbour College of Ireland is not valid at present: it was "
        "suspended."
    )


def test_expired() -> None:
    old = PROVIDER.signs(cast.credential(validUntil="2026-02-01T00:00:00Z"))

    assert sentence(old) == (
        "“Beekeeping for beginners” by Harbour College of Ireland is no longer valid: it expired "
        "on 1 February 2026."
    )


def test_not_yet() -> None:
    early = PROVIDER.signs(cast.credential(validFrom="2026-07-01T00:00:00Z"))

    assert sentence(early) == (
        "“Beekeeping for beginners” by Harbour College of Ireland is not valid yet: it begins on "
        "1 July 2026."
    )


def test_a_forgery_is_not_told_as_what_it_says() -> None:
    forged = cast.changed(GOOD, "/credentialSubject/achievement/name", "Doctor of Medicine")

    assert sentence(forged) == (
        "This calls itself “Doctor of Medicine”, and is not what its issuer signed: it was changed "
        "or forged."
    )


def test_a_forgery_that_also_expired_is_a_forgery() -> None:
    old = PROVIDER.signs(cast.credential(validUntil="2026-02-01T00:00:00Z"))

    assert "changed or forged" in sentence(cast.changed(old, "/name", "X"))


def test_unsigned() -> None:
    assert sentence(cast.credential()) == (
        "This calls itself “Beekeeping for beginners”, and nobody signed it."
    )


def test_a_list_out_of_reach_is_undecided_and_no_forgery() -> None:
    report = cast.judged(PROVIDER.signs(cast.with_status()))

    assert headline(report, None) == (
        "Whether “Beekeeping for beginners” is valid could not be decided, because it is not known "
        "whether it was revoked."
    )
    assert detail(report) == (
        f"{cast.LIST_URL} was not fetched, because nothing may be fetched now. "
        "This does not mean that it is false."
    )


def presentation(*credentials: Any) -> Any:
    return LEARNER.presents(
        {
            "@context": [cast.V2],
            "type": ["VerifiablePresentation"],
            "holder": LEARNER.did,
            "verifiableCredential": list(credentials),
        }
    )


def test_a_presentation() -> None:
    old = PROVIDER.signs(cast.credential(validUntil="2026-02-01T00:00:00Z"))

    assert sentence(presentation(GOOD)) == (
        "What is shown here is valid: one credential, signed by whoever shows it."
    )
    assert sentence(presentation(GOOD, GOOD)).startswith("Everything shown here is valid: 2 ")
    assert sentence(presentation(GOOD, old)) == (
        "Not everything shown here is valid. Inside: “Beekeeping for beginners” is not valid."
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, ["Nothing shows who signed it."]),
        (
            Behind(Level.SELF, "a", own=True),
            ["Whoever it is about signed it themselves: it is their own word."],
        ),
        (
            Behind(Level.ISSUER, "a", name="River College"),
            ["River College signed it, and is approved in this register."],
        ),
        (
            Behind(Level.ISSUER, "a", address="a.example"),
            [
                (
                    "Whoever runs a.example signed it. They are not in this register, which says "
                    "nothing against them."
                )
            ],
        ),
        (
            Behind(Level.ISSUER, "a", name="River College", suspended=True),
            ["River College signed it. Its registration here is suspended at present."],
        ),
    ],
)
def test_who_stands_behind_it_is_said_calmly(found: Behind | None, said: list[str]) -> None:
    assert backing(cast.judged(GOOD), found) == said


def test_a_namesake_is_warned_of() -> None:
    found = Behind(Level.UNKNOWN, PROVIDER.did, namesake=True)

    assert backing(cast.judged(GOOD), found)[1] == (
        "It calls itself Harbour College. It is not the Harbour College of this register."
    )


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("own", [True, False])
def test_every_level_has_words(level: Level, own: bool) -> None:  # noqa: FBT001
    found = Behind(level, AGENCY.did, own=own)

    assert all(backing(cast.judged(GOOD), found))
    assert wording.level(found)


def test_a_strangers_text_cannot_turn_or_hide_what_stands_beside() -> None:
    attack = "Baker\u202e dilav\n\x1b[2J\u200b!"

    assert plain(attack, 40) == "Baker dilav [2J!"
    assert plain("x" * 500, 10) == "x" * 9 + "…"
    assert isolated("\u05d0\u05e4\u05d4") == "\u2068\u05d0\u05e4\u05d4\u2069"
    assert isolated("Baker") == "Baker"


def test_a_moment_in_a_finding_is_a_day() -> None:
    report = cast.judged(GOOD)
    until = next(check for check in report.checks if check.code == "still-valid")

    assert wording.finding(until) == "It is valid until 15 January 2031."


def test_every_message_passes_through_the_translator() -> None:
    heard: list[str] = []

    def hear(text: str) -> str:
        heard.append(text)
        return text

    tongue = replace(ENGLISH, translate=hear)
    report = cast.judged(cast.changed(GOOD, "/name", "X"))
    said = [wording.finding(check, tongue) for check in report.checks]
    headline(report, None, tongue)

    assert len(said) == len(report.checks)
    assert set(heard) - set(templates()) == set()
    assert wording.SAID["changed"] in heard


def test_every_template_can_be_filled_in() -> None:
    """A brace that is no field would break the page in which it is said."""
    found = templates()

    assert len(found) == len(set(found)) > 200
    assert [one for one in found if not list(string.Formatter().parse(one))] == []


def test_an_error_is_said_in_the_readers_language() -> None:
    tongue = Tongue(lambda text: f"~{text}", tables=TABLES)
    error = Unfit("too-many-at-once", limit=5)

    said = wording.fault(error.code, error.data, str(error), tongue)

    assert said.startswith("~That is more than the 5 documents")
