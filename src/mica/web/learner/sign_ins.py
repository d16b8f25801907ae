"""The ways in which somebody signs in: addresses, passkeys, a provider, a slip."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mica.people import actions, passkeys, queries, rules
from mica.people.errors import Unfit
from mica.web.access import Request, limit, signed_in
from mica.web.answers import said_on, sentence_of
from mica.web.learner.forms import NewAddressForm, PasskeyForm
from mica.web.learner.tabs import tabs
from mica.web.public.sign_in import CodeForm, origin_of
from mica.web.slips import shown_slip

_CODE, _PASSKEY = "new_address_code", "new_passkey"
_QUARTER: Final = int(timedelta(minutes=15).total_seconds())


@signed_in
def sign_ins(request: Request) -> HttpResponse:
    """All ways in, each with a way to take it away."""
    person = request.person
    context = {
        "addresses": queries.addresses_of(person),
        "passkeys": queries.passkeys_of(person),
        "passkeys_possible": passkeys.possible(origin_of(request)),
        "providers": queries.providers_of(person),
        "provider": settings.MICA_OIDC_NAME,
        "slip": queries.slip_of(person),
        "browsers": queries.sessions_of(person, timezone.now()),
        "form": NewAddressForm(),
        "tabs": tabs(request),
    }
    return render(request, "learner/sign_ins.html", context)


@signed_in
def add_address(request: Request) -> HttpResponse:
    """Send a code to an address that somebody wants to add."""
    form = NewAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limit(request, "code-person", 10, _QUARTER, key=request.person.id)
        address = rules.address_of(form.cleaned_data["address"])
        limit(request, "code-address", 5, _QUARTER, key=address)
        with said_on(form, "address"):
            code_id = actions.send_code(
                address,
                language=request.person.language,
                person=request.person,
                now=timezone.now(),
            )
            request.session[_CODE] = {"id": str(code_id), "address": address}
            return redirect("confirm-address")
    context = {
        "form": form,
        "title": _("Add an address"),
        "button": _("Send a code"),
        "crumbs": [_crumb()],
    }
    return render(request, "form.html", context)


@signed_in
def confirm_address(request: Request) -> HttpResponse:
    """Ask for the code that was sent to the new address."""
    sent = request.session.get(_CODE)
    if sent is None:
        return redirect("sign-ins")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limit(request, "code-try", 60, _QUARTER)
        with said_on(form, "code"):
            actions.add_address(
                request.person,
                UUID(sent["id"]),
                form.cleaned_data["code"],
                by=request.person,
                now=timezone.now(),
            )
            del request.session[_CODE]
            messages.success(request, _("The address is yours now."))
            return redirect("sign-ins")
    context = {
        "form": form,
        "title": _("Confirm the address"),
        "lede": _("We sent a code to %(address)s.") % {"address": sent["address"]},
        "button": _("Confirm"),
        "crumbs": [_crumb()],
    }
    return render(request, "form.html", context)


@require_POST
@signed_in
def change_address(request: Request) -> HttpResponse:
    """Make an address the primary one, or take it away."""
    address = request.POST.get("address", "")
    change = actions.remove_address if "remove" in request.POST else actions.make_primary
    try:
        change(request.person, address, by=request.person, now=timezone.now())
    except Unfit as error:
        messages.error(request, sentence_of(error))
    return redirect("sign-ins")


@signed_in
def add_passkey(request: Request) -> HttpResponse:
    """Ask the device for a new key, and keep its public half."""
    person, origin = request.person, origin_of(request)
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        state = request.session.pop(_PASSKEY, None)
        with said_on(form):
            if state is None:
                raise Unfit("passkey-asked-too-long-ago")
            actions.add_passkey(
                person,
                form.cleaned_data["name"],
                origin=origin,
                site=settings.MICA_NAME,
                state=state,
                answer=form.cleaned_data["answer"],
                by=person,
                now=timezone.now(),
            )
            messages.success(request, _("The passkey is added. Try it next time you sign in."))
            return redirect("sign-ins")
    options, request.session[_PASSKEY] = passkeys.ask_new(
        origin,
        settings.MICA_NAME,
        person=person.id,
        shown=person.email or str(person),
        known=[bytes(one.data) for one in queries.passkeys_of(person)],
    )
    context = {"form": form, "options": options, "crumbs": [_crumb()]}
    return render(request, "learner/add_passkey.html", context)


@require_POST
@signed_in
def remove_passkey(request: Request, passkey: UUID) -> HttpResponse:
    """Forget a key."""
    return _tried(
        request,
        lambda: actions.remove_passkey(
            request.person, passkey, by=request.person, now=timezone.now()
        ),
    )


@require_POST
@signed_in
def remove_provider(request: Request, provider: int) -> HttpResponse:
    """Disconnect a provider."""
    return _tried(
        request,
        lambda: actions.remove_provider(
            request.person, provider, by=request.person, now=timezone.now()
        ),
    )


@require_POST
@signed_in
def make_slip(request: Request) -> HttpResponse:
    """A slip of one's own, for the day when the phone is lost. Shown once."""
    limit(request, "slip-made", 10, _QUARTER, key=request.person.id)
    code = actions.replace_slip(request.person, by=request.person, now=timezone.now())
    return shown_slip(request, request.person, code, back=_crumb())


@require_POST
@signed_in
def remove_slip(request: Request) -> HttpResponse:
    """End the slip."""
    return _tried(
        request,
        lambda: actions.remove_slip(request.person, by=request.person, now=timezone.now()),
    )


@require_POST
@signed_in
def end_sessions(request: Request) -> HttpResponse:
    """Sign out in every browser, this one included."""
    actions.end_sessions(request.person, by=request.person, now=timezone.now())
    logout(request)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("account_login")


def _tried(request: Request, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except Unfit as error:
        messages.error(request, sentence_of(error))
    return redirect("sign-ins")


def _crumb() -> tuple[str, str]:
    return _("Signing in"), reverse("sign-ins")
