"""The parts of baking: one file for each image format, and what both share."""
