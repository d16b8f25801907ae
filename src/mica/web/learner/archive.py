"""Everything at once."""

from typing import Final

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mica.wallet.queries import everything, holdings
from mica.web.access import Request, for_learner, limit, signed_in

_HOUR: Final = 3600


@for_learner
@require_GET
def archive(request: Request) -> HttpResponse:
    """What is in the archive, and the way to get it."""
    number = holdings.holdings_of(request.person).count()
    return render(request, "learner/wallet/archive.html", {"number": number})


@signed_in
@require_GET
def download(request: Request) -> HttpResponseBase:
    """The archive itself, with all that is kept of a person: for themselves alone."""
    limit(request, "wallet-archive", 20, _HOUR, key=request.person.id)
    now = timezone.now()
    packed = everything.archive(request.person, now)
    name = f"credentials-{now:%Y-%m-%d}.zip"
    return FileResponse(packed, as_attachment=True, filename=name)
