"""What each code says to a person: what is wrong, and what to do."""

from typing import Final

SENTENCES: Final = {
    # keys
    "no-such-key": "There is no such key here. Look at the list of keys for those there are.",
    "no-such-issuer": "No issuer of this name signs here. Check the address.",
    "key-is-there": "There is already a key of kind {kind} that signs. Replace it, or retire it "
    "first.",
    "kind-not-made": "Organisations have no keys of kind {kind}; accepted: {accepted}.",
    "key-not-active": "This key no longer signs. Use the organisation’s present key.",
    "last-key": "This is the only key that signs, and status lists need one. Replace it by a new "
    "key instead.",
    "key-named-by-itself": "This key is its own issuer’s name, so no other can take its place.",
    "compromised-later": "A key cannot be compromised from a moment that is still to come. Choose "
    "today or an earlier day.",
    "already-compromised": "This key is marked as compromised from {since} already. Only an "
    "earlier day can be set.",
    "master-key-wrong": "Key {key} was sealed under another master key. Set MICA_MASTER_KEY to the "
    "one it was made under, or name that one as MICA_MASTER_KEY_OLD.",
    "suite-not-of-key": "A key of kind {kind} does not sign with {suite}. It signs with: {suites}.",
    # what others wrote
    "status-is-there": "The credential has a status already. Leave it out, and one is added.",
    "status-needs-2": "Only credentials of data model 2.0 get a status here. Begin the contexts "
    "with https://www.w3.org/ns/credentials/v2.",
    "no-such-status": "No credential that was issued here has this status. Name the credential by "
    "the id it was issued under, or the list and the index.",
    # status lists
    "no-such-list": "There is no such status list here. Check the address.",
    "purpose-unknown": "“{purpose}” is not a purpose of our status lists; accepted: {accepted}.",
    "status-list-cannot-hold": "A status list has room for {room} more, and not for {count}.",
    "index-not-reserved": "No credential has the place {index} in this status list.",
    "revocation-is-final": "What was revoked stays revoked. Issue a new credential instead.",
}
