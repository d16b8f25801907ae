"""What each code says to a person: what is wrong, and what to do."""

from typing import Final

SENTENCES: Final = {
    "audit-not-a-code": "The log takes for {name} an id or a code only, without spaces or @, "
    "of at most {most} characters. This is a bug in Mica; please report it.",
    "audit-not-a-name": "The log names its data in lower case, in at most {most} letters, digits "
    "and underscores. This is a bug in Mica; please report it.",
    "audit-not-plain": "The log takes for {name} ids, codes, whole numbers, days and lists of "
    "these only. This is a bug in Mica; please report it.",
    "audit-too-long": "The log takes for {name} at most {most} values. "
    "This is a bug in Mica; please report it.",
    "audit-bad-question": "Ask for entry=NUMBER, and size=SIZE for another head than the newest; "
    "or for from=SIZE, and to=SIZE for another head than the newest. Numbers are whole and written "
    "in digits.",
    "no-such-entry": "The log has no entry {number} below its head of {size}. "
    "Ask for a number from 1 to {size}.",
    "no-such-head": "The log was never published at the size {size}. "
    "Ask for the sizes of heads that were; the newest stands at /audit/head.",
    "cursor-unfit": "This is not a cursor of this list. Begin again without one.",
    "key-malformed": "An idempotency key has from 1 to {most} printable characters. "
    "Send another one, such as a UUID.",
    "key-used-otherwise": "This idempotency key was sent with another request before. "
    "Send a new key with a new request.",
    "key-still-running": "The first request with this idempotency key still runs. "
    "Ask again in a few seconds.",
    "too-many-tries": "There were too many tries in a short time. Wait {minutes} minutes and try "
    "again; nothing is lost.",
}
