"""Forms of the wallet."""

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from mica.wallet.actions.arriving import MAX_THINGS, Thing
from mica.wallet.rules import reading

_MAX_TEXT: Final = reading.MAX_BYTES


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FileList(forms.FileField):
    """Several files; Django's own field gives the last alone."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """The files."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(_FileList, self).clean(one, initial) for one in given]


class ImportForm(forms.Form):
    """What others issued: files, or a text."""

    file = _FileList(
        label=_("Files"),
        help_text=_("Documents (JSON) or pictures (PNG, SVG) that carry one. Several at once."),
        required=False,
    )
    text = forms.CharField(
        label=_("Or a link or text"),
        help_text=_("Paste what you were sent. Several links or tokens: one a line."),
        required=False,
        max_length=_MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "dir": "ltr"}),
    )

    def clean(self) -> dict[str, Any]:
        """Something has to be given, and not too much."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("file") and not cleaned.get("text") and not self.errors:
            raise forms.ValidationError(_("Choose a file, or paste a link or a text."))
        if len(cleaned.get("file") or []) > MAX_THINGS:
            self.add_error("file", _("Choose fewer files at once."))
        return cleaned

    def things(self) -> list[Thing]:
        """What was handed over. A file that is too large is read as far as that shows."""
        files = [
            Thing(one.name or "", one.read(_MAX_TEXT + 1)) for one in self.cleaned_data["file"]
        ]
        text = self.cleaned_data["text"]
        return files + ([Thing("", one) for one in reading.pasted(text)] if text else [])


class CodeForm(forms.Form):
    """A claim code as it was typed."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Four groups of four letters and digits, such as 7KQ2-M4XC-90WD-B3TR."),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
    )


class ClaimForm(forms.Form):
    """Taking an award, with or without an identifier of one's own."""

    proof = forms.CharField(
        label=_("The signed presentation"),
        help_text=_("As your own wallet or program made it: JSON, or a token."),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "dir": "ltr"}),
    )


class ProveForm(forms.Form):
    """The code that was sent to an address."""

    typed = forms.CharField(
        label=_("The code from the mail"),
        help_text=_("Eight letters and digits. Capitals and spaces make no difference."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
    )
