"""The command line: starts and steers everything."""
