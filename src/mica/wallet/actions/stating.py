"""Stating: the site signs what it found of a credential, for somebody without internet."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from mica.core import audit
from mica.core.ids import new_id
from mica.people.models import Person
from mica.people.queries import check_consent
from mica.signing.actions import signer_for
from mica.verification import queries as verification
from mica.verification.queries import Judged
from mica.verification.rules import wording
from mica.verification.speech import HERE
from mica.wallet.models import Holding
from mica.wallet.queries.holdings import holding_for
from mica.wallet.queries.statements import Statement
from mica.wallet.rules import statements
from mica.wallet.rules.statements import Found


def state(person: Person, holding_id: UUID, *, by: UUID, now: datetime) -> Statement:
    """Verify a credential now, and sign what was found with the site's own key.

    Whatever the verdict: what does not hold is stated as such.

    Raises:
        NotFound: `no-such-holding`.
        people.errors.Unfit: `guardian-consent-needed`.
    """
    check_consent(person, now)
    holding = holding_for(person, holding_id)
    # It may go out, so it comes before the transaction.
    judged = verification.judged(holding.document.encode(), now)
    with transaction.atomic():
        signer = signer_for(None, now)
        id_ = new_id()
        said = statements.statement(
            _found(holding, judged),
            id_=id_,
            issuer=signer.did,
            name=settings.MICA_NAME,
            origin=settings.MICA_ORIGIN,
            now=now,
        )
        verdict = judged.report.verdict.value
        audit.record("wallet.state", holding.id, by=by, now=now, verdict=verdict)
        return Statement(
            holding, judged, now, signer.did, signer.sign_jose(said), signer.sign(said, now)
        )


def _found(holding: Holding, judged: Judged) -> Found:
    report, behind = judged.report, judged.behind
    return Found(
        credential=holding.credential_id,
        document=hashlib.sha256(holding.document.encode()).hexdigest(),
        verdict=report.verdict.value,
        sentence=wording.headline(report, behind, HERE),
        behind=behind.level.value if behind else "",
        title=holding.name,
        learner=holding.learner_name,
        issuer=wording.issuer(report, behind, HERE),
        issuer_id=holding.issuer_id,
        awarded=holding.valid_from,
        ends=holding.valid_until,
    )
