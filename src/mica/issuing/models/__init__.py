"""Tables of issuing, where the framework looks for them."""

from mica.issuing.models.awards import Award, Credential

__all__ = ["Award", "Credential"]
