"""SVG: one element spliced in, and everything that XML can do to a reader."""

import time

import pytest

from mica.vc.bake import bake, unbake
from mica.vc.errors import Refused, Unusable
from tests.vc.pictures import JSON, JWS, OB2_NS, OB3_NS, SVG_NS, code_of, svg

NS = " " + OB3_NS
HREF = ' xmlns:xlink="http://www.w3.org/1999/xlink"'


def test_a_jws_stands_in_the_attribute_of_an_empty_first_child() -> None:
    assert bake(svg("<g/>"), JWS).decode() == (
        f'<svg {OB3_NS} {SVG_NS}><openbadges:credential verify="{JWS}"></openbadges:credential>'
        "<g/></svg>"
    )


def test_json_stands_in_the_body() -> None:
    assert bake(svg("<g/>"), JSON).decode() == (
        f"<svg {OB3_NS} {SVG_NS}><openbadges:credential><![CDATA[{JSON}]]></openbadges:credential>"
        "<g/></svg>"
    )


@pytest.mark.parametrize(
    "before",
    [
        "",
        "\ufeff",
        "<?xml version='1.0' encoding='UTF-8'?>\r\n<!-- <svg> > -->",
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">',
    ],
)
def test_the_rest_of_the_text_stays_byte_for_byte(before: str) -> None:
    picture = (
        f"{before}<svg {SVG_NS}\n a='>' b=\"/>\"\t>\r\n<g  x = 'é'/><!--c--> </svg >\n".encode()
    )
    baked = bake(picture, JWS).decode()
    element = f'<openbadges:credential verify="{JWS}"></openbadges:credential>'
    assert baked.replace(" " + OB3_NS, "", 1).replace(element, "", 1).encode() == picture
    assert unbake(baked.encode()) == JWS


def test_a_root_without_content_is_opened() -> None:
    picture = b'<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'
    assert bake(picture, JWS).endswith(b"</openbadges:credential></s:svg>")


def test_a_prefix_that_means_something_else_is_declared_anew_on_the_element() -> None:
    picture = svg("<openbadges:assertion verify='http://a.example'/>", attributes=" " + OB2_NS)
    baked = bake(picture, JWS)
    assert b"assertion" not in baked
    assert f"<openbadges:credential {OB3_NS} verify".encode() in baked
    assert unbake(baked) == JWS


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<o:assertion verify='https://a.example/1'/>", "https://a.example/1"),
        (f"<o:assertion verify='{JWS}'></o:assertion>", JWS),
        ("<o:assertion verify='https://a.example/1'><![CDATA[{}]]></o:assertion>", "{}"),
        ("<g><o:assertion>{&quot;a&quot;:1}</o:assertion></g>", '{"a":1}'),
    ],
)
def test_badges_before_3_are_read(body: str, found: str) -> None:
    assert unbake(svg(body, attributes=' xmlns:o="http://openbadges.org"')) == found


C = "openbadges:credential"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "not-baked"),
        (f"<{C}>{{}}</{C}><{C}>{{}}</{C}>", "baked-twice"),
        (f"<{C}>{{}}</{C}><g><{C}/></g>", "baked-twice"),
        (f"<{C} verify='{JWS}'>{{}}</{C}>", "baked-ambiguous"),
        (f"<{C}>{{}}<{C}/></{C}>", "baked-not-a-credential"),
        (f"<{C}><g>{{}}</g></{C}>", "baked-not-a-credential"),
        (f"<{C}/>", "baked-not-a-credential"),
        (f"<{C}>https://a.example/1</{C}>", "baked-not-a-credential"),
        (f"<!-- <{C}>{{}}</{C}> -->", "not-baked"),
        (f"<{C.upper()}>{{}}</{C.upper()}>".replace("OPENBADGES", "openbadges"), "not-baked"),
        ("<g>", "svg-not-well-formed"),
        ("&nbsp;", "svg-entities"),
        (f"<{C} verify='&jws;'/>", "svg-entities"),
        ("<g>" * 300 + "</g>" * 300, "svg-too-complex"),
        ("<g/>" * 50_001, "svg-too-complex"),
        (" " * 6_000_000, "image-too-large"),
    ],
)
def test_an_svg_that_is_unclear_or_broken_is_refused(body: str, code: str) -> None:
    assert code_of(svg(body, attributes=NS)) == code


@pytest.mark.parametrize(
    ("before", "code"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "x">]>', "svg-dtd"),
        ('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "svg-dtd"),
        ('<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://a.example/x.dtd"> %x;]>', "svg-dtd"),
        ('<!DOCTYPE svg SYSTEM "x.dtd" [<!ATTLIST svg onload CDATA "x">]>', "svg-dtd"),
        ("<!DOCTYPE svg []>", "svg-dtd"),
        ("<!DOCTYPE svg><!DOCTYPE svg>", "svg-dtd"),
        ("<!DOCTYPE svg 'x'>", "svg-not-well-formed"),
        ("<!DOCTYPE svg PUBLIC 'x'>", "svg-not-well-formed"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "svg-encoding"),
        ('<?xml version="1.0" encoding="UTF-7"?>', "svg-encoding"),
    ],
)
def test_a_document_type_or_encoding_of_its_own_is_refused(before: str, code: str) -> None:
    picture = svg("<g/>", before=before)
    assert code_of(picture) == code
    with pytest.raises(Unusable) as caught:
        bake(picture, JWS)
    assert caught.value.code == code


def test_entities_of_a_bare_document_type_are_refused_not_dropped() -> None:
    before = '<!DOCTYPE svg SYSTEM "https://a.example/x.dtd">'
    assert code_of(svg(f"<{C} verify='{JWS}&x;'/>", attributes=NS, before=before)) == "svg-entities"


def test_a_billion_laughs_are_refused() -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    before = f'<!DOCTYPE svg [<!ENTITY l0 "lol">{laughs}]>'
    assert code_of(svg(f"<{C}>&l9;</{C}>", attributes=NS, before=before)) == "svg-dtd"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_refused_clearly(encoding: str) -> None:
    assert code_of(svg("<g/>").decode().encode(encoding)) == "svg-encoding"


@pytest.mark.parametrize(
    "root", ["<svg/>", "<g><svg/></g>", '<svg xmlns="urn:other"/>', "<a:svg xmlns:a='u:x'/>"]
)
def test_a_root_that_is_no_svg_is_refused(root: str) -> None:
    assert code_of(root.encode()) == "not-svg"


ACTIVE = [
    "<script>alert(1)</script>",
    "<SCRIPT/>",
    '<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>',
    '<h:img xmlns:h="http://www.w3.org/1999/xhtml" alt="x"/>',
    "<g onclick='alert(1)'/>",
    "<g ONLOAD='alert(1)'/>",
    "<foreignObject/>",
    "<a href='javascript:alert(1)'/>",
    "<a xlink:href=' java&#10;script:alert(1)'/>",
    "<a href='https://a.example/'/>",
    "<use xlink:href='other.svg#a'/>",
    "<image href='https://a.example/p.png'/>",
    "<image href='data:image/svg+xml;base64,AAAA'/>",
    "<image href='//a.example/p.png'/>",
    "<set attributeName='onclick' to='x'/>",
    "<animate attributeName='xlink:href' to='#a'/>",
    "<animate attributeName='x' values='javascript:alert(1)'/>",
    "<g fill='url(https://a.example/#a)'/>",
    "<g fill=\"url( 'https://a.example/' )\"/>",
    "<g fill='url(#a) url(x'/>",
    "<g style='fill:u\\72l(x)'/>",
    "<g style='background:url(//a.example)'/>",
    "<style>@import 'https://a.example/x.css';</style>",
    "<style><![CDATA[@imp]]><!-- -->ort 'x';</style>",
    "<style>@imp<g/>ort 'x';</style>",
    "<style>g{background:image-set('x' 1x)}</style>",
    "<g xml:base='https://a.example/'/>",
    "<?xml-stylesheet href='x.css'?>",
]


@pytest.mark.parametrize("body", ACTIVE)
def test_nothing_is_baked_into_a_picture_that_acts_or_reaches_out(body: str) -> None:
    with pytest.raises(Refused) as caught:
        bake(svg(body, attributes=HREF), JWS)
    assert caught.value.code == "svg-active-content"


@pytest.mark.parametrize("body", ACTIVE)
def test_unbaking_a_picture_that_acts_is_harmless(body: str) -> None:
    picture = svg(f"<{C} verify='{JWS}'/>{body}", attributes=NS + HREF)
    assert unbake(picture) == JWS


@pytest.mark.parametrize(
    "body",
    [
        "<use href='#a'/><use xlink:href='#a'/>",
        "<image href='data:image/png;base64,iVBORw0KGgo='/>",
        "<style>g{fill:url(#a);stroke:red}</style><g style='fill:url(\"#a\")'/>",
        "<animate attributeName='opacity' values='0;1'/>",
        "<text>javascript: url(x) &lt;script></text>",
    ],
)
def test_a_still_picture_is_baked(body: str) -> None:
    assert unbake(bake(svg(body, attributes=HREF), JWS)) == JWS


def test_a_character_that_xml_lacks_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        bake(svg(), '{"a":"\uffff"}')
    assert caught.value.code == "svg-cannot-carry"


@pytest.mark.parametrize(
    "picture",
    [
        svg(attributes="".join(f' a{i}=""' for i in range(240_000))),
        svg(attributes=f' fill="{"url(" * 1_000_000}"'),
        svg(attributes=f' fill="url({" " * 4_000_000}"'),
        svg("<style>" + "expression   " * 300_000 + "</style>"),
        svg(f"<{C}>" + "\n" * 4_000_000 + f"</{C}>", attributes=NS),
        svg(before="<!--" * 1000),
        svg(before="<?a?>" * 10_000),
    ],
)
def test_hostile_svgs_are_decided_quickly(picture: bytes) -> None:
    start = time.process_time()
    for attempt in (lambda: bake(picture, JWS), lambda: unbake(picture)):
        try:
            attempt()
        except (Refused, Unusable):
            continue
    assert time.process_time() - start < 10
