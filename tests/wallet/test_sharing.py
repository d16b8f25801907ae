"""Sharing: what is shown is chosen, ends, is taken back, and every look at it is told."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings

from mica.core.models import AuditEntry
from mica.issuing.actions import life
from mica.people.models import Person
from mica.wallet import links
from mica.wallet.actions.claiming import claim
from mica.wallet.actions.leaving import erase_shares
from mica.wallet.actions.sharing import change_end, open_share, share, withdraw_share
from mica.wallet.models import Holding, Share, View
from mica.wallet.queries import shares as queries
from tests.granting import refused
from tests.town import Town
from tests.wallet.scenes import awarded, code

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def held(town: Town, now: datetime) -> Holding:
    """A credential in the learner's wallet."""
    award = awarded(town, now)
    return claim(town.learner, code(award), by=town.learner.id, now=now).holding


def shared(town: Town, now: datetime, *more: Holding, until: datetime | None = None) -> Share:
    """A share of the learner for thirty days."""
    chosen = more or (held(town, now),)
    return share(
        town.learner,
        [one.id for one in chosen],
        recipient="Bright Bakery",
        purpose="My application",
        until=until or now + 30 * DAY,
        now=now,
    )


def at(made: Share, now: datetime) -> Share:
    """What whoever has the link finds."""
    return queries.share_at(links.secret_of("share", made.id), now)


def test_whoever_has_the_link_finds_what_was_chosen_and_nothing_else(
    town: Town, now: datetime
) -> None:
    chosen, other = held(town, now), held(town, now)
    made = shared(town, now, chosen)

    found = at(made, now)
    assert (found, queries.shown_in(found)) == (made, [chosen])
    with refused("no-such-holding"):
        queries.holding_in(found, other.id)


def test_the_secret_has_128_bits_and_only_its_hash_is_kept(town: Town, now: datetime) -> None:
    made = shared(town, now)
    secret = links.secret_of("share", made.id)
    row = Share.objects.values().get()

    assert (len(secret), len(bytes(row["secret_hash"]))) == (22, 32)
    assert secret not in str(row)
    assert links.secret_of("request", made.id) != secret


@pytest.mark.parametrize("guess", ["", "A" * 22, "../../etc/passwd", "\x00", "ü" * 22])
def test_a_guessed_link_finds_nothing(town: Town, now: datetime, guess: str) -> None:
    shared(town, now)

    with refused("no-such-share"):
        queries.share_at(guess, now)


def test_the_id_of_a_share_is_no_link(town: Town, now: datetime) -> None:
    made = shared(town, now)

    with refused("no-such-share"):
        queries.share_at(str(made.id), now)


def test_the_links_of_another_site_are_worthless_here(
    town: Town, now: datetime, settings: LazySettings
) -> None:
    made = shared(town, now)
    settings.SECRET_KEY = "another site"
    stolen = links.secret_of("share", made.id)

    with refused("no-such-share"):
        queries.share_at(stolen, now)


def test_it_is_open_before_midnight_and_ended_at_midnight(town: Town, now: datetime) -> None:
    midnight = datetime(2026, 6, 3, tzinfo=UTC)
    made = shared(town, now, until=midnight)

    assert at(made, midnight - timedelta(microseconds=1)) == made
    with refused("no-such-share"):
        at(made, midnight)


def test_what_is_taken_back_is_gone_at_once_also_for_who_is_looking(
    town: Town, now: datetime
) -> None:
    made = shared(town, now)
    secret = links.secret_of("share", made.id)
    view = open_share(at(made, now), viewer=None, organisation=None, now=now)
    assert queries.view_at(secret, view.id, now) == view

    withdraw_share(town.learner, made.id, now=now + MINUTE)
    withdraw_share(town.learner, made.id, now=now + 2 * MINUTE)

    with refused("no-such-share"):
        at(made, now + MINUTE)
    with refused("no-such-share"):
        queries.view_at(secret, view.id, now + MINUTE)
    assert Share.objects.get().withdrawn == now + MINUTE
    assert AuditEntry.objects.filter(verb="wallet.withdraw_share").count() == 1


def test_what_was_taken_back_never_opens_again(town: Town, now: datetime) -> None:
    made = shared(town, now)
    withdraw_share(town.learner, made.id, now=now)

    with refused("share-is-over"):
        change_end(town.learner, made.id, now + 60 * DAY, now=now)


def test_its_end_is_moved_either_way_and_an_ended_one_opens_again(
    town: Town, now: datetime
) -> None:
    made = shared(town, now)
    change_end(town.learner, made.id, now + DAY, now=now)
    with refused("no-such-share"):
        at(made, now + DAY)
    change_end(town.learner, made.id, now + 9 * DAY, now=now + 2 * DAY)

    assert at(made, now + 8 * DAY).until == now + 9 * DAY


@pytest.mark.parametrize(
    ("days", "expected"), [(0, "end-is-past"), (-1, "end-is-past"), (733, "end-too-far")]
)
def test_an_end_is_to_come_and_within_two_years(
    town: Town, now: datetime, days: int, expected: str
) -> None:
    chosen = held(town, now)
    made = shared(town, now, chosen)

    with refused(expected):
        shared(town, now, chosen, until=now + days * DAY)
    with refused(expected):
        change_end(town.learner, made.id, now + days * DAY, now=now)


@pytest.mark.parametrize(
    ("recipient", "purpose", "expected"),
    [
        ("  ", "", "recipient-missing"),
        ("x" * 501, "", "words-too-long"),
        ("A bank", "x" * 501, "words-too-long"),
    ],
)
def test_it_is_said_for_whom(
    town: Town, now: datetime, recipient: str, purpose: str, expected: str
) -> None:
    chosen = held(town, now)

    with refused(expected):
        share(
            town.learner,
            [chosen.id],
            recipient=recipient,
            purpose=purpose,
            until=now + DAY,
            now=now,
        )
    assert Share.objects.count() == 0


def test_nobody_shares_what_another_holds(town: Town, now: datetime) -> None:
    theirs = held(town, now)

    for person, chosen in ((town.outsider, theirs.id), (town.learner, uuid4())):
        with refused("no-such-holding"):
            share(person, [chosen], recipient="Me", purpose="", until=now + DAY, now=now)
    assert Share.objects.count() == 0


@pytest.mark.parametrize(("number", "expected"), [(0, "nothing-chosen"), (21, "too-many-chosen")])
def test_something_is_chosen_and_not_everything(
    town: Town, now: datetime, number: int, expected: str
) -> None:
    chosen = [uuid4() for _ in range(number)]

    with refused(expected):
        share(town.learner, chosen, recipient="A", purpose="", until=now + DAY, now=now)


def test_the_same_credential_chosen_twice_is_shown_once(town: Town, now: datetime) -> None:
    one = held(town, now)

    assert queries.shown_in(shared(town, now, one, one)) == [one]


def test_another_persons_share_is_neither_seen_nor_changed(town: Town, now: datetime) -> None:
    made = shared(town, now)

    with refused("no-such-share"):
        queries.share_for(town.outsider, made.id)
    with refused("no-such-share"):
        withdraw_share(town.outsider, made.id, now=now)
    with refused("no-such-share"):
        change_end(town.outsider, made.id, now + DAY, now=now)
    assert list(queries.shares_of(town.outsider)) == []
    assert at(made, now).until == now + 30 * DAY


def test_each_look_is_told_with_whoever_looked(town: Town, now: datetime) -> None:
    made = shared(town, now)
    open_share(made, viewer=None, organisation=None, now=now)
    bakery = town.employer.id
    open_share(made, viewer=town.recruiter.id, organisation=bakery, now=now + MINUTE)

    seen = [(one.organisation, one.at) for one in queries.views_of(made)]
    assert seen == [(town.employer, now + MINUTE), (None, now)]
    assert [one.opened for one in queries.shares_of(town.learner)] == [2]  # type: ignore[attr-defined]


def test_nobody_looks_in_the_name_of_an_organisation_that_is_not_theirs(
    town: Town, now: datetime
) -> None:
    made = shared(town, now)

    with refused("no-such-organisation"):
        open_share(made, viewer=town.outsider.id, organisation=town.employer.id, now=now)
    open_share(made, viewer=None, organisation=town.employer.id, now=now)
    assert [one.organisation for one in View.objects.all()] == [None]


def test_what_was_opened_is_shown_for_an_hour_and_only_for_that_share(
    town: Town, now: datetime
) -> None:
    made, other = shared(town, now), shared(town, now)
    view = open_share(made, viewer=None, organisation=None, now=now)
    secret = links.secret_of("share", made.id)

    assert queries.view_at(secret, view.id, now + 59 * MINUTE).share == made
    for given, chosen, moment in (
        (secret, view.id, now + 60 * MINUTE),
        (secret, uuid4(), now),
        (links.secret_of("share", other.id), view.id, now),
    ):
        with refused("no-such-view"):
            queries.view_at(given, chosen, moment)


def test_what_is_shown_is_verified_at_that_moment(town: Town, now: datetime) -> None:
    award = awarded(town, now)
    one = claim(town.learner, code(award), by=town.learner.id, now=now).holding
    made = shared(town, now, one)

    def verdicts(moment: datetime) -> list[tuple[UUID, str]]:
        return [(row.id, found.report.verdict) for row, found in queries.judged_in(made, moment)]

    before = verdicts(now)
    life.revoke(award.id, "misconduct", "", by=town.officer.id, now=now + MINUTE)

    assert before == [(one.id, "valid")]
    assert verdicts(now + 2 * MINUTE) == [(one.id, "invalid")]


def test_what_its_owner_removes_is_shared_no_more(town: Town, now: datetime) -> None:
    one, other = held(town, now), held(town, now)
    made = shared(town, now, one, other)
    one.delete()

    assert queries.shown_in(made) == [other]


# -- minors and leaving ----------------------------------------------------------------------------


def grown_down(person: Person, now: datetime, settings: LazySettings) -> None:
    settings.MICA_GUARDIAN_AGE = 16
    person.born = now.date() - 12 * 365 * DAY
    person.save()


def test_a_minor_shares_only_with_their_guardians_consent_and_while_it_lasts(
    town: Town, now: datetime, settings: LazySettings
) -> None:
    one = held(town, now)
    made = shared(town, now, one)
    grown_down(town.learner, now, settings)

    with refused("guardian-consent-needed"):
        shared(town, now, one)
    with refused("guardian-consent-needed"):
        change_end(town.learner, made.id, now + DAY, now=now)
    with refused("no-such-share"):
        at(made, now)


def test_who_leaves_shares_nothing_any_more(town: Town, now: datetime) -> None:
    made = shared(town, now)
    open_share(made, viewer=None, organisation=None, now=now)
    erase_shares(town.learner, by=town.learner, now=now)

    with refused("no-such-share"):
        at(made, now)
    assert (Share.objects.count(), View.objects.count()) == (0, 0)


def test_what_is_kept_of_shares_is_exported_for_their_owner_alone(
    town: Town, now: datetime
) -> None:
    made = shared(town, now)
    open_share(made, viewer=town.recruiter.id, organisation=town.employer.id, now=now)

    assert queries.export_shares(town.outsider) == []
    assert queries.export_shares(town.learner) == [
        {
            "recipient": "Bright Bakery",
            "purpose": "My application",
            "created": now.isoformat(),
            "until": (now + 30 * DAY).isoformat(),
            "withdrawn": None,
            "credentials": ["Bread baking"],
            "opened": [{"at": now.isoformat(), "by": "Bright Bakery"}],
        }
    ]
