"""What each code says to a person: what is wrong, and what to do."""

from typing import Final

SENTENCES: Final = {
    "no-such-holding": "There is no such credential in this wallet.",
    "not-a-credential": "This is a document, but no credential. Ask whoever gave it to you for the "
    "credential itself.",
    "nothing-inside": "There is no credential inside this presentation.",
    "too-many-inside": "There are more than {limit} credentials in this. Bring them in parts.",
    "too-large": "This is larger than the {limit} megabytes that a wallet takes.",
    "too-many-things": "At most {limit} files or lines in one go. Bring the others afterwards.",
    "link-to-a-link": "This link leads to another link. Use the one it leads to.",
    "wallet-full": "This wallet holds {limit} credentials, and takes no more. Remove some first.",
    "no-certificate": "A certificate is made only of what is valid. Check this one again, or take "
    "its newer version.",
    "another-address": "This was awarded to another mail address. Prove that it is yours, or sign "
    "in with the account that has it.",
    "code-unfit": "A code has 16 letters and digits, such as 7KQ2-M4XC-90WD-B3TR.",
    "not-from-here": "This credential was not awarded here, so its issuer has to correct it.",
    "proof-unreadable": "This is not a signed presentation.",
    "proof-fails": "This does not show that the identifier is yours. {why}",
    "identifier-unfit": "Only identifiers that begin with did:key: or did:web: can be used here.",
    "no-such-share": "This link shows nothing. It may have ended, or its owner took it back.",
    "no-such-view": "Open the credentials anew: what was opened is shown for an hour.",
    "no-such-request": "This request is not there any more. Ask whoever sent it.",
    "nothing-chosen": "Choose at least one credential.",
    "too-many-chosen": "At most {most} credentials in one share.",
    "recipient-missing": "Say for whom this is.",
    "what-missing": "Say of what you ask proof.",
    "why-missing": "Say why you ask: it is shown before anything is given.",
    "words-too-long": "At most {most} characters.",
    "end-is-past": "Choose a day that is still to come.",
    "end-too-far": "Choose a day within the next two years.",
    "end-after-request": "This answers a request, so it ends with it at the latest.",
    "asked-of-another": "This was asked of {address}. Add that address to your profile, or sign in "
    "with the account that has it.",
    "share-is-over": "This was taken back, and cannot be shared again. Make a new share.",
    "request-is-over": "This request has ended, so it needs no answer any more.",
    "answered-already": "You have answered this already. Take that answer back first.",
    "address-unfit": "This is not a mail address. It needs the form name@example.org.",
}
