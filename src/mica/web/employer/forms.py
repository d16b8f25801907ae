"""Forms of whoever asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mica.wallet.rules.sharing import MAX_WORDS
from mica.web.learner.forms import DayInput
from mica.web.learner.sharing_forms import usual_end


class AskForm(forms.Form):
    """Proof of what, because of what, until when, and of whom."""

    what = forms.CharField(
        label=_("Proof of what"),
        help_text=_("In a few words, such as “First aid, still valid”."),
        max_length=MAX_WORDS,
    )
    why = forms.CharField(
        label=_("Why"),
        help_text=_("They read it before they decide, such as “The post on ward 4 needs it”."),
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    until = forms.DateField(
        label=_("Until"),
        help_text=_("The last day on which you need it. Answers can be seen no longer than that."),
        widget=DayInput(),
        initial=usual_end,
    )
    address = forms.EmailField(
        label=_("Whom to ask"),
        help_text=_(
            "They get a mail with a link, and need no account before. Leave it empty for a link "
            "that you hand out yourself."
        ),
        required=False,
    )
