"""Forms of the operator's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mica.web.learner.forms import DayInput


class DecisionForm(forms.Form):
    """What an operator says about an organisation."""

    why = forms.CharField(
        label=_("Why"),
        help_text=_("The owners read it. Needed to refuse or suspend."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FindForm(forms.Form):
    """A whole address."""

    address = forms.EmailField(
        label=_("Address"),
        help_text=_("The whole address. Nobody leafs through people here."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class BornForm(forms.Form):
    """A date of birth, as a paper shows it."""

    born = forms.DateField(label=_("Date of birth"), required=False, widget=DayInput())
