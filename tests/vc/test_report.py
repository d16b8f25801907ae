"""The verdict follows from the checks that decide."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.vc.errors import Refused, Undecidable, Unreachable
from mica.vc.report import About, Check, Fault, Ledger, Outcome, Report, Verdict

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PASSED, FAILED, UNDECIDED = Outcome


def check(outcome: Outcome, *, decides: bool = True) -> Check:
    return Check("1", outcome, "a-code", decides=decides)


def verdict(*checks: Check) -> Verdict:
    return Report(About("credential"), checks, NOW).verdict


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([PASSED], Verdict.VALID),
        ([PASSED, PASSED], Verdict.VALID),
        ([PASSED, UNDECIDED], Verdict.UNDECIDED),
        ([UNDECIDED, FAILED], Verdict.INVALID),
        ([PASSED, FAILED], Verdict.INVALID),
        ([], Verdict.UNDECIDED),
    ],
)
def test_one_failure_is_invalid_and_one_doubt_is_undecided(
    outcomes: list[Outcome], expected: Verdict
) -> None:
    assert verdict(*map(check, outcomes)) == expected


def test_what_is_only_told_does_not_decide() -> None:
    told = [check(FAILED, decides=False), check(UNDECIDED, decides=False)]

    assert verdict(check(PASSED), *told) == Verdict.VALID


def test_nothing_is_valid_by_what_is_only_told() -> None:
    assert verdict(check(PASSED, decides=False)) == Verdict.UNDECIDED


@given(st.lists(st.builds(check, st.sampled_from(Outcome), decides=st.booleans())))
def test_valid_means_that_every_deciding_check_passed(checks: list[Check]) -> None:
    deciding = [each.outcome for each in checks if each.decides]

    assert (verdict(*checks) == Verdict.VALID) == (set(deciding) == {PASSED})
    assert (verdict(*checks) == Verdict.INVALID) == (FAILED in deciding)
    assert verdict(*checks) == verdict(*reversed(checks))


def test_an_error_becomes_a_check_with_its_own_code_sentence_and_data() -> None:
    ledger = Ledger()
    ledger.undecided("5.1", Unreachable("offline", url="https://a.example/"))

    assert [check.as_json() for check in ledger.checks] == [
        {
            "step": "5.1",
            "outcome": "undecided",
            "code": "offline",
            "sentence": "https://a.example/ was not fetched, because nothing may be fetched now.",
            "data": {"url": "https://a.example/"},
            "decides": True,
        }
    ]


def test_an_error_can_be_told_without_deciding() -> None:
    ledger = Ledger()
    ledger.failed("8.1", Refused("bad-base58"), decides=False)

    assert [check.decides for check in ledger.checks] == [False]


def test_what_is_asked_and_answered_passes_and_returns_the_answer() -> None:
    ledger = Ledger()

    assert ledger.ask("3.3", "key-found", lambda: 7, method="m") == 7
    assert ledger.checks == [Check("3.3", PASSED, "key-found", {"method": "m"})]


def test_faults_are_told_one_by_one_and_none_is_a_pass() -> None:
    ledger = Ledger()
    ledger.faults(
        "2.1", "model-kept", [Fault("wrong", "/a", "A is wrong."), Fault("odd", "/b", "B.")]
    )
    ledger.faults("2.4", "standard-kept", [], standard="Open Badges 3.0")

    assert [(c.outcome, c.code, c.sentence) for c in ledger.checks] == [
        (FAILED, "wrong", "A is wrong."),
        (FAILED, "odd", "B."),
        (PASSED, "standard-kept", "It keeps the rules of Open Badges 3.0."),
    ]
    assert ledger.checks[0].data == {"pointer": "/a"}


def test_a_report_is_plain_values_in_a_fixed_order() -> None:
    about = About("credential", id="urn:a", issuer_name="School", valid_from="2026-01-01T00:00:00Z")
    inner = Report(About("endorsement"), (), NOW)
    whole = Report(about, (Check("1", PASSED, "a-code", {"size": 1}, said="Good."),), NOW, (inner,))

    assert list(whole.as_json()) == ["verdict", "now", "about", "checks", "enclosed"]
    assert whole.as_json() == {
        "verdict": "valid",
        "now": "2026-03-01T12:00:00+00:00",
        "about": {
            "kind": "credential",
            "id": "urn:a",
            "title": None,
            "issuer_id": None,
            "issuer_name": "School",
            "subject_id": None,
            "subject_name": None,
            "valid_from": "2026-01-01T00:00:00Z",
            "valid_until": None,
        },
        "checks": [
            {
                "step": "1",
                "outcome": "passed",
                "code": "a-code",
                "sentence": "Good.",
                "data": {"size": 1},
                "decides": True,
            }
        ],
        "enclosed": [inner.as_json()],
    }


def test_a_ledger_has_the_sentences_of_its_format() -> None:
    ledger = Ledger({"fine": "All {count} are fine."})
    ledger.passed("1.1", "fine", count=3)
    ledger.raised("1.2", Refused("empty"))
    ledger.raised("1.3", Undecidable("offline", url="https://a.example/"))
    assert [(check.outcome.value, check.sentence) for check in ledger.checks] == [
        ("passed", "All 3 are fine."),
        ("failed", "There is nothing in it."),
        ("undecided", "https://a.example/ was not fetched, because nothing may be fetched now."),
    ]
