"""Whatever is handed over is led to the one document in it, and to the rules of that."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.cli import pictures
from mica.cli.look import Look
from mica.cli.telling import told
from mica.standards.openbadges.standard import OPEN_BADGES
from mica.vc import bake, documents
from mica.vc.errors import Unreachable, Unusable
from mica.vc.multibase import base64url_encode
from mica.vc.report import Report, Verdict
from mica.vc.resolve import Resolve, Resource, Shelf, nothing
from mica.vc.verify import Setting, verify
from mica.verification.rules import STANDARDS, is_link, judge
from tests import cast
from tests.cast import NOW, PROVIDER
from tests.standards.openbadges2 import cast as older

HERE = "https://provider.example/badge"
PICTURES = {"png": pictures.png(), "svg": pictures.svg("A badge")}


def judged(data: bytes, resolve: Resolve = nothing, **more: Any) -> Report:
    return judge(data, Setting(resolve, NOW, STANDARDS, **more))


def as_bytes(document: Any) -> bytes:
    return json.dumps(document).encode()


def good() -> dict[str, Any]:
    return PROVIDER.signs(cast.credential())


@pytest.fixture(scope="module")
def report() -> Report:
    """The report on a good credential, as the toolkit gives it."""
    return verify(good(), resolve=nothing, now=NOW, standards=(OPEN_BADGES,))


@pytest.mark.parametrize(
    "dressed",
    [
        lambda text: text,
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: b"\n  " + text + b"\r\n",
        lambda text: bake.bake(PICTURES["png"], text.decode()),
        lambda text: bake.bake(PICTURES["svg"], text.decode()),
    ],
    ids=["json", "byte order mark", "white space", "png", "svg"],
)
def test_the_same_credential_in_another_dress_gets_the_same_report(
    dressed: Any, report: Report
) -> None:
    assert judged(dressed(as_bytes(good()))) == report


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_a_jwt_in_a_picture_is_judged_as_a_jwt(picture: bytes) -> None:
    jwt = PROVIDER.signs_jwt(cast.credential())

    assert judged(bake.bake(picture, jwt)) == judged(jwt.encode())
    assert judged(jwt.encode()).verdict is Verdict.VALID


@pytest.mark.parametrize("dress", ["json", "jwt", "png"])
def test_a_link_leads_to_the_document(dress: str) -> None:
    text = as_bytes(good())
    content = {
        "json": text,
        "jwt": PROVIDER.signs_jose(cast.credential()).encode(),
        "png": bake.bake(PICTURES["png"], text.decode()),
    }[dress]

    assert judged(f" {HERE}\n".encode(), Shelf({HERE: content})) == judged(content)


def test_a_link_that_cannot_be_had_is_no_verdict() -> None:
    with pytest.raises(Unreachable) as caught:
        judged(HERE.encode())

    assert (caught.value.code, caught.value.data) == ("offline", {"url": HERE})


def test_a_link_is_followed_once() -> None:
    asked = []

    def resolve(url: str, /) -> Resource:
        asked.append(url)
        return Resource(url, HERE.encode())

    with pytest.raises(Unusable) as caught:
        judged(HERE.encode(), resolve)

    assert (caught.value.code, asked) == ("link-to-a-link", [HERE])


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("https://a.example/", True),
        ("HTTPS://a.example/", True),
        ("http://a.example/", True),
        ("https://a.example/ b", False),
        ("https:a.example", False),
        ("ftp://a.example/", False),
        ("https://", True),
        ("", False),
    ],
)
def test_what_a_link_is(text: str, answer: bool) -> None:  # noqa: FBT001
    assert is_link(text) is answer


def test_an_older_badge_is_judged_by_its_own_rules_in_every_dress() -> None:
    hosted, world = older.HOSTED, older.shelf()
    expected = older.report(hosted, resolve=world)
    link = hosted["id"].encode()
    baked = bake.bake(PICTURES["png"], json.dumps(hosted))

    assert expected.verdict is Verdict.VALID
    for data in (as_bytes(hosted), baked, link):
        assert judge(data, Setting(world, older.NOW, STANDARDS)) == expected


def test_an_older_badge_in_a_jws_is_judged_by_its_own_rules() -> None:
    jws, world = older.signed(older.SIGNED), older.shelf()
    expected = older.report(jws, resolve=world)

    assert expected.verdict is Verdict.VALID
    assert judge(jws.encode(), Setting(world, older.NOW, STANDARDS)) == expected


def test_an_older_badge_is_read_as_strictly_as_any_document() -> None:
    deep: Any = []
    for _ in range(documents.MAX_DEPTH):
        deep = [deep]
    with pytest.raises(Unusable) as caught:
        judged(as_bytes({**older.HOSTED, "evidence": deep}))

    assert caught.value.code == "too-deep"


def test_a_jws_with_demands_that_nobody_knows_is_refused_not_unusable() -> None:
    header = base64url_encode(b'{"alg":"EdDSA","crit":["exp"]}')
    made = judged(f"{header}.{base64url_encode(b'{}')}.AAAA".encode())

    assert made.verdict is Verdict.INVALID
    assert [(check.step, check.code) for check in made.checks] == [("1.2", "jws-crit")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"hello", "not-json"),
        (b"[]", "not-an-object"),
        (b"\x00\xff\xfe", "not-a-document"),
        (b"%PDF-1.7\xe2\xe3\xcf\xd3", "not-a-document"),
        (b"\xff\xd8\xff\xe0 a photograph", "not-a-document"),
        (pictures.png(), "not-baked"),
        (pictures.svg("A badge"), "not-baked"),
        (pictures.png()[:99], "png-truncated"),
        (b'{"a":1,"a":2}', "duplicate-key"),
        (b"a.b.c", "not-a-jws"),
        (b" " * (documents.MAX_BYTES + 1) + b"x", "not-json"),
        (b"{" + b" " * documents.MAX_BYTES + b"}", "too-large"),
    ],
    ids=[
        "nothing",
        "white space",
        "words",
        "a list",
        "bytes",
        "a PDF",
        "a photograph",
        "an empty PNG",
        "an empty SVG",
        "half a PNG",
        "twice",
        "dots",
        "much space",
        "much JSON",
    ],
)
def test_what_holds_no_document_is_unusable(data: bytes, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        judged(data)

    assert caught.value.code == code


STRANGE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(
        ["", "{a}", "\x1b[2J", "https://a.example/", "did:key:z", "9999-12-31T24:00:00Z"]
    )
    | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=2) | st.dictionaries(st.text(max_size=5), inside),
    max_leaves=4,
)
KINDS: tuple[Any, ...] = (
    good(),
    PROVIDER.signs({**cast.with_status(), "@context": [cast.V2, cast.OB3, {"x": "https://a.x/x"}]}),
    older.HOSTED,
)


def places(value: Any, at: str = "") -> list[str]:
    """The JSON pointer of every value in a document."""
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    below = [(f"{at}/{str(key).replace('/', '~1')}", inside) for key, inside in pairs]
    return [place for at, inside in below for place in (at, *places(inside, at))]


@given(st.data())
def test_a_value_of_any_kind_in_any_place_gets_an_answer(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(KINDS))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(places(document)))
        document = cast.changed(document, place, data.draw(STRANGE))
    try:
        made = judged(as_bytes(document))
    except Unusable:
        return
    assert "\x1b" not in "".join(told(made, Look()))
    assert json.loads(json.dumps(made.as_json()))["verdict"] == made.verdict


@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(data: bytes) -> None:
    try:
        judged(data)
    except (Unusable, Unreachable):
        return


def test_an_sd_jwt_is_named_as_what_it_is() -> None:
    with pytest.raises(Unusable) as caught:
        judge(b"eyJhbGciOiJFUzI1NiJ9.e30.AAAA~WyJhIl0~", Setting(nothing, NOW))
    assert caught.value.code == "sd-jwt"
