"""What can be handed to a wallet, and what is refused."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mica.errors import MicaError
from mica.vc import bake
from mica.wallet.rules import reading
from mica.wallet.rules.reading import Form, Link
from tests.attacks import bombs
from tests.cast import GOOD, LEARNER, PROVIDER, V2, credential
from tests.standards.openbadges2.cast import HOSTED
from tests.vc import pictures
from tests.wallet.scenes import HANDED

JWT = PROVIDER.signs_jwt(credential())
JOSE = PROVIDER.signs_jose(credential())


def texts(data: bytes) -> list[str]:
    opened = reading.opened(data)
    assert isinstance(opened, list)
    return [document.text for document in opened]


def code_of(data: bytes) -> str:
    with pytest.raises(MicaError) as caught:
        reading.opened(data)
    assert str(caught.value) != caught.value.code, "every code has a sentence"
    return caught.value.code


def end(data: bytes) -> str:
    """How the opening of something ends, which is never otherwise."""
    try:
        opened = reading.opened(data)
    except MicaError as error:
        return "refused with words" if str(error) != error.code else f"without words: {error.code}"
    return "a link" if isinstance(opened, Link) else str(len(opened))


def presentation(*inside: Any) -> bytes:
    shown = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": list(inside),
    }
    return json.dumps(shown).encode()


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (HANDED, Form.JSON),
        (JWT.encode(), Form.JWT),
        (JOSE.encode(), Form.JOSE),
        (json.dumps(HOSTED).encode(), Form.BADGE2),
        (b"\xef\xbb\xbf  " + HANDED + b"\n", Form.JSON),
    ],
    ids=["JSON", "JWT", "JOSE", "Open Badges 2", "with a mark and white space"],
)
def test_a_document_is_kept_to_the_letter(data: bytes, form: Form) -> None:
    (document,) = reading.opened(data)  # type: ignore[misc]

    assert (document.form, document.picture) == (form, None)
    assert document.text == data.decode("utf-8-sig").strip()


def test_a_baked_picture_is_kept_with_what_is_in_it() -> None:
    baked = bake.bake(pictures.svg(), HANDED.decode())

    (document,) = reading.opened(baked)  # type: ignore[misc]

    assert (document.text, document.picture) == (HANDED.decode(), baked)


def test_a_picture_that_names_its_host_is_a_link_with_a_picture() -> None:
    text = pictures.itxt(b"openbadges", b"https://provider.example/assertions/1.json")
    baked = pictures.png(text)

    assert reading.opened(baked) == Link("https://provider.example/assertions/1.json", baked)


def test_a_presentation_brings_each_credential_in_it() -> None:
    envelope = {
        "@context": V2,
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{JOSE}",
    }

    assert texts(presentation(GOOD, envelope, JWT)) == [
        json.dumps(GOOD, ensure_ascii=False, separators=(",", ":")),
        JOSE,
        JWT,
    ]


def test_a_signed_presentation_brings_what_it_presents() -> None:
    unsigned = {"@context": [V2], "type": ["VerifiablePresentation"], "holder": LEARNER.did}
    shown = LEARNER.presents_jose({**unsigned, "verifiableCredential": [GOOD]})

    assert texts(shown.encode()) == [json.dumps(GOOD, ensure_ascii=False, separators=(",", ":"))]


def test_a_list_brings_each_of_its_members() -> None:
    assert texts(json.dumps([GOOD, JWT]).encode()) == [
        json.dumps(GOOD, ensure_ascii=False, separators=(",", ":")),
        JWT,
    ]


def test_lines_of_tokens_and_links_are_several_things() -> None:
    said = f"{JWT}\n\n  https://a.example/1 \r\n{JOSE}\n"

    assert reading.pasted(said) == [JWT.encode(), b"https://a.example/1", JOSE.encode()]
    assert reading.pasted(HANDED.decode()) == [HANDED]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\xff\xfe\x00", "not-a-document"),
        (b'{"name": "Lena"}', "not-a-credential"),
        (b'{"type": ["VerifiableCredential"], "type": 1}', "duplicate-key"),
        (b"[]", "nothing-inside"),
        (presentation(), "nothing-inside"),
        (presentation(*[JWT] * 101), "too-many-inside"),
        (presentation(7), "not-an-object"),
        (presentation({"type": "VerifiablePresentation"}), "not-a-credential"),
        (b"{" + b" " * reading.MAX_BYTES, "too-large"),
        (json.dumps({**GOOD, "name": "x" * reading.MAX_TEXT}).encode(), "too-large"),
        (pictures.png(), "not-baked"),
        (pictures.svg(), "not-baked"),
        (b"%PDF-1.7", "not-json"),
    ],
)
def test_what_is_no_credential_is_refused_with_words(data: bytes, code: str) -> None:
    assert code_of(data) == code


@pytest.mark.parametrize("name", sorted(set(bombs.BOMBS) - bombs.HEAVY))
def test_a_bomb_is_refused_or_read_in_bounds(name: str) -> None:
    """Those that are sound JSON are credentials, and are judged elsewhere."""
    made = bombs.BOMBS[name]()
    ended = end(made[0] if isinstance(made, tuple) else made)

    assert ended in {"a link", "refused with words"} or int(ended) <= reading.MAX_INSIDE


@settings(max_examples=40)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_opened_or_refused(data: bytes) -> None:
    assert end(data) in {"a link", "refused with words", "1"}
