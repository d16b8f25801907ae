"""Forms of an organisation's pages."""

from datetime import datetime, time, timedelta

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator, URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mica.people import rules
from mica.web.learner.forms import DayInput

KINDS = (
    ("university", _("University or college")),
    ("vocational", _("Vocational school or centre")),
    ("school", _("School")),
    ("company", _("Company that trains")),
    ("ngo", _("Association or non-governmental organisation")),
    ("professional", _("Professional body")),
    ("employer", _("Employer")),
    ("agency", _("Quality-assurance agency")),
    ("authority", _("Authority")),
)
ROLES = (
    ("reader", _("Reader: sees everything, changes nothing")),
    ("officer", _("Officer: describes and awards")),
    ("owner", _("Owner: also invites members, and makes tokens and keys")),
)
SCOPES = {
    "awards:read": _("See awards"),
    "awards:write": _("Award, suspend, revoke"),
    "achievements:read": _("See achievements"),
    "achievements:write": _("Describe and publish achievements"),
    "verify": _("Verify credentials"),
    "requests:read": _("See requests and their answers"),
    "requests:write": _("Ask learners for proof"),
    "keys:read": _("See signing keys"),
    "keys:write": _("Replace signing keys"),
    "credentials:issue": _("Issue through the VC API"),
}
"""Each scope, and what it lets a machine do."""


class OrganisationForm(forms.Form):
    """What an organisation says of itself."""

    name = forms.CharField(
        label=_("Name"), help_text=_("As it stands on credentials."), max_length=200
    )
    about = forms.CharField(
        label=_("About"),
        help_text=_("A few sentences for learners and employers."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    website = forms.CharField(
        label=_("Website"),
        required=False,
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.URLInput(attrs={"placeholder": "https://", "dir": "ltr"}),
    )
    contact = forms.EmailField(
        label=_("Address for the public"),
        required=False,
        help_text=_("Everybody can see it."),
    )
    country = forms.CharField(
        label=_("Country"),
        help_text=_("Two letters, such as IE or KE."),
        required=False,
        validators=[RegexValidator(r"^[A-Za-z]{2}$", _("Two letters, such as IE or KE."))],
        widget=forms.TextInput(attrs={"autocomplete": "country", "maxlength": 2}),
    )
    language = forms.ChoiceField(
        label=_("Language of its mail"), choices=lambda: settings.LANGUAGES
    )


class RegisterForm(OrganisationForm):
    """The same, and what it is, which stays."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        help_text=_("Choose with care: it cannot be changed here later."),
        choices=(("", _("Choose…")), *KINDS),
    )
    field_order = ("name", "kind", "about")


class InvitationForm(forms.Form):
    """Whom to ask, and for what."""

    address = forms.EmailField(label=_("Address"), help_text=_("We write to them."))
    role = forms.ChoiceField(
        label=_("Role"), choices=ROLES, initial="officer", widget=forms.RadioSelect
    )


class RoleForm(forms.Form):
    """Another role."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)


class TokenForm(forms.Form):
    """A token to be made."""

    name = forms.CharField(
        label=_("What it is for"), help_text=_("Such as “Student records system”."), max_length=100
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(scope, SCOPES[scope]) for scope in rules.SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(
        label=_("Until"),
        help_text=_("The last day. Without one it lasts until you revoke it."),
        required=False,
        widget=DayInput(),
    )

    def end(self) -> datetime | None:
        """The end of the last day."""
        last = self.cleaned_data["until"]
        if last is None:
            return None
        return timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))


class LearnerForm(forms.Form):
    """A learner without an address."""

    name = forms.CharField(label=_("Name"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)
    born = forms.DateField(label=_("Date of birth"), required=False, widget=DayInput())
