"""The JSON-LD contexts that Mica knows, each pinned by its hash.

A context gives the terms of a document their meaning; whoever can change a context can change
what was signed. So they ship inside, are checked when first used, and none is ever fetched.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from mica.vc.errors import Undecidable, VcError


class ContextTampered(VcError):
    """A shipped context does not match its hash: the installation is broken, nothing may go on."""


@dataclass(frozen=True, slots=True, eq=False)
class Contexts:
    """A closed set of contexts. Compared by identity, so that compiled forms can be kept per set.

    Attributes:
        documents: URL to parsed document (an object with an `@context` member). Never changed.
    """

    documents: Mapping[str, Any]

    def get(self, url: str) -> Any:
        """The context document at a URL.

        Raises:
            Undecidable: `context-unknown`.
        """
        try:
            return self.documents[url]
        except KeyError:
            raise Undecidable("context-unknown", url=url) from None

    def and_(self, more: Mapping[str, Any]) -> "Contexts":
        """A larger set, for whoever vouches for contexts of their own."""
        return Contexts({**self.documents, **more})


@cache
def shipped() -> Contexts:
    """The contexts inside Mica.

    Raises:
        ContextTampered: where a file's SHA-256 is not the recorded one.
    """
    home = resources.files(__name__)
    manifest = tomllib.loads((home / "manifest.toml").read_text(encoding="utf-8"))
    documents = {}
    for entry in manifest["context"]:
        content = (home / entry["file"]).read_bytes()
        if hashlib.sha256(content).hexdigest() != entry["sha256"]:
            raise ContextTampered("context-tampered", file=entry["file"])
        documents[entry["url"]] = json.loads(content)
    return Contexts(documents)
