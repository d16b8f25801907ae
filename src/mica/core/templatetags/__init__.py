"""Tags of the core."""
