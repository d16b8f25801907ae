"""Every part of the look on one page, so that each is looked at in each scheme and width."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import RequestContext, Template

from mica.web.sheets import Sheet
from mica.web.states import STATES
from mica.web.templatetags.mica import SHAPES

KIT = Path(__file__).with_name("kit.html").read_text(encoding="utf-8")
STACK = (
    Sheet("Bread baking basics", 2, 3, "EQF 3", "2 credits"),
    Sheet("Food hygiene for small kitchens", 1, 3, "EQF 3", "1 credit"),
    Sheet("Bookkeeping", 4, 4, "EQF 4", "4 credits"),
    Sheet("Running a small bakery", 5, 5, "EQF 5", "5 credits", "new"),
    Sheet("Apprentice training", 3, 5, "EQF 5", "3 credits", "gap"),
)


class AwardForm(forms.Form):
    """One field of each sort."""

    name = forms.CharField(label="Name of the achievement", help_text="As it will be printed.")
    email = forms.EmailField(required=False)
    level = forms.ChoiceField(choices=[("4", "EQF 4"), ("5", "EQF 5")])
    how = forms.ChoiceField(choices=[("a", "A test"), ("b", "Work")], widget=forms.RadioSelect)
    skills = forms.MultipleChoiceField(
        choices=[("x", "Baking"), ("y", "Selling")], widget=forms.CheckboxSelectMultiple
    )
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label="List of learners", help_text="CSV or Excel, up to 20 MB.")
    agree = forms.BooleanField(label="I may award this", help_text="Recorded with your name.")


@dataclass(frozen=True)
class Line:
    """A check, or what needs somebody now."""

    kind: str = ""
    word: str = ""
    sentence: str = ""
    advice: str = ""
    count: int | None = None
    text: str = ""
    action: str = ""
    url: str = "#"


def kit(request: HttpRequest) -> str:
    """The page of all parts."""
    context = {
        "form": AwardForm({"email": "x"}),
        "stack": STACK,
        "states": STATES,
        "kinds": SHAPES,
        "day": date(2026, 3, 1),
        "now": datetime(2026, 3, 1, 12, 30, tzinfo=UTC),
        "page": Paginator(range(100), 10).page(3),
        "crumbs": [("Harbour Vocational School", "#"), ("Awards", "#")],
        "tabs": [("All", "#", True), ("Claimed", "#", False), ("Revoked", "#", False)],
        "facts": [
            ("Awarded to", "Amina Diallo"),
            ("Note", ""),
            ("Id", "urn:uuid:" + 12 * "7b1c0a9e"),
        ],
        "needs": [
            Line(count=3, text="awards were sent back", action="Look at them"),
            Line(text="A signing key ends in 12 days.", action="Rotate it"),
        ],
        "checks": [
            Line("passed", "Passed", "The signature is that of Harbour Vocational School."),
            Line("failed", "Failed", "It was revoked on 3 March 2026.", "Ask for a newer one."),
            Line("undecided", "Undecided", "The status list was out of reach.", "Try again later."),
        ],
    }
    return Template(KIT).render(RequestContext(request, context))
