"""Every state a page can show: one word and one kind. A kind is a shape and a colour together."""

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class Shown(NamedTuple):
    """How a state is shown.

    Attributes:
        kind: the shape, and with it the colour.
        word: what it is called, for people.
    """

    kind: str
    word: str | Promise


STATES: Final[dict[str, Shown]] = {
    # verdicts and checks
    "valid": Shown("passed", pgettext_lazy("state", "Valid")),
    "invalid": Shown("failed", pgettext_lazy("state", "Not valid")),
    "undecided": Shown("undecided", pgettext_lazy("state", "Could not be decided")),
    "passed": Shown("passed", pgettext_lazy("state", "Passed")),
    "failed": Shown("failed", pgettext_lazy("state", "Failed")),
    "unusable": Shown("ended", pgettext_lazy("state", "Could not be read")),
    # a credential
    "scheduled": Shown("waiting", pgettext_lazy("state", "Scheduled")),
    "issued": Shown("active", pgettext_lazy("state", "Issued")),
    "claimed": Shown("passed", pgettext_lazy("state", "Claimed")),
    "suspended": Shown("paused", pgettext_lazy("state", "Suspended")),
    "revoked": Shown("failed", pgettext_lazy("state", "Revoked")),
    "expiring": Shown("waiting", pgettext_lazy("state", "Expires soon")),
    "expired": Shown("ended", pgettext_lazy("state", "Expired")),
    "early": Shown("waiting", pgettext_lazy("state", "Not valid yet")),
    "renewed": Shown("ended", pgettext_lazy("state", "Renewed")),
    "corrected": Shown("ended", pgettext_lazy("state", "Corrected")),
    # what is written, approved, asked or done in the background
    "draft": Shown("draft", pgettext_lazy("state", "Draft")),
    "superseded": Shown("ended", pgettext_lazy("state", "Replaced")),
    "published": Shown("active", pgettext_lazy("state", "Published")),
    "retired": Shown("ended", pgettext_lazy("state", "Retired")),
    "pending": Shown("waiting", pgettext_lazy("state", "Waiting")),
    "approved": Shown("passed", pgettext_lazy("state", "Approved")),
    "refused": Shown("failed", pgettext_lazy("state", "Refused")),
    "asked": Shown("waiting", pgettext_lazy("state", "Asked")),
    "given": Shown("passed", pgettext_lazy("state", "Given")),
    "accepted": Shown("passed", pgettext_lazy("state", "Accepted")),
    "declined": Shown("ended", pgettext_lazy("state", "Declined")),
    "open": Shown("active", pgettext_lazy("state", "Open")),
    "active": Shown("active", pgettext_lazy("state", "Active")),
    "withdrawn": Shown("ended", pgettext_lazy("state", "Withdrawn")),
    "ended": Shown("ended", pgettext_lazy("state", "Ended")),
    "compromised": Shown("failed", pgettext_lazy("state", "Compromised")),
    "queued": Shown("waiting", pgettext_lazy("state", "Queued")),
    "running": Shown("active", pgettext_lazy("state", "Running")),
    "reading": Shown("waiting", pgettext_lazy("state", "Being read")),
    "ready": Shown("waiting", pgettext_lazy("state", "To be looked at")),
    "stopped": Shown("paused", pgettext_lazy("state", "Stopped")),
    "cancelled": Shown("ended", pgettext_lazy("state", "Given up")),
    "done": Shown("passed", pgettext_lazy("state", "Done")),
    "kept": Shown("ended", pgettext_lazy("state", "Kept here")),
    "sent": Shown("active", pgettext_lazy("state", "Sent")),
    "delivered": Shown("passed", pgettext_lazy("state", "Delivered")),
    "bounced": Shown("failed", pgettext_lazy("state", "Came back")),
}
