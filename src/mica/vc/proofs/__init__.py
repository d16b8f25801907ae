"""Proofs inside a document: one module a cryptosuite, and what they share."""
