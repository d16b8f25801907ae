"""Tables of what learners hold."""

from mica.wallet.models.holdings import Former, Holding, VerdictEntry

__all__ = ["Former", "Holding", "VerdictEntry"]
