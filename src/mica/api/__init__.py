"""Doors for machines, one module for each protocol."""
