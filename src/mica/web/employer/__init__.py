"""Pages for whoever employs or admits people."""
