"""Tables of what learners hold, show and are asked for."""

from mica.wallet.models.holdings import Former, Holding, VerdictEntry
from mica.wallet.models.shares import Refusal, Request, Share, Shown, View

__all__ = [
    "Former",
    "Holding",
    "Refusal",
    "Request",
    "Share",
    "Shown",
    "VerdictEntry",
    "View",
]
