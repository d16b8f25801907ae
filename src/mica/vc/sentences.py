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
    # canonical forms
    "not-json-ld": "The document breaks a rule of JSON-LD ({reason}): its meaning cannot be read.",
    "json-ld-not-understood": "The document uses JSON-LD in a way that could not be worked through"
    " ({reason}).",
    "undefined-term": "No context of the document gives “{term}” a meaning, so no signature can"
    " cover it; remove it or add the context that defines it.",
    "relative-iri": "{value} is not an absolute IRI; write it in full, with its scheme.",
    "bad-iri": "“{value}” holds a character that an IRI must not hold; percent-encode it.",
    "bad-language": "{value} is not a language tag, such as “en” or “pt-BR”.",
    "dropped-value": "The value {value} would be lost before signing, so no signature can cover it"
    " ({reason}).",
    "protected-term-redefined": "A context changes the meaning of a term that an earlier one"
    " protects ({reason}).",
    "ambiguous-double": "{value} is read as different doubles by different readers; write it as a"
    " plain number.",
    "ambiguous-text": "{value} holds U+FFFE or U+FFFF, which are no characters and are signed"
    " differently by different software; remove them.",
    "graph-too-complex": "The statements on {nodes} unnamed things are too much alike to be put in"
    " order in reasonable time; give them ids.",
    "too-much-to-expand": "Under contexts of the document's own, no more than {limit} values are"
    " worked through.",
    "no-statement": "The document makes no statement that a signature could cover.",
    "slots-differ": "The template has the slots {slots}, and values were given for {given}.",
    "no-such-slot": "The document has no text at {pointer}, so it cannot be a slot.",
}
