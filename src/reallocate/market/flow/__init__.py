"""The flow engine: expected values of many runs at once."""
