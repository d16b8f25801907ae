"""Forms of the pages on which many are awarded."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: Final[Mapping[str, str | Promise]] = {
    "name": _("Name"),
    "address": _("Email"),
    "reference": _("Reference"),
    "result": _("Result"),
    "date": _("Date"),
    "until": _("Valid until"),
    "evidence": _("Evidence link"),
    "evidence_name": _("Evidence name"),
    "evidence_text": _("Evidence text"),
    "note": _("Note"),
}
"""What the columns are called on pages."""
_LONG: Final = ("evidence_text", "note")
_HINTS: Final[Mapping[str, str | Promise]] = {
    "reference": _("Your own number for the learner."),
    "date": _("Year-month-day, such as 2026-05-31. Without one: the day of the award."),
    "until": _("Year-month-day. Without one: as the achievement says."),
    "evidence": _("It begins with https://"),
}


class UploadForm(forms.Form):
    """A file, for which achievement, and when."""

    achievement = forms.ChoiceField(label=_("What is awarded"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, one row for each learner; at most 50 MB and 200,000 rows."),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(
            attrs={
                "accept": ".csv,.tsv,.txt,.xlsx,text/csv,"
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )
    at = forms.DateTimeField(
        label=_("Issue later"),
        required=False,
        help_text=_("The day and time at which learners get their mail. Empty: when you start."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen = self.fields["achievement"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - declared above
        chosen.choices = list(offered)


class RowForm(forms.Form):
    """What a row says, field by field; whether that can be awarded is for the rules."""

    def __init__(
        self,
        *args: Any,
        cells: Mapping[str, str],
        wrong: Sequence[tuple[str, str]],
        titles: Mapping[str, str],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        for field, label in LABELS.items():
            title = titles.get(field)
            self.fields[field] = forms.CharField(
                label=str(label) if title in {None, label} else f"{label} · “{title}”",
                required=field == "name",
                initial=cells.get(field, ""),
                max_length=10_000,
                help_text=str(_HINTS.get(field, "")),
                widget=forms.Textarea(attrs={"rows": 3}) if field in _LONG else forms.TextInput(),
            )
        self.wrong: dict[str, list[str]] = {}
        for field, sentence in wrong:
            self.wrong.setdefault(field, []).append(sentence)

    def show_faults(self) -> None:
        """Say beside each field what is wrong with what was kept."""
        self.is_bound = True
        self.data = {
            name: self.get_initial_for_field(one, name) for name, one in self.fields.items()
        }
        self.full_clean()
        self.errors.clear()
        for field, sentences in self.wrong.items():
            for sentence in sentences:
                self.add_error(field, sentence)
