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
    # baked images
    "not-an-image": "This is neither a PNG nor an SVG picture; choose one of these.",
    "image-too-large": "The picture has {size} bytes, more than the {limit} "
    "allowed; use a smaller one.",
    "not-bakeable": "Only a signed credential can be baked: a compact JWS or a JSON object.",
    "not-baked": "The picture carries no credential. A copy that passed through a messenger or an "
    "editor may have lost it; ask for the original file.",
    "baked-twice": "The picture carries {count} credentials, so it is unclear which one it shows; "
    "ask the issuer for a new one.",
    "baked-ambiguous": "The picture's credential says one thing in its attribute and another in "
    "its body; ask the issuer for a new one.",
    "baked-not-a-credential": "What the picture carries is neither JSON nor a signed text; ask the "
    "issuer for a new one.",
    "png-truncated": "The PNG picture ends too early; fetch the whole file again.",
    "png-bad-checksum": "The PNG picture was damaged: the checksum of the part {chunk} at byte "
    "{at} is wrong; fetch the file again.",
    "png-bad-structure": "The PNG picture is not built as it should be: {reason}; save it again "
    "with a picture editor.",
    "png-too-many-chunks": "The PNG picture consists of more than {limit} parts; save it again "
    "with a picture editor.",
    "png-trailing-data": "{size} bytes stand behind the end of the PNG picture; save it again "
    "with a picture editor.",
    "png-compressed": "The credential in the PNG picture is compressed, which Open Badges 3.0 "
    "forbids; ask the issuer for a new one.",
    "png-wrong-chunk": "The credential stands in a {chunk} part of the PNG picture; Open Badges "
    "3.0 wants iTXt. Ask the issuer for a new one.",
    "not-svg": "This XML file is not an SVG picture: its root is “{name}”.",
    "svg-encoding": "The SVG picture is written in {encoding}; save it as UTF-8.",
    "svg-dtd": "The SVG picture declares a document type of its own, which can hide things; "
    "save it as plain SVG.",
    "svg-entities": "The SVG picture uses an entity that is not defined in it (line "
    "{line}); save it as plain SVG.",
    "svg-not-well-formed": "The SVG picture is broken at line {line}, column {column}: {reason}.",
    "svg-too-complex": "The SVG picture has more than {limit} {what}; simplify it, or use a PNG.",
    "svg-active-content": "The SVG picture holds {found}, and nothing is baked into a picture that "
    "can act or load something; remove it, or use a PNG.",
    "svg-cannot-carry": "The credential holds a character that XML does not have; use a PNG.",
    # compressed data
    "compressed-corrupt": "The compressed data is damaged.",
    "compressed-too-large": "The compressed data unpacks to more than {limit} bytes.",
    "compressed-truncated": "The compressed data ends too early.",
    "compressed-trailing-data": "{size} bytes stand behind the end of the compressed data.",
    # QR codes
    "qr-empty": "There is nothing to write into a QR code.",
    "qr-half-character": "The text holds half of a character (a lone surrogate).",
    "qr-too-long": "{size} bytes do not fit into a QR code, which holds {limit} at most; "
    "use a link.",
    # status lists
    "status-list-encoding": "The status list is not multibase base64url text (it must start "
    "with “u”).",
    "status-list-too-large": "The status list is larger than the {limit} bytes that are read.",
    "status-list-too-short": "The status list has {entries} entries; to protect privacy it needs "
    "at least {minimum}.",
    "status-list-full": "Every index of the status list is taken; start a new list.",
    "status-list-dates": "The status list would be valid from {valid_from} until {valid_until}; "
    "give dates with an offset, the first before the second.",
    "status-index-invalid": "“{index}” is not an index: a whole number, from zero, in decimal "
    "digits.",
    "status-index-out-of-range": "The status list has no entry {index}; it has {entries}.",
    "status-size-invalid": "“{size}” is not the size of a status: a whole number of bits, from 1.",
    "status-value-invalid": "The status {value} does not fit into {size} bits.",
    "status-messages-invalid": "A status of {size} bits needs {wanted} messages, one for each "
    "value.",
    "status-entry-id": "The id of a status entry must not be the address of the list itself.",
}
