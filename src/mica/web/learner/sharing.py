"""Sharing: what a learner shows, to whom, until when, and who has looked at it."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mica.wallet import links
from mica.wallet.actions import sharing as actions
from mica.wallet.queries import shares as queries
from mica.wallet.queries.requests import fitting
from mica.wallet.rules.sharing import Standing
from mica.web.access import Request, for_learner
from mica.web.answers import said_on
from mica.web.days import end_of, last_day
from mica.web.learner.sharing_forms import EndForm, ShareForm
from mica.web.learner.wallet_tabs import wallet_tabs
from mica.web.pictures import code

_PAGE: Final = 25
_VIEWS: Final = 50
"""The newest looks that a page tells of."""


@for_learner
@require_GET
def shares(request: Request) -> HttpResponse:
    """Everything that is shared, newest first."""
    now = timezone.now()
    page = Paginator(queries.shares_of(request.person), _PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": wallet_tabs(request),
        "page": page,
        "rows": [(one, queries.standing_of(one, now).value) for one in page],
    }
    return render(request, "learner/sharing/shares.html", context)


@for_learner
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Choose what is shown, to whom, why and until when."""
    now = timezone.now()
    held = fitting(request.person, "", now)
    form = ShareForm(
        request.POST if request.method == "POST" else None,
        held=held,
        initial={"holdings": request.GET.getlist("holding")},
    )
    if request.method == "POST" and form.is_valid():
        with said_on(form, "until"):
            made = actions.share(
                request.person,
                form.chosen(),
                recipient=form.cleaned_data["recipient"],
                purpose=form.cleaned_data["purpose"],
                until=end_of(form.cleaned_data["until"]),
                now=now,
            )
            messages.success(request, _("It can be seen now by whoever has the link."))
            return redirect("share", share=made.id)
    context = {"form": form, "held": held, "tabs": wallet_tabs(request)}
    return render(request, "learner/sharing/new.html", context)


@for_learner
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: Request, share: UUID) -> HttpResponse:
    """One share: its link, what it shows, who looked, and its end, which can be moved."""
    now = timezone.now()
    found = queries.share_for(request.person, share)
    form = EndForm(request.POST or None, initial={"until": last_day(found.until)})
    if request.method == "POST" and form.is_valid():
        with said_on(form, "until"):
            until = end_of(form.cleaned_data["until"])
            actions.change_end(request.person, share, until, now=now)
            messages.success(request, _("The last day is changed."))
            return redirect("share", share=share)
    standing = queries.standing_of(found, now)
    link = links.share_address(found.id)
    context = {
        "share": found,
        "standing": standing.value,
        "open": standing is Standing.OPEN,
        "link": link,
        "code": code(link),
        "secret": links.secret_of("share", found.id),
        "holdings": queries.shown_in(found),
        "views": queries.views_of(found)[:_VIEWS],
        "form": form,
        "crumbs": [(_("Shared"), reverse("shares"))],
    }
    return render(request, "learner/sharing/share.html", context)


@for_learner
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, share: UUID) -> HttpResponse:
    """Take a share back, once it was asked twice."""
    found = queries.share_for(request.person, share)
    if request.method == "POST":
        actions.withdraw_share(request.person, share, now=timezone.now())
        messages.success(request, _("Taken back. The link shows nothing any more."))
        return redirect("share", share=share)
    context = {
        "title": _("Take it back?"),
        "lede": _(
            "The link shows nothing from this moment on. What somebody has saved, you cannot call "
            "back. It cannot be opened again; you can make a new share."
        ),
        "crumbs": [(found.recipient, reverse("share", args=[share]))],
        "button": _("Take it back"),
        "danger": True,
    }
    return render(request, "form.html", context)
