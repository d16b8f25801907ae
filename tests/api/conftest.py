"""The fixtures of the doors' tests."""

from tests.api.asking import opened, secret

__all__ = ("opened", "secret")
