"""What each code says to a person: what is wrong, and what to do."""

from typing import Final

SENTENCES: Final = {
    "no-such-organisation": "There is no such organisation, or you are not a member of it.",
    "role-too-low": "Your role there does not allow this. Ask an owner of the organisation.",
    "organisation-not-approved": "This organisation waits for the operator's approval, and cannot "
    "do this yet.",
}
