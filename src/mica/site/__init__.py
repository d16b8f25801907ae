"""The site: settings, addresses, and the door that a server calls."""
