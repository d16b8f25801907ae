"""The outbox as pages: for whoever tries Mica out on their own machine, without a mail server."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mica.core import queries
from mica.core.limits import is_alone


def _check_trying_out(request: HttpRequest) -> None:
    """Mails hold the keys to people's accounts and credentials: nobody else ever sees them."""
    if settings.MICA_MAIL or not is_alone(request):
        raise Http404


@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """The newest mails."""
    _check_trying_out(request)
    return render(request, "public/outbox.html", {"messages_kept": queries.outbox()})


@require_safe
@never_cache
def letter(request: HttpRequest, message: UUID) -> HttpResponse:
    """One mail, as its text says it."""
    _check_trying_out(request)
    found = queries.in_outbox(message)
    if found is None:
        raise Http404
    context = {
        "letter": found,
        "facts": [(_("To"), found.address), (_("Kind"), found.kind)],
        "crumbs": [(_("Outbox"), reverse("outbox"))],
    }
    return render(request, "public/letter.html", context)
