"""What is written to disk: whole or not at all, for its owner alone, and refused in words."""
