"""The helpers see what they are there to see."""

import pytest
from playwright.sync_api import Page

from tests.browser.looking import assert_accessible, assert_fits, tab_to

SOUND = '<!DOCTYPE html><html lang="en"><title>x</title><main><h1>x</h1>{}</main>'


def test_a_picture_without_words_is_found(page: Page) -> None:
    page.set_content(SOUND.format('<img src="data:,">'))

    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)


def test_pale_text_in_the_dark_alone_is_found(page: Page) -> None:
    dark = "@media (prefers-color-scheme: dark) { p { color: #ddd } }"
    page.set_content(SOUND.format(f"<style>{dark}</style><p>too pale to read</p>"))

    with pytest.raises(AssertionError, match="dark: color-contrast") as raised:
        assert_accessible(page)
    assert "light: " not in str(raised.value)


def test_what_is_too_wide_is_named(page: Page) -> None:
    page.set_content(SOUND.format('<pre id="wide">' + 99 * "x" + "</pre>"))

    with pytest.raises(AssertionError, match='id="wide"'):
        assert_fits(page)


def test_a_control_that_hides_its_focus_is_found(page: Page) -> None:
    page.set_content(SOUND.format('<button style="outline: none">x</button>'))

    with pytest.raises(AssertionError, match="no outline on 'x'"):
        tab_to(page, "x")


def test_a_control_out_of_reach_is_found(page: Page) -> None:
    page.set_content(SOUND.format('<a href="#y">y</a><button tabindex="-1">x</button>'))

    with pytest.raises(pytest.fail.Exception, match="'x' is not among"):
        tab_to(page, "x", within=3)
