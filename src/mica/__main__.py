"""`python -m mica` is the command line."""

from mica.cli import main

main()
