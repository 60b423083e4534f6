"""Engines of whole people, counts and agents; loaded only when asked for."""
