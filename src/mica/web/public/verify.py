"""Verifying for everybody: hand in a credential, and read what is to be believed of it.

Nothing of a single verdict is kept. Several at once are judged in the background; their results
stand under a link that cannot be guessed, for an hour.
"""

from datetime import datetime
from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mica.errors import MicaError
from mica.people.queries import organisations_of
from mica.vc.errors import Undecidable
from mica.verification import actions, queries
from mica.verification.rules import wording
from mica.verification.rules.many import STRANGERS, Item, Upload, items
from mica.verification.speech import HERE
from mica.web import results
from mica.web.access import limit
from mica.web.verdicts import as_download, not_had, shown

_MINUTE: Final = 60
_TRIES: Final = 60
"""Documents that one network address may hand in within a minute."""
_LISTS: Final = 5
"""Lists that one network address may hand in within ten minutes."""
_PICTURE_WITHOUT: Final = "not-baked"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def verify(request: HttpRequest) -> HttpResponse:
    """The form, and for one credential the verdict."""
    if request.method != "POST":
        return _form(request)
    limit(request, "verify", _TRIES, _MINUTE)
    field = "file" if request.FILES else "text"
    try:
        found = list(items(handed_in(request), STRANGERS))
        page = _one(request, found[0]) if len(found) == 1 else None
    except Undecidable as error:
        return render(request, "public/verdict.html", {"not_had": not_had(error)})
    except MicaError as error:
        return _form(request, error, field)
    return page or _many(request, found)


@require_safe
def scan(request: HttpRequest) -> HttpResponse:
    """Read a QR code with the camera, or from a photo, in the browser."""
    return render(request, "public/scan.html")


@never_cache
@require_safe
def many(request: HttpRequest, secret: str, form: str = "") -> HttpResponse:
    """The results of several, for whoever has the link."""
    batch = queries.batch_by_secret(secret, timezone.now())
    if form:
        response = results.as_csv(batch) if form == "csv" else results.as_json(batch)
    else:
        context = {**results.table(request, batch), "secret": secret}
        response = render(request, "public/results.html", context)
    # Not "no-referrer": browsers then send forms without an origin, and the guard refuses them.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def discard(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Delete the results before their hour is over."""
    actions.discard_batch(secret, now=timezone.now())
    return redirect("verify")


def handed_in(request: HttpRequest) -> list[Upload]:
    """What came with the form: files, a text, or both."""
    given = [_upload(one) for one in request.FILES.getlist("file")]
    text = request.POST.get("text", "").strip()
    return [*given, *([Upload(_("Pasted text"), BytesIO(text.encode()))] if text else [])]


def _upload(one: "UploadedFile[Any]") -> Upload:
    if one.file is None:
        raise TypeError
    return Upload(one.name or "", one.file)


def _one(request: HttpRequest, item: Item) -> HttpResponse:
    if item.fault is not None:
        raise item.fault
    judged = queries.judged(item.data, timezone.now())
    context = {"one": shown(judged), "download": as_download(judged), "now": judged.report.now}
    return render(request, "public/verdict.html", context)


def _many(request: HttpRequest, found: list[Item]) -> HttpResponse:
    limit(request, "verify-many", _LISTS, 10 * _MINUTE)
    now: datetime = timezone.now()
    started = actions.start_batch(found, language=get_language() or "en", now=now)
    return redirect("verify-results", secret=started.secret)


def _form(request: HttpRequest, error: MicaError | None = None, field: str = "") -> HttpResponse:
    context: dict[str, object] = {"limit": STRANGERS.documents}
    if request.user.is_authenticated:
        context["organisations"] = organisations_of(request.user)
    if error is not None:
        context["fault"] = wording.fault(error.code, error.data, str(error), HERE)
        context["field"] = field
        context["perhaps_code"] = error.code == _PICTURE_WITHOUT
        context["text"] = request.POST.get("text", "")
    return render(request, "public/verify.html", context)
