"""An organisation's signing keys: which there are, and what its owners do with them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mica.issuing.actions.remaking import order_remaking
from mica.issuing.queries import credentials_by_key
from mica.people.queries import organisation_for
from mica.signing import actions, queries
from mica.signing.errors import Unfit
from mica.signing.queries import KeyView
from mica.vc.keys import KeyType
from mica.web.access import Request, organisation_of, signed_in
from mica.web.answers import said_on, sentence_of
from mica.web.learner.forms import DayInput
from mica.web.provider.organisations import space


class CompromisedForm(forms.Form):
    """Since when a key is not safe, and that one means it."""

    since = forms.DateField(
        label=gettext_lazy("Since when?"),
        help_text=gettext_lazy(
            "The first day on which somebody else may have had the key. If you do not know, choose "
            "the day it was made."
        ),
        error_messages={"required": gettext_lazy("Choose a day.")},
        widget=DayInput(),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I understand: every credential signed by this key stops being valid."),
        error_messages={"required": gettext_lazy("Tick this box if you mean it.")},
    )

    def start(self) -> datetime:
        """The first moment of the day, where the reader is."""
        day: date = self.cleaned_data["since"]
        return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)


@require_safe
@signed_in
def all_keys(request: Request, slug: str) -> HttpResponse:
    """All keys, those that sign first."""
    found = queries.keys_of(request.user, slug)
    return _page(request, "provider/keys.html", slug, found=found)


@require_POST
@signed_in
def make(request: Request, slug: str) -> HttpResponse:
    """Make a key of a kind of which there is none."""
    organisation = organisation_of(request, slug, "owner")
    try:
        kind = KeyType(request.POST.get("kind", ""))
        actions.make_key(organisation.id, kind, by=request.user.id, now=timezone.now())
    except ValueError:
        messages.error(request, _("Choose one of the kinds of key that are offered."))
    except Unfit as error:
        messages.error(request, sentence_of(error))
    else:
        messages.success(request, _("The new key signs from now on."))
    return redirect("organisation-keys", slug)


@require_http_methods(["GET", "POST"])
@signed_in
def replace(request: Request, slug: str, key_id: UUID) -> HttpResponse:
    """Put a new key in a key's place."""
    key = queries.key_of(request.user, slug, key_id)

    def act() -> None:
        kind, now = KeyType(key.kind), timezone.now()
        actions.rotate_key(key.organisation_id, kind, request.user.id, now, key_id=key.id)

    return _confirmed(request, slug, key, "provider/key_replace.html", act)


@require_http_methods(["GET", "POST"])
@signed_in
def retire(request: Request, slug: str, key_id: UUID) -> HttpResponse:
    """Let a key sign no more."""
    key = queries.key_of(request.user, slug, key_id)

    def act() -> None:
        actions.retire_key(key.id, request.user.id, timezone.now())

    return _confirmed(request, slug, key, "provider/key_retire.html", act)


@require_http_methods(["GET", "POST"])
@signed_in
def compromised(request: Request, slug: str, key_id: UUID) -> HttpResponse:
    """Say that a key is no longer safe."""
    key = queries.key_of(request.user, slug, key_id)
    form = CompromisedForm(request.POST or None)
    form.fields["since"].widget.attrs |= {"max": timezone.localdate().isoformat()}
    if request.method == "POST" and form.is_valid():
        with said_on(form, "since"):
            actions.mark_compromised(key.id, form.start(), request.user.id, timezone.now())
            messages.warning(request, _("The key is marked. What it signed is no longer valid."))
            return redirect("key-issue-again", slug, key.id)
    touched = credentials_by_key(key.id).count()
    template = "provider/key_compromised.html"
    return _page(request, template, slug, key=key, form=form, touched=touched)


@require_http_methods(["GET", "POST"])
@signed_in
def issue_again(request: Request, slug: str, key_id: UUID) -> HttpResponse:
    """Issue again, with the key of today, what a compromised key had signed."""
    key = queries.key_of(request.user, slug, key_id)
    if request.method == "POST":
        organisation = organisation_for(request.user, slug, role="owner")
        order_remaking(organisation, key.id, by=request.user.id, now=timezone.now())
        messages.success(request, _("They are being issued again. Their learners get a mail."))
        return redirect("organisation-keys", slug)
    touched = credentials_by_key(key.id).count()
    return _page(request, "provider/key_again.html", slug, key=key, touched=touched)


def _confirmed(
    request: Request, slug: str, key: KeyView, template: str, act: Callable[[], None]
) -> HttpResponse:
    """Ask first; a key that no longer signs, or must go on, is told instead of done."""
    if request.method != "POST":
        return _page(request, template, slug, key=key)
    try:
        act()
    except Unfit as error:
        messages.error(request, sentence_of(error))
    else:
        messages.success(request, _("Done. What the key signed stays valid."))
    return redirect("organisation-keys", slug)


def _page(request: Request, template: str, slug: str, **more: Any) -> HttpResponse:
    organisation = organisation_of(request, slug)
    return render(request, template, {**space(request, organisation), **more})
