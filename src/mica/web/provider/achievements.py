"""Achievements: described as drafts, published in versions, withdrawn."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mica.catalogue import actions, queries, rules
from mica.catalogue.errors import Unfit
from mica.catalogue.queries import Achievement, Version
from mica.catalogue.rules import Description
from mica.people.queries import Organisation
from mica.web.access import Request, organisation_of, signed_in
from mica.web.answers import said_on
from mica.web.described import differences, shown
from mica.web.provider.achievement_forms import AchievementForm, NewAchievementForm, values_of
from mica.web.provider.organisations import space


@require_safe
@signed_in
def achievements(request: Request, slug: str) -> HttpResponse:
    """All that an organisation has described, newest first."""
    found = organisation_of(request, slug)
    rows = list(queries.achievements_for(request.user, slug))
    context = {**space(request, found), "achievements": [_line(one) for one in rows]}
    return render(request, "provider/achievements/list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request, slug: str) -> HttpResponse:
    """A first draft."""
    found = organisation_of(request, slug, "officer")
    kept = Description(language=found.language)
    form = NewAchievementForm(
        request.POST or None, request.FILES or None, kept=kept, initial=values_of(kept)
    )
    if request.method == "POST" and form.is_valid():
        picture = _picture(request, found, form, kept)
        if picture is not None:
            with said_on(form, "code"):
                draft = actions.create_achievement(
                    found.id,
                    form.read(picture),
                    by=request.user.id,
                    now=timezone.now(),
                    code=form.cleaned_data["code"],
                    suspendable=form.cleaned_data["suspendable"],
                )
                return _kept(request, slug, draft)
    context = {**space(request, found), "form": form}
    return render(request, "provider/achievements/write.html", context)


@require_safe
@signed_in
def achievement(request: Request, slug: str, achievement_id: UUID) -> HttpResponse:
    """One achievement with its versions."""
    found = queries.achievement_for(request.user, slug, achievement_id)
    context = {**_space(request, found), **_line(found)}
    context["shown"] = shown(rules.read(context["newest"].content))
    return render(request, "provider/achievements/achievement.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def write(request: Request, slug: str, achievement_id: UUID) -> HttpResponse:
    """Go on with a draft. Asked for faults, it tells them beside the fields."""
    organisation_of(request, slug, "officer")
    found = queries.achievement_for(request.user, slug, achievement_id)
    draft = _newest(found)
    if draft.state != Version.State.DRAFT:
        raise Unfit("version-frozen")
    kept = rules.read(draft.content)
    if request.method == "POST":
        form = AchievementForm(request.POST, request.FILES, kept=kept)
        if form.is_valid():
            picture = _picture(request, found.organisation, form, kept)
            if picture is not None:
                actions.save_draft(
                    draft.id, form.read(picture), by=request.user.id, now=timezone.now()
                )
                return _kept(request, slug, draft)
    elif "faults" in request.GET:
        form = AchievementForm(values_of(kept), kept=kept)
        form.tell(rules.faults(kept))
    else:
        form = AchievementForm(kept=kept, initial=values_of(kept))
    context = {**_space(request, found), "form": form, "draft": draft, "picture": kept.picture}
    return render(request, "provider/achievements/write.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def publish(request: Request, slug: str, achievement_id: UUID) -> HttpResponse:
    """Look at what will be frozen, and publish it."""
    organisation_of(request, slug, "officer")
    found = queries.achievement_for(request.user, slug, achievement_id)
    draft = _newest(found)
    if draft.state == Version.State.DRAFT and rules.faults(rules.read(draft.content)):
        address = reverse("achievement-write", args=[slug, achievement_id])
        return redirect(f"{address}?faults")
    if request.method == "POST":
        actions.publish(draft.id, by=request.user.id, now=timezone.now())
        messages.success(request, _("Published. You can award it now."))
        return redirect("achievement", slug=slug, achievement_id=achievement_id)
    if draft.state != Version.State.DRAFT:
        return redirect("achievement", slug=slug, achievement_id=achievement_id)
    described, before = rules.read(draft.content), _before(found, draft)
    context = {
        **_space(request, found),
        "draft": draft,
        "shown": shown(described),
        "before": before,
        "differences": differences(rules.read(before.content), described) if before else (),
    }
    return render(request, "provider/achievements/publish.html", context)


@require_POST
@signed_in
def start(request: Request, slug: str, achievement_id: UUID) -> HttpResponse:
    """Begin a new version, as a copy of the newest."""
    queries.achievement_for(request.user, slug, achievement_id)
    actions.start_version(achievement_id, by=request.user.id, now=timezone.now())
    return redirect("achievement-write", slug=slug, achievement_id=achievement_id)


@require_http_methods(["GET", "POST"])
@signed_in
def withdraw(request: Request, slug: str, achievement_id: UUID) -> HttpResponse:
    """Take the published version out of use."""
    organisation_of(request, slug, "officer")
    found = queries.achievement_for(request.user, slug, achievement_id)
    published = _published(found)
    if published is None:
        raise Unfit("nothing-published")
    if request.method == "POST":
        actions.withdraw(published.id, by=request.user.id, now=timezone.now())
        messages.success(request, _("Withdrawn. Awards that were made stand."))
        return redirect("achievement", slug=slug, achievement_id=achievement_id)
    context = {**_space(request, found), "published": published}
    return render(request, "provider/achievements/withdraw.html", context)


def _picture(
    request: Request, found: Organisation, form: AchievementForm, kept: Description
) -> str | None:
    """The id of the picture that was handed in, or that stays; None where it was refused."""
    file: UploadedFile[Any] | None = form.cleaned_data.get("picture")
    if file is None:
        return "" if form.cleaned_data.get("no_picture") else kept.picture
    data = file.read(rules.MAX_PICTURE + 1)
    made = None
    with said_on(form, "picture"):
        made = actions.add_picture(found.id, data, by=request.user.id, now=timezone.now())
    return str(made.id) if made else None


def _kept(request: Request, slug: str, draft: Version) -> HttpResponse:
    if "publish" in request.POST:
        return redirect("achievement-publish", slug=slug, achievement_id=draft.achievement_id)
    messages.success(request, _("The draft is kept."))
    return redirect("achievement", slug=slug, achievement_id=draft.achievement_id)


def _space(request: Request, found: Achievement) -> dict[str, Any]:
    return {**space(request, found.organisation), "achievement": found}


def _line(found: Achievement) -> dict[str, Any]:
    """An achievement for a list: the version that counts now, and the draft beside it."""
    newest, published = _newest(found), _published(found)
    return {
        "achievement": found,
        "newest": published or newest,
        "published": published,
        "draft": newest if newest.state == Version.State.DRAFT else None,
        "versions": found.versions.all(),
    }


def _newest(found: Achievement) -> Version:
    return found.versions.all()[0]


def _published(found: Achievement) -> Version | None:
    rows = found.versions.all()
    return next((one for one in rows if one.state == Version.State.PUBLISHED), None)


def _before(found: Achievement, draft: Version) -> Version | None:
    return next((one for one in found.versions.all() if one.number < draft.number), None)
