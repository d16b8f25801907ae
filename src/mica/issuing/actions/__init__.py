"""Named writes of awards: each checks, changes and records in one transaction."""
