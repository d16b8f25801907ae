"""Tokens: how an organisation's machines come in."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from mica.core import audit
from mica.people import rules
from mica.people.errors import NotAllowed, Unfit
from mica.people.models import Organisation, Person, Token
from mica.people.queries.organisations import TokenHolder, check_role, token_for

PREFIX: Final = "mica_"
"""So that a scanner for leaked secrets knows one."""
_SECRET_BYTES: Final = 32
_NOTED_EVERY: Final = timedelta(minutes=1)


@transaction.atomic
def make_token(
    organisation: Organisation,
    name: str,
    scopes: Sequence[str],
    *,
    by: Person,
    now: datetime,
    until: datetime | None = None,
) -> tuple[Token, str]:
    """A new token.

    Args:
        organisation: whose machines will use it.
        name: what for, so that owners know it again.
        scopes: words of `rules.SCOPES`.
        by: an owner.
        now: aware.
        until: when it ends; None for never.

    Returns:
        The token, and its secret: shown now, and never again.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`.
        Unfit: `name-needed`, `scopes-needed`, `no-such-scope`.
    """
    check_role(by.id, organisation.id, "owner")
    if not name.strip():
        raise Unfit("name-needed")
    if not scopes:
        raise Unfit("scopes-needed")
    for unknown in rules.unknown_scopes(scopes):
        raise Unfit("no-such-scope", scope=unknown)
    secret = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
    token = Token.objects.create(
        organisation=organisation,
        name=name.strip(),
        hash=rules.digest(secret),
        scopes=[scope for scope in rules.SCOPES if scope in scopes],
        by=by,
        created=now,
        until=until,
    )
    audit.record("people.make_token", organisation.id, by=by.id, now=now, token=str(token.id))
    return token, secret


@transaction.atomic
def revoke_token(organisation: Organisation, token_id: UUID, *, by: Person, now: datetime) -> None:
    """End a token at once.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`, `no-such-token`.
    """
    check_role(by.id, organisation.id, "owner")
    if not organisation.tokens.filter(id=token_id, revoked=None).update(revoked=now):
        raise NotAllowed("no-such-token")
    audit.record("people.revoke_token", organisation.id, by=by.id, now=now, token=str(token_id))


def use_token(secret: str, *, now: datetime) -> TokenHolder:
    """Who shows a token, noting to the minute that it was used. Not audited: what it does is.

    Raises:
        BadToken: `no-such-token`.
        Unfit: `organisation-not-approved`.
    """
    holder = token_for(secret, now)
    if holder.used is None or holder.used < now - _NOTED_EVERY:
        Token.objects.filter(id=holder.id).update(used=now)
    return holder
