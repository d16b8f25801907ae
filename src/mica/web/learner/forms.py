"""Forms of a person's own pages."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """A day, chosen as the browser likes it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ProfileForm(forms.Form):
    """Who somebody is here."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As it should stand on a credential."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Your language"),
        help_text=_("Of these pages, and of the mail you get."),
        choices=lambda: settings.LANGUAGES,
    )
    born = forms.DateField(
        label=_("Date of birth"),
        help_text=_("Only needed where a guardian has to consent. Nobody else sees it."),
        required=False,
        widget=DayInput(),
    )


class NewAddressForm(forms.Form):
    """An address to be added."""

    address = forms.EmailField(
        label=_("Another address"),
        help_text=_("We send a code there, to see that it is yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class PasskeyForm(forms.Form):
    """A new key: what to call it, and what the device answered."""

    name = forms.CharField(
        label=_("What to call it"),
        help_text=_("So that you know later which device it is on."),
        max_length=60,
    )
    answer = forms.JSONField(widget=forms.HiddenInput, required=False)


class HelperForm(forms.Form):
    """Whom a learner wants to act for them."""

    address = forms.EmailField(
        label=_("Address of your helper"),
        help_text=_("Somebody you trust. They see your credentials, and claim and share for you."),
    )
    until = forms.DateField(
        label=_("Until"),
        help_text=_("The last day. Without one, until you or they end it."),
        required=False,
        widget=DayInput(),
    )


class GuardianForm(forms.Form):
    """Who decides for a minor."""

    guardian = forms.CharField(label=_("Name of your parent or guardian"), max_length=200)
    address = forms.EmailField(
        label=_("Their email address"),
        help_text=_("They get a mail with a link. They need no account."),
    )


class LeaveForm(forms.Form):
    """A last question."""

    sure = forms.BooleanField(
        label=_("Yes, delete my account and everything in it that tells who I am."),
    )
