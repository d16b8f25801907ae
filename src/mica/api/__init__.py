"""Doors for machines, by protocol."""
