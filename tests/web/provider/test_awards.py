"""Awards on pages: awarding, finding, each act, the slip; and nobody else sees any of it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from mica.core.models import Message
from mica.issuing.actions import claiming
from mica.issuing.actions.awarding import Row, award_all
from mica.issuing.codes import code_of
from mica.issuing.models import Award, Credential
from mica.issuing.rules.grants import Evidence, Grant
from mica.people.models import Person
from tests.granting import BREAD, YEAR, awarded, published
from tests.town import Town, member

Browse = Callable[[Person], Client]
PAGE = "/organisations/river-college/awards/"
LATELY = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
ACTS = ("resend", "correct", "renew", "suspend", "reinstate", "revoke", "cancel")


@pytest.fixture
def award(town: Town) -> Award:
    version = published(town, LATELY, replace(BREAD, validity=YEAR), suspendable=True)
    return awarded(town, version, LATELY)


def said(response: Any) -> str:
    text: str = unescape(response.content.decode())
    return text


def values(award: Award, **more: Any) -> dict[str, Any]:
    return {
        "achievement": str(award.achievement_id),
        "name": "Kai",
        "address": "kai@example.org",
        **more,
    }


# -- awarding ---------------------------------------------------------------------------------
def test_without_an_achievement_the_page_says_what_to_do_first(town: Town, browse: Browse) -> None:
    client = browse(town.officer)

    assert all("First say what can be earned" in said(client.get(PAGE + p)) for p in ("", "new/"))


def test_one_learner_is_awarded(town: Town, award: Award, browse: Browse) -> None:
    posted = values(
        award,
        result="87",
        awarded="2026-01-31",
        until="2028-02-29",
        note="With care.",
        evidence_1="https://work.example/loaf",
        evidence_name_1="A loaf",
    )
    response = browse(town.officer).post(f"{PAGE}new/", posted, follow=True)
    made = Award.objects.get(name="Kai")

    assert response.redirect_chain[-1][0] == f"{PAGE}{made.id}/"
    assert "Awarded. A mail is on its way to kai@example.org." in said(response)
    assert (made.awarded, made.valid_until, made.by) == (
        datetime(2026, 1, 31, tzinfo=UTC),
        datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC),
        town.officer.id,
    )
    assert (made.result, made.note, made.evidence) == (
        "87",
        "With care.",
        [{"url": "https://work.example/loaf", "name": "A loaf", "narrative": ""}],
    )


def test_what_is_wrong_stands_beside_its_field(town: Town, award: Award, browse: Browse) -> None:
    client = browse(town.officer)
    wrong: list[tuple[dict[str, str], str]] = [
        ({"name": ""}, "name"),
        ({"address": "kai"}, "address"),
        ({"address": ""}, "address"),
        ({"awarded": "2999-01-01"}, "awarded"),
        ({"awarded": "yesterday"}, "awarded"),
        ({"until": "2001-01-01"}, "until"),
        ({"evidence_2": "javascript:alert(1)"}, "evidence_1"),
        ({"at": "2001-01-01T10:00"}, "at"),
        ({"achievement": "no such"}, "achievement"),
    ]
    for change, field in wrong:
        page = said(client.post(f"{PAGE}new/", values(award, **change)))
        assert re.findall(r'id="id_(\w+)_error"', page) == [field]

    assert Award.objects.count() == 1


def test_whoever_has_it_already_is_shown(town: Town, award: Award, browse: Browse) -> None:
    response = browse(town.officer).post(
        f"{PAGE}new/", values(award, address="Learner@example.org"), follow=True
    )

    assert response.redirect_chain[-1][0] == f"{PAGE}{award.id}/"
    assert "This learner has this award already." in said(response)


def test_a_scheduled_award_can_be_given_up(town: Town, award: Award, browse: Browse) -> None:
    client = browse(town.officer)
    client.post(f"{PAGE}new/", values(award, at="2998-01-01T10:00"))
    made = Award.objects.get(name="Kai")
    page = said(client.get(f"{PAGE}{made.id}/"))

    assert (made.state, f"{made.id}/cancel/" in page, "/slip/" in page) == (
        "scheduled",
        True,
        False,
    )
    client.post(f"{PAGE}{made.id}/cancel/")
    made.refresh_from_db()
    assert made.state == "cancelled"


# -- finding ----------------------------------------------------------------------------------
def test_a_list_is_searched_and_followed_page_by_page(
    town: Town, award: Award, browse: Browse
) -> None:
    rows = [Row(n, Grant(name=f"P{n}", reference=f"S-{n}")) for n in range(110)]
    award_all(award.version, rows, organisation=town.provider, by=None, now=LATELY)
    client, seen, query = browse(town.officer), list[list[str]](), ""
    while True:
        response = client.get(f"{PAGE}{query}")
        seen.append([str(one.award.id) for one in response.context["rows"]])
        if response.context["next"] is None:
            break
        assert f"before={response.context['next']}" in said(response)
        query = f"?before={response.context['next']}"

    ids = [str(one) for one in Award.objects.order_by("-id").values_list("id", flat=True)]
    assert seen == [ids[:50], ids[50:100], ids[100:]]

    def found(query: str) -> list[str]:
        rows = client.get(f"{PAGE}?{query}").context["rows"]
        return [one.award.name for one in rows]

    assert (found("search=len"), found("search=S-2"), found("standing=claimed")) == (
        ["Learner Lena"],
        ["P2"],
        [],
    )
    assert "Nothing like this" in said(client.get(f"{PAGE}?search=nobody"))
    for odd in ("before=x", "standing=x", "achievement=x", "search=%00", "before=%00"):
        assert client.get(f"{PAGE}?{odd}").status_code == 200


def test_a_mail_that_came_back_is_shown_and_needs_somebody(
    town: Town, award: Award, browse: Browse
) -> None:
    Message.objects.update(state="bounced", fault="550 no such mailbox")
    client = browse(town.officer)

    assert "Came back" in said(client.get(PAGE))
    assert "550 no such mailbox" in said(client.get(f"{PAGE}{award.id}/"))
    rows = client.get(f"{PAGE}?standing=returned").context["rows"]
    assert [one.award for one in rows] == [award]
    home = said(client.get("/home"))
    assert ("came back" in home, f"{PAGE}?standing=returned" in home) == (True, True)

    claiming.claim(code_of(award.id, 0), person=town.learner.id, now=LATELY)
    assert list(client.get(f"{PAGE}?standing=returned").context["rows"]) == []


def test_what_ends_soon_needs_somebody_until_it_is_renewed(
    town: Town, award: Award, browse: Browse
) -> None:
    Award.objects.update(valid_until=datetime.now(UTC) + timedelta(days=3))
    client = browse(town.owner)

    assert f"{PAGE}?standing=expiring" in said(client.get("/home"))
    client.post(f"{PAGE}{award.id}/renew/")
    assert f"{PAGE}?standing=expiring" not in said(client.get("/home"))


# -- a life -----------------------------------------------------------------------------------
def test_the_page_tells_the_whole_life(town: Town, award: Award, browse: Browse) -> None:
    client, address = browse(town.officer), f"{PAGE}{award.id}/"
    reason = {"reason": "misconduct", "note": "An inquiry."}
    client.post(f"{address}suspend/", reason)
    client.post(f"{address}reinstate/", {"note": ""})
    client.post(f"{address}correct/", {"name": "Lena Learner", "result": "91"})
    client.post(f"{address}resend/", {"address": "lena@home.example"})
    claiming.claim(code_of(award.id, 1), person=town.learner.id, now=datetime.now(UTC))
    client.post(f"{address}renew/", {"note": "Again"})
    client.post(f"{address}revoke/", reason)
    page = said(client.get(address))
    history = page[page.index('id="history"') :]

    told = (
        "Revoked",
        "Renewed",
        "Claimed by the learner",
        "Claim sent again",
        "Corrected",
        "Reinstated",
        "Suspended",
        "Awarded",
    )
    places = [history.index(f"<strong>{one}</strong>") for one in told]
    assert places == sorted(places)
    assert history.count("Officer Oran") == 7
    assert ("Misconduct, such as cheating" in page, "An inquiry." in page) == (True, True)
    renewed = Award.objects.get(renews=award)
    assert f"{PAGE}{renewed.id}/" in page
    assert page.count("/documents/") == 3


def test_each_act_is_offered_where_it_fits(town: Town, award: Award, browse: Browse) -> None:
    client, address = browse(town.officer), f"{PAGE}{award.id}/"

    def offered() -> set[str]:
        page = said(client.get(address))
        return {act for act in (*ACTS, "slip") if f"{address}{act}/" in page}

    assert offered() == {"resend", "correct", "renew", "suspend", "revoke", "slip"}
    client.post(f"{address}suspend/", {"reason": "other"})
    assert offered() == {"resend", "correct", "reinstate", "revoke", "slip"}
    claiming.claim(code_of(award.id, 0), person=town.learner.id, now=LATELY)
    assert offered() == {"correct", "reinstate", "revoke"}
    client.post(f"{address}revoke/", {"reason": "other"})
    assert offered() == set()


def test_what_is_wrong_with_an_act_stands_beside_its_field(
    town: Town, award: Award, browse: Browse
) -> None:
    client = browse(town.officer)
    wrong: list[tuple[str, dict[str, str], str]] = [
        ("revoke", {}, "reason"),
        ("revoke", {"reason": "because"}, "reason"),
        ("correct", {"name": ""}, "name"),
        ("correct", {"name": "L", "until": "2001-01-01"}, "until"),
        ("renew", {"until": "2026-01-01"}, "until"),
        ("resend", {"address": "nowhere"}, "address"),
    ]
    for act, posted, field in wrong:
        page = said(client.post(f"{PAGE}{award.id}/{act}/", posted))
        assert re.findall(r'id="id_(\w+)_error"', page) == [field]

    assert (Award.objects.count(), Credential.objects.count()) == (1, 1)


def test_an_act_that_no_longer_fits_says_so_and_does_nothing(
    town: Town, award: Award, browse: Browse
) -> None:
    client = browse(town.officer)
    client.post(f"{PAGE}{award.id}/revoke/", {"reason": "other"})
    page = said(client.post(f"{PAGE}{award.id}/suspend/", {"reason": "other"}))

    assert "The state of this award is “Revoked”, so this cannot be done now." in page
    assert client.get(f"{PAGE}{award.id}/nonsense/").status_code == 404


def test_a_correction_keeps_what_the_form_does_not_ask(
    town: Town, award: Award, browse: Browse
) -> None:
    pieces = tuple(Evidence(f"https://e.example/{n}", f"E{n}", f"Why {n}") for n in range(5))
    made = awarded(town, award.version, LATELY, Grant(name="Kai", reference="S-1", evidence=pieces))
    client, address = browse(town.officer), f"{PAGE}{made.id}/correct/"
    form = client.get(address).context["form"]
    posted = {name: form[name].value() or "" for name in form.fields}
    client.post(address, {**posted, "name": "Kai Right", "evidence_2": "", "evidence_name_2": ""})

    after = Award.objects.get(id=made.id)
    assert (after.name, after.awarded, after.valid_until) == (
        "Kai Right",
        made.awarded,
        made.valid_until,
    )
    assert [one["narrative"] for one in after.evidence] == ["Why 0", "Why 2", "Why 3", "Why 4"]


def test_a_slip_has_the_code_and_the_picture_and_is_not_kept_by_anybody(
    town: Town, award: Award, browse: Browse
) -> None:
    response = browse(town.officer).get(f"{PAGE}{award.id}/slip/")
    page, code = said(response), code_of(award.id, 0)

    assert (code in page, " ".join(code.split("-")[0]) in page, "<svg" in page) == (
        True,
        True,
        True,
    )
    assert "no-store" in response["Cache-Control"]
    claiming.claim(code, person=town.learner.id, now=LATELY)
    assert browse(town.officer).get(f"{PAGE}{award.id}/slip/").status_code == 409


def test_a_document_is_downloaded_as_it_was_signed(
    town: Town, award: Award, browse: Browse
) -> None:
    response = browse(town.officer).get(f"{PAGE}{award.id}/documents/1/")

    assert response.content.decode() == award.credentials.get().document
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/vc",
        'attachment; filename="bread-baking-1.json"',
    )
    assert browse(town.officer).get(f"{PAGE}{award.id}/documents/2/").status_code == 404


def test_markup_in_a_name_stays_text(town: Town, award: Award, browse: Browse) -> None:
    evil = "<script>alert(1)</script>"
    made = awarded(town, award.version, LATELY, Grant(name=evil, reference=evil, note=evil))

    for address in (PAGE, f"{PAGE}{made.id}/", f"{PAGE}{made.id}/slip/"):
        page = browse(town.officer).get(address).content.decode()
        assert (evil in page, "&lt;script&gt;" in page) == (False, True)


# -- who may ----------------------------------------------------------------------------------
def statuses(client: Client, award: UUID) -> tuple[list[int], list[int]]:
    """Of what readers see, and of what officers do."""
    read = [
        client.get(PAGE + one).status_code for one in ("", f"{award}/", f"{award}/documents/1/")
    ]
    acts = [f"{award}/{act}/" for act in (*ACTS, "slip")]
    done = [client.get(PAGE + one).status_code for one in ("new/", *acts)]
    done += [client.post(PAGE + one, {"reason": "other"}).status_code for one in ("new/", *acts)]
    return read, done


@pytest.mark.parametrize("role", ["outsider", "learner", "recruiter", "operator"])
def test_nobody_else_learns_that_there_is_an_award(
    town: Town, award: Award, browse: Browse, role: str
) -> None:
    before = Award.objects.values().get()
    read, done = statuses(browse(getattr(town, role)), award.id)

    assert (read, {*done} - {405}) == ([404] * 3, {404})
    assert Award.objects.values().get() == before


def test_an_award_is_not_reached_through_another_organisation(
    town: Town, award: Award, browse: Browse
) -> None:
    client, before = browse(town.outsider), Award.objects.values().get()
    rival = f"/organisations/rival-school/awards/{award.id}/"
    found = [client.get(f"{rival}{one}").status_code for one in ("", "slip/", "documents/1/")]
    found += [client.post(f"{rival}{act}/", {"reason": "other"}).status_code for act in ACTS]

    assert set(found) == {404}
    assert Award.objects.values().get() == before


def test_a_reader_looks_and_does_nothing(town: Town, award: Award, browse: Browse) -> None:
    before = Award.objects.values().get()
    client = browse(member(town.provider, "Rita", "reader"))
    read, done = statuses(client, award.id)

    assert (read, {*done} - {405}) == ([200] * 3, {404})
    assert Award.objects.values().get() == before
    page = said(client.get(f"{PAGE}{award.id}/"))
    assert [act for act in (*ACTS, "slip") if f"/{act}/" in page] == []


def test_whoever_has_not_signed_in_is_asked_to(town: Town, award: Award) -> None:
    read, done = statuses(Client(), award.id)

    assert (read, {*done} - {405}) == ([302] * 3, {302})
