"""Named reads of wallets, each with its access check."""
