"""Something of everybody's on every page: what the outsider of the tests must never see."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from mica.catalogue import actions as catalogue
from mica.catalogue.models import Picture, Version
from mica.catalogue.rules import Description
from mica.core.models import Message
from mica.issuing.actions import intake
from mica.issuing.codes import code_of
from mica.issuing.models import Award
from mica.issuing.rules.grants import Evidence, Grant
from mica.people import actions as people
from mica.people.models import Passkey, Person
from mica.signing.models import Key, StatusList
from mica.verification.actions import start_batch, start_batch_for
from mica.verification.rules.many import Item
from mica.wallet.actions import answering, asking, claiming, sharing
from tests.granting import LENA, awarded, published
from tests.town import Town, member, person
from tests.wallet.scenes import HANDED

_UPLOAD = b"name;email;reference;date\nUpload Una;una@example.org;REF-9;2026-05-12\n;broken;REF-8;"
_GRANT = Grant(
    name=LENA.name,
    address=LENA.address,
    reference="REF-77",
    note="Diligent in winter",
    evidence=(Evidence("https://work.example/loaf", "A loaf"),),
)
_OF_EMPLOYER = (
    *("organisation-checks", "organisation-check", "organisation-check-delete"),
    *("organisation-check-csv", "organisation-check-json", "organisation-requests"),
    *("organisation-request-new", "organisation-request", "organisation-request-withdraw"),
)
PRIVATE = (
    *("Lena", "learner@example.org", "Officer Oran", "officer@example.org", "owner@example.org"),
    *("Odile", "Paper Paul", "Unseen draft", "REF-77", "REF-9", "Hana", "helper@example.org"),
    *("Upload Una", "una@example.org", "third-form.csv", "Records machine", "invited@example.org"),
    *(
        "candidate-77",
        "A post on the river",
        "The oven needs it",
        "My purple phone",
        "work.example",
    ),
    *("handed-in-77", "Diligent in winter"),
)
"""Texts of which each stands in somebody's own things alone."""


@dataclass(frozen=True)
class Stage:
    """The cast with their things.

    Attributes:
        people: by role; None is somebody who has not signed in.
        places: what stands in addresses: parameter to value.
        own: the same for single addresses, by their name, where theirs is another thing.
    """

    people: dict[str, Person | None]
    places: dict[str, Any]
    own: dict[str, dict[str, Any]]

    def place(self, name: str, parameter: str) -> Any:
        """What stands in an address for a parameter."""
        return self.own.get(name, {}).get(parameter, self.places[parameter])

    def own_ids(self, role: str) -> list[str]:
        """Ids that stand in what is a role's own: of the person and their organisations."""
        person = self.people[role]
        if person is None:
            return []
        places = person.memberships.filter(role="owner").values_list("organisation", flat=True)
        return [str(one) for one in (person.id, *places)]


def set_stage(town: Town) -> Stage:
    """Let everybody have something of each kind."""
    now = timezone.now()
    version = published(town, now, suspendable=True)
    award = awarded(town, version, now, _GRANT)
    waiting = awarded(town, published(town, now), now)
    helper, invited = person("Helper Hana"), person("Invited Ivo")
    learners = _of_learner(town, award, helper, now)
    places = {
        "number": 1,
        "form": "csv",
        "kind": "document",
        "name": "suspend",
        "suite": "eddsa-rdfc-2022",
        "secret": "guessed" * 5,
        "token": "guessed" * 5,
        "code": code_of(waiting.id, waiting.claim_round),
        **_of_provider(town, version, award, now),
        **learners,
        **_of_employer(town, learners["holding"], now),
        **_of_owner(town, invited, now),
    }
    employer = {"slug": town.employer.slug}
    return Stage(
        people=_people(town, helper, invited),
        places=places,
        own={
            "public-achievement": {"achievement_id": version.achievement_id},
            "public-version": {"achievement_id": version.achievement_id},
            "achievement-withdraw": {"achievement_id": version.achievement_id},
            "achievement-version": {"achievement_id": version.achievement_id},
            "award-slip": {"award_id": waiting.id},
            "upload-row": {"number": 3},
            "claim-code": {"code": "GUES-SEDX"},
            **dict.fromkeys(_OF_EMPLOYER, employer),
            "organisation-answer": {**employer, "share": places["answer"]},
            "revoke-token": {"token": places["token_id"]},
            "learner-slip": {"person": places["paper"]},
            "operator-person": {"person": town.learner.id},
            "operator-close": {"person": town.learner.id},
            "operator-slip": {"person": places["paper"]},
        },
    )


def _people(town: Town, helper: Person, invited: Person) -> dict[str, Person | None]:
    return {
        "anonymous": None,
        "outsider": town.outsider,
        "neighbour": person("Neighbour Nils"),
        "learner": town.learner,
        "helper": helper,
        "invited": invited,
        "reader": member(town.provider, "Reader Rae", "reader"),
        "officer": town.officer,
        "owner": town.owner,
        "employer": town.recruiter,
        "operator": town.operator,
    }


def _of_provider(town: Town, version: Version, award: Award, now: datetime) -> dict[str, Any]:
    officer = town.officer.id
    about = Description(name="Unseen draft", description="x", criteria="x")
    draft = catalogue.create_achievement(town.provider.id, about, by=officer, now=now, code="U-1")
    upload = intake.read_upload(
        town.provider, version.achievement_id, "third-form.csv", _UPLOAD, by=officer, now=now
    )
    picture = Picture.objects.create(
        organisation=town.provider, media_type="image/png", data=b"", created=now
    )
    return {
        "slug": town.provider.slug,
        "achievement_id": draft.achievement_id,
        "picture_id": picture.id,
        "award_id": award.id,
        "upload_id": upload.id,
        "key_id": Key.objects.filter(organisation=town.provider).latest("created").id,
        "list_id": StatusList.objects.latest("id").id,
        "message": Message.objects.filter(address=town.learner.email).latest("created").id,
    }


def _of_learner(town: Town, award: Award, helper: Person, now: datetime) -> dict[str, Any]:
    lena = town.learner
    code = code_of(award.id, award.claim_round)
    holding = claiming.claim(lena, code, by=lena.id, now=now).holding
    share = sharing.share(
        lena,
        [holding.id],
        recipient="Bright Bakery",
        purpose="A post on the river",
        until=now + timedelta(days=9),
        now=now,
    )
    people.name_helper(lena, "later@example.org", until=None, by=lena, now=now)
    tie = people.name_helper(lena, helper.email, until=None, by=lena, now=now)
    passkey = Passkey.objects.create(
        person=lena, name="My purple phone", credential=b"1", data=b"", created=now
    )
    return {
        "holding": holding.id,
        "share": share.id,
        "view": sharing.record_view(share, organisation=town.employer.id, now=now).id,
        "tie": tie.id,
        "learner": lena.id,
        "passkey": passkey.id,
        "provider": SocialAccount.objects.create(user=lena, provider="x", uid="1").id,
        "provider_id": "x",
    }


def _of_employer(town: Town, holding: UUID, now: datetime) -> dict[str, UUID]:
    asked = asking.ask(
        town.employer,
        what="Bread",
        why="The oven needs it",
        until=now + timedelta(days=9),
        by=town.recruiter.id,
        now=now,
        address=town.learner.email,
    )
    items = [Item("candidate-77.json", HANDED)]
    kept = start_batch_for(town.employer.slug, items, by=town.recruiter, language="en", now=now)
    start_batch([Item("handed-in-77.json", HANDED)], language="en", now=now)
    answer = answering.answer(town.learner, asked, [holding], now=now)
    return {
        "asked": asked.id,
        "request_id": asked.id,
        "batch": kept.id,
        "batch_id": kept.id,
        "answer": answer.id,
        "answer_id": answer.id,
    }


def _of_owner(town: Town, invited: Person, now: datetime) -> dict[str, UUID]:
    by = town.owner
    asked = people.invite_member(town.provider, invited.email, "officer", by=by, now=now)
    token, _ = people.make_token(town.provider, "Records machine", ["verify"], by=by, now=now)
    paper, _ = people.make_person_without_email(
        "Paper Paul", organisation=town.provider, by=by, now=now
    )
    return {
        "invitation": asked.id,
        "token_id": token.id,
        "person": town.officer.id,
        "paper": paper.id,
    }
