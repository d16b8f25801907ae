"""Pages of shares and requests: what each person sees of them, and what outsiders never do."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from mica.people.models import Helper, Person
from mica.wallet import links
from mica.wallet.actions.answering import answer
from mica.wallet.actions.asking import ask
from mica.wallet.actions.sharing import share, withdraw_share
from mica.wallet.models import Holding, Refusal, Request, Share, View
from tests.town import Town
from tests.wallet.test_sharing import held

Browse = Callable[[Person], Client]
DAY = timedelta(days=1)
GONE = "This link shows nothing"


@pytest.fixture
def today() -> datetime:
    """Pages ask the clock themselves."""
    return timezone.now()


@pytest.fixture
def one(town: Town, now: datetime) -> Holding:
    """A credential in the learner's wallet."""
    return held(town, now)


def shared(town: Town, one: Holding, now: datetime) -> Share:
    said: dict[str, Any] = {"recipient": "A bank", "purpose": "A loan", "until": now + 9 * DAY}
    return share(town.learner, [one.id], **said, now=now)


def asked(town: Town, now: datetime, address: str = "learner@example.org") -> Request:
    said: dict[str, Any] = {"what": "Proof of baking", "why": "The post", "until": now + 9 * DAY}
    return ask(town.employer, **said, by=town.recruiter.id, now=now, address=address)


def address_of(made: Share) -> str:
    return f"/s/{links.secret_of('share', made.id)}"


def address_of_request(made: Request) -> str:
    return f"/requests/{links.secret_of('request', made.id)}/"


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_a_share_is_made_opened_and_told(
    town: Town, one: Holding, today: datetime, browse: Browse, client: Client
) -> None:
    learner = browse(town.learner)
    last = (today + 9 * DAY).date().isoformat()
    form = {"holdings": [str(one.id)], "recipient": "A bank", "purpose": "A loan", "until": last}
    made = learner.post("/wallet/share/", form)
    row = Share.objects.get()
    assert (made.status_code, made["Location"]) == (302, f"/wallet/shares/{row.id}/")

    front = client.get(address_of(row))
    assert [word in text(front) for word in ("Learner Lena", "A bank", "A loan")] == [True] * 3
    assert "Bread baking" not in text(front)
    opened = text(client.post(address_of(row), follow=True))
    said = ("Bread baking", "River College", "Issuer-verified", "Is it in date?", "nobody has")
    assert [words in opened for words in said] == [True, True, True, True, False]
    assert ["A bank" in text(learner.get("/wallet/shares/")), View.objects.count()] == [True, 1]
    assert "Somebody with the link" in text(learner.get(f"/wallet/shares/{row.id}/"))


def test_what_fetches_a_link_by_itself_is_no_look(
    town: Town, one: Holding, today: datetime, client: Client
) -> None:
    made = shared(town, one, today)

    for method in (client.get, client.head, client.get):
        assert method(address_of(made)).status_code == 200
    assert View.objects.count() == 0


def test_its_owner_sees_what_others_see_and_that_is_no_look(
    town: Town, one: Holding, today: datetime, browse: Browse
) -> None:
    made, learner = shared(town, one, today), browse(town.learner)

    for response in (
        learner.get(address_of(made), follow=True),
        learner.post(address_of(made), follow=True),
    ):
        assert ["This is what others see" in text(response), "Bread" in text(response)] == [
            True,
            True,
        ]
    assert View.objects.count() == 0


def test_nobody_else_takes_the_owners_way(
    town: Town, one: Holding, today: datetime, browse: Browse, client: Client
) -> None:
    made = shared(town, one, today)

    for stranger in (client, browse(town.outsider)):
        response = stranger.get(f"{address_of(made)}/own")
        assert (response.status_code, response["Location"]) == (302, address_of(made))


@pytest.mark.parametrize("over", ["withdrawn", "ended", "unknown"])
def test_a_link_that_shows_nothing_does_not_say_why(
    town: Town, one: Holding, today: datetime, client: Client, over: str
) -> None:
    made = shared(town, one, today)
    address = address_of(made)
    if over == "withdrawn":
        withdraw_share(town.learner, made.id, now=today)
    if over == "ended":
        Share.objects.update(until=today)
    if over == "unknown":
        address = "/s/" + "A" * 22
    response = client.get(address)

    assert (response.status_code, GONE in text(response)) == (404, True)
    assert "Lena" not in text(response)
    assert client.post(address).status_code == 404
    assert View.objects.count() == 0


def test_what_is_shared_is_kept_by_no_cache_no_index_and_no_other_site(
    town: Town, one: Holding, today: datetime, client: Client
) -> None:
    made = shared(town, one, today)
    opened = client.post(address_of(made))["Location"]

    for address in (address_of(made), opened, f"{opened}{one.id}", "/s/unknown"):
        response = client.get(address)
        found = [response[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")]
        assert found == ["no-store", "noindex, noarchive", "same-origin"]


def test_a_document_is_saved_only_from_what_was_opened(
    town: Town, one: Holding, now: datetime, today: datetime, client: Client
) -> None:
    made, other = shared(town, one, today), held(town, now)
    opened = client.post(address_of(made))["Location"]

    saved = client.get(f"{opened}{one.id}")
    assert saved.content.decode() == one.document
    assert saved["Content-Disposition"] == 'attachment; filename="Bread-baking.json"'
    assert client.get(f"{opened}{other.id}").status_code == 404
    guessed = client.get(f"{address_of(made)}/{uuid4()}/{one.id}")
    assert (guessed.status_code, guessed["Location"]) == (302, address_of(made))


def test_a_member_looks_for_their_own_organisation_and_no_other(
    town: Town, one: Holding, today: datetime, browse: Browse
) -> None:
    made = shared(town, one, today)
    mine = {"for": str(town.employer.id)}

    assert browse(town.recruiter).post(address_of(made), mine).status_code == 302
    assert browse(town.outsider).post(address_of(made), mine).status_code == 404
    assert [view.organisation for view in View.objects.all()] == [town.employer]


def test_guessing_links_is_slowed_down(town: Town, client: Client) -> None:
    codes = [client.get(f"/s/{number:022}").status_code for number in range(31)]
    assert codes == [404] * 30 + [429]
    codes = [client.get(f"/requests/{number:022}/").status_code for number in range(31)]
    assert codes == [404] * 30 + [429]


def test_the_pages_of_a_share_are_its_owners_alone(
    town: Town, one: Holding, today: datetime, browse: Browse, client: Client
) -> None:
    made = shared(town, one, today)
    page = f"/wallet/shares/{made.id}/"
    outsider = browse(town.outsider)

    assert [client.get(one).status_code for one in (page, "/wallet/shares/")] == [302, 302]
    assert outsider.get(page).status_code == 404
    assert outsider.post(page, {"until": today.date() + DAY}).status_code == 404
    assert outsider.post(f"{page}withdraw/").status_code == 404
    assert "A bank" not in text(outsider.get("/wallet/shares/"))
    made.refresh_from_db()
    assert (made.withdrawn, made.until) == (None, today + 9 * DAY)


def test_a_share_of_anothers_credential_is_refused_by_the_form(
    town: Town, one: Holding, today: datetime, browse: Browse
) -> None:
    form = {"holdings": [str(one.id)], "recipient": "Me", "until": (today + DAY).date()}
    browse(town.outsider).post("/wallet/share/", form)

    assert Share.objects.count() == 0


def test_it_is_taken_back_after_it_was_asked_twice(
    town: Town, one: Holding, today: datetime, browse: Browse, client: Client
) -> None:
    made, learner = shared(town, one, today), browse(town.learner)
    opened = client.post(address_of(made))["Location"]
    page = f"/wallet/shares/{made.id}/withdraw/"

    assert learner.get(page).status_code == 200
    assert client.get(opened).status_code == 200
    assert learner.post(page).status_code == 302
    assert [client.get(one).status_code for one in (address_of(made), opened)] == [404, 404]


def test_an_end_that_does_not_fit_is_told_beside_its_field(
    town: Town, one: Holding, today: datetime, browse: Browse
) -> None:
    form = {"holdings": [str(one.id)], "recipient": "Me", "until": (today + 800 * DAY).date()}
    said = text(browse(town.learner).post("/wallet/share/", form))

    assert "Choose a day within the next two years." in said
    assert 'aria-invalid="true"' in said


# -- requests --------------------------------------------------------------------------------------


def test_a_request_says_who_what_and_why_before_anything_is_asked(
    town: Town, today: datetime, client: Client
) -> None:
    said = text(client.get(address_of_request(asked(town, today))))

    for words in ("Bright Bakery", "Proof of baking", "The post", "Sign in to answer"):
        assert words in said
    assert "learner@" not in said


def test_a_request_is_sent_answered_and_opened(
    town: Town, one: Holding, today: datetime, browse: Browse
) -> None:
    rosa, lena = browse(town.recruiter), browse(town.learner)
    last = (today + 9 * DAY).date()
    form = {"what": "Baking", "why": "The post", "until": last, "address": "learner@example.org"}
    workspace = "/organisations/bright-bakery/requests/"
    assert rosa.post(f"{workspace}new/", form).status_code == 302
    request = Request.objects.get()
    assert "Bright Bakery asks for proof: Baking" in text(lena.get("/home"))
    assert "Baking" in text(lena.get("/wallet/requests/"))

    given = lena.post(address_of_request(request), {"act": "give", "holdings": [str(one.id)]})
    row = Share.objects.get()
    assert given["Location"] == f"/wallet/shares/{row.id}/"
    assert "1 answer to “Baking” was not opened yet." in text(rosa.get("/home"))
    assert "Learner Lena" in text(rosa.get(f"{workspace}{request.id}/"))
    opened = rosa.post(f"{workspace}{request.id}/answers/{row.id}/", follow=True)
    assert "Bread baking" in text(opened)
    assert [view.organisation for view in View.objects.all()] == [town.employer]


def test_who_declines_shows_nothing_of_themselves(
    town: Town, one: Holding, today: datetime, browse: Browse
) -> None:
    request = asked(town, today, address="")
    browse(town.learner).post(address_of_request(request), {"act": "decline", "word": "Not now."})
    page = f"/organisations/bright-bakery/requests/{request.id}/"
    said = text(browse(town.recruiter).get(page))

    assert (Refusal.objects.count(), Share.objects.count()) == (1, 0)
    assert ("Not now." in said, "Lena" in said) == (True, False)


def test_who_was_not_asked_is_told_so_and_cannot_answer(
    town: Town, one: Holding, today: datetime, browse: Browse
) -> None:
    request, outsider = asked(town, today), browse(town.outsider)
    said = text(outsider.get(address_of_request(request)))
    outsider.post(address_of_request(request), {"act": "decline", "word": ""})

    assert ("l…@example.org" in said, "Choose what you show" in said) == (True, False)
    assert Refusal.objects.count() == 0


@pytest.mark.parametrize("slug", ["bright-bakery", "rival-school"])
def test_requests_and_answers_are_seen_by_members_alone(
    town: Town, one: Holding, today: datetime, browse: Browse, slug: str
) -> None:
    request = asked(town, today)
    given = answer(town.learner, request, [one.id], now=today)
    outsider, base = browse(town.outsider), f"/organisations/{slug}/requests/"
    page = f"{base}{request.id}/"

    assert outsider.get(page).status_code == 404
    assert outsider.post(f"{page}answers/{given.id}/").status_code == 404
    assert outsider.post(f"{page}withdraw/").status_code == 404
    assert "Proof of baking" not in text(outsider.get(base))
    assert (View.objects.count(), Request.objects.get().withdrawn) == (0, None)


def test_a_helper_shares_in_the_learners_name(
    town: Town, one: Holding, today: datetime, browse: Browse
) -> None:
    tie = {"learner": town.learner, "helper": town.outsider, "address": "outsider@example.org"}
    Helper.objects.create(**tie, created=today - DAY, accepted=today - DAY)
    helper = browse(town.outsider)
    helper.post(f"/profile/acting/{town.learner.id}/")
    form = {"holdings": [str(one.id)], "recipient": "A bank", "until": (today + DAY).date()}
    helper.post("/wallet/share/", form)

    assert [row.person for row in Share.objects.all()] == [town.learner]
