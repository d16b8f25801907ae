"""Rules of a wallet: what was handed over, what it says, in which state it is, who may claim it."""
