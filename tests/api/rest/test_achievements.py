"""Achievements through the REST API."""

import io
import json

import segno
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.rest.asking import BREAD, Asking, published, read, refusal


def _png() -> bytes:
    kept = io.BytesIO()
    segno.make("bread").save(kept, kind="png")
    return kept.getvalue()


PNG = _png()


def test_an_achievement_is_described_published_and_withdrawn(ask: Asking) -> None:
    id_ = published(ask, code="B-1")
    (version,) = ask.get(f"/achievements/{id_}")["versions"]

    assert (version["state"], version["number"]) == ("published", 1)
    assert {name: version["description"][name] for name in BREAD if name != "validity"} == {
        name: value for name, value in BREAD.items() if name != "validity"
    }
    assert ask.post(f"/achievements/{id_}/withdraw", status=200)["state"] == "withdrawn"
    assert refusal(ask("POST", f"/achievements/{id_}/withdraw")) == (409, "nothing-published")
    assert [one["verb"] for one in ask.get(f"/achievements/{id_}/history")["items"]] == [
        "catalogue.withdraw",
        "catalogue.publish",
        "catalogue.create",
    ]


def test_what_a_description_lacks_is_said_at_its_place(ask: Asking) -> None:
    made = ask.post("/achievements", {"name": "Bread"})
    response = ask("POST", f"/achievements/{made['achievement']}/publish")

    assert refusal(response) == (409, "not-publishable")
    assert [one["pointer"] for one in json.loads(response.content)["errors"]] == [
        "/description",
        "/criteria",
        "/outcomes",
    ]


def test_of_two_who_change_a_draft_the_second_is_told(ask: Asking) -> None:
    made = ask("POST", "/achievements", {"name": "Bread"})
    draft = f"/achievements/{json.loads(made.content)['achievement']}/draft"
    tag = ask("GET", draft).headers["ETag"]
    assert made.headers["ETag"] == tag
    first = ask("PUT", draft, {"name": "Rye bread"}, If_Match=tag)
    second = ask("PUT", draft, {"name": "White bread"}, If_Match=tag)

    assert first.status_code == 200
    assert refusal(second) == (412, "draft-changed")
    assert ask.get(draft)["description"]["name"] == "Rye bread"
    assert ask("PUT", draft, {"name": "Bread"}, If_Match=first.headers["ETag"]).status_code == 200
    assert read(ask("PUT", draft, {"name": "Any"}), 200)["description"]["name"] == "Any"


def test_a_published_version_is_followed_by_a_draft(ask: Asking) -> None:
    id_ = published(ask)
    assert refusal(ask("PUT", f"/achievements/{id_}/draft", BREAD)) == (404, "no-such-draft")
    ask.post(f"/achievements/{id_}/draft", status=200)
    ask.post(f"/achievements/{id_}/publish", status=200)

    assert [one["state"] for one in ask.get(f"/achievements/{id_}")["versions"]] == [
        "published",
        "superseded",
    ]


def test_a_code_names_one_achievement(ask: Asking) -> None:
    published(ask, code="B-1")

    assert refusal(ask("POST", "/achievements", {"code": "B-1"})) == (409, "code-taken")


def test_a_picture_is_handed_in_and_stands_on_a_draft(ask: Asking) -> None:
    file = SimpleUploadedFile("bread.png", PNG)
    picture = ask.sent("/pictures", 201, file=file)
    made = ask.post("/achievements", {"picture": picture["id"]})

    assert made["description"]["picture"] == picture["id"]
    broken = SimpleUploadedFile("bread.png", b"none")
    assert ask.sent("/pictures", 409, file=broken)["code"] == "not-a-picture"


def test_a_picture_of_others_is_refused(ask: Asking, rival: Asking) -> None:
    picture = rival.sent("/pictures", 201, file=SimpleUploadedFile("bread.png", PNG))
    response = ask("POST", "/achievements", {"picture": picture["id"]})

    assert refusal(response) == (409, "no-such-picture")
