"""The acts in an award's life: what each is called, what it asks, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mica.issuing import queries
from mica.issuing.actions import life, renewing
from mica.issuing.queries import Award, Life
from mica.web.access import Request, organisation_of, signed_in
from mica.web.provider.award_forms import (
    CorrectForm,
    NoteForm,
    ReasonForm,
    RenewForm,
    ResendForm,
    told,
)
from mica.web.provider.organisations import space

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that an officer may do to an award.

    Attributes:
        name: what it is called, on its button.
        means: what comes of it, told before it is done.
        done: told afterwards.
        form: given what was posted and the award.
        do: does it, and gives the award to look at then.
        danger: whether it cannot be undone.
    """

    name: Text
    means: Text
    done: Text
    form: Callable[[Any, Award], forms.Form]
    do: Callable[[Award, Any, UUID, datetime], Award]
    danger: bool = False


def _reason(data: Any, _award: Award) -> forms.Form:
    return ReasonForm(data)


def _end(action: Callable[..., Award]) -> Callable[[Award, Any, UUID, datetime], Award]:
    def do(award: Award, form: forms.Form, by: UUID, now: datetime) -> Award:
        given = form.cleaned_data
        return action(award.id, given["reason"], given["note"], by=by, now=now)

    return do


def _reinstate(award: Award, form: forms.Form, by: UUID, now: datetime) -> Award:
    return life.reinstate(award.id, form.cleaned_data["note"], by=by, now=now)


def _correct(award: Award, form: CorrectForm, by: UUID, now: datetime) -> Award:
    return life.correct(award.id, form.grant(), by=by, now=now)


def _renew(award: Award, form: RenewForm, by: UUID, now: datetime) -> Award:
    given = form.cleaned_data
    return renewing.renew(
        award.id,
        by=by,
        now=now,
        until=form.until_at(),
        result=given["result"],
        note=given["note"],
    )


def _resend(award: Award, form: forms.Form, by: UUID, now: datetime) -> Award:
    return life.resend(award.id, by=by, now=now, address=form.cleaned_data["address"])


def _cancel(award: Award, _form: forms.Form, by: UUID, now: datetime) -> Award:
    return life.cancel(award.id, by=by, now=now)


ACTS: Final[dict[str, Act]] = {
    "resend": Act(
        _("Send the claim again"),
        _("The learner gets the mail with the link and the code once more."),
        _("A mail is on its way."),
        lambda data, award: ResendForm(data, initial={"address": award.address}),
        _resend,
    ),
    "correct": Act(
        _("Correct"),
        _(
            "A new document takes the place of the present one, which is revoked. The learner is "
            "told, and takes the new one."
        ),
        _("Corrected. The learner is told."),
        lambda data, award: CorrectForm(data, award=award),
        _correct,
    ),
    "renew": Act(
        _("Renew"),
        _(
            "A new award for a new term, which begins where this one ends, or now if that is past. "
            "This one stays in the history."
        ),
        _("Renewed. The learner is told."),
        lambda data, _award: RenewForm(data),
        _renew,
    ),
    "suspend": Act(
        _("Suspend"),
        _("Whoever verifies it finds that it does not hold at present, until you reinstate it."),
        _("Suspended. The learner is told."),
        _reason,
        _end(life.suspend),
    ),
    "reinstate": Act(
        _("Reinstate"),
        _("It holds again."),
        _("Reinstated. The learner is told."),
        lambda data, _award: NoteForm(data),
        _reinstate,
    ),
    "revoke": Act(
        _("Revoke"),
        _("Whoever verifies it finds that it does not hold. This cannot be undone."),
        _("Revoked. The learner is told."),
        _reason,
        _end(life.revoke),
        danger=True,
    ),
    "cancel": Act(
        _("Do not issue it"),
        _("It is never issued, and the learner hears nothing of it."),
        _("It will not be issued."),
        lambda data, _award: forms.Form(data),
        _cancel,
        danger=True,
    ),
}
"""Each act by its name in addresses, in the order of the page."""
_STEPS: Final[dict[str, Text]] = {
    "issuing.award": _("Awarded"),
    "issuing.issue": _("Issued at its time"),
    "issuing.claim": _("Claimed by the learner"),
    "issuing.resend": _("Claim sent again"),
    "issuing.correct": _("Corrected"),
    "issuing.renew": _("Renewed"),
    "issuing.suspend": _("Suspended"),
    "issuing.reinstate": _("Reinstated"),
    "issuing.revoke": _("Revoked"),
    "issuing.cancel": _("Given up before it was issued"),
    "issuing.remind": _("Learner told that it ends soon"),
}
"""What the log's verbs are called on pages."""


def steps(found: Life) -> list[tuple[Text, datetime, str]]:
    """What was done, when, and by whom, the newest first."""
    return [(_STEPS.get(one.verb, one.verb), one.at, one.actor) for one in found.steps]


@require_http_methods(["GET", "POST"])
@signed_in
def act(request: Request, slug: str, award_id: UUID, name: str) -> HttpResponse:
    """Ask what an act needs, say what comes of it, and do it."""
    organisation_of(request, slug, "officer")
    chosen = ACTS.get(name)
    if chosen is None:
        raise Http404
    now = timezone.now()
    award = queries.award_for(request.user, slug, award_id, role="officer")
    posted = request.method == "POST"
    form = chosen.form(request.POST if posted else None, award)
    if posted and form.is_valid():
        with told(form):
            after = chosen.do(award, form, request.user.id, now)
            messages.success(request, str(chosen.done))
            return redirect("award", slug=slug, award_id=after.id)
    context = {**space(request, award.organisation), "award": award, "act": chosen, "form": form}
    return render(request, "provider/awards/act.html", context)
