"""Open Badges 2.0, for reading: signed and hosted assertions, their elders, and Project inCredible.

The rules are docs/rules/open-badges-2.md; the code repeats its numbers.
"""

from mica.standards.openbadges2.mapping import to_open_badges_3
from mica.standards.openbadges2.opening import recognises
from mica.standards.openbadges2.recipient import belongs_to
from mica.standards.openbadges2.verification import gather, verify

__all__ = ["belongs_to", "gather", "recognises", "to_open_badges_3", "verify"]
