import re
from dataclasses import replace

from mica.web.sheets import Sheet, draw

BREAD = Sheet("Bread baking", 2, 3, "EQF 3", "2 credits")
BAKERY = Sheet("Running a small bakery", 4, 5, "EQF 5", "4 credits", "new")
EDGE = re.compile(r'class="rim" d="M([\d.-]+) ([\d.-]+) [^v]*v([\d.]+)')


def edges(svg: str) -> list[tuple[float, float, float]]:
    """Left, height and thickness of each sheet, in the order they are drawn."""
    return [(float(x), float(y), float(t)) for x, y, t in EDGE.findall(svg)]


def test_a_higher_level_lies_higher() -> None:
    (_, bread, _), (_, bakery, _) = edges(draw([BAKERY, BREAD], "Two"))

    assert bakery < bread


def test_twice_the_credit_is_twice_as_thick() -> None:
    (_, _, bread), (_, _, bakery) = edges(draw([BREAD, BAKERY], "Two"))

    assert bakery == 2 * bread


def test_a_credential_without_credit_is_still_seen() -> None:
    (_, _, thickness), _ = edges(draw([replace(BREAD, credit=0), BAKERY], "Two"))

    assert thickness == 3


def test_a_level_nobody_holds_leaves_room() -> None:
    def rise(level: int) -> float:
        (_, low, _), (_, high, _) = edges(draw([BREAD, replace(BAKERY, level=level)], "Two"))
        return low - high

    assert rise(7) > rise(5) > rise(4)


def test_nothing_leaves_the_drawing() -> None:
    svg = draw([replace(BREAD, name=f"Part {n}", level=n) for n in range(1, 9)], "Eight")
    x, y, width, height = map(float, re.findall(r"[\d.-]+", svg.split('"')[3]))

    assert (x, width) == (0, 360)
    assert all(y <= top - 14 and top + 14 + thick <= y + height for _, top, thick in edges(svg))


def test_a_page_from_right_to_left_has_its_stack_mirrored() -> None:
    [(left, *_)] = edges(draw([BREAD], "One"))
    [(mirrored, *_)] = edges(draw([BREAD], "One", rtl=True))

    assert left + 108 + mirrored == 360


def test_markup_in_a_name_stays_text() -> None:
    svg = draw([replace(BREAD, name="<script>alert(1)</script>", note="<b>")], '"><script>')

    assert svg.count("<script") == svg.count("<b>") == 0


def test_a_long_name_is_whole_for_those_who_point_at_it() -> None:
    name = "Food hygiene for small kitchens"
    svg = draw([replace(BREAD, name=name)], "One")

    assert (f"<title>{name}</title>" in svg, ">Food hygiene for small…<" in svg) == (True, True)


def test_an_empty_stack_is_an_empty_picture() -> None:
    assert edges(draw([], "Nothing")) == []
