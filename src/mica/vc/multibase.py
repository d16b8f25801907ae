"""Self-describing encodings: multibase text, multicodec keys.

Sources: Controlled Identifiers 1.0 §2.4 (Multibase), §2.2.2 (Multikey); base58btc as in Bitcoin.
"""

import base64
import binascii
from typing import Final

from mica.vc.errors import Refused

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUE: Final = {character: value for value, character in enumerate(_ALPHABET)}
_PAIRS: Final = [a + b for a in _ALPHABET for b in _ALPHABET]
_PAIR_VALUE: Final = {pair: value for value, pair in enumerate(_PAIRS)}
MAX_TEXT: Final = 2048
"""Base 58 takes quadratic time: longer texts are refused. No key or signature comes near."""


def base58_encode(data: bytes) -> str:
    """Base58btc text of bytes, leading zero bytes as leading `1`.

    >>> base58_encode(bytes([0, 1]))
    '12'
    """
    zeros = len(data) - len(data.lstrip(b"\0"))
    number = int.from_bytes(data, "big")
    pairs = []
    while number:
        number, rest = divmod(number, 3364)
        pairs.append(_PAIRS[rest])
    return "1" * zeros + "".join(reversed(pairs)).lstrip("1")


def base58_decode(text: str) -> bytes:
    """Bytes of base58btc text.

    Raises:
        Refused: `bad-base58` for other characters, or more than MAX_TEXT of them.
    """
    number = 0
    try:
        if len(text) > MAX_TEXT:
            raise Refused("bad-base58")
        odd = len(text) % 2
        if odd:
            number = _VALUE[text[0]]
        for at in range(odd, len(text), 2):
            number = number * 3364 + _PAIR_VALUE[text[at : at + 2]]
    except KeyError:
        raise Refused("bad-base58") from None
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def base64url_encode(data: bytes) -> str:
    """Base64url without padding (RFC 4648 §5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def base64url_decode(text: str) -> bytes:
    """Bytes of unpadded base64url; every text has one meaning, so stray bits are refused.

    Raises:
        Refused: `bad-base64url`.
    """
    try:
        data = base64.b64decode(
            text.encode("ascii") + b"=" * (-len(text) % 4), b"-_", validate=True
        )
    except (UnicodeEncodeError, binascii.Error):
        raise Refused("bad-base64url") from None
    if base64url_encode(data) != text:
        raise Refused("bad-base64url")
    return data


def decode(text: object) -> bytes:
    """Bytes of a multibase text: `z` base58btc or `u` base64url.

    Raises:
        Refused: `bad-multibase`, or the code of the encoding.
    """
    if isinstance(text, str) and text.startswith("z"):
        return base58_decode(text[1:])
    if isinstance(text, str) and text.startswith("u"):
        return base64url_decode(text[1:])
    raise Refused("bad-multibase")
