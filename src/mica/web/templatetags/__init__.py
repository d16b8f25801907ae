"""What templates need of Python."""
