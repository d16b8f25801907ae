"""The verifiable-credential toolkit: pure functions on documents, keys and a given moment."""
