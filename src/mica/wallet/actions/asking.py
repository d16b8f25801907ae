"""Asking: an organisation asks a learner for proof of something."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from mica.core import audit, mail
from mica.core.ids import new_id
from mica.issuing.rules import grants
from mica.people.models import Organisation, Person
from mica.people.queries import check_approved, check_role, person_at_address
from mica.wallet import links
from mica.wallet.errors import NotFound, Unfit
from mica.wallet.models import Request
from mica.wallet.rules import sharing


@transaction.atomic
def ask(
    organisation: Organisation,
    *,
    what: str,
    why: str,
    until: datetime,
    by: UUID,
    now: datetime,
    address: str = "",
) -> Request:
    """Ask for proof of something.

    Args:
        organisation: who asks; approved.
        what: proof of what.
        why: because of what; it is shown before anything is given.
        until: when the answers are no longer needed, aware, at most two years away.
        by: an officer of the organisation.
        now: aware.
        address: whom to ask by mail; "" for a link that the organisation hands out itself.

    Raises:
        Unfit: `what-missing`, `why-missing`, `words-too-long`, `end-is-past`, `end-too-far`,
            `address-unfit`.
        people.errors.PeopleError: not an officer, or not approved.
    """
    check_role(by, organisation.id, "officer")
    check_approved(organisation)
    sharing.check_until(until, now)
    address = grants.tidy_address(address)
    if address and not grants.is_address(address):
        raise Unfit("address-unfit")
    id_ = new_id()
    made = Request.objects.create(
        id=id_,
        organisation=organisation,
        by=Person.objects.filter(id=by).first(),  # None for a token: the log knows it
        address=address,
        what=sharing.check_words(what, "what-missing"),
        why=sharing.check_words(why, "why-missing"),
        until=until,
        secret_hash=links.hash_of(links.secret_of("request", id_)),
        created=now,
    )
    if address:
        _write_to(made, organisation, now)
    audit.record("wallet.ask", made.id, by=by, now=now)
    return made


@transaction.atomic
def withdraw_request(request_id: UUID, *, by: UUID, now: datetime) -> Request:
    """Ask no longer. What was answered stays shared until its learner or its end takes it back.

    Raises:
        NotFound: `no-such-request`.
        people.errors.NotAllowed: who does it is no officer of the organisation.
    """
    found = Request.objects.select_for_update().filter(id=request_id).first()
    if found is None:
        raise NotFound("no-such-request")
    check_role(by, found.organisation_id, "officer", hidden=NotFound("no-such-request"))
    if found.withdrawn is None:
        found.withdrawn = now
        found.save(update_fields=["withdrawn"])
        audit.record("wallet.withdraw_request", found.id, by=by, now=now)
    return found


def _write_to(request: Request, organisation: Organisation, now: datetime) -> None:
    known = person_at_address(request.address)
    language = known.language if known else organisation.language
    context = {
        "organisation": organisation.name,
        "what": request.what,
        "why": request.why,
        "link": links.request_address(request.id),
        "site": settings.MICA_NAME,
    }
    letter = mail.draft("request", request.address, context, language=language, about=request.id)
    mail.send_all([letter], kind="request", now=now)
