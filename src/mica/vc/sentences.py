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
    # moments
    "timestamp-malformed": "“{text}” is not a date and time such as 2026-01-15T09:00:00Z.",
    "timestamp-without-offset": (
        "“{text}” has no offset, so it is a different moment in every time zone; add Z or one "
        "such as +01:00."
    ),
    "timestamp-leap-second": (
        "“{text}” has a 61st second, which this form of date and time does not have."
    ),
    "timestamp-no-such-day": "“{text}” names a day that its month does not have.",
    "timestamp-out-of-range": (
        "“{text}” lies outside the years 1 to 9999, which are all that can be reckoned with."
    ),
    # shapes of documents
    "wrong-kind": "Here stands {found}; it has to be {right}.",
    "wrong-form": "“{value}” does not have the right form; it has to be {right}.",
    "member-missing": "“{member}” is missing: {owner} needs it, and it has to be {right}.",
    "type-missing": "The type has to be {right}.",
    "list-too-short": "The list holds fewer than {least}; it has to be {right}.",
    "not-exactly-one": "Here stand {count}; there has to be exactly one: {right}.",
    "object-empty": "The object is empty, so it says nothing.",
    "not-a-url": "“{value}” is not absolute; it has to be {right}.",
    "not-in-vocabulary": "“{value}” is not an agreed word; it has to be {right}.",
    # the data model
    "context-first": "The first context has to be {right}, or {legacy} in the old data model.",
    "validity-reversed": "The validity ends at {end}, before it begins at {start}.",
    "bad-digest": "“{value}” is not a digest; it has to be {right}.",
    "digest-missing": (
        "A related resource needs digestSRI or digestMultibase, or it could be swapped unseen."
    ),
    "resource-twice": "The related resource {id} is listed twice.",
    "language-value-extra": (
        "A text with language holds @value, @language and @direction, and nothing else."
    ),
    # making documents
    "breaks-format": "This would break {format}, at {pointer}: {sentence}",
}
