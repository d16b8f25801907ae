"""QR codes: the right size, the same each time, and a clear word where they do not fit."""

from xml.etree import ElementTree as ET

import pytest

from mica.vc import qr
from mica.vc.baking import png
from mica.vc.errors import Unusable

LINK = "https://a.example/s/0123456789"


def test_the_svg_is_well_formed_and_named() -> None:
    root = ET.fromstring(qr.svg(LINK, title="A & <B>"))  # noqa: S314 - our own text
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root[0].text == "A & <B>"
    assert "width" not in root.attrib


def test_the_png_is_sound_and_square() -> None:
    image = qr.png(LINK, scale=4)
    header = png.chunks(image)[0].data(image)
    assert header[:4] == header[4:8] == ((29 + 8) * 4).to_bytes(4, "big")


def test_the_same_text_gives_the_same_code() -> None:
    assert (qr.svg(LINK), qr.png(LINK)) == (qr.svg(LINK), qr.png(LINK))


def test_the_terminal_code_is_square() -> None:
    lines = qr.terminal(LINK).splitlines()
    assert {len(line) for line in lines} == {29 + 8}
    assert len(lines) == (29 + 8 + 1) // 2


def test_what_just_fits_is_written_and_one_more_byte_is_refused() -> None:
    assert qr.png("a" * qr.MAX_BYTES, scale=1)
    with pytest.raises(Unusable) as caught:
        qr.png("a" * (qr.MAX_BYTES + 1))
    assert (caught.value.code, caught.value.data) == ("qr-too-long", {"size": 2954, "limit": 2953})


@pytest.mark.parametrize(("text", "code"), [("", "qr-empty"), ("\ud800", "qr-half-character")])
def test_what_is_no_text_is_refused(text: str, code: str) -> None:
    for write in (qr.svg, qr.png, qr.terminal):
        with pytest.raises(Unusable) as caught:
            write(text)
        assert caught.value.code == code
