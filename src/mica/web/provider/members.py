"""Who belongs to an organisation, who is asked to, and learners whom it knows in the flesh."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mica.people import actions, queries
from mica.people.errors import NotAllowed, Unfit
from mica.web.access import Request, limit, organisation_of, signed_in
from mica.web.answers import said_on, sentence_of
from mica.web.provider.forms import InvitationForm, LearnerForm, RoleForm
from mica.web.provider.organisations import space
from mica.web.slips import shown_slip

_DAY: Final = int(timedelta(days=1).total_seconds())


@signed_in
def members(request: Request, slug: str) -> HttpResponse:
    """Who belongs, and for owners: who is asked."""
    found = organisation_of(request, slug)
    context = space(request, found)
    context["members"] = queries.members_of(request.user, found)
    if context["my_role"] != "owner":
        return render(request, "provider/members.html", context)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limit(request, "invite", 100, _DAY, key=found.id)
        with said_on(form, "address"):
            actions.invite_member(found, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, _("We wrote to them."))
            return redirect("organisation-members", slug=slug)
    context |= {"form": form, "invitations": queries.invitations_of(request.user, found)}
    return render(request, "provider/members.html", context)


@signed_in
def member(request: Request, slug: str, person: UUID) -> HttpResponse:
    """Give a member another role, or let them go."""
    found = organisation_of(request, slug, "owner")
    one = queries.members_of(request.user, found).filter(person=person).first()
    if one is None:
        raise NotAllowed("no-such-member")
    form = RoleForm(request.POST or None, initial={"role": one.role})
    if request.method == "POST" and form.is_valid():
        with said_on(form, "role"):
            actions.change_role(
                found, person, form.cleaned_data["role"], by=request.user, now=timezone.now()
            )
            messages.success(request, _("Saved."))
            return redirect("organisation-members", slug=slug)
    context = {**space(request, found), "form": form, "member": one}
    return render(request, "provider/member.html", context)


@require_POST
@signed_in
def remove_member(request: Request, slug: str, person: UUID) -> HttpResponse:
    """Let a member go; everybody may go themselves."""
    found = organisation_of(request, slug)
    try:
        actions.remove_member(found, person, by=request.user, now=timezone.now())
    except Unfit as error:
        messages.error(request, sentence_of(error))
        return redirect("organisation-members", slug=slug)
    if person == request.user.id:
        messages.success(request, _("You have left."))
        return redirect("organisations")
    return redirect("organisation-members", slug=slug)


@require_POST
@signed_in
def withdraw(request: Request, slug: str, invitation: UUID) -> HttpResponse:
    """Take an invitation back."""
    found = organisation_of(request, slug, "owner")
    actions.withdraw_invitation(found, invitation, by=request.user, now=timezone.now())
    return redirect("organisation-members", slug=slug)


@signed_in
def invitation(request: Request, invitation: UUID) -> HttpResponse:
    """What I am asked, and my answer."""
    now = timezone.now()
    found = queries.invitation_for(request.user, invitation)
    if request.method == "POST":
        accept = "accept" in request.POST
        actions.answer_invitation(invitation, accept=accept, by=request.user, now=now)
        if accept:
            return redirect("organisation", slug=found.organisation.slug)
        return redirect("organisations")
    context = {
        "invitation": found,
        "open": found.state == "open" and now < found.until,
        "crumbs": [(_("Organisations"), reverse("organisations"))],
    }
    return render(request, "provider/invitation.html", context)


@signed_in
def learners(request: Request, slug: str) -> HttpResponse:
    """Learners without an address whom this officer made, and making one."""
    found = organisation_of(request, slug, "officer")
    form = LearnerForm(request.POST or None, initial={"language": found.language})
    if request.method == "POST" and form.is_valid():
        limit(request, "learner-made", 500, _DAY, key=found.id)
        with said_on(form):
            person, code = actions.make_person_without_email(
                **form.cleaned_data, organisation=found, by=request.user, now=timezone.now()
            )
            return shown_slip(request, person, code, back=_crumb(slug))
    context = {
        **space(request, found),
        "form": form,
        "slips": queries.persons_made_by(request.user, found),
    }
    return render(request, "provider/learners.html", context)


@require_POST
@signed_in
def replace_slip(request: Request, slug: str, person: UUID) -> HttpResponse:
    """Another slip for a learner who has lost theirs."""
    found = organisation_of(request, slug, "officer")
    slip = queries.persons_made_by(request.user, found).filter(person=person).first()
    if slip is None:
        raise NotAllowed("no-such-slip")
    code = actions.replace_slip(slip.person, by=request.user, now=timezone.now())
    return shown_slip(request, slip.person, code, back=_crumb(slug))


def _crumb(slug: str) -> tuple[str, str]:
    return _("Learners without email"), reverse("organisation-learners", args=[slug])
