"""Forms of awards: awarding one, and each act in an award's life."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mica.catalogue.rules import last_moment
from mica.core import errors
from mica.issuing.queries import EXPIRING, RETURNED, Award
from mica.issuing.rules import grants
from mica.issuing.rules.grants import Evidence, Fault, Grant
from mica.issuing.rules.life import Standing
from mica.issuing.sentences import SENTENCES
from mica.issuing.words import REASONS
from mica.web.answers import sentence_of
from mica.web.learner.forms import DayInput

_FIELDS: Final = {
    "evidence": "evidence_1",
    "schedule-in-past": "at",
    "renewal-ends-no-later": "until",
    "no-end-to-renew": "until",
}
"""Where a form says what is wrong with a value, or what a code is about."""
EVIDENCE: Final = 3
"""Pieces of evidence a form asks for; those that an award has beyond stay."""
CHOICES: Final = (
    ("", _("All")),
    (Standing.ISSUED.value, _("Issued, not claimed yet")),
    (Standing.CLAIMED.value, _("Claimed")),
    (RETURNED, _("Mail came back")),
    (Standing.SCHEDULED.value, _("Scheduled")),
    (EXPIRING, _("Expires soon")),
    (Standing.EXPIRED.value, _("Expired")),
    (Standing.SUSPENDED.value, _("Suspended")),
    (Standing.REVOKED.value, _("Revoked")),
    (Standing.CANCELLED.value, _("Given up before issue")),
)


class SearchForm(forms.Form):
    """What a list of awards shows."""

    search = forms.CharField(
        label=_("Name, email or reference"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    standing = forms.ChoiceField(label=_("State"), required=False, choices=CHOICES)
    achievement = forms.TypedChoiceField(label=_("Achievement"), required=False, empty_value=None)

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen = self.fields["achievement"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - declared above
        chosen.choices = [("", _("All")), *offered]


class _Granted(forms.Form):
    """What is granted: the part that awarding and correcting share."""

    name = forms.CharField(
        label=_("Name of the learner"),
        max_length=grants.MAX_NAME,
        help_text=_("As it stands on the credential."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    result = forms.CharField(
        label=_("Result"),
        required=False,
        max_length=grants.MAX_NAME,
        help_text=_("Such as “Passed” or “87 of 100”."),
    )
    awarded = forms.DateField(
        label=_("Date of the award"),
        required=False,
        widget=DayInput(),
        help_text=_("Empty: today."),
    )
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DayInput(),
        help_text=_("It holds through this day. Empty: as the achievement says."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=grants.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands on the credential, for everybody who sees it."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for number in range(1, EVIDENCE + 1):
            self.fields[f"evidence_{number}"] = forms.CharField(
                label=_("Link %(n)d") % {"n": number},
                required=False,
                max_length=grants.MAX_TEXT,
                widget=forms.URLInput(attrs={"placeholder": "https://", "dir": "ltr"}),
            )
            self.fields[f"evidence_name_{number}"] = forms.CharField(
                label=_("What it is %(n)d") % {"n": number},
                required=False,
                max_length=grants.MAX_NAME,
            )

    def evidence_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Link and name of each piece, for the page."""
        numbers = range(1, EVIDENCE + 1)
        return [(self[f"evidence_{n}"], self[f"evidence_name_{n}"]) for n in numbers]

    def has_evidence(self) -> bool:
        """Whether any of it is filled in, or wrong."""
        return any(
            field.value() or field.errors for pair in self.evidence_fields() for field in pair
        )

    def evidence(self, before: Sequence[Evidence] = ()) -> tuple[Evidence, ...]:
        """The pieces that were given; what a piece said before and is not asked for stays."""
        found = []
        for number in range(1, EVIDENCE + 1):
            url = self.cleaned_data[f"evidence_{number}"].strip()
            name = self.cleaned_data[f"evidence_name_{number}"].strip()
            old = before[number - 1] if number <= len(before) else Evidence()
            one = Evidence(url, name, old.narrative if url or name or not old.url else "")
            if any((one.url, one.name, one.narrative)):
                found.append(one)
        return (*found, *before[EVIDENCE:])

    def awarded_at(self) -> datetime | None:
        """The first moment of the day, or None."""
        return _begin(self.cleaned_data["awarded"])

    def until_at(self) -> datetime | None:
        """The last moment of the day, or None."""
        return _end(self.cleaned_data["until"])


class AwardForm(_Granted):
    """One learner, and what is granted."""

    achievement = forms.ChoiceField(label=_("Achievement"))
    address = forms.CharField(
        label=_("Email of the learner"),
        required=False,
        max_length=grants.MAX_ADDRESS,
        help_text=_("We write there. Without one, print a slip with a code."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    reference = forms.CharField(
        label=_("Your reference"),
        required=False,
        max_length=grants.MAX_NAME,
        help_text=_("Such as a student number. Needed where there is no email."),
    )
    at = forms.DateTimeField(
        label=_("Issue later"),
        required=False,
        help_text=_("The day and time at which the learner gets it. Empty: now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    field_order = ("achievement", "name", "address", "reference", "result", "awarded", "until")

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen = self.fields["achievement"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - declared above
        chosen.choices = list(offered)

    def grant(self) -> Grant:
        """What is granted to whom."""
        given = self.cleaned_data
        return Grant(
            name=given["name"],
            address=given["address"],
            reference=given["reference"],
            result=given["result"],
            awarded=self.awarded_at(),
            evidence=self.evidence(),
            note=given["note"],
            until=self.until_at(),
        )


class CorrectForm(_Granted):
    """What is right."""

    def __init__(self, *args: Any, award: Award, **more: Any) -> None:
        self.before = tuple(Evidence(**one) for one in award.evidence)
        self.award = award
        super().__init__(*args, initial=self._initial(), **more)
        self.fields["until"].help_text = _("It holds through this day.")
        self.fields["awarded"].help_text = ""

    def _initial(self) -> dict[str, Any]:
        award = self.award
        return {
            "name": award.name,
            "result": award.result,
            "note": award.note,
            "awarded": timezone.localdate(award.awarded),
            "until": timezone.localdate(award.valid_until) if award.valid_until else None,
            **{f"evidence_{n}": one.url for n, one in enumerate(self.before[:EVIDENCE], start=1)},
            **{
                f"evidence_name_{n}": one.name
                for n, one in enumerate(self.before[:EVIDENCE], start=1)
            },
        }

    def grant(self) -> Grant:
        """What is right. A day that was not changed keeps its hour."""
        given = self.cleaned_data
        return Grant(
            name=given["name"],
            result=given["result"],
            note=given["note"],
            evidence=self.evidence(self.before),
            awarded=self.awarded_at() if "awarded" in self.changed_data else None,
            until=self.until_at() if "until" in self.changed_data else None,
        )


class ReasonForm(forms.Form):
    """Why something is ended."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[(reason.value, word) for reason, word in REASONS.items()],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=grants.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The learner reads it."),
    )


class NoteForm(forms.Form):
    """A word to the learner."""

    note = ReasonForm.base_fields["note"]


class RenewForm(forms.Form):
    """A new term."""

    until = forms.DateField(
        label=_("Last day of the new term"),
        required=False,
        widget=DayInput(),
        help_text=_("Empty: as long as the achievement says, from the end of this term on."),
    )
    result = _Granted.base_fields["result"]
    note = _Granted.base_fields["note"]

    def until_at(self) -> datetime | None:
        """The last moment of the day, or None."""
        return _end(self.cleaned_data["until"])


class ResendForm(forms.Form):
    """Where the claim goes."""

    address = forms.CharField(
        label=_("Email of the learner"),
        max_length=grants.MAX_ADDRESS,
        help_text=_("Another address makes a new code; the one sent before opens nothing then."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


@contextmanager
def told(form: forms.Form) -> Iterator[None]:
    """Where a value or a state does not allow an action, say so on the form, beside the fields."""
    try:
        yield
    except errors.Unfit as error:
        faults: Iterable[Fault] = error.data.get("faults", ())  # type: ignore[assignment]
        for fault in faults:
            _add(form, _FIELDS.get(fault.field, fault.field), gettext(SENTENCES[fault.code]))
        if "faults" not in error.data:
            _add(form, _FIELDS.get(error.code, ""), sentence_of(error))


def _add(form: forms.Form, field: str, said: str) -> None:
    form.add_error(field if field in form.fields else None, said)


def _begin(day: date | None) -> datetime | None:
    return None if day is None else timezone.make_aware(datetime.combine(day, time()))


def _end(day: date | None) -> datetime | None:
    return None if day is None else last_moment(day, timezone.get_current_timezone())
