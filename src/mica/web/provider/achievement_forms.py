"""The form in which an achievement is written."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mica.catalogue import rules
from mica.catalogue.rules import Credit, Description, Fault, Lasts, Level, Validity
from mica.catalogue.sentences import SENTENCES
from mica.standards.vocabulary import AchievementType
from mica.web.described import KINDS, LABELS
from mica.web.learner.forms import DayInput

_ASKED: Final = ("name", "description", "criteria", "outcomes")
_FIELDS: Final = {"level": "level_framework", "credit": "credit_amount"}
_VALIDITY: Final = {"end-missing": "until", "period-missing": "months"}


class AchievementForm(forms.Form):
    """A description. A draft may lack anything; whether it is whole is asked before publishing."""

    use_required_attribute = False  # or a browser would keep an incomplete draft back

    name = forms.CharField(
        label=LABELS["name"],
        required=False,
        max_length=rules.MAX_NAME,
        help_text=_("As it stands on credentials, such as “Bread baking”."),
    )
    description = forms.CharField(
        label=LABELS["description"],
        required=False,
        max_length=rules.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A few sentences for people who do not know it."),
    )
    criteria = forms.CharField(
        label=LABELS["criteria"],
        required=False,
        max_length=rules.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    outcomes = forms.CharField(
        label=LABELS["outcomes"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One statement on each line: “Bakes a loaf from sourdough”."),
    )
    kind = forms.ChoiceField(
        label=LABELS["kind"], choices=[(kind.value, name) for kind, name in KINDS.items()]
    )
    level_framework = forms.CharField(
        label=_("Framework of the level"),
        required=False,
        max_length=100,
        help_text=_("Such as EQF, NQF or SQF."),
    )
    level_key = forms.CharField(
        label=LABELS["level"], required=False, max_length=50, help_text=_("Such as 4, 4+ or B2.")
    )
    credit_amount = forms.CharField(
        label=LABELS["credit"], required=False, max_length=20, help_text=_("Such as 5 or 2.5.")
    )
    credit_unit = forms.CharField(
        label=_("Unit of the credit"), required=False, max_length=100, help_text=_("Such as ECTS.")
    )
    lasts = forms.ChoiceField(
        label=LABELS["validity"],
        choices=(
            (Lasts.EVER.value, _("For ever")),
            (Lasts.PERIOD.value, _("For a number of months from the award on")),
            (Lasts.UNTIL.value, _("Until a day")),
        ),
        initial=Lasts.EVER.value,
        widget=forms.RadioSelect,
    )
    months = forms.IntegerField(
        label=_("Months"), required=False, min_value=1, max_value=rules.MAX_MONTHS
    )
    until = forms.DateField(
        label=_("Last day"), required=False, widget=DayInput(), help_text=_("It holds through it.")
    )
    language = forms.CharField(
        label=LABELS["language"],
        max_length=20,
        help_text=_("Its code, such as en, fr or pt-BR."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    picture = forms.FileField(
        label=LABELS["picture"],
        required=False,
        help_text=_("PNG, JPEG or WebP, at most 500 kB. It stands on every credential."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    no_picture = forms.BooleanField(label=_("Without this picture"), required=False)

    def __init__(self, *args: Any, kept: Description, **more: Any) -> None:
        """`kept` is what was written so far."""
        super().__init__(*args, **more)
        self.kept = kept
        if not kept.picture:
            del self.fields["no_picture"]
        if not self.is_bound:
            self._ask()

    def full_clean(self) -> None:
        """As any form; what a draft may lack is then shown as needed, since publishing asks it."""
        super().full_clean()
        self._ask()

    def _ask(self) -> None:
        for name in _ASKED:
            self.fields[name].required = True

    def read(self, picture: str) -> Description:
        """What was written, with a picture's id or ""."""
        given = self.cleaned_data
        level = Level(given["level_framework"], given["level_key"])
        credit = Credit(given["credit_unit"], given["credit_amount"])
        return Description(
            name=given["name"],
            description=given["description"],
            criteria=given["criteria"],
            outcomes=tuple(line for line in given["outcomes"].splitlines() if line.strip()),
            kind=AchievementType(given["kind"]),
            language=given["language"],
            level=level if any((level.framework, level.key)) else None,
            credit=credit if any((credit.unit, credit.amount)) else None,
            validity=self._validity(),
            picture=picture,
        )

    def _validity(self) -> Validity:
        given, lasts = self.cleaned_data, Lasts(self.cleaned_data["lasts"])
        if lasts is Lasts.PERIOD:
            return Validity(lasts, months=given["months"])
        if lasts is Lasts.UNTIL and given["until"]:
            zone = timezone.get_current_timezone()
            return Validity(lasts, rules.last_moment(given["until"], zone))
        return Validity(lasts)

    def tell(self, faults: Iterable[Fault]) -> None:
        """Say beside each field what keeps the description from being published."""
        for fault in faults:
            field = _VALIDITY.get(fault.code) or _FIELDS.get(fault.field, fault.field)
            self.add_error(field, gettext(SENTENCES[fault.code]))


class NewAchievementForm(AchievementForm):
    """The same, and what stays for all versions."""

    code = forms.CharField(
        label=_("Your own code"),
        required=False,
        max_length=100,
        help_text=_("What your systems call it; learners do not see it."),
    )
    suspendable = forms.BooleanField(
        label=_("Its awards can be suspended for a while"),
        required=False,
        help_text=_("For licences and the like. It cannot be changed later."),
    )


def values_of(description: Description) -> dict[str, Any]:
    """What the form shows of a description."""
    level, credit, validity = description.level, description.credit, description.validity
    until = validity.until
    return {
        "name": description.name,
        "description": description.description,
        "criteria": description.criteria,
        "outcomes": "\n".join(description.outcomes),
        "kind": description.kind.value,
        "language": description.language,
        "level_framework": level.framework if level else "",
        "level_key": level.key if level else "",
        "credit_amount": credit.amount if credit else "",
        "credit_unit": credit.unit if credit else "",
        "lasts": validity.lasts.value,
        "months": validity.months or "",
        "until": timezone.localtime(until).date().isoformat() if until else "",
    }
