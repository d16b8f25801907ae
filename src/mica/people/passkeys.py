"""Passkeys (Web Authentication level 2): what is asked of a device, and what it answers.

Plain values in and out; whose key it is, `actions` finds.
"""

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from mica.people.errors import Unfit

Options = tuple[dict[str, Any], dict[str, Any]]
"""What the page hands to the device, and what the session keeps of it meanwhile."""


def possible(origin: str) -> bool:
    """Whether browsers make keys for this origin: they want a name, never a bare IP address."""
    host = urlsplit(origin).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(host)
    return False


def _server(origin: str, name: str) -> Fido2Server:
    """Our side. A key holds for our host, and answers only from our origin."""
    host = urlsplit(origin).hostname or ""
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=host, name=name),
        verify_origin=lambda came_from: came_from == origin,
    )


def ask_new(origin: str, name: str, *, person: UUID, shown: str, known: list[bytes]) -> Options:
    """What to ask of a device for a new key.

    Args:
        origin: ours.
        name: of the site.
        person: whose key it will be.
        shown: what the device calls the account.
        known: the data of the keys they have, so that no device makes a second one.
    """
    options, state = _server(origin, name).register_begin(
        PublicKeyCredentialUserEntity(id=person.bytes, name=shown, display_name=shown),
        credentials=[AttestedCredentialData(one) for one in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), dict(state)


def read_new(
    origin: str, name: str, *, state: Mapping[str, Any], answer: Any
) -> tuple[bytes, bytes, int]:
    """A new key out of a device's answer.

    Returns:
        The credential's id, its data with the public key, and its count of uses.

    Raises:
        Unfit: `wrong-passkey`.
    """
    try:
        made = _server(origin, name).register_complete(dict(state), answer)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unfit("wrong-passkey") from None
    if made.credential_data is None:
        raise Unfit("wrong-passkey")
    return made.credential_data.credential_id, bytes(made.credential_data), made.counter


def ask_known(origin: str, name: str) -> Options:
    """What to ask of a device that knows a key of ours; which one, the person chooses there."""
    options, state = _server(origin, name).authenticate_begin(
        user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), dict(state)


def credential_of(answer: Any) -> bytes:
    """Which key a device says it answered with.

    Raises:
        Unfit: `wrong-passkey`.
    """
    try:
        return bytes(AuthenticationResponse.from_dict(answer).raw_id)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unfit("wrong-passkey") from None


def check_known(
    origin: str, name: str, *, state: Mapping[str, Any], answer: Any, data: bytes
) -> int:
    """See that a device holds a key's private half, and that its person was there.

    Returns:
        The key's new count of uses; 0 where the device does not count.

    Raises:
        Unfit: `wrong-passkey`.
    """
    try:
        _server(origin, name).authenticate_complete(
            dict(state), [AttestedCredentialData(data)], answer
        )
        return int(AuthenticationResponse.from_dict(answer).response.authenticator_data.counter)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unfit("wrong-passkey") from None
