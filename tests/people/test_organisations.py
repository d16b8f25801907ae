"""Organisations: who registers, decides, joins and leaves; and the tokens of their machines."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from mica.core.models import AuditEntry, Message
from mica.people import actions, queries
from mica.people.errors import BadToken, NotAllowed, OutOfScope, Unfit
from mica.people.models import Invitation, Membership, Organisation, Person, Token
from tests.town import Town, person

pytestmark = pytest.mark.django_db
STRANGERS = ["outsider", "learner", "recruiter", "operator"]


def roles(town: Town) -> dict[str, str]:
    found = Membership.objects.filter(organisation=town.provider)
    return {one.person.name: one.role for one in found.select_related("person")}


def test_a_registration_waits_and_the_operator_is_told(town: Town, now: datetime) -> None:
    made = actions.register_organisation("River College", "school", by=town.learner, now=now)

    assert (made.slug, made.state) == ("river-college-2", "pending")
    assert queries.role_of(town.learner.id, made.id) == "owner"
    told = Message.objects.filter(kind="registered").values_list("address", flat=True)
    assert list(told) == ["operator@example.org"]
    with pytest.raises(Unfit):
        queries.check_approved(made)
    with pytest.raises(NotAllowed):
        queries.organisation_at(made.slug)


def test_a_decision_reaches_the_owners(town: Town, now: datetime) -> None:
    made = actions.register_organisation("New School", "school", by=town.learner, now=now)
    actions.decide_organisation(made, "approved", why="", by=town.operator, now=now)

    assert queries.organisation_at("new-school") == made
    told = Message.objects.get(kind="decided")
    assert told.address == "learner@example.org"
    assert "is approved" in told.text


@pytest.mark.parametrize("who", ["outsider", "owner", "learner"])
def test_only_an_operator_decides(town: Town, now: datetime, who: str) -> None:
    with pytest.raises(NotAllowed) as error:
        actions.decide_organisation(
            town.provider, "suspended", why="x", by=getattr(town, who), now=now
        )
    assert error.value.code == "operators-only"


@pytest.mark.parametrize(
    ("before", "after", "why", "code"),
    [
        ("approved", "refused", "x", "decision-does-not-fit"),
        ("approved", "approved", "", "decision-does-not-fit"),
        ("pending", "suspended", "x", "decision-does-not-fit"),
        ("approved", "pending", "x", "decision-does-not-fit"),
        ("pending", "refused", " ", "reason-needed"),
        ("approved", "suspended", "", "reason-needed"),
    ],
)
def test_a_decision_fits_where_the_organisation_stands(
    town: Town, now: datetime, *, before: str, after: str, why: str, code: str
) -> None:
    Organisation.objects.filter(id=town.provider.id).update(state=before)

    with pytest.raises(Unfit) as error:
        actions.decide_organisation(town.provider, after, why=why, by=town.operator, now=now)
    assert error.value.code == code


# -- members ----------------------------------------------------------------------------------
def test_whoever_is_invited_joins_with_the_role(town: Town, now: datetime) -> None:
    asked = actions.invite_member(
        town.provider, "Learner@example.org", "officer", by=town.owner, now=now
    )
    assert list(queries.invitations_for(town.learner, now)) == [asked]

    actions.answer_invitation(asked.id, accept=True, by=town.learner, now=now)

    assert roles(town) == {
        "Owner Odile": "owner",
        "Officer Oran": "officer",
        "Learner Lena": "officer",
    }
    assert list(queries.invitations_for(town.learner, now)) == []


def test_an_invitation_belongs_to_its_address(town: Town, now: datetime) -> None:
    asked = actions.invite_member(
        town.provider, "learner@example.org", "owner", by=town.owner, now=now
    )

    with pytest.raises(NotAllowed) as error:
        actions.answer_invitation(asked.id, accept=True, by=town.outsider, now=now)
    assert error.value.code == "no-such-invitation"
    assert "Outsider Otto" not in roles(town)


@pytest.mark.parametrize("how", ["late", "twice", "withdrawn"])
def test_an_invitation_that_is_over_is_not_accepted(town: Town, now: datetime, how: str) -> None:
    asked = actions.invite_member(
        town.provider, "learner@example.org", "owner", by=town.owner, now=now
    )
    if how == "twice":
        actions.answer_invitation(asked.id, accept=False, by=town.learner, now=now)
    if how == "withdrawn":
        actions.withdraw_invitation(town.provider, asked.id, by=town.owner, now=now)
    then = now + timedelta(days=14) if how == "late" else now

    with pytest.raises(Unfit) as error:
        actions.answer_invitation(asked.id, accept=True, by=town.learner, now=then)
    assert error.value.code == "invitation-over"
    assert "Learner Lena" not in roles(town)


def test_an_address_is_asked_once_at_a_time(town: Town, now: datetime) -> None:
    actions.invite_member(town.provider, "x@example.org", "reader", by=town.owner, now=now)
    for address, code in [
        ("X@example.org", "is-invited-already"),
        ("officer@example.org", "is-member-already"),
    ]:
        with pytest.raises(Unfit) as error:
            actions.invite_member(town.provider, address, "reader", by=town.owner, now=now)
        assert error.value.code == code

    later = now + timedelta(days=14)
    actions.invite_member(town.provider, "x@example.org", "reader", by=town.owner, now=later)
    assert Invitation.objects.filter(state="open").count() == 1


@pytest.mark.parametrize("who", [*STRANGERS, "officer"])
def test_only_owners_say_who_belongs(town: Town, now: datetime, who: str) -> None:
    by = getattr(town, who)
    for act in (
        lambda: actions.invite_member(town.provider, "x@y.example", "owner", by=by, now=now),
        lambda: actions.withdraw_invitation(town.provider, uuid4(), by=by, now=now),
        lambda: actions.change_role(town.provider, by.id, "owner", by=by, now=now),
        lambda: actions.remove_member(town.provider, town.owner.id, by=by, now=now),
        lambda: actions.make_token(town.provider, "x", ["verify"], by=by, now=now),
        lambda: actions.revoke_token(town.provider, uuid4(), by=by, now=now),
        lambda: list(queries.tokens_of(by, town.provider)),
        lambda: list(queries.invitations_of(by, town.provider)),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert roles(town) == {"Owner Odile": "owner", "Officer Oran": "officer"}


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_sees_the_members(town: Town, who: str) -> None:
    for act in (
        lambda: queries.members_of(getattr(town, who), town.provider),
        lambda: queries.organisation_for(getattr(town, who), "river-college"),
        lambda: queries.persons_made_by(getattr(town, who), town.provider),
    ):
        with pytest.raises(NotAllowed) as error:
            act()
        assert error.value.code == "no-such-organisation"


def test_the_last_owner_cannot_leave_or_step_down(town: Town, now: datetime) -> None:
    for act in (
        lambda: actions.remove_member(town.provider, town.owner.id, by=town.owner, now=now),
        lambda: actions.change_role(town.provider, town.owner.id, "reader", by=town.owner, now=now),
        lambda: actions.erase_person(town.owner, by=town.owner, now=now),
    ):
        with pytest.raises(Unfit) as error:
            act()
        assert error.value.code == "last-owner"
    assert roles(town)["Owner Odile"] == "owner"


def test_an_owner_leaves_once_there_is_another(town: Town, now: datetime) -> None:
    actions.change_role(town.provider, town.officer.id, "owner", by=town.owner, now=now)
    actions.remove_member(town.provider, town.owner.id, by=town.owner, now=now)

    assert roles(town) == {"Officer Oran": "owner"}


def test_a_member_leaves_alone(town: Town, now: datetime) -> None:
    actions.remove_member(town.provider, town.officer.id, by=town.officer, now=now)

    assert roles(town) == {"Owner Odile": "owner"}


def test_an_organisation_that_everybody_left_is_suspended_and_can_be_given_an_owner(
    town: Town, now: datetime
) -> None:
    actions.erase_person(town.recruiter, by=town.recruiter, now=now)
    town.employer.refresh_from_db()
    assert (town.employer.state, town.employer.memberships.count()) == ("suspended", 0)

    asked = actions.invite_member(
        town.employer, "learner@example.org", "owner", by=town.operator, now=now
    )
    actions.answer_invitation(asked.id, accept=True, by=town.learner, now=now)
    assert queries.role_of(town.learner.id, town.employer.id) == "owner"


# -- tokens -----------------------------------------------------------------------------------
def test_a_token_opens_what_it_is_for(town: Town, now: datetime) -> None:
    token, secret = actions.make_token(
        town.provider, "records", ["verify", "awards:read"], by=town.owner, now=now
    )
    holder = actions.use_token(secret, now=now)

    assert (holder.organisation, holder.scopes, holder.id) == (
        town.provider,
        {"verify", "awards:read"},
        token.id,
    )
    holder.check("verify")
    with pytest.raises(OutOfScope) as error:
        holder.check("awards:write")
    assert str(error.value).endswith("the scope awards:write.")
    assert Token.objects.get().used == now


def test_only_a_hash_of_a_token_is_kept(town: Town, now: datetime) -> None:
    token, secret = actions.make_token(town.provider, "x", ["verify"], by=town.owner, now=now)

    kept = str([list(Token.objects.values()), list(AuditEntry.objects.values())])
    assert secret.startswith("mica_")
    assert secret.removeprefix("mica_") not in kept
    assert bytes(token.hash) != secret.encode()


@pytest.mark.parametrize("how", ["unknown", "revoked", "late", "other case"])
def test_a_token_that_does_not_hold_opens_nothing(town: Town, now: datetime, how: str) -> None:
    until = now + timedelta(days=1) if how == "late" else None
    token, secret = actions.make_token(
        town.provider, "x", ["verify"], by=town.owner, now=now, until=until
    )
    if how == "revoked":
        actions.revoke_token(town.provider, token.id, by=town.owner, now=now)
    shown = {"unknown": "mica_nothing", "other case": secret.swapcase()}.get(how, secret)

    with pytest.raises(BadToken):
        queries.token_for(shown, now + timedelta(days=1))


def test_a_suspended_organisations_token_opens_nothing(town: Town, now: datetime) -> None:
    _, secret = actions.make_token(town.provider, "x", ["verify"], by=town.owner, now=now)
    actions.decide_organisation(town.provider, "suspended", why="x", by=town.operator, now=now)

    with pytest.raises(Unfit) as error:
        queries.token_for(secret, now)
    assert error.value.code == "organisation-not-approved"


@pytest.mark.parametrize(
    ("scopes", "code"), [([], "scopes-needed"), (["verify", "all"], "no-such-scope")]
)
def test_a_token_has_scopes_that_there_are(
    town: Town, now: datetime, scopes: list[str], code: str
) -> None:
    with pytest.raises(Unfit) as error:
        actions.make_token(town.provider, "x", scopes, by=town.owner, now=now)
    assert error.value.code == code


def test_nobody_revokes_anothers_token(town: Town, now: datetime) -> None:
    token, secret = actions.make_token(town.provider, "x", ["verify"], by=town.owner, now=now)

    with pytest.raises(NotAllowed):
        actions.revoke_token(town.rival, token.id, by=town.outsider, now=now)
    assert queries.token_for(secret, now).id == token.id


def test_use_is_noted_to_the_minute(town: Town, now: datetime) -> None:
    _, secret = actions.make_token(town.provider, "x", ["verify"], by=town.owner, now=now)
    for seconds in (0, 30, 61):
        actions.use_token(secret, now=now + timedelta(seconds=seconds))

    assert Token.objects.get().used == now + timedelta(seconds=61)


def test_every_write_says_who_did_what(town: Town, now: datetime) -> None:
    new = person("Newcomer Nia")
    asked = actions.invite_member(
        town.provider, "newcomer@example.org", "reader", by=town.owner, now=now
    )
    actions.answer_invitation(asked.id, accept=True, by=new, now=now)
    actions.change_role(town.provider, new.id, "officer", by=town.owner, now=now)
    actions.remove_member(town.provider, new.id, by=town.owner, now=now)

    entries = AuditEntry.objects.order_by("number").values_list("verb", "actor", "thing")
    assert list(entries) == [
        ("people.invite_member", town.owner.id, str(town.provider.id)),
        ("people.answer_invitation", new.id, str(town.provider.id)),
        ("people.change_role", town.owner.id, str(town.provider.id)),
        ("people.remove_member", town.owner.id, str(town.provider.id)),
    ]
    assert Person.objects.filter(name="Newcomer Nia").exists()
