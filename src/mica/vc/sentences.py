"""Every code of the toolkit and its sentence. Codes are stable; sentences may improve."""

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
    # what was handed over
    "empty": "There is nothing in it.",
    "not-a-document": "This is neither a text nor a PNG or SVG picture, so it holds no credential "
    "that could be found.",
    "sd-jwt": "This is an SD-JWT, which Mica does not read; ask for the same credential as Open "
    "Badges 3.0.",
    "link-to-a-link": "What stands at the address is only another address; ask for that one.",
    # resources
    "offline": "{url} was not fetched, because nothing may be fetched now.",
    "too-many-addresses": "{url} was not fetched, because the document names more than the {limit} "
    "addresses that are asked for one document.",
    "led-elsewhere": "{url} led to another host, {to}, which cannot speak for it.",
    "not-on-shelf": "{url} is not among the documents at hand.",
    # contexts
    "context-tampered": "The shipped context {file} was changed after Mica was built: reinstall.",
    "context-unknown": "Mica does not know the context {url}, and so not what its terms mean.",
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
    # where keys are found
    "bad-did": "“{did}” breaks the rules of its DID method.",
    "did-method-unknown": "Mica does not know the method of {did}.",
    "key-document-unusable": "The key document at {url} cannot be read: {reason}.",
    "key-document-of-another": "The key document at {url} is that of {id}.",
    "issuer-without-keys": "The name {id} leads to no keys.",
    "key-not-named": "The signature does not say which key made it.",
    "key-not-listed": "{controller} does not list the key {method}.",
    "key-not-for-purpose": "The key {method} may not be used for {purpose}.",
    "key-of-another-controller": "The key {method} belongs to somebody other than {controller}.",
    "key-expired": "The key {method} expired on {since}.",
    "key-revoked": "The key {method} was revoked on {since}.",
    "key-not-of-issuer": "{issuer} lists keys, but not {method}, which signed.",
    "key-not-tied": "Nothing ties the key that signed to the issuer {issuer}. {why}",
    # proofs
    "proof-missing": "It is not signed.",
    "proof-malformed": "The proof breaks its own rules: {reason}.",
    "too-many-proofs": "It has more than {limit} proofs.",
    "suite-unknown": "Mica does not know the cryptosuite “{suite}”.",
    "suite-not-issued": "Mica checks {suite} but does not issue it; choose another suite.",
    "key-unfit-for-suite": "A key of type {key} does not serve {suite}.",
    "proof-context-differs": "The document’s contexts do not begin with those that were signed.",
    "previous-proof-missing": "The proof builds on the proof {id}, which is not there.",
    "wrong-purpose": "The proof was made for {purpose}, and {needed} is needed.",
    "proof-expired": "The proof was good until {until}.",
    "wrong-challenge": "The proof does not answer the challenge that was set.",
    "wrong-domain": "The proof was made for {domain}, not for {needed}.",
    "signature-broken": "The signature by {method} does not fit: it was changed or forged.",
    # plain terms
    "not-compact": "At {pointer} a term is not written plainly, so it may hide what was signed.",
    "said-elsewhere": "At {pointer} something is said about the credential that only the "
    "credential itself may say, so a reader could miss it; ask the issuer for a new one.",
    "types-at-odds": "It says that it is a {one} and also a {other}; it can be one of them.",
    "envelope-not-alone": "Around the signed credential stands “{member}”, which nobody signed.",
    "envelope-unknown": "What is in the envelope is of a kind that Mica does not know: {kind}.",
    "context-inline": "The document gives “{term}” a meaning that Mica cannot vouch for.",
    # time
    "not-yet-valid": "It is not valid before {since}.",
    "expired": "It expired on {until}.",
    # status
    "status-revoked": "Its issuer revoked it, says the list {url}.",
    "status-suspended": "Its issuer suspended it for now, says the list {url}.",
    "status-malformed": "Its status entry cannot be read: {reason}.",
    "status-type-unknown": "Mica does not know status lists of type “{type}”.",
    "status-list-not-valid": "The status list {url} cannot be believed. {why}",
    "status-list-malformed": "The status list {url} cannot be read: {reason}.",
    "status-list-for-another-purpose": "The status list {url} does not speak of {purpose}.",
    "status-list-stale": "The copy of the status list {url} is older than it may be.",
    "too-many-status-entries": "Only the first {limit} status entries were looked up.",
    # related and enclosed
    "related-changed": "{url} is no longer what the issuer pointed to.",
    "too-many-related": "Only the first {limit} related resources were looked up.",
    "digest-unknown": "The digest for {url} is of a kind Mica does not know.",
    "too-many-enclosed": "There are more than {limit} documents inside, or they stand too deep.",
    "enclosed-unusable": "A document inside cannot be read. {why}",
    "enclosed-invalid": "Inside: “{title}” is not valid.",
    "enclosed-undecided": "Inside: “{title}” could not be decided.",
    # issuing
    "not-issuable": "It was not signed, because of {pointer}: {why}",
    # what passed
    "readable": "It can be read, and in one way only.",
    "jwt-agrees": "What the JWT says agrees with the credential in it.",
    "model-kept": "It keeps the rules of the data model.",
    "contexts-known": "Every context it uses is known.",
    "plain-terms": "Every term is written plainly.",
    "standard-kept": "It keeps the rules of {standard}.",
    "suite-known": "It is signed with {suite}.",
    "algorithm-known": "It is signed with {alg}.",
    "proof-fits": "The proof was made for this purpose.",
    "key-found": "The key is known, and may be used for this purpose.",
    "signature-holds": "The signature by {method} holds: nothing was changed since.",
    "key-of-issuer": "The key is one of the issuer’s, {issuer}.",
    "already-valid": "It has been valid since {since}.",
    "no-start": "It names no day from which it is valid.",
    "still-valid": "It is valid until {until}.",
    "no-end": "It does not expire.",
    "status-not-kept": "Its issuer names no list on which it could be revoked.",
    "status-clear": "It is not on the {purpose} list {url}, which {keeper} keeps.",
    "status-clear-short": "It is not on the {purpose} list {url}, which {keeper} keeps and "
    "which is shorter than the standard asks for privacy’s sake.",
    "status-clear-unsigned": "It is not on the {purpose} list {url}, which nobody signed.",
    "status-says": "The {purpose} list {url} says {value}.",
    "refresh-offered": "A newer version may be had at {url}.",
    "related-unchanged": "{url} is what the issuer pointed to.",
    "shown-by-another": "“{title}” was issued to {subject}, and is shown by {holder}.",
    "enclosed-valid": "Inside: “{title}” is valid.",
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
    "too-much-work": "To work through the document and what stands inside it would take too long.",
    "no-statement": "The document makes no statement that a signature could cover.",
    "slots-differ": "The template has the slots {slots}, and values were given for {given}.",
    "no-such-slot": "The document has no text at {pointer}, so it cannot be a slot.",
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
    # JOSE: signed texts and the claims beside a credential
    "not-a-jws": "This is not a JWS in compact form: {reason}.",
    "jws-crit": "The header demands extensions that Mica does not know: {names}.",
    "jws-unencoded": "The header says that the payload is not base64url (b64: false).",
    "alg-none": "The header says that nothing is signed (alg: none).",
    "alg-shared-secret": "The header names {alg}, a secret shared by signer and reader: whoever "
    "can check it could have made it, so it proves nothing.",
    "alg-not-allowed": "The header names the algorithm “{alg}”, but a key of type {key} signs with "
    "{allowed} only.",
    "alg-unsupported": "The signature uses {alg}, which Mica cannot check.",
    "jwk-mismatch": "The header holds another key than the one that is to check the signature.",
    "typ-not-allowed": "The header says that this is a “{typ}”, which is not a credential.",
    "jwt-claim-mismatch": "The claim “{claim}” and the credential's “{member}” differ.",
    "jwt-claim-bad": "The claim “{claim}” is not a date in seconds since 1970.",
    "jwt-claim-missing": "The claim “{claim}” is needed: give the credential a “{member}”.",
    "jwt-nested": "The claim “{claim}” is for credentials of the Data Model 1.1 alone, and then it "
    "holds the whole of one.",
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
