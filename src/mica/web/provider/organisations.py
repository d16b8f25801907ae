"""An organisation's own pages: registering it, who it is, and its tokens."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mica.people import actions, queries
from mica.people.queries import Organisation
from mica.web.access import Request, limit, organisation_of, signed_in
from mica.web.answers import said_on
from mica.web.provider.forms import SCOPES, OrganisationForm, RegisterForm, TokenForm
from mica.web.provider.tabs import workspace

_DAY: Final = int(timedelta(days=1).total_seconds())


@signed_in
def organisations(request: Request) -> HttpResponse:
    """Mine, and what I am invited to."""
    context = {
        "memberships": queries.organisations_of(request.user),
        "invitations": queries.invitations_for(request.user, timezone.now()),
    }
    return render(request, "provider/organisations.html", context)


@signed_in
def register(request: Request) -> HttpResponse:
    """A new organisation; whoever registers it is its first owner."""
    form = RegisterForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        limit(request, "register", 5, _DAY, key=request.user.id)
        with said_on(form, "name"):
            made = actions.register_organisation(
                **form.cleaned_data, by=request.user, now=timezone.now()
            )
            messages.success(
                request, _("Registered. Those who run this site will look at it, and write to you.")
            )
            return redirect("organisation", slug=made.slug)
    context = {
        "form": form,
        "title": _("Register an organisation"),
        "lede": _("Those who run this site approve each organisation before it can award or ask."),
        "button": _("Register"),
        "crumbs": [(_("Organisations"), reverse("organisations"))],
    }
    return render(request, "form.html", context)


@signed_in
def organisation(request: Request, slug: str) -> HttpResponse:
    """Where an organisation stands."""
    found = organisation_of(request, slug)
    context = {"members": queries.members_of(request.user, found).count()}
    return render(request, "provider/organisation.html", {**space(request, found), **context})


@signed_in
def edit(request: Request, slug: str) -> HttpResponse:
    """What an organisation says of itself."""
    found = organisation_of(request, slug, "owner")
    initial = {name: getattr(found, name) for name in OrganisationForm.base_fields}
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with said_on(form, "name"):
            actions.change_organisation(
                found, **form.cleaned_data, by=request.user, now=timezone.now()
            )
            messages.success(request, _("Saved."))
            return redirect("organisation", slug=slug)
    return render(request, "provider/edit.html", {**space(request, found), "form": form})


@signed_in
def tokens(request: Request, slug: str) -> HttpResponse:
    """The keys of machines: what there is, and making one, which is shown once."""
    found = organisation_of(request, slug, "owner")
    form = TokenForm(request.POST or None)
    context = {**space(request, found), "form": form}
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            token, secret = actions.make_token(
                found,
                form.cleaned_data["name"],
                form.cleaned_data["scopes"],
                until=form.end(),
                by=request.user,
                now=timezone.now(),
            )
            shown = {"token": token, "secret": secret, "header": f"Authorization: Bearer {secret}"}
            return render(request, "provider/token.html", {**context, **shown})
    now = timezone.now()
    rows = [
        (token, [SCOPES[scope] for scope in token.scopes], _state(token, now))
        for token in queries.tokens_of(request.user, found)
    ]
    return render(request, "provider/tokens.html", {**context, "tokens": rows})


@require_POST
@signed_in
def revoke_token(request: Request, slug: str, token: UUID) -> HttpResponse:
    """End a token at once."""
    found = organisation_of(request, slug, "owner")
    actions.revoke_token(found, token, by=request.user, now=timezone.now())
    messages.success(request, _("The token opens nothing any more."))
    return redirect("organisation-tokens", slug=slug)


def space(request: Request, found: Organisation) -> dict[str, Any]:
    """What every page of an organisation shows its members."""
    role = queries.role_of(request.user.id, found.id) or "reader"
    return workspace(request, found, role)


def _state(token: Any, now: Any) -> str:
    if token.revoked is not None:
        return "revoked"
    return "expired" if token.until is not None and token.until <= now else "active"
