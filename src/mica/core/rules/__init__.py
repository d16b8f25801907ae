"""What the core decides on plain values."""
