import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.test import override_settings
from django.utils import translation

from mica.web.forms import Renderer
from mica.web.states import STATES
from mica.web.templatetags.mica import SHAPES, moment, scale, shape, state


class Award(forms.Form):
    name = forms.CharField(help_text="As it stands on the credential.")
    note = forms.CharField(required=False)
    how = forms.ChoiceField(choices=[("a", "A test"), ("b", "Work")], widget=forms.RadioSelect)
    agree = forms.BooleanField(help_text="Recorded with your name.")
    batch = forms.CharField(widget=forms.HiddenInput)


def rendered(text: str, **context: object) -> str:
    return Template("{% load mica %}" + text).render(Context(context))


def ids(html: str) -> list[str]:
    return re.findall(r' id="([^"]+)"', html)


@pytest.mark.parametrize("name", STATES)
def test_every_state_has_a_shape_and_a_word(name: str) -> None:
    html = state(name)
    word = html.rpartition("</svg>")[2].removesuffix("</span>")

    assert (str(shape(STATES[name].kind)) in html, word) == (True, str(STATES[name].word))


def test_every_kind_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)


def test_a_state_may_bring_its_own_word_and_kind() -> None:
    html = state("on-strike", "<On strike>", "paused")

    assert html.endswith("&lt;On strike&gt;</span>")


def test_a_state_nobody_described_is_an_error_and_not_a_blank() -> None:
    with pytest.raises(KeyError):
        state("unheard-of")


def test_a_scale_shows_its_place_and_says_it() -> None:
    html = scale(5, 8, "Level 5 of 8")

    assert (html.count('<i class="on">'), html.count("<i>")) == (5, 3)
    assert html.endswith("Level 5 of 8</span>")


def test_a_day_is_written_for_people_and_machines() -> None:
    with translation.override("en"):
        html = rendered("{{ value|day }}", value=date(2026, 3, 1))

    assert html == '<time datetime="2026-03-01">March 1, 2026</time>'


@override_settings(TIME_ZONE="Pacific/Auckland")
def test_a_moment_near_midnight_is_the_day_where_the_site_is() -> None:
    with translation.override("en"):
        html = rendered("{{ value|day }}", value=datetime(2026, 3, 1, 12, tzinfo=UTC))

    assert html == '<time datetime="2026-03-02">March 2, 2026</time>'


def test_a_moment_names_its_zone() -> None:
    assert ">March 1, 2026, noon UTC<" in moment(datetime(2026, 3, 1, 12, tzinfo=UTC))


def test_no_day_is_nothing() -> None:
    assert rendered("{{ value|day }}{{ value|moment }}", value=None) == ""


def test_everything_a_field_points_at_is_there() -> None:
    html = Award({}, renderer=Renderer()).render()
    pointed = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    linked = re.findall(r'href="#([^"]+)"', html)

    assert (len(pointed), len(linked)) == (5, 3)
    assert [one for one in [*pointed, *linked] if ids(html).count(one) != 1] == []


def test_no_id_is_given_twice() -> None:
    found = ids(Award({}, renderer=Renderer()).render())

    assert len(found) == len(set(found))


def test_every_control_has_a_label() -> None:
    html = Award(renderer=Renderer()).render()
    controls = re.findall(r'<input type="(?!hidden)[^>]* id="([^"]+)"', html)
    labels = re.findall(r'<label for="([^"]+)"', html)

    assert (sorted(controls), len(controls)) == (sorted(labels), 5)


def test_only_what_is_optional_is_marked() -> None:
    html = Award(renderer=Renderer()).render()

    assert re.findall(r'for="(\w+)">[^<]* <span class="need">', html) == ["id_note"]


def test_a_group_of_choices_is_told_its_question() -> None:
    html = Award(renderer=Renderer()).render()

    assert re.findall(r"<fieldset[^>]*>\s*<legend>(\w+)", html) == ["How"]


def test_a_fault_of_a_hidden_field_is_told_without_a_link() -> None:
    html = Award({"name": "x", "how": "a", "agree": "on"}, renderer=Renderer()).render()

    assert re.findall(r"<li>(.*?)</li>", html)[0] == "Batch: This field is required."


def test_a_form_that_was_not_sent_yet_has_no_faults() -> None:
    assert "notice" not in Award(renderer=Renderer()).render()
