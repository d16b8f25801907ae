"""Keys and status lists: the only place on a server that reaches a private key."""
