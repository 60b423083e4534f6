"""A plan against its baseline."""
