"""Signing in: by a code to an address, by a passkey, by a slip; and out."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mica.core.limits import is_alone
from mica.people import actions, passkeys, rules
from mica.people.errors import Unfit
from mica.people.queries import Person
from mica.web.access import limit
from mica.web.answers import said_on, sentence_of

BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"
_QUARTER: Final = int(timedelta(minutes=15).total_seconds())
_CODE, _NEXT, _PASSKEY = "sign_in_code", "sign_in_next", "sign_in_passkey"


class AddressForm(forms.Form):
    """Where a code goes."""

    address = forms.EmailField(
        label=_("Your email address"),
        help_text=_("We send you a code. New here? The same: it opens your account."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    """A code as it was sent."""

    code = forms.CharField(
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


class SlipForm(forms.Form):
    """A slip's code as it was printed or spoken."""

    code = forms.CharField(
        label=_("The code on your slip"),
        help_text=_("Five groups of four letters and digits."),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "dir": "ltr",
                "data-from-fragment": "",
            }
        ),
    )


class PasskeyForm(forms.Form):
    """What a device answered."""

    answer = forms.JSONField()


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """The ways in. A code goes out whether or not anybody has the address."""
    if request.user.is_authenticated:
        return redirect(_wanted(request))
    if "next" in request.GET:
        request.session[_NEXT] = request.GET["next"]
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = rules.address_of(form.cleaned_data["address"])
        limit(request, "code-client", 30, _QUARTER)
        limit(request, "code-address", 5, _QUARTER, key=address)
        code_id = actions.send_code(address, language=get_language() or "en", now=timezone.now())
        request.session[_CODE] = {"id": str(code_id), "address": address}
        return redirect("sign-in-code")
    context = {
        "form": form,
        "provider": settings.MICA_OIDC_NAME,
        "passkeys": passkeys.possible(origin_of(request)),
        "demo": bool(settings.MICA_DEMO) and is_alone(request),
    }
    return render(request, "public/sign_in.html", context)


@never_cache
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that was sent, and let in who has it."""
    sent = request.session.get(_CODE)
    if sent is None:
        return redirect("account_login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limit(request, "code-try", 60, _QUARTER)
        with said_on(form, "code"):
            person = actions.enter_by_code(
                UUID(sent["id"]),
                form.cleaned_data["code"],
                language=get_language() or "en",
                now=timezone.now(),
            )
            return enter(request, person)
    return render(request, "public/sign_in_code.html", {"form": form, "address": sent["address"]})


@require_safe
@never_cache
def passkey_options(request: HttpRequest) -> JsonResponse:
    """What a device is asked to prove that it holds a key of ours."""
    limit(request, "passkey-ask", 60, _QUARTER)
    options, state = passkeys.ask_known(origin_of(request), settings.MICA_NAME)
    request.session[_PASSKEY] = state
    return JsonResponse(options)


@require_POST
@never_cache
def sign_in_passkey(request: HttpRequest) -> HttpResponse:
    """Let in whose device answered."""
    limit(request, "passkey-try", 60, _QUARTER)
    form = PasskeyForm(request.POST)
    state = request.session.pop(_PASSKEY, None)
    try:
        if state is None:
            raise Unfit("passkey-asked-too-long-ago")
        if not form.is_valid():
            raise Unfit("wrong-passkey")
        person = actions.enter_by_passkey(
            origin_of(request),
            settings.MICA_NAME,
            state=state,
            answer=form.cleaned_data["answer"],
            now=timezone.now(),
        )
    except Unfit as error:
        messages.error(request, sentence_of(error))
        return redirect("account_login")
    return enter(request, person)


@never_cache
def sign_in_slip(request: HttpRequest) -> HttpResponse:
    """Let in who holds a slip."""
    form = SlipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limit(request, "slip", 10, _QUARTER)
        with said_on(form, "code"):
            return enter(
                request, actions.enter_by_slip(form.cleaned_data["code"], now=timezone.now())
            )
    return render(request, "public/sign_in_slip.html", {"form": form})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    logout(request)
    return redirect("home")


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Who was shut out learns it here."""
    error = Unfit("account-closed")
    context = {"title": _("This account is closed"), "sentence": sentence_of(error)}
    return render(request, "answer.html", context, status=409)


def enter(request: HttpRequest, person: Person) -> HttpResponse:
    """Open the session of a person, in their language, and go where they wanted to."""
    wanted = _wanted(request)
    for key in (_CODE, _NEXT, _PASSKEY):
        request.session.pop(key, None)
    login(request, person, backend=BACKEND)
    response = redirect(wanted)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        person.language,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def origin_of(request: HttpRequest) -> str:
    """The origin of a page; the host is one of ours, as the framework has checked."""
    return f"{request.scheme}://{request.get_host()}"


def _wanted(request: HttpRequest) -> str:
    wanted: Any = request.session.get(_NEXT, "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else settings.LOGIN_REDIRECT_URL
