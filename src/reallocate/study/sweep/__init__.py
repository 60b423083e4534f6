"""The same cut in every industry."""
