"""The root of every error in Mica.

MicaError                     (here)
├── VcError                   vc.errors: about documents, keys and proofs
└── one small tree for each package above

An error carries a code for machines, data for whoever handles it, and a sentence for people.
"""

from collections.abc import Mapping
from typing import ClassVar


class MicaError(Exception):
    """Something a caller can name and handle.

    Args:
        code: stable, lower case with hyphens; machines read it.
        data: plain values that explain the case; never secrets, never a person's record.
    """

    sentences: ClassVar[Mapping[str, str]] = {}
    """Code to sentence, a format string over the data. Each package's root error sets its own."""

    def __init__(self, code: str, /, **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.data = data

    def __str__(self) -> str:
        return say(self.sentences, self.code, self.data)


def say(sentences: Mapping[str, str], code: str, data: Mapping[str, object]) -> str:
    """The sentence for a code, or the code itself where a table has none.

    >>> say({"too-big": "{size} bytes is too much."}, "too-big", {"size": 9})
    '9 bytes is too much.'
    """
    template = sentences.get(code)
    return template.format_map(data) if template is not None else code
