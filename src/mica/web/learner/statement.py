"""A verification statement: what it is, and the making of one."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mica.wallet.actions.stating import state
from mica.wallet.queries.holdings import holding_for
from mica.wallet.queries.statements import statement_file
from mica.wallet.rules.statements import KEEPS
from mica.web.access import Request, for_learner, limit

_HOUR: Final = 3600
_MADE: Final = 60
_KINDS: Final = ("pdf", "json", "jwt")


@for_learner
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: Request, holding: UUID) -> HttpResponse:
    """What a statement is; with a form that has one made, now."""
    row = holding_for(request.person, holding)
    if request.method != "POST":
        context = {"holding": row, "days": KEEPS.days}
        return render(request, "learner/sharing/statement.html", context)
    kind = request.POST.get("kind", "")
    if kind not in _KINDS:
        raise Http404
    limit(request, "statement", _MADE, _HOUR, key=request.person.id)
    made = state(request.person, row.id, by=request.person.id, now=timezone.now())
    file = statement_file(made, kind)
    response = HttpResponse(file.data, content_type=file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.ascii_name}"'
    return response
