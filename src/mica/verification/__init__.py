"""Verification as a service of the house: what was handed over, and what is thought of it."""
