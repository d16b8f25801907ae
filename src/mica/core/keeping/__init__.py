"""Backups: written whole, and put back whole."""
