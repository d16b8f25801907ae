"""Forms in which a learner says what is shown, to whom, why, and until when."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mica.wallet.queries.holdings import Held
from mica.wallet.rules.sharing import MAX_WORDS, USUAL
from mica.web.learner.forms import DayInput
from mica.web.states import STATES


def usual_end() -> date:
    """The last day where nothing else is chosen."""
    return timezone.localdate() + USUAL


class ChooseForm(forms.Form):
    """Which credentials are shown."""

    holdings = forms.MultipleChoiceField(
        label=_("Credentials to show"),
        help_text=_("Each is shown whole, with your name: a part would no longer be signed."),
        error_messages={"required": _("Choose at least one credential.")},
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, held: Iterable[Held], **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["holdings"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(one.holding.id), _label(one)) for one in held]

    def chosen(self) -> list[UUID]:
        """The ids that were ticked."""
        return [UUID(one) for one in self.cleaned_data["holdings"]]


class ShareForm(ChooseForm):
    """A new share."""

    recipient = forms.CharField(
        label=_("For whom"),
        help_text=_("A person or an organisation, such as “Harbour Hospital, personnel office”."),
        max_length=MAX_WORDS,
    )
    purpose = forms.CharField(
        label=_("Why"),
        help_text=_("They read it before they see anything, such as “My application of May”."),
        max_length=MAX_WORDS,
        required=False,
    )
    until = forms.DateField(
        label=_("Until"),
        help_text=_("The last day. You can end it earlier, at any time."),
        widget=DayInput(),
        initial=usual_end,
    )


class EndForm(forms.Form):
    """Another last day."""

    until = forms.DateField(label=_("Last day"), widget=DayInput())


class DeclineForm(forms.Form):
    """No, with a word or without."""

    word = forms.CharField(
        label=_("A word to them"),
        max_length=MAX_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _label(one: Held) -> str:
    row = one.holding
    name = row.name or gettext("A credential without a name")
    issuer = row.issuer_name or row.issuer_id
    return f"{name} · {issuer} · {STATES[one.state.value].word}"
