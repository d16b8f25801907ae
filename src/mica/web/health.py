"""Health, for machines that watch over a site: does it live, and can it serve?

A late worker is told, and does not make the site unready: pages serve without one, and to take
them away as well would help nobody.
"""

from typing import Final

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mica.core import health, queries

_UNREADY: Final = 503


@require_safe
@never_cache
def live(_request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nobody else."""
    return JsonResponse({"live": True})


@require_safe
@never_cache
def ready(_request: HttpRequest) -> JsonResponse:
    """The database answers and has the tables of this Mica; and how its workers are."""
    checks: dict[str, object] = {"database": "unreachable", "migrations": "unknown", "worker": None}
    try:
        database = health.database()
        checks["database"] = "ok"
        checks["migrations"] = "ok" if not database.unapplied else "missing"
        if not database.unapplied:
            jobs = queries.jobs_state(database.now)
            state = "ok" if jobs.workers else "late" if jobs.heard else "none"
            age = round((database.now - jobs.heard).total_seconds()) if jobs.heard else None
            checks["worker"] = {"state": state, "heartbeat_age_seconds": age}
    except health.Unreachable:
        pass  # what was found so far is the answer
    well = checks["database"] == checks["migrations"] == "ok"
    return JsonResponse({"ready": well, "checks": checks}, status=200 if well else _UNREADY)


urlpatterns = [
    path("live", live, name="health-live"),
    path("ready", ready, name="health-ready"),
]
