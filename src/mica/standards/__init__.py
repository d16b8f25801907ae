"""Published formats: their words, their rules and their documents, as pure functions."""
