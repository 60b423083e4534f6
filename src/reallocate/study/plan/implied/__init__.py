"""Under which assumptions a cut is the best plan."""
