"""Verifying on the platform: the road of strangers, our own documents answered in process."""

from datetime import UTC, datetime
from functools import cache, lru_cache

from mica.net.web import Web
from mica.signing.queries import own_resource
from mica.vc.contexts import Contexts, shipped
from mica.vc.documents import JsonObject
from mica.vc.report import Report
from mica.vc.resolve import Resource
from mica.vc.status import Memory
from mica.vc.verify import Expected, Setting
from mica.verification import rules


def judge(data: bytes, now: datetime) -> Report:
    """Verify whatever was handed over: a document, a picture, a link.

    Args:
        data: as `verification.rules.judge` takes it.
        now: aware; the verdict is for its whole second.

    Raises:
        Unusable, Unreachable: as `verification.rules.judge`.
    """
    return rules.judge(data, setting(now))


def judge_strictly(
    document: JsonObject,
    now: datetime,
    *,
    presentation: bool,
    contexts: Contexts | None = None,
    expected: Expected | None = None,
) -> Report:
    """Verify a credential or presentation for a machine's door.

    Args:
        document: as `documents.read` gives it.
        now: aware.
        presentation: which of the two it has to be.
        contexts: as for `setting`.
        expected: as for `setting`.

    Raises:
        Unusable: as `verification.rules.judge_strictly`.
    """
    chosen = setting(now, contexts=contexts, expected=expected)
    return rules.judge_strictly(document, chosen, presentation=presentation)


def setting(
    now: datetime, *, contexts: Contexts | None = None, expected: Expected | None = None
) -> Setting:
    """What a verdict of the platform rests on.

    Args:
        now: aware. Cut to the second, so that documents verified within it share what is known of
            their status lists.
        contexts: the known contexts; the shipped ones if None.
        expected: of a presentation.
    """
    moment = now.astimezone(UTC).replace(microsecond=0)

    def resolve(url: str, /) -> Resource:
        return own_resource(url, moment) or _web()(url)

    return Setting(
        resolve,
        moment,
        standards=rules.STANDARDS,
        contexts=contexts or shipped(),
        expected=expected or Expected(),
        memory=_memory(moment),
    )


@cache
def _web() -> Web:
    """One for the process: it remembers answers for a while, and spares hosts that are down."""
    return Web()


@lru_cache(maxsize=2)
def _memory(moment: datetime) -> Memory:  # noqa: ARG001 - what is remembered holds for one moment
    return Memory()
