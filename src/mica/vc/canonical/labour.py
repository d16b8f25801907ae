"""How much work strangers may ask for: one purse for everything inside one document.

Each limit on its own bounds one canonical form; but a document may hold sixty-four others, each
with sixteen proofs, and every one may be made to cost as much as it may.
"""

from dataclasses import dataclass
from typing import Final

from mica.vc.errors import Undecidable

PURSE: Final = 3_000_000
"""Nominal microseconds of one core: three seconds, or about 600,000 ordinary statements."""
STATEMENT: Final = 5
VALUE: Final = 50
"""One value under contexts of the document's own, expanded by the reference."""
LIST: Final = 10_000
"""One status list to verify and unpack, besides its size."""
STEP: Final = 20
"""One step in telling look-alike nodes apart."""


@dataclass(slots=True)
class Labour:
    """A purse. What it pays for is reckoned by size, not by the clock, so that reports repeat.

    Attributes:
        left: nominal microseconds.
    """

    left: int = PURSE

    def spend(self, count: int, price: int) -> None:
        """Pay for some work.

        Raises:
            Undecidable: `too-much-work` once the purse is empty.
        """
        self.left -= count * price
        if self.left < 0:
            raise Undecidable("too-much-work")
