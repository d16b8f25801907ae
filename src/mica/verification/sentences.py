"""What each code says to a person: what is wrong, and what to do."""

from typing import Final

SENTENCES: Final = {
    "nothing-given": "Choose a file, or paste a link or the text of a credential.",
    "no-such-batch": "There is no such list of results, or it was deleted. Lists without an "
    "account are kept for one hour.",
    "too-many-at-once": "That is more than the {limit} documents that can be checked at once here. "
    "Hand in fewer at a time.",
    "too-large-at-once": "Unpacked, that is more than the {limit} MB that can be checked at once. "
    "Hand in fewer at a time.",
    "not-a-zip": "The ZIP file {name} cannot be read: {reason}. Make it anew.",
    "file-too-large": "This file is larger than the {limit} MB that are read. A credential is much "
    "smaller; is it the right file?",
    "zip-entry-unreadable": "This file in the ZIP cannot be unpacked: {reason}. Hand it in alone.",
    "no-link": "There is no web address in this line.",
    "out-of-time": "{url} was not fetched, because looking things up for this document had taken "
    "too long already.",
}
