"""Open Badges 3.0 (1EdTech): check what others made, and make one's own."""
