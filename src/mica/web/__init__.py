"""Pages by audience: each parses, calls one action or query, and renders."""
