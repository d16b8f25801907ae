"""Persons, organisations, who may do what for whom, and the tokens of machines."""
