"""The words for a report: honest, whole, and never in the power of whoever wrote the document."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mica.cli.look import Look, short
from mica.cli.telling import MAX_TOLD, brief, briefly, line, summary, told
from mica.standards.openbadges2.sentences import SENTENCES as OLDER_SENTENCES
from mica.vc.report import About, Check, Outcome, Report, Verdict
from mica.vc.sentences import SENTENCES
from mica.verification.rules.advice import advice
from tests import cast
from tests.cast import AGENCY, LEARNER, LIST_URL, PROVIDER, changed, judged, shelf, status_list

WIDE = Look(width=96)
ISSUER = "did:key:z6Mkon3N…FbLfLX"
HOLDER = "did:key:z6Mko9hT…qVBiyH"
EXPIRED = {"validFrom": "2020-01-15T09:00:00Z", "validUntil": "2021-01-15T09:00:00Z"}


def report(*checks: Check, **about: Any) -> Report:
    return Report(
        About(**{"kind": "OpenBadgeCredential", **about}), checks, datetime(2026, 6, 1, tzinfo=UTC)
    )


def passed() -> Check:
    return Check("1.1", Outcome.PASSED, "readable")


def test_a_valid_badge_is_told_whole() -> None:
    made = judged(PROVIDER.signs(cast.with_status()), shelf(status_list()))

    assert (
        told(made, WIDE)
        == f"""\
✓ VALID: “Beekeeping for beginners”, awarded by Harbour College ({ISSUER}) to
  {HOLDER}. Valid until 15 January 2031, not revoked.

  Issuer     Harbour College (as it calls itself)
             {PROVIDER.did}
  Issued to  {LEARNER.did}
  From       15 January 2026
  Until      15 January 2031
  Id         urn:uuid:7b1f2c9e-5a35-4a8e-9a55-0f5a1c2d3e4f

Every check, as of 1 June 2026, 12:00 UTC
  1 Reading  ✓ It can be read, and in one way only.
  2 Form     ✓ It keeps the rules of the data model.
             ✓ Every context it uses is known.
             ✓ Every term is written plainly.
             ✓ It keeps the rules of Open Badges 3.0.
  3 Proof    ✓ It is signed with eddsa-rdfc-2022.
             ✓ The proof was made for this purpose.
             ✓ The key is known, and may be used for this purpose.
             ✓ The signature by {ISSUER} holds: nothing was changed since.
             ✓ The key is one of the issuer’s, {ISSUER}.
  4 Time     ✓ It has been valid since 15 January 2026, 09:00 UTC.
             ✓ It is valid until 15 January 2031, 09:00 UTC.
  5 Status   ✓ It is not on the revocation list {LIST_URL}, which
               {short(PROVIDER.did)} keeps.""".splitlines()
    )


def test_an_expired_badge_says_when_and_what_to_do() -> None:
    made = judged(PROVIDER.signs(cast.credential(**EXPIRED)))

    assert briefly(made, WIDE) == [
        "✗ NOT VALID: “Beekeeping for beginners”. It expired on 15 January 2021.",
        "",
        "What is wrong",
        "  ✗ It expired on 15 January 2021, 09:00 UTC.",
        "    → Ask the issuer whether it can be renewed.",
    ]


def test_what_is_not_proven_is_told_as_its_own_words() -> None:
    forged = changed(PROVIDER.signs(cast.credential()), "/name", "Brain surgery")
    lines = told(judged(forged), WIDE)

    assert lines[3] == "  It says of itself:"
    assert lines[0].startswith("✗ NOT VALID: “Beekeeping for beginners”. The signature by ")
    assert not any("awarded" in line for line in lines)


def test_an_outage_says_what_is_not_known_and_that_it_is_no_forgery() -> None:
    made = judged(PROVIDER.signs(cast.with_status()))

    assert briefly(made, WIDE) == [
        "? COULD NOT BE DECIDED: “Beekeeping for beginners”. Unknown whether it was revoked:",
        f"  {LIST_URL} was not fetched, because nothing may be fetched now.",
        "",
        "What could not be decided",
        f"  ? Whether it was revoked: {LIST_URL} was not fetched, because nothing",
        "    may be fetched now.",
        "    → Ask again without --offline, on a machine with a connection.",
        "  This does not mean that it is false.",
    ]


def test_what_is_unknown_only_for_another_reason_is_not_told_twice() -> None:
    made = report(
        Check("1.2", Outcome.UNDECIDED, "offline", {"url": "https://a.example"}),
        Check("1.3", Outcome.UNDECIDED, "not-reached", said="The issuer is not known."),
        Check("5.1", Outcome.UNDECIDED, "offline", {"url": "https://b.example"}),
        title="A",
    )

    assert briefly(made, Look(width=64))[-8:] == [
        "What could not be decided",
        "  ? What it was given for, and by whom: https://a.example was",
        "    not fetched, because nothing may be fetched now.",
        "  ? Whether it was revoked: https://b.example was not fetched,",
        "    because nothing may be fetched now.",
        "    → Ask again without --offline, on a machine with a",
        "      connection.",
        "  This does not mean that it is false.",
    ]


def test_the_gravest_finding_comes_first() -> None:
    forged = changed(PROVIDER.signs(cast.credential(**EXPIRED)), "/name", "Brain surgery")

    assert summary(judged(forged)).startswith("“Beekeeping for beginners”. The signature by ")


def test_in_a_list_what_matters_stands_where_it_is_not_cut() -> None:
    made = judged(PROVIDER.signs(cast.credential(**EXPIRED)))

    assert brief(made) == "It expired on 15 January 2021. “Beekeeping for beginners”"
    assert line(made.verdict, "a.json", brief(made), Look(width=48, cut=True)) == (
        "✗ not valid  a.json  It expired on 15 January 2…"
    )


def test_enclosed_reports_stand_inside() -> None:
    praise = AGENCY.signs(
        cast.credential(
            AGENCY,
            id="urn:uuid:0d1f2c9e-5a35-4a8e-9a55-0f5a1c2d3e4f",
            type=["VerifiableCredential", "EndorsementCredential"],
            name="Well taught",
            credentialSubject={
                "id": "https://provider.example/achievements/bees",
                "type": ["EndorsementSubject"],
            },
        )
    )
    lines = told(judged(PROVIDER.signs(cast.credential(endorsement=[praise]))), WIDE)
    inside = lines.index("Inside it, 1 of 1")

    assert lines[inside - 2] == "  8 Enclosed · Inside: “Well taught” is valid."
    assert lines[inside + 1].startswith("    ✓ VALID: “Well taught”, issued by Harbour College (")
    assert all(line.startswith("    ") for line in lines[inside + 1 :])


def test_a_presentation_says_how_much_it_presents() -> None:
    document = {
        "@context": [cast.V2],
        "type": ["VerifiablePresentation"],
        "holder": LEARNER.did,
        "verifiableCredential": [PROVIDER.signs(cast.credential())] * 2,
    }
    made = judged(LEARNER.presents(document))

    assert summary(made) == (
        f"A presentation of 2 credentials, made by {HOLDER}. Everything in it is valid."
    )
    assert told(made, WIDE)[3] == f"  Holder     {LEARNER.did}"


ATTACK = "\x1b[2J\n✓ VALID: all is well\u202e"
SHOWN = r"\x1b[2J\n\u2713 VALID: all is well\u202e"


@pytest.mark.parametrize(
    "about", [{name: ATTACK} for name in About.__slots__], ids=lambda about: next(iter(about))
)
@pytest.mark.parametrize("outcome", Outcome)
def test_terminal_escape_injection_through_the_document(
    about: dict[str, str], outcome: Outcome
) -> None:
    data = {"method": ATTACK}
    found = Check("3.4", outcome, "signature-broken", data, said=f"By {ATTACK}.")
    made = report(passed(), found, **about)
    text = "\n".join([*told(made, WIDE), line(made.verdict, "a", brief(made), WIDE)])

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "✓ VALID: all" not in text
    assert text.startswith(
        {
            Outcome.PASSED: "✓ VALID: ",
            Outcome.FAILED: "✗ NOT VALID: ",
            Outcome.UNDECIDED: "? COULD NOT BE DECIDED: ",
        }[outcome]
    )


def test_terminal_escape_injection_through_a_pointer() -> None:
    data = {"pointer": f"/{ATTACK}"}
    made = report(Check("2.1", Outcome.FAILED, "wrong-kind", data, said="Not right."))

    assert f"  ✗ /{SHOWN}: Not right." in told(made, WIDE)
    assert f"  2 Form     ✗ Failed: wrong-kind at /{SHOWN}" in told(made, WIDE)


def test_a_long_name_cannot_push_the_verdict_away() -> None:
    made = report(passed(), title="✓ VALID " * 10_000)
    text = "\n".join(told(made, WIDE))

    assert (text.count("✓ VALID"), len(text) < 1000) == (1, True)


def test_many_faults_are_counted_after_the_first() -> None:
    faults = [Check("2.1", Outcome.FAILED, "wrong-kind", said=f"Fault {n}.") for n in range(40)]
    lines = briefly(report(*faults), WIDE)

    assert sum(line.startswith("  ✗") for line in lines) == MAX_TOLD
    assert lines[-1] == f"  … and {40 - MAX_TOLD} more; --json tells them all."


def test_advice_that_is_the_same_is_given_once() -> None:
    faults = [Check("2.1", Outcome.FAILED, "wrong-kind", said=f"Fault {n}.") for n in range(3)]

    assert sum("→" in line for line in briefly(report(*faults), WIDE)) == 1


def test_what_does_not_decide_is_told_without_weight() -> None:
    aside = Check("7.1", Outcome.UNDECIDED, "offline", {"url": "a"}, decides=False)

    assert told(report(passed(), aside), Look(width=60))[-2:] == [
        "  7 Related  · Undecided, without weight: a was not fetched,",
        "               because nothing may be fetched now.",
    ]


def test_a_report_without_checks_is_no_praise() -> None:
    made = report(title="A")

    assert (made.verdict, summary(made)) == (Verdict.UNDECIDED, "“A”. Nothing was checked.")


def test_the_state_is_never_told_by_colour_alone() -> None:
    made = judged(PROVIDER.signs(cast.credential(**EXPIRED)))
    coloured = "\n".join(told(made, replace(WIDE, colour=True)))
    plain = "\n".join(told(made, WIDE))

    assert coloured.startswith("\x1b[1;31m✗ NOT VALID\x1b[0m: ")
    for code in ("1", "2", "31", "32", "33", "1;31", "0"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == plain


@pytest.mark.parametrize("width", [44, 60, 100])
def test_lines_fit_where_words_can(width: int) -> None:
    made = judged(PROVIDER.signs(cast.with_status()))

    for text in told(made, Look(width=width)):
        assert len(text) <= width or len(text.split()) <= 3


def test_every_advice_is_about_a_code_that_exists() -> None:
    from mica.verification.rules.advice import _BY_CODE  # noqa: PLC0415

    assert _BY_CODE.keys() - SENTENCES.keys() - OLDER_SENTENCES.keys() == set()


def test_what_passed_needs_no_advice() -> None:
    assert advice(passed()) is None
