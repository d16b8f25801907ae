"""Named writes of wallets: each checks, changes and records in one transaction."""
