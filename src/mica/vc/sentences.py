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
    "bad-text": "The text at {pointer} holds half of a character (a lone surrogate).",
    "not-a-json-value": "The value at {pointer} is of a kind that JSON does not have.",
    # resources
    "offline": "{url} was not fetched, because nothing may be fetched now.",
    "not-on-shelf": "{url} is not among the documents at hand.",
    # contexts
    "context-tampered": "The shipped context {file} does not match its recorded hash; reinstall Mica.",
    "context-unknown": "The context {url} is not one Mica knows, so the meaning of its terms cannot be checked.",
}
