"""What has happened in the region: awards in every state, shares, requests, files half done."""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from mica.catalogue import actions as catalogue
from mica.catalogue.models import Version
from mica.cli import journey
from mica.cli.region.roles import LEARNER
from mica.cli.region.settling import Town, address_of
from mica.cli.show import new_passphrase
from mica.core import actions as core
from mica.core.models import Message
from mica.issuing.actions import awarding, intake, life, renewing
from mica.issuing.codes import code_of
from mica.issuing.errors import Unfit
from mica.issuing.models import Award
from mica.issuing.queries import newest_document
from mica.issuing.rules.grants import Evidence, Grant
from mica.people import actions as people
from mica.people.models import Person
from mica.people.queries import person_at_address
from mica.verification.actions import start_batch_for
from mica.verification.rules.many import Item
from mica.wallet.actions import answering, arriving, asking, claiming, holding, sharing
from mica.wallet.models import Holding, Share

_DAY: Final = timedelta(days=1)
_CLAIMED: Final = 0.7
_NIAMH: Final = "Niamh Gallagher"
_RESULTS: Final = ("", "Passed", "Passed with distinction", "78 of 100")
_UPLOAD: Final = """\
name;email;reference;result;date;evidence
Roisin Casey;roisin.casey@letters.example;PL-2201;Passed;2026-05-12;
Marek Zielinski;marek.zielinski@letters,example;PL-2202;Passed;2026-05-12;
;deirdre.quinn@letters.example;PL-2203;Passed;2026-05-12;
Abdul Hassan;abdul.hassan@letters.example;PL-2204;Passed;12/05/26;
Nora Keogh;nora.keogh@letters.example;PL-2205;Passed;2026-05-12;https://portlinden.example/welds/2205
"""


def live(town: Town, now: datetime) -> None:
    """Let everything happen, each thing at its own time in the past."""
    _crowd(town, now)
    _niamh(town, now)
    _officers(town, now)
    _asking(town, now)
    _people(town, now)
    # What was verified at a moment of the past met status lists that were signed since.
    for one in Holding.objects.select_related("person").only("person"):
        holding.check_again(one.person, one.id, by=one.person.id, now=now)


def road(town: Town, now: datetime) -> str:
    """Walk the road of one award: awarded, claimed by its learner, and handed out as a document."""
    learner = person_at_address(LEARNER)
    assert learner is not None  # noqa: S101 - the texts and the roles are both ours
    today = now.replace(hour=0, minute=0, second=0)
    grant = Grant(name=learner.name, address=LEARNER, result="Passed", awarded=today)
    officer, provider = town.officer_of("NC-PLAN"), town.of("NC-PLAN")
    achievement = town.achievements["NC-PLAN"]
    try:
        award = awarding.award(provider, achievement, grant, by=officer.id, now=now)
        _claim(award, learner, now)
        award_id = award.id
    except Unfit as error:
        if error.code != "already-awarded":
            raise
        award_id = error.data["award"]  # type: ignore[assignment]
    return newest_document(award_id, learner) or ""


def _give(town: Town, code: str, name: str, when: datetime, **more: object) -> Award:
    """Award an achievement to somebody of the region."""
    learner = town.learners[name]
    said: dict[str, object] = {"name": name, "result": "Passed", "awarded": when, **more}
    said |= {"address": learner.email} if learner.email else {"reference": name}
    grant = Grant(**said)  # type: ignore[arg-type]
    officer = town.officer_of(code)
    return awarding.award(town.of(code), town.achievements[code], grant, by=officer.id, now=when)


def _claim(award: Award, person: Person, now: datetime) -> Holding:
    code = code_of(award.id, award.claim_round)
    return claiming.claim(person, code, by=person.id, now=now).holding


def _crowd(town: Town, now: datetime) -> None:
    """Awards to many, over two years; most of them claimed."""
    chance = random.Random(1848)  # noqa: S311 - the same region every time
    names = [name for name in town.learners if name != _NIAMH and town.learners[name].email]
    for code in town.achievements:
        for name in chance.sample(names, chance.randint(3, 7)):
            when = now - chance.randint(12, 720) * _DAY
            award = _give(town, code, name, when, result=chance.choice(_RESULTS))
            if chance.random() < _CLAIMED:
                _claim(award, town.learners[name], when + timedelta(hours=chance.randint(1, 200)))


def _niamh(town: Town, now: datetime) -> None:
    """The learner whom a visitor is: something in every state."""
    niamh = town.learners[_NIAMH]

    def held(code: str, days: int, **more: object) -> tuple[Award, Holding]:
        when = now - days * _DAY
        award = _give(town, code, _NIAMH, when, **more)
        return award, _claim(award, niamh, when + timedelta(hours=5))

    evidence = (Evidence("https://work.example/niamh/report", "Report on commuting figures"),)
    held("WU-DATA-1", 400, evidence=evidence)
    held("PL-FA", 715)  # two years all but a fortnight
    held("SC-FOOD", 1100, until=now - 20 * _DAY)
    suspended, _ = held("PL-WELD-1", 200)
    officer = town.officer_of("PL-WELD-1").id
    life.suspend(
        suspended.id,
        "other",
        "The test piece is being examined again.",
        by=officer,
        now=now - 3 * _DAY,
    )
    revoked, _ = held("SC-TEAM", 300)
    life.revoke(
        revoked.id,
        "awarded-in-error",
        "This was meant for another learner.",
        by=town.officer_of("SC-TEAM").id,
        now=now - 40 * _DAY,
    )
    corrected, _ = held("WU-CLIM-1", 90, result="Pased")
    right = Grant(name=_NIAMH, result="Passed with distinction")
    life.correct(corrected.id, right, by=town.officer_of("WU-CLIM-1").id, now=now - 60 * _DAY)
    _give(town, "WU-CARE-2", _NIAMH, now - _DAY, note="Especially good with the interpreter.")
    _bring(niamh, now - 30 * _DAY)


def _bring(niamh: Person, now: datetime) -> None:
    """A badge from elsewhere, whose status list nobody can reach."""
    cast = journey.assemble(new_passphrase(), now)
    badge = json.dumps(journey.badge(cast, now)).encode()
    arriving.bring(niamh, [arriving.Thing("beekeeping.json", badge)], by=niamh.id, now=now)


def _officers(town: Town, now: datetime) -> None:
    """What officers do besides: schedule, renew, reinstate, write a draft, upload a file."""
    officer = town.officer_of("PL-SOLAR")
    scheduled = Grant(name="Liam O'Connell", address=address_of("Liam O'Connell"))
    awarding.award(
        town.of("PL-SOLAR"),
        town.achievements["PL-SOLAR"],
        scheduled,
        by=officer.id,
        now=now,
        at=now + 6 * _DAY,
    )
    fork = _give(town, "NC-FORK", "Kofi Mensah", now - 740 * _DAY, until=now + 25 * _DAY)
    _claim(fork, town.learners["Kofi Mensah"], now - 739 * _DAY)
    renewing.renew(fork.id, by=town.officer_of("NC-FORK").id, now=now - 5 * _DAY)
    weld = _give(town, "PL-WELD-1", "Dmytro Shevchenko", now - 150 * _DAY)
    life.suspend(weld.id, "other", "", by=officer.id, now=now - 100 * _DAY)
    life.reinstate(weld.id, "The second examiner agreed.", by=officer.id, now=now - 90 * _DAY)
    _give(town, "SC-MENU", "Bridget Conneely", now - 9 * _DAY)
    lost = _give(town, "EM-NUM", "Jules Perrin", now - 14 * _DAY)
    assert not lost.address  # noqa: S101 - a printed slip is his only way
    wrong = _give(town, "PL-DEM", "Tariq Aziz", now - 4 * _DAY)
    Message.objects.filter(about=wrong.id).update(state=Message.State.SENT)
    core.mark_bounced(
        wrong.address, "550 no such mailbox here", by=None, now=now - 4 * _DAY + timedelta(hours=1)
    )
    draft = catalogue.start_version(town.achievements["PL-FA"], by=officer.id, now=now - _DAY)
    assert draft.state == Version.State.DRAFT  # noqa: S101 - a visitor sees one being written
    intake.read_upload(
        town.of("PL-WELD-1"),
        town.achievements["PL-WELD-1"],
        "welding-may.csv",
        _UPLOAD.encode(),
        by=officer.id,
        now=now - timedelta(hours=3),
    )


def _asking(town: Town, now: datetime) -> None:
    """Shares and requests, open, answered, declined and withdrawn; files checked by an employer."""
    niamh, hospital = town.learners[_NIAMH], town.organisations["hospital"]
    recruiter = town.officers["hospital"]
    held = list(Holding.objects.filter(person=niamh).order_by("id"))
    shown = sharing.share(
        niamh,
        [held[0].id, held[1].id],
        recipient=hospital.name,
        purpose="My application",
        until=now + 20 * _DAY,
        now=now - 8 * _DAY,
    )
    sharing.record_view(shown, organisation=hospital.id, now=now - 7 * _DAY)
    over = sharing.share(
        niamh,
        [held[0].id],
        recipient="A friend",
        purpose="",
        until=now + 60 * _DAY,
        now=now - 50 * _DAY,
    )
    sharing.withdraw_share(niamh, over.id, now=now - 49 * _DAY)
    for name, fate in (("Niamh Gallagher", ""), *_fates(town)):
        asked = asking.ask(
            hospital,
            what="First aid, still valid",
            why="The post on ward 4 needs it.",
            until=now + 14 * _DAY,
            by=recruiter.id,
            now=now - 2 * _DAY,
            address=address_of(name),
        )
        learner = town.learners[name]
        if fate == "answer":
            own = Holding.objects.filter(person=learner).order_by("-id")[:1]
            answering.answer(learner, asked, [one.id for one in own], now=now - _DAY)
        elif fate == "decline":
            answering.decline(learner, asked, "I have found another post.", now=now - _DAY)
    documents = [one.document.encode() for one in held]
    items = [Item(f"candidate-{number}.json", one) for number, one in enumerate(documents, 1)]
    start_batch_for(hospital.slug, items, by=recruiter, language="en", now=now)


def _fates(town: Town) -> Iterator[tuple[str, str]]:
    holders = Holding.objects.exclude(person=town.learners[_NIAMH]).order_by("id")
    names = list(dict.fromkeys(one.person.name for one in holders.select_related("person")))
    yield from zip(names, ("answer", "decline"), strict=False)


def _people(town: Town, now: datetime) -> None:
    """A helper, a token, and organisations that wait."""
    chloe, ines = town.learners["Chloé Dubois"], town.learners["Inès Garnier"]
    named = people.name_helper(chloe, ines.email, until=None, by=chloe, now=now - 30 * _DAY)
    people.accept_helping(named.id, by=ines, now=now - 29 * _DAY)
    owner = person_at_address("aoife.brennan@westmere.example")
    assert owner is not None  # noqa: S101 - the texts name her
    people.make_token(
        town.organisations["university"],
        "Learning platform",
        ["awards:read", "awards:write"],
        by=owner,
        now=now - 60 * _DAY,
    )
    founder = town.learners["Rafael Santos"]
    people.register_organisation(
        "Atelier Santos",
        "company",
        by=founder,
        now=now - 2 * _DAY,
        country="IE",
        about="A bicycle workshop that wants to award what its apprentices learn.",
        contact=founder.email,
    )
    assert Share.objects.exists()  # noqa: S101 - the region is not empty
