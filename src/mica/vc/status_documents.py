"""The two documents of a status list, as plain JSON yet to be signed: the entry and the list.

Source: Bitstring Status List v1.0, on BitstringStatusListEntry and BitstringStatusListCredential.
The codec is in `bitstring`.
"""

from collections.abc import Sequence
from datetime import datetime

from mica.vc.bitstring import Bitstring
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused
from mica.vc.model import V2
from mica.vc.timestamps import format_timestamp


def status_entry(
    list_url: str,
    index: int,
    purpose: str,
    *,
    id: str | None = None,  # noqa: A002 - the word of the format
    size: int = 1,
    messages: Sequence[str] = (),
    reference: str | Sequence[str] | None = None,
) -> JsonObject:
    """The `credentialStatus` of one credential.

    Args:
        list_url: where the list credential is found.
        index: number of the credential's entry, from 0.
        purpose: `revocation`, `suspension`, `message` or `refresh`.
        id: of the entry, never that of the list.
        size: bits of the entry, `statusSize`.
        messages: what each value means, in order from 0; 2**size of them, required for size > 1.
        reference: where the meanings are explained.

    Raises:
        Refused: `status-index-invalid`, `status-size-invalid`, `status-messages-invalid`,
            `status-entry-id`.
    """
    if index < 0:
        raise Refused("status-index-invalid", index=index)
    if size < 1:
        raise Refused("status-size-invalid", size=size)
    if id == list_url:
        raise Refused("status-entry-id")
    if (messages or size > 1) and len(messages) != 2**size:
        raise Refused("status-messages-invalid", size=size, wanted=2**size)
    entry: JsonObject = {} if id is None else {"id": id}
    entry |= {
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }
    if size > 1:
        entry["statusSize"] = size
    if messages:
        entry["statusMessage"] = [
            {"status": hex(value), "message": message} for value, message in enumerate(messages)
        ]
    if reference is not None:
        entry["statusReference"] = reference if isinstance(reference, str) else list(reference)
    return entry


def status_list_credential(
    id: str,  # noqa: A002 - the word of the format
    issuer: str | JsonObject,
    purpose: str | Sequence[str],
    bits: Bitstring,
    valid_from: datetime,
    *,
    valid_until: datetime | None = None,
    ttl: int | None = None,
) -> JsonObject:
    """The credential that carries a list.

    Args:
        id: where it will be found.
        issuer: the issuer's id, or an object with one.
        purpose: one or several.
        bits: the list.
        valid_from: aware; written in UTC, in whole seconds.
        valid_until: aware, after valid_from.
        ttl: milliseconds for which a reader may keep it.

    Raises:
        Refused: `status-list-dates`.
    """
    _check_dates(valid_from, valid_until)
    subject: JsonObject = {
        "id": f"{id}#list",
        "type": "BitstringStatusList",
        "statusPurpose": purpose if isinstance(purpose, str) else list(purpose),
        "encodedList": bits.encode(),
    }
    if ttl is not None:
        subject["ttl"] = ttl
    credential: JsonObject = {
        "@context": [V2],
        "id": id,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": _whole_seconds(valid_from),
    }
    if valid_until is not None:
        credential["validUntil"] = _whole_seconds(valid_until)
    return credential | {"credentialSubject": subject}


def _check_dates(valid_from: datetime, valid_until: datetime | None) -> None:
    moments = [moment for moment in (valid_from, valid_until) if moment is not None]
    if any(moment.utcoffset() is None for moment in moments) or moments != sorted(moments):
        raise Refused("status-list-dates", valid_from=str(valid_from), valid_until=str(valid_until))


def _whole_seconds(moment: datetime) -> str:
    return format_timestamp(moment.replace(microsecond=0))
