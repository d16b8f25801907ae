"""Every code of the toolkit with the sentence a person reads. Codes are stable; sentences may improve."""

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    # reading a document
    "not-json": "This is not JSON: {reason}.",
    "not-an-object": "The JSON is not an object, so it is not a credential.",
    "too-large": "{size} bytes is more than the {limit} that are read.",
    "too-deep": "The document is nested deeper than {limit} levels.",
    "too-many-values": "The document holds more than {limit} values.",
    "duplicate-key": "The key “{key}” stands twice in one object, so its meaning is ambiguous.",
    "number-out-of-range": "The number at {pointer} cannot be carried exactly by every reader.",
    "number-too-long": "A number has more digits than any reader carries exactly.",
    "bad-text": "The text at {pointer} holds half of a character (a lone surrogate).",
    "not-a-json-value": "The value at {pointer} is of a kind that JSON does not have.",
    # resources
    "offline": "{url} was not fetched, because nothing may be fetched now.",
    "not-on-shelf": "{url} is not among the documents at hand.",
    # contexts
    "context-tampered": "The shipped context {file} does not match its recorded hash; reinstall Mica.",
    "context-unknown": "The context {url} is not one Mica knows, so the meaning of its terms cannot be checked.",
    # keys and encodings
    "bad-base58": "This is not base58btc text.",
    "bad-base64url": "This is not unpadded base64url text.",
    "bad-multibase": "This is not multibase text that starts with z (base58btc) or u (base64url).",
    "bad-key": "The key cannot be used: {reason}.",
    "key-type-unknown": "The key “{key}” is of a kind Mica does not know.",
    "private-key-published": "The key holds its private half: whoever reads it can sign with it.",
    "passphrase-too-short": "The passphrase needs at least {least} characters.",
    "passphrase-not-text": "The passphrase holds bytes that are not UTF-8 text.",
    "passphrase-wrong": "The passphrase does not open this key.",
    "not-a-sealed-key": "This is not a sealed key as Mica writes it.",
    # key rings
    "not-a-keyring": "This is not a key ring as Mica writes it; make one with: mica keys new FILE.",
    "controller-unfit": (
        "An issuer with a key ring is known by a did:key or a did:web, not by “{controller}”. "
        "For the address https://school.example write did:web:school.example."
    ),
    "did-key-cannot-rotate": (
        "A did:key is made of its key, so another key is another issuer. For an issuer that keeps "
        "its name, make a ring with: mica keys new FILE --controller did:web:YOUR-DOMAIN."
    ),
    "nothing-to-publish": (
        "A did:key carries its document in its name: anybody who has the name can check, and there "
        "is nothing to publish."
    ),
}
