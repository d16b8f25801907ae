"""The wallet: what a person holds, each with what it is now, and what can be done with it."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mica.wallet.actions import claiming
from mica.wallet.actions import holding as actions
from mica.wallet.queries import holdings, papers, past, shares, waiting
from mica.wallet.queries.holdings import PAGE, Held
from mica.wallet.queries.papers import File, Picture
from mica.wallet.rules.states import State
from mica.web.access import Request, for_learner, limit
from mica.web.learner.claiming import tell_arrival
from mica.web.learner.wallet_tabs import wallet_tabs
from mica.web.sheets import Sheet
from mica.web.states import STATES
from mica.web.verdicts import shown

_HOUR: Final = 3600
_DRAWN: Final = 8
_HOLDS: Final = (State.VALID, State.EXPIRING)


@for_learner
@require_GET
def wallet(request: Request) -> HttpResponse:
    """All that a person holds."""
    person, now, search = request.person, timezone.now(), request.GET.get("q", "")[:100]
    rows = list(
        holdings.holdings_of(person, search=search, before=_id(request.GET.get("before")))[
            : PAGE + 1
        ]
    )
    shown_rows = holdings.in_state(person, rows[:PAGE], now)
    context = {
        "tabs": wallet_tabs(request),
        "rows": [(one, papers.credit(one.holding)) for one in shown_rows],
        "older": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "searchable": search or "before" in request.GET or len(rows) > PAGE,
        "search": search,
        "waiting": waiting.waiting(person),
        "stack": _stack(shown_rows),
        "stack_label": _label(shown_rows),
    }
    return render(request, "learner/wallet/list.html", context)


@for_learner
@require_GET
def holding(request: Request, holding: UUID) -> HttpResponse:
    """One credential: the verdict first, then what it says, then every check and how it changed."""
    now = timezone.now()
    held = holdings.held(request.person, holding, now)
    judged = past.judged(held.holding)
    one, state = shown(judged), STATES[held.state.value]
    told = papers.story(held.holding)
    agrees = held.state.value in _AGREE[held.holding.verdict]
    context = {
        "held": held,
        "holding": held.holding,
        "one": one,
        "state": state,
        "sentence": one.sentence if agrees else _sentence(held),
        "detail": one.detail if agrees else "",
        "story": told,
        "facts": papers.facts_of(held.holding, told),
        "turns": past.turns(held.holding),
        "formers": past.formers(held.holding),
        "decided_since": not agrees,
        "shares": shares.open_shares_with(request.person, held.holding, now),
        "on_paper": held.state in papers.ON_PAPER,
    }
    return render(request, "learner/wallet/holding.html", context)


_AGREE: Final[dict[str, tuple[str, ...]]] = {
    "valid": (State.VALID, State.EXPIRING),
    "invalid": (State.INVALID, State.REVOKED, State.SUSPENDED, State.EXPIRED, State.EARLY),
    "undecided": (State.UNDECIDED,),
}
"""Where the last report says what is still so; else the state has a sentence of its own."""


def _sentence(held: Held) -> str:
    row = held.holding
    said = {
        State.CORRECTED: _("{issuer} has made a newer version of “{name}”. Take it."),
        State.REVOKED: _("{issuer} has revoked “{name}”."),
        State.SUSPENDED: _("{issuer} has suspended “{name}” for now."),
        State.EXPIRED: _("“{name}” is no longer valid: its time is over."),
    }.get(held.state, _("{issuer} says that “{name}” is valid. Check it again to be sure."))
    return said.format(issuer=row.issuer_name or row.issuer_id, name=row.name)


@for_learner
@require_POST
def check(request: Request, holding: UUID) -> HttpResponse:
    """Verify a credential anew."""
    limit(request, "wallet-check", 60, _HOUR, key=request.person.id)
    actions.check_again(request.person, holding, by=request.person.id, now=timezone.now())
    return redirect("holding", holding=holding)


@for_learner
@require_POST
def take(request: Request, holding: UUID) -> HttpResponse:
    """Take the newer version that its issuer has made."""
    arrival = claiming.take_newest(
        request.person, holding, by=request.person.id, now=timezone.now()
    )
    tell_arrival(request, arrival)
    return redirect("holding", holding=holding)


@for_learner
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, holding: UUID) -> HttpResponse:
    """Remove a credential, once it was asked twice."""
    row = holdings.holding_for(request.person, holding)
    if request.method == "POST":
        actions.remove(request.person, holding, by=request.person.id, now=timezone.now())
        return redirect("wallet")
    return render(request, "learner/wallet/remove.html", {"holding": row})


# -- what is taken out -----------------------------------------------------------------------------


@for_learner
@require_GET
def face(request: Request, holding: UUID) -> HttpResponse:
    """What a credential looks like, for our own pages."""
    data, media_type = papers.face(holdings.holding_for(request.person, holding))
    return _sent(File("picture", media_type, data))


@for_learner
@require_GET
def download(request: Request, holding: UUID, kind: str) -> HttpResponse:
    """A credential as a document, a picture that carries it, or a certificate."""
    if kind == "pdf":
        person, now = request.person, timezone.now()
        held = holdings.held(person, holding, now)
        chosen = request.GET.get("code", "verify")
        link = papers.code_link(person, held.holding, chosen, now)
        return _sent(papers.certificate_file(held, link=link))
    row = holdings.holding_for(request.person, holding)
    if kind == "document":
        return _sent(papers.document_file(row))
    if kind in set(Picture):
        return _sent(papers.picture_file(row, Picture(kind)))
    raise Http404


def _sent(file: File) -> HttpResponse:
    """A stranger's picture is a download and never a page, so that nothing in it runs here."""
    response = HttpResponse(file.data, content_type=file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.ascii_name}"'
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    return response


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _stack(rows: list[Held]) -> list[Sheet]:
    drawn = [one.holding for one in rows if one.state in _HOLDS][:_DRAWN]
    return [
        Sheet(
            name=row.name or _("No name"),
            credit=row.credit or 0,
            level=row.rank,
            level_name=row.level or _("No level"),
            note=papers.credit(row),
            kind="new" if row is drawn[0] else "held",
        )
        for row in drawn
    ]


def _label(rows: list[Held]) -> str:
    number = sum(one.state in _HOLDS for one in rows)
    return ngettext(
        "%(number)d valid credential as a stack of sheets.",
        "%(number)d valid credentials as a stack of sheets.",
        number,
    ) % {"number": number}
