"""The command line: `mica COMMAND`.

This door stays light: the doctor examines an installation in which anything may be missing.
"""

import os
import sys
from pathlib import Path


def main() -> None:
    """Run the command that the arguments name."""
    from mica.cli.root import root

    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
    root(prog_name="mica")
