"""The people of the region whom a visitor can be."""

from typing import Final

ROLES: Final = (
    ("Learner", "niamh.gallagher@letters.example"),
    ("Provider", "tomas.keane@westmere.example"),
    ("Provider, owner", "aoife.brennan@westmere.example"),
    ("Employer", "catherine.walsh@saintbrendans.example"),
    ("Operator", "maren.holt@region.example"),
)
"""Each a role and the address of who has it."""
LEARNER: Final = ROLES[0][1]
OFFICER: Final = ROLES[1][1]
ADDRESSES: Final = tuple(address for _, address in ROLES)
