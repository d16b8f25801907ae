"""The command line: `mica COMMAND`.

This door stays light: the doctor examines an installation in which anything may be missing.
"""


def main() -> None:
    """Run the command that the arguments name."""
    from mica.cli.root import root

    root(prog_name="mica")
