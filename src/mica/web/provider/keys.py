"""An organisation's signing keys: which there are, and what its owners do with them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mica.core import errors
from mica.errors import MicaError
from mica.issuing.queries import credentials_by_key
from mica.people.models import Person
from mica.signing import actions, queries
from mica.signing.queries import KeyView
from mica.vc.keys import KeyType

P = ParamSpec("P")


class Request(HttpRequest):
    """A request of somebody who has signed in."""

    user: Person


def _members_view(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For who is signed in; what is not theirs is not there."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponse:
        try:
            return view(cast("Request", request), *args, **more)
        except errors.Missing as error:
            raise Http404 from error

    return guarded


class CompromisedForm(forms.Form):
    """Since when a key is not safe, and that one means it."""

    since = forms.DateField(
        label=gettext_lazy("Since when?"),
        help_text=gettext_lazy(
            "The first day on which somebody else may have had the key. If you do not know, choose "
            "the day it was made."
        ),
        error_messages={"required": gettext_lazy("Choose a day.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I understand: every credential signed by this key stops being valid."),
        error_messages={"required": gettext_lazy("Tick this box if you mean it.")},
    )


@require_safe
@_members_view
def all_keys(request: Request, slug: str) -> HttpResponse:
    """All keys, those that sign first."""
    return _page(request, "provider/keys.html", slug, found=queries.keys_of(request.user, slug))


@require_POST
@_members_view
def make(request: Request, slug: str) -> HttpResponse:
    """Make a key of a kind of which there is none."""
    organisation_id = queries.owned(request.user, slug)
    try:
        kind = KeyType(request.POST.get("kind", ""))
        actions.make_key(organisation_id, kind, by=request.user.id, now=timezone.now())
    except (ValueError, errors.Unfit) as error:
        messages.error(request, _sentence(error))
    else:
        messages.success(request, _("The new key signs from now on."))
    return redirect("keys", slug)


@require_http_methods(["GET", "POST"])
@_members_view
def replace(request: Request, slug: str, key_id: UUID) -> HttpResponse:
    """Put a new key in a key's place."""
    key = queries.key_of(request.user, slug, key_id)

    def act() -> None:
        kind, now = KeyType(key.kind), timezone.now()
        actions.rotate_key(key.organisation_id, kind, request.user.id, now, key_id=key.id)

    return _confirmed(request, slug, key, "provider/key_replace.html", act)


@require_http_methods(["GET", "POST"])
@_members_view
def retire(request: Request, slug: str, key_id: UUID) -> HttpResponse:
    """Let a key sign no more."""
    key = queries.key_of(request.user, slug, key_id)

    def act() -> None:
        actions.retire_key(key.id, request.user.id, timezone.now())

    return _confirmed(request, slug, key, "provider/key_retire.html", act)


@require_http_methods(["GET", "POST"])
@_members_view
def compromised(request: Request, slug: str, key_id: UUID) -> HttpResponse:
    """Say that a key is no longer safe."""
    key = queries.key_of(request.user, slug, key_id)
    form = CompromisedForm(request.POST or None)
    form.fields["since"].widget.attrs |= {"max": timezone.localdate().isoformat()}
    if request.method == "POST" and form.is_valid():
        since = _start_of(form.cleaned_data["since"])
        try:
            actions.mark_compromised(key.id, since, request.user.id, timezone.now())
        except errors.Unfit as error:
            form.add_error("since", _sentence(error))
        else:
            messages.warning(request, _("The key is marked. What it signed is no longer valid."))
            return redirect("keys", slug)
    touched = credentials_by_key(key.id).count()
    template = "provider/key_compromised.html"
    return _page(request, template, slug, key=key, form=form, touched=touched)


def _confirmed(
    request: Request, slug: str, key: KeyView, template: str, act: Callable[[], None]
) -> HttpResponse:
    """Ask first; a key that no longer signs, or must go on, is told instead of done."""
    if request.method != "POST":
        return _page(request, template, slug, key=key)
    try:
        act()
    except errors.Unfit as error:
        messages.error(request, _sentence(error))
    else:
        messages.success(request, _("Done. What the key signed stays valid."))
    return redirect("keys", slug)


def _page(request: HttpRequest, template: str, slug: str, **more: Any) -> HttpResponse:
    crumbs = [] if "found" in more else [(_("Signing keys"), reverse("keys", args=[slug]))]
    return render(request, template, {"slug": slug, "crumbs": crumbs, **more})


def _start_of(day: date) -> datetime:
    """The first moment of a day in the reader's time zone, or now where it is still to come."""
    return timezone.make_aware(datetime.combine(day, time())).astimezone(UTC)


def _sentence(error: Exception) -> str:
    if isinstance(error, MicaError):
        return _(error.sentences[error.code]).format_map(error.data)
    return _("Choose one of the kinds of key that are offered.")
