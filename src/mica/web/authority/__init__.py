"""Pages of those who run the site, and of authorities."""
