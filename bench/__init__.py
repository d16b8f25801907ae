"""One script per promise. Each prints a table beside its peer; `--json` prints one line a row."""
