"""The wallet's pages: what stands on them, what they do, and that nobody else sees them."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from mica.issuing.actions import life
from mica.issuing.models import Award
from mica.issuing.rules.grants import Grant
from mica.people.models import Person
from mica.vc import bake
from mica.vc.report import Verdict
from mica.verification.queries import judge
from mica.wallet.actions.claiming import claim
from mica.wallet.actions.sharing import share, withdraw_share
from mica.wallet.links import share_address
from mica.wallet.models import Holding
from mica.wallet.queries import papers
from tests.cast import PROVIDER, credential
from tests.town import Town
from tests.vc import pictures
from tests.wallet.scenes import HANDED, achievement, awarded, code

Browse = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def award(town: Town, now: datetime) -> Award:
    return awarded(town, now, achievement(town, now, suspendable=True))


@pytest.fixture
def held(town: Town, award: Award, now: datetime) -> Holding:
    return claim(town.learner, code(award), by=town.learner.id, now=now).holding


def words(response: Any) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def heading(response: Any) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)
    assert found
    return found[1]


def unmarked(text: str) -> str:
    """Without the marks that keep a stranger's words in their own direction (UAX 9)."""
    return text.replace("\u2068", "").replace("\u2069", "")


def of(held: Holding, *path: str) -> str:
    return "/".join(["", "wallet", str(held.id), *path, ""])


def test_an_empty_wallet_says_what_to_do_first(town: Town, browse: Browse) -> None:
    page = words(browse(town.learner).get("/wallet/"))

    assert "No credentials yet" in page
    assert "Use a code" in page


def test_what_waits_is_taken_from_the_list(town: Town, browse: Browse, award: Award) -> None:
    client = browse(town.learner)
    found = re.search(r'href="(/claim/[^"]+)"', client.get("/wallet/").content.decode())
    assert found
    taken = client.post(found[1], {"act": "claim"}, follow=True)

    assert "It is yours now." in words(taken)
    assert "Waiting for you" not in words(client.get("/wallet/"))


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (None, ("Valid", "Learner Lena was awarded “Bread baking” by River College")),
        ("suspend", ("Suspended", "River College has suspended “Bread baking” for now.")),
        ("revoke", ("Revoked", "River College has revoked “Bread baking”.")),
        ("correct", ("Corrected", "River College has made a newer version of “Bread")),
    ],
)
def test_each_state_has_its_word_and_its_sentence(
    town: Town, browse: Browse, held: Holding, act: str | None, said: tuple[str, str]
) -> None:
    officer, later = town.officer.id, held.added + MINUTE
    assert held.award is not None
    match act:
        case "correct":
            life.correct(held.award, Grant(name="Lena"), by=officer, now=later)
        case "suspend" | "revoke":
            getattr(life, act)(held.award, "other", "", by=officer, now=later)
    client = browse(town.learner)

    assert said[0] in words(client.get("/wallet/"))
    assert unmarked(heading(client.get(of(held)))).startswith(said[1])


def test_every_check_stands_below_the_verdict(town: Town, browse: Browse, held: Holding) -> None:
    said = words(browse(town.learner).get(of(held)))

    assert [one in said for one in ("Is it in date?", "Was it revoked?")] == [True, True]


def test_checking_again_shows_what_changed(town: Town, browse: Browse, held: Holding) -> None:
    assert held.award is not None
    life.revoke(held.award, "other", "", by=town.officer.id, now=held.added + MINUTE)
    client = browse(town.learner)
    page = words(client.post(of(held, "check"), follow=True))

    assert "New: Its issuer revoked it" in page
    assert "is no longer valid: it was revoked." in page


def test_a_correction_is_taken_from_its_page(town: Town, browse: Browse, held: Holding) -> None:
    assert held.award is not None
    life.correct(held.award, Grant(name="Lena M."), by=town.officer.id, now=held.added + MINUTE)
    page = words(browse(town.learner).post(of(held, "take"), follow=True))

    assert "Lena M. was awarded" in unmarked(page)
    assert "Versions before this one" in page


def test_what_is_removed_comes_back_with_its_code(
    town: Town, browse: Browse, held: Holding, award: Award
) -> None:
    client = browse(town.learner)
    assert client.get(of(held, "remove")).status_code == 200
    assert Holding.objects.count() == 1
    client.post(of(held, "remove"))
    assert Holding.objects.count() == 0
    client.post(f"/claim/{code(award)}", {"act": "claim"})

    assert Holding.objects.get().award == award.id


# -- taken out -------------------------------------------------------------------------------------


def test_the_document_is_the_one_that_was_signed(town: Town, browse: Browse, held: Holding) -> None:
    response = browse(town.learner).get(of(held, "download", "document"))

    assert response.content.decode() == held.document
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Disposition"] == 'attachment; filename="Bread-baking.json"'


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_picture_carries_the_document(
    town: Town, browse: Browse, held: Holding, kind: str
) -> None:
    picture = browse(town.learner).get(of(held, "download", kind)).content

    assert bake.unbake(picture) == held.document
    assert judge(picture, held.added + MINUTE).verdict is Verdict.VALID


def test_the_picture_it_came_in_is_the_one_that_is_given_back(town: Town, browse: Browse) -> None:
    client = browse(town.learner)
    baked = bake.bake(pictures.png(), HANDED.decode())
    client.post("/wallet/import/", {"file": SimpleUploadedFile("bees.png", baked)})
    held = Holding.objects.get()

    assert client.get(of(held, "download", "png")).content == baked
    assert client.get(of(held, "picture")).content == baked


def test_no_certificate_is_made_of_what_does_not_hold(
    town: Town, browse: Browse, held: Holding
) -> None:
    client = browse(town.learner)
    assert client.get(of(held, "download", "pdf")).content.startswith(b"%PDF-")
    assert held.award is not None
    life.revoke(held.award, "other", "", by=town.officer.id, now=held.added + MINUTE)

    assert client.get(of(held, "download", "pdf")).status_code == 409
    assert "Certificate" not in words(client.get(of(held)))


def test_the_learner_decides_where_the_code_leads(
    town: Town, browse: Browse, held: Holding
) -> None:
    now = timezone.now()
    until = now + timedelta(days=3)
    more = {"purpose": "", "until": until, "now": now}
    open_one = share(town.learner, [held.id], recipient="Bright Bakery", **more)
    ended = share(town.learner, [held.id], recipient="Old Mill", **more)
    withdraw_share(town.learner, ended.id, now=now)
    page = browse(town.learner).get(of(held)).content.decode()
    links = [
        papers.code_link(town.learner, held, chosen, now)
        for chosen in ("verify", str(open_one.id), str(ended.id), "none")
    ]

    assert ("Bright Bakery" in page, "Old Mill" in page) == (True, False)
    assert links == ["http://127.0.0.1:8000/verify/", share_address(open_one.id), "", ""]
    assert papers.code_link(town.outsider, held, str(open_one.id), now) == ""


def test_the_archive_needs_no_site_to_be_read(town: Town, browse: Browse, held: Holding) -> None:
    response = browse(town.learner).get("/wallet/archive/download/")
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:  # type: ignore[attr-defined]
        names = archive.namelist()
        folder = "credentials/0001-Bread-baking"
        document = archive.read(f"{folder}/Bread-baking.json").decode()
        kept = json.loads(archive.read("my-data.json"))
        page = archive.read("index.html").decode()

    assert names == [
        f"{folder}/Bread-baking.json",
        f"{folder}/Bread-baking.svg",
        f"{folder}/report.json",
        "index.html",
        "README.txt",
        "my-data.json",
    ]
    assert document == held.document
    assert f'href="{folder}/Bread-baking.json"' in page
    assert (kept["person"]["name"], kept["wallet"]["awards"][0]["issuer"]) == (
        "Learner Lena",
        "River College",
    )


def test_who_leaves_takes_the_credential_along_and_it_stays_valid(
    town: Town, browse: Browse, held: Holding
) -> None:
    client = browse(town.learner)
    document = client.get(of(held, "download", "document")).content
    client.post("/profile/data/leave/", {"sure": "on"})

    assert Holding.objects.count() == 0
    assert judge(document, held.added + MINUTE).verdict is Verdict.VALID
    assert Award.objects.get().name == "Learner Lena"  # the issuer's own record


def test_my_data_tells_of_the_wallet(town: Town, browse: Browse, held: Holding) -> None:
    kept = browse(town.learner).get("/profile/data/download/").json()

    assert [one["name"] for one in kept["wallet"]["holdings"]] == ["Bread baking"]


# -- brought in ------------------------------------------------------------------------------------


def test_one_credential_that_is_brought_in_is_shown_at_once(town: Town, browse: Browse) -> None:
    page = browse(town.learner).post(
        "/wallet/import/", {"file": SimpleUploadedFile("bees.json", HANDED)}, follow=True
    )

    assert "Keeps a colony healthy through one season." in words(page)
    assert Holding.objects.get().source == "import"


def test_several_are_brought_in_and_each_is_told_of(town: Town, browse: Browse) -> None:
    token = PROVIDER.signs_jwt(credential(id="urn:x:2", name="Honey"))
    files = [
        SimpleUploadedFile("bees.json", HANDED),
        SimpleUploadedFile("holiday.png", pictures.png()),
        SimpleUploadedFile("laughs.svg", b'<!DOCTYPE svg [<!ENTITY a "a">]><svg>&a;</svg>'),
    ]
    page = words(browse(town.learner).post("/wallet/import/", {"file": files, "text": token}))

    assert "Some of it could be taken in" in page
    assert ("holiday.png" in page, "laughs.svg" in page) == (True, True)
    assert sorted(Holding.objects.values_list("form", flat=True)) == ["json", "jwt"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose a file, or paste a link or a text."),
        ({"text": "hello"}, "Nothing could be taken in"),
        ({"text": "https://127.0.0.1/x"}, "names a machine by number"),
        ({"text": "[" * 100_000}, "Nothing could be taken in"),
    ],
    ids=["nothing", "no credential", "a private address", "nesting"],
)
def test_what_cannot_be_brought_in_is_refused_with_words(
    town: Town, browse: Browse, data: dict[str, str], said: str
) -> None:
    assert said in words(browse(town.learner).post("/wallet/import/", data))
    assert Holding.objects.count() == 0


def test_a_strangers_picture_never_runs_here(town: Town, browse: Browse) -> None:
    client = browse(town.learner)
    body = "<script>alert(1)</script>"
    baked = bake.bake(pictures.svg(), HANDED.decode()).replace(b"</svg>", body.encode() + b"</svg>")
    client.post("/wallet/import/", {"file": SimpleUploadedFile("x.svg", baked)})
    shown = client.get(of(Holding.objects.get(), "picture"))

    assert shown.headers["Content-Disposition"].startswith("attachment")
    assert shown.headers["Content-Security-Policy"].endswith("; sandbox")
    given = client.get(of(Holding.objects.get(), "download", "svg")).content
    assert (b"<script" in given, bake.unbake(given)) == (False, HANDED.decode())


def test_a_strangers_words_never_become_markup(town: Town, browse: Browse) -> None:
    client = browse(town.learner)
    bad = '<img src=x onerror="alert(1)">'
    document = credential(name=bad)
    document["issuer"]["name"] = bad
    document["credentialSubject"]["achievement"] |= {"name": bad, "description": bad}
    client.post("/wallet/import/", {"text": json.dumps(PROVIDER.signs(document))})
    held = Holding.objects.get()
    pages = [client.get(one).content for one in ("/wallet/", of(held), of(held, "remove"))]

    assert [b"<img src=x" in page for page in pages] == [False, False, False]
    assert b"<img" not in client.get(of(held, "download", "svg")).content.split(b"<![CDATA[")[0]
    assert client.get(of(held, "download", "pdf")).status_code == 200


# -- somebody else ---------------------------------------------------------------------------------

GETS = (
    "",
    "remove",
    "picture",
    "download/document",
    "download/png",
    "download/svg",
    "download/pdf",
)
POSTS = ("check", "take", "remove")


@pytest.mark.parametrize("path", GETS)
def test_an_outsider_finds_nothing(town: Town, browse: Browse, held: Holding, path: str) -> None:
    address = of(held, *filter(None, [path]))

    assert browse(town.outsider).get(address).status_code == 404
    assert browse(town.officer).get(address).status_code == 404
    assert browse(town.operator).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert browse(town.learner).get(address).status_code == 200


@pytest.mark.parametrize("path", POSTS)
def test_an_outsider_changes_nothing(town: Town, browse: Browse, held: Holding, path: str) -> None:
    assert browse(town.outsider).post(of(held, path)).status_code == 404
    assert Client().post(of(held, path)).status_code == 302
    assert Holding.objects.count() == 1


# -- what needs me now -----------------------------------------------------------------------------


def test_home_says_what_waits_in_the_wallet(town: Town, browse: Browse, held: Holding) -> None:
    assert held.award is not None
    client, now = browse(town.learner), held.added
    before = words(client.get("/home"))
    awarded(town, now, name="Lena")
    life.correct(held.award, Grant(name="Lena"), by=town.officer.id, now=now + MINUTE)
    after = words(client.get("/home"))

    said = ("River College has awarded you “Bread baking”.", "There is a newer version of “Bread")
    assert [one in before for one in said] == [False, False]
    assert [one in after for one in said] == [True, True]


def test_what_waits_for_others_is_not_told(town: Town, browse: Browse, award: Award) -> None:
    assert "Bread baking" not in words(browse(town.outsider).get("/home"))
    assert "Bread baking" not in words(browse(town.outsider).get("/wallet/"))
